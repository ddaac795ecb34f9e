/* SPDX-License-Identifier: EUPL-1.2
 * `lindung serve`: the database is held, the loops answer, until a signal comes. */
#include "web/web_cases.h"

#include "access/session_cases.h"
#include "base/url.h"
#include "membership/person_index_store.h"
#include "web/job_store.h"
#include "web/serving_store.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <unistd.h>

#define CASES	  "web/web.def"
#define CASE_ROOM web
#include "office/define.inc"

enum { NAME_ROOM = 4200, LARGE_BLOCK = 128 << 10 };

static const char *text_of(span s, const char *otherwise, struct padan_arena *a)
{
	return s.n ? padan_arena_copy(a, s.p, s.n) : padan_arena_copy(a, otherwise, strlen(otherwise));
}

static int options(struct server_options *o, const struct web_serve_in *in, const struct env *env, struct err *e)
{
	char folder[NAME_ROOM];

	snprintf(folder, sizeof(folder), "%.*s.web", (int)(in->db.n < 4096 ? in->db.n : 4096), in->db.p);
	*o = (struct server_options){ .sessions = &session_ops_db,
				      .jobs = &job_ops_db,
				      .upkeep = person_index_upkeep,
				      .db = in->db,
				      .listen = text_of(in->listen, "127.0.0.1:8080", env->arena),
				      .folder = text_of(in->map, folder, env->arena),
				      .tls = in->tls,
				      .log_fd = STDERR_FILENO };
	if (!o->listen || !o->folder)
		return err_memory(e, "layanan");
	if (!server_is_loopback(o->listen) && !o->tls)
		return err_set(e, ERR_USAGE,
			       "--listen %s: di luar 127.0.0.1 hanya dengan TLS di depannya; pasang nginx "
			       "(deploy/nginx.conf), lalu tambahkan --tls-di-depan",
			       o->listen);
	if (url_is_postgres(in->db) && !in->map.n)
		return err_set(e, ERR_USAGE, "serve: PostgreSQL perlu --map, tempat unggahan dan hasil pekerjaan");
	return ERR_OK;
}

int serve_until_signal(struct serving *w, struct holding *h, struct err *e)
{
	struct server *s = NULL;
	char address[200];
	int port = 0, rc, n;

#ifdef __GLIBC__
	/* A city's draft takes some 250 MB for a while. Large blocks are the system's own and go back to it at once;
	 * left to itself the threshold would grow with the first of them. */
	mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
#endif
	w->o.base = &h->env;
	rc = server_start(&s, &w->o, &port, e);
	if (rc)
		return rc;
	n = snprintf(address, sizeof(address), "http://%.*s:%d/", (int)(strrchr(w->o.listen, ':') - w->o.listen),
		     w->o.listen, port);
	w->address = (span){ padan_arena_copy(h->env.arena, address, (size_t)n), (size_t)n };
	if (w->ready)
		w->ready(w->ctx, address);
	server_say(s, "mulai", address);
	rc = hold_until_signal(h, e);
	server_say(s, "berhenti", address);
	w->requests = server_stop(s);
	return rc;
}

int web_serve_plan(struct web_serve_out *out, const struct web_serve_in *in, const struct env *env, struct err *e)
{
	struct writer_figures f = { 0 };
	struct serving w = { .ready = NULL };
	struct holding h;
	int rc;

	if (env->writer)
		return err_set(e, ERR_CONFLICT, "%.*s: sudah dipegang layanan ini", (int)in->db.n, in->db.p);
	rc = options(&w.o, in, env, e);
	if (rc)
		return rc;
	rc = hold_begin(&h, env, in->db, e);
	if (!rc)
		rc = serve_until_signal(&w, &h, e);
	hold_end(&h, &f, &out->perintah);
	out->alamat = w.address;
	out->permintaan = w.requests;
	out->penulisan = f.turns;
	out->komit = f.commits;
	return rc;
}
