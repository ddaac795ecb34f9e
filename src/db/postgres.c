/* SPDX-License-Identifier: EUPL-1.2
 * The PostgreSQL engine: connection, classes of failure, transactions. Statements are in postgres_stmt.c, tables,
 * rights and checks in postgres_schema.c. */
#include "db/postgres.h"
#include "base/url.h"
#include "db/copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LOCK_CLASS 0x4C494E44 /* "LIND": our half of every advisory lock's number */
enum { OLDEST_SERVER = 150000 };

/* --- what went wrong -----------------------------------------------------------------------------------------------
 */
static bool is(const char *state, const char *const *list)
{
	for (; *list; list++)
		if (!strncmp(state, *list, strlen(*list)))
			return true;
	return false;
}

int pg_fail_state(struct db *db, const char *state, const char *text, struct err *e)
{
	/* deadlock, lost race, lock not granted in time, time limit, too many guests, server going down or coming up */
	static const char *const again[] = { "40", "55P03", "57", "53300", "25P03", "0A000", NULL };
	static const char *const lost[] = { "08", NULL };

	if (!*state || is(state, lost))
		return db_fail(db, DB_RETRY, e, "sambungan ke PostgreSQL terputus (%s); ulangi", text);
	if (is(state, again))
		return db_fail(db, DB_RETRY, e, "sedang dipakai atau tidak siap (%s); ulangi sebentar lagi", text);
	if (!strcmp(state, "23505"))
		return db_fail(db, DB_CONFLICT, e, "sudah ada (%s)", text);
	if (!strncmp(state, "23", 2))
		return db_fail(db, DB_FATAL, e, "data ditolak oleh aturan tabel (%s)", text);
	if (!strcmp(state, "53100"))
		return db_fail(db, DB_FATAL, e,
			       "cakram peladen penuh; tidak ada yang berubah, kosongkan tempat lalu ulangi");
	if (!strcmp(state, "42501"))
		return db_fail(
			db, DB_FATAL, e,
			"peran PostgreSQL ini tidak berhak (%s); pemilik tabel memberi hak dengan: lindung migrate "
			"--peran NAMA",
			text);
	if (!strcmp(state, "25006"))
		return db_fail(db, DB_FATAL, e, "peladen ini hanya dapat dibaca (%s); sambung ke peladen utama", text);
	return db_fail(db, DB_FATAL, e, "galat basis data %s (%s)", state, text);
}

/* The server's first line; its detail may quote values and stays out. */
static void first_line(const char *text, char *out, size_t size)
{
	size_t n = strcspn(text, "\n");

	snprintf(out, size, "%.*s", (int)(n < size ? n : size - 1), text);
}

int pg_fail(struct db *db, PGresult *r, struct err *e)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *name = r ? PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME) : NULL;
	char line[300];
	int rc;

	first_line(text ? text : PQerrorMessage(pg_conn(db)), line, sizeof(line));
	if (PQstatus(pg_conn(db)) == CONNECTION_BAD && !(state && !strncmp(state, "57P", 3)))
		state = "";
	/* A result without a state is libpq's own: memory, or a server that speaks otherwise. */
	else if (!state)
		state = "XX000";
	rc = pg_fail_state(db, state, name ? name : line, e);
	PQclear(r);
	return rc;
}

PGresult *pg_ask(struct db *db, const char *sql, struct err *e)
{
	PGresult *r = PQexec(pg_conn(db), sql);

	if (r && PQresultStatus(r) == PGRES_TUPLES_OK)
		return r;
	pg_fail(db, r, e);
	return NULL;
}

int pg_command(struct db *db, const char *sql, struct err *e)
{
	PGresult *r = PQexec(pg_conn(db), sql);
	ExecStatusType status = PQresultStatus(r);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return pg_fail(db, r, e);
	PQclear(r);
	return ERR_OK;
}

/* --- opening -------------------------------------------------------------------------------------------------------
 */
/* From here on every message names the database without its password. */
static int hide_password(struct db *db, struct err *e)
{
	struct buf b;

	buf_init(&b, db->options.seams->alloc, 1 << 16);
	url_shown((span){ db->options.path, strlen(db->options.path) }, &b);
	if (b.failed || !b.p)
		return err_memory(e, "nama basis data");
	db->path = b.p; /* freed by pg_disconnect */
	db->path_size = b.cap;
	db->options.path = b.p;
	return ERR_OK;
}

/* libpq quotes what it does not understand, and that may be a piece of a password. */
static bool understood(const char *url)
{
	PQconninfoOption *all = PQconninfoParse(url, NULL);
	bool fine = all != NULL;

	for (const PQconninfoOption *o = all; o && o->keyword; o++) {
		if (o->val && !strcmp(o->keyword, "port") && strspn(o->val, "0123456789,") != strlen(o->val))
			fine = false;
		if (o->val && !strcmp(o->keyword, "host") && strchr(o->val, '@'))
			fine = false;
	}
	PQconninfoFree(all);
	return fine;
}

