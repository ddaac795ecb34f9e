/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PERSON_PERSON_CASES_H
#define PERSON_PERSON_CASES_H

#include "office/office.h"

#define CASES "person/person.def"
#include "office/declare.inc"

#endif
