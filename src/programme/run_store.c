/* SPDX-License-Identifier: EUPL-1.2
 * Ids, claims, writing. Reading back and checking: run_store_read.c. */
#include "programme/run_store.h"
#include "programme/decree_step_store.h"
#include "programme/run_digest_store.h"
#include "programme/run_seal_store.h"

#include <stdio.h>

enum {
	UNIT_ROWS = 8192, /* rows of one transaction */
	TURN_ROWS = 1024, /* rows of one turn, where others wait for theirs */
	ROW_COLUMNS = 22, /* of run_row, as SQL_run_row_add and SQL_run_rows have them */
	CAND_COLUMNS = 7,
	DAY_MS = 86400000,
	SEAL_MAX = 8 << 20, /* bytes of one row's personal fields */
};

/* --- names of runs -------------------------------------------------------------------------------------------------
 */
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford's: no I, L, O, U */

char *run_id_text(int64_t run, char out[RUN_ID_TEXT])
{
	char *p = out;

	for (int i = 0; i < 12; i++) {
		if (i == 4 || i == 8)
			*p++ = '-';
		*p++ = letters[run >> (55 - 5 * i) & 31];
	}
	*p = 0;
	return out;
}

static int letter_value(char c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	at = c ? strchr(letters, c) : NULL;
	return at ? (int)(at - letters) : -1;
}

bool run_id_parse(span text, int64_t *run)
{
	int64_t v = 0;
	int n = 0;

	for (size_t i = 0; i < text.n; i++) {
		int d = letter_value(text.p[i]);

		if (text.p[i] == '-')
			continue;
		if (d < 0 || ++n > 12)
			return false;
		v = v << 5 | d;
	}
	*run = v;
	return n == 12;
}

static int64_t id_of_digest(struct digest *d)
{
	unsigned char h[DIGEST];
	int64_t id = 0;

	digest_end(d, h);
	for (int i = 0; i < 8; i++)
		id = (int64_t)((uint64_t)id << 8 | h[i]);
	id &= ((int64_t)1 << 60) - 1;
	return id ? id : 1;
}

int64_t run_programme_id(span wilayah, span nama)
{
	struct db_value v[] = { db_text(SPAN("programme")), db_text(wilayah), db_text(nama) };
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, 3);
	return id_of_digest(&d);
}

static bool is_proposals(const struct run_file *f)
{
	return padan_span_eq(f->list, SPAN("usulan"));
}

/* From what was asked and for what: papers may carry it and stay byte-identical. */
static int64_t run_id_of(const struct run_head *h, int64_t replaced)
{
	struct db_value v[] = { db_text(SPAN("run")),	  db_text(h->wilayah),	    db_text(h->nama), db_i64(h->stage),
				db_i64(h->paper_day.day), db_text(h->program_text), db_i64(replaced) };
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, 7);
	for (size_t i = 0; i < h->file_count; i++) {
		struct db_value f = db_bytes(h->files[i].sha256, sizeof(h->files[i].sha256));

		if (is_proposals(&h->files[i]))
			digest_values(&d, &f, 1);
	}
	return id_of_digest(&d);
}

/* --- the claim -----------------------------------------------------------------------------------------------------
 */
static void when_text(int64_t at_ms, char out[72])
{
	char day[32];
	int minute = (int)(at_ms / 60000 % 1440);

	date_long((date){ (int32_t)(at_ms / 86400000) }, day);
	snprintf(out, 72, "%s %02d.%02d UTC", day, minute / 60, minute % 60);
}

static int refuse_known(const struct run_file *f, const struct db_row *known, struct err *e)
{
	char when[72], run[RUN_ID_TEXT];

	when_text(known->col[2].i, when);
	run_id_text(known->col[0].i, run);
	return err_set(e, ERR_CONFLICT,
		       "%.*s: daftar usulan ini sudah masuk program dan tahap ini pada %s (rancangan %s); untuk "
		       "menyusun ulang berikan --ulang \"alasan\"",
		       (int)f->name.n, f->name.p, when, run);
}

static int refuse_decreed(int64_t run, span nomor, struct err *e)
{
	char id[RUN_ID_TEXT];

	return err_set(e, ERR_CONFLICT, "rancangan %s sudah ditetapkan dengan nomor %.*s; susun sebagai tahap baru",
		       run_id_text(run, id), (int)nomor.n, nomor.p);
}

