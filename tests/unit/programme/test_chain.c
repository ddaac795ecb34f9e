/* SPDX-License-Identifier: EUPL-1.2
 * The whole table of states x acts x persons (tests/cases/rantai), through office_run and the registry's own use cases:
 * every cell is allowed, or refused with its own words. */
#include "check.h"

#include "access/user.h"
#include "fault/store_sample.h"
#include "programme/verify_store.h"

#include <sqlite3.h>

enum { ACTS = 7, STATES = 8, LINE = 4000 };
static const char *const acts[ACTS] = { "verify", "propose", "initial", "sign", "issue", "send", "return" };
static char states[STATES][24], cell[STATES][ACTS][200];
static bool may[ROLE_COUNT][ACTS];
static struct sample t;
static int64_t runs[STATES];
static char scan[128];

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static FILE *table(const char *name, char line[LINE])
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof(path), SOURCE_ROOT "/tests/cases/rantai/%s.csv", name);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, LINE, f)); /* the heading */
	return f;
}

static void read_tables(void)
{
	char line[LINE], *rest;
	FILE *f = table("keadaan", line);

	for (int s = 0; s < STATES; s++) {
		rest = fgets(line, LINE, f);
		assert_non_null(rest);
		line[strcspn(line, "\n")] = '\0';
		snprintf(states[s], sizeof(states[s]), "%s", strsep(&rest, ","));
		for (int a = 0; a < ACTS; a++)
			snprintf(cell[s][a], sizeof(cell[s][a]), "%s", strsep(&rest, ","));
		assert_null(rest);
	}
	fclose(f);
	f = table("peran", line);
	for (int r = 0; r < ROLE_COUNT; r++) {
		rest = fgets(line, LINE, f);
		assert_non_null(rest);
		line[strcspn(line, "\n")] = '\0';
		assert_string_equal(strsep(&rest, ","), role_word((enum role)r)); /* every role, in their order */
		for (int a = 0; a < ACTS; a++)
			may[r][a] = *strsep(&rest, ",") != '\0';
	}
	assert_null(fgets(line, LINE, f));
	fclose(f);
}

/* A draft of this stage, brought to the state. */
static int64_t bring(int state, int stage)
{
	static const enum chain_act way[] = { ACT_verify, ACT_propose, ACT_initial, ACT_sign };
	struct sample_run r;
	struct run_claim c, again;
	struct err e = { 0 };
	char number[16];

	sample_run(&r, 12);
	r.head.stage = stage;
	must(sample_write(&t, &r, &c, &e), &e);
	for (int i = 0; i < 4 && i < state && state < STATES - 1; i++)
		must(sample_step(&t, c.run, way[i], 2 + i, &e), &e);
	snprintf(number, sizeof(number), "%d/2025", stage);
	if (state == 5 || state == 6)
		must(sample_number(&t, c.run, padan_span_of(number), &e), &e);
	if (state == 6)
		must(sample_step(&t, c.run, ACT_send, 6, &e), &e);
	if (state == STATES - 1) {
		r.head.again = SPAN("susun ulang");
		must(sample_write(&t, &r, &again, &e), &e);
	}
	return c.run;
}

static void fresh(void)
{
	FILE *f;

	sample_open(&t);
	sample_store(&t);
	snprintf(scan, sizeof(scan), "%s/sk.pdf", t.dir);
	f = fopen(scan, "w");
	assert_non_null(f);
	fputs("%PDF", f);
	fclose(f);
}

static void over(void)
{
	sample_close(&t);
	sample_done(&t);
}

static void give(const struct use_case *uc, void *in, const char *wire, const char *value)
{
	const struct field *f = field_find(uc->in, padan_span_of(wire));
	struct err e = { 0 };

	if (f)
		must(field_parse(f, padan_span_of(value), in, &e), &e);
}

static int act(int which, int64_t run, const struct actor *who, enum mode mode, struct err *e)
{
	_Alignas(16) char in[1024], out[1024];
	char path[40], id[RUN_ID_TEXT];
	const struct use_case *uc;
	struct padan_arena arena;
	struct env env = t.env;
	int rc;

	snprintf(path, sizeof(path), "decree %s", acts[which]);
	uc = use_case_find(padan_span_of(path));
	assert_non_null(uc);
	assert_true(uc->in_size <= sizeof(in) && uc->out_size <= sizeof(out));
	fields_clear(uc->in, in, uc->in_size);
	run_id_text(run, id);
	give(uc, in, "rancangan", id);
	give(uc, in, "db", t.db);
	give(uc, in, "alasan", "ada yang keliru");
	give(uc, in, "nomor", "99/2025");
	give(uc, in, "tanggal", "2025-05-03");
	give(uc, in, "berkas", scan);
	give(uc, in, "surat", "560/1");
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	env.arena = &arena;
	env.actor = *who;
	*e = (struct err){ 0 };
	rc = office_run(uc, mode, &env, in, out, e);
	padan_arena_done(&arena);
	return rc;
}

