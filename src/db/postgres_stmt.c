/* SPDX-License-Identifier: EUPL-1.2
 * The PostgreSQL engine: statements. Parameters and results travel in binary. A statement that may have many rows is
 * read through a cursor, some hundred rows at a time, so that others can run on the connection meanwhile and memory
 * stays bounded; one that is run to its end at once (db_run, db_one), or outside of a transaction, goes in one trip. */
#include "db/postgres.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

enum { FETCH = 256, COMMAND = 64 };

static struct pg_stmt *of(const struct db_stmt *st)
{
	return st->handle;
}

/* --- text and types ------------------------------------------------------------------------------------------------
 */
/* ?1 becomes $1. Texts of the catalogue have no question mark in quotes (tests/unit/db asks). */
static void rewrite(const char *sql, struct buf *out)
{
	for (; *sql; sql++)
		buf_putc(out, *sql == '?' ? '$' : *sql);
}

static bool known_type(Oid t)
{
	return t == INT8 || t == INT4 || t == INT2 || t == TEXT || t == VARCHAR || t == BYTEA;
}

static int learn_types(struct db *db, struct pg_stmt *p, bool *rows, struct err *e)
{
	PGresult *r = PQdescribePrepared(pg_conn(db), p->name);
	Oid odd = 0;

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return pg_fail(db, r, e);
	p->params = PQnparams(r);
	for (int i = 0; i < p->params && i < DB_ROW_MAX; i++)
		if (!known_type(p->type[i] = PQparamtype(r, i)))
			odd = p->type[i];
	for (int i = 0; i < PQnfields(r); i++)
		if (!known_type(PQftype(r, i)))
			odd = PQftype(r, i);
	*rows = PQnfields(r) > 0;
	PQclear(r);
	if (odd || p->params > DB_ROW_MAX)
		return db_fail(db, DB_FATAL, e, "pernyataan memakai jenis data %u; tulis dengan CAST(... AS bigint)",
			       odd);
	return ERR_OK;
}

static int keep_cursor(struct db *db, struct pg_stmt *p, const char *sql, struct err *e)
{
	struct buf b;

	if (strncmp(sql, "SELECT", 6) != 0 && strncmp(sql, "WITH", 4) != 0)
		return ERR_OK;
	buf_init(&b, db->options.seams->alloc, 1 << 16);
	buf_printf(&b, "DECLARE %s NO SCROLL CURSOR FOR %s", p->name, sql);
	if (b.failed)
		return err_memory(e, "pernyataan");
	p->cursor = b.p;
	p->cursor_size = b.cap;
	return ERR_OK;
}

static int prepare_text(struct db *db, struct db_stmt *st, const char *sql, struct err *e)
{
	struct pg_stmt *p = of(st);
	PGresult *r = PQprepare(pg_conn(db), p->name, sql, 0, NULL);
	bool rows = false;
	int rc;

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return pg_fail(db, r, e);
	PQclear(r);
	rc = learn_types(db, p, &rows, e);
	return rc || !rows ? rc : keep_cursor(db, p, sql, e);
}

int pg_prepare(struct db *db, const char *sql, struct db_stmt *st, struct err *e)
{
	const struct padan_alloc *a = db->options.seams->alloc;
	struct pg_stmt *p = a->resize(a->ctx, NULL, 0, sizeof(*p));
	struct buf text;
	int rc;

	if (!p)
		return err_memory(e, "pernyataan");
	memset(p, 0, sizeof(*p));
	snprintf(p->name, sizeof(p->name), "lindung_%x", db->prepared++);
	st->handle = p;
	buf_init(&text, a, 1 << 16);
	rewrite(sql, &text);
	rc = text.failed ? err_memory(e, "pernyataan") : prepare_text(db, st, text.p, e);
	buf_done(&text);
	if (rc)
		pg_release(st);
	return rc;
}

void pg_release(struct db_stmt *st)
{
	const struct padan_alloc *a = st->db->options.seams->alloc;
	struct pg_stmt *p = of(st);

	PQclear(p->rows);
	if (p->cursor)
		a->resize(a->ctx, p->cursor, p->cursor_size, 0);
	a->resize(a->ctx, p, sizeof(*p), 0);
	st->handle = NULL;
}

void pg_reset(struct db_stmt *st)
{
	struct pg_stmt *p = of(st);
	char sql[COMMAND];

	PQclear(p->rows);
	p->rows = NULL;
	if (p->open && PQtransactionStatus(pg_conn(st->db)) == PQTRANS_INTRANS) {
		snprintf(sql, sizeof(sql), "CLOSE %s", p->name);
		PQclear(PQexec(pg_conn(st->db), sql));
	}
	p->open = p->end = false;
	p->at = -1;
}

/* --- values in -----------------------------------------------------------------------------------------------------
 */
