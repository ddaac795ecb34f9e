/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/pdf_parts.h"

#include <stdio.h>
#include <zlib.h>

static int face_object(int face, int which)
{
	return PDF_FIRST_FACE + face * PDF_PER_FACE + which;
}
enum { SIMPLE, SHAPED, DESCENDANT, DESCRIPTOR, FILE_OBJECT, TO_UNICODE };

void pdf_begin_object(struct pdf_out *p, int object)
{
	size_t need = ((size_t)object + 1) * sizeof(int64_t);
	int64_t at = out_length(&p->f);
	static const char zero[64 * sizeof(int64_t)];

	while (p->offsets.n < need && !p->offsets.failed)
		buf_put(&p->offsets, zero, need - p->offsets.n < sizeof(zero) ? need - p->offsets.n : sizeof(zero));
	if (!p->offsets.failed)
		memcpy(p->offsets.p + need - sizeof(int64_t), &at, sizeof(at));
	out_printf(&p->f, "%d 0 obj\n", object);
}

static void *zlib_get(void *from, uInt items, uInt size)
{
	const struct padan_alloc *a = from;
	size_t n = (size_t)items * size + 16;
	char *block = a->resize(a->ctx, NULL, 0, n);

	if (!block)
		return NULL;
	memcpy(block, &n, sizeof(n));
	return block + 16;
}

static void zlib_free(void *from, void *address)
{
	const struct padan_alloc *a = from;
	char *block = (char *)address - 16;
	size_t n;

	memcpy(&n, block, sizeof(n));
	a->resize(a->ctx, block, n, 0);
}

static bool pack_ready(struct pdf_out *p)
{
	const struct padan_alloc *a = p->f.seams->alloc;
	z_stream *z = p->deflate;

	if (z)
		return deflateReset(z) == Z_OK;
	z = a->resize(a->ctx, NULL, 0, sizeof(*z));
	if (!z)
		return false;
	*z = (z_stream){ .zalloc = zlib_get, .zfree = zlib_free, .opaque = (void *)(uintptr_t)a };
	if (deflateInit(z, 1) != Z_OK) {
		a->resize(a->ctx, z, sizeof(*z), 0);
		return false;
	}
	p->deflate = z;
	return true;
}

void pdf_pack_done(struct pdf_out *p)
{
	if (!p->deflate)
		return;
	deflateEnd(p->deflate);
	p->f.seams->alloc->resize(p->f.seams->alloc->ctx, p->deflate, sizeof(z_stream), 0);
	p->deflate = NULL;
}

/* Deflates content into p->packed. */
static bool pack(struct pdf_out *p, span content)
{
	z_stream *z;
	char chunk[1 << 14];

	buf_clear(&p->packed);
	if (!pack_ready(p))
		return false;
	z = p->deflate;
	z->next_in = (Bytef *)(uintptr_t)content.p;
	z->avail_in = (uInt)content.n;
	do {
		z->next_out = (Bytef *)chunk;
		z->avail_out = sizeof(chunk);
		deflate(z, Z_FINISH);
		buf_put(&p->packed, chunk, sizeof(chunk) - z->avail_out);
	} while (z->avail_out == 0);
	return !p->packed.failed;
}

void pdf_put_stream(struct pdf_out *p, int object, const char *more, span content)
{
	pdf_begin_object(p, object);
	if (!pack(p, content))
		p->failed = true;
	out_printf(&p->f, "<</Length %zu/Filter/FlateDecode%s>>\nstream\n", p->packed.n, more);
	out_span(&p->f, buf_as_span(&p->packed));
	out_puts(&p->f, "\nendstream\nendobj\n");
}

/* The word along the page's diagonal, light grey, in a form that each page paints first: outlines, so that
 * its letters do not come between the lines of a search or a copy. */
void pdf_put_watermark(struct pdf_out *p)
{
	span word = padan_span_of(p->spec.watermark);
	struct buf content;
	char more[160];
	int64_t half;
	int size;

	if (!p->spec.watermark)
		return;
	/* three quarters of the page's width, seen from above */
	half = p->spec.width * 750 / 866 / 2;
	size = (int)(half * 2 * 1000 / (pdf_text_width(&p->fonts, PDF_BOLD, word) + 1));
	buf_init(&content, p->f.seams->alloc, 1 << 20);
	/* cosine and sine of 30 degrees; the middle of the word lies in the middle of the page */
	buf_printf(&content, "0.925 g 0.866 0.5 -0.5 0.866 %d %d cm\n",
		   (p->spec.width / 2 - (int)(half * 866 / 1000) + size / 6) / 100,
		   (p->spec.height / 2 - (int)(half / 2) - size * 3 / 10) / 100);
	pdf_outlines(&p->fonts.face[PDF_BOLD], size, word, &content);
	snprintf(more, sizeof(more), "/Type/XObject/Subtype/Form/BBox[0 0 %d %d]/Resources %d 0 R",
		 p->spec.width / 100 + 1, p->spec.height / 100 + 1, PDF_RESOURCES);
	pdf_put_stream(p, PDF_WATERMARK, more, buf_as_span(&content));
	p->failed |= content.failed;
	buf_done(&content);
}

