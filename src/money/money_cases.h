/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MONEY_MONEY_CASES_H
#define MONEY_MONEY_CASES_H

#include "law/law_cases.h"
#include "office/office.h"

#define CASES "money/money.def"
#include "office/declare.inc"

/* "8400x1+16800x11": the contributions of the first `months` months; in the arena. */
span money_runs_text(const struct env *env, const struct contribution_plan *price, int months);

#endif
