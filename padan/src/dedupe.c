/* SPDX-License-Identifier: EUPL-1.2 */
#include "learn.h"
#include "pilot.h"
#include "radix.h"
#include <math.h>
#include <stdlib.h>

enum {
	ALL_PAIRS = 1200,   /* rows: every one is compared with every other */
	SMALL = 8000,	    /* rows: every pair that meets is kept and learnt from */
	LEARN_ROWS = 12000, /* of a larger table, whose pairs are learnt from */
	LEARN_PAIRS = 120000,
	CYCLES = 3,
	TWINS_MOST = 20,
	ROUNDS = 5,	   /* of EM in a cycle */
	HOPELESS = -25000, /* mbit, prior included: by the starting model */
	UNLIKELY = -7000,  /* by the model that has been learnt */
};

struct padan_duplicates {
	struct padan_records *r;
	struct pd_judge judge;
	struct pd_met met;
	struct pd_pairs pairs;
	uint32_t *twins; /* per row: likely doubles, in millionths */
	struct padan_pair *out;
	size_t n_out;
	uint32_t *cluster, *weakest; /* by the number of adding */
	uint32_t *place;	     /* number of adding -> our row */
	uint64_t compared;
	uint32_t rules; /* that were used, a bit each */
	const struct padan_dedupe_opt *opt;
	unsigned threads;
};

static void *space(const struct padan_duplicates *d, size_t n, size_t size)
{
	return d->r->from->resize(d->r->from->ctx, NULL, 0, n * size + 1);
}

static void drop(const struct padan_duplicates *d, void *p, size_t n, size_t size)
{
	if (p)
		d->r->from->resize(d->r->from->ctx, p, n * size + 1, 0);
}

void padan_duplicates_free(struct padan_duplicates *d)
{
	size_t rows;

	if (!d)
		return;
	rows = d->r->n;
	pd_pairs_free(&d->pairs);
	pd_met_done(&d->met);
	pd_rare_done(&d->judge.rare, d->r);
	drop(d, d->twins, rows, sizeof(*d->twins));
	drop(d, d->out, d->n_out, sizeof(*d->out));
	drop(d, d->cluster, rows, sizeof(*d->cluster));
	drop(d, d->weakest, rows, sizeof(*d->weakest));
	drop(d, d->place, rows, sizeof(*d->place));
	d->r->from->resize(d->r->from->ctx, d, sizeof(*d), 0);
}

void pd_judge_ready(struct pd_judge *j)
{
	pd_weights_of(&j->weights, &j->model, j->r->schema);
	j->log_prior = pd_log2_mbit(j->prior / (1 - j->prior));
}

/* --- a round of the whole --------------------------------------------------------------------- */

enum { PIECES = 64 };

static void score_pair(const struct pd_judge *j, struct pd_side *side, struct pd_pair *p)
{
	if (side->row != pd_row(j->r, p->a))
		pd_side_set(side, j, p->a);
	p->weight = pd_side_weigh(side, &p->found, NULL);
	p->ppm = pd_pair_ppm(j, p);
}

static void score_piece(void *ctx, size_t piece, unsigned thread)
{
	enum { AHEAD = 8 };
	struct padan_duplicates *d = ctx;
	struct pd_pair *pair = d->pairs.pair;
	size_t from = d->pairs.n * piece / PIECES, to = d->pairs.n * (piece + 1) / PIECES;
	struct pd_side side = { 0 };

	(void)thread;
	for (size_t i = from; i < to + (size_t)3 * AHEAD; i++) {
		if (i < to)
			pd_row_prefetch(d->r, pair[i].a);
		if (i >= from + AHEAD && i - AHEAD < to)
			pd_rare_ask(&d->judge.rare, d->r, pair[i - AHEAD].a);
		if (i >= from + (size_t)2 * AHEAD && i - (size_t)2 * AHEAD < to)
			pd_rare_ask_words(&d->judge.rare, d->r, pair[i - (size_t)2 * AHEAD].a);
		if (i >= from + (size_t)3 * AHEAD)
			score_pair(&d->judge, &side, &pair[i - (size_t)3 * AHEAD]);
	}
}

