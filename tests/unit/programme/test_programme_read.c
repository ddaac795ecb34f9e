/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include "parepare.h"

static struct padan_arena arena;
static struct programme p;
static struct err e;

static int read_text(const char *text)
{
	padan_arena_done(&arena);
	padan_arena_init(&arena, NULL, 0);
	e.text[0] = '\0';
	return programme_read(&p, &arena, padan_span_of(text), "program.yaml", &test_groups, &e);
}

/* The contract's programme with one piece of text replaced. */
static int read_changed(const char *from, const char *to)
{
	static char text[8192];
	const char *at = strstr(parepare, from);

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - parepare), parepare, to, at + strlen(from));
	return read_text(text);
}

static void assert_refused(const char *from, const char *to, const char *why)
{
	assert_int_equal(read_changed(from, to), ERR_USAGE);
	if (!strstr(e.text, why))
		fail_msg("'%s' -> '%s': %s", from, to, e.text);
}

static void test_the_contract(void **state)
{
	char iso[11];

	(void)state;
	assert_int_equal(read_text(parepare), 0);
	assert_string_equal(p.nama.p, "Perlindungan Pekerja Rentan Kota Parepare 2025");
	assert_string_equal(p.wilayah, "73.72");
	assert_string_equal(date_iso(p.hari_pertama, iso), "2025-05-01");
	assert_string_equal(date_iso(p.hari_terakhir, iso), "2025-12-31");
	assert_int_equal(p.satuan, SATUAN_ORANG);
	assert_int_equal(p.wakil_n, 2);
	assert_true(p.wakil[1].turun);
	assert_int_equal(p.manfaat, MANFAAT_JKK | MANFAAT_JKM);
	assert_int_equal(p.kriteria.usia_maks, 64);
	assert_true(p.kriteria.domisili);
	assert_int_equal(p.kriteria.hubungan_kerja,
			 1 << HUBUNGAN_TANPA | 1 << HUBUNGAN_SERABUTAN | 1 << HUBUNGAN_UPAH_TANPA_KONTRAK);
	assert_int_equal(p.kriteria.peserta[SEGMEN_PU], PERLAKUAN_TOLAK);
	assert_int_equal(p.kriteria.peserta[SEGMEN_JAKON], PERLAKUAN_TINJAU);
	assert_int_equal(p.kriteria.wadah_sendiri, PERLAKUAN_LANJUTAN);
	assert_int_equal(p.kriteria.kelompok, 0x7f);
	assert_int_equal(p.kriteria.kelompok_tolak, 0x380);
	assert_int_equal(p.prioritas_n, 5);
	assert_int_equal(p.prioritas[2].kunci, KUNCI_RISIKO);
	assert_true(p.prioritas[2].turun && !p.prioritas[3].turun);
	assert_int_equal(p.kuota.total, 1000);
	assert_string_equal(p.kuota.kecamatan[0].kode, "73.72.01");
	assert_int_equal(p.kuota.kelompok[0].kelompok, G_NELAYAN);
	assert_int_equal(p.dana_n, 2);
	assert_int_equal(p.dana[1].jenis, DANA_CSR);
	assert_string_equal(p.dana[1].hanya_kecamatan[0], "73.72.03");
	assert_int_equal(p.dana[1].hanya_kelompok, 1 << G_NELAYAN);
	assert_string_equal(p.sk.jabatan.p, "WALI KOTA PAREPARE");
	assert_int_equal(p.ba.pihak_n, 1);
}

static void test_what_may_be_absent(void **state)
{
	(void)state;
	assert_int_equal(
		read_text("program: {nama: A, wilayah: '7372', mulai: 2025-05-01, bulan: 12, satuan: orang,\n"
			  "  manfaat: [JKK], penghasilan: 1.000.000}\n"
			  "kriteria: {}\nprioritas: []\npenentu_nilai_sama: 'acak_terbuka:2025-05-01 09.00'\n"
			  "nik_beda: terima\ndana: [{kode: a, nama: A, jenis: apbd, pagu: 'Rp150.000.000'}]\n"),
		0);
	assert_int_equal(p.tahap, 1);
	assert_string_equal(p.wilayah, "73.72");
	assert_int_equal(p.kriteria.usia_maks, -1);
	assert_int_equal(p.kriteria.penghasilan_maks.rp, -1);
	assert_false(p.kriteria.domisili);
	assert_int_equal(p.kuota.total, -1);
	assert_int_equal(p.dana[0].pagu.rp, 150000000);
	assert_int_equal(p.penentu, PENENTU_ACAK_TERBUKA);
	assert_true(padan_span_eq(p.seed, SPAN("2025-05-01 09.00")));
	assert_true(p.nik_beda_terima);
}

