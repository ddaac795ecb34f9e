/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading JSON (RFC 8259) piece by piece, without a tree. After the first error every call fails; `why` says what was
 * expected, pd_json_line where. Nested values are passed over to a depth of 64.
 */
#ifndef PADAN_JSON_H
#define PADAN_JSON_H

#include <padan/span.h>

struct pd_json {
	const char *start, *p, *end;
	const char *why; /* NULL as long as all is well; in Bahasa Indonesia */
};

void pd_json_begin(struct pd_json *j, struct padan_span text);
/* 1-based line of the place where reading stands. */
unsigned pd_json_line(const struct pd_json *j);
/* The first character of the next value or mark; 0 at the end. */
char pd_json_peek(struct pd_json *j);
/* '{' or '['. */
bool pd_json_open(struct pd_json *j, char c);
/* Is there another member or element? Takes the comma, or the closing mark. *first begins as true. */
bool pd_json_more(struct pd_json *j, char close, bool *first);
/* A text with its escapes undone (UTF-8), NUL behind it; at most cap - 1 bytes. n may be NULL. */
bool pd_json_text(struct pd_json *j, char *to, size_t cap, size_t *n);
/* A member's name and the colon behind it. */
bool pd_json_key(struct pd_json *j, char *to, size_t cap);
bool pd_json_number(struct pd_json *j, double *to);
bool pd_json_bool(struct pd_json *j, bool *to);
/* Any value. */
bool pd_json_skip(struct pd_json *j);
/* Nothing but blanks is left. */
bool pd_json_end(struct pd_json *j);
/* The same number in every locale: reads [-]digits[.digits][e[+-]digits] at p; returns what stands behind it, or NULL.
 */
const char *pd_number(const char *p, const char *end, double *to);

#endif
