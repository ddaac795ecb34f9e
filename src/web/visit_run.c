/* SPDX-License-Identifier: EUPL-1.2
 * A request is carried out on a station: a page of the table, a use case of the API, an asset. */
#include "web/visit.h"

#include "office/json.h"
#include "web/api.h"
#include "web/asset.h"
#include "web/fill.h"
#include "web/page_run.h"

enum { WITA_MS = 8 * 3600 * 1000, DAY_MS = 86400000 };

/* The address of the other end: behind a proxy the last one that it wrote down, for only that one is its own word. */
static const char *visit_source(const struct visit *v)
{
	span told = http_field(v->request.head, "x-forwarded-for");
	const char *copy;

	if (!v->server->o.tls || !told.n || http_field_count(v->request.head, "x-forwarded-for") > 1)
		return http_peer(v->x);
	for (size_t i = told.n; i > 0; i--)
		if (told.p[i - 1] == ',' || told.p[i - 1] == ' ') {
			told = (span){ told.p + i, told.n - i };
			break;
		}
	copy = told.n < 48 ? padan_arena_copy((struct padan_arena *)(uintptr_t)&v->arena, told.p, told.n) : NULL;
	return copy ? copy : http_peer(v->x);
}

struct env visit_env(const struct visit *v, struct store *store)
{
	const struct env *base = v->server->o.base;
	struct env env = *base;
	int64_t now = base->seams->now_ms(base->seams->ctx) + WITA_MS;

	env.arena = (struct padan_arena *)(uintptr_t)&v->arena; /* of a visit that is carried out by one thread */
	env.store = store;
	env.today = (date){ (int32_t)(now / DAY_MS) };
	env.actor = v->signed_in ? v->session.actor : (struct actor){ SPAN("tamu"), 0, 0 };
	env.scope = v->signed_in ? v->session.scope : (struct scope){ { NULL, 0 } };
	env.confirm = v->signed_in ? v->session.confirm : 0;
	env.session = v->signed_in ? v->session.id : 0;
	env.source = v->signed_in && v->session.by_token ? (span){ NULL, 0 } : padan_span_of(visit_source(v));
	env.client = v->signed_in ? (uint64_t)v->session.id : 1;
	env.started_us = v->began_us;
	env.threads = base->processors > 0 ? base->processors : 1;
	return env;
}

/* What a page may load: nothing from elsewhere, nothing that stands in the page itself. */
#define CSP                                                                                                            \
	"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "          \
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

void visit_headers(struct visit *v)
{
	struct answer *a = &v->answer;

	http_header(a, "X-Content-Type-Options", SPAN("nosniff"));
	if (v->server->o.tls)
		http_header(a, "Strict-Transport-Security", SPAN("max-age=31536000; includeSubDomains"));
	if (v->kind == VISIT_ASSET && a->status == 200)
		return;
	http_header(a, "Cache-Control", SPAN("no-store"));
	http_header(a, "Content-Security-Policy", SPAN(CSP));
	http_header(a, "Referrer-Policy", SPAN("same-origin"));
	http_header(a, "Cross-Origin-Opener-Policy", SPAN("same-origin"));
	http_header(a, "Cross-Origin-Resource-Policy", SPAN("same-origin"));
}

void visit_fail(struct visit *v, int status, const char *words)
{
	v->answer.status = status;
	if (v->answer.file >= 0)
		http_answer_done(&v->answer);
	buf_clear(&v->answer.body);
	if (v->kind == VISIT_API)
		api_problem(v, status, words);
	else
		page_fault(v, status, words);
}

int visit_order(struct visit *v, const struct env *env, const struct visit_order *o, struct err *e)
{
	const struct fill f = { .request = &v->request,
				.arena = &v->arena,
				.seams = env->seams,
				.db = v->server->o.db,
				.results = jobs_folder(v->server->jobs, o->id, &v->arena),
				.strict = o->strict };
	struct job_order order = { .uc = o->uc, .env = env, .id = o->id };
	void *in = o->in ? o->in : padan_arena_zero(&v->arena, o->uc->in_size);
	int rc = in && f.results.n ? ERR_OK : err_memory(e, o->uc->label);

	if (!rc)
		rc = o->in ? fill_results(&f, o->uc, in, e) : fill_fields(&f, o->uc, in, e);
	if (!rc)
		rc = fields_complete(o->uc->in, in, e);
	if (!rc)
		rc = office_may(o->uc, env, e);
	order.in = in;
	order.inputs = v->request.uploads ? v->folder : NULL;
	return rc ? rc : jobs_order(v->server->jobs, &order, &v->kept, e);
}

void visit_run(struct visit *v, struct station *at)
{
	const struct store_ops *ops = v->server->o.base->store_ops;
	struct env env = visit_env(v, at->store);
	struct err ignored;

	if (v->signed_in && v->session.stale && v->server->o.sessions->seen(&env, &v->session, &ignored))
		v->session.stale = false; /* it is tried again with the next request */
	if (at->store)
		ops->rollback(at->store);
	if (v->kind == VISIT_ASSET)
		asset_answer(v);
	else if (v->kind == VISIT_API)
		api_run(v, &env);
	else
		page_answer(v, &env);
	if (at->store)
		ops->rollback(at->store); /* the snapshot of this request ends */
}
