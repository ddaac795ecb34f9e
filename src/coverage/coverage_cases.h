/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COVERAGE_COVERAGE_CASES_H
#define COVERAGE_COVERAGE_CASES_H

#include "office/office.h"

#define CASES "coverage/coverage.def"
#include "office/declare.inc"

#endif
