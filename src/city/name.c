/* SPDX-License-Identifier: EUPL-1.2
 * Names: words by people, sex and year of birth, and the ways a registry writes them. */
#include "city/people.h"

struct name {
	char *p;
	size_t n;
	int words;
	span last;
};

static void add_word(struct name *nm, span w)
{
	if (nm->n + w.n + 2 > NAME_MAX_BYTES)
		return;
	if (nm->n)
		nm->p[nm->n++] = ' ';
	memcpy(nm->p + nm->n, w.p, w.n);
	nm->n += w.n;
	nm->p[nm->n] = 0;
	nm->words++;
	nm->last = w;
}

static void add_compound(const struct words *w, struct name *nm, int sex, struct rng *r)
{
	char word[40];
	span stem = words_pick(w, sex == 1 ? WORDS_STEM_MALE : WORDS_STEM_FEMALE, r);
	span end = words_pick(w, sex == 1 ? WORDS_END_MALE : WORDS_END_FEMALE, r);

	memcpy(word, stem.p, stem.n);
	memcpy(word + stem.n, end.p, end.n);
	add_word(nm, (span){ word, stem.n + end.n });
	nm->last = stem;
}

/* Words that never stand alone. */
static bool needs_more(span w)
{
	static const char *const heads[] = { "MUHAMMAD", "ABDUL", "ANDI", "BASO",  "AMBO",  "LA",  "I",
					     "SITTI",	 "SITI",  "NUR",  "BAU",   "DAENG", "SRI", "INDO",
					     "BESSE",	 "DWI",	  "TRI",  "NURUL", "AHMAD" };

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (padan_span_eq(w, padan_span_of(heads[i])))
			return true;
	return false;
}

struct origin {
	enum people people;
	int sex, year;
};

static enum word_list by_sex(int sex, enum word_list man, enum word_list woman)
{
	return sex == 1 ? man : woman;
}

static enum word_list list_for(struct origin o, bool first, struct rng *r)
{
	uint32_t x = rng_below(r, 100);

	if (o.people == PEOPLE_TORAJA && x < (first ? 70U : 82U))
		return first ? by_sex(o.sex, WORDS_MALE_TORAJA, WORDS_FEMALE_TORAJA) : WORDS_FAMILY_TORAJA;
	if (o.people <= PEOPLE_MAKASSAR && x < (first ? 22U : 10U))
		return by_sex(o.sex, WORDS_MALE_BUGIS, WORDS_FEMALE_BUGIS);
	if (o.year >= 1993 && x < (first ? 58U : 70U))
		return by_sex(o.sex, WORDS_MALE_YOUNG, WORDS_FEMALE_YOUNG);
	return x >= 84 ? WORDS_LISTS : by_sex(o.sex, WORDS_MALE, WORDS_FEMALE);
}

static int words_wanted(int year, struct rng *r)
{
	static const uint8_t share[3][3] = { { 34, 86, 100 }, { 18, 75, 99 }, { 7, 52, 93 } };
	const uint8_t *s = share[year < 1965 ? 0 : year < 1988 ? 1 : 2];
	uint32_t x = rng_below(r, 100);

	return x < s[0] ? 1 : x < s[1] ? 2 : x < s[2] ? 3 : 4;
}

/* The registry's own way of writing a common first word. */
static span written(span w, struct rng *r)
{
	static const struct {
		const char *word, *form;
		uint32_t up_to;
	} forms[] = { { "MUHAMMAD", "MUHAMMAD", 50 }, { "MUHAMMAD", "MUH.", 74 },     { "MUHAMMAD", "MUH", 80 },
		      { "MUHAMMAD", "MUHAMAD", 86 },  { "MUHAMMAD", "MOHAMMAD", 90 }, { "MUHAMMAD", "MOH.", 95 },
		      { "MUHAMMAD", "M.", 100 },      { "ABDUL", "ABDUL", 70 },	      { "ABDUL", "ABD.", 93 },
		      { "ABDUL", "ABD", 100 },	      { "SITTI", "SITTI", 72 },	      { "SITTI", "ST.", 95 },
		      { "SITTI", "ST", 100 },	      { "ANDI", "ANDI", 84 },	      { "ANDI", "A.", 100 } };
	uint32_t x = rng_below(r, 100);

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (x < forms[i].up_to && padan_span_eq(w, padan_span_of(forms[i].word)))
			return padan_span_of(forms[i].form);
	return w;
}

/* A word that may stand at this place; n == 0 when the dice gave the last one again. */
static span pick_word(const struct words *w, enum word_list list, bool first, span last, struct rng *r)
{
	span word = words_pick(w, list, r);

	if (padan_span_eq(word, last) || (!first && needs_more(word) && rng_mille(r, 900)))
		word = words_pick(w, list, r);
	return padan_span_eq(word, last) ? (span){ "", 0 } : word;
}

