/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is bound for a template, and the page that comes of it. Inside of the server. */
#ifndef WEB_PAGE_VIEW_H
#define WEB_PAGE_VIEW_H

#include "web/html.h"
#include "web/visit.h"

/* A page as its author sees it stands first: page.c finds the rest behind it. */
struct page_visit {
	struct page page;
	struct visit *visit;
};

MUST_CHECK int view_begin(struct page *p, struct err *e);
/* The page that says what is wrong: inside the frame, or bare when even that fails. */
void fault_page(struct visit *v, int status, const char *words);
static inline void html_escape(struct buf *out, span text)
{
	html_text(out, text);
}

#endif
