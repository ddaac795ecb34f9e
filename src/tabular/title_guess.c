/* SPDX-License-Identifier: EUPL-1.2
 * The last resort for a title that stands in no table: its words. A guess never wins against a title of the table. */
#include "tabular/title_guess.h"

#include <padan/fold.h>

#define WORDS	  8 /* more is a sentence */
#define WORD_MAX  24
#define TITLE_MAX 60

struct guess {
	uint8_t col;
	const char *any;   /* one of these words ... */
	const char *and;   /* ... and one of these (NULL: nothing more) ... */
	const char * not ; /* ... and none of these */
};

#define OTHERS "AYAH IBU SUAMI ISTRI PASANGAN WALI ANAK SAUDARA KEPALA KK WARIS PENDAMPING PETUGAS"

/* In this order: the first that holds. */
static const struct guess guesses[] = {
	{ COL_TEMPAT_TANGGAL_LAHIR, "TEMPAT TMP TMPT TPT", "TANGGAL TGL TGLLAHIR", OTHERS " TINGGAL KERJA" },
	{ COL_TANGGAL_LAHIR, "TANGGAL TGL TGLLAHIR", "LAHIR LHR KELAHIRAN TTL", OTHERS },
	{ COL_TEMPAT_LAHIR, "TEMPAT TMP TMPT KOTA", "LAHIR LHR KELAHIRAN TTL", OTHERS },
	{ COL_NAMA_IBU, "IBU", "NAMA KANDUNG", "NIK PEKERJAAN" },
	{ COL_NO_KK, "KK NKK KARTU", "NO NOMOR NKK KELUARGA",
	  "NAMA KEPALA STATUS ANGGOTA HUBUNGAN TANGGAL TGL ALAMAT PESERTA" },
	{ COL_KEPALA_KELUARGA, "KEPALA", "KELUARGA KK RUMAH", "NAMA NIK HUBUNGAN NO NOMOR DINAS STATUS" },
	{ COL_SHDK, "HUBUNGAN HUB STATUS", "KELUARGA KK", "KERJA NAMA NIK NO" },
	{ COL_HUBUNGAN_KERJA, "HUBUNGAN HUB STATUS STS JENIS", "KERJA KRJ", "NAMA TEMPAT ALAMAT" },
	{ COL_PEMBERI_KERJA, "PEMBERI MAJIKAN PERUSAHAAN JURAGAN", NULL, "KODE ALAMAT NPWP NO TELP" },
	{ COL_PENGHASILAN, "PENGHASILAN PENDAPATAN UPAH GAJI PENGH", NULL, "SUMBER JENIS STATUS GOLONGAN" },
	{ COL_PEKERJAAN, "PEKERJAAN PROFESI PENCAHARIAN", NULL, "STATUS HUBUNGAN ALAMAT LAMA KODE " OTHERS },
	{ COL_JENIS_KELAMIN, "KELAMIN JK GENDER", NULL, OTHERS },
	{ COL_NO_HP, "HP WA TELP TELEPON HANDPHONE WHATSAPP PONSEL", NULL, OTHERS },
	{ COL_RT_RW, "RT", "RW", NULL },
	{ COL_RT, "RT", NULL, "NAMA KETUA" },
	{ COL_RW, "RW", NULL, "NAMA KETUA" },
	{ COL_ALAMAT, "ALAMAT", NULL, "USAHA KERJA PERUSAHAAN EMAIL " OTHERS },
	{ COL_KELURAHAN, "KELURAHAN DESA KEL", NULL, "KODE LURAH STATUS" },
	{ COL_KECAMATAN, "KECAMATAN KEC", NULL, "KODE CAMAT" },
	{ COL_DESIL, "DESIL", NULL, "TAHUN TANGGAL TGL KETERANGAN" },
	{ COL_KPJ, "KPJ", NULL, NULL },
	{ COL_STATUS, "STATUS", "KEPESERTAAN PESERTA AKTIF KEAKTIFAN KEPENDUDUKAN HIDUP", OTHERS },
	{ COL_NIK, "NIK NIKPESERTA KTP", NULL, "NAMA ALAMAT TANGGAL TGL STATUS SESUAI FOTO " OTHERS },
	{ COL_NAMA, "NAMA", NULL,
	  "DESA KELURAHAN KEL KECAMATAN KEC KOTA KABUPATEN PROVINSI PERUSAHAAN USAHA OPD INSTANSI DINAS SEKOLAH "
	  "KELOMPOK BANK "
	  "PASAR KAPAL WADAH JALAN DUSUN LINGKUNGAN PROGRAM TEMPAT PEMBERI MAJIKAN REKENING JABATAN FILE BERKAS USER "
	  "SLS " OTHERS },
};

struct words {
	char text[WORDS][WORD_MAX + 1];
	unsigned n;
};

static bool cut_words(span title, struct words *w)
{
	w->n = 0;
	for (size_t i = 0; i < title.n;) {
		size_t from = i, n;

		while (i < title.n && ((title.p[i] | 0x20) >= 'a' && (title.p[i] | 0x20) <= 'z'))
			i++;
		n = i - from;
		if (!n) {
			i++;
			continue;
		}
		if (w->n == WORDS)
			return false;
		n = padan_fold_key(w->text[w->n], WORD_MAX, (span){ title.p + from, n });
		w->text[w->n++][n] = '\0';
	}
	return w->n > 0;
}

/* Is one of the words in the list (words with a blank between)? */
static bool has_one(const struct words *w, const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, " ");

		for (unsigned i = 0; i < w->n; i++)
			if (strlen(w->text[i]) == n && n && memcmp(w->text[i], list, n) == 0)
				return true;
		list += n + (list[n] != '\0');
	}
	return false;
}

/* head: the words that must tell the column; all: those that may help, the group's above them too. */
static bool holds(const struct guess *g, const struct words *head, const struct words *all)
{
	const struct words *and = g->col == COL_TEMPAT_TANGGAL_LAHIR ? head : all;

	return has_one(head, g->any) && (!g->and || has_one(and, g->and)) && !has_one(all, g->not );
}

static enum list_col first_guess(enum list_kind kind, const struct words *head, const struct words *all)
{
	for (size_t i = 0; i < sizeof(guesses) / sizeof(guesses[0]); i++)
		if ((list_columns(kind) & COL_BIT(guesses[i].col)) && holds(&guesses[i], head, all))
			return (enum list_col)guesses[i].col;
	return COL_NONE;
}

/* Of "group: title" the title; empty without a group. */
static span below_group(span title)
{
	for (size_t i = title.n; i > 1; i--)
		if (title.p[i - 2] == ':' && title.p[i - 1] == ' ')
			return (span){ title.p + i, title.n - i };
	return (span){ NULL, 0 };
}

enum list_col title_guess(enum list_kind kind, span title)
{
	struct words all, head;
	enum list_col c = COL_NONE;

	if (title.n > TITLE_MAX || !cut_words(title, &all))
		return COL_NONE;
	if (cut_words(below_group(title), &head))
		c = first_guess(kind, &head, &all);
	return c == COL_NONE ? first_guess(kind, &all, &all) : c;
}
