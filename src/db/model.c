/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/model.h"

#include <stdio.h>

enum { COLUMNS = 8 };

/* Types as they are called; no guards, nothing behind the bracket. */
static bool spell_plain(span word, struct buf *out)
{
	if (!padan_span_eq(word, SPAN("table")) && !padan_span_eq(word, SPAN("keyed")) &&
	    (word.n < 6 || memcmp(word.p, "guard ", 6) != 0))
		buf_span(out, word);
	return true;
}

static int fill(struct db *db, sqlite3 *model, struct buf *sql, struct err *e)
{
	for (int i = 0; i <= db_migration_count() && i <= db->version; i++) {
		buf_clear(sql);
		if (db_spell_with(db, spell_plain, db_migration_text(i), sql, e))
			return e ? e->code : ERR_MACHINE;
		if (sqlite3_exec(model, sql->p, NULL, NULL, NULL) != SQLITE_OK)
			return db_fail(db, DB_FATAL, e, "migrasi %d: %s", i, sqlite3_errmsg(model));
	}
	return ERR_OK;
}

int model_open(struct db *db, sqlite3 **out, struct err *e)
{
	struct buf sql;
	int rc;

	*out = NULL;
	if (sqlite3_open_v2(":memory:", out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL) != SQLITE_OK) {
		sqlite3_close(*out);
		*out = NULL;
		return err_memory(e, "susunan tabel");
	}
	buf_init(&sql, db->options.seams->alloc, 1 << 20);
	rc = fill(db, *out, &sql, e);
	buf_done(&sql);
	if (rc) {
		sqlite3_close(*out);
		*out = NULL;
	}
	return rc;
}

int model_each(struct db *db, sqlite3 *model, const char *sql, model_row *row, void *ctx, struct err *e)
{
	const char *column[COLUMNS];
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(model, sql, -1, &st, NULL), rc = ERR_OK;

	while (!rc && code == SQLITE_OK && (code = sqlite3_step(st)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st) && i < COLUMNS; i++)
			column[i] = (const char *)sqlite3_column_text(st, i);
		rc = row(ctx, column, e);
		code = SQLITE_OK;
	}
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(db, DB_FATAL, e, "susunan tabel: %s", sqlite3_errmsg(model));
	sqlite3_finalize(st);
	return rc;
}
