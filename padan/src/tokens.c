/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a row gives to a blocking rule. Unlike linkage (keys.c), where the indexed side alone offers variants, both rows
 * of a pair come through here: a date is therefore given with day and month in no order, which meets its own exchange,
 * and not in every year that it may have been meant for; a rule of words, day and month without the year does that.
 */
#include "records.h"

struct tokens {
	uint64_t v[PD_TOKENS];
	unsigned n, weak; /* weak: bit set */
};

/* There are two at most. */
static void add(struct tokens *t, uint64_t v)
{
	if (t->n == 0 || t->v[0] != v)
		t->v[t->n++] = v;
}

static bool has(const uint32_t *word, unsigned n, uint32_t id)
{
	for (unsigned i = 0; i < n; i++)
		if (word[i] == id)
			return true;
	return false;
}

/* Particles and initials are weak: two of them make no key, unless a name has nothing else. The strong ones stand
 * first. Returns the bit set of the weak ones. */
static unsigned words_of(const struct pd_column *c, uint32_t value, uint32_t *word, uint8_t *n)
{
	const struct pd_bag *b = &c->bag[value];
	bool strong = false;
	unsigned weak = 0;

	*n = 0;
	for (unsigned i = 0; i < b->n; i++) {
		const struct pd_word *w = &c->class[c->word[b->first + i]];

		strong = strong || (!w->initial && !w->common);
	}
	for (unsigned pass = 0; pass < 2; pass++)
		for (unsigned i = 0; i < b->n && *n < PD_TOKEN_WORDS; i++) {
			const struct pd_word *w = &c->class[c->word[b->first + i]];

			if (w->initial || w->common != (pass > 0) || has(word, *n, w->sound))
				continue;
			weak |= (unsigned)(strong && w->common) << *n;
			word[(*n)++] = w->sound;
		}
	return weak;
}

static void word_tokens(const uint32_t *word, unsigned n, unsigned weak, struct tokens *t)
{
	for (unsigned i = 0; i < n; i++)
		t->v[i] = word[i];
	t->n = n;
	t->weak = weak;
}

static bool birth_of_nik(const struct padan_records *r, uint32_t row, struct padan_nik *k)
{
	uint64_t nik = r->roles.nik >= 0 ? pd_row_nik(r, row) : 0;
	const struct padan_nik *x;

	if (nik == 0 || (!(nik & PD_NIK_ODD) && !(nik & PD_NIK_BIRTH)))
		return false;
	x = pd_nik_unpack(&r->column[r->roles.nik], nik, k);
	if (x != k)
		*k = *x;
	return (k->flags & PADAN_NIK_BIRTH) && !(k->flags & PADAN_NIK_BAD_DATE);
}

static struct pd_day day_of(const struct pd_column *c, uint32_t value)
{
	const struct pd_date *d = &c->date[value].date;

	if (value == 0 || d->y <= 0)
		return (struct pd_day){ 0 };
	return d->kind == PADAN_DATE_DAY ? (struct pd_day){ d->y, d->m, d->d } : (struct pd_day){ d->y, 0, 0 };
}

/* The same of the birth date; an age is none. */
static struct pd_day day_of_glance(const struct pd_glance *g)
{
	int16_t y = (int16_t)(g->day >> 16);

	return y <= 0 ? (struct pd_day){ 0 } : (struct pd_day){ y, (uint8_t)(g->day >> 8), (uint8_t)g->day };
}

void pd_row_tokens(const struct padan_records *r, uint32_t row_number, struct pd_row_tokens *out)
{
	const uint32_t *row = pd_row(r, row_number);
	struct padan_nik k;

	*out = (struct pd_row_tokens){ 0 };
	if (r->roles.name >= 0 && row[r->roles.name])
		out->weak = (uint8_t)words_of(&r->column[r->roles.name], row[r->roles.name], out->word, &out->n);
	if (r->roles.date >= 0 && birth_of_nik(r, row_number, &k))
		out->day = (struct pd_day){ k.year, k.month, k.day };
}