static void test_words_and_lines(void **state)
{
	(void)state;
	assert_int_equal(read_changed("kriteria:", "kreteria:"), ERR_USAGE);
	assert_string_equal(e.text, "program.yaml baris 5: kunci 'kreteria' tidak dikenal; maksud Anda 'kriteria'?");
	assert_refused("desil_maks", "desil_mak",
		       "baris 9: kunci 'desil_mak' tidak dikenal; maksud Anda 'desil_maks'?");
	assert_refused("[petani, ", "[petni, ", "kelompok 'petni' tidak dikenal; maksud Anda 'petani'?");
	assert_refused("satuan: orang", "satuan: kepala", "nilai 'satuan' 'kepala' tidak dikenal");
	assert_refused("bulan: 8", "bulan: 61", "'bulan' harus bilangan bulat dari 1 sampai 60");
	assert_refused("bulan: 8", "bulan: 8.5", "'bulan' harus bilangan bulat");
	assert_refused("mulai: 2025-05", "mulai: Mei", "'mulai' harus bulan");
	assert_refused("\"73.72\"", "Parepare", "'wilayah' harus kode wilayah");
	assert_refused("  usia_min: 18", "  usia_min: 65", "'usia_min' lebih besar");
	assert_refused("desil_maks: 4", "desil_maks: 11", "'desil_maks' harus bilangan bulat dari 1 sampai 10");
	assert_refused("SERABUTAN", "SERABUTN", "maksud Anda 'SERABUTAN'?");
	assert_refused("PU: tolak", "PU: tolok", "maksud Anda 'tolak'?");
	assert_refused("[JKK, JKM]", "[JKK, JHT2]", "manfaat 'JHT2' tidak dikenal");
	assert_refused("desil naik", "desil", "tulis arah urutannya: 'desil naik'");
	assert_refused("desil naik", "desil menurun", "tulis arah urutannya");
	assert_refused("[lanjutan,", "[lanjutan naik,", "'lanjutan' ditulis tanpa naik");
	assert_refused("desil naik", "usia naik", "kunci urutan 'usia' disebut dua kali");
	assert_refused("desil naik", "kepala_keluarga", "kunci urutan 'kepala_keluarga' tidak dikenal");
	assert_refused("penentu_nilai_sama: tanggal_usulan", "penentu_nilai_sama: 'acak_terbuka:'", "benih");
	assert_refused("jenis: csr", "jenis: crs", "maksud Anda 'csr'?");
	assert_refused("kode: csr-bank", "kode: apbd-kota", "kode dana 'apbd-kota' dipakai dua kali");
	assert_refused("pagu: 20000000", "pagu: -1", "'pagu' harus jumlah rupiah");
	assert_refused("kelompok_tolak: [asn", "kelompok_tolak: [petani", "sekaligus");
	assert_refused("nik_beda: konfirmasi\n", "", "kunci 'nik_beda' belum ada");
	assert_refused("  wadah: [PEMKOT PAREPARE]\n", "", "memerlukan daftar 'wadah'");
	assert_refused(
		"kelompok: [petani, peternak, nelayan, buruh_harian, pedagang_pasar, pegawai_syara, guru_mengaji]",
		"kelompok: petani", "'kelompok' harus berupa daftar");
}

