/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "intake/check.h"
#include "intake/look.h"
#include "person/person.h"

static struct checked light_of(enum list_kind kind, const char *nik, const char *name, const char *born)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct check_row r = { .kind = kind, .name = padan_span_of(name) };

	padan_nik_parse(&r.nik, padan_span_of(nik), &opt);
	birth_read(&r.born, padan_span_of(born), false);
	return check_row(&r);
}

static void test_lights(void **state)
{
	static const struct {
		enum list_kind kind;
		const char *nik, *name, *born;
		enum light light;
		uint32_t notes;
	} cases[] = {
#define N(x) CHECK_BIT(CHECK_##x)
		{ LIST_PROPOSALS, "7372010508800001", "SITTI", "05-08-1980", LIGHT_GREEN, 0 },
		{ LIST_PROPOSALS, "7372014508800001", "SITTI", "05-08-1980", LIGHT_GREEN, 0 }, /* a woman */
		{ LIST_PROPOSALS, "7372010508800001", "SITTI", "06-08-1980", LIGHT_YELLOW, N(BORN_DIFFERS) },
		{ LIST_PROPOSALS, "7372010508800001", "SITTI", "08-05-1980", LIGHT_GREEN, 0 }, /* either order */
		{ LIST_PROPOSALS, "7372010508800001", "", "05-08-1980", LIGHT_YELLOW, N(NAME_EMPTY) },
		{ LIST_PROPOSALS, "", "SITTI", "05-08-1980", LIGHT_YELLOW, N(NIK_EMPTY) },
		{ LIST_PROPOSALS, "737201050880000", "SITTI", "05-08-1980", LIGHT_YELLOW, N(NIK_LENGTH) },
		{ LIST_PROPOSALS, "7.37201E+15", "SITTI", "05-08-1980", LIGHT_YELLOW, N(NIK_DAMAGED) },
		{ LIST_PROPOSALS, "9972013508800001", "SITTI", "", LIGHT_YELLOW, N(NIK_SHAPE) | N(BORN_EMPTY) },
		{ LIST_PROPOSALS, "7372010508800001", "SITTI", "31-02-1980", LIGHT_YELLOW, N(BORN_UNREAD) },
		{ LIST_PROPOSALS, "", "SITTI", "", LIGHT_RED, N(NOBODY) | N(NIK_EMPTY) | N(BORN_EMPTY) },
		{ LIST_PROPOSALS, "", "", "05-08-1980", LIGHT_RED, N(NOBODY) | N(NIK_EMPTY) | N(NAME_EMPTY) },
		{ LIST_REFUSED, "7372010508800001", "SITTI", "", LIGHT_GREEN, 0 }, /* a payroll has no birth dates */
		{ LIST_DESIL, "7372010508800001", "SITTI", "", LIGHT_YELLOW, N(DESIL_UNREAD) },
		{ LIST_MEMBERS, "7372010508800001", "SITTI", "", LIGHT_YELLOW, N(STATUS_EMPTY) },
#undef N
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct checked c = light_of(cases[i].kind, cases[i].nik, cases[i].name, cases[i].born);

		if (c.light != cases[i].light || c.notes != cases[i].notes)
			fail_msg("case %zu: light %d, notes %x", i, c.light, c.notes);
	}
}

static void test_words(void **state)
{
	struct checked c = light_of(LIST_PROPOSALS, "7372010508800001", "SITTI", "05-08-1980");
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1000);
	check_twin(&c);
	assert_int_equal(c.light, LIGHT_YELLOW);
	check_words(c.notes | CHECK_BIT(CHECK_NAME_EMPTY), 7, &b);
	assert_string_equal(b.p, "NIK sama dengan baris 7; nama kosong");
	buf_done(&b);
}

