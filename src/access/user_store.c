/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/user_store.h"

#include "access/session_store.h"
#include "access/try_store.h"

#include "office/event_log.h"

#include <sodium.h>
#include <stdio.h>

enum {
	ACCOUNT_COLUMNS = 9, /* of account; two more come from account_try */
	OBJECT = 5 + USER_NAME_MAX + 1,
	PEPPERED = 2 * KEY_BLIND + 1,
	PIN_PASSES = 2,
	PIN_MEMORY = 19 << 20,
};
_Static_assert(USER_PIN_TEXT >= crypto_pwhash_STRBYTES, "a stored PIN has room");

/* --- reading -------------------------------------------------------------------------------------------------------
 */
static struct user user_of(const struct db_value *v)
{
	return (struct user){ .id = v[0].i,
			      .name = v[1].s,
			      .full_name = v[2].s,
			      .roles = v[3].s,
			      .region = v[4].s,
			      .active = v[5].i == 1,
			      .pin = v[6].s,
			      .pin_ms = v[7].i,
			      .made_ms = v[8].i,
			      .wrong = v[9].i,
			      .until_ms = v[10].i };
}

int user_find(struct store *s, span name, struct user *out, bool *found, struct err *e)
{
	struct db_row row = { .want = ACCOUNT_COLUMNS + 2 };
	struct db_value v = db_text(name);
	struct db *db = store_db(s);
	int rc = db ? db_one(db, SQL_account_by_name, &v, 1, &row, e) : ERR_OK;

	*found = !rc && row.found;
	if (*found)
		*out = user_of(row.col);
	return rc;
}

int user_each(struct store *s, int (*each)(void *ctx, const struct user *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_account_list, NULL, 0, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[ACCOUNT_COLUMNS + 2];
		struct user u;

		for (int i = 0; i < ACCOUNT_COLUMNS + 2; i++)
			v[i] = db_column(st, i);
		u = user_of(v);
		stop = each(ctx, &u);
	}
	return rc ? rc : stop;
}

int user_count(struct store *s, int64_t *n, struct err *e)
{
	struct db_row row = { .want = 1 };
	struct db *db = store_db(s);
	int rc = db ? db_one(db, SQL_account_count, NULL, 0, &row, e) : ERR_OK;

	*n = !rc && row.found ? row.col[0].i : 0;
	return rc;
}

/* --- PINs ----------------------------------------------------------------------------------------------------------
 */
/* The PIN as argon2id sees it: keyed, and another for each account. */
static void pepper(const struct key *key, int64_t account, span pin, char out[PEPPERED])
{
	unsigned char blind[KEY_BLIND];
	char text[PIN_MAX + 24];
	int n = snprintf(text, sizeof(text), "%lld:%.*s", (long long)account, (int)(pin.n < PIN_MAX ? pin.n : PIN_MAX),
			 pin.p ? pin.p : "");

	key_blind(key, KEY_PIN, (span){ text, (size_t)n }, blind);
	sodium_bin2hex(out, PEPPERED, blind, sizeof(blind));
	sodium_memzero(text, sizeof(text));
	sodium_memzero(blind, sizeof(blind));
}

static int hash_pin(const struct key *key, int64_t account, span pin, char out[USER_PIN_TEXT], struct err *e)
{
	char text[PEPPERED];
	int bad;

	pepper(key, account, pin, text);
	memset(out, 0, USER_PIN_TEXT);
	bad = crypto_pwhash_str(out, text, strlen(text), PIN_PASSES, PIN_MEMORY);
	sodium_memzero(text, sizeof(text));
	return bad ? err_memory(e, "sidik PIN") : ERR_OK;
}

static bool pin_right(const struct key *key, const struct user *u, span pin)
{
	char stored[USER_PIN_TEXT] = { 0 }, text[PEPPERED];
	bool right;

	if (!u->pin.n || u->pin.n >= sizeof(stored))
		return false;
	memcpy(stored, u->pin.p, u->pin.n);
	pepper(key, u->id, pin, text);
	right = crypto_pwhash_str_verify(stored, text, strlen(text)) == 0;
	sodium_memzero(text, sizeof(text));
	return right;
}

