/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/api.h"

#include "office/answer.h"
#include "office/json.h"
#include "web/fill.h"
#include "web/job_file.h"
#include "web/openapi.h"
#include "web/page_run.h"
#include "web/reach.h"
#include "web/web_cases.h"

#include <stdio.h>

enum { ROWS_AT_ONCE = 1000, ROWS_MOST = 10000 };

static const span root = { "/api/v1/", 8 };

static span next_part(span *path)
{
	const char *end = memchr(path->p, '/', path->n);
	size_t n = end ? (size_t)(end - path->p) : path->n;
	span part = { path->p, n };

	n += end != NULL;
	*path = (span){ path->p + n, path->n - n };
	return part;
}

static int part(struct visit *v, const char *name, span raw)
{
	span value;

	if (!raw.n || percent_decode(raw, false, &v->arena, &value, &v->err) ||
	    pairs_add(&v->request.parts, padan_span_of(name), value, &v->arena, &v->err))
		return 404;
	return 0;
}

/* pekerjaan, pekerjaan/ID, pekerjaan/ID/berkas/NAME, pekerjaan/ID/semua.zip */
static int find_job(struct visit *v, span path)
{
	span words[5];
	int n = 0, rc;

	while (n < 5 && (path.n || !n))
		words[n++] = next_part(&path);
	v->route.get = true;
	v->uc = n == 1 ? job_list_case : job_show_case;
	if (n == 1)
		return 0;
	rc = part(v, "pekerjaan", words[1]);
	v->file = n > 2;
	if (n == 4 && padan_span_eq(words[2], SPAN("berkas")))
		return rc ? rc : part(v, "nama", words[3]);
	return n == 2 || (n == 3 && padan_span_eq(words[2], SPAN("semua.zip"))) ? rc : 404;
}

static int find_use_case(struct visit *v, span words)
{
	bool read;

	v->uc = reach_find(words, '/');
	if (!v->uc)
		return 404;
	read = v->uc->kind == CASE_READ;
	v->route.get = read && reach_by_address(v->uc);
	v->route.post = !v->route.get;
	return 0;
}

int api_find(struct visit *v)
{
	const struct http_head *h = v->request.head;
	bool get = h->method == HTTP_GET || h->method == HTTP_HEAD;
	span rest = { h->path.p + root.n, h->path.n - root.n }, first = rest;
	int rc = 0;

	if (h->path.n <= root.n || memcmp(h->path.p, root.p, root.n) != 0)
		return 404;
	if (padan_span_eq(rest, SPAN("openapi.json")))
		v->document = v->route.get = true;
	else if (padan_span_eq(next_part(&first), SPAN("pekerjaan")))
		rc = find_job(v, rest);
	else
		rc = find_use_case(v, rest);
	if (rc)
		return rc;
	return (get && v->route.get) || (v->request.post && v->route.post) ? 0 : 405;
}

static const char *problem_title(int status)
{
	switch (status) {
	case 400:
		return "Permintaan salah";
	case 401:
		return "Perlu masuk";
	case 403:
		return "Tidak berwenang";
	case 404:
		return "Tidak ada";
	case 405:
		return "Cara permintaan tidak diterima";
	case 409:
		return "Bertentangan dengan keadaan sekarang";
	case 415:
		return "Jenis isi tidak diterima";
	case 422:
		return "Berkas tidak dapat dibaca";
	case 503:
		return "Layanan sibuk";
	default:
		return "Layanan terganggu";
	}
}

void api_problem(struct visit *v, int status, const char *words)
{
	struct buf *b = &v->answer.body;

	v->answer.type = "application/problem+json; charset=utf-8";
	buf_printf(b, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":", problem_title(status),
		   status);
	json_string(b, padan_span_of(words));
	buf_puts(b, "}\n");
}

/* --- pages of rows ---------------------------------------------------------------------------------------------------
 * ?mulai=N&banyak=M: rows N to N+M of each list; Link: rel="next" where there are more. */
struct window {
	struct row_cursor from;
	int64_t skip, left;
	bool more;
};

static int window_next(void *ctx, void *row, struct err *e)
{
	struct window *w = ctx;
	int rc = 1;

	while (w->skip > 0 && rc == 1) {
		rc = w->from.next(w->from.ctx, row, e);
		w->skip--;
	}
	if (rc != 1)
		return rc;
	rc = w->from.next(w->from.ctx, row, e);
	if (rc == 1 && !w->left) {
		w->more = true;
		return 0;
	}
	w->left -= rc == 1;
	return rc;
}

static int64_t number_of(const struct visit *v, const char *name, int64_t otherwise, int64_t most)
{
	const span *s = request_value(&v->request, padan_span_of(name));
	int64_t n;

	if (!s || !span_i64(*s, &n) || n < 0)
		return otherwise;
	return n < most ? n : most;
}

