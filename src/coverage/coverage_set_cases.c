/* SPDX-License-Identifier: EUPL-1.2
 * The room's use cases; what they do stands in boundary_cases.c. */
#include "coverage/coverage_cases.h"

#define CASES	  "coverage/coverage.def"
#define CASE_ROOM coverage
#include "office/define.inc"
