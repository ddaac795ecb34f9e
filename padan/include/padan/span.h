/* SPDX-License-Identifier: EUPL-1.2
 *
 * A borrowed run of bytes. Never owned, never NUL-terminated by promise, usually UTF-8.
 * The bytes live as long as whoever handed them out says (an arena, a line buffer, a mapped file).
 */
#ifndef PADAN_SPAN_H
#define PADAN_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct padan_span {
	const char *p; /* may be NULL only when n == 0 */
	size_t n;
};

#define PADAN_LIT(s) ((struct padan_span){ "" s, sizeof(s) - 1 })

static inline struct padan_span padan_span_of(const char *cstr)
{
	return (struct padan_span){ cstr, cstr ? strlen(cstr) : 0 };
}

static inline bool padan_span_eq(struct padan_span a, struct padan_span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Byte order, shorter first on a tie: the total order that every sort in the house uses. */
static inline int padan_span_cmp(struct padan_span a, struct padan_span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

#endif
