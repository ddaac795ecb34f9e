/* SPDX-License-Identifier: EUPL-1.2
 * Summaries of runs by ward and month; boundaries in the database. On both engines. */
#include "check.h"

#include "base/embed.h"
#include "coverage/boundary_store.h"
#include "coverage/cover_store.h"
#include "fault/store_sample.h"
#include "programme/row_store.h"
#include "programme/verify_store.h"

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static struct regions city_of(const char *code, struct padan_arena *arena)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
					 embedded_file("wilayah/villages.csv") };
	struct regions r;
	struct err e = { 0 };

	must(regions_read(&r, padan_span_of(code), &t, arena, &e), &e);
	return r;
}

/* --- counting ------------------------------------------------------------------------------------------------------
 */
static const struct ward_sum *sum_of(const struct ward_tally *t, const char *code)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->wards[i].code, code) == 0)
			return &t->wards[i];
	fail_msg("no ward %s", code);
	return NULL;
}

/* The same rows by district, verdict, fund, and what is to be reviewed. */
static void counted_by_verdict(const struct ward_tally *t, const struct ward_order *order)
{
	static const struct {
		const char *district, *putusan, *fund;
		int waits, review, people, total;
	} expected[] = { { "", "ditolak", "", 0, RUN_SUM_DONE, 1, 0 },
			 { "73.72.02", "cadangan", "", 0, RUN_SUM_DONE, 1, 0 },
			 { "73.72.02", "ditolak", "", 0, RUN_SUM_DONE, 3, 0 },
			 { "73.72.02", "ganda", "", 0, RUN_SUM_DONE, 1, 0 },
			 { "73.72.02", "terpilih", "apbd", 0, RUN_SUM_DONE, 1, 67200 },
			 { "73.72.02", "terpilih", "apbd", 1, RUN_SUM_CARD, 1, 33600 },
			 { "73.72.02", "tinjau", "", 0, RUN_SUM_IDENTITY, 1, 0 },
			 { "73.72.02", "tinjau", "", 0, RUN_SUM_DEATH, 1, 0 },
			 { "73.72.02", "tinjau", "", 0, RUN_SUM_CRITERION, 1, 0 } };

	assert_int_equal(t->sums.n, sizeof(expected) / sizeof(*expected));
	for (size_t i = 0; i < t->sums.n; i++) {
		const struct run_sum *s = order->sums[i];

		assert_true(padan_span_eq(s->district, padan_span_of(expected[i].district)));
		assert_true(padan_span_eq(s->putusan, padan_span_of(expected[i].putusan)));
		assert_true(padan_span_eq(s->fund, padan_span_of(expected[i].fund)));
		assert_int_equal(s->waits, expected[i].waits);
		assert_int_equal(s->review, expected[i].review);
		assert_int_equal(s->people, expected[i].people);
		assert_int_equal(s->total.rp, expected[i].total);
	}
}

