/* SPDX-License-Identifier: EUPL-1.2
 * The PostgreSQL engine: how types and guards are spelled, the mark, and the rights of the program's role. */
#include "db/postgres.h"

#include <stdio.h>

/* --- spelling ------------------------------------------------------------------------------------------------------
 */
/* Behind the program's back, and for the owner too: its rights would let it. Nobody's rights include these triggers. */
static void spell_guard(span table, struct buf *out)
{
	static const char *const acts[] = { "UPDATE", "DELETE", "TRUNCATE" };
	static const char *const names[] = { "update", "delete", "truncate" };

	buf_puts(out, "CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
		      "EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END$$;\n");
	for (int i = 0; i < 3; i++)
		buf_printf(out,
			   "CREATE TRIGGER %.*s_no_%s BEFORE %s ON %.*s FOR EACH STATEMENT EXECUTE FUNCTION "
			   "only_grows();\n",
			   (int)table.n, table.p, names[i], acts[i], (int)table.n, table.p);
}

bool pg_spell(span word, struct buf *out)
{
	static const struct {
		const char *word, *here;
	} words[] = { { "id", "bigint" },
		      { "i64", "bigint" },
		      { "rupiah", "bigint" },
		      { "day", "integer" },
		      { "text", "text COLLATE \"C\"" },
		      { "bytes", "bytea" },
		      { "table", "" },
		      { "keyed", "" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (padan_span_eq(word, padan_span_of(words[i].word))) {
			buf_puts(out, words[i].here);
			return true;
		}
	if (word.n <= 6 || memcmp(word.p, "guard ", 6) != 0)
		return false;
	spell_guard((span){ word.p + 6, word.n - 6 }, out);
	return true;
}

int pg_mark(struct db *db, struct err *e)
{
	return pg_command(db, "COMMENT ON TABLE migration IS 'Lindung'", e);
}

/* --- rights --------------------------------------------------------------------------------------------------------
 */
/* What only grows can be read and added to; migrations only read; the rest also changed. Never TRUNCATE, TRIGGER or
 * REFERENCES. `role` is quoted already. */
static void put_rights(PGresult *tables, const char *role, struct buf *sql)
{
	for (int i = 0; i < PQntuples(tables); i++) {
		const char *quoted = PQgetvalue(tables, i, 0), *name = PQgetvalue(tables, i, 1);
		const char *rights = !strcmp(name, "migration") ? "SELECT"
				     : db_append_only(name)	? "SELECT, INSERT"
								: "SELECT, INSERT, UPDATE, DELETE";

		buf_printf(sql, "REVOKE ALL ON %s FROM %s; GRANT %s ON %s TO %s;\n", quoted, role, rights, quoted,
			   role);
	}
}

static int grant_to(struct db *db, PGresult *tables, const char *role, struct err *e)
{
	char *quoted = PQescapeIdentifier(pg_conn(db), role, strlen(role));
	char *schema = NULL;
	PGresult *r = quoted ? pg_ask(db, "SELECT quote_ident(current_schema())", e) : NULL;
	struct buf sql;
	int rc;

	if (!r) {
		PQfreemem(quoted);
		return quoted ? (e ? e->code : ERR_MACHINE) : err_memory(e, "peran");
	}
	schema = PQgetvalue(r, 0, 0);
	buf_init(&sql, db->options.seams->alloc, 1 << 20);
	buf_printf(&sql, "GRANT USAGE ON SCHEMA %s TO %s;\n", schema, quoted);
	put_rights(tables, quoted, &sql);
	rc = sql.failed ? err_memory(e, "hak peran") : pg_command(db, sql.p, e);
	buf_done(&sql);
	PQfreemem(quoted);
	PQclear(r);
	return rc;
}

/* The role asked for must exist: making one is the administrator's act. */
static int role_exists(struct db *db, const char *role, struct err *e)
{
	PGresult *r = PQexecParams(pg_conn(db), "SELECT rolname = current_user FROM pg_roles WHERE rolname = $1", 1,
				   NULL, &role, NULL, NULL, 0);
	bool there = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r), self;

	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		return pg_fail(db, r, e);
	self = there && *PQgetvalue(r, 0, 0) == 't';
	PQclear(r);
	if (there && !self)
		return ERR_OK;
	db->last = DB_FATAL;
	return err_set(e, ERR_USAGE,
		       self ? "--peran %s: itu pemilik tabel; peran program harus peran lain"
			    : "--peran %s: peran itu belum ada di PostgreSQL; buat dahulu dengan CREATE ROLE",
		       role);
}

int pg_grant(struct db *db, struct err *e)
{
	/* whoever may write events already, but the owner, has the rights of the new tables too */
	static const char holders[] =
		"SELECT DISTINCT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee"
		" WHERE c.oid = to_regclass('event') AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner";
	static const char all[] =
		"SELECT c.oid::regclass::text, c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p')"
		" AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname ="
		" current_schema())";
	const char *role = db->options.role;
	PGresult *tables = pg_ask(db, all, e), *old = tables ? pg_ask(db, holders, e) : NULL;
	int rc = old ? ERR_OK : e ? e->code : ERR_MACHINE;

	if (!rc && role)
		rc = role_exists(db, role, e);
	if (!rc && role)
		rc = grant_to(db, tables, role, e);
	for (int i = 0; !rc && i < PQntuples(old); i++)
		rc = grant_to(db, tables, PQgetvalue(old, i, 0), e);
	PQclear(old);
	PQclear(tables);
	return rc;
}
