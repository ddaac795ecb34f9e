/* SPDX-License-Identifier: EUPL-1.2
 * Reviewing one by one: the queue, two at once, taking, undoing, another region, what verify sees, and answers that
 * came while the next run was being made. On both engines. */
#include "check.h"

#include "coverage/cover_store.h"
#include "fault/store_sample.h"
#include "programme/review_cases.h"
#include "programme/review_store.h"
#include "programme/row_cases.h"
#include "programme/verify_store.h"

static struct padan_arena arena;

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static int verify_found(struct sample *t, char first[300])
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	must(verify_store(t->env.store, &found, &e), &e);
	snprintf(first, 300, "%s", f.first);
	return f.n;
}

static void begin(struct sample *t, struct sample_run *r, struct run_claim *c, char id[RUN_ID_TEXT])
{
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	sample_open(t);
	t->env.arena = &arena;
	sample_run(r, 60);
	sample_store(t);
	must(sample_write(t, r, c, &e), &e);
	run_id_text(c->run, id);
}

static void end(struct sample *t)
{
	char first[300];

	if (verify_found(t, first))
		fail_msg("%s", first);
	sample_close(t);
	sample_done(t);
	padan_arena_done(&arena);
}

static void as(struct sample *t, const char *who, int64_t account)
{
	t->env.actor = (struct actor){ padan_span_of(who), MAY_ALL, account };
}

static int answer(struct sample *t, const char *run, int64_t no, const char *said, int64_t seen,
		  struct review_answer_out *out, struct err *e)
{
	struct review_answer_in in;

	fields_clear(review_answer_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(run);
	in.no = no;
	in.jawaban = padan_span_of(said);
	in.dasar = SPAN("KTP dilihat di kelurahan");
	in.terakhir = seen;
	in.db = padan_span_of(t->db);
	return office_run(review_answer_case, COMMIT, &t->env, &in, out, e);
}

static int queue(struct sample *t, const char *run, const char *after, int64_t many, struct review_queue_out *out,
		 struct err *e)
{
	struct review_queue_in in;

