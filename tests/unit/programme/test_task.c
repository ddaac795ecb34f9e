/* SPDX-License-Identifier: EUPL-1.2
 * What waits for whom: steps, rows, the ward, agreements, objections; it goes when it is done. On both engines. */
#include "check.h"

#include "fault/store_sample.h"
#include "intake/permit_store.h"
#include "membership/objection_store.h"
#include "programme/review_cases.h"
#include "programme/task_cases.h"

static struct padan_arena arena;

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

struct test {
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	char id[RUN_ID_TEXT];
	struct task_list_out out;
	struct task_row row[64];
	size_t n;  /* without the account's own: */
	bool code; /* who approves is to enrol a second factor */
};

static void begin(struct test *x)
{
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	sample_open(&x->t);
	x->t.env.arena = &arena;
	x->t.env.today = DATE_NONE;
	sample_run(&x->r, 60);
	sample_store(&x->t);
	must(sample_write(&x->t, &x->r, &x->c, &e), &e);
	run_id_text(x->c.run, x->id);
}

static void end(struct test *x)
{
	sample_close(&x->t);
	sample_done(&x->t);
	padan_arena_done(&arena);
}

static void ask(struct test *x, int64_t account, uint64_t may, const char *scope)
{
	struct task_list_in in;
	struct err e = { 0 };

	fields_clear(task_list_case->in, &in, sizeof(in));
	in.db = padan_span_of(x->t.db);
	x->t.env.actor = (struct actor){ SPAN("petugas"), may | MAY(CAP_COMPUTE), account };
	x->t.env.scope.region = padan_span_of(scope);
	must(office_run(task_list_case, COMMIT, &x->t.env, &in, &x->out, &e), &e);
	x->n = 0;
	x->code = false;
	while (x->out.daftar.next(x->out.daftar.ctx, &x->row[x->n], &e) == 1) {
		bool code = padan_span_eq(x->row[x->n].jenis, SPAN("kode"));

		x->code |= code;
		x->n += !code;
		assert_true(x->n < 64);
	}
	assert_int_equal(x->n + x->code, x->out.tugas);
	x->t.env.scope.region = SPAN("");
	x->t.env.actor = (struct actor){ SPAN("penguji"), MAY_ALL, 1 };
}

static const struct task_row *find(const struct test *x, const char *kind)
{
	for (size_t i = 0; i < x->n; i++)
		if (padan_span_eq(x->row[i].jenis, padan_span_of(kind)))
			return &x->row[i];
	return NULL;
}

/* 60 rows: 48 chosen, 7 of them wait for their NIK, 6 under review. */
static void test_steps(void **state)
{
	struct test x;
	struct err e = { 0 };
	const struct task_row *row;

	(void)state;
	begin(&x);
	ask(&x, 2, MAY(CAP_DECREE_VERIFY), "");
	row = find(&x, "verify");
	assert_non_null(row);
	assert_int_equal(row->jumlah, 41);
	assert_int_equal(row->tenggat.day, date_of(2025, 5, 1).day);
	assert_int_equal(row->sejak.day, date_of(2025, 5, 2).day);
	assert_true(row->lewat); /* cover began yesterday */
	assert_int_equal(x.out.lewat, 1);
	assert_non_null(strstr(row->jalan.p, x.id));
	assert_int_equal(x.n, 1);
	assert_true(x.code);
	ask(&x, 1, MAY(CAP_DECREE_VERIFY), ""); /* whoever made it */
	assert_null(find(&x, "verify"));
	ask(&x, 2, MAY(CAP_DECREE_PROPOSE), ""); /* not yet */
	assert_int_equal(x.n, 0);
	ask(&x, 2, MAY(CAP_DECREE_VERIFY), "73.71");
	assert_int_equal(x.n, 0);
	must(sample_step(&x.t, x.c.run, ACT_verify, 2, &e), &e);
	ask(&x, 2, MAY(CAP_DECREE_VERIFY), "");
	assert_int_equal(x.n, 0);
	ask(&x, 3, MAY(CAP_DECREE_PROPOSE) | MAY(CAP_DECREE_SIGN), "73.72");
	assert_non_null(find(&x, "propose"));
	assert_int_equal(x.n, 1);
	ask(&x, 2, MAY(CAP_DECREE_PROPOSE), ""); /* who verified does not propose */
	assert_int_equal(x.n, 0);
	end(&x);
}

