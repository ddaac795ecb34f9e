/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/run_sums.h"

#include "coverage/ward_tally.h"

#include <padan/hash.h>
#include <stdlib.h>

enum { FIRST_SIZE = 256 };

static int review_of(const struct tally_row *r)
{
	if (!padan_span_eq(r->putusan, SPAN("tinjau")) && !r->syarat.n)
		return RUN_SUM_DONE;
	if (padan_span_eq(r->padan, SPAN("tinjau")))
		return RUN_SUM_IDENTITY;
	if (r->syarat.n)
		return RUN_SUM_CARD;
	return r->alasan.n && memmem(r->alasan.p, r->alasan.n, "meninggal", 9) ? RUN_SUM_DEATH : RUN_SUM_CRITERION;
}

static bool same(const struct run_sum *a, const struct run_sum *b)
{
	return a->waits == b->waits && a->review == b->review && padan_span_eq(a->district, b->district) &&
	       padan_span_eq(a->putusan, b->putusan) && padan_span_eq(a->fund, b->fund);
}

static struct run_sum *find(struct run_sum *slot, size_t size, const struct run_sum *key)
{
	uint64_t h = padan_hash(key->district.p, key->district.n, (uint64_t)key->review + 2 + (key->waits ? 16 : 0));
	size_t i = (size_t)padan_hash(key->fund.p, key->fund.n, padan_hash(key->putusan.p, key->putusan.n, h));

	for (i &= size - 1; slot[i].used && !same(&slot[i], key);)
		i = (i + 1) & (size - 1);
	return &slot[i];
}

static bool grow(struct run_sums *s)
{
	size_t size = s->size * 2;
	struct run_sum *wider = padan_arena_array(s->arena, size, sizeof(*wider));

	for (size_t i = 0; wider && i < s->size; i++)
		if (s->slot[i].used)
			*find(wider, size, &s->slot[i]) = s->slot[i];
	if (!wider)
		return false;
	s->slot = wider;
	s->size = size;
	return true;
}

static bool own(struct padan_arena *a, span *s)
{
	*s = (span){ padan_arena_copy(a, s->n ? s->p : "", s->n), s->n };
	return s->p != NULL;
}

int run_sums_begin(struct run_sums *s, struct padan_arena *arena, struct err *e)
{
	*s = (struct run_sums){ arena, padan_arena_array(arena, FIRST_SIZE, sizeof(*s->slot)), 0, FIRST_SIZE };
	return s->slot ? ERR_OK : err_memory(e, "jumlah rancangan");
}

int run_sums_add(struct run_sums *s, const struct tally_row *r, struct err *e)
{
	const struct run_sum key = { .district = r->district,
				     .putusan = r->putusan,
				     .fund = r->fund,
				     .waits = r->syarat.n != 0,
				     .review = review_of(r) };
	struct run_sum *at = find(s->slot, s->size, &key);

	if (!at->used) {
		if (++s->n * 2 > s->size && !grow(s))
			return err_memory(e, "jumlah rancangan");
		at = find(s->slot, s->size, &key);
		*at = key;
		at->used = true;
		if (!own(s->arena, &at->district) || !own(s->arena, &at->putusan) || !own(s->arena, &at->fund))
			return err_memory(e, "jumlah rancangan");
	}
	at->people++;
	return rupiah_add(at->total, r->total, &at->total) ? ERR_OK
							   : err_set(e, ERR_MACHINE, "jumlah rupiah melampaui batas");
}

static int by_text(span a, span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int by_key(const void *a, const void *b)
{
	const struct run_sum *x = *(const struct run_sum *const *)a, *y = *(const struct run_sum *const *)b;
	int c = by_text(x->district, y->district);

	c = c ? c : by_text(x->putusan, y->putusan);
	c = c ? c : by_text(x->fund, y->fund);
	c = c ? c : x->waits - y->waits;
	return c ? c : x->review - y->review;
}

const struct run_sum **run_sums_order(const struct run_sums *s)
{
	const struct run_sum **list = padan_arena_array(s->arena, s->n, sizeof(const struct run_sum *));
	size_t n = 0;

	for (size_t i = 0; list && i < s->size; i++)
		if (s->slot[i].used)
			list[n++] = &s->slot[i];
	if (list && n)
		qsort(list, n, sizeof(const struct run_sum *), by_key);
	return list;
}
