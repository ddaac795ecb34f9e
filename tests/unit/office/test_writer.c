/* SPDX-License-Identifier: EUPL-1.2
 * One writer for many threads: nobody's write is lost, one that fails spoils nobody's, everybody has a turn. */
#include "check.h"

#include "access/access_log_store.h"
#include "fault/store_sample.h"
#include "office/event_log.h"
#include "office/writer.h"
#include "programme/verify_store.h"

#include <pthread.h>

static struct sample t;
static struct writer *w;

/* --- the office: a database, its writer, and a store for each thread ------------------------------------------------
 */
static void start_writer(void)
{
	struct err e = { 0 };
	struct db *db;

	sample_store(&t);
	if (store_give_writer(t.env.store, &db, &e))
		fail_msg("%s", e.text);
	sample_close(&t);
	if (writer_start(&w, db, &t.seams, &e))
		fail_msg("%s", e.text);
	t.env.writer = w;
}

static void stop_writer(void)
{
	t.env.writer = NULL;
	writer_stop(w);
	w = NULL;
}

static int set_up(void **state)
{
	struct err e = { 0 };
	struct event ev = { .use_case = "init", .actor = SPAN("penguji"), .content = SPAN("{}") };

	(void)state;
	sample_open(&t);
	sample_store(&t);
	assert_int_equal(store_ops_db.begin(t.env.store, &e), 0);
	assert_int_equal(store_ops_db.event(t.env.store, &ev, &e), 0);
	assert_int_equal(store_ops_db.commit(t.env.store, &e), 0);
	sample_close(&t);
	start_writer();
	return 0;
}

static int64_t count_events(void)
{
	struct db_row row = { .want = 1 };
	struct err e = { 0 };

	assert_int_equal(db_one(store_db(t.env.store), SQL_event_count, NULL, 0, &row, &e), 0);
	return row.col[0].i;
}

static bool known(const char *key)
{
	struct db_value v = db_text(padan_span_of(key));
	struct db_row row = { .want = 1 };
	struct err e = { 0 };

	assert_int_equal(db_one(store_db(t.env.store), SQL_event_by_request, &v, 1, &row, &e), 0);
	return row.found;
}

/* Stops the writer, looks that all is well, returns how many events there are beside the first. */
static int64_t events_at_the_end(void)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };
	int64_t n;

	if (w)
		stop_writer();
	sample_store(&t);
	if (verify_store(t.env.store, &found, &e))
		fail_msg("%s", e.text);
	if (f.n)
		fail_msg("verify: %s", f.first);
	n = count_events() - 1;
	return n;
}

static int tear_down(void **state)
{
	(void)state;
	if (w)
		stop_writer();
	sample_close(&t);
	sample_done(&t);
	return 0;
}

/* --- a client -------------------------------------------------------------------------------------------------------
 */
struct client {
	pthread_t thread;
	struct env env;
	int no, writes, units;
	bool (*fails)(int i);
	_Atomic bool *enough; /* ends a command before its last unit */
	_Atomic int done;     /* acknowledged */
	int refused;
};

static void key_of(char out[40], const struct client *c, int i, int unit)
{
	snprintf(out, 40, "k%d-%d-%d", c->no, i, unit);
}

/* One command of so many units; each unit leaves an event. */
static int write_once(struct client *c, int i, struct err *e)
{
	struct unit u = { &c->env, c->env.store };
	int rc = store_ops_db.begin(u.store, e);

	for (int unit = 0; !rc && unit < c->units && !(c->enough && *c->enough); unit++) {
		char key[40];
		struct event ev = { .use_case = "demo", .actor = SPAN("penguji"), .content = SPAN("{}") };

		key_of(key, c, i, unit);
		ev.key = padan_span_of(key);
		rc = store_ops_db.event(u.store, &ev, e);
		if (!rc && c->fails && c->fails(i))
			rc = err_set(e, ERR_MACHINE, "sengaja");
		if (!rc && unit + 1 < c->units)
			rc = unit_next(&u, e);
	}
	if (!rc)
		rc = store_ops_db.commit(u.store, e);
	if (rc)
		store_ops_db.rollback(u.store);
	return rc;
}

static void *work(void *arg)
{
	struct client *c = arg;

	for (int i = 0; i < c->writes; i++) {
		struct err e = { 0 };

		if (write_once(c, i, &e))
			c->refused++;
		else
			c->done++;
	}
	return NULL;
}