/* Beyond draft, threshold, priority and lists are locked. */
static int refuse_locked(int64_t run, span state, struct err *e)
{
	enum chain_state at = CHAIN_draft;
	char id[RUN_ID_TEXT];

	if (!chain_state_of(state, &at) || at == CHAIN_draft)
		return ERR_OK;
	run_id_text(run, id);
	return err_set(e, ERR_CONFLICT,
		       "rancangan %s sudah %s dan terkunci; kembalikan dahulu dengan lindung decree return %s --alasan "
		       "\"...\", lalu susun ulang",
		       id, chain_state_label(at), id);
}

static int look_for_lists(struct db *db, const struct run_head *h, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < h->file_count; i++) {
		const struct run_file *f = &h->files[i];
		struct db_value v[] = { db_bytes(f->sha256, sizeof(f->sha256)), db_text(h->wilayah), db_text(h->nama),
					db_i64(h->stage) };
		struct db_row known = { .want = 5 };

		if (!is_proposals(f))
			continue;
		rc = db_one(db, SQL_run_known, v, 4, &known, e);
		if (rc || !known.found)
			continue;
		if (!h->again.n)
			rc = refuse_known(f, &known, e);
		else if (known.col[3].kind == DB_TEXT)
			rc = refuse_decreed(known.col[0].i, known.col[3].s, e);
		else
			rc = refuse_locked(known.col[0].i, known.col[4].s, e);
	}
	return rc;
}

/* The newest live draft of the programme and stage; a decree is never replaced. */
static int look_for_draft(struct db *db, const struct run_head *h, int64_t *draft, struct err *e)
{
	struct db_value v[] = { db_text(h->wilayah), db_text(h->nama), db_i64(h->stage) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_run_live, v, 3, &st, e);

	*draft = 0;
	while (!rc && !*draft && !(rc = db_step(st, &row, e)) && row)
		if (db_column(st, 1).kind == DB_NULL) {
			*draft = db_column_i64(st, 0);
			rc = refuse_locked(*draft, db_column_span(st, 2), e);
		}
	return rc;
}

static int count_decrees(struct db *db, const struct run_head *h, int64_t *n, struct err *e)
{
	struct db_value v = db_text(h->wilayah);
	struct db_row row = { .want = 1 };
	int rc = db_one(db, SQL_decree_count, &v, 1, &row, e);

	*n = rc ? 0 : row.col[0].i;
	return rc;
}

static int claim_inside(struct db *db, const struct run_head *h, struct run_claim *out, struct err *e)
{
	struct db_value v[] = { db_text(h->wilayah), db_text(h->nama) };
	struct db_row programme = { .want = 2 };
	int rc = look_for_lists(db, h, e);

	if (!rc && h->again.n)
		rc = look_for_draft(db, h, &out->replaced, e);
	if (!rc)
		rc = db_one(db, SQL_programme_get, v, 2, &programme, e);
	if (!rc && programme.found)
		out->revision = programme.col[1].i;
	return rc ? rc : count_decrees(db, h, &out->decrees, e);
}

int run_store_claim(struct store *s, const struct run_head *h, struct run_claim *out, struct err *e)
{
	struct db *db = store_db(s);
	int rc = ERR_OK;

	*out = (struct run_claim){ 0 };
	if (db) {
		rc = db_begin(db, DB_READ, e);
		if (!rc)
			rc = claim_inside(db, h, out, e);
		db_rollback(db);
	}
	out->run = run_id_of(h, out->replaced);
	return rc;
}

/* --- writing: the head ---------------------------------------------------------------------------------------------
 */
int run_store_sweep(struct store *s, int64_t run, int64_t now_ms, struct err *e)
{
	static const enum sql_id drops[] = { SQL_run_drop_candidates, SQL_run_drop_papers, SQL_run_drop_rows,
					     SQL_run_drop_funds,      SQL_run_drop_files,  SQL_run_drop };
	struct db *db = store_db(s);
	struct db_value v[] = { db_i64(run), db_i64(store_alone(s) ? INT64_MAX : now_ms - DAY_MS) };
	struct db_row open = { .want = 1 };
	int rc = db_one(db, SQL_run_unfinished, v, 2, &open, e);

	for (size_t i = 0; !rc && open.col[0].i && i < sizeof(drops) / sizeof(*drops); i++)
		rc = db_run(db, drops[i], v, 2, NULL, e);
	return rc;
}

