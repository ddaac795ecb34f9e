/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a row gives to a blocking rule. Unlike linkage (keys.c), where the indexed side alone offers variants, both rows
 * of a pair come through here: a date is therefore given with day and month in no order, which meets its own exchange,
 * and not in every year that it may have been meant for; a rule of words, day and month without the year does that.
 */
#include "records.h"
#include <stddef.h>

/* There are two at most. */
static void add(struct pd_tokens *t, uint64_t v)
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

static void word_tokens(const uint32_t *word, unsigned n, unsigned weak, struct pd_tokens *t)
{
	for (unsigned i = 0; i < n; i++)
		t->v[i] = word[i];
	t->n = (uint8_t)n;
	t->weak = (uint8_t)weak;
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
	const struct pd_date *d = value ? &c->date[value].date : NULL;

	if (!d || d->y <= 0)
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

struct all_tokens {
	const struct padan_records *r;
	struct pd_row_tokens *out;
};

enum { PIECE = 1 << 14, AHEAD = PD_NAME_AHEAD / 3 };

static bool asks(const struct padan_records *r, uint32_t from, uint32_t to, uint32_t i, uint32_t *value)
{
	*value = i >= from && i < to ? pd_row(r, i)[r->roles.name] : 0;
	return *value != 0;
}

void pd_name_ask(const struct padan_records *r, uint32_t from, uint32_t to, uint32_t i)
{
	const struct pd_column *c = &r->column[r->roles.name < 0 ? 0 : r->roles.name];
	uint32_t value;

	__asm__ volatile(""); /* gcc drops calls of a function that only asks for memory: it seems to do nothing */
	if (r->roles.name < 0)
		return;
	if (asks(r, from, to, i, &value))
		__builtin_prefetch(&c->bag[value]);
	if (asks(r, from, to, i - AHEAD, &value))
		__builtin_prefetch(&c->word[c->bag[value].first]);
	if (asks(r, from, to, i - 2 * AHEAD, &value))
		for (unsigned k = 0; k < c->bag[value].n; k++)
			__builtin_prefetch(&c->class[c->word[c->bag[value].first + k]]);
}

static void tokens_piece(void *ctx, size_t piece, unsigned thread)
{
	struct all_tokens *all = ctx;
	uint32_t from = (uint32_t)(piece * PIECE), to = all->r->n - from < PIECE ? all->r->n : from + PIECE;

	(void)thread;
	for (uint32_t i = from; i < to + PD_NAME_AHEAD; i++) {
		pd_name_ask(all->r, from, to, i);
		if (i >= from + PD_NAME_AHEAD)
			pd_row_tokens(all->r, i - PD_NAME_AHEAD, &all->out[i - PD_NAME_AHEAD]);
	}
}

struct pd_row_tokens *pd_tokens_make(const struct padan_records *r, unsigned threads)
{
	struct all_tokens all = { r, r->from->resize(r->from->ctx, NULL, 0, (size_t)r->n * sizeof(*all.out) + 1) };

	if (all.out)
		pd_parallel(threads, ((size_t)r->n + PIECE - 1) / PIECE, tokens_piece, &all);
	return all.out;
}

void pd_tokens_free(const struct padan_records *r, struct pd_row_tokens *tokens)
{
	if (tokens)
		r->from->resize(r->from->ctx, tokens, (size_t)r->n * sizeof(*tokens) + 1, 0);
}

/* Day and month in no order, where both could be either. */
static uint64_t day_month(unsigned d, unsigned m)
{
	return d <= 12 && d < m ? m << 5 | d : d << 5 | m;
}

static void date_token(unsigned token, struct pd_day x, struct pd_tokens *t)
{
	uint64_t y = (uint64_t)x.y, day = day_month(x.d, x.m);

	if (x.y == 0 || (x.d == 0 && token != PADAN_T_YEAR))
		return;
	add(t, token == PADAN_T_YEAR ? y : token == PADAN_T_DAY_MONTH ? day : y << 10 | day);
}

static void nik_tokens(const struct padan_records *r, uint32_t row, struct pd_tokens *t)
{
	uint64_t nik = r->roles.nik >= 0 ? pd_row_nik(r, row) : 0;
	struct padan_nik room;
	const struct padan_nik *k;

	if (nik == 0)
		return;
	if (!(nik & PD_NIK_ODD)) {
		add(t, (nik & PD_NIK_VALUE) / 10);
		return;
	}
	k = pd_nik_unpack(&r->column[r->roles.nik], nik, &room);
	if (k->trusted >= 15 && k->n >= 15)
		add(t, k->n == 15 ? k->value : k->value / 10);
}

static void bag_tokens(const struct pd_column *col, unsigned token, uint32_t value, struct pd_tokens *t)
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

/* --- sources --------------------------------------------------------------------------------------- */

static unsigned source_for(struct pd_maker *m, unsigned column, unsigned token)
{
	for (unsigned i = 0; i < m->n_sources; i++)
		if (m->source[i].column == column && m->source[i].token == token)
			return i;
	m->source[m->n_sources].column = (uint8_t)column;
	m->source[m->n_sources].token = (uint8_t)token;
	return m->n_sources++;
}

static bool twice(const struct padan_rule *rule)
{
	return rule->n >= 2 && rule->part[0].column == rule->part[1].column &&
	       rule->part[0].token == rule->part[1].token;
}

struct pd_maker *pd_maker_new(const struct padan_records *r, const struct pd_row_tokens *tokens, uint32_t rules)
{
	struct pd_maker *m = r->from->resize(r->from->ctx, NULL, 0, sizeof(*m));

	if (!m)
		return NULL;
	memset(m, 0, offsetof(struct pd_maker, token));
	m->r = r;
	m->tokens = tokens;
	for (unsigned k = 0; k < r->schema->n_rules; k++) {
		const struct padan_rule *rule = &r->schema->rule[k];

		for (unsigned p = 0; p < rule->n && rules >> k & 1; p++)
			m->part[k][p] = (uint8_t)source_for(m, rule->part[p].column, rule->part[p].token);
		m->pairs[k] = twice(rule);
	}
	return m;
}

void pd_maker_free(struct pd_maker *m)
{
	if (m)
		m->r->from->resize(m->r->from->ctx, m, sizeof(*m), 0);
}

static void date_source(struct pd_maker *m, unsigned c, unsigned token, struct pd_tokens *t)
{
	const struct padan_records *r = m->r;
	bool birth = (int)c == r->roles.date;

	for (unsigned i = 0; i < m->n; i++) {
		uint32_t row = m->row[i];

		t[i].n = t[i].weak = 0;
		date_token(token, birth ? day_of_glance(&r->glance[row]) : day_of(&r->column[c], pd_row(r, row)[c]),
			   &t[i]);
		if (birth)
			date_token(token, m->tokens[row].day, &t[i]);
	}
}

static void bag_source(struct pd_maker *m, unsigned c, unsigned token, struct pd_tokens *t)
{
	const struct padan_records *r = m->r;

	for (unsigned i = 0; i < m->n; i++)
		if (pd_row(r, m->row[i])[c])
			__builtin_prefetch(&r->column[c].bag[pd_row(r, m->row[i])[c]]);
	for (unsigned i = 0; i < m->n; i++) {
		uint32_t value = pd_row(r, m->row[i])[c];

		t[i].n = t[i].weak = 0;
		if (value)
			bag_tokens(&r->column[c], token, value, &t[i]);
	}
}

static void name_source(const struct pd_maker *m, struct pd_tokens *t)
{
	for (unsigned i = 0; i < m->n; i++) {
		const struct pd_row_tokens *own = &m->tokens[m->row[i]];

		word_tokens(own->word, own->n, own->weak, &t[i]);
	}
}

static void value_source(const struct pd_maker *m, unsigned c, struct pd_tokens *t)
{
	for (unsigned i = 0; i < m->n; i++) {
		uint32_t value = pd_row(m->r, m->row[i])[c];

		t[i].v[0] = value;
		t[i].n = value != 0;
		t[i].weak = 0;
	}
}

static void nik_source(const struct pd_maker *m, struct pd_tokens *t)
{
	for (unsigned i = 0; i < m->n; i++) {
		t[i].n = t[i].weak = 0;
		nik_tokens(m->r, m->row[i], &t[i]);
	}
}

static void mark_rows(struct pd_maker *m, unsigned source)
{
	m->has[source] = 0;
	for (unsigned i = 0; i < m->n; i++)
		m->has[source] |= (uint64_t)(m->token[source][i].n > 0) << i;
}

void pd_maker_read(struct pd_maker *m)
{
	for (unsigned k = 0; k < m->n_sources; k++) {
		unsigned c = m->source[k].column, token = m->source[k].token;
		enum padan_kind kind = m->r->column[c].kind;

		if (kind == PADAN_DATE)
			date_source(m, c, token, m->token[k]);
		else if (kind == PADAN_NIK)
			nik_source(m, m->token[k]);
		else if ((int)c == m->r->roles.name && token == PADAN_T_WORD)
			name_source(m, m->token[k]);
		else if (pd_is_bag(kind))
			bag_source(m, c, token, m->token[k]);
		else
			value_source(m, c, m->token[k]);
		mark_rows(m, k);
	}
}

static void keep_among(struct pd_tokens *t, const uint64_t *among)
{
	unsigned n = 0, weak = 0;

	for (unsigned i = 0; i < t->n; i++) {
		uint32_t bit = pd_among_bit(t->v[i]);

		t->v[n] = t->v[i];
		weak |= (t->weak >> i & 1u) << n;
		n += (unsigned)(among[bit / 64] >> bit % 64 & 1);
	}
	t->n = (uint8_t)n;
	t->weak = (uint8_t)(weak & ((1u << n) - 1));
}

void pd_maker_keep(struct pd_maker *m, const uint64_t *const *among)
{
	for (unsigned k = 0; k < m->n_sources; k++) {
		if (!among[k])
			continue;
		for (unsigned i = 0; i < m->n; i++)
			keep_among(&m->token[k][i], among[k]);
		mark_rows(m, k);
	}
}

uint64_t pd_maker_rows(const struct pd_maker *m, unsigned rule)
{
	uint64_t rows = ~(uint64_t)0;

	for (unsigned p = 0; p < m->r->schema->rule[rule].n; p++)
		rows &= m->has[m->part[rule][p]];
	return rows;
}

/* --- keys -------------------------------------------------------------------------------------------- */

unsigned pd_maker_keys(const struct pd_maker *m, unsigned number, unsigned i, uint64_t out[PD_ROW_KEYS])
{
	static const struct pd_tokens none = { .n = 1 }; /* in place of a part that the rule has not */
	unsigned parts = m->r->schema->rule[number].n, n = 0;
	const uint8_t *part = m->part[number];
	const struct pd_tokens *a = &m->token[part[0]][i], *b = parts > 1 ? &m->token[part[1]][i] : &none,
			       *c = parts > 2 ? &m->token[part[2]][i] : &none;
	bool pairs = m->pairs[number];

	for (unsigned f = 0; f < a->n; f++)
		for (unsigned g = pairs ? f + 1 : 0; g < b->n; g++) {
			uint64_t x = a->v[f], y = b->v[g],
				 xy = pairs && x > y ? padan_hash_join(y, x) : padan_hash_join(x, y);
			unsigned weak = (a->weak >> f & 1u) + (b->weak >> g & 1u);

			/* Of two weak ones there is no key: it is written, and written over. */
			for (unsigned h = 0; h < c->n; h++) {
				out[n] = padan_hash_join(xy, c->v[h]);
				n += weak + (c->weak >> h & 1u) < 2;
			}
		}
	return n;
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
