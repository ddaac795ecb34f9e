/* SPDX-License-Identifier: EUPL-1.2 */
#include "pilot.h"
#include "blocks.h"
#include "radix.h"

/* Of a hit: tables have at most so many rows. */
#define ROW_DRAWN ((uint32_t)1 << 30)

enum {
	PIECE = 1 << 14,
	/* What a rule costs, in nanoseconds: a key, a first look at a pair, a comparison in full. */
	KEY_COST = 45,
	LOOK_COST = 12,
	COMPARE_COST = 1200,
	ENOUGH = 997, /* thousandths of what all rules bring */
	COUNTED = 16, /* one in so many times the keys of some rows are counted */
	FEW = 300,    /* doubles: of fewer it cannot be said what a rule brings to one in a hundred */
};

#define AMONG_BYTES (3 * PADAN_RULES * PD_AMONG_WORDS * sizeof(uint64_t))

enum { SLOT_SHIFT = 13, FILTER_BITS = 16, FILTER_WORDS = 1 << FILTER_BITS };

/* A key of a row that is drawn. */
struct slot {
	uint64_t key; /* 0 = free */
	uint32_t count, start;
	uint32_t rule;
};

struct hits {
	struct hit {
		uint32_t slot, row;
	} * hit;
	size_t n, cap;
	struct pd_maker *maker;
	struct asked {
		uint64_t key;
		uint32_t row;
	} key[PD_MAKER_ROWS * PD_ROW_KEYS];
	uint64_t keys[PADAN_RULES];
	bool failed;
};

struct flight {
	struct pd_pilot *p;
	const struct padan_records *r;
	const struct pd_row_tokens *tokens;
	unsigned threads;
	uint32_t *drawn; /* rows */
	uint32_t n_drawn;
	uint64_t *filter;			/* bits: a key that is not here is in no slot */
	uint64_t *tokens_drawn;			/* per source of the makers: of what the drawn rows give */
	const uint64_t *among[3 * PADAN_RULES]; /* the same; NULL where most values are in it */
	struct slot *slot;
	size_t slots, taken; /* slots: a power of two */
	struct hits *hits;   /* per thread */
	uint32_t *row;	     /* of the hits, slot by slot; ROW_DRAWN */
	size_t n_rows;
	size_t most[PADAN_RULES]; /* rows of the largest blocks that the rule can afford */
	struct pd_keyed *found;	  /* pair, rule */
	size_t n_found, cap_found;
};

static void *space(const struct padan_records *r, size_t bytes)
{
	return r->from->resize(r->from->ctx, NULL, 0, bytes + !bytes);
}

static void drop(const struct padan_records *r, void *p, size_t bytes)
{
	if (p)
		r->from->resize(r->from->ctx, p, bytes + !bytes, 0);
}

static bool is_drawn(const struct flight *f, uint32_t row)
{
	return f->r->twin[row] == row && padan_mix64(f->r->content[row]) % f->p->share == 0;
}

/* --- keys of the rows that are drawn -------------------------------------------------------------- */

static uint64_t key_of(unsigned rule, uint64_t key)
{
	return (key ^ (rule + 1) * 0x9e3779b97f4a7c15u) | 1;
}

/* Two bits in one word. */
static uint64_t *filter_word(const struct flight *f, uint64_t key)
{
	return &f->filter[key >> (64 - FILTER_BITS)];
}

static uint64_t filter_bits(uint64_t key)
{
	return (uint64_t)1 << (key >> 1 & 63) | (uint64_t)1 << (key >> 7 & 63);
}

/* Its slot, or the free one where it would stand. */
static struct slot *slot_of(const struct flight *f, uint64_t key)
{
	size_t at = (key >> SLOT_SHIFT) & (f->slots - 1);

	while (f->slot[at].key != key && f->slot[at].key != 0)
		at = (at + 1) & (f->slots - 1);
	return &f->slot[at];
}

/* For about so many keys; false: memory was refused. */
static bool first_slots(struct flight *f, size_t keys)
{
	size_t slots = 1 << 12;

	while (slots < 2 * keys)
		slots *= 2;
	f->slot = space(f->r, slots * sizeof(*f->slot));
	f->slots = f->slot ? slots : 0;
	if (f->slot)
		memset(f->slot, 0, slots * sizeof(*f->slot));
	return f->slot != NULL;
}

