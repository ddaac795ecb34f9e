/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/copy.h"

#include "db/model.h"
#include <sodium.h>
#include <stdio.h>

enum { NAMES = 64, NAME = 64, SQL_MAX = 1 << 14 };

/* --- tables --------------------------------------------------------------------------------------------------------
 */
struct tables {
	sqlite3 *model;
	struct db *db;
	struct db_table table;
	char name[NAME], column[DB_ROW_MAX][NAME], word[DB_ROW_MAX][NAME];
	int (*each)(void *ctx, const struct db_table *, struct err *e);
	void *ctx;
};

static int take_column(void *ctx, const char *const *column, struct err *e)
{
	struct tables *x = ctx;
	struct db_table *t = &x->table;
	int64_t place = 0;
	int i = t->columns;

	if (i == DB_ROW_MAX || !span_i64(padan_span_of(column[2]), &place) || place > DB_TABLE_KEYS)
		return err_set(e, ERR_MACHINE, "tabel %s: terlalu banyak kolom (kesalahan program)", t->name);
	snprintf(x->column[i], NAME, "%s", column[0]);
	snprintf(x->word[i], NAME, "%s", column[1]);
	t->column[i] = x->column[i];
	t->word[i] = x->word[i];
	if (place) {
		t->key[place - 1] = i;
		t->keys++;
	}
	t->columns++;
	return ERR_OK;
}

static int take_table(void *ctx, const char *const *column, struct err *e)
{
	struct tables *x = ctx;
	char sql[200];
	int rc;

	snprintf(x->name, sizeof(x->name), "%s", column[0]);
	x->table = (struct db_table){ .name = x->name };
	snprintf(sql, sizeof(sql), "SELECT name, lower(type), pk FROM pragma_table_info('%s') ORDER BY cid", x->name);
	rc = model_each(x->db, x->model, sql, take_column, x, e);
	return rc ? rc : x->each(x->ctx, &x->table, e);
}

int db_each_table(struct db *db, int (*each)(void *ctx, const struct db_table *, struct err *e), void *ctx,
		  struct err *e)
{
	const struct padan_alloc *a = db->options.seams->alloc;
	struct tables *x = a->resize(a->ctx, NULL, 0, sizeof(*x));
	int rc;

	if (!x)
		return err_memory(e, "susunan tabel");
	*x = (struct tables){ .db = db, .each = each, .ctx = ctx };
	rc = model_open(db, &x->model, e);
	if (!rc)
		rc = model_each(db, x->model, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid",
				take_table, x, e);
	sqlite3_close(x->model);
	a->resize(a->ctx, x, sizeof(*x), 0);
	return rc;
}

/* --- rows ----------------------------------------------------------------------------------------------------------
 */
static void put_columns(const struct db_table *t, struct buf *b)
{
	for (int i = 0; i < t->columns; i++)
		buf_printf(b, "%s%s", i ? ", " : "", t->column[i]);
}

static void put_select(const struct db_table *t, struct buf *b)
{
	buf_puts(b, "SELECT ");
	put_columns(t, b);
	buf_printf(b, " FROM %s ORDER BY ", t->name);
	for (int i = 0; i < t->keys; i++)
		buf_printf(b, "%s%s", i ? ", " : "", t->column[t->key[i]]);
}

static void put_insert(const struct db_table *t, struct buf *b)
{
	buf_printf(b, "INSERT INTO %s (", t->name);
	put_columns(t, b);
	buf_puts(b, ") VALUES (");
	for (int i = 0; i < t->columns; i++)
		buf_printf(b, "%s?%d", i ? ", " : "", i + 1);
	buf_putc(b, ')');
}

/* A statement made for one table; buffer and handle live until made_done. */
struct made {
	struct db_stmt st;
	struct buf sql;
};

static int made_open(struct made *m, struct db *db, const struct db_table *t,
		     void (*put)(const struct db_table *, struct buf *), struct err *e)
{
	m->st = (struct db_stmt){ .db = db };
	buf_init(&m->sql, db->options.seams->alloc, SQL_MAX);
	put(t, &m->sql);
	if (m->sql.failed)
		return err_memory(e, t->name);
	return db_prepare_text(db, &m->st, t->name, m->sql.p, e);
}

static void made_done(struct made *m)
{
	if (m->st.handle) {
		m->st.db->driver->reset(&m->st);
		m->st.db->driver->release(&m->st);
	}
	buf_done(&m->sql);
}

static int next_values(struct db_stmt *st, int n, struct db_value *v, bool *row, struct err *e)
{
	int rc = db_step(st, row, e);

	for (int i = 0; !rc && *row && i < n; i++)
		v[i] = db_column(st, i);
	return rc;
}

int db_each_row(struct db *db, const struct db_table *t,
		int (*each)(void *ctx, const struct db_value *v, struct err *e), void *ctx, struct err *e)
{
	struct db_value v[DB_ROW_MAX];
	struct made all;
	bool row = false;
	int rc = made_open(&all, db, t, put_select, e);

	if (!rc)
		rc = db_bind(&all.st, NULL, 0, e);
	while (!rc && !(rc = next_values(&all.st, t->columns, v, &row, e)) && row)
		rc = each(ctx, v, e);
	made_done(&all);
	return rc;
}

/* --- sums ----------------------------------------------------------------------------------------------------------
 */
