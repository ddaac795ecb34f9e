/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include <stdlib.h>

/* Three arrays or none. */
static bool block_reserve(struct pd_block *b, size_t n)
{
	b->n_buckets = 1024;
	while (b->n_buckets < n && b->n_buckets < 1u << 26)
		b->n_buckets *= 2;
	b->n_words = 1 << 10;
	b->shift = 64 - 10;
	while (b->n_words * 3 < n && b->shift > 64 - 25) { /* of keys that nobody has one in 300 passes */
		b->n_words *= 2;
		b->shift--;
	}
	b->bits = b->from->resize(b->from->ctx, NULL, 0, b->n_words * sizeof(*b->bits));
	b->start = b->from->resize(b->from->ctx, NULL, 0, (b->n_buckets + 1) * sizeof(*b->start));
	b->n_postings = n;
	b->posting = b->from->resize(b->from->ctx, NULL, 0, (n + 1) * sizeof(*b->posting));
	if (!b->bits || !b->start || !b->posting)
		return false;
	memset(b->bits, 0, b->n_words * sizeof(*b->bits));
	memset(b->start, 0, (b->n_buckets + 1) * sizeof(*b->start));
	return true;
}

static int by_tag(const void *a, const void *b)
{
	const struct pd_posting *x = a, *y = b;

	return x->tag != y->tag ? (x->tag < y->tag ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

/* Takes the postings of keys with too many rows out of a bucket; returns how many are left. */
static uint32_t thin_bucket(struct pd_posting *p, uint32_t n)
{
	uint32_t kept = 0, same;

	qsort(p, n, sizeof(*p), by_tag);
	for (uint32_t i = 0; i < n; i += same) {
		for (same = 1; i + same < n && p[i + same].tag == p[i].tag;)
			same++;
		if (same > PD_BLOCK_MAX)
			continue;
		memmove(p + kept, p + i, same * sizeof(*p));
		kept += same;
	}
	return kept;
}

static void block_thin(struct pd_block *b)
{
	uint32_t to = 0, from = 0;

	for (uint32_t k = 0; k < b->n_buckets; k++) {
		uint32_t n = b->start[k + 1] - from, kept = n;

		if (n > PD_BLOCK_MAX)
			kept = thin_bucket(b->posting + from, n);
		memmove(b->posting + to, b->posting + from, kept * sizeof(*b->posting));
		from = b->start[k + 1];
		b->start[k] = to;
		to += kept;
	}
	b->start[b->n_buckets] = to;
}

int pd_block_build(struct pd_block *b, const struct padan_alloc *from, struct pd_key_row *kr, size_t n)
{
	b->from = from;
	if (!block_reserve(b, n))
		return PADAN_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		b->bits[kr[i].key >> b->shift] |= pd_block_mask(kr[i].key);
		b->start[pd_block_bucket(b, kr[i].key) + 1]++;
	}
	for (uint32_t k = 0; k < b->n_buckets; k++)
		b->start[k + 1] += b->start[k];
	for (size_t i = n; i-- > 0;) {
		uint32_t k = pd_block_bucket(b, kr[i].key);

		/* start[k + 1] walks down to where bucket k begins. */
		b->posting[--b->start[k + 1]] = (struct pd_posting){ (uint32_t)kr[i].key, kr[i].row };
	}
	memmove(b->start, b->start + 1, b->n_buckets * sizeof(*b->start));
	b->start[b->n_buckets] = (uint32_t)n;
	block_thin(b);
	return PADAN_OK;
}

void pd_block_done(struct pd_block *b)
{
	if (!b->from)
		return;
	b->from->resize(b->from->ctx, b->bits, b->n_words * sizeof(*b->bits), 0);
	b->from->resize(b->from->ctx, b->start, (b->n_buckets + 1) * sizeof(*b->start), 0);
	b->from->resize(b->from->ctx, b->posting, (b->n_postings + 1) * sizeof(*b->posting), 0);
	*b = (struct pd_block){ 0 };
}
