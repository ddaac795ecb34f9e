/* SPDX-License-Identifier: EUPL-1.2
 * Workbooks read back by libzip and expat; PDF files by their own cross-reference. */
#include "check.h"
#include "tabular/out_text.h"
#include "tabular/pdf_table.h"
#include "tabular/xlsx_out.h"

#include <expat.h>
#include <zip.h>

static char path[256];

static int make_path(void **state)
{
	(void)state;
	snprintf(path, sizeof(path), "/tmp/lindung-book-%d", (int)getpid());
	return 0;
}

static int remove_path(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

static void slurp(const char *name, struct buf *out)
{
	struct err e;

	buf_init(out, NULL, (size_t)64 << 20);
	assert_int_equal(file_read(seams_real(), name, (size_t)64 << 20, out, &e), 0);
}

/* One part of the workbook; libzip checks its CRC. */
static void part(const char *name, struct buf *out)
{
	char chunk[4096];
	zip_t *z = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
	zip_file_t *f;
	zip_int64_t n;

	assert_non_null(z);
	f = zip_fopen(z, name, 0);
	assert_non_null(f);
	buf_init(out, NULL, (size_t)64 << 20);
	while ((n = zip_fread(f, chunk, sizeof(chunk))) > 0)
		buf_put(out, chunk, (size_t)n);
	assert_int_equal(n, 0);
	zip_fclose(f);
	zip_discard(z);
}

/* Texts of <t>, each ended by 0x1e; every cell's style and place are counted. */
struct texts {
	struct buf all;
	bool in_text;
	int cells, formulas;
};

static void XMLCALL on_start(void *ctx, const char *name, const char **att)
{
	struct texts *t = ctx;

	(void)att;
	t->in_text = strcmp(name, "t") == 0;
	t->cells += strcmp(name, "c") == 0;
	t->formulas += strcmp(name, "f") == 0;
}

static void XMLCALL on_end(void *ctx, const char *name)
{
	struct texts *t = ctx;

	if (strcmp(name, "t") == 0)
		buf_putc(&t->all, 0x1e);
	t->in_text = false;
}

static void XMLCALL on_text(void *ctx, const char *s, int n)
{
	struct texts *t = ctx;

	if (t->in_text)
		buf_put(&t->all, s, (size_t)n);
}

static void read_texts(struct texts *t, const char *name)
{
	XML_Parser p = XML_ParserCreate("UTF-8");
	struct buf xml;

	*t = (struct texts){ .cells = 0 };
	buf_init(&t->all, NULL, (size_t)64 << 20);
	part(name, &xml);
	XML_SetUserData(p, t);
	XML_SetElementHandler(p, on_start, on_end);
	XML_SetCharacterDataHandler(p, on_text);
	assert_int_equal(XML_Parse(p, xml.p, (int)xml.n, 1), XML_STATUS_OK);
	XML_ParserFree(p);
	buf_done(&xml);
}

static const struct xlsx_column two[] = { { "Nama", 20, XLSX_TEXT }, { "Jumlah", 10, XLSX_RUPIAH } };

static void write_lines(const struct buf *lines, size_t *n)
{
	struct xlsx_out x;
	struct err e;

	*n = 0;
	assert_int_equal(xlsx_open(&x, seams_real(), path, date_of(2025, 5, 1), 1, &e), 0);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Uji", .columns = two, .ncolumns = 2 });
	for (const char *p = lines->p, *end = p + lines->n; p < end;) {
		size_t len = strcspn(p, "\n");

		if (len && p[0] != '#') {
			xlsx_text(&x, (span){ p, len });
			xlsx_i64(&x, (int64_t)++ * n);
			xlsx_end(&x);
		}
		p += len + 1;
	}
	assert_int_equal(xlsx_close(&x, &e), 0);
}

/* What a cell must read back as: the same, but for the apostrophe, characters that XML cannot hold, and escapes. */
static bool same(const char *p, size_t n, span was)
{
	if (formula_in_xlsx(was)) {
		if (n == 0 || *p != '\'')
			return false;
		p++;
		n--;
	}
	if (memmem(was.p, was.n, "_x", 2) || memmem(was.p, was.n, "\xef\xbf\xbe", 3))
		return n > 0; /* U+FFFE and control characters become U+FFFD */
	for (size_t i = 0; i < was.n; i++)
		if ((unsigned char)was.p[i] < 0x20)
			return n > 0;
	return n == was.n && memcmp(p, was.p, n) == 0;
}

static void test_naughty_strings(void **state)
{
	char dir[1024], file[1100];
	struct buf lines;
	struct texts t;
	size_t n = 0, seen = 0;
	const char *at;

	(void)state;
	if (!shared_path(dir, "corpora/blns")) {
		skip();
		return;
	}
	snprintf(file, sizeof(file), "%s/blns.txt", dir);
	slurp(file, &lines);
	write_lines(&lines, &n);
	assert_true(n > 300);
	read_texts(&t, "xl/worksheets/sheet1.xml");
	assert_int_equal(t.formulas, 0);
	assert_int_equal(t.cells, 2 * (n + 1));
	at = strchr(strchr(t.all.p, 0x1e) + 1, 0x1e) + 1;
	for (const char *p = lines.p, *end = p + lines.n; p < end;) {
		size_t len = strcspn(p, "\n");

		if (len && p[0] != '#') {
			size_t got = strcspn(at, "\x1e");

			assert_true(same(at, got, (span){ p, len }));
			at += got + 1;
			seen++;
		}
		p += len + 1;
	}
	assert_int_equal(seen, n);
	buf_done(&t.all);
	buf_done(&lines);
}

static void test_wide_and_long(void **state)
{
	static struct xlsx_column columns[XLSX_COLUMNS];
	static char big[40000];
	struct xlsx_out x;
	struct texts t;
	struct buf xml;
	struct err e;

	(void)state;
	memset(big, 'a', sizeof(big));
	for (int i = 0; i < XLSX_COLUMNS; i++)
		columns[i] = (struct xlsx_column){ "k", 8, XLSX_TEXT };
	assert_int_equal(xlsx_open(&x, seams_real(), path, date_of(2025, 5, 1), 2, &e), 0);
	xlsx_sheet(&x,
		   &(struct xlsx_sheet){ .name = "Lebar", .columns = columns, .ncolumns = XLSX_COLUMNS, .frozen = 2 });
	for (int i = 0; i < XLSX_COLUMNS; i++)
		xlsx_text(&x, (span){ big, i ? 100 : sizeof(big) });
	xlsx_end(&x);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Kedua", .columns = two, .ncolumns = 2 });
	xlsx_line(&x, 1, XLSX_STRONG, SPAN("catatan"));
	assert_int_equal(xlsx_close(&x, &e), 0);
	read_texts(&t, "xl/worksheets/sheet1.xml");
	assert_int_equal(t.cells, 2 * XLSX_COLUMNS);
	part("xl/worksheets/sheet1.xml", &xml);
	assert_non_null(memmem(xml.p, xml.n, "\"SR2\"", 5)); /* column 512 */
	assert_null(memmem(xml.p, xml.n, "\"SA3\"", 5));
	assert_true(t.all.n < 40000 + 520 * 103);
	buf_done(&xml);
	buf_done(&t.all);
	part("xl/workbook.xml", &xml);
	assert_non_null(strstr(xml.p, "'Lebar'!$A:$B,'Lebar'!$1:$1"));
	assert_non_null(strstr(xml.p, "'Kedua'!$A$1:$B$1"));
	buf_done(&xml);
}

static void test_misuse_fails(void **state)
{
	struct xlsx_out x;
	struct err e;

	(void)state;
	assert_int_equal(xlsx_open(&x, seams_real(), path, date_of(2025, 5, 1), 1, &e), 0);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Uji", .columns = two, .ncolumns = 2 });
	for (int i = 0; i < 3; i++)
		xlsx_i64(&x, i); /* one cell too many */
	assert_int_equal(xlsx_close(&x, &e), ERR_MACHINE);
	assert_int_equal(xlsx_open(&x, seams_real(), path, date_of(2025, 5, 1), 2, &e), 0);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Uji", .columns = two, .ncolumns = 2 });
	assert_int_equal(xlsx_close(&x, &e), ERR_MACHINE); /* a sheet is missing */
	assert_int_equal(xlsx_open(&x, seams_real(), "/tidak/ada/x.xlsx", date_of(2025, 5, 1), 1, &e), ERR_MACHINE);
}

static void test_every_part_is_sound_xml(void **state)
{
	const span above[] = { SPAN("Judul & <tanda> \"petik\""), SPAN("baris kedua") };
	struct xlsx_out x;
	struct err e;
	zip_t *z;

	(void)state;
	assert_int_equal(xlsx_open(&x, seams_real(), path, date_of(1979, 5, 1), 2, &e), 0);
	for (int i = 0; i < 2; i++) {
		xlsx_sheet(&x, &(struct xlsx_sheet){ .name = i ? "A & B <c>" : "Biasa",
						     .above = above,
						     .nabove = 2,
						     .columns = two,
						     .ncolumns = 2,
						     .mark = "A & B",
						     .foot = "<kaki>" });
		xlsx_text(&x, SPAN("isi\nbaris\ttab\r"));
		xlsx_end(&x);
	}
	assert_int_equal(xlsx_close(&x, &e), 0);
	z = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
	assert_non_null(z);
	assert_int_equal(zip_get_num_entries(z, 0), 9);
	for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
		struct texts t;

		read_texts(&t, zip_get_name(z, (zip_uint64_t)i, 0));
		buf_done(&t.all);
	}
	zip_discard(z);
}

