/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/api.h"

#include "office/answer.h"
#include "office/json.h"
#include "web/fill.h"
#include "web/page_run.h"
#include "web/reach.h"

#include <stdio.h>

enum { ROWS_AT_ONCE = 1000, ROWS_MOST = 10000 };

int api_find(struct visit *v)
{
	const struct http_head *h = v->request.head;
	const span root = SPAN("/api/v1/");
	bool get = h->method == HTTP_GET || h->method == HTTP_HEAD;

	if (h->path.n <= root.n || memcmp(h->path.p, root.p, root.n) != 0)
		return 404;
	v->uc = reach_find((span){ h->path.p + root.n, h->path.n - root.n }, '/');
	if (!v->uc)
		return 404;
	v->route.get = v->uc->kind == CASE_READ && reach_by_address(v->uc);
	v->route.post = v->uc->kind != CASE_READ || !v->route.get;
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

static int carry_out(struct visit *v, struct env *env, struct err *e)
{
	const struct use_case *uc = v->uc;
	const struct fill f = {
		.request = &v->request, .arena = &v->arena, .seams = env->seams, .db = v->server->o.db, .strict = true
	};
	void *in = padan_arena_zero(&v->arena, uc->in_size), *out = padan_arena_zero(&v->arena, uc->out_size);
	const struct pair *preview = pairs_find(&v->request.query, SPAN("pratinjau"));
	bool commit = v->request.post && uc->kind != CASE_READ && !(preview && preview->value.n);
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

	if (carry_out(v, env, &e))
		visit_fail(v, status_of(e.code), e.text);
}
