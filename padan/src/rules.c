/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocking rules for any schema.
 */
#include "recipe_inside.h"

struct part {
	uint8_t column, token;
};

static void rule(struct padan_recipe *p, unsigned n, struct part a, struct part b, struct part c)
{
	struct padan_rule *r = &p->schema.rule[p->schema.n_rules];

	if (p->schema.n_rules == PADAN_RULES)
		return;
	r->n = (uint8_t)n;
	r->part[0].column = a.column, r->part[0].token = a.token;
	r->part[1].column = b.column, r->part[1].token = b.token;
	r->part[2].column = c.column, r->part[2].token = c.token;
	p->schema.n_rules++;
}

/* Columns by what they give to blocking. */
struct roles {
	struct part key[PADAN_COLUMNS], word[PADAN_COLUMNS], value[PADAN_COLUMNS], date[PADAN_COLUMNS];
	unsigned keys, words, values, dates;
};

static void sort_columns(const struct padan_recipe *p, struct roles *r)
{
	for (uint8_t c = 0; c < p->schema.n_columns; c++)
		switch (p->schema.column[c].kind) {
		case PADAN_NIK:
			r->key[r->keys++] = (struct part){ c, PADAN_T_NIK15 };
			break;
		case PADAN_CARD:
		case PADAN_KEY:
			r->key[r->keys++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_NAME:
		case PADAN_TEXT:
			r->word[r->words++] = (struct part){ c, PADAN_T_WORD };
			break;
		case PADAN_DATE:
			r->date[r->dates++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_PLACE:
		case PADAN_VALUE:
			r->value[r->values++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_SEX:
			break;
		}
}

static const struct part none = { 0, 0 };

static void rules_of_date(struct padan_recipe *p, const struct roles *r, struct part date, bool small)
{
	struct part year = { date.column, PADAN_T_YEAR };

	for (unsigned w = 0; w < r->words; w++) {
		rule(p, 2, date, r->word[w], none);
		if (small)
			rule(p, 2, r->word[w], year, none);
		else
			rule(p, 3, r->word[w], r->word[w], year);
	}
	for (unsigned v = 0; v < r->values; v++)
		rule(p, 2, date, r->value[v], none);
	if (small)
		rule(p, 1, date, none, none);
}

static void rules_of_words(struct padan_recipe *p, const struct roles *r, unsigned w, bool small)
{
	for (unsigned x = w; x < r->words && small; x++)
		rule(p, 2, r->word[w], r->word[x], none);
	for (unsigned v = 0; v < r->values; v++)
		rule(p, small ? 2 : 3, r->word[w], r->value[v], r->word[w]);
}

/* The strongest first: what does not fit into the list of rules is what matters least. */
void pd_recipe_rules(struct padan_recipe *p, size_t rows)
{
	bool small = rows <= 60000;
	struct roles r = { 0 };

	p->schema.n_rules = 0;
	sort_columns(p, &r);
	for (unsigned i = 0; i < r.keys; i++)
		rule(p, 1, r.key[i], none, none);
	for (unsigned d = 0; d < r.dates; d++)
		rules_of_date(p, &r, r.date[d], small);
	for (unsigned w = 0; w < r.words; w++)
		rules_of_words(p, &r, w, small);
	for (unsigned v = 0; v < r.values; v++)
		for (unsigned x = v + 1; x < r.values && small; x++)
			rule(p, 2, r.value[v], r.value[x], none);
	for (uint8_t c = 0; p->schema.n_rules == 0 && c < p->schema.n_columns; c++)
		rule(p, 1, (struct part){ c, PADAN_T_VALUE }, none, none);
}
