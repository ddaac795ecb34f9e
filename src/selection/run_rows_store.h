/* SPDX-License-Identifier: EUPL-1.2
 *
 * The run as the database keeps it (programme/run_store.h), out of what the main job holds.
 */
#ifndef SELECTION_RUN_ROWS_STORE_H
#define SELECTION_RUN_ROWS_STORE_H

#include "programme/run_store.h"
#include "selection/selection.h"

/* Head without sums when the run is not decided yet (for run_store_claim); arrays live in s->arena. */
MUST_CHECK int run_head_of(struct selection *s, span again, struct run_head *out, struct err *e);
/* What else must be done before the run counts as one: its papers. */
struct run_ready {
	int (*fn)(void *ctx, struct err *e);
	void *ctx;
};
/* Writes the decided run. Nothing of s is changed, so that the papers may be rendered meanwhile. */
MUST_CHECK int run_write(struct selection *s, span again, const struct run_claim *claim, const struct run_ready *ready,
			 struct unit *u, struct err *e);

#endif