	fields_clear(review_queue_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(run);
	in.sesudah = padan_span_of(after);
	in.banyak = many;
	in.db = padan_span_of(t->db);
	return office_run(review_queue_case, COMMIT, &t->env, &in, out, e);
}

/* 60 rows: 6 under review, 7 of the chosen wait for their NIK. */
static void test_queue_in_pages(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_queue_out out;
	struct review_row row;
	char id[RUN_ID_TEXT], after[40] = "";
	bool seen[61] = { false };
	int n = 0, pages = 0;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	do {
		must(queue(&t, id, after, 5, &out, &e), &e);
		while (out.daftar.next(out.daftar.ctx, &row, &e) == 1) {
			assert_false(seen[row.no]);
			seen[row.no] = true;
			assert_true((row.no - 1) % 10 == 9 || (row.no - 1) % 7 == 0);
			n++;
		}
		snprintf(after, sizeof(after), "%.*s", (int)out.lanjut.n, out.lanjut.n ? out.lanjut.p : "");
	} while (++pages < 20 && out.lanjut.n);
	assert_int_equal(n, out.baris);
	assert_int_equal(out.sisa, n);
	assert_int_equal(out.dijawab, 0);
	assert_int_equal(pages, (n + 4) / 5);
	end(&t);
}

/* --- counts that go along with the answers --------------------------------------------------------------------------
 */
static int put_count(void *ctx, const struct review_count *c)
{
	if (c->rows)
		buf_printf(ctx, "%.*s/%d %lld %lld; ", (int)c->district.n, c->district.n ? c->district.p : "",
			   (int)c->kind, (long long)c->rows, (long long)c->answered);
	return 0;
}

static const char *counts(struct sample *t, int64_t run)
{
	struct err e = { 0 };
	struct buf b;
	const char *text;

	buf_init(&b, &padan_alloc_libc, 4096);
	must(review_store_counts(t->env.store, run, put_count, &b, &e), &e);
	db_rollback(store_db(t->env.store));
	text = padan_arena_copy(t->env.arena, b.p ? b.p : "", b.n);
	buf_done(&b);
	return text;
}

struct summing {
	int64_t run;
	struct cover_made made;
	bool forge;
};

static int put_summary(struct unit *u, void *ctx, struct err *e)
{
	struct summing *s = ctx;
	struct db_value v[] = { db_i64(s->run), db_text(SPAN("73.72.02")), db_i64(1), db_i64(1) };

	if (s->forge)
		return db_run(store_db(u->store), SQL_review_done_add, v, 4, NULL, e);
	return cover_store_write(u, s->run, -1, &s->made.tally, e);
}

/* By the rows and answers themselves. */
static const char *counted_anew(struct sample *t, int64_t run)
{
	struct db_value v = db_i64(run);
	struct err e = { 0 };
	struct db_stmt *st;
	struct buf b;
	const char *text;
	bool row = false;

	buf_init(&b, &padan_alloc_libc, 4096);
	must(db_query(store_db(t->env.store), SQL_review_counts_rows, &v, 1, &st, &e), &e);
	while (db_step(st, &row, &e) == 0 && row)
		put_count(&b, &(struct review_count){ db_column_span(st, 0), (enum review_kind)db_column_i64(st, 1),
						      db_column_i64(st, 2), db_column_i64(st, 3) });
	db_rollback(store_db(t->env.store));
	text = padan_arena_copy(t->env.arena, b.p ? b.p : "", b.n);
	buf_done(&b);
	return text;
}

/* Answered, answered again, taken back: what goes along is what counting says. */
static void test_counts_go_along(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_answer_out out;
	struct summing s = { 0 };
	char id[RUN_ID_TEXT], first[300];
	const char *open;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	s.run = c.run;
	open = counts(&t, c.run);
	must(answer(&t, id, 10, "7372040101800001", 0, &out, &e), &e);
	must(cover_store_make(t.env.store, c.run, &s.made, t.env.arena, &e), &e);
	must(sample_act(&t, SPAN(""), put_summary, &s, &e), &e); /* an answer was there before the summary */
	must(answer(&t, id, 10, "TOLAK", 1, &out, &e), &e);
	must(answer(&t, id, 20, "TOLAK", 0, &out, &e), &e);
	must(answer(&t, id, 30, "TOLAK", 0, &out, &e), &e);
	must(answer(&t, id, 30, "URUNG", 1, &out, &e), &e);
	must(answer(&t, id, 8, "7372040101800001", 0, &out, &e), &e); /* a card */
	assert_string_equal(counts(&t, c.run), counted_anew(&t, c.run));
	assert_string_not_equal(counts(&t, c.run), open);
	assert_int_equal(verify_found(&t, first), 0);
	must(cover_store_make(t.env.store, c.run, &s.made, t.env.arena, &e), &e);
	must(sample_act(&t, SPAN(""), put_summary, &s, &e), &e); /* the summary made again */
	assert_string_equal(counts(&t, c.run), counted_anew(&t, c.run));
	s.forge = true;
	must(sample_act(&t, SPAN(""), put_summary, &s, &e), &e);
	assert_int_equal(verify_found(&t, first), 1);
	assert_non_null(strstr(first, "coverage rebuild"));
	s.forge = false;
	must(sample_act(&t, SPAN(""), put_summary, &s, &e), &e); /* which is what coverage rebuild does */
	end(&t);
}

static void test_two_at_once(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_answer_out out;
	struct review_queue_out q;
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	as(&t, "ani", 11);
	must(answer(&t, id, 10, "7372040101800001", 0, &out, &e), &e);
	assert_int_equal(out.ke, 1);
	as(&t, "budi", 12); /* he opened it before she answered */
	assert_int_equal(answer(&t, id, 10, "TOLAK", 0, &out, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "ani"));
	must(answer(&t, id, 10, "TOLAK", 1, &out, &e), &e); /* he has seen hers */
	assert_int_equal(out.ke, 2);
	assert_string_equal(out.menggantikan.p, "NIK");
	must(answer(&t, id, 10, "urung", FIELD_ABSENT, &out, &e), &e);
	assert_int_equal(answer(&t, id, 10, "URUNG", FIELD_ABSENT, &out, &e), ERR_USAGE);
	must(queue(&t, id, "", 50, &q, &e), &e);
	assert_int_equal(q.dijawab, 0);
	must(answer(&t, id, 20, "MENINGGAL", FIELD_ABSENT, &out, &e), &e);
	must(queue(&t, id, "", 50, &q, &e), &e);
	assert_int_equal(q.dijawab, 1);
	assert_int_equal(answer(&t, id, 2, "TOLAK", FIELD_ABSENT, &out, &e), ERR_USAGE);  /* nobody asked */
	assert_int_equal(answer(&t, id, 99, "TOLAK", FIELD_ABSENT, &out, &e), ERR_USAGE); /* not there */
	assert_int_equal(answer(&t, id, 20, "73720401018", FIELD_ABSENT, &out, &e), ERR_USAGE);
	end(&t);
}

/* Both planned on the same state; the second to come gets nothing but the news. */

static int put_late(struct unit *u, void *ctx, struct err *e)
{
	return review_store_answer(u, ctx, e);
}

static void test_the_key_decides(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_answer_out out;
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	as(&t, "ani", 11);
	must(answer(&t, id, 30, "TOLAK", FIELD_ABSENT, &out, &e), &e);
	{
		struct review_answer a = { .run = c.run,
					   .pos = 29,
					   .no = 0,
					   .said = REVIEW_NIK,
					   .account = 12,
					   .actor = SPAN("budi"),
					   .reason = SPAN("kartu keluarga"),
					   .nik = SPAN("7372040101800001"),
					   .at_ms = 1 };

		assert_int_equal(sample_act(&t, SPAN(""), put_late, &a, &e), ERR_CONFLICT);
	}
	end(&t);
}

static int take(struct sample *t, const char *run, struct review_take_out *out, struct err *e)
{
	struct review_take_in in;

	fields_clear(review_take_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(run);
	in.db = padan_span_of(t->db);
	return office_run(review_take_case, COMMIT, &t->env, &in, out, e);
}

static void test_taking(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_take_out mine, yours, again;
	struct review_answer_out out;
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	as(&t, "ani", 11);
	must(take(&t, id, &mine, &e), &e);
	as(&t, "budi", 12);
	must(take(&t, id, &yours, &e), &e);
	assert_true(mine.no != yours.no);
	must(take(&t, id, &again, &e), &e); /* still his own */
	assert_int_equal(again.no, yours.no);
	t.now_ms += REVIEW_TAKE_MS + 1;
	must(take(&t, id, &again, &e), &e); /* hers has run out */
	assert_int_equal(again.no, mine.no);
	must(answer(&t, id, again.no, "TOLAK", FIELD_ABSENT, &out, &e), &e);
	must(take(&t, id, &again, &e), &e);
	assert_true(again.no != mine.no);
	end(&t);
}

static void test_another_region(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_queue_out q;
	struct review_answer_out out;
	struct review_show_in in;
	struct review_show_out shown;
	char id[RUN_ID_TEXT];
	struct err e = { 0 }, absent = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	t.env.scope.region = SPAN("73.72.02.1004"); /* Lapadde, where everybody lives */
	must(queue(&t, id, "", 50, &q, &e), &e);
	assert_true(q.baris > 0);
	assert_true(q.berikut > 0);
	t.env.scope.region = SPAN("73.72.01");
	must(queue(&t, id, "", 50, &q, &e), &e);
	assert_int_equal(q.baris, 0);
	assert_true(q.berikut == FIELD_ABSENT);
	fields_clear(review_show_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(id);
	in.db = padan_span_of(t.db);
	in.no = 10;
	assert_int_equal(office_run(review_show_case, COMMIT, &t.env, &in, &shown, &e), ERR_USAGE);
	in.no = 9999;
	assert_int_equal(office_run(review_show_case, COMMIT, &t.env, &in, &shown, &absent), ERR_USAGE);
	assert_memory_equal(e.text, absent.text, 40); /* the same words but for the number */
	assert_int_equal(answer(&t, id, 10, "TOLAK", FIELD_ABSENT, &out, &e), ERR_USAGE);
	t.env.scope.region = SPAN("73.71");
	assert_int_equal(queue(&t, id, "", 50, &q, &e), ERR_USAGE);
	t.env.scope.region = SPAN("");
	end(&t);
}

static void test_a_pair(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_show_in in;
	struct review_show_out out;
	struct review_evidence ev;
	struct review_field f;
	int64_t sum = 0, last = 0;
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	fields_clear(review_show_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(id);
	in.db = padan_span_of(t.db);
	in.no = 10;
	must(office_run(review_show_case, COMMIT, &t.env, &in, &out, &e), &e);
	assert_int_equal(out.kecocokan, 60000);
	assert_int_equal(chance_percent(9998), 99980);
	assert_int_equal(chance_percent(10000), 99990); /* rounded up to certainty: not shown as such */
	while (out.bukti.next(out.bukti.ctx, &ev, &e) == 1) {
		sum += ev.bobot;
		last = ev.jumlah;
	}
	assert_int_equal(sum, last);
	assert_int_equal(out.bobot, 2000);
	assert_int_equal(out.koreksi, 585 - 2000); /* log2(0.6/0.4) = 0.585 */
	assert_int_equal(out.bukti.next(out.bukti.ctx, &ev, &e), 0);
	assert_int_equal(out.banding.next(out.banding.ctx, &f, &e), 1);
	assert_string_equal(f.bidang.p, "NIK");
	assert_int_equal(out.banding.next(out.banding.ctx, &f, &e), 1);
	assert_string_equal(f.hasil.p, "beda");
	assert_string_equal(f.beda_kandidat.p, "[C]A[L]ON");
	in.kandidat = 3;
	assert_int_equal(office_run(review_show_case, COMMIT, &t.env, &in, &out, &e), ERR_USAGE);
	end(&t);
}

/* A draft that is no draft any more takes no answers. */
static void test_locked_and_replaced(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c, c2;
	struct review_answer_out out;
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	must(sample_step(&t, c.run, ACT_verify, 2, &e), &e);
	assert_int_equal(answer(&t, id, 10, "TOLAK", FIELD_ABSENT, &out, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "terkunci"));
	must(sample_step(&t, c.run, ACT_return, 3, &e), &e);
	r.head.again = SPAN("daftar keliru");
	must(sample_write(&t, &r, &c2, &e), &e);
	assert_int_equal(c2.replaced, c.run);
	assert_int_equal(answer(&t, id, 10, "TOLAK", FIELD_ABSENT, &out, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "diganti"));
	end(&t);
}

static int64_t same_row(void *ctx, int64_t pos)
{
	return pos == *(int64_t *)ctx ? -1 : pos;
}

static int put_follow(struct unit *u, void *ctx, struct err *e)
{
	return review_store_follow(u, ctx, e);
}

static int count_answers(void *ctx, const struct review_answer *a)
{
	int64_t *n = ctx;

	n[0]++;
	n[1] += a->origin != 0;
	n[2] += a->pos == 29 && a->said == REVIEW_REFUSE && padan_span_eq(a->actor, SPAN("ani"));
	return 0;
}

static void test_late_answers_go_along(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c, c2;
	struct review_answer_out out;
	struct review_known known[] = { { 9, 0 }, { 19, -1 }, { 29, -1 }, { 39, -1 } };
	int64_t gone = 39, n[3] = { 0 };
	struct review_follow f = { .known = known, .n = 4, .where = same_row, .ctx = &gone };
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	as(&t, "ani", 11);
	must(answer(&t, id, 10, "TOLAK", FIELD_ABSENT, &out, &e), &e); /* the plan has seen this one */
	must(answer(&t, id, 30, "TOLAK", FIELD_ABSENT, &out, &e), &e);
	must(answer(&t, id, 40, "TOLAK", FIELD_ABSENT, &out, &e), &e); /* not in the lists any more */
	r.head.again = SPAN("daftar keliru");
	must(sample_write(&t, &r, &c2, &e), &e);
	f.from = c.run;
	f.to = c2.run;
	must(sample_act(&t, SPAN(""), put_follow, &f, &e), &e);
	must(review_store_last(t.env.store, c2.run, count_answers, n, &e), &e);
	assert_int_equal(n[0], 1);
	assert_int_equal(n[1], 1);
	assert_int_equal(n[2], 1);
	must(answer(&t, run_id_text(c2.run, id), 30, "URUNG", 1, &out, &e), &e);
	end(&t);
}

/* --- rows page by page -----------------------------------------------------------------------------------------------
 */
static int64_t rows_of(struct sample *t, struct row_list_in *in, int *pages, struct err *e)
{
	struct row_list_out out;
	struct row_line line;
	int64_t n = 0, last = 0;

	in->db = padan_span_of(t->db);
	in->banyak = 7;
	in->sesudah = FIELD_ABSENT;
	for (*pages = 0; *pages < 30; ++*pages) {
		must(office_run(row_list_case, COMMIT, &t->env, in, &out, e), e);
		while (out.daftar.next(out.daftar.ctx, &line, e) == 1) {
			assert_true(line.no > last);
			assert_non_null(memchr(line.nik.p, '*', line.nik.n));
			last = line.no;
			n++;
		}
		if (out.lanjut == FIELD_ABSENT)
			break;
		in->sesudah = out.lanjut;
	}
	return n;
}

static void test_rows_in_pages(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct row_list_in in;
	char id[RUN_ID_TEXT];
	int pages;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	fields_clear(row_list_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(id);
	assert_int_equal(rows_of(&t, &in, &pages, &e), 60);
	assert_int_equal(pages, 8);
	in.putusan = 3; /* ditolak */
	assert_int_equal(rows_of(&t, &in, &pages, &e), 6);
	in.alasan = SPAN("desil_lebih");
	assert_int_equal(rows_of(&t, &in, &pages, &e), 6);
	in.alasan = SPAN("pindah");
	assert_int_equal(rows_of(&t, &in, &pages, &e), 0);
	in.alasan = SPAN("tidak_ada_kata_ini");
	in.sesudah = FIELD_ABSENT;
	{
		struct row_list_out out;

		assert_int_equal(office_run(row_list_case, COMMIT, &t.env, &in, &out, &e), ERR_USAGE);
	}
	in.alasan = SPAN("");
	in.putusan = -1;
	in.kecamatan = SPAN("Ujung");
	assert_int_equal(rows_of(&t, &in, &pages, &e), 60);
	in.kecamatan = SPAN("Soreang");
	assert_int_equal(rows_of(&t, &in, &pages, &e), 0);
	in.kecamatan = SPAN("");
	in.kelompok = SPAN("nelayan");
	assert_int_equal(rows_of(&t, &in, &pages, &e), 60);
	t.env.scope.region = SPAN("73.72.02.1004");
	assert_int_equal(rows_of(&t, &in, &pages, &e), 60);
	t.env.scope.region = SPAN("73.72.02.1001"); /* another ward of the same district */
	assert_int_equal(rows_of(&t, &in, &pages, &e), 0);
	t.env.scope.region = SPAN("");
	end(&t);
}

/* In the order of the ranking; who asks by NIK or by name. */
static void test_ranking_and_why(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct row_ranking_in in;
	struct row_ranking_out out;
	struct row_line line;
	struct why_in ask;
	struct why_out told;
	struct row_reason why;
	int64_t last = 0;
	char id[RUN_ID_TEXT];
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, id);
	fields_clear(row_ranking_case->in, &in, sizeof(in));
	in.rancangan = padan_span_of(id);
	in.db = padan_span_of(t.db);
	in.banyak = 500;
	must(office_run(row_ranking_case, COMMIT, &t.env, &in, &out, &e), &e);
	assert_true(out.garis == FIELD_ABSENT);
	while (out.daftar.next(out.daftar.ctx, &line, &e) == 1) {
		assert_true(line.peringkat > last);
		last = line.peringkat;
	}
	assert_true(last > 40);
	fields_clear(why_case->in, &ask, sizeof(ask));
	ask.rancangan = padan_span_of(id);
	ask.db = padan_span_of(t.db);
	ask.orang = SPAN("nama orang 4");
	must(office_run(why_case, COMMIT, &t.env, &ask, &told, &e), &e);
	assert_int_equal(told.no, 5);
	assert_int_equal(told.sebab.next(told.sebab.ctx, &why, &e), 1);
	assert_string_equal(why.kata.p, "usia_lebih");
	ask.orang = SPAN("7372040501800004");
	must(office_run(why_case, COMMIT, &t.env, &ask, &told, &e), &e);
	assert_int_equal(told.no, 5);
	ask.orang = SPAN("TIDAK ADA");
	assert_int_equal(office_run(why_case, COMMIT, &t.env, &ask, &told, &e), ERR_USAGE);
	end(&t);
}

/* Answers without an event, and events whose answer is gone, are told. */
static void test_verify_sees(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct review_answer_out out;
	struct review_take_out taken;
	char id[RUN_ID_TEXT], command[PG_URL + 200], first[300];
	struct err e = { 0 };

	(void)state;
	if (ENGINE_PG) /* tampering with a file */
		skip();
	begin(&t, &r, &c, id);
	must(answer(&t, id, 10, "7372040101800001", FIELD_ABSENT, &out, &e), &e);
	must(take(&t, id, &taken, &e), &e);
	assert_int_equal(verify_found(&t, first), 0);
	sample_close(&t);
	snprintf(command, sizeof(command), "grep -qa 7372040101800001 %s*", t.db);
	assert_int_not_equal(system(command), 0);
	snprintf(command, sizeof(command),
		 "sqlite3 %s \"DROP TRIGGER review_answer_no_update; UPDATE review_answer SET said = 'TOLAK'\" 2>&1",
		 t.db);
	if (system("command -v sqlite3 >/dev/null"))
		skip();
	assert_int_equal(system(command), 0);
	sample_store(&t);
	assert_true(verify_found(&t, first) > 0);
	sample_close(&t);
	sample_done(&t);
	padan_arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queue_in_pages),
		cmocka_unit_test(test_counts_go_along),
		cmocka_unit_test(test_two_at_once),
		cmocka_unit_test(test_the_key_decides),
		cmocka_unit_test(test_taking),
		cmocka_unit_test(test_another_region),
		cmocka_unit_test(test_a_pair),
		cmocka_unit_test(test_locked_and_replaced),
		cmocka_unit_test(test_late_answers_go_along),
		cmocka_unit_test(test_verify_sees),
		cmocka_unit_test(test_rows_in_pages),
		cmocka_unit_test(test_ranking_and_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
