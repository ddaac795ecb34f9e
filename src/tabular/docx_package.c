/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/docx_package.h"

#include "base/limits.h"
#include "tabular/docx_xml.h"
#include "tabular/zip_out.h"
#include <stdio.h>
#include <strings.h>
#include <zip.h>

#define AGAIN "buka templat di Word atau LibreOffice, simpan sebagai .docx biasa, lalu coba lagi"

/* --- the archive ------------------------------------------------------------------------------------------ */

static int zip_trouble(struct err *e, int code)
{
	if (code == ZIP_ER_ENCRNOTSUPP || code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD)
		return err_set(e, ERR_USAGE, "templat dilindungi sandi; hapus sandinya lalu simpan sebagai .docx");
	if (code == ZIP_ER_MEMORY)
		return err_memory(e, "templat");
	return err_set(e, ERR_USAGE, "bukan berkas .docx atau terpotong (arsip ZIP tidak utuh); " AGAIN);
}

/* Word's own protected files and old .doc are OLE containers. */
static int other_form(span bytes, struct err *e)
{
	if (bytes.n >= 8 && memcmp(bytes.p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
		return err_set(e, ERR_USAGE,
			       "templat dilindungi sandi atau berformat .doc lama; buka, hapus sandinya, simpan "
			       "sebagai .docx");
	if (bytes.n >= 5 && memcmp(bytes.p, "{\\rtf", 5) == 0)
		return err_set(e, ERR_USAGE, "templat berformat .rtf; " AGAIN);
	return ERR_OK;
}

static bool good_name(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= ZIP_NAME || name[0] == '/' || strchr(name, '\\') || strchr(name, ':'))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] < 0x20 || (unsigned char)name[i] >= 0x7f)
			return false;
	for (const char *p = name; p; p = strchr(p, '/') ? strchr(p, '/') + 1 : NULL)
		if (strncmp(p, "../", 3) == 0 || strcmp(p, "..") == 0 || p[0] == '/')
			return false;
	return true;
}

static int read_entry(zip_t *zip, zip_uint64_t i, struct docx_part *p, int64_t *left, struct padan_arena *arena,
		      struct err *e)
{
	zip_stat_t st;
	zip_file_t *f;
	zip_int64_t got;
	char *to, more;

	if (zip_stat_index(zip, i, 0, &st) || !(st.valid & ZIP_STAT_SIZE))
		return zip_trouble(e, ZIP_ER_INCONS);
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return zip_trouble(e, ZIP_ER_NOPASSWD);
	if (st.size > LIM_DOCX_PART || (int64_t)st.size > *left)
		return err_set(
			e, ERR_USAGE,
			"isi templat mengembang melebihi batas (%d MB sebuah bagian, %d MB seluruhnya); perkecil "
			"gambarnya",
			LIM_DOCX_PART >> 20, LIM_DOCX_BYTES >> 20);
	*left -= (int64_t)st.size;
	to = padan_arena_get(arena, st.size + 1);
	if (!to)
		return err_memory(e, "templat");
	f = zip_fopen_index(zip, i, 0);
	if (!f)
		return zip_trouble(e, zip_error_code_zip(zip_get_error(zip)));
	got = st.size ? zip_fread(f, to, st.size) : 0;
	/* a lying size: more follows, or the checksum at the end does not hold */
	if (got != (zip_int64_t)st.size || zip_fread(f, &more, 1) != 0) {
		zip_fclose(f);
		return zip_trouble(e, ZIP_ER_INCONS);
	}
	zip_fclose(f);
	to[st.size] = '\0';
	p->bytes = (span){ to, st.size };
	return ERR_OK;
}

static int read_all(struct docx_package *k, zip_t *zip, struct padan_arena *arena, struct err *e)
{
	zip_int64_t n = zip_get_num_entries(zip, 0);
	int64_t left = LIM_DOCX_BYTES;
	int rc = ERR_OK;

	if (n > LIM_DOCX_ENTRIES)
		return err_set(e, ERR_USAGE, "templat berisi lebih dari %d berkas di dalamnya; " AGAIN,
			       LIM_DOCX_ENTRIES);
	k->part = padan_arena_array(arena, (size_t)n, sizeof(*k->part));
	if (!k->part)
		return err_memory(e, "templat");
	for (zip_int64_t i = 0; i < n && !rc; i++) {
		const char *name = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);

		if (!name || !good_name(name))
			return err_set(e, ERR_USAGE, "templat berisi nama berkas yang tidak wajar; " AGAIN);
		if (name[strlen(name) - 1] == '/')
			continue;
		k->part[k->n].name = padan_arena_copy(arena, name, strlen(name));
		if (!k->part[k->n].name)
			return err_memory(e, "templat");
		rc = read_entry(zip, (zip_uint64_t)i, &k->part[k->n++], &left, arena, e);
	}
	return rc;
}

