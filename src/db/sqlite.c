/* SPDX-License-Identifier: EUPL-1.2
 * The SQLite engine: opening, the authorizer, transactions, statements. Checks and snapshots are in sqlite_check.c. */
#include "db/sqlite.h"
#include "db/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x4C494E44 /* "LIND" */
enum { BUSY_MS = 2000 };

static sqlite3 *conn_of(const struct db *db)
{
	return db->conn;
}

int sqlite_fail(struct db *db, int code, struct err *e)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return db_fail(db, DB_RETRY, e, "sedang dipakai proses lain; ulangi sebentar lagi");
	case SQLITE_CONSTRAINT:
		if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
		    code == SQLITE_CONSTRAINT_ROWID)
			return db_fail(db, DB_CONFLICT, e, "sudah ada (%s)", sqlite3_errmsg(conn_of(db)));
		return db_fail(db, DB_FATAL, e, "data ditolak oleh aturan tabel (%s)", sqlite3_errmsg(conn_of(db)));
	case SQLITE_NOMEM:
		return db_fail(db, DB_FATAL, e, "memori tidak cukup");
	case SQLITE_FULL:
		return db_fail(db, DB_FATAL, e, "cakram penuh; tidak ada yang berubah, kosongkan tempat lalu ulangi");
	case SQLITE_CORRUPT:
		return db_fail(db, DB_FATAL, e, "berkas rusak (%s); pulihkan dari cadangan",
			       sqlite3_errmsg(conn_of(db)));
	case SQLITE_NOTADB:
		db->last = DB_FATAL;
		return err_set(e, ERR_USAGE, "%s: bukan basis data Lindung", db->options.path);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return db_fail(db, DB_FATAL, e, "tidak dapat dibuka atau ditulis; periksa hak berkas dan foldernya");
	case SQLITE_IOERR:
		return db_fail(db, DB_FATAL, e, "cakram gagal dibaca atau ditulis (kode %d)", code);
	default:
		return db_fail(db, DB_FATAL, e, "galat basis data %d (%s)", code, sqlite3_errmsg(conn_of(db)));
	}
}

/* --- the second line of defence ------------------------------------------------------------------------------------
 */
static bool any_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

static int allow_when(bool ok)
{
	return ok ? SQLITE_OK : SQLITE_DENY;
}

static int authorize(void *ctx, int action, const char *a, const char *b, const char *schema, const char *trigger)
{
	static const char *const functions[] = { "count", "coalesce", "max", "sum", "like", NULL };
	const struct db *db = ctx;

	(void)schema, (void)trigger;
	if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
		return SQLITE_DENY;
	if (db->phase != DB_NORMAL)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	case SQLITE_READ:
		return allow_when(strncmp(a, "sqlite_", 7) != 0);
	case SQLITE_INSERT:
		return allow_when(strncmp(a, "sqlite_", 7) != 0 && strcmp(a, "migration") != 0);
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return allow_when(strncmp(a, "sqlite_", 7) != 0 && !db_append_only(a));
	case SQLITE_FUNCTION:
		return allow_when(any_of(b, functions));
	default:
		return SQLITE_DENY;
	}
}

/* --- opening ---------------------------------------------------------------------------------------------------------
 */
/* The folder's links are followed, the file's own name is not: two names of one file would have two locks. */
static int resolve(struct db *db, struct err *e)
{
	const struct padan_alloc *a = db->options.seams->alloc;
	const char *path = db->options.path, *slash = strrchr(path, '/');
	char dir[PATH_MAX], real[PATH_MAX];
	size_t n;

	if (slash && (size_t)(slash - path) + 1 < sizeof(dir))
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path) + 1, path);
	else
		snprintf(dir, sizeof(dir), "./");
	if (!realpath(dir, real))
		return err_set(e, ERR_UNREADABLE, "%s: folder %s tidak ada atau tidak dapat dibuka", path, dir);
	n = strlen(real) + strlen(path) + sizeof("/.lock");
	db->path_size = n;
	db->path = a->resize(a->ctx, NULL, 0, n);
	db->lock_path = a->resize(a->ctx, NULL, 0, n);
	if (!db->path || !db->lock_path)
		return err_memory(e, path);
	snprintf(db->path, n, "%s/%s", real, slash ? slash + 1 : path);
	snprintf(db->lock_path, n, "%s.lock", db->path);
	return ERR_OK;
}

