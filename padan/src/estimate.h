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
	double one; /* what p is a share of: 1, or 10^6 where sums must not depend on their order */
};

/* -log2 of the frequency of each dictionary number, from the right side (and the left, where it counts too). */
void pd_surprise_final(struct padan_index *ix, const struct pd_counts *n);
/* The chance that two people have one birth date: the mean frequency of the left rows' dates. */
double pd_same_date(const struct padan_index *ix);
/* u from the sampled pairs, and in closed form where a sample cannot see it. date: as above. */
void pd_estimate_u(struct padan_model *m, const struct padan_schema *s, const struct pd_counts *n, double date);
/* Adds a pair that is a match with probability p; words: of the left side's bags. */
void pd_sums_add(struct pd_sums *s, const struct padan_schema *schema, const struct pd_roles *roles,
		 const uint8_t words[PADAN_COLUMNS], const struct pd_found *f, double p);
/* m (and the u of an equal NIK) from the sums, leaning on where the model started. */
void pd_estimate_m(struct padan_model *m, const struct padan_schema *schema, const struct pd_sums *s, uint64_t right,
		   double date);

/* Probability of one candidate against "not there" alone. */
double pd_posterior_alone(int32_t weight, double found, uint64_t right);
/* Probabilities of a row's candidates, each against the others and against "none of them". */
void pd_posterior(const struct pd_kept *k, unsigned n, double found, uint64_t right, double p[PADAN_KEEP]);

#endif
