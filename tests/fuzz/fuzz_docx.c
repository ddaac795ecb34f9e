/* SPDX-License-Identifier: EUPL-1.2
 * Word templates: the archive itself (byte 0 even), or one of its parts (odd). What compiles must fill into XML that
 * holds together. */
#include "target.h"

#include "tabular/docx_fill.h"
#include "tabular/docx_xml.h"

#include <string.h>
#include <unistd.h>
#include <zip.h>

#define TYPES "application/vnd.openxmlformats-officedocument.wordprocessingml"

static const char types[] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override "
			    "PartName=\"/word/document.xml\" ContentType=\"" TYPES ".document.main+xml\"/><Override "
			    "PartName=\"/word/header1.xml\" ContentType=\"" TYPES ".header+xml\"/></Types>";
static const char main_part[] =
	"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>"
	"<w:t>{{a}}</w:t></w:r></w:p></w:body></w:document>";

static const struct docx_field fields[] = { { "a", "" }, { "b", "" } };
static const struct docx_set sets[] = { { "", "", 0, fields, 2 },
					{ "x", "", 0, fields, 2 },
					{ "y", "", 1, fields, 1 } };
static const struct docx_schema schema = { sets, 3 };

static bool next(void *ctx, int set, bool first)
{
	int *at = ctx;

	at[set] = first ? 0 : at[set] + 1;
	return at[set] < 2;
}

static void value(void *ctx, int set, int field, struct buf *out)
{
	(void)ctx, (void)set;
	buf_puts(out, field ? "" : "<&>\n\t\x01{{b}}");
}

static void check_written(const char *path)
{
	zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
	zip_stat_t st;
	char *text;
	struct err e;
	struct docx_xml x = { .part = "word/document.xml", .e = &e };
	zip_file_t *f;

	PROMISE(z && zip_stat(z, "word/document.xml", 0, &st) == 0);
	if (st.size <= 16 << 20) {
		text = malloc(st.size + 1);
		f = zip_fopen(z, "word/document.xml", 0);
		PROMISE(text && f && zip_fread(f, text, st.size) == (zip_int64_t)st.size);
		zip_fclose(f);
		PROMISE(docx_xml_walk(&x, (span){ text, st.size }) == 0);
		free(text);
	}
	zip_discard(z);
}

static void fill(struct docx_package *k, struct padan_arena *arena)
{
	static char path[64];
	struct docx_template *t;
	int at[3] = { 0 };
	const struct docx_data data = { next, value, at };
	struct err e = { 0 };
	int rc = docx_compile(&t, k, &schema, NULL, "fuzz.docx", arena, &e);

	PROMISE(rc == 0 || (e.text[0] && e.code == rc));
	if (rc)
		return;
	if (!path[0])
		snprintf(path, sizeof(path), "/tmp/lindung-fuzz-docx-%d.docx", (int)getpid());
	PROMISE(docx_fill(t, &data, seams_real(), path, date_of(2025, 5, 1), &e) == 0);
	if (strcmp(k->part[1].name, "word/document.xml") == 0)
		check_written(path);
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const names[] = { "word/document.xml", "word/header1.xml", "word/settings.xml",
					     "word/_rels/document.xml.rels" };
	struct padan_arena arena;
	struct docx_package k = { NULL, 0 };
	struct docx_part parts[3];
	struct err e = { 0 };
	span given;
	int rc;

	if (size < 1 || size > 1 << 16)
		return 0;
	given = (span){ (const char *)bytes + 1, size - 1 };
	padan_arena_init(&arena, &padan_alloc_libc, (size_t)256 << 20);
	if (bytes[0] % 2 == 0) {
		rc = docx_package_read(&k, given, &arena, &e);
	} else {
		int which = bytes[0] / 2 % 4;

		parts[0] = (struct docx_part){ .name = "[Content_Types].xml", .bytes = padan_span_of(types) };
		parts[1] = (struct docx_part){ .name = "word/document.xml", .bytes = padan_span_of(main_part) };
		parts[2] = (struct docx_part){ .name = names[which], .bytes = given };
		if (which == 0)
			parts[1].bytes = given;
		k = (struct docx_package){ parts, which == 0 ? 2 : 3 };
		rc = docx_package_check(&k, &arena, &e);
	}
	PROMISE(rc == 0 || (e.text[0] && e.code == rc));
	if (rc == 0 && k.n > 1)
		fill(&k, &arena);
	padan_arena_done(&arena);
	return 0;
}