static void test_choices(void **state)
{
	const span few[] = { SPAN("7372010101800001"), SPAN("TOLAK") }, comma[] = { SPAN("a,b") };
	struct xlsx_out x;
	struct buf xml;
	struct err e;

	(void)state;
	assert_int_equal(xlsx_open(&x, seams_real(), path, date_of(2025, 5, 1), 1, &e), 0);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Uji", .columns = two, .ncolumns = 2 });
	xlsx_choice(&x, few, 2);
	xlsx_end(&x);
	xlsx_choice(&x, comma, 1);
	xlsx_end(&x);
	assert_int_equal(xlsx_close(&x, &e), 0);
	part("xl/worksheets/sheet1.xml", &xml);
	assert_non_null(strstr(xml.p, "<dataValidations count=\"1\">"));
	assert_non_null(strstr(xml.p, "sqref=\"A2\"><formula1>\"7372010101800001,TOLAK\"</formula1>"));
	buf_done(&xml);
}

/* --- PDF --- */

static void test_pieces(void **state)
{
	bool simple;

	(void)state;
	assert_int_equal(pdf_code('A'), 'A');
	assert_int_equal(pdf_code(0x20ac), 0x80);
	assert_int_equal(pdf_code(0x81), 0);
	assert_int_equal(pdf_code(0x0645), 0);
	assert_int_equal(pdf_piece(SPAN("abc \xe2\x80\x93 \xd9\x85\xd8\xad x"), &simple), 8);
	assert_true(simple);
	assert_int_equal(pdf_piece(SPAN("\xd9\x85\xd8\xad x"), &simple), 4);
	assert_false(simple);
	assert_int_equal(pdf_piece(SPAN("\xff\xff"), &simple), 2);
	assert_false(simple);
}

