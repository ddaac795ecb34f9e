/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/programme_store.h"

#include "programme/decree_step_store.h"
#include "programme/run_store.h"

#include <stdio.h>

enum { COLUMNS = 9, LISTED = 11, BOUND_COLUMNS = 8 };

static const struct ledger files = { "program", "berkas program", SQL_programme_file_add, SQL_programme_file_rows,
				     2,		COLUMNS };
static const struct ledger bounds = { "ambang", "ambang pemadanan", SQL_programme_bound_add, SQL_programme_bound_rows,
				      2,	BOUND_COLUMNS };

static int64_t now_of(const struct unit *u)
{
	return u->env->seams->now_ms(u->env->seams->ctx);
}

static bool keep(span *s, struct padan_arena *a)
{
	char *p = padan_arena_copy(a, s->p ? s->p : "", s->n);

	s->p = p;
	return p;
}

/* --- files -------------------------------------------------------------------------------------------------------- */
static struct programme_file file_of(const struct db_value *v)
{
	struct programme_file f = { .programme = v[0].i,
				    .no = v[1].i,
				    .stage = v[2].i,
				    .text = v[3].s,
				    .note = v[5].s,
				    .actor = v[6].s,
				    .at_ms = v[8].i,
				    .wilayah = v[9].s,
				    .nama = v[10].s };

	if (v[4].s.n == sizeof(f.sha256))
		memcpy(f.sha256, v[4].s.p, sizeof(f.sha256));
	return f;
}

int programme_file_each(struct store *s, int64_t programme, int (*each)(void *ctx, const struct programme_file *),
			void *ctx, struct err *e)
{
	enum sql_id id = programme ? SQL_programme_file_history : SQL_programme_file_newest;
	struct db_value key = db_i64(programme);
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, id, &key, programme ? 1 : 0, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[LISTED];
		struct programme_file f;

		for (int i = 0; i < LISTED; i++)
			v[i] = db_column(st, i);
		f = file_of(v);
		stop = each(ctx, &f);
	}
	return rc ? rc : stop;
}

struct naming {
	span typed, scope;
	int64_t id, by_number;
	int n;
};

static int name_it(void *ctx, const struct programme_file *f)
{
	struct naming *x = ctx;

	if (!scope_covers(x->scope, f->wilayah))
		return 0;
	if (span_ieq(f->nama, x->typed)) {
		x->id = f->programme;
		x->n++;
	}
	if (f->programme == x->by_number)
		x->id = f->programme, x->n = 1;
	return f->programme == x->by_number;
}

int programme_named(const struct env *env, span typed, int64_t *id, struct err *e)
{
	struct naming x = { .typed = span_trim(typed), .scope = env->scope.region };
	int rc;

	if (!run_id_parse(x.typed, &x.by_number))
		x.by_number = 0;
	rc = programme_file_each(env->store, 0, name_it, &x, e);
	if (rc > 1)
		return rc;
	if (!x.n)
		return err_set(e, ERR_USAGE, "program \"%.*s\" belum tersimpan; lihat: lindung programme list",
			       (int)(x.typed.n < 80 ? x.typed.n : 80), x.typed.p);
	if (x.n > 1)
		return err_set(e, ERR_USAGE,
			       "program \"%.*s\" ada di beberapa wilayah; sebutkan nomornya (lindung "
			       "programme list)",
			       (int)(x.typed.n < 80 ? x.typed.n : 80), x.typed.p);
	*id = x.id;
	return ERR_OK;
}

int programme_file_find(struct store *s, int64_t programme, int64_t no, struct programme_file *out,
			struct padan_arena *arena, struct err *e)
{
	struct db_value v[] = { db_i64(programme), db_i64(no) };
	struct db_row row = { .want = LISTED };
	struct db *db = store_db(s);
	int rc =
		db ? db_one(db, no ? SQL_programme_file_get : SQL_programme_file_last, v, no ? 2 : 1, &row, e) : ERR_OK;

	if (rc)
		return rc;
	if (!row.found)
		return err_set(e, ERR_USAGE, "program itu tidak mempunyai revisi %lld; lihat: lindung programme show",
			       (long long)no);
	*out = file_of(row.col);
	return keep(&out->text, arena) && keep(&out->note, arena) && keep(&out->actor, arena) &&
			       keep(&out->wilayah, arena) && keep(&out->nama, arena)
		       ? ERR_OK
		       : err_memory(e, "berkas program");
}

/* --- the lock ------------------------------------------------------------------------------------------------------
 */
static bool decreed(enum chain_state s)
{
	return s == CHAIN_ditetapkan || s == CHAIN_dikirim_bpjs;
}

int programme_unlocked(struct store *s, int64_t programme, int64_t stage, struct err *e)
{
	struct db_value v = db_i64(programme);
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int rc = db ? db_query(db, SQL_programme_locks, &v, 1, &st, e) : ERR_OK;

	while (db && !rc && !(rc = db_step(st, &row, e)) && row) {
		enum chain_state state = CHAIN_draft;
		int64_t run = db_column_i64(st, 0), of = db_column_i64(st, 1);
		char id[RUN_ID_TEXT];

		if (!chain_state_of(db_column_span(st, 2), &state) || (stage ? of != stage : decreed(state)))
			continue;
		return err_set(e, ERR_CONFLICT, "program terkunci: rancangan %s (tahap %lld) sudah %s; %s",
			       run_id_text(run, id), (long long)of, chain_state_label(state),
			       decreed(state) ? "tulis tahap berikutnya pada berkas program"
					      : "kembalikan rancangan itu dahulu (lindung decree return)");
	}
	return rc;
}

