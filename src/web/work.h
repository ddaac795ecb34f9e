/* SPDX-License-Identifier: EUPL-1.2
 *
 * The page of a use case that has none of its own: /kerja/WORDS/OF/ITS/COMMAND. What only reads is asked by address and
 * answered below its form. What writes is filled in, checked on a page of its own, and carried out by a button that
 * names the act; then a receipt with the reference number.
 */
#ifndef WEB_WORK_H
#define WEB_WORK_H

#include "web/page.h"

MUST_CHECK int work_show(struct page *p, struct err *e);  /* GET */
MUST_CHECK int work_carry(struct page *p, struct err *e); /* POST */
/* The form of `uc` after a POST that was refused (*e says why): what was typed, what was wrong. */
MUST_CHECK int work_again(struct page *p, const struct use_case *uc, struct err *e);
/* /kerja: all that this visitor may do, by room. */
MUST_CHECK int work_list(struct page *p, struct err *e);

#endif
