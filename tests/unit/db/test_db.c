/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "db/driver.h"
#include <ctype.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>

static char dir[64], file[96];

static int set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/lindung-db-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/a.db", dir);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static int try_open(struct db **db, bool make, struct err *e)
{
	const struct db_options o = { .path = file, .make = make, .seams = seams_real() };

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

/* Straight into the file, behind the program's back. */
static void tamper(const char *sql)
{
	sqlite3 *c;

	assert_int_equal(sqlite3_open(file, &c), SQLITE_OK);
	if (sqlite3_exec(c, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(c));
	sqlite3_close(c);
}

static void test_made_with_rights(void **state)
{
	struct db *db;
	struct stat st;
	struct err e;

	(void)state;
	assert_int_equal(try_open(&db, false, &e), ERR_UNREADABLE);
	assert_int_equal(access(file, F_OK), -1);
	db = must_open(true);
	assert_int_equal(db_version(db), db_version_newest());
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	db_close(db);
	db_close(must_open(false));
}

static void test_refuses_what_is_not_ours(void **state)
{
	struct db *db;
	struct err e = { 0 };
	FILE *f;

	(void)state;
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("nik,nama\n7372040101800001,SITTI\nand more than one hundred bytes of a list that somebody took for a "
	      "database by mistake\n",
	      f);
	fclose(f);
	assert_int_equal(try_open(&db, true, &e), ERR_USAGE);
	assert_null(db);
	assert_int_equal(unlink(file), 0);
	tamper("CREATE TABLE other (x); PRAGMA application_id=1234567");
	assert_int_equal(try_open(&db, true, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "bukan basis data Lindung"));
	assert_int_equal(unlink(file), 0);
	assert_int_equal(symlink("/etc/passwd", file), 0);
	assert_int_equal(try_open(&db, true, &e), ERR_USAGE);
}

/* What was released is never edited: a database out there has the same sums. Add a migration, and its sum here. */
static void test_migrations_stay(void **state)
{
	static const char *const sums[] = { "ed1862d8577d2611feda4944453690475f5cf867c47d422b1fcbe04dd6c23e7e",
					    "63ce745f037debae20e645542281c4a35110b49b6789765a21cdfdb987723f81",
					    "3eedf24e7f803e4f65bdf2ea2942975c5b7c1063e794292402a4f44f851bb6c0",
					    "f29f3d7f6f8c896e9ff82c391eaa3fa459dfc95f2357cb757214583541063689",
					    "5858ed9ce39d310500a48c16b68bbc80d3cd033f49109cc2ca4f184d3a5060f2",
					    "b7406d60ae123c2f5fb968b697627ad0d76bdfac5e5a64b33c3ff74c5eb05dcb",
					    "8ab5880c3d4a2ce63290da855f33608a54ddb976d231a1991adf8b3cb85c6665",
					    "689985949fcdbe4858981d57f169fd3320cb40f39c58eb6d9830b1d7d4e2d818",
					    "9c9bbe28c30828b768b4221e4813fda3c20eee625029d619b11101b4dd9051ab",
					    "03fe677010130d29804ae7d16adb79effcf3dc3a39d3f00f97a1c710194efab5",
					    "48e20194c61bac8ea1506d0ce2c656ff511ba948378c5559956dd88c17623202",
					    "b4d698ff578e75edbb2c60481719828fcb286eb29b71040a13058cab1a398387",
					    "22cdfae7bbee6e4965e4e4c48239c4b857f1a5596dad651e3ff85a207104718c",
					    "5af073cec23395070af3eb03cb9b7168088037845b6b3628bcd38f92674bfe0e",
					    "8dce7d77244ff72f0b8c0c7f3ee9e7be64d7361ea889059777fd77741d655451",
					    "77be7213b2e51b2c06910e5042a79baa8d2266904878897c2b4a92c78bb6d41e",
					    "85100e445f1839187f0a413aaffa7374c56913f6d00b87772c2dfd414f0485d2",
					    "12fa0fa8e6f26aa109a6e389e8a0bae073262d111b247345c629b1016216ffb2",
					    "0f8f61e32a6bf2db75af7ff1aa0ac11a05523eb7d9b74515f26547d17d82cdd3",
					    "9e58af597b9ed8ba91e14ae8282608de4ba7c7749b0245e1683632a5726e8180",
					    "2740f89b96a0669b4d4059f1d6e07ba72df7751b5622263e063421d8e5851653",
					    "031d97acc1e4040d1ffb7043296642b3a4b78b2f7bedd974972cfc9ae3d5b6c0",
					    "c89da257de8fd6c845b781d99ca6a14e43d7b2325254f5a3959f38ce3bdd67a4",
					    "c73be28cb5f177775332a26eabc68a876213ad2b3e5c92f1e1e2a48763b14480",
					    "4828f863ef943cabb8a6b89be5b1b58879b048ca88b545c63eec39f45e6620b8" };
	unsigned char sum[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(sum) + 1];

	(void)state;
	assert_int_equal(db_migration_count() + 1, sizeof(sums) / sizeof(*sums));
	for (int i = 0; i <= db_migration_count(); i++) {
		const char *text = db_migration_text(i);

		crypto_hash_sha256(sum, (const unsigned char *)text, strlen(text));
		sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum));
		assert_string_equal(hex, sums[i]);
	}
}

