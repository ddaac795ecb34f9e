/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/people.h"

#include <stdio.h>

enum { BLOCK = 14, DAYS = 40000, FIRST_DAY = -17000 /* 1923 */ };

const char *kin_word(enum kin k)
{
	static const char *const word[] = { "KEPALA KELUARGA", "SUAMI",	 "ISTRI", "ANAK",
					    "ORANG TUA",       "MERTUA", "CUCU",  "FAMILI LAIN" };

	return word[k];
}

const char *life_word(enum life l)
{
	static const char *const word[LIFE_COUNT] = { "HIDUP", "MENINGGAL", "PINDAH", "GANDA", "NONAKTIF" };

	return word[l];
}

static void put_digits(char *out, uint32_t v, int n)
{
	for (int i = n - 1; i >= 0; i--, v /= 10)
		out[i] = (char)('0' + v % 10);
}

/* ------------------------------------------------------------------ births */

/* Age of the head of a household, by steps of five years from 20. */
static int head_age(struct rng *r)
{
	static const uint16_t up_to[] = { 30, 110, 230, 360, 495, 620, 735, 830, 900, 950, 977, 992, 1000 };
	uint32_t x = rng_below(r, 1000);
	int i = 0;

	while (up_to[i] <= x)
		i++;
	return 20 + i * 5 + (int)rng_below(r, 5);
}

/* Old people were registered with a default day: 31-12, 01-07, 01-01. */
static date born_day(const struct city *c, int age, int block_day, struct rng *r)
{
	struct ymd now = date_ymd(c->cover);
	int year = now.y - age, day_of_year = rng_between(r, 1, 365);
	uint32_t heap = age >= 58 ? 300 : age >= 42 ? 120 : age >= 28 ? 25 : 4, x = rng_below(r, 1000);
	date d;

	if (x < heap) {
		uint32_t k = rng_below(r, 100);

		year -= age < 1;
		return k < 56 ? date_of(year, 12, 31) : k < 80 ? date_of(year, 7, 1) : date_of(year, 1, 1);
	}
	if (x > 975)
		day_of_year = block_day;
	d = date_of(year, 1, 1);
	d.day += day_of_year - 1;
	if (d.day > c->cover.day - 30) /* born before the registry's day */
		d.day -= 330;
	return d;
}

static void add_person(struct household *h, int sex, enum kin kin, date born)
{
	struct person *p;

	if (h->n >= HOUSEHOLD_MAX)
		return;
	p = &h->person[h->n];
	*p = (struct person){ .slot = (uint8_t)h->n,
			      .sex = (uint8_t)sex,
			      .kin = (uint8_t)kin,
			      .twin_of = -1,
			      .mother = -1,
			      .born = born };
	h->n++;
}

/* -------------------------------------------------------------- household */

static void add_children(const struct city *c, struct household *h, int mother_age, int block_day, struct rng *r)
{
	int mother = h->n > 1 ? 1 : h->person[0].sex == 2 ? 0 : -1;
	int wanted = mother_age > 50   ? rng_between(r, 1, 6)
		     : mother_age > 36 ? rng_between(r, 0, 5)
				       : rng_between(r, 0, 3);
	int age = mother_age - rng_between(r, 19, 30);

	for (int i = 0; i < wanted && age >= 0; i++) {
		bool leaves = age > 19 && rng_below(r, 100) < (uint32_t)(age > 32 ? 95 : (age - 19) * 7);
		date born = born_day(c, age, block_day, r);

		age -= rng_between(r, 1, 4);
		if (leaves)
			continue;
		add_person(h, rng_mille(r, 512) ? 1 : 2, KIN_CHILD, born);
		h->person[h->n - 1].mother = (int8_t)mother;
		if (!rng_mille(r, 13) || h->n >= HOUSEHOLD_MAX - 2)
			continue;
		add_person(h, rng_mille(r, 600) ? h->person[h->n - 1].sex : 2, KIN_CHILD, born);
		h->person[h->n - 1].twin_of = (int8_t)(h->n - 2);
		h->person[h->n - 1].mother = (int8_t)mother;
	}
}

static void add_elders(const struct city *c, struct household *h, int head, int block_day, struct rng *r)
{
	int age = head + rng_between(r, 20, 32);

	if (age > 92)
		return;
	add_person(h, rng_mille(r, 260) ? 1 : 2, h->n > 1 && rng_mille(r, 400) ? KIN_PARENT_IN_LAW : KIN_PARENT,
		   born_day(c, age, block_day, r));
	if (h->person[h->n - 1].kin == KIN_PARENT && h->person[h->n - 1].sex == 2)
		h->person[0].mother = (int8_t)(h->n - 1);
}

