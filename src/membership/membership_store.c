/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/membership_store.h"
#include "office/event_log.h"
#include "programme/run_seal_store.h"
#include "programme/run_store.h"

#include <sodium.h>
#include <stdio.h>

enum { REPLY_COLUMNS = 11, ROW_COLUMNS = 9, OBJECT = 32 + RUN_ID_TEXT, SEALED_MOST = 1 << 20 };

static int64_t place_no(int64_t reply, int64_t line)
{
	return reply << 32 | line;
}

struct key_place enrolment_at(int64_t run, int64_t reply, int64_t line)
{
	return (struct key_place){ "enrolment", run, place_no(reply, line) };
}

struct key_place enrolment_place(const struct db_table *t, const struct db_value *v)
{
	return (struct key_place){ t->name, v[t->key[0]].i, place_no(v[t->key[1]].i, v[t->key[2]].i) };
}

static span reply_object(int64_t run, int64_t no, char out[OBJECT])
{
	char id[RUN_ID_TEXT];
	int n = snprintf(out, OBJECT, "reply/%s/%lld", run_id_text(run, id), (long long)no);

	return (span){ out, (size_t)n };
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
static int unseal(struct store *s, const struct key_place *at, span sealed, struct buf *plain, struct err *e)
{
	buf_clear(plain);
	buf_span(plain, sealed);
	if (plain->failed)
		return err_memory(e, "jawaban BPJS");
	if (key_unseal(store_key(s), at, sealed, (unsigned char *)plain->p, &plain->n))
		return ERR_OK;
	return err_set(e, ERR_MACHINE, "jawaban BPJS baris %lld tidak terbuka (berubah, atau kunci lain)",
		       (long long)(at->no & 0xffffffff));
}

static enum enrolled said_of(span word)
{
	for (int i = ENROLLED_YES; i < ENROLLED_N; i++)
		if (padan_span_eq(word, padan_span_of(enrolled_word((enum enrolled)i))))
			return (enum enrolled)i;
	return ENROLLED_UNCLEAR;
}

static void plain_done(struct buf *b)
{
	if (b->p)
		sodium_memzero(b->p, b->cap);
	buf_done(b);
}

int enrolment_each(struct store *s, int64_t run, int (*each)(void *ctx, const struct enrolment_row *), void *ctx,
		   struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	struct buf plain;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_enrolment_list, &v, 1, &st, e);

	buf_init(&plain, &padan_alloc_libc, SEALED_MOST);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct enrolment_row r = { .line = db_column_i64(st, 2),
					   .pos = db_column_i64(st, 3),
					   .how = db_column_span(st, 4),
					   .said = said_of(db_column_span(st, 5)),
					   .file = db_column_span(st, 9) };
		struct key_place at = { "enrolment", run, place_no(db_column_i64(st, 1), r.line) };

		rc = unseal(s, &at, db_column_span(st, 8), &plain, e);
		if (!rc && !run_fields_unpack(buf_as_span(&plain), r.field, ENROLMENT_N))
			rc = err_set(e, ERR_MACHINE, "jawaban BPJS: bentuk data tidak dikenal");
		if (!rc)
			stop = each(ctx, &r);
	}
	plain_done(&plain);
	return rc ? rc : stop;
}

int membership_store_each(struct store *s, span wilayah, int (*each)(void *ctx, const struct enrolment *), void *ctx,
			  struct err *e)
{
	struct db_value v = db_text(wilayah);
	struct db *db = store_db(s);
	span field[ENROLMENT_N];
	struct db_stmt *st;
	struct buf plain;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_enrolment_newest, &v, 1, &st, e) : ERR_OK;

	buf_init(&plain, &padan_alloc_libc, SEALED_MOST);
	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		int64_t run = db_column_i64(st, 0);
		struct key_place at = { "enrolment", run, place_no(db_column_i64(st, 1), db_column_i64(st, 2)) };

		rc = unseal(s, &at, db_column_span(st, 4), &plain, e);
		if (!rc && !run_fields_unpack(buf_as_span(&plain), field, ENROLMENT_N))
			rc = err_set(e, ERR_MACHINE, "jawaban BPJS: bentuk data tidak dikenal");
		if (!rc)
			stop = each(ctx,
				    &(struct enrolment){ .run = run,
							 .nik = field[ENROLMENT_nik_penerima],
							 .kpj = field[ENROLMENT_kpj],
							 .accepted = said_of(db_column_span(st, 3)) == ENROLLED_YES,
							 .first_day = { (int32_t)db_column_i64(st, 5) },
							 .last_day = { (int32_t)db_column_i64(st, 6) } });
	}
	plain_done(&plain);
	return rc ? rc : stop;
}

