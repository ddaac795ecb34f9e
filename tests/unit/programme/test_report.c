/* SPDX-License-Identifier: EUPL-1.2
 * Reports over a run of 60 invented rows: sums that agree with each other, inside the region alone. On both engines. */
#include "check.h"

#include "fault/store_sample.h"
#include "membership/objection_store.h"
#include "programme/report_cases.h"
#include "programme/review_cases.h"

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

/* Runs NAME into `out`, the run named where `field` stands. */
#define ASK(x, name, field, run_, where_, out)                                                                         \
	__extension__({                                                                                                \
		struct name##_in in_;                                                                                  \
		struct err e_ = { 0 };                                                                                 \
		int rc_;                                                                                               \
                                                                                                                       \
		fields_clear(name##_case->in, &in_, sizeof(in_));                                                      \
		field = padan_span_of(run_);                                                                           \
		in_.db = padan_span_of((x)->t.db);                                                                     \
		(x)->t.env.scope.region = padan_span_of(where_);                                                       \
		rc_ = office_run(name##_case, COMMIT, &(x)->t.env, &in_, out, &e_);                                    \
		(x)->t.env.scope.region = SPAN("");                                                                    \
		rc_;                                                                                                   \
	})
static span nowhere;

static void test_recap(void **state)
{
	struct report_recap_out out;
	struct recap_row row;
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	assert_int_equal(ASK(&x, report_recap, in_.rancangan, "", "", &out), 0);
	assert_true(padan_span_eq(out.rancangan, padan_span_of(x.id)));
	assert_int_equal(out.usulan, 60);
	assert_int_equal(out.terpilih, 48);
	assert_int_equal(out.jumlah.rp, 48 * 134400);
	assert_int_equal(out.per.day, date_of(2025, 5, 2).day);
	assert_int_equal(out.daftar.next(out.daftar.ctx, &row, &e), 1);
	assert_true(padan_span_eq(row.kode, SPAN("73.72.02")));
	assert_true(padan_span_eq(row.tempat, SPAN("Ujung")));
	assert_int_equal(row.usulan, row.terpilih + row.cadangan + row.tinjau + row.ditolak + row.ganda);
	assert_int_equal(row.layak, row.terpilih + row.cadangan);
	assert_int_equal(row.tinjau, 6);
	assert_int_equal(row.ditolak, 6);
	assert_int_equal(row.padan, 54);
	assert_int_equal(out.daftar.next(out.daftar.ctx, &row, &e), 0);
	/* another district: nothing of it; another city: not there */
	assert_int_equal(ASK(&x, report_recap, in_.rancangan, "", "73.72.01", &out), 0);
	assert_int_equal(out.usulan, 0);
	assert_int_equal(ASK(&x, report_recap, in_.rancangan, x.id, "73.72.02", &out), 0);
	assert_int_equal(out.usulan, 60);
	assert_int_equal(ASK(&x, report_recap, in_.rancangan, x.id, "73.71", &out), ERR_USAGE);
	assert_int_equal(ASK(&x, report_recap, in_.rancangan, "", "73.71", &out), ERR_USAGE);
	assert_int_equal(ASK(&x, report_recap, in_.rancangan, "abc", "", &out), ERR_USAGE);
	end(&x);
}

static void test_refusals(void **state)
{
	struct report_refusals_out out;
	struct refusal_row row;
	struct test x;
	struct err e = { 0 };
	int n = 0;

	(void)state;
	begin(&x);
	assert_int_equal(ASK(&x, report_refusals, in_.rancangan, x.id, "", &out), 0);
	assert_int_equal(out.ditolak, 6);
	while (out.daftar.next(out.daftar.ctx, &row, &e) == 1) {
		assert_true(padan_span_eq(row.instansi, SPAN("dinas.csv")));
		assert_true(padan_span_eq(row.alasan, n ? SPAN("desil_lebih") : SPAN("usia_lebih")));
		assert_int_equal(row.baris, 6);
		n++;
	}
	assert_int_equal(n, 2);
	assert_int_equal(ASK(&x, report_refusals, in_.rancangan, x.id, "73.72.02.1001", &out), ERR_USAGE);
	end(&x);
}

/* Months times funds add up to the decree, which adds up to its funds. */
static void test_money(void **state)
{
	struct report_contributions_out paid;
	struct report_decrees_out decrees;
	struct contribution_month_row row;
	struct decree_fund_row fund;
	struct test x;
	struct err e = { 0 };
	int64_t sum = 0, left = 0;
	int n = 0, last = 0;

	(void)state;
	begin(&x);
	assert_int_equal(ASK(&x, report_contributions, in_.rancangan, "", "", &paid), 0);
	assert_int_equal(paid.orang, 0); /* no decree yet */
	assert_int_equal(ASK(&x, report_contributions, in_.rancangan, x.id, "", &paid), 0);
	assert_int_equal(paid.orang, 41); /* 7 wait for their NIK */
	must(sample_issue(&x.t, x.c.run, SPAN("1/2025"), &e), &e);
	assert_int_equal(ASK(&x, report_contributions, in_.rancangan, "", "", &paid), 0);
	assert_int_equal(paid.orang, 41);
	assert_int_equal(paid.jumlah.rp, 41 * 134400);
	while (paid.daftar.next(paid.daftar.ctx, &row, &e) == 1) {
		assert_true(row.bulan.m >= last);
		assert_int_equal(row.jumlah.rp, row.orang * 16800);
		last = row.bulan.m;
		sum += row.jumlah.rp;
		n++;
	}
	assert_int_equal(n, 16);
	assert_int_equal(sum, paid.jumlah.rp);
	assert_int_equal(ASK(&x, report_decrees, nowhere, "", "73.72", &decrees), 0);
	assert_int_equal(decrees.orang, 41);
	assert_int_equal(decrees.terpakai.rp, sum);
	for (n = 0; decrees.daftar.next(decrees.daftar.ctx, &fund, &e) == 1; n++) {
		assert_true(padan_span_eq(fund.nomor, SPAN("1/2025")));
		assert_int_equal(fund.sisa.rp, fund.pagu.rp - fund.terpakai.rp);
		left += fund.sisa.rp;
	}
	assert_int_equal(n, 2);
	assert_int_equal(left, 170000000 - sum);
	assert_int_equal(ASK(&x, report_decrees, nowhere, "", "73.71", &decrees), 0);
	assert_int_equal(decrees.orang, 0);
	end(&x);
}

static void test_review(void **state)
{
	struct review_answer_in in;
	struct review_answer_out answered;
	struct report_review_out out;
	struct reviewer_row row;
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	fields_clear(review_answer_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(x.id);
	in.no = 10;
	in.jawaban = SPAN("TOLAK");
	in.dasar = SPAN("KTP dilihat di kelurahan");
	in.terakhir = 0;
	in.db = padan_span_of(x.t.db);
	must(office_run(review_answer_case, COMMIT, &x.t.env, &in, &answered, &e), &e);
	assert_int_equal(ASK(&x, report_review, in_.rancangan, "", "", &out), 0);
	assert_int_equal(out.ditanyakan, 13);
	assert_int_equal(out.dijawab, 1);
	assert_int_equal(out.bagian, 7692); /* 7,692 % */
	assert_int_equal(out.daftar.next(out.daftar.ctx, &row, &e), 1);
	assert_true(padan_span_eq(row.petugas, SPAN("penguji")));
	assert_true(padan_span_eq(row.jawaban, SPAN("ditolak")));
	assert_int_equal(row.baris, 1);
	end(&x);
}

/* --- objections
 * -------------------------------------------------------------------------------------------------------- */
static int put_objection(struct unit *u, void *ctx, struct err *e)
{
	return objection_store_add(u, ctx, e);
}

static int decide(struct unit *u, void *ctx, struct err *e)
{
	return objection_store_step(u, ctx, OBJECTION_ACCEPTED, SPAN("pekerjaan diperbaiki"), e);
}

static void test_objections(void **state)
{
	struct objection a[3] = { { .id = 21 }, { .id = 22 }, { .id = 23 } };
	struct report_objections_out out;
	struct objection_count_row row;
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < OBJECTION_N; k++)
			a[i].field[k] = SPAN("");
		a[i].region = SPAN("73.72.02");
		a[i].kind = SPAN("data_salah");
		a[i].at_ms = x.t.now_ms;
		must(sample_act(&x.t, SPAN(""), put_objection, &a[i], &e), &e);
	}
	x.t.now_ms += (int64_t)86400000 * 3;
	must(sample_act(&x.t, SPAN(""), decide, &a[0], &e), &e);
	x.t.now_ms += (int64_t)86400000 * 20;
	must(sample_act(&x.t, SPAN(""), decide, &a[1], &e), &e);
	assert_int_equal(ASK(&x, report_objections, nowhere, "", "73.72", &out), 0);
	assert_int_equal(out.diajukan, 3);
	assert_int_equal(out.selesai, 2);
	assert_int_equal(out.tepat, 1); /* the other one came after 23 days */
	assert_int_equal(out.daftar.next(out.daftar.ctx, &row, &e), 1);
	assert_int_equal(row.terbuka, 1);
	assert_int_equal(row.lewat, 1);
	assert_int_equal(ASK(&x, report_objections, nowhere, "", "73.71", &out), 0);
	assert_int_equal(out.diajukan, 0);
	end(&x);
}

static void test_access(void **state)
{
	struct report_access_out out;
	struct report_permits_out permits;
	struct test x;

	(void)state;
	begin(&x);
	assert_int_equal(ASK(&x, report_access, nowhere, "", "", &out), 0);
	assert_int_equal(out.dibuka, 0);
	assert_int_equal(ASK(&x, report_permits, nowhere, "", "", &permits), 0);
	x.t.env.actor.may = MAY(CAP_READ);
	assert_int_not_equal(ASK(&x, report_access, nowhere, "", "", &out), 0); /* the auditor's alone */
	end(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recap),  cmocka_unit_test(test_refusals),	  cmocka_unit_test(test_money),
		cmocka_unit_test(test_review), cmocka_unit_test(test_objections), cmocka_unit_test(test_access),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
