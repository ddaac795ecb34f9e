/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/decree_step_store.h"
#include "office/event_log.h"

#include <stdio.h>

enum { STEP_COLUMNS = 14, OBJECT = 6 + RUN_ID_TEXT };

static span chain_object(int64_t run, char out[OBJECT])
{
	memcpy(out, "chain/", 6);
	run_id_text(run, out + 6);
	return (span){ out, OBJECT - 1 };
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
static bool step_of(struct db_stmt *st, struct chain_step *out)
{
	span from = db_column_span(st, 3);

	*out = (struct chain_step){ .no = db_column_i64(st, 1),
				    .account = db_column_i64(st, 5),
				    .actor = db_column_span(st, 6),
				    .one_person = db_column_i64(st, 10) != 0,
				    .reason = db_column_span(st, 11),
				    .note = db_column_span(st, 12),
				    .at_ms = db_column_i64(st, 13) };
	return chain_act_of(db_column_span(st, 2), &out->act) && (!from.n || chain_state_of(from, &out->from)) &&
	       chain_state_of(db_column_span(st, 4), &out->state);
}

static int unknown_step(int64_t run, struct err *e)
{
	char id[RUN_ID_TEXT];

	return err_set(e, ERR_MACHINE, "rancangan %s: langkah penetapan tidak dikenal; jalankan lindung verify",
		       run_id_text(run, id));
}

int chain_store_each(struct store *s, int64_t run, int (*each)(void *ctx, const struct chain_step *), void *ctx,
		     struct err *e)
{
	struct db_value v = db_i64(run);
	struct db *db = store_db(s);
	struct chain_step step;
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_step_list, &v, 1, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		if (!step_of(st, &step))
			return unknown_step(run, e);
		stop = each(ctx, &step);
	}
	return rc ? rc : stop;
}

/* What matters of a chain when the next step is taken. */
struct place {
	bool begun;
	int64_t last, account, maker;
	enum chain_state state;
	char actor[64], maker_name[64];
};

static void name_copy(char out[64], span name)
{
	snprintf(out, 64, "%.*s", (int)(name.n < 63 ? name.n : 63), name.p ? name.p : "");
}

static int note_step(void *ctx, const struct chain_step *s)
{
	struct place *p = ctx;

	if (!p->begun) {
		p->maker = s->account;
		name_copy(p->maker_name, s->actor);
	}
	p->begun = true;
	p->last = s->no;
	p->account = s->account;
	p->state = s->state;
	name_copy(p->actor, s->actor);
	return 0;
}

static int find_place(struct store *s, int64_t run, struct place *p, struct err *e)
{
	int rc;

	*p = (struct place){ 0 };
	rc = chain_store_each(s, run, note_step, p, e);
	return rc || p->begun ? rc : unknown_step(run, e);
}

/* --- what stands against it ----------------------------------------------------------------------------------------
 */
bool scope_covers(span scope, span region)
{
	if (scope.n > region.n || (scope.n && memcmp(scope.p, region.p, scope.n) != 0))
		return false;
	return !scope.n || scope.n == region.n || region.p[scope.n] == '.';
}

bool scope_touches(span scope, span region)
{
	return scope_covers(scope, region) || scope_covers(region, scope);
}

static int absent_run(const struct run_info *r, struct err *e)
{
	char id[RUN_ID_TEXT];

	return err_set(e, ERR_USAGE, "rancangan %s tidak ada; lihat: lindung decree list", run_id_text(r->run, id));
}

int scope_check(const struct env *env, const struct run_info *r, struct err *e)
{
	return scope_covers(env->scope.region, r->wilayah) ? ERR_OK : absent_run(r, e);
}

int scope_check_look(const struct env *env, const struct run_info *r, struct err *e)
{
	return scope_touches(env->scope.region, r->wilayah) ? ERR_OK : absent_run(r, e);
}

static int need_name(const struct env *env, struct err *e)
{
	if (env->actor.account)
		return ERR_OK;
	return err_set(e, ERR_USAGE,
		       "langkah penetapan memerlukan pengguna bernama: buat dengan lindung user add NAMA --role PERAN, "
		       "lalu sebutkan diri dengan --sebagai NAMA");
}

