/* SPDX-License-Identifier: EUPL-1.2
 * Each limit of the ladder, on both sides. */
#include "check.h"

#include "access/ladder.h"

static struct ladder judge(struct scale s)
{
	struct ladder l;

	ladder_judge(&s, &l);
	return l;
}

#define FILE_WITH(...)                                                                                                 \
	judge((struct scale){                                                                                          \
		.persons = 1000, .bytes = 1 << 20, .busiest = 3, .syncs = 500, .wait_p99_us = 900, __VA_ARGS__ })
#define SERVER_WITH(...)                                                                                               \
	judge((struct scale){ .server = true, .bytes = -1, .syncs = -1, .wait_p99_us = -1, __VA_ARGS__ })
#pragma GCC diagnostic ignored "-Woverride-init"
#ifdef __clang__
#pragma clang diagnostic ignored "-Winitializer-overrides"
#endif

static void test_each_limit(void **state)
{
	(void)state;
	assert_int_equal(FILE_WITH(.persons = 0).all, FIT_FINE);
	assert_int_equal(FILE_WITH(.persons = 7000000).persons, FIT_FINE);
	assert_int_equal(FILE_WITH(.persons = 7000001).persons, FIT_NEAR);
	assert_int_equal(FILE_WITH(.persons = 10000000).persons, FIT_NEAR);
	assert_int_equal(FILE_WITH(.persons = 10000001).persons, FIT_OVER);
	assert_int_equal(FILE_WITH(.busiest = 70).busiest, FIT_FINE);
	assert_int_equal(FILE_WITH(.busiest = 71).busiest, FIT_NEAR);
	assert_int_equal(FILE_WITH(.busiest = 101).busiest, FIT_OVER);
	assert_int_equal(FILE_WITH(.wait_p99_us = 175000).wait, FIT_FINE);
	assert_int_equal(FILE_WITH(.wait_p99_us = 175001).wait, FIT_NEAR);
	assert_int_equal(FILE_WITH(.wait_p99_us = 250001).wait, FIT_OVER);
	assert_int_equal(FILE_WITH(.bytes = LADDER_FILE + 1).bytes, FIT_OVER);
	assert_int_equal(FILE_WITH(.syncs = 20).syncs, FIT_FINE);
	assert_int_equal(FILE_WITH(.syncs = 19).syncs, FIT_NEAR);
	assert_int_equal(FILE_WITH(.syncs = 119, .busiest = 60).syncs, FIT_NEAR);
	assert_int_equal(FILE_WITH(.syncs = 120, .busiest = 60).syncs, FIT_FINE);
	assert_int_equal(FILE_WITH(.syncs = 59, .busiest = 60).syncs, FIT_OVER);
}

static void test_worst_counts_and_unknown_does_not(void **state)
{
	(void)state;
	assert_int_equal(FILE_WITH(.wait_p99_us = -1, .syncs = -1, .bytes = -1).all, FIT_FINE);
	assert_int_equal(FILE_WITH(.persons = 8000000).all, FIT_NEAR);
	assert_int_equal(FILE_WITH(.persons = 8000000, .busiest = 200).all, FIT_OVER);
	assert_int_equal(FILE_WITH(.persons = 20000000).rung, RUNG_FILE);
	assert_int_equal(SERVER_WITH(.persons = 300000000, .busiest = 5000).all, FIT_FINE);
	assert_int_equal(SERVER_WITH(.bytes = LADDER_BYTES).rung, RUNG_SERVER);
	assert_int_equal(SERVER_WITH(.bytes = LADDER_BYTES + 1).rung, RUNG_BEYOND);
}

/* A slow disk is not mended by PostgreSQL; a full file is. */
static void test_advice(void **state)
{
	struct ladder l;

	(void)state;
	l = FILE_WITH(.persons = 0);
	assert_non_null(strstr(ladder_advice(&l), "tidak perlu"));
	l = FILE_WITH(.syncs = 5);
	assert_non_null(strstr(ladder_advice(&l), "cakram"));
	l = FILE_WITH(.persons = 8000000);
	assert_non_null(strstr(ladder_advice(&l), "salinan"));
	l = FILE_WITH(.busiest = 500);
	assert_non_null(strstr(ladder_advice(&l), "lindung export"));
	l = SERVER_WITH(.bytes = LADDER_BYTES);
	assert_non_null(strstr(ladder_advice(&l), "siaga"));
	l = SERVER_WITH(.bytes = LADDER_BYTES + 1);
	assert_non_null(strstr(ladder_advice(&l), "per provinsi"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_limit),
					    cmocka_unit_test(test_worst_counts_and_unknown_does_not),
					    cmocka_unit_test(test_advice) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