static void send(struct client *c, int no, uint64_t client)
{
	struct err e = { 0 };

	c->no = no;
	c->units = c->units ? c->units : 1;
	c->env = t.env;
	c->env.client = client;
	if (store_ops_db.open(&c->env, padan_span_of(t.db), &c->env.store, &e))
		fail_msg("%s", e.text);
	assert_int_equal(pthread_create(&c->thread, NULL, work, c), 0);
}

static void await(struct client *c)
{
	assert_int_equal(pthread_join(c->thread, NULL), 0);
	store_ops_db.close(c->env.store);
}

/* --- the tests ------------------------------------------------------------------------------------------------------
 */
enum { CLIENTS = 8 };

static void test_nothing_is_lost(void **state)
{
	struct client c[CLIENTS] = { 0 };
	struct writer_figures f;

	(void)state;
	for (int i = 0; i < CLIENTS; i++) {
		c[i].writes = 60;
		send(&c[i], i, (uint64_t)i);
	}
	for (int i = 0; i < CLIENTS; i++) {
		await(&c[i]);
		assert_int_equal(c[i].done, 60);
	}
	writer_look(w, &f);
	assert_int_equal(f.turns, CLIENTS * 60);
	assert_int_equal(f.waiting, 0);
	assert_true(f.commits < f.turns); /* one sync serves several */
	assert_true(f.wait_median_us <= f.wait_p99_us && f.wait_p99_us <= f.wait_most_us);
	assert_int_equal(events_at_the_end(), CLIENTS * 60);
}

static bool every_third(int i)
{
	return i % 3 == 1;
}

/* The group goes on without the one that failed. */
static void test_a_failing_turn_spoils_nobody(void **state)
{
	struct client c[CLIENTS] = { 0 };

	(void)state;
	for (int i = 0; i < CLIENTS; i++) {
		c[i].writes = 30;
		c[i].fails = i % 2 ? every_third : NULL;
		send(&c[i], i, (uint64_t)i);
	}
	for (int i = 0; i < CLIENTS; i++) {
		await(&c[i]);
		assert_int_equal(c[i].done, i % 2 ? 20 : 30);
		assert_int_equal(c[i].refused, i % 2 ? 10 : 0);
	}
	assert_int_equal(events_at_the_end(), CLIENTS / 2 * 50);
	for (int i = 0; i < CLIENTS; i++)
		for (int k = 0; k < 30; k++) {
			char key[40];

			key_of(key, &c[i], k, 0);
			assert_int_equal(known(key), !(i % 2 && every_third(k)));
		}
}

static bool always(int i)
{
	(void)i;
	return true;
}

static void test_only_failures(void **state)
{
	struct client c = { .writes = 5, .fails = always };
	struct writer_figures f;

	(void)state;
	send(&c, 1, 1);
	await(&c);
	writer_look(w, &f);
	assert_int_equal(f.undone, 5);
	assert_int_equal(f.turns, 0);
	assert_int_equal(events_at_the_end(), 0);
}

/* One that writes unit after unit without end lets the others in between any two: else we would wait here for ever. */
static void test_long_work_starves_nobody(void **state)
{
	static _Atomic bool enough;
	struct client hog = { .writes = 1, .units = INT32_MAX, .enough = &enough }, c = { .writes = 40 };

	(void)state;
	enough = false;
	alarm(100);
	send(&hog, 1, 1);
	send(&c, 2, 2);
	await(&c);
	assert_int_equal(c.done, 40);
	assert_int_equal(hog.done, 0);
	enough = true;
	await(&hog);
	assert_int_equal(hog.done, 1);
	alarm(0);
	assert_true(events_at_the_end() > 40);
}

/* What only says who looked is no change; whatever stands beside it in the same transaction is. */
static void turn_once(bool quiet, bool undo)
{
	struct turn turn;
	struct err e = { 0 };

	assert_int_equal(writer_turn(w, &turn, 1, &e), 0);
	turn.quiet = quiet;
	if (undo)
		writer_undo(&turn);
	else
		assert_int_equal(writer_keep(&turn, &e), 0);
}

static void test_quiet_turns(void **state)
{
	(void)state;
	assert_int_equal(writer_changes(w), 0);
	turn_once(true, false);
	turn_once(false, true);
	assert_int_equal(writer_changes(w), 0);
	turn_once(false, false);
	assert_int_equal(writer_changes(w), 1);
	turn_once(true, false);
	assert_int_equal(writer_changes(w), 1);
}

/* --- who looked -----------------------------------------------------------------------------------------------------
 */

