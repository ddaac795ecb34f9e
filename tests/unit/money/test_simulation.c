/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "money/simulation.h"

static uint32_t seed = 7;

static int64_t dice(int64_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int64_t)(seed >> 8) % n;
}

static void fund(struct simulated_fund *f, int months)
{
	*f = (struct simulated_fund){ .ceiling = { dice(300) }, .price = { .months = months } };
	for (int i = 0; i < months; i++)
		f->price.monthly[i] = rp(1 + dice(9));
}

/* The slow way: one person after the other into the first fund that can still pay. */
static int64_t one_by_one(const struct simulated_fund *funds, int n, int months)
{
	int64_t people = 0;

	for (int i = 0; i < n; i++) {
		int64_t each = 0;

		for (int m = 0; m < months; m++)
			each += funds[i].price.monthly[m].rp;
		for (int64_t left = funds[i].ceiling.rp; left >= each; left -= each)
			people++;
	}
	return people;
}

static void test_against_the_slow_way(void **state)
{
	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct simulated_fund funds[4];
		int n = 1 + (int)dice(4), months = 1 + (int)dice(12), lasts;
		int64_t people, placed, asked = 1 + dice(60), spent = 0;
		struct err e;

		for (int i = 0; i < n; i++)
			fund(&funds[i], months);
		assert_int_equal(simulate_people(funds, n, months, &people, &e), 0);
		assert_int_equal(people, one_by_one(funds, n, months));
		assert_int_equal(simulate_fill(funds, n, months, asked, &placed, &e), 0);
		assert_int_equal(placed, asked < people ? asked : people);
		for (int i = 0; i < n; i++) {
			assert_true(funds[i].left.rp >= 0);
			assert_int_equal(funds[i].spent.rp + funds[i].left.rp, funds[i].ceiling.rp);
			spent += funds[i].people;
		}
		assert_int_equal(spent, placed);
		assert_int_equal(simulate_months(funds, n, asked, &lasts, &e), 0);
		assert_true(lasts == 0 || one_by_one(funds, n, lasts) >= asked);
		assert_true(lasts == months || one_by_one(funds, n, lasts + 1) < asked);
	}
}

static void test_a_price_of_nothing(void **state)
{
	struct simulated_fund f = { .ceiling = { 100 }, .price = { .months = 1 } };
	int64_t people;
	struct err e;

	(void)state;
	assert_int_equal(simulate_people(&f, 1, 1, &people, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "nol"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_the_slow_way),
		cmocka_unit_test(test_a_price_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
