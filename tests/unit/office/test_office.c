/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "office/json.h"
#include "office/office.h"

#define CASES "unit/office/demo.def"
#include "office/declare.inc"
#define CASES	  "unit/office/demo.def"
#define CASE_ROOM demo
#include "office/define.inc"

/* What happened, word by word, and where it is to fail. */
static char story[400];
static const char *fails_at;
static char event_content[400], event_reason[100];

static int step(const char *word, struct err *e)
{
	size_t n = strlen(story);

	snprintf(story + n, sizeof(story) - n, "%s%s", n ? " " : "", word);
	if (fails_at && strcmp(fails_at, word) == 0)
		return err_set(e, ERR_MACHINE, "gagal di %s", word);
	return ERR_OK;
}

int demo_read_plan(struct demo_read_out *out, const struct demo_read_in *in, const struct env *env, struct err *e)
{
	static const struct demo_row rows[] = {
		{ .nama = { "Andi \"Baso\"", 11 }, .jumlah = { 150000 } },
		{ .nama = { "B\xff\n", 3 }, .jumlah = { -5 } },
	};

	out->teks = in->teks;
	return row_cursor_over(env->arena, rows, 2, sizeof(rows[0]), &out->daftar, e);
}

int demo_write_plan(struct demo_write_out *out, const struct demo_write_in *in, const struct env *env, struct err *e)
{
	(void)env;
	out->dua_kali = 2 * in->angka;
	return step("plan", e);
}

int demo_write_apply(const struct demo_write_out *out, const struct demo_write_in *in, struct unit *u, struct err *e)
{
	assert_int_equal(out->dua_kali, 2 * in->angka);
	if (in->angka == 7 && unit_next(u, e))
		return e->code;
	return step("apply", e);
}

int demo_publish_plan(struct demo_publish_out *out, const struct demo_publish_in *in, const struct env *env,
		      struct err *e)
{
	(void)env;
	out->angka = in->angka;
	return step("plan", e);
}

int demo_publish_stage(const struct demo_publish_out *out, const struct demo_publish_in *in, const struct env *env,
		       struct err *e)
{
	(void)out, (void)in, (void)env;
	return step("stage", e);
}

int demo_publish_apply(const struct demo_publish_out *out, const struct demo_publish_in *in, struct unit *u,
		       struct err *e)
{
	(void)out, (void)in, (void)u;
	return step("apply", e);
}

int demo_publish_publish(const struct demo_publish_out *out, const struct demo_publish_in *in, const struct env *env,
			 struct err *e)
{
	(void)out, (void)in, (void)env;
	return step("publish", e);
}

void demo_publish_discard(const struct demo_publish_out *out, const struct demo_publish_in *in, const struct env *env)
{
	(void)out, (void)in, (void)env;
	assert_int_equal(step("discard", NULL), 0);
}

int demo_files_plan(struct demo_files_out *out, const struct demo_files_in *in, const struct env *env, struct err *e)
{
	(void)env;
	out->angka = in->angka;
	return step("plan", e);
}

int demo_files_publish(const struct demo_files_out *out, const struct demo_files_in *in, const struct env *env,
		       struct err *e)
{
	(void)out, (void)in, (void)env;
	return step("publish", e);
}

struct store {
	int open;
};

static int fake_begin(struct store *s, struct err *e)
{
	s->open++;
	return step("begin", e);
}

static int fake_commit(struct store *s, struct err *e)
{
	s->open--;
	return step("commit", e);
}

static void fake_rollback(struct store *s)
{
	s->open = 0;
	assert_int_equal(step("rollback", NULL), 0);
}

static int fake_event(struct store *s, const struct event *ev, struct err *e)
{
	assert_int_equal(s->open, 1);
	snprintf(event_content, sizeof(event_content), "%.*s", (int)ev->content.n, ev->content.p);
	snprintf(event_reason, sizeof(event_reason), "%s/%.*s/%.*s", ev->use_case, (int)ev->actor.n, ev->actor.p,
		 (int)ev->reason.n, ev->reason.p);
	return step("event", e);
}

