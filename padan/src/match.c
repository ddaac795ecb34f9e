/* SPDX-License-Identifier: EUPL-1.2
 *
 * Two rows compared by the numbers of their values: equal numbers need no look at the text.
 */
#include "records.h"

static struct pd_text text_of(const struct pd_column *c, uint32_t value)
{
	const struct pd_one *v = &c->one[value];

	return (struct pd_text){ pd_one_text(c, v), v->letters };
}

static unsigned match_values(const struct pd_column *c, uint32_t a, uint32_t b)
{
	struct pd_text x, y;

	if (a == 0 || b == 0)
		return PADAN_LV_MISSING;
	if (a == b)
		return PADAN_LV_EQUAL;
	x = text_of(c, a);
	y = text_of(c, b);
	return pd_values_close(c->kind, &x, &y) ? PADAN_LV_CLOSE : PADAN_LV_DIFFERENT;
}

/* EQUAL for each of n words. */
static uint32_t all_equal(unsigned n)
{
	return 0x249249u >> (24 - 3 * n);
}

/* Equal words and equal sounds, by their numbers, each word with the first that is free, as pd_compare does. */
static void match_words(const struct pd_column *c, const struct pd_bag *a, const struct pd_bag *b,
			struct pd_words_met *met)
{
	const uint32_t *x = c->word + a->first, *y = c->word + b->first;

	met->left = (1u << a->n) - 1;
	met->right = (1u << b->n) - 1;
	for (unsigned sound = 0; sound < 2 && met->left && met->right; sound++)
		for (uint32_t p = met->left; p; p &= p - 1)
			for (uint32_t q = met->right; q; q &= q - 1) {
				unsigned i = (unsigned)__builtin_ctz(p), k = (unsigned)__builtin_ctz(q);

				if (sound ? c->class[x[i]].sound != c->class[y[k]].sound : x[i] != y[k])
					continue;
				met->events |= (uint32_t)(sound ? PADAN_W_SOUND : PADAN_W_EQUAL) << (3 * i);
				met->left &= ~(1u << i);
				met->right &= ~(1u << k);
				break;
			}
}

/* The words that are left over. */
static unsigned match_letters(const struct pd_column *c, const struct pd_bag *a, const struct pd_bag *b,
			      struct pd_words_met *met, uint32_t *events)
{
	const struct pd_entry *x[PD_WORDS], *y[PD_WORDS];

	for (unsigned i = 0; i < a->n; i++)
		x[i] = &c->entry[c->word[a->first + i]];
	for (unsigned i = 0; i < b->n; i++)
		y[i] = &c->entry[c->word[b->first + i]];
	return pd_compare_rest(x, a->n, y, b->n, met, events);
}

static unsigned match_bags(const struct pd_column *c, uint32_t a, uint32_t b, uint32_t *events)
{
	struct pd_words_met met = { 0 };

	if (a == 0 || b == 0)
		return PADAN_LB_MISSING;
	if (a == b) {
		*events = all_equal(c->bag[a].n);
		return PADAN_LB_EQUAL;
	}
	match_words(c, &c->bag[a], &c->bag[b], &met);
	if (met.left == 0 || met.right == 0)
		return pd_words_level(&met, c->bag[a].n, events);
	return match_letters(c, &c->bag[a], &c->bag[b], &met, events);
}

static unsigned match_dates(const struct pd_column *c, uint32_t a, uint32_t b)
{
	return a == 0 || b == 0 ? PADAN_LD_MISSING : pd_compare_dates(&c->date[a], &c->date[b]);
}

static bool is_card(const struct padan_records *r, uint64_t nik, uint32_t card)
{
	return r->roles.card >= 0 && card && r->column[r->roles.card].number_of[card] == nik;
}

/* Two sixteen good digits: what pd_compare_niks says, without taking the numbers apart. */
static unsigned match_good(uint64_t x, uint64_t y)
{
	bool region, birth, serial;
	enum padan_nik_class class;

	if (x == y)
		return PADAN_LN_EQUAL;
	birth = x / 10000 % 1000000 == y / 10000 % 1000000;
	region = x / 10000000000 == y / 10000000000;
	serial = x % 10000 == y % 10000;
	if (region && birth)
		return PADAN_LN_SAME_BIRTH;
	if (!region && birth && serial)
		return PADAN_LN_NEAR;
	class = padan_nik_compare_values(x, y);
	if (class == PADAN_NIK_SAME_BIRTH || class == PADAN_NIK_DIFFERENT || class == PADAN_NIK_NEIGHBOUR)
		return PADAN_LN_DIFFERENT;
	if (region && serial)
		return PADAN_LN_TYPO;
	return class == PADAN_NIK_SWAPPED ? PADAN_LN_TYPO : PADAN_LN_DIFFERENT;
}

/* At least one of them is damaged. */
static unsigned match_odd(const struct pd_column *c, uint64_t p, uint64_t q, uint64_t value[2], bool *no_evidence)
{
	struct padan_nik room[2];
	const struct padan_nik *x = pd_nik_unpack(c, p, &room[0]), *y = pd_nik_unpack(c, q, &room[1]);

	value[0] = x->value;
	value[1] = y->value;
	/* A temporary number, or a card that is not the other's, is no evidence against. */
	*no_evidence = ((x->flags | y->flags) & (PADAN_NIK_TEMPORARY | PADAN_NIK_SAME_DIGITS)) != 0;
	return pd_compare_niks(x, y);
}