static void refused(int s, int a, const char *who, int rc, int want, const char *say, const struct err *e)
{
	if (rc != want || !strstr(e->text, say))
		fail_msg("%s, %s by %s: code %d, \"%s\"; wanted %d, \"%s\"", states[s], acts[a], who, rc, e->text, want,
			 say);
}

/* The account whose work the act checks in this state (bring's persons): the maker for verify, else the last one. */
static int64_t checked(int s, int a)
{
	static const int64_t last[] = { 1, 2, 3, 4, 5, 4, 6, 1 };

	return a == 0 ? 1 : last[s];
}

static void check_cell(int s, int a, enum role r)
{
	struct actor who = { SPAN("seseorang"), role_may(r), 100 + r };
	struct err e;
	int rc = act(a, runs[s], &who, cell[s][a][0] == '>' ? PREVIEW : COMMIT, &e);

	if (!may[r][a])
		refused(s, a, role_word(r), rc, ERR_USAGE, "tidak berwenang", &e);
	else if (cell[s][a][0] == '>')
		must(rc, &e);
	else
		refused(s, a, role_word(r), rc, ERR_CONFLICT, cell[s][a], &e);
}

static void test_every_cell(void **state)
{
	struct actor nobody = { SPAN("operator setempat"), MAY_ALL, 0 };
	struct err e;
	int cells = 0;

	(void)state;
	fresh();
	for (int s = 0; s < STATES; s++)
		runs[s] = bring(s, s + 1);
	for (int s = 0; s < STATES; s++)
		for (int a = 0; a < ACTS; a++) {
			struct actor same = { SPAN("orang yang sama"), MAY_ALL, checked(s, a) };
			int rc;

			for (int r = 0; r < ROLE_COUNT; r++, cells++)
				check_cell(s, a, (enum role)r);
			rc = act(a, runs[s], &nobody, COMMIT, &e);
			refused(s, a, "nobody by name", rc, ERR_USAGE, "lindung user add", &e);
			rc = act(a, runs[s], &same, PREVIEW, &e);
			if (cell[s][a][0] != '>')
				refused(s, a, "the same person", rc, ERR_CONFLICT, cell[s][a], &e);
			else if (a != ACTS - 1)
				refused(s, a, "the same person", rc, ERR_USAGE, "harus oleh orang lain", &e);
			else
				must(rc, &e);
		}
	assert_int_equal(cells, STATES * ACTS * ROLE_COUNT);
	over();
}

static void state_is(int64_t run, const char *word)
{
	struct run_info info;
	struct err e = { 0 };

	must(run_store_info(t.env.store, run, &info, &e), &e);
	assert_string_equal(chain_state_word(info.chain), word);
}

/* What is allowed happens, leads where the table says, is not repeated by the same command, and verifies. */
static void test_allowed_steps_are_taken(void **state)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e;

	(void)state;
	for (int s = 0; s < STATES; s++)
		for (int a = 0; a < ACTS; a++) {
			struct actor who = { SPAN("seseorang"), MAY_ALL, 200 }, other = { SPAN("lain"), MAY_ALL, 201 };
			int64_t run;

			if (cell[s][a][0] != '>')
				continue;
			fresh();
			run = bring(s, 1);
			must(act(a, run, &who, COMMIT, &e), &e);
			state_is(run, cell[s][a] + 1);
			assert_int_equal(act(a, run, &other, COMMIT, &e), ERR_CONFLICT);
			state_is(run, cell[s][a] + 1);
			must(verify_store(t.env.store, &found, &e), &e);
			if (f.n)
				fail_msg("%s, %s: %s", states[s], acts[a], f.first);
			over();
		}
}

