/* SPDX-License-Identifier: EUPL-1.2
 * The use cases of session.def: codes of TOTP, and the sessions of an account. */
#include "access/session_cases.h"

#include "access/session_store.h"
#include "access/totp_store.h"
#include "access/user_store.h"
#include "access/wita.h"
#include "programme/decree_step_store.h"

#include <sodium.h>
#include <stdio.h>

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

static int need_name(const struct env *env, struct err *e)
{
	int rc = need_db(env, e);

	if (!rc && !env->actor.account)
		rc = err_set(e, ERR_USAGE, "ini memerlukan pengguna bernama; sebutkan diri dengan --sebagai NAMA");
	return rc;
}

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

/* --- user totp -------------------------------------------------------------------------------------------------------
 */
static int show_secret(const unsigned char secret[TOTP_SECRET], const struct env *env, span *text, span *address,
		       struct err *e)
{
	char letters[TOTP_SECRET_TEXT];
	struct buf uri;

	totp_secret_text(secret, letters);
	buf_init(&uri, env->seams->alloc, 400);
	totp_uri(secret, env->actor.name, &uri);
	*text = keep(env, padan_span_of(letters));
	*address = keep(env, buf_as_span(&uri));
	buf_done(&uri);
	sodium_memzero(letters, sizeof(letters));
	return text->n && address->n ? ERR_OK : err_memory(e, "kode autentikator");
}

int totp_show_plan(struct totp_show_out *out, const struct totp_show_in *in, const struct env *env, struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	struct totp_state state = { 0 };
	struct user u = { 0 };
	bool pending = false, found = false;
	int rc = need_name(env, e);

	(void)in;
	if (!rc)
		rc = totp_look(env->store, env->actor.account, &state, e);
	if (!rc)
		rc = totp_pending(env->store, env->actor.account, secret, &pending, e);
	if (!rc && pending)
		rc = show_secret(secret, env, &out->rahasia, &out->alamat, e);
	sodium_memzero(secret, sizeof(secret));
	if (!rc)
		rc = user_find(env->store, env->actor.name, &u, &found, e);
	out->nama = env->actor.name;
	out->keadaan = state.since_ms ? SPAN("dipakai") : pending ? SPAN("belum dipastikan") : SPAN("tidak dipakai");
	out->wajib = found && roles_need_totp(u.roles);
	out->sisa = state.recovery_left;
	return rc;
}

int totp_start_plan(struct totp_start_out *out, const struct totp_start_in *in, const struct env *env, struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	struct totp_state state = { 0 };
	int rc = need_name(env, e);

	(void)in;
	if (!rc)
		rc = totp_look(env->store, env->actor.account, &state, e);
	if (!rc && state.since_ms)
		rc = err_set(e, ERR_CONFLICT, "akun ini sudah memakai kode autentikator; hapus dahulu yang lama");
	if (rc)
		return rc;
	env->seams->random(env->seams->ctx, secret, TOTP_SECRET);
	out->nama = env->actor.name;
	rc = show_secret(secret, env, &out->rahasia, &out->alamat, e);
	sodium_memzero(secret, sizeof(secret));
	return rc;
}

int totp_start_apply(const struct totp_start_out *out, const struct totp_start_in *in, struct unit *u, struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	int rc;

	(void)in;
	if (!totp_secret_read(out->rahasia, secret))
		return err_set(e, ERR_MACHINE, "kode autentikator tidak dapat dibuat");
	rc = totp_begin(u, u->env->actor.account, secret, e);
	sodium_memzero(secret, sizeof(secret));
	return rc;
}

/* Recovery codes, as the plan made them and apply keeps them. */
struct codes {
	char text[RECOVERY_CODES][RECOVERY_TEXT];
	int at;
};

static int next_code(void *ctx, void *row, struct err *e)
{
	struct codes *c = ctx;

	(void)e;
	if (c->at == RECOVERY_CODES)
		return 0;
	*(struct recovery_line *)row = (struct recovery_line){ padan_span_of(c->text[c->at++]) };
	return 1;
}

int totp_confirm_plan(struct totp_confirm_out *out, const struct totp_confirm_in *in, const struct env *env,
		      struct err *e)
{
	struct codes *codes = padan_arena_zero(env->arena, sizeof(*codes));
	int rc = codes ? need_name(env, e) : err_memory(e, "kode cadangan");

	(void)in;
	if (rc)
		return rc;
	for (int i = 0; i < RECOVERY_CODES; i++) {
		unsigned char bytes[RECOVERY_BYTES];

		env->seams->random(env->seams->ctx, bytes, sizeof(bytes));
		recovery_text(bytes, codes->text[i]);
	}
	out->nama = env->actor.name;
	out->cadangan = (struct row_cursor){ next_code, codes };
	return ERR_OK;
}

int totp_confirm_apply(const struct totp_confirm_out *out, const struct totp_confirm_in *in, struct unit *u,
		       struct err *e)
{
	const struct codes *codes = out->cadangan.ctx;
	struct totp_enrol enrol = { .account = u->env->actor.account,
				    .name = out->nama,
				    .code = span_trim(in->kode),
				    .recovery = codes->text };

	int rc = totp_confirm(u, &enrol, e);

	/* the session in which it was done has just shown its code */
	return rc || !u->env->session ? rc : session_coded(u->store, u->env->session, e);
}

/* --- whose -----------------------------------------------------------------------------------------------------------
 */
