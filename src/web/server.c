/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/server.h"

#include "web/shelf.h"
#include "web/tree.h"
#include "web/visit.h"

#include <stdio.h>

enum { CONNECTIONS = 4096, WAITING = 512, STOP_SECONDS = 60, FOLDER_MAX = 3500, JOB_THREADS = 2, WRITE_DOWN_TICKS = 8 };

/* A station: what a thread needs to carry requests out. */
static int station_begin(struct server *s, void **out, struct err *e)
{
	const struct padan_alloc *a = s->o.base->seams->alloc;
	struct station *st = a->resize(a->ctx, NULL, 0, sizeof(*st));
	struct env env = *s->o.base;
	int rc = ERR_OK;

	if (!st)
		return err_memory(e, "layanan");
	*st = (struct station){ .server = s };
	if (env.store_ops)
		rc = env.store_ops->open(&env, s->o.db, &st->store, e);
	*out = st;
	return rc;
}

static void station_end(struct server *s, struct station *st)
{
	const struct padan_alloc *a = s->o.base->seams->alloc;

	if (!st)
		return;
	if (s->o.base->store_ops)
		s->o.base->store_ops->close(st->store);
	a->resize(a->ctx, st, sizeof(*st), 0);
}

static int loop_begin(void *ctx, int loop, void **own, struct err *e)
{
	(void)loop;
	return station_begin(ctx, own, e);
}

static int worker_begin(void *ctx, void **station, struct err *e)
{
	return station_begin(ctx, station, e);
}

static void end(void *ctx, void *station)
{
	station_end(ctx, station);
}

/* What fails is tried again with the next tick. */
static void upkeep(struct server *s, struct store *store)
{
	struct env env = *s->o.base;
	struct err ignored;
	bool done = false;

	env.store = store;
	if (!s->o.upkeep || !store || atomic_flag_test_and_set(&s->keeping))
		return;
	if (s->o.upkeep(&env, &done, &ignored) == ERR_OK && done)
		atomic_store(&s->ticks, 0); /* there may be more */
	atomic_flag_clear(&s->keeping);
}

static void write_down(void *task, void *station)
{
	struct server *s = task;
	struct store *store = ((struct station *)station)->store;

	jobs_write_down(s->jobs, store);
	upkeep(s, store);
}

static void tick(void *ctx)
{
	struct server *s = ctx;

	log_flush(s->log);
	if (atomic_fetch_add(&s->ticks, 1) % WRITE_DOWN_TICKS == 0 && !pool_push(s->pool, write_down, s))
		atomic_fetch_sub(&s->ticks, 1); /* the queue is full: with the next tick */
}

static int prepare_folder(struct server *s, struct err *e)
{
	char path[FOLDER_MAX + 32];
	int n, rc;

	if (strlen(s->o.folder) > FOLDER_MAX)
		return err_set(e, ERR_USAGE, "nama map layanan terlalu panjang");
	rc = tree_make(s->o.folder, e);
	n = snprintf(path, sizeof(path), "%s/unggah", s->o.folder);
	if (!rc)
		rc = tree_make(path, e);
	if (rc)
		return rc;
	tree_empty(path); /* what a server that did not end well left there */
	s->uploads = padan_arena_copy(&s->arena, path, (size_t)n);
	return s->uploads ? ERR_OK : err_memory(e, "map layanan");
}

static int start_jobs(struct server *s, struct err *e)
{
	char path[FOLDER_MAX + 32];
	int n = snprintf(path, sizeof(path), "%s/hasil", s->o.folder);
	const struct jobs_options o = { .base = s->o.base,
					.ops = s->o.jobs,
					.db = s->o.db,
					.folder = padan_arena_copy(&s->arena, path, (size_t)n),
					.threads = JOB_THREADS };

	return o.folder ? jobs_start(&s->jobs, &o, e) : err_memory(e, "map hasil");
}

/* --- start and stop --------------------------------------------------------------------------------------------------
 */
static int start_threads(struct server *s, int *port, struct err *e)
{
	static const struct http_app shape = { .head = visit_head,
					       .body = visit_body,
					       .ready = visit_ready,
					       .gone = visit_gone,
					       .loop_begin = loop_begin,
					       .loop_end = end,
					       .tick = tick };
	struct http_app *app = padan_arena_get(&s->arena, sizeof(*app));
	int cores = s->o.base->processors > 0 ? s->o.base->processors : 1;
	const struct pool_options pool = { .seams = s->o.base->seams,
					   .threads = s->o.workers ? s->o.workers : cores + 2,
					   .places = WAITING,
					   .begin = worker_begin,
					   .end = end,
					   .ctx = s };
	struct http_options http = { .seams = s->o.base->seams,
				     .listen = s->o.listen,
				     .loops = s->o.loops ? s->o.loops : cores,
				     .connections = CONNECTIONS,
				     .app = app };
	int rc = app ? pool_start(&s->pool, &pool, e) : err_memory(e, "layanan");

	if (rc)
		return rc;
	*app = shape;
	app->ctx = s;
	return http_start(&s->http, &http, port, e);
}

int server_start(struct server **out, const struct server_options *o, int *port, struct err *e)
{
	const struct padan_alloc *a = o->base->seams->alloc;
	struct server *s = a->resize(a->ctx, NULL, 0, sizeof(*s));
	int rc;

	*out = NULL;
	if (!s)
		return err_memory(e, "layanan");
	memset(s, 0, sizeof(*s));
	s->o = *o;
	padan_arena_init(&s->arena, a, 0);
	s->shelf = shelf_new(o->base->seams);
	rc = router_new(&s->router, &s->arena, e);
	if (!rc)
		rc = template_set_load(&s->templates, &s->arena, e);
	if (!rc)
		rc = log_open(&s->log, o->log_fd, o->base->seams, &s->arena, e);
	if (!rc)
		rc = prepare_folder(s, e);
	if (!rc)
		rc = start_jobs(s, e);
	if (!rc)
		rc = start_threads(s, port, e);
	if (rc) {
		server_stop(s);
		return rc;
	}
	*out = s;
	return ERR_OK;
}

bool server_is_loopback(const char *listen)
{
	return strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]:", 6) == 0;
}

void server_say(struct server *s, const char *event, const char *address)
{
	log_event(s->log, event, address);
}

int64_t server_stop(struct server *s)
{
	struct http_figures f = { 0, 0, 0, 0 };
	const struct padan_alloc *a;

	if (!s)
		return 0;
	a = s->o.base->seams->alloc;
	http_stop(s->http, STOP_SECONDS);
	pool_stop(s->pool);
	jobs_stop(s->jobs);
	if (s->http)
		http_look(s->http, &f);
	http_free(s->http);
	log_close(s->log);
	shelf_free(s->shelf);
	padan_arena_done(&s->arena);
	a->resize(a->ctx, s, sizeof(*s), 0);
	return f.requests;
}
