/* SPDX-License-Identifier: EUPL-1.2
 * What holds for every engine: each test runs on SQLite and on PostgreSQL. */
#include "check.h"

#include "db/driver.h"
#include "pg.h"
#include <sqlite3.h>

static char dir[64], place[PG_URL];
static bool on_pg;

static int set_up(void **state)
{
	on_pg = *state != NULL;
	if (on_pg) {
		/* two that write one row: the second waits for a moment only */
		if (pg_server())
			pg_schema(place, "%20-clock_timeout%3D200ms");
		return 0;
	}
	snprintf(dir, sizeof(dir), "/tmp/lindung-db-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(place, sizeof(place), "%s/a.db", dir);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	if (on_pg) {
		if (pg_server())
			pg_drop(place);
		return 0;
	}
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static int try_open(struct db **db, bool make, struct err *e)
{
	const struct db_options o = { .path = place, .make = make, .seams = seams_real() };

	return db_open(db, &o, e);
}

static struct db *must_open(bool make)
{
	struct err e = { 0 };
	struct db *db;

	if (try_open(&db, make, &e))
		fail_msg("%s", e.text);
	return db;
}

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

/* Behind the program's back, in each engine's words. */
static void tamper(const char *sqlite, const char *postgres)
{
	sqlite3 *c;

	if (on_pg) {
		pg_sql(place, postgres);
		return;
	}
	assert_int_equal(sqlite3_open(place, &c), SQLITE_OK);
	if (sqlite3_exec(c, sqlite, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sqlite, sqlite3_errmsg(c));
	sqlite3_close(c);
}

static void test_made(void **state)
{
	struct db *db;
	struct err e = { 0 };

	(void)state;
	if (on_pg) { /* an empty schema is a database of version 0 */
		db = must_open(false);
		assert_int_equal(db_version(db), 0);
		assert_int_equal(db_begin(db, DB_WRITE, &e), ERR_CONFLICT);
		db_close(db);
	} else {
		assert_int_equal(try_open(&db, false, &e), ERR_UNREADABLE);
	}
	db = must_open(true);
	assert_int_equal(db_version(db), db_version_newest());
	db_close(db);
	db_close(must_open(false));
}

static void test_refuses_what_is_not_ours(void **state)
{
	struct db *db;
	struct err e = { 0 };

	(void)state;
	tamper("CREATE TABLE other (x)", "CREATE TABLE other (x integer)");
	assert_int_equal(try_open(&db, true, &e), ERR_USAGE);
	assert_null(db);
	assert_non_null(strstr(e.text, "bukan basis data Lindung"));
}

static void test_newer_is_refused(void **state)
{
	struct db *db;
	struct err e;

	(void)state;
	db_close(must_open(true));
	tamper("INSERT INTO migration VALUES (9999, 'masa depan', x'00')",
	       "INSERT INTO migration VALUES (9999, 'masa depan', '\\x00')");
	assert_int_equal(try_open(&db, false, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "lebih baru"));
}

static void test_other_migration_text_is_refused(void **state)
{
	struct db *db;
	struct err e;

	(void)state;
	db_close(must_open(true));
	tamper("DROP TRIGGER migration_no_update; UPDATE migration SET checksum = zeroblob(32) WHERE number = 2",
	       "ALTER TABLE migration DISABLE TRIGGER USER; UPDATE migration SET checksum = '\\x00' WHERE number = 2");
	assert_int_equal(try_open(&db, false, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "berbeda"));
}

/* Two that write: one after the other, and a reader's snapshot stays what it is. */
static void test_two_writers(void **state)
{
	struct db *a, *b, *c;
	struct db_value v[] = { db_text(SPAN("x")), db_text(SPAN("y")) };
	struct db_row row = { .want = 1 };
	struct err e = { 0 };

	(void)state;
	a = must_open(true);
	b = must_open(false);
	c = must_open(false);
	must(db_begin(a, DB_WRITE, &e), &e);
	must(db_run(a, SQL_meta_add, v, 2, NULL, &e), &e);
	assert_int_equal(db_begin(b, DB_WRITE, &e), ERR_CONFLICT);
	assert_int_equal(db_class(b), DB_RETRY);
	must(db_begin(c, DB_READ, &e), &e); /* readers are not held up, and see nothing half done */
	must(db_one(c, SQL_meta_get, v, 1, &row, &e), &e);
	assert_false(row.found);
	must(db_commit(a, &e), &e);
	must(db_one(c, SQL_meta_get, v, 1, &row, &e), &e);
	assert_false(row.found); /* one snapshot, however long */
	db_rollback(c);
	db_close(a); /* on SQLite the lock goes with its holder */
	must(db_begin(b, DB_WRITE, &e), &e);
	must(db_one(b, SQL_meta_get, v, 1, &row, &e), &e);
	assert_true(row.found); /* a writer sees all that was written before it */
	assert_int_equal(db_run(b, SQL_meta_add, v, 2, NULL, &e), ERR_CONFLICT);
	assert_int_equal(db_class(b), DB_CONFLICT);
	db_close(b);
	db_close(c);
}

static void test_conflict_class_and_rollback(void **state)
{
	struct db_value v[] = { db_text(SPAN("x")), db_text(SPAN("y")) };
	struct db_row row = { .want = 1 };
	struct db *db;
	struct err e;

	(void)state;
	db = must_open(true);
	must(db_begin(db, DB_WRITE, &e), &e);
	must(db_run(db, SQL_meta_add, v, 2, NULL, &e), &e);
	assert_int_equal(db_run(db, SQL_meta_add, v, 2, NULL, &e), ERR_CONFLICT);
	assert_int_equal(db_class(db), DB_CONFLICT);
	db_rollback(db);
	must(db_one(db, SQL_meta_get, v, 1, &row, &e), &e);
	assert_false(row.found);
	db_rollback(db);
	must(db_begin(db, DB_WRITE, &e), &e);
	v[1] = db_null();
	assert_int_equal(db_run(db, SQL_meta_add, v, 2, NULL, &e), ERR_MACHINE); /* NOT NULL is a fault of ours */
	assert_int_equal(db_class(db), DB_FATAL);
	assert_int_equal(db_run(db, SQL_meta_add, v, 1, NULL, &e), ERR_MACHINE); /* a value too few */
	db_close(db);
}

static void add_event(struct db *db, int64_t id, const char *request, struct err *e)
{
	struct db_value v[] = { db_i64(id),
				db_i64(0),
				db_text(padan_span_of(request)),
				db_text(SPAN("u")),
				db_text(SPAN("a")),
				db_text(SPAN("")),
				db_text(SPAN("")),
				db_text(SPAN("{}")),
				db_bytes("", 0),
				db_bytes("\0\1\377", 3) };

	must(db_run(db, SQL_event_add, v, 10, NULL, e), e);
}

static void test_values_come_back(void **state)
{
	struct db_value v[] = { db_i64(INT64_MIN), db_i64(0), db_text(SPAN("Pa'batang; DROP TABLE \xe2\x82\xac $1 ?1")),
				db_bytes("\0\\x41", 5) };
	struct db_value key = db_i64(INT64_MIN);
	struct db_row row = { .want = 10 };
	struct db_stmt *st;
	bool more = false;
	struct db *db;
	struct err e;

	(void)state;
	db = must_open(true);
	must(db_begin(db, DB_WRITE, &e), &e);
	add_event(db, INT64_MIN, "k", &e);
	must(db_run(db, SQL_fact_add, v, 4, NULL, &e), &e);
	v[1] = db_i64(1), v[3] = db_bytes(NULL, 0);
	must(db_run(db, SQL_fact_add, v, 4, NULL, &e), &e);
	must(db_commit(db, &e), &e);
	must(db_query(db, SQL_fact_of_event, &key, 1, &st, &e), &e);
	must(db_step(st, &more, &e), &e);
	assert_true(more);
	assert_true(padan_span_eq(db_column_span(st, 1), v[2].s));
	assert_true(padan_span_eq(db_column_span(st, 2), (span){ "\0\\x41", 5 }));
	must(db_step(st, &more, &e), &e);
	assert_int_equal(db_column(st, 2).kind, DB_BYTES); /* empty is not absent */
	assert_int_equal(db_column(st, 2).s.n, 0);
	must(db_step(st, &more, &e), &e);
	assert_false(more);
	key = db_text(SPAN("k"));
	must(db_one(db, SQL_event_by_request, &key, 1, &row, &e), &e);
	assert_true(row.found);
	assert_int_equal(row.col[0].i, INT64_MIN);
	db_close(db);
}

/* A text that only one engine would take is taken by none; bytes are bytes. */
static void test_text_that_is_none(void **state)
{
	static const span bad[] = { { "a\0b", 3 }, { "\xff", 1 }, { "\xed\xa0\x80", 3 }, { "\xc3", 1 } };
	struct db *db = must_open(true);
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct db_value v[] = { db_text(bad[i]), db_text(SPAN("y")) };

		must(db_begin(db, DB_WRITE, &e), &e);
		assert_int_equal(db_run(db, SQL_meta_add, v, 2, NULL, &e), ERR_MACHINE);
		assert_non_null(strstr(e.text, "byte nol"));
		db_rollback(db);
	}
	db_close(db);
}

/* By bytes, not by a language: capitals before small letters, a dash where its byte stands. */
static void test_order_of_text(void **state)
{
	static const char *const objects[] = { "run/b", "run/B", "run-a",	 "run/a",
					       "run0",	"run/",	 "run/\xc3\xa9", "RUN/a" };
	static const char *const sorted[] = { "run/", "run/B", "run/a", "run/b", "run/\xc3\xa9" };
	struct db_value range[] = { db_text(SPAN("run/")), db_text(SPAN("run0")) };
	struct db *db = must_open(true);
	struct err e = { 0 };
	struct db_stmt *st;
	bool row = false;
	size_t n = 0;

	(void)state;
	must(db_begin(db, DB_WRITE, &e), &e);
	add_event(db, 1, "k", &e);
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		struct db_value v[] = { db_i64(1), db_i64((int64_t)i), db_text(padan_span_of(objects[i])),
					db_bytes("", 0) };

		must(db_run(db, SQL_fact_add, v, 4, NULL, &e), &e);
	}
	must(db_query(db, SQL_fact_objects, range, 2, &st, &e), &e);
	for (must(db_step(st, &row, &e), &e); row; must(db_step(st, &row, &e), &e)) {
		assert_true(n < sizeof(sorted) / sizeof(*sorted));
		assert_true(padan_span_eq(db_column_span(st, 0), padan_span_of(sorted[n++])));
	}
	assert_int_equal(n, sizeof(sorted) / sizeof(*sorted));
	db_close(db);
}

