/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include <padan/sim.h>
#include <stdlib.h>

static struct padan_span text_of(const struct pd_entry *e)
{
	return (struct padan_span){ e->text, e->n };
}

/* --- words ------------------------------------------------------------------- */

/* More than k bits? k is small, and the machine may not count them itself. */
static inline bool more_than(uint32_t set, int k)
{
	for (; set && k > 0; k--)
		set &= set - 1;
	return set != 0;
}

/* One edit in words of four letters and more, two from eight on. The sets of letters bound the distance
 * from below (an edit changes at most two members), which spares nearly every call of the kernel. */
static bool alike(const struct pd_entry *a, const struct pd_entry *b)
{
	int shorter = a->n < b->n ? a->n : b->n, longer = a->n < b->n ? b->n : a->n;
	int edits = shorter >= 8 ? 2 : 1;

	if (shorter < 4 || longer - shorter > edits || more_than(a->letters ^ b->letters, 2 * edits))
		return false;
	if (a->text[0] >= '0' && a->text[0] <= '9')
		return false; /* another house number is another house */
	return padan_osa(text_of(a), text_of(b)) <= edits;
}

/* An initial, or a beginning of three letters at least. */
static bool completes(const struct pd_entry *a, const struct pd_entry *b)
{
	const struct pd_entry *s = a->n < b->n ? a : b, *l = a->n < b->n ? b : a;

	if (s->n == l->n || s->n == 2 || s->n == 0 || (s->text[0] >= '0' && s->text[0] <= '9'))
		return false;
	return memcmp(s->text, l->text, s->n) == 0;
}

struct bag {
	const struct pd_entry *const *word;
	unsigned n;
	uint32_t free; /* bit set of the words without a partner yet */
	bool by_sound;
};

static enum padan_word_event relation(const struct bag *a, unsigned i, const struct bag *b, unsigned j, unsigned step)
{
	const struct pd_entry *x = a->word[i], *y = b->word[j];

	switch (step) {
	case 0:
		return x->hash == y->hash ? PADAN_W_EQUAL : PADAN_W_LEFT_ONLY;
	case 1:
		return x->sound == y->sound ? PADAN_W_SOUND : PADAN_W_LEFT_ONLY;
	case 2:
		return alike(x, y) ? PADAN_W_ALIKE : PADAN_W_LEFT_ONLY;
	default:
		return completes(x, y) ? PADAN_W_INITIAL : PADAN_W_LEFT_ONLY;
	}
}

/* Is word k of `one` the two neighbours i, i + 1 of `two`, written together? */
static bool joins(const struct bag *one, unsigned k, const struct bag *two, unsigned i)
{
	const struct pd_entry *w = one->word[k], *x = two->word[i], *y = two->word[i + 1];

	return (unsigned)w->n == (unsigned)x->n + y->n && memcmp(w->text, x->text, x->n) == 0 &&
	       memcmp(w->text + x->n, y->text, y->n) == 0;
}

/* Takes pairs of neighbours of `two` that stand as one word in `one`. Returns the words of `one`. */
static uint32_t join_words(struct bag *one, struct bag *two, uint32_t *pairs)
{
	uint32_t taken = 0;

	for (uint32_t x = one->free; x && (two->free & two->free >> 1); x &= x - 1) {
		unsigned k = (unsigned)__builtin_ctz(x);

		for (uint32_t y = two->free & two->free >> 1; y; y &= y - 1) {
			unsigned i = (unsigned)__builtin_ctz(y);

			if (!joins(one, k, two, i))
				continue;
			one->free &= ~(1u << k);
			two->free &= ~(3u << i);
			taken |= 1u << k;
			*pairs |= 3u << i;
			break;
		}
	}
	return taken;
}

static void match_step(struct bag *a, struct bag *b, unsigned step, uint32_t *events)
{
	for (uint32_t x = a->free; x && b->free; x &= x - 1) {
		unsigned i = (unsigned)__builtin_ctz(x);

		for (uint32_t y = b->free; y; y &= y - 1) {
			unsigned j = (unsigned)__builtin_ctz(y);
			enum padan_word_event e = relation(a, i, b, j, step);

			if (e == PADAN_W_LEFT_ONLY)
				continue;
			*events |= (uint32_t)e << (3 * i);
			a->free &= ~(1u << i);
			b->free &= ~(1u << j);
			break;
		}
	}
}

