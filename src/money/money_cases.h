/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MONEY_MONEY_CASES_H
#define MONEY_MONEY_CASES_H

#include "law/law_cases.h"
#include "office/office.h"

#define CASES "money/money.def"
#include "office/declare.inc"

#endif