static void name_words(const struct words *w, struct origin o, struct rng *r, struct name *nm)
{
	int want = words_wanted(o.year, r);

	for (int i = 0; i < want && i < 4; i++) {
		enum word_list list = list_for(o, i == 0, r);
		span word;

		if (list == WORDS_LISTS) {
			add_compound(w, nm, o.sex, r);
			continue;
		}
		word = pick_word(w, list, i == 0, nm->last, r);
		if (!word.n)
			continue;
		if (i + 1 == want && needs_more(word))
			want++;
		add_word(nm, i == 0 ? written(word, r) : word);
		if (i == 0)
			nm->last = word;
	}
	if (!nm->n || (nm->words == 1 && needs_more(nm->last)))
		add_compound(w, nm, o.sex, r);
}

size_t name_invent(const struct city *c, enum people people, int sex, int year, struct rng *r, char out[NAME_MAX_BYTES])
{
	struct name nm = { .p = out };

	out[0] = 0;
	name_words(&c->words, (struct origin){ people, sex, year }, r, &nm);
	return nm.n;
}

static void put_before(struct name *nm, span title)
{
	if (nm->n + title.n + 2 > NAME_MAX_BYTES)
		return;
	memmove(nm->p + title.n + 1, nm->p, nm->n + 1);
	memcpy(nm->p, title.p, title.n);
	nm->p[title.n] = ' ';
	nm->n += title.n + 1;
}

/* Titles and honours that the registry itself has taken into the name. */
static void add_titles(const struct household *h, const struct person *p, int year, struct rng *r, struct name *nm)
{
	uint32_t pilgrim = h->welfare > 7000 ? 90 : h->welfare > 3500 ? 35 : 8;

	if (year < 1980 && rng_mille(r, pilgrim))
		put_before(nm, p->sex == 1 ? SPAN("H.") : SPAN("HJ."));
	else if (h->welfare > 8000 && year < 1985 && rng_mille(r, 25))
		put_before(nm, p->sex == 1 ? SPAN("DRS.") : SPAN("DRA."));
	if (h->welfare > 7500 && year < 1998 && rng_mille(r, 25))
		add_word(nm, rng_mille(r, 500) ? SPAN("S.PD") : SPAN("SE"));
}

span person_daeng(const struct city *c, const struct household *h, int slot)
{
	const struct person *p = &h->person[slot];
	struct rng r = rng_of(c->seed, DICE_NAME, p->id + (1ULL << 40));
	int year = date_ymd(p->born).y;

	if (year > 1988 || h->people != PEOPLE_MAKASSAR || !rng_mille(&r, year < 1965 ? 500 : 220))
		return (span){ "", 0 };
	return words_pick(&c->words, WORDS_DAENG, &r);
}

/* A twin keeps the second half of the elder's name. */
static void twin_name(const struct city *c, const struct household *h, int slot, struct rng *r, struct name *nm)
{
	char elder[NAME_MAX_BYTES];
	const struct person *p = &h->person[slot];
	size_t n = person_name(c, h, p->twin_of, elder);
	const char *blank = memchr(elder, ' ', n);

	add_compound(&c->words, nm, p->sex, r);
	if (blank)
		add_word(nm, (span){ blank + 1, n - (size_t)(blank + 1 - elder) });
}

size_t person_name(const struct city *c, const struct household *h, int slot, char out[NAME_MAX_BYTES])
{
	const struct person *p = &h->person[slot];
	struct rng r = rng_of(c->seed, DICE_NAME, p->id);
	struct name nm = { .p = out };
	int year = date_ymd(p->born).y;
	span daeng;

	out[0] = 0;
	if (p->twin_of >= 0) {
		twin_name(c, h, slot, &r, &nm);
		return nm.n;
	}
	name_words(&c->words, (struct origin){ h->people, p->sex, year }, &r, &nm);
	add_titles(h, p, year, &r, &nm);
	daeng = person_daeng(c, h, slot);
	if (daeng.n && rng_mille(&r, 160)) {
		add_word(&nm, rng_mille(&r, 700) ? SPAN("DG.") : SPAN("DAENG"));
		add_word(&nm, daeng);
	}
	return nm.n;
}

size_t person_mother(const struct city *c, const struct household *h, int slot, char out[NAME_MAX_BYTES])
{
	const struct person *p = &h->person[slot];
	struct rng r = rng_of(c->seed, DICE_MOTHER, p->id);

	if (p->mother >= 0)
		return person_name(c, h, p->mother, out);
	return name_invent(c, h->people, 2, date_ymd(p->born).y - 26, &r, out);
}
