/* SPDX-License-Identifier: EUPL-1.2
 * Sessions, codes and wrong tries, with a clock that the test moves. */
#include "check.h"

#include "access/session_cases.h"
#include "access/session_store.h"
#include "access/totp_store.h"
#include "access/try_store.h"
#include "access/user_store.h"
#include "fault/store_sample.h"
#include "programme/verify_store.h"

enum { MINUTE = 60000 };
#define PIN SPAN("739214")

static struct sample t;
static struct padan_arena arena;
static unsigned char secret[TOTP_SECRET] = "12345678901234567890";
static char recovery[RECOVERY_CODES][RECOVERY_TEXT];

struct new_user {
	const char *name, *roles, *region;
	bool first;
};

static int put_user(struct unit *u, void *ctx, struct err *e)
{
	const struct new_user *n = ctx;
	struct user user = { .name = padan_span_of(n->name),
			     .full_name = SPAN("Nama Lengkap"),
			     .roles = padan_span_of(n->roles),
			     .region = padan_span_of(n->region) };

	return user_store_add(u, &user, PIN, n->first, e);
}

static void act(int (*what)(struct unit *u, void *ctx, struct err *e), void *ctx)
{
	struct err e = { 0 };

	if (sample_act(&t, SPAN(""), what, ctx, &e))
		fail_msg("%s", e.text);
}

static int set_up(void **state)
{
	static struct new_user users[] = { { "kelola", "admin", "", true },
					   { "opd", "operator_opd", "73.72", false },
					   { "kabid", "verifikator", "73.72", false } };
	(void)state;
	sample_open(&t);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	t.env.arena = &arena;
	sample_store(&t);
	for (size_t i = 0; i < 3; i++)
		act(put_user, &users[i]);
	t.env.source = SPAN("10.0.0.1");
	for (int i = 0; i < RECOVERY_CODES; i++)
		snprintf(recovery[i], RECOVERY_TEXT, "7K3M%d-QWP2X", i);
	return 0;
}

static int tear_down(void **state)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(verify_store(t.env.store, &found, &e), 0);
	if (f.n)
		fail_msg("verify: %s", f.first);
	sample_close(&t);
	padan_arena_done(&arena);
	sample_done(&t);
	return 0;
}

static int64_t account_of(const char *name)
{
	struct user u;
	struct err e = { 0 };
	bool found = false;

	assert_int_equal(user_find(t.env.store, padan_span_of(name), &u, &found, &e), 0);
	assert_true(found);
	return u.id;
}

static int enter(const char *name, span pin, span code, struct session_key *key, struct err *e)
{
	struct credentials who = { padan_span_of(name), pin };

	return session_ops_db.open(&t.env, &who, code, key, e);
}

static void must_enter(const char *name, span code, struct session_key *key)
{
	struct err e = { 0 };

	if (enter(name, PIN, code, key, &e))
		fail_msg("%s: %s", name, e.text);
}

static bool touch(const char *key, struct session *out)
{
	struct err e = { 0 };
	bool found = true;

	assert_int_equal(session_ops_db.touch(&t.env, padan_span_of(key), out, &found, &e), 0);
	db_rollback(store_db(t.env.store));
	return found;
}

static void seen(const struct session *s)
{
	struct err e = { 0 };

	assert_int_equal(session_ops_db.seen(&t.env, s, &e), 0);
}

static int put_enrolment(struct unit *u, void *ctx, struct err *e)
{
	return totp_begin(u, *(int64_t *)ctx, secret, e);
}

static int put_confirmation(struct unit *u, void *ctx, struct err *e)
{
	return totp_confirm(u, ctx, e);
}

static span code_now(int64_t ahead, char code[TOTP_DIGITS + 1])
{
	assert_true(totp_code(secret, t.now_ms / TOTP_STEP_MS + ahead, code));
	return padan_span_of(code);
}

static void enrol(const char *name)
{
	char code[TOTP_DIGITS + 1];
	int64_t account = account_of(name);
	struct totp_enrol confirm = { account, padan_span_of(name), code_now(0, code),
				      (const char(*)[RECOVERY_TEXT])recovery };

	act(put_enrolment, &account);
	act(put_confirmation, &confirm);
	t.now_ms += TOTP_STEP_MS;
}

/* --- sessions --------------------------------------------------------------------------------------------------------
 */
