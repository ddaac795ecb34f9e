/* SPDX-License-Identifier: EUPL-1.2
 *
 * What was answered in the newest live draft of the same programme and stage holds in the next one, for rows that come
 * again under the same id_baris with NIK and name as they were: nobody is asked twice. It comes from the sheets that
 * made the draft, and from what reviewers answered one by one since (programme/review_store.h), whose last word holds.
 */
#ifndef SELECTION_CARRIED_STORE_H
#define SELECTION_CARRIED_STORE_H

#include "programme/run_store.h"
#include "selection/selection.h"

/* Fills s->carried and s->runs. Nothing without a database or an earlier run. */
MUST_CHECK int carried_from_store(struct selection *s, const struct run_head *head, struct err *e);
/* For apply, when the new run is written: what reviewers answered in the replaced draft after it was read goes along.
 */
MUST_CHECK int carried_follow(const struct selection *s, const struct run_claim *claim, struct unit *u, struct err *e);

#endif
