/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/job_file.h"
#include "web/language.h"
#include "web/page.h"
#include "web/page_view.h"
#include "web/visit.h"
#include "web/web_cases.h"
#include "web/work.h"

#include <stdio.h>

#define PAGES	  "web/web_pages.def"
#define PAGE_ROOM web
#include "web/pages.inc"

static struct visit *visit_of(const struct page *p)
{
	return ((const struct page_visit *)p)->visit;
}

/* Can it read, and does the writer lend its connection? Nothing is written. */
static int health_page(struct page *p, struct err *e)
{
	const struct store_ops *ops = p->env->store_ops;
	struct answered was = { .found = false };
	struct buf answer;
	int rc;

	buf_init(&answer, p->seams->alloc, 1 << 16);
	rc = ops->answered(p->env->store, SPAN("sehat"), &answer, &was, e);
	buf_done(&answer);
	ops->rollback(p->env->store);
	if (!rc)
		rc = ops->begin(p->env->store, e);
	ops->rollback(p->env->store);
	if (rc)
		return page_send(p, 503, "text/plain; charset=utf-8", SPAN("sakit\n"), e);
	return page_send(p, 200, "text/plain; charset=utf-8", SPAN("sehat\n"), e);
}

/* Where to after signing in: a page of this server, or the first one. */
static span wanted(const struct page *p)
{
	span to = page_value(p, "ke");

	return to.n && to.p[0] == '/' ? to : SPAN("/");
}

static int sign_in_page(struct page *p, struct err *e)
{
	struct visit *v = visit_of(p);
	struct buf *b = &p->answer->body;
	char token[128];
	int rc = csrf_make(v, token, e);

	p->answer->type = "text/html; charset=utf-8";
	buf_printf(
		b,
		"<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>Masuk</title></head><body><main>"
		"<h1>Masuk</h1><form method=\"post\" action=\"/masuk\"><input type=\"hidden\" name=\"csrf\" "
		"value=\"%s\"><input type=\"hidden\" name=\"ke\" value=\"",
		token);
	html_escape(b, wanted(p));
	buf_puts(b, "\"><label>Nama pengguna <input name=\"nama\" autocomplete=\"username\"></label>"
		    "<label>PIN <input name=\"pin\" type=\"password\" autocomplete=\"current-password\"></label>"
		    "<button>Masuk</button></form></main></body></html>\n");
	return rc;
}

static int sign_in_act(struct page *p, struct err *e)
{
	const struct credentials who = { page_value(p, "nama"), page_value(p, "pin") };
	struct env env = *p->env;
	struct session_key key;
	int rc = visit_of(p)->server->o.sessions->open(&env, &who, page_value(p, "kode"), &key, e);

	if (!rc)
		rc = page_sign_in(p, &key, e);
	return rc ? rc : page_redirect(p, e, "%.*s", (int)wanted(p).n, wanted(p).p);
}

static int job_file_page(struct page *p, struct err *e)
{
	int rc = job_file_answer(visit_of(p), p->env, e);

	p->absent = visit_of(p)->absent;
	return rc;
}

static int sign_out_act(struct page *p, struct err *e)
{
	int rc = page_sign_out(p, e);

	return rc ? rc : page_redirect(p, e, "/masuk");
}

static int language_page(struct page *p, struct err *e)
{
	return language_choose(p, e);
}

static int works_page(struct page *p, struct err *e)
{
	return work_list(p, e);
}

static int work_page(struct page *p, struct err *e)
{
	return work_show(p, e);
}

static int work_act(struct page *p, struct err *e)
{
	return work_carry(p, e);
}
