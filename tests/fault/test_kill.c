/* SPDX-License-Identifier: EUPL-1.2
 * kill -9 at each of many writes, and power loss in the middle of a group of several writers: what was acknowledged is
 * there, nothing is half there, `verify` is clean, and the rest of the story can be told afterwards. */
#include "check.h"

#include "fault/lossy_vfs.h"
#include "fault/store_sample.h"
#include "office/event_log.h"
#include "office/writer.h"
#include "programme/verify_store.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

enum { ACTS = 3, WRITERS = 4, WRITES = 12 };

static struct sample t;
static int64_t rows;

/* --- looking ------------------------------------------------------------------------------------------------------ */
static void verify_now(int64_t at)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	if (verify_store(t.env.store, &found, &e))
		fail_msg("at %lld: %s", (long long)at, e.text);
	if (f.n)
		fail_msg("at %lld: verify: %s", (long long)at, f.first);
}

static int count_run(void *ctx, const struct run_info *r)
{
	int *n = ctx;

	*n += r->state == RUN_DECREED ? 100 : 1;
	return 0;
}

/* How many acts of the story the database tells of: runs, a decree. */
static int acts_there(int64_t at)
{
	struct err e = { 0 };
	int n = 0;

	if (access(t.db, F_OK))
		return 0;
	sample_store(&t);
	if (store_db(t.env.store)) {
		verify_now(at);
		assert_int_equal(run_store_each(t.env.store, count_run, &n, &e), 0);
	}
	sample_close(&t);
	return n == 0 ? 0 : n == 1 ? 1 : n == 100 ? 2 : n == 101 ? 3 : -1;
}

/* --- the story: a run in a new database, its decree, a second run ---------------------------------------------------
 */
static int act(int which)
{
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };
	struct store *s = NULL;
	int rc;

	sample_run(&r, rows);
	r.head.stage = which == 2 ? 2 : 1;
	rc = store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e);
	t.env.store = s;
	if (!rc && which == 1) {
		rc = run_store_claim(s, &r.head, &c, &e) == ERR_CONFLICT ? ERR_OK : ERR_MACHINE;
		rc = rc ? rc : sample_issue(&t, c.run, SPAN("1/2025"), &e);
	} else if (!rc) {
		rc = sample_write(&t, &r, &c, &e);
	}
	sample_close(&t);
	return rc;
}

/* In a process of its own, killed before the given write. Returns how many acts it acknowledged; *ops = writes seen
 * when it lived to the end. */
static int story_until(int64_t at, int64_t *ops)
{
	int ack[2], n = 0, status;
	int64_t said = 0;
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ack), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		lossy_begin(LOSSY_KILL, at, 1);
		for (int i = 0; i < ACTS; i++)
			if (act(i) || write(ack[1], "a", 1) != 1)
				_exit(1);
		said = lossy_operations();
		_exit(write(ack[1], &said, sizeof(said)) != sizeof(said));
	}
	close(ack[1]);
	while (n < ACTS && read(ack[0], &byte, 1) == 1)
		n++;
	if (n == ACTS && read(ack[0], &said, sizeof(said)) == sizeof(said) && ops)
		*ops = said;
	close(ack[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
	return n;
}

/* Forking is dear under the sanitizers. */
static int64_t points(int64_t usual)
{
	return getenv("LINDUNG_SANITIZED") ? usual / 10 + 1 : sample_points(usual);
}

static uint64_t dice = 88172645463325252u;

static int64_t random_upto(int64_t n)
{
	dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
	return 1 + (int64_t)(dice % (uint64_t)n);
}

static void kill_at(int64_t at)
{
	int acknowledged, there;

	sample_remove_db(&t);
	acknowledged = story_until(at, NULL);
	there = acts_there(at);
	if (there != acknowledged && there != acknowledged + 1)
		fail_msg("killed before write %lld: %d acts acknowledged, %d there", (long long)at, acknowledged,
			 there);
	for (int i = there; i < ACTS; i++)
		if (act(i))
			fail_msg("killed before write %lld: act %d is not possible any more", (long long)at, i);
	assert_int_equal(acts_there(at), ACTS);
}

static void kill_often(int64_t times)
{
	int64_t all = 0;

	sample_remove_db(&t);
	assert_int_equal(story_until(INT64_MAX, &all), ACTS);
	assert_true(all > 100);
	for (int64_t i = 0; i < times; i++)
		kill_at(random_upto(all));
}

static void test_killed_anywhere(void **state)
{
	(void)state;
	rows = 30;
	kill_often(points(120));
}

/* Several transactions for one run. */
static void test_killed_between_units(void **state)
{
	(void)state;
	rows = 17000;
	kill_often(points(5));
	rows = 30;
}

/* --- a group: several threads behind one writer
 * ----------------------------------------------------------------------- */
struct hand {
	pthread_t thread;
	struct env env;
	int no, acknowledged, ack; /* ack: a pipe, or -1 */
};
static struct hand hand[WRITERS];
static struct writer *writer;

static void key_of(char out[32], int no, int i)
{
	snprintf(out, 32, "tangan%d-%d", no, i);
}

static int write_one(struct hand *h, int i)
{
	struct event ev = { .use_case = "demo", .actor = SPAN("penguji"), .content = SPAN("{}"), .answer = SPAN("ya") };
	struct err e = { 0 };
	char key[32];
	int rc = store_ops_db.begin(h->env.store, &e);

	key_of(key, h->no, i);
	ev.key = padan_span_of(key);
	if (!rc)
		rc = store_ops_db.event(h->env.store, &ev, &e);
	if (!rc)
		rc = store_ops_db.commit(h->env.store, &e);
	if (rc)
		store_ops_db.rollback(h->env.store);
	return rc;
}

static void *work(void *arg)
{
	struct hand *h = arg;

	for (int i = 0; i < WRITES; i++) {
		char line[2] = { (char)h->no, (char)i };

		if (write_one(h, i))
			break;
		h->acknowledged = i + 1;
		if (h->ack >= 0 && write(h->ack, line, 2) != 2)
			break;
	}
	return NULL;
}

static void open_hands(int ack)
{
	struct err e = { 0 };

	for (int i = 0; i < WRITERS; i++) {
		hand[i] = (struct hand){ .env = t.env, .no = i, .ack = ack };
		hand[i].env.client = (uint64_t)i;
		if (store_ops_db.open(&hand[i].env, padan_span_of(t.db), &hand[i].env.store, &e))
			fail_msg("%s", e.text);
	}
}

static bool open_writer(void)
{
	struct err e = { 0 };
	struct store *s = NULL;
	struct db *db = NULL;
	int rc = store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e);

	if (!rc)
		rc = store_give_writer(s, &db, &e);
	store_ops_db.close(s);
	return !rc && !writer_start(&writer, db, &t.seams, &e);
}