int docx_package_read(struct docx_package *out, span bytes, struct padan_arena *arena, struct err *e)
{
	zip_error_t bad;
	zip_source_t *source;
	zip_t *zip;
	int rc = other_form(bytes, e);

	*out = (struct docx_package){ NULL, 0 };
	if (rc)
		return rc;
	zip_error_init(&bad);
	source = zip_source_buffer_create(bytes.p, bytes.n, 0, &bad);
	zip = source ? zip_open_from_source(source, ZIP_RDONLY, &bad) : NULL;
	if (zip) {
		rc = read_all(out, zip, arena, e);
		zip_discard(zip);
	} else {
		rc = zip_trouble(e, zip_error_code_zip(&bad));
		zip_source_free(source);
	}
	zip_error_fini(&bad);
	return rc ? rc : docx_package_check(out, arena, e);
}

/* --- what is in it ------------------------------------------------------------------------------------------ */

static bool ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), k = strlen(tail);

	return n >= k && strcasecmp(s + n - k, tail) == 0;
}

static bool begins_with(const char *s, const char *head)
{
	return strncasecmp(s, head, strlen(head)) == 0;
}

static struct docx_part *find(struct docx_package *k, const char *name)
{
	for (int i = 0; i < k->n; i++)
		if (strcasecmp(k->part[i].name, name) == 0)
			return &k->part[i];
	return NULL;
}

static int check_names(const struct docx_package *k, struct err *e)
{
	for (int i = 0; i < k->n; i++) {
		const char *name = k->part[i].name;

		if (ends_with(name, "vbaProject.bin") || ends_with(name, "vbaData.xml") ||
		    begins_with(name, "word/activeX/") || begins_with(name, "customUI/"))
			return err_set(e, ERR_USAGE,
				       "templat memuat makro atau kontrol aktif; simpan sebagai .docx tanpa makro");
		if (begins_with(name, "word/embeddings/"))
			return err_set(e, ERR_USAGE,
				       "templat memuat objek tertanam (%.60s); ganti dengan gambar atau tabel biasa",
				       name);
		for (int j = 0; j < i; j++)
			if (strcasecmp(name, k->part[j].name) == 0)
				return err_set(e, ERR_USAGE, "templat berisi dua berkas bernama %.60s; " AGAIN, name);
	}
	return ERR_OK;
}

/* --- content types ------------------------------------------------------------------------------------------ */

static void on_type(struct docx_xml *x, const char *name, const char **attributes, uint32_t from, uint32_t to)
{
	static const char *const filled[] = { "document.main+xml", "header+xml", "footer+xml", "footnotes+xml",
					      "endnotes+xml" };
	struct docx_package *k = x->ctx;
	const char *part = docx_attribute(attributes, "PartName"), *type = docx_attribute(attributes, "ContentType");
	struct docx_part *p;

	(void)from, (void)to;
	if (!type)
		return;
	if (strcasestr(type, "macroEnabled") || strcasestr(type, "vbaProject") || strcasestr(type, "activeX"))
		x->rc = err_set(x->e, ERR_USAGE,
				"templat memuat makro atau kontrol aktif; simpan sebagai .docx tanpa makro");
	else if (ends_with(type, "template.main+xml"))
		x->rc = err_set(x->e, ERR_USAGE, "berkas ini templat Word (.dotx); simpan sebagai .docx");
	if (x->rc || strcmp(docx_local(name), "Override") != 0 || !part || part[0] != '/')
		return;
	p = find(k, part + 1);
	for (size_t i = 0; p && i < sizeof(filled) / sizeof(*filled); i++)
		if (strstr(type, "wordprocessingml.") && ends_with(type, filled[i])) {
			p->filled = true;
			p->main |= i == 0;
		}
}

static int check_types(struct docx_package *k, struct err *e)
{
	struct docx_part *types = find(k, "[Content_Types].xml");
	struct docx_xml x = { .start = on_type, .ctx = k, .part = "[Content_Types].xml", .e = e };
	int rc = types ? docx_xml_walk(&x, types->bytes) : ERR_OK, mains = 0;

	for (int i = 0; i < k->n; i++)
		mains += k->part[i].main;
	if (rc || mains == 1)
		return rc;
	return err_set(e, ERR_USAGE, "bukan dokumen Word (.docx): bagian dokumennya tidak ada; " AGAIN);
}

/* --- links ---------------------------------------------------------------------------------------------------- */

