/* SPDX-License-Identifier: EUPL-1.2 */
#include "pairs.h"
#include <math.h>
#include <padan/hash.h>
#include <pthread.h>
#include <stdlib.h>

enum { ROUNDS = 15, PAIRS_FOR_EM = 120000, SAMPLE = 200000, THREADS = 64, WORD_MOST = 17000, TWINS_MOST = 20 };

#define UNSEEN .3 /* what a value that nobody else has counts for */

struct padan_duplicates {
	struct padan_index *ix;
	struct pd_pair *pair;
	size_t n, spare; /* pairs; those behind them that belong to other parts */
	struct padan_pair *out;
	size_t n_out;
	uint32_t *cluster;
	double prior; /* matches per pair of rows */
};

void padan_duplicates_free(struct padan_duplicates *d)
{
	const struct padan_alloc *from;

	if (!d)
		return;
	from = d->ix->from;
	pd_pairs_free(d->ix, d->pair, d->n + d->spare);
	if (d->out)
		from->resize(from->ctx, d->out, d->n_out * sizeof(*d->out) + 1, 0);
	if (d->cluster)
		from->resize(from->ctx, d->cluster, (size_t)d->ix->n * sizeof(*d->cluster) + 1, 0);
	from->resize(from->ctx, d, sizeof(*d), 0);
}

void pd_compare_rows(const struct padan_index *ix, struct pd_left side[2], uint32_t a, uint32_t b,
		     struct pd_found *found)
{
	uint32_t all = (1u << ix->schema->n_columns) - 1, row[2] = { a, b };

	*found = (struct pd_found){ 0 };
	for (unsigned i = 0; i < 2; i++) {
		pd_left_begin(ix, row[i], &side[i]);
		pd_left_load(ix, row[i], all, &side[i]);
	}
	pd_compare(ix->schema, &ix->roles, &side[0].view, &side[1].view, all, found);
}

/* --- comparing, by several threads ------------------------------------------------- */

struct share {
	struct padan_duplicates *d;
	size_t from, to;
	struct pd_left side[2];
};

static void *compare_share(void *ctx)
{
	struct share *s = ctx;

	for (size_t i = s->from; i < s->to; i++)
		pd_compare_rows(s->d->ix, s->side, s->d->pair[i].a, s->d->pair[i].b, &s->d->pair[i].found);
	return NULL;
}

static int compare_all(struct padan_duplicates *d, unsigned threads)
{
	const struct padan_alloc *from = d->ix->from;
	pthread_t id[THREADS];
	bool runs[THREADS] = { false };
	struct share *s;

	threads = threads < 1 ? 1 : threads > THREADS ? THREADS : threads;
	s = from->resize(from->ctx, NULL, 0, threads * sizeof(*s));
	if (!s)
		return PADAN_NO_MEMORY;
	for (unsigned i = 0; i < threads; i++) {
		s[i].d = d;
		s[i].from = d->n * i / threads;
		s[i].to = d->n * (i + 1) / threads;
		runs[i] = i > 0 && pthread_create(&id[i], NULL, compare_share, &s[i]) == 0;
	}
	/* A thread that could not be had is no failure: its share is done here. */
	for (unsigned i = 0; i < threads; i++)
		if (!runs[i])
			compare_share(&s[i]);
	for (unsigned i = 1; i < threads; i++)
		if (runs[i])
			pthread_join(id[i], NULL);
	from->resize(from->ctx, s, threads * sizeof(*s), 0);
	return PADAN_OK;
}

/* --- what two different rows have in common ---------------------------------------------- */

struct content_row {
	uint64_t content;
	uint32_t row;
};

static int by_content(const void *x, const void *y)
{
	const struct content_row *a = x, *b = y;

	return a->content != b->content ? (a->content < b->content ? -1 : 1) : (a->row > b->row) - (a->row < b->row);
}

static uint64_t row_content(const struct padan_index *ix, uint32_t row)
{
	uint64_t h = 0;

	for (unsigned c = 0; c < ix->schema->n_columns; c++)
		h = padan_hash_join(h, ix->cell[(size_t)row * ix->schema->n_columns + c].h);
	return h;
}

/* Pairs at fixed distances in the order of content: the same pairs whatever the order of the file. */
static void sample_pairs(const struct padan_index *ix, const struct content_row *order, struct share *s,
			 struct pd_counts *counts)
{
	size_t per_row = SAMPLE / ix->n + 1;
	struct pd_found found;

