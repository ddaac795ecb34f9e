/* SPDX-License-Identifier: EUPL-1.2
 * Word templates: what is repeated, what is left out, marks torn over runs, values that want to be XML, and templates
 * that no office should have sent. */
#include "base/limits.h"
#include "check.h"
#include "tabular/docx_fill.h"
#include "tabular/docx_xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#define W     "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define TYPES "application/vnd.openxmlformats-officedocument.wordprocessingml"
#define P(t)  "<w:p><w:r><w:t>" t "</w:t></w:r></w:p>"
#define C(t)  "<w:tc>" P(t) "</w:tc>"

/* --- a small world: a document with people, and their things ------------------------------------------------- */

static const struct docx_field doc_fields[] = { { "judul", "" }, { "kosong", "" }, { "nakal", "" } };
static const struct docx_field person_fields[] = { { "no", "" }, { "nama", "" } };
static const struct docx_field thing_fields[] = { { "benda", "" } };
static const struct docx_set sets[] = { { "", "", 0, doc_fields, 3 },
					{ "orang", "", 0, person_fields, 2 },
					{ "barang", "", 1, thing_fields, 1 },
					{ "hampa", "", 0, thing_fields, 1 } };
static const struct docx_schema schema = { sets, 4 };

struct world {
	size_t people, things; /* things: of the person with an odd number */
	size_t at[4];
	const char *naughty;
};

static bool world_next(void *ctx, int set, bool first)
{
	struct world *w = ctx;
	size_t rows[4] = { 1, w->people, w->at[1] % 2 ? w->things : 0, 0 };

	w->at[set] = first ? 0 : w->at[set] + 1;
	return w->at[set] < rows[set];
}

static void world_value(void *ctx, int set, int field, struct buf *out)
{
	struct world *w = ctx;

	if (set == 0 && field == 0)
		buf_puts(out, "Nota & <Dinas>");
	else if (set == 0 && field == 2)
		buf_puts(out, w->naughty ? w->naughty : "");
	else if (set == 1 && field == 0)
		buf_i64(out, (int64_t)w->at[1] + 1);
	else if (set == 1)
		buf_printf(out, "ORANG%zu", w->at[1] + 1);
	else if (set == 2)
		buf_printf(out, "benda%zu.%zu", w->at[1] + 1, w->at[2] + 1);
}

/* --- making and reading ------------------------------------------------------------------------------------------- */

struct made {
	struct docx_part part[8];
	int n;
};

static void add(struct made *m, const char *name, const char *text)
{
	m->part[m->n++] = (struct docx_part){ .name = name, .bytes = padan_span_of(text) };
}

