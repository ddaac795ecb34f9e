/* SPDX-License-Identifier: EUPL-1.2
 *
 * What else is known about a person: answers of BPJS about a row of a decree, objections that name the NIK.
 */
#ifndef MEMBERSHIP_PERSON_RECORD_STORE_H
#define MEMBERSHIP_PERSON_RECORD_STORE_H

#include "access/open_store.h"
#include "membership/people.h"

struct person_answer {
	int64_t at_ms;
	span status;			/* word, as stored */
	span decree, file, kpj, reason; /* live during the call */
};
/* Newest first. each: 0 goes on, else its value is returned. */
MUST_CHECK int person_answers(const struct env *env, int64_t run, int64_t pos,
			      int (*each)(void *ctx, const struct person_answer *), void *ctx, struct err *e);

struct person_dispute {
	int64_t id, at_ms;
	span kind, state; /* words, as stored; state empty: not answered */
};
/* Of the person with this id (person_store.h), within the caller's scope, newest first. */
MUST_CHECK int person_disputes(const struct env *env, span id, int (*each)(void *ctx, const struct person_dispute *),
			       void *ctx, struct err *e);

#endif