static int make_file(struct db *db, struct err *e)
{
	const struct io *io = db->options.seams->io;
	int fd, rc = lock_take(db->options.seams, db->lock_path, &db->lock_fd, e);

	if (rc) {
		db->last = rc == ERR_CONFLICT ? DB_RETRY : DB_FATAL;
		return rc;
	}
	/* Made by ourselves for its rights: SQLite would make it readable by all. The -wal and -shm inherit them. */
	fd = io->open(io->ctx, db->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, errno, "%s: basis data tidak dapat dibuat", db->options.path);
	io->close(io->ctx, fd);
	db->made = true;
	if (file_name_sync(db->options.seams, db->path))
		return err_errno(e, errno, "%s: foldernya tidak dapat diselaraskan ke cakram", db->options.path);
	return ERR_OK;
}

static int look_at_file(struct db *db, struct err *e)
{
	const char *path = db->options.path;
	struct stat st;

	if (lstat(db->path, &st)) {
		if (errno != ENOENT)
			return err_errno(e, errno, "%s: tidak dapat dibuka", path);
		if (!db->options.make)
			return err_set(e, ERR_UNREADABLE, "%s: tidak ada; buat dengan: lindung init --db %s", path,
				       path);
		return make_file(db, e);
	}
	if (S_ISLNK(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: tautan; berikan nama berkas yang sebenarnya", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: bukan berkas biasa", path);
	return ERR_OK;
}

static int pragma(struct db *db, const char *sql, int64_t *value, struct err *e)
{
	enum db_phase before = db->phase;
	sqlite3_stmt *st = NULL;
	int rc;

	db->phase = DB_SETUP;
	rc = sqlite3_prepare_v2(conn_of(db), sql, -1, &st, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW && value)
			*value = sqlite3_column_int64(st, 0);
		rc = sqlite3_finalize(st);
	}
	db->phase = before;
	return rc == SQLITE_OK ? ERR_OK : sqlite_fail(db, rc, e);
}

