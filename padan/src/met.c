/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows of a block in pairs. A first look at both rows, side by side in the cache, passes over what cannot weigh
 * enough; what is left is put in order, so that a pair that several rules have brought together stands there once.
 */
#include "blocks.h"

enum { AHEAD = 32, BUCKET = 4096, BUCKETS_BITS = 12, DIGIT = 8 };

/* What a thread has found. */
struct found {
	uint64_t *pair;
	size_t n, cap;
	bool failed;
};

struct meeting {
	const struct padan_records *r;
	struct pd_blocks blocks;
	struct found *found; /* per thread */
	unsigned threads;
	bool sift;
	uint64_t *seen; /* pairs that were found lately, each in its place; one may push another out */
	size_t n_seen;
	/* putting in order */
	uint64_t *pair, *spare;
	size_t *start, *unique; /* per bucket: where it begins (one more at the end); pairs that stay */
	size_t n_buckets;
	unsigned shift; /* from a pair to its bucket */
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

/* --- a first look ------------------------------------------------------------------------------- */

/* Bits of the set, counted to 3. */
static inline unsigned few_bits(uint64_t set)
{
	unsigned n = set != 0;

	set &= set - 1;
	n += n && set != 0;
	if (n == 2)
		n += (set & (set - 1)) != 0;
	return n;
}

static inline unsigned date_points(const struct padan_records *r, const struct pd_glance *a, const struct pd_glance *b)
{
	uint32_t differ = a->day ^ b->day;

	if (r->roles.date < 0 || a->day == 0 || b->day == 0)
		return 1;
	return differ == 0 ? 2 : differ >> 16 == 0 || (differ & 0xffff) == 0;
}

static inline unsigned nik_points(const struct pd_glance *a, const struct pd_glance *b)
{
	uint64_t p = a->nik, q = b->nik;

	if (p == 0 || q == 0)
		return 0;
	if ((p | q) & PD_NIK_ODD)
		return 1;
	p &= PD_NIK_VALUE;
	q &= PD_NIK_VALUE;
	return p / 10 == q / 10 ? 3 : p / 10000 == q / 10000 || p % 1000000 == q % 1000000;
}

/* Two rows of a block and their glances. */
struct look {
	const struct pd_glance *x, *y;
	uint32_t a, b;
};

/* Columns whose equality is hardly chance. A glance shows who may be equal. */
static unsigned strong_ones(const struct padan_records *r, const struct look *l)
{
	const uint32_t *a, *b;
	unsigned maybe = 0, n = 0;

	for (unsigned k = 0; k < r->n_strong; k++)
		maybe |= (unsigned)(l->x->strong[k] == l->y->strong[k] && l->x->strong[k] != 0) << k;
	if (maybe == 0)
		return 0;
	a = pd_row(r, l->a);
	b = pd_row(r, l->b);
	for (; maybe; maybe &= maybe - 1) {
		unsigned c = r->strong[__builtin_ctz(maybe)];

		n += a[c] == b[c];
	}
	return n;
}

/* Neighbours in a register: the same fifteen digits, another last one, and no sound of the name in common. */
static bool neighbours(const struct pd_glance *a, const struct pd_glance *b)
{
	return !((a->nik | b->nik) & PD_NIK_ODD) && (a->nik & PD_NIK_VALUE) != (b->nik & PD_NIK_VALUE);
}

/* Some likeness of name, date and numbers there must be. */
static bool alike(const struct padan_records *r, const struct look *l)
{
	unsigned words = few_bits(l->x->name & l->y->name), nik, strong,
		 points = words + (words == 1 && (few_bits(l->x->name) == 1 || few_bits(l->y->name) == 1)) +
			  date_points(r, l->x, l->y);

	if (points >= 3)
		return true;
	nik = nik_points(l->x, l->y);
	points += nik;
	if (points >= 3 && words > 0)
		return true;
	strong = strong_ones(r, l);
	if (nik == 3 && words == 0 && strong == 0 && l->x->name && l->y->name && neighbours(l->x, l->y))
		return false;
	return points + 2 * strong >= 3;
}

/* Is the pair worth a comparison in full? */
static bool hopeful(const struct padan_records *r, const struct look *l)
{
	return (r->roles.name < 0 || alike(r, l)) && !pd_forbidden(r, l->a, l->b);
}

bool pd_hopeful(const struct padan_records *r, uint32_t a, uint32_t b)
{
	struct look l = { &r->glance[a], &r->glance[b], a, b };

	return hopeful(r, &l);
}

/* --- pairs of a part ------------------------------------------------------------------------------ */

/* A double has most keys in common with its original: nearly every rule finds it again. Threads may overwrite each
 * other here; a pair that is found twice is dropped when they are put in order. */
static bool seen_before(const struct meeting *m, uint64_t pair)
{
	uint64_t *at = &m->seen[padan_mix64(pair) & (m->n_seen - 1)];

	if (__atomic_load_n(at, __ATOMIC_RELAXED) == pair)
		return true;
	__atomic_store_n(at, pair, __ATOMIC_RELAXED);
	return false;
}

static bool reserve(const struct meeting *m, struct found *f, size_t more)
{
	f->failed = f->failed || !pd_array_reserve(m->r->from, &f->pair, &f->cap, f->n + more, sizeof(*f->pair));
	return !f->failed;
}

static void pairs_of_block(const struct meeting *m, struct found *f, const uint32_t *row, size_t n)
{
	struct pd_glance glance[PD_BLOCK_MOST];

	if (!reserve(m, f, n * (n - 1) / 2))
		return;
	for (size_t i = 0; m->sift && i < n; i++)
		glance[i] = m->r->glance[row[i] & ~PD_LAST];
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			struct look l = { &glance[i], &glance[k], row[i], row[k] & ~PD_LAST };

			if ((!m->sift || hopeful(m->r, &l)) && !seen_before(m, (uint64_t)l.a << 32 | l.b))
				f->pair[f->n++] = (uint64_t)l.a << 32 | l.b;
		}
}

