/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEMBERSHIP_PERSON_CASES_H
#define MEMBERSHIP_PERSON_CASES_H

#include "office/office.h"

#define CASES "membership/person.def"
#include "office/declare.inc"

#endif
