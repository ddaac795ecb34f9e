/* SPDX-License-Identifier: EUPL-1.2
 * Every header that the offices are known to write, read out of the shared templates. */
#include "base/embed.h"
#include "check.h"
#include "tabular/header.h"
#include "tabular/title_guess.h"

struct titles {
	struct padan_arena arena;
	struct columns columns;
};

static void titles_init(struct titles *t)
{
	struct err e = { 0 };

	padan_arena_init(&t->arena, &padan_alloc_libc, 0);
	if (columns_load(&t->columns, embedded_file("ref/alias_kolom.csv"), &t->arena, &e))
		fail_msg("%s", e.text);
}

static uint64_t columns_of(struct titles *t, enum list_kind kind, const char *const *title, uint32_t n)
{
	span cells[LIM_COLUMNS];
	uint8_t kinds[LIM_COLUMNS];
	struct sheet_row row = { 5, n, cells, kinds };
	struct header h;
	struct err e = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		cells[i] = padan_span_of(title[i]);
		kinds[i] = cells[i].n ? CELL_TEXT : CELL_EMPTY;
	}
	if (header_find(&t->columns, kind, &row, 1, &t->arena, &h, &e))
		fail_msg("%s", e.text);
	return h.have;
}

#define B(c) COL_BIT(COL_##c)

static void expect_all(uint64_t have, uint64_t want, const char *what)
{
	for (unsigned c = 0; c < COL_COUNT; c++)
		if ((want & COL_BIT(c)) && !(have & COL_BIT(c)))
			fail_msg("%s: no column %s", what, column_name((enum list_col)c));
}

/* Cuts a CSV line in place. */
static uint32_t cut(char *line, const char **out, char delim)
{
	uint32_t n = 0;
	char *w = line, *p = line;

	while (n < LIM_COLUMNS) {
		bool quoted = *p == '"';

		out[n++] = w;
		p += quoted;
		while (*p && *p != '\n' && *p != '\r' && (quoted ? *p != '"' : *p != delim))
			*w++ = *p++;
		p += quoted && *p == '"';
		char end = *p++;

		*w++ = '\0';
		if (end != delim)
			return n;
	}
	return n;
}

static char *next_line(FILE *f, char *buf, int size)
{
	char *s = fgets(buf, size, f);

	if (s && strncmp(s, "\xef\xbb\xbf", 3) == 0)
		s += 3;
	return s;
}

static void test_templates_of_one_row(void **state)
{
	static const struct {
		const char *file;
		enum list_kind kind;
		uint64_t want;
	} cases[] = {
		{ "siak_ekspor_penduduk_37kolom.csv", LIST_REGISTRY,
		  B(NO_KK) | B(NIK) | B(NAMA) | B(STATUS) | B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) |
			  B(NAMA_IBU) | B(SHDK) | B(KECAMATAN) | B(KELURAHAN) | B(ALAMAT) | B(RW) | B(RT) |
			  B(PEKERJAAN) },
		{ "opensid_penduduk_43kolom.csv", LIST_REGISTRY,
		  B(NO_KK) | B(NIK) | B(NAMA) | B(STATUS) | B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) |
			  B(NAMA_IBU) | B(SHDK) | B(ALAMAT) | B(RW) | B(RT) | B(PEKERJAAN) },
		{ "opensid_peserta_bantuan_7kolom.csv", LIST_PROPOSALS,
		  B(NIK) | B(NAMA) | B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(ALAMAT) },
		{ "bpjstk_ekspor_peserta_27kolom.csv", LIST_MEMBERS,
		  B(NIK) | B(KPJ) | B(NAMA) | B(TANGGAL_LAHIR) | B(STATUS) | B(KODE_WADAH) | B(NAMA_WADAH) |
			  B(NAMA_IBU) | B(PENGHASILAN) },
		{ "bpjstk_laporan_iuran_16kolom.csv", LIST_DECREE, B(KPJ) | B(NIK) | B(NAMA) | B(TOTAL) },
		{ "bdt2015_rumah_tangga_101kolom.csv", LIST_REFUSED,
		  B(NIK) | B(NAMA) | B(ALAMAT) | B(KECAMATAN) | B(KELURAHAN) | B(JENIS_KELAMIN) | B(SHDK) | B(UMUR) |
			  B(PROVINSI) | B(KABUPATEN_KOTA) },
	};
	char path[1024], line[20000];
	const char *title[LIM_COLUMNS];
	struct titles t;

	(void)state;
	if (!shared_path(path, "data/templat"))
		skip();
	titles_init(&t);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char file[1200];
		FILE *f;
		char *s;

		snprintf(file, sizeof(file), "%s/%s", path, cases[i].file);
		f = fopen(file, "rb");
		assert_non_null(f);
		s = next_line(f, line, sizeof(line));
		expect_all(columns_of(&t, cases[i].kind, title, cut(s, title, ',')), cases[i].want, cases[i].file);
		fclose(f);
	}
	padan_arena_done(&t.arena);
}

