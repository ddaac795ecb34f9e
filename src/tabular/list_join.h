/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lines broken in two: a record with too few fields whose continuation follows (DTSEN's exports). They are joined when
 * that makes the number of fields right; else each goes out as it is, with LIST_ROW_SHORT. Inner header of list*.c.
 */
#ifndef TABULAR_LIST_JOIN_H
#define TABULAR_LIST_JOIN_H

#include "tabular/list_scan.h"

#define JOIN_LINES 4

struct join_line {
	uint32_t no, n; /* row number, fields */
	size_t at;	/* first span, in `spans` */
};

struct joiner {
	struct worker *w;
	struct join_line line[JOIN_LINES];
	unsigned n;
	uint32_t sum;	   /* fields of the lines put together */
	struct buf text;   /* the waiting lines' fields */
	struct buf joined; /* fields put together from the ends of two lines */
	size_t text_at[LIM_COLUMNS * JOIN_LINES];
	size_t text_n[LIM_COLUMNS * JOIN_LINES];
	size_t nspan;
	span cells[LIM_COLUMNS]; /* what goes out; not the worker's, which hold the row that comes in */
	uint8_t kind[LIM_COLUMNS];
};

void joiner_init(struct joiner *j, struct worker *w);
void joiner_done(struct joiner *j);
/* A record with fewer fields than scan.fields (row: its cells, all r->n of them). */
MUST_CHECK int joiner_short(struct joiner *j, const struct sheet_row *row, struct err *e);
/* A whole record comes, or the end: what waits goes out as it is. */
MUST_CHECK int joiner_flush(struct joiner *j, struct err *e);

#endif
