/* SPDX-License-Identifier: EUPL-1.2
 *
 * From each row to the rows behind it that share a block, each once, and what the comparison says. Threads take runs of
 * rows; the pairs of a run stand in their order.
 */
#include "pairs.h"
#include <math.h>
#include <stdlib.h>

/* MET is more than the rules can bring together: PADAN_RULES * PD_ROW_KEYS keys of a row, a block of 40 each. */
enum { RUN = 2048, MET = 1 << 16, FEW = 1024, MANY = 1 << 17, AHEAD = 6 };

void pd_pairs_free(struct pd_pairs *p)
{
	if (p->from)
		pd_array_free(p->from, &p->pair, &p->cap, sizeof(*p->pair));
	p->n = 0;
}

int32_t pd_side_weigh(struct pd_side *s, const struct pd_found *f, int32_t part[PADAN_COLUMNS])
{
	const struct pd_judge *j = s->j;
	const struct pd_scale scale = { j->r->schema, &j->r->roles, &j->weights, j->place_most };
	uint32_t want = pd_rare_needed(j->r->schema, f) & ~s->known;

	pd_rare_of(&j->rare, j->r, s->row, want, s->rare);
	s->known |= want;
	return pd_weigh_pair(&scale, s->rare, f, part);
}

uint32_t pd_judge_ppm(const struct pd_judge *j, int32_t weight)
{
	double odds = exp2(weight / 1000.0) * j->prior / (1 - j->prior);

	return odds > 1e12 ? 1000000 : (uint32_t)lround(1e6 * odds / (1 + odds));
}

/* --- whom a row meets --------------------------------------------------------------------------- */

/* Rows met, each once: a table of those seen, small as long as they are few, with a stamp instead of clearing. */
struct meeting {
	uint32_t row[MET];
	uint32_t n, stamp, mask;
	struct {
		uint32_t row, stamp;
	} seen[MANY];
};

static bool note(struct meeting *m, uint32_t row)
{
	uint32_t at = row * 2654435761u >> 15 & m->mask;

	for (; m->seen[at].stamp == m->stamp; at = (at + 1) & m->mask)
		if (m->seen[at].row == row)
			return false;
	m->seen[at].row = row;
	m->seen[at].stamp = m->stamp;
	return true;
}

static void meet(struct meeting *m, uint32_t row)
{
	if (!note(m, row) || m->n == MET)
		return;
	m->row[m->n++] = row;
	if (m->n == FEW / 2) {
		m->mask = MANY - 1;
		m->stamp++;
		for (uint32_t i = 0; i < m->n; i++)
			note(m, m->row[i]);
	}
}

static void meet_all(const struct pd_postings *p, uint32_t row, struct meeting *m)
{
	m->stamp++;
	m->n = 0;
	m->mask = FEW - 1;
	for (uint32_t at = p->head[row]; at; at = p->member[at].next)
		for (uint32_t k = at + 1;; k++) {
			meet(m, p->member[k].row & ~PD_LAST);
			if (p->member[k].row & PD_LAST)
				break;
		}
}

/* --- a run of rows ------------------------------------------------------------------------------- */

struct run {
	struct pd_pair *pair;
	size_t n, cap;
	uint64_t compared;
	bool failed;
};

struct gathering {
	struct pd_gather *g;
	struct run *run;
	struct meeting *meeting; /* per thread */
};

/* One row and those it meets. */
struct row_work {
	const struct pd_judge *j;
	struct run *run;
	int32_t least;
	uint32_t a;
	struct pd_side side;
};

static bool keep(struct row_work *w, const struct pd_pair *pair)
{
	struct run *u = w->run;

	if (!pd_array_reserve(w->j->r->from, &u->pair, &u->cap, u->n + 1, sizeof(*u->pair)))
		return false;
	u->pair[u->n++] = *pair;
	return true;
}

/* --- a first look ------------------------------------------------------------------------------- */

/* Columns whose equality is hardly chance. */
static unsigned strong_ones(const struct padan_records *r, const uint32_t *a, const uint32_t *b)
{
	unsigned n = 0;

	for (uint32_t set = r->strong; set; set &= set - 1) {
		unsigned c = (unsigned)__builtin_ctz(set);

		n += a[c] == b[c] && a[c] != 0;
	}
	return n;
}

static unsigned date_points(const struct padan_records *r, const uint32_t *a, const uint32_t *b)
{
	const struct pd_date *x, *y;

	if (r->roles.date < 0)
		return 1;
	if (a[r->roles.date] == 0 || b[r->roles.date] == 0)
		return 1;
	if (a[r->roles.date] == b[r->roles.date])
		return 2;
	x = &r->column[r->roles.date].date[a[r->roles.date]].date;
	y = &r->column[r->roles.date].date[b[r->roles.date]].date;
	return x->y == y->y || (x->d == y->d && x->m == y->m);
}

static unsigned nik_points(const struct padan_records *r, const uint32_t *a, const uint32_t *b)
{
	uint64_t p, q;

	if (r->roles.nik < 0)
		return 0;
	p = pd_row_nik(r, a);
	q = pd_row_nik(r, b);
	if (p == 0 || q == 0)
		return 0;
	if ((p | q) & PD_NIK_ODD)
		return 1;
	p &= PD_NIK_VALUE;
	q &= PD_NIK_VALUE;
	return p / 10 == q / 10 ? 3 : p / 10000 == q / 10000 || p % 1000000 == q % 1000000;
}

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