static void test_session_lives(void **state)
{
	struct session_key key, other;
	struct session s;

	(void)state;
	must_enter("opd", SPAN(""), &key);
	must_enter("OPD", SPAN(""), &other);
	assert_string_not_equal(key.text, other.text);
	assert_true(touch(key.text, &s));
	assert_true(padan_span_eq(s.actor.name, SPAN("opd")));
	assert_true(s.actor.account == account_of("opd"));
	assert_true(s.actor.may == role_may(ROLE_operator_opd));
	assert_true(padan_span_eq(s.scope.region, SPAN("73.72")));
	assert_int_equal(s.need, SESSION_READY);
	assert_false(s.stale);
	assert_false(touch("", &s));
	assert_false(touch("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &s));
	assert_false(touch("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &s));
	key.text[3] ^= 1;
	assert_false(touch(key.text, &s));
}

static void test_session_ends(void **state)
{
	struct session_key key;
	struct session s;
	struct err e = { 0 };

	(void)state;
	must_enter("opd", SPAN(""), &key);
	t.now_ms += MINUTE;
	assert_true(touch(key.text, &s));
	assert_true(s.stale);
	t.now_ms += SESSION_IDLE_MS - MINUTE - 1; /* nobody said that it was used */
	assert_true(touch(key.text, &s));
	t.now_ms += 1;
	assert_false(touch(key.text, &s));

	must_enter("opd", SPAN(""), &key);
	for (int i = 0; i < 12 * 6 - 1; i++) {
		t.now_ms += 10 * MINUTE;
		if (!touch(key.text, &s))
			fail_msg("gone after %d minutes", 10 * (i + 1));
		seen(&s);
		assert_true(touch(key.text, &s));
		assert_false(s.stale);
	}
	t.now_ms += 10 * MINUTE;
	assert_false(touch(key.text, &s)); /* twelve hours, however busy */

	must_enter("opd", SPAN(""), &key);
	if (session_ops_db.close(&t.env, padan_span_of(key.text), &e))
		fail_msg("%s", e.text);
	assert_false(touch(key.text, &s));
	assert_int_equal(session_ops_db.close(&t.env, padan_span_of(key.text), &e), 0); /* twice is nothing */
	must_enter("opd", SPAN(""), &key);
	t.now_ms -= 2 * MINUTE; /* made by a clock that was ahead */
	assert_false(touch(key.text, &s));
}

static int put_disable(struct unit *u, void *ctx, struct err *e)
{
	return user_store_active(u, padan_span_of(ctx), false, e);
}

static int put_pin(struct unit *u, void *ctx, struct err *e)
{
	return user_store_pin(u, padan_span_of(ctx), PIN, e);
}

static void test_revoked_at_once(void **state)
{
	struct session_key key, mine;
	struct session s;

	(void)state;
	must_enter("opd", SPAN(""), &key);
	must_enter("kelola", SPAN(""), &mine);
	act(put_pin, (char[]){ "opd" });
	assert_false(touch(key.text, &s)); /* a new PIN: whoever had the old one is out */
	must_enter("opd", SPAN(""), &key);
	act(put_disable, (char[]){ "opd" });
	assert_false(touch(key.text, &s));
	assert_true(touch(mine.text, &s));
}

static void test_key_is_not_stored(void **state)
{
	struct session_key key;
	char command[PG_URL + 128];

	(void)state;
	must_enter("opd", SPAN(""), &key);
	if (ENGINE_PG)
		return;
	snprintf(command, sizeof(command), "grep -qaF -e '%s' %s*", key.text, t.db);
	assert_int_not_equal(system(command), 0);
	snprintf(command, sizeof(command), "grep -qaF -e session_open %s*", t.db); /* the test can fail */
	assert_int_equal(system(command), 0);
}

/* --- codes -----------------------------------------------------------------------------------------------------------
 */
static void test_approvers_enrol(void **state)
{
	struct session_key key, renewed;
	struct session s;
	char code[TOTP_DIGITS + 1];
	struct err e = { 0 };

	(void)state;
	must_enter("kabid", SPAN(""), &key);
	assert_true(touch(key.text, &s));
	assert_int_equal(s.need, SESSION_WANTS_ENROL);
	assert_true(s.actor.may == MAY(CAP_SELF));
	enrol("kabid");
	must_enter("kabid", SPAN(""), &key);
	assert_true(touch(key.text, &s));
	assert_int_equal(s.need, SESSION_WANTS_CODE);
	assert_true(s.actor.may == 0);
	if (session_ops_db.code(&t.env, padan_span_of(key.text), code_now(0, code), &renewed, &e))
		fail_msg("%s", e.text);
	assert_false(touch(key.text, &s)); /* what somebody fixed beforehand opens nothing */
	assert_true(touch(renewed.text, &s));
	assert_int_equal(s.need, SESSION_READY);
	assert_true(s.actor.may == role_may(ROLE_verifikator));
	assert_true(s.confirm == 0 && s.fresh_until_ms == t.now_ms + SESSION_FRESH_MS);
	t.now_ms += SESSION_FRESH_MS;
	assert_true(touch(renewed.text, &s));
	assert_true(s.confirm == (MAY(CAP_DECREE_VERIFY) | MAY(CAP_DECREE_RETURN)) && !s.fresh_until_ms);
	assert_true(s.actor.may == role_may(ROLE_verifikator)); /* buttons stay, the act asks */
}

static void test_code_is_good_once(void **state)
{
	struct session_key a, b, renewed;
	struct session s;
	char code[TOTP_DIGITS + 1], old[TOTP_DIGITS + 1];
	struct err e = { 0 };

	(void)state;
	enrol("kabid");
	must_enter("kabid", code_now(0, code), &a);
	assert_true(touch(a.text, &s));
	assert_int_equal(s.need, SESSION_READY);
	assert_int_equal(enter("kabid", PIN, padan_span_of(code), &b, &e), ERR_USAGE); /* overheard */
	must_enter("kabid", SPAN(""), &b);
	assert_int_equal(session_ops_db.code(&t.env, padan_span_of(b.text), padan_span_of(code), &renewed, &e),
			 ERR_USAGE);
	code_now(-1, old); /* an older one, never used */
	assert_int_equal(session_ops_db.code(&t.env, padan_span_of(b.text), padan_span_of(old), &renewed, &e),
			 ERR_USAGE);
	code_now(1, code); /* the telephone's clock is ahead */
	assert_int_equal(session_ops_db.code(&t.env, padan_span_of(b.text), padan_span_of(code), &renewed, &e), 0);
	t.now_ms += 10 * TOTP_STEP_MS;
	code_now(2, code); /* but not by a minute */
	assert_int_equal(session_ops_db.code(&t.env, padan_span_of(renewed.text), padan_span_of(code), &b, &e),
			 ERR_USAGE);
	code_now(-2, code);
	assert_int_equal(session_ops_db.code(&t.env, padan_span_of(renewed.text), padan_span_of(code), &b, &e),
			 ERR_USAGE);
}

static void test_codes_cannot_be_tried(void **state)
{
	struct session_key key, renewed;
	struct session s;
	char code[TOTP_DIGITS + 1];
	struct err e = { 0 };

	(void)state;
	enrol("kabid");
	must_enter("kabid", SPAN(""), &key);
	for (int i = 0; i < SESSION_CODES; i++) {
		assert_true(touch(key.text, &s));
		assert_int_equal(session_ops_db.code(&t.env, padan_span_of(key.text), SPAN("000000"), &renewed, &e),
				 ERR_USAGE);
	}
	assert_false(touch(key.text, &s));
	/* and sessions opened with a right PIN and a wrong code are counted as wrong ones */
	for (int i = 0; i < 4; i++)
		assert_int_equal(enter("kabid", PIN, SPAN("000000"), &key, &e), ERR_USAGE);
	assert_int_equal(enter("kabid", PIN, SPAN("000000"), &key, &e), ERR_CONFLICT);
	assert_int_equal(enter("kabid", PIN, code_now(0, code), &key, &e), ERR_CONFLICT);
}

static void test_recovery_code(void **state)
{
	struct session_key key;
	struct session s;
	struct totp_state totp;
	const char *text = recovery[4];
	struct err e = { 0 };

	(void)state;
	enrol("kabid");
	must_enter("kabid", padan_span_of(text), &key);
	assert_true(touch(key.text, &s));
	assert_int_equal(s.need, SESSION_READY);
	assert_int_equal(enter("kabid", PIN, padan_span_of(text), &key, &e), ERR_USAGE);
	assert_int_equal(totp_look(t.env.store, account_of("kabid"), &totp, &e), 0);
	assert_int_equal(totp.recovery_left, RECOVERY_CODES - 1);
}

/* --- wrong tries -----------------------------------------------------------------------------------------------------
 */
static int guess(const char *name, const char *source)
{
	struct session_key key;
	struct err e = { 0 };

	t.env.source = padan_span_of(source);
	return enter(name, SPAN("000000"), SPAN(""), &key, &e);
}

static void test_same_words_for_all(void **state)
{
	struct err known = { 0 }, unknown = { 0 }, odd = { 0 };
	struct session_key key;

	(void)state;
	for (int i = 0; i < 6; i++) {
		int rc = enter("opd", SPAN("000000"), SPAN(""), &key, &known);

		assert_int_equal(rc, i < 4 ? ERR_USAGE : ERR_CONFLICT);
		assert_int_equal(enter("siapa", SPAN("000000"), SPAN(""), &key, &unknown), rc);
		assert_int_equal(enter("!", SPAN("000000"), SPAN(""), &key, &odd), rc);
		assert_string_equal(known.text, unknown.text);
		assert_string_equal(known.text, odd.text);
	}
}

static void test_lock_out_is_the_guessers(void **state)
{
	struct session_key key;
	struct session s;
	struct err e = { 0 };

	(void)state;
	must_enter("opd", SPAN(""), &key); /* at home: 10.0.0.1 is known */
	for (int i = 0; i < 5; i++)
		assert_int_equal(guess("opd", "203.0.113.9"), i < 4 ? ERR_USAGE : ERR_CONFLICT);
	assert_int_equal(enter("opd", PIN, SPAN(""), &key, &e), ERR_CONFLICT); /* the right one from there waits too */
	t.env.source = SPAN("10.0.0.2");
	must_enter("opd", SPAN(""), &key);
	t.env.source = SPAN("203.0.113.9");
	t.now_ms += MINUTE;
	must_enter("opd", SPAN(""), &key); /* the wait ends by itself */
	assert_true(touch(key.text, &s));
}

/* From a hundred addresses: strangers wait, the owner does not. */
static void test_many_addresses(void **state)
{
	struct session_key key;
	char source[32], code[TOTP_DIGITS + 1];
	struct err e = { 0 };
	int let = 0;

	(void)state;
	enrol("kabid");
	must_enter("opd", SPAN(""), &key);
	for (int i = 0; i < 60; i++) {
		snprintf(source, sizeof(source), "198.51.100.%d", i);
		let += guess("opd", source) == ERR_USAGE;
		guess("kabid", source);
	}
	assert_true(let <= 52); /* then all of them wait */
	t.env.source = SPAN("192.0.2.7");
	assert_int_equal(enter("opd", PIN, SPAN(""), &key, &e), ERR_CONFLICT); /* a new address, nothing but a PIN */
	t.env.source = SPAN("10.0.0.1");
	must_enter("opd", SPAN(""), &key); /* where the person works */
	t.env.source = SPAN("192.0.2.8");
	assert_int_equal(enter("kabid", PIN, SPAN("000000"), &key, &e), ERR_CONFLICT);
	must_enter("kabid", code_now(0, code), &key); /* with a code from anywhere */
}

/* One address that tries one PIN on many names. */
static void test_spraying(void **state)
{
	struct session_key key;
	char name[16];
	struct err e = { 0 };
	int let = 0;

	(void)state;
	must_enter("opd", SPAN(""), &key);
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "nama%d", i);
		let += guess(name, "203.0.113.5") == ERR_USAGE;
	}
	assert_int_equal(let, 21);
	assert_int_equal(enter("kelola", PIN, SPAN(""), &key, &e), ERR_CONFLICT);
	/* an IPv6 network is one address, and IPv4 inside of IPv6 is IPv4 */
	assert_int_equal(guess("opd", "::ffff:203.0.113.5"), ERR_CONFLICT);
	for (int i = 0; i < 5; i++) {
		char v6[64];

		snprintf(v6, sizeof(v6), "2001:db8:1:2::%x", i + 1);
		assert_int_equal(guess("opd", v6), i < 4 ? ERR_USAGE : ERR_CONFLICT);
	}
	assert_int_equal(guess("opd", "2001:db8:1:3::1"), ERR_USAGE);
}

static void test_admin_opens(void **state)
{
	struct session_key key;
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < 5; i++)
		guess("opd", "10.0.0.1");
	assert_int_equal(enter("opd", PIN, SPAN(""), &key, &e), ERR_CONFLICT);
	act(put_pin, (char[]){ "opd" });
	must_enter("opd", SPAN(""), &key);
}

/* --- verify ----------------------------------------------------------------------------------------------------------
 */
static int steal_totp(struct unit *u, void *ctx, struct err *e)
{
	struct db_value v = db_i64(*(int64_t *)ctx);

	return db_run(store_db(u->store), SQL_totp_drop, &v, 1, NULL, e);
}

static void test_verify_sees(void **state)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };
	int64_t account;

	(void)state;
	enrol("kabid");
	account = account_of("kabid");
	assert_int_equal(verify_store(t.env.store, &found, &e), 0);
	assert_int_equal(f.n, 0);
	act(steal_totp, &account);
	assert_int_equal(verify_store(t.env.store, &found, &e), 0);
	assert_int_equal(f.n, 1);
	assert_non_null(strstr(f.first, "kabid"));
	/* set right again, so that tear_down finds nothing */
	struct totp_enrol gone = { account, SPAN("kabid"), SPAN(""), NULL };
	(void)gone;
	sample_close(&t);
	padan_arena_done(&arena);
	sample_done(&t);
	set_up(NULL);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_session_lives),	       T(test_session_ends),
		T(test_revoked_at_once),       T(test_key_is_not_stored),
		T(test_approvers_enrol),       T(test_code_is_good_once),
		T(test_codes_cannot_be_tried), T(test_recovery_code),
		T(test_same_words_for_all),    T(test_lock_out_is_the_guessers),
		T(test_many_addresses),	       T(test_spraying),
		T(test_admin_opens),	       T(test_verify_sees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
