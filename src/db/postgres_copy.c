/* SPDX-License-Identifier: EUPL-1.2
 * The PostgreSQL engine: bulk load by COPY in binary. The table, its columns and their types come from an INSERT of the
 * catalogue; one that does more than insert its parameters in order goes row by row. */
#include "db/postgres.h"

#include <endian.h>
#include <stdio.h>

enum { PIECE = 1 << 16 };

/* "INSERT INTO t (a, b) VALUES (?1, ?2)" -> "COPY t (a, b) FROM STDIN (FORMAT binary)". */
static bool copy_text(const char *insert, int params, struct buf *out)
{
	static const char head[] = "INSERT INTO ", middle[] = " VALUES (";
	const char *values = strstr(insert, middle);
	char place[16];

	if (strncmp(insert, head, sizeof(head) - 1) != 0 || !values)
		return false;
	buf_puts(out, "COPY ");
	buf_put(out, insert + sizeof(head) - 1, (size_t)(values - insert) - (sizeof(head) - 1));
	buf_puts(out, " FROM STDIN (FORMAT binary)");
	values += sizeof(middle) - 1;
	for (int i = 1; i <= params; i++) {
		int n = snprintf(place, sizeof(place), "?%d%s", i, i < params ? ", " : ")");

		if (strncmp(values, place, (size_t)n) != 0)
			return false;
		values += n;
	}
	return !*values && !out->failed;
}

static void put32(struct buf *b, uint32_t v)
{
	v = htobe32(v);
	buf_put(b, (const char *)&v, 4);
}

static void put16(struct buf *b, uint16_t v)
{
	v = htobe16(v);
	buf_put(b, (const char *)&v, 2);
}

static void put_row(const struct pg_stmt *p, struct buf *b)
{
	put16(b, (uint16_t)p->params);
	for (int i = 0; i < p->params; i++) {
		put32(b, p->value[i] ? (uint32_t)p->length[i] : UINT32_MAX);
		if (p->value[i])
			buf_put(b, p->value[i], (size_t)p->length[i]);
	}
}

static int send_piece(struct db *db, struct buf *b, struct err *e)
{
	if (b->failed)
		return err_memory(e, "baris yang dimuat");
	if (PQputCopyData(pg_conn(db), b->p, (int)b->n) != 1)
		return pg_fail(db, NULL, e);
	buf_clear(b);
	return ERR_OK;
}

static int send_rows(struct db_stmt *st, const struct db_rows *rows, struct buf *b, int64_t *count, struct err *e)
{
	static const char signature[19] = "PGCOPY\n\377\r\n"; /* then zeros: flags, length of the extension */
	struct db_value v[DB_ROW_MAX];
	int more, rc = ERR_OK;

	buf_put(b, signature, sizeof(signature));
	while (!rc && (more = rows->next(rows->ctx, v, e)) != 0) {
		if (more < 0)
			return e && e->code ? e->code : ERR_MACHINE;
		rc = db_values_fit(st, v, rows->n, e);
		if (!rc)
			rc = pg_bind(st, v, rows->n, e);
		if (rc)
			break;
		put_row(st->handle, b);
		++*count;
		if (b->n >= PIECE)
			rc = send_piece(st->db, b, e);
	}
	put16(b, UINT16_MAX);
	return rc ? rc : send_piece(st->db, b, e);
}

/* The server's verdict; its own complaint goes before ours when both failed. */
static int finish(struct db *db, int sent, struct err *e)
{
	PGresult *r, *bad = NULL;
	int rc = sent;

	if (PQputCopyEnd(pg_conn(db), sent ? "dibatalkan" : NULL) != 1 && !sent)
		rc = pg_fail(db, NULL, e);
	while ((r = PQgetResult(pg_conn(db)))) {
		if (PQresultStatus(r) != PGRES_COMMAND_OK && !bad)
			bad = r;
		else
			PQclear(r);
	}
	if (bad && !rc)
		return pg_fail(db, bad, e);
	PQclear(bad);
	return rc;
}

static int copy_in(struct db_stmt *st, const char *sql, const struct db_rows *rows, int64_t *count, struct err *e)
{
	PGresult *r = PQexec(pg_conn(st->db), sql);
	struct buf b;
	int rc;

	if (PQresultStatus(r) != PGRES_COPY_IN)
		return pg_fail(st->db, r, e);
	PQclear(r);
	buf_init(&b, st->db->options.seams->alloc, PG_VALUE_MAX);
	rc = finish(st->db, send_rows(st, rows, &b, count, e), e);
	buf_done(&b);
	return rc;
}

int pg_bulk(struct db_stmt *st, const struct db_rows *rows, int64_t *count, struct err *e)
{
	const struct pg_stmt *p = st->handle;
	struct buf sql;
	int rc = -1;

	buf_init(&sql, st->db->options.seams->alloc, 1 << 16);
	if ((size_t)p->params == rows->n && copy_text(st->text, p->params, &sql))
		rc = copy_in(st, sql.p, rows, count, e);
	buf_done(&sql);
	return rc;
}
