/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/task_store.h"

#include <stdio.h>

enum { REGION = 32 };

/* A region and all below it: '/' is what comes after '.'. */
static void scope_range(span region, char until[REGION], struct db_value out[2])
{
	int n = region.n ? snprintf(until, REGION, "%.*s/", (int)(region.n < 24 ? region.n : 24), region.p)
			 : snprintf(until, REGION, "~");

	out[0] = db_text(region.n ? region : SPAN(""));
	out[1] = db_text((span){ until, (size_t)n });
}

int task_open_objections(struct store *s, span scope, int64_t *n, int64_t *oldest_ms, struct err *e)
{
	struct db_row row = { .want = 2 };
	struct db_value v[2];
	char until[REGION];
	int rc;

	scope_range(scope, until, v);
	rc = db_one(store_db(s), SQL_task_objections, v, 2, &row, e);
	*n = !rc && row.found ? row.col[0].i : 0;
	*oldest_ms = !rc && row.found ? row.col[1].i : 0;
	return rc;
}

int task_batches(struct store *s, span scope, int (*each)(void *ctx, const struct task_batch *), void *ctx,
		 struct err *e)
{
	struct db_value v[2];
	struct db_stmt *st;
	char until[REGION];
	bool row = false;
	int stop = 0, rc;

	scope_range(scope, until, v);
	rc = db_query(store_db(s), SQL_task_batches, v, 2, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct task_batch b = { .id = db_column_i64(st, 0),
					.office = db_column_span(st, 1),
					.name = db_column_span(st, 2),
					.at_ms = db_column_i64(st, 3),
					.red = db_column_i64(st, 4),
					.rows = db_column_i64(st, 5),
					.ready = db_column_i64(st, 6) != 0 };

		stop = each(ctx, &b);
	}
	return rc ? rc : stop;
}

int task_taken(struct store *s, int64_t run, int64_t account, int64_t since_ms, int64_t *n, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(account), db_i64(since_ms) };
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_task_taken, v, 3, &row, e);

	*n = !rc && row.found ? row.col[0].i : 0;
	return rc;
}

int task_public_test_end(struct store *s, int64_t run, date *day, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row row = { .want = 3 };
	int rc = db_one(store_db(s), SQL_public_test_get, &v, 1, &row, e);

	*day = !rc && row.found ? (date){ (int32_t)row.col[1].i } : DATE_NONE;
	return rc;
}
