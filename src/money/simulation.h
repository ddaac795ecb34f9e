/* SPDX-License-Identifier: EUPL-1.2
 *
 * What can the money bear? Funds are spent in their order; a person stands in one fund for the whole time, as in the
 * decision (CONTRACT section 2). Pure.
 */
#ifndef MONEY_SIMULATION_H
#define MONEY_SIMULATION_H

#include "law/contribution.h"

struct simulated_fund {
	rupiah ceiling;
	struct contribution_plan price; /* one person, month by month */
	/* filled by simulate_fill */
	int64_t people;
	rupiah each, spent, left;
};

/* How many people the funds pay for the first `months` months of their price. ERR_USAGE: a price of 0. */
MUST_CHECK int simulate_people(const struct simulated_fund *funds, int n, int months, int64_t *people, struct err *e);
/* Puts `people` into the funds in order, each for `months` months. *placed: how many found room. */
MUST_CHECK int simulate_fill(struct simulated_fund *funds, int n, int months, int64_t people, int64_t *placed,
			     struct err *e);
/* The most months, up to those of the prices, for which all `people` can be paid; 0: not even one. */
MUST_CHECK int simulate_months(const struct simulated_fund *funds, int n, int64_t people, int *months, struct err *e);

#endif