struct loader {
	int n, end;
	char name[16];
};

static int next_row(void *ctx, struct db_value *v, struct err *e)
{
	struct loader *l = ctx;

	if (l->n == l->end)
		return 0;
	if (l->n < 0)
		return err_set(e, ERR_UNREADABLE, "sumber habis"), -1;
	snprintf(l->name, sizeof(l->name), "%05d", l->n++);
	v[0] = db_text(padan_span_of(l->name));
	v[1] = db_text(SPAN("isi"));
	return 1;
}

static void test_bulk(void **state)
{
	struct loader l = { .end = 3000 };
	const struct db_rows rows = { next_row, &l, 2 };
	struct db_value v = db_text(SPAN("02999"));
	struct db_row row = { .want = 1 };
	struct db *db;
	struct err e;
	int64_t n;

	(void)state;
	db = must_open(true);
	must(db_begin(db, DB_WRITE, &e), &e);
	must(db_bulk(db, SQL_meta_add, &rows, &n, &e), &e);
	assert_int_equal(n, 3000);
	must(db_commit(db, &e), &e);
	must(db_begin(db, DB_WRITE, &e), &e);
	l.n = -1;
	assert_int_equal(db_bulk(db, SQL_meta_add, &rows, &n, &e), ERR_UNREADABLE);
	db_rollback(db);
	must(db_begin(db, DB_WRITE, &e), &e);
	l.n = 2999;
	assert_int_equal(db_bulk(db, SQL_meta_add, &rows, &n, &e), ERR_CONFLICT);
	assert_int_equal(db_class(db), DB_CONFLICT);
	db_rollback(db);
	must(db_one(db, SQL_meta_get, &v, 1, &row, &e), &e);
	assert_true(row.found);
	db_close(db);
}

