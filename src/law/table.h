/* SPDX-License-Identifier: EUPL-1.2
 *
 * The text of one law table, row by row: comma or semicolon between cells, quotes as Excel writes them, CRLF or LF,
 * UTF-8 with or without mark. Cells are spans into the bytes; a quoted cell with doubled quotes is unquoted in the
 * arena.
 */
#ifndef LAW_TABLE_H
#define LAW_TABLE_H

#include "base/err.h"
#include "base/text.h"

struct padan_arena;

enum { LAW_CELLS = 9 };

struct law_table {
	const char *name;
	span rest;
	char between;
	int line; /* of the row that was read last; the heading is line 1 */
	struct padan_arena *arena;
};

/* Reads the heading, which must be the nine names of law.h. */
MUST_CHECK int law_table_open(struct law_table *t, const char *name, span bytes, struct padan_arena *arena,
			      struct err *e);
/* 1 = a row of nine cells, trimmed; 0 = end; -1 = error. Rows of empty cells (Excel leaves such) are passed over. */
int law_table_next(struct law_table *t, span cells[LAW_CELLS], struct err *e);

#endif
