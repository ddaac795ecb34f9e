/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sessions for the web (main.c gives session_ops_db to it), and as use cases: session list and revoke, user totp
 * start, confirm and remove.
 */
#ifndef ACCESS_SESSION_CASES_H
#define ACCESS_SESSION_CASES_H

#include "web/session.h"

#define CASES "access/session.def"
#include "office/declare.inc"

extern const struct session_ops session_ops_db;

#endif
