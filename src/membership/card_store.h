/* SPDX-License-Identifier: EUPL-1.2
 *
 * The code on a card: the person's id (person_store.h) and, behind it, sixty bits of a keyed hash over person and
 * decree, written as names of runs are. Nobody makes one without the key; a new decree makes a new card.
 */
#ifndef MEMBERSHIP_CARD_STORE_H
#define MEMBERSHIP_CARD_STORE_H

#include "membership/people.h"
#include "membership/person_store.h"

enum { CARD_CODE = 2 * RUN_ID_TEXT }; /* "7K3M-9QWP-2XTA-4F6H-8JKN-QRST" and NUL */

/* person: an id of a NIK. */
void card_code(const struct key *k, span person, int64_t run, char out[CARD_CODE]);
/* As somebody types it: two names of twelve letters, with or without dashes, small letters too. out: as it is printed;
 * person: its first half, in out. */
bool card_code_read(span typed, span *person, char out[CARD_CODE]);

struct card_found {
	bool found;
	span name, programme, decree; /* in the arena */
	date first_day, last_day;
	enum enrolled enrolled;
};
/* Of the decree row that this code was made for, wherever it is. */
MUST_CHECK int card_find(const struct env *env, span code, struct card_found *out, struct err *e);

#endif
