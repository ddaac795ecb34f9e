/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/dump_store.h"

#include "access/answer_store.h"
#include "db/copy.h"
#include "intake/batch_bytes_store.h"
#include "membership/membership_store.h"
#include "membership/objection_store.h"
#include "programme/review_store.h"
#include "programme/run_seal_store.h"
#include "programme/run_store.h"

#include <sodium.h>

enum { DUMP_MAX = 64 << 20, FLUSH_AT = 1 << 16 };

/* --- sealed columns: where each is bound to, and how it reads --------------------------------------------------------
 */
static struct key_place place_pair(const struct db_table *t, const struct db_value *v)
{
	return (struct key_place){ t->name, v[t->key[0]].i, v[t->key[1]].i };
}

static struct key_place place_batch(const struct db_table *t, const struct db_value *v)
{
	return batch_key_place(v[t->key[0]].i);
}

static struct key_place place_candidate(const struct db_table *t, const struct db_value *v)
{
	return (struct key_place){ t->name, v[t->key[0]].i, v[t->key[1]].i * 8 + v[t->key[2]].i };
}

static struct key_place place_review(const struct db_table *t, const struct db_value *v)
{
	return review_place(v[t->key[0]].i, v[t->key[1]].i, v[t->key[2]].i);
}

static struct key_place place_answer(const struct db_table *t, const struct db_value *v)
{
	return answer_store_place(v[t->key[0]].s);
}

static const char *const row_fields[] = {
#define F(id, no, name) name,
	RUN_FIELDS(F)
#undef F
};
static const char *const enrolment_fields[] = {
#define F(name) #name,
	ENROLMENT_FIELDS(F)
#undef F
};
static const char *const candidate_fields[] = {
#define F(name) #name,
	CANDIDATE_FIELDS(F)
#undef F
};
static const char *const review_fields[] = { "nik", "alasan" };
static const char *const objection_fields[] = {
#define F(name) #name,
	OBJECTION_FIELDS(F)
#undef F
};

/* Every column called `sealed` stands here: dump refuses a table that was forgotten. */
static const struct sealed {
	const char *table;
	struct key_place (*place)(const struct db_table *t, const struct db_value *v);
	const char *const *fields; /* NULL: no packed fields */
	int count;
} sealed_columns[] = {
	{ "run_row", place_pair, row_fields, RUN_FIELD_COUNT },
	{ "run_candidate", place_candidate, candidate_fields, CANDIDATE_FIELD_COUNT },
	{ "run_paper", place_pair, NULL, 0 },
	{ "answer", place_answer, NULL, 0 },
	{ "batch_key", place_batch, NULL, 0 },
	{ "enrolment", enrolment_place, enrolment_fields, ENROLMENT_N },
	{ "review_answer", place_review, review_fields, REVIEW_FIELD_COUNT },
	{ "objection", objection_place, objection_fields, OBJECTION_N },
	{ "objection_step", objection_step_place, NULL, 0 },
};

static const struct sealed *sealed_of(const char *table)
{
	for (size_t i = 0; i < sizeof(sealed_columns) / sizeof(*sealed_columns); i++)
		if (!strcmp(sealed_columns[i].table, table))
			return &sealed_columns[i];
	return NULL;
}

/* --- values --------------------------------------------------------------------------------------------------------
 */
static void put_text(struct buf *out, span s, bool bar)
{
	bool text = span_storable(s);

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\\')
			buf_puts(out, "\\\\");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\r')
			buf_puts(out, "\\r");
		else if (bar && c == '|')
			buf_puts(out, "\\p");
		else if (c < ' ' || c == 127 || (!text && c > 127))
			buf_printf(out, "\\x%02x", c);
		else
			buf_putc(out, (char)c);
	}
}

static void put_bytes(struct buf *out, span s)
{
	static const char hex[] = "0123456789abcdef";

	buf_puts(out, "\\x");
	for (size_t i = 0; i < s.n; i++) {
		buf_putc(out, hex[(unsigned char)s.p[i] >> 4]);
		buf_putc(out, hex[(unsigned char)s.p[i] & 15]);
	}
}

static void put_value(struct buf *out, const struct db_value *v, const char *word)
{
	char day[11];

	switch (v->kind) {
	case DB_I64:
		if (!strcmp(word, "day") && v->i == (int32_t)v->i)
			buf_puts(out, date_iso((date){ (int32_t)v->i }, day));
		else
			buf_i64(out, v->i);
		return;
	case DB_TEXT:
		put_text(out, v->s, false);
		return;
	case DB_BYTES:
		put_bytes(out, v->s);
		return;
	default:
		buf_puts(out, "\\N");
	}
}

