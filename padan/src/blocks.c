/* SPDX-License-Identifier: EUPL-1.2 */
#include "blocks.h"
#include "radix.h"
#include <stdlib.h>

enum {
	RANGE = 1 << 14, /* rows whose keys are made in one piece */
	PART = 2048,	 /* keys of a part, about, when a row has three */
	PARTS_BITS = 12, /* at most */
	WINDOW = 20,	 /* of a block that is larger */
	PER_ROW = 1,	 /* pairs that a rule may bring for each row of the table */
	ALWAYS = 20000,	 /* pairs that every rule may bring */
};

struct pd_range {
	uint64_t *key;
	uint32_t *row;
	size_t n, most, cap, cap_row; /* most: keys that the rules before have brought */
	bool failed;
};

/* Scratch of a thread: a table of the keys of one part. */
struct pd_grouping {
	struct slot {
		uint64_t key; /* 0 = free */
		uint32_t count, start;
	} * slot;
	uint32_t *slot_of, *row; /* per key */
	size_t slots, cap_slots, cap_of, cap_row;
};

static void *space(const struct pd_blocks *b, size_t bytes)
{
	return b->r->from->resize(b->r->from->ctx, NULL, 0, bytes + !bytes);
}

static void drop(const struct pd_blocks *b, void *p, size_t bytes)
{
	if (p)
		b->r->from->resize(b->r->from->ctx, p, bytes + !bytes, 0);
}

/* --- keys ----------------------------------------------------------------------------------------- */

static uint32_t range_end(const struct pd_blocks *b, size_t range)
{
	uint32_t from = (uint32_t)(range * RANGE);

	return b->r->n - from < RANGE ? b->r->n : from + RANGE;
}

static void token_piece(void *ctx, size_t piece, unsigned thread)
{
	struct pd_blocks *b = ctx;

	(void)thread;
	for (uint32_t i = (uint32_t)(piece * RANGE), to = range_end(b, piece); i < to; i++)
		pd_row_tokens(b->r, i, &b->tokens[i]);
}

static bool range_reserve(const struct pd_blocks *b, struct pd_range *g)
{
	size_t need = g->n + PD_ROW_KEYS;

	if (need <= g->cap && need <= g->cap_row)
		return true;
	need = need > g->most ? need : g->most;
	return pd_array_reserve(b->r->from, &g->key, &g->cap, need, sizeof(*g->key)) &&
	       pd_array_reserve(b->r->from, &g->row, &g->cap_row, need, sizeof(*g->row));
}

static void range_free(const struct pd_blocks *b, struct pd_range *g)
{
	pd_array_free(b->r->from, &g->key, &g->cap, sizeof(*g->key));
	pd_array_free(b->r->from, &g->row, &g->cap_row, sizeof(*g->row));
}

static void range_piece(void *ctx, size_t piece, unsigned thread)
{
	struct pd_blocks *b = ctx;
	struct pd_range *g = &b->range[piece];
	uint32_t *count = b->count + piece * b->n_parts;

	(void)thread;
	g->n = 0;
	memset(count, 0, b->n_parts * sizeof(*count));
	for (uint32_t i = (uint32_t)(piece * RANGE), to = range_end(b, piece); i < to; i++) {
		unsigned k;

		if (b->r->twin[i] != i)
			continue;
		if (!range_reserve(b, g)) {
			g->failed = true;
			return;
		}
		k = pd_row_keys(b->r, b->rule, i, &b->tokens[i], g->key + g->n);
		for (unsigned j = 0; j < k; j++) {
			count[g->key[g->n] >> b->shift]++;
			g->row[g->n++] = i;
		}
	}
	g->most = g->n + PD_ROW_KEYS > g->most ? g->n + PD_ROW_KEYS : g->most;
}

static void deal_piece(void *ctx, size_t piece, unsigned thread)
{
	struct pd_blocks *b = ctx;
	struct pd_range *g = &b->range[piece];
	uint32_t *next = b->count + piece * b->n_parts;

	(void)thread;
	for (size_t i = 0; i < g->n; i++) {
		uint32_t at = next[g->key[i] >> b->shift]++;

		b->key[at] = g->key[i];
		b->row[at] = g->row[i];
	}
	range_free(b, g); /* what is dealt is not held twice */
}

/* Counts become places: part by part, within a part range by range, so that its rows come in their order. */
static void place_parts(struct pd_blocks *b)
{
	uint32_t sum = 0;

	for (size_t p = 0; p < b->n_parts; p++) {
		b->part[p].from = sum;
		for (size_t g = 0; g < b->n_ranges; g++) {
			uint32_t n = b->count[g * b->n_parts + p];

			b->count[g * b->n_parts + p] = sum;
			sum += n;
		}
		b->part[p].n = sum - b->part[p].from;
	}
}

