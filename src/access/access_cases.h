/* SPDX-License-Identifier: EUPL-1.2
 *
 * init, migrate, verify.
 */
#ifndef ACCESS_ACCESS_CASES_H
#define ACCESS_ACCESS_CASES_H

#include "office/office.h"

#define CASES "access/access.def"
#include "office/declare.inc"

#endif
