/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_part.h"

#include "base/limits.h"
#include <errno.h>
#include <expat.h>
#include <libdeflate.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#define CHUNK	   (64 << 10)
#define MANY	   (1 << 20)
#define TOKEN_MAX  (4 << 20) /* an unfinished tag, comment or the like longer than this is an attack */
#define NOT_A_BOOK "buka dengan Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu kirim lagi"

static int zip_trouble(struct err *e, int code)
{
	if (code == ZIP_ER_MEMORY)
		return err_set(e, ERR_UNREADABLE, "isi berkas meminta memori melebihi batas; " NOT_A_BOOK);
	if (code == ZIP_ER_NOZIP)
		return err_set(e, ERR_UNREADABLE,
			       "bukan buku kerja .xlsx atau terpotong (arsip ZIP tidak utuh); " NOT_A_BOOK);
	if (code == ZIP_ER_ENCRNOTSUPP || code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD)
		return err_set(e, ERR_UNREADABLE,
			       "dilindungi sandi; buka sandinya dan simpan tanpa sandi, lalu kirim lagi");
	return err_set(e, ERR_UNREADABLE, "arsip buku kerja rusak (galat ZIP %d); " NOT_A_BOOK, code);
}

int parts_open(struct parts *p, int fd, struct err *e)
{
	int code = 0;

	*p = (struct parts){ .left = LIM_XLSX_BYTES };
	p->zip = zip_fdopen(fd, 0, &code);
	if (!p->zip) {
		close(fd);
		return zip_trouble(e, code);
	}
	if (zip_get_num_entries(p->zip, 0) > LIM_XLSX_ENTRIES) {
		parts_close(p);
		return err_set(e, ERR_UNREADABLE,
			       "berisi lebih dari %d berkas di dalamnya: bukan buku kerja biasa; " NOT_A_BOOK,
			       LIM_XLSX_ENTRIES);
	}
	return ERR_OK;
}

void parts_close(struct parts *p)
{
	if (p->zip)
		zip_discard(p->zip);
	p->zip = NULL;
}

/* Some writers use other capitals, some backslashes. */
static zip_int64_t locate(const struct parts *p, const char *name)
{
	zip_int64_t at = zip_name_locate(p->zip, name, 0);
	char other[512];
	size_t n = strlen(name);

	if (at < 0)
		at = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
	if (at >= 0 || n >= sizeof(other))
		return at;
	for (size_t i = 0; i <= n; i++)
		other[i] = name[i] == '/' ? '\\' : name[i];
	return zip_name_locate(p->zip, other, ZIP_FL_NOCASE);
}

bool parts_have(const struct parts *p, const char *name)
{
	return locate(p, name) >= 0;
}

static int open_part(struct parts *p, const char *name, zip_file_t **out, struct err *e)
{
	zip_int64_t at = locate(p, name);
	zip_stat_t st;

	if (at < 0)
		return err_set(e, ERR_UNREADABLE, "bukan buku kerja .xlsx (bagian %s tidak ada); " NOT_A_BOOK, name);
	if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &st) == 0 && (st.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
	    st.encryption_method != ZIP_EM_NONE)
		return zip_trouble(e, ZIP_ER_NOPASSWD);
	*out = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
	return *out ? ERR_OK : zip_trouble(e, zip_error_code_zip(zip_get_error(p->zip)));
}

/* One chunk; *got 0 at the end. */
static int read_part(struct parts *p, zip_file_t *f, void *to, zip_int64_t *got, struct err *e)
{
	*got = zip_fread(f, to, CHUNK);
	if (*got < 0)
		return zip_trouble(e, zip_error_code_zip(zip_file_get_error(f)));
	p->left -= *got;
	if (p->left < 0)
		return err_set(e, ERR_UNREADABLE,
			       "isinya mengembang melebihi %lld MB (bom ZIP?); kirim daftar yang lebih kecil atau .csv",
			       (long long)(LIM_XLSX_BYTES >> 20));
	return ERR_OK;
}

/* Exactly as many bytes as the archive's directory says, or nothing. */
static bool read_whole(struct parts *p, zip_file_t *f, char *to, size_t size)
{
	struct err ignored = { 0 };
	int64_t before = p->left;
	char more[CHUNK];
	size_t n = 0;

	for (;;) {
		zip_int64_t got;

		if (read_part(p, f, more, &got, &ignored) != ERR_OK || (size_t)got > size - n)
			break;
		if (got == 0) {
			if (n == size)
				return true;
			break;
		}
		memcpy(to + n, more, (size_t)got);
		n += (size_t)got;
	}
	p->left = before;
	return false;
}

