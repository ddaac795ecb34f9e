/* SPDX-License-Identifier: EUPL-1.2
 *
 * Laporan as use cases: of one draft (report_cases.c), of the office (report_more_cases.c). */
#ifndef PROGRAMME_REPORT_CASES_H
#define PROGRAMME_REPORT_CASES_H

#include "office/office.h"

#define CASES "programme/report.def"
#include "office/declare.inc"

/* A copy in the arena; p == NULL when memory is refused. */
span report_keep(const struct env *env, span s);
/* The day of the report: that of the caller, else today in central Indonesia. */
date report_day(const struct env *env);

#endif
