/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/row_store.h"

#include "base/embed.h"
#include "programme/decree_step_store.h"
#include "programme/run_read_store.h"
#include "programme/run_seal_store.h"
#include "programme/words.h"

#include <sodium.h>

enum { PLAIN_MAX = 8 << 20, DISTRICT_CODE = 8 };

static span keep(const struct env *env, span s, bool *ok)
{
	span own = { padan_arena_copy(env->arena, s.n ? s.p : "", s.n), s.n };

	*ok = *ok && own.p;
	return own;
}

/* --- who sees what -------------------------------------------------------------------------------------------------
 */
static int read_regions(const struct env *env, struct row_scope *s, struct err *e)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
					 s->village.n ? embedded_file("wilayah/villages.csv") : SPAN("") };
	struct regions *r = padan_arena_zero(env->arena, sizeof(*r));

	if (!r)
		return err_memory(e, "daftar wilayah");
	s->regions = r;
	return regions_read(r, s->info.wilayah, &t, env->arena, e);
}

/* A scope below the run's region, not above or beside it: its district, perhaps its ward. */
static int narrow(const struct env *env, struct row_scope *s, struct err *e)
{
	span region = env->scope.region;

	if (scope_covers(region, s->info.wilayah))
		return ERR_OK;
	if (!scope_covers(s->info.wilayah, region) || region.n < DISTRICT_CODE)
		return err_set(e, ERR_USAGE, "rancangan %s tidak ada; lihat: lindung decree list", s->id);
	s->district = (span){ region.p, DISTRICT_CODE };
	if (region.n > DISTRICT_CODE)
		s->village = region;
	return ERR_OK;
}

int row_scope_open(const struct env *env, span name, struct row_scope *out, struct err *e)
{
	span text = span_trim(name);
	bool ok = true;
	int rc;

	*out = (struct row_scope){ .district = SPAN("") };
	if (!env->store)
		return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	if (!run_id_parse(text, &out->run))
		return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			       (int)(text.n < 60 ? text.n : 60), text.p ? text.p : "");
	run_id_text(out->run, out->id);
	rc = run_store_info(env->store, out->run, &out->info, e);
	if (rc)
		return rc;
	out->info.wilayah = keep(env, out->info.wilayah, &ok);
	out->info.nama = keep(env, out->info.nama, &ok);
	out->info.nomor = keep(env, out->info.nomor, &ok);
	rc = ok ? narrow(env, out, e) : err_memory(e, "rancangan");
	return rc ? rc : read_regions(env, out, e);
}

int row_scope_district(const struct row_scope *s, span typed, span *code, bool *inside, struct err *e)
{
	span text = span_trim(typed);
	int d = text.n ? region_district(s->regions, text) : -1;

	*inside = true;
	*code = s->district;
	if (!text.n)
		return ERR_OK;
	if (d < 0)
		return err_set(e, ERR_USAGE, "kecamatan \"%.*s\" tidak ada di %.*s", (int)(text.n < 60 ? text.n : 60),
			       text.p, (int)s->regions->name.n, s->regions->name.p);
	*code = padan_span_of(s->regions->district[d].code);
	*inside = !s->district.n || padan_span_eq(s->district, *code);
	return ERR_OK;
}

bool row_scope_sees(const struct row_scope *s, const struct run_row *r)
{
	int d, v;

	if (s->district.n && !padan_span_eq(s->district, r->kecamatan_kode))
		return false;
	if (!s->village.n)
		return true;
	d = region_district(s->regions, r->kecamatan_kode);
	v = region_village(s->regions, r->field[RUN_KELURAHAN], d);
	return v >= 0 && padan_span_eq(s->village, padan_span_of(s->regions->village[v].code));
}

span row_district_name(const struct row_scope *s, span code)
{
	int d = code.n ? region_district(s->regions, code) : -1;

	return d < 0 ? code : s->regions->district[d].name;
}

/* --- one row -------------------------------------------------------------------------------------------------------
 */
bool row_copy(const struct env *env, const struct run_row *from, struct run_row *to)
{
	span *words[] = { &to->padan, &to->putusan,	   &to->syarat,	 &to->alasan,  &to->ganda_dengan,
			  &to->dana,  &to->kecamatan_kode, &to->rincian, &to->kelompok };
	struct run_part *parts = padan_arena_array(env->arena, from->part_count, sizeof(*parts));
	bool ok = parts != NULL;

	*to = *from;
	if (ok && from->part_count)
		memcpy(parts, from->parts, from->part_count * sizeof(*parts));
	to->parts = parts;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		*words[i] = keep(env, *words[i], &ok);
	for (int i = 0; i < RUN_FIELD_COUNT; i++)
		to->field[i] = keep(env, from->field[i], &ok);
	return ok;
}

