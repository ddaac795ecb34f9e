/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEMBERSHIP_CARD_CASES_H
#define MEMBERSHIP_CARD_CASES_H

#include "office/office.h"

#define CASES "membership/card.def"
#include "office/declare.inc"

#endif