static unsigned match_niks(const struct padan_records *r, uint32_t row, uint32_t other, unsigned date)
{
	uint64_t p = pd_row_nik(r, row), q = pd_row_nik(r, other), value[2] = { p & PD_NIK_VALUE, q & PD_NIK_VALUE };
	const uint32_t *a = pd_row(r, row), *b = pd_row(r, other);
	bool no_evidence = false;
	unsigned level;

	if (p == 0 || q == 0)
		return PADAN_LN_MISSING;
	level = (p | q) & PD_NIK_ODD ? match_odd(&r->column[r->roles.nik], p, q, value, &no_evidence)
				     : match_good(value[0], value[1]);
	if (level == PADAN_LN_DIFFERENT || level == PADAN_LN_MISSING) {
		if (r->roles.card >= 0 &&
		    (is_card(r, value[0], b[r->roles.card]) || is_card(r, value[1], a[r->roles.card])))
			level = PADAN_LN_CARD;
		else if (no_evidence)
			level = PADAN_LN_MISSING;
	}
	return level + (level != PADAN_LN_MISSING && date == PADAN_LD_EQUAL ? PADAN_LN_GIVEN_DATE : 0);
}

void pd_match(const struct padan_records *r, uint32_t row, uint32_t other, struct pd_found *out)
{
	const uint32_t *a = pd_row(r, row), *b = pd_row(r, other);
	const struct padan_schema *s = r->schema;

	*out = (struct pd_found){ 0 };
	for (unsigned c = 0; c < s->n_columns; c++) {
		const struct pd_column *col = &r->column[c];
		unsigned level, date;

		if (col->kind == PADAN_NIK) {
			date = r->roles.date < 0
				       ? PADAN_LD_MISSING
				       : match_dates(&r->column[r->roles.date], a[r->roles.date], b[r->roles.date]);
			level = match_niks(r, row, other, date);
		} else if (col->kind == PADAN_DATE) {
			level = match_dates(col, a[c], b[c]);
		} else if (pd_is_bag(col->kind)) {
			level = match_bags(col, a[c], b[c], &out->bag[r->roles.bag[c]]);
		} else {
			level = match_values(col, a[c], b[c]);
		}
		out->gamma |= (uint64_t)level << (4 * c);
	}
}

/* Equal values are looked up for how rare they are, different ones for what they are. */
void pd_match_ask(const struct padan_records *r, uint32_t row, uint32_t other)
{
	const uint32_t *a = pd_row(r, row), *b = pd_row(r, other);

	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		const struct pd_column *col = &r->column[c];

		if (a[c] == 0 || b[c] == 0)
			continue;
		if (pd_is_bag(col->kind)) {
			__builtin_prefetch(&col->bag[b[c]]); /* the left one is asked for how rare it is */
		} else if (a[c] != b[c] && col->kind == PADAN_DATE) {
			__builtin_prefetch(&col->date[a[c]]);
			__builtin_prefetch(&col->date[b[c]]);
		} else if (a[c] != b[c]) {
			__builtin_prefetch(&col->one[a[c]]);
			__builtin_prefetch(&col->one[b[c]]);
		}
	}
}

void pd_match_ask_words(const struct padan_records *r, uint32_t row, uint32_t other)
{
	const uint32_t *a = pd_row(r, row), *b = pd_row(r, other);

	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		const struct pd_column *col = &r->column[c];

		if (a[c] == 0 || b[c] == 0)
			continue;
		if (pd_is_bag(col->kind)) {
			__builtin_prefetch(&col->word[col->bag[b[c]].first]);
		} else if (a[c] != b[c] && col->kind != PADAN_DATE) {
			__builtin_prefetch(&col->text[col->one[a[c]].text]);
			__builtin_prefetch(&col->text[col->one[b[c]].text]);
		}
	}
}

bool pd_forbidden(const struct padan_records *r, uint32_t row, uint32_t other)
{
	const struct pd_glance *a = &r->glance[row], *b = &r->glance[other];
	uint64_t p, q;

	if (r->roles.nik < 0)
		return false;
	p = a->nik;
	q = b->nik;
	if (!(p & q & PD_NIK_SOUND)) {
		struct padan_nik room[2];
		const struct padan_nik *x, *y;

		if (!((p | q) & PD_NIK_ODD) || p == 0 || q == 0)
			return false;
		x = pd_nik_unpack(&r->column[r->roles.nik], p, &room[0]);
		y = pd_nik_unpack(&r->column[r->roles.nik], q, &room[1]);
		if (!padan_nik_sound(x) || !padan_nik_sound(y))
			return false;
		p = x->value;
		q = y->value;
	}
	p &= PD_NIK_VALUE;
	q &= PD_NIK_VALUE;
	if (p % 10000 / 10 == q % 10000 / 10 || p / 10000 % 1000000 == q / 10000 % 1000000)
		return false;
	if (r->roles.date >= 0)
		return a->day != 0 && b->day != 0 && a->day != b->day;
	return true;
}
