/* SPDX-License-Identifier: EUPL-1.2
 *
 * Estimation of the model of a deduplication.
 */
#ifndef PADAN_LEARN_H
#define PADAN_LEARN_H

#include "pairs.h"

/* Weights and the prior's logarithm from the model. */
void pd_judge_ready(struct pd_judge *j);
int pd_learn_u(struct pd_judge *j, unsigned threads);
/* Rounds of EM over p, which are a scale-th of all pairs that met. */
int pd_learn_m(struct pd_judge *j, struct pd_pairs *p, double scale, unsigned rounds, unsigned threads);

#endif
