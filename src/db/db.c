/* SPDX-License-Identifier: EUPL-1.2
 * What is the same for every engine: the catalogue, the migrations, the codes. */
#include "base/url.h"
#include "db/driver.h"

#include <sodium.h>
#include <stdio.h>

struct migration {
	int number;
	const char *name, *text;
};
static const struct migration migrations[] = {
#define MIGRATION(number, name, text) { number, name, text },
#include "db/migrations.def"
#undef MIGRATION
};
enum { MIGRATION_COUNT = sizeof(migrations) / sizeof(*migrations) };
static const char bootstrap[] =
	"CREATE TABLE migration (number {id} PRIMARY KEY, name {text} NOT NULL, checksum {bytes} NOT NULL) {table};\n"
	"{guard migration}\n";

static const struct {
	const char *name, *text;
} statements[SQL_COUNT] = {
#define STATEMENT(name, sql) { #name, sql },
#include "db/statements.def"
#undef STATEMENT
};

/* One list: what the migrations guard is refused by the authorizer and by PostgreSQL's rights, too. */
bool db_append_only(const char *table)
{
	char guard[80];

	snprintf(guard, sizeof(guard), "{guard %s}", table);
	for (int i = 0; i <= MIGRATION_COUNT; i++)
		if (strstr(db_migration_text(i), guard))
			return true;
	return false;
}

int db_migration_count(void)
{
	return MIGRATION_COUNT;
}

const char *db_migration_text(int number)
{
	return number == 0 ? bootstrap : migrations[number - 1].text;
}

const char *db_statement_text(enum sql_id id)
{
	return statements[id].text;
}

const char *db_statement_name(enum sql_id id)
{
	return statements[id].name;
}

int db_version_newest(void)
{
	return migrations[MIGRATION_COUNT - 1].number;
}

int db_version(const struct db *db)
{
	return db->version;
}

bool db_alone(const struct db *db)
{
	return db->lock_fd >= 0;
}

enum db_class db_class(const struct db *db)
{
	return db->last;
}

int db_fail(struct db *db, enum db_class class, struct err *e, const char *fmt, ...)
{
	char text[500];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	db->last = class;
	return err_set(e, class == DB_FATAL ? ERR_MACHINE : ERR_CONFLICT, "%s: %s", db->options.path, text);
}

static void reset_all(struct db *db)
{
	for (int i = 0; i < SQL_COUNT; i++)
		if (db->stmt[i].used) {
			db->driver->reset(&db->stmt[i]);
			db->stmt[i].used = false;
		}
}

/* --- migrations ----------------------------------------------------------------------------------------------------
 */
int db_spell_with(struct db *db, bool (*spell)(span, struct buf *), const char *neutral, struct buf *out, struct err *e)
{
	const char *p = neutral, *open, *close;

	while ((open = strchr(p, '{')) && (close = strchr(open, '}'))) {
		span word = { open + 1, (size_t)(close - open - 1) };

		buf_put(out, p, (size_t)(open - p));
		if (!spell(word, out))
			return db_fail(db, DB_FATAL, e, "kata {%.*s} dalam migrasi tidak dikenal", (int)word.n, word.p);
		p = close + 1;
	}
	buf_puts(out, p);
	return out->failed ? err_memory(e, "migrasi") : ERR_OK;
}

int db_spell(struct db *db, const char *neutral, struct buf *out, struct err *e)
{
	return db_spell_with(db, db->driver->spell, neutral, out, e);
}

static void checksum_of(const struct migration *m, unsigned char out[32])
{
	crypto_hash_sha256(out, (const unsigned char *)m->text, strlen(m->text));
}

static int run_script(struct db *db, const char *neutral, struct err *e)
{
	struct buf sql;
	int rc;

	buf_init(&sql, db->options.seams->alloc, 1 << 20);
	rc = db_spell(db, neutral, &sql, e);
	if (!rc)
		rc = db->driver->script(db, sql.p, e);
	buf_done(&sql);
	return rc;
}

