/* SPDX-License-Identifier: EUPL-1.2
 *
 * A pilot before the whole of a large table: all that some rows, drawn by content, meet by any rule. The model is
 * learnt from these pairs; then it is known what each rule brings that no other does, and what it costs.
 */
#ifndef PADAN_PILOT_H
#define PADAN_PILOT_H

#include "pairs.h"

struct pd_pilot {
	struct pd_met met; /* pairs whose first row is drawn, as they pass a first look */
	uint32_t *rules;   /* per pair of met: the rules that bring it, a bit each */
	size_t cap_rules;
	uint64_t keys[PADAN_RULES];  /* that the rule makes of all rows */
	uint64_t looks[PADAN_RULES]; /* pairs that it brings of the rows drawn */
	uint32_t share;		     /* one row in so many is drawn */
};

/* PADAN_OK or PADAN_NO_MEMORY; pd_pilot_done in any case. */
int pd_pilot_make(struct pd_pilot *p, const struct padan_records *r, const struct pd_row_tokens *tokens, uint32_t share,
		  unsigned threads);
void pd_pilot_done(struct pd_pilot *p);
/* The rules that together bring nearly all that all bring, at the least cost; a bit each. pairs: those of p->met that
 * have been judged worth keeping, in order. */
int pd_pilot_choose(const struct pd_pilot *p, const struct padan_schema *s, const struct pd_pairs *pairs,
		    uint32_t *out);

#endif