static const struct store_ops fake = {
	.begin = fake_begin, .commit = fake_commit, .rollback = fake_rollback, .event = fake_event
};

struct bench {
	struct padan_arena arena;
	struct store store;
	struct env env;
};

static void begin(struct bench *b, bool with_store)
{
	story[0] = '\0';
	fails_at = NULL;
	padan_arena_init(&b->arena, &padan_alloc_libc, 0);
	b->store.open = 0;
	b->env = (struct env){ .seams = seams_real(),
			       .arena = &b->arena,
			       .actor = { SPAN("budi"), MAY_ALL },
			       .store_ops = &fake,
			       .store = with_store ? &b->store : NULL,
			       .threads = 1 };
}

static void test_write_is_one_unit(void **state)
{
	struct demo_write_in in = { .angka = 21, .alasan = SPAN("karena perlu"), .rahasia = SPAN("7372") };
	struct demo_write_out out;
	struct bench b;
	struct err e;

	(void)state;
	begin(&b, true);
	assert_int_equal(office_run(&demo_cases.cases[1], PREVIEW, &b.env, &in, &out, &e), 0);
	assert_string_equal(story, "plan");
	story[0] = '\0';
	assert_int_equal(office_run(&demo_cases.cases[1], COMMIT, &b.env, &in, &out, &e), 0);
	assert_string_equal(story, "plan begin apply event commit");
	assert_int_equal(out.dua_kali, 42);
	assert_string_equal(event_content,
			    "{\"masukan\":{\"angka\":21,\"alasan\":\"karena perlu\"},\"hasil\":{\"dua_kali\":42}}");
	assert_string_equal(event_reason, "demo_write/budi/karena perlu");
	padan_arena_done(&b.arena);
}

static void test_large_writes_in_units(void **state)
{
	struct demo_write_in in = { .angka = 7 };
	struct demo_write_out out;
	struct bench b;
	struct err e;

	(void)state;
	begin(&b, true);
	assert_int_equal(office_run(&demo_cases.cases[1], COMMIT, &b.env, &in, &out, &e), 0);
	assert_string_equal(story, "plan begin commit begin apply event commit");
	padan_arena_done(&b.arena);
}

static void fails(bool with_store, int which, const char *where, const char *expected)
{
	struct demo_write_in write = { .angka = 1 };
	struct demo_publish_in publish = { .angka = 1 };
	struct demo_write_out write_out;
	struct demo_publish_out publish_out;
	struct bench b;
	struct err e;

	begin(&b, with_store);
	fails_at = where;
	assert_int_equal(office_run(&demo_cases.cases[which], COMMIT, &b.env,
				    which == 1 ? (void *)&write : (void *)&publish,
				    which == 1 ? (void *)&write_out : (void *)&publish_out, &e),
			 where ? ERR_MACHINE : 0);
	assert_string_equal(story, expected);
	assert_int_equal(b.store.open, 0);
	padan_arena_done(&b.arena);
}

static void test_nothing_half_written(void **state)
{
	(void)state;
	fails(true, 1, "plan", "plan");
	fails(true, 1, "apply", "plan begin apply rollback");
	fails(true, 1, "event", "plan begin apply event rollback");
	fails(true, 1, "commit", "plan begin apply event commit rollback");
	fails(true, 2, NULL, "plan stage begin apply event commit publish");
	fails(true, 2, "plan", "plan");
	fails(true, 2, "stage", "plan stage discard");
	fails(true, 2, "commit", "plan stage begin apply event commit rollback discard");
	fails(true, 2, "publish", "plan stage begin apply event commit publish");
	fails(false, 2, NULL, "plan stage publish");
	fails(false, 3, NULL, "plan publish");
}

