/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sessions as they are stored: of the key that the browser holds (32 random bytes) only BLAKE2b-256 is kept, so that a
 * copied database opens none. What somebody may is asked from the account each time: whoever is disabled, or loses a
 * role, has lost it with the next request, in every process. Ended sessions are deleted; that somebody signed in is an
 * event.
 */
#ifndef ACCESS_SESSION_STORE_H
#define ACCESS_SESSION_STORE_H

#include "access/open_store.h"
#include "access/session.h"

enum { SECRET_BYTES = 32, SECRET_TEXT = 44 }; /* as base64url, with NUL */

/* Makes a new one. */
void secret_make(const struct seams *s, char text[SECRET_TEXT]);
/* False: not of this form. */
MUST_CHECK bool secret_hash(span text, unsigned char hash[32]);

struct session_row {
	int64_t id, account, made_ms, seen_ms;
	int64_t code_ms; /* when the last code of TOTP was right; 0: never */
	int64_t totp_ms; /* since when the account has TOTP; 0: it has not */
	int64_t wrong;	 /* codes in a row */
	span name, full_name, roles, region;
};

/* *found: it is there, alive, and its account active. Spans live until the next call on this store. */
MUST_CHECK int session_find(struct store *s, span key, struct session_row *out, bool *found, struct err *e);

/* Inside of a write: a new session of the account, and room made by deleting what is over. */
MUST_CHECK int session_add(struct store *s, int64_t account, int64_t code_ms, char key[SECRET_TEXT], struct err *e);
/* The same session under a new key (after a code: what was known before opens nothing). */
MUST_CHECK int session_renew(struct store *s, int64_t id, int64_t code_ms, char key[SECRET_TEXT], struct err *e);
/* A right code came with this session; its key stays. */
MUST_CHECK int session_coded(struct store *s, int64_t id, struct err *e);
MUST_CHECK int session_seen(struct store *s, int64_t id, struct err *e);
MUST_CHECK int session_wrong_code(struct store *s, int64_t id, bool end, struct err *e);
/* One (id), or all of the account (id 0) but the one kept (0: none). *n = how many. */
MUST_CHECK int session_end(struct store *s, int64_t account, int64_t id, int64_t keep, int64_t *n, struct err *e);

/* Those of an account that are alive, newest first; each: 0 goes on. */
MUST_CHECK int session_each(struct store *s, int64_t account, int (*each)(void *ctx, const struct session_row *),
			    void *ctx, struct err *e);

#endif
