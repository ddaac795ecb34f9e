/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows that share a key of some rule stand side by side in a block; a row's places are chained, so that all rows that
 * may be its doubles are found from it. Rule by rule: keys are made, dealt out by their upper bits into parts that fit
 * into the cache, and there the keys that come twice are found. Keys of one row, nearly all, leave no trace.
 */
#include "radix.h"
#include "records.h"
#include <stdlib.h>

enum {
	RANGE = 1 << 14, /* rows whose keys are made in one piece */
	PART = 6000,	 /* keys of a part, about */
	PARTS = 1 << 12, /* at most */
	BLOCK_MOST = 40, /* rows of a block */
	WINDOW = 20,	 /* of a block that is larger */
	PER_ROW = 1,	 /* pairs that a rule may bring for each row of the table */
	ALWAYS = 20000,	 /* pairs that every rule may bring */
};

struct range {
	uint64_t *key;
	uint32_t *row;
	size_t n, cap, cap_row;
	bool failed;
};

struct part {
	size_t from, n; /* its keys */
	uint32_t *row;	/* the rows of its blocks, PD_LAST at each end */
	size_t rows, cap;
	size_t at;			 /* of its first member */
	uint32_t blocks[BLOCK_MOST + 1]; /* by their size */
	bool failed;
};

struct making {
	const struct padan_records *r;
	const struct padan_rule *rule;
	struct pd_postings *p;
	struct range *range;
	struct pd_row_tokens *tokens; /* per row */
	size_t n_ranges;
	struct part *part;
	size_t n_parts;
	unsigned shift;
	size_t *count; /* per range and part: where its next key goes */
	uint64_t *key;
	uint32_t *row;
	size_t n;
};

static void *space(const struct making *m, size_t bytes)
{
	return m->p->from->resize(m->p->from->ctx, NULL, 0, bytes + !bytes);
}

static void drop(const struct making *m, void *p, size_t bytes)
{
	if (p)
		m->p->from->resize(m->p->from->ctx, p, bytes + !bytes, 0);
}

static void range_free(struct making *m, struct range *g)
{
	pd_array_free(m->p->from, &g->key, &g->cap, sizeof(*g->key));
	pd_array_free(m->p->from, &g->row, &g->cap_row, sizeof(*g->row));
}

/* --- keys ----------------------------------------------------------------------------------------- */

static void token_piece(void *ctx, size_t piece, unsigned thread)
{
	struct making *m = ctx;
	uint32_t from = (uint32_t)piece * RANGE, to = m->r->n - from < RANGE ? m->r->n : from + RANGE;

	(void)thread;
	for (uint32_t i = from; i < to; i++)
		pd_row_tokens(m->r, i, &m->tokens[i]);
}

static void range_piece(void *ctx, size_t piece, unsigned thread)
{
	struct making *m = ctx;
	struct range *g = &m->range[piece];
	uint32_t from = (uint32_t)piece * RANGE, to = m->r->n - from < RANGE ? m->r->n : from + RANGE;

	(void)thread;
	g->n = 0;
	for (uint32_t i = from; i < to; i++) {
		unsigned k;

		if (m->r->twin[i] != i)
			continue;
		if (!pd_array_reserve(m->p->from, &g->key, &g->cap, g->n + PD_ROW_KEYS, sizeof(*g->key)) ||
		    !pd_array_reserve(m->p->from, &g->row, &g->cap_row, g->n + PD_ROW_KEYS, sizeof(*g->row))) {
			g->failed = true;
			return;
		}
		k = pd_row_keys(m->r, m->rule, i, &m->tokens[i], g->key + g->n);
		for (unsigned j = 0; j < k; j++)
			g->row[g->n++] = i;
	}
}

static void count_piece(void *ctx, size_t piece, unsigned thread)
{
	struct making *m = ctx;
	struct range *g = &m->range[piece];
	size_t *count = m->count + piece * m->n_parts;

	(void)thread;
	memset(count, 0, m->n_parts * sizeof(*count));
	for (size_t i = 0; i < g->n; i++)
		count[g->key[i] >> m->shift]++;
}