/* Every table that the first migration does not make. */
static void drop_later_tables(void)
{
	static const char list[] =
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
		"AND name NOT IN ('migration', 'meta', 'event', 'fact', 'block', 'leaf', 'unsealed', "
		"'head')";
	char drops[2000] = "PRAGMA foreign_keys=OFF;";
	sqlite3_stmt *st;
	sqlite3 *c;

	assert_int_equal(sqlite3_open(file, &c), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(c, list, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		snprintf(drops + strlen(drops), sizeof(drops) - strlen(drops), "DROP TABLE %s;",
			 (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(c);
	tamper(drops);
}

/* As a program of the first migration left it. */
static void test_older_is_brought_forward(void **state)
{
	struct db_value v[] = { db_text(SPAN("kunci")), db_text(SPAN("x")) };
	struct db_row row = { .want = 1 };
	struct db *db;
	struct err e = { 0 };

	(void)state;
	db = must_open(true);
	must(db_begin(db, DB_WRITE, &e), &e);
	must(db_run(db, SQL_meta_add, v, 2, NULL, &e), &e);
	must(db_commit(db, &e), &e);
	db_close(db);
	drop_later_tables();
	tamper("DROP TRIGGER migration_no_delete; DELETE FROM migration WHERE number >= 2; CREATE TRIGGER "
	       "migration_no_delete BEFORE DELETE ON migration BEGIN SELECT RAISE(ABORT, 'migration only grows'); END");
	db = must_open(false);
	assert_int_equal(db_version(db), 1);
	must(db_one(db, SQL_meta_get, v, 1, &row, &e), &e); /* its key can be asked for */
	assert_true(row.found);
	db_rollback(db);
	assert_int_equal(db_one(db, SQL_run_list, NULL, 0, &row, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "lindung migrate"));
	assert_int_equal(db_begin(db, DB_WRITE, &e), ERR_CONFLICT);
	must(db_migrate(db, &e), &e);
	assert_int_equal(db_version(db), db_version_newest());
	must(db_one(db, SQL_meta_get, v, 1, &row, &e), &e);
	assert_true(row.found);
	db_rollback(db);
	db_close(db);
	db_close(must_open(false));
}

/* What a crash between making the file and the first migration leaves. */
static void test_empty_file_is_version_0(void **state)
{
	struct db *db;
	struct err e = { 0 };
	FILE *f = fopen(file, "w");

	(void)state;
	assert_non_null(f);
	fclose(f);
	db = must_open(false);
	assert_int_equal(db_version(db), 0);
	assert_int_equal(db_begin(db, DB_WRITE, &e), ERR_CONFLICT);
	must(db_migrate(db, &e), &e);
	assert_int_equal(db_version(db), db_version_newest());
	db_close(db);
}

/* Two that start on nothing: the second finds the tables made when it gets the lock. */
static void test_two_makers(void **state)
{
	struct db *a, *b;
	struct err e = { 0 };
	FILE *f = fopen(file, "w");

	(void)state;
	assert_non_null(f);
	fclose(f);
	a = must_open(false);
	b = must_open(false);
	must(db_migrate(b, &e), &e);
	assert_int_equal(db_migrate(a, &e), ERR_CONFLICT); /* the lock */
	db_close(b);
	must(db_migrate(a, &e), &e);
	assert_int_equal(db_version(a), db_version_newest());
	db_close(a);
}

static void test_one_writer(void **state)
{
	struct db *a, *b;
	struct db_value v[] = { db_text(SPAN("x")), db_text(SPAN("y")) };
	struct db_row row = { .want = 1 };
	struct err e;

	(void)state;
	a = must_open(true);
	b = must_open(false);
	must(db_begin(a, DB_WRITE, &e), &e);
	assert_int_equal(db_begin(b, DB_WRITE, &e), ERR_CONFLICT);
	assert_int_equal(db_class(b), DB_RETRY);
	assert_non_null(strstr(e.text, "PID"));
	must(db_run(a, SQL_meta_add, v, 2, NULL, &e), &e);
	must(db_begin(b, DB_READ, &e), &e); /* readers are not held up, and see nothing half done */
	must(db_one(b, SQL_meta_get, v, 1, &row, &e), &e);
	assert_false(row.found);
	must(db_commit(a, &e), &e);
	must(db_one(b, SQL_meta_get, v, 1, &row, &e), &e);
	assert_false(row.found); /* one snapshot, however long */
	db_rollback(b);
	must(db_one(b, SQL_meta_get, v, 1, &row, &e), &e);
	assert_true(row.found);
	db_rollback(b);
	assert_int_equal(db_begin(b, DB_WRITE, &e), ERR_CONFLICT); /* the lock goes with the process, not the act */
	db_close(a);
	must(db_begin(b, DB_WRITE, &e), &e);
	db_close(b);
}

struct loader {
	int n;
	char name[16];
};

static int next_row(void *ctx, struct db_value *v, struct err *e)
{
	struct loader *l = ctx;

	if (l->n == 1000)
		return 0;
	if (l->n < 0)
		return err_set(e, ERR_UNREADABLE, "sumber habis"), -1;
	snprintf(l->name, sizeof(l->name), "%d", l->n++);
	v[0] = db_text(padan_span_of(l->name));
	v[1] = db_text(SPAN("isi"));
	return 1;
}

static void test_bulk_and_snapshot(void **state)
{
	struct loader l = { 0 };
	const struct db_rows rows = { next_row, &l, 2 };
	struct db_value v = db_text(SPAN("999"));
	struct db_row row = { .want = 1 };
	char copy[96];
	struct db *db;
	struct err e;
	int64_t n;

	(void)state;
	db = must_open(true);
	must(db_begin(db, DB_WRITE, &e), &e);
	must(db_bulk(db, SQL_meta_add, &rows, &n, &e), &e);
	assert_int_equal(n, 1000);
	l.n = -1;
	assert_int_equal(db_bulk(db, SQL_meta_add, &rows, &n, &e), ERR_UNREADABLE);
	must(db_commit(db, &e), &e);
	snprintf(copy, sizeof(copy), "%s/salinan.db", dir);
	must(db_snapshot(db, copy, &e), &e);
	assert_int_equal(db_snapshot(db, copy, &e), ERR_MACHINE); /* never over a file that is there */
	db_close(db);
	snprintf(file, sizeof(file), "%s", copy);
	db = must_open(false);
	must(db_one(db, SQL_meta_get, &v, 1, &row, &e), &e);
	assert_true(row.found);
	db_close(db);
}

/* --- the second line of defence: what the catalogue could never ask is refused by the authorizer --------------------
 */
static void test_authorizer(void **state)
{
	static const char *const refused[] = { "DELETE FROM event",
					       "UPDATE event SET actor = 'x'",
					       "DELETE FROM block",
					       "UPDATE block SET at_ms = 1",
					       "DELETE FROM leaf",
					       "DELETE FROM fact",
					       "UPDATE decree SET nomor = 'x'",
					       "DELETE FROM decree",
					       "DELETE FROM migration",
					       "INSERT INTO migration VALUES (7, 'x', x'00')",
					       "UPDATE meta SET value = 'x'",
					       "DROP TABLE run",
					       "CREATE TABLE x (y)",
					       "DROP TRIGGER event_no_delete",
					       "ATTACH '/tmp/x' AS y",
					       "PRAGMA writable_schema=ON",
					       "PRAGMA journal_mode=DELETE",
					       "SELECT sql FROM sqlite_schema",
					       "SELECT hex(randomblob(4))",
					       "SELECT readfile('/etc/passwd')",
					       "SELECT load_extension('x')",
					       "DELETE FROM sqlite_schema" };
	struct db *db;
	sqlite3_stmt *st;

	(void)state;
	db = must_open(true);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		int rc = sqlite3_prepare_v2(db->conn, refused[i], -1, &st, NULL);

		if (rc == SQLITE_OK)
			fail_msg("not refused: %s", refused[i]);
	}
	db_close(db);
}

/* And behind the program's back, the guards. */
static void test_guards(void **state)
{
	static const char *const tables[] = { "migration", "meta",   "event",	    "fact",	  "block",
					      "leaf",	   "decree", "decree_step", "bpjs_reply", "enrolment" };
	char sql[200];
	sqlite3 *c;

	(void)state;
	db_close(must_open(true));
	tamper("INSERT INTO meta VALUES ('a', 'b')");
	assert_int_equal(sqlite3_open(file, &c), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(c, "DELETE FROM meta", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(c, "UPDATE meta SET value = 'x'", NULL, NULL, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		sqlite3_stmt *st;

		assert_true(db_append_only(tables[i]));
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM sqlite_schema WHERE type='trigger' AND tbl_name='%s'",
			 tables[i]);
		assert_int_equal(sqlite3_prepare_v2(c, sql, -1, &st, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(st), SQLITE_ROW);
		assert_int_equal(sqlite3_column_int(st, 0), 2);
		sqlite3_finalize(st);
	}
	sqlite3_close(c);
}

/* --- the catalogue ---------------------------------------------------------------------------------------------------
 */
static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; (p = strcasestr(p, word)); p += n)
		if ((p == text || !isalnum((unsigned char)p[-1])) && !isalnum((unsigned char)p[n]))
			return true;
	return false;
}

/* Every statement is accepted by the engine and by the authorizer, and none uses what only one engine knows. */
static void test_catalogue(void **state)
{
	static const char *const not_portable[] = { "AUTOINCREMENT",	 "rowid",  "datetime", "strftime",
						    "julianday",	 "json",   "->",       "PRAGMA",
						    "REPLACE",		 "GLOB",   "IFNULL",   "PRINTF",
						    "last_insert_rowid", "random", "now",      "SERIAL",
						    "RETURNING",	 "IIF" };
	struct db_stmt *st;
	struct db *db;
	struct err e = { 0 };

	(void)state;
	db = must_open(true);
	for (int i = 0; i < SQL_COUNT; i++) {
		const char *text = db_statement_text((enum sql_id)i);

		if (strcmp(db_statement_name((enum sql_id)i), "migration_add") != 0 &&
		    db_prepare(db, (enum sql_id)i, &st, &e))
			fail_msg("%s: %s", db_statement_name((enum sql_id)i), e.text);
		for (size_t w = 0; w < sizeof(not_portable) / sizeof(*not_portable); w++)
			if (has_word(text, not_portable[w]))
				fail_msg("%s: %s", db_statement_name((enum sql_id)i), not_portable[w]);
		for (const char *p = text; (p = strchr(p, '?')); p++)
			assert_true(isdigit((unsigned char)p[1]));
		assert_null(strchr(text, '"'));
		assert_null(strchr(text, ';'));
	}
	db_close(db);
}

struct found {
	int n;
	char first[200];
};

static void say(void *ctx, const char *what)
{
	struct found *f = ctx;

	if (!f->n++)
		snprintf(f->first, sizeof(f->first), "%s", what);
}

/* What pages ask again and again: which index it goes by, and that it opens no rows of a run. */
static void test_plans(void **state)
{
	static const struct {
		enum sql_id id;
		const char *by, *never;
	} plans[] = {
		{ SQL_access_same, "INDEX access_log_nik (", "access_log_account" },
		{ SQL_sum_verdicts, "SEARCH run_sum USING PRIMARY KEY (run=?", "run_row" },
		{ SQL_sum_districts, "SEARCH run_sum USING PRIMARY KEY (run=?", "run_row" },
		{ SQL_decree_look, "SEARCH run_sum USING PRIMARY KEY (run=?", "run_row" },
		{ SQL_review_counts, "SEARCH s USING PRIMARY KEY (run=?", "run_row" },
		{ SQL_cover_funds, "SEARCH w USING PRIMARY KEY (run=?", "run_row" },
		{ SQL_review_done_rows, "SEARCH a USING PRIMARY KEY (run=?", "SCAN r" },
	};
	sqlite3 *c;

	(void)state;
	db_close(must_open(true));
	assert_int_equal(sqlite3_open(file, &c), SQLITE_OK);
	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++) {
		char sql[4096], plan[2000] = "";
		sqlite3_stmt *st;

		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s", db_statement_text(plans[i].id));
		assert_int_equal(sqlite3_prepare_v2(c, sql, -1, &st, NULL), SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW) {
			size_t n = strlen(plan);

			snprintf(plan + n, sizeof(plan) - n, "%s; ", (const char *)sqlite3_column_text(st, 3));
		}
		sqlite3_finalize(st);
		if (!strstr(plan, plans[i].by) || strstr(plan, plans[i].never))
			fail_msg("%s: %s", db_statement_name(plans[i].id), plan);
	}
	sqlite3_close(c);
}

static void test_check_finds(void **state)
{
	static const char *const crimes[] = {
		"DROP TRIGGER event_no_delete",
		"DROP INDEX run_row_nik",
		"CREATE TABLE smuggled (x)",
		"PRAGMA foreign_keys=OFF; INSERT INTO fact VALUES (1, 0, 'x', x'00')",
	};
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(crimes) / sizeof(*crimes); i++) {
		struct found f = { 0 };
		const struct db_found found = { say, &f };
		struct db *db = must_open(true);

		must(db_check(db, &found, &e), &e);
		assert_int_equal(f.n, 0);
		db_close(db);
		tamper(crimes[i]);
		db = must_open(false);
		must(db_check(db, &found, &e), &e);
		if (!f.n)
			fail_msg("not found: %s", crimes[i]);
		db_close(db);
		assert_int_equal(unlink(file), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		T(test_made_with_rights),
		T(test_refuses_what_is_not_ours),
		T(test_empty_file_is_version_0),
		T(test_older_is_brought_forward),
		T(test_migrations_stay),
		T(test_two_makers),
		T(test_one_writer),
		T(test_bulk_and_snapshot),
		T(test_authorizer),
		T(test_guards),
		T(test_catalogue),
		T(test_plans),
		T(test_check_finds),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
