/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/pdf_font.h"

#include "tabular/out_text.h"
#include <errno.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_FONT = 8 << 20, MAX_GLYPHS = 65536, PIECE = 120 };

struct font_source {
	const char *name, *file, *package;
	const char *folder[3];
};

/* Where Debian keeps them. */
static const struct font_source sources[PDF_FACES] = {
	{ "LiberationSans",
	  "LiberationSans-Regular.ttf",
	  "fonts-liberation",
	  { "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2",
	    "/usr/share/fonts/liberation" } },
	{ "LiberationSans-Bold",
	  "LiberationSans-Bold.ttf",
	  "fonts-liberation",
	  { "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2",
	    "/usr/share/fonts/liberation" } },
	{ "DejaVuSans",
	  "DejaVuSans.ttf",
	  "fonts-dejavu-core",
	  { "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF" } },
};

/* Windows-1252 from 0x80 to 0x9f; 0 = not assigned. */
static const uint16_t upper[32] = { 0x20ac, 0,	    0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
				    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	    0x017d, 0,
				    0,	    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
				    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	    0x017e, 0x0178 };

static uint32_t code_point(unsigned code)
{
	return code >= 0x80 && code < 0xa0 ? upper[code - 0x80] : code;
}

unsigned pdf_code(uint32_t cp)
{
	if (cp < 0x7f)
		return cp >= 0x20 ? cp : 0;
	if (cp < 0x100)
		return cp >= 0xa0 ? cp : 0;
	for (unsigned i = 0; i < 32; i++)
		if (upper[i] == cp)
			return 0x80 + i;
	return 0;
}

static int thousandths(const struct pdf_font *f, int64_t v)
{
	return (int)(v * 1000 / (int64_t)f->upem);
}

static void measure(struct pdf_font *f)
{
	hb_font_extents_t x = { 0 };
	hb_blob_t *head = hb_face_reference_table(hb_font_get_face(f->hb), HB_TAG('h', 'e', 'a', 'd'));
	unsigned n = 0;
	const unsigned char *p = (const unsigned char *)hb_blob_get_data(head, &n);

	for (unsigned code = 0x20; code < 256; code++) {
		hb_codepoint_t glyph = 0;

		hb_font_get_nominal_glyph(f->hb, code_point(code), &glyph);
		f->width[code] = (uint16_t)thousandths(f, hb_font_get_glyph_h_advance(f->hb, glyph));
	}
	hb_font_get_h_extents(f->hb, &x);
	f->ascent = thousandths(f, x.ascender);
	f->descent = thousandths(f, x.descender);
	for (int i = 0; i < 4 && n >= 44; i++)
		f->box[i] = thousandths(f, (int16_t)(p[36 + 2 * i] << 8 | p[37 + 2 * i]));
	hb_blob_destroy(head);
}