static bool more_slots(struct flight *f)
{
	struct flight was = *f;

	if (!first_slots(f, was.slots)) {
		f->slot = was.slot;
		f->slots = was.slots;
		return false;
	}
	for (size_t i = 0; i < was.slots; i++)
		if (was.slot[i].key)
			*slot_of(f, was.slot[i].key) = was.slot[i];
	drop(f->r, was.slot, was.slots * sizeof(*was.slot));
	return true;
}

static bool take_row(struct flight *f, const struct pd_maker *m, unsigned row)
{
	uint64_t key[PD_ROW_KEYS];

	for (unsigned k = 0; k < f->r->schema->n_rules; k++) {
		unsigned n = pd_maker_keys(m, k, row, key);

		if (2 * (f->taken + n) > f->slots && !more_slots(f))
			return false;
		for (unsigned i = 0; i < n; i++) {
			uint64_t own = key_of(k, key[i]);
			struct slot *at = slot_of(f, own);

			f->taken += at->key == 0;
			at->key = own;
			at->rule = k;
			*filter_word(f, own) |= filter_bits(own);
		}
	}
	return true;
}

static void show_tokens(struct flight *f, const struct pd_maker *m)
{
	for (unsigned k = 0; k < m->n_sources; k++)
		for (unsigned i = 0; i < m->n; i++)
			for (unsigned j = 0; j < m->token[k][i].n; j++) {
				uint32_t bit = pd_among_bit(m->token[k][i].v[j]);

				f->tokens_drawn[k * PD_AMONG_WORDS + bit / 64] |= (uint64_t)1 << bit % 64;
			}
}

static bool take_rows(struct flight *f, struct pd_maker *m)
{
	pd_maker_read(m);
	show_tokens(f, m);
	for (unsigned i = 0; i < m->n; i++)
		if (!take_row(f, m, i))
			return false;
	m->n = 0;
	return true;
}

/* What nearly every row has is not asked for. */
static void choose_among(struct flight *f, unsigned sources)
{
	for (unsigned k = 0; k < sources; k++) {
		const uint64_t *set = f->tokens_drawn + k * PD_AMONG_WORDS;
		unsigned n = 0;

		for (unsigned i = 0; i < PD_AMONG_WORDS; i++)
			n += (unsigned)__builtin_popcountll(set[i]);
		f->among[k] = n < PD_AMONG_WORDS * 64 / 2 ? set : NULL;
	}
}

struct drawing {
	struct flight *f;
	uint32_t *n; /* per piece, whose rows stand from its first one on */
};

static void draw_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct drawing *d = ctx;
	uint32_t from = (uint32_t)(piece * PIECE), n = 0;
	uint32_t to = d->f->r->n - from < PIECE ? d->f->r->n : from + PIECE;

	(void)thread;
	for (uint32_t i = from; i < to; i++)
		if (is_drawn(d->f, i))
			d->f->drawn[from + n++] = i;
	d->n[piece] = n;
}

/* The rows that are drawn, in their order. */
static int find_drawn(struct flight *f)
{
	size_t pieces = ((size_t)f->r->n + PIECE - 1) / PIECE;
	struct drawing d = { f, space(f->r, pieces * sizeof(*d.n)) };

	f->drawn = space(f->r, (size_t)f->r->n * sizeof(*f->drawn));
	if (d.n && f->drawn) {
		pd_parallel(f->threads, pieces, draw_piece, &d);
		for (size_t p = 0; p < pieces; p++) {
			memmove(f->drawn + f->n_drawn, f->drawn + p * PIECE, d.n[p] * sizeof(*f->drawn));
			f->n_drawn += d.n[p];
		}
	}
	drop(f->r, d.n, pieces * sizeof(*d.n));
	return d.n && f->drawn ? PADAN_OK : PADAN_NO_MEMORY;
}