/* Returned, verified again: by the same Kabid too, but never by the maker; a returned draft may be replaced. */
static void test_returned(void **state)
{
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };
	int64_t run;

	(void)state;
	fresh();
	run = bring(3, 1);
	sample_run(&r, 12);
	r.head.again = SPAN("ambang keliru");
	assert_int_equal(run_store_claim(t.env.store, &r.head, &c, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "terkunci"));
	must(sample_step(&t, run, ACT_return, 4, &e), &e);
	state_is(run, "draft");
	assert_int_equal(sample_step(&t, run, ACT_verify, 1, &e), ERR_USAGE);
	must(sample_step(&t, run, ACT_verify, 2, &e), &e);
	must(sample_step(&t, run, ACT_return, 2, &e), &e); /* the one who did it takes it back */
	must(sample_step(&t, run, ACT_verify, 2, &e), &e);
	must(sample_step(&t, run, ACT_return, 3, &e), &e);
	must(sample_write(&t, &r, &c, &e), &e);
	assert_int_equal(c.replaced, run);
	assert_int_equal(sample_step(&t, run, ACT_verify, 2, &e), ERR_CONFLICT);
	must(sample_issue(&t, c.run, SPAN("5/2025"), &e), &e);
	over();
}

/* Both looked at the same state; the second one's look is old. */
static void test_two_at_once(void **state)
{
	struct chain_ask a = { .act = ACT_propose }, b = { .act = ACT_propose };
	struct padan_arena arena;
	struct err e = { 0 };

	(void)state;
	fresh();
	a.run = b.run = bring(1, 1);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	t.env.arena = &arena;
	t.env.actor.account = 7;
	must(chain_store_plan(&t.env, &a, &e), &e);
	t.env.actor.account = 8;
	must(chain_store_plan(&t.env, &b, &e), &e);
	t.env.actor.account = 7;
	must(sample_act(&t, SPAN(""), sample_take, &a, &e), &e);
	t.env.actor.account = 8;
	assert_int_equal(sample_act(&t, SPAN(""), sample_take, &b, &e), ERR_CONFLICT);
	state_is(a.run, "diusulkan");
	/* returned and verified again meanwhile: the state is the same, the step is not */
	b = (struct chain_ask){ .act = ACT_initial, .run = a.run };
	t.env.actor.account = 12;
	must(chain_store_plan(&t.env, &b, &e), &e);
	must(sample_step(&t, a.run, ACT_return, 9, &e), &e);
	must(sample_step(&t, a.run, ACT_verify, 10, &e), &e);
	must(sample_step(&t, a.run, ACT_propose, 11, &e), &e);
	assert_int_equal(sample_act(&t, SPAN(""), sample_take, &b, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "lebih dahulu"));
	padan_arena_done(&arena);
	over();
}

/* Drafts of two stages, made before the first became a decree: the second does not know of it and must be made anew. */
static void test_stale_draft(void **state)
{
	struct err e = { 0 };
	int64_t one, two;

	(void)state;
	fresh();
	one = bring(0, 1);
	two = bring(1, 2);
	t.now_ms += 1000;
	must(sample_issue(&t, one, SPAN("1/2025"), &e), &e);
	assert_int_equal(sample_step(&t, two, ACT_propose, 3, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "1/2025"));
	must(sample_step(&t, two, ACT_return, 3, &e), &e);
	over();
}

/* Whose region is another one is told what somebody is told who asks for nothing. */
static void test_scope(void **state)
{
	struct actor who = { SPAN("orang"), MAY_ALL, 200 };
	struct err e = { 0 }, none = { 0 };
	int64_t run;

	(void)state;
	assert_true(scope_covers(SPAN(""), SPAN("73.72")));
	assert_true(scope_covers(SPAN("73"), SPAN("73.72")));
	assert_true(scope_covers(SPAN("73.72"), SPAN("73.72")));
	assert_false(scope_covers(SPAN("73.7"), SPAN("73.72")));
	assert_false(scope_covers(SPAN("73.72.01"), SPAN("73.72")));
	fresh();
	run = bring(0, 1);
	t.env.scope.region = SPAN("73.71");
	assert_int_equal(act(0, run, &who, COMMIT, &e), ERR_USAGE);
	assert_int_equal(act(0, 5, &who, COMMIT, &none), ERR_USAGE);
	assert_non_null(strstr(e.text, "tidak ada; lihat: lindung decree list"));
	assert_non_null(strstr(none.text, "tidak ada; lihat: lindung decree list"));
	t.env.scope.region = SPAN("73");
	must(act(0, run, &who, COMMIT, &e), &e);
	over();
}

static int raw(sqlite3 *c, const char *sql, int64_t run)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(c, sql, -1, &st, NULL);

	assert_int_equal(rc, SQLITE_OK);
	sqlite3_bind_int64(st, 1, run);
	rc = sqlite3_step(st);
	sqlite3_finalize(st);
	return rc;
}

