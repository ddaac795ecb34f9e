/* SPDX-License-Identifier: EUPL-1.2
 *
 * export, dump.
 */
#ifndef ACCESS_EXPORT_CASES_H
#define ACCESS_EXPORT_CASES_H

#include "office/use_case.h"

#define CASES "access/export.def"
#include "office/declare.inc"

#endif