void db_sum_add(struct db_sum *s, const struct db_value *v, int n)
{
	crypto_generichash_state h;
	uint64_t digest[4];
	unsigned carry = 0;

	crypto_generichash_init(&h, NULL, 0, DB_DIGEST);
	for (int i = 0; i < n; i++) {
		/* kind and length before the bytes: where one value ends and the next begins is part of it */
		uint64_t head[2] = { v[i].kind, v[i].kind == DB_I64 ? (uint64_t)v[i].i : v[i].s.n };

		if (v[i].kind == DB_NULL)
			head[1] = 0;
		crypto_generichash_update(&h, (const unsigned char *)head, sizeof(head));
		if (v[i].kind == DB_TEXT || v[i].kind == DB_BYTES)
			crypto_generichash_update(&h, (const unsigned char *)v[i].s.p, v[i].s.n);
	}
	crypto_generichash_final(&h, (unsigned char *)digest, DB_DIGEST);
	for (int i = 0; i < 4; i++) {
		uint64_t half = s->part[i] + carry;

		carry = half < carry;
		s->part[i] = half + digest[i];
		carry += s->part[i] < half;
	}
	s->rows++;
}

void db_sum_text(const struct db_sum *s, char out[2 * DB_DIGEST + 1])
{
	for (int i = 0; i < 4; i++)
		snprintf(out + 16 * i, 17, "%016llx", (unsigned long long)s->part[3 - i]);
}

/* --- the copy ------------------------------------------------------------------------------------------------------
 */
struct copy {
	struct db *from, *to;
	int (*each)(void *ctx, const struct db_copied *, struct err *e);
	void *ctx;
	/* of the table under way */
	const struct db_table *table;
	struct db_stmt *source;
	struct db_sum sum;
};

static int pull(void *ctx, struct db_value *v, struct err *e)
{
	struct copy *c = ctx;
	bool row = false;

	if (next_values(c->source, c->table->columns, v, &row, e))
		return -1;
	if (row)
		db_sum_add(&c->sum, v, c->table->columns);
	return row;
}

static int refuse_row(void *ctx, const struct db_value *v, struct err *e)
{
	struct copy *c = ctx;

	(void)v;
	return db_fail(c->to, DB_CONFLICT, e,
		       "sudah berisi data (tabel %s); pindahkan hanya ke basis data yang masih kosong", c->table->name);
}

static bool is_migration(const struct db_table *t)
{
	return !strcmp(t->name, "migration");
}

static int check_empty(void *ctx, const struct db_table *t, struct err *e)
{
	struct copy *c = ctx;

	c->table = t;
	return is_migration(t) ? ERR_OK : db_each_row(c->to, t, refuse_row, c, e);
}

static int move_rows(struct copy *c, struct err *e)
{
	const struct db_rows rows = { pull, c, (size_t)c->table->columns };
	struct made out = { 0 }, in = { 0 };
	int64_t n;
	int rc = made_open(&out, c->from, c->table, put_select, e);

	if (!rc)
		rc = db_bind(&out.st, NULL, 0, e);
	if (!rc)
		rc = made_open(&in, c->to, c->table, put_insert, e);
	c->source = &out.st;
	if (!rc)
		rc = db_bulk_stmt(c->to, &in.st, &rows, &n, e);
	made_done(&in);
	made_done(&out);
	return rc;
}

static int sum_row(void *ctx, const struct db_value *v, struct err *e)
{
	struct copy *c = ctx;

	(void)e;
	db_sum_add(&c->sum, v, c->table->columns);
	return ERR_OK;
}

static int sum_of(struct copy *c, struct db *db, struct db_sum *out, struct err *e)
{
	int rc;

	c->sum = (struct db_sum){ 0 };
	rc = db_each_row(db, c->table, sum_row, c, e);
	*out = c->sum;
	return rc;
}

/* The migrations' own table was filled when the target was made; it must say the same. */
static int copy_table(void *ctx, const struct db_table *t, struct err *e)
{
	struct copy *c = ctx;
	struct db_copied done = { .table = t->name };
	int rc;

	c->table = t;
	c->sum = (struct db_sum){ 0 };
	rc = is_migration(t) ? sum_of(c, c->from, &c->sum, e) : move_rows(c, e);
	done.from = c->sum;
	if (!rc)
		rc = sum_of(c, c->to, &done.to, e);
	if (!rc && memcmp(&done.from, &done.to, sizeof(done.from)) != 0)
		rc = db_fail(c->to, DB_FATAL, e,
			     "tabel %s: yang dibaca kembali (%lld baris) berbeda dari asalnya (%lld baris); tidak ada "
			     "yang dipindahkan",
			     t->name, (long long)done.to.rows, (long long)done.from.rows);
	return rc ? rc : c->each(c->ctx, &done, e);
}

int db_copy(struct db *from, struct db *to, int (*each)(void *ctx, const struct db_copied *, struct err *e), void *ctx,
	    struct err *e)
{
	struct copy c = { .from = from, .to = to, .each = each, .ctx = ctx };
	int rc = db_begin(from, DB_READ, e);

	if (!rc)
		rc = db_begin(to, DB_WRITE, e);
	if (!rc)
		rc = db_each_table(to, check_empty, &c, e);
	if (!rc && to->driver->loosen)
		rc = to->driver->loosen(to, e);
	if (!rc)
		rc = db_each_table(to, copy_table, &c, e);
	if (!rc)
		rc = db_commit(to, e);
	db_rollback(to);
	db_rollback(from);
	return rc;
}
