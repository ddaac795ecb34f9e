/* SPDX-License-Identifier: EUPL-1.2
 *
 * The people of a join, laid out for the rows of a list: nearly all of them are nobody's, and a few bits tell so. Inner
 * header of join*.c.
 */
#ifndef MATCHING_JOIN_PEOPLE_H
#define MATCHING_JOIN_PEOPLE_H

#include "matching/join.h"
#include <padan/hash.h>

/* What a person's name is compared by. */
struct known {
	uint64_t set, whole;
};

/* A person under one of the things that he is looked for by. */
struct mark {
	uint64_t value; /* the NIK, the card; under the birth date: his NIK, 0 = none */
	uint32_t person;
	uint32_t day; /* day_code; under the birth date only */
};

/* Two bits of one word for each key: this stays cached when the books do not. */
struct sift {
	uint64_t *word;
	unsigned shift;
};

enum book_kind { BOOK_NIK, BOOK_CARD, BOOK_BORN, BOOKS };

/* Marks in buckets by the top bits of their keys, about one in each, the smaller person first. */
struct book {
	struct mark *mark;
	uint32_t *start; /* of each bucket; buckets + 1 */
	unsigned shift;
	struct sift sift; /* of the keys; BOOK_BORN: of region_guard and serial_guard */
};

struct join {
	const struct match_env *env;
	struct known *known;
	struct book book[BOOKS];
	uint32_t n;
	bool hintless; /* somebody has a birth date but no NIK: no guard holds */
};

/* Fills all but env and n. */
MUST_CHECK int join_people_lay_out(struct join *j, const struct join_person *people, struct err *e);

/* A day as a number that is quickly had from the ways in which it is written; never 0. m: 1-12, d: 1-31. */
static inline uint32_t day_code(unsigned y, unsigned m, unsigned d)
{
	return y << 9 | m << 5 | d;
}

uint32_t day_code_of(int32_t day);

/* Birth dates stand as in the calendar, from 1900 on: those of the living lie together, most buckets have one day. */
enum { DAY_BITS = 16 };
static inline uint64_t book_key(enum book_kind kind, uint64_t value)
{
	if (kind == BOOK_BORN)
		return (value - day_code(1900, 0, 0)) << (64 - DAY_BITS);
	return padan_hash_join(value, (uint64_t)kind + 1);
}

/* A birth date alone is nearly always somebody's: is it somebody's whose NIK has this region and date, this serial? A
 * NIK that agrees in neither is no likeness. */
static inline uint64_t region_guard(uint64_t nik, uint32_t day)
{
	return padan_hash_join(nik / 10000, day);
}

static inline uint64_t serial_guard(uint64_t nik, uint32_t day)
{
	return padan_hash_join((uint64_t)day << 32 | nik % 10000, (uint64_t)BOOKS + 1);
}

static inline uint64_t sift_bits(uint64_t key)
{
	return (uint64_t)1 << (key & 63) | (uint64_t)1 << (key >> 6 & 63);
}

static inline bool sift_has(const struct sift *s, uint64_t key)
{
	return (s->word[key >> s->shift] & sift_bits(key)) == sift_bits(key);
}

/* The bucket where a key's marks stand, among others; *end behind the last. */
static inline const struct mark *book_bucket(const struct book *b, uint64_t key, const struct mark **end)
{
	const uint32_t *start = &b->start[key >> b->shift];

	*end = b->mark + start[1];
	return b->mark + start[0];
}

#endif
