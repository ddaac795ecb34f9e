/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/token_cases.h"

#include "access/token_store.h"
#include "access/user_store.h"
#include "access/wita.h"
#include "programme/decree_step_store.h"
#include "programme/programme.h"

#include <stdio.h>

#define CASES	  "access/token.def"
#define CASE_ROOM token
#include "office/define.inc"

enum { LONGEST_DAYS = 366 };

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

static date today_of(const struct env *env)
{
	return wita_day(env->seams->now_ms(env->seams->ctx));
}

/* --- token add -------------------------------------------------------------------------------------------------------
 */
static int read_name(const struct env *env, span typed, span *out, struct err *e)
{
	char name[USER_NAME_MAX + 1];
	int rc = user_name_read(typed, name, e);

	if (rc)
		return rc;
	*out = keep(env, padan_span_of(name));
	return out->n ? ERR_OK : err_memory(e, "nama token");
}

static int known_owner(const struct env *env, span typed, struct user *u, struct err *e)
{
	bool found = false;
	span name;
	int rc = read_name(env, typed, &name, e);

	if (!rc)
		rc = user_find(env->store, name, u, &found, e);
	if (!rc && (!found || !u->active || !scope_covers(env->scope.region, u->region)))
		rc = err_set(e, ERR_USAGE, "pengguna %.*s tidak ada; lihat: lindung user list", (int)name.n, name.p);
	if (rc)
		return rc;
	u->roles = keep(env, u->roles);
	u->region = keep(env, u->region);
	return ERR_OK;
}

static int check_caps(const struct token_add_in *in, const struct user *owner, struct err *e)
{
	uint64_t may, missing;
	int rc = token_caps(in->wewenang, &may, e);

	missing = rc ? 0 : may & ~roles_may(owner->roles);
	for (int c = 0; c < CAP_COUNT && missing; c++)
		if (missing >> c & 1)
			return err_set(e, ERR_USAGE, "penanggung jawabnya sendiri tidak berwenang \"%s\"",
				       capability_word((enum capability)c));
	return rc;
}

static int read_region(const struct env *env, span typed, const struct user *owner, span *out, struct err *e)
{
	char code[16];

	*out = owner->region;
	if (!typed.n)
		return ERR_OK;
	if (!region_dotted(span_trim(typed), code) || !scope_covers(owner->region, padan_span_of(code)))
		return err_set(e, ERR_USAGE, "--scope %.*s: bukan wilayah di dalam wilayah kerja penanggung jawab",
			       (int)(typed.n < 20 ? typed.n : 20), typed.p);
	*out = keep(env, padan_span_of(code));
	return out->n ? ERR_OK : err_memory(e, "wilayah kerja");
}

static int check_day(const struct token_add_in *in, const struct env *env, struct err *e)
{
	int32_t today = today_of(env).day;

	if (in->sampai.day >= today && in->sampai.day <= today + LONGEST_DAYS)
		return ERR_OK;
	return err_set(e, ERR_USAGE, "--sampai: pakai tanggal dari hari ini sampai %d hari ke depan", LONGEST_DAYS);
}

static int make_token(struct token_add_out *out, const struct env *env, struct err *e)
{
	char text[TOKEN_TEXT] = TOKEN_MARK;

	secret_make(env->seams, text + 4);
	out->token = keep(env, padan_span_of(text));
	return out->token.n ? ERR_OK : err_memory(e, "token");
}

int token_add_plan(struct token_add_out *out, const struct token_add_in *in, const struct env *env, struct err *e)
{
	struct user owner = { 0 };
	struct token known;
	bool found = false;
	int rc = need_db(env, e);

	if (!rc)
		rc = read_name(env, in->nama, &out->nama, e);
	if (!rc)
		rc = known_owner(env, in->pengguna, &owner, e);
	if (!rc)
		rc = check_caps(in, &owner, e);
	if (!rc)
		rc = read_region(env, in->wilayah, &owner, &out->wilayah, e);
	if (!rc)
		rc = check_day(in, env, e);
	if (!rc)
		rc = token_named(env->store, out->nama, &known, &found, e);
	if (!rc && found)
		rc = err_set(e, ERR_CONFLICT, "token %.*s sudah ada; pakai nama lain", (int)out->nama.n, out->nama.p);
	if (rc)
		return rc;
	out->wewenang = in->wewenang;
	out->jatah = in->jatah == FIELD_ABSENT ? TOKEN_BUDGET : in->jatah;
	return make_token(out, env, e);
}

