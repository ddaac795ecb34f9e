/* SPDX-License-Identifier: EUPL-1.2
 * Runs read back, and held against their events. */
#include "office/event_log.h"
#include "programme/run_digest_store.h"
#include "programme/run_read_store.h"
#include "programme/run_seal_store.h"

#include <stdio.h>

static int no_store(struct err *e)
{
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

/* --- runs in short -------------------------------------------------------------------------------------------------
 */
static struct run_info info_of(struct db_stmt *st)
{
	struct run_info r = { .run = db_column_i64(st, 0),
			      .wilayah = db_column_span(st, 1),
			      .nama = db_column_span(st, 2),
			      .nomor = db_column_span(st, 11),
			      .stage = (int)db_column_i64(st, 3),
			      .at_ms = db_column_i64(st, 4),
			      .first_day = { (int32_t)db_column_i64(st, 5) },
			      .last_day = { (int32_t)db_column_i64(st, 6) },
			      .rows = db_column_i64(st, 7),
			      .chosen = db_column_i64(st, 8),
			      .waiting = db_column_i64(st, 9),
			      .total = { db_column_i64(st, 10) } };

	r.state = r.nomor.n ? RUN_DECREED : db_column_i64(st, 12) ? RUN_REPLACED : RUN_DRAFT;
	if (!chain_state_of(db_column_span(st, 13), &r.chain))
		r.chain = CHAIN_draft; /* verify tells of one without a chain */
	return r;
}

int run_store_each(struct store *s, int (*each)(void *ctx, const struct run_info *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_run_list, NULL, 0, &st, e) : no_store(e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct run_info r = info_of(st);

		stop = each(ctx, &r);
	}
	return rc ? rc : stop;
}

int run_store_summed(struct store *s, int64_t run, bool *summed, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row row = { .want = 1 };
	int rc = store_db(s) ? db_one(store_db(s), SQL_cover_get, &v, 1, &row, e) : no_store(e);

	*summed = !rc && row.found;
	return rc;
}

int run_store_info(struct store *s, int64_t run, struct run_info *out, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db *db = store_db(s);
	struct db_stmt *st;
	char id[RUN_ID_TEXT];
	bool row = false;
	int rc = db ? db_query(db, SQL_run_info, &v, 1, &st, e) : no_store(e);

	if (!rc)
		rc = db_step(st, &row, e);
	if (rc)
		return rc;
	if (!row)
		return err_set(e, ERR_USAGE, "rancangan %s tidak ada; lihat: lindung decree list",
			       run_id_text(run, id));
	*out = info_of(st);
	return ERR_OK;
}

int run_store_program(struct store *s, int64_t run, struct buf *out, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row row = { .want = 12 };
	struct db *db = store_db(s);
	char id[RUN_ID_TEXT];
	int rc = db ? db_one(db, SQL_run_head, &v, 1, &row, e) : no_store(e);

	if (!rc && !row.found)
		rc = err_set(e, ERR_USAGE, "rancangan %s tidak ada", run_id_text(run, id));
	if (!rc)
		buf_span(out, row.col[11].s);
	return !rc && out->failed ? err_memory(e, "berkas program") : rc;
}

/* --- rows ----------------------------------------------------------------------------------------------------------
 */
int run_unseal(struct buf *plain, const struct key *key, const struct key_place *at, span sealed, struct err *e)
{
	size_t n = 0;

	buf_clear(plain);
	buf_span(plain, sealed); /* room */
	if (plain->failed)
		return err_memory(e, "baris usulan");
	if (key_unseal(key, at, sealed, (unsigned char *)plain->p, &n)) {
		plain->n = n;
		return ERR_OK;
	}
	plain->n = 0;
	return err_set(e, ERR_MACHINE, "%s %lld: data pribadinya tidak terbuka (berubah, atau kunci lain)", at->table,
		       (long long)at->no);
}

struct run_row run_row_of(struct db_stmt *st, struct run_part *parts)
{
	return (struct run_row){ .file = (int)db_column_i64(st, 2),
				 .line = db_column_i64(st, 3),
				 .padan = db_column_span(st, 4),
				 .putusan = db_column_span(st, 5),
				 .syarat = db_column_span(st, 6),
				 .alasan = db_column_span(st, 7),
				 .ganda_dengan = db_column_span(st, 8),
				 .chance = db_column_i64(st, 9),
				 .weight = db_column_i64(st, 10),
				 .parts = parts,
				 .part_count = run_parts_unpack(db_column_span(st, 11), parts, RUN_PARTS),
				 .rank = db_column_i64(st, 12),
				 .dana = db_column_span(st, 13),
				 .first_month = { db_column_i64(st, 14) },
				 .months = (int)db_column_i64(st, 15),
				 .total = { db_column_i64(st, 16) },
				 .rincian = db_column_span(st, 17),
				 .kecamatan_kode = db_column_span(st, 18),
				 .kelompok = db_column_span(st, 19) };
}

static int rows_inside(struct store *s, int64_t run, int (*each)(void *ctx, const struct run_row *), void *ctx,
		       struct buf *plain, struct err *e)
{
	struct run_part parts[RUN_PARTS];
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_run_rows, &v, 1, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct key_place at = { "run_row", run, db_column_i64(st, 1) };
		struct run_row r = run_row_of(st, parts);

		rc = run_unseal(plain, store_key(s), &at, db_column_span(st, 21), e);
		if (!rc && !run_fields_unpack(buf_as_span(plain), r.field, RUN_FIELD_COUNT))
			rc = err_set(e, ERR_MACHINE, "run_row %lld: bentuk data tidak dikenal", (long long)at.no);
		if (!rc)
			stop = each(ctx, &r);
	}
	return rc ? rc : stop;
}

