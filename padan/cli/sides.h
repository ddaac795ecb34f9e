/* SPDX-License-Identifier: EUPL-1.2
 *
 * The two files of a linkage. The one with fewer rows is indexed (`few`), the other streams past it (`many`), whichever
 * was named first: so the answer does not depend on that. `swapped`: the indexed one was named second.
 */
#ifndef PADAN_SIDES_H
#define PADAN_SIDES_H

#include "claims.h"
#include "said.h"
#include <padan/source.h>

struct sides {
	const struct args *a;
	bool swapped;
	struct padan_table *few;   /* all of it */
	uint32_t *order, *at;	   /* row of the index -> row of `few`, and back */
	struct padan_source *many; /* from beginning to end, twice perhaps */
	struct padan_table *met;   /* rows of `many` that are shown: claim.met */
	struct padan_recipe *recipe;
	struct padan_binding *few_binding, *many_binding;
	struct padan_wanted *wanted; /* per label: its row of `many` */
	size_t n_wanted;
	struct said_list said; /* labels by row of `few` and byte of `many` */
};

/* Opens both files, chooses ids, the recipe and its bindings. Like all of these: CLI_OK, or a message and its code;
 * sides_close in any case. */
int sides_open(struct sides *s, const struct args *a);
void sides_close(struct sides *s);
/* What is compared, in words, and what is known of both files. */
void sides_plan(struct sides *s, FILE *out);
/* The recipe has a label that says "different". */
bool sides_differ(const struct sides *s);
/* Indexes the one, streams the other. */
int sides_link(struct sides *s, struct padan_index **ix, struct padan_result **result);
/* Reads the rows of `many` that claims speak of into `met`: all, or only the chosen ones. */
int sides_meet(struct sides *s, struct claims *c, bool all);
/* As the user named them. */
const struct padan_table *sides_left(const struct sides *s);
const struct padan_table *sides_right(const struct sides *s);

#endif
