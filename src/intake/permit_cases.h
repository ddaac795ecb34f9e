/* SPDX-License-Identifier: EUPL-1.2
 *
 * permit add, permit list, permit end, permit usage, permit purge.
 */
#ifndef INTAKE_PERMIT_CASES_H
#define INTAKE_PERMIT_CASES_H

#include "office/office.h"

#define CASES "intake/permit.def"
#include "office/declare.inc"

#endif
