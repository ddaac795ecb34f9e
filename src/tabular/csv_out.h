/* SPDX-License-Identifier: EUPL-1.2
 *
 * CSV as RFC 4180 says: comma, CRLF, quotes only where needed, UTF-8 without a mark, one header row.
 * Begin each row's cells in order and end it with csv_end(). Errors stick in the file (out_file.h).
 */
#ifndef TABULAR_CSV_OUT_H
#define TABULAR_CSV_OUT_H

#include "tabular/out_file.h"

struct csv_out {
	struct out_file *f; /* borrowed */
	bool inside;	    /* a cell of this row is out already */
};

static inline void csv_begin(struct csv_out *c, struct out_file *f)
{
	*c = (struct csv_out){ f, false };
}
void csv_own(struct csv_out *c, span s);     /* a word of ours: written as it is */
void csv_outside(struct csv_out *c, span s); /* text from outside: formula rule of out_text.h */
void csv_i64(struct csv_out *c, int64_t v);
/* scaled / 10^places with exactly that many decimals, a point between: -1234, 3 -> "-1.234" */
void csv_decimal(struct csv_out *c, int64_t scaled, int places);
void csv_end(struct csv_out *c);
/* A whole row of words of ours, such as the header. */
void csv_row(struct csv_out *c, const char *const *words, size_t n);

/* As csv_decimal, into p (at most 24 bytes, no NUL); returns how many. 0 <= places <= 9 */
size_t decimal_put(char *p, int64_t scaled, int places, char point);

#endif
