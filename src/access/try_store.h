/* SPDX-License-Identifier: EUPL-1.2
 *
 * Wrong tries to sign in over the network, counted beside the accounts and outside of the event log. Names and
 * addresses stand there as keyed digests only. What is counted and for how long: session.h.
 */
#ifndef ACCESS_TRY_STORE_H
#define ACCESS_TRY_STORE_H

#include "access/open_store.h"
#include "access/session.h"

/* Who tries: a name as it was typed (known or not), and the address. */
struct try_at {
	span name, source;
	int64_t account; /* 0: no such user */
};

struct try_state {
	int64_t pair, source, account; /* milliseconds to wait still; 0: none */
	bool known;		       /* the person signed in from this address before */
};

MUST_CHECK int try_look(struct store *s, const struct try_at *at, struct try_state *out, struct err *e);
/* Inside of a write. *wait_ms = how long this name from this address now waits. */
MUST_CHECK int try_wrong(struct store *s, const struct try_at *at, int64_t *wait_ms, struct err *e);
/* Inside of a write: a whole sign-in; the address is known from now on. */
MUST_CHECK int try_right(struct store *s, const struct try_at *at, struct err *e);
/* Inside of a write: an admin opens. */
MUST_CHECK int try_clear(struct store *s, int64_t account, struct err *e);

#endif
