/* SPDX-License-Identifier: EUPL-1.2
 *
 * API tokens: one for each calling system, answered for by an account. A token may what it was given and what its
 * account may, whichever is less, in the smaller of the two regions; never a step of a decree. Of the token itself only
 * the hash is stored. Requests are counted in memory and written down once a minute.
 */
#ifndef ACCESS_TOKEN_STORE_H
#define ACCESS_TOKEN_STORE_H

#include "access/open_store.h"
#include "access/session.h"
#include "access/session_store.h"

#define TOKEN_MARK "ldg_" /* what a token begins with, so that one that leaked is recognised */
enum { TOKEN_TEXT = 4 + SECRET_TEXT, TOKEN_NAME = 40, TOKEN_BUDGET = 10000 };

struct token {
	int64_t id, account, budget, revoked_ms, made_ms;
	date expires; /* the last day */
	span name, may, region, hash;
	span owner, owner_roles, owner_region;
	bool owner_active;
};

/* "lihat,peserta" into bits; ERR_USAGE names the word that is none, or that no token may have. */
MUST_CHECK int token_caps(span words, uint64_t *may, struct err *e);
/* In force on that day? And then: what it may. */
bool token_alive(const struct token *t, date today, uint64_t *may);
/* Spans live until the next call on the store. */
MUST_CHECK int token_find(struct store *s, span text, struct token *out, bool *found, struct err *e);
MUST_CHECK int token_named(struct store *s, span name, struct token *out, bool *found, struct err *e);
MUST_CHECK int token_each(struct store *s, int (*each)(void *ctx, const struct token *), void *ctx, struct err *e);
MUST_CHECK int token_used(struct store *s, int64_t token, date day, int64_t *requests, struct err *e);

/* For apply. t: name, account, budget, expires, may, region. */
MUST_CHECK int token_store_add(struct unit *u, const struct token *t, span text, struct err *e);
MUST_CHECK int token_store_revoke(struct unit *u, span name, struct err *e);

/* One more request of this process. *pending = those that are not written down yet; true: it is time to. */
bool token_count(int64_t token, date day, int64_t now_ms, int64_t *pending);
/* Inside of a write: writes them down. */
MUST_CHECK int token_flush(struct store *s, int64_t token, date day, struct err *e);

MUST_CHECK int token_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
