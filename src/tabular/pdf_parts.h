/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside a PDF (ISO 32000-1): objects, streams, fonts, page tree. Used by pdf_out.c and pdf_parts.c only.
 */
#ifndef TABULAR_PDF_PARTS_H
#define TABULAR_PDF_PARTS_H

#include "tabular/pdf_out.h"

/* Object numbers. Each face has a block of PDF_PER_FACE objects: the simple font, the font by glyph
 * number, its descendant, the descriptor, the file, the ToUnicode table. Each page has three: page, content,
 * foot. */
enum {
	PDF_CATALOG = 1,
	PDF_PAGES,
	PDF_INFO,
	PDF_RESOURCES,
	PDF_WATERMARK,
	PDF_FIRST_FACE,
	PDF_PER_FACE = 6,
	PDF_FIRST_PAGE = PDF_FIRST_FACE + PDF_PER_FACE * PDF_FACES
};
enum { PDF_PAGE_BYTES = 16 << 20 };
/* Names of the fonts in a page: F0 F1 F2 simple, F3 F4 F5 by glyph number. */
enum pdf_font_slot { PDF_SLOT_SIMPLE = 0, PDF_SLOT_SHAPED = PDF_FACES };

struct pdf_out {
	struct out_file f;
	struct pdf_spec spec;
	struct pdf_fonts fonts;
	struct buf marks, texts; /* of the open page: lines and boxes; texts */
	struct buf packed;	 /* a deflated stream */
	struct buf offsets;	 /* int64_t per object number */
	void *deflate;
	int pages;
	int font; /* slot << 16 | size of the last text */
	int x, y; /* where it began, from the lower left */
	bool failed;
};

void pdf_begin_object(struct pdf_out *p, int object);
/* A deflated stream object; `more` goes into its dictionary. */
void pdf_put_stream(struct pdf_out *p, int object, const char *more, span content);
void pdf_put_watermark(struct pdf_out *p);
void pdf_put_feet(struct pdf_out *p); /* page x of y, once y is known */
void pdf_put_end(struct pdf_out *p);  /* fonts, resources, page tree, properties, cross-reference */
void pdf_pack_done(struct pdf_out *p);

#endif