static uint32_t set_events(uint32_t words, enum padan_word_event e)
{
	uint32_t events = 0;

	for (; words; words &= words - 1)
		events |= (uint32_t)e << (3 * (unsigned)__builtin_ctz(words));
	return events;
}

static void match_joined(struct bag *a, struct bag *b, uint32_t *events)
{
	uint32_t pairs = 0, ignored = 0, taken;

	taken = join_words(a, b, &ignored);
	join_words(b, a, &pairs);
	*events |= set_events(taken | pairs, PADAN_W_JOINED);
}

static enum padan_bag_level bag_level(const struct bag *a, const struct bag *b, uint32_t events)
{
	unsigned met = 0, strong = 0;

	for (unsigned i = 0; i < a->n; i++) {
		enum padan_word_event e = (events >> (3 * i)) & 7;

		met += e != PADAN_W_LEFT_ONLY;
		strong += e == PADAN_W_EQUAL || e == PADAN_W_JOINED;
	}
	if (met == 0)
		return PADAN_LB_NONE;
	if (a->free == 0 && b->free == 0)
		return strong == a->n ? PADAN_LB_EQUAL : PADAN_LB_SOUND;
	return a->free == 0 || b->free == 0 ? PADAN_LB_PART : PADAN_LB_SOME;
}

/* What neither equal words nor sounds have settled. */
static unsigned compare_rest(struct bag *a, struct bag *b, uint32_t events, uint32_t *found)
{
	for (unsigned step = 2; step < 4 && a->free && b->free; step++) {
		if (step == 2)
			match_joined(a, b, &events);
		match_step(a, b, step, &events);
	}
	*found = events | (uint32_t)__builtin_popcount(b->free) << 24;
	return bag_level(a, b, events);
}

static unsigned compare_bags(struct bag *a, struct bag *b, uint32_t *found)
{
	uint32_t events = 0;

	a->free = (1u << a->n) - 1;
	b->free = (1u << b->n) - 1;
	match_step(a, b, 0, &events);
	if (a->by_sound && a->free && b->free)
		match_step(a, b, 1, &events);
	return compare_rest(a, b, events, found);
}

unsigned pd_compare_rest(const struct pd_entry *const *a, unsigned an, const struct pd_entry *const *b, unsigned bn,
			 const struct pd_words_met *met, uint32_t *found)
{
	struct bag x = { a, an, met->left, true }, y = { b, bn, met->right, false };

	return compare_rest(&x, &y, met->events, found);
}

unsigned pd_words_level(const struct pd_words_met *met, unsigned an, uint32_t *found)
{
	struct bag x = { NULL, an, met->left, true }, y = { NULL, 0, met->right, false };

	*found = met->events | (uint32_t)__builtin_popcount(met->right) << 24;
	return bag_level(&x, &y, met->events);
}

/* --- dates ------------------------------------------------------------------- */

/* Of two numbers of two digits: one digit differs, or they are exchanged. */
static bool near_number(int a, int b)
{
	return a % 10 == b % 10 || a / 10 == b / 10 || (a % 10 == b / 10 && a / 10 == b % 10);
}

static bool near_year(int a, int b)
{
	return abs(a - b) == 1 || (a / 100 == b / 100 ? near_number(a % 100, b % 100) : abs(a - b) % 100 == 0);
}

static bool is_default(const struct pd_date *d)
{
	return (d->d == 31 && d->m == 12) || (d->d == 1 && (d->m == 1 || d->m == 7));
}

/* Two of the three are equal: does the third look like a slip of one key? */
static bool slip(const struct pd_date *a, const struct pd_date *b)
{
	return a->y != b->y ? near_year(a->y, b->y) : a->m != b->m ? near_number(a->m, b->m) : near_number(a->d, b->d);
}

/* Within two months, the year perhaps 1 or 10 off. Months count 31 days: this is no calendar. */
static bool close_by(const struct pd_date *a, const struct pd_date *b)
{
	int years = abs(a->y - b->y), days = (a->m - b->m) * 31 + a->d - b->d;

	if (years > 1 && years != 10)
		return false;
	return abs(days) <= 62 || (years == 1 && abs(days) >= 310);
}

