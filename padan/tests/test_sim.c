/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include <padan/sim.h>

static int jw(const char *a, const char *b)
{
	return padan_jaro_winkler(padan_span_of(a), padan_span_of(b));
}

static int osa(const char *a, const char *b)
{
	return padan_osa(padan_span_of(a), padan_span_of(b));
}

/* Winkler's own published examples, to four decimals. */
static void published_examples(void **state)
{
	(void)state;
	assert_int_equal(jw("MARTHA", "MARHTA"), 9611);
	assert_int_equal(jw("DWAYNE", "DUANE"), 8400);
	assert_int_equal(jw("DIXON", "DICKSONX"), 8133);
	assert_int_equal(jw("abc", "xyz"), 0);
	assert_int_equal(jw("", ""), PADAN_SIM_ONE);
	assert_int_equal(jw("a", ""), 0);
	assert_int_equal(osa("kitten", "sitting"), 3);
	assert_int_equal(osa("ca", "abc"), 3); /* OSA, not the unrestricted distance, which is 2 */
	assert_int_equal(osa("RAHMAN", "RAMHAN"), 1);
	assert_int_equal(osa("", "abc"), 3);
	assert_int_equal(osa("abc", ""), 3);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static size_t random_word(char *out, size_t max, uint32_t *seed)
{
	size_t n = next(seed) % (max + 1);
	uint32_t letters = 2 + next(seed) % 6;

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + next(seed) % letters);
	return n;
}

static void twins_agree(void **state)
{
	char a[100], b[100];
	uint32_t seed = 7;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		size_t most = i % 3 == 0 ? 90 : i % 3 == 1 ? 64 : 9;
		struct padan_span x = { a, random_word(a, most, &seed) }, y = { b, random_word(b, most, &seed) };

		assert_int_equal(padan_jaro_winkler(x, y), padan_jaro_winkler_scalar(x, y));
		assert_int_equal(padan_osa(x, y), padan_osa_scalar(x, y));
		assert_int_equal(padan_osa(x, y), padan_osa(y, x));
	}
}

/* Lists of every length, words of every length, any byte: what one by one gives. */
static void many_are_as_single_ones(void **state)
{
	enum { MANY = 37 };
	static char text[MANY][80];
	struct padan_span b[MANY];
	int jw_out[MANY + 1], osa_out[MANY + 1];
	uint32_t seed = 11;

	(void)state;
	for (int round = 0; round < 6000; round++) {
		size_t n = next(&seed) % (MANY + 1), most = round % 4 == 0 ? 70 : round % 4 == 1 ? 33 : 12;
		char one[80];
		struct padan_span a = { one, random_word(one, most, &seed) };

		for (size_t i = 0; i < n; i++) {
			b[i] = (struct padan_span){ text[i], random_word(text[i], most, &seed) };
			for (size_t k = 0; round % 5 == 0 && k < b[i].n; k++)
				text[i][k] = (char)(text[i][k] == 'a' ? 0 : text[i][k] == 'b' ? -1 : text[i][k]);
		}
		for (size_t k = 0; round % 5 == 0 && k < a.n; k++)
			one[k] = (char)(one[k] == 'a' ? 0 : one[k] == 'b' ? -1 : one[k]);
		jw_out[n] = osa_out[n] = -7;
		padan_jaro_winkler_many(a, b, n, jw_out);
		padan_osa_many(a, b, n, osa_out);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(jw_out[i], padan_jaro_winkler_scalar(a, b[i]));
			assert_int_equal(osa_out[i], padan_osa_scalar(a, b[i]));
		}
		assert_int_equal(jw_out[n], -7);
		assert_int_equal(osa_out[n], -7);
	}
}

static void long_values_are_bounded(void **state)
{
	size_t n = 10u << 20;
	char *p = calloc(n, 1);

	(void)state;
	assert_non_null(p);
	assert_int_equal(padan_jaro_winkler((struct padan_span){ p, n }, (struct padan_span){ p, n - 1 }),
			 PADAN_SIM_ONE);
	assert_int_equal(padan_osa((struct padan_span){ p, n }, (struct padan_span){ p, n }), 0);
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_examples),
		cmocka_unit_test(twins_agree),
		cmocka_unit_test(many_are_as_single_ones),
		cmocka_unit_test(long_values_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