/* Every entry in use of the cross-reference leads to "N 0 obj". */
static int check_xref(const struct buf *f)
{
	const char *p = strstr(f->p + f->n - 40, "startxref\n"), *x;
	long objects, used = 0;

	assert_non_null(p);
	x = f->p + strtol(p + 10, NULL, 10);
	assert_memory_equal(x, "xref\n0 ", 7);
	objects = strtol(x + 7, NULL, 10);
	x = strchr(x + 7, '\n') + 1;
	for (long i = 0; i < objects; i++, x += 20) {
		char want[32];

		if (x[17] != 'n')
			continue;
		snprintf(want, sizeof(want), "%ld 0 obj\n", i);
		assert_memory_equal(f->p + strtol(x, NULL, 10), want, strlen(want));
		used++;
	}
	assert_memory_equal(x, "trailer", 7);
	return (int)used;
}

static void make_pdf(const char *watermark, int rows)
{
	static const struct pdf_column columns[] = { { "Satu", PDF_MM(30), PDF_LEFT },
						     { "Dua", PDF_MM(20), PDF_RIGHT } };
	struct pdf_spec spec = { .width = PDF_F4_SHORT,
				 .height = PDF_F4_LONG,
				 .title = "Uji",
				 .watermark = watermark,
				 .day = date_of(2025, 5, 1) };
	struct pdf_sheet t;
	struct pdf_out *p;
	struct err e;
	static char word[3000];

	memset(word, 'W', sizeof(word));
	assert_int_equal(pdf_open(&p, seams_real(), path, &spec, &e), 0);
	pdf_sheet_begin(&t, p, PDF_MM(15), 900);
	pdf_table_begin(&t, columns, 2);
	for (int i = 0; i < rows; i++)
		pdf_table_row(
			&t, (const span[]){ { word, i == 5 ? sizeof(word) : 8 }, SPAN("(\\) \xd9\x85\xd8\xad \xff") });
	pdf_table_end(&t);
	assert_true(pdf_pages(p) >= 1);
	assert_int_equal(pdf_close(p, &e), 0);
}