static int open_programme(struct db *db, const struct run_head *h, const struct run_claim *c, int64_t *id,
			  struct err *e)
{
	struct db_value v[] = { db_i64(run_programme_id(h->wilayah, h->nama)), db_text(h->wilayah), db_text(h->nama) };
	struct db_row row = { .want = 2 };
	int64_t decrees = 0;
	int rc = db_run(db, SQL_programme_add, v, 3, NULL, e);

	if (!rc)
		rc = count_decrees(db, h, &decrees, e);
	if (!rc)
		rc = db_one(db, SQL_programme_get, v + 1, 2, &row, e);
	if (!rc && (!row.found || row.col[1].i != c->revision || decrees != c->decrees))
		rc = err_set(e, ERR_CONFLICT,
			     "program %.*s: diubah pihak lain sejak perhitungan dimulai; jalankan sekali lagi",
			     (int)h->nama.n, h->nama.p);
	*id = rc ? 0 : row.col[0].i;
	return rc;
}

static int add_run(struct unit *u, const struct run_head *h, const struct run_claim *c, int64_t programme,
		   struct err *e)
{
	const struct seams *s = u->env->seams;
	unsigned char hash[crypto_hash_sha256_BYTES];
	struct db_value v[] = { db_i64(c->run),
				db_i64(programme),
				db_i64(h->stage),
				c->replaced ? db_i64(c->replaced) : db_null(),
				db_text(h->again),
				db_i64(s->now_ms(s->ctx)),
				db_i64(h->first_day.day),
				db_i64(h->last_day.day),
				db_i64(h->months),
				db_i64(h->paper_day.day),
				db_bytes(h->program_text.p, h->program_text.n),
				db_bytes(hash, sizeof(hash)),
				db_text(h->ranking) };

	crypto_hash_sha256(hash, (const unsigned char *)h->program_text.p, h->program_text.n);
	return db_run(store_db(u->store), SQL_run_add, v, 13, NULL, e);
}

static int add_files(struct db *db, const struct run_head *h, int64_t run, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < h->file_count; i++) {
		const struct run_file *f = &h->files[i];
		struct db_value v[] = { db_i64(run),
					db_i64((int64_t)i),
					db_text(f->list),
					db_text(f->name),
					db_bytes(f->sha256, sizeof(f->sha256)),
					db_i64(f->sheet_rows),
					db_i64(f->proposals),
					db_i64(f->skipped),
					db_text(f->vintage) };

		rc = db_run(db, SQL_run_file_add, v, 9, NULL, e);
	}
	return rc;
}

static int add_funds(struct db *db, const struct run_head *h, int64_t run, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < h->fund_count; i++) {
		const struct run_fund *f = &h->funds[i];
		struct db_value v[] = { db_i64(run),	   db_i64((int64_t)i), db_text(f->kode),    db_text(f->nama),
					db_text(f->jenis), db_i64(f->pagu.rp), db_i64(f->spent.rp), db_i64(f->people) };

		rc = db_run(db, SQL_run_fund_add, v, 8, NULL, e);
	}
	return rc;
}

/* --- writing: the rows ---------------------------------------------------------------------------------------------
 */
struct writer {
	struct unit *unit;
	struct db *db;
	const struct key *key;
	const struct run_head *head;
	int64_t run;
	struct buf plain, sealed;
	struct digest rows, candidates, papers;
	int64_t parts; /* of the papers */
	struct run_tally tally;
};

/* w->plain into w->sealed. */
static int seal_plain(struct writer *w, const struct key_place *at, struct err *e)
{
	buf_clear(&w->sealed);
	/* Room first, content by the seal itself. */
	buf_put(&w->sealed, w->plain.p, w->plain.n);
	for (int i = 0; i < KEY_EXTRA; i++)
		buf_putc(&w->sealed, 0);
	if (w->plain.failed || w->sealed.failed)
		return err_memory(e, "baris usulan");
	key_seal(w->key, at, buf_as_span(&w->plain), (unsigned char *)w->sealed.p);
	return ERR_OK;
}

static int seal_fields(struct writer *w, const span *fields, int n, const struct key_place *at, struct err *e)
{
	buf_clear(&w->plain);
	run_fields_pack(fields, n, &w->plain);
	return seal_plain(w, at, e);
}

