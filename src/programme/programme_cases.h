/* SPDX-License-Identifier: EUPL-1.2
 *
 * programme save, list, show, funnel (programme_cases.c); threshold show, set (threshold_cases.c).
 */
#ifndef PROGRAMME_PROGRAMME_CASES_H
#define PROGRAMME_PROGRAMME_CASES_H

#include "office/office.h"

#define CASES "programme/programme.def"
#include "office/declare.inc"

#endif
