/* SPDX-License-Identifier: EUPL-1.2
 * Shared by the files of the PostgreSQL engine; nobody else includes it. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include "db/driver.h"
#include <libpq-fe.h>

static inline PGconn *pg_conn(const struct db *db)
{
	return db->conn;
}

/* Class and message for a result, or for the connection when r is NULL; clears r. */
int pg_fail(struct db *db, PGresult *r, struct err *e);
/* As pg_fail for a sqlstate and a text of the server. */
int pg_fail_state(struct db *db, const char *state, const char *text, struct err *e);
/* Runs one or several commands without parameters, and drops what they return. */
int pg_command(struct db *db, const char *sql, struct err *e);
/* One query without parameters, in text; NULL with e filled. The caller clears it. */
PGresult *pg_ask(struct db *db, const char *sql, struct err *e);

/* Numbers of the server's own types, fixed for ever (pg_type.dat). */
enum { BYTEA = 17, INT8 = 20, INT2 = 21, INT4 = 23, TEXT = 25, VARCHAR = 1043 };
enum { PG_NAME = 24, PG_VALUE_MAX = 1 << 30 };

/* What stands behind db_stmt.handle. */
struct pg_stmt {
	char name[PG_NAME];
	char *cursor; /* DECLARE ... CURSOR FOR the statement, cursor_size bytes; NULL: it returns no rows */
	size_t cursor_size;
	int params;
	Oid type[DB_ROW_MAX];
	/* bound */
	const char *value[DB_ROW_MAX];
	int length[DB_ROW_MAX];
	uint64_t number[DB_ROW_MAX];
	/* under way */
	PGresult *rows;
	int at;		/* row of `rows`; -1 before the first */
	bool open, end; /* the cursor is open; nothing more will come */
};

/* postgres_stmt.c */
int pg_prepare(struct db *db, const char *sql, struct db_stmt *st, struct err *e);
void pg_release(struct db_stmt *st);
void pg_reset(struct db_stmt *st);
int pg_bind(struct db_stmt *st, const struct db_value *v, size_t n, struct err *e);
int pg_step(struct db_stmt *st, bool *row, struct err *e);
struct db_value pg_column(struct db_stmt *st, int col);
int64_t pg_changed(struct db *db);
/* postgres_copy.c */
int pg_bulk(struct db_stmt *st, const struct db_rows *rows, int64_t *count, struct err *e);

/* postgres_schema.c */
bool pg_spell(span word, struct buf *out);
int pg_mark(struct db *db, struct err *e);
int pg_grant(struct db *db, struct err *e);

/* postgres_check.c */
int pg_check(struct db *db, const struct db_found *found, struct err *e);

#endif
