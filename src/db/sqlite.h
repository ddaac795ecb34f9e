/* SPDX-License-Identifier: EUPL-1.2
 * Shared by the two files of the SQLite engine; nobody else includes it. */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include "db/driver.h"
#include <sqlite3.h>

/* Class and message for an (extended) result code. */
int sqlite_fail(struct db *db, int code, struct err *e);
int sqlite_check(struct db *db, const struct db_found *found, struct err *e);
int sqlite_snapshot(struct db *db, const char *to, struct err *e);

#endif