int programme_file_save(struct unit *u, const struct programme_file *f, int64_t *no, struct err *e)
{
	int64_t id = run_programme_id(f->wilayah, f->nama);
	struct db_value programme[] = { db_i64(id), db_text(f->wilayah), db_text(f->nama) };
	struct db_row last = { .want = LISTED };
	struct db *db = store_db(u->store);
	int rc = db_run(db, SQL_programme_add, programme, 3, NULL, e);

	if (!rc)
		rc = programme_unlocked(u->store, id, f->stage, e);
	if (!rc)
		rc = db_one(db, SQL_programme_file_last, programme, 1, &last, e);
	if (rc)
		return rc;
	*no = last.found ? last.col[1].i + 1 : 1;
	if (last.found && padan_span_eq(last.col[3].s, f->text))
		return err_set(e, ERR_CONFLICT, "berkas program ini sama dengan revisi %lld; tidak ada yang disimpan",
			       (long long)*no - 1);
	{
		struct db_value v[COLUMNS] = { db_i64(id),
					       db_i64(*no),
					       db_i64(f->stage),
					       db_bytes(f->text.p, f->text.n),
					       db_bytes(f->sha256, sizeof(f->sha256)),
					       db_text(f->note),
					       db_text(u->env->actor.name),
					       db_i64(u->env->actor.account),
					       db_i64(now_of(u)) };

		return ledger_add(u->store, &files, v, e);
	}
}

/* --- bounds --------------------------------------------------------------------------------------------------------
 */
static struct programme_bounds bounds_of(const struct db_value *v)
{
	return (struct programme_bounds){
		.no = v[1].i, .found = v[2].i, .review = v[3].i, .reason = v[4].s, .actor = v[5].s, .at_ms = v[7].i
	};
}

int programme_bounds_find(struct store *s, int64_t programme, struct programme_bounds *out, struct padan_arena *arena,
			  struct err *e)
{
	struct db_row row = { .want = BOUND_COLUMNS };
	struct db_value v = db_i64(programme);
	struct db *db = store_db(s);
	int rc = db ? db_one(db, SQL_programme_bound_last, &v, 1, &row, e) : ERR_OK;

	*out = (struct programme_bounds){ .found = BOUND_FOUND, .review = BOUND_REVIEW };
	if (rc || !db || !row.found)
		return rc;
	*out = bounds_of(row.col);
	return keep(&out->reason, arena) && keep(&out->actor, arena) ? ERR_OK : err_memory(e, "ambang");
}

int programme_bounds_each(struct store *s, int64_t programme, int (*each)(void *ctx, const struct programme_bounds *),
			  void *ctx, struct err *e)
{
	struct db_value key = db_i64(programme);
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_programme_bound_history, &key, 1, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[BOUND_COLUMNS];
		struct programme_bounds b;

		for (int i = 0; i < BOUND_COLUMNS; i++)
			v[i] = db_column(st, i);
		b = bounds_of(v);
		stop = each(ctx, &b);
	}
	return rc ? rc : stop;
}

int programme_bounds_allowed(int64_t found, int64_t review, struct err *e)
{
	if (found < BOUND_LEAST || found > 9999)
		return err_set(e, ERR_USAGE, "ambang padan: paling rendah 50 dan di bawah 100 persen");
	if (review < 1 || review >= found)
		return err_set(e, ERR_USAGE, "ambang verifikasi petugas: di atas 0 dan di bawah ambang padan");
	return ERR_OK;
}

int programme_bounds_set(struct unit *u, int64_t programme, int64_t found, int64_t review, span reason, struct err *e)
{
	struct programme_bounds now;
	int rc = programme_bounds_allowed(found, review, e);

	if (!rc)
		rc = programme_unlocked(u->store, programme, 0, e);
	if (!rc)
		rc = programme_bounds_find(u->store, programme, &now, u->env->arena, e);
	if (rc)
		return rc;
	if (now.found == found && now.review == review)
		return err_set(e, ERR_CONFLICT, "ambangnya sudah demikian; tidak ada yang diubah");
	{
		struct db_value v[BOUND_COLUMNS] = { db_i64(programme),
						     db_i64(now.no + 1),
						     db_i64(found),
						     db_i64(review),
						     db_text(reason),
						     db_text(u->env->actor.name),
						     db_i64(u->env->actor.account),
						     db_i64(now_of(u)) };

		return ledger_add(u->store, &bounds, v, e);
	}
}

/* --- runs ----------------------------------------------------------------------------------------------------------
 */
int programme_newest_run(struct store *s, int64_t programme, int64_t *run, struct err *e)
{
	struct db_row row = { .want = 2 };
	struct db_value v = db_i64(programme);
	struct db *db = store_db(s);
	int rc = db ? db_one(db, SQL_programme_newest_run, &v, 1, &row, e) : ERR_OK;

	*run = !rc && db && row.found ? row.col[1].i : 0;
	return rc;
}

int programme_reasons_each(struct store *s, int64_t run,
			   int (*each)(void *ctx, span putusan, span alasan, int64_t rows), void *ctx, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_run_reasons, &v, 1, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row)
		stop = each(ctx, db_column_span(st, 0), db_column_span(st, 1), db_column_i64(st, 2));
	return rc ? rc : stop;
}

int programme_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	int rc = ledger_check(s, &files, found, e);

	return rc ? rc : ledger_check(s, &bounds, found, e);
}
