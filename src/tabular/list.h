/* SPDX-License-Identifier: EUPL-1.2
 *
 * One way in for every list: a .csv or .xlsx file becomes rows whose columns are known by name. The header row is
 * found wherever it is, the encoding and the delimiter are found out, memory stays the same however long the list.
 * A CSV goes through several threads; a workbook through a sandboxed child and one thread.
 */
#ifndef TABULAR_LIST_H
#define TABULAR_LIST_H

#include "base/seam.h"
#include "tabular/columns.h"
#include "tabular/sheet.h"

enum list_row_flag {
	LIST_ROW_SHORT = 1 << 0,  /* CSV: fewer fields than the header */
	LIST_ROW_LONG = 1 << 1,	  /* CSV: more fields than the header; those beyond it are in cells only */
	LIST_ROW_JOINED = 1 << 2, /* CSV: a line broken in two was put together again */
};

/* A row below the header that has at least one cell with a value. The row and its arrays live until the callback
 * returns; its texts, too, or until the sink's settle where there is one. Texts are UTF-8 without blanks at either end.
 */
struct list_row {
	uint32_t no;	     /* as a spreadsheet shows it; 0 where threads > 1 (a CSV read out of order) */
	uint8_t flags;	     /* enum list_row_flag */
	uint32_t lines;	     /* sheet rows it stands on: 1, more when JOINED */
	const span *col;     /* COL_COUNT entries; n == 0: no such column, not wanted, or empty */
	const uint8_t *kind; /* COL_COUNT entries, enum cell_kind; CSV: CELL_TEXT or CELL_EMPTY */
	const span *cells;   /* every cell as it stands in the sheet; NULL unless spec.cells */
	const uint8_t *cell_kind;
	uint32_t ncell;
	/* With spec.first, where only those columns were cut out so far: the record as it stands, for list_rest. Else
	 * raw.p is NULL: all columns are there. */
	span raw;
	const struct scan *scan;
};

enum list_other {
	LIST_TITLE,  /* above the header, or part of it (judul) */
	LIST_NUMBERS /* a row of column numbers under the header (nomor_kolom) */
};

struct list_sink {
	/* Called by thread `worker` (0 .. threads - 1), several at once when threads > 1. ERR_OK to go on; another code
	 * ends the scan, which returns it with e. */
	int (*row)(void *ctx, unsigned worker, const struct list_row *row, struct err *e);
	/* Rows that are no data: title rows, the header, its row of column numbers. cells as in the sheet. Called
	 * before the first row(), in order. May be NULL. Empty rows are never reported: they are the gaps in `no`. */
	int (*other)(void *ctx, const struct sheet_row *row, enum list_other what, struct err *e);
	void *ctx;
	/* May be NULL. The texts of all rows that `worker` was given so far are about to go: a sink that works on
	 * several rows at once ends that work. Called by the same thread, at the latest when its rows end. */
	int (*settle)(void *ctx, unsigned worker, struct err *e);
	/* May be NULL. CSV only: shall this row, of which only the NIK was cut out, be given at all? Lines with too few
	 * fields are not put together then, but passed over. */
	bool (*screen)(void *ctx, unsigned worker, span nik);
};

struct list_spec {
	enum list_kind kind;
	uint64_t want;		       /* set of COL_BIT: only these are cut out of the row; 0 = all of the kind */
	uint64_t first;		       /* CSV: set of COL_BIT cut out at once, the rest when it is asked for; 0 = all */
	bool cells;		       /* give cells too */
	bool again;		       /* the file was read before: no SHA-256 */
	bool lenient;		       /* needed columns may be missing: a first look, for people to map them */
	unsigned threads;	       /* 0 and 1: rows come in order, with their numbers; a workbook never uses more */
	const struct columns *columns; /* an alias table that is loaded already; NULL: the program's own */
};

struct list_title {
	span text;   /* as typed; two-row headers "group: title" */
	uint8_t col; /* enum list_col, COL_NONE for an extra */
};

#define LIST_WARNINGS 8
struct list_info {
	char file[256]; /* base name */
	char sheet[SHEET_NAME];
	uint32_t header_row; /* of the last header row */
	uint32_t rows;	     /* rows of the sheet, everything counted */
	uint64_t data;	     /* rows given to the sink */
	uint64_t bytes;	     /* CSV: of the file, as read */
	uint8_t sha256[32];  /* of the file's bytes */
	bool xlsx, latin1, epoch1904;
	char delimiter;	       /* 0 for a workbook */
	char vintage[64];      /* greatest value of the column `rilis`; "" without one */
	uint64_t have;	       /* set of COL_BIT found */
	int16_t at[COL_COUNT]; /* index of the sheet's column, -1 = not there */
	const struct list_title *titles;
	size_t ntitle;
	/* The NIK cells of the whole list: were the last digits lost in a spreadsheet? Then match on 15 digits. */
	bool nik_damaged;
	uint64_t nik_cells, nik_zero, nik_numeric; /* of 16 digits; ending in 0; in number cells */
	uint64_t rows_short, rows_joined;
	unsigned nwarning;
	char warning[LIST_WARNINGS][200]; /* sentences in Bahasa Indonesia, without the file's name */
};

/* Cuts all wanted columns out of a row's `raw`; col: COL_COUNT entries. While raw lives, in any thread. */
void list_rest(const struct scan *scan, span raw, span *col);

/* Reads the list at path. info's texts live in `arena` (the caller's, not used by the row path). ERR_UNREADABLE: the
 * file cannot be read, is not a list, is torn, or lacks a needed column (the message names the ones seen); ERR_MACHINE;
 * or what the sink returned. */
MUST_CHECK int list_scan(const struct seams *s, const char *path, const struct list_spec *spec,
			 const struct list_sink *sink, struct padan_arena *arena, struct list_info *info,
			 struct err *e);

#endif
