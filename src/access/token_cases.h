/* SPDX-License-Identifier: EUPL-1.2
 *
 * token add, list, revoke; what a token may, for the web.
 */
#ifndef ACCESS_TOKEN_CASES_H
#define ACCESS_TOKEN_CASES_H

#include "web/session.h"

#define CASES "access/token.def"
#include "office/declare.inc"

/* session_ops' token. ERR_CONFLICT: the day's budget is used up. */
MUST_CHECK int token_session(struct env *env, span bearer, struct session *out, bool *found, struct err *e);
/* session_ops' seen, of a token. */
MUST_CHECK int token_seen(struct env *env, const struct session *session, struct err *e);

#endif
