/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pairs of rows of one table, and the clusters they make.
 */
#ifndef PADAN_PAIRS_H
#define PADAN_PAIRS_H

#include "estimate.h"
#include <padan/dedupe.h>

struct pd_pair {
	uint32_t a, b; /* a < b */
	struct pd_found found;
	int32_t weight;
	uint32_t ppm;
	bool drawn; /* for the estimation */
};

/* All pairs of rows that share a blocking key, each once, by (a, b). */
int pd_pairs_make(const struct padan_index *ix, struct pd_pair **out, size_t *n);
void pd_pairs_free(const struct padan_index *ix, struct pd_pair *p, size_t n);
void pd_compare_rows(const struct padan_index *ix, struct pd_left side[2], uint32_t a, uint32_t b,
		     struct pd_found *found);
/* May the two rows never be one person? */
bool pd_forbidden(const struct padan_index *ix, uint32_t a, uint32_t b);
/* Cluster of each row: the smallest row number in it. pairs by (a, b), scored; prior in mbit. */
int pd_cluster(const struct padan_index *ix, const struct pd_pair *pair, size_t n, uint32_t threshold_ppm,
	       int32_t prior, uint32_t *cluster);

#endif