/* The row in the statement's columns, opened into `plain`. */
static int open_row(struct db_stmt *st, const struct key *key, struct run_part *parts, struct buf *plain,
		    struct run_row *r, struct err *e)
{
	struct key_place at = { "run_row", db_column_i64(st, 0), db_column_i64(st, 1) };
	int rc;

	*r = run_row_of(st, parts);
	rc = run_unseal(plain, key, &at, db_column_span(st, 21), e);
	if (!rc && !run_fields_unpack(buf_as_span(plain), r->field, RUN_FIELD_COUNT))
		rc = err_set(e, ERR_MACHINE, "run_row %lld: bentuk data tidak dikenal", (long long)at.no);
	return rc;
}

static void wipe(struct buf *plain)
{
	if (plain->p)
		sodium_memzero(plain->p, plain->cap);
	buf_done(plain);
}

int row_store_get(const struct env *env, const struct row_scope *s, int64_t no, struct run_row *out, struct err *e)
{
	struct db_value v[] = { db_i64(s->run), db_i64(no - 1) };
	struct db *db = store_db(env->store);
	struct run_part parts[RUN_PARTS];
	struct run_row r;
	struct db_stmt *st;
	struct buf plain;
	bool row = false, ok = true, seen = false;
	int rc = db_query(db, SQL_row_at, v, 2, &st, e);

	buf_init(&plain, env->seams->alloc, PLAIN_MAX);
	if (!rc)
		rc = db_step(st, &row, e);
	if (!rc && row) {
		rc = open_row(st, store_key(env->store), parts, &plain, &r, e);
		seen = !rc && row_scope_sees(s, &r);
		ok = !seen || row_copy(env, &r, out);
	}
	wipe(&plain);
	if (!rc && !ok)
		rc = err_memory(e, "baris usulan");
	return rc || seen
		       ? rc
		       : err_set(e, ERR_USAGE, "rancangan %s tidak mempunyai baris nomor %lld", s->id, (long long)no);
}

int row_store_candidates(const struct env *env, int64_t run, int64_t pos, struct run_row *r, struct err *e)
{
	struct run_candidate *all = padan_arena_array(env->arena, LIM_CANDIDATES, sizeof(*all));
	struct db_value v[] = { db_i64(run), db_i64(pos) };
	struct db_stmt *st;
	struct buf plain;
	bool row = false, ok = all != NULL;
	int rc = ok ? db_query(store_db(env->store), SQL_row_candidates, v, 2, &st, e) : ERR_OK;

	r->candidates = all;
	r->candidate_count = 0;
	buf_init(&plain, env->seams->alloc, PLAIN_MAX);
	while (!rc && ok && r->candidate_count < LIM_CANDIDATES && !(rc = db_step(st, &row, e)) && row) {
		struct run_part *parts = padan_arena_array(env->arena, RUN_PARTS, sizeof(*parts));
		struct run_candidate *c = &all[r->candidate_count];

		ok = parts != NULL;
		if (!ok)
			break;
		rc = run_candidate_of(st, store_key(env->store), parts, &plain, c, e);
		for (int i = 0; !rc && i < CANDIDATE_FIELD_COUNT; i++)
			c->field[i] = keep(env, c->field[i], &ok);
		r->candidate_count += !rc;
	}
	wipe(&plain);
	return rc || ok ? rc : err_memory(e, "kandidat");
}

/* --- pages ---------------------------------------------------------------------------------------------------------
 */
struct paging {
	struct store *store;
	const struct row_scope *scope;
	int (*each)(void *ctx, int64_t pos, const struct run_row *);
	void *ctx;
	int64_t left, last,
		got; /* last: pos or place of the row that was read last; got: rows that the statement gave */
	bool by_place;
	uint64_t reason; /* set: only rows with it; the statement's own look is a rough one */
};

static int page_through(struct paging *p, enum sql_id id, const struct db_value *v, size_t n, struct buf *plain,
			struct err *e)
{
	struct run_part parts[RUN_PARTS];
	struct db_stmt *st;
	struct run_row r;
	bool row = false;
	int stop = 0, rc = db_query(store_db(p->store), id, v, n, &st, e);

	for (p->got = 0; !rc && !stop && p->left > 0 && !(rc = db_step(st, &row, e)) && row; p->got++) {
		rc = open_row(st, store_key(p->store), parts, plain, &r, e);
		if (rc)
			break;
		p->last = p->by_place ? r.rank : db_column_i64(st, 1);
		if (!row_scope_sees(p->scope, &r) || (p->reason && !(alasan_set(r.alasan) & p->reason)))
			continue;
		p->left--;
		stop = p->each(p->ctx, db_column_i64(st, 1), &r);
	}
	return rc ? rc : stop;
}

