/* SPDX-License-Identifier: EUPL-1.2
 * What the loop asks of a request: the head decides, the body is taken, and then it is carried out here or by a worker.
 */
#include "web/visit.h"
#include "web/shelf.h"

#include "web/api.h"
#include "web/reach.h"
#include "web/tree.h"

#include <stdio.h>

enum { ARENA_MOST = 256 << 20 };

static struct visit *visit_new(struct server *s, struct http_exchange *x)
{
	const struct seams *seams = s->o.base->seams;
	struct visit *v = seams->alloc->resize(seams->alloc->ctx, NULL, 0, sizeof(*v));

	if (!v)
		return NULL;
	memset(v, 0, sizeof(*v));
	v->server = s;
	v->x = x;
	v->began_us = seams->monotonic_us(seams->ctx);
	v->request.head = http_head_of(x);
	v->request.post = v->request.head->method == HTTP_POST;
	padan_arena_init(&v->arena, seams->alloc, ARENA_MOST);
	http_answer_init(&v->answer, seams);
	http_set_mark(x, v);
	return v;
}

static bool begins(span s, span with)
{
	return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

/* What is asked for. 0, or the status that says why there is nothing. */
static int classify(struct visit *v)
{
	const struct http_head *h = v->request.head;
	const struct route *r = &v->route;

	if (begins(h->path, SPAN("/api/"))) {
		v->kind = VISIT_API;
		return api_find(v);
	}
	if (begins(h->path, SPAN("/aset/"))) {
		v->kind = VISIT_ASSET;
		return h->method == HTTP_GET || h->method == HTTP_HEAD ? 0 : 405;
	}
	if (route_find(v->server->router, h->path, v->request.post, &v->arena, &v->route, &v->err))
		return 404;
	v->request.parts = r->parts;
	if (!r->get && !r->post)
		return 404;
	return r->row && (v->request.post || h->method == HTTP_GET || h->method == HTTP_HEAD) ? 0 : 405;
}

static void allow(struct visit *v)
{
	bool get = v->kind != VISIT_PAGE || v->route.get, post = v->kind != VISIT_ASSET && v->route.post;

	http_header(&v->answer, "Allow",
		    get && post ? SPAN("GET, HEAD, POST")
		    : post	? SPAN("POST")
				: SPAN("GET, HEAD"));
}

static span query_of(const struct visit *v)
{
	return v->request.head->target;
}

/* Nobody has signed in: a page sends to where that is done, and back. */
static void ask_to_sign_in(struct visit *v)
{
	struct buf b;

	if (v->kind == VISIT_API) {
		http_header(&v->answer, "WWW-Authenticate", SPAN("Bearer"));
		visit_fail(v, 401, "perlu masuk dahulu, atau token API pada kepala Authorization: Bearer ...");
		return;
	}
	buf_init(&b, v->server->o.base->seams->alloc, 4 * HTTP_LINE_MAX);
	buf_puts(&b, !v->signed_in ? "/masuk" : v->session.need == SESSION_WANTS_ENROL ? "/akun/kode" : "/masuk/kode");
	if (v->request.head->method == HTTP_GET && query_of(v).n > 1) {
		buf_puts(&b, "?ke=");
		percent_encode(query_of(v), &b);
	}
	v->answer.status = 303;
	if (b.n < HTTP_EXTRA_MAX / 2)
		http_header(&v->answer, "Location", buf_as_span(&b));
	else
		http_header(&v->answer, "Location", SPAN("/masuk"));
	buf_done(&b);
}

static void finish(struct visit *v)
{
	visit_headers(v);
	v->status = v->answer.status;
	v->bytes = v->answer.file >= 0 ? v->answer.file_bytes : (int64_t)v->answer.body.n;
	http_answer(v->x, &v->answer);
}

static void refuse(struct visit *v, int status)
{
	static const char *const absent = "Halaman atau data ini tidak ada, atau bukan bagian dari wilayah kerja Anda.";

	if (status == 401)
		ask_to_sign_in(v);
	else if (status == 403)
		visit_fail(v, 403,
			   "Akun Anda tidak berwenang membuka ini. Mintalah wewenangnya kepada pengelola sistem.");
	else if (status == 404)
		visit_fail(v, 404, absent);
	else if (status == 405)
		visit_fail(v, 405, "Alamat ini tidak menerima cara permintaan itu.");
	else if (status == 415)
		visit_fail(v, 415, "Isi permintaan harus formulir (urlencoded atau multipart) atau JSON.");
	else
		visit_fail(v, status, v->err.code ? v->err.text : "Permintaan tidak dapat dilayani.");
	if (status == 405)
		allow(v);
	finish(v);
}

/* How the body is taken. 0, or the status. */
static int choose_body(struct visit *v, enum http_body *how, int64_t *limit)
{
	const struct http_head *h = v->request.head;
	span type = http_field(h, "content-type"), bare = header_bare(type);
	char folder[32];
	struct buf path;
	int rc;

	*how = HTTP_KEEP;
	*limit = v->request.post ? FORM_BYTES : 0;
	if (!v->request.post || (h->length <= 0 && !h->chunked))
		return 0;
	if (http_field_count(h, "content-type") > 1)
		return 415;
	if (span_ieq(bare, SPAN("application/x-www-form-urlencoded")) ||
	    (v->kind == VISIT_API && span_ieq(bare, SPAN("application/json"))))
		return 0;
	if (!span_ieq(bare, SPAN("multipart/form-data")))
		return 415;
	snprintf(folder, sizeof(folder), "/%llx", (unsigned long long)atomic_fetch_add(&v->server->serial, 1));
	buf_init(&path, v->server->o.base->seams->alloc, 4096);
	buf_puts(&path, v->server->uploads);
	buf_puts(&path, folder);
	v->folder = padan_arena_copy(&v->arena, path.p ? path.p : "", path.n);
	buf_done(&path);
	if (!v->folder)
		return 503;
	rc = form_reader_new(&v->form, &v->request, type, v->folder, v->server->o.base->seams, &v->arena, &v->err);
	*how = HTTP_STREAM;
	*limit = v->signed_in ? (int64_t)UPLOAD_MB << 20 : FORM_BYTES * 8;
	return rc ? 400 : 0;
}

enum http_body visit_head(void *server, struct http_exchange *x, int64_t *limit)
{
	struct server *s = server;
	struct station *at = http_loop_of(x);
	struct visit *v = visit_new(s, x);
	enum http_body how = HTTP_KEEP;
	struct answer none;
	int status;

	if (!v) {
		http_answer_init(&none, s->o.base->seams);
		none.status = 503;
		http_answer(x, &none);
		return HTTP_REFUSE;
	}
	status = classify(v);
	if (!status && v->kind != VISIT_ASSET && visit_who(v, at->store, &v->err))
		status = v->err.code == ERR_CONFLICT ? 429 : 503; /* a token's budget of the day */
	if (at->store)
		s->o.base->store_ops->rollback(at->store);
	if (!status && v->kind != VISIT_ASSET)
		status = visit_gate(v);
	if (!status && v->request.post && !v->session.by_token && !origin_right(v)) {
		err_set(&v->err, ERR_USAGE, "Kiriman ini tidak berasal dari halaman aplikasi ini.");
		status = 400;
	}
	if (!status)
		status = choose_body(v, &how, limit);
	if (!status)
		return how;
	refuse(v, status);
	return HTTP_REFUSE;
}

bool visit_body(void *server, struct http_exchange *x, span piece)
{
	struct visit *v = http_mark(x);

	(void)server;
	if (form_reader_feed(v->form, piece, &v->err) == ERR_OK)
		return true;
	refuse(v, v->err.code == ERR_MACHINE ? 503 : 400);
	return false;
}

/* The body as pairs. */
static int read_body(struct visit *v)
{
	struct request *r = &v->request;
	span bare = header_bare(http_field(r->head, "content-type")), body = http_body_of(v->x);
	int rc = pairs_read(&r->query, r->head->query, &v->arena, &v->err);

	if (rc || !r->post)
		return rc;
	if (v->form)
		return form_reader_end(v->form, &v->err);
	if (span_ieq(bare, SPAN("application/json")))
		return request_json(&r->form, body, &v->arena, &v->err);
	return pairs_read(&r->form, body, &v->arena, &v->err);
}

static bool csrf_wanted(const struct visit *v)
{
	return v->request.post && !v->session.by_token;
}

static int check_csrf(struct visit *v)
{
	const struct pair *token = pairs_find(&v->request.form, SPAN("csrf"));
	span header = http_field(v->request.head, "x-csrf");

	if (csrf_right(v, token ? token->value : header))
		return ERR_OK;
	return err_set(
		&v->err, ERR_USAGE,
		"Formulir ini sudah kedaluwarsa atau bukan dari sesi Anda. Muat ulang halamannya, lalu kirim lagi.");
}

/* What this page or use case took lately, in microseconds. */
static atomic_int *cost_of(const struct visit *v)
{
	const void *of = v->kind == VISIT_API ? (const void *)v->uc : (const void *)v->route.row;

	return &v->server->cost[(uintptr_t)of / 8 % COST_PLACES];
}

static void learn_cost(struct visit *v, int64_t us)
{
	atomic_int *cost = cost_of(v);
	int was = atomic_load(cost);

	atomic_store(cost, was + ((int)(us < 1000000 ? us : 1000000) - was) / 4);
}

static void busy(struct visit *v)
{
	err_set(&v->err, ERR_CONFLICT, "Layanan sedang sibuk. Tunggu sebentar, lalu ulangi.");
	http_header(&v->answer, "Retry-After", SPAN("2"));
	refuse(v, 503);
}

static void run_task(void *task, void *station);

/* Those who waited for a page: with it, or carried out by a worker as if they had not waited. */
static void let_go(struct server *s, struct visit *waiting)
{
	struct visit *next;

	for (struct visit *v = waiting; v; v = next) {
		next = v->seat.next;
		if (v->seat.given)
			finish(v);
		else if (!pool_push(s->pool, run_task, v))
			busy(v);
	}
}

static void run_task(void *task, void *station)
{
	struct visit *v = task, *waiting;
	struct server *server = v->server;
	const struct seams *s = server->o.base->seams;
	int64_t began = s->monotonic_us(s->ctx);

	visit_run(v, station);
	waiting = shelf_put(v);
	learn_cost(v, s->monotonic_us(s->ctx) - began);
	finish(v);
	let_go(server, waiting);
}

/* What an event loop may carry out itself. */
static bool is_quick(const struct visit *v)
{
	const struct use_case *uc = v->kind == VISIT_API	       ? v->uc
				    : v->route.row && v->route.row->uc ? *v->route.row->uc
								       : NULL;

	if (v->request.post || (v->signed_in && v->session.stale))
		return false;
	return atomic_load(cost_of(v)) < QUICK_US && !(uc && reach_slow(uc)) &&
	       !(v->kind == VISIT_PAGE && v->route.row->slow) && !v->file;
}

void visit_ready(void *server, struct http_exchange *x)
{
	struct visit *v = http_mark(x), *waiting;
	struct server *s = server;

	if (v->kind != VISIT_ASSET && (read_body(v) || (csrf_wanted(v) && check_csrf(v)))) {
		refuse(v, v->err.code == ERR_MACHINE ? 503 : 400);
		return;
	}
	switch (shelf_take(v)) {
	case SHELF_GIVEN:
		finish(v);
		return;
	case SHELF_WAITS:
		return;
	case SHELF_MAKE:
		break;
	}
	if (is_quick(v))
		run_task(v, http_loop_of(x));
	else if (!pool_push(s->pool, run_task, v)) {
		waiting = shelf_put(v);
		busy(v);
		let_go(s, waiting);
	}
}

void visit_gone(void *server, struct http_exchange *x)
{
	struct visit *v = http_mark(x);
	struct server *s = server;
	const struct padan_alloc *a = s->o.base->seams->alloc;

	if (!v)
		return;
	log_visit(s->log, v);
	if (v->form)
		form_reader_done(v->form);
	if (v->folder && v->request.uploads && !v->kept)
		tree_remove(v->folder);
	http_answer_done(&v->answer);
	padan_arena_done(&v->arena);
	a->resize(a->ctx, v, sizeof(*v), 0);
}