static bool same_migration(const struct migration *m, struct db_stmt *st)
{
	unsigned char sum[32];

	checksum_of(m, sum);
	return db_column_i64(st, 0) == m->number &&
	       padan_span_eq(db_column_span(st, 1), (span){ (const char *)sum, sizeof(sum) }) &&
	       padan_span_eq(db_column_span(st, 2), padan_span_of(m->name));
}

/* Reads what was applied; every number and checksum must be ours, in our order. */
static int read_version(struct db *db, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int n = 0, rc = db_query(db, SQL_migration_list, NULL, 0, &st, e);

	for (; !rc && !(rc = db_step(st, &row, e)) && row; n++) {
		if (n >= MIGRATION_COUNT)
			rc = db_fail(db, DB_CONFLICT, e,
				     "dibuat oleh Lindung yang lebih baru (versi data %d, program ini mengenal %d); "
				     "pakai program yang baru",
				     (int)db_column_i64(st, 0), db_version_newest());
		else if (!same_migration(&migrations[n], st))
			rc = db_fail(db, DB_CONFLICT, e,
				     "susunan tabel versi %d berbeda dari program ini; pakai program yang membuatnya",
				     (int)db_column_i64(st, 0));
		if (rc)
			break;
	}
	if (!rc)
		db->version = n ? migrations[n - 1].number : 0;
	reset_all(db);
	return rc;
}

static int apply_one(struct db *db, const struct migration *m, struct err *e)
{
	unsigned char sum[32];
	int rc = run_script(db, m->text, e);

	if (rc)
		return rc;
	checksum_of(m, sum);
	rc = db_run(db, SQL_migration_add,
		    (struct db_value[]){ db_i64(m->number), db_text(padan_span_of(m->name)), db_bytes(sum, 32) }, 3,
		    NULL, e);
	return rc;
}

static int migrate_inside(struct db *db, struct err *e)
{
	int rc = ERR_OK;

	if (db->fresh) {
		rc = run_script(db, bootstrap, e);
		if (!rc)
			rc = db->driver->mark(db, e);
	}
	for (int i = 0; !rc && i < MIGRATION_COUNT; i++)
		if (migrations[i].number > db->version)
			rc = apply_one(db, &migrations[i], e);
	if (!rc && db->driver->grant)
		rc = db->driver->grant(db, e);
	return rc;
}

void db_grant_to(struct db *db, const char *role)
{
	db->options.role = role;
}

int db_migrate(struct db *db, struct err *e)
{
	int rc = db->driver->begin(db, DB_WRITE, e);

	if (rc)
		return rc;
	db->in_tx = db->writing = true;
	db->phase = DB_MIGRATING;
	if (!db->fresh)
		rc = read_version(db, e);
	if (!rc)
		rc = migrate_inside(db, e);
	if (!rc)
		rc = db_commit(db, e);
	db_rollback(db);
	db->phase = DB_NORMAL;
	if (rc)
		return rc;
	db->fresh = false;
	return read_version(db, e);
}

/* --- opening -------------------------------------------------------------------------------------------------------
 */
static int open_steps(struct db *db, struct err *e)
{
	int rc = db->driver->connect(db, e);

	if (rc)
		return rc;
	db->phase = DB_NORMAL;
	if (!db->fresh)
		return read_version(db, e);
	return db->options.make ? db_migrate(db, e) : ERR_OK;
}

/* The connection may outlive its caller's texts: a writer's does. */
static int own_name(struct db *db, struct err *e)
{
	const struct padan_alloc *a = db->options.seams->alloc;
	size_t n = strlen(db->options.path) + 1;

	db->name = a->resize(a->ctx, NULL, 0, n);
	if (!db->name)
		return err_memory(e, "basis data");
	memcpy(db->name, db->options.path, n);
	db->name_size = n;
	db->options.path = db->name;
	return ERR_OK;
}