static int load(struct pdf_font *f, const struct seams *s, const struct font_source *from, struct err *e)
{
	char path[256];
	int rc = ERR_UNREADABLE;
	hb_face_t *face;

	f->seams = s;
	f->name = from->name;
	buf_init(&f->bytes, s->alloc, MAX_FONT);
	for (int i = 0; i < 3 && rc == ERR_UNREADABLE; i++) {
		snprintf(path, sizeof(path), "%s/%s", from->folder[i], from->file);
		rc = file_read(s, path, MAX_FONT, &f->bytes, e);
	}
	if (rc)
		return err_set(e, ERR_MACHINE, "fon %s tidak ditemukan; pasang paket %s", from->file, from->package);
	f->blob = hb_blob_create(f->bytes.p, (unsigned)f->bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
	face = hb_face_create(f->blob, 0);
	f->hb = hb_font_create(face);
	f->upem = hb_face_get_upem(face);
	f->glyphs = hb_face_get_glyph_count(face);
	hb_face_destroy(face);
	if (f->upem == 0 || f->glyphs == 0 || f->glyphs > MAX_GLYPHS)
		return err_set(e, ERR_MACHINE, "%s: fon rusak; pasang ulang paket %s", path, from->package);
	measure(f);
	return ERR_OK;
}

int pdf_fonts_load(struct pdf_fonts *f, const struct seams *s, struct err *e)
{
	int rc;

	*f = (struct pdf_fonts){ .buffer = hb_buffer_create() };
	rc = load(&f->face[PDF_REGULAR], s, &sources[PDF_REGULAR], e);
	if (!rc)
		rc = load(&f->face[PDF_BOLD], s, &sources[PDF_BOLD], e);
	if (rc)
		pdf_fonts_done(f);
	return rc;
}

void pdf_fonts_done(struct pdf_fonts *f)
{
	for (int i = 0; i < PDF_FACES; i++) {
		struct pdf_font *t = &f->face[i];

		if (!t->seams)
			continue;
		if (t->hb)
			hb_font_destroy(t->hb);
		if (t->blob)
			hb_blob_destroy(t->blob);
		if (t->text)
			t->seams->alloc->resize(t->seams->alloc->ctx, t->text, t->glyphs * sizeof(*t->text), 0);
		buf_done(&t->bytes);
	}
	if (f->buffer)
		hb_buffer_destroy(f->buffer);
	*f = (struct pdf_fonts){ 0 };
}

size_t pdf_piece(span s, bool *simple)
{
	size_t at = 0;

	*simple = true;
	while (at < s.n) {
		uint32_t cp = 0xfffd;
		size_t n = utf8_char((span){ s.p + at, s.n - at }, &cp);
		bool by_code;

		if (n == 0) {
			n = 1;
			cp = 0xfffd;
		}
		/* blanks of all kinds (tab, line break) are written as a blank */
		by_code = cp < 0x20 || pdf_code(cp) != 0;
		if (at == 0)
			*simple = by_code;
		else if (by_code != *simple)
			break;
		if (!*simple && at + n > PIECE)
			break;
		at += n;
	}
	return at;
}

static bool has_all(const struct pdf_font *f, span piece)
{
	hb_codepoint_t glyph;

	for (size_t i = 0; i < piece.n;) {
		uint32_t cp = 0;
		size_t n = utf8_char((span){ piece.p + i, piece.n - i }, &cp);

		if (n == 0 || !hb_font_get_nominal_glyph(f->hb, cp, &glyph))
			return false;
		i += n;
	}
	return true;
}

/* Remembers what a glyph stands for: the characters of its cluster, two at most. */
static void remember(struct pdf_font *f, uint32_t glyph, span cluster)
{
	const struct padan_alloc *a = f->seams->alloc;
	uint32_t cp = 0;
	size_t n;

	f->shaped = true;
	if (!f->text) {
		f->text = a->resize(a->ctx, NULL, 0, f->glyphs * sizeof(*f->text));
		if (f->text)
			memset(f->text, 0, f->glyphs * sizeof(*f->text));
	}
	if (!f->text || glyph >= f->glyphs || f->text[glyph][0] || cluster.n == 0)
		return;
	n = utf8_char(cluster, &cp);
	f->text[glyph][0] = n ? cp : 0xfffd;
	if (n && cluster.n > n && utf8_char((span){ cluster.p + n, cluster.n - n }, &cp))
		f->text[glyph][1] = cp;
}

/* The bytes of glyph i's cluster: to the next larger cluster value. */
static span cluster_of(const hb_glyph_info_t *info, unsigned count, unsigned i, span piece)
{
	size_t from = info[i].cluster, to = piece.n;

	for (unsigned k = 0; k < count; k++)
		if (info[k].cluster > from && info[k].cluster < to)
			to = info[k].cluster;
	return (span){ piece.p + from, to - from };
}

static enum pdf_face pick(struct pdf_fonts *f, enum pdf_face want, span piece)
{
	struct err e;

	if (has_all(&f->face[want], piece))
		return want;
	if (!f->face[PDF_FALLBACK].seams &&
	    load(&f->face[PDF_FALLBACK], f->face[want].seams, &sources[PDF_FALLBACK], &e))
		f->face[PDF_FALLBACK].upem = 0;
	return f->face[PDF_FALLBACK].upem ? PDF_FALLBACK : want;
}

size_t pdf_shape(struct pdf_fonts *f, enum pdf_face want, span piece, struct pdf_glyph *out, size_t max,
		 enum pdf_face *face, int *width)
{
	hb_feature_t no_ligatures = { HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1 };
	struct pdf_font *font;
	hb_glyph_info_t *info;
	hb_glyph_position_t *pos;
	unsigned count = 0;
	int64_t x = 0;
	size_t n = 0;

	*face = pick(f, want, piece);
	font = &f->face[*face];
	hb_buffer_clear_contents(f->buffer);
	hb_buffer_add_utf8(f->buffer, piece.p, (int)piece.n, 0, (int)piece.n);
	hb_buffer_guess_segment_properties(f->buffer);
	hb_shape(font->hb, f->buffer, &no_ligatures, 1);
	info = hb_buffer_get_glyph_infos(f->buffer, &count);
	pos = hb_buffer_get_glyph_positions(f->buffer, &count);
	for (unsigned i = 0; i < count; i++) {
		hb_codepoint_t glyph = info[i].codepoint;
		bool first = i == 0 || info[i].cluster != info[i - 1].cluster;

		span stands_for = first ? cluster_of(info, count, i, piece) : (span){ NULL, 0 };

		if (glyph == 0) {
			stands_for = SPAN("\xef\xbf\xbd");
			hb_font_get_nominal_glyph(font->hb, 0xfffd, &glyph);
		}
		remember(font, glyph, stands_for);
		if (n < max)
			out[n++] = (struct pdf_glyph){ (uint16_t)glyph, thousandths(font, x + pos[i].x_offset),
						       thousandths(font, pos[i].y_offset) };
		x += pos[i].x_advance;
	}
	*width = thousandths(font, x);
	return n;
}

/* Only ASCII without control characters: the common case. */
static bool ascii_width(const struct pdf_font *f, span s, int64_t *out)
{
	int64_t w = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c > 0x7e)
			return false;
		w += f->width[c];
	}
	*out = w;
	return true;
}