/* One snapshot and a buffer for what is unsealed. */
static int reading_begin(struct store *s, struct buf *plain, struct err *e)
{
	struct db *db = store_db(s);
	int rc = db ? db_begin(db, DB_READ, e) : no_store(e);

	if (!rc)
		buf_init(plain, &padan_alloc_libc, 8 << 20);
	return rc;
}

static void reading_end(struct store *s, struct buf *plain)
{
	if (plain->p)
		sodium_memzero(plain->p, plain->cap);
	buf_done(plain);
	db_rollback(store_db(s));
}

int run_store_rows(struct store *s, int64_t run, int (*each)(void *ctx, const struct run_row *), void *ctx,
		   struct err *e)
{
	struct buf plain;
	int rc = reading_begin(s, &plain, e);

	if (rc)
		return rc;
	rc = rows_inside(s, run, each, ctx, &plain, e);
	reading_end(s, &plain);
	return rc;
}

int run_candidate_of(struct db_stmt *st, const struct key *key, struct run_part *parts, struct buf *plain,
		     struct run_candidate *c, struct err *e)
{
	int64_t run = db_column_i64(st, 0), pos = db_column_i64(st, 1), no = db_column_i64(st, 2);
	struct key_place at = { "run_candidate", run, pos * 8 + no };
	int rc = run_unseal(plain, key, &at, db_column_span(st, 6), e);

	*c = (struct run_candidate){ .chance = db_column_i64(st, 3), .weight = db_column_i64(st, 4), .parts = parts };
	c->part_count = run_parts_unpack(db_column_span(st, 5), parts, RUN_PARTS);
	if (!rc && !run_fields_unpack(buf_as_span(plain), c->field, CANDIDATE_FIELD_COUNT))
		rc = err_set(e, ERR_MACHINE, "run_candidate %lld: bentuk data tidak dikenal", (long long)at.no);
	return rc;
}

static int candidates_inside(struct store *s, int64_t run,
			     int (*each)(void *ctx, int64_t row, const struct run_candidate *), void *ctx,
			     struct buf *plain, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_run_candidates, &v, 1, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct run_part parts[RUN_PARTS];
		struct run_candidate c;

		rc = run_candidate_of(st, store_key(s), parts, plain, &c, e);
		if (!rc)
			stop = each(ctx, db_column_i64(st, 1), &c);
	}
	return rc ? rc : stop;
}

static int papers_inside(struct store *s, int64_t run, int (*each)(void *ctx, span part), void *ctx, struct buf *plain,
			 struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_run_papers, &v, 1, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct key_place at = { "run_paper", run, db_column_i64(st, 1) };

		rc = run_unseal(plain, store_key(s), &at, db_column_span(st, 2), e);
		if (!rc)
			stop = each(ctx, buf_as_span(plain));
	}
	return rc ? rc : stop;
}