int db_open(struct db **out, const struct db_options *o, struct err *e)
{
	const struct padan_alloc *a = o->seams->alloc;
	struct db *db;
	int rc;

	*out = NULL;
	if (sodium_init() < 0)
		return err_set(e, ERR_MACHINE, "libsodium tidak dapat disiapkan");
	db = a->resize(a->ctx, NULL, 0, sizeof(*db));
	if (!db)
		return err_memory(e, "basis data");
	*db = (struct db){ .options = *o, .lock_fd = -1 };
	db->driver = url_is_postgres(padan_span_of(o->path)) ? &db_postgres : &db_sqlite;
	for (int i = 0; i < SQL_COUNT; i++)
		db->stmt[i] = (struct db_stmt){ .db = db, .name = statements[i].name, .text = statements[i].text };
	rc = own_name(db, e);
	if (!rc)
		rc = open_steps(db, e);
	if (rc) {
		db_close(db);
		return rc;
	}
	*out = db;
	return ERR_OK;
}

void db_close(struct db *db)
{
	const struct padan_alloc *a;

	if (!db)
		return;
	a = db->options.seams->alloc;
	db_rollback(db);
	for (int i = 0; i < SQL_COUNT; i++)
		if (db->stmt[i].handle)
			db->driver->release(&db->stmt[i]);
	db->driver->disconnect(db);
	if (db->name) { /* a URL may hold a password */
		sodium_memzero(db->name, db->name_size);
		a->resize(a->ctx, db->name, db->name_size, 0);
	}
	a->resize(a->ctx, db, sizeof(*db), 0);
}

/* --- transactions and statements -------------------------------------------------------------------------------------
 */
static int too_old(struct db *db, struct err *e)
{
	return db_fail(db, DB_CONFLICT, e,
		       "susunan data versi lama (%d, program ini %d); jalankan: lindung migrate --db %s", db->version,
		       db_version_newest(), db->options.path);
}

static int inside_part(struct db *db, struct err *e)
{
	return db_fail(db, DB_FATAL, e, "transaksi di dalam bagian transaksi lain (kesalahan program)");
}

int db_begin(struct db *db, enum db_access access, struct err *e)
{
	int rc;

	if (access == DB_WRITE && db->version < db_version_newest())
		return too_old(db, e);
	if (db->in_part)
		return inside_part(db, e);
	reset_all(db);
	rc = db->driver->begin(db, access, e);
	if (!rc)
		db->in_tx = true, db->writing = access == DB_WRITE;
	return rc;
}

int db_commit(struct db *db, struct err *e)
{
	int rc;

	if (db->in_part)
		return inside_part(db, e);
	reset_all(db);
	rc = db->driver->commit(db, e);
	if (!rc)
		db->in_tx = db->writing = false;
	return rc;
}

/* Savepoints are spelled alike by the engines. */
static int part(struct db *db, const char *sql, struct err *e)
{
	reset_all(db);
	return db->driver->script(db, sql, e);
}

int db_part_begin(struct db *db, struct err *e)
{
	int rc = db->in_part || !db->writing ? inside_part(db, e) : part(db, "SAVEPOINT bagian", e);

	db->in_part = db->in_part || !rc;
	return rc;
}

int db_part_keep(struct db *db, struct err *e)
{
	db->in_part = false;
	return part(db, "RELEASE SAVEPOINT bagian", e);
}

int db_part_undo(struct db *db, struct err *e)
{
	db->in_part = false;
	return part(db, "ROLLBACK TO SAVEPOINT bagian; RELEASE SAVEPOINT bagian", e);
}

void db_rollback(struct db *db)
{
	if (db->in_part && !part(db, "ROLLBACK TO SAVEPOINT bagian", NULL))
		return; /* otherwise the engine gave up the whole transaction already */
	reset_all(db);
	if (db->in_tx)
		db->driver->rollback(db);
	db->in_tx = db->writing = db->in_part = false;
}

int db_prepare(struct db *db, enum sql_id id, struct db_stmt **out, struct err *e)
{
	struct db_stmt *st = &db->stmt[id];

	*out = NULL;
	if (db->phase == DB_NORMAL && db->version < db_version_newest() && id != SQL_migration_list &&
	    id != SQL_meta_get)
		return too_old(db, e);
	if (!st->handle) {
		int rc = db->driver->prepare(db, st->text, st, e);

		if (rc)
			return rc;
	}
	if (st->used)
		db->driver->reset(st);
	st->used = st->once = false;
	*out = st;
	return ERR_OK;
}

