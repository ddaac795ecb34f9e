/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sessions for the web (main.c gives session_ops_db to it), and as use cases: list, revoke.
 */
#ifndef ACCESS_SESSION_CASES_H
#define ACCESS_SESSION_CASES_H

#include "web/session.h"

extern const struct session_ops session_ops_db;

#endif