int membership_store_known(struct store *s, const struct reply *r, int64_t *at_ms, struct err *e)
{
	struct db_value v[] = { db_i64(r->run), db_bytes(r->sha256, sizeof(r->sha256)) };
	struct db_row known = { .want = 2 };
	int rc = db_one(store_db(s), SQL_reply_known, v, 2, &known, e);

	*at_ms = !rc && known.found ? known.col[1].i : 0;
	return rc;
}

/* --- writing -------------------------------------------------------------------------------------------------------
 */
struct writing {
	struct unit *u;
	const struct reply *r;
	const struct members *m;
	int64_t no;
	struct buf plain, sealed;
	struct digest digest;
};

static struct db_value blind(const struct writing *w, enum key_number kind, span number, unsigned char out[KEY_BLIND])
{
	if (!number.n)
		return db_null();
	key_blind(store_key(w->u->store), kind, number, out);
	return db_bytes(out, KEY_BLIND);
}

static int seal(struct writing *w, const struct reply_row *row, span nik, struct err *e)
{
	span field[ENROLMENT_N] = {
		[ENROLMENT_nik] = row->nik,    [ENROLMENT_nama] = row->name,	 [ENROLMENT_tanggal_lahir] = row->born,
		[ENROLMENT_kpj] = row->kpj,    [ENROLMENT_alasan] = row->reason, [ENROLMENT_kata] = row->word,
		[ENROLMENT_nik_penerima] = nik
	};
	struct key_place at = { "enrolment", w->r->run, place_no(w->no, row->line) };

	buf_clear(&w->plain);
	buf_clear(&w->sealed);
	run_fields_pack(field, ENROLMENT_N, &w->plain);
	buf_put(&w->sealed, w->plain.p, w->plain.n);
	for (int i = 0; i < KEY_EXTRA; i++)
		buf_putc(&w->sealed, 0);
	if (w->plain.failed || w->sealed.failed)
		return err_memory(e, "jawaban BPJS");
	key_seal(store_key(w->u->store), &at, buf_as_span(&w->plain), (unsigned char *)w->sealed.p);
	return ERR_OK;
}

static int write_row(struct writing *w, const struct reply_row *row, struct err *e)
{
	const struct member *m = row->person < 0 ? NULL : &w->m->at[row->person];
	unsigned char nik_index[KEY_BLIND], kpj_index[KEY_BLIND];
	span nik = m ? m->value[EXCHANGE_nik] : (span){ NULL, 0 };
	int rc = seal(w, row, nik, e);
	struct db_value v[ROW_COLUMNS] = { db_i64(w->r->run),
					   db_i64(w->no),
					   db_i64(row->line),
					   db_i64(m ? m->pos : -1),
					   db_text(padan_span_of(row->how)),
					   db_text(padan_span_of(enrolled_word(row->said))),
					   blind(w, KEY_NIK, nik, nik_index),
					   blind(w, KEY_KPJ, row->kpj, kpj_index),
					   db_bytes(w->sealed.p, w->sealed.n) };

	if (rc)
		return rc;
	digest_values(&w->digest, v, ROW_COLUMNS);
	return db_run(store_db(w->u->store), SQL_enrolment_add, v, ROW_COLUMNS, NULL, e);
}

static int write_head(struct writing *w, struct err *e)
{
	const struct env *env = w->u->env;
	int64_t said[ENROLLED_N] = { 0 }, strangers = 0;
	struct db_value key = db_i64(w->r->run);
	struct db_row last = { .want = 1 };
	int rc = db_one(store_db(w->u->store), SQL_reply_last, &key, 1, &last, e);

	w->no = rc || last.col[0].kind != DB_I64 ? 1 : last.col[0].i + 1;
	for (size_t i = 0; i < w->r->n; i++) {
		strangers += w->r->rows[i].person < 0;
		said[w->r->rows[i].said]++;
	}
	if (!rc) {
		struct db_value v[REPLY_COLUMNS] = { key,
						     db_i64(w->no),
						     db_bytes(w->r->sha256, sizeof(w->r->sha256)),
						     db_text(w->r->name),
						     db_i64((int64_t)w->r->n),
						     db_i64(said[ENROLLED_YES]),
						     db_i64(said[ENROLLED_NO]),
						     db_i64(said[ENROLLED_UNCLEAR]),
						     db_i64(strangers),
						     db_i64(env->actor.account),
						     db_i64(env->seams->now_ms(env->seams->ctx)) };

		digest_values(&w->digest, v, REPLY_COLUMNS);
		rc = db_run(store_db(w->u->store), SQL_reply_add, v, REPLY_COLUMNS, NULL, e);
	}
	return rc;
}

