/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which language somebody reads: the cookie `bahasa`, set by /bahasa?pilih=en&ke=/path. */
#ifndef WEB_LANGUAGE_H
#define WEB_LANGUAGE_H

#include "web/page.h"
#include "web/view.h"

struct visit;

enum view_language language_of(const struct visit *v);
/* The page /bahasa: sets the cookie and goes back. */
MUST_CHECK int language_choose(struct page *p, struct err *e);

#endif
