/* SPDX-License-Identifier: EUPL-1.2 */
#include "pairs.h"
#include "radix.h"

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
	const struct pd_pairs *pairs;
	uint32_t *first; /* per row: its first pair; one more at the end */
	uint32_t threshold_ppm;
};

static int32_t clamp(int32_t w)
{
	return w > CLAMP ? CLAMP : w < -CLAMP ? -CLAMP : w;
}

/* What has been compared already. */
static const struct pd_pair *known(const struct join *k, uint32_t a, uint32_t b)
{
	for (uint32_t i = k->first[a]; i < k->first[a + 1]; i++)
		if (k->pairs->pair[i].b == b)
			return &k->pairs->pair[i];
	return NULL;
}

/* The weight of two rows, prior included. Those that no rule brought together are compared here. */
static int32_t weight_of(const struct join *k, uint32_t a, uint32_t b)
{
	const struct padan_records *r = k->j->r;
	struct pd_side side;
	struct pd_found found;
	const struct pd_pair *p;

	if (a > b)
		return weight_of(k, b, a);
	p = known(k, a, b);
	if (p)
		return clamp(p->weight + k->j->log_prior);
	pd_match(r, a, b, &found);
	pd_side_set(&side, k->j, a);
	return clamp(pd_side_weigh(&side, &found, NULL) + k->j->log_prior);
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
			if (pd_forbidden(r, x, y))
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

static void *space(const struct padan_records *r, size_t bytes)
{
	return r->from->resize(r->from->ctx, NULL, 0, bytes + 1);
}

static void done(const struct padan_records *r, void *p, size_t bytes)
{
	if (p)
		r->from->resize(r->from->ctx, p, bytes + 1, 0);
}

enum { PIECE = 1 << 14, AHEAD = 16 };

static uint32_t piece_end(const struct padan_records *r, size_t piece)
{
	uint32_t from = (uint32_t)(piece * PIECE);

	return r->n - from < PIECE ? r->n : from + PIECE;
}

/* Is a record surely its own double? */
static uint32_t own_ppm(const struct join *k, uint32_t row)
{
	struct pd_side side;
	struct pd_found found;

	pd_match(k->j->r, row, row, &found);
	pd_side_set(&side, k->j, row);
	return pd_judge_ppm(k->j, pd_side_weigh(&side, &found, NULL));
}

/* Records written alike are then one person. The first of them has its cluster already. */
static void twins_piece(void *ctx, size_t piece, unsigned thread)
{
	struct join *k = ctx;
	const uint32_t *twin = k->j->r->twin;
	uint32_t judged = UINT32_MAX, ppm = 0;

	(void)thread;
	for (uint32_t i = (uint32_t)(piece * PIECE), to = piece_end(k->j->r, piece); i < to; i++) {
		uint32_t first = twin[i];

		if (first == i)
			continue;
		if (judged != first) {
			ppm = own_ppm(k, i);
			judged = first;
		}
		k->cluster[i] = ppm >= k->threshold_ppm ? k->cluster[first] : i;
		if (ppm >= k->threshold_ppm)
			pd_lower(&k->weakest[k->cluster[first]], ppm);
	}
}

/* The first pair whose row is not before this one. */
static uint32_t pair_from(const struct pd_pairs *p, uint32_t row)
{
	size_t from = 0, to = p->n;

	while (from < to) {
		size_t half = from + (to - from) / 2;

		if (p->pair[half].a < row)
			from = half + 1;
		else
			to = half;
	}
	return (uint32_t)from;
}

/* Every row alone; where its pairs are. */
static void begin_piece(void *ctx, size_t piece, unsigned thread)
{
	struct join *k = ctx;
	const struct pd_pairs *p = k->pairs;
	uint32_t row = (uint32_t)(piece * PIECE), i = pair_from(p, row);

	(void)thread;
	for (uint32_t to = piece_end(k->j->r, piece); row < to; row++) {
		while (i < p->n && p->pair[i].a < row)
			i++;
		k->first[row] = i;
		k->cluster[row] = k->next[row] = row;
		k->size[row] = 1;
		k->weakest[row] = 1000000;
	}
}

/* What will be looked at of a pair some steps later. */
static void ask(const struct join *k, const struct pd_keyed *order, size_t n, size_t i)
{
	const struct pd_pair *pair;

	if (i + 2 * AHEAD < n)
		__builtin_prefetch(&k->pairs->pair[order[i + 2 * AHEAD].row]);
	if (i + AHEAD >= n)
		return;
	pair = &k->pairs->pair[order[i + AHEAD].row];
	__builtin_prefetch(&k->cluster[pair->a]);
	__builtin_prefetch(&k->cluster[pair->b]);
	__builtin_prefetch(&k->size[pair->a]);
	__builtin_prefetch(&k->size[pair->b]);
}

/* The strongest pair first; of equal ones in the order of the rows. */
static bool join_pairs(struct join *k)
{
	const struct padan_records *r = k->j->r;
	const struct pd_pairs *p = k->pairs;
	size_t many = 0, n = 0;
	struct pd_keyed *order;

	for (size_t i = 0; i < p->n; i++)
		many += p->pair[i].ppm >= k->threshold_ppm;
	order = space(r, 2 * many * sizeof(*order));
	if (!order)
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (p->pair[i].ppm >= k->threshold_ppm)
			order[n++] =
				(struct pd_keyed){ (uint64_t)((int64_t)INT32_MAX - p->pair[i].weight), (uint32_t)i };
	pd_radix_sort(order, order + many, n);
	for (size_t i = 0; i < n; i++) {
		const struct pd_pair *pair = &p->pair[order[i].row];
		uint32_t a = k->cluster[pair->a], b = k->cluster[pair->b];

		ask(k, order, n, i);
		if (a != b && agree(k, a, b))
			unite(k, a, b, pair->ppm);
	}
	done(r, order, 2 * many * sizeof(*order));
	return true;
}

int pd_cluster(const struct pd_judge *j, const struct pd_pairs *p, const struct pd_joining *how, uint32_t *cluster,
	       uint32_t *weakest)
{
	const struct padan_records *r = j->r;
	struct join k = {
		.j = j, .cluster = cluster, .weakest = weakest, .pairs = p, .threshold_ppm = how->threshold_ppm
	};
	size_t rows = r->n, pieces = (rows + PIECE - 1) / PIECE;
	int rc = PADAN_NO_MEMORY;

	if (p->n >= UINT32_MAX)
		return PADAN_TOO_MANY;
	k.next = space(r, rows * sizeof(*k.next));
	k.first = space(r, (rows + 1) * sizeof(*k.first));
	k.size = space(r, rows);
	if (k.next && k.size && k.first) {
		pd_parallel(how->threads, pieces, begin_piece, &k);
		k.first[rows] = (uint32_t)p->n;
		if (join_pairs(&k)) {
			pd_parallel(how->threads, pieces, twins_piece, &k);
			rc = PADAN_OK;
		}
	}
	done(r, k.next, rows * sizeof(*k.next));
	done(r, k.first, (rows + 1) * sizeof(*k.first));
	done(r, k.size, rows);
	return rc;
}
