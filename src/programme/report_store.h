/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the reports have in common: one statement read row by row, the range of regions that the actor may see, the run
 * that is meant. */
#ifndef PROGRAMME_REPORT_STORE_H
#define PROGRAMME_REPORT_STORE_H

#include "programme/run_store.h"

enum { REPORT_COLUMNS = 9, REPORT_REGION = 40, REPORT_CODE_DISTRICT = 8 };

/* Rows of a statement with `columns` columns. each: 0 goes on, else its value is returned; spans live during the call.
 */
struct report_ask {
	enum sql_id id;
	const struct db_value *values;
	size_t n;
	int columns; /* at most REPORT_COLUMNS */
};
MUST_CHECK int report_each(struct store *s, const struct report_ask *ask,
			   int (*each)(void *ctx, const struct db_value *), void *ctx, struct err *e);

/* From a region up to, without, what comes behind everything below it. */
struct report_range {
	char until[REPORT_REGION];
	struct db_value from, to;
};
void report_range_of(struct report_range *r, span region);

/* The run that `typed` names, or the newest that no other replaces; its rows that the actor may see: within. Spans in
 * the arena. ERR_USAGE: there is none. */
struct report_run {
	struct run_info info;
	char id[RUN_ID_TEXT];
	struct report_range within;
	bool ward; /* the actor's region is a single ward: districts are too wide */
};
MUST_CHECK int report_run_of(const struct env *env, span typed, struct report_run *out, struct err *e);

#endif
