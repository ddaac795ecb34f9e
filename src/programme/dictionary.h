/* SPDX-License-Identifier: EUPL-1.2
 *
 * A linear programme's dictionary in whole numbers: row i says den[i] * basic[i] = cell[i][0] + sum over j
 * of cell[i][j] * outside[j - 1], all variables at least 0. Rows are kept in lowest terms, so numbers stay as
 * small as they can be. No objective: the question is only whether there is an answer.
 */
#ifndef PROGRAMME_DICTIONARY_H
#define PROGRAMME_DICTIONARY_H

#include "base/text.h"

enum answer_found { ANSWER_FOUND, ANSWER_IMPOSSIBLE, ANSWER_TOO_FAR };

struct dictionary {
	int rows, columns, rows_max; /* columns without the constant */
	int64_t *cell, *den;
	int *basic, *outside;
	int next; /* the next new variable's number */
};

/* Memory for this shape, all zero; false when refused. */
bool dictionary_init(struct dictionary *d, int columns, int rows_max, struct padan_arena *arena);
/* `to` has memory of the same shape. */
void dictionary_copy(struct dictionary *to, const struct dictionary *from);
static inline int64_t *dictionary_cell(const struct dictionary *d, int row, int column)
{
	return &d->cell[(size_t)row * (size_t)(d->columns + 1) + (size_t)column];
}
/* Pivots (least-index rule: it always ends) until no row is below zero. ANSWER_IMPOSSIBLE is a proof, ANSWER_TOO_FAR
 * means that *work, reduced by each cell touched, ran out or a number left 64 bits: then d is of no use any more. */
enum answer_found dictionary_settle(struct dictionary *d, int64_t *work);
/* Adds Gomory's cut for each row whose value is a fraction (all variables must be whole): every whole answer
 * keeps, the present one goes. Cuts made before that are loose by now leave first; `first_cut` is the least number of a
 * cut's variable. False: no room. */
bool dictionary_cut(struct dictionary *d, int first_cut);
/* Adds variable <= value, or variable >= value; the row's own variable gets `number`. False: no room. */
bool dictionary_at_most(struct dictionary *d, int variable, int64_t value, int number);
bool dictionary_at_least(struct dictionary *d, int variable, int64_t value, int number);

#endif
