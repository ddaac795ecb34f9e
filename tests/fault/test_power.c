/* SPDX-License-Identifier: EUPL-1.2
 * Power fails at each of many points, the disk is full, a sync fails: what was acknowledged is there, what was not is
 * there whole or not at all, `verify` is clean, and the same command succeeds afterwards. */
#include "check.h"

#include "fault/lossy_vfs.h"
#include "fault/store_sample.h"
#include "programme/verify_store.h"

static struct sample t;
static int64_t rows;

static int count_run(void *ctx, const struct run_info *r)
{
	int *n = ctx;

	*n += r->state == RUN_DECREED ? 100 : 1;
	return 0;
}

/* How many runs there are (a decree counts 100), after looking that all is well. */
static int look(const char *when, int64_t at)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };
	int n = 0;

	if (access(t.db, F_OK))
		return 0;
	sample_store(&t);
	if (store_db(t.env.store)) {
		if (verify_store(t.env.store, &found, &e))
			fail_msg("%s %lld: %s", when, (long long)at, e.text);
		if (f.n)
			fail_msg("%s %lld: verify: %s", when, (long long)at, f.first);
		if (run_store_each(t.env.store, count_run, &n, &e))
			fail_msg("%s %lld: %s", when, (long long)at, e.text);
	}
	sample_close(&t);
	return n;
}

/* The acts: a first run in a new database; its decree; a second run. Each says whether it was acknowledged. */
static int act(int which)
{
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };
	struct store *s = NULL;
	int rc;

	sample_run(&r, rows);
	rc = store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e);
	t.env.store = s;
	r.head.stage = which == 2 ? 2 : 1;
	if (!rc && which == 1) {
		rc = run_store_claim(s, &r.head, &c, &e); /* the list is known; the id is made of the same content */
		assert_int_equal(rc, ERR_CONFLICT);
		rc = sample_issue(&t, c.run, SPAN("1/2025"), &e);
	} else if (!rc) {
		rc = sample_write(&t, &r, &c, &e);
	}
	sample_close(&t);
	return rc;
}

static int expected(int acts)
{
	return acts == 0 ? 0 : acts == 1 ? 1 : acts == 2 ? 100 : 101;
}

/* The state after so many acts: made once, then put back as bytes. */
static struct {
	char *bytes;
	size_t n;
	int64_t rows;
} before[3];

static void keep(int acts)
{
	FILE *f = fopen(t.db, "rb");
	struct stat st;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	free(before[acts].bytes);
	before[acts].n = (size_t)st.st_size;
	before[acts].rows = rows;
	before[acts].bytes = malloc(before[acts].n);
	assert_non_null(before[acts].bytes);
	assert_int_equal(fread(before[acts].bytes, 1, before[acts].n, f), before[acts].n);
	fclose(f);
}

static void fresh(int acts)
{
	FILE *f;

	sample_remove_db(&t);
	if (!acts)
		return;
	if (before[acts].rows != rows) {
		for (int i = 0; i < acts; i++)
			assert_int_equal(act(i), 0);
		keep(acts);
		return;
	}
	f = fopen(t.db, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(before[acts].bytes, 1, before[acts].n, f), before[acts].n);
	fclose(f);
}

static int64_t operations_of(int which)
{
	int64_t n;

	fresh(which);
	lossy_begin(LOSSY_STOP, INT64_MAX, 1);
	assert_int_equal(act(which), 0);
	n = lossy_operations();
	lossy_end();
	return n;
}

static void stop_at(int which, int64_t at, uint64_t seed)
{
	int rc, n;

	fresh(which);
	lossy_begin(LOSSY_STOP, at, seed);
	rc = act(which);
	lossy_power_loss();
	n = look("stop at", at);
	if (n != expected(which) && n != expected(which + 1))
		fail_msg("stop at %lld: %d runs", (long long)at, n);
	if (!rc && n != expected(which + 1))
		fail_msg("stop at %lld: an acknowledged act is lost", (long long)at);
	if (n == expected(which))
		assert_int_equal(act(which), 0);
	assert_int_equal(look("again after", at), expected(which + 1));
}

static void sweep(int which, int64_t points)
{
	int64_t all = operations_of(which), step = all / points + 1;

	for (int64_t at = 1; at <= all; at += step)
		stop_at(which, at, (uint64_t)at);
	stop_at(which, all, 7);
}

static void test_power_loss_first_run(void **state)
{
	(void)state;
	rows = 30;
	sweep(0, sample_points(90));
}

static void test_power_loss_decree(void **state)
{
	(void)state;
	rows = 30;
	sweep(1, sample_points(45));
}

static void test_power_loss_second_run(void **state)
{
	(void)state;
	rows = 30;
	sweep(2, sample_points(60));
}

/* Several transactions, and checkpoints between them. */
static void test_power_loss_in_units(void **state)
{
	(void)state;
	rows = 17000;
	sweep(0, sample_points(9));
	rows = 30;
}

static void fail_at(enum lossy_kind kind, int64_t at)
{
	int rc, n;

	fresh(1);
	lossy_begin(kind, at, 3);
	rc = act(2);
	lossy_end();
	n = look("fault at", at);
	assert_true(rc == 0 || rc == ERR_MACHINE);
	assert_true(n == 1 || n == 2);
	if (rc == 0)
		assert_int_equal(n, 2);
	if (n == 1)
		assert_int_equal(act(2), 0);
	assert_int_equal(look("again after", at), 2);
}

static void test_disk_full(void **state)
{
	int64_t all;

	(void)state;
	rows = 30;
	all = operations_of(0);
	for (int64_t at = 1; at < all; at += all / sample_points(30) + 1)
		fail_at(LOSSY_FULL, at);
}

static void test_sync_fails(void **state)
{
	int64_t all;

	(void)state;
	rows = 30;
	all = operations_of(0);
	for (int64_t at = 1; at < all; at += all / sample_points(30) + 1)
		fail_at(LOSSY_SYNC_ERROR, at);
}

/* The loss is real: without the sync the committed run would be gone. */
static void test_the_disk_does_lose(void **state)
{
	int lost = 0;

	(void)state;
	rows = 30;
	for (int64_t at = 1; at <= 30; at++) {
		fresh(1);
		lossy_begin(LOSSY_STOP, at, (uint64_t)at);
		lost += act(2) != 0;
		lossy_power_loss();
		look("loss", at);
	}
	assert_true(lost > 5);
}

static int set_up(void **state)
{
	(void)state;
	lossy_install();
	sample_open(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		free(before[i].bytes);
	sample_done(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_disk_does_lose),  cmocka_unit_test(test_power_loss_first_run),
		cmocka_unit_test(test_power_loss_decree),   cmocka_unit_test(test_power_loss_second_run),
		cmocka_unit_test(test_power_loss_in_units), cmocka_unit_test(test_disk_full),
		cmocka_unit_test(test_sync_fails),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