static int draw_rows(struct flight *f)
{
	enum { KEYS = 20 /* of a row, about */ };
	struct pd_maker *m = pd_maker_new(f->r, f->tokens, UINT32_MAX);
	bool good;

	f->filter = space(f->r, FILTER_WORDS * sizeof(*f->filter));
	f->tokens_drawn = space(f->r, AMONG_BYTES);
	good = m && f->filter && f->tokens_drawn && find_drawn(f) == PADAN_OK;
	good = good && first_slots(f, (size_t)KEYS * f->n_drawn);
	if (good) {
		memset(f->filter, 0, FILTER_WORDS * sizeof(*f->filter));
		memset(f->tokens_drawn, 0, AMONG_BYTES);
	}
	for (uint32_t i = 0; good && i < f->n_drawn; i++) {
		m->row[m->n++] = f->drawn[i];
		good = m->n < PD_MAKER_ROWS || take_rows(f, m);
	}
	good = good && take_rows(f, m);
	if (good)
		choose_among(f, m->n_sources);
	pd_maker_free(m);
	return good ? PADAN_OK : PADAN_NO_MEMORY;
}

/* --- whom they meet --------------------------------------------------------------------------------- */

/* Of a block that is too large some rows are noted at most; its count tells. */
static bool note(struct flight *f, struct hits *h, uint64_t key, uint32_t number)
{
	struct slot *s = slot_of(f, key);
	uint32_t row = number | (is_drawn(f, number) ? ROW_DRAWN : 0);

	if (s->key == 0 || __atomic_fetch_add(&s->count, 1, __ATOMIC_RELAXED) > PD_BLOCK_MOST)
		return true;
	if (!pd_array_reserve(f->r->from, &h->hit, &h->cap, h->n + 1, sizeof(*h->hit)))
		return false;
	h->hit[h->n++] = (struct hit){ (uint32_t)(s - f->slot), row };
	return true;
}

/* The keys of a rule of all rows that have been read, and what the filter says of them asked for ahead. */
static unsigned keys_of(const struct flight *f, struct hits *h, unsigned rule)
{
	uint64_t key[PD_ROW_KEYS];
	unsigned sum = 0;

	for (uint64_t rows = pd_maker_rows(h->maker, rule); rows; rows &= rows - 1) {
		unsigned i = (unsigned)__builtin_ctzll(rows);

		for (unsigned k = 0, n = pd_maker_keys(h->maker, rule, i, key); k < n; k++) {
			h->key[sum] = (struct asked){ key_of(rule, key[k]), h->maker->row[i] };
			__builtin_prefetch(filter_word(f, h->key[sum++].key));
		}
	}
	return sum;
}

/* Those that are in a slot, perhaps. */
static unsigned sift(const struct flight *f, struct hits *h, unsigned n)
{
	unsigned stay = 0;

	for (unsigned i = 0; i < n; i++) {
		uint64_t bits = filter_bits(h->key[i].key);

		if ((*filter_word(f, h->key[i].key) & bits) != bits)
			continue;
		h->key[stay] = h->key[i];
		__builtin_prefetch(&f->slot[h->key[stay++].key >> SLOT_SHIFT & (f->slots - 1)]);
	}
	return stay;
}

/* All keys of some of the rows, before those are dropped that nobody who is drawn can have. */
static void count_keys(const struct flight *f, struct hits *h)
{
	uint64_t key[PD_ROW_KEYS];

	for (unsigned rule = 0; rule < f->r->schema->n_rules; rule++)
		for (unsigned i = 0; i < h->maker->n; i++)
			h->keys[rule] += COUNTED * (uint64_t)pd_maker_keys(h->maker, rule, i, key);
}

static bool meet_rows(struct flight *f, struct hits *h, uint32_t from, uint32_t to)
{
	struct pd_maker *m = h->maker;
	unsigned batch = 0;

	while (from < to) {
		for (m->n = 0; from < to && m->n < PD_MAKER_ROWS; from++) {
			m->row[m->n] = from;
			m->n += f->r->twin[from] == from;
		}
		pd_maker_read(m);
		if (batch++ % COUNTED == 0)
			count_keys(f, h);
		pd_maker_keep(m, f->among);
		for (unsigned rule = 0; rule < f->r->schema->n_rules; rule++)
			for (unsigned i = 0, n = sift(f, h, keys_of(f, h, rule)); i < n; i++)
				if (!note(f, h, h->key[i].key, h->key[i].row))
					return false;
	}
	return true;
}

