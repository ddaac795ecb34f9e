/* SPDX-License-Identifier: EUPL-1.2
 * The SQLite engine: is the file sound, and are tables and guards those of the migrations; a consistent copy. */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

static void say(const struct db_found *found, const char *what, const char *detail)
{
	char line[500];

	snprintf(line, sizeof(line), "%s%s", what, detail ? detail : "");
	found->say(found->ctx, line);
}

/* Rows of a checking pragma: the first column of each, unless it is `fine`. What cannot even be read is wrong too. */
static int check_pragma(struct db *db, const char *sql, const char *fine, const char *what,
			const struct db_found *found, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db->conn, sql, -1, &st, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(st, 0);

		if (!text || strcmp(text, fine) != 0)
			say(found, what, text);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(st);
	if (rc == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_CORRUPT || rc == SQLITE_NOTADB) {
		say(found, what, "berkas rusak, tidak terbaca");
		return ERR_OK;
	}
	return rc == SQLITE_DONE || rc == SQLITE_OK ? ERR_OK : sqlite_fail(db, rc, e);
}

/* One line per table, index and trigger, in one order. */
static int describe(sqlite3 *c, struct buf *out)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(c, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", -1,
				    &st, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		for (int i = 0; i < 4; i++) {
			const char *text = (const char *)sqlite3_column_text(st, i);

			buf_puts(out, text ? text : "-");
			buf_putc(out, '\t');
		}
		buf_putc(out, '\n');
		rc = SQLITE_OK;
	}
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int fill_model(struct db *db, sqlite3 *model, struct buf *sql, struct err *e)
{
	for (int i = 0; i <= db_migration_count() && i <= db->version; i++) {
		int rc;

		buf_clear(sql);
		rc = db_spell(db, db_migration_text(i), sql, e);
		if (rc)
			return rc;
		rc = sqlite3_exec(model, sql->p, NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			return sqlite_fail(db, rc, e);
	}
	return ERR_OK;
}

/* Builds the tables anew in memory and compares what both say of themselves. */
static int check_schema(struct db *db, const struct db_found *found, struct err *e)
{
	struct buf sql, ours, theirs;
	sqlite3 *model = NULL;
	int rc, code = sqlite3_open_v2(":memory:", &model, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL);

	buf_init(&sql, db->options.seams->alloc, 1 << 20);
	buf_init(&ours, db->options.seams->alloc, 1 << 20);
	buf_init(&theirs, db->options.seams->alloc, 1 << 20);
	rc = code == SQLITE_OK ? fill_model(db, model, &sql, e) : sqlite_fail(db, code, e);
	if (!rc && (describe(model, &ours) != SQLITE_OK || ours.failed || theirs.failed))
		rc = err_memory(e, "pemeriksaan tabel");
	if (!rc &&
	    (describe(db->conn, &theirs) != SQLITE_OK || !padan_span_eq(buf_as_span(&ours), buf_as_span(&theirs))))
		say(found, "susunan tabel, indeks, atau penjaganya berbeda dari yang dibuat program ini", NULL);
	sqlite3_close_v2(model);
	buf_done(&sql);
	buf_done(&ours);
	buf_done(&theirs);
	return rc;
}

int sqlite_check(struct db *db, const struct db_found *found, struct err *e)
{
	enum db_phase before = db->phase;
	int rc;

	db->phase = DB_CHECKING;
	rc = check_pragma(db, "PRAGMA integrity_check", "ok", "berkas: ", found, e);
	if (!rc)
		rc = check_pragma(db, "PRAGMA foreign_key_check", "", "rujukan terputus dari tabel ", found, e);
	if (!rc)
		rc = check_schema(db, found, e);
	db->phase = before;
	return rc;
}

int sqlite_snapshot(struct db *db, const char *to, struct err *e)
{
	const struct io *io = db->options.seams->io;
	int fd = io->open(io->ctx, to, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600), rc;
	sqlite3_backup *copy;
	sqlite3 *target = NULL;

	if (fd < 0)
		return err_errno(e, errno, "%s: salinan tidak dapat dibuat", to);
	io->close(io->ctx, fd);
	rc = sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, db->options.vfs);
	copy = rc == SQLITE_OK ? sqlite3_backup_init(target, "main", db->conn, "main") : NULL;
	if (copy) {
		sqlite3_backup_step(copy, -1);
		rc = sqlite3_backup_finish(copy);
	} else if (rc == SQLITE_OK) {
		rc = sqlite3_errcode(target);
	}
	if (sqlite3_close(target) != SQLITE_OK && rc == SQLITE_OK)
		rc = SQLITE_BUSY;
	if (rc != SQLITE_OK) {
		io->unlink(io->ctx, to);
		return sqlite_fail(db, rc, e);
	}
	return ERR_OK;
}
