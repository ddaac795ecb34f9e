/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/review_store.h"

#include "office/event_digest.h"
#include "office/event_log.h"
#include "programme/run_read_store.h"
#include "programme/run_seal_store.h"

#include <sodium.h>
#include <stdio.h>

enum { COLUMNS = 10, ROW_COLUMNS = 22, OBJECT = 64, PLAIN_MAX = 8 << 20 };

static const char *const words[REVIEW_SAID_N] = { "NIK", "TOLAK", "MENINGGAL", "HIDUP", "URUNG" };

const char *review_word(enum review_said s)
{
	return words[s];
}

static enum review_said said_of(span word)
{
	for (int i = 0; i < REVIEW_SAID_N; i++)
		if (padan_span_eq(word, padan_span_of(words[i])))
			return (enum review_said)i;
	return REVIEW_UNDO;
}

struct key_place review_place(int64_t run, int64_t pos, int64_t no)
{
	return (struct key_place){ "review_answer", run, pos * REVIEW_ANSWERS + no };
}

static int no_store(struct err *e)
{
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

/* --- the queue ---------------------------------------------------------------------------------------------------- */
static int begin(struct store *s, struct buf *plain, struct err *e)
{
	int rc = store_db(s) ? db_begin(store_db(s), DB_READ, e) : no_store(e);

	if (!rc)
		buf_init(plain, store_seams(s)->alloc, PLAIN_MAX);
	return rc;
}

static void end(struct store *s, struct buf *plain)
{
	if (plain->p)
		sodium_memzero(plain->p, plain->cap);
	buf_done(plain);
	db_rollback(store_db(s));
}

static struct review_item item_of(struct db_stmt *st, struct run_part *parts)
{
	span said = db_column_span(st, ROW_COLUMNS);

	return (struct review_item){ .pos = db_column_i64(st, 1),
				     .row = run_row_of(st, parts),
				     .said = said_of(said),
				     .by = db_column_span(st, ROW_COLUMNS + 1),
				     .at_ms = db_column_i64(st, ROW_COLUMNS + 2),
				     .taken_by = db_column_span(st, ROW_COLUMNS + 3),
				     .taken_account = db_column_i64(st, ROW_COLUMNS + 4),
				     .taken = db_column_i64(st, ROW_COLUMNS + 5) != 0,
				     .kind = (enum review_kind)db_column_i64(st, ROW_COLUMNS + 6),
				     .doubt = db_column_i64(st, ROW_COLUMNS + 7) };
}

static int queue_inside(struct store *s, const struct review_filter *f,
			int (*each)(void *ctx, const struct review_item *), void *ctx, struct buf *plain, struct err *e)
{
	const struct seams *seams = store_seams(s);
	struct db_value v[] = { db_i64(f->run),	  db_text(f->district),
				db_i64(f->kind),  db_i64(f->state),
				db_i64(f->doubt), db_i64(f->pos),
				db_i64(f->most),  db_i64(seams->now_ms(seams->ctx) - REVIEW_TAKE_MS) };
	struct run_part parts[RUN_PARTS];
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_review_queue, v, 8, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct review_item item = item_of(st, parts);
		struct key_place at = { "run_row", f->run, item.pos };

		rc = run_unseal(plain, store_key(s), &at, db_column_span(st, 21), e);
		if (!rc && !run_fields_unpack(buf_as_span(plain), item.row.field, RUN_FIELD_COUNT))
			rc = err_set(e, ERR_MACHINE, "run_row %lld: bentuk data tidak dikenal", (long long)at.no);
		if (!rc)
			stop = each(ctx, &item);
	}
	return rc ? rc : stop;
}

int review_store_queue(struct store *s, const struct review_filter *f,
		       int (*each)(void *ctx, const struct review_item *), void *ctx, struct err *e)
{
	struct buf plain;
	int rc = begin(s, &plain, e);

	if (rc)
		return rc;
	rc = queue_inside(s, f, each, ctx, &plain, e);
	end(s, &plain);
	return rc;
}

int review_store_next(const struct env *env, struct review_filter *f, int64_t *pos, struct err *e)
{
	const struct seams *seams = env->seams;
	struct db_value v[] = { db_i64(f->run),
				db_text(f->district),
				db_i64(f->kind),
				db_i64(f->doubt),
				db_i64(f->pos),
				db_i64(seams->now_ms(seams->ctx) - REVIEW_TAKE_MS),
				db_i64(env->actor.account) };
	struct db_row row = { .want = 2 };
	int rc = store_db(env->store) ? db_one(store_db(env->store), SQL_review_next, v, 7, &row, e) : no_store(e);

	*pos = !rc && row.found ? row.col[0].i : -1;
	if (*pos >= 0) {
		f->pos = *pos;
		f->doubt = row.col[1].i;
	}
	return rc;
}