/* And behind the program's back: the table itself refuses. */
static void test_database_holds_it(void **state)
{
	static const char *const bad[] = {
		/* skips */
		"INSERT INTO decree_step VALUES (?1, 2, 'initial', 'diusulkan', 'paraf_hukum', 9, 'x', 1, 1, 2, 0, "
		"'', '', 1)",
		/* skips, lying about where it was */
		"INSERT INTO decree_step VALUES (?1, 2, 'propose', 'diusulkan', 'paraf_hukum', 9, 'x', 1, 1, 2, 0, "
		"'', '', 1)",
		/* the same person */
		"INSERT INTO decree_step VALUES (?1, 2, 'propose', 'diverifikasi', 'diusulkan', 2, 'x', 1, 1, 2, 0, "
		"'', '', 1)",
		/* the same person, lying about whose work it was */
		"INSERT INTO decree_step VALUES (?1, 2, 'propose', 'diverifikasi', 'diusulkan', 2, 'x', 1, 1, 3, 0, "
		"'', '', 1)",
		"INSERT INTO decree_step VALUES (?1, 2, 'propose', 'diverifikasi', 'diusulkan', 2, 'x', 1, 0, 1, 0, "
		"'', '', 1)",
		/* nobody by name */
		"INSERT INTO decree_step VALUES (?1, 2, 'propose', 'diverifikasi', 'diusulkan', 0, 'x', 1, 1, 2, 0, "
		"'', '', 1)",
		/* twice */
		"INSERT INTO decree_step VALUES (?1, 1, 'verify', 'draft', 'diverifikasi', 9, 'x', 0, 0, 1, 0, '', "
		"'', 1)",
		"INSERT INTO decree_step VALUES (?1, 2, 'verify', 'draft', 'diverifikasi', 9, 'x', 1, 0, 1, 0, '', "
		"'', 1)",
		/* a gap, another beginning, a return without a reason, a change, an end */
		"INSERT INTO decree_step VALUES (?1, 3, 'propose', 'diverifikasi', 'diusulkan', 9, 'x', 2, 2, 2, 0, "
		"'', '', 1)",
		"INSERT INTO decree_step VALUES (?1, 2, 'compose', '', 'draft', 9, 'x', NULL, NULL, NULL, 0, '', '', "
		"1)",
		"INSERT INTO decree_step VALUES (?1, 2, 'return', 'diverifikasi', 'draft', 9, 'x', 1, NULL, NULL, 0, "
		"'', '', 1)",
		"UPDATE decree_step SET account = 9 WHERE run = ?1 AND no = 1",
		"DELETE FROM decree_step WHERE run = ?1 AND no = 1",
	};
	static const char good[] = "INSERT INTO decree_step VALUES (?1, 2, 'propose', 'diverifikasi', 'diusulkan', "
				   "9, 'x', 1, 1, 2, 0, '', '', 1)";
	int64_t run;
	sqlite3 *c;

	(void)state;
	fresh();
	run = bring(1, 1);
	sample_close(&t);
	assert_int_equal(sqlite3_open(t.db, &c), SQLITE_OK);
	assert_int_equal(sqlite3_exec(c, "PRAGMA foreign_keys=ON", NULL, NULL, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (raw(c, bad[i], run) == SQLITE_DONE)
			fail_msg("not refused: %s", bad[i]);
	}
	assert_int_equal(raw(c, good, run), SQLITE_DONE); /* the test can fail */
	sqlite3_close(c);
	sample_done(&t);
}

static void test_setting(void **state)
{
	static const struct {
		const char *text;
		int rc;
		bool one;
	} cases[] = { { "program: {nama: x}\n", ERR_OK, false },
		      { "penetapan: {orang_berbeda: ya}\n", ERR_OK, false },
		      { "penetapan: {orang_berbeda: tidak}\n", ERR_OK, true },
		      { "penetapan: {orang_berbeda: [tidak]}\n", ERR_OK, false },
		      { "penetapan: tidak\n", ERR_OK, false },
		      { "penetapan: [\n", ERR_USAGE, false } };
	struct padan_arena arena;

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = { 0 };
		bool one = true;

		assert_int_equal(chain_one_person(padan_span_of(cases[i].text), &arena, &one, &e), cases[i].rc);
		assert_int_equal(one, cases[i].one);
	}
	padan_arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_cell),	  cmocka_unit_test(test_allowed_steps_are_taken),
		cmocka_unit_test(test_returned),	  cmocka_unit_test(test_two_at_once),
		cmocka_unit_test(test_stale_draft),	  cmocka_unit_test(test_scope),
		cmocka_unit_test(test_database_holds_it), cmocka_unit_test(test_setting),
	};

	read_tables();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