static const char types[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types "
			    "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override "
			    "PartName=\"/word/document.xml\" ContentType=\"" TYPES ".document.main+xml\"/><Override "
			    "PartName=\"/word/header1.xml\" ContentType=\"" TYPES ".header+xml\"/></Types>";

static void make(struct made *m, char *room, size_t size, const char *body)
{
	*m = (struct made){ .n = 0 };
	snprintf(room, size, "<w:document xmlns:w=\"" W "\"><w:body>%s<w:sectPr/></w:body></w:document>", body);
	add(m, "[Content_Types].xml", types);
	add(m, "word/document.xml", room);
}

static char path[128];

static int compile(struct docx_template **t, struct made *m, const char *const *wanted, struct padan_arena *arena,
		   struct err *e)
{
	struct docx_package *k = padan_arena_zero(arena, sizeof(*k));
	int rc;

	*k = (struct docx_package){ m->part, m->n };
	rc = docx_package_check(k, arena, e);
	return rc ? rc : docx_compile(t, k, &schema, wanted, "coba.docx", arena, e);
}

/* The document of the written file, well-formed, without its wrapping. */
static char *read_back(const char *name)
{
	zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
	zip_stat_t st;
	zip_file_t *f;
	char *text;
	struct err e = { 0 };
	struct docx_xml x = { .part = name, .e = &e };

	assert_non_null(z);
	assert_int_equal(zip_stat(z, name, 0, &st), 0);
	text = calloc(1, st.size + 1);
	f = zip_fopen(z, name, 0);
	assert_int_equal(zip_fread(f, text, st.size), st.size);
	zip_fclose(f);
	zip_discard(z);
	if (docx_xml_walk(&x, (span){ text, st.size }))
		fail_msg("%s\n%s", e.text, text);
	return text;
}

static char *fill(const char *body, struct world *w)
{
	static char room[1 << 16];
	const struct docx_data data = { world_next, world_value, w };
	struct docx_template *t = NULL;
	struct padan_arena arena;
	struct made m;
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	make(&m, room, sizeof(room), body);
	if (compile(&t, &m, NULL, &arena, &e))
		fail_msg("%s", e.text);
	assert_int_equal(docx_fill(t, &data, seams_real(), path, date_of(2025, 5, 1), &e), 0);
	padan_arena_done(&arena);
	return read_back("word/document.xml");
}

/* What a reader sees: texts, a bar after each paragraph, a slash after each row. */
static void add_seen(struct buf *b, const char *xml)
{
	for (const char *p = xml; *p;) {
		if (strncmp(p, "<w:br/>", 7) == 0 || strncmp(p, "<w:tab/>", 8) == 0)
			buf_putc(b, p[3] == 'b' ? '\n' : '\t');
		else if (strncmp(p, "</w:p>", 6) == 0 || strncmp(p, "<w:p/>", 6) == 0)
			buf_putc(b, '|');
		else if (strncmp(p, "</w:tr>", 7) == 0)
			buf_putc(b, '/');
		if (*p == '<')
			while (*p && *p++ != '>')
				;
		else
			buf_putc(b, *p++);
	}
}

static void expect(const char *body, struct world w, const char *wanted)
{
	char *xml = fill(body, &w);
	struct buf b;

	buf_init(&b, NULL, 1 << 20);
	add_seen(&b, xml);
	assert_string_equal(b.p ? b.p : "", wanted);
	buf_done(&b);
	free(xml);
}

static void expect_error(const char *body, const char *words)
{
	static char room[1 << 16];
	struct docx_template *t;
	struct padan_arena arena;
	struct made m;
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	make(&m, room, sizeof(room), body);
	if (compile(&t, &m, NULL, &arena, &e) != ERR_USAGE)
		fail_msg("taken: %s", body);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" not in \"%s\"", words, e.text);
	padan_arena_done(&arena);
}

/* --- values ----------------------------------------------------------------------------------------------------------
 */

static void test_values_are_inert(void **state)
{
	(void)state;
	expect(P("A {{judul}} B"), (struct world){ 0 }, "A Nota &amp; &lt;Dinas&gt; B|");
	expect(P("{{ Judul }}{{JUDUL}}{{\xc2\xa0judul }}"), (struct world){ 0 },
	       "Nota &amp; &lt;Dinas&gt;Nota &amp; &lt;Dinas&gt;Nota &amp; &lt;Dinas&gt;|");
	expect(P("[{{kosong}}]"), (struct world){ 0 }, "[]|");
	expect(P("{{nakal}}"), (struct world){ .naughty = "a\nb\tc\r\nd" }, "a\nb\tc\nd|");
	expect(P("{{nakal}}"), (struct world){ .naughty = "]]></w:t><x>{{judul}}&#0;" },
	       "]]&gt;&lt;/w:t&gt;&lt;x&gt;{{judul}}&amp;#0;|");
	expect(P("{{nakal}}"),
	       (struct world){ .naughty = "a\x01\x1b"
					  "b\x7f\xc2\x85\xff\xe2\x80\xae"
					  "c\xef\xbf\xbf\xef\xbb\xbf" },
	       "ab\xef\xbf\xbd"
	       "c|");
	expect(P("{{nakal}}"), (struct world){ .naughty = "\xd9\x85\xd8\xad \xf0\x9f\x98\x80" },
	       "\xd9\x85\xd8\xad \xf0\x9f\x98\x80|");
}

