/* SPDX-License-Identifier: EUPL-1.2
 *
 * One door to the database, whichever engine stands behind it. Statements come from a closed catalogue
 * (db/statements.def) by name; there is no way to run any other text. Every fallible function returns 0 or the code
 * it put into *e, and leaves the class of the failure in db_class():
 *
 *   DB_RETRY     somebody else holds the database: the same call may succeed later     -> ERR_CONFLICT
 *   DB_CONFLICT  a key exists already, another key, another version                    -> ERR_CONFLICT
 *   DB_FATAL     disk, memory, a damaged file                                          -> ERR_MACHINE
 *
 * (A name that is no database of ours is wrong usage: ERR_USAGE, class DB_FATAL.) After a failure inside a
 * transaction the only sensible call is db_rollback. A struct db belongs to one thread.
 *
 * SQLite: WAL, synchronous=FULL, STRICT tables, foreign keys, defensive; one writing process at a time by an flock on
 * FILE.lock, taken at the first db_begin(DB_WRITE) and held until db_close.
 *
 * PostgreSQL 15 and later: the schema that the connection's search_path names first. Any number of processes may write;
 * their transactions queue for one advisory lock, so that each sees all that was written before it. db_begin waits for
 * it 10 seconds (lock_timeout), then DB_RETRY. A lost connection is DB_RETRY and called again by the next db_begin;
 * lost while committing it is DB_FATAL, for nobody knows. Messages show the URL without its password.
 *
 * On every engine a text is UTF-8 without NUL (else DB_FATAL), text is compared and ordered by its bytes, and a sum is
 * CAST to bigint.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/seam.h"

/* The catalogue: SQL_run_insert and so on. */
enum sql_id {
#define STATEMENT(name, sql) SQL_##name,
#include "db/statements.def"
#undef STATEMENT
	SQL_COUNT
};

enum db_class { DB_OK, DB_RETRY, DB_CONFLICT, DB_FATAL };
enum db_access { DB_READ, DB_WRITE };

struct db;
struct db_stmt; /* owned by the db; one per statement of the catalogue */

/* A value in or out. Spans are borrowed: going in, until the next db_step; coming out, until the next db_step. */
struct db_value {
	enum db_kind { DB_NULL, DB_I64, DB_TEXT, DB_BYTES } kind;
	int64_t i;
	span s;
};

static inline struct db_value db_null(void)
{
	return (struct db_value){ .kind = DB_NULL };
}
static inline struct db_value db_i64(int64_t v)
{
	return (struct db_value){ .kind = DB_I64, .i = v };
}
static inline struct db_value db_text(span s)
{
	return (struct db_value){ .kind = DB_TEXT, .s = s };
}
static inline struct db_value db_bytes(const void *p, size_t n)
{
	return (struct db_value){ .kind = DB_BYTES, .s = { p, n } };
}

struct db_options {
	const char *path; /* a file, whose folder must exist; or postgresql://... */
	bool make;	  /* make the file when it is missing, and migrate it; else a missing one is ERR_UNREADABLE */
	const char *role; /* PostgreSQL: whom migrating gives the program's rights; NULL = those who have them */
	const char *vfs;  /* tests: name of an SQLite VFS; NULL = the system's */
	const struct seams *seams;
};

/* Opens. An empty file is an empty database of version 0. A newer database than this program, another application's
 * file, or a file that is no database is refused; an older one (0 included) is opened, and only db_migrate may read or
 * write to it. *out is NULL on failure. */
MUST_CHECK int db_open(struct db **out, const struct db_options *o, struct err *e);
void db_close(struct db *db); /* NULL is nothing; rolls back what is open */
enum db_class db_class(const struct db *db);

/* A read transaction is one snapshot, however long it lasts. DB_WRITE waits for nobody: DB_RETRY. */
MUST_CHECK int db_begin(struct db *db, enum db_access access, struct err *e);
MUST_CHECK int db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db); /* nothing open: nothing happens */

