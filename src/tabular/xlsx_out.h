/* SPDX-License-Identifier: EUPL-1.2
 *
 * Workbooks for officers, written in one stream: F4 landscape, frozen and repeated header row, filter,
 * rows as high as their wrapped texts,
 * "Halaman x dari y". Text (every NIK) stays text; what could become a formula is disarmed
 * (out_text.h). No clock: equal content and date give equal bytes.
 * Why not libxlsxwriter: docs/adr/0101-own-writers.md.
 *
 *	xlsx_open(&x, seams, path, day, 1, &e);
 *	xlsx_sheet(&x, &spec);
 *	xlsx_text(&x, nik); xlsx_i64(&x, 7); xlsx_end(&x);     one cell per column, row by row
 *	xlsx_close(&x, &e);
 */
#ifndef TABULAR_XLSX_OUT_H
#define TABULAR_XLSX_OUT_H

#include "base/limits.h"
#include "base/rupiah.h"
#include "tabular/zip_out.h"

enum xlsx_style {
	XLSX_PLAIN,   /* no border, not wrapped: notes below a table */
	XLSX_TITLE,   /* bold, larger, no border */
	XLSX_HEADER,  /* bold on grey, centred, wrapped */
	XLSX_TEXT,    /* text, border */
	XLSX_WRAP,    /* text, wrapped */
	XLSX_CENTRE,  /* text, centred */
	XLSX_WHOLE,   /* number 0 */
	XLSX_RUPIAH,  /* number #,##0 */
	XLSX_DATE,    /* dd-mm-yyyy */
	XLSX_DECIMAL, /* number as given */
	XLSX_INPUT,   /* text on yellow: for the officer to fill in */
	XLSX_STRONG,  /* bold, no border */
	XLSX_STYLES
};

struct xlsx_column {
	const char *title;
	int width; /* in characters */
	enum xlsx_style style;
};

struct xlsx_sheet {
	const char *name;  /* at most 31 characters, without []:*?/\ and apostrophe */
	const span *above; /* lines above the header row, the first one as title */
	size_t nabove;
	const struct xlsx_column *columns; /* borrowed until the next sheet or xlsx_close; at most XLSX_COLUMNS */
	size_t ncolumns;
	int frozen;	  /* columns that stay while scrolling sideways */
	const char *mark; /* in the page header, right: "RANCANGAN - TERBATAS"; NULL = none */
	const char *foot; /* in the page footer, left; NULL = none */
};

enum { XLSX_COLUMNS = LIM_COLUMNS + 8, XLSX_SHEETS = 8, XLSX_CHOICES = 60000, XLSX_BYTES = 32767, XLSX_ROWS = 1048576 };

struct xlsx_out {
	struct out_file f;
	struct zip_out z;
	struct buf choices; /* drop-down lists of the open sheet */
	struct buf line;    /* cells of the open row */
	struct {
		char name[32];
		uint32_t header, last; /* rows */
		size_t ncolumns;
		int frozen;
	} done[XLSX_SHEETS];
	struct xlsx_sheet now;
	int sheets, wanted, nchoices;
	uint32_t row;  /* number of the row being written */
	size_t column; /* next cell's */
	int lines;     /* the row's height in lines of text, estimated */
	bool in_row, table_over;
	date day;
	char letters[XLSX_COLUMNS][4]; /* of each column */
	char digits[12];	       /* of row */
	size_t ndigits;
};

/* `sheets`: how many will follow. The path is borrowed until xlsx_close. */
MUST_CHECK int xlsx_open(struct xlsx_out *x, const struct seams *s, const char *path, date day, int sheets,
			 struct err *e);
void xlsx_sheet(struct xlsx_out *x, const struct xlsx_sheet *spec);

/* The next cell, in its column's style. */
void xlsx_text(struct xlsx_out *x, span s);
void xlsx_i64(struct xlsx_out *x, int64_t v);
void xlsx_decimal(struct xlsx_out *x, int64_t scaled, int places);
void xlsx_date(struct xlsx_out *x, date d); /* empty when not known */
void xlsx_empty(struct xlsx_out *x);
static inline void xlsx_rupiah(struct xlsx_out *x, rupiah r)
{
	xlsx_i64(x, r.rp);
}
static inline void xlsx_words(struct xlsx_out *x, const char *s)
{
	xlsx_text(x, padan_span_of(s));
}
/* A drop-down list for the next cell (which is then written). Anything else is accepted with a warning.
 * The choices, joined by commas, must stay below 255 bytes and hold none; else there is no list. */
void xlsx_choice(struct xlsx_out *x, const span *choices, size_t n);
void xlsx_end(struct xlsx_out *x); /* ends the row; missing cells are empty */
/* A row of its own with one text in `column`; the table (and its filter) ends at the first one. */
void xlsx_line(struct xlsx_out *x, size_t column, enum xlsx_style style, span s);

/* ERR_MACHINE if anything failed. Frees in every case. */
MUST_CHECK int xlsx_close(struct xlsx_out *x, struct err *e);
void xlsx_abandon(struct xlsx_out *x);

#endif
