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
	LEAST = 400000,	 /* in all: many records of one person have more pairs than rows */
};

/* Scratch of a thread: a table of the keys of one part. */
struct pd_grouping {
	struct slot {
		uint32_t key, count, start; /* count 0 = free */
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

/* Rows from *at on that have no twin before them, some at a time. */
static bool next_rows(const struct pd_blocks *b, struct pd_maker *m, uint32_t *at, uint32_t to)
{
	for (m->n = 0; *at < to && m->n < PD_MAKER_ROWS; ++*at) {
		m->row[m->n] = *at;
		m->n += b->r->twin[*at] == *at;
	}
	if (m->n)
		pd_maker_read(m);
	return m->n > 0;
}

static void count_piece(void *ctx, size_t piece, unsigned thread)
{
	struct pd_blocks *b = ctx;
	struct pd_maker *m = b->maker[thread];
	uint32_t *count = b->count + piece * b->n_parts, at = (uint32_t)(piece * RANGE), to = range_end(b, piece);
	uint64_t key[PD_ROW_KEYS];

	memset(count, 0, b->n_parts * sizeof(*count));
	while (next_rows(b, m, &at, to))
		for (uint64_t rows = pd_maker_rows(m, b->rule); rows; rows &= rows - 1) {
			unsigned n = pd_maker_keys(m, b->rule, (unsigned)__builtin_ctzll(rows), key);

			for (unsigned k = 0; k < n; k++)
				count[key[k] >> b->shift]++;
		}
}

/* The part of the key that its place does not tell, and the row. */
static uint64_t entry_of(const struct pd_blocks *b, uint64_t key, uint32_t row)
{
	return key << (64 - b->shift) >> 32 << 32 | row;
}

/* Keys of some rows; where they go is asked for before they are put there. */
struct load {
	uint64_t entry[PD_MAKER_ROWS * PD_ROW_KEYS];
	uint16_t part[PD_MAKER_ROWS * PD_ROW_KEYS];
	unsigned n;
};

static void take_load(const struct pd_blocks *b, const struct pd_maker *m, const uint32_t *next, struct load *l)
{
	uint64_t key[PD_ROW_KEYS];

	l->n = 0;
	for (unsigned i = 0; i < m->n; i++)
		for (unsigned k = 0, n = pd_maker_keys(m, b->rule, i, key); k < n; k++) {
			uint16_t part = (uint16_t)(key[k] >> b->shift);

			__builtin_prefetch(&b->entry[next[part]], 1);
			l->part[l->n] = part;
			l->entry[l->n++] = entry_of(b, key[k], m->row[i]);
		}
}

static void deal_piece(void *ctx, size_t piece, unsigned thread)
{
	struct pd_blocks *b = ctx;
	struct pd_maker *m = b->maker[thread];
	uint32_t *next = b->count + piece * b->n_parts, at = (uint32_t)(piece * RANGE), to = range_end(b, piece);
	struct load load;

	while (next_rows(b, m, &at, to)) {
		take_load(b, m, next, &load);
		for (unsigned i = 0; i < load.n; i++)
			b->entry[next[load.part[i]]++] = load.entry[i];
	}
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

/* All keys of the rule twice: first they are counted, then each goes to its place. */
static int deal(struct pd_blocks *b)
{
	const struct padan_alloc *from = b->r->from;
	uint64_t n = 0;

	pd_parallel(b->threads, b->n_ranges, count_piece, b);
	for (size_t i = 0; i < b->n_ranges * b->n_parts; i++)
		n += b->count[i];
	if (n >= UINT32_MAX)
		return PADAN_TOO_MANY;
	b->n = n;
	if (b->n > b->cap_entry) { /* anew: nothing in it is wanted */
		pd_array_free(from, &b->entry, &b->cap_entry, sizeof(*b->entry));
		if (!pd_array_reserve(from, &b->entry, &b->cap_entry, b->n, sizeof(*b->entry)))
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

static void count_keys(struct pd_grouping *g, const uint64_t *entry, size_t n)
{
	size_t mask = g->slots - 1;

	for (size_t i = 0; i < n; i++) {
		uint32_t k = (uint32_t)(entry[i] >> 32);
		size_t at = k & mask;

		while (g->slot[at].key != k && g->slot[at].count != 0)
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
	const uint64_t *entry = b->entry + p->from;
	uint32_t n = 0;
	bool large = false;

	for (size_t i = 0; i < p->n; i++) {
		struct slot *s = &g->slot[g->slot_of[i]];

		if (s->count < 2 || (s->count > PD_BLOCK_MOST && b->r->schema->rule[b->rule].n > 1))
			continue;
		if (s->start == 0) { /* its first row */
			s->start = ++n;
			n += s->count - 1;
			if (s->count <= PD_BLOCK_MOST)
				p->blocks[s->count]++;
			large = large || s->count > PD_BLOCK_MOST;
		}
		g->row[s->start++ - 1] = (uint32_t)entry[i];
	}
	p->rows = 0;
	for (size_t i = 0; large && i < g->slots; i++) {
		struct slot *s = &g->slot[i];

		if (s->count > PD_BLOCK_MOST && !put_windows(b, p, g->row + s->start - 1 - s->count, s->count))
			return false;
	}
	return true;
}

/* The blocks take the place of the part's keys. start has moved to the end of each block. */
static void put_blocks(const struct pd_blocks *b, struct pd_grouping *g, struct pd_part *p)
{
	uint32_t *to = pd_part_rows(b, p);

	for (size_t i = 0; i < g->slots; i++) {
		const struct slot *s = &g->slot[i];

		if (s->count < 2 || s->count > PD_BLOCK_MOST)
			continue;
		memcpy(to + p->rows, g->row + s->start - 1 - s->count, s->count * sizeof(*to));
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
	count_keys(g, b->entry + p->from, p->n);
	p->failed = !group_rows(b, g, p);
	if (!p->failed)
		put_blocks(b, g, p);
}

uint64_t pd_rule_pairs_most(uint32_t rows)
{
	uint64_t pairs = (uint64_t)rows * PER_ROW + ALWAYS;

	return pairs > LEAST ? pairs : LEAST;
}

/* The largest blocks that the rule can afford: the small ones are the sharp ones. */
static size_t affordable(const struct pd_blocks *b)
{
	uint64_t pairs = 0, most = pd_rule_pairs_most(b->r->n);
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

static bool make_makers(struct pd_blocks *b, unsigned rule)
{
	bool good = true;

	for (unsigned t = 0; t < b->threads; t++) {
		pd_maker_free(b->maker[t]);
		b->maker[t] = pd_maker_new(b->r, b->tokens, (uint32_t)1 << rule);
		good = good && b->maker[t];
	}
	return good;
}

int pd_blocks_rule(struct pd_blocks *b, unsigned rule)
{
	int rc;

	b->rule = rule;
	forget_windows(b);
	if (!make_makers(b, rule))
		return PADAN_NO_MEMORY;
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

static bool begin_space(struct pd_blocks *b)
{
	const struct padan_records *r = b->r;

	b->part = space(b, b->n_parts * sizeof(*b->part));
	b->count = space(b, b->n_ranges * b->n_parts * sizeof(*b->count));
	b->grouping = space(b, b->threads * sizeof(*b->grouping));
	b->maker = space(b, b->threads * sizeof(*b->maker));
	if (b->part)
		memset(b->part, 0, b->n_parts * sizeof(*b->part));
	if (b->grouping)
		memset(b->grouping, 0, b->threads * sizeof(*b->grouping));
	if (b->maker)
		memset(b->maker, 0, b->threads * sizeof(*b->maker));
	b->tokens = b->own_tokens ? pd_tokens_make(r, b->threads) : b->tokens;
	return b->tokens && b->part && b->count && b->grouping && b->maker;
}

int pd_blocks_begin(struct pd_blocks *b, const struct padan_records *r, struct pd_row_tokens *tokens, unsigned threads)
{
	unsigned bits = 1;

	*b = (struct pd_blocks){ .r = r, .threads = threads, .tokens = tokens, .own_tokens = tokens == NULL };
	b->n_ranges = (r->n + (size_t)RANGE - 1) / RANGE;
	while ((size_t)PART << bits < (size_t)r->n * 3 && bits < PARTS_BITS)
		bits++;
	b->shift = 64 - bits;
	b->n_parts = (size_t)1 << bits;
	return begin_space(b) ? PADAN_OK : PADAN_NO_MEMORY;
}

void pd_blocks_end(struct pd_blocks *b)
{
	const struct padan_alloc *from = b->r->from;

	if (b->part)
		forget_windows(b);
	for (unsigned t = 0; b->grouping && t < b->threads; t++) {
		struct pd_grouping *g = &b->grouping[t];

		pd_array_free(from, &g->slot, &g->cap_slots, sizeof(*g->slot));
		pd_array_free(from, &g->slot_of, &g->cap_of, sizeof(*g->slot_of));
		pd_array_free(from, &g->row, &g->cap_row, sizeof(*g->row));
	}
	for (unsigned t = 0; b->maker && t < b->threads; t++)
		pd_maker_free(b->maker[t]);
	pd_array_free(from, &b->entry, &b->cap_entry, sizeof(*b->entry));
	if (b->own_tokens)
		pd_tokens_free(b->r, b->tokens);
	drop(b, b->part, b->n_parts * sizeof(*b->part));
	drop(b, b->count, b->n_ranges * b->n_parts * sizeof(*b->count));
	drop(b, b->grouping, b->threads * sizeof(*b->grouping));
	drop(b, b->maker, b->threads * sizeof(*b->maker));
}
