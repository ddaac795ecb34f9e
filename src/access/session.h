/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules about sessions: how long one lasts, who needs a second factor, what is carried out only after a fresh code,
 * and how long nobody is heard after wrong tries. Pure. What is stored: session_store.h, try_store.h, totp_store.h.
 */
#ifndef ACCESS_SESSION_H
#define ACCESS_SESSION_H

#include "access/user.h"

/* The browser keeps a cookie of this name for this host alone, and sends it over TLS (or to this machine) only. */
#define SESSION_COOKIE		  "__Host-lindung"
#define SESSION_COOKIE_ATTRIBUTES "Path=/; Secure; HttpOnly; SameSite=Lax"

enum {
	SESSION_IDLE_MS = 30 * 60000,
	SESSION_LIFE_MS = 12 * 3600000,
	SESSION_SEEN_MS = 60000,      /* how exactly it is known when a session was last used */
	SESSION_FRESH_MS = 5 * 60000, /* how long a code of TOTP lets one act */
	SESSION_CODES = 5,	      /* wrong codes that end a session */
};

/* Neither idle for too long, nor too old, nor from a clock that was ahead. */
bool session_alive(int64_t made_ms, int64_t seen_ms, int64_t now_ms);
/* Is it time to write down that it was used? */
bool session_stale(int64_t seen_ms, int64_t now_ms);

/* Roles ("verifikator,sekda") with an act that asks for a second factor: they enrol TOTP at their first sign-in. */
bool roles_need_totp(span roles);
/* What the browser carries out only after a fresh code: the steps of a decree. */
uint64_t caps_to_confirm(void);

/* --- wrong tries -----------------------------------------------------------------------------------------------------
 * Three counts, each forgotten after a right sign-in or a day of quiet: this name from this address (pin_wait_ms), this
 * address with any name, this name from anywhere. The last two do not touch an address from which the person signed in
 * before, nor somebody with a right code of TOTP: who guesses from elsewhere cannot lock out the owner. */
int64_t source_wait_ms(int64_t wrong);	/* twenty are free: an office behind one address */
int64_t account_wait_ms(int64_t wrong); /* fifty are free */
enum { TRY_FORGET_MS = 24 * 3600000 };
#define PLACE_FORGET_MS ((int64_t)90 * 24 * 3600000) /* how long an address stays known */

#endif