static void add_others(const struct city *c, struct household *h, uint32_t type, int age, int block_day, struct rng *r)
{
	if (type >= 900)
		add_elders(c, h, age, block_day, r);
	if (type >= 860 && type < 935)
		add_person(h, rng_mille(r, 500) ? 1 : 2, KIN_OTHER, born_day(c, rng_between(r, 15, 38), block_day, r));
	if (age > 52 && rng_mille(r, 300))
		add_person(h, rng_mille(r, 510) ? 1 : 2, KIN_GRANDCHILD,
			   born_day(c, rng_between(r, 0, 14), block_day, r));
}

/* Of a thousand: 70 live alone, 120 raise children alone, 40 have a relative, 100 a parent with them. */
static void fill(const struct city *c, struct household *h, int block_day, struct rng *r)
{
	uint32_t type = rng_below(r, 1000);
	int age = head_age(r), wife = age - rng_between(r, -2, 8);
	bool single = type < 70, alone_parent = type >= 70 && type < 190;
	uint32_t men = single ? 600 : alone_parent ? 250 : 1000;

	wife = wife < 18 ? 18 : wife;
	add_person(h, rng_mille(r, men) ? 1 : 2, KIN_HEAD, born_day(c, age, block_day, r));
	if (single)
		return;
	if (!alone_parent)
		add_person(h, 2, KIN_WIFE, born_day(c, wife, block_day, r));
	add_children(c, h, alone_parent ? age : wife, block_day, r);
	add_others(c, h, type, age, block_day, r);
}

/* Where and when the NIK was first issued. */
static void register_person(const struct city *c, const struct household *h, struct person *p, struct rng *r)
{
	int age = date_age(p->born, c->cover);
	uint32_t own = age < 17 ? 930 : 740, x = rng_below(r, 1000);
	size_t i = 0;

	if (h->resident && x < own) {
		uint32_t home = (uint32_t)((h->village->code[0] - '0') * 10 + (h->village->code[1] - '0')) * 10000 +
				(uint32_t)((h->village->code[3] - '0') * 10 + (h->village->code[4] - '0')) * 100 +
				(uint32_t)((h->village->code[6] - '0') * 10 + (h->village->code[7] - '0'));

		p->region = x < own * 8 / 10 ? home : c->own[rng_below(r, (uint32_t)c->owns)];
		p->birthplace = c->places.place;
		return;
	}
	x = rng_below(r, c->origin_weight);
	while (c->places.origin[i].weight <= x)
		x -= c->places.origin[i++].weight;
	p->region = c->places.origin[i].district;
	p->birthplace = c->places.origin[i].birthplace;
}

static enum life life_of(int age, struct rng *r)
{
	uint32_t x = rng_below(r, 1000), dead = age > 75 ? 110 : age > 60 ? 45 : age > 40 ? 12 : 4;

	if (x < dead)
		return LIFE_DEAD;
	x -= dead;
	return x < 14 ? LIFE_MOVED : x < 17 ? LIFE_DOUBLE : x < 24 ? LIFE_INACTIVE : LIFE_ALIVE;
}

/* Makassar, Bugis, others, Toraja and Luwu, by city; elsewhere in the country few are from here. */
static enum people people_at(const char *code, uint32_t x)
{
	static const struct {
		const char *code;
		uint16_t makassar, bugis, other; /* up to, of a thousand */
	} mix[] = {
		{ "73.71", 420, 780, 900 }, { "73.73", 80, 520, 640 }, { "73.", 110, 850, 950 }, { "", 10, 50, 900 }
	};
	size_t i = 0;

	while (strncmp(code, mix[i].code, strlen(mix[i].code)) != 0)
		i++;
	return x < mix[i].makassar ? PEOPLE_MAKASSAR
	       : x < mix[i].bugis  ? PEOPLE_BUGIS
	       : x < mix[i].other  ? PEOPLE_OTHER
				   : PEOPLE_TORAJA;
}