/* As Word and LibreOffice leave a mark after spell checking, formatting and entities. */
static void test_torn_marks_are_read(void **state)
{
	char *xml;
	struct world w = { 0 };

	(void)state;
	expect("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Yth. {</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>{ju"
	       "</w:t></w:r><w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:r><w:t>dul}</w:t></w:r><w:r><w:t>} ya"
	       "</w:t></w:r></w:p>",
	       w, "Yth. Nota &amp; &lt;Dinas&gt; ya|");
	expect("<w:p><w:r><w:t>&#123;{judul&#x7d;}</w:t></w:r></w:p>", w, "Nota &amp; &lt;Dinas&gt;|");
	expect("<w:p><w:hyperlink><w:r><w:t>{{judul}}</w:t></w:r></w:hyperlink></w:p>", w, "Nota &amp; &lt;Dinas&gt;|");
	xml = fill(P("{{judul}}"), &w);
	assert_non_null(strstr(xml, "<w:t xml:space=\"preserve\">Nota"));
	free(xml);
}

/* --- sections
 * ---------------------------------------------------------------------------------------------------------- */

static void test_rows_repeat(void **state)
{
	(void)state;
	expect("<w:tbl><w:tr>" C("No") "</w:tr><w:tr>" C("{{#orang}}{{no}}") C("{{nama}}{{/orang}}") "</w:tr></w:tbl>",
	       (struct world){ .people = 3 }, "No|/1|ORANG1|/2|ORANG2|/3|ORANG3|/");
	/* rows of marks only are not printed */
	expect("<w:tbl><w:tr>" C("No") "</w:tr><w:tr>" C("{{#orang}}")
		       C("") "</w:tr><w:tr>" C("{{nama}}") "</w:tr><w:tr>" C("{{/orang}}") "</w:tr></w:tbl>",
	       (struct world){ .people = 2 }, "No|/ORANG1|/ORANG2|/");
	/* rows in rows */
	expect("<w:tbl><w:tr>" C("{{#orang}}{{nama}}") "</w:tr><w:tr>" C("{{#barang}}{{no}}")
		       C("{{benda}}{{/barang}}") "</w:tr><w:tr>" C("{{/orang}}") "</w:tr></w:tbl>",
	       (struct world){ .people = 2, .things = 2 }, "ORANG1|/ORANG2|/2|benda2.1|/2|benda2.2|/");
	/* none: the heading stays; a table of nothing but the repeated row keeps an empty one */
	expect("<w:tbl><w:tr>" C("No") "</w:tr><w:tr>" C("{{#orang}}{{no}}") C("{{/orang}}") "</w:tr></w:tbl>",
	       (struct world){ 0 }, "No|/");
	expect("<w:tbl><w:tr>" C("{{#orang}}{{no}}") C("x{{/orang}}") "</w:tr></w:tbl>", (struct world){ 0 }, "|x|/");
}

static void test_paragraphs_repeat(void **state)
{
	(void)state;
	expect(P("a") P("{{#orang}}") P("{{nama}}") P("{{/orang}}") P("z"), (struct world){ .people = 2 },
	       "a|ORANG1|ORANG2|z|");
	expect(P("{{#orang}}Kepada {{nama}}") P("selesai {{no}}{{/orang}}"), (struct world){ .people = 2 },
	       "Kepada ORANG1|selesai 1|Kepada ORANG2|selesai 2|");
	expect(P("{{#orang}}") "<w:tbl><w:tr>" C("{{nama}}") "</w:tr></w:tbl>" P("{{/orang}}"),
	       (struct world){ .people = 2 }, "ORANG1|/ORANG2|/|");
	/* a picture's paragraph is no mere mark */
	expect("<w:p><w:r><w:drawing/><w:t>{{#orang}}</w:t></w:r></w:p>" P("{{no}}") P("{{/orang}}"),
	       (struct world){ .people = 2 }, "|1||2|");
	/* a cell is never left without a paragraph */
	expect("<w:tbl><w:tr><w:tc>" P("{{#orang}}") P("{{no}}") P("{{/orang}}") "</w:tc></w:tr></w:tbl>",
	       (struct world){ .people = 0 }, "|/");
	expect("<w:tbl><w:tr><w:tc>" P("{{#orang}}") "<w:tbl><w:tr>" C("{{no}}") "</w:tr></w:tbl>" P(
		       "{{/orang}}") "</w:tc></w:tr></w:tbl>",
	       (struct world){ .people = 1 }, "1|/|/");
}