static void *look_again(void *arg)
{
	static const struct use_case uc = { .name = "row_show" };
	struct client *c = arg;

	for (int i = 0; i < c->writes; i++) {
		struct err e = { 0 };

		if (access_looked(&c->env, &uc, SPAN("7372040101800000"), &e))
			c->refused++;
		else
			c->done++;
		store_ops_db.rollback(c->env.store);
	}
	return NULL;
}

/* However many at once: written down once, and nobody goes on before. */
static void test_one_look(void **state)
{
	struct client c[CLIENTS] = { 0 };
	struct db_row row = { .want = 1 };
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < CLIENTS; i++) {
		c[i].writes = 20;
		c[i].env = t.env;
		c[i].env.actor.account = 7;
		c[i].env.client = (uint64_t)i;
		if (store_ops_db.open(&c[i].env, padan_span_of(t.db), &c[i].env.store, &e))
			fail_msg("%s", e.text);
		assert_int_equal(pthread_create(&c[i].thread, NULL, look_again, &c[i]), 0);
	}
	for (int i = 0; i < CLIENTS; i++) {
		await(&c[i]);
		assert_int_equal(c[i].done, 20);
	}
	assert_int_equal(writer_changes(w), 0);
	assert_int_equal(events_at_the_end(), 1);
	assert_int_equal(db_one(store_db(t.env.store), SQL_access_all, NULL, 0, &row, &e), 0);
	assert_int_equal(row.col[0].i, 1);
}

struct hold {
	struct turn turn;
	int rc;
};

static void *wait_for_a_turn(void *arg)
{
	struct hold *h = arg;
	struct err e = { 0 };

	h->rc = writer_turn(w, &h->turn, 7, &e);
	if (!h->rc)
		h->rc = writer_keep(&h->turn, &e);
	return NULL;
}

static void wait_until_waiting(int64_t n)
{
	struct writer_figures f;

	do {
		usleep(500);
		writer_look(w, &f);
	} while (f.waiting < n);
}

/* Six threads of one client came before three clients of one thread: turns go round by client, and among one client's
 * threads by arrival. */
struct queued {
	pthread_t thread;
	uint64_t client;
	int rc;
};
static uint64_t order[9];
static int served;

static void *take_a_turn(void *arg)
{
	struct queued *q = arg;
	struct turn turn;
	struct err e = { 0 };

	q->rc = writer_turn(w, &turn, q->client, &e);
	if (!q->rc) {
		order[served++] = q->client; /* a turn is nobody else's */
		q->rc = writer_keep(&turn, &e);
	}
	return NULL;
}

static void test_fair_by_client(void **state)
{
	static const uint64_t expected[9] = { 100, 6, 7, 8, 100, 100, 100, 100, 100 };
	struct queued q[9];
	struct turn held;
	struct err e = { 0 };

	(void)state;
	served = 0;
	assert_int_equal(writer_turn(w, &held, 99, &e), 0);
	for (int i = 0; i < 9; i++) {
		q[i] = (struct queued){ .client = i < 6 ? 100 : (uint64_t)i };
		assert_int_equal(pthread_create(&q[i].thread, NULL, take_a_turn, &q[i]), 0);
		wait_until_waiting(i + 1); /* so that the order of arrival is ours */
	}
	assert_int_equal(writer_keep(&held, &e), 0);
	for (int i = 0; i < 9; i++) {
		pthread_join(q[i].thread, NULL);
		assert_int_equal(q[i].rc, 0);
	}
	assert_memory_equal(order, expected, sizeof(order));
	/* who was served last waits longest: 6 before 7 before 8, though 8 asks first */
	served = 0;
	assert_int_equal(writer_turn(w, &held, 99, &e), 0);
	for (int i = 0; i < 3; i++) {
		q[i] = (struct queued){ .client = (uint64_t)(8 - i) };
		assert_int_equal(pthread_create(&q[i].thread, NULL, take_a_turn, &q[i]), 0);
		wait_until_waiting(i + 1);
	}
	assert_int_equal(writer_keep(&held, &e), 0);
	for (int i = 0; i < 3; i++)
		pthread_join(q[i].thread, NULL);
	assert_true(order[0] == 6 && order[1] == 7 && order[2] == 8);
}

/* The queue is bounded, and a full one says so at once. */
static void test_queue_is_bounded(void **state)
{
	static struct hold h[WRITER_QUEUE];
	static pthread_t th[WRITER_QUEUE];
	struct turn held, more;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(writer_turn(w, &held, 1, &e), 0);
	for (int i = 0; i < WRITER_QUEUE; i++)
		assert_int_equal(pthread_create(&th[i], NULL, wait_for_a_turn, &h[i]), 0);
	wait_until_waiting(WRITER_QUEUE);
	assert_int_equal(writer_turn(w, &more, 2, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "antrean penulisan penuh"));
	writer_undo(&more); /* harmless */
	assert_int_equal(writer_keep(&held, &e), 0);
	for (int i = 0; i < WRITER_QUEUE; i++) {
		pthread_join(th[i], NULL);
		assert_int_equal(h[i].rc, 0);
	}
}