static void score(struct padan_duplicates *d)
{
	pd_judge_ready(&d->judge);
	pd_parallel(d->threads, PIECES, score_piece, d);
}

/* How many likely doubles each row has. With a fixed model nobody is known to be double yet, and parts know only their
 * own pairs: every row counts as if it had its share of the doubles that the model expects. */
static int count_people(struct padan_duplicates *d)
{
	uint32_t share = 0;

	if (d->r->opt.model)
		share = (uint32_t)(1e6 * fmin(d->judge.model.found * (double)(d->r->n - 1), TWINS_MOST));
	for (uint32_t i = 0; i < d->r->n; i++)
		d->twins[i] = share;
	for (size_t i = 0; i < d->pairs.n && !d->r->opt.model; i++) {
		d->twins[d->pairs.pair[i].a] += d->pairs.pair[i].ppm;
		d->twins[d->pairs.pair[i].b] += d->pairs.pair[i].ppm;
	}
	return pd_rare_count(&d->judge.rare, d->r, d->twins, d->threads);
}

static int gather(struct padan_duplicates *d, int32_t least, struct pd_pairs *out)
{
	struct pd_gather g = { .judge = &d->judge,
			       .met = &d->met,
			       .least = least,
			       .part = d->opt->part,
			       .parts = d->opt->parts,
			       .threads = d->threads };
	int rc = pd_pairs_gather(&g, out);

	d->compared += g.compared;
	return rc;
}

/* --- learning ------------------------------------------------------------------------------------ */

/* Every so manieth of the pairs, by content. */
static int draw_pairs(const struct padan_duplicates *d, const struct pd_pairs *all, struct pd_pairs *out)
{
	const struct padan_records *r = d->r;
	size_t share = all->n / LEARN_PAIRS + 1;

	*out = (struct pd_pairs){ .from = r->from };
	for (size_t i = 0; i < all->n; i++) {
		const struct pd_pair *p = &all->pair[i];

		if (share > 1 && padan_mix64(r->content[p->a] + r->content[p->b]) % share != 0)
			continue;
		if (!pd_array_reserve(r->from, &out->pair, &out->cap, out->n + 1, sizeof(*p)))
			return PADAN_NO_MEMORY;
		out->pair[out->n++] = *p;
	}
	return PADAN_OK;
}

/* Frequencies need to know who is double, and that needs frequencies: some times round. */
static int learn_small(struct padan_duplicates *d)
{
	struct pd_pairs sample = { 0 };
	int rc = gather(d, HOPELESS, &d->pairs);

	if (rc == PADAN_OK)
		rc = draw_pairs(d, &d->pairs, &sample);
	for (unsigned i = 0; i < CYCLES && rc == PADAN_OK; i++) {
		rc = pd_learn_m(&d->judge, &sample, sample.n ? (double)d->pairs.n / (double)sample.n : 1, ROUNDS,
				d->threads);
		score(d);
		rc = rc == PADAN_OK ? count_people(d) : rc;
	}
	score(d);
	pd_pairs_free(&sample);
	return rc;
}

static double share_drawn(const struct padan_records *r, uint32_t share)
{
	double drawn = 0, all = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		all += r->twin[i] == i;
		drawn += r->twin[i] == i && padan_mix64(r->content[i]) % share == 0;
	}
	return drawn > 0 ? all / drawn : 1;
}

/* Pairs below it are not handed out, so they need not be kept. */
static int32_t least_kept(const struct padan_duplicates *d)
{
	double p = d->opt->pairs_ppm ? d->opt->pairs_ppm / 1e6 : 1;
	int32_t asked = p < .5 ? pd_log2_mbit(p) - 1000 : 0;

	return d->r->n <= SMALL ? HOPELESS : asked < UNLIKELY ? asked : UNLIKELY;
}

/* Pairs of all rows. */
static int meet(struct padan_duplicates *d, struct pd_row_tokens *tokens)
{
	enum pd_meeting meeting = d->r->n <= ALL_PAIRS ? PD_ALL : d->r->n <= SMALL ? PD_BLOCK : PD_SIFT;
	struct pd_how how = { meeting, d->rules, tokens };

	return pd_met_make(&d->met, d->r, &how, d->threads);
}

