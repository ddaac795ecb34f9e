/* SPDX-License-Identifier: EUPL-1.2
 *
 * The keys under which a left row is found: with the variants of what may be damaged in it. What a right row is looked
 * for under: probe.c.
 */
#include "engine.h"
#include <padan/hash.h>

enum { TOKENS = 16 };

/* The tokens that one part of a rule gives. A weak token (a common word, a changed date) makes a key
 * only in company of strong ones: it would bring masses of strangers. */
struct tokens {
	uint64_t v[TOKENS];
	bool weak[TOKENS];
	unsigned n;
};

/* The same column gives the same tokens to every rule. */
enum { TOKEN_KINDS = PADAN_T_LONE + 1 };
struct token_table {
	struct tokens of[PADAN_COLUMNS][TOKEN_KINDS];
	uint16_t made[PADAN_COLUMNS]; /* a bit for each of them */
};

static void token_add(struct tokens *t, uint64_t v, bool weak)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->v[i] == v) {
			t->weak[i] = t->weak[i] && weak;
			return;
		}
	if (t->n < TOKENS) {
		t->v[t->n] = v;
		t->weak[t->n++] = weak;
	}
}

static void day_add(struct tokens *t, int y, int m, int d, bool weak)
{
	int32_t day = padan_day_of(y, m, d);

	if (day != PADAN_DAY_NONE)
		token_add(t, (uint64_t)((int64_t)day + INT64_C(0x80000000)), weak);
}

/* What was meant by a date of the left side: itself, day and month exchanged, the year off by 1 or 10. */
static void day_variants(struct tokens *t, const struct pd_date *d)
{
	static const int off[] = { -1, 1, -10, 10 };

	day_add(t, d->y, d->m, d->d, false);
	day_add(t, d->y, d->d, d->m, true);
	for (unsigned i = 0; i < sizeof(off) / sizeof(*off); i++)
		day_add(t, d->y + off[i], d->m, d->d, true);
}

static bool nik_birth(const struct pd_view *v)
{
	return v->nik && (v->nik->flags & PADAN_NIK_BIRTH) && !(v->nik->flags & PADAN_NIK_BAD_DATE);
}

static void date_tokens(const struct pd_roles *r, const struct pd_view *v, unsigned c, struct tokens *t)
{
	const struct pd_cell *cell = &v->cell[c];

	if (cell->h && cell->date.kind == PADAN_DATE_DAY)
		day_variants(t, &cell->date);
	if ((int)c == r->date && nik_birth(v))
		day_add(t, v->nik->year, v->nik->month, v->nik->day, false);
}

static void year_tokens(const struct pd_roles *r, const struct pd_view *v, unsigned c, struct tokens *t)
{
	const struct pd_cell *cell = &v->cell[c];

	if (cell->h && cell->date.kind == PADAN_DATE_AGE)
		for (int off = -PD_AGE_OFF; off <= PD_AGE_OFF; off++)
			token_add(t, (uint64_t)(PD_REF_YEAR - cell->date.age + off), false);
	else if (cell->h && cell->date.y > 0)
		token_add(t, (uint64_t)cell->date.y, false);
	if ((int)c == r->date && nik_birth(v))
		token_add(t, (uint64_t)v->nik->year, false);
}

static void word_tokens(const struct pd_view *v, unsigned c, struct tokens *t)
{
	const struct pd_cell *cell = &v->cell[c];
	bool all_common = true;

	for (unsigned i = 0; i < cell->n; i++)
		all_common = all_common && (v->word[cell->first + i]->flags & PADAN_WORD_COMMON);
	for (unsigned i = 0; i < cell->n && i < PD_KEY_WORDS; i++) {
		const struct pd_entry *w = v->word[cell->first + i];

		if (w->n > 1)
			token_add(t, w->sound, !all_common && (w->flags & PADAN_WORD_COMMON));
	}
}

/* Two forms of a word: one meets names of a single word on the right side, the other such names on the left. */
static void lone_tokens(const struct pd_view *v, unsigned c, struct tokens *t)
{
	struct tokens words = { .n = 0 };
	bool lone = v->cell[c].n == 1;

	word_tokens(v, c, &words);
	for (unsigned i = 0; i < words.n; i++) {
		token_add(t, words.v[i] ^ 1, words.weak[i]);
		if (lone)
			token_add(t, ~words.v[i], words.weak[i]);
	}
}

static void value_tokens(const struct pd_roles *r, const struct pd_view *v, unsigned c, struct tokens *t)
{
	if (v->cell[c].h)
		token_add(t, v->cell[c].h, false);
	if ((int)c == r->card && v->nik && v->nik->n == 16 && v->nik->trusted == 16)
		token_add(t, v->nik->value, false);
}

static void part_tokens(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *v,
			const struct padan_rule *rule, unsigned part, struct tokens *t)
{
	unsigned c = rule->part[part].column;

	t->n = 0;
	switch ((enum padan_token)rule->part[part].token) {
	case PADAN_T_VALUE:
		if (s->column[c].kind == PADAN_DATE)
			date_tokens(r, v, c, t);
		else
			value_tokens(r, v, c, t);
		return;
	case PADAN_T_WORD:
		word_tokens(v, c, t);
		return;
	case PADAN_T_LONE:
		lone_tokens(v, c, t);
		return;
	case PADAN_T_SET:
		if (v->cell[c].n >= 2)
			token_add(t, v->cell[c].h, false);
		return;
	case PADAN_T_YEAR:
		year_tokens(r, v, c, t);
		return;
	case PADAN_T_NIK15:
		if (v->nik && v->nik->trusted >= 15 && v->nik->n >= 15)
			token_add(t, v->nik->n == 15 ? v->nik->value : v->nik->value / 10, false);
		return;
	}
}