static void silent(void *ctx, const PGresult *r)
{
	(void)ctx, (void)r;
}

/* The words before dbname are defaults that the URL overrides. A dead peer shows within a minute. */
static PGconn *dial(const char *url)
{
	static const char *const words[] = { "connect_timeout",	 "keepalives_idle",  "keepalives_interval",
					     "keepalives_count", "tcp_user_timeout", "fallback_application_name",
					     "client_encoding",	 "dbname",	     NULL };
	const char *const values[] = { "10", "20", "10", "3", "60000", "lindung", "UTF8", url, NULL };

	return PQconnectdbParams(words, values, 1);
}

/* What correctness rests on is set; patience is set where neither role nor URL says otherwise. */
static int session(struct db *db, struct err *e)
{
	static const char settings[] =
		"SET client_min_messages = error; SET bytea_output = hex; SET cursor_tuple_fraction = 1; SET jit = off;"
		"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = "
		"'off';"
		"SELECT set_config('lock_timeout', '10s', false) WHERE current_setting('lock_timeout') = '0';"
		"SELECT set_config('statement_timeout', '30min', false)"
		" WHERE current_setting('statement_timeout') = '0';"
		"SELECT set_config('idle_in_transaction_session_timeout', '1h', false)"
		" WHERE current_setting('idle_in_transaction_session_timeout') = '0'";
	const char *encoding = PQparameterStatus(pg_conn(db), "server_encoding");

	PQsetNoticeReceiver(pg_conn(db), silent, NULL);
	if (PQserverVersion(pg_conn(db)) < OLDEST_SERVER) {
		db->last = DB_FATAL;
		return err_set(e, ERR_USAGE, "%s: PostgreSQL %d; perlu versi 15 atau lebih baru", db->options.path,
			       PQserverVersion(pg_conn(db)) / 10000);
	}
	if (!encoding || strcmp(encoding, "UTF8") != 0) {
		db->last = DB_FATAL;
		return err_set(e, ERR_USAGE, "%s: penyandian %s; buat basis data dengan ENCODING 'UTF8'",
			       db->options.path, encoding ? encoding : "tidak diketahui");
	}
	return pg_command(db, settings, e);
}

static int refuse(struct db *db, struct err *e)
{
	char line[200];

	first_line(PQerrorMessage(pg_conn(db)), line, sizeof(line));
	db->last = DB_RETRY;
	return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dihubungi (%s)", db->options.path, line);
}

/* Ours, empty, or somebody else's? What extensions brought does not count. */
static int recognise(struct db *db, struct err *e)
{
	static const char sql[] =
		"SELECT coalesce(current_schema(), ''), EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid ="
		" c.relnamespace WHERE n.nspname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE "
		"d.classid"
		" = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')), "
		"coalesce(obj_description(to_regclass("
		"quote_ident(current_schema()) || '.migration'), 'pg_class'), '')";
	PGresult *r = pg_ask(db, sql, e);
	bool schema, ours;

	if (!r)
		return e ? e->code : ERR_MACHINE;
	schema = *PQgetvalue(r, 0, 0) != 0;
	ours = !strcmp(PQgetvalue(r, 0, 2), "Lindung");
	db->fresh = *PQgetvalue(r, 0, 1) == 'f';
	PQclear(r);
	if (schema && (ours || db->fresh))
		return ERR_OK;
	db->last = DB_FATAL;
	if (!schema)
		return err_set(e, ERR_USAGE,
			       "%s: skemanya tidak ada atau tidak boleh dipakai; buat dengan CREATE SCHEMA, atau "
			       "periksa search_path",
			       db->options.path);
	return err_set(
		e, ERR_USAGE,
		"%s: bukan basis data Lindung (skema ini berisi tabel lain); berikan basis data atau skema kosong",
		db->options.path);
}

static int pg_connect(struct db *db, struct err *e)
{
	const char *url = db->options.path;
	int rc = hide_password(db, e);

	if (rc)
		return rc;
	if (!understood(url)) {
		db->last = DB_FATAL;
		return err_set(
			e, ERR_USAGE,
			"--db: alamat PostgreSQL tidak dipahami; tulis postgresql://pengguna@tuan-rumah/basisdata "
			"(tanda khusus dalam kata sandi sebagai %%xx)");
	}
	db->conn = dial(url);
	if (!db->conn)
		return err_memory(e, "sambungan PostgreSQL");
	if (PQstatus(pg_conn(db)) != CONNECTION_OK)
		return refuse(db, e);
	rc = session(db, e);
	return rc ? rc : recognise(db, e);
}

static void pg_disconnect(struct db *db)
{
	const struct padan_alloc *a = db->options.seams->alloc;

	PQfinish(db->conn);
	db->conn = NULL;
	if (db->path)
		a->resize(a->ctx, db->path, db->path_size, 0);
}

