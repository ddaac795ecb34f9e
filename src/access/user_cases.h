/* SPDX-License-Identifier: EUPL-1.2
 *
 * user add, user list, user pin, user disable, user enable.
 */
#ifndef ACCESS_USER_CASES_H
#define ACCESS_USER_CASES_H

#include "access/user.h"

#define CASES "access/user.def"
#include "office/declare.inc"

#endif
