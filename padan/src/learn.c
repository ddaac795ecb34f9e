/* SPDX-License-Identifier: EUPL-1.2
 *
 * The model of a deduplication: u from pairs of different people, m by EM over pairs that met. All sums are of whole
 * numbers, so that neither the order of the rows nor the number of threads shows in them.
 */
#include "learn.h"
#include "radix.h"

enum { SAMPLE = 16000, SAMPLE_ROWS = 8000, DAY_ROWS = 5000, HOPELESS = -16000 };

#define ONE 1000000.0

/* --- what two different rows have in common ---------------------------------------------- */

static void count_levels(const struct padan_records *r, uint32_t a, uint32_t b, struct pd_counts *counts)
{
	struct pd_found found;

	pd_match(r, a, b, &found);
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		counts->u[c][pd_level(found.gamma, c)]++;
}

/* Some rows, by content and in its order: the same whatever the order of the file. */
static size_t draw_rows(const struct padan_records *r, struct pd_keyed *order)
{
	size_t k = 0, share = r->n / SAMPLE_ROWS + 1;

	for (uint32_t i = 0; i < r->n; i++)
		if (r->twin[i] == i && padan_mix64(r->content[i]) % share == 0)
			order[k++] = (struct pd_keyed){ padan_mix64(r->content[i] + 1), i };
	return k;
}

/* Work on all rows in pieces, each with its own counts. */
enum { PIECES = 64 };
struct sampling {
	const struct padan_records *r;
	const struct pd_keyed *order; /* the rows that are drawn */
	size_t n;
	struct pd_counts *counts; /* per piece */
};

/* Pairs at fixed distances in the order of content. */
static void sample_pairs(const struct sampling *s, size_t piece, struct pd_counts *counts)
{
	size_t n = s->n, per_row = n ? SAMPLE / n + 1 : 0;

	per_row = per_row > n / 2 ? n / 2 : per_row;
	for (size_t i = n * piece / PIECES, to = n * (piece + 1) / PIECES; i < to; i++)
		for (size_t k = 1; k <= per_row; k++) {
			size_t other = (i + k * n / (2 * per_row + 1) + 1) % n;

			if (i != other)
				count_levels(s->r, s->order[i].row, s->order[other].row, counts);
		}
}

static uint32_t day_of(const struct padan_records *r, uint32_t row)
{
	return pd_row(r, row)[r->roles.date];
}

/* The NIKs of people of one day and other names; see stream.c. Rows of a day stand together. */
static void sample_days(const struct padan_records *r, size_t piece, struct pd_counts *counts)
{
	const struct pd_column *dates = &r->column[r->roles.date];
	uint32_t from = (uint32_t)((uint64_t)r->n * piece / PIECES),
		 to = (uint32_t)((uint64_t)r->n * (piece + 1) / PIECES);
	size_t share = r->n / DAY_ROWS + 1;
	struct pd_found found;

	for (uint32_t i = from; i < to && i + 1 < r->n; i++) {
		if (day_of(r, i) == 0 || padan_mix64(dates->date[day_of(r, i)].h) % share != 0)
			continue;
		for (uint32_t k = i + 1; k < r->n && k < i + 4 && day_of(r, k) == day_of(r, i); k++) {
			struct padan_nik x, y;
			unsigned level;

			pd_match(r, i, k, &found);
			level = pd_level(found.gamma, (unsigned)r->roles.nik);
			if (pd_level(found.gamma, (unsigned)r->roles.name) != PADAN_LB_NONE ||
			    level <= PADAN_LN_GIVEN_DATE)
				continue;
			counts->same_day_n++;
			counts->same_day[level & 7]++;
			counts->same_day_15 +=
				pd_nik_unpack(&r->column[r->roles.nik], pd_row_nik(r, i), &x)->value / 10 ==
				pd_nik_unpack(&r->column[r->roles.nik], pd_row_nik(r, k), &y)->value / 10;
		}
	}
}

static void sample_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct sampling *s = ctx;
	const struct pd_roles *roles = &s->r->roles;

	(void)thread;
	sample_pairs(s, piece, &s->counts[piece]);
	if (roles->nik >= 0 && roles->name >= 0 && roles->date >= 0)
		sample_days(s->r, piece, &s->counts[piece]);
}

static void add_counts(struct pd_counts *to, const struct pd_counts *from)
{
	for (unsigned c = 0; c < PADAN_COLUMNS; c++)
		for (unsigned l = 0; l < PADAN_LEVELS; l++)
			to->u[c][l] += from->u[c][l];
	for (unsigned l = 0; l < PADAN_LEVELS; l++)
		to->same_day[l] += from->same_day[l];
	to->same_day_n += from->same_day_n;
	to->same_day_15 += from->same_day_15;
}

/* Memory for the rows that are drawn, twice, and for the counts. */
static int sample(struct pd_judge *j, struct pd_keyed *order, struct pd_counts *counts, unsigned threads)
{
	const struct padan_records *r = j->r;
	struct sampling s = { .r = r, .order = order, .n = draw_rows(r, order), .counts = counts };
	struct pd_counts sum = { .right = r->n };

	memset(counts, 0, PIECES * sizeof(*counts));
	pd_radix_sort(order, order + s.n, s.n);
	pd_parallel(threads, PIECES, sample_piece, &s);
	for (size_t i = 0; i < PIECES; i++)
		add_counts(&sum, &counts[i]);
	pd_estimate_u(&j->model, r->schema, &sum, pd_rare_same_date(&j->rare, r));
	return PADAN_OK;
}

