/* SPDX-License-Identifier: EUPL-1.2
 * A made-up run, for tests and the bench of the papers: `rows` proposals in two lists, verdicts of every
 * kind, hostile texts among the names. Deterministic. */
#ifndef TESTS_SAMPLE_VIEW_H
#define TESTS_SAMPLE_VIEW_H

#include "papers/view.h"

struct sample_view {
	struct run_view v;
	struct programme p;
	struct padan_arena arena;
	struct view_file files[4];
	struct view_fund funds[2];
	struct view_time times[2];
	struct view_sk_person sk[3];
	struct view_skip skips[3];
	uint32_t enter[3];
};

/* `chosen` of 100 rows are terpilih, the rest is shared out among the others. Aborts without memory. */
void sample_view_make(struct sample_view *s, size_t rows, int chosen);
void sample_view_done(struct sample_view *s);

#endif
