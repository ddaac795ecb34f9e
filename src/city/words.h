/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words of which the sample makes names. Each list is "WORD weight WORD weight ...": the weights are
 * ours, chosen for the skew of real lists (a few words everywhere, a long tail).
 */
#ifndef CITY_WORDS_H
#define CITY_WORDS_H

#include "base/err.h"
#include "base/text.h"
#include "city/rng.h"

enum word_list {
	WORDS_MALE, /* general, Islamic and Indonesian */
	WORDS_FEMALE,
	WORDS_MALE_BUGIS, /* Bugis and Makassar */
	WORDS_FEMALE_BUGIS,
	WORDS_MALE_YOUNG, /* in fashion since the nineties */
	WORDS_FEMALE_YOUNG,
	WORDS_MALE_TORAJA, /* Toraja, Luwu and Christian */
	WORDS_FEMALE_TORAJA,
	WORDS_FAMILY_TORAJA,
	WORDS_DAENG,	 /* the name after Daeng */
	WORDS_STEM_MALE, /* stem + end make the long tail */
	WORDS_END_MALE,
	WORDS_STEM_FEMALE,
	WORDS_END_FEMALE,
	WORDS_STREET,
	WORDS_LISTS
};

struct word {
	uint16_t at, n; /* place in the list's text */
	uint32_t up_to; /* cumulative weight */
};
struct words {
	const char *text[WORDS_LISTS];
	struct word *word[WORDS_LISTS];
	uint32_t count[WORDS_LISTS];
	const struct padan_alloc *from;
};

/* Reads the compiled lists. Owner frees with words_done. ERR_MACHINE when memory is refused. */
MUST_CHECK int words_init(struct words *w, const struct padan_alloc *from, struct err *e);
void words_done(struct words *w);
/* A word by weight; the bytes are static. */
span words_pick(const struct words *w, enum word_list list, struct rng *r);

#endif