static int check_state(const struct chain_ask *ask, const struct place *p, struct err *e)
{
	char id[RUN_ID_TEXT], draft[RUN_ID_TEXT + 16];
	enum chain_state to;

	snprintf(draft, sizeof(draft), "rancangan %s", run_id_text(ask->run, id));
	if (ask->run_info.state == RUN_REPLACED)
		return err_set(e, ERR_CONFLICT, "%s sudah diganti; pakai rancangan penggantinya", draft);
	if (ask->run_info.state == RUN_DECREED && ask->act != ACT_send && p->state >= CHAIN_ditetapkan)
		return err_set(e, ERR_CONFLICT, "%s sudah ditetapkan dengan nomor %.*s%s", draft,
			       (int)ask->run_info.nomor.n, ask->run_info.nomor.p,
			       ask->act == ACT_return ? "; perubahan memerlukan keputusan baru" : "");
	return chain_leads(ask->act, p->state, &to) ? ERR_OK : chain_refuse(ask->act, p->state, draft, e);
}

/* A decree that was issued since the draft was made, for an overlapping cover, is not in its sums. */
static int check_fresh(struct db *db, const struct chain_ask *ask, struct err *e)
{
	struct db_value v = db_i64(ask->run);
	struct db_row later = { .want = 1 };
	char id[RUN_ID_TEXT];
	int rc = ERR_OK;

	if (ask->act != ACT_return && ask->act != ACT_send)
		rc = db_one(db, SQL_decree_since, &v, 1, &later, e);
	if (!rc && later.found)
		rc = err_set(e, ERR_CONFLICT,
			     "rancangan %s disusun sebelum SK nomor %.*s: orang, kuota, dan dana SK itu belum "
			     "diperhitungkan; susun ulang dengan lindung run --ulang",
			     run_id_text(ask->run, id), (int)later.col[0].s.n, later.col[0].s.p);
	return rc;
}

static int check_person(const struct env *env, const struct chain_ask *ask, const struct place *p, struct err *e)
{
	bool maker = ask->act == ACT_verify;
	int64_t other = maker ? p->maker : p->account;
	char id[RUN_ID_TEXT];

	if (ask->one_person || !chain_checks(ask->act))
		return ERR_OK;
	run_id_text(ask->run, id);
	if (!other)
		return err_set(
			e, ERR_USAGE,
			"rancangan %s disusun tanpa nama, sehingga tidak diketahui siapa yang memeriksanya orang "
			"lain; susun ulang dengan lindung run --ulang ... --sebagai NAMA",
			id);
	if (other == env->actor.account)
		return err_set(
			e, ERR_USAGE,
			"rancangan %s: langkah sebelumnya dikerjakan %.*s juga; langkah ini harus oleh orang lain", id,
			(int)env->actor.name.n, env->actor.name.p);
	return ERR_OK;
}

int chain_store_one_person(const struct env *env, int64_t run, bool *one, struct err *e)
{
	struct padan_arena arena;
	struct buf text;
	int rc;

	buf_init(&text, env->seams->alloc, LIM_PROGRAM_FILE);
	padan_arena_init(&arena, env->seams->alloc, 0);
	rc = run_store_program(env->store, run, &text, e);
	if (!rc)
		rc = chain_one_person(buf_as_span(&text), &arena, one, e);
	padan_arena_done(&arena);
	buf_done(&text);
	return rc;
}

static int look(const struct env *env, struct chain_ask *ask, struct place *p, struct err *e)
{
	int rc = need_name(env, e);

	if (!rc)
		rc = chain_store_one_person(env, ask->run, &ask->one_person, e);
	if (!rc)
		rc = find_place(env->store, ask->run, p, e);
	if (!rc)
		rc = run_store_info(env->store, ask->run, &ask->run_info, e);
	if (!rc)
		rc = scope_check(env, &ask->run_info, e);
	if (!rc)
		rc = check_state(ask, p, e);
	if (!rc)
		rc = check_person(env, ask, p, e);
	if (!rc)
		rc = check_fresh(store_db(env->store), ask, e);
	ask->from = p->state;
	if (!rc && !chain_leads(ask->act, p->state, &ask->to))
		rc = unknown_step(ask->run, e);
	return rc;
}

