/* SPDX-License-Identifier: EUPL-1.2
 * Use cases `run` and `ask-dukcapil`: structs and prototypes come from selection.def. */
#ifndef SELECTION_SELECTION_CASES_H
#define SELECTION_SELECTION_CASES_H

#include "office/office.h"

#define CASES "selection/selection.def"
#include "office/declare.inc"

#endif