	per_row = per_row > ix->n / 2 ? ix->n / 2 : per_row;
	for (uint32_t i = 0; i < ix->n; i++)
		for (size_t k = 1; k <= per_row; k++) {
			size_t other = (i + k * (size_t)ix->n / (2 * per_row + 1) + 1) % ix->n;

			if (order[i].row == order[other].row || padan_mix64(i * (per_row + 1) + k) % ix->n > SAMPLE)
				continue;
			pd_compare_rows(ix, s->side, order[i].row, order[other].row, &found);
			for (unsigned c = 0; c < ix->schema->n_columns; c++)
				counts->u[c][pd_level(found.gamma, c)]++;
		}
}

static uint64_t day_of(const struct padan_index *ix, uint32_t row)
{
	return ix->cell[(size_t)row * ix->schema->n_columns + (size_t)ix->roles.date].h;
}

/* The NIKs of people of one day and other names; see stream.c. */
static void sample_days(const struct padan_index *ix, struct share *s, struct pd_counts *counts)
{
	struct pd_found found;

	if (ix->roles.nik < 0 || ix->roles.name < 0 || ix->roles.date < 0)
		return;
	for (uint32_t i = 0; i + 1 < ix->n; i++)
		for (uint32_t k = i + 1; k < ix->n && k < i + 4; k++) {
			uint32_t a = ix->by_day[i], b = ix->by_day[k];
			unsigned level;

			if (day_of(ix, a) == 0 || day_of(ix, a) != day_of(ix, b))
				break;
			pd_compare_rows(ix, s->side, a, b, &found);
			level = pd_level(found.gamma, (unsigned)ix->roles.nik);
			if (pd_level(found.gamma, (unsigned)ix->roles.name) != PADAN_LB_NONE ||
			    level <= PADAN_LN_GIVEN_DATE)
				continue;
			counts->same_day_n++;
			counts->same_day[level & 7]++;
			counts->same_day_15 += ix->nik[a].value / 10 == ix->nik[b].value / 10;
		}
}

/* Counts a row's words and values, `worth` each. */
static void count_row(const struct padan_index *ix, uint32_t row, double worth, double *count)
{
	for (unsigned c = 0; c < ix->schema->n_columns; c++) {
		const struct pd_cell *cell = &ix->cell[(size_t)row * ix->schema->n_columns + c];

		if (cell->h == 0 || cell->whole == PD_NONE)
			continue;
		count[cell->whole] += worth;
		for (unsigned i = 0; i < cell->n && pd_is_bag(ix->schema->column[c].kind); i++)
			count[ix->dict.entry[ix->word[cell->first + i]].id] += worth;
	}
}

/* How many likely doubles each row has. With a fixed model nobody is known to be double yet, and parts know only their
 * own pairs: every row counts as if it had its share of the doubles that the model expects. */
static void count_twins(const struct padan_duplicates *d, double *twins)
{
	const struct padan_index *ix = d->ix;

	for (uint32_t row = 0; row < ix->n; row++)
		twins[row] = ix->opt.model ? fmin(ix->model.found * (ix->n - 1), TWINS_MOST) : 0;
	for (size_t i = 0; i < d->n && !ix->opt.model; i++) {
		twins[d->pair[i].a] += d->pair[i].ppm / 1e6;
		twins[d->pair[i].b] += d->pair[i].ppm / 1e6;
	}
}

static void surprise_of(struct padan_index *ix, const double *count, double people)
{
	for (uint32_t id = 0; id < ix->dict.n; id++) {
		bool word = ix->dict.entry[id].of < 2 * PADAN_COLUMNS;
		double others = count[id] > 1 ? count[id] - 1 : 0;
		int32_t s = -pd_log2_mbit((others + UNSEEN) / (people + 1));

		s = s < 0 ? 0 : s;
		ix->surprise[id] = word && s > WORD_MOST ? WORD_MOST : s;
	}
}

/* Frequencies among the people of the table: a row that has k likely duplicates is worth 1 / (1 + k) of a person, and
 * the person whose pair is weighed is not counted against itself. */
static int surprise(struct padan_duplicates *d)
{
	struct padan_index *ix = d->ix;
	const struct padan_alloc *from = ix->from;
	double *count = from->resize(from->ctx, NULL, 0, (size_t)ix->dict.n * sizeof(*count) + 1), people = 0;
	double *twins = from->resize(from->ctx, NULL, 0, (size_t)ix->n * sizeof(*twins) + 1);
	int rc = count && twins ? PADAN_OK : PADAN_NO_MEMORY;

	if (rc == PADAN_OK) {
		memset(count, 0, (size_t)ix->dict.n * sizeof(*count));
		count_twins(d, twins);
		for (uint32_t row = 0; row < ix->n; row++) {
			count_row(ix, row, 1 / (1 + twins[row]), count);
			people += 1 / (1 + twins[row]);
		}
		surprise_of(ix, count, people);
	}
	if (count)
		from->resize(from->ctx, count, (size_t)ix->dict.n * sizeof(*count) + 1, 0);
	if (twins)
		from->resize(from->ctx, twins, (size_t)ix->n * sizeof(*twins) + 1, 0);
	return rc;
}

