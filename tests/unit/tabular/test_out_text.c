/* SPDX-License-Identifier: EUPL-1.2
 * The writers of text: CSV read back by libcsv, JSON read back by json-c, hostile cells disarmed. */
#include "check.h"
#include "tabular/csv_out.h"
#include "tabular/json_out.h"
#include "tabular/out_text.h"

#include <csv.h>
#include <json-c/json.h>
#include <time.h>

static const char *scratch(char out[256], const char *name)
{
	snprintf(out, 256, "/tmp/lindung-out-%d-%s", (int)getpid(), name);
	return out;
}

static void slurp(const char *path, struct buf *out)
{
	struct err e;

	buf_init(out, NULL, (size_t)64 << 20);
	assert_int_equal(file_read(seams_real(), path, (size_t)64 << 20, out, &e), 0);
}

/* Cells as libcsv finds them, joined by '\x1f', rows by '\x1e'. */
static void cell_cb(void *p, size_t n, void *ctx)
{
	buf_put(ctx, p, n);
	buf_putc(ctx, 0x1f);
}

static void row_cb(int c, void *ctx)
{
	(void)c;
	buf_putc(ctx, 0x1e);
}

static void read_csv(const char *path, struct buf *out)
{
	struct csv_parser p;
	struct buf bytes;

	slurp(path, &bytes);
	buf_init(out, NULL, (size_t)64 << 20);
	assert_int_equal(csv_init(&p, CSV_STRICT | CSV_STRICT_FINI), 0);
	assert_int_equal(csv_parse(&p, bytes.p, bytes.n, cell_cb, row_cb, out), bytes.n);
	assert_int_equal(csv_fini(&p, cell_cb, row_cb, out), 0);
	csv_free(&p);
	buf_done(&bytes);
}

static void test_csv_comes_back(void **state)
{
	static const char *const cells[] = { "a",	    "",	      "dua,kata", "kutip \"ganda\"",
					     "baris\nbaru", " tepi ", "Pa'batang" };
	char path[256];
	struct out_file f;
	struct csv_out c;
	struct buf got, want;
	struct err e;

	(void)state;
	assert_int_equal(out_open(&f, seams_real(), scratch(path, "a.csv"), &e), 0);
	csv_begin(&c, &f);
	buf_init(&want, NULL, 4096);
	for (int twice = 0; twice < 2; twice++) {
		for (size_t i = 0; i < 7; i++) {
			if (twice)
				csv_outside(&c, padan_span_of(cells[i]));
			else
				csv_own(&c, padan_span_of(cells[i]));
			buf_puts(&want, cells[i]);
			buf_putc(&want, 0x1f);
		}
		csv_decimal(&c, -31250, 3);
		csv_end(&c);
		buf_puts(&want, "-31.250\x1f\x1e");
	}
	assert_int_equal(out_close(&f, &e), 0);
	read_csv(path, &got);
	assert_string_equal(got.p, want.p);
	unlink(path);
	buf_done(&got);
	buf_done(&want);
}

static void test_decimals(void **state)
{
	static const struct {
		int64_t v;
		int places;
		const char *text;
	} cases[] = { { 9987, 4, "0.9987" },
		      { 10000, 4, "1.0000" },
		      { 0, 4, "0.0000" },
		      { -1, 3, "-0.001" },
		      { 12, 0, "12" },
		      { -12345, 3, "-12.345" },
		      { INT64_MIN, 3, "-9223372036854775.808" } };
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text[decimal_put(text, cases[i].v, cases[i].places, '.')] = '\0';
		assert_string_equal(text, cases[i].text);
	}
}

/* A cell as it stands in the file, without quotes around it. */
static void outside_cell(span s, struct buf *out)
{
	char path[256];
	struct out_file f;
	struct csv_out c;
	struct err e;

	assert_int_equal(out_open(&f, seams_real(), scratch(path, "f.csv"), &e), 0);
	csv_begin(&c, &f);
	csv_outside(&c, s);
	csv_end(&c);
	assert_int_equal(out_close(&f, &e), 0);
	read_csv(path, out);
	unlink(path);
}

static bool begins_with_formula(const char *p)
{
	return *p && strchr("=+-@\t\r", *p) && strcmp(p, "-\x1f\x1e") != 0;
}

static void test_known_formulas_are_disarmed(void **state)
{
	char dir[1024], path[1100];
	struct buf lines, got;
	size_t seen = 0;

	(void)state;
	if (!shared_path(dir, "corpora/csvinj-payloadbox")) {
		skip();
		return;
	}
	snprintf(path, sizeof(path), "%s/Intruder/csv-payload.txt", dir);
	slurp(path, &lines);
	for (char *p = lines.p, *end; *p; p = end) {
		size_t n = strcspn(p, "\r\n");

		end = p + n + strspn(p + n, "\r\n");
		outside_cell((span){ p, n }, &got);
		assert_false(begins_with_formula(got.p));
		assert_non_null(memmem(got.p, got.n, p + 1, n ? n - 1 : 0));
		buf_done(&got);
		seen += n > 0;
	}
	assert_true(seen >= 5);
	buf_done(&lines);
}

