/* SPDX-License-Identifier: EUPL-1.2
 *
 * The people of the sample city. A household is thrown from the seed and its number alone, so that it
 * can be made again at any time; only the NIK serials, which depend on who was registered before, are
 * kept (two bytes a person). Pure.
 */
#ifndef CITY_PEOPLE_H
#define CITY_PEOPLE_H

#include "base/date.h"
#include "city/job.h"
#include "city/region.h"
#include "city/words.h"

enum {
	HOUSEHOLD_MAX = 12,
	NAME_MAX_BYTES = 96,
	REGISTRAR_MAX = 64,
	OWN_DISTRICTS_MAX = 64,
};
enum dice { /* what a stream of dice is for */
	    DICE_BLOCK,
	    DICE_HOUSE,
	    DICE_NAME,
	    DICE_MOTHER,
	    DICE_WORK,
	    DICE_LISTS,
	    DICE_PICK,
	    DICE_ROW,
	    DICE_SHUFFLE,
	    DICE_INVENT,
	    DICE_ANSWER,
};
enum life { LIFE_ALIVE, LIFE_DEAD, LIFE_MOVED, LIFE_DOUBLE, LIFE_INACTIVE, LIFE_COUNT };
enum kin { KIN_HEAD, KIN_HUSBAND, KIN_WIFE, KIN_CHILD, KIN_PARENT, KIN_PARENT_IN_LAW, KIN_GRANDCHILD, KIN_OTHER };
enum people { PEOPLE_BUGIS, PEOPLE_MAKASSAR, PEOPLE_OTHER, PEOPLE_TORAJA };

struct city {
	uint64_t seed;
	char code[8]; /* "73.72" */
	struct places places;
	date cover; /* first day of cover: 2025-05-01 for Parepare */
	struct words words;
	uint32_t own[OWN_DISTRICTS_MAX]; /* districts as NIKs write them */
	size_t owns;
	uint32_t origin_weight;
	uint32_t persons, households; /* rows of the registry */
	uint32_t *first;	      /* households + 1: number of the household's first person */
	uint16_t *serial;	      /* of each person */
	const struct padan_alloc *from;
};
struct person {
	uint32_t id; /* 0 ... persons - 1 */
	uint8_t slot, sex /* 1 man, 2 woman */, kin, life;
	int8_t twin_of; /* slot, -1 none */
	int8_t mother;	/* slot, -1 not in the house */
	date born;
	uint32_t region; /* first six digits of the NIK */
	uint16_t serial;
	const char *birthplace;
};
struct household {
	uint32_t no;
	int n;
	struct person person[HOUSEHOLD_MAX];
	const struct region_village *village;
	bool resident; /* of the city */
	span street;
	int house_no, rt, rw;
	enum people people;
	int welfare; /* 0 poorest ... 9999 */
	char kk[17];
};
/* What a person does for a living and which lists know him; from own dice. */
struct living {
	enum job job, card; /* card: the occupation on the identity card, often stale */
	enum relation relation;
	int employer;	/* -1 none; else an index for living_employer */
	int income;	/* rupiah a month */
	bool payroll;	/* on a payroll that excludes (civil servants, contract staff, pensioners) */
	uint8_t member; /* enum member */
	bool desil_listed;
	int desil; /* 1 ... 10, also when not listed */
};
enum member { MEMBER_NONE, MEMBER_PU, MEMBER_BPU, MEMBER_JAKON, MEMBER_OWN, MEMBER_OWN_ENDED, MEMBER_LAPSED };

/* Lays the city out: households until `persons` are there, and every NIK's serial. ERR_USAGE for a code
 * that is no regency, ERR_MACHINE. Owner frees with city_done. `code`: "73.72". */
MUST_CHECK int city_init(struct city *c, const struct padan_alloc *from, const char *code, uint32_t persons,
			 uint64_t seed, struct err *e);
void city_done(struct city *c);

/* "PEMKOT PAREPARE", "PEMKAB BARRU": the city as a registrar of members. */
void city_registrar(const struct city *c, char out[REGISTRAR_MAX]);

void household_make(const struct city *c, uint32_t no, struct household *out);
/* The household of a person; *slot is the place in it. */
void household_of(const struct city *c, uint32_t person, struct household *out, int *slot);
void person_nik(const struct person *p, char out[17]);
/* The registry's name, capitals. Returns its length. */
size_t person_name(const struct city *c, const struct household *h, int slot, char out[NAME_MAX_BYTES]);
/* The mother's name as the registry has it. */
size_t person_mother(const struct city *c, const struct household *h, int slot, char out[NAME_MAX_BYTES]);
/* The name after Daeng by which neighbours know this person ("" for most people). */
span person_daeng(const struct city *c, const struct household *h, int slot);
void person_living(const struct city *c, const struct household *h, int slot, struct living *out);
int person_age(const struct city *c, const struct person *p);
const char *living_employer(int employer);
/* A fresh name that belongs to nobody in particular. */
size_t name_invent(const struct city *c, enum people people, int sex, int year, struct rng *r,
		   char out[NAME_MAX_BYTES]);
const char *kin_word(enum kin k);
const char *life_word(enum life l);

#endif
