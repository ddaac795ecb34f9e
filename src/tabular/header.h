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
/* The same for a look at a list whose needed columns may be missing: the row that looks most like a header, with what
 * is known of it. ERR_UNREADABLE only for a sheet without any row. */
MUST_CHECK int header_guess(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n,
			    struct padan_arena *arena, struct header *out, struct err *e);
/* By which columns_hand knows a header again. */
uint64_t header_fingerprint(const struct list_title *titles, size_t n);
/* As sheet_judge.score: recognised columns, SHEET_FITS more when no needed one is missing. */
int header_score(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n);
/* Is what is there enough for a list of this kind? */
bool header_enough(enum list_kind kind, uint64_t have);
/* "Sesuai", "TIDAK SESUAI (40)", "Y": an answer about an element rather than the element itself. */
bool is_verdict_word(span s);

#endif