static void deal_piece(void *ctx, size_t piece, unsigned thread)
{
	struct making *m = ctx;
	struct range *g = &m->range[piece];
	size_t *next = m->count + piece * m->n_parts;

	(void)thread;
	for (size_t i = 0; i < g->n; i++) {
		size_t at = next[g->key[i] >> m->shift]++;

		m->key[at] = g->key[i];
		m->row[at] = g->row[i];
	}
	range_free(m, g); /* what is dealt is not held twice */
}

/* Counts become places: part by part, within a part range by range, so that its rows come in their order. */
static void place_parts(struct making *m)
{
	size_t sum = 0;

	for (size_t p = 0; p < m->n_parts; p++) {
		m->part[p].from = sum;
		for (size_t g = 0; g < m->n_ranges; g++) {
			size_t n = m->count[g * m->n_parts + p];

			m->count[g * m->n_parts + p] = sum;
			sum += n;
		}
		m->part[p].n = sum - m->part[p].from;
	}
}

/* --- blocks of one part ------------------------------------------------------------------------------ */

/* Scratch of grouping a part of n keys. */
struct grouping {
	uint64_t *key;
	uint32_t *count, *start, *slot, *row;
	size_t slots, n;
};

static bool grouping_new(struct making *m, struct grouping *g, size_t n)
{
	size_t bytes;

	g->n = n;
	g->slots = 64;
	while (g->slots < 2 * n)
		g->slots *= 2;
	bytes = g->slots * (sizeof(*g->key) + 2 * sizeof(*g->count)) + n * 2 * sizeof(*g->slot);
	g->key = space(m, bytes);
	if (!g->key)
		return false;
	memset(g->key, 0, g->slots * (sizeof(*g->key) + sizeof(*g->count)));
	g->count = (uint32_t *)(void *)(g->key + g->slots);
	g->start = g->count + g->slots;
	g->slot = g->start + g->slots;
	g->row = g->slot + n;
	return true;
}

static void grouping_free(struct making *m, struct grouping *g)
{
	drop(m, g->key, g->slots * (sizeof(*g->key) + 2 * sizeof(*g->count)) + g->n * 2 * sizeof(*g->slot));
}

static void count_keys(struct grouping *g, const uint64_t *key)
{
	size_t mask = g->slots - 1;

	for (size_t i = 0; i < g->n; i++) {
		uint64_t k = key[i] | 1; /* 0 is a free slot; two keys that differ in the last bit are one in 2^63 */
		size_t at = k >> 8 & mask;

		while (g->key[at] != k && g->key[at] != 0)
			at = (at + 1) & mask;
		g->key[at] = k;
		g->count[at]++;
		g->slot[i] = (uint32_t)at;
	}
}

/* Rows with their key's others, in their order; single ones are left out. */
static void group_rows(struct grouping *g, const uint32_t *row)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		uint32_t s = g->slot[i];

		if (g->count[s] < 2)
			continue;
		if (g->key[s]) { /* its first row */
			g->key[s] = 0;
			g->start[s] = (uint32_t)n;
			n += g->count[s];
		}
		g->row[g->start[s]++] = row[i];
	}
}

static bool put_block(struct making *m, struct part *p, const uint32_t *row, size_t n)
{
	if (!pd_array_reserve(m->p->from, &p->row, &p->cap, p->rows + n, sizeof(*p->row)))
		return false;
	memcpy(p->row + p->rows, row, n * sizeof(*row));
	p->rows += n;
	p->blocks[n]++;
	p->row[p->rows - 1] |= PD_LAST;
	return true;
}

