/* SPDX-License-Identifier: EUPL-1.2
 *
 * Of a binding, for those who have a row's cells from elsewhere than the table.
 */
#ifndef PADAN_BINDING_INSIDE_H
#define PADAN_BINDING_INSIDE_H

#include <padan/recipe.h>

/* Columns of the table that make the compared column; -1 = none. Returns how many. */
unsigned pd_bound_sources(const struct padan_binding *b, unsigned column, int out[PADAN_SOURCES]);
/* One source, whose cell is trimmed and nothing more ("NA" apart). */
bool pd_bound_simple(const struct padan_binding *b, unsigned column);
/* The compared column's cell from the raw cells of its sources. */
struct padan_span pd_bound_cell(const struct padan_binding *b, unsigned column, const struct padan_span *raw,
				char room[512]);

/* One cell of padan_binding_row. */
struct padan_span pd_binding_cell(const struct padan_binding *b, size_t row, unsigned column, char room[512]);
const struct padan_recipe *pd_bound_recipe(const struct padan_binding *b);

#endif
