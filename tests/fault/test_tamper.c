/* SPDX-License-Identifier: EUPL-1.2
 * Whatever is changed behind the program's back, `verify` finds it: any cell, any row, any byte of the file. */
#include "check.h"

#include "fault/store_sample.h"
#include "programme/public_test_store.h"
#include "programme/verify_store.h"
#include <sqlite3.h>

static struct sample t;
static char *image; /* the sound file */
static size_t image_size;
static uint64_t dump_of_image;

static void read_image(void)
{
	FILE *f = fopen(t.db, "rb");
	struct stat st;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	image_size = (size_t)st.st_size;
	image = malloc(image_size);
	assert_non_null(image);
	assert_int_equal(fread(image, 1, image_size, f), image_size);
	fclose(f);
}

static void write_image(const char *bytes)
{
	FILE *f = fopen(t.db, "wb");
	char beside[PG_URL + 8];

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, image_size, f), image_size);
	fclose(f);
	for (int i = 0; i < 2; i++) {
		snprintf(beside, sizeof(beside), "%s%s", t.db, i ? "-shm" : "-wal");
		unlink(beside);
	}
}

/* 1 = found wrong, or refused at the door; 0 = sound */
static int verify(char why[300])
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct store *s = NULL;
	struct err e = { 0 };
	int rc = store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e);

	if (!rc)
		rc = verify_store(s, &found, &e);
	store_ops_db.close(s);
	snprintf(why, 300, "%.299s", rc ? e.text : f.first);
	return rc || f.n;
}

static sqlite3 *raw_open(void)
{
	sqlite3 *c = NULL;

	assert_int_equal(sqlite3_open(t.db, &c), SQLITE_OK);
	sqlite3_exec(c, "PRAGMA foreign_keys=OFF", NULL, NULL, NULL);
	sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	return c;
}

/* --- names of tables and columns -------------------------------------------------------------------------------------
 */
