/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/words.h"

static const char *const putusan_table[PUTUSAN_N][2] = {
	[PUTUSAN_TERPILIH] = { "terpilih", "Diusulkan masuk keputusan kepala daerah." },
	[PUTUSAN_CADANGAN] = { "cadangan", "Memenuhi syarat dan menunggu giliran." },
	[PUTUSAN_TINJAU] = { "tinjau", "Perlu verifikasi petugas." },
	[PUTUSAN_DITOLAK] = { "ditolak", "Belum dapat diusulkan." },
	[PUTUSAN_GANDA] = { "ganda", "Orang yang sama sudah diusulkan pada baris lain." },
};
static const char *const padan_table[PADAN_N] = { "padan", "tinjau", "tidak_padan" };

struct reason_text {
	const char *word, *sentence, *remedy;
};

static const struct reason_text reasons[ALASAN_N] = {
	[ALASAN_TIDAK_DITEMUKAN] = { "tidak_ditemukan", "Orang ini tidak ditemukan pada data kependudukan.",
				     "Periksa NIK, nama, dan tanggal lahir pada KTP atau KK, lalu kirim ulang." },
	[ALASAN_IDENTITAS_MERAGUKAN] = { "identitas_meragukan",
					 "Data usulan mirip dengan data kependudukan, tetapi belum cukup meyakinkan.",
					 "Cocokkan dengan KTP atau KK asli, lalu isi NIK yang benar." },
	[ALASAN_NIK_GANDA_DUKCAPIL] = { "nik_ganda_dukcapil", "NIK ini tercatat ganda pada data kependudukan.",
					"Minta warga membereskan data gandanya di Dinas Dukcapil." },
	[ALASAN_NONAKTIF] = { "nonaktif", "NIK ini tidak aktif pada data kependudukan.",
			      "Minta warga mengaktifkan kembali NIK di Dinas Dukcapil." },
	[ALASAN_MENINGGAL] = { "meninggal", "Tercatat meninggal dunia pada data kependudukan.",
			       "Mintakan konfirmasi kelurahan tentang keadaan yang bersangkutan." },
	[ALASAN_PINDAH] = { "pindah", "Tercatat sudah pindah keluar daerah.",
			    "Bila masih tinggal di sini, urus kepindahan kembali di Dinas Dukcapil." },
	[ALASAN_BUKAN_WILAYAH] = { "bukan_wilayah", "Alamat pada data kependudukan berada di luar wilayah program.",
				   "Bila sudah menetap di sini, perbarui alamat di Dinas Dukcapil." },
	[ALASAN_USIA_KURANG] = { "usia_kurang", "Usia pada hari pertama perlindungan di bawah batas program.", "" },
	[ALASAN_USIA_LEBIH] = { "usia_lebih", "Usia pada hari pertama perlindungan melewati batas program.", "" },
	[ALASAN_KELOMPOK_BUKAN_SASARAN] = { "kelompok_bukan_sasaran",
					    "Pekerjaan tidak termasuk kelompok sasaran program.",
					    "Bila pekerjaannya keliru dicatat, lampirkan surat keterangan pekerjaan." },
	[ALASAN_KELOMPOK_DITOLAK] = { "kelompok_ditolak",
				      "Tercatat dalam kelompok pekerjaan yang dikecualikan dari program.",
				      "Bila pekerjaannya sudah berganti, perbarui pekerjaan di Dinas Dukcapil." },
	[ALASAN_TERDAFTAR_GAJI] = { "terdaftar_gaji", "Tercatat menerima gaji atau pensiun.",
				    "Bila sudah berhenti, lampirkan surat keterangan berhenti dari instansi." },
	[ALASAN_ADA_PEMBERI_KERJA] = { "ada_pemberi_kerja",
				       "Usulan menyebut pemberi kerja, yang wajib mendaftarkan pekerjanya sendiri.",
				       "Pastikan hubungan kerjanya; pemberi kerja tetap wajib mendaftarkan pekerja." },
	[ALASAN_PENGHASILAN_LEBIH] = { "penghasilan_lebih", "Penghasilan melewati batas program.",
				       "Bila angkanya keliru, perbaiki kolom penghasilan." },
	[ALASAN_PESERTA_AKTIF] = { "peserta_aktif", "Masih menjadi peserta aktif BPJS Ketenagakerjaan.",
				   "Bila sudah tidak aktif, mintakan bukti berhenti dari BPJS Ketenagakerjaan." },
	[ALASAN_LANJUTAN] = { "lanjutan", "Peserta program tahun sebelumnya.", "" },
	[ALASAN_DESIL_LEBIH] = { "desil_lebih", "Desil kesejahteraan melewati batas program.",
				 "Bila keadaannya sudah berubah, ajukan pemutakhiran data di kelurahan." },
	[ALASAN_BELUM_TERDATA_DESIL] = { "belum_terdata_desil", "Belum terdata pada data kesejahteraan sosial.",
					 "Usulkan pendataan melalui kelurahan atau Dinas Sosial." },
	[ALASAN_SUDAH_DI_SK] = { "sudah_di_sk", "Sudah ditetapkan pada keputusan yang masih berlaku.", "" },
	[ALASAN_GANDA] = { "ganda", "Diusulkan lebih dari satu kali; baris lain yang dipakai.", "" },
	[ALASAN_KELUARGA_TERWAKILI] = { "keluarga_terwakili", "Keluarga ini sudah diwakili anggota yang lain.", "" },
	[ALASAN_KUOTA_PENUH] = { "kuota_penuh", "Memenuhi syarat, tetapi kuota sudah terisi.", "" },
	[ALASAN_DANA_HABIS] = { "dana_habis", "Memenuhi syarat, tetapi dana yang tersedia sudah terpakai.", "" },
	[ALASAN_DATA_KURANG] = { "data_kurang", "Data yang diperlukan belum lengkap atau belum dikenali.",
				 "Lengkapi data" },
	[ALASAN_HUBUNGAN_KERJA_BUKAN_SASARAN] = { "hubungan_kerja_bukan_sasaran",
						  "Hubungan kerja tidak termasuk sasaran program.",
						  "Bila keliru, perbaiki kolom hubungan kerja." },
	[ALASAN_DITOLAK_PETUGAS] = { "ditolak_petugas", "Ditolak petugas setelah verifikasi.", "" },
};

