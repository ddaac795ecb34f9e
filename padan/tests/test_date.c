/* SPDX-License-Identifier: EUPL-1.2
 * Dates as lists write them. */
#include "check.h"
#include <padan/date.h>

static const struct padan_date_opt plain = { .ref_year = 2025 };

enum { AMB = PADAN_DATE_AMBIGUOUS, SHORT = PADAN_DATE_SHORT_YEAR, DEF = PADAN_DATE_DEFAULT };

struct reading {
	const char *raw;
	unsigned kind;
	int y, m, d;
	unsigned flags;
};

static void check(const struct reading *c, const struct padan_date_opt *opt)
{
	struct padan_date d;

	padan_date_parse(&d, padan_span_of(c->raw), opt);
	if (d.kind != c->kind || d.y != c->y || d.m != c->m || d.d != c->d || d.flags != c->flags)
		fail_msg("%s: kind %u %d-%d-%d age %u flags %x", c->raw, d.kind, d.y, d.m, d.d, d.age, d.flags);
	assert_int_equal(d.day, d.kind == PADAN_DATE_DAY ? padan_day_of(c->y, c->m, c->d) : PADAN_DAY_NONE);
}

static void date_notations(void **ctx)
{
	static const struct reading cases[] = {
		{ "1980-08-17", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "1980/8/17", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17-08-1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ " 17/8/1980 ", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17.8.1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17 08 1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17 - 08 - 1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17\u201308\u20131980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "'17-08-1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17/08/80", PADAN_DATE_DAY, 1980, 8, 17, SHORT },
		{ "17/08/25", PADAN_DATE_DAY, 2025, 8, 17, SHORT },
		{ "17/08/26", PADAN_DATE_DAY, 1926, 8, 17, SHORT },
		{ "19800817", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17081980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "7081980", PADAN_DATE_DAY, 1980, 8, 7, 0 },
		{ "170880", PADAN_DATE_DAY, 1980, 8, 17, SHORT },
		{ "17 Agustus 1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17 AGUSTUS 1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17-Agu-80", PADAN_DATE_DAY, 1980, 8, 17, SHORT },
		{ "17-AUG-1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "17Agustus1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "August 17, 1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "1980 Agustus 17", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "1 Pebruari 1980", PADAN_DATE_DAY, 1980, 2, 1, 0 },
		{ "30 Nopember 1980", PADAN_DATE_DAY, 1980, 11, 30, 0 },
		{ "5 Mei 1980", PADAN_DATE_DAY, 1980, 5, 5, 0 },
		{ "Minggu, 17 Agustus 1980", PADAN_DATE_DAY, 1980, 8, 17, 0 },
		{ "1980-08-17T00:00:00Z", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_TIME },
		{ "1980-08-17 00:00:00.000", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_TIME },
		{ "17/08/1980 0:00", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_TIME },
		{ "8/17/1980 12:00:00 AM", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_TIME | PADAN_DATE_SWAPPED },
		{ "l7-O8-198O", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_LETTERS },
		{ "31-12-1980", PADAN_DATE_DAY, 1980, 12, 31, DEF },
		{ "1980-01-01", PADAN_DATE_DAY, 1980, 1, 1, DEF },
		{ "01-07-1980", PADAN_DATE_DAY, 1980, 7, 1, DEF | AMB },
		{ "05-03-1980", PADAN_DATE_DAY, 1980, 3, 5, AMB },
		{ "05-05-1980", PADAN_DATE_DAY, 1980, 5, 5, 0 },
		{ "1980-03-05", PADAN_DATE_DAY, 1980, 3, 5, 0 },
		{ "08/17/1980", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SWAPPED },
		{ "1980-17-08", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SWAPPED },
		{ "29-02-2000", PADAN_DATE_DAY, 2000, 2, 29, 0 },
		{ "17-08-2035", PADAN_DATE_DAY, 2035, 8, 17, PADAN_DATE_FUTURE },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], &plain);
}