int chain_store_plan(const struct env *env, struct chain_ask *ask, struct err *e)
{
	struct place p;
	const char *before;
	int rc;

	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	rc = run_store_info(env->store, ask->run, &ask->run_info, e);
	if (!rc)
		rc = look(env, ask, &p, e);
	if (rc)
		return rc;
	before = ask->act == ACT_verify ? p.maker_name : p.actor;
	ask->before = padan_span_of(padan_arena_copy(env->arena, before, strlen(before)));
	ask->after = p.last;
	return ask->before.p ? ERR_OK : err_memory(e, "langkah penetapan");
}

/* --- writing -------------------------------------------------------------------------------------------------------
 */
static int digest_chain(struct db *db, int64_t run, unsigned char out[DIGEST], int64_t *steps, struct err *e)
{
	struct db_value key = db_i64(run), v[STEP_COLUMNS];
	struct db_stmt *st;
	struct digest d;
	bool row = false;
	int rc = db_query(db, SQL_step_list, &key, 1, &st, e);

	digest_begin(&d);
	for (*steps = 0; !rc && !(rc = db_step(st, &row, e)) && row; ++*steps) {
		for (int i = 0; i < STEP_COLUMNS; i++)
			v[i] = db_column(st, i);
		digest_values(&d, v, STEP_COLUMNS);
	}
	digest_end(&d, out);
	return rc;
}

static int tell(struct unit *u, int64_t run, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT];
	int64_t steps;
	int rc = digest_chain(store_db(u->store), run, digest, &steps, e);

	return rc ? rc : store_fact(u->store, chain_object(run, object), digest, e);
}

int chain_store_begin(struct unit *u, int64_t run, struct err *e)
{
	const struct env *env = u->env;
	struct db_value v[STEP_COLUMNS] = { db_i64(run),
					    db_i64(0),
					    db_text(padan_span_of(chain_act_word(ACT_compose))),
					    db_text(SPAN("")),
					    db_text(padan_span_of(chain_state_word(CHAIN_draft))),
					    db_i64(env->actor.account),
					    db_text(env->actor.name),
					    db_null(),
					    db_null(),
					    db_null(),
					    db_i64(0),
					    db_text(SPAN("")),
					    db_text(SPAN("")),
					    db_i64(env->seams->now_ms(env->seams->ctx)) };
	int rc = db_run(store_db(u->store), SQL_step_add, v, STEP_COLUMNS, NULL, e);

	return rc ? rc : tell(u, run, e);
}

static int add_step(struct unit *u, const struct chain_ask *ask, const struct place *p, struct err *e)
{
	const struct env *env = u->env;
	bool maker = ask->act == ACT_verify, checks = chain_checks(ask->act);
	struct db_value v[STEP_COLUMNS] = { db_i64(ask->run),
					    db_i64(p->last + 1),
					    db_text(padan_span_of(chain_act_word(ask->act))),
					    db_text(padan_span_of(chain_state_word(p->state))),
					    db_text(padan_span_of(chain_state_word(ask->to))),
					    db_i64(env->actor.account),
					    db_text(env->actor.name),
					    db_i64(p->last),
					    checks ? db_i64(maker ? 0 : p->last) : db_null(),
					    checks ? db_i64(maker ? p->maker : p->account) : db_null(),
					    db_i64(ask->one_person),
					    db_text(ask->reason),
					    db_text(ask->note),
					    db_i64(env->seams->now_ms(env->seams->ctx)) };

	return db_run(store_db(u->store), SQL_step_add, v, STEP_COLUMNS, NULL, e);
}

/* Whoever computed from the programme as it was must look again. */
static int touch_programme(struct db *db, const struct run_info *r, struct err *e)
{
	struct db_value v[] = { db_text(r->wilayah), db_text(r->nama) };
	struct db_row row = { .want = 2 };
	int64_t changed = 0;
	int rc = db_one(db, SQL_programme_get, v, 2, &row, e);

	if (!rc)
		rc = db_run(db, SQL_programme_touch, row.col, 2, &changed, e);
	return !rc && changed != 1 ? err_set(e, ERR_CONFLICT, "program diubah pihak lain; ulangi") : rc;
}