bool user_pin_right(struct store *s, const struct user *u, span pin)
{
	char dummy[USER_PIN_TEXT];
	struct err ignored;

	if (!store_key(s))
		return false;
	if (u)
		return pin_right(store_key(s), u, pin);
	/* as slow as a wrong PIN: which names exist is nobody's business */
	ignored.code = hash_pin(store_key(s), 0, pin, dummy, &ignored);
	return false;
}

/* --- entering ------------------------------------------------------------------------------------------------------
 */
static int count_try(const struct env *env, int64_t account, int64_t wrong, int64_t until, struct err *e)
{
	struct db_value v[] = { db_i64(account), db_i64(wrong), db_i64(until) };
	int rc = store_ops_db.begin(env->store, e);

	if (!rc)
		rc = db_run(store_db(env->store), SQL_account_try_set, v, 3, NULL, e);
	if (!rc)
		rc = store_ops_db.commit(env->store, e);
	if (rc)
		store_ops_db.rollback(env->store);
	return rc;
}

static int refuse_locked(span name, int64_t left_ms, struct err *e)
{
	return err_set(
		e, ERR_CONFLICT,
		"pengguna %.*s: PIN salah terlalu sering; coba lagi setelah %lld menit, atau minta PIN baru kepada "
		"pengelola (lindung user pin)",
		(int)name.n, name.p, (long long)((left_ms + 59999) / 60000));
}

static int refuse_pin(span name, struct err *e)
{
	return err_set(e, ERR_USAGE, "pengguna %.*s tidak dikenal, dinonaktifkan, atau PIN-nya salah", (int)name.n,
		       name.p);
}

/* A wrong PIN that could not be counted is refused all the same; e then says why it was not counted. */
static int wrong_pin(struct env *env, span name, const struct user *u, struct err *e)
{
	int64_t wait = pin_wait_ms(u->wrong + 1), now = env->seams->now_ms(env->seams->ctx);
	int rc = count_try(env, u->id, u->wrong + 1, wait ? now + wait : 0, e);

	return rc ? rc : wait ? refuse_locked(name, wait, e) : refuse_pin(name, e);
}

static int take_user(struct env *env, const struct user *u, struct err *e)
{
	char *name = padan_arena_copy(env->arena, u->name.p, u->name.n);
	char *region = padan_arena_copy(env->arena, u->region.p ? u->region.p : "", u->region.n);

	if (!name || !region)
		return err_memory(e, "pengguna");
	env->actor = (struct actor){ { name, u->name.n }, roles_may(u->roles), u->id };
	env->scope.region = (span){ region, u->region.n };
	return ERR_OK;
}

static int enter_by_name(struct env *env, const struct credentials *who, struct err *e)
{
	int64_t now = env->seams->now_ms(env->seams->ctx);
	char typed[USER_NAME_MAX + 1], dummy[USER_PIN_TEXT];
	span name;
	struct user u = { 0 };
	struct err ignored;
	bool found = false;
	int rc = user_name_read(who->name, typed, e);

	name = padan_span_of(typed);
	if (!rc)
		rc = user_find(env->store, name, &u, &found, e);
	if (rc)
		return rc;
	if (!found) { /* as slow as a wrong PIN: which names exist is nobody's business */
		rc = store_key(env->store) ? hash_pin(store_key(env->store), 0, who->pin, dummy, e) : ERR_OK;
		return rc ? rc : refuse_pin(name, e);
	}
	if (u.until_ms > now)
		return refuse_locked(name, u.until_ms - now, e);
	if (!store_key(env->store) || !pin_right(store_key(env->store), &u, who->pin))
		return wrong_pin(env, name, &u, e);
	if (!u.active)
		return refuse_pin(name, e);
	rc = take_user(env, &u, e);
	/* Old wrong ones are forgotten; when somebody else writes just now, the next time. */
	if (!rc && u.wrong && count_try(env, u.id, 0, 0, &ignored))
		rc = ERR_OK;
	return rc;
}