static void test_words_repeat(void **state)
{
	char *xml;
	struct world w = { .people = 2 };

	(void)state;
	expect(P("Oleh {{#orang}}{{nama}}, {{/orang}}dan."), w, "Oleh ORANG1, ORANG2, dan.|");
	/* across runs of two looks, each keeps its own */
	xml = fill(
		"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{#orang}}A</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>b{{/orang}}"
		"</w:t></w:r></w:p>",
		&w);
	for (int i = 0; i < 2; i++) {
		char *at = strstr(xml, "<w:b/></w:rPr><w:t xml:space=\"preserve\">A</w:t>");

		assert_non_null(at);
		at[1] = 'X';
		at = strstr(xml, "<w:i/></w:rPr><w:t xml:space=\"preserve\">b</w:t>");
		assert_non_null(at);
		at[1] = 'X';
	}
	free(xml);
}

static void test_conditions(void **state)
{
	(void)state;
	expect(P("{{?judul}}ada{{/judul}}{{?kosong}}tidak{{/kosong}}{{^kosong}}tanpa{{/kosong}}{{^judul}}x{{/judul}}"),
	       (struct world){ 0 }, "adatanpa|");
	expect(P("{{?orang}}") P("Daftar") P("{{#orang}}") P("{{nama}}") P("{{/orang}}") P("{{/orang}}"),
	       (struct world){ .people = 2 }, "Daftar|ORANG1|ORANG2|");
	expect(P("{{?orang}}") P("Daftar") P("{{/orang}}") P("{{^orang}}") P("Nihil") P("{{/orang}}"),
	       (struct world){ 0 }, "Nihil|");
	expect(P("{{#orang}}{{no}}{{^barang}}-{{/barang}}{{?barang}}+{{/barang}}{{/orang}}"),
	       (struct world){ .people = 3, .things = 1 }, "1-2+3-|");
	expect(P("{{^hampa}}{{?hampa}}x{{/hampa}}nihil{{/hampa}}"), (struct world){ 0 }, "nihil|");
}

static void test_what_is_no_mark_stays(void **state)
{
	static const char body[] = "<w:p w:rsidR=\"00A\"><w:pPr><w:pStyle w:val='Isi'/></w:pPr><w:r><w:t "
				   "xml:space=\"preserve\"> a &amp; b "
				   "</w:t></w:r><!-- c --><w:r><w:tab/><w:t/></w:r></w:p>";
	char *xml;
	struct world w = { 0 };

	(void)state;
	xml = fill(body, &w);
	assert_non_null(strstr(xml, body));
	free(xml);
}

/* --- templates that are not right
 * ------------------------------------------------------------------------------------------ */

