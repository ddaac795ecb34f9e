/* SPDX-License-Identifier: EUPL-1.2
 * For tests of the store: a folder of its own, an environment with a clock that stands, a run of invented people. */
#ifndef TESTS_FAULT_STORE_SAMPLE_H
#define TESTS_FAULT_STORE_SAMPLE_H

#include "access/open_store.h"
#include "engine.h"
#include "fault/run_sample.h"
#include "programme/decree_store.h"
#include <fcntl.h>
#include <sys/stat.h>

struct sample {
	char dir[64], db[PG_URL], key[96];
	struct seams seams;
	struct env env;
	int64_t now_ms;
};

static inline int64_t sample_now(void *ctx)
{
	return ((struct sample *)ctx)->now_ms;
}

static inline void sample_random(void *ctx, void *p, size_t n)
{
	(void)ctx;
	seams_real()->random(NULL, p, n);
}

static inline void sample_open(struct sample *t)
{
	memset(t, 0, sizeof(*t));
	/* in memory where that is offered: thousands of syncs wear a disk for nothing */
	snprintf(t->dir, sizeof(t->dir), "%s/lindung-store-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(t->dir));
	engine_place(t->dir, t->db);
	snprintf(t->key, sizeof(t->key), "%s/rumah/kunci", t->dir);
	t->seams = *seams_real();
	t->seams.now_ms = sample_now;
	t->seams.random = sample_random;
	t->seams.ctx = t;
	t->now_ms = 1746181860000; /* 2 May 2025, 10:31 UTC */
	t->env = (struct env){ .seams = &t->seams,
			       .store_ops = &store_ops_db,
			       .actor = { SPAN("penguji"), MAY_ALL, 1 },
			       .threads = 1,
			       .key_file = padan_span_of(t->key) };
}

static inline void sample_done(struct sample *t)
{
	char command[128];

	engine_drop(t->db);
	snprintf(command, sizeof(command), "rm -rf %s", t->dir);
	assert_int_equal(system(command), 0);
}

/* The database and what SQLite keeps beside it. */
static inline void sample_remove_db(const struct sample *t)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
	char path[PG_URL + 10];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", t->db, beside[i]);
		unlink(path);
	}
}

/* Points of a sweep: many at night, few under the sanitizers, which make each ten times as dear. */
static inline int64_t sample_points(int64_t usual)
{
	return getenv("SIZE") ? usual * 10 : getenv("LINDUNG_SANITIZED") ? usual / 3 : usual;
}

static inline struct store *sample_store(struct sample *t)
{
	struct err e = { 0 };
	struct store *s = NULL;

	if (store_ops_db.open(&t->env, padan_span_of(t->db), &s, &e))
		fail_msg("%s", e.text);
	t->env.store = s;
	return s;
}

static inline void sample_close(struct sample *t)
{
	store_ops_db.close(t->env.store);
	t->env.store = NULL;
}

/* Claims, writes, records the event, commits; what office_run does. */
static inline int sample_write(struct sample *t, struct sample_run *r, struct run_claim *claim, struct err *e)
{
	struct event ev = { .use_case = "run", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct run_rows rows = { .next = sample_next, .ctx = r, .paper = sample_part };
	struct unit u = { &t->env, t->env.store };
	int rc = run_store_claim(u.store, &r->head, claim, e);

	r->at = r->part_at = 0;
	if (rc)
		return rc;
	rc = store_ops_db.begin(u.store, e);
	if (!rc)
		rc = run_store_write(&u, &r->head, claim, &rows, e);
	if (!rc)
		rc = store_ops_db.event(u.store, &ev, e);
	if (!rc)
		rc = store_ops_db.commit(u.store, e);
	if (rc)
		store_ops_db.rollback(u.store);
	return rc;
}

/* One act on the store in a transaction of its own; what office_run does. */
static inline int sample_act(struct sample *t, span key, int (*act)(struct unit *u, void *ctx, struct err *e),
			     void *ctx, struct err *e)
{
	/* a command that carried a key, so that an answer is kept */
	struct event ev = { .use_case = "decree",
			    .actor = t->env.actor.name,
			    .content = SPAN("{}"),
			    .key = key,
			    .answer = key.n ? SPAN("jawaban") : SPAN("") };
	struct unit u = { &t->env, t->env.store };
	int rc = store_ops_db.begin(u.store, e);

	if (!rc)
		rc = act(&u, ctx, e);
	if (!rc)
		rc = store_ops_db.event(u.store, &ev, e);
	if (!rc)
		rc = store_ops_db.commit(u.store, e);
	if (rc)
		store_ops_db.rollback(u.store);
	return rc;
}

static inline int sample_take(struct unit *u, void *ctx, struct err *e)
{
	return chain_store_take(u, ctx, e);
}

/* A step by the person with this number. */
static inline int sample_step(struct sample *t, int64_t run, enum chain_act act, int64_t person, struct err *e)
{
	struct chain_ask ask = { .run = run, .act = act, .reason = act == ACT_return ? SPAN("keliru") : SPAN("") };
	struct padan_arena arena, *before = t->env.arena;
	struct actor actor = t->env.actor;
	int rc;

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	t->env.arena = &arena;
	t->env.actor.account = person;
	rc = chain_store_plan(&t->env, &ask, e);
	if (!rc)
		rc = sample_act(t, SPAN(""), sample_take, &ask, e);
	t->env.actor = actor;
	t->env.arena = before;
	padan_arena_done(&arena);
	return rc;
}

static inline int sample_put_decree(struct unit *u, void *ctx, struct err *e)
{
	return decree_store_issue(u, ctx, e);
}

/* The last step to a decree, alone. */
static inline int sample_number(struct sample *t, int64_t run, span nomor, struct err *e)
{
	struct decree d = { .run = run,
			    .nomor = nomor,
			    .signed_on = date_of(2025, 5, 3),
			    .scan_name = SPAN("sk.pdf"),
			    .scan_size = 1234,
			    .scan_sha256 = { 7 } };
	struct padan_arena arena, *before = t->env.arena;
	struct actor actor = t->env.actor;
	int rc;

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	t->env.arena = &arena;
	t->env.actor.account = 4;
	rc = decree_store_draft(&t->env, &d, e);
	if (!rc)
		rc = sample_act(t, nomor, sample_put_decree, &d, e);
	t->env.actor = actor;
	t->env.arena = before;
	padan_arena_done(&arena);
	return rc;
}

/* The whole way: persons 2 to 5, each another one than the one before. Steps that were taken already are left out, so
 * that it can go on after a power cut. */
static inline int sample_issue(struct sample *t, int64_t run, span nomor, struct err *e)
{
	static const enum chain_act acts[] = { ACT_verify, ACT_propose, ACT_initial, ACT_sign };
	int rc = ERR_OK;

	for (int i = 0; !rc && i < 4; i++) {
		rc = sample_step(t, run, acts[i], 2 + i, e);
		rc = rc == ERR_CONFLICT ? ERR_OK : rc;
	}
	return rc ? rc : sample_number(t, run, nomor, e);
}

struct sample_found {
	int n;
	char first[300];
};

static inline void sample_say(void *ctx, const char *what)
{
	struct sample_found *f = ctx;

	if (!f->n++)
		snprintf(f->first, sizeof(f->first), "%s", what);
}

#endif
