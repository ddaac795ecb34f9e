/* SPDX-License-Identifier: EUPL-1.2
 * Days, months and numbers as people write them. */
#include "check.h"

#include "web/form_text.h"

static void test_days(void **state)
{
	static const struct {
		const char *text, *iso;
	} cases[] = {
		{ "2025-05-02", "2025-05-02" },
		{ "02/05/2025", "2025-05-02" },
		{ "2/5/2025", "2025-05-02" },
		{ "2.5.2025", "2025-05-02" },
		{ "2-5-2025", "2025-05-02" },
		{ "2 Mei 2025", "2025-05-02" },
		{ " 2  mei  2025 ", "2025-05-02" },
		{ "2 May 2025", "2025-05-02" },
		{ "31 Agt 2025", "2025-08-31" },
		{ "1 Ags 2025", "2025-08-01" },
		{ "7 Nopember 2025", "2025-11-07" },
		{ "29/02/2024", "2024-02-29" },
		{ "2025/5/2", "2025-05-02" },
		{ "1 DESEMBER 2025", "2025-12-01" },
		{ "5 okt 2025", "2025-10-05" },
		{ "29/02/2025", "" },
		{ "31/04/2025", "" },
		{ "2/5/25", "" },
		{ "2 M 2025", "" },
		{ "2 Meiku 2025", "" },
		{ "13/13/2025", "" },
		{ "0/5/2025", "" },
		{ "2/5", "" },
		{ "", "" },
		{ "2/5/2025/1", "" },
		{ "02052025", "" },
		{ "2/005/2025", "" },
		{ "x/5/2025", "" },
		{ "2/5/20255", "" },
		{ "-/-/-", "" },
		{ "2 ju 2025", "" },
		{ "2/5/2025x", "" },
		{ "002/5/2025", "" },
		{ "2 Mei 0025", "" },
		{ "0025-05-02", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		date d = DATE_NONE;
		char iso[11];
		bool ok = form_day(padan_span_of(cases[i].text), &d);

		if (strcmp(date_iso(d, iso), cases[i].iso) != 0 || ok != (cases[i].iso[0] != '\0'))
			fail_msg("%s gives %s, not %s", cases[i].text, iso, cases[i].iso);
	}
}

static void test_months(void **state)
{
	static const struct {
		const char *text, *iso;
	} cases[] = {
		{ "2025-05", "2025-05" },
		{ "05/2025", "2025-05" },
		{ "Mei 2025", "2025-05" },
		{ "2025 mei", "2025-05" },
		{ "5-2025", "2025-05" },
		{ "2 Mei 2025", "2025-05" },
		{ "Mei", "" },
		{ "13/2025", "" },
		{ "0/2025", "" },
		{ "2025", "" },
		{ "", "" },
		{ "mei 25", "" },
		{ "5/20256", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		month m = MONTH_NONE;
		char iso[8] = "";
		bool ok = form_month(padan_span_of(cases[i].text), &m);

		if (ok)
			month_iso(m, iso);
		if (strcmp(iso, cases[i].iso) != 0)
			fail_msg("%s gives %s, not %s", cases[i].text, iso, cases[i].iso);
	}
}

static void test_canon(void **state)
{
	static const struct {
		enum field_type type;
		const char *text, *canon;
	} cases[] = {
		{ FIELD_number, "35.782", "35782" },
		{ FIELD_number, " 1.234.567 ", "1234567" },
		{ FIELD_number, "35782", "35782" },
		{ FIELD_number, "35.78", "35.78" },
		{ FIELD_number, "35.7a2", "35.7a2" },
		{ FIELD_number,
		  "35.\v"
		  "12",
		  "35.\v"
		  "12" },
		{ FIELD_number, "3578.200", "3578.200" },
		{ FIELD_number, "1.23.456", "1.23.456" },
		{ FIELD_number, ".123", ".123" },
		{ FIELD_number, "12..345", "12..345" },
		{ FIELD_day, "2 Mei 2025", "2025-05-02" },
		{ FIELD_day, "kemarin", "kemarin" },
		{ FIELD_month, "5/2025", "2025-05" },
		{ FIELD_text, " Siti ", "Siti" },
	};
	char scratch[FORM_CANON];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct field f = { .type = cases[i].type };
		span s = form_canon(&f, padan_span_of(cases[i].text), scratch);

		if (!padan_span_eq(s, padan_span_of(cases[i].canon)))
			fail_msg("%s gives %.*s, not %s", cases[i].text, (int)s.n, s.p, cases[i].canon);
	}
}

static void test_words(void **state)
{
	static const char *const cases[][2] = {
		{ "lihat: lindung decree list", "lihat: \"Daftar rancangan dan SK\"" },
		{ "bila --lama lebih\ndari 1", "bila \"Banyaknya bulan\" lebih dari 1" },
		{ "--tidak-ada dan lindung apa", "--tidak-ada dan lindung apa" },
		{ "a -- b", "a -- b" },
	};
	const struct use_case *uc = use_case_find(SPAN("compute iuran"));

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b;

		buf_init(&b, &padan_alloc_libc, 1000);
		form_words(uc->in, padan_span_of(cases[i][0]), &b);
		assert_string_equal(b.p, cases[i][1]);
		buf_done(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_canon),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
