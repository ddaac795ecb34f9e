/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/job.h"

#include "office/answer.h"
#include "office/pack.h"
#include "web/pool.h"
#include "web/tree.h"

#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

enum { PLACES = 64, RESULT_MAX = 1 << 16, ARENA_MOST = 0 };
#define KEEP_MS ((int64_t)30 * 86400000) /* how long results stay */

/* A job of this process, from its order to its end. */
struct live {
	struct jobs *jobs;
	struct live *next;
	struct padan_arena arena;
	const struct use_case *uc;
	struct job job;
	struct actor actor;
	struct scope scope;
	void *in, *out;
	const char *inputs;
	struct buf packed;
	char what[JOB_WHAT];
	int64_t done, total; /* under the lock of jobs */
	bool moved;	     /* since it was written down */
};

struct jobs {
	struct jobs_options o;
	struct pool *pool;
	pthread_mutex_t lock;
	struct live *live;
	int64_t expired_ms; /* when old results were last looked for */
	bool stopping;
};

struct post {
	struct jobs *jobs;
	struct store *store;
};

static const struct seams *seams_of(const struct jobs *j)
{
	return j->o.base->seams;
}

static int64_t now_of(const struct jobs *j)
{
	return seams_of(j)->now_ms(seams_of(j)->ctx);
}

/* --- threads ---------------------------------------------------------------------------------------------------------
 */
static int post_begin(void *ctx, void **station, struct err *e)
{
	struct jobs *j = ctx;
	const struct padan_alloc *a = seams_of(j)->alloc;
	struct post *p = a->resize(a->ctx, NULL, 0, sizeof(*p));
	struct env env = *j->o.base;

	if (!p)
		return err_memory(e, "pekerjaan");
	*p = (struct post){ .jobs = j };
	*station = p;
	return env.store_ops->open(&env, j->o.db, &p->store, e);
}

static void post_end(void *ctx, void *station)
{
	struct jobs *j = ctx;
	struct post *p = station;

	j->o.base->store_ops->close(p->store);
	seams_of(j)->alloc->resize(seams_of(j)->alloc->ctx, p, sizeof(*p), 0);
}

int jobs_start(struct jobs **out, const struct jobs_options *o, struct err *e)
{
	const struct padan_alloc *a = o->base->seams->alloc;
	struct jobs *j = a->resize(a->ctx, NULL, 0, sizeof(*j));
	struct pool_options pool = { .seams = o->base->seams,
				     .threads = o->threads,
				     .places = PLACES,
				     .begin = post_begin,
				     .end = post_end,
				     .ctx = j };
	struct store *store = NULL;
	struct env env = *o->base;
	int rc;

	*out = NULL;
	if (!j)
		return err_memory(e, "pekerjaan");
	memset(j, 0, sizeof(*j));
	j->o = *o;
	pthread_mutex_init(&j->lock, NULL);
	rc = tree_make(o->folder, e);
	if (!rc)
		rc = env.store_ops->open(&env, o->db, &store, e);
	if (!rc)
		rc = o->ops->interrupt(store, now_of(j), e);
	env.store_ops->close(store);
	if (!rc)
		rc = pool_start(&j->pool, &pool, e);
	if (rc) {
		jobs_stop(j);
		return rc;
	}
	*out = j;
	return ERR_OK;
}

void jobs_stop(struct jobs *j)
{
	const struct padan_alloc *a;

	if (!j)
		return;
	a = seams_of(j)->alloc;
	pthread_mutex_lock(&j->lock);
	j->stopping = true;
	pthread_mutex_unlock(&j->lock);
	pool_stop(j->pool);
	pthread_mutex_destroy(&j->lock);
	a->resize(a->ctx, j, sizeof(*j), 0);
}

/* --- carrying out ----------------------------------------------------------------------------------------------------
 */
static void step(void *ctx, const char *what, int64_t done, int64_t total)
{
	struct live *l = ctx;

	pthread_mutex_lock(&l->jobs->lock);
	snprintf(l->what, sizeof(l->what), "%s", what);
	l->done = done;
	l->total = total;
	l->moved = true;
	pthread_mutex_unlock(&l->jobs->lock);
}

/* A path below the results: its files are listed, where they lie is nobody's business. */
static bool is_place(const struct live *l, const struct field *f)
{
	const span *s = field_member(f, l->out), folder = l->job.folder;

	return f->type == FIELD_text && folder.n && s->n >= folder.n && memcmp(s->p, folder.p, folder.n) == 0;
}

/* What came out, as an event's content would hold it: nothing of persons, no lists. "label, value, name" by tabs. */
static void tell_result(struct live *l, struct buf *b)
{
	for (const struct field *f = l->uc->out; f->c; f++) {
		size_t from;

		if ((f->flags & F_PRIVATE) || f->type == FIELD_rows || f->type == FIELD_store ||
		    f->type == FIELD_dir_out || f->type == FIELD_file_out || !field_given(f, l->out) || is_place(l, f))
			continue;
		buf_printf(b, "%s\t", f->label);
		from = b->n;
		field_show(f, l->out, b);
		for (size_t i = from; i < b->n; i++)
			if (b->p[i] == '\n' || b->p[i] == '\t')
				b->p[i] = ' ';
		buf_printf(b, "\t%s\n", f->wire);
	}
}

