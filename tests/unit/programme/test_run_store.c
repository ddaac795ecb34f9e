/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "fault/store_sample.h"
#include "programme/run_seal_store.h"
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

static void test_ids_as_text(void **state)
{
	char text[RUN_ID_TEXT];
	int64_t back;

	(void)state;
	for (int64_t id = 1; id < (int64_t)1 << 60; id = id * 7 + 3) {
		run_id_text(id, text);
		assert_int_equal(strlen(text), RUN_ID_TEXT - 1);
		assert_true(run_id_parse(padan_span_of(text), &back));
		assert_int_equal(back, id);
	}
	assert_true(run_id_parse(SPAN("oil0-0000-0001"), &back)); /* look-alikes, small letters */
	run_id_text(back, text);
	assert_string_equal(text, "0110-0000-0001");
	assert_false(run_id_parse(SPAN("7K3M-9QWP-2XT"), &back));
	assert_false(run_id_parse(SPAN("7K3M-9QWP-2XTAA"), &back));
	assert_false(run_id_parse(SPAN("7K3M-9QWP-2XTU"), &back));
}

struct seen {
	int64_t rows, nik_right;
	char first_name[64];
};

static int see(void *ctx, const struct run_row *r)
{
	struct seen *s = ctx;
	char nik[32];

	snprintf(nik, sizeof(nik), "737204%02d0180%04d", (int)(s->rows % 28) + 1, (int)(s->rows % 10000));
	s->nik_right += padan_span_eq(r->field[RUN_NIK], padan_span_of(nik)) && r->part_count == 10 &&
			r->parts[9].weight == 5000 && r->parts[0].level == -1;
	if (!s->rows++)
		snprintf(s->first_name, 64, "%.*s", (int)r->field[RUN_NAMA].n, r->field[RUN_NAMA].p);
	return 0;
}

static void test_written_and_read_back(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct run_info info;
	struct seen seen = { 0 };
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	sample_run(&r, 100);
	sample_store(&t);
	assert_null(store_db(t.env.store)); /* opening and claiming leave no trace */
	must(run_store_claim(t.env.store, &r.head, &c, &e), &e);
	assert_null(store_db(t.env.store));
	assert_true(ENGINE_PG || access(t.db, F_OK) == -1);
	must(sample_write(&t, &r, &c, &e), &e);
	verify_clean(&t);
	sample_close(&t);
	sample_store(&t);
	must(run_store_info(t.env.store, c.run, &info, &e), &e);
	assert_int_equal(info.rows, 100);
	assert_int_equal(info.chosen, 80);
	assert_int_equal(info.total.rp, 80 * 134400);
	assert_int_equal(info.state, RUN_DRAFT);
	must(run_store_rows(t.env.store, c.run, see, &seen, &e), &e);
	assert_int_equal(seen.rows, 100);
	assert_int_equal(seen.nik_right, 100);
	assert_string_equal(seen.first_name, "NAMA ORANG 0");
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

/* No personal value stands in the files of the database. */
static void test_nothing_personal_in_the_file(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };
	char command[256];

	(void)state;
	if (ENGINE_PG) /* tests/cli/store.t looks into the server's files */
		skip();
	sample_open(&t);
	sample_run(&r, 50);
	sample_store(&t);
	must(sample_write(&t, &r, &c, &e), &e);
	snprintf(command, sizeof(command), "grep -qaE 'NAMA ORANG|73720401|CONTOH NO|CALON' %s/kota.db*", t.dir);
	assert_int_not_equal(system(command), 0);
	snprintf(command, sizeof(command), "grep -qaE 'terpilih' %s/kota.db*", t.dir); /* the test can fail */
	assert_int_equal(system(command), 0);
	sample_close(&t);
	sample_done(&t);
}