static void test_pdf_is_sound_and_stable(void **state)
{
	struct buf one, two_;

	(void)state;
	make_pdf("RANCANGAN", 200);
	slurp(path, &one);
	assert_true(check_xref(&one) > 20);
	make_pdf("RANCANGAN", 200);
	slurp(path, &two_);
	assert_int_equal(one.n, two_.n);
	assert_memory_equal(one.p, two_.p, one.n);
	buf_done(&two_);
	make_pdf(NULL, 0);
	slurp(path, &two_);
	assert_true(check_xref(&two_) > 8);
	assert_null(memmem(two_.p, two_.n, "/XObject", 8));
	buf_done(&two_);
	buf_done(&one);
}

/* A cell as long as a cell can be, in one word and in letters that must be shaped: a matter of milliseconds. */
static void test_a_huge_word_is_no_trap(void **state)
{
	static const struct pdf_column columns[] = { { "Satu", PDF_MM(30), PDF_LEFT },
						     { "Dua", PDF_MM(20), PDF_RIGHT } };
	struct pdf_spec spec = {
		.width = PDF_F4_SHORT, .height = PDF_F4_LONG, .title = "Uji", .day = date_of(2025, 5, 1)
	};
	static char latin[32000], arabic[32000];
	int64_t from = seams_real()->monotonic_us(NULL);
	struct pdf_sheet t;
	struct pdf_out *p;
	struct err e;

	(void)state;
	memset(latin, 'W', sizeof(latin));
	for (size_t i = 0; i < sizeof(arabic); i += 2)
		memcpy(arabic + i, "\xd9\x85", 2);
	assert_int_equal(pdf_open(&p, seams_real(), path, &spec, &e), 0);
	pdf_sheet_begin(&t, p, PDF_MM(15), 900);
	pdf_table_begin(&t, columns, 2);
	pdf_table_row(&t, (const span[]){ { latin, sizeof(latin) }, { arabic, sizeof(arabic) } });
	pdf_table_end(&t);
	assert_int_equal(pdf_close(p, &e), 0);
	print_message("# %lld ms\n", (long long)(seams_real()->monotonic_us(NULL) - from) / 1000);
	assert_true(seams_real()->monotonic_us(NULL) - from < 8000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_naughty_strings),
		cmocka_unit_test(test_wide_and_long),
		cmocka_unit_test(test_misuse_fails),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_every_part_is_sound_xml),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_a_huge_word_is_no_trap),
		cmocka_unit_test(test_pdf_is_sound_and_stable),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