int64_t pdf_text_width(struct pdf_fonts *f, enum pdf_face face, span s)
{
	struct pdf_glyph glyphs[PIECE];
	int64_t w = 0;

	if (ascii_width(&f->face[face], s, &w))
		return w;
	w = 0;
	while (s.n) {
		bool simple;
		size_t n = pdf_piece(s, &simple);

		if (simple) {
			for (size_t i = 0; i < n;) {
				uint32_t cp = 0;

				i += utf8_char((span){ s.p + i, s.n - i }, &cp);
				w += f->face[face].width[cp < 0x20 ? ' ' : pdf_code(cp)];
			}
		} else {
			enum pdf_face from;
			int width = 0;

			pdf_shape(f, face, (span){ s.p, n }, glyphs, PIECE, &from, &width);
			w += width;
		}
		s.p += n;
		s.n -= n;
	}
	return w;
}

/* Where outlines go: hundredths of a point from font units. */
struct pen {
	struct buf *out;
	int64_t size, upem, x; /* x: of the glyph's origin, in font units */
	int64_t at[2];	       /* the last point, in font units */
};

static void put_point(struct pen *pen, float x, float y)
{
	int64_t v[2] = { (pen->x + (int64_t)x) * pen->size / pen->upem, (int64_t)y * pen->size / pen->upem };

	for (int i = 0; i < 2; i++)
		buf_printf(pen->out, "%s%lld.%02lld ", v[i] < 0 ? "-" : "", llabs(v[i]) / 100, llabs(v[i]) % 100);
	pen->at[0] = (int64_t)x;
	pen->at[1] = (int64_t)y;
}

static void move_to(hb_draw_funcs_t *d, void *pen, hb_draw_state_t *st, float x, float y, void *user)
{
	(void)d, (void)st, (void)user;
	put_point(pen, x, y);
	buf_puts(((struct pen *)pen)->out, "m\n");
}

static void line_to(hb_draw_funcs_t *d, void *pen, hb_draw_state_t *st, float x, float y, void *user)
{
	(void)d, (void)st, (void)user;
	put_point(pen, x, y);
	buf_puts(((struct pen *)pen)->out, "l\n");
}

/* PDF knows cubic curves only: the control points lie two thirds of the way to the quadratic's. */
static void curve_to(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float cx, float cy, float x, float y,
		     void *user)
{
	struct pen *pen = data;
	float x0 = (float)pen->at[0], y0 = (float)pen->at[1];

	(void)d, (void)st, (void)user;
	put_point(pen, (x0 + 2 * cx) / 3, (y0 + 2 * cy) / 3);
	put_point(pen, (x + 2 * cx) / 3, (y + 2 * cy) / 3);
	put_point(pen, x, y);
	buf_puts(pen->out, "c\n");
}

static void close_path(hb_draw_funcs_t *d, void *pen, hb_draw_state_t *st, void *user)
{
	(void)d, (void)st, (void)user;
	buf_puts(((struct pen *)pen)->out, "h\n");
}

void pdf_outlines(const struct pdf_font *f, int size, span word, struct buf *out)
{
	hb_draw_funcs_t *draw = hb_draw_funcs_create();
	struct pen pen = { .out = out, .size = size, .upem = f->upem };

	hb_draw_funcs_set_move_to_func(draw, move_to, NULL, NULL);
	hb_draw_funcs_set_line_to_func(draw, line_to, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(draw, curve_to, NULL, NULL);
	hb_draw_funcs_set_close_path_func(draw, close_path, NULL, NULL);
	for (size_t i = 0; i < word.n; i++) {
		hb_codepoint_t glyph = 0;

		hb_font_get_nominal_glyph(f->hb, (unsigned char)word.p[i], &glyph);
		hb_font_get_glyph_shape(f->hb, glyph, draw, &pen);
		pen.x += hb_font_get_glyph_h_advance(f->hb, glyph);
	}
	buf_puts(out, "f\n");
	hb_draw_funcs_destroy(draw);
}

bool pdf_font_subset(const struct pdf_font *f, struct buf *out)
{
	static const hb_tag_t drop[] = { HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
					 HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n'),
					 HB_TAG('D', 'S', 'I', 'G'), HB_TAG('F', 'F', 'T', 'M') };
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_face_t *small;
	hb_blob_t *blob;
	unsigned n = 0;
	const char *p;

	if (!in)
		return false;
	for (unsigned code = 0x20; code < 256; code++)
		if (code_point(code))
			hb_set_add(hb_subset_input_unicode_set(in), code_point(code));
	for (unsigned g = 0; f->text && g < f->glyphs; g++)
		if (f->text[g][0])
			hb_set_add(hb_subset_input_glyph_set(in), g);
	for (size_t i = 0; i < sizeof(drop) / sizeof(drop[0]); i++)
		hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG), drop[i]);
	hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
	small = hb_subset_or_fail(hb_font_get_face(f->hb), in);
	hb_subset_input_destroy(in);
	if (!small)
		return false;
	blob = hb_face_reference_blob(small);
	p = hb_blob_get_data(blob, &n);
	buf_put(out, p, n);
	hb_blob_destroy(blob);
	hb_face_destroy(small);
	return n > 0 && !out->failed;
}