/* The user of that name, or oneself; somebody else's only for an admin, and only in the admin's region. */
static int whose(const struct env *env, span typed, int64_t *account, span *name, struct err *e)
{
	char read[USER_NAME_MAX + 1];
	struct user u = { 0 };
	bool found = false;
	int rc = need_db(env, e);

	if (!rc && !typed.n && !env->actor.account)
		rc = need_name(env, e);
	if (!rc && typed.n)
		rc = user_name_read(typed, read, e);
	if (!rc)
		*name = typed.n ? keep(env, padan_span_of(read)) : env->actor.name;
	if (!rc && !padan_span_eq(*name, env->actor.name) && !(env->actor.may & MAY(CAP_ADMIN)))
		rc = err_set(e, ERR_USAGE, "milik pengguna lain hanya oleh pengelola");
	if (!rc)
		rc = user_find(env->store, *name, &u, &found, e);
	if (!rc && (!found || !scope_covers(env->scope.region, u.region)))
		rc = err_set(e, ERR_USAGE, "pengguna %.*s tidak ada; lihat: lindung user list", (int)name->n, name->p);
	*account = u.id;
	return rc;
}

int totp_remove_plan(struct totp_remove_out *out, const struct totp_remove_in *in, const struct env *env, struct err *e)
{
	struct totp_state state = { 0 };
	int64_t account = 0;
	int rc = whose(env, in->nama, &account, &out->nama, e);

	if (!rc)
		rc = totp_look(env->store, account, &state, e);
	if (!rc && !state.there)
		rc = err_set(e, ERR_CONFLICT, "pengguna %.*s tidak memakai kode autentikator", (int)out->nama.n,
			     out->nama.p);
	if (!rc && account == env->actor.account && state.since_ms && !in->kode.n)
		rc = err_set(e, ERR_USAGE,
			     "--kode: kode dari aplikasi, atau kode cadangan, untuk menghapus milik sendiri");
	return rc;
}

int totp_remove_apply(const struct totp_remove_out *out, const struct totp_remove_in *in, struct unit *u, struct err *e)
{
	struct totp_state state = { 0 };
	bool right = false;
	int64_t account = 0;
	span name = { NULL, 0 };
	int rc = whose(u->env, out->nama, &account, &name, e);

	if (!rc)
		rc = totp_look(u->store, account, &state, e);
	if (!rc && account == u->env->actor.account && state.since_ms) {
		rc = totp_use(u->store, account, in->kode, &right, e);
		if (!rc && !right)
			rc = err_set(e, ERR_USAGE, "kode autentikator salah atau sudah dipakai");
	}
	return rc ? rc : totp_remove(u, account, name, e);
}

/* --- session list, session revoke ------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	struct session_line *rows;
	size_t n, cap;
	bool failed;
};

static span moment(const struct env *env, int64_t ms)
{
	char text[WITA_TEXT];

	return keep(env, padan_span_of(wita_text(ms, text)));
}

static int list_one(void *ctx, const struct session_row *s)
{
	struct listing *l = ctx;
	struct session_line *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	char id[24];

	l->failed = !rows;
	if (l->failed)
		return ERR_MACHINE;
	snprintf(id, sizeof(id), "%lld", (long long)s->id);
	l->rows = rows;
	rows[l->n++] = (struct session_line){ .sesi = keep(l->env, padan_span_of(id)),
					      .pengguna = keep(l->env, s->name),
					      .mulai = moment(l->env, s->made_ms),
					      .terakhir = moment(l->env, s->seen_ms),
					      .kode = moment(l->env, s->code_ms),
					      .ini = s->id == l->env->session };
	return 0;
}

int session_list_plan(struct session_list_out *out, const struct session_list_in *in, const struct env *env,
		      struct err *e)
{
	struct listing l = { .env = env };
	struct totp_state totp = { 0 };
	int64_t account = 0;
	int rc = whose(env, in->nama, &account, &out->nama, e);

	if (!rc)
		rc = totp_look(env->store, account, &totp, e);
	if (!rc)
		rc = session_each(env->store, account, list_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar sesi");
	out->totp = totp.since_ms ? SPAN("ya") : totp.there ? SPAN("belum dipastikan") : SPAN("tidak");
	out->sisa = totp.recovery_left;
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

static bool read_id(span text, int64_t *id)
{
	*id = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || *id > (INT64_MAX - 9) / 10)
			return false;
		*id = *id * 10 + (text.p[i] - '0');
	}
	return true;
}

int session_revoke_plan(struct session_revoke_out *out, const struct session_revoke_in *in, const struct env *env,
			struct err *e)
{
	struct listing l = { .env = env };
	int64_t account = 0, id = 0;
	int rc = whose(env, in->nama, &account, &out->nama, e);

	if (!rc && !read_id(span_trim(in->sesi), &id))
		rc = err_set(e, ERR_USAGE, "--sesi: pakai nomor dari session list");
	if (!rc)
		rc = session_each(env->store, account, list_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar sesi");
	out->sesi = 0;
	for (size_t i = 0; i < l.n; i++) {
		int64_t one;

		out->sesi += read_id(l.rows[i].sesi, &one) && (id ? one == id : one != env->session);
	}
	if (!rc && id && !out->sesi)
		rc = err_set(e, ERR_USAGE, "sesi itu tidak ada atau sudah berakhir");
	return rc;
}

int session_revoke_apply(const struct session_revoke_out *out, const struct session_revoke_in *in, struct unit *u,
			 struct err *e)
{
	int64_t account = 0, id = 0;
	span name = { NULL, 0 };
	int rc = whose(u->env, out->nama, &account, &name, e);

	if (!rc && !read_id(span_trim(in->sesi), &id))
		rc = err_set(e, ERR_USAGE, "--sesi: pakai nomor dari session list");
	return rc ? rc : session_end(u->store, account, id, id ? 0 : u->env->session, NULL, e);
}