int run_store_candidates(struct store *s, int64_t run,
			 int (*each)(void *ctx, int64_t row, const struct run_candidate *), void *ctx, struct err *e)
{
	struct buf plain;
	int rc = reading_begin(s, &plain, e);

	if (rc)
		return rc;
	rc = candidates_inside(s, run, each, ctx, &plain, e);
	reading_end(s, &plain);
	return rc;
}

int run_store_papers(struct store *s, int64_t run, int (*each)(void *ctx, span part), void *ctx, struct err *e)
{
	struct buf plain;
	int rc = reading_begin(s, &plain, e);

	if (rc)
		return rc;
	rc = papers_inside(s, run, each, ctx, &plain, e);
	reading_end(s, &plain);
	return rc;
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
struct check {
	struct db *db;
	const struct key *key;
	const struct db_found *found;
	struct buf plain;
	int64_t run, unreadable;
	struct digest rows, candidates, papers;
	int64_t parts, row_count, chosen, waiting, total, people[LIM_FUNDS], spent[LIM_FUNDS], of_file[LIM_FILES];
};

static void say(const struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(const struct check *c, const char *fmt, ...)
{
	char what[240], line[300], id[RUN_ID_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	snprintf(line, sizeof(line), "rancangan %s: %s", run_id_text(c->run, id), what);
	c->found->say(c->found->ctx, line);
}

static void try_unseal(struct check *c, const char *table, int64_t no, span sealed)
{
	struct key_place at = { table, c->run, no };
	struct err ignored;

	if (c->key && run_unseal(&c->plain, c->key, &at, sealed, &ignored))
		c->unreadable++;
}

/* Which fund pays is found by position in run_fund; a row's fund that is no fund stays out of every sum and shows. */
static void count_row(struct check *c, struct db_stmt *st, const span *funds, size_t n)
{
	int64_t file = db_column_i64(st, 2), total = db_column_i64(st, 16);
	span fund = db_column_span(st, 13);

	c->row_count++;
	if (file >= 0 && file < LIM_FILES)
		c->of_file[file]++;
	if (!padan_span_eq(db_column_span(st, 5), SPAN("terpilih")))
		return;
	c->chosen++;
	c->waiting += db_column_span(st, 6).n != 0;
	c->total += total;
	for (size_t i = 0; i < n; i++)
		if (padan_span_eq(fund, funds[i])) {
			c->people[i]++;
			c->spent[i] += total;
		}
}

static int check_rows(struct check *c, const span *funds, size_t n, struct err *e)
{
	struct db_value key = db_i64(c->run), v[22];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(c->db, SQL_run_rows, &key, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < 22; i++)
			v[i] = db_column(st, i);
		digest_values(&c->rows, v, 22);
		count_row(c, st, funds, n);
		try_unseal(c, "run_row", v[1].i, v[21].s);
	}
	return rc;
}

static int check_candidates(struct check *c, struct err *e)
{
	struct db_value key = db_i64(c->run), v[7];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(c->db, SQL_run_candidates, &key, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < 7; i++)
			v[i] = db_column(st, i);
		digest_values(&c->candidates, v, 7);
		try_unseal(c, "run_candidate", v[1].i * 8 + v[2].i, v[6].s);
	}
	return rc;
}

static int check_papers(struct check *c, struct err *e)
{
	struct db_value key = db_i64(c->run), v[3];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(c->db, SQL_run_papers, &key, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < 3; i++)
			v[i] = db_column(st, i);
		digest_values(&c->papers, v, 3);
		c->parts++;
		try_unseal(c, "run_paper", v[1].i, v[2].s);
	}
	return rc;
}

