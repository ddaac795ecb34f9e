/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who looked at whom, and who opened a NIK and why. A row for each, which nobody changes; a person stands there as the
 * blind index of the NIK only. Each row is bound into an event, so that verify misses none. ("Siapa melihat data saya",
 * UU 27/2022 art. 7.)
 */
#ifndef ACCESS_ACCESS_LOG_STORE_H
#define ACCESS_ACCESS_LOG_STORE_H

#include "access/open_store.h"

enum access_kind { ACCESS_LOOKED, ACCESS_OPENED };
struct access_note {
	enum access_kind kind;
	const char *use_case;
	span nik, purpose, reason;
};
/* For apply. */
MUST_CHECK int access_note(struct unit *u, const struct access_note *n, struct err *e);
/* store_ops' looked: one row in a transaction of its own, durable when it returns. Who looks at the same person in the
 * same way again, within LIM_LOOK_MS of the first time, page kept by the web included, has looked once: at that first
 * time (docs/adr/0633). */
MUST_CHECK int access_looked(const struct env *env, const struct use_case *uc, span nik, struct err *e);

struct access_seen {
	int64_t at_ms;
	span actor, kind, use_case, purpose, reason; /* live during the call */
};
/* Newest first. each: 0 goes on. */
MUST_CHECK int access_each(struct store *s, span nik, int (*each)(void *ctx, const struct access_seen *), void *ctx,
			   struct err *e);

/* How many NIKs somebody may open in a day of the office (WITA), and how many are left to the actor today. */
enum { UNMASK_BUDGET = 50, UNMASK_BUDGET_MAX = 10000 };
MUST_CHECK int unmask_budget(struct store *s, int64_t *budget, struct err *e);
MUST_CHECK int unmask_left(const struct env *env, struct store *s, int64_t *left, struct err *e);
MUST_CHECK int unmask_budget_set(struct unit *u, int64_t budget, struct err *e);

/* A row of a run as far as it names a person. ERR_USAGE, in the words of a run that is not there: no such row, or out
 * of the actor's region. */
struct person_row {
	span nik, name; /* in the arena */
};
MUST_CHECK int person_row(const struct env *env, int64_t run, int64_t pos, struct person_row *out, struct err *e);
/* Does a run within the actor's region name this NIK? */
MUST_CHECK int person_known(const struct env *env, span nik, bool *known, struct err *e);
/* May somebody of this scope see a person of the district ("73.72.01") in a run of the region ("73.72")? */
bool scope_covers_person(span scope, span region, span district);

/* For verify. */
MUST_CHECK int access_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
