/* SPDX-License-Identifier: EUPL-1.2
 *
 * How rare values are. People are counted, not rows: a row that has k likely doubles is worth 1 / (1 + k) of a person,
 * and the person whose pair is weighed is not counted against itself. Sums are of whole numbers, so that they do not
 * depend on the order of the rows.
 */
#include "records.h"
#include <math.h>

enum { WORD_MOST = 17000, WHOLE = 1 << 20 };

#define UNSEEN .3 /* what a value that nobody else has counts for */

static size_t values_of(const struct pd_column *c)
{
	return pd_is_bag(c->kind) ? 1 : c->n;
}

static int32_t *array(const struct padan_records *r, size_t n)
{
	int32_t *p = r->from->resize(r->from->ctx, NULL, 0, n * sizeof(*p));

	if (p)
		memset(p, 0, n * sizeof(*p));
	return p;
}

static void drop(const struct padan_records *r, void *p, size_t bytes)
{
	if (p)
		r->from->resize(r->from->ctx, p, bytes, 0);
}

int pd_rare_make(struct pd_rare *x, const struct padan_records *r)
{
	*x = (struct pd_rare){ 0 };
	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		x->value[c] = array(r, values_of(&r->column[c]));
		x->sound[c] = array(r, r->column[c].n_sounds);
		x->whole[c] = array(r, r->column[c].n_wholes);
		if (!x->value[c] || !x->sound[c] || !x->whole[c]) {
			pd_rare_done(x, r);
			return PADAN_NO_MEMORY;
		}
	}
	return PADAN_OK;
}

void pd_rare_done(struct pd_rare *x, const struct padan_records *r)
{
	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		drop(r, x->value[c], values_of(&r->column[c]) * sizeof(int32_t));
		drop(r, x->sound[c], r->column[c].n_sounds * sizeof(int32_t));
		drop(r, x->whole[c], r->column[c].n_wholes * sizeof(int32_t));
	}
	*x = (struct pd_rare){ 0 };
}

struct counting {
	const struct padan_records *r;
	struct pd_rare *x;
	const uint32_t *worth; /* per row */
	uint64_t people;
	bool failed[PADAN_COLUMNS];
};

/* Most counts are of one person, or of a few whole ones. */
struct surprises {
	double people;
	uint64_t count[256];
	int32_t mbit[256];
};

static int32_t surprise(struct surprises *s, uint64_t count)
{
	uint64_t at = (count ^ count >> 20) & 255;
	double others = (double)count / WHOLE - 1;

	if (s->count[at] != count || s->mbit[at] < 0) {
		int32_t x = -pd_log2_mbit(((others > 0 ? others : 0) + UNSEEN) / (s->people + 1));

		s->count[at] = count;
		s->mbit[at] = x < 0 ? 0 : x;
	}
	return s->mbit[at];
}

static void surprises(int32_t *to, const uint64_t *count, size_t n, uint64_t people, int32_t most)
{
	struct surprises s = { .people = (double)people / WHOLE };

	for (size_t i = 0; i < 256; i++)
		s.mbit[i] = -1;
	for (size_t i = 0; i < n; i++) {
		int32_t x = surprise(&s, count[i]);

		to[i] = x > most ? most : x;
	}
}

static uint64_t *counters(const struct padan_records *r, size_t n)
{
	uint64_t *p = r->from->resize(r->from->ctx, NULL, 0, n * sizeof(*p));

	if (p)
		memset(p, 0, n * sizeof(*p));
	return p;
}

/* People of each value of the column. */
static uint64_t *count_rows(struct counting *k, unsigned c)
{
	enum { AHEAD = 24 };
	const struct padan_records *r = k->r;
	uint64_t *count = counters(r, r->column[c].n);

	for (uint32_t i = 0; count && i < r->n; i++) {
		if (i + AHEAD < r->n)
			__builtin_prefetch(&count[pd_row(r, i + AHEAD)[c]], 1);
		count[pd_row(r, i)[c]] += k->worth[i];
	}
	return count;
}

static bool count_bags(struct counting *k, unsigned c)
{
	const struct padan_records *r = k->r;
	const struct pd_column *col = &r->column[c];
	uint64_t *sound = counters(r, col->n_sounds), *whole = counters(r, col->n_wholes), *value = count_rows(k, c);
	bool good = sound && whole && value;

	for (size_t v = 1; good && v < col->n; v++) {
		const struct pd_bag *b = &col->bag[v];

		whole[b->whole] += value[v];
		for (unsigned w = 0; w < b->n; w++)
			sound[col->class[col->word[b->first + w]].sound] += value[v];
	}
	if (good) {
		surprises(k->x->sound[c], sound, col->n_sounds, k->people, WORD_MOST);
		surprises(k->x->whole[c], whole, col->n_wholes, k->people, INT32_MAX);
	}
	drop(r, sound, col->n_sounds * sizeof(*sound));
	drop(r, whole, col->n_wholes * sizeof(*whole));
	drop(r, value, col->n * sizeof(*value));
	return good;
}