/* Puts a window before every list of the record; how many there are. */
static int put_windows(struct visit *v, const struct field *fields, void *record, struct window *w, int most)
{
	int n = 0;

	for (const struct field *f = fields; f->c && n < most; f++) {
		struct row_cursor *c = (struct row_cursor *)((char *)record + f->at);

		if (f->type != FIELD_rows || !c->next)
			continue;
		w[n] = (struct window){ .from = *c,
					.skip = number_of(v, "mulai", 0, INT64_MAX / 2),
					.left = number_of(v, "banyak", ROWS_AT_ONCE, ROWS_MOST) };
		*c = (struct row_cursor){ window_next, &w[n] };
		n++;
	}
	return n;
}

static void link_next(struct visit *v)
{
	char line[300];
	int64_t at = number_of(v, "mulai", 0, INT64_MAX / 2), many = number_of(v, "banyak", ROWS_AT_ONCE, ROWS_MOST);
	const struct http_head *h = v->request.head;
	int n = snprintf(line, sizeof(line), "<%.*s?mulai=%lld&banyak=%lld>; rel=\"next\"", (int)h->path.n, h->path.p,
			 (long long)(at + many), (long long)many);

	if (n < (int)sizeof(line))
		http_header(&v->answer, "Link", (span){ line, (size_t)n });
}

static int put_record(struct visit *v, void *out, struct err *e)
{
	struct window w[8];
	int n = put_windows(v, v->uc->out, out, w, 8);
	int rc = json_record(&v->answer.body, v->uc->out, out, JSON_ROWS, NULL, e);

	buf_putc(&v->answer.body, '\n');
	v->answer.type = "application/json; charset=utf-8";
	for (int i = 0; i < n; i++)
		if (w[i].more) {
			link_next(v);
			break;
		}
	return rc;
}

/* --- carrying out ----------------------------------------------------------------------------------------------------
 */
/* Idempotency-Key, or a number of our own; told in the answer as Acuan. */
static int take_key(struct visit *v, struct env *env, struct err *e)
{
	span given = http_field(v->request.head, "idempotency-key");
	char *made;

	if (given.n >= 2 && given.p[0] == '"' && given.p[given.n - 1] == '"')
		given = (span){ given.p + 1, given.n - 2 };
	if (given.n) {
		env->idempotency = given;
		return answer_key_check(given, e);
	}
	made = padan_arena_get(&v->arena, REFERENCE + 3);
	if (!made)
		return err_memory(e, "nomor acuan");
	reference_make(env->seams, made);
	env->idempotency = padan_span_of(made);
	return ERR_OK;
}

static bool flagged(const struct visit *v, const char *name)
{
	const struct pair *p = pairs_find(&v->request.query, padan_span_of(name));

	return p && p->value.n && !padan_span_eq(p->value, SPAN("0"));
}

/* 202: it is on its way, and where to look. */
static int order(struct visit *v, struct env *env, struct err *e)
{
	struct visit_order o = { .uc = v->uc, .strict = true };
	char where[200];
	int rc = take_key(v, env, e), n;

	o.id = env->idempotency;
	if (!rc)
		rc = visit_order(v, env, &o, e);
	if (rc)
		return rc;
	n = snprintf(where, sizeof(where), "/api/v1/pekerjaan/%.*s", (int)o.id.n, o.id.p);
	http_header(&v->answer, "Location", (span){ where, (size_t)n });
	http_header(&v->answer, "Acuan", o.id);
	v->answer.status = 202;
	v->answer.type = "application/json; charset=utf-8";
	buf_puts(&v->answer.body, "{\"pekerjaan\":");
	json_string(&v->answer.body, o.id);
	buf_puts(&v->answer.body, "}\n");
	return ERR_OK;
}

static int carry_out(struct visit *v, struct env *env, bool commit, struct err *e)
{
	const struct use_case *uc = v->uc;
	const struct fill f = { .request = &v->request,
				.arena = &v->arena,
				.seams = env->seams,
				.db = v->server->o.db,
				.results = jobs_folder(v->server->jobs, SPAN("pratinjau"), &v->arena),
				.strict = true };
	void *in = padan_arena_zero(&v->arena, uc->in_size), *out = padan_arena_zero(&v->arena, uc->out_size);
	int rc = in && out ? fill_fields(&f, uc, in, e) : err_memory(e, uc->label);

	if (!rc && commit)
		rc = take_key(v, env, e);
	if (!rc)
		rc = office_run(uc, commit ? COMMIT : PREVIEW, env, in, out, e);
	if (rc && rc != ERR_FOUND_WRONG)
		return rc;
	if (commit)
		http_header(&v->answer, "Acuan", env->idempotency);
	return put_record(v, out, e);
}

void api_run(struct visit *v, struct env *env)
{
	struct err e = { .code = ERR_OK, .text = "" };
	bool commit = v->request.post && v->uc && v->uc->kind != CASE_READ && !flagged(v, "pratinjau");
	int rc;

	if (v->document)
		rc = openapi_answer(v, &e);
	else if (v->file)
		rc = job_file_answer(v, env, &e);
	else if (commit && reach_makes_files(v->uc))
		rc = order(v, env, &e);
	else
		rc = carry_out(v, env, commit, &e);
	if (rc)
		visit_fail(v, v->absent || (v->request.parts.n && rc == ERR_USAGE) ? 404 : status_of(rc), e.text);
}
