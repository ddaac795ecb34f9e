/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bulk load: how near is the driver to the engine's own fastest way?
 *
 *	bench_db FOLDER ROWS ROUNDS [postgresql://superuser@...]
 *
 * The same rows of run_row (22 columns, index and all) go into a fresh database: through db_bulk, and bare: prepared
 * inserts on SQLite with the same settings, \copy of psql from a file on PostgreSQL. In turn, ROUNDS times; prints
 * medians and ratios as the table of docs/bench.md.
 */
#include "base/seam.h"
#include "db/db.h"
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS = 22, SEALED = 180, PARTS = 60, ROUNDS = 15 };

static const char insert[] =
	"INSERT INTO run_row (run, pos, file, line, padan, putusan, syarat, alasan, twin, chance, weight,"
	" parts, place, fund, first_month, months, total, detail, district, kelompok, nik_index,"
	" sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
	" ?17, ?18, ?19, ?20, ?21, ?22)";
#define HEADS(empty)                                                                                                   \
	"INSERT INTO programme (id, wilayah, nama, revision) VALUES (1, '73.72', 'uji', 0);"                           \
	"INSERT INTO run (id, programme, stage, state, reason, at_ms, first_day, last_day, months, paper_day,"         \
	" program_text, program_hash, ranking, row_count, chosen, waiting, total) VALUES (1, 1, 1, 0, '', 0, 1, 2, 8," \
	" 1, " empty ", " empty ", '', 0, 0, 0, 0)"

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bench_db: %s: %s\n", what, why);
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- the rows --------------------------------------------------------------------------------------------------------
 */
struct source {
	int64_t at, n;
	uint64_t dice;
	unsigned char sealed[SEALED], parts[PARTS], index[16];
};

static void roll(struct source *s, unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i += 8) {
		uint64_t z = s->dice += 0x9e3779b97f4a7c15u;

		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
		memcpy(p + i, &z, n - i < 8 ? n - i : 8);
	}
}

static int next_row(void *ctx, struct db_value *v, struct err *e)
{
	struct source *s = ctx;

	(void)e;
	if (s->at == s->n)
		return 0;
	roll(s, s->sealed, SEALED);
	roll(s, s->index, sizeof(s->index));
	v[0] = db_i64(1), v[1] = db_i64(s->at), v[2] = db_i64(0), v[3] = db_i64(s->at + 2);
	v[4] = db_text(SPAN("padan")), v[5] = db_text(SPAN("terpilih")), v[6] = db_text(SPAN(""));
	v[7] = db_text(SPAN("")), v[8] = db_text(SPAN("")), v[9] = db_i64(9876), v[10] = db_i64(31415);
	v[11] = db_bytes(s->parts, PARTS), v[12] = db_i64(s->at + 1), v[13] = db_text(SPAN("apbd-kota"));
	v[14] = db_i64(16800), v[15] = db_i64(8), v[16] = db_i64(134400), v[17] = db_text(SPAN("16800x8"));
	v[18] = db_text(SPAN("73.72.02")), v[19] = db_text(SPAN("nelayan")), v[20] = db_bytes(s->index, 16);
	v[21] = db_bytes(s->sealed, SEALED);
	s->at++;
	return 1;
}

static void write_text(const char *path, int64_t n)
{
	struct source s = { .n = n };
	struct db_value v[COLUMNS];
	FILE *f = fopen(path, "w");

	if (!f)
		die(path, "cannot be written");
	while (next_row(&s, v, NULL))
		for (int i = 0; i < COLUMNS; i++) {
			if (v[i].kind == DB_I64)
				fprintf(f, "%lld", (long long)v[i].i);
			else if (v[i].kind == DB_TEXT)
				fwrite(v[i].s.p, 1, v[i].s.n, f);
			else
				fputs("\\\\x", f);
			for (size_t b = 0; v[i].kind == DB_BYTES && b < v[i].s.n; b++)
				fprintf(f, "%02x", (unsigned char)v[i].s.p[b]);
			fputc(i + 1 < COLUMNS ? '\t' : '\n', f);
		}
	if (fclose(f))
		die(path, "cannot be written");
}

/* --- the four ways ---------------------------------------------------------------------------------------------------
 */
static char folder[200], file[256];
static const char *server;

static void must(int rc, const struct err *e)
{
	if (rc)
		die("db", e->text);
}

static struct db *open_db(const char *place)
{
	const struct db_options o = { .path = place, .make = true, .seams = seams_real() };
	struct err e = { 0 };
	struct db *db;

	must(db_open(&db, &o, &e), &e);
	return db;
}