static int carry_out(struct live *l, struct store *store, struct err *e)
{
	struct jobs *j = l->jobs;
	struct env env = *j->o.base;
	int64_t today_ms = now_of(j) + (int64_t)8 * 3600 * 1000;

	env.arena = &l->arena;
	env.store = store;
	env.actor = l->actor;
	env.scope = l->scope;
	env.today = (date){ (int32_t)(today_ms / 86400000) };
	env.idempotency = l->job.id;
	env.client = (uint64_t)l->job.account;
	env.threads = env.processors > 0 ? env.processors : 1;
	env.started_us = env.seams->monotonic_us(env.seams->ctx);
	env.progress = (struct progress){ step, l };
	return office_run(l->uc, COMMIT, &env, l->in, l->out, e);
}

static void note(struct live *l, struct store *store, enum job_state state)
{
	struct err ignored;

	l->job.state = state;
	/* when it cannot be written now, the next start tells it as interrupted */
	if (l->jobs->o.ops->update(store, &l->job, &ignored))
		return;
}

static void forget(struct live *l)
{
	struct jobs *j = l->jobs;
	const struct padan_alloc *a = seams_of(j)->alloc;

	pthread_mutex_lock(&j->lock);
	for (struct live **at = &j->live; *at; at = &(*at)->next)
		if (*at == l) {
			*at = l->next;
			break;
		}
	pthread_mutex_unlock(&j->lock);
	if (l->inputs)
		tree_remove(l->inputs);
	if (l->packed.p)
		sodium_memzero(l->packed.p, l->packed.cap);
	buf_done(&l->packed);
	padan_arena_done(&l->arena);
	a->resize(a->ctx, l, sizeof(*l), 0);
#ifdef __GLIBC__
	malloc_trim(0); /* a city's draft took some 250 MB: the server goes back to what it was */
#endif
}

static void run(void *task, void *station)
{
	struct live *l = task;
	struct post *p = station;
	struct err e = { .code = ERR_OK, .text = "" };
	struct buf result;
	bool stopping;

	pthread_mutex_lock(&l->jobs->lock);
	stopping = l->jobs->stopping;
	pthread_mutex_unlock(&l->jobs->lock);
	buf_init(&result, seams_of(l->jobs)->alloc, RESULT_MAX);
	if (!stopping) {
		l->job.began_ms = now_of(l->jobs);
		note(l, p->store, JOB_RUNS);
		carry_out(l, p->store, &e);
		l->jobs->o.base->store_ops->rollback(p->store);
		if (!e.code || e.code == ERR_FOUND_WRONG)
			tell_result(l, &result);
	}
	l->job.ended_ms = now_of(l->jobs);
	l->job.error = padan_span_of(e.text);
	l->job.result = buf_as_span(&result);
	pthread_mutex_lock(&l->jobs->lock);
	l->job.what = padan_span_of(l->what);
	l->job.done = l->done;
	l->job.total = l->total;
	l->moved = false;
	pthread_mutex_unlock(&l->jobs->lock);
	note(l, p->store, stopping ? JOB_INTERRUPTED : e.code && e.code != ERR_FOUND_WRONG ? JOB_FAILED : JOB_DONE);
	buf_done(&result);
	forget(l);
}

/* --- ordering --------------------------------------------------------------------------------------------------------
 */
span jobs_folder(const struct jobs *j, span id, struct padan_arena *a)
{
	char path[4096];
	int n = snprintf(path, sizeof(path), "%s/%.*s", j->o.folder, (int)id.n, id.p);
	const char *copy = n < (int)sizeof(path) ? padan_arena_copy(a, path, (size_t)n) : NULL;

	return (span){ copy, copy ? (size_t)n : 0 };
}

static bool keep_text(struct padan_arena *a, span *s)
{
	s->p = padan_arena_copy(a, s->p ? s->p : "", s->n);
	return s->p != NULL;
}

/* A copy of everything that the order points to. */
static int copy_order(struct live *l, const struct job_order *o, struct err *e)
{
	struct padan_arena *a = &l->arena;
	int rc = pack_record(&l->packed, o->uc->in, o->in, PACK_PRIVATE, e);

	l->uc = o->uc;
	l->actor = o->env->actor;
	l->scope = o->env->scope;
	l->in = padan_arena_zero(a, o->uc->in_size);
	l->out = padan_arena_zero(a, o->uc->out_size);
	l->job.id = o->id;
	l->inputs = o->inputs ? padan_arena_copy(a, o->inputs, strlen(o->inputs)) : NULL;
	if (!l->in || !l->out || (o->inputs && !l->inputs) || !keep_text(a, &l->actor.name) ||
	    !keep_text(a, &l->scope.region) || !keep_text(a, &l->job.id))
		return err_memory(e, "pekerjaan");
	return rc ? rc : unpack_record(buf_as_span(&l->packed), o->uc->in, l->in, o->uc->in_size, a, e);
}