static unsigned compare_parts(const struct pd_date *a, const struct pd_date *b)
{
	int same = (a->y == b->y) + (a->m == b->m) + (a->d == b->d);

	if (same == 3)
		return PADAN_LD_EQUAL;
	if (a->y == b->y && a->d == b->m && a->m == b->d)
		return PADAN_LD_SWAPPED;
	if (same == 2 && slip(a, b))
		return PADAN_LD_TYPO;
	if (abs(a->y - b->y) <= 1 && (is_default(a) || is_default(b)))
		return PADAN_LD_DEFAULT;
	return same == 2 ? PADAN_LD_TYPO : close_by(a, b) ? PADAN_LD_NEAR : PADAN_LD_DIFFERENT;
}

unsigned pd_compare_dates(const struct pd_cell *a, const struct pd_cell *b)
{
	const struct pd_date *x = &a->date, *y = &b->date;
	int years;

	if (a->h == 0 || b->h == 0)
		return PADAN_LD_MISSING;
	if (x->kind == PADAN_DATE_DAY && y->kind == PADAN_DATE_DAY)
		return compare_parts(x, y);
	if (x->kind != PADAN_DATE_AGE && y->kind != PADAN_DATE_AGE)
		return x->y == y->y ? PADAN_LD_YEAR : abs(x->y - y->y) == 1 ? PADAN_LD_DEFAULT : PADAN_LD_DIFFERENT;
	/* An age was true at some time in the last two years. */
	years = abs((x->kind == PADAN_DATE_AGE ? PD_REF_YEAR - x->age : x->y) -
		    (y->kind == PADAN_DATE_AGE ? PD_REF_YEAR - y->age : y->y));
	return years <= PD_AGE_OFF ? PADAN_LD_YEAR : PADAN_LD_DIFFERENT;
}

/* --- NIK ------------------------------------------------------------------------ */

static unsigned nik_parts(const struct padan_nik *a, const struct padan_nik *b, enum padan_nik_class class)
{
	bool region, birth, serial;

	if (a->n != 16 || b->n != 16)
		return class == PADAN_NIK_TYPO ? PADAN_LN_TYPO : PADAN_LN_DIFFERENT;
	region = a->region == b->region;
	serial = a->serial == b->serial;
	birth = a->value / 10000 % 1000000 == b->value / 10000 % 1000000;
	if (region && birth)
		return PADAN_LN_SAME_BIRTH;
	if (region && serial)
		return class == PADAN_NIK_SAME_BIRTH ? PADAN_LN_DIFFERENT : PADAN_LN_TYPO;
	if (birth && serial)
		return PADAN_LN_NEAR;
	return class == PADAN_NIK_SWAPPED ? PADAN_LN_TYPO : PADAN_LN_DIFFERENT;
}

unsigned pd_compare_niks(const struct padan_nik *a, const struct padan_nik *b)
{
	enum padan_nik_class class = padan_nik_compare(a, b);

	switch (class) {
	case PADAN_NIK_EQUAL:
		return PADAN_LN_EQUAL;
	case PADAN_NIK_EQUAL_TRUSTED:
		return PADAN_LN_TRUSTED;
	case PADAN_NIK_SWAPPED:
	case PADAN_NIK_TYPO:
	case PADAN_NIK_SEX:
	case PADAN_NIK_NEIGHBOUR:
	case PADAN_NIK_SAME_BIRTH:
		return nik_parts(a, b, class);
	case PADAN_NIK_DIFFERENT:
		return PADAN_LN_DIFFERENT;
	case PADAN_NIK_EQUAL_PREFIX:
	case PADAN_NIK_UNKNOWN:
		break;
	}
	return PADAN_LN_MISSING;
}