int review_store_counts(struct store *s, int64_t run, int (*each)(void *ctx, const struct review_count *), void *ctx,
			struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false, summed = false;
	int stop = 0, rc = run_store_summed(s, run, &summed, e);

	if (!rc)
		rc = db_query(store_db(s), summed ? SQL_review_counts : SQL_review_counts_rows, &v, 1, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct review_count c = { db_column_span(st, 0), (enum review_kind)db_column_i64(st, 1),
					  db_column_i64(st, 2), db_column_i64(st, 3) };

		stop = each(ctx, &c);
	}
	return rc ? rc : stop;
}

int review_store_sums(struct store *s, int64_t run, int (*each)(void *ctx, const struct review_sum *), void *ctx,
		      struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = store_db(s) ? db_query(store_db(s), SQL_run_sums, &v, 1, &st, e) : no_store(e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct review_sum sum = { db_column_span(st, 0), db_column_i64(st, 1), db_column_i64(st, 2),
					  db_column_i64(st, 3) };

		stop = each(ctx, &sum);
	}
	return rc ? rc : stop;
}

/* --- answers read --------------------------------------------------------------------------------------------------
 */
static int answer_of(struct db_stmt *st, const struct key *key, struct buf *plain, struct review_answer *a,
		     struct err *e)
{
	span f[REVIEW_FIELD_COUNT];
	struct key_place at;
	int rc;

	*a = (struct review_answer){ .run = db_column_i64(st, 0),
				     .pos = db_column_i64(st, 1),
				     .no = db_column_i64(st, 2),
				     .said = said_of(db_column_span(st, 3)),
				     .origin = db_column_i64(st, 4),
				     .account = db_column_i64(st, 5),
				     .actor = db_column_span(st, 6),
				     .reason = db_column_span(st, 7),
				     .at_ms = db_column_i64(st, 8) };
	at = review_place(a->run, a->pos, a->no);
	rc = run_unseal(plain, key, &at, db_column_span(st, 9), e);
	if (!rc && !run_fields_unpack(buf_as_span(plain), f, REVIEW_FIELD_COUNT))
		rc = err_set(e, ERR_MACHINE, "review_answer %lld: bentuk data tidak dikenal", (long long)at.no);
	if (!rc) {
		a->nik = f[0];
		a->seen = f[1];
	}
	return rc;
}

static int each_answer(struct store *s, enum sql_id sql, const struct db_value *v, size_t n,
		       int (*each)(void *ctx, const struct review_answer *), void *ctx, struct err *e)
{
	struct buf plain;
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = store_db(s) ? db_query(store_db(s), sql, v, n, &st, e) : no_store(e);

	buf_init(&plain, store_seams(s)->alloc, PLAIN_MAX);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct review_answer a;

		rc = answer_of(st, store_key(s), &plain, &a, e);
		if (!rc)
			stop = each(ctx, &a);
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	return rc ? rc : stop;
}

int review_store_answers(struct store *s, int64_t run, int64_t pos,
			 int (*each)(void *ctx, const struct review_answer *), void *ctx, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(pos) };

	return each_answer(s, SQL_review_answers_of, v, 2, each, ctx, e);
}

int review_store_last(struct store *s, int64_t run, int (*each)(void *ctx, const struct review_answer *), void *ctx,
		      struct err *e)
{
	struct db_value v = db_i64(run);

	return each_answer(s, SQL_review_answers_last, &v, 1, each, ctx, e);
}

/* --- writing -------------------------------------------------------------------------------------------------------
 */
int review_store_open(const struct run_info *r, struct err *e)
{
	char id[RUN_ID_TEXT];

	run_id_text(r->run, id);
	if (r->state == RUN_REPLACED)
		return err_set(e, ERR_CONFLICT,
			       "rancangan %s sudah diganti; jawab pada rancangan terbaru (lindung decree list)", id);
	if (r->state == RUN_DECREED || r->chain != CHAIN_draft)
		return err_set(e, ERR_CONFLICT,
			       "rancangan %s sudah %s dan terkunci; kembalikan dahulu dengan lindung decree return", id,
			       chain_state_label(r->chain));
	return ERR_OK;
}

/* "review/7K3M-9QWP-2XTA/000000000012": the answers of one row. "review/7K3M-9QWP-2XTA": those that went along. */
static span object_of(int64_t run, int64_t pos, char out[OBJECT])
{
	char id[RUN_ID_TEXT];
	int n = pos < 0 ? snprintf(out, OBJECT, "review/%s", run_id_text(run, id))
			: snprintf(out, OBJECT, "review/%s/%012lld", run_id_text(run, id), (long long)pos);

	return (span){ out, (size_t)n };
}