static int bind_number(struct pg_stmt *p, size_t i, int64_t v)
{
	int size = p->type[i] == INT8 ? 8 : p->type[i] == INT4 ? 4 : p->type[i] == INT2 ? 2 : 0;

	if (!size || (size == 4 && v != (int32_t)v) || (size == 2 && v != (int16_t)v))
		return -1;
	p->number[i] = htobe64((uint64_t)v); /* the lowest bytes stand last */
	p->value[i] = (const char *)&p->number[i] + 8 - size;
	p->length[i] = size;
	return 0;
}

static int bind_one(struct pg_stmt *p, size_t i, const struct db_value *v)
{
	bool text = p->type[i] == TEXT || p->type[i] == VARCHAR;

	if (v->kind == DB_I64)
		return bind_number(p, i, v->i);
	p->value[i] = v->kind == DB_NULL ? NULL : v->s.p ? v->s.p : "";
	p->length[i] = v->kind == DB_NULL ? 0 : (int)v->s.n;
	return v->kind == DB_NULL || (v->s.n <= PG_VALUE_MAX && p->type[i] == (text ? p->type[i] : BYTEA) &&
				      text == (v->kind == DB_TEXT))
		       ? 0
		       : -1;
}

int pg_bind(struct db_stmt *st, const struct db_value *v, size_t n, struct err *e)
{
	struct pg_stmt *p = of(st);

	if ((size_t)p->params != n)
		return db_fail(st->db, DB_FATAL, e, "pernyataan %s: %zu nilai untuk %d tempat", st->name, n, p->params);
	for (size_t i = 0; i < n; i++)
		if (bind_one(p, i, &v[i]))
			return db_fail(st->db, DB_FATAL, e, "pernyataan %s: nilai %zu bukan jenis yang diminta",
				       st->name, i + 1);
	p->at = -1;
	return ERR_OK;
}

/* --- rows out ------------------------------------------------------------------------------------------------------
 */
static const int binary[DB_ROW_MAX] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
					1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
					1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };

static int take(struct db_stmt *st, PGresult *r, struct err *e)
{
	struct pg_stmt *p = of(st);
	ExecStatusType status = PQresultStatus(r);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return pg_fail(st->db, r, e);
	PQclear(p->rows);
	p->rows = r;
	p->at = -1;
	return ERR_OK;
}

/* All at once. */
static int execute(struct db_stmt *st, struct err *e)
{
	struct pg_stmt *p = of(st);
	int rc = take(st, PQexecPrepared(pg_conn(st->db), p->name, p->params, p->value, p->length, binary, 1), e);

	p->end = true;
	if (!rc)
		st->db->changed = strtoll(PQcmdTuples(p->rows), NULL, 10);
	return rc;
}

static int fetch(struct db_stmt *st, struct err *e)
{
	struct pg_stmt *p = of(st);
	char sql[COMMAND];
	int rc;

	snprintf(sql, sizeof(sql), "FETCH %d FROM %s", FETCH, p->name);
	rc = take(st, PQexecParams(pg_conn(st->db), sql, 0, NULL, NULL, NULL, NULL, 1), e);
	p->end = !rc && PQntuples(p->rows) < FETCH;
	return rc;
}

static int open_cursor(struct db_stmt *st, struct err *e)
{
	struct pg_stmt *p = of(st);
	int rc = take(st, PQexecParams(pg_conn(st->db), p->cursor, p->params, p->type, p->value, p->length, binary, 1),
		      e);

	p->open = !rc;
	return rc ? rc : fetch(st, e);
}

static int start(struct db_stmt *st, struct err *e)
{
	bool streams = of(st)->cursor && !st->once && st->db->in_tx;

	return streams ? open_cursor(st, e) : execute(st, e);
}

int pg_step(struct db_stmt *st, bool *row, struct err *e)
{
	struct pg_stmt *p = of(st);
	int rc = ERR_OK;

	*row = false;
	if (!p->rows)
		rc = start(st, e);
	else if (p->at + 1 >= PQntuples(p->rows) && !p->end)
		rc = fetch(st, e);
	if (rc || p->at + 1 >= PQntuples(p->rows))
		return rc;
	p->at++;
	*row = true;
	return ERR_OK;
}

struct db_value pg_column(struct db_stmt *st, int col)
{
	const struct pg_stmt *p = of(st);
	const char *v;
	uint64_t big;
	uint32_t middle;
	uint16_t small;

	if (!p->rows || p->at < 0 || PQgetisnull(p->rows, p->at, col))
		return db_null();
	v = PQgetvalue(p->rows, p->at, col);
	switch (PQftype(p->rows, col)) {
	case INT8:
		memcpy(&big, v, 8);
		return db_i64((int64_t)be64toh(big));
	case INT4:
		memcpy(&middle, v, 4);
		return db_i64((int32_t)be32toh(middle));
	case INT2:
		memcpy(&small, v, 2);
		return db_i64((int16_t)be16toh(small));
	case BYTEA:
		return db_bytes(v, (size_t)PQgetlength(p->rows, p->at, col));
	default:
		return db_text((span){ v, (size_t)PQgetlength(p->rows, p->at, col) });
	}
}

int64_t pg_changed(struct db *db)
{
	return db->changed;
}
