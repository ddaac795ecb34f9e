/* SPDX-License-Identifier: EUPL-1.2
 *
 * The JSON reader against the JSONTestSuite, and the model file: what is written comes back.
 */
#include "../src/json.h"
#include "check.h"
#include <dirent.h>
#include <padan/padan.h>

static bool whole(struct padan_span text)
{
	struct pd_json j;

	pd_json_begin(&j, text);
	return pd_json_skip(&j) && pd_json_end(&j);
}

static void json_suite(void **ctx)
{
	char folder[1024], path[2048], text[1 << 18];
	DIR *d = shared_path(folder, "corpora/JSONTestSuite/test_parsing") ? opendir(folder) : NULL;
	unsigned good = 0, bad = 0;

	(void)ctx;
	if (!d)
		skip();
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		FILE *f;
		size_t n;
		bool read;

		if (e->d_name[0] != 'y' && e->d_name[0] != 'n' && e->d_name[0] != 'i')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		f = fopen(path, "rb");
		assert_non_null(f);
		n = fread(text, 1, sizeof(text), f);
		fclose(f);
		read = whole((struct padan_span){ text, n });
		if ((e->d_name[0] == 'y' && !read) || (e->d_name[0] == 'n' && read))
			fail_msg("%s is %s", e->d_name, read ? "read" : "refused");
		good += e->d_name[0] == 'y';
		bad += e->d_name[0] == 'n';
	}
	closedir(d);
	assert_true(good > 50 && bad > 100);
}

static double number(const char *text)
{
	double x = -1;

	assert_non_null(pd_number(text, text + strlen(text), &x));
	return x;
}

static void json_numbers(void **ctx)
{
	char text[40];
	double x;

	(void)ctx;
	assert_true(number("0.1") == 0.1 && number("1e-5") == 1e-5 && number("123456789") == 123456789.0);
	assert_true(number("-2.5E+3") == -2500 && number("0.00204380317") == 0.00204380317);
	for (unsigned i = 0; i < 4; i++) {
		static const char *const none[] = { "x", "1.", "1e", "-" };

		assert_null(pd_number(none[i], none[i] + strlen(none[i]), &x));
	}
	/* Nine digits there and back: what a model file keeps. */
	for (unsigned i = 1; i < 20000; i += 7) {
		double y = 1.0 / i * (i % 3 ? 1 : 1e-7), z;

		snprintf(text, sizeof(text), "%.9g", y);
		z = number(text);
		assert_true(z > y * (1 - 1e-8) && z < y * (1 + 1e-8));
		snprintf(text, sizeof(text), "%.9g", z);
		assert_true(number(text) == z);
	}
}

static void json_text(void **ctx)
{
	struct pd_json j;
	char to[16];
	size_t n;

	(void)ctx;
	pd_json_begin(&j, PADAN_LIT(" \"a\\u00e9\\ud83d\\ude00\\n\" "));
	assert_true(pd_json_text(&j, to, sizeof(to), &n) && pd_json_end(&j));
	assert_int_equal(n, 8);
	assert_memory_equal(to, "a\xc3\xa9\xf0\x9f\x98\x80\n", 8);
	pd_json_begin(&j, PADAN_LIT("\"0123456789abcdef\""));
	assert_false(pd_json_text(&j, to, sizeof(to), &n));
	assert_non_null(j.why);
	pd_json_begin(&j, PADAN_LIT("{\n\n 1}"));
	assert_false(pd_json_skip(&j));
	assert_int_equal(pd_json_line(&j), 3);
}

static struct padan_recipe *guess(const char *csv)
{
	struct padan_table *t = NULL;
	struct padan_recipe *r = NULL;
	struct padan_error e;

	if (padan_table_parse(&t, padan_span_of(csv), "uji.csv", &e) != PADAN_OK ||
	    padan_table_choose_id(t, NULL, &e) != PADAN_OK || padan_recipe_guess(&r, t, NULL, &e) != PADAN_OK)
		fail_msg("%s", e.text);
	padan_table_free(t);
	return r;
}

static void model_comes_back(void **ctx)
{
	struct padan_recipe
		*r = guess("id,nik,nama,\"tgl \"\"lahir\"\"\",kel,kec\n1,7372010101800001,ANDI,1980-01-01,A,B\n"
			   "2,7372010101810001,BASO,1981-01-01,C,D\n"),
		*again;
	struct padan_error e;
	size_t n, m;
	char *text, *twice;

	(void)ctx;
	assert_int_equal(padan_recipe_add_label(r, PADAN_LIT("1\"\n"), PADAN_LIT("2"), true, &e), PADAN_OK);
	assert_int_equal(padan_recipe_add_label(r, PADAN_LIT("1\"\n"), PADAN_LIT("2"), true, &e), PADAN_OK);
	assert_int_equal(padan_recipe_labels(r), 1);
	text = padan_recipe_text(r, &n);
	assert_non_null(text);
	if (padan_recipe_parse(&again, (struct padan_span){ text, n }, "model", &e) != PADAN_OK)
		fail_msg("%s", e.text);
	twice = padan_recipe_text(again, &m);
	assert_int_equal(n, m);
	assert_memory_equal(text, twice, n);
	assert_string_equal(padan_recipe_label(again, 0).left, "1\"\n");
	assert_non_null(padan_recipe_model(again));
	/* Cut anywhere, it is refused with a line; nothing leaks, nothing crashes. */
	for (size_t cut = 0; cut + 2 < n; cut += 13) {
		struct padan_recipe *none;

		assert_int_equal(padan_recipe_parse(&none, (struct padan_span){ text, cut }, "model", &e),
				 PADAN_BAD_FILE);
		assert_null(none);
		assert_non_null(strstr(e.text, "model baris "));
	}
	free(text);
	free(twice);
	padan_recipe_free(r);
	padan_recipe_free(again);
}

static void labels_that_cannot_be(void **ctx)
{
	struct padan_recipe *r = guess("id,nama\n1,ANDI\n2,BASO\n");
	struct padan_error e;

	(void)ctx;
	assert_int_equal(padan_recipe_add_label(r, PADAN_LIT("1"), PADAN_LIT("2"), true, &e), PADAN_OK);
	assert_int_equal(padan_recipe_add_label(r, PADAN_LIT("3"), PADAN_LIT("2"), true, &e), PADAN_OK);
	assert_int_equal(padan_recipe_check_labels(r, true, &e), PADAN_OK);
	assert_int_equal(padan_recipe_add_label(r, PADAN_LIT("1"), PADAN_LIT("3"), false, &e), PADAN_OK);
	assert_int_equal(padan_recipe_check_labels(r, true, &e), PADAN_BAD_FILE);
	assert_non_null(strstr(e.text, "\"1\" dan \"3\""));
	/* On two sides 3 on the left is not 3 on the right. */
	assert_int_equal(padan_recipe_check_labels(r, false, &e), PADAN_OK);
	padan_recipe_free(r);
}

static void version_is_told(void **ctx)
{
	(void)ctx;
	assert_string_equal(padan_version(), "1.0.0");
	assert_true(padan_version_fits(PADAN_VERSION_MAJOR, PADAN_VERSION_MINOR));
	assert_false(padan_version_fits(PADAN_VERSION_MAJOR + 1, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_suite),
		cmocka_unit_test(json_numbers),
		cmocka_unit_test(json_text),
		cmocka_unit_test(model_comes_back),
		cmocka_unit_test(labels_that_cannot_be),
		cmocka_unit_test(version_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
