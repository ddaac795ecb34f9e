/* SPDX-License-Identifier: EUPL-1.2
 *
 * How many rows of a run there are of each district, verdict and fund, and what is to be reviewed among them: so that
 * no page counts rows. Counted with the wards (ward_tally.h). Pure.
 */
#ifndef COVERAGE_RUN_SUMS_H
#define COVERAGE_RUN_SUMS_H

#include "base/err.h"
#include "base/rupiah.h"
#include "base/text.h"

struct tally_row;

/* What is to be reviewed, in the order of programme/review_store.h: who it is, the card, a death, a criterion. */
enum { RUN_SUM_DONE = -1, RUN_SUM_IDENTITY, RUN_SUM_CARD, RUN_SUM_DEATH, RUN_SUM_CRITERION };

struct run_sum {
	span district, putusan, fund; /* as in the rows; empty: none */
	bool waits;		      /* something is to be confirmed: a chosen one stays out of a decree */
	int review;		      /* what is to be reviewed; RUN_SUM_DONE: nothing */
	int64_t people;
	rupiah total;
	bool used;
};
struct run_sums {
	struct padan_arena *arena;
	struct run_sum *slot; /* open addressing */
	size_t n, size;
};

MUST_CHECK int run_sums_begin(struct run_sums *s, struct padan_arena *arena, struct err *e);
MUST_CHECK int run_sums_add(struct run_sums *s, const struct tally_row *r, struct err *e);
/* By district, verdict, fund, waits, review: an array in the arena; NULL when memory is refused. */
const struct run_sum **run_sums_order(const struct run_sums *s);

#endif