int user_enter(struct env *env, const struct credentials *who, struct err *e)
{
	struct db *db = env->store ? store_db(env->store) : NULL;
	int64_t users = 0;
	int rc = ERR_OK;

	/* An older database is only brought forward; it cannot be asked yet. */
	if (db && db_version(db) == db_version_newest()) {
		rc = who->name.n ? enter_by_name(env, who, e) : user_count(env->store, &users, e);
		db_rollback(db);
	} else if (who->name.n) {
		rc = err_set(e, ERR_USAGE, "--sebagai %.*s: basis data ini belum ada atau belum berpengguna",
			     (int)(who->name.n < 60 ? who->name.n : 60), who->name.p);
	}
	if (!rc && !who->name.n)
		env->actor.may = nobody_may(users > 0);
	return rc;
}

/* --- writing -------------------------------------------------------------------------------------------------------
 */
static span user_object(span name, char out[OBJECT])
{
	int n = snprintf(out, OBJECT, "user/%.*s", (int)(name.n < USER_NAME_MAX ? name.n : USER_NAME_MAX), name.p);

	return (span){ out, (size_t)n };
}

static void digest_user(const struct user *u, unsigned char out[DIGEST])
{
	struct db_value v[ACCOUNT_COLUMNS] = { db_i64(u->id),	  db_text(u->name),   db_text(u->full_name),
					       db_text(u->roles), db_text(u->region), db_i64(u->active),
					       db_text(u->pin),	  db_i64(u->pin_ms),  db_i64(u->made_ms) };
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, ACCOUNT_COLUMNS);
	digest_end(&d, out);
}

/* What the row holds now goes into the event. */
static int tell(struct unit *u, span name, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT];
	struct user now;
	bool found = false;
	int rc = user_find(u->store, name, &now, &found, e);

	if (!rc && !found)
		rc = err_set(e, ERR_MACHINE, "pengguna %.*s hilang selagi dicatat", (int)name.n, name.p);
	if (rc)
		return rc;
	digest_user(&now, digest);
	return store_fact(u->store, user_object(name, object), digest, e);
}

static int64_t new_id(const struct seams *s)
{
	uint64_t id;

	s->random(s->ctx, &id, sizeof(id));
	id &= ((uint64_t)1 << 60) - 1;
	return id ? (int64_t)id : 1;
}

int user_store_add(struct unit *u, const struct user *user, span pin, bool first, struct err *e)
{
	const struct seams *s = u->env->seams;
	int64_t now = s->now_ms(s->ctx), id = new_id(s), users = 0;
	char hash[USER_PIN_TEXT];
	struct user known = { 0 };
	bool found = false;
	int rc = user_count(u->store, &users, e);

	if (!rc && (users == 0) != first)
		rc = err_set(e, ERR_CONFLICT, "pengguna pertama dibuat pihak lain; ulangi dengan --sebagai");
	if (!rc)
		rc = user_find(u->store, user->name, &known, &found, e);
	if (!rc && found)
		rc = err_set(e, ERR_CONFLICT, "pengguna %.*s sudah ada", (int)user->name.n, user->name.p);
	if (!rc)
		rc = hash_pin(store_key(u->store), id, pin, hash, e);
	if (!rc) {
		struct db_value v[ACCOUNT_COLUMNS] = { db_i64(id),
						       db_text(user->name),
						       db_text(user->full_name),
						       db_text(user->roles),
						       db_text(user->region),
						       db_i64(1),
						       db_text(padan_span_of(hash)),
						       db_i64(now),
						       db_i64(now) };

		rc = db_run(store_db(u->store), SQL_account_add, v, ACCOUNT_COLUMNS, NULL, e);
	}
	return rc ? rc : tell(u, user->name, e);
}