static void test_places_and_days(void **state)
{
	(void)state;
	assert_refused("\"73.72.01\": 300", "\"73.71.01\": 300", "kecamatan 73.71.01 berada di luar wilayah");
	assert_refused("[\"73.72.03\"]", "[\"73.72\"]", "bukan kode kecamatan");
	assert_refused("\"73.72.01\": 300", "\"73.72.01\": 300, \"737201\": 1", "disebut dua kali");
	assert_refused("tanggal: 2025-04-28", "tanggal: 2025-05-02", "sebelum tanggal PKS 2025-05-02");
	assert_int_equal(read_changed("tanggal: 2025-04-28", "tanggal: 2025-05-01"), 0);
	assert_refused("tanggal: 2025-04-28", "tanggal: 2025-02-29", "'tanggal' harus tanggal");
	assert_int_equal(read_changed("satuan: orang", "satuan: keluarga"), 0);
	assert_refused("orang,              # orang | keluarga (one worker per family card)\n          "
		       "wakil_keluarga: [kepala_keluarga, penghasilan turun],",
		       "keluarga,", "satuan keluarga memerlukan 'wakil_keluarga'");
}

/* Editors of Windows: a byte order mark, line ends of two bytes, no end of the last line. */
static void test_as_other_editors_save_it(void **state)
{
	static char text[8192];
	size_t n = 3;

	(void)state;
	memcpy(text, "\xef\xbb\xbf", 3);
	for (const char *c = parepare; *c; c++) {
		if (*c == '\n')
			text[n++] = '\r';
		text[n++] = *c;
	}
	text[n - 2] = '\0';
	assert_int_equal(read_text(text), 0);
	assert_string_equal(p.nama.p, "Perlindungan Pekerja Rentan Kota Parepare 2025");
	assert_int_equal(p.ba.pihak_n, 1);
}

static void test_yaml_that_is_not_ours(void **state)
{
	(void)state;
	assert_refused("usia_maks: 64", "usia_min: 64", "kunci 'usia_min' sudah ada pada baris 6");
	assert_refused("usia_maks: 64", "usia_maks: &a 64", "jangkar");
	assert_refused("usia_maks: 64", "usia_maks: !!int 64", "tag");
	assert_refused("usia_maks: 64", "usia_maks: *a", "rujukan");
	assert_refused("prioritas:", "---\nprioritas:", "satu dokumen");
	assert_refused("  usia_maks: 64", "\tusia_maks: 64", "baris 7");
	assert_refused("  usia_maks: 64", "  ? [a]\n  : 64", "kunci harus berupa satu kata");
	assert_refused("usia_maks: 64", "usia_maks:", "'usia_maks' harus bilangan bulat");
	assert_refused("bulan: 8,", "bulan: 8", "baris");
	assert_int_equal(read_text(""), ERR_USAGE);
	assert_string_equal(e.text, "program.yaml: berkas program kosong");
	assert_int_equal(read_text("- a\n"), ERR_USAGE);
	assert_int_equal(read_text("%YAML 1.2\n---\na: b\n"), ERR_USAGE);
	assert_int_equal(read_text("\xff\xfe\x00"), ERR_USAGE);
	assert_int_equal(read_text("[[[[[[[[[[[[[[[[[[[[[[[[[[[["), ERR_USAGE);
}

static void test_lists_that_criteria_need(void **state)
{
	struct given_lists all = { true, true, true, true }, none = { 0 }, some = all;

	(void)state;
	assert_int_equal(read_text(parepare), 0);
	assert_int_equal(programme_check_lists(&p, &all, &e), 0);
	assert_int_equal(programme_check_lists(&p, &none, &e), ERR_USAGE);
	some.desil = false;
	assert_int_equal(programme_check_lists(&p, &some, &e), ERR_USAGE);
	assert_string_equal(e.text, "kriteria desil_maks memerlukan data desil; tambahkan --desil BERKAS");
	some = all, some.peserta = false;
	assert_int_equal(programme_check_lists(&p, &some, &e), ERR_USAGE);
	some = all, some.dukcapil = false;
	assert_int_equal(programme_check_lists(&p, &some, &e), 0);
	assert_int_equal(read_changed("kelompok_dari: usulan", "kelompok_dari: salah_satu"), 0);
	assert_int_equal(programme_check_lists(&p, &some, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "kelompok_dari: salah_satu"));
}