static void test_wrong_marks_say_what_is_wrong(void **state)
{
	(void)state;
	expect_error(P("{{jdul}}"), "maksudnya {{judul}}?");
	expect_error(P("{{zzzzzzzz}}"), "tidak dikenal");
	expect_error(P("{{#oranf}}{{/oranf}}"), "maksudnya {{#orang}}?");
	expect_error(P("{{nama}}"), "di antara {{#orang}} dan {{/orang}}");
	expect_error(P("{{orang}}"), "adalah daftar");
	expect_error(P("{{#judul}}{{/judul}}"), "bukan daftar");
	expect_error(P("{{#barang}}{{/barang}}"), "di dalam {{#orang}}");
	expect_error(P("{{#orang}}{{#orang}}{{/orang}}{{/orang}}"), "{{#orang}}");
	expect_error(P("{{#orang}}"), "tidak ditutup");
	expect_error(P("{{/orang}}"), "tanpa");
	expect_error(P("{{#orang}}{{?judul}}{{/orang}}{{/judul}}"), "terakhir dibuka");
	expect_error(P("{{judul"), "tidak ditutup");
	expect_error(P("{{jud\"ul}}"), "tidak terbaca");
	expect_error(P("{{}}"), "tidak terbaca");
	expect_error(P("{{aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee e}}"), "tidak");
	expect_error(P("{{aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeee e}}"), "tidak terbaca");
	expect_error(P("{{aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff}}"), "tidak terbaca");
	expect_error(P("{{#orang}}") "<w:tbl><w:tr>" C("{{/orang}}") "</w:tr></w:tbl>", "tidak sejajar");
	expect_error("<w:p><w:hyperlink><w:r><w:t>{{#orang}}</w:t></w:r></w:hyperlink><w:r><w:t>{{/orang}}</w:t></"
		     "w:r></w:p>",
		     "terpisah");
	/* two sections of one row, each reaching over all of it */
	expect_error("<w:tbl><w:tr>" C("{{?judul}}") C("{{/judul}}{{?kosong}}") C("{{/kosong}}") "</w:tr></w:tbl>",
		     "menyilang");
}

static void test_wanted_fields(void **state)
{
	static const char *const wanted[] = { "judul", "orang.nama", NULL };
	static char room[4096];
	struct docx_template *t;
	struct padan_arena arena;
	struct made m;
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	make(&m, room, sizeof(room), P("{{judul}}{{#orang}}{{nama}}{{/orang}}"));
	assert_int_equal(compile(&t, &m, wanted, &arena, &e), 0);
	make(&m, room, sizeof(room), P("{{judul}}{{#orang}}{{no}}{{/orang}}"));
	assert_int_equal(compile(&t, &m, wanted, &arena, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "{{nama}} di antara {{#orang}}"));
	make(&m, room, sizeof(room), P("x"));
	assert_int_equal(compile(&t, &m, wanted, &arena, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "templat coba.docx: tidak memuat {{judul}}"));
	padan_arena_done(&arena);
}

static void expect_refused(const char *name, const char *text, const char *words)
{
	static char room[4096];
	struct docx_template *t;
	struct padan_arena arena;
	struct made m;
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	make(&m, room, sizeof(room), P("{{judul}}"));
	if (strcmp(name, "[Content_Types].xml") == 0)
		m.part[0].bytes = padan_span_of(text);
	else
		add(&m, name, text);
	assert_int_equal(compile(&t, &m, NULL, &arena, &e), ERR_USAGE);
	if (!strstr(e.text, words))
		fail_msg("%s: \"%s\" not in \"%s\"", name, words, e.text);
	padan_arena_done(&arena);
}

#define RELS(r)                                                                                                        \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" r "</Relationships>"
#define REL(type, target, mode)                                                                                        \
	"<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type     \
	"\" Target=\"" target "\" TargetMode=\"" mode "\"/>"

