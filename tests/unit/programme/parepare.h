/* SPDX-License-Identifier: EUPL-1.2
 * The programme file of CONTRACT section 2 and the groups that the tests of this room know. */
#ifndef TESTS_PROGRAMME_PAREPARE_H
#define TESTS_PROGRAMME_PAREPARE_H

#include "programme/programme.h"

static const char *const test_group_codes[] = {
	"petani",	 "peternak",	 "nelayan", "buruh_harian", "pedagang_pasar",
	"pegawai_syara", "guru_mengaji", "asn",	    "tni",	    "polri",
};
static const int8_t test_group_risk[] = { 2, 2, 4, 3, -1, 1, 1, 0, 0, 0 };
static const struct known_groups test_groups = { test_group_codes, test_group_risk, 10 };
enum { G_PETANI, G_PETERNAK, G_NELAYAN, G_BURUH_HARIAN, G_PEDAGANG_PASAR, G_PEGAWAI_SYARA, G_GURU_MENGAJI, G_ASN };

static const char parepare[] =
	"program: {nama: Perlindungan Pekerja Rentan Kota Parepare 2025, wilayah: \"73.72\", mulai: 2025-05, bulan: 8, "
	"tahap: 1,\n"
	"          satuan: orang,              # orang | keluarga (one worker per family card)\n"
	"          wakil_keluarga: [kepala_keluarga, penghasilan turun],   # who stands for the family\n"
	"          manfaat: [JKK, JKM], penghasilan: 1000000}\n"
	"kriteria:\n"
	"  usia_min: 18\n"
	"  usia_maks: 64\n"
	"  domisili: ya\n"
	"  desil_maks: 4\n"
	"  belum_terdata_desil: tinjau\n"
	"  hubungan_kerja: [TANPA, SERABUTAN, UPAH TANPA KONTRAK]\n"
	"  penghasilan_maks: 2000000\n"
	"  peserta: {PU: tolak, BPU: tinjau, JAKON: tinjau, wadah_sendiri: lanjutan}\n"
	"  wadah: [PEMKOT PAREPARE]\n"
	"  kelompok: [petani, peternak, nelayan, buruh_harian, pedagang_pasar, pegawai_syara, guru_mengaji]\n"
	"  kelompok_dari: usulan\n"
	"  kelompok_tolak: [asn, tni, polri]\n"
	"prioritas: [lanjutan, desil naik, risiko turun, penghasilan naik, usia turun]\n"
	"penentu_nilai_sama: tanggal_usulan\n"
	"kuota: {total: 1000, kecamatan: {\"73.72.01\": 300}, kelompok: {nelayan: 200}}\n"
	"nik_beda: konfirmasi\n"
	"dana:\n"
	"  - {kode: apbd-kota, nama: APBD Kota Parepare 2025, jenis: apbd, pagu: 150000000, tahun_anggaran: 2025, "
	"sub_kegiatan: \"\", kode_rekening: \"\", no_dpa: \"\"}\n"
	"  - {kode: csr-bank, nama: TJSL Bank, jenis: csr, pagu: 20000000, hanya_kecamatan: [\"73.72.03\"], "
	"hanya_kelompok: [nelayan]}\n"
	"pks:  {nomor: \"\", tanggal: 2025-04-28, berakhir: 2026-04-27}\n"
	"sk:   {tentang: \"\", penandatangan: {jabatan: WALI KOTA PAREPARE, nama: \"\"}, dasar_hukum: []}\n"
	"ba:   {nomor: \"\", pihak: [{nama: \"\", jabatan: \"\", instansi: \"\", nip: \"\"}]}\n";

#endif
