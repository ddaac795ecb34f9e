/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include <padan/dedupe.h>

static const char *const rows[][4] = {
	/* nik, name, born, village */
	{ "7372010101800001", "IBRAHIM DG MAPPUJI", "1980-01-01", "LUMPUE" },
	{ "7372010101800001", "IBRAHIM", "1980-01-01", "LUMPUE" },
	{ "", "IBRAHIM MAPPUJI", "01-01-1980", "LUMPUE" },
	{ "7372025203850002", "ROSDIANA SALLE", "1985-03-12", "LAPADDE" },
	{ "7372025203850003", "HASLINDA SALLE", "1985-03-12", "LAPADDE" }, /* her twin */
	{ "7372034507900004", "HASNAH BTE TAKKO", "1990-07-05", "BUKIT INDAH" },
	{ "7372034507900004", "HASNA", "1990-05-07", "BUKIT INDAH" },
	{ "7372031212650005", "USMAN TAHIR", "1965-12-12", "LAKESSI" },
	{ "7372032511720021", "USMAN TAHIR", "1972-11-25", "LAKESSI" }, /* another: valid NIKs, other dates */
};
enum { ROWS = sizeof(rows) / sizeof(*rows), STRANGERS = 400 };

static struct padan_duplicates *find(struct padan_records **ix, unsigned threads, bool backwards)
{
	const struct padan_dedupe_opt opt = { .threads = threads };
	struct padan_duplicates *d;

	assert_int_equal(padan_records_new(ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	for (unsigned k = 0; k < ROWS + STRANGERS; k++) {
		unsigned i = backwards ? ROWS + STRANGERS - 1 - k : k;
		struct padan_span f[PADAN_P_COLUMNS] = { { NULL, 0 } };
		char nik[20], name[60], born[20];

		if (i < ROWS) {
			f[PADAN_P_NIK] = padan_span_of(rows[i][0]);
			f[PADAN_P_NAME] = padan_span_of(rows[i][1]);
			f[PADAN_P_BORN] = padan_span_of(rows[i][2]);
			f[PADAN_P_VILLAGE] = padan_span_of(rows[i][3]);
		} else {
			unsigned y = 1950 + i * 7 % 50, m = 1 + i * 5 % 12, day = 1 + i * 11 % 28;

			snprintf(nik, sizeof(nik), "737201%02u%02u%02u%04u", day, m, y % 100, 1 + i % 9);
			snprintf(name, sizeof(name), "%c%c%cMAN %c%c%cDIN", 'A' + (int)(i % 26), 'A' + (int)(i / 26),
				 'A' + (int)(i * 7 % 26), 'A' + (int)(i * 3 % 26), 'O', 'A' + (int)(i * 17 % 26));
			snprintf(born, sizeof(born), "%u-%02u-%02u", y, m, day);
			f[PADAN_P_NIK] = padan_span_of(nik);
			f[PADAN_P_NAME] = padan_span_of(name);
			f[PADAN_P_BORN] = padan_span_of(born);
			f[PADAN_P_VILLAGE] = i % 2 ? PADAN_LIT("LUMPUE") : PADAN_LIT("LAPADDE");
		}
		assert_int_equal(padan_records_add(*ix, f), PADAN_OK);
	}
	assert_int_equal(padan_records_seal(*ix, threads), PADAN_OK);
	assert_int_equal(padan_dedupe(*ix, &opt, &d), PADAN_OK);
	return d;
}

static void persons_meet_and_twins_do_not(void **state)
{
	struct padan_records *ix;
	struct padan_duplicates *d = find(&ix, 1, false);
	const uint32_t *c = padan_duplicates_cluster(d);

	(void)state;
	assert_int_equal(c[1], 0);
	assert_int_equal(c[2], 0);
	assert_int_equal(c[3], 3);
	assert_int_equal(c[4], 4);
	assert_int_equal(c[6], 5);
	assert_int_equal(c[7], 7);
	assert_int_equal(c[8], 8);
	for (unsigned i = ROWS; i < ROWS + STRANGERS; i++)
		assert_int_equal(c[i], i);
	padan_duplicates_free(d);
	padan_records_free(ix);
}

static void order_and_threads_do_not_matter(void **state)
{
	struct padan_records *a, *b;
	struct padan_duplicates *d = find(&a, 1, false), *e = find(&b, 3, true);
	const struct padan_pair *p, *q;
	const uint32_t last = ROWS + STRANGERS - 1;
	uint64_t n = padan_duplicates_pairs(d, &p);

	(void)state;
	assert_int_equal(n, padan_duplicates_pairs(e, &q));
	for (uint32_t i = 0; i <= last; i++)
		for (uint32_t j = i + 1; j <= last && j < ROWS; j++)
			assert_int_equal(padan_duplicates_cluster(d)[i] == padan_duplicates_cluster(d)[j],
					 padan_duplicates_cluster(e)[last - i] ==
						 padan_duplicates_cluster(e)[last - j]);
	padan_duplicates_free(d);
	padan_duplicates_free(e);
	padan_records_free(a);
	padan_records_free(b);
}

/* A filler value that a million rows share must not make a square of pairs. */
static void equal_rows_stay_linear(void **state)
{
	enum { MANY = 60000 };
	struct padan_records *ix;
	struct padan_duplicates *d;
	struct padan_span f[PADAN_P_COLUMNS] = { { NULL, 0 } };

	(void)state;
	f[PADAN_P_NAME] = PADAN_LIT("TIDAK TAHU NAMANYA");
	f[PADAN_P_BORN] = PADAN_LIT("1970-01-01");
	assert_int_equal(padan_records_new(&ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	for (unsigned i = 0; i < MANY; i++)
		assert_int_equal(padan_records_add(ix, f), PADAN_OK);
	assert_int_equal(padan_records_seal(ix, 1), PADAN_OK);
	assert_int_equal(padan_dedupe(ix, NULL, &d), PADAN_OK);
	assert_true(padan_duplicates_compared(d) < MANY * 40ull);
	padan_duplicates_free(d);
	padan_records_free(ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(persons_meet_and_twins_do_not),
		cmocka_unit_test(order_and_threads_do_not_matter),
		cmocka_unit_test(equal_rows_stay_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