static void put_foot(struct pdf_out *p, int page)
{
	char text[96];
	int n = snprintf(text, sizeof(text), "Halaman %d dari %d", page, p->pages), size = 750;
	int y = p->spec.height - PDF_MM(8), margin = PDF_MM(12);
	span s = { text, (size_t)n };

	p->font = p->x = p->y = 0;
	buf_clear(&p->texts);
	buf_puts(&p->texts, "BT 0.25 g\n");
	pdf_text(p, PDF_REGULAR, size, p->spec.width - margin - pdf_width(p, PDF_REGULAR, size, s), y, s);
	if (p->spec.foot)
		pdf_text(p, PDF_REGULAR, size, margin, y, padan_span_of(p->spec.foot));
	buf_puts(&p->texts, "ET\n");
}

void pdf_put_feet(struct pdf_out *p)
{
	for (int page = 1; page <= p->pages; page++) {
		put_foot(p, page);
		pdf_begin_object(p, PDF_FIRST_PAGE + 3 * (page - 1) + 2);
		out_printf(&p->f, "<</Length %zu>>\nstream\n", p->texts.n);
		out_span(&p->f, buf_as_span(&p->texts));
		out_puts(&p->f, "\nendstream\nendobj\n");
	}
	p->failed |= p->texts.failed;
}

static void put_simple_font(struct pdf_out *p, int face, const struct pdf_font *f)
{
	pdf_begin_object(p, face_object(face, SIMPLE));
	out_printf(&p->f,
		   "<</Type/Font/Subtype/TrueType/BaseFont/LINDUN+%s/Encoding/WinAnsiEncoding/FirstChar 32/LastChar "
		   "255/FontDescriptor %d 0 R/Widths[",
		   f->name, face_object(face, DESCRIPTOR));
	for (int code = 32; code < 256; code++)
		out_printf(&p->f, "%d ", f->width[code]);
	out_puts(&p->f, "]>>\nendobj\n");
}

static void put_descriptor(struct pdf_out *p, int face, const struct pdf_font *f)
{
	struct buf file;
	char more[32];

	buf_init(&file, p->f.seams->alloc, (size_t)8 << 20);
	p->failed |= !pdf_font_subset(f, &file);
	snprintf(more, sizeof(more), "/Length1 %zu", file.n);
	pdf_put_stream(p, face_object(face, FILE_OBJECT), more, buf_as_span(&file));
	buf_done(&file);
	pdf_begin_object(p, face_object(face, DESCRIPTOR));
	out_printf(&p->f,
		   "<</Type/FontDescriptor/FontName/LINDUN+%s/Flags 32/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent "
		   "%d/Descent %d/CapHeight 729/StemV %d/FontFile2 %d 0 R>>\nendobj\n",
		   f->name, f->box[0], f->box[1], f->box[2], f->box[3], f->ascent, f->descent,
		   face == PDF_BOLD ? 140 : 80, face_object(face, FILE_OBJECT));
}

static void put_utf16(struct buf *b, uint32_t cp)
{
	if (cp >= 0x10000)
		buf_printf(b, "%04x%04x", 0xd800 + ((cp - 0x10000) >> 10), 0xdc00 + ((cp - 0x10000) & 0x3ff));
	else if (cp)
		buf_printf(b, "%04x", cp);
}

/* What each glyph number stands for, so that the text can be copied. */
static void put_to_unicode(struct pdf_out *p, int face, const struct pdf_font *f)
{
	struct buf map;

	buf_init(&map, p->f.seams->alloc, (size_t)8 << 20);
	buf_puts(&map,
		 "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo <</Registry (Adobe) "
		 "/Ordering (UCS) /Supplement 0>> def\n/CMapName /Lindung def /CMapType 2 def\n1 "
		 "begincodespacerange <0000> <ffff> endcodespacerange\n");
	for (unsigned g = 0; f->text && g < f->glyphs; g++) {
		if (!f->text[g][0])
			continue;
		buf_printf(&map, "1 beginbfchar <%04x> <", g);
		put_utf16(&map, f->text[g][0]);
		put_utf16(&map, f->text[g][1]);
		buf_puts(&map, "> endbfchar\n");
	}
	buf_puts(&map, "endcmap CMapName currentdict /CMap defineresource pop end end\n");
	p->failed |= map.failed;
	pdf_put_stream(p, face_object(face, TO_UNICODE), "", buf_as_span(&map));
	buf_done(&map);
}