/* The pairs that some rows meet by any rule: the model is learnt from them, and which rules are worth their time. */
static int fly_pilot(struct padan_duplicates *d, double scale, struct pd_row_tokens *tokens, struct pd_pairs *sample)
{
	struct pd_gather g = { .judge = &d->judge, .least = HOPELESS, .threads = d->threads };
	struct pd_pilot pilot;
	int rc = pd_pilot_make(&pilot, d->r, tokens, d->r->n / LEARN_ROWS + 1, d->threads);

	g.met = &pilot.met;
	if (rc == PADAN_OK)
		rc = pd_pairs_gather(&g, sample);
	if (rc == PADAN_OK)
		rc = pd_learn_m(&d->judge, sample, scale, ROUNDS, d->threads);
	if (rc == PADAN_OK)
		rc = pd_pilot_choose(&pilot, d->r->schema, sample, &d->rules);
	pd_pilot_done(&pilot);
	return rc;
}

static int learn_and_meet(struct padan_duplicates *d, double scale, struct pd_pairs *sample)
{
	struct pd_row_tokens *tokens = pd_tokens_make(d->r, d->threads);
	int rc;

	rc = tokens ? fly_pilot(d, scale, tokens, sample) : PADAN_NO_MEMORY;
	if (rc == PADAN_OK)
		rc = meet(d, tokens);
	pd_tokens_free(d->r, tokens);
	return rc;
}

/* A pilot first; all pairs when it is known what they are worth, and only the likely ones are kept. */
static int learn_large(struct padan_duplicates *d)
{
	double scale = share_drawn(d->r, d->r->n / LEARN_ROWS + 1);
	struct pd_pairs sample = { .from = d->r->from };
	int rc = learn_and_meet(d, scale, &sample);

	if (rc == PADAN_OK)
		rc = gather(d, least_kept(d), &d->pairs);
	if (rc == PADAN_OK)
		rc = count_people(d);
	if (rc == PADAN_OK)
		rc = pd_learn_m(&d->judge, &sample, scale, ROUNDS, d->threads);
	if (rc == PADAN_OK)
		score(d);
	pd_pairs_free(&sample);
	return rc;
}

static int learn(struct padan_duplicates *d)
{
	int rc;

	rc = pd_learn_u(&d->judge, d->threads);
	d->judge.prior = .2 / ((double)d->r->n + 1);
	pd_judge_ready(&d->judge);
	if (rc != PADAN_OK)
		return rc;
	return d->r->n <= SMALL ? learn_small(d) : learn_large(d);
}

/* The pairs of all parts, in our rows. */
static int take_given(struct padan_duplicates *d)
{
	const struct padan_dedupe_opt *opt = d->opt;

	d->pairs = (struct pd_pairs){ .from = d->r->from };
	if (!pd_array_reserve(d->r->from, &d->pairs.pair, &d->pairs.cap, opt->n_given + 1, sizeof(*d->pairs.pair)))
		return PADAN_NO_MEMORY;
	for (uint64_t i = 0; i < opt->n_given; i++) {
		const struct padan_pair *g = &opt->given[i];
		struct pd_pair *p = &d->pairs.pair[d->pairs.n];
		uint32_t a, b;

		if (g->a >= g->b || g->b >= d->r->n ||
		    (i > 0 && (g->a < g[-1].a || (g->a == g[-1].a && g->b <= g[-1].b))))
			return PADAN_MISUSE;
		a = d->place[g->a];
		b = d->place[g->b];
		*p = (struct pd_pair){ .a = a < b ? a : b, .b = a < b ? b : a };
		pd_match(d->r, p->a, p->b, &p->found);
		d->pairs.n++;
	}
	return PADAN_OK;
}

static int known_model(struct padan_duplicates *d)
{
	int rc;

	d->judge.prior = d->judge.model.found;
	pd_judge_ready(&d->judge);
	if (!d->opt->given)
		return gather(d, least_kept(d), &d->pairs);
	rc = take_given(d);
	if (rc == PADAN_OK)
		score(d);
	return rc;
}

/* --- the answer ------------------------------------------------------------------------------------ */