static const char *const gaps_table[KURANG_N] = {
	[KURANG_TANGGAL_LAHIR] = "tanggal lahir",
	[KURANG_DOMISILI] = "alamat kependudukan",
	[KURANG_HUBUNGAN_KERJA] = "hubungan kerja",
	[KURANG_PENGHASILAN] = "penghasilan",
	[KURANG_PEKERJAAN] = "pekerjaan",
	[KURANG_SEGMEN] = "segmen kepesertaan",
	[KURANG_NO_KK] = "nomor KK",
	[KURANG_KECAMATAN] = "kecamatan",
};

const char *putusan_word(enum putusan p)
{
	return putusan_table[p][0];
}

const char *putusan_sentence(enum putusan p)
{
	return putusan_table[p][1];
}

const char *padan_word(enum padan p)
{
	return padan_table[p];
}

const char *syarat_word(enum syarat s)
{
	return s == SYARAT_KONFIRMASI_NIK ? "konfirmasi_nik" : "";
}

const char *syarat_sentence(enum syarat s)
{
	return s == SYARAT_KONFIRMASI_NIK
		       ? "NIK pada usulan berbeda atau kosong; kelurahan harus melihat KTP atau KK lebih dahulu."
		       : "";
}

const char *alasan_word(enum alasan a)
{
	return reasons[a].word;
}

const char *alasan_sentence(enum alasan a)
{
	return reasons[a].sentence;
}

const char *alasan_remedy(enum alasan a)
{
	return a == ALASAN_DATA_KURANG ? "Lengkapi data yang diperlukan." : reasons[a].remedy;
}

enum alasan alasan_of(span word)
{
	for (int a = 0; a < ALASAN_N; a++)
		if (padan_span_eq(word, padan_span_of(reasons[a].word)))
			return (enum alasan)a;
	return ALASAN_N;
}

uint64_t alasan_set(span words)
{
	uint64_t set = 0;

	for (size_t at = 0, n; at < words.n; at += n + 1) {
		enum alasan a;

		for (n = 0; at + n < words.n && words.p[at + n] != ';'; n++)
			;
		a = alasan_of(span_trim((span){ words.p + at, n }));
		if (a != ALASAN_N)
			set |= ALASAN_BIT(a);
	}
	return set;
}

const char *kurang_word(enum kurang k)
{
	return gaps_table[k];
}

static bool has(uint64_t set, int a)
{
	return (set >> a & 1) != 0;
}

void alasan_words(uint64_t set, struct buf *out)
{
	const char *between = "";

	for (int a = 0; a < ALASAN_N; a++) {
		if (!has(set, a))
			continue;
		buf_puts(out, between);
		buf_puts(out, reasons[a].word);
		between = ";";
	}
}

static void put_gaps(uint32_t gaps, const char *before, struct buf *out)
{
	buf_puts(out, before);
	before = " ";
	for (int k = 0; k < KURANG_N; k++) {
		if (!(gaps >> k & 1))
			continue;
		buf_puts(out, before);
		buf_puts(out, gaps_table[k]);
		before = ", ";
	}
	buf_putc(out, '.');
}

void alasan_sentences(uint64_t set, uint32_t gaps, struct buf *out)
{
	const char *between = "";

	for (int a = 0; a < ALASAN_N; a++) {
		if (!has(set, a))
			continue;
		buf_puts(out, between);
		between = " ";
		if (a == ALASAN_DATA_KURANG && gaps)
			put_gaps(gaps, "Data belum lengkap atau belum dikenali:", out);
		else
			buf_puts(out, reasons[a].sentence);
	}
}

void alasan_remedies(uint64_t set, uint32_t gaps, struct buf *out)
{
	const char *between = "";

	for (int a = 0; a < ALASAN_N; a++) {
		if (!has(set, a) || !alasan_remedy((enum alasan)a)[0])
			continue;
		buf_puts(out, between);
		between = " ";
		if (a == ALASAN_DATA_KURANG && gaps)
			put_gaps(gaps, "Lengkapi", out);
		else
			buf_puts(out, alasan_remedy((enum alasan)a));
	}
}