/* The bytes as they lie in the archive. p == NULL: not so many as it says. */
static span read_deflated(struct parts *p, zip_uint64_t at, size_t size, struct padan_arena *arena)
{
	char *to = padan_arena_get(arena, size);
	zip_file_t *f = to ? zip_fopen_index(p->zip, at, ZIP_FL_COMPRESSED) : NULL;
	size_t n = 0;
	zip_int64_t got = 1;

	while (f && n < size && got > 0) {
		got = zip_fread(f, to + n, size - n);
		n += got > 0 ? (size_t)got : 0;
	}
	if (f)
		zip_fclose(f);
	if (!to || n < size)
		return (span){ NULL, 0 };
	return (span){ to, n };
}

/* true: exactly size bytes, of that sum. */
static bool inflate_whole(span deflated, char *to, size_t size, uint32_t crc)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	bool good = d &&
		    libdeflate_deflate_decompress(d, deflated.p, deflated.n, to, size, NULL) == LIBDEFLATE_SUCCESS &&
		    libdeflate_crc32(0, to, size) == crc;

	libdeflate_free_decompressor(d);
	return good;
}

/* The same as read_whole, twice as fast. Whatever is odd is left to that. */
static bool inflate_part(struct parts *p, zip_uint64_t at, const zip_stat_t *st, char *to,
			 const struct padan_alloc *from)
{
	const zip_uint64_t need = ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
	struct padan_arena arena;
	span deflated;
	bool good;

	if ((st->valid & need) != need || st->comp_method != ZIP_CM_DEFLATE || st->comp_size > LIM_XLSX_MEMORY / 4 ||
	    p->left < (int64_t)st->size)
		return false;
	padan_arena_init(&arena, from, 0);
	deflated = read_deflated(p, at, (size_t)st->comp_size, &arena);
	good = deflated.p && inflate_whole(deflated, to, (size_t)st->size, st->crc);
	padan_arena_done(&arena);
	p->left -= good ? (int64_t)st->size : 0;
	return good;
}

/* Fresh memory page by page costs as much as half the decompressing; at once it costs a third of that. */
static void pages_now(char *p, size_t n)
{
	const uintptr_t page = 4096, from = ((uintptr_t)p + page - 1) & ~(page - 1),
			end = ((uintptr_t)p + n) & ~(page - 1);

	if (end > from && end - from >= MANY)
		(void)madvise(p + (from - (uintptr_t)p), end - from,
			      MADV_POPULATE_WRITE); /* kernels before 5.14: refused */
}

void parts_keep(struct parts *p, const char *name, size_t most, struct padan_arena *arena)
{
	struct err ignored = { 0 };
	zip_int64_t at = locate(p, name);
	zip_file_t *f = NULL;
	zip_stat_t st;
	char *to;

	if (at < 0 || zip_stat_index(p->zip, (zip_uint64_t)at, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) ||
	    st.size == 0 || st.size > most || open_part(p, name, &f, &ignored) != ERR_OK)
		return;
	to = padan_arena_get(arena, (size_t)st.size + PART_SLACK);
	if (to)
		pages_now(to, (size_t)st.size);
	if (to && (inflate_part(p, (zip_uint64_t)at, &st, to, arena->from) || read_whole(p, f, to, (size_t)st.size))) {
		memset(to + st.size, 0, PART_SLACK);
		p->kept_name = name;
		p->kept = (span){ to, (size_t)st.size };
	}
	zip_fclose(f);
}

static bool is_kept(const struct parts *p, const char *name)
{
	return p->kept_name && strcmp(p->kept_name, name) == 0;
}

span parts_kept(const struct parts *p, const char *name)
{
	return is_kept(p, name) ? p->kept : (span){ NULL, 0 };
}

int parts_bytes(struct parts *p, const char *name, bool (*chunk)(void *ctx, span bytes), void *ctx, struct err *e)
{
	char bytes[8192];
	zip_file_t *f = NULL;
	int rc;

	if (is_kept(p, name)) {
		chunk(ctx, p->kept);
		return ERR_OK;
	}
	rc = open_part(p, name, &f, e);
	while (rc == ERR_OK) {
		zip_int64_t got = zip_fread(f, bytes, sizeof(bytes));

		if (got < 0)
			rc = zip_trouble(e, zip_error_code_zip(zip_file_get_error(f)));
		p->left -= got > 0 ? got : 0;
		if (rc == ERR_OK && p->left < 0)
			rc = err_set(e, ERR_UNREADABLE,
				     "isinya mengembang melebihi batas (bom ZIP?); kirim sebagai .csv");
		if (got <= 0 || !chunk(ctx, (span){ bytes, (size_t)got }))
			break;
	}
	if (f)
		zip_fclose(f);
	return rc;
}