static void test_counted(void **state)
{
	static const struct {
		const char *district, *village, *rw, *padan, *putusan, *syarat, *alasan, *runs;
		int64_t total;
	} rows[] = {
		{ "73.72.02", "Lapadde", "001", "padan", "terpilih", "", "", "16800x3+8400x2", 67200 },
		{ "73.72.02", "KEL. LAPADE", "RW 1", "padan", "terpilih", "konfirmasi_nik", "", "16800x2", 33600 },
		{ "73.72.02", "Lapadde", "2", "padan", "cadangan", "", "", "", 0 },
		{ "73.72.02", "Lapadde", "", "tinjau", "tinjau", "", "", "", 0 },
		{ "73.72.02", "Lapadde", "x", "padan", "ditolak", "", "usia_lebih;desil_lebih", "", 0 },
		{ "73.72.02", "Lapadde", "12345", "padan", "ditolak", "", "desil_lebih", "", 0 },
		{ "73.72.02", "Lapadde", "", "padan", "ganda", "", "", "", 0 },
		{ "73.72.02", "Antah Berantah", "", "tidak_padan", "ditolak", "", "tidak_ditemukan", "", 0 },
		{ "", "", "", "tidak_padan", "ditolak", "", "", "", 0 },
		{ "73.72.02", "Lapadde", "", "padan", "tinjau", "", "desil_lebih;meninggal", "", 0 },
		{ "73.72.02", "Lapadde", "", "padan", "tinjau", "", "peserta_aktif", "", 0 },
	};
	struct padan_arena arena;
	struct ward_order order;
	struct ward_tally t;
	struct regions r;
	const struct ward_sum *w;
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	r = city_of("73.72", &arena);
	must(ward_tally_begin(&t, &r, month_of(2025, 11), &arena, &e), &e);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct tally_row row = {
			padan_span_of(rows[i].district), padan_span_of(rows[i].village),
			padan_span_of(rows[i].rw),	 padan_span_of(rows[i].padan),
			padan_span_of(rows[i].putusan),	 padan_span_of(rows[i].syarat),
			padan_span_of(rows[i].alasan),	 padan_span_of(rows[i].total ? "apbd" : ""),
			padan_span_of(rows[i].runs),	 { rows[i].total }
		};

		must(ward_tally_add(&t, &row, &e), &e);
	}
	w = sum_of(&t, "73.72.02.1004");
	assert_int_equal(w->n[WARD_PROPOSED], 9);
	assert_int_equal(w->n[WARD_FOUND], 8);
	assert_int_equal(w->n[WARD_ELIGIBLE], 3);
	assert_int_equal(w->n[WARD_CHOSEN], 2);
	assert_int_equal(w->n[WARD_WAITING], 1);
	assert_int_equal(w->n[WARD_RESERVE], 1);
	assert_int_equal(w->n[WARD_REVIEW], 3);
	assert_int_equal(w->n[WARD_REFUSED], 2);
	assert_int_equal(w->n[WARD_TWIN], 1);
	assert_int_equal(w->total.rp, 100800);
	assert_int_equal(w->waiting.rp, 33600);
	assert_int_equal(sum_of(&t, "73.72.02")->n[WARD_REFUSED], 1); /* the ward is not understood */
	assert_int_equal(sum_of(&t, "73.72")->n[WARD_REFUSED], 1);
	assert_int_equal(t.nmonths, 5);
	assert_int_equal(t.months[1].people, 2);
	assert_int_equal(t.months[1].waiting, 1);
	assert_int_equal(t.months[1].total.rp, 33600);
	assert_int_equal(t.months[3].people, 1);
	assert_int_equal(t.months[3].total.rp, 8400);
	must(ward_tally_order(&t, &order, &e), &e);
	assert_int_equal(order.nwards, 3);
	assert_string_equal(order.wards[0]->code, "73.72");
	assert_string_equal(order.wards[2]->code, "73.72.02.1004");
	assert_int_equal(order.nreasons, 4); /* no reason told is a reason of no name */
	assert_int_equal(order.nrws, 2);     /* 1 and 2; "x" and 12345 are none */
	assert_int_equal(order.rws[0]->what, 1);
	assert_int_equal(order.rws[0]->proposed, 2);
	counted_by_verdict(&t, &order);
	padan_arena_done(&arena);
}

/* Thousands of spellings and parts: the tables grow and stay right. */
static void test_many_spellings(void **state)
{
	struct padan_arena arena;
	struct ward_order order;
	struct ward_tally t;
	struct regions r;
	int64_t all = 0;
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	r = city_of("73.72", &arena);
	must(ward_tally_begin(&t, &r, month_of(2025, 1), &arena, &e), &e);
	for (int i = 0; i < 5000; i++) {
		char village[40], rw[8];
		const struct place_name *v = &r.village[i % r.villages];

		snprintf(village, sizeof(village), "%.*s%*s", (int)v->name.n, v->name.p, i % 9, "");
		snprintf(rw, sizeof(rw), "%d", i % 200 + 1);
		if (i % 3 == 0)
			snprintf(village, sizeof(village), "Desa Rekaan %d", i);
		must(ward_tally_add(&t,
				    &(struct tally_row){ .district = padan_span_of(r.district[v->district].code),
							 .village = padan_span_of(village),
							 .rw = padan_span_of(rw),
							 .padan = SPAN("padan"),
							 .fund = padan_span_of(rw),
							 .putusan = SPAN("cadangan") },
				    &e),
		     &e);
	}
	must(ward_tally_order(&t, &order, &e), &e);
	for (size_t i = 0; i < order.nwards; i++)
		all += order.wards[i]->n[WARD_PROPOSED];
	assert_int_equal(all, 5000);
	all = 0;
	for (size_t i = 0; i < order.nrws; i++)
		all += order.rws[i]->proposed;
	assert_int_equal(all, 5000);
	all = 0;
	for (size_t i = 0; i < t.sums.n; i++)
		all += order.sums[i]->people;
	assert_int_equal(all, 5000);
	assert_true(t.sums.n > 200);
	padan_arena_done(&arena);
}

/* --- stored --------------------------------------------------------------------------------------------------------
 */
struct writing {
	int64_t run, quota;
	struct cover_made made;
};

static int write_cover(struct unit *u, void *ctx, struct err *e)
{
	struct writing *w = ctx;

	return cover_store_write(u, w->run, w->quota, &w->made.tally, e);
}

