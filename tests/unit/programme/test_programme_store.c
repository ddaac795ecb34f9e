/* SPDX-License-Identifier: EUPL-1.2
 * Programme files and bounds on both engines. */
#include "check.h"

#include "fault/store_sample.h"
#include "programme/programme_store.h"
#include "programme/verify_store.h"

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static void verify_clean(struct sample *t)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	must(verify_store(t->env.store, &found, &e), &e);
	if (f.n)
		fail_msg("%d found, first: %s", f.n, f.first);
}

struct saving {
	struct programme_file f;
	int64_t no;
};

static int save(struct unit *u, void *ctx, struct err *e)
{
	struct saving *s = ctx;

	return programme_file_save(u, &s->f, &s->no, e);
}

struct setting {
	int64_t programme, found, review;
};

static int set(struct unit *u, void *ctx, struct err *e)
{
	struct setting *s = ctx;

	return programme_bounds_set(u, s->programme, s->found, s->review, SPAN("hasil pemeriksaan"), e);
}

struct test {
	struct sample t;
	struct padan_arena arena;
};

static void begin(struct test *x)
{
	sample_open(&x->t);
	padan_arena_init(&x->arena, &padan_alloc_libc, 0);
	x->t.env.arena = &x->arena;
	sample_store(&x->t);
}

static void end(struct test *x)
{
	sample_close(&x->t);
	padan_arena_done(&x->arena);
	sample_done(&x->t);
}

static struct saving file(const char *region, const char *name, const char *text, int64_t stage)
{
	return (struct saving){ .f = { .wilayah = padan_span_of(region),
				       .nama = padan_span_of(name),
				       .text = padan_span_of(text),
				       .note = SPAN("catatan"),
				       .stage = stage } };
}

static void test_revisions(void **state)
{
	struct saving a = file("73.72", "Program A", "satu", 1), b = file("73.71", "Program A", "lain", 1);
	struct programme_file f;
	struct test x;
	struct err e = { 0 };
	int64_t id = 0;

	(void)state;
	begin(&x);
	assert_int_equal(programme_named(&x.t.env, SPAN("program a"), &id, &e), ERR_USAGE);
	must(sample_act(&x.t, SPAN(""), save, &a, &e), &e);
	assert_int_equal(a.no, 1);
	assert_int_equal(sample_act(&x.t, SPAN(""), save, &a, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "sama dengan revisi 1"));
	a.f.text = SPAN("dua");
	must(sample_act(&x.t, SPAN(""), save, &a, &e), &e);
	assert_int_equal(a.no, 2);
	a.f.text = SPAN("satu"); /* back to an earlier one: a revision of its own */
	must(sample_act(&x.t, SPAN(""), save, &a, &e), &e);
	must(programme_named(&x.t.env, SPAN("program a"), &id, &e), &e);
	must(programme_file_find(x.t.env.store, id, 0, &f, &x.arena, &e), &e);
	assert_int_equal(f.no, 3);
	assert_true(padan_span_eq(f.text, SPAN("satu")));
	must(programme_file_find(x.t.env.store, id, 2, &f, &x.arena, &e), &e);
	assert_true(padan_span_eq(f.text, SPAN("dua")));
	assert_int_equal(programme_file_find(x.t.env.store, id, 4, &f, &x.arena, &e), ERR_USAGE);
	/* the same name elsewhere: only the number tells them apart */
	must(sample_act(&x.t, SPAN(""), save, &b, &e), &e);
	assert_int_equal(programme_named(&x.t.env, SPAN("Program A"), &id, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "beberapa wilayah"));
	{
		char text[RUN_ID_TEXT];

		run_id_text(run_programme_id(b.f.wilayah, b.f.nama), text);
		must(programme_named(&x.t.env, padan_span_of(text), &id, &e), &e);
		must(programme_file_find(x.t.env.store, id, 0, &f, &x.arena, &e), &e);
		assert_true(padan_span_eq(f.text, SPAN("lain")));
	}
	/* who works in one region has the name for himself, and sees no other */
	x.t.env.scope.region = SPAN("73.71");
	must(programme_named(&x.t.env, SPAN("Program A"), &id, &e), &e);
	assert_int_equal(id, run_programme_id(b.f.wilayah, b.f.nama));
	x.t.env.scope.region = SPAN("73.73");
	assert_int_equal(programme_named(&x.t.env, SPAN("Program A"), &id, &e), ERR_USAGE);
	x.t.env.scope.region = SPAN("");
	verify_clean(&x.t);
	end(&x);
}

