/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/zip_out.h"

#include <errno.h>
#include <zlib.h>

/* Little-endian fields of a header. */
static char *put16(char *p, unsigned v)
{
	p[0] = (char)(v & 0xff);
	p[1] = (char)(v >> 8 & 0xff);
	return p + 2;
}

static char *put32(char *p, uint32_t v)
{
	return put16(put16(p, v & 0xffff), v >> 16);
}

static void *zlib_get(void *from, uInt items, uInt size)
{
	const struct padan_alloc *a = from;
	size_t n = (size_t)items * size + 16;
	char *p = a->resize(a->ctx, NULL, 0, n);

	if (!p)
		return NULL;
	memcpy(p, &n, sizeof(n)); /* the seam wants the size back when it frees */
	return p + 16;
}

static void zlib_free(void *from, void *block)
{
	const struct padan_alloc *a = from;
	char *p = (char *)block - 16;
	size_t n;

	memcpy(&n, p, sizeof(n));
	a->resize(a->ctx, p, n, 0);
}

int zip_begin(struct zip_out *z, struct out_file *f, date day, struct err *e)
{
	const struct padan_alloc *a = f->seams->alloc;
	struct ymd d = date_ymd(day);
	z_stream *s;

	*z = (struct zip_out){ .f = f };
	z->dos_date = (uint16_t)((d.y < 1980 ? 0 : (d.y - 1980) << 9) | d.m << 5 | d.d);
	z->chunk = a->resize(a->ctx, NULL, 0, ZIP_CHUNK);
	s = z->deflate = a->resize(a->ctx, NULL, 0, sizeof(z_stream));
	if (s) {
		*s = (z_stream){ .zalloc = zlib_get, .zfree = zlib_free, .opaque = (void *)(uintptr_t)a };
		if (deflateInit2(s, 1, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
			a->resize(a->ctx, s, sizeof(*s), 0);
			z->deflate = NULL;
		}
	}
	if (z->chunk && z->deflate)
		return ERR_OK;
	zip_abandon(z);
	return err_memory(e, "berkas ZIP");
}

static void squeeze(struct zip_out *z, int flush)
{
	z_stream *s = z->deflate;
	struct zip_entry *t = &z->entry[z->entries - 1];

	t->crc = (uint32_t)crc32(t->crc, (const Bytef *)z->chunk, (uInt)z->n);
	if (z->n > UINT32_MAX - t->plain)
		z->f->bad = z->f->bad ? z->f->bad : EFBIG;
	t->plain += (uint32_t)z->n;
	s->next_in = (Bytef *)z->chunk;
	s->avail_in = (uInt)z->n;
	do {
		enum { ROOM = 1 << 15 };

		s->next_out = (Bytef *)out_room(z->f, ROOM);
		s->avail_out = ROOM;
		deflate(s, flush);
		out_took(z->f, ROOM - s->avail_out);
		t->packed += ROOM - s->avail_out;
	} while (s->avail_out == 0);
	z->n = 0;
}

static void end_entry(struct zip_out *z)
{
	struct zip_entry *t = &z->entry[z->entries - 1];
	char h[16], *p;

	if (!z->open)
		return;
	squeeze(z, Z_FINISH);
	deflateReset(z->deflate);
	z->open = false;
	p = put32(h, 0x08074b50);
	p = put32(p, t->crc);
	p = put32(p, t->packed);
	put32(p, t->plain);
	out_put(z->f, h, sizeof(h));
	if (out_length(z->f) > UINT32_MAX)
		z->f->bad = z->f->bad ? z->f->bad : EFBIG;
}

/* Room for one more entry; the errno of what is in the way, 0 = there is. */
static int make_room(struct zip_out *z)
{
	const struct padan_alloc *a = z->f->seams->alloc;
	int more = z->room ? 2 * z->room : 16;
	struct zip_entry *grown;

	if (z->entries < z->room)
		return 0;
	if (more > ZIP_ENTRIES)
		return EFBIG;
	grown = a->resize(a->ctx, z->entry, (size_t)z->room * sizeof(*grown), (size_t)more * sizeof(*grown));
	if (!grown)
		return ENOMEM;
	z->entry = grown;
	z->room = more;
	return 0;
}

void zip_entry(struct zip_out *z, const char *name)
{
	struct zip_entry *t;
	size_t n = strlen(name);
	char h[30], *p;
	int bad;

	if (z->entries)
		end_entry(z);
	bad = n < ZIP_NAME ? make_room(z) : EFBIG;
	if (bad) {
		z->f->bad = z->f->bad ? z->f->bad : bad;
		return;
	}
	t = &z->entry[z->entries];
	*t = (struct zip_entry){ .at = (uint32_t)out_length(z->f) };
	memcpy(t->name, name, n + 1);
	z->entries++;
	z->open = true;
	p = put32(h, 0x04034b50);
	p = put16(p, 20);
	p = put16(p, 8); /* sizes follow */
	p = put16(p, 8); /* deflate */
	p = put16(p, 0);
	p = put16(p, z->dos_date);
	p = put32(put32(put32(p, 0), 0), 0);
	put16(put16(p, (unsigned)n), 0);
	out_put(z->f, h, sizeof(h));
	out_put(z->f, name, n);
}

void zip_put(struct zip_out *z, const char *p, size_t n)
{
	while (n && z->open) {
		size_t room = ZIP_CHUNK - z->n, part = n < room ? n : room;

		memcpy(z->chunk + z->n, p, part);
		z->n += part;
		p += part;
		n -= part;
		if (z->n == ZIP_CHUNK)
			squeeze(z, Z_NO_FLUSH);
	}
}

char *zip_room(struct zip_out *z, size_t n)
{
	if (ZIP_CHUNK - z->n < n) {
		if (z->open)
			squeeze(z, Z_NO_FLUSH);
		z->n = 0;
	}
	return z->chunk + z->n;
}

static void put_directory(struct zip_out *z)
{
	for (int i = 0; i < z->entries; i++) {
		const struct zip_entry *t = &z->entry[i];
		size_t n = strlen(t->name);
		char h[46] = { 0 }, *p;

		p = put32(h, 0x02014b50);
		p = put16(put16(p, 20), 20);
		p = put16(put16(p, 8), 8);
		p = put16(put16(p, 0), z->dos_date);
		p = put32(put32(put32(p, t->crc), t->packed), t->plain);
		put16(p, (unsigned)n);
		put32(h + 42, t->at);
		out_put(z->f, h, sizeof(h));
		out_put(z->f, t->name, n);
	}
}

void zip_end(struct zip_out *z)
{
	int64_t at;
	char h[22] = { 0 }, *p;

	if (z->entries)
		end_entry(z);
	at = out_length(z->f);
	put_directory(z);
	p = put32(h, 0x06054b50);
	p = put16(put16(p, 0), 0);
	p = put16(put16(p, (unsigned)z->entries), (unsigned)z->entries);
	put32(put32(p, (uint32_t)(out_length(z->f) - at)), (uint32_t)at);
	out_put(z->f, h, sizeof(h));
	zip_abandon(z);
}

void zip_abandon(struct zip_out *z)
{
	const struct padan_alloc *a = z->f->seams->alloc;

	if (z->deflate) {
		deflateEnd(z->deflate);
		a->resize(a->ctx, z->deflate, sizeof(z_stream), 0);
	}
	if (z->chunk)
		a->resize(a->ctx, z->chunk, ZIP_CHUNK, 0);
	if (z->entry)
		a->resize(a->ctx, z->entry, (size_t)z->room * sizeof(*z->entry), 0);
	z->deflate = NULL;
	z->chunk = NULL;
	z->entry = NULL;
	z->room = z->entries = 0;
}
