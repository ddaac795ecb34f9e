/* SPDX-License-Identifier: EUPL-1.2
 * The PostgreSQL engine: are tables, keys, references and guards those of the migrations, and does every reference lead
 * somewhere. The files themselves are the server's to check (data_checksums, pg_amcheck). */
#include "db/model.h"
#include "db/postgres.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINES = 4096 };

/* Each aspect as lines of text: what the migrations say, and what the server says of itself. */
static const struct {
	const char *expected, *actual;
} aspects[] = {
	{ "SELECT 'kolom ' || m.name || '.' || c.name || ' ' || CASE lower(c.type) WHEN 'day' THEN 'integer' WHEN "
	  "'text' THEN "
	  "'text C' WHEN 'bytes' THEN 'bytea' ELSE 'bigint' END || CASE WHEN c.\"notnull\" OR c.pk THEN ' wajib' ELSE "
	  "'' END FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'",
	  "SELECT 'kolom ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || "
	  "coalesce(' ' || nullif(o.collname, 'default'), '') || CASE WHEN a.attnotnull THEN ' wajib' ELSE '' END FROM "
	  "pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_collation o ON o.oid = a.attcollation "
	  "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = "
	  "(SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND NOT EXISTS (SELECT 1 FROM pg_depend d "
	  "WHERE d.objid = c.oid AND d.deptype = 'e')" },
	{ "SELECT 'indeks ' || m.name || ' (' || (SELECT group_concat(coalesce(i.name, '?'), ',') FROM "
	  "pragma_index_info(l.name) i) || ')' || CASE WHEN l.\"unique\" THEN ' unik' ELSE '' END || CASE WHEN "
	  "l.partial THEN ' sebagian' ELSE '' END || ' sah' FROM sqlite_schema m, pragma_index_list(m.name) l WHERE "
	  "m.type = 'table'",
	  "SELECT 'indeks ' || c.relname || ' (' || (SELECT string_agg(coalesce(a.attname, '?'), ',' ORDER BY k.n) "
	  "FROM "
	  "unnest(i.indkey::int2[]) WITH ORDINALITY k (att, n) LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND "
	  "a.attnum = k.att AND k.att > 0) || ')' || CASE WHEN i.indisunique THEN ' unik' ELSE '' END || CASE WHEN "
	  "i.indpred IS NOT NULL THEN ' sebagian' ELSE '' END || CASE WHEN i.indisvalid AND i.indisready THEN ' sah' "
	  "ELSE ' rusak' END FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = (SELECT oid "
	  "FROM pg_namespace WHERE nspname = current_schema())" },
	{ "SELECT 'rujukan ' || m.name || ' (' || group_concat(f.\"from\", ',') || ') ke ' || f.\"table\" || ' sah' "
	  "FROM "
	  "sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id",
	  "SELECT 'rujukan ' || c.relname || ' (' || (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM "
	  "unnest(o.conkey) WITH ORDINALITY k (att, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.att) "
	  "|| ') ke ' || r.relname || CASE WHEN o.convalidated AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE "
	  "t.tgconstraint = o.oid AND t.tgenabled <> 'O') THEN ' sah' ELSE ' mati' END FROM pg_constraint o JOIN "
	  "pg_class c ON c.oid = o.conrelid JOIN pg_class r ON r.oid = o.confrelid WHERE o.contype = 'f' AND "
	  "c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())" },
	{ "SELECT 'penjaga ' || m.name || ' ' || a.value || ' hidup' FROM sqlite_schema m, (SELECT 'delete' AS value "
	  "UNION "
	  "SELECT 'truncate' UNION SELECT 'update') a WHERE m.type = 'table' AND only_grows(m.name)",
	  "SELECT 'penjaga ' || c.relname || ' ' || replace(t.tgname, c.relname || '_no_', '') || CASE WHEN "
	  "t.tgenabled "
	  "IN ('O', 'A') AND p.prosrc LIKE 'BEGIN RAISE EXCEPTION ''% only grows''%END' AND t.tgqual IS NULL AND "
	  "t.tgtype = CASE WHEN t.tgname LIKE '%_no_update' THEN 18 WHEN t.tgname LIKE '%_no_delete' THEN 10 ELSE 34 "
	  "END "
	  "THEN ' hidup' ELSE ' mati' END FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON "
	  "p.oid = t.tgfoid WHERE NOT t.tgisinternal AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname "
	  "= "
	  "current_schema())" },
};

struct lines {
	struct padan_arena *arena;
	const char **at;
	int n;
};