int db_values_fit(struct db_stmt *st, const struct db_value *v, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].kind == DB_TEXT && !span_storable(v[i].s))
			return db_fail(st->db, DB_FATAL, e,
				       "teks berisi byte nol atau bukan UTF-8 (nilai %zu dari %s); perbaiki sumbernya, "
				       "lalu ulangi",
				       i + 1, st->name);
	return ERR_OK;
}

int db_bind(struct db_stmt *st, const struct db_value *values, size_t n, struct err *e)
{
	int rc = db_values_fit(st, values, n, e);

	if (rc)
		return rc;
	if (st->used)
		st->db->driver->reset(st);
	st->used = false;
	return st->db->driver->bind(st, values, n, e);
}

int db_step(struct db_stmt *st, bool *row, struct err *e)
{
	st->used = true;
	return st->db->driver->step(st, row, e);
}

struct db_value db_column(struct db_stmt *st, int col)
{
	return st->db->driver->column(st, col);
}

int db_query(struct db *db, enum sql_id id, const struct db_value *v, size_t n, struct db_stmt **out, struct err *e)
{
	int rc = db_prepare(db, id, out, e);

	return rc ? rc : db_bind(*out, v, n, e);
}

/* As db_query, of which no more than the first row is wanted. */
static int query_once(struct db *db, enum sql_id id, const struct db_value *v, size_t n, struct db_stmt **out,
		      struct err *e)
{
	int rc = db_query(db, id, v, n, out, e);

	if (!rc)
		(*out)->once = true;
	return rc;
}

int db_run(struct db *db, enum sql_id id, const struct db_value *v, size_t n, int64_t *changed, struct err *e)
{
	struct db_stmt *st;
	bool row = true;
	int rc = query_once(db, id, v, n, &st, e);

	while (!rc && row)
		rc = db_step(st, &row, e);
	if (!rc && changed)
		*changed = db->driver->changed(db);
	if (st && st->used) {
		db->driver->reset(st);
		st->used = false;
	}
	return rc;
}

int db_one(struct db *db, enum sql_id id, const struct db_value *v, size_t n, struct db_row *out, struct err *e)
{
	struct db_stmt *st;
	int rc = query_once(db, id, v, n, &st, e);

	out->found = false;
	if (!rc)
		rc = db_step(st, &out->found, e);
	for (int i = 0; !rc && out->found && i < out->want; i++)
		out->col[i] = db_column(st, i);
	return rc;
}

int db_bulk_stmt(struct db *db, struct db_stmt *st, const struct db_rows *rows, int64_t *count, struct err *e)
{
	struct db_value v[DB_ROW_MAX];
	bool row;
	int more, rc;

	*count = 0;
	rc = db->driver->bulk ? db->driver->bulk(st, rows, count, e) : -1;
	if (rc >= 0)
		return rc;
	for (rc = ERR_OK; !rc && (more = rows->next(rows->ctx, v, e)) != 0; ++*count) {
		if (more < 0)
			return e && e->code ? e->code : ERR_MACHINE;
		rc = db_bind(st, v, rows->n, e);
		if (!rc)
			rc = db_step(st, &row, e);
	}
	return rc;
}

int db_bulk(struct db *db, enum sql_id id, const struct db_rows *rows, int64_t *count, struct err *e)
{
	struct db_stmt *st;
	int rc = db_prepare(db, id, &st, e);

	*count = 0;
	return rc ? rc : db_bulk_stmt(db, st, rows, count, e);
}

int db_check(struct db *db, const struct db_found *found, struct err *e)
{
	return db->driver->check(db, found, e);
}

int db_snapshot(struct db *db, const char *to, struct err *e)
{
	return db->driver->snapshot(db, to, e);
}

int db_prepare_text(struct db *db, struct db_stmt *st, const char *name, const char *text, struct err *e)
{
	*st = (struct db_stmt){ .db = db, .name = name, .text = text };
	return db->driver->prepare(db, text, st, e);
}
