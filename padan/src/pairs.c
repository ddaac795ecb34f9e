/* SPDX-License-Identifier: EUPL-1.2 */
#include "pairs.h"
#include <stdlib.h>

enum { ALL_PAIRS = 1200 };

struct pair_list {
	const struct padan_alloc *from;
	uint64_t *p;
	size_t n, cap;
};

static bool list_grow(struct pair_list *l, size_t more)
{
	size_t cap = l->cap ? l->cap : 1 << 16;
	uint64_t *p;

	if (l->n + more <= l->cap)
		return true;
	while (cap < l->n + more)
		cap *= 2;
	p = l->from->resize(l->from->ctx, l->p, l->cap * sizeof(*p), cap * sizeof(*p));
	if (!p)
		return false;
	l->p = p;
	l->cap = cap;
	return true;
}

/* Least significant digit first, eleven bits a pass, over the digits that differ at all. */
static bool radix_sort(struct pair_list *l)
{
	enum { BITS = 11, DIGITS = 1 << BITS };
	uint64_t *from = l->p, *to, *spare, any = 0, all = ~(uint64_t)0;

	spare = l->from->resize(l->from->ctx, NULL, 0, l->n * sizeof(*spare) + 1);
	if (!spare)
		return false;
	to = spare;
	for (size_t i = 0; i < l->n; i++) {
		any |= from[i];
		all &= from[i];
	}
	for (unsigned shift = 0; shift < 64; shift += BITS) {
		size_t count[DIGITS] = { 0 }, sum = 0;
		uint64_t *swap = from;

		if (((any ^ all) >> shift & (DIGITS - 1)) == 0)
			continue;
		for (size_t i = 0; i < l->n; i++)
			count[from[i] >> shift & (DIGITS - 1)]++;
		for (size_t d = 0; d < DIGITS; d++) {
			size_t n = count[d];

			count[d] = sum;
			sum += n;
		}
		for (size_t i = 0; i < l->n; i++)
			to[count[from[i] >> shift & (DIGITS - 1)]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != l->p)
		memcpy(l->p, from, l->n * sizeof(*from));
	l->from->resize(l->from->ctx, spare, l->n * sizeof(*spare) + 1, 0);
	return true;
}

static bool add_block(struct pair_list *l, const struct pd_posting *p, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (!list_grow(l, n))
			return false;
		for (uint32_t j = i + 1; j < n; j++) {
			uint32_t a = p[i].row, b = p[j].row;

			if (p[i].tag == p[j].tag && a != b)
				l->p[l->n++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
		}
	}
	return true;
}

/* A small table needs no keys. */
static int add_row(struct pair_list *l, uint32_t row, uint32_t rows)
{
	if (!list_grow(l, rows))
		return PADAN_NO_MEMORY;
	for (uint32_t b = row + 1; b < rows; b++)
		l->p[l->n++] = (uint64_t)row << 32 | b;
	return PADAN_OK;
}

static int expand(const struct padan_index *ix, struct pair_list *l, struct pd_pair **out, size_t *n)
{
	struct pd_pair *pair;
	size_t k = 0;

	for (size_t i = 0; i < l->n; i++)
		if (i == 0 || l->p[i] != l->p[k - 1])
			l->p[k++] = l->p[i];
	pair = ix->from->resize(ix->from->ctx, NULL, 0, k * sizeof(*pair) + 1);
	if (!pair)
		return PADAN_NO_MEMORY;
	for (size_t i = 0; i < k; i++)
		pair[i] = (struct pd_pair){ .a = (uint32_t)(l->p[i] >> 32), .b = (uint32_t)l->p[i] };
	*out = pair;
	*n = k;
	return PADAN_OK;
}

int pd_pairs_make(const struct padan_index *ix, struct pd_pair **out, size_t *n)
{
	const struct pd_block *b = &ix->block;
	struct pair_list l = { .from = ix->from };
	int rc = PADAN_OK;

	*out = NULL;
	*n = 0;
	for (uint32_t i = 0; i < ix->n && ix->n <= ALL_PAIRS && rc == PADAN_OK; i++)
		rc = add_row(&l, i, ix->n);
	for (uint32_t k = 0; ix->n > ALL_PAIRS && k < b->n_buckets && rc == PADAN_OK; k++)
		if (!add_block(&l, b->posting + b->start[k], b->start[k + 1] - b->start[k]))
			rc = PADAN_NO_MEMORY;
	if (rc == PADAN_OK && !radix_sort(&l))
		rc = PADAN_NO_MEMORY;
	if (rc == PADAN_OK)
		rc = expand(ix, &l, out, n);
	if (l.p)
		ix->from->resize(ix->from->ctx, l.p, l.cap * sizeof(*l.p), 0);
	return rc;
}

void pd_pairs_free(const struct padan_index *ix, struct pd_pair *p, size_t n)
{
	if (p)
		ix->from->resize(ix->from->ctx, p, n * sizeof(*p) + 1, 0);
}