static void test_dialects(void **state)
{
	const uint64_t person = B(NIK) | B(NAMA);
	static const uint64_t more[] = {
		B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) | B(SHDK) | B(PEKERJAAN) | B(NAMA_IBU),
		B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) | B(SHDK) | B(PEKERJAAN) | B(NAMA_IBU) |
			B(KETERANGAN),
		B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) | B(SHDK) | B(PEKERJAAN) | B(NAMA_IBU),
		B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) | B(SHDK) | B(PEKERJAAN) | B(NAMA_IBU),
		B(NO_KK) | B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) | B(KELURAHAN) | B(KECAMATAN) | B(RT) |
			B(RW),
		B(UMUR) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN),
		B(NO_KK) | B(JENIS_KELAMIN) | B(TEMPAT_LAHIR) | B(TANGGAL_LAHIR) | B(ALAMAT) | B(PEKERJAAN) |
			B(PENGHASILAN) | B(SHDK),
		0,
	};
	char path[1024], line[4000];
	const char *field[LIM_COLUMNS], *title[LIM_COLUMNS];
	struct titles t;
	FILE *f;
	size_t i = 0;
	char *s;

	(void)state;
	if (!shared_path(path, "data/templat/bip_variasi_judul.csv"))
		skip();
	titles_init(&t);
	f = fopen(path, "rb");
	next_line(f, line, sizeof(line));
	while ((s = next_line(f, line, sizeof(line)))) {
		/* KETERANGAN is a column of proposals */
		enum list_kind kind = LIST_PROPOSALS;
		char titles[4000];

		assert_int_equal(cut(s, field, ','), 2);
		snprintf(titles, sizeof(titles), "%s", field[1]);
		assert_true(i < sizeof(more) / sizeof(more[0]));
		expect_all(columns_of(&t, kind, title, cut(titles, title, '|')), person | more[i++], field[0]);
	}
	assert_int_equal(i, sizeof(more) / sizeof(more[0]));
	fclose(f);
	padan_arena_done(&t.arena);
}

/* A sheet for each list of the survey: lines of lembar,kolom,judul. */
static void test_survey_titles(void **state)
{
	char path[1024], line[2000];
	const char *field[8];
	struct titles t;
	uint64_t have = 0;
	FILE *f;
	char *s;

	(void)state;
	if (!shared_path(path, "data/templat/regsosek2022k_kolom.csv"))
		skip();
	titles_init(&t);
	f = fopen(path, "rb");
	while ((s = next_line(f, line, sizeof(line)))) {
		enum list_col c;

		if (cut(s, field, ',') < 3)
			continue;
		c = column_of_title(&t.columns, LIST_PROPOSALS, padan_span_of(field[2]), NULL);
		if (c != COL_NONE)
			have |= COL_BIT(c);
	}
	fclose(f);
	expect_all(have, B(NIK) | B(NAMA) | B(NO_KK), "regsosek");
	padan_arena_done(&t.arena);
}

static void test_contract_columns(void **state)
{
	struct titles t;

	(void)state;
	titles_init(&t);
	for (int k = 0; k < LIST_KINDS; k++)
		for (int c = 0; c < COL_COUNT; c++) {
			if (!(list_columns((enum list_kind)k) & COL_BIT(c)))
				continue;
			if (c >= COL_HASIL_NIK && c <= COL_HASIL_KABUPATEN_KOTA && k != LIST_VERDICTS)
				continue;
			if (column_of_title(&t.columns, (enum list_kind)k, padan_span_of(column_name((enum list_col)c)),
					    NULL) != (enum list_col)c)
				fail_msg("%s in %s", column_name((enum list_col)c), list_kind_name((enum list_kind)k));
		}
	padan_arena_done(&t.arena);
}

