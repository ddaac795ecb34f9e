/* SPDX-License-Identifier: EUPL-1.2
 *
 * Public tests (uji publik): a draft whose list is posted in the wards from one day to another. A draft has one; other
 * days need another draft. Their answers come back as lists of the next run (matching/heard.h).
 */
#ifndef PROGRAMME_PUBLIC_TEST_STORE_H
#define PROGRAMME_PUBLIC_TEST_STORE_H

#include "programme/run_store.h"

struct public_test {
	int64_t run;
	date from, until; /* both included */
	int64_t people;	  /* posted */
};

/* For plan: may it be opened? ERR_USAGE: no such run; ERR_CONFLICT: a decree, a replaced draft, or open already on
 * other days. *known: it is open on these days, and opening it again writes nothing. */
MUST_CHECK int public_test_look(struct store *s, const struct public_test *t, bool *known, struct err *e);
/* For apply: looks again, then writes. */
MUST_CHECK int public_test_write(struct unit *u, const struct public_test *t, struct err *e);
/* For verify. */
MUST_CHECK int public_test_check(struct store *s, const struct db_found *found, struct err *e);

#endif
