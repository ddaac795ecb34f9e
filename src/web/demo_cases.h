/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the two halves of `lindung demo` share: demo_cases.c makes folder, database and users and serves them,
 * demo_city_cases.c plays the office's year: permits, lists received, a stage that became a decree, a draft that waits.
 */
#ifndef WEB_DEMO_CASES_H
#define WEB_DEMO_CASES_H

#include "access/user.h"
#include "office/office.h"

enum { DEMO_PIN = 16, DEMO_PLACE = 4096 };

struct demo {
	struct env env; /* the machine's own user, with the key of this folder */
	const char *dir;
	char db[DEMO_PLACE], key[DEMO_PLACE], city[DEMO_PLACE];
	char pin[ROLE_COUNT][DEMO_PIN];
	bool fresh;
};

/* A file of the sample city. */
span demo_file(struct demo *d, const char *name);
/* operator_kelurahan: operator.kelurahan */
span demo_user(struct demo *d, enum role role);
/* One use case on a store of its own, as the user of that role (ROLE_COUNT: the machine's own user). out: the use
 * case's struct, in the arena; NULL: nobody asks. */
MUST_CHECK int demo_step(struct demo *d, const struct use_case *uc, const void *in, enum role who, void **out,
			 struct err *e);
/* All that an office has after some weeks; once, in a new database. */
MUST_CHECK int demo_city(struct demo *d, struct err *e);

#endif
