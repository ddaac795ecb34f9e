/* SPDX-License-Identifier: EUPL-1.2
 *
 * events, user rights, unmask, unmask-limit, access list.
 */
#ifndef ACCESS_AUDIT_CASES_H
#define ACCESS_AUDIT_CASES_H

#include "access/user.h"

#define CASES "access/audit.def"
#include "office/declare.inc"

#endif