static void harden(sqlite3 *c)
{
	sqlite3_db_config(c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(c, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
	sqlite3_limit(c, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(c, SQLITE_LIMIT_SQL_LENGTH, 1 << 16);
	sqlite3_limit(c, SQLITE_LIMIT_LENGTH, 64 << 20);
}

static int settings(struct db *db, struct err *e)
{
	int rc = pragma(db, "PRAGMA synchronous=FULL", NULL, e);

	if (!rc)
		rc = pragma(db, "PRAGMA cell_size_check=ON", NULL, e);
	if (!rc)
		rc = pragma(db, "PRAGMA cache_size=-24576", NULL, e);
	if (!rc)
		rc = pragma(db, "PRAGMA wal_autocheckpoint=4096", NULL, e);
	return rc;
}

/* Ours, empty, or somebody else's? */
static int recognise(struct db *db, struct err *e)
{
	int64_t mark = 0, tables = 0;
	int rc = pragma(db, "PRAGMA application_id", &mark, e);

	if (!rc)
		rc = pragma(db, "SELECT count(*) FROM sqlite_schema", &tables, e);
	if (rc)
		return rc;
	db->fresh = mark == 0 && tables == 0;
	if (!db->fresh && mark != APPLICATION_ID) {
		db->last = DB_FATAL;
		return err_set(e, ERR_USAGE, "%s: bukan basis data Lindung; berikan berkas lain", db->options.path);
	}
	return ERR_OK;
}

static int sqlite_connect(struct db *db, struct err *e)
{
	int rc = resolve(db, e), flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
	sqlite3 *c = NULL;

	if (!rc)
		rc = look_at_file(db, e);
	if (rc)
		return rc;
	rc = sqlite3_open_v2(db->path, &c, flags, db->options.vfs);
	db->conn = c;
	if (rc != SQLITE_OK)
		return sqlite_fail(db, rc, e);
	sqlite3_busy_timeout(c, BUSY_MS);
	harden(c);
	if (sqlite3_set_authorizer(c, authorize, db) != SQLITE_OK)
		return err_memory(e, db->options.path);
	rc = settings(db, e);
	if (!rc)
		rc = recognise(db, e);
	return rc;
}

static void sqlite_disconnect(struct db *db)
{
	const struct seams *s = db->options.seams;
	bool undo = db->made && db->version == 0;

	if (db->conn)
		sqlite3_close_v2(db->conn);
	db->conn = NULL;
	if (undo)
		s->io->unlink(s->io->ctx, db->path);
	lock_release(s, &db->lock_fd);
	if (db->path)
		s->alloc->resize(s->alloc->ctx, db->path, db->path_size, 0);
	if (db->lock_path)
		s->alloc->resize(s->alloc->ctx, db->lock_path, db->path_size, 0);
}

/* --- transactions
 * ------------------------------------------------------------------------------------------------------ */
static int exec(struct db *db, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(conn_of(db), sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : sqlite_fail(db, rc, e);
}

/* The switch itself goes through a rollback journal. EXTRA syncs the folder after that journal is gone: come back after
 * a power loss, it would undo what the new log had committed (tests/fault/test_power.c). */
static int switch_to_wal(struct db *db, struct err *e)
{
	int rc = pragma(db, "PRAGMA synchronous=EXTRA", NULL, e);

	if (!rc)
		rc = pragma(db, "PRAGMA journal_mode=WAL", NULL, e);
	if (!rc)
		rc = pragma(db, "PRAGMA synchronous=FULL", NULL, e);
	return rc;
}

static int begin_write(struct db *db, struct err *e)
{
	int rc;

	if (db->lock_fd < 0) {
		rc = lock_take(db->options.seams, db->lock_path, &db->lock_fd, e);
		if (rc) {
			db->last = rc == ERR_CONFLICT ? DB_RETRY : DB_FATAL;
			return rc;
		}
	}
	if (!db->wal) { /* once per opening, under the lock; afterwards it stands in the file */
		rc = switch_to_wal(db, e);
		if (rc)
			return rc;
		db->wal = true;
	}
	rc = exec(db, "BEGIN IMMEDIATE", e);
	if (!rc && db->fresh) { /* somebody else may have filled it before we held the lock */
		rc = recognise(db, e);
		if (rc)
			sqlite3_exec(conn_of(db), "ROLLBACK", NULL, NULL, NULL);
	}
	return rc;
}

static int sqlite_begin(struct db *db, enum db_access access, struct err *e)
{
	int rc;

	if (access == DB_WRITE)
		return begin_write(db, e);
	rc = exec(db, "BEGIN", e);
	if (!rc) { /* the snapshot is taken by the first reading, so read at once */
		rc = pragma(db, "SELECT count(*) FROM sqlite_schema", NULL, e);
		if (rc)
			sqlite3_exec(conn_of(db), "ROLLBACK", NULL, NULL, NULL);
	}
	return rc;
}

static int sqlite_commit(struct db *db, struct err *e)
{
	return exec(db, "COMMIT", e);
}

static void sqlite_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(conn_of(db)))
		sqlite3_exec(conn_of(db), "ROLLBACK", NULL, NULL, NULL);
}

/* --- statements
 * -------------------------------------------------------------------------------------------------------- */
static int sqlite_prepare(struct db *db, const char *sql, struct db_stmt *st, struct err *e)
{
	sqlite3_stmt *handle = NULL;
	int rc = sqlite3_prepare_v3(conn_of(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);

	if (rc != SQLITE_OK)
		return sqlite_fail(db, rc, e);
	st->handle = handle;
	return ERR_OK;
}

static void sqlite_release(struct db_stmt *st)
{
	sqlite3_finalize(st->handle);
	st->handle = NULL;
}

static void sqlite_reset(struct db_stmt *st)
{
	sqlite3_reset(st->handle);
}

static int bind_one(sqlite3_stmt *st, int at, const struct db_value *v)
{
	const char *p = v->s.p ? v->s.p : ""; /* a NULL pointer would bind NULL */

	switch (v->kind) {
	case DB_I64:
		return sqlite3_bind_int64(st, at, v->i);
	case DB_TEXT:
		return sqlite3_bind_text64(st, at, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BYTES:
		return sqlite3_bind_blob64(st, at, p, v->s.n, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(st, at);
	}
}

static int sqlite_bind(struct db_stmt *st, const struct db_value *v, size_t n, struct err *e)
{
	if ((size_t)sqlite3_bind_parameter_count(st->handle) != n)
		return db_fail(st->db, DB_FATAL, e, "pernyataan %s: %zu nilai untuk %d tempat", st->name, n,
			       sqlite3_bind_parameter_count(st->handle));
	for (size_t i = 0; i < n; i++) {
		int rc = bind_one(st->handle, (int)i + 1, &v[i]);

		if (rc != SQLITE_OK)
			return sqlite_fail(st->db, rc, e);
	}
	return ERR_OK;
}

static int sqlite_step(struct db_stmt *st, bool *row, struct err *e)
{
	int rc = sqlite3_step(st->handle);

	*row = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : sqlite_fail(st->db, rc, e);
}

static struct db_value sqlite_column(struct db_stmt *st, int col)
{
	struct db_value v = { .kind = DB_NULL };

	switch (sqlite3_column_type(st->handle, col)) {
	case SQLITE_INTEGER:
		v = db_i64(sqlite3_column_int64(st->handle, col));
		break;
	case SQLITE_TEXT:
		v.kind = DB_TEXT;
		v.s.p = (const char *)sqlite3_column_text(st->handle, col);
		break;
	case SQLITE_BLOB:
		v.kind = DB_BYTES;
		v.s.p = sqlite3_column_blob(st->handle, col);
		break;
	default:
		return v;
	}
	if (v.kind != DB_I64)
		v.s.n = v.s.p ? (size_t)sqlite3_column_bytes(st->handle, col) : 0;
	return v;
}

static int64_t sqlite_changed(struct db *db)
{
	return sqlite3_changes64(conn_of(db));
}

/* --- migrations
 * ---------------------------------------------------------------------------------------------------------- */
static void spell_guard(span table, struct buf *out)
{
	static const char *const acts[] = { "UPDATE", "DELETE" };

	for (int i = 0; i < 2; i++)
		buf_printf(out,
			   "CREATE TRIGGER %.*s_no_%s BEFORE %s ON %.*s BEGIN SELECT RAISE(ABORT, "
			   "'%.*s only grows'); END;\n",
			   (int)table.n, table.p, i ? "delete" : "update", acts[i], (int)table.n, table.p, (int)table.n,
			   table.p);
}

static bool sqlite_spell(span word, struct buf *out)
{
	static const struct {
		const char *word, *here;
	} words[] = { { "id", "INTEGER" },     { "i64", "INTEGER" },
		      { "rupiah", "INTEGER" }, { "day", "INTEGER" },
		      { "text", "TEXT" },      { "bytes", "BLOB" },
		      { "table", "STRICT" },   { "keyed", "STRICT, WITHOUT ROWID" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (padan_span_eq(word, padan_span_of(words[i].word))) {
			buf_puts(out, words[i].here);
			return true;
		}
	if (word.n <= 6 || memcmp(word.p, "guard ", 6) != 0)
		return false;
	spell_guard((span){ word.p + 6, word.n - 6 }, out);
	return true;
}

static int sqlite_mark(struct db *db, struct err *e)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA application_id=%d", APPLICATION_ID);
	return exec(db, sql, e);
}

static int sqlite_loosen(struct db *db, struct err *e)
{
	return pragma(db, "PRAGMA defer_foreign_keys=ON", NULL, e);
}

const struct db_driver db_sqlite = {
	.connect = sqlite_connect,
	.disconnect = sqlite_disconnect,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.prepare = sqlite_prepare,
	.release = sqlite_release,
	.reset = sqlite_reset,
	.bind = sqlite_bind,
	.step = sqlite_step,
	.column = sqlite_column,
	.changed = sqlite_changed,
	.spell = sqlite_spell,
	.script = exec,
	.mark = sqlite_mark,
	.loosen = sqlite_loosen,
	.check = sqlite_check,
	.snapshot = sqlite_snapshot,
};
