/* SPDX-License-Identifier: EUPL-1.2
 *
 * check; objection add, status, list, show, answer.
 */
#ifndef MEMBERSHIP_CITIZEN_CASES_H
#define MEMBERSHIP_CITIZEN_CASES_H

#include "membership/objection.h"
#include "office/office.h"

#define CASES "membership/citizen.def"
#include "office/declare.inc"

#endif