/* Bytes that are left out of a part. */
struct cuts {
	uint32_t from[16], to[16];
	int n;
	int inside; /* depth within an element that goes as a whole */
};

static bool harmless_link(const char *target)
{
	return begins_with(target, "http://") || begins_with(target, "https://") || begins_with(target, "mailto:") ||
	       begins_with(target, "tel:") || target[0] == '#';
}

static void cut(struct docx_xml *x, uint32_t from)
{
	struct cuts *c = x->ctx;

	if (c->n == 16) {
		x->rc = err_set(x->e, ERR_USAGE, "bagian %s memuat terlalu banyak tautan templat; " AGAIN, x->part);
		return;
	}
	c->from[c->n] = c->to[c->n] = from;
	c->inside = 1;
}

/* A relation to something that acts, or that is put into the paper when it is opened. */
static bool brings_content(const char *type)
{
	static const char *const kinds[] = { "/vbaProject", "/aFChunk",	    "/oleObject",
					     "/control",    "/subDocument", "/frame" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (ends_with(type, kinds[i]))
			return true;
	return false;
}

static void on_relation(struct docx_xml *x, const char *name, const char **attributes, uint32_t from, uint32_t to)
{
	struct cuts *c = x->ctx;
	const char *mode = docx_attribute(attributes, "TargetMode"), *type = docx_attribute(attributes, "Type");
	const char *target = docx_attribute(attributes, "Target");

	(void)to;
	if (c->inside) {
		c->inside++;
		return;
	}
	if (strcmp(docx_local(name), "Relationship") != 0 || !type)
		return;
	if (ends_with(type, "/attachedTemplate")) {
		cut(x, from);
		return;
	}
	if (brings_content(type))
		x->rc = err_set(x->e, ERR_USAGE, "templat memuat makro, objek, atau dokumen sisipan; " AGAIN);
	else if (mode && strcasecmp(mode, "External") == 0 &&
		 (!ends_with(type, "/hyperlink") || !target || !harmless_link(target)))
		x->rc = err_set(x->e, ERR_USAGE,
				"templat mengambil isi dari luar (%s); sisipkan gambarnya ke dalam dokumen atau hapus "
				"tautannya",
				strrchr(type, '/') ? strrchr(type, '/') + 1 : "tautan");
}

static void on_cut_end(struct docx_xml *x, const char *name, uint32_t to)
{
	struct cuts *c = x->ctx;

	(void)name;
	if (c->inside && --c->inside == 0)
		c->to[c->n++] = to;
}

static void on_setting(struct docx_xml *x, const char *name, const char **attributes, uint32_t from, uint32_t to)
{
	struct cuts *c = x->ctx;

	(void)attributes, (void)to;
	if (c->inside)
		c->inside++;
	else if (docx_is(name, "attachedTemplate"))
		cut(x, from);
	else if (docx_is(name, "mailMerge"))
		x->rc = err_set(x->e, ERR_USAGE,
				"templat terhubung ke data gabung surat (mail merge); putuskan sambungannya, simpan "
				"sebagai .docx biasa");
}

/* Leaves the cut bytes out. */
static int apply_cuts(struct docx_part *p, const struct cuts *c, struct padan_arena *arena, struct err *e)
{
	char *to;
	size_t n = 0, at = 0;

	if (!c->n)
		return ERR_OK;
	to = padan_arena_get(arena, p->bytes.n + 1);
	if (!to)
		return err_memory(e, "templat");
	for (int i = 0; i <= c->n; i++) {
		size_t end = i < c->n ? c->from[i] : p->bytes.n;

		memcpy(to + n, p->bytes.p + at, end - at);
		n += end - at;
		at = i < c->n ? c->to[i] : end;
	}
	to[n] = '\0';
	p->bytes = (span){ to, n };
	return ERR_OK;
}

/* Every part that is XML holds together; relations and settings are looked into. */
static int check_part(struct docx_part *p, struct padan_arena *arena, struct err *e)
{
	struct cuts c = { .n = 0 };
	struct docx_xml x = { .end = on_cut_end, .ctx = &c, .part = p->name, .e = e };
	int rc;

	if (ends_with(p->name, ".rels"))
		x.start = on_relation;
	else if (ends_with(p->name, ".xml"))
		x.start = on_setting;
	else
		return ERR_OK;
	rc = docx_xml_walk(&x, p->bytes);
	return rc ? rc : apply_cuts(p, &c, arena, e);
}

int docx_package_check(struct docx_package *k, struct padan_arena *arena, struct err *e)
{
	int rc = check_names(k, e);

	if (!rc)
		rc = check_types(k, e);
	for (int i = 0; i < k->n && !rc; i++)
		rc = check_part(&k->part[i], arena, e);
	return rc;
}