static void test_spellings(void **state)
{
	static const struct {
		const char *title;
		enum list_kind kind;
		enum list_col col;
	} cases[] = {
		{ "N.I.K", LIST_PROPOSALS, COL_NIK },
		{ "NIK (16 digit)", LIST_PROPOSALS, COL_NIK },
		{ "  nama_lengkap  ", LIST_PROPOSALS, COL_NAMA },
		{ "Nama\nLengkap", LIST_PROPOSALS, COL_NAMA },
		{ "JK (L/P)", LIST_PROPOSALS, COL_JENIS_KELAMIN },
		{ "Penghasilan (Rp/bulan)", LIST_PROPOSALS, COL_PENGHASILAN },
		{ "desil_nasional", LIST_DESIL, COL_DESIL },
		{ "nomor_induk_kependudukan", LIST_DESIL, COL_NIK },
		{ "nomor_kartu_keluarga", LIST_DESIL, COL_NO_KK },
		{ "Alamat: RT", LIST_PROPOSALS, COL_RT },
		{ "TEMPAT DAN TANGGAL LAHIR: TEMPAT", LIST_PROPOSALS, COL_TEMPAT_LAHIR },
		{ "Tempat/Tgl. Lahir: Tgl", LIST_REGISTRY, COL_TANGGAL_LAHIR },
		{ "Kelahiran: Tempat", LIST_PROPOSALS, COL_TEMPAT_LAHIR },
		{ "Pekerjaan: Jenis", LIST_PROPOSALS, COL_PEKERJAAN },
		{ "No. KK: 7372010101010009", LIST_PROPOSALS, COL_NONE },
		{ "NIK Ayah", LIST_REGISTRY, COL_NONE },
		{ "Nama Ayah", LIST_REGISTRY, COL_NONE },
		{ "Status", LIST_PROPOSALS, COL_NONE },
		{ "Status", LIST_MEMBERS, COL_STATUS },
		{ "Hasil Verifikasi NIK", LIST_VERDICTS, COL_HASIL_NIK },
		{ "", LIST_PROPOSALS, COL_NONE },
	};
	struct titles t;

	(void)state;
	titles_init(&t);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum list_col c = column_of_title(&t.columns, cases[i].kind, padan_span_of(cases[i].title), NULL);

		if (c != cases[i].col)
			fail_msg("\"%s\" -> %s", cases[i].title, column_name(c));
	}
	padan_arena_done(&t.arena);
}

