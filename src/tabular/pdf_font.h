/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fonts of a PDF. Text within Windows-1252 (all of Bahasa Indonesia) is written with a simple font, one
 * byte a character, its widths looked up in a table; whatever else people's names hold is shaped by HarfBuzz
 * and written by glyph number with a ToUnicode table, so that every text can be copied and searched.
 * Faces: Liberation Sans, plain and bold; DejaVu Sans for characters that these lack.
 * Widths are in thousandths of the font size, lengths in hundredths of a point.
 */
#ifndef TABULAR_PDF_FONT_H
#define TABULAR_PDF_FONT_H

#include "base/seam.h"

typedef struct hb_blob_t hb_blob_t;
typedef struct hb_font_t hb_font_t;
typedef struct hb_buffer_t hb_buffer_t;

enum pdf_face { PDF_REGULAR, PDF_BOLD, PDF_FALLBACK, PDF_FACES };

struct pdf_font {
	const struct seams *seams;
	const char *name; /* "LiberationSans" */
	struct buf bytes; /* the font file; empty = not loaded */
	hb_blob_t *blob;
	hb_font_t *hb;
	unsigned upem, glyphs;
	uint16_t width[256];	     /* by Windows-1252 code */
	uint32_t (*text)[2];	     /* by glyph: what it stands for; NULL until a glyph is shaped */
	bool shaped;		     /* some glyph was used by number */
	int ascent, descent, box[4]; /* thousandths */
};

struct pdf_fonts {
	struct pdf_font face[PDF_FACES];
	hb_buffer_t *buffer;
};

/* One glyph placed by shaping: from the piece's start, in thousandths of the size. */
struct pdf_glyph {
	uint16_t id;
	int x, y;
};

/* Loads the two main faces. ERR_MACHINE names the missing font and its Debian package. */
MUST_CHECK int pdf_fonts_load(struct pdf_fonts *f, const struct seams *s, struct err *e);
void pdf_fonts_done(struct pdf_fonts *f);

/* The Windows-1252 code of a code point, 0 when it has none (control characters: none). */
unsigned pdf_code(uint32_t cp);
/* The length of the piece at the start of s that is written in one way: *simple = by Windows-1252 code. */
size_t pdf_piece(span s, bool *simple);
/* Shapes a piece that is not simple: at most `max` glyphs into out, *face = where they come from,
 * *width = the piece's. Characters that no face has become U+FFFD. Returns how many glyphs. */
size_t pdf_shape(struct pdf_fonts *f, enum pdf_face want, span piece, struct pdf_glyph *out, size_t max,
		 enum pdf_face *face, int *width);
/* The width of a whole text, in thousandths of the size. */
int64_t pdf_text_width(struct pdf_fonts *f, enum pdf_face face, span s);

/* Appends the outlines of a word in ASCII as PDF path operators, at `size` (hundredths of a point), from the
 * origin, with its fill: for a watermark, which nobody should find when searching. */
void pdf_outlines(const struct pdf_font *f, int size, span word, struct buf *out);

/* The font file cut down to Windows-1252 and the glyphs that were shaped, into out. */
MUST_CHECK bool pdf_font_subset(const struct pdf_font *f, struct buf *out);

#endif
