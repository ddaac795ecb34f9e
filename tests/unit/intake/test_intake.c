/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include "intake/intake.h"

static const char *const MESSY = "DAFTAR USULAN PEKERJA RENTAN,,,\n"
				 ",,,\n"
				 "No,NIK,Nama Lengkap,No. KK,Tgl Lahir\n"
				 "1,2,3,4,5\n"
				 "No. KK: 7372010101010009,,,,\n"
				 "1,7372014501800001,SITTI AMINAH,,05-01-1980\n"
				 "2,,Ibrahim Dg. Mappuji,7372010101010007,\n"
				 ",,,,\n"
				 "3,7372010101800003,,,\n"
				 "JUMLAH,,3,,\n"
				 "Catatan: data sementara,,,,\n"
				 ",,,\"Mengetahui,\",\n";

static void write_list(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
}

static void test_every_row_is_accounted_for(void **state)
{
	static const enum intake_skip_kind kinds[] = { SKIP_TITLE, SKIP_EMPTY, SKIP_TITLE, SKIP_NUMBERS, SKIP_GROUP,
						       SKIP_EMPTY, SKIP_SUM,   SKIP_NOTE,  SKIP_NOTE };
	char dir[] = "/tmp/lindung-intake-XXXXXX", path[64];
	struct padan_arena arena;
	struct intake in;
	struct err e = { 0 };
	span paths[2];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/a.csv", dir);
	write_list(path, MESSY);
	paths[0] = paths[1] = padan_span_of(path);
	padan_arena_init(&arena, NULL, 0);
	if (intake_read(&in, seams_real(), paths, 2, &arena, &e))
		fail_msg("%s", e.text);
	assert_int_equal(in.n_rows, 6);
	assert_int_equal(in.n_skips, 18);
	for (uint32_t f = 0; f < 2; f++)
		assert_int_equal(in.files[f].rows + in.files[f].skips, in.files[f].info.rows);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (in.skips[i].kind != kinds[i])
			print_error("skip %zu: row %u is %s\n", i, in.skips[i].no, intake_skip_word(in.skips[i].kind));
		assert_int_equal(in.skips[i].kind, kinds[i]);
	}
	assert_true(padan_span_eq(in.rows[0].group_card, SPAN("7372010101010009")));
	assert_true(padan_span_eq(in.rows[0].id, SPAN("a.csv:6")));
	assert_true(padan_span_eq(in.rows[3].id, SPAN("a.csv#2:6")));
	assert_true(padan_span_eq(intake_cell(&in, &in.rows[1], COL_NAMA), SPAN("Ibrahim Dg. Mappuji")));
	assert_int_equal(in.rows[1].group_card.n, 0);
	assert_int_equal(in.rows[2].no, 9);
	padan_arena_done(&arena);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_row_is_accounted_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
