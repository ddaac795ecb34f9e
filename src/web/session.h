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

/* What a session still lacks. The first two may reach nothing but the page where that is given. */
enum session_need {
	SESSION_READY,
	SESSION_WANTS_CODE,  /* the account has TOTP, and no code came yet: actor.may is empty */
	SESSION_WANTS_ENROL, /* a role asks for TOTP, and the account has none: CAP_SELF only */
};

/* Spans live in the arena of the env that was given. */
struct session {
	int64_t id;
	struct actor actor;
	struct scope scope;
	uint64_t confirm;      /* of actor.may, for env.confirm: refused until ops.code was given a fresh code */
	span full_name, roles; /* roles: words joined by commas */
	bool by_token;	       /* an API token: no cookie, no CSRF */
	enum session_need need;
	bool stale;		/* ops.seen is due (once a minute; off the event loop, it writes) */
	int64_t fresh_until_ms; /* how long the last code lets one act; 0: no code, or long ago */
};

/* All with env->store open. touch and token only read; the others write, by the store's own begin and commit, and
 * belong on a worker thread. *found false: unknown, ended, or idle for too long; nothing else is told. */
struct session_ops {
	/* Name and PIN or password, and the six digits of TOTP or a recovery code (or empty: asked for afterwards,
	 * SESSION_WANTS_CODE). env->source is the address of the other end. ERR_USAGE: one of them is wrong (not
	 * which); ERR_CONFLICT: locked for a while. */
	int (*open)(struct env *env, const struct credentials *who, span totp, struct session_key *key, struct err *e);
	int (*touch)(struct env *env, span key, struct session *out, bool *found, struct err *e);
	int (*close)(struct env *env, span key, struct err *e);
	/* When session.stale: used just now (a token: its requests are counted). */
	int (*seen)(struct env *env, const struct session *session, struct err *e);
	/* A code of TOTP, or a recovery code, for the session: after SESSION_WANTS_CODE, or again before an act of
	 * session.confirm. `renewed` is the session's key from now on. ERR_USAGE: wrong or used before; after five the
	 * session is over. */
	int (*code)(struct env *env, span key, span totp, struct session_key *renewed, struct err *e);
	/* An API token from `Authorization: Bearer`. */
	int (*token)(struct env *env, span bearer, struct session *out, bool *found, struct err *e);
};

#endif