static void pairs_of_blocks(const struct meeting *m, struct found *f, const uint32_t *row, size_t rows)
{
	size_t asked = 0, most = m->blocks.most;

	for (size_t i = 0, n; i < rows; i += n) {
		for (; m->sift && asked < rows && asked < i + AHEAD; asked++)
			__builtin_prefetch(&m->r->glance[row[asked] & ~PD_LAST]);
		for (n = 1; !(row[i + n - 1] & PD_LAST); n++)
			;
		if (n <= most)
			pairs_of_block(m, f, row + i, n);
	}
}

static void pair_piece(void *ctx, size_t piece, unsigned thread)
{
	struct meeting *m = ctx;
	const struct pd_part *p = &m->blocks.part[piece];

	pairs_of_blocks(m, &m->found[thread], pd_part_rows(&m->blocks, p), p->rows);
	pairs_of_blocks(m, &m->found[thread], p->window, p->windows);
}

static int meet_by_rules(struct meeting *m, uint32_t rules, struct pd_row_tokens *tokens)
{
	const struct padan_schema *s = m->r->schema;
	int rc = pd_blocks_begin(&m->blocks, m->r, tokens, m->threads);

	for (m->n_seen = 1024; m->n_seen < m->r->n / 2; m->n_seen *= 2)
		;
	m->seen = space(m->r, m->n_seen * sizeof(*m->seen));
	if (m->seen)
		memset(m->seen, 0, m->n_seen * sizeof(*m->seen));
	else
		rc = PADAN_NO_MEMORY;
	for (unsigned i = 0; i < s->n_rules && rc == PADAN_OK; i++) {
		if (!(rules >> i & 1))
			continue;
		rc = pd_blocks_rule(&m->blocks, i);
		if (rc == PADAN_OK)
			pd_parallel(m->threads, m->blocks.n_parts, pair_piece, m);
		for (unsigned t = 0; t < m->threads; t++)
			rc = m->found[t].failed ? PADAN_NO_MEMORY : rc;
	}
	drop(m->r, m->seen, m->n_seen * sizeof(*m->seen));
	pd_blocks_end(&m->blocks);
	return rc;
}

static int meet_all(struct meeting *m)
{
	const struct padan_records *r = m->r;
	struct found *f = &m->found[0];

	for (uint32_t a = 0; a < r->n; a++) {
		if (r->twin[a] != a)
			continue;
		if (!reserve(m, f, r->n))
			return PADAN_NO_MEMORY;
		for (uint32_t b = a + 1; b < r->n; b++)
			if (r->twin[b] == b)
				f->pair[f->n++] = (uint64_t)a << 32 | b;
	}
	return PADAN_OK;
}

/* --- in order, each once -------------------------------------------------------------------------- */