static void test_hostile_parts_are_refused(void **state)
{
	(void)state;
	expect_refused("word/vbaProject.bin", "x", "makro");
	expect_refused("word/activeX/activeX1.xml", "<a/>", "kontrol aktif");
	expect_refused("word/embeddings/oleObject1.bin", "x", "objek tertanam");
	expect_refused("word/styles.xml", "<a><b></a>", "rusak");
	expect_refused("word/styles.xml", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "DOCTYPE");
	expect_refused("word/styles.xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", "UTF-8");
	expect_refused("word/styles.xml", "\xff\xfe<\0a\0", "UTF-8");
	expect_refused("WORD/document.xml", "<a/>", "dua berkas");
	expect_refused("word/_rels/document.xml.rels", RELS(REL("image", "http://x/y.png", "External")),
		       "dari luar (image)");
	expect_refused("word/_rels/document.xml.rels", RELS(REL("hyperlink", "file:///etc/passwd", "External")),
		       "dari luar");
	expect_refused("word/_rels/document.xml.rels", RELS(REL("aFChunk", "x.html", "Internal")), "sisipan");
	expect_refused("word/_rels/document.xml.rels", RELS(REL("oleObject", "x.bin", "Internal")), "objek");
	expect_refused("word/settings.xml", "<w:settings xmlns:w=\"" W "\"><w:mailMerge/></w:settings>", "mail merge");
	expect_refused("[Content_Types].xml", "<Types xmlns=\"x\"/>", "bagian dokumennya tidak ada");
	expect_refused("[Content_Types].xml",
		       "<Types xmlns=\"x\"><Override PartName=\"/word/document.xml\" "
		       "ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>",
		       "makro");
	expect_refused("[Content_Types].xml",
		       "<Types xmlns=\"x\"><Override PartName=\"/word/document.xml\" ContentType=\"" TYPES
		       ".template.main+xml\"/></Types>",
		       ".dotx");
	expect_error(P("<![CDATA[{{judul}}]]>"), "CDATA");
	expect_error(
		"<w:p><w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\x</w:instrText></w:r></w:p>",
		"kode bidang Word \"DDEAUTO\"");
	expect_error("<w:p><w:fldSimple w:instr=\" INCLUDEPICTURE http://x \"/></w:p>", "INCLUDEPICTURE");
}

static void test_harmless_things_pass(void **state)
{
	static char room[4096];
	struct docx_template *t;
	struct padan_arena arena;
	struct made m;
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	make(&m, room, sizeof(room), "<w:p><w:fldSimple w:instr=\" PAGE \\* MERGEFORMAT \"/></w:p>");
	add(&m, "word/_rels/document.xml.rels", RELS(REL("hyperlink", "https://pareparekota.go.id", "External")));
	add(&m, "word/_rels/settings.xml.rels", RELS(REL("attachedTemplate", "file:///C:/Normal.dotm", "External")));
	add(&m, "word/settings.xml",
	    "<w:settings xmlns:w=\"" W
	    "\" xmlns:r=\"r\"><w:zoom/><w:attachedTemplate r:id=\"r1\"/><w:x/></w:settings>");
	if (compile(&t, &m, NULL, &arena, &e))
		fail_msg("%s", e.text);
	/* Word's memory of its own template is taken out on both sides */
	assert_string_equal(m.part[3].bytes.p, RELS(""));
	assert_string_equal(m.part[4].bytes.p,
			    "<w:settings xmlns:w=\"" W "\" xmlns:r=\"r\"><w:zoom/><w:x/></w:settings>");
	padan_arena_done(&arena);
}

/* --- archives
 * ----------------------------------------------------------------------------------------------------------------- */

static void expect_archive(span bytes, const char *words)
{
	struct padan_arena arena;
	struct docx_package k;
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(docx_package_read(&k, bytes, &arena, &e), ERR_USAGE);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" not in \"%s\"", words, e.text);
	padan_arena_done(&arena);
}

static void archive_of(const char *name, const void *p, size_t n, struct buf *out)
{
	struct err e;
	zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	zip_file_add(z, "[Content_Types].xml", zip_source_buffer(z, types, sizeof(types) - 1, 0), 0);
	zip_file_add(z, name, zip_source_buffer(z, p, n, 0), 0);
	assert_int_equal(zip_close(z), 0);
	buf_init(out, NULL, 1 << 24);
	assert_int_equal(file_read(seams_real(), path, 1 << 24, out, &e), 0);
}