/* A server that was away is called again when the next transaction begins. What was prepared is gone. */
static int call_again(struct db *db, struct err *e)
{
	for (int i = 0; i < SQL_COUNT; i++)
		if (db->stmt[i].handle)
			pg_release(&db->stmt[i]);
	PQreset(pg_conn(db));
	return PQstatus(pg_conn(db)) == CONNECTION_OK ? session(db, e) : refuse(db, e);
}

/* --- transactions --------------------------------------------------------------------------------------------------
 */
/* Writers of one schema queue for one lock: what a statement sees is then what the writer before it left, and events
 * get their order. Transactions are short; the long part of a use case runs before them (docs/adr/0702). */
static int begin_write(struct db *db, struct err *e)
{
	char sql[300];
	int rc;

	snprintf(sql, sizeof(sql),
		 "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
		 "SELECT pg_advisory_xact_lock(%d, (oid::bigint & 2147483647)::int) FROM pg_namespace"
		 " WHERE nspname = current_schema()",
		 LOCK_CLASS);
	rc = pg_command(db, sql, e);
	if (!rc && db->fresh) /* somebody else may have filled it before we held the lock */
		rc = recognise(db, e);
	return rc;
}

static void pg_rollback(struct db *db)
{
	if (PQtransactionStatus(pg_conn(db)) != PQTRANS_IDLE)
		PQclear(PQexec(pg_conn(db), "ROLLBACK"));
}

static int begin_once(struct db *db, enum db_access access, struct err *e)
{
	/* the snapshot is taken by the first reading, so read at once */
	int rc = access == DB_WRITE ? begin_write(db, e)
				    : pg_command(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1", e);

	if (rc)
		pg_rollback(db);
	return rc;
}

static int pg_begin(struct db *db, enum db_access access, struct err *e)
{
	bool live = PQstatus(pg_conn(db)) == CONNECTION_OK;
	int rc = live ? begin_once(db, access, e) : ERR_OK;

	/* only now seen that the server had gone: nothing was under way yet */
	if (live && PQstatus(pg_conn(db)) == CONNECTION_OK)
		return rc;
	rc = call_again(db, e);
	return rc ? rc : begin_once(db, access, e);
}

static int pg_commit(struct db *db, struct err *e)
{
	PGresult *r = PQexec(pg_conn(db), "COMMIT");

	/* COMMIT of a transaction that failed answers ROLLBACK. */
	if (PQresultStatus(r) == PGRES_COMMAND_OK && !strcmp(PQcmdStatus(r), "COMMIT")) {
		PQclear(r);
		return ERR_OK;
	}
	if (PQresultStatus(r) == PGRES_COMMAND_OK) {
		PQclear(r);
		return db_fail(db, DB_FATAL, e, "tindakan ini sudah gagal sebelumnya; tidak ada yang disimpan");
	}
	if (PQstatus(pg_conn(db)) == CONNECTION_BAD) {
		PQclear(r);
		return db_fail(db, DB_FATAL, e,
			       "sambungan terputus saat menyimpan: tidak diketahui apakah tersimpan; lihat dahulu "
			       "keadaannya, lalu ulangi bila belum");
	}
	return pg_fail(db, r, e);
}

static int nothing_to_tell(void *ctx, const struct db_copied *c, struct err *e)
{
	(void)ctx, (void)c, (void)e;
	return ERR_OK;
}

/* The copy is a file: whoever restores it needs no server, and export brings it back. */
static int pg_snapshot(struct db *db, const char *to, struct err *e)
{
	const struct db_options o = { .path = to, .make = true, .seams = db->options.seams };
	const struct io *io = db->options.seams->io;
	struct buf lock;
	struct db *file;
	int rc;

	if (!access(to, F_OK))
		return db_fail(db, DB_FATAL, e, "%s: sudah ada; salinan tidak menimpa berkas", to);
	rc = db_open(&file, &o, e);
	if (!rc)
		rc = db_copy(db, file, nothing_to_tell, NULL, e);
	db_close(file);
	if (rc)
		io->unlink(io->ctx, to);
	buf_init(&lock, db->options.seams->alloc, 1 << 16);
	buf_printf(&lock, "%s.lock", to);
	if (!lock.failed)
		io->unlink(io->ctx, lock.p);
	buf_done(&lock);
	return rc;
}

const struct db_driver db_postgres = {
	.connect = pg_connect,
	.disconnect = pg_disconnect,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.prepare = pg_prepare,
	.release = pg_release,
	.reset = pg_reset,
	.bind = pg_bind,
	.step = pg_step,
	.column = pg_column,
	.changed = pg_changed,
	.bulk = pg_bulk,
	.spell = pg_spell,
	.script = pg_command,
	.mark = pg_mark,
	.grant = pg_grant,
	.check = pg_check,
	.snapshot = pg_snapshot,
};
