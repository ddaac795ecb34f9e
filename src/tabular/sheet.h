/* SPDX-License-Identifier: EUPL-1.2
 *
 * A sheet as rows of cells, before anyone knows what its columns mean. Both readers (xlsx_in, csv_in)
 * speak it; the sandboxed child sends it through a pipe (wire.h).
 */
#ifndef TABULAR_SHEET_H
#define TABULAR_SHEET_H

#include "base/err.h"
#include "base/text.h"

enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER, /* decimal digits as the file stores them; a whole number written 7.37E+15 is written out */
	CELL_DATE,   /* a number cell with a date format: text is YYYY-MM-DD */
	CELL_BOOL,   /* "1" or "0" */
	CELL_ERROR,  /* "#N/A", "#REF!" ... */
};
/* Or-ed to the kind: the value stands in the first cell of a merged range above this one. */
#define CELL_MERGED    0x40u
#define CELL_KIND_MASK 0x3fu

/* One row that has at least one cell with a value. cells and kind have n entries; they live until the
 * callback returns. no: the row's number as a spreadsheet shows it, from 1, growing. */
struct sheet_row {
	uint32_t no;
	uint32_t n;
	const span *cells;
	const uint8_t *kind;
};

struct sheet_sink {
	/* ERR_OK to go on; any other code ends the reading, which returns it. */
	int (*row)(void *ctx, const struct sheet_row *row, struct err *e);
	void *ctx;
};

/* How well do the first rows of a sheet look like the list that is wanted? 0 = not at all;
 * SHEET_FITS or more = it has every needed column. */
#define SHEET_FITS 1000
struct sheet_judge {
	int (*score)(void *ctx, const struct sheet_row *rows, size_t n);
	void *ctx;
};

#define SHEET_NAME 128
struct sheet_info {
	char name[SHEET_NAME];	     /* of the sheet read; "" for CSV */
	char others[2 * SHEET_NAME]; /* other visible sheets that look like the list and were not read, ", " between */
	uint32_t rows;		     /* number of the last row that has cells, empty ones too */
	bool epoch1904;
};

#endif