static void meet_piece(void *ctx, size_t piece, unsigned thread)
{
	struct flight *f = ctx;
	struct hits *h = &f->hits[thread];
	uint32_t from = (uint32_t)(piece * PIECE), to = f->r->n - from < PIECE ? f->r->n : from + PIECE;

	h->maker = h->maker ? h->maker : pd_maker_new(f->r, f->tokens, UINT32_MAX);
	h->failed = h->failed || !h->maker || !meet_rows(f, h, from, to);
}

static void begin_hits(struct hits *h)
{
	h->hit = NULL;
	h->maker = NULL;
	h->n = h->cap = 0;
	h->failed = false;
	memset(h->keys, 0, sizeof(h->keys));
}

static int meet_all(struct flight *f)
{
	f->hits = space(f->r, f->threads * sizeof(*f->hits));
	if (!f->hits)
		return PADAN_NO_MEMORY;
	for (unsigned t = 0; t < f->threads; t++)
		begin_hits(&f->hits[t]);
	pd_parallel(f->threads, ((size_t)f->r->n + PIECE - 1) / PIECE, meet_piece, f);
	for (unsigned t = 0; t < f->threads; t++) {
		if (f->hits[t].failed)
			return PADAN_NO_MEMORY;
		f->n_rows += f->hits[t].n;
		for (unsigned k = 0; k < f->r->schema->n_rules; k++)
			f->p->keys[k] += f->hits[t].keys[k];
	}
	return PADAN_OK;
}

/* --- blocks ------------------------------------------------------------------------------------------ */

static void sort_few(uint32_t *row, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t x = row[i];
		size_t k = i;

		for (; k > 0 && (row[k - 1] & ~ROW_DRAWN) > (x & ~ROW_DRAWN); k--)
			row[k] = row[k - 1];
		row[k] = x;
	}
}

static size_t size_of(const struct slot *s)
{
	return s->count > PD_BLOCK_MOST ? 0 : s->count;
}

static int fill_blocks(struct flight *f)
{
	uint32_t sum = 0;

	f->row = space(f->r, f->n_rows * sizeof(*f->row));
	if (!f->row)
		return PADAN_NO_MEMORY;
	for (size_t i = 0; i < f->slots; i++) {
		f->slot[i].start = sum;
		sum += (uint32_t)size_of(&f->slot[i]);
	}
	for (unsigned t = 0; t < f->threads; t++)
		for (size_t i = 0; i < f->hits[t].n; i++) {
			struct slot *s = &f->slot[f->hits[t].hit[i].slot];

			if (size_of(s))
				f->row[s->start++] = f->hits[t].hit[i].row;
		}
	for (size_t i = 0; i < f->slots; i++) {
		struct slot *s = &f->slot[i];

		s->start -= (uint32_t)size_of(s);
		sort_few(f->row + s->start, size_of(s));
	}
	return PADAN_OK;
}

/* Pairs of a block whose first row is drawn. */
static uint64_t pairs_of(const uint32_t *row, size_t n)
{
	uint64_t pairs = 0;

	for (size_t i = 0; i < n; i++)
		pairs += row[i] & ROW_DRAWN ? n - 1 - i : 0;
	return pairs;
}

/* As in blocks.c, by what was drawn. */
static void find_affordable(struct flight *f)
{
	uint64_t pairs[PADAN_RULES][PD_BLOCK_MOST + 1] = { 0 }, most = pd_rule_pairs_most(f->r->n) / f->p->share;

	for (size_t i = 0; i < f->slots; i++) {
		const struct slot *s = &f->slot[i];

		pairs[s->rule][size_of(s)] += pairs_of(f->row + s->start, size_of(s));
	}
	for (unsigned k = 0; k < f->r->schema->n_rules; k++) {
		uint64_t sum = 0;
		size_t size = 2;

		for (; size <= PD_BLOCK_MOST && sum + pairs[k][size] <= most; size++)
			sum += pairs[k][size];
		f->most[k] = size - 1;
		f->p->looks[k] = sum;
	}
}

static bool add_pair(struct flight *f, uint32_t a, uint32_t b, uint32_t rule)
{
	if (!pd_hopeful(f->r, a, b))
		return true;
	if (!pd_array_reserve(f->r->from, &f->found, &f->cap_found, f->n_found + 1, sizeof(*f->found)))
		return false;
	f->found[f->n_found++] = (struct pd_keyed){ (uint64_t)a << 32 | b, rule };
	return true;
}

