/* SPDX-License-Identifier: EUPL-1.2
 * Through office_run, as everybody comes: who opens and sees whose data, tokens, the trail, regions. */
#include "check.h"

#include "access/access_log_store.h"
#include "access/audit_cases.h"
#include "access/session_cases.h"
#include "access/token_cases.h"
#include "access/token_store.h"
#include "access/user_store.h"
#include "fault/store_sample.h"
#include "office/json.h"
#include "programme/verify_store.h"

#define PIN SPAN("739214")

static struct sample t;
static struct padan_arena arena;
static int64_t account[3];
static char run_a[RUN_ID_TEXT], run_b[RUN_ID_TEXT];

static const struct new_user {
	const char *name, *roles, *region;
} users[] = { { "kelola", "admin", "" }, { "opd.a", "operator_opd", "73.72" }, { "opd.b", "operator_opd", "73.71" } };
enum { KELOLA, OPD_A, OPD_B };

static int put_user(struct unit *u, void *ctx, struct err *e)
{
	const struct new_user *n = ctx;
	struct user user = { .name = padan_span_of(n->name),
			     .full_name = SPAN("Nama"),
			     .roles = padan_span_of(n->roles),
			     .region = padan_span_of(n->region) };

	return user_store_add(u, &user, PIN, n == users, e);
}

/* The environment of that user, as a session would make it. */
static void as(int who)
{
	t.env.actor = (struct actor){ padan_span_of(users[who].name), roles_may(padan_span_of(users[who].roles)),
				      account[who] };
	t.env.scope.region = padan_span_of(users[who].region);
}

static void write_run(const char *region, char text[RUN_ID_TEXT])
{
	struct sample_run r;
	struct run_claim claim;
	struct err e = { 0 };

	sample_run(&r, 10);
	r.head.wilayah = padan_span_of(region);
	if (sample_write(&t, &r, &claim, &e))
		fail_msg("%s", e.text);
	run_id_text(claim.run, text);
}