static void test_rows(void **state)
{
	struct review_answer_in in;
	struct review_answer_out out;
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	ask(&x, 2, MAY(CAP_REVIEW), "");
	assert_int_equal(find(&x, "tinjau")->jumlah, 6);
	assert_int_equal(find(&x, "konfirmasi")->jumlah, 7);
	ask(&x, 2, MAY(CAP_REVIEW), "73.72.02"); /* all of them live there */
	assert_int_equal(find(&x, "tinjau")->jumlah, 6);
	ask(&x, 2, MAY(CAP_REVIEW), "73.72.01");
	assert_int_equal(x.n, 0);
	ask(&x, 2, MAY(CAP_REVIEW), "73.72.02.1001"); /* a ward: only rows of its own, by their words */
	assert_true(x.n == 0 || find(&x, "tinjau")->jumlah == 6);
	fields_clear(review_answer_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(x.id);
	in.no = 10;
	in.jawaban = SPAN("TOLAK");
	in.dasar = SPAN("KTP dilihat di kelurahan");
	in.terakhir = 0;
	in.db = padan_span_of(x.t.db);
	must(office_run(review_answer_case, COMMIT, &x.t.env, &in, &out, &e), &e);
	ask(&x, 2, MAY(CAP_REVIEW), "");
	assert_int_equal(find(&x, "tinjau")->jumlah, 5);
	ask(&x, 2, 0, "");
	assert_int_equal(x.n, 0);
	assert_false(x.code);
	end(&x);
}

/* --- agreements ------------------------------------------------------------------------------------------------------
 */
static int put_permit(struct unit *u, void *ctx, struct err *e)
{
	return permit_store_add(u, ctx, e);
}

static struct permit agreement(int64_t id, const char *number, date starts, date ends)
{
	return (struct permit){ .id = id,
				.source = SPAN("dukcapil"),
				.holder = SPAN("Disdukcapil"),
				.number = padan_span_of(number),
				.purpose = SPAN("pemadanan"),
				.uses = SPAN("pemadanan"),
				.keeps = true,
				.agreed_on = date_of(2025, 1, 2),
				.starts = starts,
				.ends = ends };
}

static void test_agreements(void **state)
{
	struct permit now = agreement(11, "1/PKS", date_of(2025, 2, 1), date_of(2025, 6, 1)),
		      gap = agreement(12, "2/PKS", date_of(2025, 6, 3), date_of(2025, 12, 31)),
		      next = agreement(13, "3/PKS", date_of(2025, 6, 2), date_of(2025, 12, 31));
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	must(sample_act(&x.t, SPAN(""), put_permit, &now, &e), &e);
	ask(&x, 2, MAY(CAP_PERMIT), "");
	assert_int_equal(find(&x, "izin")->sisa_hari, 30);
	assert_false(find(&x, "izin")->lewat);
	must(sample_act(&x.t, SPAN(""), put_permit, &gap, &e), &e); /* a day between */
	ask(&x, 2, MAY(CAP_PERMIT), "");
	assert_non_null(find(&x, "izin"));
	must(sample_act(&x.t, SPAN(""), put_permit, &next, &e), &e);
	ask(&x, 2, MAY(CAP_PERMIT), "");
	assert_int_equal(x.n, 0);
	x.t.now_ms -= (int64_t)86400000 * 60; /* earlier: it lasts long enough */
	ask(&x, 2, MAY(CAP_PERMIT), "");
	assert_int_equal(x.n, 0);
	end(&x);
}

/* --- objections ------------------------------------------------------------------------------------------------------
 */
static int put_objection(struct unit *u, void *ctx, struct err *e)
{
	return objection_store_add(u, ctx, e);
}

static void test_objections(void **state)
{
	struct objection a = { .id = 21, .region = SPAN("73.72.02"), .kind = SPAN("data_salah") };
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	for (int i = 0; i < OBJECTION_N; i++)
		a.field[i] = SPAN("");
	a.at_ms = x.t.now_ms;
	must(sample_act(&x.t, SPAN(""), put_objection, &a, &e), &e);
	x.t.now_ms += (int64_t)86400000 * 15;
	ask(&x, 2, MAY(CAP_OBJECTION), "73.72");
	assert_int_equal(find(&x, "sanggahan")->jumlah, 1);
	assert_true(find(&x, "sanggahan")->lewat); /* fourteen days */
	ask(&x, 2, MAY(CAP_OBJECTION), "73.71");
	assert_int_equal(x.n, 0);
	ask(&x, 2, MAY(CAP_READ), "");
	assert_int_equal(x.n, 0);
	end(&x);
}

/* --- after a decree
 * ---------------------------------------------------------------------------------------------------- */
static void test_cover_that_ends(void **state)
{
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	must(sample_issue(&x.t, x.c.run, SPAN("1/2025"), &e), &e);
	ask(&x, 9, MAY(CAP_PROGRAMME), "");
	assert_int_equal(x.n, 0);
	ask(&x, 9, MAY(CAP_BPJS), "");
	assert_non_null(find(&x, "send"));
	x.t.now_ms = ((int64_t)date_of(2025, 11, 15).day * 24 + 2) * 3600000; /* 46 days before the last one */
	ask(&x, 9, MAY(CAP_PROGRAMME), "");
	assert_non_null(find(&x, "lanjutan"));
	assert_int_equal(find(&x, "lanjutan")->sisa_hari, 46);
	assert_int_equal(find(&x, "lanjutan")->jumlah, 41);
	end(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_agreements),	cmocka_unit_test(test_objections),
		cmocka_unit_test(test_cover_that_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
