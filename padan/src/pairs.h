/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pairs of rows of one table, and the clusters they make. Rows are in the table's own order (records.h).
 */
#ifndef PADAN_PAIRS_H
#define PADAN_PAIRS_H

#include "records.h"
#include <padan/dedupe.h>

struct pd_pair {
	uint32_t a, b; /* a < b */
	struct pd_found found;
	int32_t weight;
	uint32_t ppm;
};

/* Pairs in the order of (a, b). */
struct pd_pairs {
	const struct padan_alloc *from;
	struct pd_pair *pair;
	size_t n, cap;
};
void pd_pairs_free(struct pd_pairs *p);

/* How a pair is judged. */
struct pd_judge {
	const struct padan_records *r;
	struct padan_model model;
	struct pd_weights weights;
	struct pd_rare rare;
	int32_t place_most;
	double prior;	   /* matches per pair of rows */
	int32_t log_prior; /* mbit, of its odds */
};
/* The left row of pairs; how rare its values are is looked up when it matters. */
struct pd_side {
	const struct pd_judge *j;
	const uint32_t *row;
	uint32_t known; /* columns of `rare` */
	struct pd_rarity rare[PADAN_COLUMNS];
};
static inline void pd_side_set(struct pd_side *s, const struct pd_judge *j, uint32_t row)
{
	s->j = j;
	s->row = pd_row(j->r, row);
	s->known = 0;
}
/* Weight of a pair whose left row it is. */
int32_t pd_side_weigh(struct pd_side *s, const struct pd_found *f, int32_t part[PADAN_COLUMNS]);
uint32_t pd_judge_ppm(const struct pd_judge *j, int32_t weight);

/* 0 for two rows that may never be one person. */
uint32_t pd_pair_ppm(const struct pd_judge *j, const struct pd_pair *p);

/* The pairs that have met. least: pairs that weigh less, prior included, are not kept (mbit). *compared counts. */
struct pd_gather {
	const struct pd_judge *judge;
	const struct pd_met *met;
	int32_t least;
	uint32_t part, parts; /* pairs whose first row, by adding, is of the part; parts 0 = all */
	unsigned threads;
	uint64_t compared;
};
int pd_pairs_gather(struct pd_gather *g, struct pd_pairs *out);

/* Cluster of each row: its smallest row; weakest: ppm of the weakest pair that joined its cluster, by smallest row. */
struct pd_joining {
	uint32_t threshold_ppm; /* of pairs that join clusters */
	unsigned threads;
};
int pd_cluster(const struct pd_judge *j, const struct pd_pairs *p, const struct pd_joining *how, uint32_t *cluster,
	       uint32_t *weakest);

#endif
