/* SPDX-License-Identifier: EUPL-1.2
 *
 * One request from its head to its answer. Inside of the server. */
#ifndef WEB_VISIT_H
#define WEB_VISIT_H

#include "web/pool.h"
#include "web/request.h"
#include "web/router.h"
#include "web/server.h"
#include "web/template.h"

#include <stdatomic.h>

enum {
	FORM_BYTES = 1 << 20, /* of a form without files, or a JSON body */
	UPLOAD_MB = 1024,     /* of a form with files, signed in: the registry of a large city has some 300 MB */
	REFERENCE = 12,	      /* letters of a reference number */
	COOKIE_BYTES = 43,
	COST_PLACES = 1021, /* two that share a place share their fate */
	QUICK_US = 3000	    /* what takes longer does not hold an event loop up */
};

/* What a thread that carries requests out has for itself. */
struct station {
	struct server *server;
	struct store *store;
};

struct server_log;

struct server {
	struct server_options o;
	struct padan_arena arena; /* as long as the server */
	struct router *router;
	struct template_set templates;
	struct http *http;
	struct pool *pool;
	struct server_log *log;
	struct jobs *jobs;
	struct shelf *shelf;	      /* pages that were just made (shelf.h); NULL: none is kept */
	atomic_int cost[COST_PLACES]; /* of pages and use cases, in microseconds, lately (visit.c) */
	atomic_int ticks;
	atomic_flag keeping; /* some worker is at the upkeep */
	const char *uploads; /* folder */
	atomic_llong serial;
};

/* Where a visit stands at the shelf (shelf.h). mark: what had been written when its page began; -1: not a page to keep.
 */
struct shelf_seat {
	unsigned char name[16]; /* of session, cookies and address */
	int64_t mark;
	struct visit *waiting; /* who waits for this one's page */
	struct visit *next;    /* among those who wait for the same */
	bool given;
};

enum visit_kind { VISIT_PAGE, VISIT_API, VISIT_ASSET };

struct visit {
	struct server *server;
	struct http_exchange *x;
	struct padan_arena arena;
	enum visit_kind kind;
	struct request request;
	struct route route;
	const struct use_case *uc; /* of the API */
	bool document;		   /* the OpenAPI document */
	bool absent;		   /* 404 rather than 400 */
	bool file;		   /* one of a job's files is asked for */
	struct session session;
	bool signed_in;
	span cookie; /* the session's key as it came, or that of somebody who has not signed in */
	struct form_reader *form;
	const char *folder; /* of the files that came; NULL: none */
	bool kept;	    /* they are a job's now */
	struct shelf_seat seat;
	struct answer answer;
	struct err err;
	int64_t began_us;
	int status; /* that was answered, for the log */
	int64_t bytes;
};

/* --- visit.c: what the loop asks -----------------------------------------------------------------------------------
 */
enum http_body visit_head(void *server, struct http_exchange *x, int64_t *limit);
bool visit_body(void *server, struct http_exchange *x, span piece);
void visit_ready(void *server, struct http_exchange *x);
void visit_gone(void *server, struct http_exchange *x);

/* --- visit_run.c: carried out on a station ---------------------------------------------------------------------------
 */
void visit_run(struct visit *v, struct station *at);
/* The environment of a use case for this request. */
struct env visit_env(const struct visit *v, struct store *store);
/* Orders the use case as a job, whose number is `id` (a key: letters, digits, . _ : -). in: NULL = filled here from
 * what came (strict: as fill.h); else as it is, with the places of its files set here. */
struct visit_order {
	const struct use_case *uc;
	void *in;
	span id;
	bool strict;
};
MUST_CHECK int visit_order(struct visit *v, const struct env *env, const struct visit_order *o, struct err *e);
/* A page or a problem+json that says what is wrong. */
void visit_fail(struct visit *v, int status, const char *words);
/* The headers that every answer carries. */
void visit_headers(struct visit *v);

/* --- visit_who.c ---------------------------------------------------------------------------------------------------
 */
/* Fills v->session from the cookie or the bearer token. */
MUST_CHECK int visit_who(struct visit *v, struct store *store, struct err *e);
/* 0: may go on; else the status that says why not. */
int visit_gate(const struct visit *v);
/* A POST with cookies comes from our own pages? `token` is what the form brought. */
bool csrf_right(const struct visit *v, span token);
/* The token for a form of this visit, in `out`; with a new cookie when there is none yet. */
MUST_CHECK int csrf_make(struct visit *v, char out[128], struct err *e);
bool origin_right(const struct visit *v);
const char *cookie_name(const struct server *s);
/* Set-Cookie of the session; an empty key takes it away. */
void cookie_set(struct visit *v, span key);

/* --- log.c -----------------------------------------------------------------------------------------------------------
 */
MUST_CHECK int log_open(struct server_log **out, int fd, const struct seams *s, struct padan_arena *a, struct err *e);
void log_visit(struct server_log *l, const struct visit *v);
void log_event(struct server_log *l, const char *event, const char *address);
void log_flush(struct server_log *l);
void log_close(struct server_log *l);

/* A reference number: twelve letters and digits that nobody confuses, written as 7K3M-9QWP-2XTA. */
void reference_make(const struct seams *s, char out[REFERENCE + 3]);

#endif
