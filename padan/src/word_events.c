/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include <padan/recipe.h>
#include <stdlib.h>

struct two {
	struct padan_schema schema;
	struct pd_roles roles;
	struct pd_reader reader;
	struct pd_scratch side[2];
	struct pd_view view[2];
	struct pd_found found;
};

void padan_word_events(enum padan_kind kind, struct padan_span left, struct padan_span right,
		       unsigned count[PADAN_WORD_EVENTS])
{
	struct two *t = calloc(1, sizeof(*t));
	struct padan_span cell[2] = { left, right };

	memset(count, 0, PADAN_WORD_EVENTS * sizeof(*count));
	if (!t)
		return;
	t->schema.n_columns = 1;
	t->schema.column[0] = (struct padan_column){ "x", kind, 0 };
	pd_roles_of(&t->roles, &t->schema);
	t->reader = (struct pd_reader){ &t->schema, { .ref_year = 2026 }, { .ref_year = 2026 } };
	for (unsigned i = 0; i < 2; i++) {
		pd_read(&t->reader, &cell[i], 1, &t->side[i]);
		pd_scratch_view(&t->side[i], &t->view[i]);
	}
	pd_compare(&t->schema, &t->roles, &t->view[0], &t->view[1], 1, &t->found);
	if (pd_is_bag(kind) && pd_level(t->found.gamma, 0) != PADAN_LB_MISSING) {
		for (unsigned i = 0; i < t->view[0].cell[0].n; i++)
			count[t->found.bag[0] >> (3 * i) & 7]++;
		count[PADAN_W_RIGHT_ONLY] = t->found.bag[0] >> 24;
	}
	free(t);
}