static void test_permission_and_store(void **state)
{
	struct demo_write_in in = { .angka = 1 };
	struct demo_write_out out;
	struct bench b;
	struct err e;

	(void)state;
	begin(&b, false);
	assert_int_equal(office_run(&demo_cases.cases[1], COMMIT, &b.env, &in, &out, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "--db"));
	begin(&b, true);
	b.env.actor.may = MAY_ALL & ~((uint64_t)1 << CAP_DECREE);
	assert_int_equal(office_run(&demo_cases.cases[1], COMMIT, &b.env, &in, &out, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "\"penetapan\""));
	assert_string_equal(story, "");
	b.env.actor.may = (uint64_t)1 << CAP_DECREE;
	in.angka = FIELD_ABSENT;
	assert_int_equal(office_run(&demo_cases.cases[1], COMMIT, &b.env, &in, &out, &e), ERR_USAGE);
	assert_string_equal(e.text, "--angka (Angka) belum diisi");
	padan_arena_done(&b.arena);
}

static int parse(struct demo_read_in *in, const char *wire, const char *text, struct err *e)
{
	const struct field *f = field_find(demo_cases.cases[0].in, padan_span_of(wire));

	assert_non_null(f);
	return field_parse(f, padan_span_of(text), in, e);
}

static void test_fields_read_and_shown(void **state)
{
	static const struct {
		const char *wire, *text, *shown;
	} good[] = {
		{ "teks", "sepuluh", "sepuluh" },
		{ "angka", "0", "0" },
		{ "angka", "100", "100" },
		{ "persen", "12,5", "12,5" },
		{ "persen", "12.345", "12,345" },
		{ "persen", "100", "100" },
		{ "uang", "1.000.000", "Rp1.000.000" },
		{ "hari", "2025-04-28", "28 April 2025" },
		{ "bulan", "2025-05", "Mei 2025" },
		{ "ya", "ya", "ya" },
		{ "ya", "tidak", "tidak" },
		{ "kata", "dua", "DUA" },
		{ "kata-kata", "tiga,SATU, tiga", "TIGA, SATU, TIGA" },
		{ "alasan", "salah unggah", "salah unggah" },
		{ "usulan", "a.csv", "a.csv" },
	};
	struct demo_read_in in;
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, NULL, 1000);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		fields_clear(demo_cases.cases[0].in, &in, sizeof(in));
		buf_clear(&b);
		assert_int_equal(parse(&in, good[i].wire, good[i].text, &e), 0);
		field_show(field_find(demo_cases.cases[0].in, padan_span_of(good[i].wire)), &in, &b);
		assert_string_equal(b.p, good[i].shown);
	}
	buf_done(&b);
}

static void test_fields_refuse(void **state)
{
	static const struct {
		const char *wire, *text, *words;
	} bad[] = {
		{ "teks", "sebelas huruf", "batas 10" }, { "angka", "101", "0 sampai 100" },
		{ "angka", "-1", "bilangan bulat" },	 { "angka", "", "bilangan bulat" },
		{ "persen", "1,", "desimal" },		 { "persen", "1,2345", "desimal" },
		{ "persen", "100,001", "desimal" },	 { "persen", ",5", "desimal" },
		{ "uang", "-5", "rupiah bulat" },	 { "uang", "lima", "rupiah bulat" },
		{ "hari", "28-04-2025", "TTTT-BB-HH" },	 { "hari", "2025-02-29", "TTTT-BB-HH" },
		{ "bulan", "2025-13", "TTTT-BB" },	 { "ya", "mungkin", "ya atau tidak" },
		{ "kata", "EMPAT", "SATU, DUA, TIGA" },	 { "kata-kata", "SATU,,DUA", "SATU, DUA, TIGA" },
		{ "kata-kata", "", "SATU, DUA, TIGA" },	 { "alasan", "ok", "lima huruf" },
		{ "berkas", "", "nama berkas" },
	};
	struct demo_read_in in;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		fields_clear(demo_cases.cases[0].in, &in, sizeof(in));
		assert_int_equal(parse(&in, bad[i].wire, bad[i].text, &e), ERR_USAGE);
		if (!strstr(e.text, bad[i].words))
			fail_msg("\"%s\" tidak menyebut \"%s\"", e.text, bad[i].words);
	}
	fields_clear(demo_cases.cases[0].in, &in, sizeof(in));
	for (int i = 0; i < LIM_FILES; i++)
		assert_int_equal(parse(&in, "usulan", "a.csv", &e), 0);
	assert_int_equal(parse(&in, "usulan", "a.csv", &e), ERR_USAGE);
}