static void date_no_days(void **ctx)
{
	static const struct reading cases[] = {
		{ "", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "-", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "NULL", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "0", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "00-00-0000", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "0000-00-00", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "00000000", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "tidak ada", PADAN_DATE_MISSING, 0, 0, 0, 0 },
		{ "1980", PADAN_DATE_YEAR, 1980, 0, 0, 0 },
		{ "tahun 1980", PADAN_DATE_YEAR, 1980, 0, 0, 0 },
		{ "00-00-1980", PADAN_DATE_YEAR, 1980, 0, 0, 0 },
		{ "1980-00-00", PADAN_DATE_YEAR, 1980, 0, 0, 0 },
		{ "08-1980", PADAN_DATE_MONTH, 1980, 8, 0, 0 },
		{ "1980-08", PADAN_DATE_MONTH, 1980, 8, 0, 0 },
		{ "Agustus 1980", PADAN_DATE_MONTH, 1980, 8, 0, 0 },
		{ "00-08-1980", PADAN_DATE_MONTH, 1980, 8, 0, 0 },
		{ "31-02-1980", PADAN_DATE_BAD, 1980, 2, 31, PADAN_DATE_IMPOSSIBLE },
		{ "29-02-1900", PADAN_DATE_BAD, 1900, 2, 29, PADAN_DATE_IMPOSSIBLE },
		{ "45-13-1980", PADAN_DATE_BAD, 1980, 13, 45, PADAN_DATE_IMPOSSIBLE },
		{ "17-00-1980", PADAN_DATE_BAD, 1980, 0, 17, PADAN_DATE_IMPOSSIBLE },
		{ "17 Agustus", PADAN_DATE_BAD, 0, 0, 0, 0 },
		{ "Parepare", PADAN_DATE_BAD, 0, 0, 0, 0 },
		{ "7372015708800001", PADAN_DATE_BAD, 0, 0, 0, 0 },
		{ "1-2-3-4-5-6-7-8-9-10", PADAN_DATE_BAD, 0, 0, 0, 0 },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], &plain);
}

static void date_ages(void **ctx)
{
	static const char *const texts[] = { "45",	"45 th",	  "45 thn",	      "45 tahun",
					     "umur 45", "usia: 45 tahun", "45 tahun 3 bulan", "45th" };
	struct padan_date d;

	(void)ctx;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		padan_date_parse(&d, padan_span_of(texts[i]), &plain);
		if (d.kind != PADAN_DATE_AGE || d.age != 45)
			fail_msg("%s: kind %u age %u", texts[i], d.kind, d.age);
	}
	padan_date_parse(&d, PADAN_LIT("451 tahun"), &plain);
	assert_int_equal(d.kind, PADAN_DATE_BAD);
}

static void date_serials(void **ctx)
{
	struct padan_date_opt number = plain, mac = plain;
	struct padan_date d;

	(void)ctx;
	number.numeric = mac.numeric = mac.epoch1904 = true;
	check(&(struct reading){ "29450", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SERIAL }, &number);
	check(&(struct reading){ "29450.0", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SERIAL }, &number);
	check(&(struct reading){ "29450,5", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SERIAL }, &number);
	check(&(struct reading){ "27988", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SERIAL }, &mac);
	check(&(struct reading){ "29450", PADAN_DATE_DAY, 1980, 8, 17, PADAN_DATE_SERIAL }, &plain); /* as text */
	check(&(struct reading){ "9999", PADAN_DATE_DAY, 1927, 5, 17, PADAN_DATE_SERIAL }, &number);
	check(&(struct reading){ "1980", PADAN_DATE_YEAR, 1980, 0, 0, 0 }, &number);
	check(&(struct reading){ "19800817", PADAN_DATE_DAY, 1980, 8, 17, 0 }, &number);
	check(&(struct reading){ "60000", PADAN_DATE_DAY, 2064, 4, 8, PADAN_DATE_SERIAL | PADAN_DATE_FUTURE }, &number);
	padan_date_parse(&d, PADAN_LIT("999999"), &number);
	assert_int_equal(d.kind, PADAN_DATE_BAD);
}