/* Day and month in no order, where both could be either. */
static uint64_t day_month(unsigned d, unsigned m)
{
	return d <= 12 && d < m ? m << 5 | d : d << 5 | m;
}

static void date_token(unsigned token, struct pd_day x, struct tokens *t)
{
	uint64_t y = (uint64_t)x.y, day = day_month(x.d, x.m);

	if (x.y == 0 || (x.d == 0 && token != PADAN_T_YEAR))
		return;
	add(t, token == PADAN_T_YEAR ? y : token == PADAN_T_DAY_MONTH ? day : y << 10 | day);
}

static void nik_tokens(const struct padan_records *r, uint32_t row, struct tokens *t)
{
	uint64_t nik = r->roles.nik >= 0 ? pd_row_nik(r, row) : 0;
	struct padan_nik room;
	const struct padan_nik *k;

	if (nik == 0)
		return;
	k = pd_nik_unpack(&r->column[r->roles.nik], nik, &room);
	if (k->trusted >= 15 && k->n >= 15)
		add(t, k->n == 15 ? k->value : k->value / 10);
}

static void bag_tokens(const struct pd_column *col, unsigned token, uint32_t value, struct tokens *t)
{
	uint32_t word[PD_TOKEN_WORDS];
	unsigned weak;
	uint8_t n;

	if (token == PADAN_T_WORD || token == PADAN_T_LONE) {
		weak = words_of(col, value, word, &n);
		word_tokens(word, n, weak, t);
	} else if (token == PADAN_T_VALUE || col->bag[value].n >= 2) {
		add(t, col->bag[value].whole);
	}
}

static void part_tokens(const struct padan_records *r, unsigned c, unsigned token, uint32_t row_number,
			const struct pd_row_tokens *own, struct tokens *t)
{
	const uint32_t *row = pd_row(r, row_number);
	const struct pd_column *col = &r->column[c];

	t->n = t->weak = 0;
	if (col->kind == PADAN_DATE) {
		date_token(token, (int)c == r->roles.date ? day_of_glance(&r->glance[row_number]) : day_of(col, row[c]),
			   t);
		if ((int)c == r->roles.date)
			date_token(token, own->day, t);
	} else if (col->kind == PADAN_NIK) {
		nik_tokens(r, row_number, t);
	} else if (row[c] == 0) {
		return;
	} else if ((int)c == r->roles.name && token == PADAN_T_WORD) {
		word_tokens(own->word, own->n, own->weak, t);
	} else if (pd_is_bag(col->kind)) {
		bag_tokens(col, token, row[c], t);
	} else {
		add(t, row[c]);
	}
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

static void put_third(const struct tokens *third, uint64_t key, unsigned weak, struct sink *s)
{
	if (!third)
		put(s, padan_mix64(key), weak);
	for (unsigned k = 0; third && k < third->n; k++)
		put(s, padan_hash_join(key, third->v[k]), weak + (third->weak >> k & 1));
}

unsigned pd_row_keys(const struct padan_records *r, const struct padan_rule *rule, uint32_t row_number,
		     const struct pd_row_tokens *own, uint64_t out[PD_ROW_KEYS])
{
	bool pairs = twice(rule);
	struct sink s = { out, 0 };
	struct tokens t[3];
	const struct tokens *first = &t[0], *second = pairs ? &t[0] : &t[1], *third = rule->n > 2 ? &t[2] : NULL;

	for (unsigned p = 0; p < rule->n; p++) {
		if (p == 1 && pairs)
			continue;
		part_tokens(r, rule->part[p].column, rule->part[p].token, row_number, own, &t[p]);
		if (t[p].n == 0)
			return 0;
	}
	for (unsigned i = 0; i < first->n; i++) {
		if (rule->n == 1)
			put(&s, padan_mix64(first->v[i] + 1), first->weak >> i & 1);
		for (unsigned j = pairs ? i + 1 : 0; rule->n > 1 && j < second->n; j++) {
			uint64_t a = first->v[i], b = second->v[j];

			put_third(third, pairs && a > b ? padan_hash_join(b, a) : padan_hash_join(a, b),
				  (first->weak >> i & 1) + (second->weak >> j & 1), &s);
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