int pd_learn_u(struct pd_judge *j, unsigned threads)
{
	const struct padan_records *r = j->r;
	size_t bytes = 2 * ((size_t)r->n + 1) * sizeof(struct pd_keyed), pieces = PIECES * sizeof(struct pd_counts);
	struct pd_keyed *order = r->from->resize(r->from->ctx, NULL, 0, bytes);
	struct pd_counts *counts = r->from->resize(r->from->ctx, NULL, 0, pieces);
	int rc = order && counts ? PADAN_OK : PADAN_NO_MEMORY;

	if (rc == PADAN_OK && r->n > 1)
		rc = sample(j, order, counts, threads);
	if (order)
		r->from->resize(r->from->ctx, order, bytes, 0);
	if (counts)
		r->from->resize(r->from->ctx, counts, pieces, 0);
	return rc;
}

/* --- EM ------------------------------------------------------------------------------------ */

static void words_of(const struct padan_records *r, const uint32_t *row, uint8_t words[PADAN_COLUMNS])
{
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		words[c] = pd_is_bag(r->schema->column[c].kind) && row[c] ? r->column[c].bag[row[c]].n : 0;
}

static void shrink(struct pd_sums *s)
{
	for (unsigned c = 0; c < PADAN_COLUMNS; c++) {
		for (unsigned l = 0; l < PADAN_LEVELS; l++)
			s->level[c][l] /= ONE;
		for (unsigned e = 0; e < PADAN_WORD_EVENTS; e++)
			s->event[c][e] /= ONE;
	}
	s->nik_equal_wrong[0] /= ONE;
	s->nik_equal_wrong[1] /= ONE;
	s->matches /= ONE;
}

static bool nik_equal(const struct padan_records *r, const struct pd_found *f)
{
	return r->roles.nik >= 0 && (pd_level(f->gamma, (unsigned)r->roles.nik) & 7) == PADAN_LN_EQUAL;
}

/* A round over the pairs, in pieces. Sums are of whole numbers: their order does not show. */
struct round {
	const struct pd_judge *j;
	struct pd_pairs *pairs;
	struct pd_sums *sums; /* per piece */
	bool first;
};

/* Pairs that are hopeless in the first round are passed over in the others: their share of a match is nothing. */
static void round_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct round *k = ctx;
	const struct padan_records *r = k->j->r;
	struct pd_sums *sums = &k->sums[piece];
	struct pd_side side;
	uint8_t words[PADAN_COLUMNS];
	uint32_t known = UINT32_MAX;

	(void)thread;
	*sums = (struct pd_sums){ .rows = r->n, .one = ONE };
	for (size_t i = k->pairs->n * piece / PIECES, to = k->pairs->n * (piece + 1) / PIECES; i < to; i++) {
		struct pd_pair *pair = &k->pairs->pair[i];

		if (!k->first && pair->weight + k->j->log_prior < HOPELESS && !nik_equal(r, &pair->found))
			continue;
		if (pair->a != known) {
			known = pair->a;
			pd_side_set(&side, k->j, known);
			words_of(r, pd_row(r, known), words);
		}
		pair->weight = pd_side_weigh(&side, &pair->found, NULL);
		pair->ppm = pd_judge_ppm(k->j, pair->weight);
		if (pair->ppm > 0 || nik_equal(r, &pair->found))
			pd_sums_add(sums, r->schema, &r->roles, words, &pair->found, pair->ppm);
	}
}

static void add_sums(struct pd_sums *to, const struct pd_sums *from)
{
	for (unsigned c = 0; c < PADAN_COLUMNS; c++) {
		for (unsigned l = 0; l < PADAN_LEVELS; l++)
			to->level[c][l] += from->level[c][l];
		for (unsigned e = 0; e < PADAN_WORD_EVENTS; e++)
			to->event[c][e] += from->event[c][e];
	}
	to->nik_equal_wrong[0] += from->nik_equal_wrong[0];
	to->nik_equal_wrong[1] += from->nik_equal_wrong[1];
	to->matches += from->matches;
}

static void em_round(struct pd_judge *j, struct round *k, double scale, double date, unsigned threads)
{
	const struct padan_records *r = j->r;
	double all = (double)r->n * ((double)r->n - 1) / 2, matches;
	struct pd_sums sums = { .rows = r->n, .one = ONE };

	pd_judge_ready(j);
	pd_parallel(threads, PIECES, round_piece, k);
	for (size_t i = 0; i < PIECES; i++)
		add_sums(&sums, &k->sums[i]);
	shrink(&sums);
	matches = sums.matches * scale;
	pd_estimate_m(&j->model, r->schema, &sums, r->n, date);
	j->prior = (matches + .5) / (all + 1);
	j->prior = j->prior > .3 ? .3 : j->prior;
	j->model.found = j->prior;
}

int pd_learn_m(struct pd_judge *j, struct pd_pairs *p, double scale, unsigned rounds, unsigned threads)
{
	const struct padan_alloc *from = j->r->from;
	double date = pd_rare_same_date(&j->rare, j->r);
	struct round k = { .j = j, .pairs = p, .sums = from->resize(from->ctx, NULL, 0, PIECES * sizeof(*k.sums)) };

	if (!k.sums)
		return PADAN_NO_MEMORY;
	for (unsigned i = 0; i < rounds && p->n > 0; i++) {
		k.first = i == 0;
		em_round(j, &k, scale, date, threads);
	}
	pd_judge_ready(j);
	from->resize(from->ctx, k.sums, PIECES * sizeof(*k.sums), 0);
	return PADAN_OK;
}