static int set_up(void **state)
{
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	t.env.arena = &arena;
	sample_store(&t);
	for (int i = 0; i < 3; i++) {
		struct user u;
		bool found = false;

		if (sample_act(&t, SPAN(""), put_user, (void *)(uintptr_t)&users[i], &e))
			fail_msg("%s", e.text);
		assert_int_equal(user_find(t.env.store, padan_span_of(users[i].name), &u, &found, &e), 0);
		account[i] = u.id;
		db_rollback(store_db(t.env.store));
	}
	write_run("73.72", run_a);
	write_run("73.71", run_b);
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

/* A use case with its fields as "wire=value" texts; what it answers as JSON. */
static int run(const char *name, enum mode mode, const char *const *given, char *answer, struct err *e)
{
	const struct use_case *uc = use_case_find(padan_span_of(name));
	void *in, *out;
	struct buf b;
	int rc = ERR_OK;

	assert_non_null(uc);
	in = padan_arena_zero(&arena, uc->in_size);
	out = padan_arena_zero(&arena, uc->out_size);
	fields_clear(uc->in, in, uc->in_size);
	for (const struct field *f = uc->in; f->c; f++)
		if (f->type == FIELD_store)
			rc = field_parse(f, padan_span_of(t.db), in, e);
	for (; !rc && given && *given; given++) {
		const char *eq = strchr(*given, '=');
		const struct field *f = field_find(uc->in, (span){ *given, (size_t)(eq - *given) });

		assert_non_null(f);
		rc = field_parse(f, padan_span_of(eq + 1), in, e);
	}
	if (!rc)
		rc = office_run(uc, mode, &t.env, in, out, e);
	db_rollback(store_db(t.env.store));
	if (!answer)
		return rc;
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	if (!rc)
		rc = json_record(&b, uc->out, out, JSON_ROWS | JSON_PRIVATE, NULL, e);
	snprintf(answer, 8000, "%.*s", (int)b.n, b.n ? b.p : "");
	buf_done(&b);
	return rc;
}
#define RUN(name, answer, ...) run(name, COMMIT, (const char *const[]){ __VA_ARGS__, NULL }, answer, &e)

static char answer[8000];

static const char *text(const char *front, const char *behind)
{
	char room[200];
	int n = snprintf(room, sizeof(room), "%s%s", front, behind);

	return padan_arena_copy(&arena, room, (size_t)n);
}

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

/* --- NIKs ------------------------------------------------------------------------------------------------------------
 */
static void test_opened_and_seen(void **state)
{
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	must(RUN("unmask", answer, text("rancangan=", run_a), "urut=1", "keperluan=koreksi_data",
		 "alasan=NIK di KTP berbeda"),
	     &e);
	assert_non_null(strstr(answer, "\"nik\":\"7372040101800000\""));
	assert_non_null(strstr(answer, "\"sisa\":49"));
	must(RUN("access list", answer, "nik=7372040101800000"), &e);
	assert_non_null(strstr(answer, "\"banyak\":1"));
	assert_non_null(strstr(answer, "opd.a"));
	assert_non_null(strstr(answer, "NIK dibuka"));
	assert_non_null(strstr(answer, "koreksi_data"));
	assert_non_null(strstr(answer, "NIK di KTP berbeda"));
	/* whoever asked is written down too */
	must(RUN("access list", answer, "nik=7372040101800000"), &e);
	assert_non_null(strstr(answer, "\"banyak\":2"));
	assert_non_null(strstr(answer, "data dilihat"));
	/* somebody else's NIK */
	must(RUN("access list", answer, "nik=7372040201800001"), &e);
	assert_non_null(strstr(answer, "\"banyak\":0"));
	assert_int_equal(RUN("access list", NULL, "nik=737204010180000"), ERR_USAGE);
	assert_int_equal(RUN("access list", NULL, "nik=73720401018000 0"), ERR_USAGE);
}

static int count_seen(void *ctx, const struct access_seen *seen)
{
	int *n = ctx;

	(void)seen;
	++*n;
	return 0;
}

static int looks(const char *nik)
{
	struct err e = { 0 };
	int n = 0;

	must(access_each(t.env.store, padan_span_of(nik), count_seen, &n, &e), &e);
	db_rollback(store_db(t.env.store));
	return n;
}

/* The same account, person and way within a minute of the first look, less what a page may be kept: one look. Anything
 * else is another. */
static void test_same_look(void **state)
{
	static const char nik[] = "7372040101800000", other[] = "7372040201800001";
	const char *run_id = text("rancangan=", run_a);
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 1);
	t.now_ms += LIM_LOOK_MS - LIM_PAGE_MS - 1;
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 1);
	t.now_ms++; /* not counted from the last time, but from the first */
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 2);
	must(RUN("why", answer, run_id, text("orang=", nik)), &e); /* another way */
	assert_int_equal(looks(nik), 3);
	must(RUN("row show", answer, run_id, "no=2"), &e); /* another person */
	assert_int_equal(looks(nik), 3);
	assert_int_equal(looks(other), 1);
	t.env.scope.region = SPAN(""); /* other rights */
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 4);
	as(OPD_A);
	t.env.actor.name = SPAN("opd.a/siks"); /* by another name: a token's */
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 5);
	as(OPD_A);
	t.env.actor.account = account[KELOLA]; /* another account */
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 6);
	t.now_ms -= 3600000; /* a clock that was set back: what lies ahead is no look of now */
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 7);
	t.env.actor.account = 0; /* nobody in particular: who knows whether it is the same one */
	must(RUN("row show", answer, run_id, "no=1"), &e);
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks(nik), 9);
}

/* Opening a NIK is never the same as before, nor is it a look. */
static void test_opening_is_always_another(void **state)
{
	const char *run_id = text("rancangan=", run_a);
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	must(RUN("row show", answer, run_id, "no=1"), &e);
	must(RUN("unmask", answer, run_id, "urut=1", "keperluan=koreksi_data", "alasan=NIK di KTP berbeda"), &e);
	assert_non_null(strstr(answer, "\"sisa\":49"));
	must(RUN("unmask", answer, run_id, "urut=1", "keperluan=koreksi_data", "alasan=NIK di KTP berbeda"), &e);
	assert_non_null(strstr(answer, "\"sisa\":48"));
	must(RUN("row show", answer, run_id, "no=1"), &e);
	assert_int_equal(looks("7372040101800000"), 3);
}

