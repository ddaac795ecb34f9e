/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/letter_template.h"

#include "base/embed.h"
#include "base/limits.h"
#include "papers/letter.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

/* Twentieths of a point, and English metric units, per millimetre. */
enum { F4_SHORT = 215, F4_LONG = 330, A4_SHORT = 210, A4_LONG = 297, CREST_HIGH = 23, CREST_WIDE = 24 };

static int twips(int mm)
{
	return mm * 1440 * 10 / 254;
}

/* What the marks of a shipped template stand for. */
struct page {
	int width, height, text; /* twips; text: between the margins */
	const struct letter_office *o;
};

/* The first line: "tegak LEFT RIGHT" or "mendatar LEFT RIGHT", margins in twips. */
static struct page page_of(span line, const struct letter_office *o)
{
	bool wide = line.n > 8 && memcmp(line.p, "mendatar", 8) == 0;
	int a = twips(o->a4 ? A4_SHORT : F4_SHORT), b = twips(o->a4 ? A4_LONG : F4_LONG);
	struct page p = { wide ? b : a, wide ? a : b, 0, o };
	char *end;
	long left = 0, right = 0;
	const char *at = memchr(line.p, ' ', line.n);

	if (at) {
		left = strtol(at, &end, 10);
		right = strtol(end, NULL, 10);
	}
	p.text = p.width - (int)left - (int)right;
	return p;
}

static const struct letter_picture *picture(const struct page *p, char which)
{
	return which == 'N' ? &p->o->state_crest : &p->o->crest;
}

/* The crest's size in EMU: as high as CREST_HIGH, but no wider than CREST_WIDE. */
static int64_t picture_emu(const struct letter_picture *k, bool width)
{
	int64_t high = CREST_HIGH * 36000, wide;

	if (!k->png.n)
		return high;
	wide = high * k->width / k->height;
	if (wide > CREST_WIDE * 36000) {
		wide = CREST_WIDE * 36000;
		high = wide * k->height / k->width;
	}
	return width ? wide : high;
}

/* One mark @...@: @H@ @V@ page, @T:n@ n ten-thousandths of the text's width, @XL@ @YL@ @XN@ @YN@ pictures' sizes. */
static void put_mark(const struct page *p, span mark, struct buf *out)
{
	int64_t n = 0;

	if (mark.n == 1) {
		buf_i64(out, mark.p[0] == 'H' ? p->width : p->height);
	} else if (mark.n > 2 && mark.p[0] == 'T') {
		if (span_i64((span){ mark.p + 2, mark.n - 2 }, &n))
			buf_i64(out, n * p->text / 10000);
	} else if (mark.n == 2) {
		buf_i64(out, picture_emu(picture(p, mark.p[1]), mark.p[0] == 'X'));
	}
}

static const char *find_end(span s)
{
	return memmem(s.p, s.n, "@/@", 3);
}

/* Fills the marks of a part; "@?L@ ... @/@" stays with a crest (N: the state's), "@^L@ ... @/@" without. */
static void put_part(const struct page *p, span s, struct buf *out)
{
	while (s.n) {
		const char *at = memchr(s.p, '@', s.n), *end;
		size_t n = at ? (size_t)(at - s.p) : s.n;

		buf_put(out, s.p, n);
		s = (span){ s.p + n, s.n - n };
		end = s.n > 1 ? memchr(s.p + 1, '@', s.n - 1) : NULL;
		if (!end)
			break;
		if (s.p[1] == '?' || s.p[1] == '^') {
			bool there = picture(p, s.p[2])->png.n > 0;
			span inner = { end + 1, s.n - (size_t)(end + 1 - s.p) };
			const char *close = find_end(inner);

			if (!close)
				break;
			inner.n = (size_t)(close - inner.p);
			if (there == (s.p[1] == '?'))
				put_part(p, inner, out);
			end = close + 2;
		} else {
			put_mark(p, (span){ s.p + 1, (size_t)(end - s.p) - 1 }, out);
		}
		s = (span){ end + 1, s.n - (size_t)(end + 1 - s.p) };
	}
}

static bool add_part(struct docx_package *k, const char *name, span bytes, struct padan_arena *arena)
{
	struct docx_part *p = &k->part[k->n];
	char *copy = padan_arena_copy(arena, bytes.p ? bytes.p : "", bytes.n);

	if (!copy)
		return false;
	*p = (struct docx_part){ .name = name, .bytes = { copy, bytes.n } };
	k->n++;
	return true;
}