static void settle(const struct city *c, struct household *h, struct rng *r, int *block_day)
{
	struct rng b = rng_of(c->seed, DICE_BLOCK, h->no / BLOCK);

	h->resident = !rng_mille(&b, 18);
	h->village = h->resident ? &c->places.village[rng_below(&b, (uint32_t)c->places.villages)]
				 : &c->places.next_door[rng_below(&b, (uint32_t)c->places.next_doors)];
	h->street = words_pick(&c->words, WORDS_STREET, &b);
	h->rw = rng_between(&b, 1, 9);
	h->rt = rng_between(&b, 1, 6);
	*block_day = rng_between(&b, 1, 365);
	h->house_no = rng_between(r, 1, 140);
	h->welfare = (int)rng_below(r, 10000);
	h->people = people_at(c->code, rng_below(r, 1000));
}

/* The card's number: district, day of issue, serial. Days are walked in a cycle, so it is unique. */
static void family_card(struct household *h)
{
	enum { CYCLE = 6203 };
	struct ymd d = date_ymd((date){ date_of(2008, 1, 1).day + (int32_t)(h->no % CYCLE * 1999 % CYCLE) });
	const char *v = h->village->code;
	const char district[6] = { v[0], v[1], v[3], v[4], v[6], v[7] };

	memcpy(h->kk, district, 6);
	put_digits(h->kk + 6, (uint32_t)d.d, 2);
	put_digits(h->kk + 8, (uint32_t)d.m, 2);
	put_digits(h->kk + 10, (uint32_t)(d.y % 100), 2);
	put_digits(h->kk + 12, h->no / CYCLE + 1, 4);
	h->kk[16] = 0;
}

static void people_of(const struct city *c, struct household *h, struct rng *r)
{
	int block_day;

	h->n = 0;
	settle(c, h, r, &block_day);
	fill(c, h, block_day, r);
	for (int i = 0; i < h->n; i++) {
		struct person *p = &h->person[i];

		register_person(c, h, p, r);
		p->life = (uint8_t)life_of(date_age(p->born, c->cover), r);
	}
	family_card(h);
}

void household_make(const struct city *c, uint32_t no, struct household *h)
{
	struct rng r = rng_of(c->seed, DICE_HOUSE, no);
	int held = (int)(c->first[no + 1] - c->first[no]);

	h->no = no;
	people_of(c, h, &r);
	if (h->n > held) /* the last household of the city is cut at the number of persons asked for */
		h->n = held;
	for (int i = 0; i < h->n; i++) {
		h->person[i].id = c->first[no] + (uint32_t)i;
		h->person[i].serial = c->serial[h->person[i].id];
		if (h->person[i].mother >= h->n)
			h->person[i].mother = -1;
	}
}

void household_of(const struct city *c, uint32_t person, struct household *h, int *slot)
{
	uint32_t lo = 0, hi = c->households - 1;

	while (lo < hi) {
		uint32_t mid = (lo + hi + 1) / 2;

		if (c->first[mid] <= person)
			lo = mid;
		else
			hi = mid - 1;
	}
	household_make(c, lo, h);
	*slot = (int)(person - c->first[lo]);
}

void person_nik(const struct person *p, char out[17])
{
	struct ymd d = date_ymd(p->born);

	put_digits(out, p->region, 6);
	put_digits(out + 6, (uint32_t)(d.d + (p->sex == 2 ? 40 : 0)), 2);
	put_digits(out + 8, (uint32_t)d.m, 2);
	put_digits(out + 10, (uint32_t)(d.y % 100), 2);
	put_digits(out + 12, p->serial, 4);
	out[16] = 0;
}

int person_age(const struct city *c, const struct person *p)
{
	return date_age(p->born, c->cover);
}

/* ------------------------------------------------------------------- city */

/* The last serial given, by region, sex and day. Used while the city is laid out. */
struct serials {
	uint32_t region[256];
	size_t regions;
	uint16_t *last;
	size_t bytes;
};

static size_t region_place(struct serials *s, uint32_t region)
{
	size_t i = region % 256;

	while (s->region[i] != region) {
		if (!s->region[i]) {
			s->region[i] = region;
			s->regions++;
			break;
		}
		i = (i + 1) % 256;
	}
	return i;
}

/* At home nearly everyone who was registered still lives here; of other districts we see a few. */
static uint16_t next_serial(const struct city *c, struct serials *s, const struct person *p, bool own)
{
	size_t day = (size_t)(p->born.day - FIRST_DAY), region = region_place(s, p->region);
	uint16_t *last = &s->last[(region * 2 + (p->sex == 2)) * DAYS + day % DAYS];
	uint64_t gap = rng_mix(c->seed ^ ((uint64_t)p->region << 32) ^ ((uint64_t)day << 18) ^ *last);

	*last = (uint16_t)(*last + 1 + (own ? gap % 100 < 12 : gap % 4));
	return *last;
}