static int estimate_u(struct padan_index *ix)
{
	const struct padan_alloc *from = ix->from;
	struct content_row *order = from->resize(from->ctx, NULL, 0, (size_t)ix->n * sizeof(*order) + 1);
	struct share *s = from->resize(from->ctx, NULL, 0, sizeof(*s));
	struct pd_counts counts = { .right = ix->n };
	int rc = order && s ? PADAN_OK : PADAN_NO_MEMORY;

	if (rc == PADAN_OK && ix->n > 1) {
		for (uint32_t i = 0; i < ix->n; i++)
			order[i] = (struct content_row){ row_content(ix, i), i };
		qsort(order, ix->n, sizeof(*order), by_content);
		sample_pairs(ix, order, s, &counts);
		sample_days(ix, s, &counts);
		pd_estimate_u(ix, &counts);
	}
	if (order)
		from->resize(from->ctx, order, (size_t)ix->n * sizeof(*order) + 1, 0);
	if (s)
		from->resize(from->ctx, s, sizeof(*s), 0);
	return rc;
}

/* --- EM ---------------------------------------------------------------------------------------- */

static double pair_posterior(double prior, int32_t weight)
{
	double odds = exp2(weight / 1000.0) * prior / (1 - prior);

	return odds > 1e12 ? 1 : odds / (1 + odds);
}

static bool drawn(const struct padan_duplicates *d, const struct pd_pair *p)
{
	if (d->n <= PAIRS_FOR_EM)
		return true;
	/* The order of a and b says nothing, so neither must the lot. */
	return padan_mix64(row_content(d->ix, p->a) + row_content(d->ix, p->b)) % d->n < PAIRS_FOR_EM;
}

static void em_round(struct padan_duplicates *d)
{
	struct padan_index *ix = d->ix;
	struct pd_sums sums = { .rows = ix->n };
	double all = (double)ix->n * ((double)ix->n - 1) / 2, seen = 0, scale, matches;

	pd_weights_of(&ix->weights, &ix->model, ix->schema);
	for (size_t i = 0; i < d->n; i++) {
		struct pd_pair *p = &d->pair[i];

		if (!p->drawn)
			continue;
		seen++;
		p->weight = pd_weigh(ix, p->a, &p->found, NULL);
		p->ppm = (uint32_t)(1e6 * pair_posterior(d->prior, p->weight));
		pd_sums_add(&sums, ix, p->a, &p->found, p->ppm / 1e6);
	}
	scale = seen > 0 ? (double)d->n / seen : 1;
	matches = sums.matches * scale;
	pd_estimate_m(ix, &sums, ix->n);
	d->prior = (matches + .5) / (all + 1);
	d->prior = d->prior > .3 ? .3 : d->prior;
	ix->model.found = d->prior;
}

/* --- the whole ------------------------------------------------------------------------------------ */

static void score(struct padan_duplicates *d)
{
	pd_weights_of(&d->ix->weights, &d->ix->model, d->ix->schema);
	for (size_t i = 0; i < d->n; i++) {
		struct pd_pair *p = &d->pair[i];

		/* What a names b's words does not depend on who is named first, but the left words' frequencies do. */
		p->weight = pd_weigh(d->ix, p->a, &p->found, NULL);
		p->ppm = p->weight > 0 && pd_forbidden(d->ix, p->a, p->b)
				 ? 0
				 : (uint32_t)lround(1e6 * pair_posterior(d->prior, p->weight));
	}
}

static int collect(struct padan_duplicates *d, uint32_t least_ppm)
{
	const struct padan_alloc *from = d->ix->from;
	size_t k = 0;

	for (size_t i = 0; i < d->n; i++)
		k += d->pair[i].ppm >= least_ppm;
	d->out = from->resize(from->ctx, NULL, 0, k * sizeof(*d->out) + 1);
	if (!d->out)
		return PADAN_NO_MEMORY;
	d->n_out = k;
	k = 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->pair[i].ppm >= least_ppm)
			d->out[k++] =
				(struct padan_pair){ d->pair[i].a, d->pair[i].b, d->pair[i].weight, d->pair[i].ppm };
	return PADAN_OK;
}