/* A look that cannot be written shows nobody. */
static int no_begin(struct store *s, struct err *e)
{
	(void)s;
	return err_set(e, ERR_MACHINE, "cakram penuh");
}

static void test_no_look_no_page(void **state)
{
	const struct store_ops *ops = t.env.store_ops;
	struct store_ops failing = *ops;
	const char *run_id = text("rancangan=", run_a);
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	failing.begin = no_begin;
	t.env.store_ops = &failing;
	assert_int_equal(RUN("row show", NULL, run_id, "no=1"), ERR_MACHINE);
	t.env.store_ops = ops;
	assert_int_equal(looks("7372040101800000"), 0);
	must(RUN("row show", NULL, run_id, "no=1"), &e);
	t.env.store_ops = &failing;
	must(RUN("row show", NULL, run_id, "no=1"), &e); /* written down already */
	t.env.store_ops = ops;
}

static void test_unmask_needs(void **state)
{
	const char *run_id = text("rancangan=", run_a);
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=1", "keperluan=iseng", "alasan=ingin tahu"), ERR_USAGE);
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=1", "keperluan=sanggahan"), ERR_USAGE);
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=0", "keperluan=sanggahan", "alasan=sanggahan warga"),
			 ERR_USAGE);
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=11", "keperluan=sanggahan", "alasan=sanggahan warga"),
			 ERR_USAGE);
	t.env.actor.may &= ~MAY(CAP_UNMASK);
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=1", "keperluan=sanggahan", "alasan=sanggahan warga"),
			 ERR_USAGE);
	as(OPD_A);
	t.env.actor.account = 0; /* nobody in particular */
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=1", "keperluan=sanggahan", "alasan=sanggahan warga"),
			 ERR_USAGE);
}

static void test_budget_of_the_day(void **state)
{
	const char *run_id = text("rancangan=", run_a);
	struct err e = { 0 };

	(void)state;
	as(KELOLA);
	must(RUN("unmask-limit", answer, "jatah=3", "alasan=cukup untuk ini"), &e);
	assert_non_null(strstr(answer, "\"semula\":50,\"jatah\":3"));
	as(OPD_A);
	for (int i = 0; i < 3; i++)
		must(RUN("unmask", NULL, run_id, "urut=2", "keperluan=sanggahan", "alasan=sanggahan warga"), &e);
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=2", "keperluan=sanggahan", "alasan=sanggahan warga"),
			 ERR_CONFLICT);
	/* 18.31 WITA; the office's day ends at midnight there, not in Greenwich */
	t.now_ms += (5 * 60 + 28) * 60000;
	assert_int_equal(RUN("unmask", NULL, run_id, "urut=2", "keperluan=sanggahan", "alasan=sanggahan warga"),
			 ERR_CONFLICT);
	t.now_ms += 2 * 60000;
	must(RUN("unmask", NULL, run_id, "urut=2", "keperluan=sanggahan", "alasan=sanggahan warga"), &e);
}

static int forge(struct unit *u, void *ctx, struct err *e)
{
	struct db_value v[] = { db_text(SPAN("batas_buka_nik")), db_i64(9000) };

	(void)ctx;
	return db_run(store_db(u->store), SQL_setting_set, v, 2, NULL, e);
}

static void test_forged_budget_shows(void **state)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	(void)state;
	must(sample_act(&t, SPAN(""), forge, NULL, &e), &e);
	assert_int_equal(verify_store(t.env.store, &found, &e), 0);
	assert_int_equal(f.n, 1);
	as(KELOLA);
	must(RUN("unmask-limit", NULL, "jatah=9000", "alasan=dicatat kemudian"), &e);
}

/* --- regions ---------------------------------------------------------------------------------------------------------
 */
/* Every use case of the registry that is given a run: one of another region is answered in the very words of one that
 * is not there. */