struct key_sink {
	uint64_t *out;
	unsigned n;
};

/* A rule with a token chosen for each of its parts. */
struct choice {
	uint64_t seed, token[3];
	uint8_t order[3];
	unsigned n;
};

static void key_add(struct key_sink *k, const struct choice *c, unsigned weak)
{
	uint64_t key = c->seed;

	if (k->n == PD_KEYS || weak > 1)
		return;
	for (unsigned i = 0; i < c->n; i++)
		key = padan_hash_join(key, c->token[c->order[i]]);
	k->out[k->n++] = pd_key(key);
}

static void third_part(const struct padan_rule *rule, const struct tokens *const *t, struct choice *c, unsigned weak,
		       struct key_sink *sink)
{
	if (rule->n < 3) {
		key_add(sink, c, weak);
		return;
	}
	for (unsigned k = 0; k < t[2]->n; k++) {
		c->token[2] = t[2]->v[k];
		key_add(sink, c, weak + t[2]->weak[k]);
	}
}

static void rule_keys(const struct padan_rule *rule, uint64_t seed, const struct tokens *const *t,
		      struct key_sink *sink)
{
	bool pairs = pd_rule_pairs(rule);
	struct choice c = { .seed = seed };

	c.n = pd_rule_order(rule, c.order);
	for (unsigned i = 0; i < t[0]->n; i++) {
		c.token[0] = t[0]->v[i];
		if (rule->n == 1)
			key_add(sink, &c, t[0]->weak[i]);
		for (unsigned j = pairs ? i + 1 : 0; rule->n > 1 && j < t[1]->n; j++) {
			c.token[1] = t[1]->v[j];
			if (pairs)
				c.token[0] = pd_pair_of(t[0]->v[i], t[1]->v[j]);
			third_part(rule, t, &c, (unsigned)t[0]->weak[i] + t[1]->weak[j], sink);
		}
	}
}

static const struct tokens *tokens_of(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *v,
				      const struct padan_rule *rule, unsigned part, struct token_table *table)
{
	struct tokens *t = &table->of[rule->part[part].column][rule->part[part].token];
	uint16_t *made = &table->made[rule->part[part].column];

	if (!(*made >> rule->part[part].token & 1))
		part_tokens(s, r, v, rule, part, t);
	*made |= (uint16_t)(1u << rule->part[part].token);
	return t;
}

unsigned pd_keys(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *v, uint64_t out[PD_KEYS])
{
	struct key_sink sink = { out, 0 };
	struct token_table table;
	const struct tokens *t[3];

	memset(table.made, 0, sizeof(table.made));
	for (unsigned i = 0; i < s->n_rules; i++) {
		const struct padan_rule *rule = &s->rule[i];
		bool whole = true;

		for (unsigned p = 0; p < rule->n && whole; p++) {
			t[p] = tokens_of(s, r, v, rule, p, &table);
			whole = t[p]->n > 0;
		}
		if (whole)
			rule_keys(rule, i + 1, t, &sink);
	}
	return sink.n;
}

static uint64_t word_bit(uint64_t sound)
{
	return (uint64_t)1 << (padan_mix64(sound) >> 58);
}

void pd_brief_look(struct pd_brief *b, const struct pd_roles *r, const struct pd_look *v)
{
	*b = (struct pd_brief){ .nik = v->give[PD_GIVES_NIK15][r->nik] * 10,
				.card = r->card >= 0 ? v->give[PD_GIVES_VALUE][r->card] : 0,
				.key = r->key >= 0 ? v->give[PD_GIVES_VALUE][r->key] : 0,
				.day = (uint32_t)v->give[PD_GIVES_DAY][r->date],
				.n = v->n[r->name] };
	for (unsigned i = 0; i < v->n[r->name]; i++)
		b->words |= word_bit(v->word[v->first[r->name] + i].sound);
}

void pd_brief_of(struct pd_brief *b, const struct pd_roles *r, const struct pd_view *v)
{
	const struct pd_cell *name = &v->cell[r->name], *date = &v->cell[r->date];

	*b = (struct pd_brief){ .n = name->n };
	if (v->nik->n >= 15 && v->nik->trusted >= 15)
		b->nik = v->nik->n == 15 ? v->nik->value * 10 : v->nik->value;
	if (r->card >= 0)
		b->card = v->cell[r->card].h;
	if (r->key >= 0)
		b->key = v->cell[r->key].h;
	for (unsigned i = 0; i < name->n; i++)
		b->words |= word_bit(v->word[name->first + i]->sound);
	if (date->h && date->date.kind == PADAN_DATE_DAY)
		b->day = (uint32_t)date->h;
	if (nik_birth(v))
		b->nik_day = (uint32_t)((int64_t)padan_day_of(v->nik->year, v->nik->month, v->nik->day) +
					INT64_C(0x80000000));
}
