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

static void surprise(int32_t *to, const uint64_t *count, size_t n, double people, bool word)
{
	for (size_t i = 0; i < n; i++) {
		double others = (double)count[i] / WHOLE - 1;
		int32_t s = -pd_log2_mbit(((others > 0 ? others : 0) + UNSEEN) / (people + 1));

		s = s < 0 ? 0 : s;
		to[i] = word && s > WORD_MOST ? WORD_MOST : s;
	}
}

static uint64_t *counters(const struct padan_records *r, size_t n)
{
	uint64_t *p = r->from->resize(r->from->ctx, NULL, 0, n * sizeof(*p));

	if (p)
		memset(p, 0, n * sizeof(*p));
	return p;
}

static bool count_bags(struct counting *k, unsigned c)
{
	const struct padan_records *r = k->r;
	const struct pd_column *col = &r->column[c];
	uint64_t *sound = counters(r, col->n_sounds), *whole = counters(r, col->n_wholes);
	bool good = sound && whole;

	for (uint32_t i = 0; good && i < r->n; i++) {
		const struct pd_bag *b = &col->bag[pd_row(r, i)[c]];

		if (pd_row(r, i)[c] == 0)
			continue;
		whole[b->whole] += k->worth[i];
		for (unsigned w = 0; w < b->n; w++)
			sound[col->entry[col->word[b->first + w]].id] += k->worth[i];
	}
	if (good) {
		surprise(k->x->sound[c], sound, col->n_sounds, (double)k->people / WHOLE, true);
		surprise(k->x->whole[c], whole, col->n_wholes, (double)k->people / WHOLE, false);
	}
	drop(r, sound, col->n_sounds * sizeof(*sound));
	drop(r, whole, col->n_wholes * sizeof(*whole));
	return good;
}

static bool count_values(struct counting *k, unsigned c)
{
	const struct padan_records *r = k->r;
	size_t n = r->column[c].n;
	uint64_t *count = counters(r, n);

	if (!count)
		return false;
	for (uint32_t i = 0; i < r->n; i++)
		count[pd_row(r, i)[c]] += k->worth[i];
	surprise(k->x->value[c], count, n, (double)k->people / WHOLE, false);
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
		const struct pd_entry *e = &col->entry[col->word[b->first + i]];

		out->word[i] = x->sound[col->number][e->id];
		out->common |= (uint8_t)(((e->flags & PADAN_WORD_COMMON) != 0) << i);
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
