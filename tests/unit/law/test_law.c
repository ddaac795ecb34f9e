/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "law/contribution.h"
#include "law/law.h"
#include "law/law_tables.h"

#define HEAD "kunci,dari,nilai,satuan,mulai,sebelum,sumber,status,keterangan\n"

static int read_text(const char *text, struct padan_arena *arena, struct law **law, struct err *e)
{
	const struct law_file file = { "uji.csv", padan_span_of(text) };

	return law_read(law, &file, 1, arena, e);
}

static void refuses(const char *text, const char *words)
{
	struct padan_arena arena;
	struct law *law = NULL;
	struct err e = { .code = 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(read_text(text, &arena, &law, &e), ERR_USAGE);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" tidak menyebut \"%s\"", e.text, words);
	assert_null(law);
	padan_arena_done(&arena);
}

static void test_strict_reader(void **state)
{
	(void)state;
	refuses("", "kosong");
	refuses("kunci,nilai\n", "kurang dari sembilan kolom");
	refuses("kunci,nilai,,,,,,,\n", "kolom ke-2 harus");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,,sekunder,\n", "baris 2 (a): sumber kosong");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1,katanya,\n", "status harus");
	refuses(HEAD "a,,1,dolar,2020-01-01,,PP 1,sekunder,\n", "satuan tidak dikenal");
	refuses(HEAD "a,,-1,rupiah,2020-01-01,,PP 1,sekunder,\n", "nilai tidak cocok");
	refuses(HEAD "a,,100.001,persen,2020-01-01,,PP 1,sekunder,\n", "nilai tidak cocok");
	refuses(HEAD "a,,1,rupiah,01/01/2020,,PP 1,sekunder,\n", "mulai harus tanggal");
	refuses(HEAD "a,,1,rupiah,2020-02-30,,PP 1,sekunder,\n", "mulai harus tanggal");
	refuses(HEAD "a,,1,rupiah,2020-01-01,2020-01-01,PP 1,sekunder,\n", "sebelum harus sesudah mulai");
	refuses(HEAD "A b,,1,rupiah,2020-01-01,,PP 1,sekunder,\n", "kunci memakai");
	refuses(HEAD "a,5,1,rupiah,2020-01-01,,PP 1,sekunder,\n", "mulai dari 0");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1,sekunder\n", "kurang dari sembilan");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1, pasal 2,sekunder,catatan\n", "lebih dari sembilan");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,\"PP 1,sekunder,\n", "tanda kutip");
}

static void test_gaps_and_overlaps(void **state)
{
	(void)state;
	refuses(HEAD "a,,1,rupiah,2020-01-01,2020-02-01,PP 1,sekunder,\n"
		     "a,,2,rupiah,2020-02-02,,PP 2,sekunder,\n",
		"baris 3 (a): ada hari tanpa aturan");
	refuses(HEAD "a,,1,rupiah,2020-01-01,2020-02-02,PP 1,sekunder,\n"
		     "a,,2,rupiah,2020-02-01,,PP 2,sekunder,\n",
		"bertumpuk");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1,sekunder,\n"
		     "a,,2,rupiah,2020-02-01,,PP 2,sekunder,\n",
		"bertumpuk");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1,sekunder,\n"
		     "a,,1,rupiah,2020-01-01,,PP 1,sekunder,\n",
		"baris ganda");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1,sekunder,\n"
		     "a,5,1,rupiah,2020-01-01,2021-01-01,PP 1,sekunder,\n",
		"bertumpuk");
	refuses(HEAD "a,,1,rupiah,2020-01-01,,PP 1,sekunder,\n"
		     "a,5,1,persen,2020-01-01,,PP 1,sekunder,\n",
		"satuan berbeda");
}

static void test_as_excel_saves_it(void **state)
{
	static const char text[] = "\xef\xbb\xbfkunci;dari;nilai;satuan;mulai;sebelum;sumber;status;keterangan\r\n"
				   "a.b;;0,24;persen;2020-01-01;2021-01-01;\"PP \"\"1\"\"; pasal 2\";sekunder;\r\n"
				   ";;;;;;;;\r\n"
				   "a.b;;0,5;persen;2021-01-01;;PP 2;belum_diverifikasi;catatan\r\n";
	const struct law_ask before = { "a", "b", NULL, 0, date_of(2020, 12, 31) };
	const struct law_ask after = { "a", "b", NULL, 0, date_of(2021, 1, 1) };
	const struct law_ask early = { "a", "b", NULL, 0, date_of(2019, 12, 31) };
	struct padan_arena arena;
	struct law_used used = { .n = 0 };
	struct law *law;
	struct err e = { .code = 0 };
	const struct law_row *r;
	int64_t v;

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(read_text(text, &arena, &law, &e), 0);
	assert_int_equal(law_find(law, &before, &r, &used, &e), 0);
	assert_int_equal(r->value, 240);
	assert_true(padan_span_eq(r->source, SPAN("PP \"1\"; pasal 2")));
	assert_true(padan_span_eq(r->id, SPAN("a.b@2020-01-01")));
	assert_false(law_used_unverified(&used));
	assert_int_equal(law_value(law, &after, LAW_PERSEN, &v, &used, &e), 0);
	assert_int_equal(v, 500);
	assert_true(law_used_unverified(&used));
	assert_int_equal(used.n, 2);
	assert_int_equal(law_find(law, &early, &r, &used, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "2019-12-31 tidak diketahui"));
	assert_int_equal(law_value(law, &after, LAW_RUPIAH, &v, &used, &e), ERR_USAGE);
	padan_arena_done(&arena);
}