int chain_store_take(struct unit *u, const struct chain_ask *asked, struct err *e)
{
	struct chain_ask ask = *asked;
	char id[RUN_ID_TEXT];
	struct place p;
	int rc = look(u->env, &ask, &p, e);

	if (!rc && p.last != asked->after)
		rc = err_set(e, ERR_CONFLICT,
			     "rancangan %s: pihak lain bertindak lebih dahulu; lihat: lindung decree show",
			     run_id_text(ask.run, id));
	if (!rc)
		rc = add_step(u, &ask, &p, e);
	if (!rc)
		rc = run_store_info(u->store, ask.run, &ask.run_info, e);
	if (!rc)
		rc = touch_programme(store_db(u->store), &ask.run_info, e);
	return rc ? rc : tell(u, ask.run, e);
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
struct check {
	struct store *s;
	const struct db_found *found;
	int64_t run;
	struct chain_step last;
	int64_t maker;
	char *why;
};

static void say(const struct db_found *found, int64_t run, const char *what)
{
	char line[200], id[RUN_ID_TEXT];

	snprintf(line, sizeof(line), "rantai penetapan %s: %s", run_id_text(run, id), what);
	found->say(found->ctx, line);
}

static const char *wrong_with(const struct check *c, const struct chain_step *s, bool first)
{
	int64_t other = s->act == ACT_verify ? c->maker : c->last.account;
	enum chain_state to;

	if (first)
		return s->no == 0 && (s->act == ACT_compose || s->act == ACT_carry) ? NULL
										    : "tidak berawal dari penyusunan";
	if (s->no != c->last.no + 1 || s->from != c->last.state)
		return "langkahnya tidak menyambung";
	if (!chain_leads(s->act, s->from, &to) || to != s->state)
		return "ada langkah yang tidak diperbolehkan";
	if (chain_checks(s->act) && !s->one_person && (other == s->account || !other || !s->account))
		return "satu orang mengerjakan dua langkah berurutan";
	return NULL;
}

static int check_step(void *ctx, const struct chain_step *s)
{
	struct check *c = ctx;
	bool first = c->last.no < 0;
	const char *why = wrong_with(c, s, first);

	if (why)
		say(c->found, c->run, why);
	if (first)
		c->maker = s->account;
	c->last = *s;
	return 0;
}

/* The event's word on the chain. Without one only what a migration carried over may stand there. */
static int check_event(struct check *c, struct err *e)
{
	struct db *db = store_db(c->s);
	unsigned char now[DIGEST], then[DIGEST];
	char object[OBJECT];
	bool known = false;
	int64_t steps;
	int rc = digest_chain(db, c->run, now, &steps, e);

	if (!rc)
		rc = event_fact_of(db, chain_object(c->run, object), then, &known, e);
	if (rc)
		return rc;
	if (!known && (steps != 1 || c->last.actor.n))
		say(c->found, c->run, "langkahnya tanpa peristiwa");
	if (known && memcmp(now, then, DIGEST) != 0)
		say(c->found, c->run, "isinya berbeda dari sidik pada peristiwanya");
	return ERR_OK;
}

static int check_run(struct store *s, const struct db_found *found, int64_t run, struct err *e)
{
	struct check c = { .s = s, .found = found, .run = run, .last = { .no = -1 } };
	struct run_info info;
	int rc = chain_store_each(s, run, check_step, &c, e);

	if (!rc)
		rc = check_event(&c, e);
	if (!rc)
		rc = run_store_info(s, run, &info, e);
	if (!rc && (info.state == RUN_DECREED) != (c.last.state >= CHAIN_ditetapkan))
		say(found, run, "keadaannya tidak cocok dengan ada tidaknya SK");
	if (!rc && info.state == RUN_REPLACED && c.last.state != CHAIN_draft)
		say(found, run, "sudah diganti padahal sudah diverifikasi");
	return rc;
}

/* Finished runs without a chain, chains without a run, chains that an event tells of. */
static int check_missing(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("chain/")), db_text(SPAN("chain0")) };
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_step_lost, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row)
		say(found, db_column_i64(st, 0), "tidak ada langkahnya");
	if (!rc)
		rc = db_query(db, SQL_fact_objects, range, 2, &st, e);
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0);
		struct db_row first = { .want = 1 };
		struct db_value v;
		int64_t run;

		if (!run_id_parse((span){ object.p + 6, object.n - 6 }, &run))
			continue;
		v = db_i64(run);
		rc = db_one(db, SQL_step_list, &v, 1, &first, e);
		if (!rc && !first.found)
			say(found, run, "ada peristiwanya, tetapi tidak ada lagi");
	}
	return rc;
}

int chain_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_step_runs, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row)
		rc = check_run(s, found, db_column_i64(st, 0), e);
	return rc ? rc : check_missing(s, found, e);
}