static int write_candidates(struct writer *w, const struct run_row *r, int64_t pos, struct err *e)
{
	unsigned char parts[RUN_PARTS * RUN_PART_BYTES];
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < r->candidate_count && i < LIM_CANDIDATES; i++) {
		const struct run_candidate *c = &r->candidates[i];
		struct key_place at = { "run_candidate", w->run, pos * 8 + (int64_t)i };
		size_t n = run_parts_pack(c->parts, c->part_count, parts);

		rc = seal_fields(w, c->field, CANDIDATE_FIELD_COUNT, &at, e);
		if (!rc) {
			struct db_value v[CAND_COLUMNS] = { db_i64(w->run),
							    db_i64(pos),
							    db_i64((int64_t)i),
							    db_i64(c->chance),
							    db_i64(c->weight),
							    db_bytes(parts, n),
							    db_bytes(w->sealed.p, w->sealed.n) };

			digest_values(&w->candidates, v, CAND_COLUMNS);
			rc = db_run(w->db, SQL_run_candidate_add, v, CAND_COLUMNS, NULL, e);
		}
	}
	return rc;
}

static struct db_value nik_index(const struct writer *w, const struct run_row *r, unsigned char out[KEY_BLIND])
{
	span nik = r->field[RUN_NIK].n ? r->field[RUN_NIK] : r->field[RUN_NIK_USULAN];

	if (nik.n != 16)
		return db_null();
	key_blind(w->key, KEY_NIK, nik, out);
	return db_bytes(out, KEY_BLIND);
}

static int write_row(struct writer *w, const struct run_row *r, int64_t pos, struct err *e)
{
	unsigned char parts[RUN_PARTS * RUN_PART_BYTES], blind[KEY_BLIND];
	size_t n = run_parts_pack(r->parts, r->part_count, parts);
	struct key_place at = { "run_row", w->run, pos };
	int rc = seal_fields(w, r->field, RUN_FIELD_COUNT, &at, e);
	struct db_value v[ROW_COLUMNS] = { db_i64(w->run),
					   db_i64(pos),
					   db_i64(r->file),
					   db_i64(r->line),
					   db_text(r->padan),
					   db_text(r->putusan),
					   db_text(r->syarat),
					   db_text(r->alasan),
					   db_text(r->ganda_dengan),
					   db_i64(r->chance),
					   db_i64(r->weight),
					   db_bytes(parts, n),
					   db_i64(r->rank),
					   db_text(r->dana),
					   db_i64(r->first_month.rp),
					   db_i64(r->months),
					   db_i64(r->total.rp),
					   db_text(r->rincian),
					   db_text(r->kecamatan_kode),
					   db_text(r->kelompok),
					   nik_index(w, r, blind),
					   db_bytes(w->sealed.p, w->sealed.n) };

	if (rc)
		return rc;
	digest_values(&w->rows, v, ROW_COLUMNS);
	rc = db_run(w->db, SQL_run_row_add, v, ROW_COLUMNS, NULL, e);
	return rc ? rc : write_candidates(w, r, pos, e);
}

static int write_rows(struct writer *w, const struct run_rows *rows, struct err *e)
{
	const int64_t unit_rows = w->unit->env->writer ? TURN_ROWS : UNIT_ROWS;
	struct run_row r = { 0 };
	int more, rc = ERR_OK;

	while (!rc && (more = rows->next(rows->ctx, &r, e)) != 0) {
		if (more < 0)
			return e && e->code ? e->code : ERR_MACHINE;
		rc = write_row(w, &r, w->tally.rows, e);
		if (!rc)
			rc = run_tally_add(&w->tally, &r, e);
		if (!rc && w->tally.rows % unit_rows == 0)
			rc = unit_next(w->unit, e);
		r = (struct run_row){ 0 };
	}
	return rc;
}

/* What the papers need, sealed part by part. */
static int write_papers(struct writer *w, const struct run_rows *rows, struct err *e)
{
	int more = 0, rc = ERR_OK;
	span part;

	while (!rc && rows->paper && (more = rows->paper(rows->ctx, &part, e)) == 1) {
		struct key_place at = { "run_paper", w->run, w->parts };

		buf_clear(&w->plain);
		buf_span(&w->plain, part);
		rc = seal_plain(w, &at, e);
		if (!rc) {
			struct db_value v[] = { db_i64(w->run), db_i64(w->parts++),
						db_bytes(w->sealed.p, w->sealed.n) };

			digest_values(&w->papers, v, 3);
			rc = db_run(w->db, SQL_run_paper_add, v, 3, NULL, e);
		}
	}
	return !rc && more < 0 ? (e && e->code ? e->code : ERR_MACHINE) : rc;
}

/* --- writing: the end ----------------------------------------------------------------------------------------------
 */