static void run_sqlite(const char *path, const char *sql)
{
	sqlite3 *c;

	if (sqlite3_open(path, &c) != SQLITE_OK || sqlite3_exec(c, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(c));
	sqlite3_close(c);
}

static void run_pg(const char *sql)
{
	PGconn *c = PQconnectdb(server);
	PGresult *r;

	PQclear(PQexec(c, "SET client_min_messages = error; SET search_path = bench"));
	r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		die(sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

static void fresh_file(void)
{
	static const char *const beside[] = { "", "-wal", "-shm", ".lock" };
	char name[300];

	for (int i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "%s%s", file, beside[i]);
		unlink(name);
	}
	db_close(open_db(file));
	run_sqlite(file, HEADS("x''"));
}

static void fresh_schema(char url[300])
{
	run_pg("DROP SCHEMA IF EXISTS bench CASCADE");
	run_pg("CREATE SCHEMA bench");
	snprintf(url, 300, "%.200s?options=-csearch_path%%3Dbench", server);
	db_close(open_db(url));
	run_pg(HEADS("''"));
	run_pg("CHECKPOINT");
}

static double ours(const char *place, int64_t n)
{
	struct source s = { .n = n };
	const struct db_rows rows = { next_row, &s, COLUMNS };
	struct db *db = open_db(place);
	struct err e = { 0 };
	double t = now();
	int64_t count;

	must(db_begin(db, DB_WRITE, &e), &e);
	must(db_bulk(db, SQL_run_row_add, &rows, &count, &e), &e);
	must(db_commit(db, &e), &e);
	t = now() - t;
	db_close(db);
	return count == n ? t : (die("db_bulk", "rows are missing"), 0);
}

static void bind(sqlite3_stmt *st, const struct db_value *v)
{
	for (int i = 0; i < COLUMNS; i++)
		if (v[i].kind == DB_I64)
			sqlite3_bind_int64(st, i + 1, v[i].i);
		else if (v[i].kind == DB_TEXT)
			sqlite3_bind_text(st, i + 1, v[i].s.p, (int)v[i].s.n, SQLITE_STATIC);
		else
			sqlite3_bind_blob(st, i + 1, v[i].s.p, (int)v[i].s.n, SQLITE_STATIC);
}

static double bare_sqlite(int64_t n)
{
	static const char settings[] =
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON; "
		"PRAGMA cache_size=-24576; PRAGMA wal_autocheckpoint=4096; PRAGMA foreign_keys=ON";
	struct source s = { .n = n };
	struct db_value v[COLUMNS];
	sqlite3_stmt *st;
	sqlite3 *c;
	double t;

	if (sqlite3_open(file, &c) != SQLITE_OK || sqlite3_exec(c, settings, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(c, insert, -1, &st, NULL) != SQLITE_OK)
		die("sqlite", sqlite3_errmsg(c));
	t = now();
	sqlite3_exec(c, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	while (next_row(&s, v, NULL)) {
		bind(st, v);
		if (sqlite3_step(st) != SQLITE_DONE)
			die("sqlite", sqlite3_errmsg(c));
		sqlite3_reset(st);
	}
	if (sqlite3_exec(c, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		die("sqlite", sqlite3_errmsg(c));
	t = now() - t;
	sqlite3_finalize(st);
	sqlite3_close(c);
	return t;
}

static double psql(const char *url, const char *text)
{
	char command[800];
	double t = now();

	snprintf(command, sizeof(command), "psql -X -q -d '%s' -c \"\\copy run_row FROM '%s'\"", url, text);
	if (system(command))
		die("psql", "failed");
	return now() - t;
}

/* --- figures ---------------------------------------------------------------------------------------------------------
 */
static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *t, int n)
{
	qsort(t, (size_t)n, sizeof(*t), by_size);
	return t[(n - 1) / 2];
}

static void line(const char *what, double t, double ratio)
{
	printf("| %s | %.2f s | %.2f |\n", what, t, ratio);
}

int main(int argc, char **argv)
{
	double own_file[ROUNDS], bare_file[ROUNDS], own_pg[ROUNDS], bare_pg[ROUNDS];
	int64_t n = argc > 3 ? strtoll(argv[2], NULL, 10) : 0;
	int rounds = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
	char text[256], url[300];

	if (rounds < 1 || rounds > ROUNDS || n < 1)
		die("usage", "bench_db FOLDER ROWS ROUNDS [URL]");
	snprintf(folder, sizeof(folder), "%s", argv[1]);
	snprintf(file, sizeof(file), "%s/bench.db", folder);
	snprintf(text, sizeof(text), "%s/bench.txt", folder);
	server = argc > 4 ? argv[4] : NULL;
	if (server)
		write_text(text, n);
	for (int i = 0; i < rounds; i++) {
		fresh_file();
		own_file[i] = ours(file, n);
		fresh_file();
		bare_file[i] = bare_sqlite(n);
		if (!server)
			continue;
		fresh_schema(url);
		own_pg[i] = ours(url, n);
		fresh_schema(url);
		bare_pg[i] = psql(url, text);
	}
	printf("| muat %lld baris `run_row` | waktu (median %d ronde) | nisbah |\n| --- | --- | --- |\n", (long long)n,
	       rounds);
	line("SQLite, INSERT tersiapkan saja", median(bare_file, rounds), 1);
	line("SQLite, `db_bulk`", median(own_file, rounds), median(own_file, rounds) / median(bare_file, rounds));
	if (server) {
		line("PostgreSQL, `\\copy` dari psql", median(bare_pg, rounds), 1);
		line("PostgreSQL, `db_bulk` (COPY biner)", median(own_pg, rounds),
		     median(own_pg, rounds) / median(bare_pg, rounds));
	}
	unlink(text);
	return 0;
}