static int deal(struct pd_blocks *b)
{
	const struct padan_alloc *from = b->r->from;

	b->n = 0;
	for (size_t g = 0; g < b->n_ranges; g++) {
		if (b->range[g].failed)
			return PADAN_NO_MEMORY;
		b->n += b->range[g].n;
	}
	if (b->n >= UINT32_MAX)
		return PADAN_TOO_MANY;
	if (b->n > b->cap_key) { /* anew: nothing in them is wanted */
		pd_array_free(from, &b->key, &b->cap_key, sizeof(*b->key));
		pd_array_free(from, &b->row, &b->cap_row, sizeof(*b->row));
		if (!pd_array_reserve(from, &b->key, &b->cap_key, b->n, sizeof(*b->key)) ||
		    !pd_array_reserve(from, &b->row, &b->cap_row, b->n, sizeof(*b->row)))
			return PADAN_NO_MEMORY;
	}
	place_parts(b);
	pd_parallel(b->threads, b->n_ranges, deal_piece, b);
	return PADAN_OK;
}

/* --- blocks of one part ------------------------------------------------------------------------------ */

static bool grouping_for(const struct pd_blocks *b, struct pd_grouping *g, size_t n)
{
	g->slots = 64;
	while (g->slots < 2 * n)
		g->slots *= 2;
	if (!pd_array_reserve(b->r->from, &g->slot, &g->cap_slots, g->slots, sizeof(*g->slot)) ||
	    !pd_array_reserve(b->r->from, &g->slot_of, &g->cap_of, n, sizeof(*g->slot_of)) ||
	    !pd_array_reserve(b->r->from, &g->row, &g->cap_row, n, sizeof(*g->row)))
		return false;
	memset(g->slot, 0, g->slots * sizeof(*g->slot));
	return true;
}

static void count_keys(struct pd_grouping *g, const uint64_t *key, size_t n)
{
	size_t mask = g->slots - 1;

	for (size_t i = 0; i < n; i++) {
		uint64_t k = key[i] | 1; /* two keys that differ in the last bit are one in 2^63 */
		size_t at = k >> 8 & mask;

		while (g->slot[at].key != k && g->slot[at].key != 0)
			at = (at + 1) & mask;
		g->slot[at].key = k;
		g->slot[at].count++;
		g->slot_of[i] = (uint32_t)at;
	}
}

