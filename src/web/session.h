/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who is at the other end, as the web sees it. What a session is, how long it lasts and what shows who somebody is
 * belongs to the room access; main.c wires its struct session_ops in.
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "office/office.h"

enum { SESSION_KEY = 43, SESSION_CSRF = 43 };

/* What the cookie carries: 32 random bytes in base64url. Secret. */
struct session_key {
	char text[SESSION_KEY + 1];
};

/* Spans live in the arena of the env that was given. */
struct session {
	int64_t id;
	struct actor actor;
	struct scope scope;
	span full_name, roles; /* roles: words joined by commas */
	bool by_token;	       /* an API token: no cookie, no CSRF */
};

/* All with env->store open. What writes (open, touch, close) goes through the store's own begin and
 * commit. *found false: unknown, ended, or idle for too long; nothing else is told. */
struct session_ops {
	/* Name and PIN or password, and the six digits of TOTP where they are asked for (else empty). ERR_USAGE: one of
	 * them is wrong (not which); ERR_CONFLICT: locked for a while. */
	int (*open)(struct env *env, const struct credentials *who, span totp, struct session_key *key, struct err *e);
	/* Reads only. *due: the use has to be written down (touch), which a worker does. */
	int (*find)(struct env *env, span key, struct session *out, bool *found, bool *due, struct err *e);
	int (*touch)(struct env *env, span key, struct err *e);
	int (*close)(struct env *env, span key, struct err *e);
	/* An API token from `Authorization: Bearer`. */
	int (*token)(struct env *env, span bearer, struct session *out, bool *found, struct err *e);
};

#endif