/* More rows than are fetched at once, with other statements in between, in a transaction and outside of one. */
static void test_queries_inside_queries(void **state)
{
	enum { EVENTS = 700 };
	struct db *db = must_open(true);
	struct err e = { 0 };
	struct db_stmt *list;
	char request[16];
	bool row = false;

	(void)state;
	must(db_begin(db, DB_WRITE, &e), &e);
	for (int i = 0; i < EVENTS; i++) {
		snprintf(request, sizeof(request), "k%d", i);
		add_event(db, i, request, &e);
	}
	must(db_commit(db, &e), &e);
	for (int inside = 0; inside < 2; inside++) {
		int n = 0;

		if (inside)
			must(db_begin(db, DB_READ, &e), &e);
		must(db_query(db, SQL_event_list, NULL, 0, &list, &e), &e);
		for (must(db_step(list, &row, &e), &e); row; must(db_step(list, &row, &e), &e), n++) {
			struct db_row one = { .want = 1 };
			struct db_value key = db_column(list, 2);
			struct db_stmt *other;
			bool more;

			assert_int_equal(db_column_i64(list, 0), n);
			must(db_one(db, SQL_event_by_request, &key, 1, &one, &e), &e);
			assert_int_equal(one.col[0].i, n);
			must(db_query(db, SQL_fact_of_event, &one.col[0], 1, &other, &e), &e);
			must(db_step(other, &more, &e), &e);
			assert_false(more);
		}
		assert_int_equal(n, EVENTS);
		db_rollback(db);
	}
	/* left in the middle, asked again */
	must(db_begin(db, DB_READ, &e), &e);
	for (int i = 0; i < 3; i++) {
		must(db_query(db, SQL_event_list, NULL, 0, &list, &e), &e);
		must(db_step(list, &row, &e), &e);
		assert_int_equal(db_column_i64(list, 0), 0);
	}
	db_close(db);
}