static int by_row(const void *a, const void *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static bool put_window(const struct pd_blocks *b, struct pd_part *p, const struct pd_keyed *order, size_t n)
{
	uint32_t *row;

	if (!pd_array_reserve(b->r->from, &p->window, &p->cap, p->windows + n, sizeof(*p->window)))
		return false;
	row = p->window + p->windows;
	for (size_t i = 0; i < n; i++)
		row[i] = order[i].row;
	qsort(row, n, sizeof(*row), by_row);
	row[n - 1] |= PD_LAST;
	p->windows += n;
	p->blocks[n]++;
	return true;
}

/* A block that is too large: like beside like, and each row with its neighbours only. */
static bool put_windows(const struct pd_blocks *b, struct pd_part *p, const uint32_t *row, size_t n)
{
	struct pd_keyed *order = space(b, 2 * n * sizeof(*order));
	bool good = order != NULL;

	for (size_t i = 0; good && i < n; i++)
		order[i] = (struct pd_keyed){ pd_row_hint(b->r, row[i]), row[i] };
	if (good)
		pd_radix_sort(order, order + n, n);
	for (size_t i = 0; good && i + 1 < n; i += WINDOW / 2)
		good = put_window(b, p, order + i, n - i < WINDOW ? n - i : WINDOW);
	drop(b, order, 2 * n * sizeof(*order));
	return good;
}

/* Rows with their key's others, in their order; single ones are left out. Many rows of one number may be a filler's:
 * like meets like. Many of two or three tokens say nothing. */
static bool group_rows(const struct pd_blocks *b, struct pd_grouping *g, struct pd_part *p)
{
	const uint32_t *row = b->row + p->from;
	uint32_t n = 0;
	bool large = false;

	for (size_t i = 0; i < p->n; i++) {
		struct slot *s = &g->slot[g->slot_of[i]];

		if (s->count < 2 || (s->count > PD_BLOCK_MOST && b->rule->n > 1))
			continue;
		if (s->key) { /* its first row */
			s->key = 0;
			s->start = n;
			n += s->count;
			if (s->count <= PD_BLOCK_MOST)
				p->blocks[s->count]++;
			large = large || s->count > PD_BLOCK_MOST;
		}
		g->row[s->start++] = row[i];
	}
	p->rows = 0;
	for (size_t i = 0; large && i < g->slots; i++) {
		struct slot *s = &g->slot[i];

		if (s->count > PD_BLOCK_MOST && !put_windows(b, p, g->row + s->start - s->count, s->count))
			return false;
	}
	return true;
}

/* The blocks take the place of the part's keys. start has moved to the end of each block. */
static void put_blocks(const struct pd_blocks *b, struct pd_grouping *g, struct pd_part *p)
{
	uint32_t *to = b->row + p->from;

	for (size_t i = 0; i < g->slots; i++) {
		const struct slot *s = &g->slot[i];

		if (s->count < 2 || s->count > PD_BLOCK_MOST)
			continue;
		memcpy(to + p->rows, g->row + s->start - s->count, s->count * sizeof(*to));
		p->rows += s->count;
		to[p->rows - 1] |= PD_LAST;
	}
}

static void part_piece(void *ctx, size_t piece, unsigned thread)
{
	struct pd_blocks *b = ctx;
	struct pd_part *p = &b->part[piece];
	struct pd_grouping *g = &b->grouping[thread];

	p->rows = 0;
	if (p->n < 2)
		return;
	p->failed = !grouping_for(b, g, p->n);
	if (p->failed)
		return;
	count_keys(g, b->key + p->from, p->n);
	p->failed = !group_rows(b, g, p);
	if (!p->failed)
		put_blocks(b, g, p);
}

/* The largest blocks that the rule can afford: the small ones are the sharp ones. */
static size_t affordable(const struct pd_blocks *b)
{
	uint64_t pairs = 0, most = (uint64_t)b->r->n * PER_ROW + ALWAYS;
	size_t size = 2;

	for (; size <= PD_BLOCK_MOST; size++) {
		for (size_t p = 0; p < b->n_parts; p++)
			pairs += (uint64_t)b->part[p].blocks[size] * (size * (size - 1) / 2);
		if (pairs > most)
			break;
	}
	return size - 1;
}

/* --- a rule ---------------------------------------------------------------------------------------------------- */

static void forget_windows(struct pd_blocks *b)
{
	for (size_t p = 0; p < b->n_parts; p++)
		pd_array_free(b->r->from, &b->part[p].window, &b->part[p].cap, sizeof(*b->part[p].window));
	memset(b->part, 0, b->n_parts * sizeof(*b->part));
}

int pd_blocks_rule(struct pd_blocks *b, const struct padan_rule *rule)
{
	int rc;

	b->rule = rule;
	forget_windows(b);
	pd_parallel(b->threads, b->n_ranges, range_piece, b);
	rc = deal(b);
	if (rc != PADAN_OK)
		return rc;
	pd_parallel(b->threads, b->n_parts, part_piece, b);
	for (size_t p = 0; p < b->n_parts; p++)
		if (b->part[p].failed)
			return PADAN_NO_MEMORY;
	b->most = affordable(b);
	return PADAN_OK;
}

int pd_blocks_begin(struct pd_blocks *b, const struct padan_records *r, unsigned threads)
{
	unsigned bits = 1;

	*b = (struct pd_blocks){ .r = r, .threads = threads };
	b->n_ranges = (r->n + (size_t)RANGE - 1) / RANGE;
	while ((size_t)PART << bits < (size_t)r->n * 3 && bits < PARTS_BITS)
		bits++;
	b->shift = 64 - bits;
	b->n_parts = (size_t)1 << bits;
	b->range = space(b, b->n_ranges * sizeof(*b->range));
	b->tokens = space(b, (size_t)r->n * sizeof(*b->tokens));
	b->part = space(b, b->n_parts * sizeof(*b->part));
	b->count = space(b, b->n_ranges * b->n_parts * sizeof(*b->count));
	b->grouping = space(b, threads * sizeof(*b->grouping));
	if (b->range)
		memset(b->range, 0, b->n_ranges * sizeof(*b->range));
	if (b->part)
		memset(b->part, 0, b->n_parts * sizeof(*b->part));
	if (b->grouping)
		memset(b->grouping, 0, threads * sizeof(*b->grouping));
	if (!b->range || !b->tokens || !b->part || !b->count || !b->grouping)
		return PADAN_NO_MEMORY;
	pd_parallel(threads, b->n_ranges, token_piece, b);
	return PADAN_OK;
}

void pd_blocks_end(struct pd_blocks *b)
{
	const struct padan_alloc *from = b->r->from;

	for (size_t g = 0; b->range && g < b->n_ranges; g++)
		range_free(b, &b->range[g]);
	if (b->part)
		forget_windows(b);
	for (unsigned t = 0; b->grouping && t < b->threads; t++) {
		struct pd_grouping *g = &b->grouping[t];

		pd_array_free(from, &g->slot, &g->cap_slots, sizeof(*g->slot));
		pd_array_free(from, &g->slot_of, &g->cap_of, sizeof(*g->slot_of));
		pd_array_free(from, &g->row, &g->cap_row, sizeof(*g->row));
	}
	pd_array_free(from, &b->key, &b->cap_key, sizeof(*b->key));
	pd_array_free(from, &b->row, &b->cap_row, sizeof(*b->row));
	drop(b, b->range, b->n_ranges * sizeof(*b->range));
	drop(b, b->tokens, (size_t)b->r->n * sizeof(*b->tokens));
	drop(b, b->part, b->n_parts * sizeof(*b->part));
	drop(b, b->count, b->n_ranges * b->n_parts * sizeof(*b->count));
	drop(b, b->grouping, b->threads * sizeof(*b->grouping));
}
