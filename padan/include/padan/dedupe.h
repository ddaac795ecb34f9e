/* SPDX-License-Identifier: EUPL-1.2
 *
 * Duplicates inside one table: the rows of sealed padan_records (records.h) compared among themselves, with the
 * kernels, levels and model of linkage; the prior is estimated per pair. Clusters do not chain: a pair joins two
 * clusters only when their members agree on the whole (the sum of all pair weights is positive), and never when two
 * members are forbidden to be one person (two valid NIKs with another serial and another birth date). The answer is the
 * same for every number of threads and, but for the numbering, for every order of the rows.
 */
#ifndef PADAN_DEDUPE_H
#define PADAN_DEDUPE_H

#include <padan/records.h>

struct padan_dedupe_opt {
	uint32_t threshold_ppm; /* of a pair to join; 0 = 500000 */
	uint32_t pairs_ppm;	/* pairs below it are not returned; 0 = threshold. In tables of more than some thousand
				 * rows none below 10000 */
	unsigned threads;	/* 0 = 1 */
	uint32_t part, parts; /* with a fixed model: only pairs whose smaller row is of this part (0 to parts - 1, drawn
			       * by row number); parts 0 = all. The clusters are then those of the part's pairs alone */
	const struct padan_pair
		*given; /* with a fixed model: the pairs of all parts, by (a, b), borrowed for the call;
			 * NULL = look for them. Clusters are made of them as if they had been found here */
	uint64_t n_given;
};

struct padan_pair {
	uint32_t a, b;	/* row numbers, a < b */
	int32_t weight; /* mbit, without the prior */
	uint32_t ppm;	/* probability in millionths */
};

struct padan_duplicates;

/* Blocking rules for a table of so many rows, by the kinds of its columns; replaces schema->rule. distinct: how many
 * different values each column has in `seen` rows; NULL = not known. */
void padan_dedupe_rules(struct padan_schema *s, uint64_t rows, const uint32_t *distinct, uint32_t seen);
PADAN_MUST_CHECK int padan_dedupe(struct padan_records *r, const struct padan_dedupe_opt *opt,
				  struct padan_duplicates **out);
void padan_duplicates_free(struct padan_duplicates *d); /* before the records; NULL is allowed */
/* Pairs at or above pairs_ppm, by (a, b). Of records written alike only one stands in pairs. */
uint64_t padan_duplicates_pairs(const struct padan_duplicates *d, const struct padan_pair **out);
/* Per row the smallest row number of its cluster; rows without duplicates have their own. */
const uint32_t *padan_duplicates_cluster(const struct padan_duplicates *d);
/* Per row: the probability in millionths of the weakest pair that its cluster was joined by; 10^6 where it is alone. */
const uint32_t *padan_duplicates_weakest(const struct padan_duplicates *d);
/* Levels and weights of any pair of rows, as for a candidate of linkage; payload, nik, content are empty. */
void padan_duplicates_explain(const struct padan_duplicates *d, uint32_t a, uint32_t b, struct padan_candidate *out);
const struct padan_model *padan_duplicates_model(const struct padan_duplicates *d);
/* The blocking rules that brought the pairs together, a bit each: in a large table without a given model a pilot leaves
 * out those that would bring nearly nothing that others do not. */
uint32_t padan_duplicates_rules(const struct padan_duplicates *d);
/* Pairs compared in full. */
uint64_t padan_duplicates_compared(const struct padan_duplicates *d);

#endif
