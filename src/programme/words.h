/* SPDX-License-Identifier: EUPL-1.2
 *
 * The closed words of a decision, exactly as CONTRACT section 2 spells them, with the sentences that
 * officers and workers read. All pointers are to constant text.
 */
#ifndef PROGRAMME_WORDS_H
#define PROGRAMME_WORDS_H

#include "base/text.h"

enum putusan { PUTUSAN_TERPILIH, PUTUSAN_CADANGAN, PUTUSAN_TINJAU, PUTUSAN_DITOLAK, PUTUSAN_GANDA, PUTUSAN_N };
enum padan { PADAN_PADAN, PADAN_TINJAU, PADAN_TIDAK_PADAN, PADAN_N };
enum syarat { SYARAT_TIDAK_ADA, SYARAT_KONFIRMASI_NIK, SYARAT_N };

/* Bit positions in a set of reasons (uint64_t); the order is the order in which they are printed. */
enum alasan {
	ALASAN_TIDAK_DITEMUKAN,
	ALASAN_IDENTITAS_MERAGUKAN,
	ALASAN_NIK_GANDA_DUKCAPIL,
	ALASAN_NONAKTIF,
	ALASAN_MENINGGAL,
	ALASAN_PINDAH,
	ALASAN_BUKAN_WILAYAH,
	ALASAN_USIA_KURANG,
	ALASAN_USIA_LEBIH,
	ALASAN_KELOMPOK_BUKAN_SASARAN,
	ALASAN_KELOMPOK_DITOLAK,
	ALASAN_TERDAFTAR_GAJI,
	ALASAN_ADA_PEMBERI_KERJA,
	ALASAN_PENGHASILAN_LEBIH,
	ALASAN_PESERTA_AKTIF,
	ALASAN_LANJUTAN,
	ALASAN_DESIL_LEBIH,
	ALASAN_BELUM_TERDATA_DESIL,
	ALASAN_SUDAH_DI_SK,
	ALASAN_GANDA,
	ALASAN_KELUARGA_TERWAKILI,
	ALASAN_KUOTA_PENUH,
	ALASAN_DANA_HABIS,
	ALASAN_DATA_KURANG,
	ALASAN_HUBUNGAN_KERJA_BUKAN_SASARAN,
	ALASAN_DITOLAK_PETUGAS,
	ALASAN_N
};

/* What is missing when `data_kurang` is among the reasons: bit positions in a set of gaps. */
enum kurang {
	KURANG_TANGGAL_LAHIR,
	KURANG_DOMISILI,
	KURANG_HUBUNGAN_KERJA,
	KURANG_PENGHASILAN,
	KURANG_PEKERJAAN, /* none given, or a word that no table knows */
	KURANG_SEGMEN,	  /* an active membership whose segment is not said */
	KURANG_NO_KK,
	KURANG_KECAMATAN, /* the programme has a ceiling per district */
	KURANG_N
};

#define ALASAN_BIT(a) ((uint64_t)1 << (a))
#define KURANG_BIT(k) ((uint32_t)1 << (k))

const char *putusan_word(enum putusan p);     /* "terpilih" */
const char *putusan_sentence(enum putusan p); /* "Diusulkan masuk keputusan Wali Kota." */
const char *padan_word(enum padan p);
const char *syarat_word(enum syarat s); /* "" for none */
const char *syarat_sentence(enum syarat s);

const char *alasan_word(enum alasan a);	    /* "usia_lebih" */
const char *alasan_sentence(enum alasan a); /* the column "Keterangan": one plain sentence */
const char *alasan_remedy(enum alasan a);   /* the column "Yang harus dilengkapi"; "" when nothing can be done */
/* The reason with this word; ALASAN_N when there is none. */
enum alasan alasan_of(span word);
/* The set of these words, joined by ';'; others are passed over. */
uint64_t alasan_set(span words);
const char *kurang_word(enum kurang k); /* "tanggal lahir": completes "Data belum lengkap: ..." */

/* The reasons of a set, in the enum's order: words joined by ';', sentences and remedies by a blank.
 * `gaps` (may be 0) is spelt out behind data_kurang. */
void alasan_words(uint64_t set, struct buf *out);
void alasan_sentences(uint64_t set, uint32_t gaps, struct buf *out);
void alasan_remedies(uint64_t set, uint32_t gaps, struct buf *out);

#endif