static int find_pairs(struct flight *f)
{
	find_affordable(f);
	for (size_t i = 0; i < f->slots; i++) {
		const struct slot *s = &f->slot[i];
		const uint32_t *row = f->row + s->start;
		size_t n = size_of(s);

		if (n > f->most[s->rule])
			continue;
		for (size_t x = 0; x < n; x++)
			for (size_t y = x + 1; row[x] & ROW_DRAWN && y < n; y++)
				if (!add_pair(f, row[x] & ~ROW_DRAWN, row[y] & ~ROW_DRAWN, s->rule))
					return PADAN_NO_MEMORY;
	}
	return PADAN_OK;
}

/* In order, each once, with all its rules. */
static int put_in_order(struct flight *f)
{
	struct pd_pilot *p = f->p;
	struct pd_keyed *spare = space(f->r, f->n_found * sizeof(*spare));
	bool good = spare &&
		    pd_array_reserve(f->r->from, &p->met.pair, &p->met.cap, f->n_found + 1, sizeof(*p->met.pair)) &&
		    pd_array_reserve(f->r->from, &p->rules, &p->cap_rules, f->n_found + 1, sizeof(*p->rules));

	if (good && f->n_found)
		pd_radix_sort(f->found, spare, f->n_found);
	for (size_t i = 0; good && i < f->n_found; i++) {
		if (p->met.n == 0 || p->met.pair[p->met.n - 1] != f->found[i].key) {
			p->rules[p->met.n] = 0;
			p->met.pair[p->met.n++] = f->found[i].key;
		}
		p->rules[p->met.n - 1] |= (uint32_t)1 << f->found[i].row;
	}
	drop(f->r, spare, f->n_found * sizeof(*spare));
	return good ? PADAN_OK : PADAN_NO_MEMORY;
}

static void land(struct flight *f)
{
	const struct padan_alloc *from = f->r->from;

	for (unsigned t = 0; f->hits && t < f->threads; t++) {
		pd_array_free(from, &f->hits[t].hit, &f->hits[t].cap, sizeof(*f->hits[t].hit));
		pd_maker_free(f->hits[t].maker);
	}
	drop(f->r, f->hits, f->threads * sizeof(*f->hits));
	drop(f->r, f->filter, FILTER_WORDS * sizeof(*f->filter));
	drop(f->r, f->tokens_drawn, AMONG_BYTES);
	drop(f->r, f->drawn, (size_t)f->r->n * sizeof(*f->drawn));
	drop(f->r, f->slot, f->slots * sizeof(*f->slot));
	drop(f->r, f->row, f->n_rows * sizeof(*f->row));
	pd_array_free(from, &f->found, &f->cap_found, sizeof(*f->found));
}

int pd_pilot_make(struct pd_pilot *p, const struct padan_records *r, const struct pd_row_tokens *tokens, uint32_t share,
		  unsigned threads)
{
	struct flight f = { .p = p, .r = r, .tokens = tokens, .threads = threads };
	int rc;

	*p = (struct pd_pilot){ .met = { .from = r->from }, .share = share };
	rc = draw_rows(&f);
	if (rc == PADAN_OK)
		rc = meet_all(&f);
	if (rc == PADAN_OK)
		rc = fill_blocks(&f);
	if (rc == PADAN_OK)
		rc = find_pairs(&f);
	if (rc == PADAN_OK)
		rc = put_in_order(&f);
	land(&f);
	return rc;
}

void pd_pilot_done(struct pd_pilot *p)
{
	if (p->met.from)
		pd_array_free(p->met.from, &p->rules, &p->cap_rules, sizeof(*p->rules));
	pd_met_done(&p->met);
}

/* --- the choice ----------------------------------------------------------------------------------------- */

/* Pairs that the same rules bring. */
struct alike {
	uint32_t rules;
	uint64_t pairs, ppm;
};

struct choice {
	const struct pd_pilot *p;
	struct alike *alike;
	size_t n;
};

