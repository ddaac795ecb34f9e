/* SPDX-License-Identifier: EUPL-1.2
 *
 * From which likelihood a match counts: as the head of office set it for this programme, else the usual bounds.
 */
#ifndef SELECTION_BOUNDS_STORE_H
#define SELECTION_BOUNDS_STORE_H

#include "selection/selection.h"

/* After selection_given. Fills s->bounds and s->bounds_reason ("Ambang ditetapkan oleh ... pada ...: ..."). */
MUST_CHECK int bounds_from_store(struct selection *s, struct err *e);

#endif