static int one_query(struct paging *p, const struct row_filter *f, int64_t after, int64_t most, struct buf *plain,
		     struct err *e)
{
	struct db_value v[] = { db_i64(f->scope->run),
				db_i64(after),
				db_text(f->kelompok),
				db_text(f->alasan),
				db_i64(most),
				db_null(),
				db_null() };

	v[5] = db_text(f->putusan);
	v[6] = db_text(f->district);
	if (f->by_place)
		return page_through(p, SQL_row_ranked, v, 7, plain, e);
	if (f->putusan.n)
		return page_through(p, SQL_row_list_verdict, v, 7, plain, e);
	v[5] = db_text(f->district);
	return page_through(p, f->district.n ? SQL_row_list_district : SQL_row_list, v, f->district.n ? 6 : 5, plain,
			    e);
}

/* What a ward may not see is read and passed over: then more is asked for. Places are not unique, but for one page that
 * begins behind a place all rows of it are behind it. */
int row_store_list(struct store *s, const struct row_filter *f,
		   int (*each)(void *ctx, int64_t pos, const struct run_row *), void *ctx, struct err *e)
{
	struct paging p = { .store = s,
			    .scope = f->scope,
			    .each = each,
			    .ctx = ctx,
			    .left = f->most,
			    .last = f->after,
			    .by_place = f->by_place,
			    .reason = alasan_set(f->alasan) };
	int64_t most = f->scope->village.n ? 4096 : f->most;
	struct buf plain;
	int rc = db_begin(store_db(s), DB_READ, e);

	if (rc)
		return rc;
	buf_init(&plain, store_seams(s)->alloc, PLAIN_MAX);
	do
		rc = one_query(&p, f, p.last, most, &plain, e);
	while (!rc && p.left > 0 && p.got == most);
	wipe(&plain);
	db_rollback(store_db(s));
	return rc;
}

int row_store_by_nik(struct store *s, const struct row_scope *scope, span nik,
		     int (*each)(void *ctx, int64_t pos, const struct run_row *), void *ctx, struct err *e)
{
	struct paging p = { .store = s, .scope = scope, .each = each, .ctx = ctx, .left = INT64_MAX };
	unsigned char blind[KEY_BLIND];
	struct db_value v[] = { db_i64(scope->run), db_bytes(blind, sizeof(blind)) };
	struct buf plain;
	int rc;

	key_blind(store_key(s), KEY_NIK, nik, blind);
	buf_init(&plain, store_seams(s)->alloc, PLAIN_MAX);
	rc = page_through(&p, SQL_row_by_nik, v, 2, &plain, e);
	wipe(&plain);
	return rc;
}

/* --- counts --------------------------------------------------------------------------------------------------------
 */
static int each_count(struct store *s, enum sql_id id, const struct db_value *v, size_t n,
		      int (*each)(void *ctx, span word, int64_t n), void *ctx, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), id, v, n, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row)
		stop = each(ctx, db_column_span(st, 0), db_column_i64(st, 1));
	return rc ? rc : stop;
}

int row_store_cut(struct store *s, int64_t run, int64_t *place, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_row_cut, &v, 1, &row, e);

	*place = !rc && row.found && row.col[0].kind == DB_I64 ? row.col[0].i : 0;
	return rc;
}

/* by: of the sums, of the rows. */
static int each_sum(struct store *s, const struct row_scope *scope, const enum sql_id by[2], size_t n,
		    int (*each)(void *ctx, span word, int64_t n), void *ctx, struct err *e)
{
	struct db_value v[] = { db_i64(scope->run), db_text(scope->district) };
	bool summed = false;
	int rc = run_store_summed(s, scope->run, &summed, e);

	return rc ? rc : each_count(s, by[!summed], v, n, each, ctx, e);
}

int row_store_verdicts(struct store *s, const struct row_scope *scope, int (*each)(void *ctx, span word, int64_t n),
		       void *ctx, struct err *e)
{
	static const enum sql_id by[2] = { SQL_sum_verdicts, SQL_row_verdicts };

	return each_sum(s, scope, by, 2, each, ctx, e);
}

int row_store_districts(struct store *s, const struct row_scope *scope, int (*each)(void *ctx, span code, int64_t n),
			void *ctx, struct err *e)
{
	static const enum sql_id by[2] = { SQL_sum_districts, SQL_row_districts };

	return each_sum(s, scope, by, 1, each, ctx, e);
}