static void date_places(void **ctx)
{
	static const char *const texts[][2] = { { "Parepare, 17-08-1980", "Parepare" },
						{ "PARE-PARE/17-8-1980", "PARE-PARE" },
						{ "Pa\u2019batang 17 Agustus 1980", "Pa\u2019batang" },
						{ "Ujung Pandang , 17 08 1980", "Ujung Pandang" },
						{ "\u00C9t\u00E9: 17.08.1980", "\u00C9t\u00E9" } };
	struct padan_date d;

	(void)ctx;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		padan_date_parse(&d, padan_span_of(texts[i][0]), &plain);
		assert_int_equal(d.day, padan_day_of(1980, 8, 17));
		assert_int_equal(d.flags, PADAN_DATE_PLACE);
		assert_int_equal(d.place.n, strlen(texts[i][1]));
		assert_memory_equal(d.place.p, texts[i][1], d.place.n);
	}
}

static void date_order(void **ctx)
{
	static const char *const mdy[] = { "8/17/1980", "8/18/1980", "1/31/1975", "5/6/1970",  "Parepare, 12/25/1969",
					   "9/13/1980", "9/14/1980", "9/15/1980", "9/16/1980", "9/17/1980",
					   "9/18/1980" };
	struct padan_date_sniff s = { 0 };
	struct padan_date_opt opt = plain;
	struct padan_date d;

	(void)ctx;
	assert_int_equal(padan_date_sniff_order(&s), PADAN_ORDER_UNKNOWN);
	for (size_t i = 0; i < sizeof(mdy) / sizeof(mdy[0]); i++)
		padan_date_sniff_add(&s, padan_span_of(mdy[i]));
	padan_date_sniff_add(&s, PADAN_LIT("1980-08-17"));
	padan_date_sniff_add(&s, PADAN_LIT("17 Agustus 1980"));
	assert_int_equal(s.month_first, 10);
	assert_int_equal(s.either, 1);
	assert_int_equal(padan_date_sniff_order(&s), PADAN_ORDER_MDY);
	padan_date_sniff_add(&s, PADAN_LIT("17/8/1980"));
	assert_int_equal(padan_date_sniff_order(&s), PADAN_ORDER_UNKNOWN);

	padan_date_parse(&d, PADAN_LIT("05/03/1980"), &opt);
	assert_int_equal(d.day, padan_day_of(1980, 3, 5));
	assert_int_equal(d.other, padan_day_of(1980, 5, 3));
	opt.order = PADAN_ORDER_MDY;
	check(&(struct reading){ "05/03/1980", PADAN_DATE_DAY, 1980, 5, 3, PADAN_DATE_SWAPPED }, &opt);
	check(&(struct reading){ "17/08/1980", PADAN_DATE_DAY, 1980, 8, 17, 0 }, &opt); /* by its values */
	opt.order = PADAN_ORDER_DMY;
	check(&(struct reading){ "05/03/1980", PADAN_DATE_DAY, 1980, 3, 5, 0 }, &opt);
}

static void date_calendar(void **ctx)
{
	int32_t day = padan_day_of(1, 1, 1);

	(void)ctx;
	assert_int_equal(padan_day_of(1970, 1, 1), 0);
	assert_int_equal(padan_day_of(2000, 3, 1), 11017);
	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= 31; d++) {
				int yy, mm, dd;

				if (padan_day_of(y, m, d) == PADAN_DAY_NONE)
					continue;
				assert_int_equal(padan_day_of(y, m, d), day);
				padan_ymd_of(day, &yy, &mm, &dd);
				assert_true(yy == y && mm == m && dd == d);
				day++;
			}
	assert_int_equal(day, 2932897); /* 10000-01-01 */
}

static void date_clean(void **ctx)
{
	static const char *const good[] = { "1980-08-17", "17-08-1980", "17/08/1980", "17.08.1980" };
	static const char *const bad[] = { "1980-02-30", "31-02-1980", "17-08/1980", "1980/08/17",
					   "a7-08-1980", "17-08-198",  "17-8-19800" };
	int32_t day;
	int year;

	(void)ctx;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(padan_date_clean(padan_span_of(good[i]), &day));
		assert_int_equal(day, padan_day_of(1980, 8, 17));
		assert_true(padan_date_plain(padan_span_of(good[i]), &day, &year));
		assert_int_equal(year, 1980);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(padan_date_clean(padan_span_of(bad[i]), &day));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_notations), cmocka_unit_test(date_no_days), cmocka_unit_test(date_ages),
		cmocka_unit_test(date_serials),	  cmocka_unit_test(date_places),  cmocka_unit_test(date_order),
		cmocka_unit_test(date_calendar),  cmocka_unit_test(date_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