/* pos -1: the answers of the run that went along; else those given here about the row. */
static int digest_of(struct db *db, int64_t run, int64_t pos, unsigned char out[DIGEST], int64_t *n, struct err *e)
{
	struct db_value key[] = { db_i64(run), db_i64(pos) }, v[COLUMNS];
	struct digest d;
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, pos < 0 ? SQL_review_answers_run : SQL_review_answers_of, key, pos < 0 ? 1 : 2, &st, e);

	digest_begin(&d);
	for (*n = 0; !rc && !(rc = db_step(st, &row, e)) && row;) {
		for (int i = 0; i < COLUMNS; i++)
			v[i] = db_column(st, i);
		if ((v[4].kind == DB_NULL) == (pos < 0))
			continue;
		digest_values(&d, v, COLUMNS);
		++*n;
	}
	digest_end(&d, out);
	return rc;
}

static int tell(struct unit *u, int64_t run, int64_t pos, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT];
	int64_t n;
	int rc = digest_of(store_db(u->store), run, pos, digest, &n, e);

	return rc ? rc : store_fact(u->store, object_of(run, pos, object), digest, e);
}

/* The count of what was answered goes along: before the answer is added. */
static int count_answer(struct unit *u, const struct review_answer *a, struct err *e)
{
	struct db_value key[] = { db_i64(a->run), db_i64(a->pos) };
	struct db_row of = { .want = 3 };
	char district[OBJECT];
	int64_t change;
	int rc = db_one(store_db(u->store), SQL_review_row, key, 2, &of, e);

	if (rc || !of.found || of.col[1].i < 0 || of.col[0].s.n > OBJECT)
		return rc;
	if (of.col[0].s.n)
		memcpy(district, of.col[0].s.p, of.col[0].s.n);
	change = (a->said != REVIEW_UNDO) - !padan_span_eq(of.col[2].s, padan_span_of(words[REVIEW_UNDO]));
	struct db_value v[] = { key[0], db_text((span){ district, of.col[0].s.n }), db_i64(of.col[1].i),
				db_i64(change) };

	return change ? db_run(store_db(u->store), SQL_review_done_add, v, 4, NULL, e) : ERR_OK;
}

