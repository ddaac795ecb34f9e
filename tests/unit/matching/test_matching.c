/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include "matching/join.h"
#include "matching/verdict.h"

static void test_pack_round_trip(void **state)
{
	static const uint8_t columns[] = { 2, 0, 1 };
	static char out[PACK_MAX], big[PACK_CELL + 3];
	span cells[3] = { SPAN("satu"), { 0 }, SPAN("tiga") }, back[3];
	size_t n = pack_cells(out, cells, columns, 3);

	(void)state;
	assert_true(unpack_cells((span){ out, n }, back, 3));
	assert_true(padan_span_eq(back[0], SPAN("tiga")) && padan_span_eq(back[1], SPAN("satu")) && back[2].n == 0);
	for (size_t cut = 0; cut < n; cut++)
		assert_false(unpack_cells((span){ out, cut }, back, 3));
	memset(big, 'a', sizeof(big));
	memcpy(big + PACK_CELL - 1, "\xc3\xa9", 2); /* a character across the ceiling */
	cells[2] = (span){ big, sizeof(big) };
	n = pack_cells(out, cells, columns, 1);
	assert_true(unpack_cells((span){ out, n }, back, 1));
	assert_int_equal(back[0].n, PACK_CELL - 1);
}

static void test_status_words(void **state)
{
	static const struct {
		const char *word;
		enum citizen_status status;
	} cases[] = { { "HIDUP", CITIZEN_ALIVE },
		      { "aktif", CITIZEN_ALIVE },
		      { "", CITIZEN_UNSAID },
		      { "-", CITIZEN_UNSAID },
		      { "MENINGGAL DUNIA", CITIZEN_DEAD },
		      { "Pindah", CITIZEN_MOVED },
		      { "Data Ganda", CITIZEN_DOUBLE },
		      { "Data Inactive", CITIZEN_INACTIVE },
		      { "TIDAK AKTIF", CITIZEN_INACTIVE },
		      { "NONAKTIF", CITIZEN_INACTIVE },
		      { "1", CITIZEN_ALIVE },
		      { "2", CITIZEN_DEAD },
		      { "entah", CITIZEN_INACTIVE } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(citizen_status_of(padan_span_of(cases[i].word)), cases[i].status);
}

static void test_elements_and_remarks(void **state)
{
	static const struct {
		const char *text;
		enum agreement said;
		int percent;
	} cases[] = { { "Sesuai", AGREE_YES, -1 },
		      { "SESUAI", AGREE_YES, -1 },
		      { "Sesuai (95)", AGREE_YES, 95 },
		      { "Tidak Sesuai (40)", AGREE_NO, 40 },
		      { "TDK SESUAI", AGREE_NO, -1 },
		      { "Y", AGREE_YES, -1 },
		      { "T", AGREE_NO, -1 },
		      { "ya", AGREE_YES, -1 },
		      { "", AGREE_UNSAID, -1 },
		      { "AMIR", AGREE_UNSAID, -1 },
		      { "Sesuai (101)", AGREE_YES, -1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct element e = element_read(padan_span_of(cases[i].text));

		assert_int_equal(e.said, cases[i].said);
		assert_int_equal(e.percent, cases[i].percent);
	}
	assert_int_equal(remark_read(SPAN("Data Tidak Ditemukan")), REMARK_NOT_FOUND);
	assert_int_equal(remark_read(SPAN("MENINGGAL DUNIA")), REMARK_DEAD);
	assert_int_equal(remark_read(SPAN("data ganda")), REMARK_DOUBLE);
	assert_int_equal(remark_read(SPAN("Kuota Akses Hari ini telah Habis")), REMARK_NO_QUOTA);
	assert_int_equal(remark_read(SPAN("terima kasih")), REMARK_NONE);
}

/* What the officer may rely on: the name decides, and a neighbour's NIK of the same day is never enough. */
static void test_verdicts_weighed(void **state)
{
	struct verdict v = { 0 };

	(void)state;
	v.by[COL_NIK] = (struct element){ AGREE_YES, -1 };
	v.by[COL_NAMA] = (struct element){ AGREE_YES, 95 };
	v.by[COL_TANGGAL_LAHIR] = (struct element){ AGREE_YES, -1 };
	assert_true(verdict_likelihood(verdict_weight(&v)) >= match_bounds_usual.found);
	v.by[COL_NAMA] = (struct element){ AGREE_NO, 30 };
	v.by[COL_JENIS_KELAMIN] = (struct element){ AGREE_YES, -1 };
	assert_true(verdict_likelihood(verdict_weight(&v)) < match_bounds_usual.found);
	v.by[COL_TANGGAL_LAHIR] = (struct element){ AGREE_NO, -1 };
	assert_true(verdict_likelihood(verdict_weight(&v)) < match_bounds_usual.review);
	assert_int_equal(verdict_likelihood(0), 5000);
}

static void write_list(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
}

/* An answer that confirms a row whose number nobody can read leads to a person, but to no NIK. */
static void test_confirmed_without_number(void **state)
{
	static const char *const list = "id_baris,hasil_nik,hasil_nama,hasil_tanggal_lahir\n"
					"a:2,Sesuai,Sesuai,Sesuai\n"
					"a:3,Sesuai,Sesuai,Sesuai\n";
	struct match_row row[2] = { { .id = SPAN("a:2"), .line = 2 }, { .id = SPAN("a:3"), .line = 3 } };
	const struct match_rows rows = { row, 2, (span[]){ SPAN("a") }, 1 };
	char dir[] = "/tmp/lindung-verdict-XXXXXX", path[64];
	struct padan_arena arena;
	struct match_env env = { .seams = seams_real(), .arena = &arena, .threads = 1 };
	struct finding f[2] = { 0 };
	struct list_info info;
	uint64_t strangers;
	struct err e = { 0 };
	span p;

	(void)state;
	row[0].field[PADAN_P_NIK] = SPAN("7372010101800001");
	row[1].field[PADAN_P_NIK] = SPAN("lihat KK");
	row[0].field[PADAN_P_NAME] = row[1].field[PADAN_P_NAME] = SPAN("AMIR HAMZAH");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/jawaban.csv", dir);
	write_list(path, list);
	p = padan_span_of(path);
	padan_arena_init(&arena, NULL, 0);
	if (match_verdicts(&rows, &(struct match_lists){ &p, 1, &info, NULL }, f, &strangers, &env, &e))
		fail_msg("%s", e.text);
	assert_int_equal(f[0].verdict, MATCH_FOUND);
	assert_int_equal(f[0].who.nik, 7372010101800001);
	assert_int_equal(f[1].verdict, MATCH_REVIEW);
	assert_true(f[1].doubtful && f[1].who.nik == 0);
	padan_arena_done(&arena);
	unlink(path);
	rmdir(dir);
}

/* A list's row hits by NIK, by a damaged NIK with name and date, by name and date where it has none, by family card;
 * a row with a sound NIK of somebody else is left alone however alike. */
static void test_joins(void **state)
{
	static const char *const list =
		"nik,no_kk,nama,tanggal_lahir,desil\n"
		"7372010101800001,,x,,1\n"		       /* by NIK */
		"7372010101800005,,AMIR HAMZAH,1980-01-01,2\n" /* one digit of the serial: another */
		"7327010101800001,,Hamzah Amir,01-01-1980,3\n" /* swapped digits of the region */
		",,AMIR HAMZAH,01/01/1980,4\n"
		",7372010101010009,ISTRI,1985-05-05,5\n";
	static const uint8_t columns[] = { COL_DESIL };
	static const struct {
		enum join_how how;
		char value;
	} expected[] = { { JOIN_NIK, '1' }, { JOIN_NEAR, '3' }, { JOIN_NAME, '4' }, { JOIN_CARD, '5' } };
	const struct join_spec spec = { LIST_DESIL, columns, 1, true, false };
	struct join_person person = { 7372010101800001, 7372010101010009, date_of(1980, 1, 1), SPAN("AMIR HAMZAH") };
	char dir[] = "/tmp/lindung-join-XXXXXX", path[64];
	struct padan_arena arena;
	struct match_env env = { .seams = seams_real(), .arena = &arena };
	struct list_info info;
	struct match_lists lists;
	struct join_hits hits;
	struct join *j;
	struct err e = { 0 };
	span p;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/desil.csv", dir);
	write_list(path, list);
	p = padan_span_of(path);
	lists = (struct match_lists){ &p, 1, &info, NULL };
	padan_arena_init(&arena, NULL, 0);
	for (env.threads = 1; env.threads <= 2; env.threads++) {
		assert_int_equal(join_new(&j, &person, 1, &env, &e), ERR_OK);
		if (join_scan(j, &spec, &lists, &env, &hits, &e))
			fail_msg("%s", e.text);
		assert_int_equal(hits.n, 4);
		for (size_t i = 0; i < 4; i++) {
			span cell;

			assert_int_equal(hits.hit[i].how, expected[i].how);
			assert_true(unpack_cells(hits.hit[i].packed, &cell, 1));
			assert_int_equal(cell.p[0], expected[i].value);
		}
	}
	padan_arena_done(&arena);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pack_round_trip),		 cmocka_unit_test(test_status_words),
		cmocka_unit_test(test_elements_and_remarks),	 cmocka_unit_test(test_verdicts_weighed),
		cmocka_unit_test(test_confirmed_without_number), cmocka_unit_test(test_joins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
