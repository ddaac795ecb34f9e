/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the list of tasks counts, by aggregate statements: nothing is unsealed. */
#ifndef PROGRAMME_TASK_STORE_H
#define PROGRAMME_TASK_STORE_H

#include "access/open_store.h"
#include "base/date.h"

/* Objections of the scope that are not decided, and when the oldest came (0: none). */
MUST_CHECK int task_open_objections(struct store *s, span scope, int64_t *n, int64_t *oldest_ms, struct err *e);

/* Lists that stand, have gone into no run, and lack columns or have red rows; the oldest first. Spans live during the
 * call. */
struct task_batch {
	int64_t id, at_ms, red, rows;
	span office, name;
	bool ready;
};
MUST_CHECK int task_batches(struct store *s, span scope, int (*each)(void *ctx, const struct task_batch *), void *ctx,
			    struct err *e);

/* Rows of the run that this account is looking at, taken after `since_ms`. */
MUST_CHECK int task_taken(struct store *s, int64_t run, int64_t account, int64_t since_ms, int64_t *n, struct err *e);
/* Last day of the run's public test; DATE_NONE: none was opened. */
MUST_CHECK int task_public_test_end(struct store *s, int64_t run, date *day, struct err *e);

#endif