/* What the caller's papers say and what was stored must be one thing. */
static int compare_sums(const struct writer *w, struct err *e)
{
	const struct run_head *h = w->head;

	for (size_t i = 0; i < h->fund_count; i++)
		if (h->funds[i].people != w->tally.people[i] || h->funds[i].spent.rp != w->tally.spent[i].rp)
			return err_set(e, ERR_MACHINE,
				       "dana %.*s: jumlah orang atau rupiah pada kepala dan barisnya berbeda "
				       "(kesalahan program); tidak ada yang disimpan",
				       (int)h->funds[i].kode.n, h->funds[i].kode.p);
	for (size_t i = 0, p = 0; i < h->file_count; i++)
		if (is_proposals(&h->files[i]) && h->files[i].proposals != w->tally.of_file[p++])
			return err_set(e, ERR_MACHINE,
				       "%.*s: jumlah usulan pada kepala dan barisnya berbeda (kesalahan program); "
				       "tidak ada yang disimpan",
				       (int)h->files[i].name.n, h->files[i].name.p);
	return ERR_OK;
}

static int finish(struct writer *w, int64_t programme, const struct run_claim *c, struct err *e)
{
	struct db_value v[] = { db_i64(w->run), db_i64(w->tally.rows), db_i64(w->tally.chosen),
				db_i64(w->tally.waiting), db_i64(w->tally.total.rp) };
	struct db_value touch[] = { db_i64(programme), db_i64(c->revision) };
	unsigned char digest[DIGEST];
	char object[RUN_OBJECT];
	int64_t changed = 0;
	int64_t decrees = 0;
	int rc = compare_sums(w, e);

	if (!rc)
		rc = count_decrees(w->db, w->head, &decrees, e);
	if (!rc)
		rc = db_run(w->db, SQL_programme_touch, touch, 2, &changed, e);
	if (!rc && (changed != 1 || decrees != c->decrees)) /* others had turns between our units */
		rc = err_set(e, ERR_CONFLICT, "program %.*s: diubah pihak lain; jalankan sekali lagi",
			     (int)w->head->nama.n, w->head->nama.p);
	if (!rc)
		rc = db_run(w->db, SQL_run_finish, v, 5, &changed, e);
	if (!rc && changed != 1)
		rc = err_set(e, ERR_CONFLICT, "rancangan yang sama sedang disimpan pihak lain; ulangi sebentar lagi");
	if (!rc)
		rc = run_digest(w->db, w->run,
				&(struct run_digests){ &w->rows, &w->candidates, w->parts ? &w->papers : NULL }, digest,
				e);
	if (!rc)
		rc = store_fact(w->unit->store, run_object(w->run, object), digest, e);
	return rc ? rc : chain_store_begin(w->unit, w->run, e);
}

static int write_all(struct writer *w, const struct run_claim *c, const struct run_rows *rows, struct err *e)
{
	int64_t programme = 0;
	const struct seams *s = w->unit->env->seams;
	int rc = run_store_sweep(w->unit->store, w->run, s->now_ms(s->ctx), e);

	if (!rc)
		rc = open_programme(w->db, w->head, c, &programme, e);
	if (!rc)
		rc = add_run(w->unit, w->head, c, programme, e);
	if (!rc)
		rc = add_files(w->db, w->head, w->run, e);
	if (!rc)
		rc = add_funds(w->db, w->head, w->run, e);
	if (!rc)
		rc = write_rows(w, rows, e);
	if (!rc)
		rc = write_papers(w, rows, e);
	if (!rc && rows->ready)
		rc = rows->ready(rows->ctx, e);
	return rc ? rc : finish(w, programme, c, e);
}

int run_store_write(struct unit *u, const struct run_head *head, const struct run_claim *claim,
		    const struct run_rows *rows, struct err *e)
{
	const struct padan_alloc *a = u->env->seams->alloc;
	struct writer w = {
		.unit = u, .db = store_db(u->store), .key = store_key(u->store), .head = head, .run = claim->run
	};
	int rc;

	run_tally_begin(&w.tally, head);
	digest_begin(&w.rows);
	digest_begin(&w.candidates);
	digest_begin(&w.papers);
	buf_init(&w.plain, a, SEAL_MAX);
	buf_init(&w.sealed, a, SEAL_MAX + KEY_EXTRA);
	rc = write_all(&w, claim, rows, e);
	if (w.plain.p)
		sodium_memzero(w.plain.p, w.plain.cap);
	buf_done(&w.plain);
	buf_done(&w.sealed);
	return rc;
}