static bool count_values(struct counting *k, unsigned c)
{
	const struct padan_records *r = k->r;
	size_t n = r->column[c].n;
	uint64_t *count = count_rows(k, c);

	if (!count)
		return false;
	surprises(k->x->value[c], count, n, k->people, INT32_MAX);
	drop(r, count, n * sizeof(*count));
	return true;
}

static void count_piece(void *ctx, size_t c, unsigned thread)
{
	struct counting *k = ctx;
	enum padan_kind kind = k->r->schema->column[c].kind;

	(void)thread;
	if (kind != PADAN_NIK)
		k->failed[c] = !(pd_is_bag(kind) ? count_bags(k, (unsigned)c) : count_values(k, (unsigned)c));
}

int pd_rare_count(struct pd_rare *x, const struct padan_records *r, const uint32_t *twins, unsigned threads)
{
	uint32_t *worth = r->from->resize(r->from->ctx, NULL, 0, (size_t)r->n * sizeof(*worth) + 1);
	struct counting k = { .r = r, .x = x, .worth = worth };
	int rc = PADAN_OK;

	if (!worth)
		return PADAN_NO_MEMORY;
	for (uint32_t i = 0; i < r->n; i++) {
		/* Rows that are written alike are one person together. */
		worth[i] = r->twin[i] != i ? 0 : (uint32_t)((uint64_t)WHOLE * 1000000 / (1000000 + (uint64_t)twins[i]));
		k.people += worth[i];
	}
	pd_parallel(threads, r->schema->n_columns, count_piece, &k);
	drop(r, worth, (size_t)r->n * sizeof(*worth) + 1);
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		rc = k.failed[c] ? PADAN_NO_MEMORY : rc;
	return rc;
}

double pd_rare_same_date(const struct pd_rare *x, const struct padan_records *r)
{
	const struct pd_column *c;
	double sum = 0, rows = 0;
	uint64_t *count;

	if (r->roles.date < 0)
		return 4.5e-5;
	c = &r->column[r->roles.date];
	count = counters(r, c->n);
	if (!count)
		return 4.5e-5;
	for (uint32_t i = 0; i < r->n; i++)
		count[pd_row(r, i)[r->roles.date]]++;
	/* By surprise in whole numbers: the sum does not depend on the order of the dates. */
	for (size_t v = 1; v < c->n; v++)
		if (c->date[v].date.kind == PADAN_DATE_DAY) {
			sum += (double)count[v] * floor(exp2(40 - x->value[r->roles.date][v] / 1000.0));
			rows += (double)count[v];
		}
	drop(r, count, c->n * sizeof(*count));
	sum = rows > 0 ? ldexp(sum, -40) / rows : 0;
	return sum > 1e-6 ? sum : 4.5e-5;
}

uint32_t pd_rare_needed(const struct padan_schema *s, const struct pd_found *f)
{
	uint32_t set = 0;

	for (unsigned c = 0; c < s->n_columns; c++) {
		unsigned level = pd_level(f->gamma, c);
		bool bag = pd_is_bag(s->column[c].kind);

		set |= (uint32_t)(bag ? level != PADAN_LB_MISSING && level != PADAN_LB_NONE : level == 1) << c;
	}
	return set;
}

static void rare_bag(const struct pd_rare *x, const struct pd_column *col, uint32_t value, struct pd_rarity *out)
{
	const struct pd_bag *b = &col->bag[value];

	out->whole = x->whole[col->number][b->whole];
	out->n = b->n;
	for (unsigned i = 0; i < b->n; i++) {
		const struct pd_word *w = &col->class[col->word[b->first + i]];

		out->word[i] = x->sound[col->number][w->sound];
		out->common |= (uint8_t)(w->common << i);
	}
}

void pd_rare_ask(const struct pd_rare *x, const struct padan_records *r, uint32_t number)
{
	const uint32_t *row = pd_row(r, number);

	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		if (row[c] && pd_is_bag(r->column[c].kind))
			__builtin_prefetch(&r->column[c].bag[row[c]]);
		else if (row[c])
			__builtin_prefetch(&x->value[c][row[c]]);
	}
}

void pd_rare_ask_words(const struct pd_rare *x, const struct padan_records *r, uint32_t number)
{
	const uint32_t *row = pd_row(r, number);

	for (uint32_t set = r->roles.bags; set; set &= set - 1) {
		unsigned c = (unsigned)__builtin_ctz(set);
		const struct pd_bag *b;

		if (row[c] == 0)
			continue;
		b = &r->column[c].bag[row[c]];
		__builtin_prefetch(&x->whole[c][b->whole]);
		__builtin_prefetch(&r->column[c].word[b->first]);
	}
}

void pd_rare_of(const struct pd_rare *x, const struct padan_records *r, const uint32_t *row, uint32_t want,
		struct pd_rarity out[PADAN_COLUMNS])
{
	for (; want; want &= want - 1) {
		unsigned c = (unsigned)__builtin_ctz(want);

		out[c].whole = -1;
		out[c].n = out[c].common = 0;
		if (row[c] && pd_is_bag(r->column[c].kind))
			rare_bag(x, &r->column[c], row[c], &out[c]);
		else if (row[c])
			out[c].whole = x->value[c][row[c]];
	}
}
