/* SPDX-License-Identifier: EUPL-1.2 */
#include "pairs.h"
#include <stdlib.h>

enum {
	CLUSTER_MOST = 64, /* members; beyond it something is wrong with the data, not with the people */
	CLAMP = 20000,	   /* one pair cannot outvote all others */
};

/* A pair to be joined, or the ends of the list of members. */
struct join {
	const struct padan_index *ix;
	const struct pd_pair *pair;
	size_t n;
	size_t *first;	   /* per row: its first pair in which it is `a`; one more at the end */
	uint32_t *cluster; /* per row: its cluster's smallest member */
	uint32_t *next;	   /* per row: the next member of its cluster, in a ring */
	uint32_t *size;	   /* per smallest member */
	int32_t prior;
};

bool pd_forbidden(const struct padan_index *ix, uint32_t a, uint32_t b)
{
	const struct padan_nik *x, *y;

	if (!ix->nik)
		return false;
	x = &ix->nik[a];
	y = &ix->nik[b];
	if (!padan_nik_sound(x) || !padan_nik_sound(y) || x->serial / 10 == y->serial / 10)
		return false;
	if (x->value / 10000 % 1000000 == y->value / 10000 % 1000000)
		return false;
	if (ix->roles.date >= 0) {
		uint64_t d = ix->cell[(size_t)a * ix->schema->n_columns + (size_t)ix->roles.date].h;
		uint64_t e = ix->cell[(size_t)b * ix->schema->n_columns + (size_t)ix->roles.date].h;

		return d != 0 && e != 0 && d != e;
	}
	return true;
}

/* The weight of two rows, prior included. */
static int32_t weight_of(const struct join *j, uint32_t a, uint32_t b)
{
	size_t low, high;
	int32_t w;

	if (a > b)
		return weight_of(j, b, a);
	low = j->first[a];
	high = j->first[a + 1];
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (j->pair[mid].b < b)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == j->first[a + 1] || j->pair[low].b != b) {
		/* No blocking key brought them together, or another part did. */
		struct pd_left side[2];
		struct pd_found found;

		pd_compare_rows(j->ix, side, a, b, &found);
		w = pd_weigh(j->ix, a, &found, NULL) + j->prior;
	} else {
		w = j->pair[low].weight + j->prior;
	}
	return w > CLAMP ? CLAMP : w < -CLAMP ? -CLAMP : w;
}

/* Do the members of both clusters agree on the whole? */
static bool agree(const struct join *j, uint32_t a, uint32_t b)
{
	int64_t sum = 0;
	uint32_t x = a, y;

	if (j->size[a] + j->size[b] > CLUSTER_MOST)
		return false;
	do {
		y = b;
		do {
			if (pd_forbidden(j->ix, x, y))
				return false;
			sum += weight_of(j, x, y);
			y = j->next[y];
		} while (y != b);
		x = j->next[x];
	} while (x != a);
	return sum > 0;
}

static void unite(struct join *j, uint32_t a, uint32_t b)
{
	uint32_t keep = a < b ? a : b, gone = a < b ? b : a, row = gone, spare;

	do {
		j->cluster[row] = keep;
		row = j->next[row];
	} while (row != gone);
	spare = j->next[keep];
	j->next[keep] = j->next[gone];
	j->next[gone] = spare;
	j->size[keep] += j->size[gone];
}

static int by_weight(const void *x, const void *y)
{
	const struct pd_pair *a = *(const struct pd_pair *const *)x, *b = *(const struct pd_pair *const *)y;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->a != b->a ? (a->a < b->a ? -1 : 1) : (a->b > b->b) - (a->b < b->b);
}

static void join_all(struct join *j, const struct pd_pair **order, size_t n)
{
	qsort(order, n, sizeof(*order), by_weight);
	for (size_t i = 0; i < n; i++) {
		uint32_t a = j->cluster[order[i]->a], b = j->cluster[order[i]->b];

		if (a != b && agree(j, a, b))
			unite(j, a, b);
	}
}

static void *space(const struct padan_index *ix, size_t n, size_t size)
{
	return ix->from->resize(ix->from->ctx, NULL, 0, n * size + 1);
}

static void done(const struct padan_index *ix, void *p, size_t n, size_t size)
{
	if (p)
		ix->from->resize(ix->from->ctx, p, n * size + 1, 0);
}

int pd_cluster(const struct padan_index *ix, const struct pd_pair *pair, size_t n, uint32_t threshold_ppm,
	       int32_t prior, uint32_t *cluster)
{
	struct join j = { .ix = ix, .pair = pair, .n = n, .cluster = cluster, .prior = prior };
	const struct pd_pair **order = space(ix, n, sizeof(*order));
	size_t rows = ix->n, k = 0, at = 0;
	int rc = PADAN_NO_MEMORY;

	j.first = space(ix, rows + 1, sizeof(*j.first));
	j.next = space(ix, rows, sizeof(*j.next));
	j.size = space(ix, rows, sizeof(*j.size));
	if (order && j.first && j.next && j.size) {
		for (uint32_t i = 0; i < rows; i++) {
			cluster[i] = j.next[i] = i;
			j.size[i] = 1;
			while (at < n && pair[at].a < i)
				at++;
			j.first[i] = at;
		}
		j.first[rows] = n;
		for (size_t i = 0; i < n; i++)
			if (pair[i].ppm >= threshold_ppm)
				order[k++] = &pair[i];
		join_all(&j, order, k);
		rc = PADAN_OK;
	}
	done(ix, order, n, sizeof(*order));
	done(ix, j.first, rows + 1, sizeof(*j.first));
	done(ix, j.next, rows, sizeof(*j.next));
	done(ix, j.size, rows, sizeof(*j.size));
	return rc;
}