static void test_formula_rule(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = { { "=1+1", "'=1+1" },
		      { "-", "-" },
		      { "---", "---" },
		      { "-1", "'-1" },
		      { "+62812", "'+62812" },
		      { "@SUM(A1)", "'@SUM(A1)" },
		      { "\t=1", "'\t'=1" },
		      { "7372", "7372" },
		      { "A;=1+1", "A;'=1+1" },
		      { "A; =1", "A; '=1" },
		      { "A|@x", "A|'@x" },
		      { "NUR-AINI", "NUR-AINI" },
		      { "a\n=b", "a\n'=b" },
		      { "\xef\xbc\x9d"
			"1",
			"'\xef\xbc\x9d"
			"1" },
		      { "rusak \xff", "rusak \xef\xbf\xbd" } };
	struct buf got;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		outside_cell(padan_span_of(cases[i].in), &got);
		got.p[got.n - 2] = '\0';
		assert_string_equal(got.p, cases[i].out);
		buf_done(&got);
	}
	assert_true(formula_in_xlsx(SPAN("=1")));
	assert_true(formula_in_xlsx(SPAN("+cmd|x")));
	assert_false(formula_in_xlsx(SPAN("+62 812-3456")));
	assert_false(formula_in_xlsx(SPAN("-")));
}

static void test_utf8(void **state)
{
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
					   "\xf5", "\xe2\x82" };
	uint32_t cp = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(utf8_char(padan_span_of(bad[i]), &cp), 0);
	assert_int_equal(utf8_char(SPAN("\xf0\x9f\x98\x80"), &cp), 4);
	assert_int_equal(cp, 0x1f600);
}

static void test_json_comes_back(void **state)
{
	struct buf b;
	struct json_out j;
	struct json_object *o, *v;

	(void)state;
	buf_init(&b, NULL, 4096);
	jout_to_buf(&j, &b);
	jout_object(&j);
	jout_put_text(&j, "nama \"x\"\n", SPAN("\\ \t\x01 \xff \xd9\x85 </script>"));
	jout_key(&j, "daftar");
	jout_array(&j);
	jout_i64(&j, INT64_MIN);
	jout_decimal(&j, -5, 3);
	jout_bool(&j, true);
	jout_null(&j);
	jout_array(&j);
	jout_end(&j);
	jout_end(&j);
	jout_end(&j);
	assert_true(jout_finish(&j));
	o = json_tokener_parse(b.p);
	assert_non_null(o);
	assert_true(json_object_object_get_ex(o, "nama \"x\"\n", &v));
	assert_string_equal(json_object_get_string(v), "\\ \t\x01 \xef\xbf\xbd \xd9\x85 </script>");
	assert_true(json_object_object_get_ex(o, "daftar", &v));
	assert_int_equal(json_object_array_length(v), 5);
	assert_true(json_object_get_int64(json_object_array_get_idx(v, 0)) == INT64_MIN);
	assert_string_equal(json_object_get_string(json_object_array_get_idx(v, 1)), "-0.005");
	json_object_put(o);
	buf_done(&b);
}

static void test_json_misuse_is_told(void **state)
{
	struct buf b;
	struct json_out j;

	(void)state;
	buf_init(&b, NULL, 1 << 16);
	jout_to_buf(&j, &b);
	jout_object(&j);
	jout_i64(&j, 1); /* a value without a key */
	jout_end(&j);
	assert_false(jout_finish(&j));
	jout_to_buf(&j, &b);
	jout_array(&j);
	assert_false(jout_finish(&j)); /* not closed */
	jout_to_buf(&j, &b);
	jout_end(&j);
	assert_false(jout_finish(&j));
	jout_to_buf(&j, &b);
	for (int i = 0; i < 40; i++)
		jout_array(&j);
	for (int i = 0; i < 40; i++)
		jout_end(&j);
	assert_false(jout_finish(&j)); /* too deep */
	buf_done(&b);
}

/* A hundred thousand rows; the wall is far above what they take, so that a busy machine does not fail. */
static void test_csv_is_quick(void **state)
{
	char path[256];
	struct out_file f;
	struct csv_out c;
	struct err e;
	int64_t from = seams_real()->monotonic_us(NULL), took;

	(void)state;
	assert_int_equal(out_open(&f, seams_real(), scratch(path, "q.csv"), &e), 0);
	csv_begin(&c, &f);
	for (int64_t i = 0; i < 100000; i++) {
		csv_outside(&c, SPAN("usulan_dinas.csv"));
		csv_i64(&c, i);
		csv_outside(&c, SPAN("7372021505800001"));
		csv_outside(&c, SPAN("MUHAMMAD ARSYAD"));
		csv_decimal(&c, 9987, 4);
		csv_own(&c, SPAN("terpilih"));
		csv_i64(&c, 134400);
		csv_end(&c);
	}
	assert_int_equal(out_close(&f, &e), 0);
	took = seams_real()->monotonic_us(NULL) - from;
	print_message("# 100.000 baris CSV: %lld ms\n", (long long)took / 1000);
	assert_true(took < 2000000);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_comes_back),
		cmocka_unit_test(test_decimals),
		cmocka_unit_test(test_known_formulas_are_disarmed),
		cmocka_unit_test(test_formula_rule),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_json_comes_back),
		cmocka_unit_test(test_json_misuse_is_told),
		cmocka_unit_test(test_csv_is_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
