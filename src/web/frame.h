/* SPDX-License-Identifier: EUPL-1.2
 *
 * The frame around every page (web/view/rangka.html): crest, search, menu, breadcrumb, messages. Its names are known to
 * every template.
 */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "web/visit.h"

struct page;
struct view;

/* The names that the frame and every page have. Ends with c == NULL. */
const struct field *frame_names(void);
/* Binds them for this page. {{{isi}}}, the page itself, is bound once it is rendered. */
MUST_CHECK int frame_bind(struct page *p, const struct visit *v, span title, struct err *e);
/* What the row calls the page, {parts} of its path filled in. */
MUST_CHECK int frame_title(struct page *p, span *out, struct err *e);

/* A line of the error summary, which leads to its field. Shown by the frame above the page. */
MUST_CHECK int frame_fault(struct page *p, const char *field, span words, struct err *e);
/* Has this field one? *words: what it says. */
bool frame_fault_of(const struct page *p, const char *field, span *words);
/* The reference number that the address names; empty: none, or no number of ours. */
span frame_reference(const struct page *p);
/* Is there a page at this address (no query) that this visitor may open? */
bool frame_may_open(const struct page *p, const char *path);

#endif