/* Least significant digit first, over the digits that differ at all. */
static void sort_pairs(uint64_t *a, uint64_t *spare, size_t n)
{
	uint64_t *from = a, *to = spare, any = 0, all = ~(uint64_t)0;

	for (size_t i = 0; i < n; i++) {
		any |= a[i];
		all &= a[i];
	}
	for (unsigned shift = 0; shift < 64; shift += DIGIT) {
		size_t count[1 << DIGIT] = { 0 }, sum = 0;
		uint64_t *swap = from;

		if (((any ^ all) >> shift & ((1 << DIGIT) - 1)) == 0)
			continue;
		for (size_t i = 0; i < n; i++)
			count[from[i] >> shift & ((1 << DIGIT) - 1)]++;
		for (size_t d = 0; d < 1 << DIGIT; d++) {
			size_t k = count[d];

			count[d] = sum;
			sum += k;
		}
		for (size_t i = 0; i < n; i++)
			to[count[from[i] >> shift & ((1 << DIGIT) - 1)]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof(*a));
}

static void sort_piece(void *ctx, size_t piece, unsigned thread)
{
	struct meeting *m = ctx;
	uint64_t *pair = m->pair + m->start[piece];
	size_t n = m->start[piece + 1] - m->start[piece], to = 0;

	(void)thread;
	sort_pairs(pair, m->spare + m->start[piece], n);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || pair[i] != pair[i - 1])
			pair[to++] = pair[i];
	m->unique[piece] = to;
}

/* Buckets of rows that stand together. */
static bool bucket_pairs(struct meeting *m, size_t n)
{
	unsigned bits = 0, row_bits = 1;
	size_t sum = 0;

	while (m->r->n >> row_bits)
		row_bits++;
	while ((size_t)BUCKET << bits < n && bits < BUCKETS_BITS && bits < row_bits)
		bits++;
	m->shift = 32 + row_bits - bits;
	m->n_buckets = (size_t)1 << bits;
	m->start = space(m->r, (m->n_buckets + 1) * sizeof(*m->start));
	m->unique = space(m->r, m->n_buckets * sizeof(*m->unique));
	if (!m->start || !m->unique)
		return false;
	memset(m->start, 0, (m->n_buckets + 1) * sizeof(*m->start));
	for (unsigned t = 0; t < m->threads; t++)
		for (size_t i = 0; i < m->found[t].n; i++)
			m->start[m->found[t].pair[i] >> m->shift]++;
	for (size_t b = 0; b < m->n_buckets; b++) {
		size_t k = m->start[b];

		m->start[b] = m->unique[b] = sum;
		sum += k;
	}
	m->start[m->n_buckets] = sum;
	for (unsigned t = 0; t < m->threads; t++)
		for (size_t i = 0; i < m->found[t].n; i++)
			m->pair[m->unique[m->found[t].pair[i] >> m->shift]++] = m->found[t].pair[i];
	return true;
}

static void found_free(struct meeting *m)
{
	for (unsigned t = 0; t < m->threads; t++)
		pd_array_free(m->r->from, &m->found[t].pair, &m->found[t].cap, sizeof(*m->found[t].pair));
}

static int put_in_order(struct meeting *m, struct pd_met *out)
{
	size_t n = 0, cap_spare = 0;
	bool good;

	for (unsigned t = 0; t < m->threads; t++)
		n += m->found[t].n;
	good = pd_array_reserve(m->r->from, &m->pair, &out->cap, n + 1, sizeof(*m->pair)) && bucket_pairs(m, n);
	found_free(m);
	good = good && pd_array_reserve(m->r->from, &m->spare, &cap_spare, n + 1, sizeof(*m->spare));
	if (good)
		pd_parallel(m->threads, m->n_buckets, sort_piece, m);
	for (size_t b = 0; good && b < m->n_buckets; b++) {
		memmove(m->pair + out->n, m->pair + m->start[b], m->unique[b] * sizeof(*m->pair));
		out->n += m->unique[b];
	}
	out->pair = m->pair;
	pd_array_free(m->r->from, &m->spare, &cap_spare, sizeof(*m->spare));
	drop(m->r, m->start, (m->n_buckets + 1) * sizeof(*m->start));
	drop(m->r, m->unique, m->n_buckets * sizeof(*m->unique));
	return good ? PADAN_OK : PADAN_NO_MEMORY;
}

int pd_met_make(struct pd_met *out, const struct padan_records *r, const struct pd_how *how, unsigned threads)
{
	struct meeting m = { .r = r, .threads = threads, .sift = how->meeting == PD_SIFT };
	int rc;

	*out = (struct pd_met){ .from = r->from };
	m.found = space(r, threads * sizeof(*m.found));
	if (!m.found)
		return PADAN_NO_MEMORY;
	memset(m.found, 0, threads * sizeof(*m.found));
	rc = how->meeting == PD_ALL ? meet_all(&m) : meet_by_rules(&m, how->rules, how->tokens);
	if (rc == PADAN_OK)
		rc = put_in_order(&m, out);
	found_free(&m);
	drop(r, m.found, threads * sizeof(*m.found));
	return rc;
}

void pd_met_done(struct pd_met *m)
{
	if (m->from)
		pd_array_free(m->from, &m->pair, &m->cap, sizeof(*m->pair));
	m->n = 0;
}
