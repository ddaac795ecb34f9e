/* SPDX-License-Identifier: EUPL-1.2
 * A restored file takes the database's name: whole, durably, never in somebody's hands, never beside the leftovers of
 * the one before (SQLite would play another database's log into it). */
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum { NAME = 4200 };

static bool there(const char *path, const char *suffix)
{
	char name[NAME];

	return snprintf(name, sizeof(name), "%s%s", path, suffix) >= NAME || access(name, F_OK) == 0;
}

static int leftovers(const char *path, struct err *e)
{
	static const char *const suffix[] = { "-wal", "-journal" };
	char shm[NAME];

	for (int i = 0; i < 2; i++)
		if (there(path, suffix[i]))
			return err_set(e, ERR_CONFLICT,
				       "%s%s: sisa basis data lain; pindahkan dahulu ke tempat lain, lalu ulangi", path,
				       suffix[i]);
	/* an index of a log that is not there holds nothing */
	if (snprintf(shm, sizeof(shm), "%s-shm", path) < NAME)
		unlink(shm);
	return ERR_OK;
}

static int only_row(sqlite3 *c, const char *sql, const char *wanted)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(c, sql, -1, &st, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW)
			rc = !wanted || !sqlite3_stricmp((const char *)sqlite3_column_text(st, 0), wanted)
				     ? SQLITE_OK
				     : SQLITE_BUSY;
		else if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
	}
	sqlite3_finalize(st);
	return rc;
}

/* Brings the old one's log home and keeps everybody out of it. A file too damaged for that is kept as it is. */
static int retire(const char *path, sqlite3 **c, struct err *e)
{
	int rc = sqlite3_open_v2(path, c, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);

	if (rc == SQLITE_OK)
		rc = only_row(*c, "PRAGMA journal_mode=DELETE", "delete");
	if (rc == SQLITE_OK)
		rc = only_row(*c, "BEGIN EXCLUSIVE", NULL);
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return err_set(e, ERR_CONFLICT, "%s: sedang dibuka proses lain; tutup dahulu, lalu ulangi", path);
	return ERR_OK;
}

/* The log of a damaged file goes with it. */
static int move_log(const struct seams *s, const char *path, const char *aside, struct err *e)
{
	char from[NAME], to[NAME];

	if (!there(path, "-wal"))
		return ERR_OK;
	if (snprintf(from, sizeof(from), "%s-wal", path) >= NAME || snprintf(to, sizeof(to), "%s-wal", aside) >= NAME ||
	    s->io->rename(s->io->ctx, from, to))
		return err_errno(e, errno, "%s-wal: tidak dapat dipindahkan", path);
	return ERR_OK;
}

static int put_aside(const struct seams *s, const char *path, const char *aside, struct err *e)
{
	if (link(path, aside) == 0) /* the name is never without a database */
		return ERR_OK;
	if (errno == EEXIST)
		return err_set(e, ERR_CONFLICT, "%s: sudah ada; pindahkan dahulu", aside);
	if (s->io->rename(s->io->ctx, path, aside))
		return err_errno(e, errno, "%s: tidak dapat disisihkan menjadi %s", path, aside);
	return ERR_OK;
}

static int replace(const struct seams *s, const char *fresh, const char *path, const char *aside, struct err *e)
{
	sqlite3 *old = NULL;
	int rc = retire(path, &old, e);

	if (!rc)
		rc = put_aside(s, path, aside, e);
	if (!rc)
		rc = move_log(s, path, aside, e);
	if (!rc)
		rc = leftovers(path, e);
	if (!rc && s->io->rename(s->io->ctx, fresh, path))
		rc = err_errno(e, errno, "%s: tidak dapat dipasang", path);
	sqlite3_close(old);
	return rc;
}

static int place_new(const char *fresh, const char *path, struct err *e)
{
	int rc = leftovers(path, e);

	if (rc)
		return rc;
	if (link(fresh, path) == 0)
		return unlink(fresh) ? err_errno(e, errno, "%s: tidak dapat dihapus", fresh) : ERR_OK;
	if (errno != EEXIST && renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return ERR_OK; /* a file system without links */
	return err_errno(e, errno, "%s: tidak dapat dipasang", path);
}

int backup_place(const struct seams *s, const char *fresh, const char *path, const char *aside, struct err *e)
{
	bool over = access(path, F_OK) == 0;
	int rc;

	if (there(fresh, "-wal") || there(fresh, "-journal"))
		return err_set(e, ERR_MACHINE, "%s: masih dibuka (kesalahan program)", fresh);
	if (over && !aside)
		return err_set(e, ERR_CONFLICT,
			       "%s: sudah ada; berikan nama lain, atau --ganti untuk menyisihkan yang lama", path);
	rc = over ? replace(s, fresh, path, aside, e) : place_new(fresh, path, e);
	if (!rc && file_name_sync(s, path))
		rc = err_errno(e, errno, "%s: foldernya tidak sampai ke cakram", path);
	return rc;
}
