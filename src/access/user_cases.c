/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/user_cases.h"
#include "access/user_store.h"
#include "programme/decree_step_store.h"
#include "programme/programme.h"

#define CASES	  "access/user.def"
#define CASE_ROOM user
#include "office/define.inc"

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

static int read_name(const struct env *env, span typed, span *out, struct err *e)
{
	char name[USER_NAME_MAX + 1];
	int rc = user_name_read(typed, name, e);

	if (rc)
		return rc;
	*out = keep(env, padan_span_of(name));
	return out->n ? ERR_OK : err_memory(e, "nama pengguna");
}

static int need_pin(span pin, struct err *e)
{
	if (!pin.n)
		return err_set(e, ERR_USAGE, "PIN baru belum diberikan");
	return pin_allowed(pin, e);
}

/* --- user add --------------------------------------------------------------------------------------------------------
 */
/* "verifikator,sekda": each once, in the order of role.def. */
static int role_words(const struct env *env, const struct choice_list *list, span *out, struct err *e)
{
	bool asked[ROLE_COUNT] = { false };
	struct buf b;

	for (int i = 0; i < list->n; i++)
		asked[list->at[i]] = true;
	buf_init(&b, env->seams->alloc, 1024);
	for (int r = 0; r < ROLE_COUNT; r++)
		if (asked[r]) {
			buf_puts(&b, b.n ? "," : "");
			buf_puts(&b, role_word((enum role)r));
		}
	*out = keep(env, buf_as_span(&b));
	buf_done(&b);
	return out->n ? ERR_OK : err_memory(e, "peran");
}

static int read_region(const struct env *env, span typed, span *out, struct err *e)
{
	char code[16];

	*out = env->scope.region; /* nobody gives more than they have */
	if (!typed.n)
		return ERR_OK;
	if (!region_dotted(span_trim(typed), code))
		return err_set(e, ERR_USAGE, "--scope %.*s: bukan kode wilayah, misalnya 73.72.01", (int)typed.n,
			       typed.p);
	if (!scope_covers(env->scope.region, padan_span_of(code)))
		return err_set(e, ERR_USAGE, "--scope %s: di luar wilayah kerja Anda sendiri", code);
	*out = keep(env, padan_span_of(code));
	return out->n ? ERR_OK : err_memory(e, "wilayah kerja");
}

int user_add_plan(struct user_add_out *out, const struct user_add_in *in, const struct env *env, struct err *e)
{
	int64_t users = 0;
	struct user known;
	bool found = false;
	int rc = need_db(env, e);

	if (!rc)
		rc = read_name(env, in->nama, &out->nama, e);
	if (!rc)
		rc = role_words(env, &in->peran, &out->peran, e);
	if (!rc)
		rc = read_region(env, in->wilayah, &out->wilayah, e);
	if (!rc)
		rc = need_pin(in->pin_baru, e);
	if (!rc)
		rc = user_count(env->store, &users, e);
	if (!rc && !users && !roles_have(out->peran, ROLE_admin))
		rc = err_set(e, ERR_USAGE,
			     "basis data ini belum berpengguna: yang pertama harus pengelola (--role admin)");
	if (!rc)
		rc = user_find(env->store, out->nama, &known, &found, e);
	if (!rc && found)
		rc = err_set(e, ERR_CONFLICT, "pengguna %.*s sudah ada", (int)out->nama.n, out->nama.p);
	out->pertama = !users;
	return rc;
}

int user_add_apply(const struct user_add_out *out, const struct user_add_in *in, struct unit *u, struct err *e)
{
	struct user user = {
		.name = out->nama, .full_name = span_trim(in->lengkap), .roles = out->peran, .region = out->wilayah
	};

	return user_store_add(u, &user, in->pin_baru, out->pertama, e);
}

/* --- user list -------------------------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	struct user_row *rows;
	size_t n, cap;
	bool failed;
};

static span state_of(const struct env *env, const struct user *u)
{
	if (!u->active)
		return SPAN("nonaktif");
	return u->until_ms > env->seams->now_ms(env->seams->ctx) ? SPAN("terkunci sementara") : SPAN("aktif");
}

static int list_one(void *ctx, const struct user *u)
{
	struct listing *l = ctx;
	struct user_row *rows;

	if (!scope_covers(l->env->scope.region, u->region))
		return 0;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	l->failed = !rows;
	if (l->failed)
		return ERR_MACHINE;
	l->rows = rows;
	l->rows[l->n++] = (struct user_row){ .nama = keep(l->env, u->name),
					     .lengkap = keep(l->env, u->full_name),
					     .peran = keep(l->env, u->roles),
					     .wilayah = keep(l->env, u->region),
					     .keadaan = state_of(l->env, u),
					     .pin = { (int32_t)(u->pin_ms / 86400000) } };
	return 0;
}

int user_list_plan(struct user_list_out *out, const struct user_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env };
	int rc = need_db(env, e);

	(void)in;
	if (!rc)
		rc = user_each(env->store, list_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar pengguna");
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- user pin, user disable, user enable -----------------------------------------------------------------------------
 */
static int known_user(const struct env *env, span typed, span *name, struct err *e)
{
	struct user u;
	bool found = false;
	int rc = need_db(env, e);

	if (!rc)
		rc = read_name(env, typed, name, e);
	if (!rc)
		rc = user_find(env->store, *name, &u, &found, e);
	if (!rc && (!found || !scope_covers(env->scope.region, u.region)))
		rc = err_set(e, ERR_USAGE, "pengguna %.*s tidak ada; lihat: lindung user list", (int)name->n, name->p);
	return rc;
}

int user_pin_plan(struct user_pin_out *out, const struct user_pin_in *in, const struct env *env, struct err *e)
{
	int rc = known_user(env, in->nama, &out->nama, e);

	if (!rc && !padan_span_eq(out->nama, env->actor.name) && !(env->actor.may & MAY(CAP_ADMIN)))
		rc = err_set(e, ERR_USAGE, "PIN %.*s hanya diganti oleh dirinya sendiri atau pengelola",
			     (int)out->nama.n, out->nama.p);
	return rc ? rc : need_pin(in->pin_baru, e);
}

int user_pin_apply(const struct user_pin_out *out, const struct user_pin_in *in, struct unit *u, struct err *e)
{
	return user_store_pin(u, out->nama, in->pin_baru, e);
}

int user_disable_plan(struct user_disable_out *out, const struct user_disable_in *in, const struct env *env,
		      struct err *e)
{
	return known_user(env, in->nama, &out->nama, e);
}

int user_disable_apply(const struct user_disable_out *out, const struct user_disable_in *in, struct unit *u,
		       struct err *e)
{
	(void)in;
	return user_store_active(u, out->nama, false, e);
}

int user_enable_plan(struct user_enable_out *out, const struct user_enable_in *in, const struct env *env, struct err *e)
{
	return known_user(env, in->nama, &out->nama, e);
}

int user_enable_apply(const struct user_enable_out *out, const struct user_enable_in *in, struct unit *u, struct err *e)
{
	(void)in;
	return user_store_active(u, out->nama, true, e);
}
