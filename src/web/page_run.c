/* SPDX-License-Identifier: EUPL-1.2
 * A row of the page table is carried out: the one use case of PAGE and POST, or a handler. */
#include "web/page_run.h"

#include "web/fill.h"
#include "web/page_view.h"
#include "web/reach.h"
#include "web/work.h"

int status_of(int code)
{
	switch (code) {
	case ERR_OK:
	case ERR_FOUND_WRONG:
		return 200;
	case ERR_USAGE:
		return 400;
	case ERR_UNREADABLE:
		return 422;
	case ERR_CONFLICT:
		return 409;
	default:
		return 500;
	}
}

/* GET of one use case: what it found, in its template. */
static int show(struct page *p, struct err *e)
{
	const struct use_case *uc = *p->row->uc;
	void *in = padan_arena_zero(p->arena, uc->in_size), *out = padan_arena_zero(p->arena, uc->out_size);
	int rc = in && out ? page_fill(p, uc, in, e) : err_memory(e, uc->label);

	if (!rc)
		rc = page_run(p, uc, in, out, e);
	if (rc && rc != ERR_FOUND_WRONG) /* an address that names what is not there, or is somebody else's */
		return rc == ERR_USAGE && p->request->parts.n ? page_absent(p, e) : rc;
	rc = page_bind(p, "masukan", uc->in, in, e);
	if (!rc)
		rc = page_bind(p, NULL, uc->out, out, e);
	return rc ? rc : page_render(p, p->row->template, e);
}

/* "/a/{x}" with the {parts} from the path, else from the out-fields. */
static int expand(struct page *p, const char *pattern, const struct use_case *uc, const void *out, struct buf *to)
{
	while (*pattern) {
		const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
		const struct pair *part;
		const struct field *f;
		struct buf value;
		span name;

		if (!end) {
			buf_putc(to, *pattern++);
			continue;
		}
		name = (span){ pattern + 1, (size_t)(end - pattern - 1) };
		part = pairs_find(&p->request->parts, name);
		f = field_find(uc->out, name);
		buf_init(&value, p->seams->alloc, 4096);
		if (part)
			buf_span(&value, part->value);
		else if (f)
			field_show(f, out, &value);
		percent_encode(buf_as_span(&value), to);
		buf_done(&value);
		pattern = end + 1;
	}
	return to->failed ? ERR_MACHINE : ERR_OK;
}

/* POST of one use case: carried out once, then on to the page that shows it. */
static int act_now(struct page *p, const struct use_case *uc, struct err *e)
{
	void *in = padan_arena_zero(p->arena, uc->in_size), *out = padan_arena_zero(p->arena, uc->out_size);
	struct buf to;
	int rc = in && out ? page_fill(p, uc, in, e) : err_memory(e, uc->label);

	if (!rc)
		rc = page_commit(p, uc, in, out, e);
	if (rc && rc != ERR_FOUND_WRONG)
		return rc == ERR_MACHINE || p->wants_code ? rc : work_again(p, uc, e);
	buf_init(&to, p->seams->alloc, HTTP_LINE_MAX);
	rc = expand(p, p->row->then, uc, out, &to) ? err_memory(e, "alamat") : ERR_OK;
	if (!rc)
		rc = page_redirect(p, e, "%s", to.p ? to.p : "/");
	buf_done(&to);
	return rc;
}

/* What makes files is a job: on to its progress. */
static int act_later(struct page *p, const struct use_case *uc, struct err *e)
{
	int rc = page_order(p, uc, NULL, e);

	if (rc)
		return rc == ERR_MACHINE ? rc : work_again(p, uc, e);
	return page_redirect(p, e, "/pekerjaan/%.*s", (int)p->reference.n, p->reference.p);
}

static int act(struct page *p, struct err *e)
{
	const struct use_case *uc = *p->row->uc;

	return reach_makes_files(uc) ? act_later(p, uc, e) : act_now(p, uc, e);
}

/* The code is asked for on a page of its own, which leads back to the page that the form stood on. */
static int ask_for_code(struct page *p, struct visit *v, struct err *e)
{
	span from = http_field(v->request.head, "referer"), host = v->request.head->host;
	const char *at = memmem(from.p, from.n, "://", 3);
	span path = at ? (span){ at + 3, from.n - (size_t)(at + 3 - from.p) } : (span){ NULL, 0 };

	buf_clear(&p->answer->body);
	p->reference = (span){ NULL, 0 }; /* nothing was carried out */
	if (path.n <= host.n || memcmp(path.p, host.p, host.n) != 0 || path.p[host.n] != '/')
		path = SPAN("/");
	else
		path = (span){ path.p + host.n, path.n - host.n };
	return page_redirect(p, e, "/masuk/kode?ke=%s", page_escape(p, path));
}

void page_answer(struct visit *v, struct env *env)
{
	struct page_visit pv = { .page = { .seams = env->seams,
					   .arena = &v->arena,
					   .env = env,
					   .session = v->signed_in ? &v->session : NULL,
					   .row = v->route.row,
					   .request = &v->request,
					   .answer = &v->answer },
				 .visit = v };
	struct page *p = &pv.page;
	struct err e = { .code = ERR_OK, .text = "" };
	int rc = view_begin(p, &e);

	if (!rc)
		rc = p->row->handler ? p->row->handler(p, &e) : p->row->method == PAGE_GET ? show(p, &e) : act(p, &e);
	if (p->wants_code)
		rc = ask_for_code(p, v, &e);
	if (rc)
		visit_fail(v, p->absent ? 404 : status_of(rc), e.text);
}

void page_fault(struct visit *v, int status, const char *words)
{
	fault_page(v, status, words);
}