static bool is_own(const struct city *c, uint32_t region)
{
	return region / 100 == c->own[0] / 100;
}

static bool room_for(const struct padan_alloc *from, void **p, size_t old, size_t bytes)
{
	void *q = from->resize(from->ctx, *p, old, bytes);

	if (q)
		*p = q;
	return q != NULL;
}

static int lay_out(struct city *c, struct serials *s, struct err *e)
{
	size_t cap = c->persons / 2 + 2, had = 0;
	uint32_t at = 0, no = 0;
	void *first = NULL;

	for (; at < c->persons; no++) {
		struct household h = { .no = no };
		struct rng r = rng_of(c->seed, DICE_HOUSE, no);

		if (!had || no + 1 >= cap) {
			size_t want = had ? cap * 2 : cap;

			if (!room_for(c->from, &first, had * sizeof(uint32_t), want * sizeof(uint32_t))) {
				c->from->resize(c->from->ctx, first, had * sizeof(uint32_t), 0);
				return err_memory(e, "rumah tangga kota contoh");
			}
			had = cap = want;
		}
		((uint32_t *)first)[no] = at;
		people_of(c, &h, &r);
		for (int i = 0; i < h.n && at < c->persons; i++, at++)
			c->serial[at] = next_serial(c, s, &h.person[i], is_own(c, h.person[i].region));
	}
	((uint32_t *)first)[no] = at;
	if (room_for(c->from, &first, had * sizeof(uint32_t), ((size_t)no + 1) * sizeof(uint32_t)))
		had = (size_t)no + 1;
	c->first = first;
	c->households = no;
	return ERR_OK;
}

static void own_districts(struct city *c)
{
	for (size_t i = 0; i < c->places.villages && c->owns < OWN_DISTRICTS_MAX; i++) {
		const char *v = c->places.village[i].code;
		uint32_t d = 0;

		for (int k = 0; k < 8; k++)
			d = v[k] == '.' ? d : d * 10 + (uint32_t)(v[k] - '0');
		if (!c->owns || c->own[c->owns - 1] != d)
			c->own[c->owns++] = d;
	}
}

int city_init(struct city *c, const struct padan_alloc *from, const char *code, uint32_t persons, uint64_t seed,
	      struct err *e)
{
	struct serials s = { .bytes = (size_t)256 * 2 * DAYS * sizeof(uint16_t) };
	int rc;

	*c = (struct city){ .seed = seed, .persons = persons, .from = from };
	snprintf(c->code, sizeof(c->code), "%s", code);
	rc = places_read(&c->places, code, from, e);
	c->cover = strcmp(code, "73.71") == 0 ? date_of(2025, 1, 1) : date_of(2025, 5, 1);
	if (rc != ERR_OK)
		return rc;
	rc = words_init(&c->words, from, e);
	if (rc != ERR_OK) {
		places_done(&c->places);
		return rc;
	}
	own_districts(c);
	for (size_t i = 0; i < c->places.origins; i++)
		c->origin_weight += c->places.origin[i].weight;
	c->serial = from->resize(from->ctx, NULL, 0, ((size_t)persons + 1) * sizeof(uint16_t));
	s.last = from->resize(from->ctx, NULL, 0, s.bytes);
	if (c->serial && s.last) {
		memset(s.last, 0, s.bytes);
		rc = lay_out(c, &s, e);
	} else {
		rc = err_memory(e, "kota contoh");
	}
	if (s.last)
		from->resize(from->ctx, s.last, s.bytes, 0);
	if (rc != ERR_OK)
		city_done(c);
	return rc;
}

void city_done(struct city *c)
{
	if (c->first)
		c->from->resize(c->from->ctx, c->first, ((size_t)c->households + 1) * sizeof(uint32_t), 0);
	if (c->serial)
		c->from->resize(c->from->ctx, c->serial, ((size_t)c->persons + 1) * sizeof(uint16_t), 0);
	words_done(&c->words);
	places_done(&c->places);
	c->first = NULL;
	c->serial = NULL;
}

void city_registrar(const struct city *c, char out[REGISTRAR_MAX])
{
	bool regency = strncmp(c->places.title, "Kabupaten", 9) == 0;

	snprintf(out, REGISTRAR_MAX, "%s %s", regency ? "PEMKAB" : "PEMKOT", c->places.place);
}
