/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocking rules of a deduplication, by the kinds of the columns. They overlap on purpose: a double is lost only when
 * all that every rule needs is damaged at once. In a small table rules may be loose; in a large one each must bring
 * few strangers together.
 */
#include <padan/dedupe.h>

enum { SMALL = 20000, SMALL_POOR = 200000, VALUES = 2 };

struct part {
	uint8_t column, token;
};

struct kinds {
	struct part key[PADAN_COLUMNS], card[PADAN_COLUMNS], word[PADAN_COLUMNS], value[PADAN_COLUMNS],
		date[PADAN_COLUMNS];
	unsigned keys, cards, words, values, dates;
	const uint32_t *distinct;
	uint32_t seen;
};

static const struct part none = { 0, 0 };

static void rule(struct padan_schema *s, unsigned n, struct part a, struct part b, struct part c)
{
	struct padan_rule *r = &s->rule[s->n_rules];

	if (s->n_rules == PADAN_RULES)
		return;
	r->n = (uint8_t)n;
	r->part[0].column = a.column, r->part[0].token = a.token;
	r->part[1].column = b.column, r->part[1].token = b.token;
	r->part[2].column = c.column, r->part[2].token = c.token;
	s->n_rules++;
}

static void sort_columns(const struct padan_schema *s, struct kinds *k)
{
	for (uint8_t c = 0; c < s->n_columns; c++)
		switch (s->column[c].kind) {
		case PADAN_NIK:
			k->key[k->keys++] = (struct part){ c, PADAN_T_NIK15 };
			break;
		case PADAN_CARD:
			k->card[k->cards++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_KEY:
			k->key[k->keys++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_NAME:
		case PADAN_TEXT:
			k->word[k->words++] = (struct part){ c, PADAN_T_WORD };
			break;
		case PADAN_DATE:
			k->date[k->dates++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_PLACE:
		case PADAN_VALUE:
			k->value[k->values++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_SEX:
			break;
		}
}

static void small_rules(struct padan_schema *s, const struct kinds *k)
{
	for (unsigned d = 0; d < k->dates; d++) {
		struct part date = k->date[d], year = { date.column, PADAN_T_YEAR };

		for (unsigned w = 0; w < k->words; w++) {
			rule(s, 2, date, k->word[w], none);
			rule(s, 2, k->word[w], year, none);
		}
		for (unsigned v = 0; v < k->values; v++)
			rule(s, 2, date, k->value[v], none);
		rule(s, 1, date, none, none);
	}
	for (unsigned w = 0; w < k->words; w++) {
		for (unsigned x = w; x < k->words; x++)
			rule(s, 2, k->word[w], k->word[x], none);
		for (unsigned v = 0; v < k->values; v++)
			rule(s, 2, k->word[w], k->value[v], none);
	}
	for (unsigned v = 0; v < k->values; v++)
		for (unsigned x = v + 1; x < k->values; x++)
			rule(s, 2, k->value[v], k->value[x], none);
}

/* Where there are many columns to meet by, the blunter rules are not needed, and a table is large sooner. */
static bool rich(const struct kinds *k)
{
	return k->keys + k->cards + k->words >= 4;
}

/* What a person's name meets with: a date, and what is left of one that is wrong; another word, where one is. */
static void rules_of_name(struct padan_schema *s, const struct kinds *k, struct part name)
{
	for (unsigned d = 0; d < k->dates; d++) {
		struct part year = { k->date[d].column, PADAN_T_YEAR }, turn = { k->date[d].column, PADAN_T_DAY_MONTH };

		rule(s, 2, k->date[d], name, none);
		rule(s, 3, name, name, year);
		rule(s, 3, name, name, turn);
		if (k->values)
			rule(s, 3, name, year, k->value[0]);
	}
	for (unsigned v = 0; v < k->values && v < (rich(k) ? 1 : VALUES); v++)
		rule(s, 3, name, name, k->value[v]);
}

/* Where little is known of each, names and dates are wrong at once in many doubles: what is left of a row must do, as
 * far as its blocks are small. */
static void rules_of_little(struct padan_schema *s, const struct kinds *k)
{
	if (k->words && k->values)
		rule(s, 2, k->word[0], k->value[0], none);
	if (k->dates)
		rule(s, 1, k->date[0], none, none);
}

/* Another's name, a street: as a whole. */
static void rules_of_texts(struct padan_schema *s, const struct kinds *k)
{
	for (unsigned w = 1; w < k->words; w++) {
		struct part whole = { k->word[w].column, PADAN_T_VALUE };

		if (k->distinct && k->distinct[whole.column] * 4 < k->seen)
			continue;
		rule(s, 2, k->word[0], whole, none);
		for (unsigned d = 0; d < k->dates && d < 1; d++)
			rule(s, 2, k->date[d], whole, none);
	}
}

static void large_rules(struct padan_schema *s, const struct kinds *k)
{
	for (unsigned d = 0; d < k->dates; d++) {
		for (unsigned c = 0; c < k->cards; c++)
			rule(s, 2, k->card[c], k->date[d], none);
		for (unsigned v = 0; v < k->values && v < VALUES && !rich(k); v++)
			rule(s, 2, k->date[d], k->value[v], none);
	}
	for (unsigned c = 0; c < k->cards && k->words; c++)
		rule(s, 2, k->card[c], k->word[0], none);
	if (k->words)
		rules_of_name(s, k, k->word[0]);
	if (!rich(k))
		rules_of_little(s, k);
	rules_of_texts(s, k);
}

/* Those with the most values first. */
static void sharpest_first(struct kinds *k)
{
	for (unsigned i = 1; i < k->values && k->distinct; i++)
		for (unsigned at = i; at > 0 && k->distinct[k->value[at].column] > k->distinct[k->value[at - 1].column];
		     at--) {
			struct part spare = k->value[at];

			k->value[at] = k->value[at - 1];
			k->value[at - 1] = spare;
		}
}

void padan_dedupe_rules(struct padan_schema *s, uint64_t rows, const uint32_t *distinct, uint32_t seen)
{
	struct kinds k = { .distinct = distinct, .seen = seen };

	s->n_rules = 0;
	sort_columns(s, &k);
	for (unsigned i = 0; i < k.keys; i++)
		rule(s, 1, k.key[i], none, none);
	for (unsigned i = 0; i < k.cards && rows <= SMALL; i++)
		rule(s, 1, k.card[i], none, none);
	if (rows <= (rich(&k) ? SMALL : SMALL_POOR))
		small_rules(s, &k);
	else
		sharpest_first(&k), large_rules(s, &k);
	for (uint8_t c = 0; s->n_rules == 0 && c < s->n_columns; c++)
		rule(s, 1, (struct part){ c, PADAN_T_VALUE }, none, none);
}
