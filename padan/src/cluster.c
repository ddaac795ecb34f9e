/* SPDX-License-Identifier: EUPL-1.2 */
#include "pairs.h"
#include <stdlib.h>

enum {
	CLUSTER_MOST = 64, /* different records; beyond it something is wrong with the data, not with the people */
	CLAMP = 20000,	   /* one pair cannot outvote all others */
};

struct join {
	const struct pd_judge *j;
	uint32_t *cluster; /* per row: its cluster's smallest member */
	uint32_t *next;	   /* per row: the next member of its cluster, in a ring */
	uint8_t *size;	   /* per smallest member */
	uint32_t *weakest; /* likewise */
};

/* The weight of two rows, prior included. Those that no rule brought together are compared here. */
static int32_t weight_of(const struct join *k, uint32_t a, uint32_t b)
{
	const struct padan_records *r = k->j->r;
	struct pd_side side;
	struct pd_found found;
	int32_t w;

	if (a > b)
		return weight_of(k, b, a);
	pd_match(r, pd_row(r, a), pd_row(r, b), &found);
	pd_side_set(&side, k->j, a);
	w = pd_side_weigh(&side, &found, NULL) + k->j->log_prior;
	return w > CLAMP ? CLAMP : w < -CLAMP ? -CLAMP : w;
}

/* Do the members of both clusters agree on the whole? */
static bool agree(const struct join *k, uint32_t a, uint32_t b)
{
	const struct padan_records *r = k->j->r;
	int64_t sum = 0;
	uint32_t x = a, y;

	if (k->size[a] + k->size[b] > CLUSTER_MOST)
		return false;
	if (k->size[a] + k->size[b] == 2) /* the pair itself, which has been judged */
		return true;
	do {
		y = b;
		do {
			if (pd_forbidden(r, pd_row(r, x), pd_row(r, y)))
				return false;
			sum += weight_of(k, x, y);
			y = k->next[y];
		} while (y != b);
		x = k->next[x];
	} while (x != a);
	return sum > 0;
}

static void unite(struct join *k, uint32_t a, uint32_t b, uint32_t ppm)
{
	uint32_t keep = a < b ? a : b, gone = a < b ? b : a, row = gone, spare;

	do {
		k->cluster[row] = keep;
		row = k->next[row];
	} while (row != gone);
	spare = k->next[keep];
	k->next[keep] = k->next[gone];
	k->next[gone] = spare;
	k->size[keep] = (uint8_t)(k->size[keep] + k->size[gone]);
	k->weakest[keep] = k->weakest[gone] < k->weakest[keep] ? k->weakest[gone] : k->weakest[keep];
	k->weakest[keep] = ppm < k->weakest[keep] ? ppm : k->weakest[keep];
}

static int by_weight(const void *x, const void *y)
{
	const struct pd_pair *a = *(const struct pd_pair *const *)x, *b = *(const struct pd_pair *const *)y;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->a != b->a ? (a->a < b->a ? -1 : 1) : (a->b > b->b) - (a->b < b->b);
}

/* The strongest pair first. */
static void join_all(struct join *k, const struct pd_pair **order, size_t n)
{
	qsort(order, n, sizeof(*order), by_weight);
	for (size_t i = 0; i < n; i++) {
		uint32_t a = k->cluster[order[i]->a], b = k->cluster[order[i]->b];

		if (a != b && agree(k, a, b))
			unite(k, a, b, order[i]->ppm);
	}
}

static void *space(const struct padan_records *r, size_t bytes)
{
	return r->from->resize(r->from->ctx, NULL, 0, bytes + 1);
}

static void done(const struct padan_records *r, void *p, size_t bytes)
{
	if (p)
		r->from->resize(r->from->ctx, p, bytes + 1, 0);
}

/* Records written alike are one person when a record is surely its own double. */
static void join_twins(struct join *k, uint32_t threshold_ppm)
{
	const struct padan_records *r = k->j->r;
	uint32_t judged = UINT32_MAX, ppm = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t first = r->twin[i];

		if (first == i)
			continue;
		if (judged != first) {
			struct pd_side side;
			struct pd_found found;

			pd_match(r, pd_row(r, i), pd_row(r, i), &found);
			pd_side_set(&side, k->j, i);
			ppm = pd_judge_ppm(k->j, pd_side_weigh(&side, &found, NULL));
			judged = first;
		}
		k->cluster[i] = ppm >= threshold_ppm ? k->cluster[first] : i;
		if (ppm >= threshold_ppm && ppm < k->weakest[k->cluster[first]])
			k->weakest[k->cluster[first]] = ppm;
	}
}

int pd_cluster(const struct pd_judge *j, const struct pd_pairs *p, uint32_t threshold_ppm, uint32_t *cluster,
	       uint32_t *weakest)
{
	const struct padan_records *r = j->r;
	struct join k = { .j = j, .cluster = cluster, .weakest = weakest };
	size_t rows = r->n, n = 0, many = 0;
	const struct pd_pair **order;
	int rc = PADAN_NO_MEMORY;

	for (size_t i = 0; i < p->n; i++)
		many += p->pair[i].ppm >= threshold_ppm;
	order = space(r, many * sizeof(*order));
	k.next = space(r, rows * sizeof(*k.next));
	k.size = space(r, rows);
	if (order && k.next && k.size) {
		for (uint32_t i = 0; i < rows; i++) {
			cluster[i] = k.next[i] = i;
			k.size[i] = 1;
			weakest[i] = 1000000;
		}
		for (size_t i = 0; i < p->n; i++)
			if (p->pair[i].ppm >= threshold_ppm)
				order[n++] = &p->pair[i];
		join_all(&k, order, n);
		join_twins(&k, threshold_ppm);
		rc = PADAN_OK;
	}
	done(r, order, many * sizeof(*order));
	done(r, k.next, rows * sizeof(*k.next));
	done(r, k.size, rows);
	return rc;
}
