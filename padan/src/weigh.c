/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include <math.h>

enum {
	HOUSE = 4,	   /* people in a house */
	NAME_MOST = 24000, /* however rare the words: names run in families and in fashions */
	ALIKE_MOST = 7000, /* of a word that is only alike, the frequency of its neighbours is not known */
	INITIAL_MOST = 3000,
	OWN_NIK = 6000, /* in one family, the own number against a brother's */
	OTHER_NAME = 0, /* where some of the words are met, and the name says no more than this */
	PERHAPS = 2000, /* four to one */
};

int32_t pd_log2_mbit(double x)
{
	return (int32_t)lround(log2(x) * 1000.0);
}

int32_t pd_place_most(uint64_t people)
{
	return people > 4 * HOUSE ? pd_log2_mbit((double)people / HOUSE) : 2000;
}

static void set(double to[PADAN_LEVELS], const double *from, unsigned n)
{
	memcpy(to, from, n * sizeof(*from));
}

/* Rates seen in lists of proposals; estimation starts here and leans on them where data are few. */
static const double nik_m[] = { 0, .84, .05, .035, .006, .004, .005, .06, 0, .86, .05, .035, .008, .004, .005, .04 };
static const double nik_u[] = { 0, 1e-8, 1e-5, 5e-5, 1e-5, 1e-6, 1e-5, 1, /* */
				0, 3e-5, .1,   1e-3, .15,  1e-6, .03,  .7 };
static const double date_m[] = { 0, .92, .012, .035, .9, .015, .014, .004 };
static const double date_u[] = { 0, 4.5e-5, 4.5e-5, 7e-4, .016, 3e-4, .97, .028 };
static const double bag_m[] = { 0, .72, .12, .09, .066, .004 };
static const double bag_u[] = { 0, 1e-5, 1e-5, 1e-3, .1, .9 };
static const double value_m[] = { 0, .9, .05, .05 };
static const double value_u[] = { 0, .02, .01, .97 };
static const double text_m[] = { 0, .35, .12, .25, .18, .1 };
static const double event_m[] = { .03, .87, .04, .03, .01, .01, .05 };
static const double event_u[] = { .9, 1e-6, 1e-6, .002, .03, 2e-4, .9 };
static const double text_event_m[] = { .25, .65, .02, .04, .02, .02, .3 };
static const double text_event_u[] = { .9, 1e-5, 1e-5, .005, .03, 5e-4, .9 };

static void start_value(struct padan_model *m, unsigned c, enum padan_kind k)
{
	set(m->m[c], value_m, 4);
	set(m->u[c], value_u, 4);
	if (k == PADAN_SEX) {
		m->m[c][PADAN_LV_EQUAL] = .985, m->m[c][PADAN_LV_CLOSE] = 1e-4, m->m[c][PADAN_LV_DIFFERENT] = .015;
		m->u[c][PADAN_LV_EQUAL] = .5, m->u[c][PADAN_LV_CLOSE] = 1e-4, m->u[c][PADAN_LV_DIFFERENT] = .5;
	} else if (k == PADAN_CARD || k == PADAN_KEY) {
		m->m[c][PADAN_LV_EQUAL] = .85, m->m[c][PADAN_LV_CLOSE] = .05, m->m[c][PADAN_LV_DIFFERENT] = .1;
		m->u[c][PADAN_LV_EQUAL] = 1e-5, m->u[c][PADAN_LV_CLOSE] = 1e-4, m->u[c][PADAN_LV_DIFFERENT] = 1;
	}
}

void padan_model_start(struct padan_model *m, const struct padan_schema *s)
{
	memset(m, 0, sizeof(*m));
	m->found = .9;
	for (unsigned c = 0; c < s->n_columns; c++) {
		enum padan_kind k = s->column[c].kind;

		if (k == PADAN_NIK) {
			set(m->m[c], nik_m, 16);
			set(m->u[c], nik_u, 16);
		} else if (k == PADAN_DATE) {
			set(m->m[c], date_m, 8);
			set(m->u[c], date_u, 8);
		} else if (pd_is_bag(k)) {
			set(m->m[c], k == PADAN_NAME ? bag_m : text_m, 6);
			set(m->u[c], bag_u, 6);
			memcpy(m->word_m[c], k == PADAN_NAME ? event_m : text_event_m, sizeof(event_m));
			memcpy(m->word_u[c], k == PADAN_NAME ? event_u : text_event_u, sizeof(event_u));
		} else {
			start_value(m, c, k);
		}
	}
}