static void test_one_spelling_for_one_meaning(void **state)
{
	struct buf a, b;

	(void)state;
	buf_init(&a, NULL, 1 << 16);
	buf_init(&b, NULL, 1 << 16);
	assert_int_equal(read_text(parepare), 0);
	programme_dump(&p, &test_groups, &a);
	assert_int_equal(read_changed("mulai: 2025-05,", "\"mulai\":    '2025-05-01', "), 0);
	programme_dump(&p, &test_groups, &b);
	assert_string_equal(a.p, b.p);
	assert_int_equal(read_changed("desil naik, risiko turun", "risiko turun, desil naik"), 0);
	buf_clear(&b);
	programme_dump(&p, &test_groups, &b);
	assert_string_not_equal(a.p, b.p);
	buf_clear(&a);
	buf_clear(&b);
	programme_dump_rules(&p, &test_groups, &a);
	assert_int_equal(read_changed("desil naik, risiko turun", "risiko turun, desil naik"), 0);
	assert_int_equal(read_changed("{\"73.72.01\": 300}", "{\"73.72.02\": 5, \"73.72.01\": 300}"), 0);
	programme_dump_rules(&p, &test_groups, &b);
	assert_non_null(strstr(b.p, "kuota_kecamatan: 73.72.01 300\nkuota_kecamatan: 73.72.02 5\n"));
	buf_done(&a);
	buf_done(&b);
}

static void test_regions(void **state)
{
	char out[16];

	(void)state;
	assert_int_equal(read_text(parepare), 0);
	assert_true(region_dotted(SPAN("7372011001"), out));
	assert_string_equal(out, "73.72.01.1001");
	assert_true(region_dotted(SPAN("73.72.01.1001"), out));
	assert_string_equal(out, "73.72.01.1001");
	assert_false(region_dotted(SPAN("73..72"), out));
	assert_false(region_dotted(SPAN("73.72."), out));
	assert_false(region_dotted(SPAN(".7372"), out));
	assert_false(region_dotted(SPAN("737"), out));
	assert_false(region_dotted(SPAN("73720110011"), out));
	assert_true(programme_inside(&p, SPAN("737201")));
	assert_true(programme_inside(&p, SPAN("73.72")));
	assert_false(programme_inside(&p, SPAN("73")));
	assert_false(programme_inside(&p, SPAN("73.71.01")));
	assert_true(programme_own_wadah(&p, SPAN(" Pemkot Parepare")));
	assert_false(programme_own_wadah(&p, SPAN("")));
	assert_int_equal(hubungan_kerja_of(SPAN("upah_tanpa kontrak")), HUBUNGAN_UPAH_TANPA_KONTRAK);
	assert_int_equal(hubungan_kerja_of(SPAN("magang")), HUBUNGAN_TAK_DIKENAL);
	assert_int_equal(hubungan_kerja_of(SPAN(" ")), HUBUNGAN_TIDAK_DIISI);
}

/* Every refusal of memory is an error, none is a crash. */
static size_t allowed;
static void *starve(void *ctx, void *q, size_t old, size_t size)
{
	if (size && !allowed--) {
		allowed = 0;
		return NULL;
	}
	return padan_alloc_libc.resize(ctx, q, old, size);
}

static void test_memory_refused(void **state)
{
	struct padan_alloc poor = { starve, NULL };
	struct padan_arena a;

	(void)state;
	allowed = 0;
	padan_arena_init(&a, &poor, 0);
	assert_int_equal(programme_read(&p, &a, SPAN("a: b\n"), "p", &test_groups, &e), ERR_MACHINE);
	padan_arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_contract),
		cmocka_unit_test(test_what_may_be_absent),
		cmocka_unit_test(test_words_and_lines),
		cmocka_unit_test(test_places_and_days),
		cmocka_unit_test(test_as_other_editors_save_it),
		cmocka_unit_test(test_yaml_that_is_not_ours),
		cmocka_unit_test(test_lists_that_criteria_need),
		cmocka_unit_test(test_one_spelling_for_one_meaning),
		cmocka_unit_test(test_regions),
		cmocka_unit_test(test_memory_refused),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	padan_arena_done(&arena);
	return rc;
}
