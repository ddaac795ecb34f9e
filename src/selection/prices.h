/* SPDX-License-Identifier: EUPL-1.2
 *
 * What one person costs from each fund, by the law of each month and the kind of payer.
 *
 * The price depends on the worker only through the sector (PP 50/2025 relieves transport in other months than the
 * rest): class 0 is everyone else, class 1 transport (sopir, ojek ...). Where both cost the same from every fund there
 * is one class, so that the allocation has equal prices.
 */
#ifndef SELECTION_PRICES_H
#define SELECTION_PRICES_H

#include "law/contribution.h"
#include "programme/allocation.h"
#include "programme/programme.h"

struct prices {
	struct price_table table;			    /* whole cover, one person */
	const struct contribution_plan *plan[LIM_FUNDS][2]; /* by fund and class */
	span runs[LIM_FUNDS][2];			    /* "16800x3+8400x5" */
	uint64_t transport;				    /* groups of class 1 */
	struct law_used used;
};

/* ERR_USAGE when the law knows no price for a month or a kind of fund. */
MUST_CHECK int prices_read(struct prices *out, const struct law *law, const struct programme *p,
			   const struct known_groups *groups, struct padan_arena *arena, struct err *e);
/* The class of a worker of this group (-1 = none). */
static inline uint16_t prices_class(const struct prices *x, int group)
{
	return x->table.classes > 1 && group >= 0 && (x->transport >> group & 1);
}

#endif