static int fill_job(struct live *l, const struct job_order *o, struct err *e)
{
	struct env env = *o->env;
	struct asked asked;
	int rc;

	env.idempotency = o->id;
	rc = answer_ask(&asked, o->uc, &env, o->in, e);
	memcpy(l->job.digest, asked.question, JOB_DIGEST);
	answer_done(&asked);
	l->job.use_case = padan_span_of(o->uc->name);
	l->job.account = l->actor.account;
	l->job.actor = l->actor.name;
	l->job.region = l->scope.region;
	l->job.made_ms = now_of(l->jobs);
	l->job.folder = jobs_folder(l->jobs, l->job.id, &l->arena);
	return rc ? rc : l->job.folder.n ? ERR_OK : err_memory(e, "pekerjaan");
}

static int push(struct live *l, struct store *store, struct err *e)
{
	struct jobs *j = l->jobs;

	pthread_mutex_lock(&j->lock);
	l->next = j->live;
	j->live = l;
	pthread_mutex_unlock(&j->lock);
	if (pool_push(j->pool, run, l))
		return ERR_OK;
	err_set(e, ERR_CONFLICT, "terlalu banyak pekerjaan menunggu; ulangi sebentar lagi");
	l->job.ended_ms = now_of(j);
	l->job.error = padan_span_of(e->text);
	note(l, store, JOB_FAILED);
	return e->code;
}

int jobs_order(struct jobs *j, const struct job_order *o, bool *taken, struct err *e)
{
	const struct padan_alloc *a = seams_of(j)->alloc;
	struct live *l = a->resize(a->ctx, NULL, 0, sizeof(*l));
	bool known = false;
	int rc;

	*taken = false;
	if (!l)
		return err_memory(e, "pekerjaan");
	memset(l, 0, sizeof(*l));
	l->jobs = j;
	padan_arena_init(&l->arena, a, ARENA_MOST);
	buf_init(&l->packed, a, PACK_MAX);
	rc = copy_order(l, o, e);
	if (!rc)
		rc = fill_job(l, o, e);
	if (!rc)
		rc = tree_make(l->job.folder.p, e);
	if (!rc) {
		o->env->store_ops->rollback(o->env->store);
		rc = j->o.ops->add(o->env->store, &l->job, &known, e);
	}
	if (!rc && !known)
		rc = push(l, o->env->store, e);
	*taken = !rc && !known;
	if (!*taken) {
		l->inputs = NULL; /* still the caller's */
		forget(l);
	}
	return rc;
}

/* --- how far they are ------------------------------------------------------------------------------------------------
 */
/* The next one that moved, as it is to be written; its spans lie in `room` and `arena`. */
static bool next_moved(struct jobs *j, struct job *out, char what[JOB_WHAT], char id[JOB_ID + 1])
{
	bool found = false;

	pthread_mutex_lock(&j->lock);
	for (struct live *l = j->live; l && !found; l = l->next) {
		found = l->moved && l->job.state == JOB_RUNS;
		if (!found)
			continue;
		l->moved = false;
		snprintf(what, JOB_WHAT, "%s", l->what);
		snprintf(id, JOB_ID + 1, "%.*s", (int)l->job.id.n, l->job.id.p);
		*out = (struct job){ .id = padan_span_of(id),
				     .state = JOB_RUNS,
				     .what = padan_span_of(what),
				     .done = l->done,
				     .total = l->total,
				     .began_ms = l->job.began_ms };
	}
	pthread_mutex_unlock(&j->lock);
	return found;
}

static int remove_folder(void *ctx, span folder)
{
	char path[4096];

	(void)ctx;
	if (folder.n && folder.n < sizeof(path)) {
		snprintf(path, sizeof(path), "%.*s", (int)folder.n, folder.p);
		tree_remove(path);
	}
	return ERR_OK;
}

void jobs_write_down(struct jobs *j, struct store *s)
{
	char what[JOB_WHAT], id[JOB_ID + 1];
	int64_t now = now_of(j);
	struct err ignored;
	struct job job;
	bool old;

	while (next_moved(j, &job, what, id))
		if (j->o.ops->progress(s, &job, &ignored))
			break;
	pthread_mutex_lock(&j->lock);
	old = now - j->expired_ms > 3600000;
	if (old)
		j->expired_ms = now;
	pthread_mutex_unlock(&j->lock);
	if (old && j->o.ops->expire(s, now - KEEP_MS, remove_folder, NULL, &ignored))
		j->expired_ms = 0;
}