static void test_other_regions_are_absent(void **state)
{
	int asked = 0;

	(void)state;
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			const struct use_case *uc = &r->set->cases[i];
			const struct field *f = field_find(uc->in, SPAN("rancangan"));
			struct err other = { 0 }, none = { 0 };
			const char *given[12] = { NULL };
			char *at;
			int n = 1;

			if (!f || !field_find(uc->in, SPAN("db")))
				continue;
			for (const struct field *g = uc->in; g->c; g++)
				if (g != f && (g->flags & F_REQUIRED) && g->type != FIELD_store && n < 10)
					given[n++] =
						text(g->wire, g->type == FIELD_day	  ? "=2025-05-02"
							      : g->type == FIELD_number	  ? "=1"
							      : g->type == FIELD_choice	  ? "=sanggahan"
							      : g->type == FIELD_dir_out  ? "=/tmp/lindung-uji-tiada"
							      : g->type == FIELD_file_in  ? "=/etc/hostname"
							      : g->type == FIELD_files_in ? "=/etc/hostname"
											  : "=alasan yang cukup");
			as(OPD_A);
			t.env.actor.may = MAY_ALL;
			given[0] = text("rancangan=", run_b);
			int rc = run(uc->name, PREVIEW, given, NULL, &other);

			given[0] = "rancangan=0000-0000-0001";
			assert_int_equal(run(uc->name, PREVIEW, given, NULL, &none), rc);
			if (!rc)
				fail_msg("%s: shows a run of another region", uc->name);
			while ((at = strstr(other.text, run_b)))
				memcpy(at, "0000-0000-0001", 14);
			if (strcmp(other.text, none.text) != 0)
				fail_msg("%s: \"%s\" and \"%s\"", uc->name, other.text, none.text);
			asked++;
		}
	assert_true(asked >= 12);
}

static void test_lists_of_the_region(void **state)
{
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	must(run("decree list", COMMIT, NULL, answer, &e), &e);
	assert_non_null(strstr(answer, run_a));
	assert_null(strstr(answer, run_b));
	must(run("user list", COMMIT, NULL, answer, &e), &e);
	assert_non_null(strstr(answer, "opd.a"));
	assert_null(strstr(answer, "opd.b"));
	as(KELOLA);
	must(run("user list", COMMIT, NULL, answer, &e), &e);
	assert_non_null(strstr(answer, "opd.b"));
	/* a person of A is nobody to B */
	as(OPD_B);
	must(RUN("access list", answer, "nik=7372040101800000"), &e); /* sample people stand in both runs */
	t.env.scope.region = SPAN("73.73");
	must(RUN("access list", answer, "nik=7372040101800000"), &e);
	assert_non_null(strstr(answer, "\"banyak\":0"));
	/* an admin of one region makes users of that region only, and touches no others */
	t.env.actor = (struct actor){ SPAN("kelola.a"), role_may(ROLE_admin), account[KELOLA] };
	t.env.scope.region = SPAN("73.72");
	assert_int_equal(RUN("user add", NULL, "nama=baru", "role=operator_opd", "scope=73.71", "pin-baru=739215"),
			 ERR_USAGE);
	assert_int_equal(RUN("user disable", NULL, "nama=opd.b", "alasan=mutasi dinas"), ERR_USAGE);
	must(RUN("user add", answer, "nama=baru", "role=operator_opd", "pin-baru=739215"), &e);
	assert_non_null(strstr(answer, "\"wilayah\":\"73.72\""));
}

static void test_scope_of_persons(void **state)
{
	(void)state;
	assert_true(scope_covers_person(SPAN(""), SPAN("73.72"), SPAN("73.72.01")));
	assert_true(scope_covers_person(SPAN("73"), SPAN("73.72"), SPAN("")));
	assert_true(scope_covers_person(SPAN("73.72"), SPAN("73.72"), SPAN("")));
	assert_true(scope_covers_person(SPAN("73.72.01"), SPAN("73.72"), SPAN("73.72.01")));
	assert_false(scope_covers_person(SPAN("73.72.01"), SPAN("73.72"), SPAN("73.72.02")));
	assert_false(scope_covers_person(SPAN("73.72.01"), SPAN("73.72"), SPAN("")));
	assert_false(scope_covers_person(SPAN("73.71"), SPAN("73.72"), SPAN("73.71.01")));
	assert_false(scope_covers_person(SPAN("73.7"), SPAN("73.72"), SPAN("73.72.01")));
}

