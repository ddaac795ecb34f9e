/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PROGRAMME_ROW_CASES_H
#define PROGRAMME_ROW_CASES_H

#include "office/office.h"

#define CASES "programme/row.def"
#include "office/declare.inc"

/* Shared by row_cases.c and row_show_cases.c. */
struct row_scope;
struct run_row;
/* The number masked (7372********0001): whole ones are opened one by one (`unmask`). p NULL: memory. */
span row_nik(const struct env *env, span nik);
/* The name found, else the one typed. */
span row_name(const struct run_row *r);
/* Place of the first reserve; FIELD_ABSENT: there is none. */
MUST_CHECK int row_cut(const struct env *env, const struct row_scope *s, int64_t *place, struct err *e);
/* What the proposal's list said, as typed, by enum run_field: where it has such a column; else empty. */
MUST_CHECK int row_typed(const struct env *env, const struct row_scope *s, const struct run_row *r, span *typed,
			 struct err *e);

#endif