/* Frequencies need to know who is double, and that needs frequencies: three times round. */
static int estimate(struct padan_duplicates *d)
{
	int rc = estimate_u(d->ix);

	for (size_t i = 0; i < d->n; i++)
		d->pair[i].drawn = drawn(d, &d->pair[i]);

	d->prior = .2 / ((double)d->ix->n + 1);
	for (unsigned i = 0; i < ROUNDS && rc == PADAN_OK && d->n > 0; i++) {
		em_round(d);
		if (i % (ROUNDS / 3) == ROUNDS / 3 - 1) {
			score(d);
			rc = surprise(d);
		}
	}
	return rc;
}

/* Of the pairs only those of the part that is asked for. */
static void keep_part(struct padan_duplicates *d, const struct padan_dedupe_opt *opt)
{
	size_t k = 0;

	for (size_t i = 0; i < d->n; i++)
		if (padan_in_part(d->pair[i].a, opt->part, opt->parts))
			d->pair[k++] = d->pair[i];
	d->spare = d->n - k;
	d->n = k;
}

static int given_pairs(struct padan_duplicates *d, const struct padan_dedupe_opt *opt)
{
	const struct padan_alloc *from = d->ix->from;

	d->pair = from->resize(from->ctx, NULL, 0, opt->n_given * sizeof(*d->pair) + 1);
	if (!d->pair)
		return PADAN_NO_MEMORY;
	d->n = opt->n_given;
	for (size_t i = 0; i < d->n; i++)
		d->pair[i] = (struct pd_pair){ .a = opt->given[i].a, .b = opt->given[i].b };
	for (size_t i = 0; i < d->n; i++)
		if (d->pair[i].a >= d->pair[i].b || d->pair[i].b >= d->ix->n ||
		    (i > 0 && (d->pair[i].a < d->pair[i - 1].a ||
			       (d->pair[i].a == d->pair[i - 1].a && d->pair[i].b <= d->pair[i - 1].b))))
			return PADAN_MISUSE;
	return PADAN_OK;
}

static int run(struct padan_duplicates *d, const struct padan_dedupe_opt *opt)
{
	struct padan_index *ix = d->ix;
	uint32_t threshold = opt->threshold_ppm ? opt->threshold_ppm : 500000;
	int rc = opt->given ? given_pairs(d, opt) : pd_pairs_make(ix, &d->pair, &d->n);

	if (rc == PADAN_OK)
		keep_part(d, opt);
	if (rc == PADAN_OK)
		rc = compare_all(d, opt->threads);
	if (rc != PADAN_OK)
		return rc;
	ix->place_most = pd_place_most(ix->n);
	rc = surprise(d);
	d->prior = ix->model.found;
	if (rc == PADAN_OK && !ix->opt.model)
		rc = estimate(d);
	if (rc != PADAN_OK)
		return rc;
	score(d);
	rc = collect(d, opt->pairs_ppm ? opt->pairs_ppm : threshold);
	return rc != PADAN_OK
		       ? rc
		       : pd_cluster(ix, d->pair, d->n, threshold, pd_log2_mbit(d->prior / (1 - d->prior)), d->cluster);
}

int padan_dedupe(struct padan_index *ix, const struct padan_dedupe_opt *opt, struct padan_duplicates **out)
{
	static const struct padan_dedupe_opt usual = { 0 };
	struct padan_duplicates *d;
	int rc;

	*out = NULL;
	if (!ix->sealed)
		return PADAN_MISUSE;
	d = ix->from->resize(ix->from->ctx, NULL, 0, sizeof(*d));
	if (!d)
		return PADAN_NO_MEMORY;
	*d = (struct padan_duplicates){ .ix = ix };
	d->cluster = ix->from->resize(ix->from->ctx, NULL, 0, (size_t)ix->n * sizeof(*d->cluster) + 1);
	rc = d->cluster ? run(d, opt ? opt : &usual) : PADAN_NO_MEMORY;
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

void padan_duplicates_explain(const struct padan_duplicates *d, uint32_t a, uint32_t b, struct padan_candidate *out)
{
	struct pd_left side[2];
	struct pd_found found;

	pd_compare_rows(d->ix, side, a < b ? a : b, a < b ? b : a, &found);
	*out = (struct padan_candidate){ 0 };
	out->weight = pd_weigh(d->ix, a < b ? a : b, &found, out->part);
	out->ppm = (uint32_t)lround(1e6 * pair_posterior(d->prior, out->weight));
	for (unsigned c = 0; c < d->ix->schema->n_columns; c++)
		out->level[c] = (uint8_t)pd_level(found.gamma, c);
}

const struct padan_model *padan_duplicates_model(const struct padan_duplicates *d)
{
	return &d->ix->model;
}

uint64_t padan_duplicates_compared(const struct padan_duplicates *d)
{
	return d->n;
}