/* Rows and sums per fund: what run_fund says against what the rows say. */
static int check_funds(struct check *c, struct err *e)
{
	struct db_value key = db_i64(c->run);
	char codes[LIM_FUNDS][64];
	span funds[LIM_FUNDS];
	int64_t people[LIM_FUNDS], spent[LIM_FUNDS];
	struct db_stmt *st;
	bool row = false;
	size_t n = 0;
	int rc = db_query(c->db, SQL_run_funds, &key, 1, &st, e);

	for (; !rc && n < LIM_FUNDS && !(rc = db_step(st, &row, e)) && row; n++) {
		span kode = db_column_span(st, 2);

		if (kode.n > sizeof(codes[n]))
			kode.n = sizeof(codes[n]);
		if (kode.n)
			memcpy(codes[n], kode.p, kode.n);
		funds[n] = (span){ codes[n], kode.n };
		spent[n] = db_column_i64(st, 6);
		people[n] = db_column_i64(st, 7);
	}
	if (!rc)
		rc = check_rows(c, funds, n, e);
	for (size_t i = 0; !rc && i < n; i++)
		if (people[i] != c->people[i] || spent[i] != c->spent[i])
			say(c, "dana %.*s tercatat %lld orang Rp%lld, barisnya %lld orang Rp%lld", (int)funds[i].n,
			    funds[i].p, (long long)people[i], (long long)spent[i], (long long)c->people[i],
			    (long long)c->spent[i]);
	return rc;
}

static int check_head(struct check *c, struct err *e)
{
	struct db_value key = db_i64(c->run);
	struct db_row h = { .want = 18 };
	int rc = db_one(c->db, SQL_run_head, &key, 1, &h, e);

	if (rc)
		return rc;
	if (!h.found)
		say(c, "kepalanya tidak ada");
	else if (h.col[14].i != c->row_count || h.col[15].i != c->chosen || h.col[16].i != c->waiting ||
		 h.col[17].i != c->total)
		say(c, "tercatat %lld baris, %lld terpilih, Rp%lld; barisnya %lld, %lld, Rp%lld",
		    (long long)h.col[14].i, (long long)h.col[15].i, (long long)h.col[17].i, (long long)c->row_count,
		    (long long)c->chosen, (long long)c->total);
	return ERR_OK;
}

static int check_against_event(struct check *c, struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	char object[RUN_OBJECT];
	bool known = false;
	struct run_digests of = { &c->rows, &c->candidates, c->parts ? &c->papers : NULL };
	int rc = run_digest(c->db, c->run, &of, now, e);

	if (!rc)
		rc = event_fact_of(c->db, run_object(c->run, object), then, &known, e);
	if (!rc && !known)
		say(c, "tidak ada peristiwa yang menyusunnya");
	if (!rc && known && memcmp(now, then, DIGEST) != 0)
		say(c, "isinya berbeda dari sidik pada peristiwanya");
	return rc;
}

static int check_run(struct check *c, struct err *e)
{
	int rc;

	digest_begin(&c->rows);
	digest_begin(&c->candidates);
	digest_begin(&c->papers);
	rc = check_funds(c, e);
	if (!rc)
		rc = check_candidates(c, e);
	if (!rc)
		rc = check_papers(c, e);
	if (!rc)
		rc = check_head(c, e);
	if (!rc)
		rc = check_against_event(c, e);
	if (!rc && c->unreadable)
		say(c, "%lld nilai data pribadi tidak terbuka dengan kunci ini", (long long)c->unreadable);
	return rc;
}

/* Every run that an event tells of must be there, finished. */
static int check_missing(struct db *db, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("run/")), db_text(SPAN("run0")) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_fact_objects, range, 2, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0);
		struct check c = { .db = db, .found = found };
		struct db_row info = { .want = 1 };
		struct db_value v;

		if (!run_id_parse((span){ object.p + 4, object.n - 4 }, &c.run))
			continue;
		v = db_i64(c.run);
		rc = db_one(db, SQL_run_info, &v, 1, &info, e);
		if (!rc && !info.found)
			say(&c, "ada peristiwanya, tetapi tidak ada lagi");
	}
	return rc;
}

static int check_next(struct store *s, int64_t run, const struct db_found *found, struct err *e)
{
	struct check c = { .db = store_db(s), .key = store_key(s), .found = found, .run = run };
	int rc;

	buf_init(&c.plain, &padan_alloc_libc, 8 << 20);
	rc = check_run(&c, e);
	if (c.plain.p)
		sodium_memzero(c.plain.p, c.plain.cap);
	buf_done(&c.plain);
	return rc;
}

int run_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int rc = db ? db_query(db, SQL_run_ids, NULL, 0, &st, e) : no_store(e);

	while (!rc && !(rc = db_step(st, &row, e)) && row)
		if (db_column_i64(st, 1) == 1)
			rc = check_next(s, db_column_i64(st, 0), found, e);
	return rc ? rc : check_missing(db, found, e);
}
