/* SPDX-License-Identifier: EUPL-1.2
 *
 * TOTP of the accounts. The secret is sealed with the key of personal data, recovery codes are kept as keyed digests;
 * each enrolment and removal is an event that verify compares. An enrolment counts once a code of it was right.
 */
#ifndef ACCESS_TOTP_STORE_H
#define ACCESS_TOTP_STORE_H

#include "access/open_store.h"
#include "access/totp.h"

struct totp_state {
	bool there;
	int64_t made_ms, since_ms, last_step; /* since 0: not confirmed yet */
	int64_t recovery_left;
};
MUST_CHECK int totp_look(struct store *s, int64_t account, struct totp_state *out, struct err *e);

/* For apply. ERR_CONFLICT: the account has one already; ERR_USAGE: the code is not right. */
MUST_CHECK int totp_begin(struct unit *u, int64_t account, const unsigned char secret[TOTP_SECRET], struct err *e);
struct totp_enrol {
	int64_t account;
	span name, code;
	const char (*recovery)[RECOVERY_TEXT]; /* RECOVERY_CODES of them */
};
MUST_CHECK int totp_confirm(struct unit *u, const struct totp_enrol *enrol, struct err *e);
MUST_CHECK int totp_remove(struct unit *u, int64_t account, span name, struct err *e);
/* The secret of an enrolment that is not confirmed yet, to be shown once more. *found false: there is none. */
MUST_CHECK int totp_pending(struct store *s, int64_t account, unsigned char secret[TOTP_SECRET], bool *found,
			    struct err *e);
/* Inside of a write: six digits or a recovery code, each good once. */
MUST_CHECK int totp_use(struct store *s, int64_t account, span code, bool *right, struct err *e);
/* Would it be right? Uses nothing up. */
MUST_CHECK int totp_would(struct store *s, int64_t account, span code, bool *right, struct err *e);

/* For verify. */
MUST_CHECK int totp_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
