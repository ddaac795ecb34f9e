/* SPDX-License-Identifier: EUPL-1.2
 *
 * The tables as the migrations make them, in an empty SQLite database in memory whose column types are the neutral
 * words themselves (id, i64, text ...). What there is to know of tables, keys and references is asked from there: by
 * export, by the check of a PostgreSQL. Inside of the room db only.
 */
#ifndef DB_MODEL_H
#define DB_MODEL_H

#include "db/driver.h"
#include <sqlite3.h>

/* Of the version that db has. sqlite3_close ends it; NULL on failure. */
MUST_CHECK int model_open(struct db *db, sqlite3 **out, struct err *e);

/* One row of text columns at a time; only for queries that cannot fail but by memory. */
typedef int model_row(void *ctx, const char *const *column, struct err *e);
MUST_CHECK int model_each(struct db *db, sqlite3 *model, const char *sql, model_row *row, void *ctx, struct err *e);

#endif