static unsigned compare_niks(const struct pd_roles *r, const struct pd_view *a, const struct pd_view *b,
			     unsigned date_level)
{
	unsigned level = PADAN_LN_MISSING;

	if (a->nik->n == 0 || b->nik->n == 0)
		return level;
	level = pd_compare_niks(a->nik, b->nik);
	if (r->card >= 0 && (level == PADAN_LN_DIFFERENT || level == PADAN_LN_MISSING)) {
		uint64_t x = a->cell[r->card].h, y = b->cell[r->card].h;

		if ((y != 0 && a->nik->value == y) || (x != 0 && b->nik->value == x))
			level = PADAN_LN_CARD;
	}
	/* A temporary number, or a card that is not the other's, is no evidence against. */
	if (level == PADAN_LN_DIFFERENT &&
	    ((a->nik->flags | b->nik->flags) & (PADAN_NIK_TEMPORARY | PADAN_NIK_SAME_DIGITS)))
		level = PADAN_LN_MISSING;
	if (level != PADAN_LN_MISSING && date_level == PADAN_LD_EQUAL)
		level += PADAN_LN_GIVEN_DATE;
	return level;
}

/* --- single values ---------------------------------------------------------------- */

/* Jaro-Winkler from 0.92 needs Jaro from 0.8667, and that matches from 1.6 of the two lengths' reciprocals: m / |a| +
 * m / |b| >= 1.6. A letter that the other side does not have matches nothing. */
static bool may_be_close(const struct pd_text *x, const struct pd_text *y)
{
	int a = (int)x->s.n, b = (int)y->s.n;
	int m = a - __builtin_popcount(x->letters & ~y->letters), k = b - __builtin_popcount(y->letters & ~x->letters);

	m = k < m ? k : m;
	return 5 * m * (a + b) + 1 >= 8 * a * b; /* 1: Jaro-Winkler is rounded */
}

bool pd_values_close(enum padan_kind k, const struct pd_text *x, const struct pd_text *y)
{
	if (k == PADAN_SEX || x->s.n < 3 || y->s.n < 3)
		return false;
	if (x->s.n - y->s.n + 1 <= 2 && !more_than(x->letters ^ y->letters, 2) && padan_osa(x->s, y->s) <= 1)
		return true;
	return (k == PADAN_PLACE || (k == PADAN_KEY && x->s.p[0] > '9')) && may_be_close(x, y) &&
	       padan_jaro_winkler(x->s, y->s) >= 9200;
}

static unsigned compare_values(enum padan_kind k, const struct pd_view *a, const struct pd_view *b, unsigned c)
{
	const struct pd_entry *x = a->whole[c], *y = b->whole[c];

	if (a->cell[c].h == 0 || b->cell[c].h == 0)
		return PADAN_LV_MISSING;
	if (a->cell[c].h == b->cell[c].h)
		return PADAN_LV_EQUAL;
	return pd_values_close(k, &(struct pd_text){ text_of(x), x->letters },
			       &(struct pd_text){ text_of(y), y->letters })
		       ? PADAN_LV_CLOSE
		       : PADAN_LV_DIFFERENT;
}

static unsigned compare_bag_column(enum padan_kind k, const struct pd_view *a, const struct pd_view *b, unsigned c,
				   uint32_t *found)
{
	struct bag x = { a->word + a->cell[c].first, a->cell[c].n, 0, k == PADAN_NAME || k == PADAN_TEXT };
	struct bag y = { b->word + b->cell[c].first, b->cell[c].n, 0, false };

	if (x.n == 0 || y.n == 0)
		return PADAN_LB_MISSING;
	return compare_bags(&x, &y, found);
}

void pd_compare(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *a,
		const struct pd_view *b, uint32_t want, struct pd_found *out)
{
	for (; want; want &= want - 1) {
		unsigned c = (unsigned)__builtin_ctz(want), level;
		enum padan_kind k = s->column[c].kind;

		if (k == PADAN_NIK)
			level = compare_niks(r, a, b,
					     r->date < 0 ? PADAN_LD_MISSING
							 : pd_compare_dates(&a->cell[r->date], &b->cell[r->date]));
		else if (k == PADAN_DATE)
			level = pd_compare_dates(&a->cell[c], &b->cell[c]);
		else if (pd_is_bag(k))
			level = compare_bag_column(k, a, b, c, &out->bag[r->bag[c]]);
		else
			level = compare_values(k, a, b, c);
		out->gamma |= (uint64_t)level << (4 * c);
	}
}