struct run {
	struct part_events *ev;
	XML_Parser xml;
	int depth;
	bool doctype, deep;
};

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static void check_stop(struct run *r)
{
	if (r->ev->stop)
		XML_StopParser(r->xml, XML_FALSE);
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
	struct run *r = ctx;

	if (r->ev->stop)
		return;
	if (++r->depth > LIM_XLSX_NEST) {
		r->deep = r->ev->stop = true;
		check_stop(r);
		return;
	}
	if (r->ev->start)
		r->ev->start(r->ev->ctx, local(name), attributes);
	check_stop(r);
}

static void on_end(void *ctx, const char *name)
{
	struct run *r = ctx;

	if (r->ev->stop)
		return;
	r->depth--;
	if (r->ev->end)
		r->ev->end(r->ev->ctx, local(name));
	check_stop(r);
}

static void on_text(void *ctx, const char *p, int n)
{
	struct run *r = ctx;

	if (!r->ev->stop && r->ev->text)
		r->ev->text(r->ev->ctx, p, n);
	check_stop(r);
}

static void on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid, int internal)
{
	struct run *r = ctx;

	(void)name, (void)sysid, (void)pubid, (void)internal;
	r->doctype = r->ev->stop = true;
	check_stop(r);
}

static int xml_trouble(const struct run *r, const char *name, struct err *e)
{
	if (r->doctype)
		return err_set(e, ERR_UNREADABLE,
			       "bagian %s memuat DOCTYPE atau entitas XML, yang ditolak demi keamanan; " NOT_A_BOOK,
			       name);
	if (r->deep)
		return err_set(e, ERR_UNREADABLE, "bagian %s bersarang lebih dari %d tingkat; " NOT_A_BOOK, name,
			       LIM_XLSX_NEST);
	if (r->ev->stop)
		return r->ev->rc;
	return err_set(e, ERR_UNREADABLE, "bagian %s rusak (XML baris %lu: %s); " NOT_A_BOOK, name,
		       (unsigned long)XML_GetCurrentLineNumber(r->xml), XML_ErrorString(XML_GetErrorCode(r->xml)));
}

static int feed(struct parts *p, zip_file_t *f, struct run *r, const char *name, struct err *e)
{
	int64_t fed = 0;

	for (;;) {
		void *to = XML_GetBuffer(r->xml, CHUNK);
		zip_int64_t got = 0;
		int rc = to ? read_part(p, f, to, &got, e) : zip_trouble(e, ZIP_ER_MEMORY);

		if (rc)
			return rc;
		fed += got;
		if (XML_ParseBuffer(r->xml, (int)got, got == 0) != XML_STATUS_OK || r->ev->stop)
			return xml_trouble(r, name, e);
		if (got == 0)
			return ERR_OK;
		if (fed - XML_GetCurrentByteIndex(r->xml) > TOKEN_MAX)
			return err_set(e, ERR_UNREADABLE,
				       "bagian %s memuat tanda XML yang terlalu panjang; " NOT_A_BOOK, name);
	}
}

static int feed_kept(struct parts *p, struct run *r, const char *name, struct err *e)
{
	size_t fed = 0;

	while (fed < p->kept.n) {
		size_t n = p->kept.n - fed < CHUNK ? p->kept.n - fed : CHUNK;

		fed += n;
		if (XML_Parse(r->xml, p->kept.p + fed - n, (int)n, fed == p->kept.n) != XML_STATUS_OK || r->ev->stop)
			return xml_trouble(r, name, e);
		if ((int64_t)fed - XML_GetCurrentByteIndex(r->xml) > TOKEN_MAX)
			return err_set(e, ERR_UNREADABLE,
				       "bagian %s memuat tanda XML yang terlalu panjang; " NOT_A_BOOK, name);
	}
	return ERR_OK;
}

int parts_parse(struct parts *p, const char *name, struct part_events *ev, struct err *e)
{
	zip_file_t *f = NULL;
	struct run r = { .ev = ev };
	int rc = is_kept(p, name) ? ERR_OK : open_part(p, name, &f, e);

	if (rc)
		return rc;
	r.xml = XML_ParserCreate(NULL);
	if (r.xml) {
		XML_SetUserData(r.xml, &r);
		XML_SetElementHandler(r.xml, on_start, on_end);
		XML_SetCharacterDataHandler(r.xml, on_text);
		XML_SetStartDoctypeDeclHandler(r.xml, on_doctype);
		XML_SetHashSalt(r.xml, 0x4c696e64); /* asks no randomness of the machine; the input is bounded */
		rc = f ? feed(p, f, &r, name, e) : feed_kept(p, &r, name, e);
		XML_ParserFree(r.xml);
	} else {
		rc = err_memory(e, "pembaca XML");
	}
	if (f)
		zip_fclose(f);
	return rc;
}

const char *part_attribute(const char **attributes, const char *key)
{
	for (; *attributes; attributes += 2)
		if (strcmp(local(*attributes), key) == 0)
			return attributes[1];
	return NULL;
}
