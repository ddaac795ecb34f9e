/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where is the header, and what does each column mean? Looks at the first rows of a sheet. Pure.
 * Knows: title rows above; headers of two rows (a group's title over sub-titles); a row of column numbers below;
 * equal titles (the first wins, the other stays an extra).
 */
#ifndef TABULAR_HEADER_H
#define TABULAR_HEADER_H

#include "base/limits.h"
#include "tabular/list.h"

struct header {
	size_t first, last; /* indices into the rows given: one row, or two */
	bool numbers;	    /* the row after `last` holds column numbers */
	uint32_t ncol;
	struct list_title *titles; /* ncol, in the arena */
	int16_t at[COL_COUNT];
	uint64_t have;
};

/* rows: the first rows of the sheet, at most LIM_HEADER_ROWS. ERR_UNREADABLE when there is no header, or a needed
 * column is missing: the text names the columns needed and those seen, not the file. */
MUST_CHECK int header_find(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n,
			   struct padan_arena *arena, struct header *out, struct err *e);
/* As sheet_judge.score: recognised columns, SHEET_FITS more when no needed one is missing. */
int header_score(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n);
/* Is what is there enough for a list of this kind? */
bool header_enough(enum list_kind kind, uint64_t have);
/* "Sesuai", "TIDAK SESUAI (40)", "Y": an answer about an element rather than the element itself. */
bool is_verdict_word(span s);

#endif
