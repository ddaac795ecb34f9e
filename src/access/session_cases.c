/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/session_cases.h"

#include "access/session_store.h"
#include "access/token_cases.h"
#include "access/totp_store.h"
#include "access/try_store.h"
#include "access/user_store.h"

#include <arpa/inet.h>
#include <stdio.h>

#define CASES	  "access/session.def"
#define CASE_ROOM session
#include "office/define.inc"

_Static_assert((int)SECRET_TEXT == (int)SESSION_KEY + 1, "the key of a session");

static int64_t now_of(const struct env *env)
{
	return env->seams->now_ms(env->seams->ctx);
}

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store) && store_key(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

/* --- one short write -------------------------------------------------------------------------------------------------
 */
typedef int write_part(struct store *s, void *ctx, struct err *e);

/* `event` NULL: nothing for the log. */
static int in_one(const struct env *env, const struct event *event, write_part *part, void *ctx, struct err *e)
{
	int rc = env->store_ops->begin(env->store, e);

	if (rc)
		return rc;
	rc = part(env->store, ctx, e);
	if (!rc && event)
		rc = env->store_ops->event(env->store, event, e);
	if (!rc)
		rc = env->store_ops->commit(env->store, e);
	if (rc)
		env->store_ops->rollback(env->store);
	return rc;
}

/* --- signing in ------------------------------------------------------------------------------------------------------
 */
/* One household has a whole /64 of IPv6: its addresses are one. */
static span network_of(span source, char room[INET6_ADDRSTRLEN])
{
	static const unsigned char v4[12] = { [10] = 0xff, [11] = 0xff };
	struct in6_addr a;

	snprintf(room, INET6_ADDRSTRLEN, "%.*s", (int)(source.n < INET6_ADDRSTRLEN ? source.n : 0),
		 source.p ? source.p : "");
	if (inet_pton(AF_INET6, room, &a) != 1)
		return padan_span_of(room);
	if (!memcmp(&a, v4, sizeof(v4)))
		inet_ntop(AF_INET, a.s6_addr + 12, room, INET6_ADDRSTRLEN);
	else {
		memset(a.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &a, room, INET6_ADDRSTRLEN);
	}
	return padan_span_of(room);
}

/* One attempt. */
struct entry {
	const struct env *env;
	struct try_at at;
	char name[USER_NAME_MAX + 1], network[INET6_ADDRSTRLEN];
	bool known, active; /* there is such a user */
	int64_t totp_ms;
	span code;
	bool code_right;
	int64_t wait_ms;
	struct session_key *key;
};

static int refuse(struct err *e)
{
	return err_set(e, ERR_USAGE, "nama pengguna, PIN, atau kode autentikator salah");
}

static int refuse_wait(int64_t ms, struct err *e)
{
	return err_set(e, ERR_CONFLICT,
		       "terlalu sering salah; coba lagi setelah %lld menit, atau minta PIN baru kepada pengelola",
		       (long long)((ms + 59999) / 60000));
}

static int write_wrong(struct store *s, void *ctx, struct err *e)
{
	struct entry *en = ctx;

	return try_wrong(s, &en->at, &en->wait_ms, e);
}

/* A wrong one that could not be counted is refused all the same. */
static int wrong(struct entry *en, struct err *e)
{
	int rc = in_one(en->env, NULL, write_wrong, en, e);

	if (rc)
		return rc;
	return en->wait_ms ? refuse_wait(en->wait_ms, e) : refuse(e);
}

/* Who must wait? The address that guessed, whoever it is; all others only where neither address nor code speak for
 * them. */
static int must_wait(struct entry *en, struct err *e)
{
	struct try_state state = { 0 };
	bool spared;
	int rc = try_look(en->env->store, &en->at, &state, e);

	if (!rc && en->totp_ms && en->code.n)
		rc = totp_would(en->env->store, en->at.account, en->code, &en->code_right, e);
	spared = state.known || en->code_right;
	if (!rc && state.pair)
		rc = refuse_wait(state.pair, e);
	if (!rc && !spared && (state.source || state.account))
		rc = refuse_wait(state.source > state.account ? state.source : state.account, e);
	return rc;
}

static int write_session(struct store *s, void *ctx, struct err *e)
{
	struct entry *en = ctx;
	bool right = false, whole;
	int rc = en->totp_ms && en->code.n ? totp_use(s, en->at.account, en->code, &right, e) : ERR_OK;

	if (!rc && en->code.n && en->totp_ms && !right)
		return refuse(e);
	whole = right || !en->totp_ms;
	if (!rc)
		rc = session_add(s, en->at.account, right ? now_of(en->env) : 0, en->key->text, e);
	return rc || !whole ? rc : try_right(s, &en->at, e);
}

/* The right PIN. */
static int let_in(struct entry *en, struct err *e)
{
	char content[USER_NAME_MAX + 64];
	struct event ev = { .use_case = "session_open", .actor = en->at.name };
	struct err counting;
	int rc;

	snprintf(content, sizeof(content), "{\"masukan\":{\"nama\":\"%s\"},\"hasil\":{}}", en->name);
	ev.content = padan_span_of(content);
	rc = in_one(en->env, &ev, write_session, en, e);
	if (rc == ERR_USAGE && in_one(en->env, NULL, write_wrong, en, &counting)) /* the code was not right */
		return err_set(e, counting.code, "%s", counting.text);
	return rc == ERR_USAGE && en->wait_ms ? refuse_wait(en->wait_ms, e) : rc;
}

static int find_user(struct entry *en, span pin, bool *right, struct err *e)
{
	struct totp_state totp = { 0 };
	struct user u = { 0 };
	int rc = user_find(en->env->store, en->at.name, &u, &en->known, e);

	en->active = en->known && u.active;
	en->at.account = en->known ? u.id : 0;
	u.pin = keep(en->env, u.pin);
	if (!rc && en->known)
		rc = totp_look(en->env->store, u.id, &totp, e);
	en->totp_ms = totp.since_ms;
	if (!rc)
		rc = must_wait(en, e);
	if (!rc)
		*right = user_pin_right(en->env->store, en->known ? &u : NULL, pin) && en->active;
	return rc;
}

static int session_open(struct env *env, const struct credentials *who, span totp, struct session_key *key,
			struct err *e)
{
	struct entry en = { .env = env, .code = span_trim(totp), .key = key };
	struct err unnamed;
	bool right = false;
	int rc = need_db(env, e);

	if (rc)
		return rc;
	if (user_name_read(who->name, en.name, &unnamed))
		snprintf(en.name, sizeof(en.name), "?"); /* no user's name, and counted as one that is not there */
	en.at.name = padan_span_of(en.name);
	en.at.source = network_of(env->source, en.network);
	rc = find_user(&en, who->pin, &right, e);
	db_rollback(store_db(env->store));
	if (rc)
		return rc;
	return right ? let_in(&en, e) : wrong(&en, e);
}

/* --- using -----------------------------------------------------------------------------------------------------------
 */
static int fill(const struct env *env, const struct session_row *r, struct session *out, struct err *e)
{
	bool enrol = !r->totp_ms && roles_need_totp(r->roles);
	uint64_t may = roles_may(r->roles), confirm = may & caps_to_confirm();
	int64_t fresh = r->code_ms + SESSION_FRESH_MS;

	*out = (struct session){ .id = r->id,
				 .full_name = keep(env, r->full_name),
				 .roles = keep(env, r->roles),
				 .scope = { keep(env, r->region) },
				 .stale = session_stale(r->seen_ms, now_of(env)) };
	if (r->totp_ms && !r->code_ms)
		out->need = SESSION_WANTS_CODE, may = 0;
	else if (enrol)
		out->need = SESSION_WANTS_ENROL, may = MAY(CAP_SELF);
	if (r->code_ms && now_of(env) < fresh)
		out->fresh_until_ms = fresh, confirm = 0;
	out->actor = (struct actor){ keep(env, r->name), may, r->account };
	out->confirm = confirm;
	return out->actor.name.n && out->scope.region.p ? ERR_OK : err_memory(e, "sesi");
}

static int session_touch(struct env *env, span key, struct session *out, bool *found, struct err *e)
{
	struct session_row r;
	int rc = need_db(env, e);

	*found = false;
	if (!rc)
		rc = session_find(env->store, key, &r, found, e);
	if (!rc && *found)
		rc = fill(env, &r, out, e);
	return rc;
}

static int write_seen(struct store *s, void *ctx, struct err *e)
{
	store_quiet(s);
	return session_seen(s, *(const int64_t *)ctx, e);
}

static int session_was_seen(struct env *env, const struct session *session, struct err *e)
{
	int64_t id = session->id;

	return in_one(env, NULL, write_seen, &id, e);
}

struct ending {
	int64_t account, id;
};

static int write_end(struct store *s, void *ctx, struct err *e)
{
	const struct ending *end = ctx;

	return session_end(s, end->account, end->id, 0, NULL, e);
}

static int session_close(struct env *env, span key, struct err *e)
{
	struct session_row r;
	struct ending end;
	bool found;
	int rc = need_db(env, e);

	if (!rc)
		rc = session_find(env->store, key, &r, &found, e);
	if (rc || !found)
		return rc;
	end = (struct ending){ r.account, r.id };
	db_rollback(store_db(env->store));
	return in_one(env, NULL, write_end, &end, e);
}

/* --- a code ----------------------------------------------------------------------------------------------------------
 */
struct coding {
	const struct env *env;
	struct session_row row;
	span code;
	bool right;
	struct session_key *renewed;
};

static int write_code(struct store *s, void *ctx, struct err *e)
{
	struct coding *c = ctx;
	int rc = totp_use(s, c->row.account, c->code, &c->right, e);

	if (!rc && !c->right)
		return session_wrong_code(s, c->row.id, c->row.wrong + 1 >= SESSION_CODES, e);
	return rc ? rc : session_renew(s, c->row.id, now_of(c->env), c->renewed->text, e);
}

static int session_code(struct env *env, span key, span totp, struct session_key *renewed, struct err *e)
{
	struct coding c = { .env = env, .code = span_trim(totp), .renewed = renewed };
	bool found = false;
	int rc = need_db(env, e);

	if (!rc)
		rc = session_find(env->store, key, &c.row, &found, e);
	if (!rc && (!found || !c.row.totp_ms))
		rc = err_set(e, ERR_USAGE,
			     found ? "akun ini belum memakai kode autentikator" : "sesi sudah berakhir; masuk lagi");
	if (rc)
		return rc;
	db_rollback(store_db(env->store));
	rc = in_one(env, NULL, write_code, &c, e);
	if (rc || c.right)
		return rc;
	if (c.row.wrong + 1 >= SESSION_CODES)
		return err_set(e, ERR_USAGE, "kode autentikator salah %d kali; masuk lagi dari awal", SESSION_CODES);
	return err_set(e, ERR_USAGE, "kode autentikator salah atau sudah dipakai; tunggu kode berikutnya");
}

static int any_seen(struct env *env, const struct session *session, struct err *e)
{
	return session->by_token ? token_seen(env, session, e) : session_was_seen(env, session, e);
}

const struct session_ops session_ops_db = {
	.open = session_open,
	.touch = session_touch,
	.close = session_close,
	.seen = any_seen,
	.code = session_code,
	.token = token_session,
};