static void test_known_list_conflicts(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c, c2, c3;
	struct run_info info;
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	sample_run(&r, 30);
	sample_store(&t);
	must(sample_write(&t, &r, &c, &e), &e);
	assert_int_equal(run_store_claim(t.env.store, &r.head, &c2, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "2 Mei 2025 10.31"));
	assert_non_null(strstr(e.text, "dinas.csv"));
	r.head.stage = 2; /* another stage knows nothing of it */
	must(run_store_claim(t.env.store, &r.head, &c2, &e), &e);
	r.head.stage = 1;
	r.file[0].list = SPAN("desil"), r.head.file_count = 1; /* only proposal lists count */
	must(run_store_claim(t.env.store, &r.head, &c2, &e), &e);
	r.file[0].list = SPAN("usulan"), r.head.file_count = 2;
	r.head.again = SPAN("salah daftar");
	must(sample_write(&t, &r, &c2, &e), &e);
	assert_int_equal(c2.replaced, c.run);
	assert_true(c2.run != c.run);
	must(run_store_info(t.env.store, c.run, &info, &e), &e);
	assert_int_equal(info.state, RUN_REPLACED);
	must(sample_issue(&t, c2.run, SPAN("100.3/1/2025"), &e), &e);
	assert_int_equal(run_store_claim(t.env.store, &r.head, &c3, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "100.3/1/2025"));
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

static int count_people(void *ctx, const struct decreed *p)
{
	int64_t *sum = ctx;

	assert_int_equal(p->nik.n, 16);
	assert_int_equal(date_ymd(p->last_day).m, 12);
	sum[0]++;
	sum[1] += p->total.rp;
	return 0;
}

static void test_decree(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c, c2;
	struct run_info info;
	int64_t sum[2] = { 0, 0 };
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	sample_run(&r, 70);
	sample_store(&t);
	must(decree_store_people(t.env.store, SPAN("73.72"), count_people, sum, &e), &e); /* no database yet */
	must(sample_write(&t, &r, &c, &e), &e);
	must(decree_store_people(t.env.store, SPAN("73.72"), count_people, sum, &e), &e);
	assert_int_equal(sum[0], 0); /* a draft reserves nothing */
	assert_int_equal(sample_issue(&t, 12345, SPAN("1"), &e), ERR_USAGE);
	must(sample_issue(&t, c.run, SPAN("7/2025"), &e), &e);
	assert_int_equal(sample_issue(&t, c.run, SPAN("8/2025"), &e), ERR_CONFLICT);
	must(run_store_info(t.env.store, c.run, &info, &e), &e);
	assert_int_equal(info.state, RUN_DECREED);
	must(decree_store_people(t.env.store, SPAN("73.72"), count_people, sum, &e), &e);
	assert_int_equal(sum[0], info.chosen - info.waiting); /* konfirmasi_nik stays out */
	assert_int_equal(sum[1], sum[0] * 134400);
	sum[0] = 0;
	must(decree_store_people(t.env.store, SPAN("73.73"), count_people, sum, &e), &e);
	assert_int_equal(sum[0], 0);
	r.head.stage = 2;
	must(sample_write(&t, &r, &c2, &e), &e);
	assert_int_equal(sample_issue(&t, c2.run, SPAN("7/2025"), &e), ERR_CONFLICT); /* number taken */
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

/* The plan read revision n; somebody else wrote in between. */
static void test_stale_plan(void **state)
{
	struct sample t;
	struct sample_run r, other;
	struct run_claim c, stale;
	struct run_rows rows = { .next = sample_next, .ctx = &other };
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	sample_run(&r, 10);
	sample_run(&other, 10);
	other.file[0].sha256[0] = 77;
	sample_store(&t);
	must(run_store_claim(t.env.store, &other.head, &stale, &e), &e);
	must(sample_write(&t, &r, &c, &e), &e);
	must(store_ops_db.begin(t.env.store, &e), &e);
	assert_int_equal(run_store_write(&(struct unit){ &t.env, t.env.store }, &other.head, &stale, &rows, &e),
			 ERR_CONFLICT);
	store_ops_db.rollback(t.env.store);
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

/* A decree of another programme of the region came in between: its people would be chosen twice. */
static void test_stale_decrees(void **state)
{
	struct sample t;
	struct sample_run r, other;
	struct run_claim c, stale;
	struct run_rows rows = { .next = sample_next, .ctx = &other };
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	sample_run(&r, 10);
	sample_run(&other, 10);
	other.head.nama = SPAN("Nelayan 2025");
	sample_store(&t);
	must(sample_write(&t, &r, &c, &e), &e);
	must(run_store_claim(t.env.store, &other.head, &stale, &e), &e);
	must(sample_issue(&t, c.run, SPAN("1/2025"), &e), &e);
	must(store_ops_db.begin(t.env.store, &e), &e);
	assert_int_equal(run_store_write(&(struct unit){ &t.env, t.env.store }, &other.head, &stale, &rows, &e),
			 ERR_CONFLICT);
	store_ops_db.rollback(t.env.store);
	must(sample_write(&t, &other, &c, &e), &e);
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

static void test_packed_fields(void **state)
{
	span in[3] = { SPAN("SITTI"), SPAN(""), SPAN("7372") }, out[3], two[2];
	char bytes[64];
	struct buf b;

	(void)state;
	buf_init(&b, &padan_alloc_libc, 1000);
	run_fields_pack(in, 3, &b);
	assert_true(run_fields_unpack(buf_as_span(&b), out, 3));
	for (int i = 0; i < 3; i++)
		assert_true(padan_span_eq(in[i], out[i]));
	assert_true(run_fields_unpack(buf_as_span(&b), two, 2)); /* a field that a later program knows */
	assert_true(padan_span_eq(two[0], in[0]));
	assert_true(b.n <= sizeof(bytes));
	for (size_t cut = 0; cut < b.n; cut++) { /* cut: refused, or whole fields fewer; never beyond the end */
		memcpy(bytes, b.p, cut);
		if (run_fields_unpack((span){ bytes, cut }, out, 3))
			assert_true(cut == 1 || cut == 1 + 5 + 5);
	}
	memcpy(bytes, b.p, b.n);
	bytes[2] = (char)0xff, bytes[5] = (char)0x7f; /* a length beyond everything */
	assert_false(run_fields_unpack((span){ bytes, b.n }, out, 3));
	buf_done(&b);
}

static void test_sums_must_agree(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };

	(void)state;
	sample_open(&t);
	sample_run(&r, 10);
	r.fund[0].spent.rp++;
	sample_store(&t);
	assert_int_equal(sample_write(&t, &r, &c, &e), ERR_MACHINE);
	r.fund[0].spent.rp--;
	r.file[0].proposals++;
	assert_int_equal(sample_write(&t, &r, &c, &e), ERR_MACHINE);
	r.file[0].proposals--;
	must(sample_write(&t, &r, &c, &e), &e);
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

/* A run that stopped between two units: not shown, no conflict, removed by the next writer. */
static int stop_late(void *ctx, struct run_row *r, struct err *e)
{
	struct sample_run *s = ctx;

	if (s->at == 9000)
		return err_set(e, ERR_MACHINE, "berhenti"), -1;
	return sample_next(ctx, r, e);
}

static int fail_each(void *ctx, const struct run_info *r)
{
	(void)r;
	return ++*(int *)ctx, 0;
}

static void test_unfinished_is_swept(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct run_rows rows = { .next = stop_late, .ctx = &r };
	struct err e = { 0 };
	int shown = 0;

	(void)state;
	sample_open(&t);
	sample_run(&r, 10000);
	sample_store(&t);
	must(run_store_claim(t.env.store, &r.head, &c, &e), &e);
	must(store_ops_db.begin(t.env.store, &e), &e);
	assert_int_equal(run_store_write(&(struct unit){ &t.env, t.env.store }, &r.head, &c, &rows, &e), ERR_MACHINE);
	store_ops_db.rollback(t.env.store);
	must(run_store_each(t.env.store, fail_each, &shown, &e), &e);
	assert_int_equal(shown, 0);
	verify_clean(&t);
	must(sample_write(&t, &r, &c, &e), &e);
	must(run_store_each(t.env.store, fail_each, &shown, &e), &e);
	assert_int_equal(shown, 1);
	verify_clean(&t);
	sample_close(&t);
	sample_done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids_as_text),
		cmocka_unit_test(test_written_and_read_back),
		cmocka_unit_test(test_nothing_personal_in_the_file),
		cmocka_unit_test(test_known_list_conflicts),
		cmocka_unit_test(test_decree),
		cmocka_unit_test(test_stale_plan),
		cmocka_unit_test(test_stale_decrees),
		cmocka_unit_test(test_packed_fields),
		cmocka_unit_test(test_sums_must_agree),
		cmocka_unit_test(test_unfinished_is_swept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