static int add_ward(void *ctx, const struct cover_ward *w)
{
	int64_t *n = ctx;

	assert_true(padan_span_eq(w->code, SPAN("73.72.02.1004")));
	n[0] += w->n[WARD_PROPOSED];
	n[1] += w->n[WARD_CHOSEN];
	n[2] += w->total.rp;
	return 0;
}

static int add_reason(void *ctx, const struct cover_part *p)
{
	int64_t *n = ctx;

	assert_true(padan_span_eq(p->word, SPAN("usia_lebih")));
	n[3] += p->proposed;
	return 0;
}

static int add_month(void *ctx, const struct cover_month *m)
{
	int64_t *n = ctx;

	assert_int_equal(m->of.m, month_of(2025, 5 + (int)n[4]).m);
	n[4]++;
	n[5] += m->sum.total.rp;
	return 0;
}

static void found_by_verify(struct sample *t, int n, const char *what)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	must(verify_store(t->env.store, &found, &e), &e);
	if (f.n != n || (what && !strstr(f.first, what)))
		fail_msg("%d found, first: %s", f.n, f.first);
}

static int put_count(void *ctx, span word, int64_t n)
{
	struct buf *b = ctx;

	buf_printf(b, "%.*s %lld, ", (int)word.n, word.p, (long long)n);
	return 0;
}

static int put_fund(void *ctx, const struct run_fund *f)
{
	buf_printf(ctx, "%.*s %lld, ", (int)f->kode.n, f->kode.p, (long long)f->spent.rp);
	return 0;
}

/* What pages say of the run: verdicts, districts, funds. */
static char *pages_count(struct sample *t, int64_t run, const char *district)
{
	struct row_scope scope = { .run = run, .district = padan_span_of(district) };
	int64_t people = 0;
	rupiah total = rp(0);
	struct err e = { 0 };
	struct buf b;
	char *text;

	buf_init(&b, &padan_alloc_libc, 4096);
	must(row_store_verdicts(t->env.store, &scope, put_count, &b, &e), &e);
	must(row_store_districts(t->env.store, &scope, put_count, &b, &e), &e);
	must(cover_funds(t->env.store, run, put_fund, &b, &e), &e);
	must(decree_store_look(t->env.store, run, &people, &total, &e), &e);
	buf_printf(&b, "SK %lld %lld", (long long)people, (long long)total.rp);
	db_rollback(store_db(t->env.store));
	text = padan_arena_copy(t->env.arena, b.p, b.n + 1);
	buf_done(&b);
	return text;
}

static void test_summary_stored(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct writing w = { .quota = -1 };
	struct padan_arena arena;
	struct cover_run *runs;
	int64_t n[6] = { 0 };
	const struct cover_each each = { add_ward, add_reason, NULL, add_month, n };
	size_t nruns = 0;
	const char *before[3];
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	sample_open(&t);
	t.env.arena = &arena;
	sample_run(&r, 100);
	sample_store(&t);
	must(sample_write(&t, &r, &c, &e), &e);
	found_by_verify(&t, 0, NULL); /* a run without a summary is no fault */
	must(cover_runs(t.env.store, &runs, &nruns, &arena, &e), &e);
	assert_int_equal(nruns, 1);
	assert_false(runs[0].summed);
	w.run = c.run;
	must(sample_issue(&t, c.run, SPAN("1/2025"), &e), &e);
	before[0] = pages_count(&t, c.run, "");
	before[1] = pages_count(&t, c.run, "73.72.02");
	before[2] = pages_count(&t, c.run, "73.72.01");
	must(cover_store_make(t.env.store, c.run, &w.made, &arena, &e), &e);
	must(sample_act(&t, SPAN(""), write_cover, &w, &e), &e);
	must(cover_runs(t.env.store, &runs, &nruns, &arena, &e), &e);
	assert_true(runs[0].summed);
	assert_string_equal(pages_count(&t, c.run, ""), before[0]); /* counted before or now: the same */
	assert_string_equal(pages_count(&t, c.run, "73.72.02"), before[1]);
	assert_string_equal(pages_count(&t, c.run, "73.72.01"), before[2]);
	assert_non_null(strstr(before[0], "terpilih 80, "));
	assert_null(strstr(before[0], "SK 0"));
	must(cover_each(t.env.store, c.run, SPAN("73.72.02"), &each, &arena, &e), &e);
	assert_int_equal(n[0], 100);
	assert_int_equal(n[1], 80);
	assert_int_equal(n[2], 80 * 134400);
	assert_int_equal(n[3], 10);
	assert_int_equal(n[4], 8);
	assert_int_equal(n[5], 80 * 134400);
	memset(n, 0, sizeof(n));
	must(cover_each(t.env.store, c.run, SPAN("73.72.01"), &(struct cover_each){ .ward = add_ward, .ctx = n },
			&arena, &e),
	     &e);
	assert_int_equal(n[0], 0); /* another district's reader sees none of it */
	found_by_verify(&t, 0, NULL);
	must(sample_act(&t, SPAN(""), write_cover, &w, &e), &e); /* in place of the older one */
	found_by_verify(&t, 0, NULL);
	w.made.tally.wards[0].n[WARD_PROPOSED] = 7;
	must(sample_act(&t, SPAN(""), write_cover, &w, &e), &e);
	found_by_verify(&t, 1, "coverage rebuild");
	w.made.tally.wards[0].n[WARD_PROPOSED] = 0;
	must(sample_act(&t, SPAN(""), write_cover, &w, &e), &e);
	found_by_verify(&t, 0, NULL);
	for (size_t i = 0; i < w.made.tally.sums.size; i++)
		w.made.tally.sums.slot[i].people += 1;
	must(sample_act(&t, SPAN(""), write_cover, &w, &e), &e);
	found_by_verify(&t, 1, "coverage rebuild");
	sample_close(&t);
	sample_done(&t);
	padan_arena_done(&arena);
}

