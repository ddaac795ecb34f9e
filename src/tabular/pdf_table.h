/* SPDX-License-Identifier: EUPL-1.2
 *
 * Paragraphs and tables on PDF pages: a sheet keeps the place where writing goes on, breaks pages, wraps
 * long texts and repeats a table's headings.
 */
#ifndef TABULAR_PDF_TABLE_H
#define TABULAR_PDF_TABLE_H

#include "tabular/pdf_out.h"

enum pdf_align { PDF_LEFT, PDF_CENTRE, PDF_RIGHT };

struct pdf_column {
	const char *title;
	int width; /* hundredths of a point */
	enum pdf_align align;
};

enum { PDF_TABLE_COLUMNS = 24, PDF_CELL_LINES = 12 };

struct pdf_sheet {
	struct pdf_out *p;	      /* borrowed */
	int left, right, top, bottom; /* places of the margins */
	int y;			      /* where the next thing begins */
	int size;		      /* of letters in tables and paragraphs */
	/* Writes at the head of each new page (may be NULL): sets y below itself. */
	void (*head)(struct pdf_sheet *sheet, void *ctx);
	void *ctx;
	/* the open table */
	const struct pdf_column *columns;
	size_t ncolumns;
	int x0, table_top; /* of the grid on this page; table_top 0 = no rows on it yet */
};

/* Begins the first page. Margins in hundredths of a point. */
void pdf_sheet_begin(struct pdf_sheet *t, struct pdf_out *p, int margin, int size);
void pdf_sheet_page(struct pdf_sheet *t); /* a new page */
/* A new page unless `height` still fits. */
void pdf_sheet_need(struct pdf_sheet *t, int height);

/* One wrapped paragraph; what stands in `label` ("a.") hangs left of it by `indent`. */
struct pdf_paragraph {
	enum pdf_face face;
	enum pdf_align align;
	int size;	   /* 0 = the sheet's */
	int from, to;	   /* left and right edge; 0, 0 = the margins */
	const char *label; /* may be NULL */
	int indent;
};
void pdf_paragraph(struct pdf_sheet *t, const struct pdf_paragraph *how, span s);
static inline void pdf_space(struct pdf_sheet *t, int height)
{
	t->y += height;
}

/* A table, centred between the margins. Its columns are borrowed until pdf_table_end. */
void pdf_table_begin(struct pdf_sheet *t, const struct pdf_column *columns, size_t n);
void pdf_table_row(struct pdf_sheet *t, const span *cells);
void pdf_table_band(struct pdf_sheet *t, span s);	      /* a heading across all columns, kept with the next row */
void pdf_table_total(struct pdf_sheet *t, const span *cells); /* a row in bold */
void pdf_table_end(struct pdf_sheet *t);

#endif
