/* SPDX-License-Identifier: EUPL-1.2
 *
 * Estimation: frequencies, u and m.
 */
#ifndef PADAN_ESTIMATE_H
#define PADAN_ESTIMATE_H

#include "engine.h"

/* Expected counts of a true pair's levels and events. */
struct pd_sums {
	double level[PADAN_COLUMNS][PADAN_LEVELS];
	double event[PADAN_COLUMNS][PADAN_WORD_EVENTS];
	double nik_equal_wrong[2]; /* pairs of equal NIKs that are no matches: other dates, same date */
	double matches, rows;
};

/* -log2 of the frequency of each dictionary number, from the right side (and the left, where it counts too). */
void pd_surprise_final(struct padan_index *ix, const struct pd_counts *n);
/* u from the sampled pairs, and in closed form where a sample cannot see it. */
void pd_estimate_u(struct padan_index *ix, const struct pd_counts *n);
/* Adds a pair that is a match with probability p. */
void pd_sums_add(struct pd_sums *s, const struct padan_index *ix, uint32_t row, const struct pd_found *f, double p);
/* m (and the u of an equal NIK) from the sums, leaning on where the model started. */
void pd_estimate_m(struct padan_index *ix, const struct pd_sums *s, uint64_t right);

/* Probability of one candidate against "not there" alone. */
double pd_posterior_alone(int32_t weight, double found, uint64_t right);
/* Probabilities of a row's candidates, each against the others and against "none of them". */
void pd_posterior(const struct pd_kept *k, unsigned n, double found, uint64_t right, double p[PADAN_KEEP]);

#endif
