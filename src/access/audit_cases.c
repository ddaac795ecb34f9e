/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/audit_cases.h"

#include "access/access_log_store.h"
#include "access/wita.h"
#include "programme/run_store.h"

#define CASES	  "access/audit.def"
#define CASE_ROOM audit
#include "office/define.inc"

enum { PAGE = 50 };

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

static span moment(const struct env *env, int64_t ms)
{
	char text[WITA_TEXT];

	return keep(env, padan_span_of(wita_text(ms, text)));
}

static span label_of(span use_case)
{
	const struct use_case *uc = use_case_find(use_case);

	return uc ? padan_span_of(uc->label) : padan_span_eq(use_case, SPAN("session_open")) ? SPAN("Masuk") : use_case;
}

/* --- events ----------------------------------------------------------------------------------------------------------
 */
struct trail {
	const struct env *env;
	struct event_line row[PAGE];
	int n;
	bool more;
};

static void take_line(struct trail *t, struct db_stmt *st)
{
	const struct env *env = t->env;
	span use_case = keep(env, db_column_span(st, 3));
	const struct use_case *uc = use_case_find(use_case);

	t->row[t->n++] = (struct event_line){ .nomor = db_column_i64(st, 0),
					      .waktu = moment(env, db_column_i64(st, 1)),
					      .acuan = keep(env, db_column_span(st, 2)),
					      .perintah = uc ? padan_span_of(uc->path) : use_case,
					      .tindakan = label_of(use_case),
					      .pelaku = keep(env, db_column_span(st, 4)),
					      .wilayah = keep(env, db_column_span(st, 5)),
					      .alasan = keep(env, db_column_span(st, 6)),
					      .blok = db_column_i64(st, 7) };
}

/* What an event left behind: "run/7K3M-9QWP-2XTA, user/rina". */
static int take_objects(struct trail *t, struct err *e)
{
	struct db *db = store_db(t->env->store);
	int rc = ERR_OK;

	for (int i = 0; i < t->n && !rc; i++) {
		struct db_value v = db_i64(t->row[i].nomor);
		struct db_stmt *st;
		struct buf b;
		bool row = false;

		buf_init(&b, t->env->seams->alloc, 8192);
		rc = db_query(db, SQL_fact_of_event, &v, 1, &st, e);
		while (!rc && !(rc = db_step(st, &row, e)) && row) {
			buf_puts(&b, b.n ? ", " : "");
			buf_span(&b, db_column_span(st, 1));
		}
		t->row[i].objek = keep(t->env, buf_as_span(&b));
		buf_done(&b);
	}
	return rc;
}

static span name_of_case(span typed)
{
	const struct use_case *uc = use_case_find(span_trim(typed));

	return uc ? padan_span_of(uc->name) : span_trim(typed);
}

static int read_trail(struct trail *t, const struct event_list_in *in, struct err *e)
{
	bool from = in->dari.day != DATE_NONE.day, to = in->sampai.day != DATE_NONE.day;
	struct db_value v[] = { db_i64(in->sebelum == FIELD_ABSENT || !in->sebelum ? INT64_MAX : in->sebelum),
				db_i64(from ? in->dari.day * DAY_MS - WITA_MS : 0),
				db_i64(to ? (in->sampai.day + 1) * DAY_MS - WITA_MS : INT64_MAX),
				db_text(span_trim(in->pelaku)),
				db_text(name_of_case(in->tindakan)),
				db_text(t->env->scope.region),
				db_text(span_trim(in->objek)) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(t->env->store), SQL_event_page, v, 7, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		if (t->n == PAGE) {
			t->more = true;
			continue;
		}
		take_line(t, st);
	}
	return rc ? rc : take_objects(t, e);
}

int event_list_plan(struct event_list_out *out, const struct event_list_in *in, const struct env *env, struct err *e)
{
	struct trail *t = padan_arena_zero(env->arena, sizeof(*t));
	int rc = t ? need_db(env, e) : err_memory(e, "jejak audit");

	if (rc)
		return rc;
	t->env = env;
	rc = read_trail(t, in, e);
	if (t->more)
		out->lanjut = t->row[PAGE - 1].nomor;
	return rc ? rc : row_cursor_over(env->arena, t->row, (size_t)t->n, sizeof(t->row[0]), &out->daftar, e);
}

/* --- rights ----------------------------------------------------------------------------------------------------------
 */
static struct right_line line_of(const struct use_case *uc)
{
	struct right_line line = { .perintah = padan_span_of(uc->path),
				   .label = padan_span_of(uc->label),
				   .wewenang = padan_span_of(capability_word(uc->capability)) };

#define ROLE(word, label_, may_) line.word = role_may(ROLE_##word) >> uc->capability & 1;
#include "access/role.def"
#undef ROLE
	return line;
}