static int32_t ratio(double m, double u)
{
	return pd_log2_mbit((m > 1e-9 ? m : 1e-9) / (u > 1e-12 ? u : 1e-12));
}

void pd_weights_of(struct pd_weights *w, const struct padan_model *m, const struct padan_schema *s)
{
	memset(w, 0, sizeof(*w));
	for (unsigned c = 0; c < s->n_columns; c++) {
		for (unsigned l = 1; l < PADAN_LEVELS; l++) {
			w->level[c][l] = m->m[c][l] > 0 || m->u[c][l] > 0 ? ratio(m->m[c][l], m->u[c][l]) : 0;
			w->log_m[c][l] = ratio(m->m[c][l], 1);
		}
		for (unsigned e = 0; e < PADAN_WORD_EVENTS && pd_is_bag(s->column[c].kind); e++)
			w->event[c][e] = e == PADAN_W_EQUAL || e == PADAN_W_SOUND || e == PADAN_W_ALIKE
						 ? ratio(m->word_m[c][e], 1)
						 : ratio(m->word_m[c][e], m->word_u[c][e]);
	}
}

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t word_weight(const struct pd_weights *w, unsigned c, unsigned event, bool common, int32_t rare)
{
	int32_t weight = w->event[c][event];

	switch (event) {
	case PADAN_W_EQUAL:
	case PADAN_W_SOUND:
		return weight + rare;
	case PADAN_W_ALIKE:
		return weight + least(rare, ALIKE_MOST + 4000);
	case PADAN_W_INITIAL:
		return least(weight, INITIAL_MOST);
	case PADAN_W_LEFT_ONLY:
		/* Muhammad, Siti, Nur come and go. */
		return common ? weight / 2 : weight;
	default:
		return weight;
	}
}

static int32_t bag_weight(const struct pd_scale *s, const struct pd_rarity *rare, const struct pd_found *f, unsigned c)
{
	const struct pd_weights *w = s->weights;
	unsigned level = pd_level(f->gamma, c);
	uint32_t events = f->bag[s->roles->bag[c]];
	int32_t sum = 0, against = 0, most = NAME_MOST;

	if (level == PADAN_LB_NONE)
		return w->level[c][level];
	against = (int32_t)(events >> 24) * w->event[c][PADAN_W_RIGHT_ONLY];
	for (unsigned i = 0; i < rare->n; i++) {
		int32_t word = word_weight(w, c, events >> (3 * i) & 7, rare->common >> i & 1, rare->word[i]);

		*(word > 0 ? &sum : &against) += word;
	}
	/* The whole name's own frequency bounds what its words promise as if they were independent. */
	if (rare->whole >= 0)
		most = least(most, rare->whole);
	sum = least(sum, most) + against;
	return sum > w->level[c][PADAN_LB_NONE] ? sum : w->level[c][PADAN_LB_NONE];
}

static int32_t column_weight(const struct pd_scale *s, const struct pd_rarity *rare, const struct pd_found *f,
			     unsigned c)
{
	unsigned level = pd_level(f->gamma, c);
	enum padan_kind k = s->schema->column[c].kind;

	if (level == 0)
		return 0;
	if (pd_is_bag(k))
		return bag_weight(s, rare, f, c);
	if (k != PADAN_NIK && level == 1 && rare->whole >= 0)
		return s->weights->log_m[c][level] + rare->whole;
	return s->weights->level[c][level];
}

/* What of the evidence of column `above` does not speak of column c. Any likeness of NIKs speaks of the sex, but of the
 * family card only the person's own does, and even then a brother with the same card would have another NIK. */
static int32_t beside(const struct pd_scale *sc, const struct pd_found *f, unsigned above, unsigned c)
{
	if ((int)above != sc->roles->nik || sc->schema->column[c].kind == PADAN_SEX)
		return 0;
	return (pd_level(f->gamma, above) & 7) == PADAN_LN_EQUAL ? OWN_NIK : INT32_MAX / 2;
}

/* Street, number, village and district together say no more than that two people live in one house, which has some four
 * people. Takes three quarters of what is too much off the last of them; returns how much. */
static int32_t bound_places(const struct pd_scale *sc, int32_t *part)
{
	const struct padan_schema *s = sc->schema;
	int32_t sum = 0, over;

	if (sc->roles->name < 0)
		return 0;
	for (unsigned c = 0; c < s->n_columns; c++)
		if (sc->roles->places >> c & 1 && part[c] > 0)
			sum += part[c];
	over = sum > sc->place_most ? (sum - sc->place_most) / 4 * 3 : 0;
	sum = over;
	for (unsigned c = s->n_columns; c-- > 0 && over > 0;)
		if (sc->roles->places >> c & 1 && part[c] > 0) {
			int32_t less = part[c] < over ? part[c] : over;

			part[c] -= less;
			over -= less;
		}
	return sum;
}