/* "Tempat dan Tanggal Lahir" over "Tempat" and "Tanggal". */
static void test_guess_below_a_group(void **state)
{
	static const struct {
		const char *title;
		enum list_col col;
	} cases[] = {
		{ "TEMPAT DAN TANGGAL LAHIR: TEMPAT", COL_TEMPAT_LAHIR },
		{ "TEMPAT DAN TANGGAL LAHIR: TANGGAL", COL_TANGGAL_LAHIR },
		{ "Kelahiran: Tgl", COL_TANGGAL_LAHIR },
		{ "TTL: Kota", COL_TEMPAT_LAHIR },
		{ "TEMPAT DAN TANGGAL LAHIR: (sesuai KTP)", COL_TEMPAT_TANGGAL_LAHIR },
		{ "Orang Tua: Nama Ayah", COL_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum list_col c = title_guess(LIST_PROPOSALS, padan_span_of(cases[i].title));

		if (c != cases[i].col)
			fail_msg("\"%s\" -> %s", cases[i].title, c == COL_NONE ? "-" : column_name(c));
	}
}

/* No title that the table knows but the row's number, and yet a header. */
static void test_guessed_header(void **state)
{
	static const char *const title[] = { "NO", "NAMA WARGA YANG DIUSULKAN", "NO NIK PADA E-KTP", "DESA ASAL" };
	struct titles t;

	(void)state;
	titles_init(&t);
	expect_all(columns_of(&t, LIST_PROPOSALS, title, 4), B(NAMA) | B(NIK) | B(KELURAHAN), "guessed");
	padan_arena_done(&t.arena);
}

static void test_two_claims(void **state)
{
	static const char *const twice[] = { "NIK", "Nama", "NIK", "desil_nasional", "desil" };
	static const char *const none[] = { "alamat", "rt" };
	struct titles t;
	span cells[5];
	uint8_t kinds[5] = { 1, 1, 1, 1, 1 };
	struct sheet_row row = { 1, 5, cells, kinds };
	struct header h;
	struct err e = { 0 };

	(void)state;
	titles_init(&t);
	for (int i = 0; i < 5; i++)
		cells[i] = padan_span_of(twice[i]);
	assert_int_equal(header_find(&t.columns, LIST_DESIL, &row, 1, &t.arena, &h, &e), 0);
	assert_int_equal(h.at[COL_NIK], 0);
	assert_int_equal(h.titles[2].col, COL_NONE);
	assert_int_equal(h.at[COL_DESIL], 4); /* the table's earlier title wins over the earlier place */
	for (int i = 0; i < 2; i++)
		cells[i] = padan_span_of(none[i]);
	row.n = 2;
	assert_int_equal(header_find(&t.columns, LIST_DESIL, &row, 1, &t.arena, &h, &e), ERR_UNREADABLE);
	assert_non_null(strstr(e.text, "nik, atau no_kk"));
	assert_non_null(strstr(e.text, "alamat, rt"));
	padan_arena_done(&t.arena);
}

/* Titles that no table knows. */
static void test_guesses(void **state)
{
	static const struct {
		const char *title;
		enum list_col col;
	} cases[] = {
		{ "Nama calon peserta jamsostek", COL_NAMA },
		{ "Nama Desa/Kelurahan Domisili", COL_KELURAHAN },
		{ "Nama lengkap ayah", COL_NONE },
		{ "Tgl. lahir pekerja", COL_TANGGAL_LAHIR },
		{ "Tempat & tgl lahir pekerja", COL_TEMPAT_TANGGAL_LAHIR },
		{ "Penghasilan rata-rata tiap bulan", COL_PENGHASILAN },
		{ "Nomor Kartu Keluarga (KK)", COL_NO_KK },
		{ "Nomor HP aktif", COL_NO_HP },
		{ "Status hubungan kerja saat ini", COL_HUBUNGAN_KERJA },
		{ "Nama majikan atau perusahaan", COL_PEMBERI_KERJA },
		{ "NIK kepala keluarga", COL_NONE },
		{ "Alamat tempat usaha", COL_NONE },
		{ "Nomor NIK KTP pekerja", COL_NIK },
		{ "Nama ibu kandung pekerja", COL_NAMA_IBU },
		{ "Hubungan dengan kepala keluarga", COL_SHDK },
		{ "Jumlah", COL_NONE },
	};
	static const char *const row[] = { "No", "Nomor NIK KTP pekerja", "Nama calon peserta jamsostek", "Alamat",
					   "Umur" };
	struct titles t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum list_col c = title_guess(LIST_PROPOSALS, padan_span_of(cases[i].title));

		if (c != cases[i].col)
			fail_msg("\"%s\" -> %s", cases[i].title, column_name(c));
	}
	titles_init(&t);
	expect_all(columns_of(&t, LIST_PROPOSALS, row, 5), B(NIK) | B(NAMA) | B(ALAMAT) | B(UMUR), "guessed");
	padan_arena_done(&t.arena);
}

static void test_alias_table_is_checked(void **state)
{
	struct padan_arena a;
	struct columns c;
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&a, &padan_alloc_libc, 0);
	assert_int_equal(columns_load(&c, SPAN("kolom,daftar,alias,sumber\nnik,,NIK,x\nsalah,,A,x\n"), &a, &e),
			 ERR_UNREADABLE);
	assert_non_null(strstr(e.text, "baris 3"));
	assert_int_equal(columns_load(&c, SPAN("kolom,daftar,alias,sumber\nnik,usulan peserta,\"N, I\",x\n"), &a, &e),
			 0);
	assert_int_equal(column_of_title(&c, LIST_MEMBERS, SPAN("N I"), NULL), COL_NIK);
	assert_int_equal(column_of_title(&c, LIST_DESIL, SPAN("N I"), NULL), COL_NONE);
	padan_arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_templates_of_one_row),
		cmocka_unit_test(test_dialects),
		cmocka_unit_test(test_survey_titles),
		cmocka_unit_test(test_contract_columns),
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_guess_below_a_group),
		cmocka_unit_test(test_guessed_header),
		cmocka_unit_test(test_two_claims),
		cmocka_unit_test(test_guesses),
		cmocka_unit_test(test_alias_table_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
