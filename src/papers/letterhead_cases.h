/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PAPERS_LETTERHEAD_CASES_H
#define PAPERS_LETTERHEAD_CASES_H

#include "office/office.h"

#define CASES "papers/letterhead.def"
#include "office/declare.inc"

#endif
