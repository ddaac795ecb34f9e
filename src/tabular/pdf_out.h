/* SPDX-License-Identifier: EUPL-1.2
 *
 * PDF pages, written in one stream while they are made: text, lines and grey boxes at given places,
 * "Halaman x dari y" and a watermark on each page. Every text can be searched and copied. No clock:
 * equal content and date give equal bytes. Why not cairo: docs/adr/0101-own-writers.md.
 *
 * Lengths are hundredths of a point (1 pt = 1/72 inch), counted from the upper left corner; the y of a
 * text is its base line. Errors stick until pdf_close. Tables and paragraphs: tabular/pdf_table.h.
 */
#ifndef TABULAR_PDF_OUT_H
#define TABULAR_PDF_OUT_H

#include "tabular/out_file.h"
#include "tabular/pdf_font.h"

#define PDF_MM(mm) ((int)((mm)*28346 / 100)) /* whole millimetres to hundredths of a point */
/* F4 (Folio), 215 x 330 mm, as Indonesian offices use it. */
#define PDF_F4_SHORT PDF_MM(215)
#define PDF_F4_LONG  PDF_MM(330)

struct pdf_spec {
	int width, height;
	const char *title;     /* in the document's properties */
	const char *watermark; /* "RANCANGAN"; NULL = none */
	const char *foot;      /* at the foot of each page, left; NULL = none */
	date day;	       /* of creation, in the properties */
};

struct pdf_out; /* made by pdf_open, freed by pdf_close or pdf_abandon */

MUST_CHECK int pdf_open(struct pdf_out **out, const struct seams *s, const char *path, const struct pdf_spec *spec,
			struct err *e);
/* Ends the page before, if any, and begins one. */
void pdf_page(struct pdf_out *p);
int pdf_pages(const struct pdf_out *p); /* begun so far */
const struct pdf_spec *pdf_spec_of(const struct pdf_out *p);

void pdf_text(struct pdf_out *p, enum pdf_face face, int size, int x, int y, span s);
int pdf_width(struct pdf_out *p, enum pdf_face face, int size, span s);
void pdf_line(struct pdf_out *p, int x0, int y0, int x1, int y1); /* thin, dark grey */
void pdf_grey(struct pdf_out *p, int x, int y, int w, int h);	  /* filled light grey */
void pdf_black(struct pdf_out *p, int x, int y, int w, int h);

struct pdf_point {
	int x, y;
};
/* A closed area with a thin outline; red, green, blue: percent. */
void pdf_area(struct pdf_out *p, const struct pdf_point *at, size_t n, const int colour[3]);

/* Fonts, page tree, properties. ERR_MACHINE if anything failed since pdf_open. */
MUST_CHECK int pdf_close(struct pdf_out *p, struct err *e);
void pdf_abandon(struct pdf_out *p);

#endif