/* The picture goes in where a part of the template refers to it. */
static bool add_picture(struct docx_package *k, const char *name, const struct letter_picture *picture,
			struct padan_arena *arena)
{
	if (!picture->png.n)
		return true;
	for (int i = 0; i < k->n; i++)
		if (memmem(k->part[i].bytes.p, k->part[i].bytes.n, name + 5, strlen(name + 5)))
			return add_part(k, name, picture->png, arena);
	return true;
}

enum { SHIPPED_PARTS = 24 };

static bool assemble(struct docx_package *k, span bundle, const struct letter_office *o, struct padan_arena *arena)
{
	struct page page = page_of(span_next_line(&bundle), o);
	struct buf b;
	bool good = true;

	buf_init(&b, arena->from, LIM_DOCX_PART);
	while (bundle.n && good && k->n < SHIPPED_PARTS - 2) {
		span head = span_next_line(&bundle), body = bundle;
		const char *next = memmem(bundle.p, bundle.n, "\n@@@@ ", 6);
		char *name = padan_arena_copy(arena, head.p + 5, head.n - 5);

		body.n = next ? (size_t)(next - bundle.p) : bundle.n;
		bundle = next ? (span){ next + 1, bundle.n - body.n - 1 } : (span){ NULL, 0 };
		buf_clear(&b);
		put_part(&page, body, &b);
		good = name && !b.failed && add_part(k, name, buf_as_span(&b), arena);
	}
	buf_done(&b);
	return good && add_picture(k, "word/media/lambang.png", &o->crest, arena) &&
	       add_picture(k, "word/media/lambang_negara.png", &o->state_crest, arena);
}

int letter_shipped(struct docx_package *out, enum letter l, const struct letter_office *o, struct padan_arena *arena,
		   struct err *e)
{
	char name[80];
	span bundle;

	snprintf(name, sizeof(name), "templat/%s.docx.parts", letter_name(l));
	bundle = embedded_file(name);
	*out = (struct docx_package){ padan_arena_array(arena, SHIPPED_PARTS, sizeof(struct docx_part)), 0 };
	if (!bundle.p)
		return err_set(e, ERR_MACHINE, "templat %s tidak ada di dalam program", letter_name(l));
	if (!out->part || !assemble(out, bundle, o, arena))
		return err_memory(e, "templat");
	return docx_package_check(out, arena, e);
}

/* The office's own file, if there is one: *there. */
static int read_own(struct docx_package *out, const char *path, bool *there, const struct seams *s,
		    struct padan_arena *arena, struct err *e)
{
	struct buf b;
	int fd = s->io->open(s->io->ctx, path, O_RDONLY, 0), rc;

	*there = fd >= 0;
	if (fd < 0 && errno == ENOENT)
		return ERR_OK;
	if (fd < 0)
		return err_errno(e, errno, "templat %s tidak dapat dibuka", path);
	s->io->close(s->io->ctx, fd);
	buf_init(&b, s->alloc, LIM_DOCX_BYTES);
	rc = file_read(s, path, LIM_DOCX_BYTES, &b, e);
	if (rc == ERR_UNREADABLE)
		rc = e->code = ERR_USAGE;
	if (!rc) {
		rc = docx_package_read(out, buf_as_span(&b), arena, e);
		if (rc == ERR_USAGE)
			rc = err_at(e, "templat %s", path);
	}
	buf_done(&b);
	return rc;
}

int letter_template(struct docx_template **out, enum letter l, const char *const *wanted, const struct letter_office *o,
		    const struct seams *s, struct padan_arena *arena, struct err *e)
{
	struct docx_package k;
	char path[4096];
	bool own = false;
	int rc = ERR_OK;

	if (o->templates) {
		if (snprintf(path, sizeof(path), "%s/%s.docx", o->templates, letter_name(l)) >= (int)sizeof(path))
			return err_set(e, ERR_USAGE, "nama folder templat terlalu panjang");
		rc = read_own(&k, path, &own, s, arena, e);
	}
	if (!rc && !own) {
		snprintf(path, sizeof(path), "%s.docx", letter_name(l));
		rc = letter_shipped(&k, l, o, arena, e);
	}
	return rc ? rc : docx_compile(out, &k, letter_schema(), wanted, path, arena, e);
}
