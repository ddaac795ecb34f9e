/* SPDX-License-Identifier: EUPL-1.2
 *
 * One person's story, for the page about the person and for the card. Shared by the room's use cases.
 */
#ifndef MEMBERSHIP_PERSON_SHOW_H
#define MEMBERSHIP_PERSON_SHOW_H

#include "membership/person_cases.h"

/* Everything lives in the arena of env. */
struct person_story {
	span id, name, nik, ward, district, region;
	struct person_decision *rows; /* newest first */
	size_t n, best;		      /* best: the row that says where the person stands */
	int weight;
	int64_t run, pos; /* of the best */
	int64_t months;	  /* covered, in all decrees */
	bool covered;	  /* chosen by a decree; then its first and last day */
	date first_day, last_day;
	struct person_enrolment *answers;
	size_t nanswers;
	span status, kpj; /* of the newest answer of BPJS that is clear; word as stored */
	struct person_objection *disputes;
	size_t ndisputes;
};
/* ERR_USAGE: nobody has this id, or somebody whom the caller may not see. */
MUST_CHECK int person_story(const struct env *env, span id, struct person_story *out, struct err *e);
MUST_CHECK int person_story_answers(const struct env *env, struct person_story *story, struct err *e);

#endif
