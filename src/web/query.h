/* SPDX-License-Identifier: EUPL-1.2
 *
 * Names and values: application/x-www-form-urlencoded (a form, or the query of an address), cookies, the parameters of
 * a header. Pure; fuzzed. Values are UTF-8 without NUL, whatever came.
 */
#ifndef WEB_QUERY_H
#define WEB_QUERY_H

#include "base/err.h"
#include "base/text.h"

enum { PAIRS_MAX = 4000 };

struct pair {
	span name, value;
};
struct pairs {
	struct pair *at;
	size_t n, cap;
};

/* Appends one. ERR_USAGE: too many, or not UTF-8; ERR_MACHINE. What it points to must live as long as the pairs. */
MUST_CHECK int pairs_add(struct pairs *p, span name, span value, struct padan_arena *a, struct err *e);
/* Appends those of "a=1&b=x+y%20z". ERR_USAGE: a % without two hexadecimal digits, and as pairs_add. */
MUST_CHECK int pairs_read(struct pairs *p, span text, struct padan_arena *a, struct err *e);
/* The first of that name; NULL. */
const struct pair *pairs_find(const struct pairs *p, span name);

/* %XX to bytes; + to a blank when `plus`. ERR_USAGE as above. */
MUST_CHECK int percent_decode(span text, bool plus, struct padan_arena *a, span *out, struct err *e);
/* All but letters, digits and - . _ ~ as %XX. */
void percent_encode(span text, struct buf *out);

/* The value of the cookie of that name in a Cookie header; empty when there is none, or more than one (whose is it?).
 */
span cookie_value(span header, const char *name);
/* `boundary` of "multipart/form-data; boundary=x": without quotes; empty when there is none. */
span header_parameter(span value, const char *name);
/* The value without its parameters. */
span header_bare(span value);

#endif
