/* SPDX-License-Identifier: EUPL-1.2
 *
 * What an engine must offer (inside of the room db only). The catalogue, the migrations, their checksums and the
 * result codes are db.c's; a driver spells types and guards, and carries out. Every member but bulk, grant and
 * loosen is mandatory. Fallible members set db->last and fill e, as db_fail does.
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db/db.h"

struct db_driver {
	/* db->options are set. Opens or makes the file; db->fresh = it holds nothing yet. */
	int (*connect)(struct db *db, struct err *e);
	void (*disconnect)(struct db *db);
	int (*begin)(struct db *db, enum db_access access, struct err *e);
	int (*commit)(struct db *db, struct err *e);
	void (*rollback)(struct db *db);
	int (*prepare)(struct db *db, const char *sql, struct db_stmt *st, struct err *e);
	void (*release)(struct db_stmt *st);
	void (*reset)(struct db_stmt *st);
	int (*bind)(struct db_stmt *st, const struct db_value *v, size_t n, struct err *e);
	int (*step)(struct db_stmt *st, bool *row, struct err *e);
	struct db_value (*column)(struct db_stmt *st, int col);
	int64_t (*changed)(struct db *db);
	/* The rows faster than one by one; -1: this statement goes one by one. NULL: all do. */
	int (*bulk)(struct db_stmt *st, const struct db_rows *rows, int64_t *count, struct err *e);
	/* A type word, `table`, or `guard NAME` of a migration, in the engine's spelling; false: no such word. */
	bool (*spell)(span word, struct buf *out);
	/* Text of a migration, already spelled. Inside a write transaction. */
	int (*script)(struct db *db, const char *sql, struct err *e);
	/* The engine's own mark that this is our database; inside the first migration's transaction. */
	int (*mark)(struct db *db, struct err *e);
	/* Gives the program's roles their rights on every table, inside the migrations' transaction; NULL: no roles. */
	int (*grant)(struct db *db, struct err *e);
	/* References are looked at when the transaction ends, not row by row; NULL: they are looked at per statement.
	 */
	int (*loosen)(struct db *db, struct err *e);
	int (*check)(struct db *db, const struct db_found *found, struct err *e);
	int (*snapshot)(struct db *db, const char *to, struct err *e);
};

struct db_stmt {
	struct db *db;
	void *handle; /* the driver's; NULL = not prepared yet */
	const char *name, *text;
	bool used; /* stepped since the last reset */
	bool once; /* run to its end, or to its first row, at once */
};

struct db {
	struct db_options options;
	char *name; /* our copy of the path that was given; name_size bytes */
	size_t name_size;
	const struct db_driver *driver;
	void *conn;		/* the driver's connection */
	int lock_fd;		/* FILE.lock held, or -1 */
	char *path, *lock_path; /* absolute; each path_size bytes */
	size_t path_size;
	enum db_phase { DB_SETUP, DB_NORMAL, DB_MIGRATING, DB_CHECKING } phase;
	enum db_class last;
	bool made;  /* connect made the file: a failed opening takes it away again */
	bool fresh; /* holds nothing yet */
	bool wal;   /* the write-ahead log is known to be on */
	bool in_tx, writing;
	bool in_part; /* between db_part_begin and its end */
	int version;
	unsigned prepared; /* PostgreSQL: counts names of statements */
	int64_t changed;   /* PostgreSQL: rows touched last */
	struct db_stmt stmt[SQL_COUNT];
};

extern const struct db_driver db_sqlite, db_postgres;

/* Notes the class and fills e with the code that belongs to it. */
int db_fail(struct db *db, enum db_class class, struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The migrations' tables that only grow: guarded by triggers, and refused by the authorizer. */
bool db_append_only(const char *table);
/* The text of one migration in the engine's spelling. */
int db_spell(struct db *db, const char *neutral, struct buf *out, struct err *e);
/* Every text among them is UTF-8 without NUL: not every engine would take anything else. */
int db_values_fit(struct db_stmt *st, const struct db_value *v, size_t n, struct err *e);
int db_spell_with(struct db *db, bool (*spell)(span, struct buf *), const char *neutral, struct buf *out,
		  struct err *e);
int db_migration_count(void);
const char *db_migration_text(int number);
const char *db_statement_text(enum sql_id id);
const char *db_statement_name(enum sql_id id);
/* A statement whose text is made from the migrations' tables (export, checks), not from the catalogue. */
MUST_CHECK int db_prepare_text(struct db *db, struct db_stmt *st, const char *name, const char *text, struct err *e);

MUST_CHECK int db_bulk_stmt(struct db *db, struct db_stmt *st, const struct db_rows *rows, int64_t *count,
			    struct err *e);

#endif
