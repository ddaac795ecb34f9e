/* SPDX-License-Identifier: EUPL-1.2
 *
 * The users of a database. A PIN is kept as argon2id (19 MiB, 2 passes) over the PIN peppered with a key derived from
 * the key of personal data and bound to the account: a copied database alone gives nothing to guess at
 * (docs/adr/0621). Wrong PINs are counted beside the account, not in the event log.
 */
#ifndef ACCESS_USER_STORE_H
#define ACCESS_USER_STORE_H

#include "access/open_store.h"
#include "access/user.h"

enum { USER_PIN_TEXT = 128 };
struct user {
	int64_t id;
	span name, full_name, roles, region; /* roles: words joined by commas */
	bool active;
	int64_t pin_ms, made_ms, wrong, until_ms;
	span pin; /* as stored */
};

/* store_ops' enter. */
MUST_CHECK int user_enter(struct env *env, const struct credentials *who, struct err *e);

/* *found = there is one of this name (small letters). Spans live until the next call on this store. */
MUST_CHECK int user_find(struct store *s, span name, struct user *out, bool *found, struct err *e);
/* Is it the user's PIN? u NULL (unknown): takes as long, and it is not. */
MUST_CHECK bool user_pin_right(struct store *s, const struct user *u, span pin);
/* By name. each: 0 goes on, else its value is returned. */
MUST_CHECK int user_each(struct store *s, int (*each)(void *ctx, const struct user *), void *ctx, struct err *e);
MUST_CHECK int user_count(struct store *s, int64_t *n, struct err *e);

/* For apply; u->id and dates are made here, u->pin is not looked at. ERR_CONFLICT: the name is taken, or somebody made
 * the first user meanwhile (`first`: there was none when the plan looked). */
MUST_CHECK int user_store_add(struct unit *u, const struct user *user, span pin, bool first, struct err *e);
MUST_CHECK int user_store_pin(struct unit *u, span name, span pin, struct err *e);
/* ERR_CONFLICT: already so; ERR_USAGE: the last active admin cannot be disabled. */
MUST_CHECK int user_store_active(struct unit *u, span name, bool active, struct err *e);

/* For verify: each account against its newest event. */
MUST_CHECK int user_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