static int by_row(const void *a, const void *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

/* A block that is too large: like beside like, and each row with its neighbours only. */
static bool put_windows(struct making *m, struct part *p, const uint32_t *row, size_t n)
{
	struct pd_keyed *order = space(m, 2 * n * sizeof(*order));
	bool good = order != NULL;

	for (size_t i = 0; good && i < n; i++)
		order[i] = (struct pd_keyed){ pd_row_hint(m->r, row[i]), row[i] };
	if (good)
		pd_radix_sort(order, order + n, n);
	for (size_t i = 0; good && i + 1 < n; i += WINDOW / 2) {
		uint32_t window[WINDOW];
		size_t k = n - i < WINDOW ? n - i : WINDOW;

		for (size_t j = 0; j < k; j++)
			window[j] = order[i + j].row;
		qsort(window, k, sizeof(*window), by_row);
		good = put_block(m, p, window, k);
	}
	drop(m, order, 2 * n * sizeof(*order));
	return good;
}

/* start[] has moved to the end of each block. */
static bool put_blocks(struct making *m, struct part *p, const struct grouping *g)
{
	for (size_t s = 0; s < g->slots; s++) {
		size_t n = g->count[s];
		const uint32_t *row;

		if (n < 2)
			continue;
		row = g->row + g->start[s] - n;
		/* Many rows of one number may be a filler's: like meets like. Many of two or three tokens say nothing.
		 */
		if (n > BLOCK_MOST && m->rule->n > 1)
			continue;
		if (!(n > BLOCK_MOST ? put_windows(m, p, row, n) : put_block(m, p, row, n)))
			return false;
	}
	return true;
}

static void part_piece(void *ctx, size_t piece, unsigned thread)
{
	struct making *m = ctx;
	struct part *p = &m->part[piece];
	struct grouping g;

	(void)thread;
	p->rows = 0;
	if (p->n < 2)
		return;
	p->failed = !grouping_new(m, &g, p->n);
	if (p->failed)
		return;
	count_keys(&g, m->key + p->from);
	group_rows(&g, m->row + p->from);
	p->failed = !put_blocks(m, p, &g);
	grouping_free(m, &g);
}

/* --- members --------------------------------------------------------------------------------------------- */

/* Chains the part's rows: which place of a row comes first depends on the threads, which places it has does not. */
static void chain_piece(void *ctx, size_t piece, unsigned thread)
{
	struct making *m = ctx;
	struct part *p = &m->part[piece];

	(void)thread;
	for (size_t i = 0; i < p->rows; i++) {
		uint32_t row = p->row[i], at = (uint32_t)(p->at + i);
		struct pd_member *to = &m->p->member[at];

		to->row = row;
		to->next = 0;
		if (row & PD_LAST)
			continue; /* nobody stands behind it */
		to->next = __atomic_exchange_n(&m->p->head[row], at, __ATOMIC_RELAXED);
	}
}

/* The largest blocks that the rule can afford: the small ones are the sharp ones. */
static size_t affordable(const struct making *m)
{
	uint64_t pairs = 0, most = (uint64_t)m->r->n * PER_ROW + ALWAYS;
	size_t size = 2;

	for (; size <= BLOCK_MOST; size++) {
		for (size_t p = 0; p < m->n_parts; p++)
			pairs += (uint64_t)m->part[p].blocks[size] * (size * (size - 1) / 2);
		if (pairs > most)
			break;
	}
	return size - 1;
}

static void leave_out(struct part *p, size_t most)
{
	size_t to = 0;

	for (size_t i = 0, n; i < p->rows; i += n) {
		for (n = 1; !(p->row[i + n - 1] & PD_LAST); n++)
			;
		if (n > most)
			continue;
		memmove(p->row + to, p->row + i, n * sizeof(*p->row));
		to += n;
	}
	p->rows = to;
}

static int chain(struct making *m, unsigned threads)
{
	size_t n = m->p->n, most = affordable(m);

	for (size_t p = 0; p < m->n_parts; p++) {
		if (m->part[p].failed)
			return PADAN_NO_MEMORY;
		if (most < BLOCK_MOST)
			leave_out(&m->part[p], most);
		m->part[p].at = n;
		n += m->part[p].rows;
	}
	if (n >= UINT32_MAX)
		return PADAN_TOO_MANY;
	if (!pd_array_reserve(m->p->from, &m->p->member, &m->p->cap, n, sizeof(*m->p->member)))
		return PADAN_NO_MEMORY;
	m->p->n = n;
	pd_parallel(threads, m->n_parts, chain_piece, m);
	return PADAN_OK;
}

/* --- a rule ---------------------------------------------------------------------------------------------------- */

static int deal(struct making *m, unsigned threads)
{
	unsigned bits = 0;

	m->n = 0;
	for (size_t g = 0; g < m->n_ranges; g++) {
		if (m->range[g].failed)
			return PADAN_NO_MEMORY;
		m->n += m->range[g].n;
	}
	while ((size_t)PART << bits < m->n && 1 << bits < PARTS)
		bits++;
	m->shift = 64 - bits;
	m->n_parts = (size_t)1 << bits;
	if (bits == 0)
		m->shift = 63, m->n_parts = 2;
	m->count = space(m, m->n_ranges * m->n_parts * sizeof(*m->count));
	m->part = space(m, m->n_parts * sizeof(*m->part));
	m->key = space(m, m->n * sizeof(*m->key));
	m->row = space(m, m->n * sizeof(*m->row));
	if (m->part)
		memset(m->part, 0, m->n_parts * sizeof(*m->part));
	if (!m->count || !m->part || !m->key || !m->row)
		return PADAN_NO_MEMORY;
	pd_parallel(threads, m->n_ranges, count_piece, m);
	place_parts(m);
	pd_parallel(threads, m->n_ranges, deal_piece, m);
	return PADAN_OK;
}

static void rule_done(struct making *m)
{
	for (size_t p = 0; m->part && p < m->n_parts; p++)
		pd_array_free(m->p->from, &m->part[p].row, &m->part[p].cap, sizeof(*m->part[p].row));
	drop(m, m->part, m->n_parts * sizeof(*m->part));
	drop(m, m->count, m->n_ranges * m->n_parts * sizeof(*m->count));
	drop(m, m->key, m->n * sizeof(*m->key));
	drop(m, m->row, m->n * sizeof(*m->row));
	m->part = NULL;
	m->count = NULL;
	m->key = NULL;
	m->row = NULL;
}

static int rule_blocks(struct making *m, unsigned threads)
{
	int rc;

	pd_parallel(threads, m->n_ranges, range_piece, m);
	rc = deal(m, threads);
	if (rc == PADAN_OK) {
		pd_parallel(threads, m->n_parts, part_piece, m);
		rc = chain(m, threads);
	}
	rule_done(m);
	return rc;
}

int pd_postings_make(struct pd_postings *p, const struct padan_records *r, unsigned threads)
{
	struct making m = { .r = r, .p = p };
	int rc = PADAN_OK;

	*p = (struct pd_postings){ .from = r->from, .n = 1, .rows = r->n };
	m.n_ranges = (r->n + RANGE - 1) / RANGE;
	p->head = space(&m, (size_t)r->n * sizeof(*p->head));
	m.range = space(&m, m.n_ranges * sizeof(*m.range));
	m.tokens = space(&m, (size_t)r->n * sizeof(*m.tokens));
	if (!p->head || !m.range || !m.tokens)
		rc = PADAN_NO_MEMORY;
	else
		pd_parallel(threads, m.n_ranges, token_piece, &m);
	if (p->head)
		memset(p->head, 0, (size_t)r->n * sizeof(*p->head));
	if (m.range)
		memset(m.range, 0, m.n_ranges * sizeof(*m.range));
	for (unsigned i = 0; i < r->schema->n_rules && rc == PADAN_OK; i++) {
		m.rule = &r->schema->rule[i];
		rc = rule_blocks(&m, threads);
	}
	for (size_t g = 0; m.range && g < m.n_ranges; g++)
		range_free(&m, &m.range[g]);
	drop(&m, m.range, m.n_ranges * sizeof(*m.range));
	drop(&m, m.tokens, (size_t)r->n * sizeof(*m.tokens));
	return rc;
}

void pd_postings_done(struct pd_postings *p)
{
	if (!p->from)
		return;
	if (p->head)
		p->from->resize(p->from->ctx, p->head, (size_t)p->rows * sizeof(*p->head) + !p->rows, 0);
	pd_array_free(p->from, &p->member, &p->cap, sizeof(*p->member));
	*p = (struct pd_postings){ 0 };
}