static int add(void *ctx, const char *const *column, struct err *e)
{
	struct lines *l = ctx;

	if (!column[0] || l->n == LINES)
		return err_set(e, ERR_MACHINE, "pemeriksaan tabel: terlalu banyak atau tidak terbaca");
	l->at[l->n] = padan_arena_copy(l->arena, column[0], strlen(column[0]));
	return l->at[l->n++] ? ERR_OK : err_memory(e, "pemeriksaan tabel");
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void say(const struct db_found *found, const char *what, const char *detail)
{
	char line[500];

	snprintf(line, sizeof(line), "%s%s", what, detail);
	found->say(found->ctx, line);
}

static void compare(const struct lines *expected, const struct lines *actual, const struct db_found *found)
{
	int i = 0, j = 0;

	while (i < expected->n || j < actual->n) {
		int order = i == expected->n ? 1 : j == actual->n ? -1 : strcmp(expected->at[i], actual->at[j]);

		if (order < 0)
			say(found, "susunan tabel: tidak ada ", expected->at[i++]);
		else if (order > 0)
			say(found, "susunan tabel: ada yang bukan dari program ini: ", actual->at[j++]);
		else
			i++, j++;
	}
}

static int lines_of_server(struct db *db, const char *sql, struct lines *l, struct err *e)
{
	PGresult *r = pg_ask(db, sql, e);
	int rc = r ? ERR_OK : e ? e->code : ERR_MACHINE;

	for (int i = 0; !rc && i < PQntuples(r); i++) {
		const char *line = PQgetvalue(r, i, 0);

		rc = add(l, &line, e);
	}
	PQclear(r);
	return rc;
}

static int check_aspect(struct db *db, sqlite3 *model, size_t k, const struct db_found *found, struct err *e)
{
	struct padan_arena arena;
	struct lines expected = { .arena = &arena }, actual = { .arena = &arena };
	int rc = ERR_OK;

	padan_arena_init(&arena, db->options.seams->alloc, 0);
	expected.at = padan_arena_array(&arena, LINES, sizeof(*expected.at));
	actual.at = padan_arena_array(&arena, LINES, sizeof(*actual.at));
	if (!expected.at || !actual.at)
		rc = err_memory(e, "pemeriksaan tabel");
	if (!rc)
		rc = model_each(db, model, aspects[k].expected, add, &expected, e);
	if (!rc)
		rc = lines_of_server(db, aspects[k].actual, &actual, e);
	if (!rc) {
		qsort(expected.at, (size_t)expected.n, sizeof(*expected.at), by_text);
		qsort(actual.at, (size_t)actual.n, sizeof(*actual.at), by_text);
		compare(&expected, &actual, found);
	}
	padan_arena_done(&arena);
	return rc;
}

/* --- references that lead nowhere ----------------------------------------------------------------------------------
 */
struct references {
	struct db *db;
	const struct db_found *found;
};

/* column: table, other table, condition that joins them, condition that nothing is null */
static int check_reference(void *ctx, const char *const *column, struct err *e)
{
	struct references *c = ctx;
	PGresult *r;
	struct buf sql;
	int rc = ERR_OK;

	buf_init(&sql, c->db->options.seams->alloc, 1 << 16);
	buf_printf(&sql, "SELECT count(*) FROM %s a WHERE %s AND NOT EXISTS (SELECT 1 FROM %s b WHERE %s)", column[0],
		   column[3], column[1], column[2]);
	r = sql.failed ? NULL : pg_ask(c->db, sql.p, e);
	if (!r)
		rc = sql.failed ? err_memory(e, "pemeriksaan rujukan") : e ? e->code : ERR_MACHINE;
	else if (strcmp(PQgetvalue(r, 0, 0), "0") != 0)
		say(c->found, "rujukan terputus dari tabel ", column[0]);
	PQclear(r);
	buf_done(&sql);
	return rc;
}

static int check_references(struct db *db, sqlite3 *model, const struct db_found *found, struct err *e)
{
	struct references c = { db, found };

	return model_each(
		db, model,
		"SELECT m.name, f.\"table\", group_concat('b.' || f.\"to\" || ' = a.' || f.\"from\", ' AND '), "
		"group_concat('a.' || f.\"from\" || ' IS NOT NULL', ' AND ') FROM sqlite_schema m, "
		"pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id",
		check_reference, &c, e);
}

static void only_grows(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	const char *name = (const char *)sqlite3_value_text(v[0]);

	sqlite3_result_int(ctx, n == 1 && name && db_append_only(name));
}

int pg_check(struct db *db, const struct db_found *found, struct err *e)
{
	sqlite3 *model;
	int rc = model_open(db, &model, e);

	if (!rc &&
	    sqlite3_create_function(model, "only_grows", 1, SQLITE_UTF8, NULL, only_grows, NULL, NULL) != SQLITE_OK)
		rc = err_memory(e, "pemeriksaan tabel");
	for (size_t k = 0; !rc && k < sizeof(aspects) / sizeof(*aspects); k++)
		rc = check_aspect(db, model, k, found, e);
	if (!rc)
		rc = check_references(db, model, found, e);
	sqlite3_close(model);
	return rc;
}
