/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "web/text.h"

static void test_found(void **state)
{
	static const char *const cases[][2] = {
		{ "Nomor acuan", "Reference number" },
		{ "Cari", "Find" },
		{ "bukan kata kami", "bukan kata kami" },
		{ "", "" },
		{ "Tidak ada yang tersimpan setengah jalan.\nCoba lagi sebentar; bila tetap begini, beri tahu "
		  "pengelola sistem.",
		  "Nothing was saved half-way. Try again in a moment; if it stays like this, tell your "
		  "administrator." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		span id = padan_span_of(cases[i][0]);

		assert_true(padan_span_eq(text_in(VIEW_ENGLISH, id), padan_span_of(cases[i][1])));
		assert_true(padan_span_eq(text_in(VIEW_INDONESIA, id), id));
	}
}

/* The table is in order: each entry is found. */
static void test_all(void **state)
{
	(void)state;
	assert_true(translated_n > 400);
	for (size_t i = 0; i < translated_n; i++)
		assert_true(padan_span_eq(text_in(VIEW_ENGLISH, translated[i].id), translated[i].text));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_found), cmocka_unit_test(test_all) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