static void test_bounds(void **state)
{
	struct saving a = file("73.72", "Program A", "satu", 1);
	struct programme_bounds b;
	struct setting s = { .found = 9950, .review = 500 };
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	must(sample_act(&x.t, SPAN(""), save, &a, &e), &e);
	s.programme = run_programme_id(a.f.wilayah, a.f.nama);
	must(programme_bounds_find(x.t.env.store, s.programme, &b, &x.arena, &e), &e);
	assert_int_equal(b.no, 0);
	assert_int_equal(b.found, 9900);
	assert_int_equal(b.review, 300);
	must(sample_act(&x.t, SPAN(""), set, &s, &e), &e);
	assert_int_equal(sample_act(&x.t, SPAN(""), set, &s, &e), ERR_CONFLICT);
	must(programme_bounds_find(x.t.env.store, s.programme, &b, &x.arena, &e), &e);
	assert_int_equal(b.no, 1);
	assert_int_equal(b.found, 9950);
	assert_true(padan_span_eq(b.reason, SPAN("hasil pemeriksaan")));
	/* each side of each boundary */
	assert_int_equal(programme_bounds_allowed(5000, 1, &e), 0);
	assert_int_equal(programme_bounds_allowed(4999, 1, &e), ERR_USAGE);
	assert_int_equal(programme_bounds_allowed(9999, 9998, &e), 0);
	assert_int_equal(programme_bounds_allowed(10000, 300, &e), ERR_USAGE);
	assert_int_equal(programme_bounds_allowed(9900, 9900, &e), ERR_USAGE);
	assert_int_equal(programme_bounds_allowed(9900, 0, &e), ERR_USAGE);
	verify_clean(&x.t);
	end(&x);
}

/* Locked from diverifikasi on, free again when it is taken back; a decreed stage stays, the next one is free. */
static void test_locked_with_the_draft(void **state)
{
	struct test x;
	struct sample_run r;
	struct run_claim c;
	struct saving a;
	struct setting s = { .found = 9950, .review = 500 };
	struct err e = { 0 };
	int64_t id;

	(void)state;
	begin(&x);
	sample_run(&r, 20);
	must(sample_write(&x.t, &r, &c, &e), &e);
	id = s.programme = run_programme_id(r.head.wilayah, r.head.nama);
	a = file("", "", "satu", r.head.stage);
	a.f.wilayah = r.head.wilayah;
	a.f.nama = r.head.nama;
	must(programme_unlocked(x.t.env.store, id, 1, &e), &e);
	must(sample_step(&x.t, c.run, ACT_verify, 2, &e), &e);
	assert_int_equal(programme_unlocked(x.t.env.store, id, 1, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "diverifikasi"));
	must(programme_unlocked(x.t.env.store, id, 2, &e), &e);
	assert_int_equal(sample_act(&x.t, SPAN(""), save, &a, &e), ERR_CONFLICT);
	assert_int_equal(sample_act(&x.t, SPAN(""), set, &s, &e), ERR_CONFLICT);
	must(sample_step(&x.t, c.run, ACT_return, 2, &e), &e);
	must(sample_act(&x.t, SPAN(""), save, &a, &e), &e);
	must(sample_act(&x.t, SPAN(""), set, &s, &e), &e);
	must(sample_issue(&x.t, c.run, SPAN("12/2025"), &e), &e);
	a.f.text = SPAN("tiga");
	assert_int_equal(sample_act(&x.t, SPAN(""), save, &a, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "tahap berikutnya"));
	a.f.stage = 2;
	must(sample_act(&x.t, SPAN(""), save, &a, &e), &e);
	s.found = 9960; /* of runs to come: the decreed one has its own written down */
	must(sample_act(&x.t, SPAN(""), set, &s, &e), &e);
	verify_clean(&x.t);
	end(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_revisions),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_locked_with_the_draft),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