/* Every statement is understood and allowed, and returns only what every engine can say. */
static void test_catalogue(void **state)
{
	struct db *db = must_open(true);
	struct db_stmt *st;
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < SQL_COUNT; i++)
		if (strcmp(db_statement_name((enum sql_id)i), "migration_add") != 0 &&
		    db_prepare(db, (enum sql_id)i, &st, &e))
			fail_msg("%s: %s", db_statement_name((enum sql_id)i), e.text);
	db_close(db);
}

struct findings {
	int n;
	char first[200];
};

static void say(void *ctx, const char *what)
{
	struct findings *f = ctx;

	if (!f->n++)
		snprintf(f->first, sizeof(f->first), "%s", what);
}

static void test_check_finds(void **state)
{
	static const char *const crimes[][2] = {
		{ "DROP TRIGGER event_no_delete", "DROP TRIGGER event_no_delete ON event" },
		{ "DROP TRIGGER event_no_update", "ALTER TABLE event DISABLE TRIGGER event_no_update" },
		{ "DROP INDEX run_row_nik", "DROP INDEX run_row_nik" },
		{ "CREATE TABLE smuggled (x)", "CREATE TABLE smuggled (x bigint)" },
		{ "ALTER TABLE head ADD COLUMN x TEXT", "ALTER TABLE head ALTER COLUMN hash DROP NOT NULL" },
		{ "CREATE VIEW smuggled AS SELECT 1 AS x",
		  "ALTER TABLE run_file ALTER COLUMN name TYPE text COLLATE \"POSIX\"" },
		{ "CREATE TRIGGER smuggled AFTER INSERT ON run BEGIN SELECT 1; END",
		  "CREATE FUNCTION smuggled() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
		  "CREATE TRIGGER smuggled AFTER INSERT ON run EXECUTE FUNCTION smuggled()" },
		{ "DROP TRIGGER fact_no_delete", "CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE "
						 "plpgsql AS 'BEGIN RETURN NEW; END'" },
		{ "DROP INDEX fact_object", "ALTER TABLE fact DROP CONSTRAINT fact_event_fkey" },
		{ "DROP INDEX run_programme", "ALTER TABLE fact DISABLE TRIGGER ALL" },
		{ "PRAGMA foreign_keys=OFF; INSERT INTO fact VALUES (1, 0, 'x', x'00')",
		  "SET session_replication_role = replica; INSERT INTO fact VALUES (1, 0, 'x', '\\x00')" },
	};
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(crimes) / sizeof(*crimes); i++) {
		struct findings f = { 0 };
		const struct db_found found = { say, &f };
		struct db *db = must_open(true);

		must(db_check(db, &found, &e), &e);
		if (f.n)
			fail_msg("%zu: %s", i, f.first);
		db_close(db);
		tamper(crimes[i][0], crimes[i][1]);
		db = must_open(false);
		must(db_begin(db, DB_READ, &e), &e);
		must(db_check(db, &found, &e), &e);
		if (!f.n)
			fail_msg("not found: %s", crimes[i][on_pg]);
		db_close(db);
		assert_int_equal(tear_down(state), 0);
		*state = on_pg ? place : NULL;
		assert_int_equal(set_up(state), 0);
	}
}