/* --- tokens ----------------------------------------------------------------------------------------------------------
 */
static void take_token(char token[TOKEN_TEXT])
{
	const char *at = strstr(answer, "\"token\":\"");

	assert_non_null(at);
	snprintf(token, TOKEN_TEXT, "%s", at + 9);
	assert_int_equal(strlen(token), TOKEN_TEXT - 1);
}

static bool bearer(const char *token, struct session *s, struct err *e)
{
	bool found = false;
	int rc = session_ops_db.token(&t.env, padan_span_of(token), s, &found, e);

	db_rollback(store_db(t.env.store));
	assert_true(rc == 0 || rc == ERR_CONFLICT);
	return found && !rc;
}

static void test_token(void **state)
{
	char token[TOKEN_TEXT];
	struct session s;
	struct err e = { 0 };

	(void)state;
	as(KELOLA);
	assert_int_equal(
		RUN("token add", NULL, "nama=siks", "pengguna=opd.a", "wewenang=verifikasi", "sampai=2025-12-31"),
		ERR_USAGE); /* a step of a decree */
	assert_int_equal(RUN("token add", NULL, "nama=siks", "pengguna=opd.a", "wewenang=jejak", "sampai=2025-12-31"),
			 ERR_USAGE); /* more than its owner */
	assert_int_equal(RUN("token add", NULL, "nama=siks", "pengguna=opd.a", "wewenang=lihat", "sampai=2026-12-31"),
			 ERR_USAGE);
	assert_int_equal(RUN("token add", NULL, "nama=siks", "pengguna=opd.a", "wewenang=lihat", "scope=73.71",
			     "sampai=2025-12-31"),
			 ERR_USAGE);
	must(RUN("token add", answer, "nama=siks", "pengguna=opd.a", "wewenang=lihat,peserta", "jatah=5",
		 "sampai=2025-05-02"),
	     &e);
	take_token(token);
	assert_int_equal(RUN("token add", NULL, "nama=siks", "pengguna=opd.a", "wewenang=lihat", "sampai=2025-12-31"),
			 ERR_CONFLICT);
	assert_true(bearer(token, &s, &e));
	assert_true(s.by_token && s.actor.may == (MAY(CAP_READ) | MAY(CAP_PEOPLE)) &&
		    s.actor.account == account[OPD_A]);
	assert_true(padan_span_eq(s.actor.name, SPAN("token:siks")) && padan_span_eq(s.scope.region, SPAN("73.72")));
	assert_int_equal(session_ops_db.seen(&t.env, &s, &e), 0);
	for (int i = 0; i < 4; i++)
		assert_true(bearer(token, &s, &e));
	assert_false(bearer(token, &s, &e)); /* the sixth today */
	token[10] ^= 1;
	assert_false(bearer(token, &s, &e));
	token[10] ^= 1;
	assert_false(bearer(token + 4, &s, &e));
	must(run("token list", COMMIT, NULL, answer, &e), &e);
	assert_non_null(strstr(answer, "\"keadaan\":\"berlaku\""));
	assert_null(strstr(answer, token + 4));
	t.now_ms += 86400000;
	assert_false(bearer(token, &s, &e)); /* its last day was yesterday */
	must(run("token list", COMMIT, NULL, answer, &e), &e);
	assert_non_null(strstr(answer, "kedaluwarsa"));
}

static int disable(struct unit *u, void *ctx, struct err *e)
{
	return user_store_active(u, padan_span_of(ctx), false, e);
}

static void test_token_ends(void **state)
{
	char token[TOKEN_TEXT], other[TOKEN_TEXT];
	struct session s;
	struct err e = { 0 };

	(void)state;
	as(KELOLA);
	must(RUN("token add", answer, "nama=satu", "pengguna=opd.a", "wewenang=lihat", "sampai=2025-12-31"), &e);
	take_token(token);
	must(RUN("token add", answer, "nama=dua", "pengguna=opd.a", "wewenang=lihat", "sampai=2025-12-31"), &e);
	take_token(other);
	must(RUN("token revoke", NULL, "nama=satu", "alasan=sistemnya diganti"), &e);
	assert_int_equal(RUN("token revoke", NULL, "nama=satu", "alasan=sistemnya diganti"), ERR_CONFLICT);
	assert_false(bearer(token, &s, &e));
	assert_true(bearer(other, &s, &e));
	must(sample_act(&t, SPAN(""), disable, (char[]){ "opd.a" }, &e), &e); /* with its owner */
	assert_false(bearer(other, &s, &e));
}