static int write_all(struct writing *w, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT];
	int rc = write_head(w, e);

	for (size_t i = 0; !rc && i < w->r->n; i++)
		rc = write_row(w, &w->r->rows[i], e);
	digest_end(&w->digest, digest);
	return rc ? rc : store_fact(w->u->store, reply_object(w->r->run, w->no, object), digest, e);
}

int membership_store_add(struct unit *u, const struct reply *r, const struct members *m, struct err *e)
{
	struct writing w = { .u = u, .r = r, .m = m };
	int64_t known = 0;
	int rc = membership_store_known(u->store, r, &known, e);

	if (rc || known)
		return rc;
	digest_begin(&w.digest);
	buf_init(&w.plain, u->env->seams->alloc, SEALED_MOST);
	buf_init(&w.sealed, u->env->seams->alloc, SEALED_MOST + KEY_EXTRA);
	rc = write_all(&w, e);
	plain_done(&w.plain);
	buf_done(&w.sealed);
	return rc;
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, int64_t run, int64_t no, const char *what)
{
	char line[200], id[RUN_ID_TEXT];

	snprintf(line, sizeof(line), "jawaban BPJS ke-%lld atas %s: %s", (long long)no, run_id_text(run, id), what);
	found->say(found->ctx, line);
}

static int digest_rows(struct store *s, int64_t run, int64_t no, struct digest *d, int64_t *rows, int64_t *closed,
		       struct err *e)
{
	struct db_value key[] = { db_i64(run), db_i64(no) }, v[ROW_COLUMNS];
	struct db_stmt *st;
	struct buf plain;
	bool row = false;
	int rc = db_query(store_db(s), SQL_enrolment_of_reply, key, 2, &st, e);

	buf_init(&plain, &padan_alloc_libc, SEALED_MOST);
	for (*rows = *closed = 0; !rc && !(rc = db_step(st, &row, e)) && row; ++*rows) {
		struct key_place at;
		struct err ignored;

		for (int i = 0; i < ROW_COLUMNS; i++)
			v[i] = db_column(st, i);
		digest_values(d, v, ROW_COLUMNS);
		at = (struct key_place){ "enrolment", run, place_no(no, v[2].i) };
		*closed += store_key(s) && unseal(s, &at, v[8].s, &plain, &ignored);
	}
	plain_done(&plain);
	return rc;
}

static int check_reply(struct store *s, const struct db_value *v, const struct db_found *found, struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	int64_t rows = 0, closed = 0, run = v[0].i, no = v[1].i;
	struct digest d;
	char object[OBJECT];
	bool known = false;
	int rc;

	digest_begin(&d);
	digest_values(&d, v, REPLY_COLUMNS);
	rc = digest_rows(s, run, no, &d, &rows, &closed, e);
	digest_end(&d, now);
	if (!rc)
		rc = event_fact_of(store_db(s), reply_object(run, no, object), then, &known, e);
	if (rc)
		return rc;
	if (!known || memcmp(now, then, DIGEST) != 0)
		say(found, run, no, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	if (rows != v[4].i)
		say(found, run, no, "jumlah barisnya berbeda");
	if (closed)
		say(found, run, no, "ada data pribadi yang tidak terbuka dengan kunci ini");
	return ERR_OK;
}

/* Replies that an event tells of are all there: their numbers have no gap and end where the facts end. */
static int check_missing(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("reply/")), db_text(SPAN("reply0")) };
	struct db_row facts = { .want = 1 }, replies = { .want = 1 };
	int rc = db_one(store_db(s), SQL_fact_object_count, range, 2, &facts, e);

	if (!rc)
		rc = db_one(store_db(s), SQL_reply_count, NULL, 0, &replies, e);
	if (!rc && facts.col[0].i != replies.col[0].i)
		found->say(found->ctx, "jawaban BPJS: ada peristiwa yang jawabannya tidak ada lagi, atau sebaliknya");
	return rc;
}

int membership_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value v[REPLY_COLUMNS];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_reply_list, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < REPLY_COLUMNS; i++)
			v[i] = db_column(st, i);
		rc = check_reply(s, v, found, e);
	}
	return rc ? rc : check_missing(s, found, e);
}
