/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pages that were just made: whoever asks for the same one again, from the same session, before anything was written
 * and within two seconds or while it is made anew, gets it as it was, never older than ten seconds. Only pages of
 * shelf.def: they read, have no form of their own, and opening them is not written down. A page belongs to one session,
 * its cookies and its address; nobody else is ever given it.
 */
#ifndef WEB_SHELF_H
#define WEB_SHELF_H

#include "web/visit.h"

struct shelf;

/* NULL when memory is refused: then nothing is kept. */
struct shelf *shelf_new(const struct seams *s);
void shelf_free(struct shelf *s);

/* What stands behind a page: to be asked before it is made, and given to shelf_put afterwards. */
int64_t shelf_mark(const struct visit *v);
/* true: the answer is there. */
bool shelf_take(struct visit *v);
void shelf_put(struct visit *v, int64_t mark);

#endif
