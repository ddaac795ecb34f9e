/* SPDX-License-Identifier: EUPL-1.2
 *
 * programme save, list, show, funnel (programme_cases.c); programme draft (draft_cases.c); threshold show, set
 * (threshold_cases.c).
 */
#ifndef PROGRAMME_PROGRAMME_CASES_H
#define PROGRAMME_PROGRAMME_CASES_H

#include "office/office.h"
#include "programme/programme.h"

#define CASES "programme/programme.def"
#include "office/declare.inc"

struct occupations;
/* A programme file's bytes, checked as run does it; everything in the arena. `name` stands in messages. */
MUST_CHECK int programme_text_read(struct programme *p, struct occupations *jobs, span text, const char *name,
				   const struct env *env, struct err *e);
/* Its rules in sentences: rows of programme_line_row. */
MUST_CHECK int programme_say(struct row_cursor *out, const struct programme *p, const struct occupations *jobs,
			     const struct env *env, struct err *e);

#endif
