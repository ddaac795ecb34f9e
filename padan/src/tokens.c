/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a row gives to a blocking rule. Unlike linkage (keys.c), where the indexed side alone offers variants, both rows
 * of a pair come through here: a date is therefore given with day and month in no order, which meets its own exchange,
 * and not in every year that it may have been meant for; a rule of words, day and month without the year does that.
 */
#include "records.h"

enum { WORDS = 5 };

struct tokens {
	uint64_t v[PD_TOKENS];
	bool weak[PD_TOKENS];
	unsigned n;
};

static void add(struct tokens *t, uint64_t v, bool weak)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->v[i] == v)
			return;
	if (t->n < PD_TOKENS) {
		t->v[t->n] = v;
		t->weak[t->n++] = weak;
	}
}

/* Particles and initials are weak: two of them make no key, unless a name has nothing else. */
static void word_tokens(const struct pd_column *c, uint32_t value, struct tokens *t)
{
	const struct pd_bag *b = &c->bag[value];
	bool strong = false;

	for (unsigned i = 0; i < b->n; i++) {
		const struct pd_entry *e = &c->entry[c->word[b->first + i]];

		strong = strong || (e->n > 1 && !(e->flags & PADAN_WORD_COMMON));
	}
	for (unsigned pass = 0; pass < 2; pass++) /* the strong ones first: there is room for WORDS */
		for (unsigned i = 0; i < b->n && t->n < WORDS; i++) {
			const struct pd_entry *e = &c->entry[c->word[b->first + i]];
			bool weak = (e->flags & PADAN_WORD_COMMON) != 0;

			if (e->n > 1 && weak == (pass > 0))
				add(t, e->id, strong && weak);
		}
}

static bool birth_of_nik(const struct padan_records *r, const uint32_t *row, struct padan_nik *k)
{
	uint64_t nik = r->shape.nik ? pd_row_nik(r, row) : 0;
	const struct padan_nik *x;

	if (nik == 0 || (!(nik & PD_NIK_ODD) && !(nik & PD_NIK_BIRTH)))
		return false;
	x = pd_nik_unpack(&r->column[r->roles.nik], nik, k);
	if (x != k)
		*k = *x;
	return (k->flags & PADAN_NIK_BIRTH) && !(k->flags & PADAN_NIK_BAD_DATE);
}

/* Day and month in no order, where both could be either. */
static uint64_t day_month(int d, int m)
{
	return d <= 12 && d < m ? (uint64_t)(m << 5 | d) : (uint64_t)(d << 5 | m);
}

static void date_token(unsigned token, int y, int m, int d, struct tokens *t)
{
	uint64_t day = day_month(d, m);

	add(t, token == PADAN_T_YEAR ? (uint64_t)y : token == PADAN_T_DAY_MONTH ? day : (uint64_t)y << 10 | day, false);
}

static void date_tokens(const struct padan_records *r, unsigned c, unsigned token, const uint32_t *row,
			struct tokens *t)
{
	const struct pd_cell *cell = row[c] ? &r->column[c].date[row[c]] : NULL;
	struct padan_nik k;

	if (cell && cell->date.kind == PADAN_DATE_DAY)
		date_token(token, cell->date.y, cell->date.m, cell->date.d, t);
	else if (cell && token == PADAN_T_YEAR && cell->date.y > 0)
		add(t, (uint64_t)cell->date.y, false);
	if ((int)c == r->roles.date && birth_of_nik(r, row, &k))
		date_token(token, k.year, k.month, k.day, t);
}

static void nik_tokens(const struct padan_records *r, const uint32_t *row, struct tokens *t)
{
	uint64_t nik = r->shape.nik ? pd_row_nik(r, row) : 0;
	struct padan_nik room;
	const struct padan_nik *k;

	if (nik == 0)
		return;
	k = pd_nik_unpack(&r->column[r->roles.nik], nik, &room);
	if (k->trusted >= 15 && k->n >= 15)
		add(t, k->n == 15 ? k->value : k->value / 10, false);
}

static void part_tokens(const struct padan_records *r, unsigned c, unsigned token, const uint32_t *row,
			struct tokens *t)
{
	const struct pd_column *col = &r->column[c];

	t->n = 0;
	if (col->kind == PADAN_DATE)
		date_tokens(r, c, token, row, t);
	else if (col->kind == PADAN_NIK)
		nik_tokens(r, row, t);
	else if (row[c] == 0)
		return;
	else if (token == PADAN_T_WORD || token == PADAN_T_LONE)
		word_tokens(col, row[c], t);
	else if (token == PADAN_T_SET && col->bag[row[c]].n >= 2)
		add(t, col->bag[row[c]].whole, false);
	else if (token == PADAN_T_VALUE)
		add(t, pd_is_bag(col->kind) ? col->bag[row[c]].whole : row[c], false);
}

static bool twice(const struct padan_rule *rule)
{
	return rule->n >= 2 && rule->part[0].column == rule->part[1].column &&
	       rule->part[0].token == rule->part[1].token;
}

struct sink {
	uint64_t *out;
	unsigned n;
};

static void put(struct sink *s, uint64_t key, unsigned weak)
{
	if (weak < 2 && s->n < PD_ROW_KEYS)
		s->out[s->n++] = key;
}

static void put_third(const struct tokens *t, unsigned parts, uint64_t key, unsigned weak, struct sink *s)
{
	if (parts < 3)
		put(s, padan_mix64(key), weak);
	for (unsigned k = 0; parts == 3 && k < t[2].n; k++)
		put(s, padan_hash_join(key, t[2].v[k]), weak + t[2].weak[k]);
}

unsigned pd_row_keys(const struct padan_records *r, const struct padan_rule *rule, uint32_t row_number,
		     uint64_t out[PD_ROW_KEYS])
{
	const uint32_t *row = pd_row(r, row_number);
	bool pairs = twice(rule);
	struct sink s = { out, 0 };
	struct tokens t[3];

	for (unsigned p = 0; p < rule->n; p++) {
		if (p == 1 && pairs) {
			t[1] = t[0];
			continue;
		}
		part_tokens(r, rule->part[p].column, rule->part[p].token, row, &t[p]);
		if (t[p].n == 0)
			return 0;
	}
	for (unsigned i = 0; i < t[0].n; i++) {
		if (rule->n == 1)
			put(&s, padan_mix64(t[0].v[i] + 1), t[0].weak[i]);
		for (unsigned j = pairs ? i + 1 : 0; rule->n > 1 && j < t[1].n; j++) {
			uint64_t a = t[0].v[i], b = t[1].v[j];

			put_third(t, rule->n, pairs && a > b ? padan_hash_join(b, a) : padan_hash_join(a, b),
				  (unsigned)t[0].weak[i] + t[1].weak[j], &s);
		}
	}
	return s.n;
}

/* The two sounds that come first in the alphabet, half of each. */
uint64_t pd_row_hint(const struct padan_records *r, uint32_t row)
{
	const struct pd_column *c;
	uint64_t first = ~(uint64_t)0, second = ~(uint64_t)0;
	uint32_t value;

	if (r->roles.name < 0)
		return 0;
	c = &r->column[r->roles.name];
	value = pd_row(r, row)[r->roles.name];
	for (unsigned i = 0; value && i < c->bag[value].n; i++) {
		uint64_t x = c->entry[c->word[c->bag[value].first + i]].sound;

		second = x < first ? first : x < second ? x : second;
		first = x < first ? x : first;
	}
	return (first & 0xffffffff00000000u) | second >> 32;
}