static int must_find(struct store *s, span name, struct user *out, struct err *e)
{
	bool found = false;
	int rc = user_find(s, name, out, &found, e);

	if (!rc && !found)
		rc = err_set(e, ERR_USAGE, "pengguna %.*s tidak ada; lihat: lindung user list", (int)name.n, name.p);
	return rc;
}

int user_store_pin(struct unit *u, span name, span pin, struct err *e)
{
	const struct seams *s = u->env->seams;
	struct db *db = store_db(u->store);
	char hash[USER_PIN_TEXT];
	struct user known = { 0 };
	int rc = must_find(u->store, name, &known, e);
	int64_t id = rc ? 0 : known.id;

	if (!rc)
		rc = hash_pin(store_key(u->store), id, pin, hash, e);
	if (!rc) {
		struct db_value v[] = { db_i64(id), db_text(padan_span_of(hash)), db_i64(s->now_ms(s->ctx)) };
		struct db_value tries[] = { v[0], db_i64(0), db_i64(0) };

		rc = db_run(db, SQL_account_set_pin, v, 3, NULL, e);
		if (!rc)
			rc = db_run(db, SQL_account_try_set, tries, 3, NULL, e);
		if (!rc)
			rc = try_clear(u->store, id, e);
		if (!rc) /* whoever came with the old one is out */
			rc = session_end(u->store, id, 0, 0, NULL, e);
	}
	return rc ? rc : tell(u, name, e);
}

struct admins {
	span but;
	int n;
};

static int count_admin(void *ctx, const struct user *u)
{
	struct admins *a = ctx;

	a->n += u->active && roles_have(u->roles, ROLE_admin) && !padan_span_eq(u->name, a->but);
	return 0;
}

int user_store_active(struct unit *u, span name, bool active, struct err *e)
{
	struct admins others = { name, 0 };
	struct user known = { 0 };
	int rc = user_each(u->store, count_admin, &others, e);

	if (!rc)
		rc = must_find(u->store, name, &known, e);
	if (!rc && known.active == active)
		rc = err_set(e, ERR_CONFLICT, "pengguna %.*s sudah %s", (int)name.n, name.p,
			     active ? "aktif" : "nonaktif");
	if (!rc && !active && !others.n)
		rc = err_set(e, ERR_USAGE,
			     "pengguna %.*s adalah pengelola terakhir yang aktif; buat pengelola lain dahulu",
			     (int)name.n, name.p);
	if (!rc) {
		struct db_value v[] = { db_i64(known.id), db_i64(active) };

		rc = db_run(store_db(u->store), SQL_account_set_active, v, 2, NULL, e);
		if (!rc)
			rc = session_end(u->store, known.id, 0, 0, NULL, e);
	}
	return rc ? rc : tell(u, name, e);
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, span name, const char *what)
{
	char line[160];

	snprintf(line, sizeof(line), "pengguna %.*s: %s", (int)(name.n < 60 ? name.n : 60), name.p, what);
	found->say(found->ctx, line);
}

struct check {
	struct store *s;
	const struct db_found *found;
	struct err *e;
};

static int check_one(void *ctx, const struct user *u)
{
	struct check *c = ctx;
	unsigned char now[DIGEST], then[DIGEST];
	char object[OBJECT];
	bool known = false;
	int rc;

	digest_user(u, now);
	rc = event_fact_of(store_db(c->s), user_object(u->name, object), then, &known, c->e);
	if (!rc && (!known || memcmp(now, then, DIGEST) != 0))
		say(c->found, u->name, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	return rc;
}

static int check_missing(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("user/")), db_text(SPAN("user0")) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_fact_objects, range, 2, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0), name = { object.p + 5, object.n - 5 };
		struct user u;
		bool there = false;

		rc = user_find(s, name, &u, &there, e);
		if (!rc && !there)
			say(found, name, "ada peristiwanya, tetapi tidak ada lagi");
	}
	return rc;
}

int user_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct check c = { s, found, e };
	int rc = user_each(s, check_one, &c, e);

	return rc ? rc : check_missing(s, found, e);
}