/* A part of a write transaction that can fail by itself (a savepoint; they do not nest). Inside it db_rollback undoes
 * the part only, and db_begin and db_commit are refused: whoever was lent the database cannot end somebody else's work.
 * db_part_keep and db_part_undo fail when the engine gave up the whole transaction: then only db_rollback remains. */
MUST_CHECK int db_part_begin(struct db *db, struct err *e);
MUST_CHECK int db_part_keep(struct db *db, struct err *e);
MUST_CHECK int db_part_undo(struct db *db, struct err *e);

/* The statement by name, reset, with nothing bound. Use a statement for one thing at a time. */
MUST_CHECK int db_prepare(struct db *db, enum sql_id id, struct db_stmt **out, struct err *e);
/* Binds ?1, ?2, ... all at once. */
MUST_CHECK int db_bind(struct db_stmt *st, const struct db_value *values, size_t n, struct err *e);
/* *row = there is a row. */
MUST_CHECK int db_step(struct db_stmt *st, bool *row, struct err *e);
/* Columns of the row, from 0. */
struct db_value db_column(struct db_stmt *st, int col);
static inline int64_t db_column_i64(struct db_stmt *st, int col)
{
	return db_column(st, col).i;
}
static inline span db_column_span(struct db_stmt *st, int col)
{
	return db_column(st, col).s;
}

/* prepare + bind: rows follow by db_step. */
MUST_CHECK int db_query(struct db *db, enum sql_id id, const struct db_value *v, size_t n, struct db_stmt **out,
			struct err *e);
/* prepare + bind + step to the end; `changed` (may be NULL) = rows touched. */
MUST_CHECK int db_run(struct db *db, enum sql_id id, const struct db_value *v, size_t n, int64_t *changed,
		      struct err *e);
/* One row or none: the first row's columns into out->col[0..out->want); text and bytes live until the statement is used
 * again or the transaction ends. */
struct db_row {
	int want; /* set by the caller */
	bool found;
	struct db_value col[20];
};
MUST_CHECK int db_one(struct db *db, enum sql_id id, const struct db_value *v, size_t n, struct db_row *out,
		      struct err *e);

/* Bulk load: the rows of `next` (1 = a row of n values, 0 = end, -1 = error with e filled) through an INSERT of the
 * catalogue; COPY where the engine has it. Inside a write transaction. */
struct db_rows {
	int (*next)(void *ctx, struct db_value *values, struct err *e);
	void *ctx;
	size_t n; /* values per row, at most DB_ROW_MAX */
};
enum { DB_ROW_MAX = 64 };
MUST_CHECK int db_bulk(struct db *db, enum sql_id id, const struct db_rows *rows, int64_t *count, struct err *e);

/* PostgreSQL: db_migrate gives this role (which lives as long as the db) the program's rights: it reads all, adds to
 * what only grows, changes the rest. Nothing on SQLite. */
void db_grant_to(struct db *db, const char *role);
/* Brings an older database forward, in one transaction. */
MUST_CHECK int db_migrate(struct db *db, struct err *e);
int db_version(const struct db *db); /* number of the last migration applied; 0 = empty */
int db_version_newest(void);
/* This connection holds the lock that lets one process write; never with an engine that has several writers. */
bool db_alone(const struct db *db);

/* Each thing found wrong, one line in Bahasa Indonesia. */
struct db_found {
	void (*say)(void *ctx, const char *what);
	void *ctx;
};
/* Structure of the file, indexes, references, and that tables and guards are those of the migrations. Calls `found`
 * for each thing wrong and still returns 0; an error only when it could not look. */
MUST_CHECK int db_check(struct db *db, const struct db_found *found, struct err *e);
/* A consistent copy into a new file `to`, while others read and write. */
MUST_CHECK int db_snapshot(struct db *db, const char *to, struct err *e);

#endif