/* --- the trail -------------------------------------------------------------------------------------------------------
 */
static void test_trail(void **state)
{
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	for (int i = 0; i < 60; i++) {
		t.now_ms += 1000;
		must(RUN("access list", NULL, "nik=7372040101800000"), &e);
	}
	must(RUN("unmask", NULL, text("rancangan=", run_a), "urut=3", "keperluan=sanggahan", "alasan=sanggahan warga"),
	     &e);
	assert_int_equal(run("events", COMMIT, NULL, NULL, &e), ERR_USAGE); /* not everybody */
	as(KELOLA);
	must(RUN("events", answer, "tindakan=unmask"), &e);
	assert_non_null(strstr(answer, "sanggahan warga"));
	assert_non_null(strstr(answer, "\"tindakan\":\"Buka NIK\""));
	assert_non_null(strstr(answer, "akses/"));
	assert_null(strstr(answer, "7372040"));
	must(RUN("events", answer, "pelaku=opd.b"), &e);
	assert_non_null(strstr(answer, "\"daftar\":[]"));
	must(RUN("events", answer, "pelaku=opd.a", "dari=2025-05-03"), &e);
	assert_non_null(strstr(answer, "\"daftar\":[]"));
	must(RUN("events", answer, "tindakan=unmask", "dari=2025-05-02", "sampai=2025-05-02"), &e);
	assert_non_null(strstr(answer, "opd.a"));
	must(RUN("events", answer, text("objek=run/", run_a)), &e);
	t.env.scope.region = SPAN("73.71");
	must(run("events", COMMIT, NULL, answer, &e), &e);
	assert_non_null(strstr(answer, "\"daftar\":[]"));
}

static void test_pages_of_the_trail(void **state)
{
	const struct use_case *uc = use_case_find(SPAN("events"));
	struct event_list_in in;
	struct event_list_out out;
	struct event_line line;
	struct err e = { 0 };
	int64_t last = INT64_MAX, all = 0;
	int pages = 0;

	(void)state;
	as(OPD_A);
	for (int i = 0; i < 60; i++, t.now_ms += LIM_LOOK_MS) /* each a look of its own */
		must(RUN("access list", NULL, "nik=7372040101800000"), &e);
	as(KELOLA);
	fields_clear(uc->in, &in, sizeof(in));
	in.db = padan_span_of(t.db);
	do {
		int n = 0;

		must(office_run(uc, COMMIT, &t.env, &in, &out, &e), &e);
		while (out.daftar.next && out.daftar.next(out.daftar.ctx, &line, &e) == 1) {
			assert_true(line.nomor < last);
			last = line.nomor;
			n++;
		}
		assert_true(n <= 50);
		all += n;
		in.sebelum = out.lanjut;
		pages++;
	} while (out.lanjut != FIELD_ABSENT);
	assert_int_equal(pages, 2);
	assert_int_equal(all, 60 + 3 + 2); /* users, runs */
}

static void test_rights(void **state)
{
	struct err e = { 0 };

	(void)state;
	as(OPD_A);
	must(run("user rights", COMMIT, NULL, NULL, &e), &e);
	for (const struct field *f = right_line_shape.columns; f->c; f++)
		if (f->type == FIELD_flag)
			assert_true(roles_may(padan_span_of(f->wire)) != 0); /* each column is a role */
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_opened_and_seen),
		T(test_same_look),
		T(test_opening_is_always_another),
		T(test_no_look_no_page),
		T(test_unmask_needs),
		T(test_budget_of_the_day),
		T(test_forged_budget_shows),
		T(test_other_regions_are_absent),
		T(test_lists_of_the_region),
		T(test_scope_of_persons),
		T(test_token),
		T(test_token_ends),
		T(test_trail),
		T(test_pages_of_the_trail),
		T(test_rights),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
