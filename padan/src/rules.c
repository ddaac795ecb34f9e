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

static void rules_of_kinds(struct padan_recipe *p, bool small)
{
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

/* The strongest first: what does not fit into the list of rules is what matters least. */
void pd_recipe_rules(struct padan_recipe *p, size_t rows)
{
	rules_of_kinds(p, rows <= 60000);
}

/* --- linkage ------------------------------------------------------------------------------------------ */

enum { RICH = 4 };

/* Where somebody lives is told by places; house numbers and the like only where there are none. */
static void places_only(const struct padan_recipe *p, struct roles *r)
{
	unsigned n = 0;

	for (unsigned v = 0; v < r->values; v++) {
		unsigned what = p->from[r->value[v].column].what;

		if (what == PADAN_WHAT_POSTCODE || (p->schema.column[r->value[v].column].kind == PADAN_PLACE &&
						    what != PADAN_WHAT_BIRTHPLACE && what != PADAN_WHAT_COUNTRY))
			r->value[n++] = r->value[v];
	}
	r->values = n ? n : r->values;
}

/* Those with the most values first. */
static void sharpest_first(struct roles *r, const uint32_t *distinct)
{
	for (unsigned i = 1; i < r->values; i++)
		for (unsigned at = i; at > 0 && distinct[r->value[at].column] > distinct[r->value[at - 1].column];
		     at--) {
			struct part spare = r->value[at];

			r->value[at] = r->value[at - 1];
			r->value[at - 1] = spare;
		}
}

/* The person's own name first. */
static void person_first(const struct padan_recipe *p, struct roles *r)
{
	for (unsigned w = 1; w < r->words; w++)
		if (p->from[r->word[w].column].what == PADAN_WHAT_PERSON) {
			struct part spare = r->word[w];

			r->word[w] = r->word[0];
			r->word[0] = spare;
			return;
		}
}

static struct part as(struct part x, enum padan_token token)
{
	return (struct part){ x.column, (uint8_t)token };
}

/* Two words of the name with what is left of the date, or with where somebody lives; a single word needs both. */
static void link_by_name(struct padan_recipe *p, const struct roles *r, bool rich)
{
	struct part name = r->word[0];

	for (unsigned d = 0; d < r->dates; d++) {
		rule(p, 2, r->date[d], name, none);
		rule(p, 3, name, name, as(r->date[d], PADAN_T_YEAR));
	}
	for (unsigned v = 0; v < r->values && v < (rich ? 1 : 3); v++)
		rule(p, 3, name, name, r->value[v]);
	if (r->values && r->dates)
		rule(p, 3, as(name, PADAN_T_LONE), r->value[0], as(r->date[0], PADAN_T_YEAR));
	if (r->values)
		rule(p, 2, as(name, PADAN_T_SET), r->value[r->values - 1], none);
	if (!r->values || !rich)
		rule(p, 1, as(name, PADAN_T_SET), none, none);
	if (r->values + r->dates == 0)
		rule(p, 2, name, name, none);
}

/* Who is met by no name: one date and one place, one street. */
static void link_by_rest(struct padan_recipe *p, const struct roles *r, bool rich)
{
	for (unsigned v = 0; r->dates && v < r->values && v < (rich ? 1 : 2); v++)
		rule(p, 2, r->date[0], r->value[v], none);
	for (unsigned w = 1; w < r->words && !rich; w++) {
		if (r->dates)
			rule(p, 2, r->date[0], as(r->word[w], PADAN_T_SET), none);
		rule(p, 2, r->word[0], as(r->word[w], PADAN_T_SET), none);
		rule(p, 3, r->word[0], r->word[w], r->word[w]);
	}
}

/* Where all pairs are few, rules may be broad; else each must bring few strangers together. */
void pd_recipe_link_rules(struct padan_recipe *p, const uint32_t *distinct, double pairs)
{
	struct roles r = { 0 };
	bool rich;

	sort_columns(p, &r);
	if (pairs <= PD_BROAD_PAIRS || r.words + r.dates + r.keys == 0) {
		rules_of_kinds(p, pairs <= PD_BROAD_PAIRS);
		return;
	}
	p->schema.n_rules = 0;
	places_only(p, &r);
	sharpest_first(&r, distinct);
	person_first(p, &r);
	rich = r.keys + r.words >= RICH;
	for (unsigned i = 0; i < r.keys; i++)
		rule(p, 1, r.key[i], none, none);
	if (r.words)
		link_by_name(p, &r, rich);
	link_by_rest(p, &r, rich);
	if (p->schema.n_rules == 0)
		rules_of_kinds(p, false);
}
