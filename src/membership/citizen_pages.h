/* SPDX-License-Identifier: EUPL-1.2
 *
 * What somebody asks who has not signed in: as a citizen and nothing else, so often an hour from one address. */
#ifndef MEMBERSHIP_CITIZEN_PAGES_H
#define MEMBERSHIP_CITIZEN_PAGES_H

#include "web/page.h"

struct citizen_ask {
	const struct use_case *uc;
	const char *kind; /* what is counted */
	int most;	  /* an hour, from one address */
	bool writes;	  /* COMMIT */
};

/* Fills `in` from the form and runs the use case; p->env is the citizen's from here on. What was typed wrong, or too
 * often, is in `said` (code 0: nothing) for the page to tell; only what the machine did wrong is returned. */
MUST_CHECK int citizen_ask(struct page *p, const struct citizen_ask *ask, void *in, void *out, struct err *said,
			   struct err *e);
/* `said` as the name `pesan`. */
MUST_CHECK int citizen_told(struct page *p, const struct err *said, struct err *e);

#endif
