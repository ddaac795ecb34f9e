/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/decree_store.h"
#include "office/event_log.h"
#include "programme/run_digest_store.h"
#include "programme/run_seal_store.h"

#include <stdio.h>

enum { DECREE_COLUMNS = 11, OBJECT = 7 + RUN_ID_TEXT };

static span decree_object(int64_t run, char out[OBJECT])
{
	memcpy(out, "decree/", 7);
	run_id_text(run, out + 7);
	return (span){ out, OBJECT - 1 };
}

/* --- issuing -------------------------------------------------------------------------------------------------------
 */
static int number_free(struct db *db, const struct decree *d, span wilayah, struct err *e)
{
	struct db_value v[] = { db_text(wilayah), db_i64(date_ymd(d->signed_on).y), db_text(d->nomor) };
	struct db_row taken = { .want = 1 };
	char id[RUN_ID_TEXT];
	int rc = db_one(db, SQL_decree_by_number, v, 3, &taken, e);

	if (!rc && taken.found)
		rc = err_set(e, ERR_CONFLICT, "nomor %.*s tahun %d sudah dipakai oleh rancangan %s", (int)d->nomor.n,
			     d->nomor.p, date_ymd(d->signed_on).y, run_id_text(taken.col[0].i, id));
	return rc;
}

static int sum_by(struct store *s, enum sql_id id, int64_t run, int64_t *people, rupiah *total, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row sum = { .want = 2 };
	int rc = db_one(store_db(s), id, &v, 1, &sum, e);

	*people = rc ? 0 : sum.col[0].i;
	*total = rp(rc ? 0 : sum.col[1].i);
	return rc;
}

int decree_store_sum(struct store *s, int64_t run, int64_t *people, rupiah *total, struct err *e)
{
	return sum_by(s, SQL_decree_sum, run, people, total, e);
}

int decree_store_look(struct store *s, int64_t run, int64_t *people, rupiah *total, struct err *e)
{
	bool summed = false;
	int rc = run_store_summed(s, run, &summed, e);

	*people = 0;
	*total = rp(0);
	return rc ? rc : sum_by(s, summed ? SQL_decree_look : SQL_decree_sum, run, people, total, e);
}

static int count_people(struct store *s, struct decree *d, struct err *e)
{
	char id[RUN_ID_TEXT];
	int rc = decree_store_sum(s, d->run, &d->people, &d->total, e);

	if (!rc && !d->people)
		rc = err_set(
			e, ERR_USAGE,
			"rancangan %s: tidak ada yang terpilih tanpa syarat; konfirmasi NIK dahulu, lalu susun ulang",
			run_id_text(d->run, id));
	return rc;
}

static int look_again(struct store *s, struct decree *d, struct err *e)
{
	struct run_info r;
	int rc = run_store_info(s, d->run, &r, e);

	if (!rc)
		rc = number_free(store_db(s), d, r.wilayah, e);
	return rc ? rc : count_people(s, d, e);
}

int decree_store_draft(const struct env *env, struct decree *d, struct err *e)
{
	int rc;

	d->ask = (struct chain_ask){ .run = d->run, .act = ACT_issue, .note = d->nomor };
	rc = chain_store_plan(env, &d->ask, e);
	return rc ? rc : look_again(env->store, d, e);
}

int decree_store_issue(struct unit *u, const struct decree *asked, struct err *e)
{
	const struct seams *s = u->env->seams;
	struct db *db = store_db(u->store);
	struct decree d = *asked;
	struct run_info r;
	unsigned char digest[DIGEST];
	char object[OBJECT];
	int rc = run_store_sweep(u->store, 0, s->now_ms(s->ctx), e);

	if (!rc)
		rc = chain_store_take(u, &d.ask, e);
	if (!rc)
		rc = look_again(u->store, &d, e);
	if (!rc)
		rc = run_store_info(u->store, d.run, &r, e);
	if (!rc) {
		struct db_value v[DECREE_COLUMNS] = { db_i64(d.run),
						      db_text(r.wilayah),
						      db_i64(date_ymd(d.signed_on).y),
						      db_text(d.nomor),
						      db_i64(d.signed_on.day),
						      db_text(d.scan_name),
						      db_bytes(d.scan_sha256, sizeof(d.scan_sha256)),
						      db_i64(d.scan_size),
						      db_i64(d.people),
						      db_i64(d.total.rp),
						      db_i64(s->now_ms(s->ctx)) };
		struct digest h;

		digest_begin(&h);
		digest_values(&h, v, DECREE_COLUMNS);
		digest_end(&h, digest);
		rc = db_run(db, SQL_decree_add, v, DECREE_COLUMNS, NULL, e);
	}
	return rc ? rc : store_fact(u->store, decree_object(d.run, object), digest, e);
}

