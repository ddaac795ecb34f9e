/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a workbook's sheets share: their names, the shared strings, which cell formats are dates.
 * Inner header of xlsx_in.
 */
#ifndef TABULAR_XLSX_BOOK_H
#define TABULAR_XLSX_BOOK_H

#include "tabular/sheet.h"
#include "tabular/xlsx_part.h"

#define BOOK_SHEETS 256
#define PART_NAME   256

struct book_sheet {
	char name[SHEET_NAME];
	char part[PART_NAME];
	bool hidden;
};

struct book {
	struct parts parts;
	struct padan_arena arena; /* sheets, styles, index of the strings */
	struct padan_arena text;  /* shared strings, at most LIM_XLSX_STRINGS */
	struct book_sheet *sheet;
	size_t nsheet;
	span *shared; /* grown in the arena by doubling */
	size_t nshared, cap_shared;
	uint8_t *is_date; /* by cell format (index into cellXfs) */
	size_t nformat;
	bool epoch1904;
};

/* Reads all but the sheets. fd is owned by the book from here on; book_close always. */
MUST_CHECK int book_open(struct book *b, int fd, const struct padan_alloc *from, struct err *e);
void book_close(struct book *b);

/* Is a number format a date? id: built in, or of `code` when not NULL. */
bool book_format_is_date(unsigned id, const char *code);
/* "_x000D_" and the like, in place; returns the new length. */
size_t book_unescape(char *p, size_t n);

#endif