int token_add_apply(const struct token_add_out *out, const struct token_add_in *in, struct unit *u, struct err *e)
{
	struct user owner = { 0 };
	int rc = known_owner(u->env, in->pengguna, &owner, e);
	struct token t = { .name = out->nama,
			   .account = owner.id,
			   .may = out->wewenang,
			   .region = out->wilayah,
			   .budget = out->jatah,
			   .expires = in->sampai };

	return rc ? rc : token_store_add(u, &t, out->token, e);
}

/* --- token list, token revoke ----------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	struct token_line *rows;
	int64_t *ids;
	size_t n, cap, ids_cap;
	bool failed;
};

static span state_of(const struct token *t, date today)
{
	uint64_t may;

	if (t->revoked_ms)
		return SPAN("dicabut");
	if (today.day > t->expires.day)
		return SPAN("kedaluwarsa");
	return token_alive(t, today, &may) ? SPAN("berlaku") : SPAN("penanggung jawab tidak berwenang lagi");
}

static int list_one(void *ctx, const struct token *t)
{
	struct listing *l = ctx;
	struct token_line *rows;
	int64_t *ids;

	if (!scope_covers(l->env->scope.region, t->region))
		return 0;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	ids = row_room(l->env->arena, l->ids, l->n, &l->ids_cap, sizeof(*ids));
	l->failed = !rows || !ids;
	if (l->failed)
		return ERR_MACHINE;
	l->rows = rows;
	l->ids = ids;
	ids[l->n] = t->id;
	rows[l->n++] = (struct token_line){ .nama = keep(l->env, t->name),
					    .pengguna = keep(l->env, t->owner),
					    .wewenang = keep(l->env, t->may),
					    .wilayah = keep(l->env, t->region),
					    .jatah = t->budget,
					    .sampai = t->expires,
					    .keadaan = state_of(t, today_of(l->env)) };
	return 0;
}

int token_list_plan(struct token_list_out *out, const struct token_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env };
	int rc = need_db(env, e);

	(void)in;
	if (!rc)
		rc = token_each(env->store, list_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar token");
	for (size_t i = 0; i < l.n && !rc; i++)
		rc = token_used(env->store, l.ids[i], today_of(env), &l.rows[i].terpakai, e);
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

int token_revoke_plan(struct token_revoke_out *out, const struct token_revoke_in *in, const struct env *env,
		      struct err *e)
{
	struct token t;
	bool found = false;
	int rc = need_db(env, e);

	if (!rc)
		rc = read_name(env, in->nama, &out->nama, e);
	if (!rc)
		rc = token_named(env->store, out->nama, &t, &found, e);
	if (!rc && (!found || !scope_covers(env->scope.region, t.region)))
		rc = err_set(e, ERR_USAGE, "token %.*s tidak ada; lihat: lindung token list", (int)out->nama.n,
			     out->nama.p);
	return rc;
}

int token_revoke_apply(const struct token_revoke_out *out, const struct token_revoke_in *in, struct unit *u,
		       struct err *e)
{
	(void)in;
	return token_store_revoke(u, out->nama, e);
}

/* --- for the web -----------------------------------------------------------------------------------------------------
 */
int token_session(struct env *env, span bearer, struct session *out, bool *found, struct err *e)
{
	int64_t used = 0, pending = 0;
	uint64_t may = 0;
	struct token t;
	date today = today_of(env);
	char name[TOKEN_NAME + 8];
	int rc = need_db(env, e);

	*found = false;
	if (!rc)
		rc = token_find(env->store, bearer, &t, found, e);
	if (rc || !*found)
		return rc;
	*found = token_alive(&t, today, &may);
	if (!*found)
		return ERR_OK;
	snprintf(name, sizeof(name), "token:%.*s", (int)t.name.n, t.name.p);
	*out = (struct session){
		.id = t.id, .by_token = true, .full_name = keep(env, t.name), .scope = { keep(env, t.region) }
	};
	out->actor = (struct actor){ keep(env, padan_span_of(name)), may, t.account };
	out->stale = token_count(t.id, today, env->seams->now_ms(env->seams->ctx), &pending);
	if (!out->actor.name.n)
		return err_memory(e, "token");
	rc = token_used(env->store, out->id, today, &used, e);
	if (!rc && used + pending > t.budget)
		rc = err_set(e, ERR_CONFLICT, "jatah permintaan token %.*s hari ini sudah habis (%lld)",
			     (int)out->full_name.n, out->full_name.p, (long long)t.budget);
	return rc;
}

int token_seen(struct env *env, const struct session *session, struct err *e)
{
	int rc = env->store_ops->begin(env->store, e);

	if (rc)
		return rc;
	rc = token_flush(env->store, session->id, today_of(env), e);
	if (!rc)
		rc = env->store_ops->commit(env->store, e);
	if (rc)
		env->store_ops->rollback(env->store);
	return rc;
}
