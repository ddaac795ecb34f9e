/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pages that were just made: whoever asks for the same one again, from the same session, before anything was written
 * and within two seconds or while it is made anew, gets it as it was, never older than LIM_PAGE_MS. Who asks while it
 * is being made, and nothing was written since that began, waits for it: many at once make it once. Only pages of
 * shelf.def: they read and have no form of their own. A page belongs to one session, its cookies and its address;
 * nobody else is ever given it. One that shows a person was written down as a look before it was made, and is given
 * again within that look (LIM_LOOK_MS, access/access_log_store.h).
 */
#ifndef WEB_SHELF_H
#define WEB_SHELF_H

#include "web/visit.h"

struct shelf;

/* NULL when memory is refused: then nothing is kept. */
struct shelf *shelf_new(const struct seams *s);
void shelf_free(struct shelf *s);

/* SHELF_MAKE: the caller makes the page and then calls shelf_put, whatever came of it. SHELF_GIVEN: the answer is
 * there. SHELF_WAITS: somebody makes it; the visit comes back from his shelf_put, and may be looked at by nobody until
 * then. */
enum shelf_got { SHELF_MAKE, SHELF_GIVEN, SHELF_WAITS };
enum shelf_got shelf_take(struct visit *v);
/* Keeps the page. Those who waited for it, by seat.next: with their answer (seat.given), or to be carried out
 * themselves. Before v's answer is sent. */
MUST_CHECK struct visit *shelf_put(struct visit *v);

#endif