/* Is it somebody else's name, and the birth date does not say that it is the person all the same? */
static bool other_name(const struct pd_scale *sc, const struct pd_found *f, int32_t name_weight)
{
	unsigned name = pd_level(f->gamma, (unsigned)sc->roles->name), date = PADAN_LD_MISSING;

	if (name != PADAN_LB_NONE && (name != PADAN_LB_SOME || name_weight > OTHER_NAME))
		return false;
	if (sc->roles->date >= 0)
		date = pd_level(f->gamma, (unsigned)sc->roles->date);
	return date != PADAN_LD_EQUAL && date != PADAN_LD_SWAPPED && date != PADAN_LD_TYPO;
}

/* The number of a wife, a father or the row above stands in lists about as often as a person whose name nobody would
 * know again, and card, street and village are theirs too: the number then leads to a house, and perhaps to the person.
 * Takes what is too much off the number; returns how much. */
static int32_t bound_number(const struct pd_scale *sc, const struct pd_found *f, int32_t name_weight, int32_t sum,
			    int32_t *part)
{
	int32_t over, number;

	if (sc->roles->name < 0 || sc->roles->nik < 0 || !other_name(sc, f, name_weight))
		return 0;
	number = part[sc->roles->nik];
	/* less one of four people to a house, and less what every row starts with */
	over = sum - (sc->place_most + pd_log2_mbit(HOUSE) - pd_log2_mbit(sc->found / (1 - sc->found)) + PERHAPS);
	if (over <= 0 || number <= 0)
		return 0;
	over = least(over, number);
	part[sc->roles->nik] -= over;
	return over;
}

int32_t pd_weigh_pair(const struct pd_scale *sc, const struct pd_rarity rare[PADAN_COLUMNS], const struct pd_found *f,
		      int32_t part[PADAN_COLUMNS])
{
	const struct padan_schema *s = sc->schema;
	int32_t raw[PADAN_COLUMNS], own_part[PADAN_COLUMNS], sum = 0;

	for (unsigned c = 0; c < s->n_columns; c++)
		raw[c] = column_weight(sc, &rare[c], f, c);
	for (unsigned c = 0; c < s->n_columns; c++) {
		int32_t said = 0, own = raw[c];

		/* What a column says that this one only repeats. */
		for (uint32_t above = own > 0 ? s->column[c].under : 0; above; above &= above - 1) {
			unsigned a = (unsigned)__builtin_ctz(above);
			int32_t other = raw[a] - beside(sc, f, a, c);

			said = other > said ? other : said;
		}
		if (own > 0)
			own = own > said ? own - said : 0;
		own_part[c] = own;
		sum += own;
	}
	sum -= bound_places(sc, own_part);
	sum -= bound_number(sc, f, sc->roles->name >= 0 ? raw[sc->roles->name] : 0, sum, own_part);
	if (part)
		memcpy(part, own_part, s->n_columns * sizeof(*part));
	return sum;
}

static void rarity_of(const struct padan_index *ix, const struct pd_cell *cell, struct pd_rarity *out)
{
	out->whole = cell->whole == PD_NONE ? -1 : ix->surprise[cell->whole];
	out->n = cell->n;
	out->common = 0;
	for (unsigned i = 0; i < cell->n; i++) {
		const struct pd_entry *e = &ix->dict.entry[ix->word[cell->first + i]];

		out->word[i] = e->id == PD_NONE ? 0 : ix->surprise[e->id];
		out->common |= (uint8_t)(((e->flags & PADAN_WORD_COMMON) != 0) << i);
	}
}

int32_t pd_weigh(const struct padan_index *ix, uint32_t row, const struct pd_found *f, int32_t part[PADAN_COLUMNS])
{
	const struct pd_scale scale = { ix->schema, &ix->roles, &ix->weights, ix->place_most, ix->model.found };
	const struct pd_cell *cells = &ix->cell[(size_t)row * ix->schema->n_columns];
	struct pd_rarity rare[PADAN_COLUMNS];

	for (unsigned c = 0; c < ix->schema->n_columns; c++)
		if (pd_level(f->gamma, c))
			rarity_of(ix, &cells[c], &rare[c]);
	return pd_weigh_pair(&scale, rare, f, part);
}