static void work_together(void)
{
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&hand[i].thread, NULL, work, &hand[i]), 0);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(hand[i].thread, NULL);
}

static void close_hands(void)
{
	for (int i = 0; i < WRITERS; i++)
		store_ops_db.close(hand[i].env.store);
}

static bool known(int no, int i)
{
	char key[32];
	struct db_value v;
	struct db_row row = { .want = 1 };
	struct err e = { 0 };

	key_of(key, no, i);
	v = db_text(padan_span_of(key));
	assert_int_equal(db_one(store_db(t.env.store), SQL_event_by_request, &v, 1, &row, &e), 0);
	return row.found;
}

/* Each hand's writes came in order: what is there is a beginning of them, at least as long as what was acknowledged. */
static void look_at_hands(const int acknowledged[WRITERS], int64_t at)
{
	sample_store(&t);
	verify_now(at);
	for (int no = 0; no < WRITERS; no++) {
		int there = 0;

		while (there < WRITES && known(no, there))
			there++;
		for (int i = there; i < WRITES; i++)
			assert_false(known(no, i));
		if (there < acknowledged[no] || there > acknowledged[no] + 1)
			fail_msg("at %lld: hand %d: %d acknowledged, %d there", (long long)at, no, acknowledged[no],
				 there);
	}
	sample_close(&t);
}

static void fresh_database(void)
{
	struct err e = { 0 };
	struct event ev = { .use_case = "init", .actor = SPAN("penguji"), .content = SPAN("{}") };

	sample_remove_db(&t);
	sample_store(&t);
	assert_int_equal(store_ops_db.begin(t.env.store, &e), 0);
	assert_int_equal(store_ops_db.event(t.env.store, &ev, &e), 0);
	assert_int_equal(store_ops_db.commit(t.env.store, &e), 0);
	sample_close(&t);
}

static int64_t group_with(enum lossy_kind kind, int64_t at, int ack)
{
	int64_t ops;

	lossy_begin(kind, at, (uint64_t)at);
	if (open_writer()) {
		t.env.writer = writer;
		open_hands(ack);
		t.env.writer = NULL;
		work_together();
		writer_stop(writer);
		close_hands();
	}
	ops = lossy_operations();
	return ops;
}

static void group_killed_at(int64_t at)
{
	int ack[2], acknowledged[WRITERS] = { 0 }, status;
	char line[2];
	pid_t pid;

	fresh_database();
	assert_int_equal(pipe(ack), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		group_with(LOSSY_KILL, at, ack[1]);
		_exit(0);
	}
	close(ack[1]);
	while (read(ack[0], line, 2) == 2)
		acknowledged[(int)line[0]] = line[1] + 1;
	close(ack[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	look_at_hands(acknowledged, at);
}

static void test_killed_in_a_group(void **state)
{
	int64_t all;

	(void)state;
	fresh_database();
	all = group_with(LOSSY_STOP, INT64_MAX, -1);
	lossy_end();
	assert_true(all > 50);
	for (int64_t i = 0; i < points(60); i++)
		group_killed_at(random_upto(all));
}

static void test_power_loss_in_a_group(void **state)
{
	int64_t all, lost = 0;

	(void)state;
	fresh_database();
	all = group_with(LOSSY_STOP, INT64_MAX, -1);
	lossy_end();
	for (int64_t i = 0; i < points(60); i++) {
		int64_t at = random_upto(all);
		int acknowledged[WRITERS] = { 0 };

		fresh_database();
		memset(hand, 0, sizeof(hand));
		group_with(LOSSY_STOP, at, -1);
		lossy_power_loss();
		for (int k = 0; k < WRITERS; k++) {
			acknowledged[k] = hand[k].acknowledged;
			lost += hand[k].acknowledged < WRITES;
		}
		look_at_hands(acknowledged, at);
	}
	assert_true(lost > 0);
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
	sample_done(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_killed_anywhere),
		cmocka_unit_test(test_killed_between_units),
		cmocka_unit_test(test_killed_in_a_group),
		cmocka_unit_test(test_power_loss_in_a_group),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