/* --- boundaries ----------------------------------------------------------------------------------------------------
 */
static int put_boundary(struct unit *u, void *ctx, struct err *e)
{
	return boundary_store_add(u, ctx, e);
}

static int put_names(struct unit *u, void *ctx, struct err *e)
{
	return ward_store_add(u, ctx, e);
}

static void test_boundaries(void **state)
{
	const struct boundary_ward wards[] = {
		{ SPAN("73.72.01.1004"), SPAN("M1 1l9 0 0 9z"), { 1, 1, 10, 10 }, false },
		{ SPAN("73.72.01.1005"), SPAN("M10 1l9 0 0 9z"), { 10, 1, 19, 10 }, true }
	};
	const struct boundary_fault faults[] = { { 3, SPAN("Antah"), SPAN("tanpa geometri") } };
	struct boundary b = { .id = 11,
			      .region = SPAN("73.72"),
			      .name = SPAN("kel.geojson"),
			      .sha256 = { 1 },
			      .features = 3,
			      .nwards = 2,
			      .nfaults = 1,
			      .tolerance = 2,
			      .width = 20,
			      .height = 30,
			      .inset = { 1, 20, 9, 29 },
			      .wards = wards,
			      .faults = faults },
			got;
	struct ward_name *names;
	struct padan_arena arena;
	struct regions r;
	struct sample t;
	size_t n = 0;
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	sample_open(&t);
	t.env.arena = &arena;
	sample_store(&t);
	r = city_of("73.72", &arena);
	must(sample_act(&t, SPAN(""), put_boundary, &b, &e), &e);
	must(sample_act(&t, SPAN(""), put_names, &r, &e), &e);
	must(sample_act(&t, SPAN(""), put_names, &r, &e), &e); /* known ones stay as they are */
	must(boundary_store_newest(t.env.store, SPAN("73.71"), false, &got, &arena, &e), &e);
	assert_int_equal(got.id, 0);
	must(boundary_store_newest(t.env.store, SPAN("73.72"), true, &got, &arena, &e), &e);
	assert_int_equal(got.id, 11);
	assert_int_equal(got.nwards, 2);
	assert_true(got.wards[1].far);
	assert_int_equal(got.wards[1].box.x1, 19);
	assert_true(padan_span_eq(got.wards[0].path, wards[0].path));
	assert_int_equal(got.nfaults, 1);
	assert_true(padan_span_eq(got.faults[0].reason, SPAN("tanpa geometri")));
	b.id = 5;
	t.now_ms++;
	b.nwards = 1;
	must(sample_act(&t, SPAN(""), put_boundary, &b, &e), &e);
	must(boundary_store_newest(t.env.store, SPAN("73.72"), false, &got, &arena, &e), &e);
	assert_int_equal(got.id, 5); /* the newest holds, not the largest number */
	assert_int_equal(got.nwards, 1);
	must(ward_store_list(t.env.store, SPAN("73.72"), &names, &n, &arena, &e), &e);
	assert_int_equal(n, r.villages);
	must(ward_store_list(t.env.store, SPAN("73.72.01.1004"), &names, &n, &arena, &e), &e);
	assert_int_equal(n, 1);
	assert_true(padan_span_eq(names[0].name, SPAN("Lompoe")));
	must(ward_store_list(t.env.store, SPAN("73.7"), &names, &n, &arena, &e), &e);
	assert_int_equal(n, 0); /* half a code is no place */
	found_by_verify(&t, 0, NULL);
	sample_close(&t);
	sample_done(&t);
	padan_arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counted),
		cmocka_unit_test(test_many_spellings),
		cmocka_unit_test(test_summary_stored),
		cmocka_unit_test(test_boundaries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