/* --- people --------------------------------------------------------------------------------------------------------
 */
static int unseal_person(struct store *s, struct db_stmt *st, struct buf *plain, struct decreed *out, struct err *e)
{
	struct key_place at = { "run_row", db_column_i64(st, 0), db_column_i64(st, 1) };
	span sealed = db_column_span(st, 2), field[RUN_FIELD_COUNT];

	buf_clear(plain);
	buf_span(plain, sealed);
	if (plain->failed)
		return err_memory(e, "penerima pada SK");
	if (!key_unseal(store_key(s), &at, sealed, (unsigned char *)plain->p, &plain->n) ||
	    !run_fields_unpack(buf_as_span(plain), field, RUN_FIELD_COUNT))
		return err_set(e, ERR_MACHINE,
			       "SK %.*s: data penerima baris %lld tidak terbuka; jalankan lindung verify",
			       (int)db_column_span(st, 3).n, db_column_span(st, 3).p, (long long)at.no);
	*out = (struct decreed){ .nik = field[RUN_NIK],
				 .nama = field[RUN_NAMA],
				 .nomor = db_column_span(st, 3),
				 .dana = db_column_span(st, 4),
				 .kecamatan_kode = db_column_span(st, 5),
				 .kelompok = db_column_span(st, 6),
				 .total = { db_column_i64(st, 7) },
				 .first_day = { (int32_t)db_column_i64(st, 8) },
				 .last_day = { (int32_t)db_column_i64(st, 9) },
				 .run = at.id };
	return ERR_OK;
}

int decree_store_people(struct store *s, span wilayah, int (*each)(void *ctx, const struct decreed *), void *ctx,
			struct err *e)
{
	struct db_value v = db_text(wilayah);
	struct db *db = store_db(s);
	struct decreed person;
	struct db_stmt *st;
	struct buf plain;
	bool row = false;
	int stop = 0, rc;

	if (!db)
		return ERR_OK; /* no database, no decrees */
	rc = db_begin(db, DB_READ, e);
	buf_init(&plain, &padan_alloc_libc, 8 << 20);
	if (!rc)
		rc = db_query(db, SQL_decree_people, &v, 1, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		rc = unseal_person(s, st, &plain, &person, e);
		if (!rc)
			stop = each(ctx, &person);
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	db_rollback(db);
	return rc ? rc : stop;
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, int64_t run, const char *what)
{
	char line[200], id[RUN_ID_TEXT];

	snprintf(line, sizeof(line), "SK atas rancangan %s: %s", run_id_text(run, id), what);
	found->say(found->ctx, line);
}

static int check_one(struct db *db, const struct db_value *v, const struct db_found *found, struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	struct db_row sum = { .want = 2 };
	struct digest h;
	char object[OBJECT];
	bool known = false;
	int rc = db_one(db, SQL_decree_sum, v, 1, &sum, e);

	if (!rc && (sum.col[0].i != v[8].i || sum.col[1].i != v[9].i))
		say(found, v[0].i, "jumlah orang atau rupiahnya berbeda dari barisnya");
	digest_begin(&h);
	digest_values(&h, v, DECREE_COLUMNS);
	digest_end(&h, now);
	if (!rc)
		rc = event_fact_of(db, decree_object(v[0].i, object), then, &known, e);
	if (!rc && (!known || memcmp(now, then, DIGEST) != 0))
		say(found, v[0].i, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa penetapan");
	return rc;
}

static int check_missing(struct db *db, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("decree/")), db_text(SPAN("decree0")) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_fact_objects, range, 2, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0);
		struct db_row info = { .want = 12 };
		struct db_value v;
		int64_t run;

		if (!run_id_parse((span){ object.p + 7, object.n - 7 }, &run))
			continue;
		v = db_i64(run);
		rc = db_one(db, SQL_run_info, &v, 1, &info, e);
		if (!rc && (!info.found || info.col[11].kind != DB_TEXT))
			say(found, run, "ada peristiwanya, tetapi tidak ada lagi");
	}
	return rc;
}

int decree_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value v[DECREE_COLUMNS];
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int rc = db ? db_query(db, SQL_decree_list, NULL, 0, &st, e) : ERR_OK;

	while (db && !rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < DECREE_COLUMNS; i++)
			v[i] = db_column(st, i);
		rc = check_one(db, v, found, e);
	}
	return rc || !db ? rc : check_missing(db, found, e);
}
