/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/pdf_out.h"

#include "tabular/out_text.h"
#include "tabular/pdf_parts.h"
#include <errno.h>
#include <stdio.h>

int pdf_open(struct pdf_out **out, const struct seams *s, const char *path, const struct pdf_spec *spec, struct err *e)
{
	struct pdf_out *p = s->alloc->resize(s->alloc->ctx, NULL, 0, sizeof(*p));
	int rc;

	if (!p)
		return err_memory(e, path);
	memset(p, 0, sizeof(*p));
	p->spec = *spec;
	buf_init(&p->marks, s->alloc, PDF_PAGE_BYTES);
	buf_init(&p->texts, s->alloc, PDF_PAGE_BYTES);
	buf_init(&p->packed, s->alloc, 2 * (size_t)PDF_PAGE_BYTES);
	buf_init(&p->offsets, s->alloc, (size_t)1 << 30);
	rc = pdf_fonts_load(&p->fonts, s, e);
	if (!rc)
		rc = out_open(&p->f, s, path, e);
	if (rc) {
		pdf_fonts_done(&p->fonts);
		s->alloc->resize(s->alloc->ctx, p, sizeof(*p), 0);
		return rc;
	}
	out_puts(&p->f, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
	pdf_put_watermark(p);
	*out = p;
	return ERR_OK;
}

const struct pdf_spec *pdf_spec_of(const struct pdf_out *p)
{
	return &p->spec;
}

int pdf_pages(const struct pdf_out *p)
{
	return p->pages;
}

/* The page's content in the order it is painted: watermark, boxes and lines, texts. */
static void end_page(struct pdf_out *p)
{
	struct buf *marks = &p->marks;
	int object = PDF_FIRST_PAGE + 3 * (p->pages - 1);

	buf_puts(marks, "BT\n");
	buf_span(marks, buf_as_span(&p->texts));
	buf_puts(marks, "ET\n");
	pdf_begin_object(p, object);
	out_printf(&p->f, "<</Type/Page/Parent %d 0 R/Contents[%d 0 R %d 0 R]>>\nendobj\n", PDF_PAGES, object + 1,
		   object + 2);
	pdf_put_stream(p, object + 1, "", buf_as_span(marks));
	p->failed |= marks->failed || p->texts.failed;
	buf_clear(marks);
	buf_clear(&p->texts);
}

void pdf_page(struct pdf_out *p)
{
	if (p->pages)
		end_page(p);
	p->pages++;
	p->font = 0;
	p->x = p->y = 0;
	if (p->spec.watermark)
		buf_puts(&p->marks, "/W Do\n");
	buf_puts(&p->marks, "0.4 w 0.35 G 0.9 g\n");
	buf_puts(&p->texts, "0 g\n");
}

/* A length in hundredths of a point as a decimal number. */
static char *put_length(char *to, int v)
{
	unsigned u = v < 0 ? 0u - (unsigned)v : (unsigned)v, cents = u % 100;

	if (v < 0)
		*to++ = '-';
	to += digits_put(to, u / 100);
	if (cents) {
		*to++ = '.';
		*to++ = (char)('0' + cents / 10);
		if (cents % 10)
			*to++ = (char)('0' + cents % 10);
	}
	return to;
}

/* Moves to x, y (from the upper left) relative to the last text, and selects the font. */
static void move_to(struct pdf_out *p, enum pdf_font_slot slot, int size, int x, int y)
{
	char text[96], *t = text;
	int font = (int)slot << 16 | size;

	if (font != p->font) {
		memcpy(t, "/F", 2);
		t[2] = (char)('0' + (int)slot);
		t[3] = ' ';
		t = put_length(t + 4, size);
		memcpy(t, " Tf ", 4);
		t += 4;
		p->font = font;
	}
	y = p->spec.height - y;
	t = put_length(t, x - p->x);
	*t++ = ' ';
	t = put_length(t, y - p->y);
	memcpy(t, " Td", 3);
	buf_put(&p->texts, text, (size_t)(t + 3 - text));
	p->x = x;
	p->y = y;
}

/* A piece within Windows-1252 as a literal string. Returns its width in thousandths. */
static int64_t put_simple(struct pdf_out *p, const struct pdf_font *f, span s)
{
	char text[512];
	size_t n = 0;
	int64_t width = 0;

	buf_putc(&p->texts, '(');
	for (size_t i = 0; i < s.n;) {
		uint32_t cp = (unsigned char)s.p[i];
		unsigned code;

		if (cp < 0x80)
			i++;
		else
			i += utf8_char((span){ s.p + i, s.n - i }, &cp);
		code = cp < 0x20 ? ' ' : cp < 0x7f ? cp : pdf_code(cp);
		width += f->width[code];
		if (code == '(' || code == ')' || code == '\\')
			text[n++] = '\\';
		text[n++] = (char)code;
		if (n >= sizeof(text) - 2) {
			buf_put(&p->texts, text, n);
			n = 0;
		}
	}
	buf_put(&p->texts, text, n);
	buf_puts(&p->texts, ")Tj\n");
	return width;
}

static int64_t put_shaped(struct pdf_out *p, enum pdf_face face, int size, int x, int y, span s)
{
	struct pdf_glyph glyphs[128];
	enum pdf_face from = face;
	int width = 0;
	size_t n = pdf_shape(&p->fonts, face, s, glyphs, 128, &from, &width);

	for (size_t i = 0; i < n; i++) {
		move_to(p, PDF_SLOT_SHAPED + (enum pdf_font_slot)from, size, x + glyphs[i].x * size / 1000,
			y - glyphs[i].y * size / 1000);
		buf_printf(&p->texts, "<%04x>Tj\n", glyphs[i].id);
	}
	return width;
}

void pdf_text(struct pdf_out *p, enum pdf_face face, int size, int x, int y, span s)
{
	int64_t done = 0;

	while (s.n) {
		bool simple;
		size_t n = pdf_piece(s, &simple);
		int at = x + (int)(done * size / 1000);
		span piece = { s.p, n };

		if (simple) {
			move_to(p, PDF_SLOT_SIMPLE + (enum pdf_font_slot)face, size, at, y);
			done += put_simple(p, &p->fonts.face[face], piece);
		} else {
			done += put_shaped(p, face, size, at, y, piece);
		}
		s.p += n;
		s.n -= n;
	}
}

int pdf_width(struct pdf_out *p, enum pdf_face face, int size, span s)
{
	return (int)(pdf_text_width(&p->fonts, face, s) * size / 1000);
}

static void put_marks(struct pdf_out *p, const int *v, const char *const *between, int n)
{
	char text[128], *t = text;

	for (int i = 0; i < n; i++) {
		size_t len = strlen(between[i]);

		t = put_length(t, v[i]);
		memcpy(t, between[i], len);
		t += len;
	}
	buf_put(&p->marks, text, (size_t)(t - text));
}

void pdf_line(struct pdf_out *p, int x0, int y0, int x1, int y1)
{
	static const char *const between[] = { " ", " m ", " ", " l S\n" };

	put_marks(p, (const int[]){ x0, p->spec.height - y0, x1, p->spec.height - y1 }, between, 4);
}

void pdf_grey(struct pdf_out *p, int x, int y, int w, int h)
{
	static const char *const between[] = { " ", " ", " ", " re f\n" };

	put_marks(p, (const int[]){ x, p->spec.height - y - h, w, h }, between, 4);
}

void pdf_black(struct pdf_out *p, int x, int y, int w, int h)
{
	static const char *const between[] = { " ", " ", " ", " re f Q\n" };

	buf_puts(&p->marks, "q 0 g ");
	put_marks(p, (const int[]){ x, p->spec.height - y - h, w, h }, between, 4);
}

void pdf_area(struct pdf_out *p, const struct pdf_point *at, size_t n, const int colour[3])
{
	static const char *const between[] = { " ", " " };

	for (int i = 0; i < 3; i++)
		put_marks(p, &colour[i], between, 1); /* hundredths: percent as parts of one */
	buf_puts(&p->marks, "rg\n");
	for (size_t i = 0; i < n; i++) {
		put_marks(p, (const int[]){ at[i].x, p->spec.height - at[i].y }, between, 2);
		buf_puts(&p->marks, i ? "l\n" : "m\n");
	}
	buf_puts(&p->marks, "h B\n0.9 g\n");
}

static void free_all(struct pdf_out *p)
{
	const struct padan_alloc *a = p->f.seams->alloc;

	pdf_fonts_done(&p->fonts);
	buf_done(&p->marks);
	buf_done(&p->texts);
	buf_done(&p->packed);
	buf_done(&p->offsets);
	pdf_pack_done(p);
	a->resize(a->ctx, p, sizeof(*p), 0);
}

int pdf_close(struct pdf_out *p, struct err *e)
{
	int rc;

	if (!p->pages)
		pdf_page(p);
	end_page(p);
	pdf_put_feet(p);
	pdf_put_end(p);
	if ((p->failed || p->offsets.failed || p->packed.failed) && !p->f.bad)
		p->f.bad = ENOMEM;
	rc = out_close(&p->f, e);
	free_all(p);
	return rc;
}

void pdf_abandon(struct pdf_out *p)
{
	out_abandon(&p->f);
	free_all(p);
}