static void put_shaped_font(struct pdf_out *p, int face, const struct pdf_font *f)
{
	pdf_begin_object(p, face_object(face, SHAPED));
	out_printf(&p->f,
		   "<</Type/Font/Subtype/Type0/BaseFont/LINDUN+%s/Encoding/Identity-H/DescendantFonts[%d 0 "
		   "R]/ToUnicode %d 0 R>>\nendobj\n",
		   f->name, face_object(face, DESCENDANT), face_object(face, TO_UNICODE));
	pdf_begin_object(p, face_object(face, DESCENDANT));
	/* each glyph is placed by itself: the default width is never seen */
	out_printf(&p->f,
		   "<</Type/Font/Subtype/CIDFontType2/BaseFont/LINDUN+%s/CIDSystemInfo<</Registry(Adobe)/Ordering("
		   "Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 600/CIDToGIDMap/Identity>>\nendobj\n",
		   f->name, face_object(face, DESCRIPTOR));
	put_to_unicode(p, face, f);
}

static void put_fonts(struct pdf_out *p)
{
	for (int face = 0; face < PDF_FACES; face++) {
		const struct pdf_font *f = &p->fonts.face[face];

		if (!f->upem || (face == PDF_FALLBACK && !f->shaped))
			continue;
		put_simple_font(p, face, f);
		put_descriptor(p, face, f);
		if (f->shaped)
			put_shaped_font(p, face, f);
	}
	pdf_begin_object(p, PDF_RESOURCES);
	out_puts(&p->f, "<</Font<<");
	for (int face = 0; face < PDF_FACES; face++) {
		const struct pdf_font *f = &p->fonts.face[face];

		if (f->upem && (face != PDF_FALLBACK || f->shaped))
			out_printf(&p->f, "/F%d %d 0 R", PDF_SLOT_SIMPLE + face, face_object(face, SIMPLE));
		if (f->upem && f->shaped)
			out_printf(&p->f, "/F%d %d 0 R", PDF_SLOT_SHAPED + face, face_object(face, SHAPED));
	}
	out_puts(&p->f, ">>");
	if (p->spec.watermark)
		out_printf(&p->f, "/XObject<</W %d 0 R>>", PDF_WATERMARK);
	out_puts(&p->f, ">>\nendobj\n");
}

static void put_tree(struct pdf_out *p)
{
	char w[24], h[24];
	struct ymd d = date_ymd(p->spec.day);

	snprintf(w, sizeof(w), "%d.%02d", p->spec.width / 100, p->spec.width % 100);
	snprintf(h, sizeof(h), "%d.%02d", p->spec.height / 100, p->spec.height % 100);
	pdf_begin_object(p, PDF_PAGES);
	out_printf(&p->f, "<</Type/Pages/Count %d/MediaBox[0 0 %s %s]/Resources %d 0 R/Kids[", p->pages, w, h,
		   PDF_RESOURCES);
	for (int i = 0; i < p->pages; i++)
		out_printf(&p->f, "%d 0 R%c", PDF_FIRST_PAGE + 3 * i, i % 16 == 15 ? '\n' : ' ');
	out_puts(&p->f, "]>>\nendobj\n");
	pdf_begin_object(p, PDF_CATALOG);
	out_printf(&p->f,
		   "<</Type/Catalog/Pages %d 0 R/Lang(id-ID)/ViewerPreferences<</DisplayDocTitle true>>>>\nendobj\n",
		   PDF_PAGES);
	pdf_begin_object(p, PDF_INFO);
	out_puts(&p->f, "<</Title<feff");
	for (const char *c = p->spec.title; *c; c++)
		out_printf(&p->f, "%04x", (unsigned char)*c < 0x80 ? (unsigned char)*c : '?');
	out_printf(&p->f, ">/Producer(Lindung)/Creator(Lindung)/CreationDate(D:%04d%02d%02d000000Z)>>\nendobj\n", d.y,
		   d.m, d.d);
}

void pdf_put_end(struct pdf_out *p)
{
	size_t objects = (size_t)PDF_FIRST_PAGE + 3 * (size_t)p->pages;
	int64_t at;

	put_fonts(p);
	put_tree(p);
	at = out_length(&p->f);
	out_printf(&p->f, "xref\n0 %zu\n0000000000 65535 f \n", objects);
	for (size_t i = 1; i < objects; i++) {
		int64_t offset = 0;

		if ((i + 1) * sizeof(offset) <= p->offsets.n)
			memcpy(&offset, p->offsets.p + i * sizeof(offset), sizeof(offset));
		if (offset)
			out_printf(&p->f, "%010lld 00000 n \n", (long long)offset);
		else
			out_puts(&p->f, "0000000000 00000 f \n");
	}
	out_printf(&p->f, "trailer\n<</Size %zu/Root %d 0 R/Info %d 0 R>>\nstartxref\n%lld\n%%%%EOF\n", objects,
		   PDF_CATALOG, PDF_INFO, (long long)at);
}