static uint64_t brought(const struct choice *c, uint32_t rules)
{
	uint64_t ppm = 0;

	for (size_t i = 0; i < c->n; i++)
		ppm += c->alike[i].rules & rules ? c->alike[i].ppm : 0;
	return ppm;
}

/* Of a rule beside others, per row drawn. */
static double cost(const struct choice *c, unsigned rule, uint32_t others)
{
	uint64_t pairs = 0;

	for (size_t i = 0; i < c->n; i++)
		pairs += c->alike[i].rules >> rule & 1 && !(c->alike[i].rules & others) ? c->alike[i].pairs : 0;
	return 1 + (double)KEY_COST * (double)c->p->keys[rule] / c->p->share +
	       (double)(c->p->looks[rule] * LOOK_COST + pairs * COMPARE_COST);
}

static uint32_t best_beside(const struct choice *c, unsigned rules, uint32_t set)
{
	uint64_t has = brought(c, set);
	double best = 0;
	uint32_t out = 0;

	for (unsigned k = 0; k < rules; k++) {
		uint32_t bit = (uint32_t)1 << k;
		double worth = set & bit ? 0 : (double)(brought(c, set | bit) - has) / cost(c, k, set);

		if (worth > best) {
			best = worth;
			out = bit;
		}
	}
	return out;
}

/* The rule that costs most of those that can be spared. */
static uint32_t dearest_idle(const struct choice *c, unsigned rules, uint32_t set, uint64_t enough)
{
	double most = 0;
	uint32_t out = 0;

	for (unsigned k = 0; k < rules; k++) {
		uint32_t bit = (uint32_t)1 << k;
		double x = set & bit ? cost(c, k, set & ~bit) : 0;

		if (x > most && brought(c, set & ~bit) >= enough) {
			most = x;
			out = bit;
		}
	}
	return out;
}

static uint32_t choose(const struct choice *c, unsigned rules)
{
	uint32_t all = rules >= 32 ? UINT32_MAX : ((uint32_t)1 << rules) - 1, set = 0, bit = 1;
	uint64_t enough = brought(c, all) / 1000 * ENOUGH;

	if (brought(c, all) < (uint64_t)FEW * 1000000)
		return all;
	while (brought(c, set) < enough)
		set |= best_beside(c, rules, set);
	while (bit) {
		bit = dearest_idle(c, rules, set, enough);
		set &= ~bit;
	}
	return set;
}

/* The pairs of the pilot by their rules; what was not kept is no double. */
static void gather_alike(struct choice *c, const struct pd_pairs *pairs, const struct pd_keyed *order, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct alike *a;

		if (c->n == 0 || c->alike[c->n - 1].rules != order[i].key)
			c->alike[c->n++] = (struct alike){ .rules = (uint32_t)order[i].key };
		a = &c->alike[c->n - 1];
		a->pairs++;
		a->ppm += order[i].row != UINT32_MAX ? pairs->pair[order[i].row].ppm : 0;
	}
}

int pd_pilot_choose(const struct pd_pilot *p, const struct padan_schema *s, const struct pd_pairs *pairs, uint32_t *out)
{
	const struct padan_alloc *from = p->met.from;
	size_t n = p->met.n, bytes = (2 * n + 1) * sizeof(struct pd_keyed), room = (n + 1) * sizeof(struct alike),
	       at = 0;
	struct pd_keyed *order = from->resize(from->ctx, NULL, 0, bytes);
	struct choice c = { .p = p, .alike = from->resize(from->ctx, NULL, 0, room) };
	bool good = order && c.alike;

	for (size_t i = 0; good && i < n; i++) {
		bool kept = at < pairs->n && p->met.pair[i] == ((uint64_t)pairs->pair[at].a << 32 | pairs->pair[at].b);

		order[i] = (struct pd_keyed){ p->rules[i], kept ? (uint32_t)at : UINT32_MAX };
		at += kept;
	}
	if (good) {
		pd_radix_sort(order, order + n, n);
		gather_alike(&c, pairs, order, n);
		*out = choose(&c, s->n_rules);
	}
	if (order)
		from->resize(from->ctx, order, bytes, 0);
	if (c.alike)
		from->resize(from->ctx, c.alike, room, 0);
	return good ? PADAN_OK : PADAN_NO_MEMORY;
}
