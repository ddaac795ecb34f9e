/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people are found by: the words of their names as padan folds them, and the numbers they carry. Pure. A word is
 * found whole in any spelling of the same sound (JULKIFLI, Zulkifli), or by its beginning, three letters or more, as
 * written; every word that was asked for must be there, in any order.
 */
#ifndef MEMBERSHIP_PERSON_WORDS_H
#define MEMBERSHIP_PERSON_WORDS_H

#include "base/text.h"
#include <padan/name.h>

/* One thing that a row can be found by. The numbers are stored in no place, but the keyed hashes of the texts are. */
enum person_tag_kind { PERSON_WORD, PERSON_PREFIX, PERSON_WHOLE, PERSON_CARD, PERSON_PHONE };
struct person_tag {
	enum person_tag_kind kind;
	char text[24]; /* letters or digits, NUL behind */
};
enum { PERSON_TAGS = 2 * PADAN_NAME_WORDS + 1, PERSON_PREFIX_LETTERS = 3, PERSON_DIGITS = 24 };

/* Of one name: at most PERSON_TAGS; returns how many. */
size_t person_name_tags(span name, struct person_tag *out);
/* Of a word of a name that is looked for: whole, and its beginning. At most 2. */
size_t person_word_tags(const struct padan_word *w, struct person_tag *out);
/* The whole name, words run together: "NUR HAYATI" is "Nurhayati". False: none. */
bool person_whole_tag(const struct padan_name *name, struct person_tag *out);

/* "0812-3456-7890", "+62 812 3456 7890": digits from 0 on. False: no telephone number. */
bool person_phone(span typed, char out[PERSON_DIGITS]);

/* What somebody typed into the search field. */
struct person_query {
	char digits[PERSON_DIGITS]; /* as typed without marks; empty: a name is meant */
	char phone[PERSON_DIGITS];  /* empty: can be none */
	struct padan_name name;
};
/* False: nothing to look for (empty, one letter, a number that is none of ours). */
bool person_query_read(struct person_query *q, span typed);
/* Every word that was asked for stands in the name. */
bool person_name_matches(const struct person_query *q, span name);

#endif