int right_list_plan(struct right_list_out *out, const struct right_list_in *in, const struct env *env, struct err *e)
{
	struct right_line *rows = NULL;
	size_t n = 0, cap = 0;

	(void)in;
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			rows = row_room(env->arena, rows, n, &cap, sizeof(*rows));
			if (!rows)
				return err_memory(e, "daftar hak");
			rows[n++] = line_of(&r->set->cases[i]);
		}
	return row_cursor_over(env->arena, rows, n, sizeof(*rows), &out->daftar, e);
}

/* --- unmask ----------------------------------------------------------------------------------------------------------
 */
static int need_name(const struct env *env, struct err *e)
{
	if (env->actor.account)
		return ERR_OK;
	return err_set(e, ERR_USAGE, "membuka NIK memerlukan pengguna bernama; sebutkan diri dengan --sebagai NAMA");
}

static int need_left(const struct env *env, struct store *s, int64_t *left, struct err *e)
{
	int rc = unmask_left(env, s, left, e);

	if (!rc && !*left)
		rc = err_set(
			e, ERR_CONFLICT,
			"jatah membuka NIK hari ini sudah habis; lanjutkan besok, atau minta pengelola mengaturnya "
			"(lindung unmask-limit)");
	return rc;
}

int unmask_plan(struct unmask_out *out, const struct unmask_in *in, const struct env *env, struct err *e)
{
	struct person_row person = { 0 };
	char id[RUN_ID_TEXT];
	int64_t run = 0, left = 0;
	int rc = need_db(env, e);

	if (!rc)
		rc = need_name(env, e);
	if (!rc && (!run_id_parse(in->rancangan, &run) || in->urut < 1))
		rc = err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			     (int)(in->rancangan.n < 60 ? in->rancangan.n : 60), in->rancangan.p);
	if (!rc)
		rc = need_left(env, env->store, &left, e);
	if (!rc)
		rc = person_row(env, run, in->urut - 1, &person, e);
	if (!rc && !person.nik.n)
		rc = err_set(e, ERR_CONFLICT, "baris itu tidak memuat NIK");
	if (rc)
		return rc;
	out->rancangan = keep(env, padan_span_of(run_id_text(run, id)));
	out->nik = person.nik;
	out->nama = person.name;
	out->sisa = left - 1;
	return ERR_OK;
}

int unmask_apply(const struct unmask_out *out, const struct unmask_in *in, struct unit *u, struct err *e)
{
	struct access_note note = { .kind = ACCESS_OPENED,
				    .use_case = "unmask",
				    .nik = out->nik,
				    .purpose = field_word(UNMASK_PURPOSES, in->keperluan),
				    .reason = in->alasan };
	int64_t left = 0;
	int rc = need_left(u->env, u->store, &left, e); /* of two at once the second may come too late */

	return rc ? rc : access_note(u, &note, e);
}

int unmask_limit_plan(struct unmask_limit_out *out, const struct unmask_limit_in *in, const struct env *env,
		      struct err *e)
{
	int rc = need_db(env, e);

	out->jatah = in->jatah;
	return rc ? rc : unmask_budget(env->store, &out->semula, e);
}

int unmask_limit_apply(const struct unmask_limit_out *out, const struct unmask_limit_in *in, struct unit *u,
		       struct err *e)
{
	(void)in;
	return unmask_budget_set(u, out->jatah, e);
}

/* --- who looked ------------------------------------------------------------------------------------------------------
 */
struct looks {
	const struct env *env;
	struct access_line *rows;
	size_t n, cap;
	bool failed;
};

static int take_look(void *ctx, const struct access_seen *seen)
{
	struct looks *l = ctx;
	struct access_line *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	bool opened = padan_span_eq(seen->kind, SPAN("buka"));

	l->failed = !rows;
	if (l->failed)
		return ERR_MACHINE;
	l->rows = rows;
	l->rows[l->n++] = (struct access_line){ .waktu = moment(l->env, seen->at_ms),
						.pengguna = keep(l->env, seen->actor),
						.apa = opened ? SPAN("NIK dibuka") : SPAN("data dilihat"),
						.pekerjaan = keep(l->env, label_of(seen->use_case)),
						.keperluan = keep(l->env, seen->purpose),
						.alasan = keep(l->env, seen->reason) };
	return 0;
}

int access_list_plan(struct access_list_out *out, const struct access_list_in *in, const struct env *env, struct err *e)
{
	struct looks l = { .env = env };
	span nik = span_trim(in->nik);
	bool known = true;
	int rc = need_db(env, e);

	for (size_t i = 0; !rc && i < nik.n; i++)
		if (nik.p[i] < '0' || nik.p[i] > '9')
			nik.n = 0;
	if (!rc && nik.n != 16)
		rc = err_set(e, ERR_USAGE, "NIK: harus enam belas angka");
	if (!rc && env->scope.region.n)
		rc = person_known(env, nik, &known, e);
	if (!rc && known)
		rc = access_each(env->store, nik, take_look, &l, e);
	if (l.failed)
		return err_memory(e, "catatan akses");
	if (rc)
		return rc;
	if (known)
		out->nik = keep(env, nik);
	out->banyak = (int64_t)l.n;
	return row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}