static void test_masked(void **state)
{
	static const char *const pairs[][2] = {
		{ "7372010508800001", "7372********0001" },
		{ "08123456789", "0812*******" },
		{ "05-08-1980", "05-08-1980" },
		{ "73.72.01.1001", "73.72.01.1001" },
		{ "NIK 7372 0105 0880 0001", "NIK 7372 **** **** 0001" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		span s = check_masked(padan_span_of(pairs[i][0]), out);

		assert_true(padan_span_eq(s, padan_span_of(pairs[i][1])));
	}
}

/* --- lists whose titles nobody knows --------------------------------------------------------------------------------
 */
struct looked {
	struct padan_arena arena;
	struct columns columns;
	struct look look;
	struct err e;
	char dir[40], path[64];
};

static void look_begin(struct looked *l, const char *text)
{
	FILE *f;

	memset(l, 0, sizeof(*l));
	snprintf(l->dir, sizeof(l->dir), "/tmp/lindung-lihat-XXXXXX");
	assert_non_null(mkdtemp(l->dir));
	snprintf(l->path, sizeof(l->path), "%s/a.csv", l->dir);
	f = fopen(l->path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	padan_arena_init(&l->arena, &padan_alloc_libc, 0);
	assert_int_equal(look_columns(&l->columns, &l->arena, &l->e), 0);
}

static int look_now(struct looked *l, enum list_kind kind)
{
	struct look_order order = { .kind = kind, .columns = &l->columns };

	return look_at_list(&l->look, seams_real(), l->path, &order, &l->arena, &l->e);
}

static void look_end(struct looked *l)
{
	padan_arena_done(&l->arena);
	unlink(l->path);
	rmdir(l->dir);
}

static void test_unknown_titles(void **state)
{
	struct looked l;

	(void)state;
	look_begin(
		&l,
		"DAFTAR TAHUN 2025,,\nQ1,Q2,Q3\nSITTI,7372010508800001,05-08-1980\nANDI,7372010508800002,05-08-1980\n");
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_false(l.look.ready);
	assert_int_equal(l.look.info.header_row, 2);
	assert_true(padan_span_eq(l.look.sample[0][1], SPAN("ANDI")));
	assert_true(padan_span_eq(l.look.sample[1][0], SPAN("7372********0001")));
	assert_int_equal(
		columns_by_hand(&l.columns, LIST_REGISTRY, l.look.fingerprint, SPAN("nama\nnik\n"), &l.arena, &l.e), 0);
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_false(l.look.ready); /* taught for another kind of list */
	assert_int_equal(columns_by_hand(&l.columns, LIST_PROPOSALS, l.look.fingerprint,
					 SPAN("nama\nnik\ntanggal_lahir"), &l.arena, &l.e),
			 0);
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_true(l.look.ready);
	assert_int_equal(l.look.data, 2);
	assert_int_equal(l.look.light[LIGHT_GREEN], 2);
	assert_int_equal(l.look.data + l.look.skipped, l.look.info.rows);
	look_end(&l);
}

/* By hand goes before what the titles say; another header is not touched. */
static void test_by_hand_goes_first(void **state)
{
	struct looked l;

	(void)state;
	look_begin(&l, "nama,nik,nama ibu\nSITTI,7372010508800001,BESSE\n");
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_int_equal(l.look.info.at[COL_NAMA], 0);
	assert_int_equal(
		columns_by_hand(&l.columns, LIST_PROPOSALS, l.look.fingerprint, SPAN("\nnik\nnama"), &l.arena, &l.e),
		0);
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_int_equal(l.look.info.at[COL_NAMA], 2);
	assert_int_equal(l.look.info.at[COL_NAMA_IBU], -1);
	look_end(&l);
	look_begin(&l, "nama,nik,nama ayah\nSITTI,7372010508800001,BESSE\n");
	assert_int_equal(columns_by_hand(&l.columns, LIST_PROPOSALS, 12345, SPAN("\nnik\nnama"), &l.arena, &l.e), 0);
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_int_equal(l.look.info.at[COL_NAMA], 0);
	look_end(&l);
}

static void test_twins_and_sums(void **state)
{
	struct looked l;

	(void)state;
	look_begin(&l, "nama,nik,tgl lahir\nSITTI,7372010508800001,05-08-1980\nSITTI A,7372010508800001,05-08-1980\n"
		       "JUMLAH,2,\n");
	assert_int_equal(look_now(&l, LIST_PROPOSALS), 0);
	assert_int_equal(l.look.light[LIGHT_GREEN], 1);
	assert_int_equal(l.look.light[LIGHT_YELLOW], 1);
	assert_int_equal(l.look.note[CHECK_NIK_TWIN], 1);
	assert_int_equal(l.look.data, 2);
	assert_int_equal(l.look.skipped, 2);
	look_end(&l);
}

static void test_what_is_no_list(void **state)
{
	struct looked l;

	(void)state;
	look_begin(&l, "");
	assert_int_equal(look_now(&l, LIST_PROPOSALS), ERR_UNREADABLE);
	look_end(&l);
	look_begin(&l, "%PDF-1.4\nrubbish\n");
	assert_int_equal(look_now(&l, LIST_DESIL), ERR_UNREADABLE);
	look_end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lights),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_masked),
		cmocka_unit_test(test_unknown_titles),
		cmocka_unit_test(test_by_hand_goes_first),
		cmocka_unit_test(test_twins_and_sums),
		cmocka_unit_test(test_what_is_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