static int add(struct unit *u, const struct review_answer *a, struct err *e)
{
	span fields[REVIEW_FIELD_COUNT] = { a->nik, a->seen };
	struct key_place at = review_place(a->run, a->pos, a->no);
	struct buf plain, sealed;
	int rc = ERR_OK;

	buf_init(&plain, u->env->seams->alloc, PLAIN_MAX);
	buf_init(&sealed, u->env->seams->alloc, PLAIN_MAX + KEY_EXTRA);
	run_fields_pack(fields, REVIEW_FIELD_COUNT, &plain);
	buf_span(&sealed, buf_as_span(&plain)); /* room */
	for (int i = 0; i < KEY_EXTRA; i++)
		buf_putc(&sealed, 0);
	if (plain.failed || sealed.failed)
		rc = err_memory(e, "jawaban peninjau");
	if (!rc) {
		struct db_value v[COLUMNS] = { db_i64(a->run),
					       db_i64(a->pos),
					       db_i64(a->no),
					       db_text(padan_span_of(words[a->said])),
					       a->origin ? db_i64(a->origin) : db_null(),
					       db_i64(a->account),
					       db_text(a->actor),
					       db_text(a->reason),
					       db_i64(a->at_ms),
					       db_bytes(sealed.p, plain.n + KEY_EXTRA) };

		key_seal(store_key(u->store), &at, buf_as_span(&plain), (unsigned char *)sealed.p);
		rc = count_answer(u, a, e);
		if (!rc)
			rc = db_run(store_db(u->store), SQL_review_answer_add, v, COLUMNS, NULL, e);
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	buf_done(&sealed);
	return rc;
}

struct last {
	int64_t no;
	enum review_said said;
	char by[120];
};

static int note_last(void *ctx, const struct review_answer *a)
{
	struct last *l = ctx;

	l->no = a->no;
	l->said = a->said;
	snprintf(l->by, sizeof(l->by), "%.*s", (int)(a->actor.n < 100 ? a->actor.n : 100),
		 a->actor.n ? a->actor.p : "");
	return 0;
}

static int refuse_late(const struct review_answer *a, const struct last *l, struct err *e)
{
	return err_set(e, ERR_CONFLICT,
		       "baris %lld sudah dijawab %s%s selagi Anda melihatnya (%s); lihat jawaban itu dahulu",
		       (long long)a->pos + 1, l->by[0] ? l->by : "orang lain", "", words[l->said]);
}

int review_store_answer(struct unit *u, const struct review_answer *a, struct err *e)
{
	struct db_value v[] = { db_i64(a->run), db_i64(a->pos) };
	struct last l = { .no = -1 };
	struct run_info r;
	int rc = run_store_info(u->store, a->run, &r, e);

	if (!rc)
		rc = review_store_open(&r, e);
	if (!rc)
		rc = review_store_answers(u->store, a->run, a->pos, note_last, &l, e);
	if (!rc && l.no + 1 != a->no)
		rc = refuse_late(a, &l, e);
	if (!rc && a->no >= REVIEW_ANSWERS)
		rc = err_set(e, ERR_CONFLICT, "baris %lld sudah dijawab %d kali; tidak dapat lagi",
			     (long long)a->pos + 1, REVIEW_ANSWERS);
	if (!rc)
		rc = add(u, a, e);
	if (!rc)
		rc = db_run(store_db(u->store), SQL_review_take_end, v, 2, NULL, e);
	return rc ? rc : tell(u, a->run, a->pos, e);
}

/* --- who is looking ------------------------------------------------------------------------------------------------
 */
int review_store_taken(const struct env *env, int64_t run, int64_t pos, bool *taken, int64_t *account, span *by,
		       struct err *e)
{
	const struct seams *seams = env->seams;
	struct db_value v[] = { db_i64(run), db_i64(pos), db_i64(seams->now_ms(seams->ctx) - REVIEW_TAKE_MS) };
	struct db_row row = { .want = 3 };
	int rc = db_one(store_db(env->store), SQL_review_take_of, v, 3, &row, e);

	*taken = !rc && row.found;
	*account = *taken ? row.col[0].i : 0;
	*by = *taken ? padan_span_of(padan_arena_copy(env->arena, row.col[1].s.n ? row.col[1].s.p : "", row.col[1].s.n))
		     : SPAN("");
	return rc || by->p ? rc : err_memory(e, "peninjau");
}

int review_store_take(struct unit *u, int64_t run, int64_t pos, struct err *e)
{
	const struct env *env = u->env;
	int64_t now = env->seams->now_ms(env->seams->ctx);
	struct db_value old = db_i64(now - REVIEW_TAKE_MS);
	struct db_value v[] = { db_i64(run), db_i64(pos), db_i64(env->actor.account), db_text(env->actor.name),
				db_i64(now) };
	struct db_value look[] = { db_i64(run), db_i64(pos), old };
	struct db_row row = { .want = 3 };
	int rc = db_one(store_db(u->store), SQL_review_take_of, look, 3, &row, e);

	if (!rc && row.found && row.col[0].i != env->actor.account)
		rc = err_set(e, ERR_CONFLICT, "baris %lld sedang dilihat %.*s; ambil baris lain, atau tunggu 15 menit",
			     (long long)pos + 1, (int)row.col[1].s.n, row.col[1].s.p ? row.col[1].s.p : "");
	if (!rc)
		rc = db_run(store_db(u->store), SQL_review_take_old, &old, 1, NULL, e);
	return rc ? rc : db_run(store_db(u->store), SQL_review_take_set, v, 5, NULL, e);
}

/* --- answers that go along ------------------------------------------------------------------------------------------
 */
struct following {
	struct unit *unit;
	const struct review_follow *f;
	size_t at; /* among the known */
	int64_t added;
	struct err *e;
	int rc;
};

static int follow_one(void *ctx, const struct review_answer *a)
{
	struct following *g = ctx;
	const struct review_follow *f = g->f;
	struct review_answer own = *a;

	while (g->at < f->n && f->known[g->at].pos < a->pos)
		g->at++;
	if (g->at < f->n && f->known[g->at].pos == a->pos && f->known[g->at].no >= a->no)
		return 0;
	own.run = f->to;
	own.pos = f->where(f->ctx, a->pos);
	own.no = 0;
	own.origin = a->origin ? a->origin : f->from;
	if (own.pos < 0)
		return 0; /* the row is gone from the lists */
	g->added++;
	g->rc = add(g->unit, &own, g->e);
	return g->rc;
}

int review_store_follow(struct unit *u, const struct review_follow *f, struct err *e)
{
	struct following g = { .unit = u, .f = f, .e = e };
	int rc = review_store_last(u->store, f->from, follow_one, &g, e);

	if (g.rc)
		return g.rc;
	return rc || !g.added ? rc : tell(u, f->to, -1, e);
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, int64_t run, int64_t pos, const char *what)
{
	char line[240], id[RUN_ID_TEXT], row[40] = "";

	if (pos >= 0)
		snprintf(row, sizeof(row), " baris %lld", (long long)pos + 1);
	snprintf(line, sizeof(line), "jawaban peninjau rancangan %s%s: %s", run_id_text(run, id), row, what);
	found->say(found->ctx, line);
}

static int check_one(struct store *s, int64_t run, int64_t pos, const struct db_found *found, struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	char object[OBJECT];
	bool known = false;
	int64_t n = 0;
	int rc = digest_of(store_db(s), run, pos, now, &n, e);

	if (!rc)
		rc = event_fact_of(store_db(s), object_of(run, pos, object), then, &known, e);
	if (rc || (!n && !known))
		return rc;
	if (!n)
		say(found, run, pos, "ada peristiwanya, tetapi tidak ada lagi");
	else if (!known || memcmp(now, then, DIGEST) != 0)
		say(found, run, pos, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	return ERR_OK;
}

/* Statements do not nest with themselves: which rows there are is asked first. */
struct rows_seen {
	const struct padan_alloc *from;
	struct buf pos; /* int64_t each */
};

static int note_row(void *ctx, const struct review_answer *a)
{
	struct rows_seen *r = ctx;

	if (!a->origin)
		buf_put(&r->pos, (const char *)&a->pos, sizeof(a->pos));
	return 0;
}

static int check_run(struct store *s, int64_t run, const struct db_found *found, struct err *e)
{
	struct rows_seen r = { .from = store_seams(s)->alloc };
	int64_t before = -1;
	int rc;

	buf_init(&r.pos, r.from, (size_t)1 << 30);
	rc = each_answer(s, SQL_review_answers_run, &(struct db_value){ .kind = DB_I64, .i = run }, 1, note_row, &r, e);
	if (!rc && r.pos.failed)
		rc = err_memory(e, "jawaban peninjau");
	for (size_t i = 0; !rc && i < r.pos.n / sizeof(int64_t); i++) {
		int64_t pos;

		memcpy(&pos, r.pos.p + i * sizeof(pos), sizeof(pos));
		if (pos != before)
			rc = check_one(s, run, pos, found, e);
		before = pos;
	}
	buf_done(&r.pos);
	return rc ? rc : check_one(s, run, -1, found, e);
}

/* Every row that an event tells of. */
static int check_objects(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("review/")), db_text(SPAN("review0")) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_fact_objects, range, 2, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0);
		int64_t run, pos = -1, n;
		unsigned char now[DIGEST];

		if (object.n < 7 + RUN_ID_TEXT - 1 || !run_id_parse((span){ object.p + 7, RUN_ID_TEXT - 1 }, &run))
			continue;
		if (object.n > 7 + RUN_ID_TEXT &&
		    !span_i64((span){ object.p + 7 + RUN_ID_TEXT, object.n - 7 - RUN_ID_TEXT }, &pos))
			continue;
		rc = digest_of(store_db(s), run, pos, now, &n, e);
		if (!rc && !n)
			say(found, run, pos, "ada peristiwanya, tetapi tidak ada lagi");
	}
	return rc;
}