static void test_nothing_given_is_nothing(void **state)
{
	struct demo_read_in in;
	struct buf b;
	struct err e;

	(void)state;
	memset(&in, 0x5a, sizeof(in));
	fields_clear(demo_cases.cases[0].in, &in, sizeof(in));
	for (const struct field *f = demo_cases.cases[0].in; f->c; f++)
		assert_false(field_given(f, &in));
	buf_init(&b, NULL, 1000);
	assert_int_equal(json_record(&b, demo_cases.cases[0].in, &in, JSON_ROWS | JSON_PRIVATE, NULL, &e), 0);
	assert_string_equal(b.p, "{\"ya\":false}");
	buf_done(&b);
}

static void test_json(void **state)
{
	struct demo_read_in in;
	struct demo_read_out out;
	struct bench b;
	struct buf json;
	struct err e;

	(void)state;
	begin(&b, false);
	fields_clear(demo_cases.cases[0].in, &in, sizeof(in));
	in.teks = SPAN("a\\b\t\x01\xe2\x82\xac\xed\xa0\x80");
	assert_int_equal(office_run(&demo_cases.cases[0], COMMIT, &b.env, &in, &out, &e), 0);
	buf_init(&json, NULL, 1000);
	assert_int_equal(json_record(&json, demo_cases.cases[0].out, &out, JSON_ROWS, NULL, &e), 0);
	assert_string_equal(json.p, "{\"teks\":\"a\\\\b\\t\\u0001\xe2\x82\xac\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\","
				    "\"daftar\":[{\"nama\":\"Andi \\\"Baso\\\"\",\"jumlah\":150000},"
				    "{\"nama\":\"B\xef\xbf\xbd\\n\",\"jumlah\":-5}]}");
	buf_clear(&json);
	assert_int_equal(parse(&in, "persen", "0,5", &e), 0);
	assert_int_equal(parse(&in, "kata", "tiga", &e), 0);
	assert_int_equal(parse(&in, "bulan", "2025-05", &e), 0);
	assert_int_equal(parse(&in, "rahasia", "x", &e), 0);
	in.teks = (span){ NULL, 0 };
	assert_int_equal(json_record(&json, demo_cases.cases[0].in, &in, 0, NULL, &e), 0);
	assert_string_equal(json.p, "{\"persen\":0.5,\"bulan\":\"2025-05\",\"ya\":false,\"kata\":\"TIGA\"}");
	buf_done(&json);
	padan_arena_done(&b.arena);
}

/* The whole registry: names, commands and wire names are unique, words fit, help is there. */
static void test_registry_is_sound(void **state)
{
	(void)state;
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			const struct use_case *uc = &r->set->cases[i];

			assert_ptr_equal(use_case_find(padan_span_of(uc->name)), uc);
			assert_ptr_equal(use_case_find(padan_span_of(uc->path)), uc);
			assert_true(*uc->label && *uc->about);
			assert_true(uc->capability < CAP_COUNT && *capability_word(uc->capability));
			assert_non_null(uc->plan);
			for (const struct field *f = uc->in; f->c; f++) {
				assert_ptr_equal(field_find(uc->in, padan_span_of(f->wire)), f);
				assert_true(f->at + f->size <= uc->in_size && *f->label);
				assert_true(f->type != FIELD_rows);
			}
			for (const struct field *f = uc->out; f->c; f++) {
				assert_ptr_equal(field_find(uc->out, padan_span_of(f->wire)), f);
				assert_true(f->at + f->size <= uc->out_size && *f->label);
				assert_true((f->type == FIELD_rows) == (f->rows != NULL));
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_is_one_unit),	 cmocka_unit_test(test_large_writes_in_units),
		cmocka_unit_test(test_nothing_half_written),	 cmocka_unit_test(test_permission_and_store),
		cmocka_unit_test(test_fields_read_and_shown),	 cmocka_unit_test(test_fields_refuse),
		cmocka_unit_test(test_nothing_given_is_nothing), cmocka_unit_test(test_json),
		cmocka_unit_test(test_registry_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