static bool put_fields(struct buf *out, const struct sealed *kind, span plain)
{
	span field[RUN_FIELD_COUNT];
	const char *between = "";

	if (!run_fields_unpack(plain, field, kind->count))
		return false;
	for (int i = 0; i < kind->count; i++)
		if (field[i].n) {
			buf_printf(out, "%s%s=", between, kind->fields[i]);
			put_text(out, field[i], true);
			between = "|";
		}
	return true;
}

/* --- tables --------------------------------------------------------------------------------------------------------
 */
struct dump {
	struct store *store;
	const struct dump_sink *sink;
	const struct db_table *table;
	const struct sealed *sealed;
	int sealed_at; /* column; -1: none */
	struct buf out, plain;
	int64_t rows, all;
};

static int put_sealed(struct dump *d, const struct db_value *v, struct err *e)
{
	span s = v[d->sealed_at].s;
	struct key_place at = d->sealed->place(d->table, v);
	size_t n = 0;

	buf_clear(&d->plain);
	buf_span(&d->plain, s); /* room */
	if (d->plain.failed)
		return err_memory(e, "baris yang dibuka");
	if (!key_unseal(store_key(d->store), &at, s, (unsigned char *)d->plain.p, &n))
		return err_set(e, ERR_MACHINE,
			       "%s: baris ke-%lld tidak terbuka dengan kunci ini; jalankan lindung verify",
			       d->table->name, (long long)d->rows + 1);
	if (!d->sealed->fields)
		put_text(&d->out, (span){ d->plain.p, n }, false);
	else if (!put_fields(&d->out, d->sealed, (span){ d->plain.p, n }))
		return err_set(e, ERR_MACHINE, "%s: bentuk data tidak dikenal", d->table->name);
	return ERR_OK;
}

static int flush(struct dump *d, size_t at, struct err *e)
{
	if (d->out.failed)
		return err_memory(e, "isi basis data");
	return d->out.n > at ? d->sink->flush(d->sink->ctx, &d->out, e) : ERR_OK;
}

static int put_row(void *ctx, const struct db_value *v, struct err *e)
{
	struct dump *d = ctx;
	int rc = ERR_OK;

	for (int i = 0; !rc && i < d->table->columns; i++) {
		buf_puts(&d->out, i ? "\t" : "");
		if (i == d->sealed_at && v[i].kind == DB_BYTES)
			rc = put_sealed(d, v, e);
		else
			put_value(&d->out, &v[i], d->table->word[i]);
	}
	buf_putc(&d->out, '\n');
	d->rows++;
	return rc ? rc : flush(d, FLUSH_AT, e);
}

static int put_table(void *ctx, const struct db_table *t, struct err *e)
{
	struct dump *d = ctx;
	int rc;

	d->table = t;
	d->sealed = sealed_of(t->name);
	d->sealed_at = -1;
	d->rows = 0;
	buf_printf(&d->out, "# %s\n", t->name);
	for (int i = 0; i < t->columns; i++) {
		buf_printf(&d->out, "%s%s", i ? "\t" : "", t->column[i]);
		if (!strcmp(t->column[i], "sealed"))
			d->sealed_at = i;
	}
	buf_putc(&d->out, '\n');
	if (d->sealed_at >= 0 && !d->sealed)
		return err_set(e, ERR_MACHINE, "%s: kolom tersegelnya belum dikenal oleh dump (kesalahan program)",
			       t->name);
	rc = db_each_row(store_db(d->store), t, put_row, d, e);
	buf_printf(&d->out, "# %s: %lld\n", t->name, (long long)d->rows);
	d->all += d->rows;
	return rc ? rc : flush(d, FLUSH_AT, e);
}

int dump_store(struct store *s, const struct dump_sink *sink, int64_t *rows, struct err *e)
{
	const struct padan_alloc *a = store_seams(s)->alloc;
	struct dump d = { .store = s, .sink = sink };
	struct db *db = store_db(s);
	int rc = db ? db_begin(db, DB_READ, e) : err_set(e, ERR_UNREADABLE, "basis data belum ada atau masih kosong");

	if (rc)
		return rc;
	buf_init(&d.out, a, DUMP_MAX);
	buf_init(&d.plain, a, DUMP_MAX);
	rc = db_each_table(db, put_table, &d, e);
	if (!rc)
		rc = flush(&d, 0, e);
	*rows = d.all;
	if (d.plain.p)
		sodium_memzero(d.plain.p, d.plain.cap);
	buf_done(&d.plain);
	buf_done(&d.out);
	db_rollback(db);
	return rc;
}
