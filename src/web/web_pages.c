/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/job_file.h"
#include "web/language.h"
#include "web/page.h"
#include "web/page_view.h"
#include "web/visit.h"
#include "web/web_cases.h"
#include "web/work.h"

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

static int job_file_page(struct page *p, struct err *e)
{
	int rc = job_file_answer(visit_of(p), p->env, e);

	p->absent = visit_of(p)->absent;
	return rc;
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
