/* SPDX-License-Identifier: EUPL-1.2
 *
 * Whole tables, read in canonical order, and a whole database copied into an empty one of any engine. Which tables and
 * columns there are is asked from the migrations (db/model.h), so a new table needs nothing here.
 */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "db/db.h"

enum { DB_DIGEST = 32, DB_TABLE_KEYS = 8 };

struct db_table {
	const char *name;
	int columns, keys;
	const char *column[DB_ROW_MAX], *word[DB_ROW_MAX]; /* word: id, i64, rupiah, day, text, bytes */
	int key[DB_TABLE_KEYS];				   /* columns of the primary key, in its order */
};

/* Every table, in the order in which they were made: what a row refers to stands before it. Strings live during the
 * call. each: 0 goes on, else its value is returned. */
MUST_CHECK int db_each_table(struct db *db, int (*each)(void *ctx, const struct db_table *, struct err *e), void *ctx,
			     struct err *e);
/* Every row of a table in the order of its primary key, inside a transaction. */
MUST_CHECK int db_each_row(struct db *db, const struct db_table *t,
			   int (*each)(void *ctx, const struct db_value *v, struct err *e), void *ctx, struct err *e);

/* Sum of the digests of the rows modulo 2^256: the order does not count, each row does, and how often. */
struct db_sum {
	int64_t rows;
	uint64_t part[4];
};
void db_sum_add(struct db_sum *s, const struct db_value *v, int n);
void db_sum_text(const struct db_sum *s, char out[2 * DB_DIGEST + 1]);

/* What was read from and what then stood in the target, per table. */
struct db_copied {
	const char *table;
	struct db_sum from, to;
};

/* Copies all rows of `from` into `to`, both at the newest version, in one transaction, streamed; then reads the target
 * back and compares, before it commits. ERR_CONFLICT when `to` holds a row already; ERR_MACHINE, and nothing in `to`,
 * when a sum differs. */
MUST_CHECK int db_copy(struct db *from, struct db *to, int (*each)(void *ctx, const struct db_copied *, struct err *e),
		       void *ctx, struct err *e);

#endif
