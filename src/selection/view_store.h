/* SPDX-License-Identifier: EUPL-1.2
 *
 * The view of a finished run, made from the database as `run` made it from memory: what both render is equal byte by
 * byte (docs/adr/0611-papers-again.md). Once the run is a decree, number and date stand in the view's head.
 */
#ifndef SELECTION_VIEW_STORE_H
#define SELECTION_VIEW_STORE_H

#include "selection/selection.h"

/* Fills s->programme, groups, regions and view; s->env, s->arena and order.papers_date (DATE_NONE: the run's own) are
 * the caller's. ERR_USAGE: no such run, or one of an older program, which kept too little. */
MUST_CHECK int view_from_store(struct selection *s, int64_t run, struct err *e);
/* The same for a use case, by the run's name as typed; everything in *s is set. */
MUST_CHECK int view_of_run(struct selection *s, span name, date papers_date, const struct env *env, struct err *e);

#endif