/* Is the pair worth a comparison in full? Some likeness of name, date and numbers there must be. */
static bool hopeful(const struct padan_records *r, const uint32_t *a, const uint32_t *b)
{
	unsigned points, words;
	uint64_t x, y;
	bool lone;

	if (r->roles.name < 0)
		return !pd_forbidden(r, a, b);
	x = pd_row_name(r, a);
	y = pd_row_name(r, b);
	words = few_bits(x & y);
	lone = words == 1 && (few_bits(x) == 1 || few_bits(y) == 1);
	points = words + lone + date_points(r, a, b) + nik_points(r, a, b);
	return (points >= 3 || points + 2 * strong_ones(r, a, b) >= 3) && !pd_forbidden(r, a, b);
}

static bool compare(struct row_work *w, uint32_t b)
{
	const struct padan_records *r = w->j->r;
	const uint32_t *other = pd_row(r, b);
	struct pd_pair pair = { .a = w->a, .b = b };

	w->run->compared++;
	pd_match(r, w->side.row, other, &pair.found);
	pair.weight = pd_side_weigh(&w->side, &pair.found, NULL);
	return pair.weight + w->j->log_prior < w->least || keep(w, &pair);
}

static bool drawn(const struct gathering *k, uint32_t row)
{
	const struct padan_records *r = k->g->judge->r;

	return r->twin[row] == row && (k->g->share < 2 || padan_mix64(r->content[row]) % k->g->share == 0);
}

static bool in_part(const struct gathering *k, uint32_t a, uint32_t b)
{
	const uint32_t *input = k->g->judge->r->input;

	return k->g->parts == 0 || padan_in_part(input[a] < input[b] ? input[a] : input[b], k->g->part, k->g->parts);
}

static int by_b(const void *x, const void *y)
{
	const struct pd_pair *a = x, *b = y;

	return (a->b > b->b) - (a->b < b->b);
}

static bool row_pairs(struct gathering *k, struct row_work *w, struct meeting *m)
{
	const struct padan_records *r = w->j->r;
	size_t first = w->run->n;

	if (!k->g->postings) {
		for (uint32_t b = w->a + 1; b < r->n; b++)
			if (r->twin[b] == b && in_part(k, w->a, b) && !compare(w, b))
				return false;
		return true;
	}
	if (w->a + 8 < r->n) {
		uint32_t ahead = k->g->postings->head[w->a + 8];

		__builtin_prefetch(&k->g->postings->member[ahead]);
	}
	meet_all(k->g->postings, w->a, m);
	for (unsigned i = 0; i < m->n; i++) {
		if (i + AHEAD < m->n)
			pd_row_prefetch(r, m->row[i + AHEAD]);
		if (!in_part(k, w->a, m->row[i]) || (k->g->sift && !hopeful(r, w->side.row, pd_row(r, m->row[i]))))
			continue;
		if (!compare(w, m->row[i]))
			return false;
	}
	if (w->run->n - first > 1)
		qsort(w->run->pair + first, w->run->n - first, sizeof(*w->run->pair), by_b);
	return true;
}

static void run_piece(void *ctx, size_t piece, unsigned thread)
{
	struct gathering *k = ctx;
	const struct padan_records *r = k->g->judge->r;
	uint32_t from = (uint32_t)piece * RUN, to = r->n - from < RUN ? r->n : from + RUN;
	struct row_work w = { .j = k->g->judge, .run = &k->run[piece], .least = k->g->least };

	for (uint32_t a = from; a < to && !w.run->failed; a++) {
		if (!drawn(k, a))
			continue;
		w.a = a;
		pd_side_set(&w.side, w.j, a);
		w.run->failed = !row_pairs(k, &w, &k->meeting[thread]);
	}
}

static int append(struct pd_pairs *out, struct run *run, size_t n, uint64_t *compared)
{
	size_t sum = 0;

	*compared = 0;
	for (size_t i = 0; i < n; i++) {
		if (run[i].failed)
			return PADAN_NO_MEMORY;
		sum += run[i].n;
		*compared += run[i].compared;
	}
	if (!pd_array_reserve(out->from, &out->pair, &out->cap, sum, sizeof(*out->pair)))
		return PADAN_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		if (run[i].n)
			memcpy(out->pair + out->n, run[i].pair, run[i].n * sizeof(*out->pair));
		out->n += run[i].n;
		pd_array_free(out->from, &run[i].pair, &run[i].cap, sizeof(*run[i].pair));
	}
	return PADAN_OK;
}

int pd_pairs_gather(struct pd_gather *g, struct pd_pairs *out)
{
	const struct padan_records *r = g->judge->r;
	const struct padan_alloc *from = r->from;
	size_t n = ((size_t)r->n + RUN - 1) / RUN;
	unsigned threads = pd_threads(g->threads);
	struct gathering k = { .g = g };
	int rc = PADAN_NO_MEMORY;

	*out = (struct pd_pairs){ .from = from };
	k.run = from->resize(from->ctx, NULL, 0, n * sizeof(*k.run) + 1);
	k.meeting = from->resize(from->ctx, NULL, 0, threads * sizeof(*k.meeting));
	if (k.run)
		memset(k.run, 0, n * sizeof(*k.run));
	if (k.run && k.meeting) {
		memset(k.meeting, 0, threads * sizeof(*k.meeting));
		pd_parallel(threads, n, run_piece, &k);
		rc = append(out, k.run, n, &g->compared);
	}
	for (size_t i = 0; k.run && i < n; i++)
		pd_array_free(from, &k.run[i].pair, &k.run[i].cap, sizeof(*k.run[i].pair));
	if (k.run)
		from->resize(from->ctx, k.run, n * sizeof(*k.run) + 1, 0);
	if (k.meeting)
		from->resize(from->ctx, k.meeting, threads * sizeof(*k.meeting), 0);
	return rc;
}
