/* SPDX-License-Identifier: EUPL-1.2
 *
 * The titles of a proposal list's columns as its office wrote them, and what each means. They stand among what the
 * papers keep (papers/keep.h), some hundred kilobytes that must be opened; a store keeps those of the runs that it was
 * asked for last.
 */
#ifndef PROGRAMME_TITLE_CASES_H
#define PROGRAMME_TITLE_CASES_H

#include "office/office.h"
#include "tabular/columns.h"

struct list_titles {
	size_t n; /* 0: nothing was kept of this list */
	const span *title;
	const enum list_col *column; /* of a proposal list; COL_NONE */
};

/* file: place in the run's head, as run_row.file. All in the arena of env. */
MUST_CHECK int list_titles(const struct env *env, int64_t run, int file, struct list_titles *out, struct err *e);

#endif