static void test_hostile_archives_are_refused(void **state)
{
	static const char *const names[] = { "../x.xml", "word/../../x.xml", "/etc/passwd", "word\\x.xml", "C:/x.xml" };
	size_t big = (size_t)(LIM_DOCX_PART) + 1;
	char *zeros = calloc(1, big);
	struct buf b;

	(void)state;
	expect_archive(SPAN(""), "bukan dokumen Word");
	expect_archive(SPAN("PK\003\004 terpotong"), "bukan berkas .docx");
	expect_archive(SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ..."), "sandi atau berformat .doc lama");
	expect_archive(SPAN("{\\rtf1}"), ".rtf");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		archive_of(names[i], "<a/>", 4, &b);
		expect_archive(buf_as_span(&b), "nama berkas yang tidak wajar");
		buf_done(&b);
	}
	archive_of("word/media/bom.bin", zeros, big, &b);
	assert_true(b.n < 100000);
	expect_archive(buf_as_span(&b), "melebihi batas");
	buf_done(&b);
	archive_of("word/x.xml", "<a/>", 4, &b);
	expect_archive(buf_as_span(&b), "bagian dokumennya tidak ada");
	b.n -= 30; /* torn */
	expect_archive(buf_as_span(&b), "tidak utuh");
	buf_done(&b);
	free(zeros);
}

/* --- bytes, memory, disk
 * ---------------------------------------------------------------------------------------------------------- */

static void test_equal_values_equal_bytes(void **state)
{
	struct world w = { .people = 5 };
	struct buf a, b;
	struct err e;

	(void)state;
	buf_init(&a, NULL, 1 << 20);
	buf_init(&b, NULL, 1 << 20);
	free(fill(P("{{#orang}}{{nama}}{{/orang}}"), &w));
	assert_int_equal(file_read(seams_real(), path, 1 << 20, &a, &e), 0);
	free(fill(P("{{#orang}}{{nama}}{{/orang}}"), &w));
	assert_int_equal(file_read(seams_real(), path, 1 << 20, &b, &e), 0);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_done(&a);
	buf_done(&b);
}

struct poor {
	long left;
};

static void *poor_resize(void *ctx, void *p, size_t old, size_t size)
{
	struct poor *poor = ctx;

	if (size && poor->left-- <= 0)
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static void test_refused_memory_is_an_error(void **state)
{
	static char room[4096];
	struct world w = { .people = 3 };
	const struct docx_data data = { world_next, world_value, &w };
	int rc = ERR_MACHINE;
	long n = 0;

	(void)state;
	for (; rc && n < 400; n++) {
		struct poor poor = { n };
		const struct padan_alloc alloc = { poor_resize, &poor };
		struct seams s = *seams_real();
		struct docx_package *k;
		struct docx_template *t;
		struct padan_arena arena;
		struct made m;
		struct err e = { 0 };

		s.alloc = &alloc;
		padan_arena_init(&arena, &alloc, 0);
		make(&m, room, sizeof(room), P("{{#orang}}") P("{{nama}}{{?judul}}x{{/judul}}") P("{{/orang}}"));
		k = padan_arena_zero(&arena, sizeof(*k));
		rc = ERR_MACHINE;
		if (k) {
			*k = (struct docx_package){ m.part, m.n };
			rc = docx_package_check(k, &arena, &e);
		}
		if (k && !rc)
			rc = docx_compile(&t, k, &schema, NULL, "coba.docx", &arena, &e);
		if (k && !rc)
			rc = docx_fill(t, &data, &s, path, date_of(2025, 5, 1), &e);
		assert_true(rc == 0 || rc == ERR_MACHINE);
		padan_arena_done(&arena);
	}
	assert_int_equal(rc, 0);
	assert_true(n > 4);
}

static int make_path(void **state)
{
	(void)state;
	snprintf(path, sizeof(path), "/tmp/lindung-docx-%d.docx", (int)getpid());
	return 0;
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_are_inert),
		cmocka_unit_test(test_torn_marks_are_read),
		cmocka_unit_test(test_rows_repeat),
		cmocka_unit_test(test_paragraphs_repeat),
		cmocka_unit_test(test_words_repeat),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_what_is_no_mark_stays),
		cmocka_unit_test(test_wrong_marks_say_what_is_wrong),
		cmocka_unit_test(test_wanted_fields),
		cmocka_unit_test(test_hostile_parts_are_refused),
		cmocka_unit_test(test_harmless_things_pass),
		cmocka_unit_test(test_hostile_archives_are_refused),
		cmocka_unit_test(test_equal_values_equal_bytes),
		cmocka_unit_test(test_refused_memory_is_an_error),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