/* The tables inside the program are good, and each row is found on its first and last day. */
static void test_every_embedded_row_is_found(void **state)
{
	struct padan_arena arena;
	struct law *law;
	struct err e = { .code = 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(law_open(&law, seams_real(), (span){ NULL, 0 }, &arena, &e), 0);
	assert_true(law->n > 200);
	for (size_t i = 0; i < law->n; i++) {
		const struct law_row *r = &law->rows[i], *got;
		char key[100];
		struct law_ask ask = { key, NULL, NULL, r->from, r->begins };

		snprintf(key, sizeof(key), "%.*s", (int)r->key.n, r->key.p);
		assert_int_equal(law_find(law, &ask, &got, NULL, &e), 0);
		assert_ptr_equal(got, r);
		if (!date_known(r->before))
			continue;
		ask.on.day = r->before.day - 1;
		assert_int_equal(law_find(law, &ask, &got, NULL, &e), 0);
		assert_ptr_equal(got, r);
		ask.on.day++;
		assert_true(law_find(law, &ask, &got, NULL, &e) || got != r);
	}
	padan_arena_done(&arena);
}

static void test_own_tables_replace_ours(void **state)
{
	char dir[] = "/tmp/hukum-XXXXXX", path[64];
	const struct law_ask ask = { "jp", "batas_upah", NULL, 0, date_of(2030, 1, 1) };
	struct padan_arena arena;
	struct law *law;
	struct err e = { .code = 0 };
	int64_t v;

	(void)state;
	assert_non_null(mkdtemp(dir));
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(law_open(&law, seams_real(), padan_span_of(dir), &arena, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "tidak ada tabel hukum"));
	snprintf(path, sizeof(path), "%s/jp.csv", dir);
	assert_int_equal(file_write(seams_real(), path, 0600,
				    SPAN(HEAD "jp.batas_upah,,12000000,rupiah,2015-07-01,,Uji,sekunder,\n"), &e),
			 0);
	assert_int_equal(law_open(&law, seams_real(), padan_span_of(dir), &arena, &e), 0);
	assert_int_equal(law_value(law, &ask, LAW_RUPIAH, &v, NULL, &e), 0);
	assert_int_equal(v, 12000000);
	unlink(path);
	rmdir(dir);
	padan_arena_done(&arena);
}

static void test_refused_memory(void **state)
{
	struct padan_arena arena;
	struct err e;
	struct law *law;

	(void)state;
	for (size_t limit = 64; limit < 1 << 17; limit *= 4) {
		padan_arena_init(&arena, &padan_alloc_libc, limit);
		if (law_open(&law, seams_real(), (span){ NULL, 0 }, &arena, &e))
			assert_int_equal(e.code, ERR_MACHINE);
		padan_arena_done(&arena);
	}
}

static void test_plan_in_runs(void **state)
{
	const struct contribution_ask ask = { .segment = SEGMENT_BPU, .income = { 1000000 }, .payer = "csr" };
	struct contribution_plan plan;
	struct padan_arena arena;
	struct law *law;
	struct err e;
	struct buf b;

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(law_open(&law, seams_real(), (span){ NULL, 0 }, &arena, &e), 0);
	assert_int_equal(law_contribution_plan(law, &ask, month_of(2026, 1), 8, &plan, &e), 0);
	buf_init(&b, NULL, 100);
	contribution_runs(&plan, &b);
	assert_string_equal(b.p, "16800x3+8400x5");
	assert_int_equal(plan.total.rp, 16800 * 3 + 8400 * 5);
	assert_true(plan.used.n >= 5);
	buf_done(&b);
	padan_arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strict_reader),
		cmocka_unit_test(test_gaps_and_overlaps),
		cmocka_unit_test(test_as_excel_saves_it),
		cmocka_unit_test(test_every_embedded_row_is_found),
		cmocka_unit_test(test_own_tables_replace_ours),
		cmocka_unit_test(test_refused_memory),
		cmocka_unit_test(test_plan_in_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