static size_t likely(const struct padan_duplicates *d, uint32_t least_ppm)
{
	size_t k = 0;

	for (size_t i = 0; i < d->pairs.n; i++)
		k += d->pairs.pair[i].ppm >= least_ppm;
	return k;
}

/* By the numbers of adding. */
static void order_pairs(const struct padan_duplicates *d, uint32_t least_ppm, struct pd_keyed *order, size_t n)
{
	const uint32_t *input = d->r->input;
	size_t k = 0;

	for (size_t i = 0; i < d->pairs.n; i++) {
		const struct pd_pair *p = &d->pairs.pair[i];
		uint64_t a = input[p->a], b = input[p->b];

		if (p->ppm >= least_ppm)
			order[k++] = (struct pd_keyed){ a < b ? a << 32 | b : b << 32 | a, (uint32_t)i };
	}
	if (n)
		pd_radix_sort(order, order + n, n);
}

static int give_pairs(struct padan_duplicates *d, uint32_t least_ppm)
{
	size_t n = likely(d, least_ppm);
	struct pd_keyed *order = space(d, 2 * n, sizeof(*order));

	d->out = order ? space(d, n, sizeof(*d->out)) : NULL;
	if (d->out) {
		d->n_out = n;
		order_pairs(d, least_ppm, order, n);
		for (size_t i = 0; i < n; i++) {
			const struct pd_pair *p = &d->pairs.pair[order[i].row];

			d->out[i] = (struct padan_pair){ (uint32_t)(order[i].key >> 32), (uint32_t)order[i].key,
							 p->weight, p->ppm };
		}
	}
	drop(d, order, 2 * n, sizeof(*order));
	return d->out ? PADAN_OK : PADAN_NO_MEMORY;
}

/* From our rows to the numbers of adding. */
struct naming {
	struct padan_duplicates *d;
	const uint32_t *cluster, *weakest;
	uint32_t *least; /* per smallest row of a cluster: the smallest number */
};

/* A cluster is named by its smallest number: first each row by its own, then those of a cluster by the smallest. */
static void own_name_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct naming *k = ctx;
	size_t n = k->d->r->n, from = n * piece / PIECES, to = n * (piece + 1) / PIECES;

	(void)thread;
	memcpy(k->least + from, k->d->r->input + from, (to - from) * sizeof(*k->least));
}

static void least_name_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct naming *k = ctx;
	size_t n = k->d->r->n;

	(void)thread;
	for (size_t i = n * piece / PIECES, to = n * (piece + 1) / PIECES; i < to; i++)
		if (k->cluster[i] != i)
			pd_lower(&k->least[k->cluster[i]], k->d->r->input[i]);
}

static void name_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct naming *k = ctx;
	size_t n = k->d->r->n;

	(void)thread;
	for (size_t i = n * piece / PIECES, to = n * (piece + 1) / PIECES; i < to; i++) {
		uint32_t input = k->d->r->input[i];

		k->d->cluster[input] = k->least[k->cluster[i]];
		k->d->weakest[input] = k->weakest[k->cluster[i]];
	}
}

static void name_clusters(struct padan_duplicates *d, const uint32_t *cluster, const uint32_t *weakest)
{
	struct naming k = { d, cluster, weakest, d->twins };

	pd_parallel(d->threads, PIECES, own_name_piece, &k);
	pd_parallel(d->threads, PIECES, least_name_piece, &k);
	pd_parallel(d->threads, PIECES, name_piece, &k);
}

static int give_clusters(struct padan_duplicates *d, uint32_t threshold)
{
	size_t rows = d->r->n;
	uint32_t *cluster = space(d, rows, sizeof(*cluster)), *weakest = space(d, rows, sizeof(*weakest));
	const struct pd_joining how = { threshold, d->threads };
	int rc = PADAN_NO_MEMORY;

	d->cluster = space(d, rows, sizeof(*d->cluster));
	d->weakest = space(d, rows, sizeof(*d->weakest));
	if (cluster && weakest && d->cluster && d->weakest)
		rc = pd_cluster(&d->judge, &d->pairs, &how, cluster, weakest);
	if (rc == PADAN_OK)
		name_clusters(d, cluster, weakest);
	drop(d, cluster, rows, sizeof(*cluster));
	drop(d, weakest, rows, sizeof(*weakest));
	return rc;
}