static int digest_counts(struct store *s, enum sql_id id, int64_t run, unsigned char out[DIGEST], struct err *e)
{
	struct db_value key = db_i64(run), v[3];
	struct db_stmt *st;
	struct digest d;
	bool row = false;
	int rc = db_query(store_db(s), id, &key, 1, &st, e);

	digest_begin(&d);
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < 3; i++)
			v[i] = db_column(st, i);
		digest_values(&d, v, 3);
	}
	digest_end(&d, out);
	return rc;
}

/* The counts that go along with the answers, against the answers. */
static int check_counts(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_review_done_runs, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		unsigned char kept[DIGEST], counted[DIGEST];
		int64_t run = db_column_i64(st, 0);

		rc = digest_counts(s, SQL_review_done_of, run, kept, e);
		if (!rc)
			rc = digest_counts(s, SQL_review_done_rows, run, counted, e);
		if (!rc && memcmp(kept, counted, DIGEST) != 0)
			say(found, run, -1,
			    "jumlah jawabannya tidak cocok; susun ulang: lindung coverage rebuild --semua ya");
	}
	return rc;
}

int review_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_review_answer_runs, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row)
		rc = check_run(s, db_column_i64(st, 0), found, e);
	if (!rc)
		rc = check_counts(s, found, e);
	return rc ? rc : check_objects(s, found, e);
}