/* --- PostgreSQL alone ------------------------------------------------------------------------------------------------
 */
static void test_lost_connection(void **state)
{
	struct db_value v[] = { db_text(SPAN("uji_hilang")), db_text(SPAN("y")) };
	struct db_row row = { .want = 1 };
	struct db *db;
	struct err e = { 0 };
	char pid[PG_URL], sql[128];

	(void)state;
	if (!pg_server())
		skip();
	db = must_open(true);
	for (int when = 0; when < 3; when++) {
		PGresult *r = PQexec(db->conn, "SELECT pg_backend_pid()");

		snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%s, 5000)", PQgetvalue(r, 0, 0));
		PQclear(r);
		if (when)
			must(db_begin(db, DB_WRITE, &e), &e);
		if (when == 2)
			must(db_run(db, SQL_meta_add, v, 2, NULL, &e), &e);
		assert_true(pg_try(pg_server(), sql, pid));
		if (when == 1) {
			assert_int_equal(db_run(db, SQL_meta_add, v, 2, NULL, &e), ERR_CONFLICT);
			assert_int_equal(db_class(db), DB_RETRY);
		}
		if (when == 2) { /* nobody knows what became of it: never "just try again" */
			assert_int_equal(db_commit(db, &e), ERR_MACHINE);
			assert_int_equal(db_class(db), DB_FATAL);
			assert_non_null(strstr(e.text, "tidak diketahui"));
		}
		db_rollback(db);
		must(db_begin(db, DB_READ, &e), &e); /* called again without being told */
		must(db_one(db, SQL_meta_get, v, 1, &row, &e), &e);
		assert_false(row.found);
		db_rollback(db);
	}
	db_close(db);
}

static void test_password_is_not_told(void **state)
{
	static const char *const urls[] = { "postgresql://kantor:r4hasia@127.0.0.1:1/x",
					    "postgresql://kantor:r4hasia/x@127.0.0.1:1/x",
					    "postgresql://kantor:r4hasia%40@127.0.0.1:r4hasia/x",
					    "postgresql://kantor@127.0.0.1:1/x?password=r4hasia",
					    "postgresql://kantor:r4hasia@127.0.0.1:1/x?tidakada=r4hasia",
					    "postgresql://kantor:a@r4hasia@127.0.0.1:1/x" };
	struct db *db;

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		const struct db_options o = { .path = urls[i], .seams = seams_real() };
		struct err e = { 0 };

		assert_int_not_equal(db_open(&db, &o, &e), ERR_OK);
		if (strstr(e.text, "r4hasia"))
			fail_msg("%s", e.text);
	}
}

