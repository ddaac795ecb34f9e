/* SPDX-License-Identifier: EUPL-1.2
 *
 * Is somebody covered, as a citizen asks: by NIK and the end of the family card's number.
 */
#ifndef MEMBERSHIP_CITIZEN_STORE_H
#define MEMBERSHIP_CITIZEN_STORE_H

#include "access/open_store.h"
#include "membership/people.h"

struct cover_found {
	bool found;
	span name, programme, decree, kpj; /* in the arena */
	date first_day, last_day;
	enum enrolled enrolled; /* UNANSWERED: BPJS has not said anything clear */
};
/* In the newest decree that has this NIK (16 digits), when the family card kept there ends with `kk` (6 digits). Not
 * found: no such person, another card, or none kept; all three cost the same work. */
MUST_CHECK int citizen_cover(const struct env *env, span nik, span kk, struct cover_found *out, struct err *e);
/* Code of the city of the newest draft, in the arena; empty when there is none. */
MUST_CHECK int citizen_city(const struct env *env, span *city, struct err *e);

#endif
