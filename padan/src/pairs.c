/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pairs that have met, compared. What a comparison reads lies all over the memory: some pairs ahead their values
 * are asked for, and somewhat later the words of these. Threads take runs of pairs; those that are kept stand in their
 * order.
 */
#include "pairs.h"
#include <math.h>

enum { RUN = 4096, ROWS_AHEAD = 24, VALUES_AHEAD = 16, WORDS_AHEAD = 8 };

void pd_pairs_free(struct pd_pairs *p)
{
	if (p->from)
		pd_array_free(p->from, &p->pair, &p->cap, sizeof(*p->pair));
	p->n = 0;
}

int32_t pd_side_weigh(struct pd_side *s, const struct pd_found *f, int32_t part[PADAN_COLUMNS])
{
	const struct pd_judge *j = s->j;
	const struct pd_scale scale = { j->r->schema, &j->r->roles, &j->weights, j->place_most, .5 };
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

uint32_t pd_pair_ppm(const struct pd_judge *j, const struct pd_pair *p)
{
	return p->weight > 0 && pd_forbidden(j->r, p->a, p->b) ? 0 : pd_judge_ppm(j, p->weight);
}

/* --- a run of pairs ------------------------------------------------------------------------------- */

struct run {
	struct pd_pair *pair;
	size_t n, cap;
	uint64_t compared;
	bool failed;
};

struct gathering {
	struct pd_gather *g;
	struct run *run;
};

static uint32_t first_of(uint64_t pair)
{
	return (uint32_t)(pair >> 32);
}

static bool drawn(const struct pd_gather *g, uint64_t pair)
{
	const struct padan_records *r = g->judge->r;
	uint32_t a = r->input[first_of(pair)], b = r->input[(uint32_t)pair];

	return g->parts == 0 || padan_in_part(a < b ? a : b, g->part, g->parts);
}

static bool keep(struct run *u, const struct padan_records *r, const struct pd_pair *pair)
{
	if (!pd_array_reserve(r->from, &u->pair, &u->cap, u->n + 1, sizeof(*u->pair)))
		return false;
	u->pair[u->n++] = *pair;
	return true;
}

static bool compare(const struct pd_gather *g, struct run *u, struct pd_side *side, uint64_t met)
{
	const struct pd_judge *j = g->judge;
	struct pd_pair pair = { .a = first_of(met), .b = (uint32_t)met };

	u->compared++;
	if (side->row != pd_row(j->r, pair.a))
		pd_side_set(side, j, pair.a);
	pd_match(j->r, pair.a, pair.b, &pair.found);
	pair.weight = pd_side_weigh(side, &pair.found, NULL);
	if (pair.weight + j->log_prior < g->least)
		return true;
	pair.ppm = pd_pair_ppm(j, &pair);
	return keep(u, j->r, &pair);
}

/* The pairs of the run that are drawn, all of them as a rule. */
static size_t draw(const struct pd_gather *g, size_t piece, uint64_t met[RUN])
{
	const uint64_t *from = g->met->pair + piece * RUN;
	size_t n = g->met->n - piece * RUN < RUN ? g->met->n - piece * RUN : RUN, k = 0;

	for (size_t i = 0; i < n; i++) {
		met[k] = from[i];
		k += drawn(g, from[i]);
	}
	return k;
}

/* Pair i of the run is some way off. */
static void ask(const struct pd_judge *j, const uint64_t *met, size_t n, size_t i)
{
	const struct padan_records *r = j->r;

	if (i < n) {
		pd_row_prefetch(r, first_of(met[i]));
		pd_row_prefetch(r, (uint32_t)met[i]);
	}
	i -= ROWS_AHEAD - VALUES_AHEAD; /* before the first: beyond n */
	if (i < n) {
		if (i == 0 || first_of(met[i]) != first_of(met[i - 1]))
			pd_rare_ask(&j->rare, r, first_of(met[i]));
		pd_match_ask(r, first_of(met[i]), (uint32_t)met[i]);
	}
	i -= VALUES_AHEAD - WORDS_AHEAD;
	if (i < n) {
		if (i == 0 || first_of(met[i]) != first_of(met[i - 1]))
			pd_rare_ask_words(&j->rare, r, first_of(met[i]));
		pd_match_ask_words(r, first_of(met[i]), (uint32_t)met[i]);
	}
}

static void run_piece(void *ctx, size_t piece, unsigned thread)
{
	struct gathering *k = ctx;
	struct run *u = &k->run[piece];
	struct pd_side side = { 0 };
	uint64_t met[RUN];
	size_t n = draw(k->g, piece, met);

	(void)thread;
	for (size_t i = 0; i < n + ROWS_AHEAD && !u->failed; i++) {
		ask(k->g->judge, met, n, i);
		if (i >= ROWS_AHEAD)
			u->failed = !compare(k->g, u, &side, met[i - ROWS_AHEAD]);
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
	const struct padan_alloc *from = g->judge->r->from;
	size_t n = (g->met->n + RUN - 1) / RUN;
	struct gathering k = { .g = g };
	int rc;

	*out = (struct pd_pairs){ .from = from };
	k.run = from->resize(from->ctx, NULL, 0, n * sizeof(*k.run) + 1);
	if (!k.run)
		return PADAN_NO_MEMORY;
	memset(k.run, 0, n * sizeof(*k.run));
	pd_parallel(pd_threads(g->threads), n, run_piece, &k);
	rc = append(out, k.run, n, &g->compared);
	for (size_t i = 0; i < n; i++)
		pd_array_free(from, &k.run[i].pair, &k.run[i].cap, sizeof(*k.run[i].pair));
	from->resize(from->ctx, k.run, n * sizeof(*k.run) + 1, 0);
	return rc;
}