static int make_rows(struct padan_duplicates *d)
{
	d->twins = space(d, d->r->n, sizeof(*d->twins));
	d->place = space(d, d->r->n, sizeof(*d->place));
	if (!d->twins || !d->place)
		return PADAN_NO_MEMORY;
	for (uint32_t i = 0; i < d->r->n; i++)
		d->place[d->r->input[i]] = i;
	return PADAN_OK;
}

static int run(struct padan_duplicates *d, const struct padan_dedupe_opt *opt)
{
	uint32_t threshold = opt->threshold_ppm ? opt->threshold_ppm : 500000;
	int rc = PADAN_OK;

	d->rules = UINT32_MAX;
	if (!opt->given && (d->r->n <= SMALL || d->r->opt.model))
		rc = meet(d, NULL);
	if (rc == PADAN_OK)
		rc = pd_rare_make(&d->judge.rare, d->r);
	if (rc == PADAN_OK)
		rc = make_rows(d);
	if (rc == PADAN_OK)
		rc = count_people(d);
	if (rc == PADAN_OK)
		rc = d->r->opt.model ? known_model(d) : learn(d);
	if (rc != PADAN_OK)
		return rc;
	pd_met_done(&d->met);
	rc = give_clusters(d, threshold);
	return rc == PADAN_OK ? give_pairs(d, opt->pairs_ppm ? opt->pairs_ppm : threshold) : rc;
}

int padan_dedupe(struct padan_records *r, const struct padan_dedupe_opt *opt, struct padan_duplicates **out)
{
	static const struct padan_dedupe_opt usual = { 0 };
	struct padan_duplicates *d;
	int rc;

	*out = NULL;
	opt = opt ? opt : &usual;
	if (!r->sealed || ((opt->parts || opt->given) && !r->opt.model))
		return PADAN_MISUSE;
	d = r->from->resize(r->from->ctx, NULL, 0, sizeof(*d));
	if (!d)
		return PADAN_NO_MEMORY;
	*d = (struct padan_duplicates){ .r = r, .opt = opt, .threads = pd_threads(opt->threads) };
	d->judge.r = r;
	d->judge.place_most = pd_place_most(r->n);
	if (r->opt.model)
		d->judge.model = *r->opt.model;
	else
		padan_model_start(&d->judge.model, r->schema);
	rc = run(d, opt);
	if (rc != PADAN_OK) {
		padan_duplicates_free(d);
		return rc;
	}
	*out = d;
	return PADAN_OK;
}

uint64_t padan_duplicates_pairs(const struct padan_duplicates *d, const struct padan_pair **out)
{
	*out = d->out;
	return d->n_out;
}

const uint32_t *padan_duplicates_cluster(const struct padan_duplicates *d)
{
	return d->cluster;
}

const uint32_t *padan_duplicates_weakest(const struct padan_duplicates *d)
{
	return d->weakest;
}

void padan_duplicates_explain(const struct padan_duplicates *d, uint32_t a, uint32_t b, struct padan_candidate *out)
{
	const struct padan_records *r = d->r;
	uint32_t i = d->place[a] < d->place[b] ? d->place[a] : d->place[b];
	uint32_t k = d->place[a] < d->place[b] ? d->place[b] : d->place[a];
	struct pd_side side;
	struct pd_found found;

	*out = (struct padan_candidate){ 0 };
	pd_match(r, i, k, &found);
	pd_side_set(&side, &d->judge, i);
	out->weight = pd_side_weigh(&side, &found, out->part);
	out->ppm = pd_judge_ppm(&d->judge, out->weight);
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		out->level[c] = (uint8_t)pd_level(found.gamma, c);
}

const struct padan_model *padan_duplicates_model(const struct padan_duplicates *d)
{
	return &d->judge.model;
}

uint64_t padan_duplicates_compared(const struct padan_duplicates *d)
{
	return d->compared;
}

uint32_t padan_duplicates_rules(const struct padan_duplicates *d)
{
	return d->rules;
}
