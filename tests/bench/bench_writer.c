/* SPDX-License-Identifier: EUPL-1.2
 * Eight clients behind one writer: bench_writer DIR [SECONDS]. DIR lies on the disk that is to be judged. First each
 * command with a commit of its own, then eight clients in groups, then the same beside a draft of 17,000 rows that is
 * written again and again. Prints commands and commits a second, the wait for a turn, and what the slowest client got
 * of its fair share. docs/bench.md has the figures of a quiet machine. */
#include "access/open_store.h"
#include "office/writer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fault/run_sample.h"

enum { CLIENTS = 8, ROWS = 17000 };

static struct env env;
static char db_path[4096], key_path[4096];
static int64_t until_us;

struct client {
	pthread_t thread;
	struct env env;
	int64_t done;
	bool drafts; /* writes drafts instead of small commands */
	struct err e;
};

static int64_t now_us(void)
{
	return seams_real()->monotonic_us(NULL);
}

static int fail(const struct err *e)
{
	fprintf(stderr, "bench_writer: %s\n", e->text);
	exit(1);
}

/* What a small command leaves: an event with its answer. */
static int small_command(struct client *c)
{
	struct event ev = { .use_case = "demo",
			    .actor = SPAN("penguji"),
			    .content = SPAN(
				    "{\"masukan\":{\"rancangan\":\"7K3M-9QWP-2XTA\"},\"hasil\":{\"orang\":744}}") };
	struct store *s = c->env.store;
	int rc = store_ops_db.begin(s, &c->e);

	if (!rc)
		rc = store_ops_db.event(s, &ev, &c->e);
	if (!rc)
		rc = store_ops_db.commit(s, &c->e);
	if (rc)
		store_ops_db.rollback(s);
	return rc;
}

static int draft(struct client *c)
{
	struct event ev = { .use_case = "run", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct sample_run r;
	struct run_rows rows = { .next = sample_next, .ctx = &r };
	struct unit u = { &c->env, c->env.store };
	struct run_claim claim;
	int rc;

	sample_run(&r, ROWS);
	r.head.stage = (int)c->done + 1; /* another draft each time */
	rc = run_store_claim(u.store, &r.head, &claim, &c->e);
	r.at = 0;
	if (!rc)
		rc = store_ops_db.begin(u.store, &c->e);
	if (!rc)
		rc = run_store_write(&u, &r.head, &claim, &rows, &c->e);
	if (!rc)
		rc = store_ops_db.event(u.store, &ev, &c->e);
	if (!rc)
		rc = store_ops_db.commit(u.store, &c->e);
	if (rc)
		store_ops_db.rollback(u.store);
	return rc;
}

static void *work(void *arg)
{
	struct client *c = arg;

	while (now_us() < until_us && !c->e.code)
		if (!(c->drafts ? draft(c) : small_command(c)))
			c->done++;
	return NULL;
}

static void open_store(struct env *e)
{
	struct err err = { .code = 0 };

	if (store_ops_db.open(e, padan_span_of(db_path), &e->store, &err))
		fail(&err);
}

/* Each command commits by itself. */
static double alone(double seconds)
{
	struct client c = { .env = env };
	int64_t from = now_us();

	open_store(&c.env);
	until_us = from + (int64_t)(seconds * 1e6);
	work(&c);
	store_ops_db.close(c.env.store);
	if (c.e.code)
		fail(&c.e);
	return (double)c.done / ((double)(now_us() - from) / 1e6);
}

static void together(const char *name, double seconds, bool with_drafts, double one)
{
	struct client c[CLIENTS + 1] = { 0 };
	int n = CLIENTS + with_drafts;
	struct env first = env;
	struct writer_figures f;
	struct writer *w;
	struct err e = { .code = 0 };
	struct db *db;
	int64_t all = 0, least = INT64_MAX;

	open_store(&first);
	if (store_give_writer(first.store, &db, &e))
		fail(&e);
	store_ops_db.close(first.store);
	if (writer_start(&w, db, env.seams, &e))
		fail(&e);
	until_us = now_us() + (int64_t)(seconds * 1e6);
	for (int i = 0; i < n; i++) {
		c[i].env = env;
		c[i].env.writer = w;
		c[i].env.client = (uint64_t)i;
		c[i].drafts = i == CLIENTS;
		open_store(&c[i].env);
	}
	for (int i = 0; i < n; i++)
		if (pthread_create(&c[i].thread, NULL, work, &c[i]))
			abort();
	for (int i = 0; i < n; i++) {
		pthread_join(c[i].thread, NULL);
		if (c[i].e.code)
			fail(&c[i].e);
		store_ops_db.close(c[i].env.store);
		if (!c[i].drafts) {
			all += c[i].done;
			least = c[i].done < least ? c[i].done : least;
		}
	}
	writer_look(w, &f);
	writer_stop(w);
	printf("%s: %.0f commands/s (%.1f times one by one), %.0f commits/s; wait for a turn: median %.1f ms, p99 %.1f "
	       "ms, "
	       "most %.1f ms; slowest client %.0f %% of its fair share",
	       name, (double)all / seconds, (double)all / seconds / one, (double)f.commits / seconds,
	       (double)f.wait_median_us / 1e3, (double)f.wait_p99_us / 1e3, (double)f.wait_most_us / 1e3,
	       100.0 * (double)least * CLIENTS / (double)all);
	if (with_drafts)
		printf("; %lld drafts of %d rows", (long long)c[CLIENTS].done, ROWS);
	putchar('\n');
}

int main(int argc, char **argv)
{
	double seconds = argc > 2 ? strtod(argv[2], NULL) : 5, one;

	if (argc < 2 || snprintf(db_path, sizeof(db_path), "%s/penulis.db", argv[1]) >= (int)sizeof(db_path) ||
	    snprintf(key_path, sizeof(key_path), "%s/penulis.kunci", argv[1]) >= (int)sizeof(key_path)) {
		fprintf(stderr, "bench_writer DIR [SECONDS]\n");
		return 2;
	}
	env = (struct env){ .seams = seams_real(),
			    .store_ops = &store_ops_db,
			    .actor = { SPAN("penguji"), MAY_ALL, 0 },
			    .threads = 1,
			    .key_file = padan_span_of(key_path) };
	one = alone(seconds / 2); /* makes the database too */
	printf("one by one: %.0f commands/s\n", one);
	together("eight clients", seconds, false, one);
	together("eight clients beside a draft", seconds, true, one);
	return 0;
}
