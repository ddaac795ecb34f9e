/* SPDX-License-Identifier: EUPL-1.2
 *
 * The main job for whoever brings its lists from elsewhere: run-stored. Between run_compute and the end come run_stage,
 * run_apply, run_publish or run_discard, as office_run calls them.
 */
#ifndef SELECTION_RUN_JOB_H
#define SELECTION_RUN_JOB_H

#include "selection/selection.h"
#include "selection/selection_cases.h"

/* run_plan with columns mapped by hand (NULL: none). What it read is not needed any more when it comes back. */
MUST_CHECK int run_compute(struct run_out *out, const struct run_in *in, const struct columns *columns,
			   const struct env *env, struct err *e);
/* After it: everything that was computed; the run's number (0 without a database). */
const struct selection *run_selection(const struct run_out *out);
int64_t run_number(const struct run_out *out);

#endif
