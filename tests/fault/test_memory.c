/* SPDX-License-Identifier: EUPL-1.2
 * The n-th request for memory is refused, for many n, in the store's own code and inside SQLite: a message and exit
 * code, nothing half-written, nothing leaked (the sanitised run sees that), and the same command succeeds after. */
#include "check.h"

#include "fault/store_sample.h"
#include "programme/verify_store.h"
#include <sqlite3.h>

static struct sample t;
static int64_t count, refuse_from, refuse_to;

static bool refused(void)
{
	count++;
	return count >= refuse_from && count < refuse_to;
}

static sqlite3_mem_methods real;

static void *x_malloc(int n)
{
	return refused() ? NULL : real.xMalloc(n);
}

static void *x_realloc(void *p, int n)
{
	return refused() ? NULL : real.xRealloc(p, n);
}

static void *resize(void *ctx, void *p, size_t old, size_t size)
{
	(void)ctx;
	if (size && refused())
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static int write_act(void)
{
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };
	struct store *s = NULL;
	int rc;

	sample_run(&r, 12);
	rc = store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e);
	t.env.store = s;
	if (!rc)
		rc = sample_write(&t, &r, &c, &e);
	sample_close(&t);
	if (rc && !e.text[0])
		fail_msg("code %d without a message", rc);
	return rc;
}

static int count_run(void *ctx, const struct run_info *r)
{
	(void)r;
	return ++*(int *)ctx, 0;
}

static int read_act(void)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };
	struct store *s = NULL;
	int n = 0, rc = store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e);

	if (!rc)
		rc = verify_store(s, &found, &e);
	if (!rc)
		rc = run_store_each(s, count_run, &n, &e);
	store_ops_db.close(s);
	return rc ? rc : f.n ? ERR_FOUND_WRONG : 0;
}

static int runs(int64_t at)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };
	int n = 0;

	if (access(t.db, F_OK))
		return 0;
	sample_store(&t);
	if (store_db(t.env.store)) {
		if (verify_store(t.env.store, &found, &e) || f.n)
			fail_msg("request %lld: %s%s", (long long)at, e.text, f.first);
		assert_int_equal(run_store_each(t.env.store, count_run, &n, &e), 0);
	}
	sample_close(&t);
	return n;
}

static int64_t requests_of(int (*act)(void))
{
	count = 0, refuse_from = refuse_to = INT64_MAX;
	assert_int_equal(act(), 0);
	return count;
}

static void sweep_write(int64_t length)
{
	int64_t all, step;

	sample_remove_db(&t);
	all = requests_of(write_act);
	step = all / sample_points(210) + 1;
	for (int64_t at = 1; at <= all; at += at < 40 ? 1 : step) {
		int rc, n;

		sample_remove_db(&t);
		count = 0, refuse_from = at, refuse_to = length > 0 ? at + length : INT64_MAX;
		rc = write_act();
		refuse_from = refuse_to = INT64_MAX;
		n = runs(at);
		if (rc != 0 && rc != ERR_MACHINE)
			fail_msg("request %lld: code %d", (long long)at, rc);
		assert_int_equal(n, rc == 0);
		if (!n)
			assert_int_equal(write_act(), 0);
	}
}

static void test_one_refusal(void **state)
{
	(void)state;
	sweep_write(1);
}

static void test_all_refused_from_there(void **state)
{
	(void)state;
	sweep_write(0);
}

/* What cannot be read for want of memory is not called sound. */
static void test_reading(void **state)
{
	int64_t all;
	int failed = 0;

	(void)state;
	sample_remove_db(&t);
	refuse_from = refuse_to = INT64_MAX;
	assert_int_equal(write_act(), 0);
	all = requests_of(read_act);
	for (int64_t at = 1; at <= all; at += all / sample_points(150) + 1) {
		count = 0, refuse_from = at, refuse_to = INT64_MAX;
		failed += read_act() != 0;
		refuse_from = refuse_to = INT64_MAX;
		assert_int_equal(read_act(), 0);
	}
	assert_true(failed > 30);
}

static int set_up(void **state)
{
	static struct padan_alloc alloc = { resize, NULL };
	sqlite3_mem_methods failing;

	(void)state;
	refuse_from = refuse_to = INT64_MAX;
	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
	if (!real.xMalloc)
		return -1;
	failing = real;
	failing.xMalloc = x_malloc;
	failing.xRealloc = x_realloc;
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) != SQLITE_OK)
		return -1;
	sample_open(&t);
	t.seams.alloc = &alloc;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sample_done(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_refusal),
		cmocka_unit_test(test_all_refused_from_there),
		cmocka_unit_test(test_reading),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
