/* SPDX-License-Identifier: EUPL-1.2
 *
 * decree issue, decree list.
 */
#ifndef PROGRAMME_DECREE_CASES_H
#define PROGRAMME_DECREE_CASES_H

#include "office/office.h"

#define CASES "programme/decree.def"
#include "office/declare.inc"

#endif