/* Rows of `tables`, each asked with the rights of the program's role and of the owner. */
static void test_roles(void **state)
{
	static const char *const tables[] = { "migration", "meta", "event", "fact", "block", "leaf", "decree" };
	char role[64], sql[256], answer[PG_URL], url[PG_URL];
	struct db_options o = { .path = place, .make = true, .seams = seams_real(), .role = role };
	struct db_value v[] = { db_text(SPAN("x")), db_text(SPAN("y")) };
	struct err e = { 0 };
	struct db *db;

	(void)state;
	if (!pg_server())
		skip();
	snprintf(role, sizeof(role), "uji_%d \"program", (int)getpid());
	assert_int_equal(db_open(&db, &o, &e), ERR_USAGE); /* a role that is not there */
	snprintf(sql, sizeof(sql), "CREATE ROLE \"uji_%d \"\"program\" LOGIN", (int)getpid());
	pg_sql(pg_server(), sql);
	must(db_open(&db, &o, &e), &e);
	db_close(db);
	snprintf(url, sizeof(url), "postgresql://uji_%d%%20%%22program@%s", (int)getpid(), strchr(place, '@') + 1);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		for (int act = 0; act < 3; act++) {
			static const char *const column[] = { "number", "name", "actor", "object",
							      "root",	"pos",	"nomor" };

			if (act == 2)
				snprintf(sql, sizeof(sql), "UPDATE %s SET %s = NULL", tables[i], column[i]);
			else
				snprintf(sql, sizeof(sql), act ? "TRUNCATE %s CASCADE" : "DELETE FROM %s", tables[i]);
			assert_false(pg_try(url, sql, answer));
			if (!strstr(answer, "permission denied"))
				fail_msg("%s: %s", sql, answer);
			assert_false(pg_try(place, sql, answer)); /* the owner too, by the guards */
			if (!strstr(answer, "only grows"))
				fail_msg("%s: %s", sql, answer);
		}
	assert_false(pg_try(url, "ALTER TABLE event DISABLE TRIGGER ALL", answer));
	assert_false(pg_try(url, "DROP TABLE event CASCADE", answer));
	assert_false(pg_try(url, "CREATE TABLE uji (a integer)", answer));
	assert_false(pg_try(url, "INSERT INTO migration VALUES (77, 'x', '\\x00')", answer));
	o = (struct db_options){ .path = url, .seams = seams_real() };
	must(db_open(&db, &o, &e), &e);
	must(db_begin(db, DB_WRITE, &e), &e);
	must(db_run(db, SQL_meta_add, v, 2, NULL, &e), &e);
	must(db_commit(db, &e), &e);
	db_close(db);
	pg_drop(place);
	pg_sql(pg_server(), "SELECT 1");
	snprintf(sql, sizeof(sql), "DROP ROLE \"uji_%d \"\"program\"", (int)getpid());
	pg_sql(pg_server(), sql);
	pg_schema(place, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f)                                                                                                           \
	cmocka_unit_test_setup_teardown(f, set_up, tear_down),                                                         \
		cmocka_unit_test_prestate_setup_teardown(f, set_up, tear_down, place)
		T(test_made),
		T(test_refuses_what_is_not_ours),
		T(test_newer_is_refused),
		T(test_other_migration_text_is_refused),
		T(test_two_writers),
		T(test_conflict_class_and_rollback),
		T(test_values_come_back),
		T(test_text_that_is_none),
		T(test_order_of_text),
		T(test_bulk),
		T(test_queries_inside_queries),
		T(test_catalogue),
		T(test_check_finds),
#undef T
		cmocka_unit_test_prestate_setup_teardown(test_lost_connection, set_up, tear_down, place),
		cmocka_unit_test_prestate_setup_teardown(test_password_is_not_told, set_up, tear_down, place),
		cmocka_unit_test_prestate_setup_teardown(test_roles, set_up, tear_down, place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