static void *stop_it(void *arg)
{
	writer_stop(arg);
	return NULL;
}

/* Who waits when the stop comes is served; who comes later is told. */
static void test_stop_drains(void **state)
{
	struct hold waiting[3] = { 0 };
	pthread_t th[3], stopper;
	struct turn held, late;
	struct event ev = { .use_case = "demo", .actor = SPAN("penguji"), .content = SPAN("{}"), .key = SPAN("held") };
	struct err e = { 0 };
	int rc;

	(void)state;
	assert_int_equal(writer_turn(w, &held, 1, &e), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&th[i], NULL, wait_for_a_turn, &waiting[i]), 0);
	wait_until_waiting(3);
	assert_int_equal(pthread_create(&stopper, NULL, stop_it, w), 0);
	usleep(30000);
	rc = writer_turn(w, &late, 9, &e);
	assert_int_equal(rc, ERR_CONFLICT);
	assert_non_null(strstr(e.text, "dihentikan"));
	assert_int_equal(event_append(held.db, &t.seams, &ev, NULL, 0, &e), 0);
	assert_int_equal(writer_keep(&held, &e), 0);
	for (int i = 0; i < 3; i++) {
		pthread_join(th[i], NULL);
		assert_int_equal(waiting[i].rc, 0);
	}
	pthread_join(stopper, NULL);
	w = NULL;
	t.env.writer = NULL;
	assert_int_equal(events_at_the_end(), 1);
	assert_true(known("held"));
}

/* Whoever is lent the connection can end neither the others' work nor its own turn behind the writer's back. */
static void test_a_turn_is_fenced(void **state)
{
	struct event ev = { .use_case = "demo", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct turn turn;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(writer_turn(w, &turn, 1, &e), 0);
	assert_int_equal(event_append(turn.db, &t.seams, &ev, NULL, 0, &e), 0);
	assert_int_equal(db_begin(turn.db, DB_WRITE, &e), ERR_MACHINE);
	assert_int_equal(db_commit(turn.db, &e), ERR_MACHINE);
	db_rollback(turn.db); /* undoes what this turn did, and it goes on */
	ev.key = SPAN("sesudah");
	assert_int_equal(event_append(turn.db, &t.seams, &ev, NULL, 0, &e), 0);
	assert_int_equal(writer_keep(&turn, &e), 0);
	assert_int_equal(events_at_the_end(), 1);
	assert_true(known("sesudah"));
}

/* A run in units, twice at once in one process: both are there whole, neither sweeps the other away. */
struct runner {
	pthread_t thread;
	struct sample own;
	struct sample_run r;
	int rc;
	struct err e;
};

static void *run_it(void *arg)
{
	struct runner *r = arg;
	struct run_claim claim;

	r->rc = sample_write(&r->own, &r->r, &claim, &r->e);
	return NULL;
}

static int count_run(void *ctx, const struct run_info *r)
{
	*(int *)ctx += r->rows == 17000;
	return 0;
}

static void test_two_runs_at_once(void **state)
{
	static struct runner r[2];
	struct err e = { 0 };
	int n = 0;

	(void)state;
	for (int i = 0; i < 2; i++) {
		r[i].own = t;
		r[i].own.env.client = (uint64_t)i;
		sample_store(&r[i].own);
		sample_run(&r[i].r, 17000);
		r[i].r.head.nama = i ? SPAN("Program satu") : SPAN("Program dua");
		assert_int_equal(pthread_create(&r[i].thread, NULL, run_it, &r[i]), 0);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(r[i].thread, NULL);
		if (r[i].rc)
			fail_msg("%s", r[i].e.text);
		sample_close(&r[i].own);
	}
	assert_int_equal(events_at_the_end(), 2);
	assert_int_equal(run_store_each(t.env.store, count_run, &n, &e), 0);
	assert_int_equal(n, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_lost),  TEST(test_a_failing_turn_spoils_nobody),
		TEST(test_only_failures),    TEST(test_long_work_starves_nobody),
		TEST(test_fair_by_client),   TEST(test_queue_is_bounded),
		TEST(test_stop_drains),	     TEST(test_a_turn_is_fenced),
		TEST(test_quiet_turns),	     TEST(test_one_look),
		TEST(test_two_runs_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
