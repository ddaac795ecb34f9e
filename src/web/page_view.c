/* SPDX-License-Identifier: EUPL-1.2
 * A page's names, its template, the frame around it. */
#include "web/page_view.h"

#include "web/frame.h"
#include "web/language.h"
#include "web/page.h"
#include "web/template.h"
#include "web/text.h"

enum { PAGE_BYTES = 4 << 20 };

static struct visit *visit_of(const struct page *p)
{
	return ((const struct page_visit *)p)->visit;
}

int view_begin(struct page *p, struct err *e)
{
	p->view = padan_arena_get(p->arena, sizeof(*p->view));
	if (!p->view)
		return err_memory(e, "halaman");
	view_init(p->view, p->arena);
	p->view->may = p->env->actor.may;
	p->view->language = language_of(visit_of(p));
	return ERR_OK;
}

int page_bind(struct page *p, const char *name, const struct field *fields, const void *record, struct err *e)
{
	return view_record(p->view, name, fields, record, e);
}

int page_bind_text(struct page *p, const char *name, span text, struct err *e)
{
	return view_text(p->view, name, text, e);
}

int page_bind_number(struct page *p, const char *name, int64_t n, struct err *e)
{
	return view_number(p->view, name, n, e);
}

int page_bind_flag(struct page *p, const char *name, bool yes, struct err *e)
{
	return view_flag(p->view, name, yes, e);
}

int page_bind_rows(struct page *p, const char *name, const struct row_shape *shape, struct row_cursor rows,
		   struct err *e)
{
	return view_rows(p->view, name, shape, rows, e);
}

int page_bind_markup(struct page *p, const char *name, span html, struct err *e)
{
	return view_markup(p->view, name, html, e);
}

/* The token of its forms, and the number of what they do: one for each time that the page is shown. */
static int bind_token(struct page *p, struct err *e)
{
	char *token = padan_arena_zero(p->arena, 128), *key = padan_arena_zero(p->arena, REFERENCE + 3);
	int rc = token && key ? csrf_make(visit_of(p), token, e) : err_memory(e, "halaman");

	if (rc)
		return rc;
	reference_make(p->seams, key);
	p->view->csrf = padan_span_of(token);
	p->view->key = padan_span_of(key);
	return ERR_OK;
}

/* Renders `t` into `out`, then the frame around it into the answer. */
static int render_both(struct page *p, const struct template *t, span title, struct buf *body, struct err *e)
{
	const struct template_set *set = &visit_of(p)->server->templates;
	const struct template *frame = template_find(set, "web/view/rangka.html");
	int rc = frame_bind(p, visit_of(p), title, e);

	if (!rc && (template_posts(t) || p->session))
		rc = bind_token(p, e);
	if (!rc)
		rc = view_flag(p->view, "hidup", template_is_lively(t), e);
	if (!rc)
		rc = template_render(t, p->view, body, e);
	if (!rc)
		rc = view_markup(p->view, "isi", buf_as_span(body), e);
	if (rc)
		return rc;
	p->answer->type = "text/html; charset=utf-8";
	return template_render(frame, p->view, &p->answer->body, e);
}

static int render(struct page *p, const char *template, span title, struct err *e)
{
	const struct template *t = template_find(&visit_of(p)->server->templates, template);
	struct buf body;
	int rc;

	if (!t)
		return err_set(e, ERR_MACHINE, "templat %s tidak ada di program ini", template);
	buf_init(&body, p->seams->alloc, PAGE_BYTES);
	rc = render_both(p, t, title, &body, e);
	buf_done(&body);
	return rc;
}

int page_render(struct page *p, const char *template, struct err *e)
{
	span title;
	int rc = frame_title(p, &title, e);

	return rc ? rc : render(p, template, title, e);
}

static const char *fault_title(int status)
{
	switch (status) {
	case 404:
		return N_("Tidak ditemukan");
	case 403:
		return N_("Tidak berwenang");
	case 409:
		return N_("Belum dapat dilakukan");
	default:
		return status >= 500 ? N_("Layanan terganggu") : N_("Tidak dapat dilanjutkan");
	}
}

/* Without anything that could fail. */
static void bare(struct answer *a, const char *title, const char *words)
{
	buf_clear(&a->body);
	a->type = "text/html; charset=utf-8";
	buf_puts(&a->body, "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>");
	html_text(&a->body, padan_span_of(title));
	buf_puts(&a->body, "</title></head><body><main><h1>");
	html_text(&a->body, padan_span_of(title));
	buf_puts(&a->body, "</h1><p>");
	html_text(&a->body, padan_span_of(words));
	buf_puts(&a->body, "</p></main></body></html>\n");
}

void fault_page(struct visit *v, int status, const char *words)
{
	struct env env = visit_env(v, NULL);
	struct page_visit pv = { .page = { .seams = env.seams,
					   .arena = &v->arena,
					   .env = &env,
					   .session = v->signed_in ? &v->session : NULL,
					   .request = &v->request,
					   .answer = &v->answer },
				 .visit = v };
	struct page *p = &pv.page;
	const char *title = fault_title(status);
	char *kept = padan_arena_copy(&v->arena, words, strlen(words));
	struct err e = { .code = ERR_OK, .text = "" };
	int rc = kept ? view_begin(p, &e) : ERR_MACHINE;

	if (!rc)
		rc = view_text(p->view, "kata", padan_span_of(kept), &e);
	if (!rc)
		rc = view_flag(p->view, "terganggu", status >= 500, &e);
	if (!rc)
		rc = render(p, "web/view/galat.html", text_in(p->view->language, padan_span_of(title)), &e);
	if (rc)
		bare(&v->answer, title, words);
}