static int query_names(sqlite3 *c, const char *sql, char names[][40], int max)
{
	sqlite3_stmt *st;
	int n = 0;

	assert_int_equal(sqlite3_prepare_v2(c, sql, -1, &st, NULL), SQLITE_OK);
	while (n < max && sqlite3_step(st) == SQLITE_ROW)
		snprintf(names[n++], 40, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return n;
}

static int tables(sqlite3 *c, char names[][40])
{
	return query_names(c, "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name", names, 120);
}

static int dump_table(sqlite3 *c, const char *table, uint64_t *h)
{
	char *sql = sqlite3_mprintf("SELECT * FROM %s", table);
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(c, sql, -1, &st, NULL);

	sqlite3_free(sql);
	if (rc != SQLITE_OK)
		return rc;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		for (int k = 0; k < sqlite3_column_count(st); k++) {
			const unsigned char *p = sqlite3_column_blob(st, k);
			int len = sqlite3_column_bytes(st, k);

			*h = (*h ^ (uint64_t)sqlite3_column_type(st, k)) * 1099511628211u;
			for (int b = 0; b < len; b++)
				*h = (*h ^ p[b]) * 1099511628211u;
		}
	sqlite3_finalize(st);
	return rc;
}

/* Content of every table as one number; 0 when it cannot be read. */
static uint64_t dump(void)
{
	char names[120][40];
	sqlite3 *c = raw_open();
	uint64_t h = 14695981039346656037u;
	int n = tables(c, names), rc = SQLITE_DONE;

	for (int i = 0; i < n && rc == SQLITE_DONE; i++)
		rc = dump_table(c, names[i], &h);
	sqlite3_close(c);
	return rc == SQLITE_DONE && n ? h : 0;
}

static int open_test(struct unit *u, void *ctx, struct err *e)
{
	return public_test_write(u, ctx, e);
}

static int set_up(void **state)
{
	struct sample_run r;
	struct run_claim c;
	struct public_test test;
	struct err e = { 0 };
	char why[300];

	(void)state;
	sample_open(&t);
	sample_store(&t);
	sample_run(&r, 20);
	assert_int_equal(sample_write(&t, &r, &c, &e), 0);
	assert_int_equal(sample_issue(&t, c.run, SPAN("1/2025"), &e), 0);
	r.head.stage = 2;
	assert_int_equal(sample_write(&t, &r, &c, &e), 0);
	r.head.again = SPAN("salah daftar");
	assert_int_equal(sample_write(&t, &r, &c, &e), 0);
	test = (struct public_test){ .run = c.run, .from = { 20213 }, .until = { 20217 }, .people = 14 };
	assert_int_equal(sample_act(&t, SPAN(""), open_test, &test, &e), 0);
	sample_close(&t);
	read_image();
	if (verify(why))
		fail_msg("%s", why);
	dump_of_image = dump();
	assert_true(dump_of_image != 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	free(image);
	sample_done(&t);
	return 0;
}

/* Runs sql on a fresh copy; it must touch a row, and verify must find it. */
static void crime(const char *sql)
{
	char why[300], *message = NULL;
	sqlite3 *c;

	write_image(image);
	c = raw_open();
	/* the thief does not keep our constraints */
	assert_int_equal(sqlite3_exec(c, "PRAGMA ignore_check_constraints=ON", NULL, NULL, NULL), SQLITE_OK);
	if (sqlite3_exec(c, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	assert_int_equal(sqlite3_changes(c), 1);
	sqlite3_close(c);
	if (!verify(why))
		fail_msg("not found: %s", sql);
}

/* "a IS 7 AND b IS x'..'": names the row-th row of a table by all its columns. sqlite3_free. */
static char *row_name(sqlite3 *c, const char *table, int row)
{
	char *sql = sqlite3_mprintf("SELECT * FROM %s LIMIT 1 OFFSET %d", table, row);
	sqlite3_str *out = sqlite3_str_new(c);
	sqlite3_stmt *st;

	assert_int_equal(sqlite3_prepare_v2(c, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	for (int k = 0; k < sqlite3_column_count(st); k++) {
		const unsigned char *p = sqlite3_column_blob(st, k);
		int type = sqlite3_column_type(st, k);

		sqlite3_str_appendf(out, "%s%s IS ", k ? " AND " : "", sqlite3_column_name(st, k));
		if (type == SQLITE_INTEGER)
			sqlite3_str_appendf(out, "%lld", sqlite3_column_int64(st, k));
		else if (type == SQLITE_TEXT)
			sqlite3_str_appendf(out, "%Q", sqlite3_column_text(st, k));
		else if (type == SQLITE_NULL)
			sqlite3_str_appendall(out, "NULL");
		else
			sqlite3_str_appendall(out, "x'");
		for (int b = 0; type == SQLITE_BLOB && b < sqlite3_column_bytes(st, k); b++)
			sqlite3_str_appendf(out, "%02x", p[b]);
		if (type == SQLITE_BLOB)
			sqlite3_str_appendall(out, "'");
	}
	sqlite3_finalize(st);
	sqlite3_free(sql);
	return sqlite3_str_finish(out);
}

static int rows_of(sqlite3 *c, const char *table)
{
	char *sql = sqlite3_mprintf("SELECT count(*) FROM %s", table), n[1][40] = { "" };

	query_names(c, sql, n, 1);
	sqlite3_free(sql);
	return (int)strtol(n[0], NULL, 10);
}

static int table_names(char names[][40])
{
	sqlite3 *c;
	int n;

	write_image(image);
	c = raw_open();
	n = tables(c, names);
	sqlite3_close(c);
	return n;
}

static void test_any_row_deleted(void **state)
{
	char names[120][40];
	int all = table_names(names), deleted = 0;

	(void)state;
	for (int i = 0; i < all; i++)
		for (int row = 0, n = 1; row < n; row++) {
			char *name, *sql;
			sqlite3 *c;

			write_image(image);
			c = raw_open();
			n = rows_of(c, names[i]);
			name = n ? row_name(c, names[i], row) : NULL;
			sqlite3_close(c);
			if (!n)
				break;
			sql = sqlite3_mprintf("DELETE FROM %s WHERE %s", names[i], name);
			crime(sql);
			deleted++;
			sqlite3_free(sql);
			sqlite3_free(name);
		}
	assert_true(deleted > 80);
}

static void change_cell(const char *table, const char *column, int row)
{
	sqlite3 *c;
	char *name, *sql;

	write_image(image);
	c = raw_open();
	name = row_name(c, table, row);
	sqlite3_close(c);
	sql = sqlite3_mprintf(
		"UPDATE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + 1000 WHEN 'text' THEN %s || 'x' "
		"WHEN 'null' THEN 1 ELSE CAST(%s || x'00' AS BLOB) END WHERE %s",
		table, column, column, column, column, column, name);
	crime(sql);
	sqlite3_free(sql);
	sqlite3_free(name);
}

static void test_any_cell_changed(void **state)
{
	char names[120][40], columns[40][40];
	int all = table_names(names), changed = 0;

	(void)state;
	for (int i = 0; i < all; i++) {
		char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_info('%s')", names[i]);
		sqlite3 *c;
		int n, cols;

		write_image(image);
		c = raw_open();
		n = rows_of(c, names[i]);
		cols = query_names(c, sql, columns, 40);
		sqlite3_close(c);
		sqlite3_free(sql);
		for (int k = 0; k < cols && n; k++, changed++)
			change_cell(names[i], columns[k], k % n);
	}
	assert_true(changed > 70);
}

/* Bytes that carry nothing (free room of a page, counters of the header) may change unseen: then every table still
 * reads as before. */
static void test_any_byte_flipped(void **state)
{
	char *bytes = malloc(image_size), why[300];
	uint64_t seed = 88172645463325252u;
	int found = 0, idle = 0, tries = (int)sample_points(600);

	(void)state;
	assert_non_null(bytes);
	for (int i = 0; i < tries; i++) {
		size_t at;

		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		at = seed % image_size;
		memcpy(bytes, image, image_size);
		bytes[at] = (char)(bytes[at] ^ (1 << (seed >> 40) % 8));
		write_image(bytes);
		if (verify(why)) {
			found++;
			continue;
		}
		idle++;
		if (dump() != dump_of_image)
			fail_msg("byte %zu: content changed, verify saw nothing", at);
	}
	print_message("# %d flips: %d found, %d in idle bytes\n", tries, found, idle);
	assert_true(found > tries / 20);
	free(bytes);
}

static void test_another_key(void **state)
{
	struct store *s = NULL;
	struct err e = { 0 };
	char other[128];
	struct key *k;
	bool made;

	(void)state;
	write_image(image);
	snprintf(other, sizeof(other), "%s/lain", t.dir);
	assert_int_equal(key_open(&k, other, true, &made, &t.seams, &e), 0);
	key_close(k);
	t.env.key_file = padan_span_of(other);
	assert_int_equal(store_ops_db.open(&t.env, padan_span_of(t.db), &s, &e), ERR_CONFLICT);
	t.env.key_file = padan_span_of(t.key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_row_deleted),
		cmocka_unit_test(test_any_cell_changed),
		cmocka_unit_test(test_any_byte_flipped),
		cmocka_unit_test(test_another_key),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
