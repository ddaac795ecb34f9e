/* SPDX-License-Identifier: EUPL-1.2
 *
 * The columns of the lists (CONTRACT section 2) and the titles under which offices write them.
 * The titles are data: data/ref/alias_kolom.csv (kolom,daftar,alias,sumber). Pure.
 */
#ifndef TABULAR_COLUMNS_H
#define TABULAR_COLUMNS_H

#include "base/err.h"
#include "base/text.h"

enum list_kind {
	LIST_PROPOSALS, /* usulan */
	LIST_REGISTRY,	/* dukcapil */
	LIST_VERDICTS,	/* hasil_padan: the registry's office answered per element */
	LIST_DESIL,
	LIST_MEMBERS, /* peserta */
	LIST_REFUSED, /* tolak */
	LIST_DECREE,  /* sk */
	LIST_REVIEW,  /* tinjauan: our own tinjau.xlsx with the officers' answers */
	LIST_REPLY,   /* jawaban_bpjs: who was enrolled, who was not */
	LIST_KINDS
};

/* Every column of every list. COL_HASIL_x is the registry's verdict about COL_x, in the same order as the columns
 * from COL_NIK to COL_KABUPATEN_KOTA. */
#define LIST_COLUMNS(X)                                                                                                \
	X(NIK, "nik")                                                                                                  \
	X(NAMA, "nama")                                                                                                \
	X(TANGGAL_LAHIR, "tanggal_lahir")                                                                              \
	X(JENIS_KELAMIN, "jenis_kelamin")                                                                              \
	X(ALAMAT, "alamat")                                                                                            \
	X(RT, "rt")                                                                                                    \
	X(RW, "rw")                                                                                                    \
	X(KELURAHAN, "kelurahan")                                                                                      \
	X(KECAMATAN, "kecamatan")                                                                                      \
	X(PEKERJAAN, "pekerjaan")                                                                                      \
	X(NO_KK, "no_kk")                                                                                              \
	X(TEMPAT_LAHIR, "tempat_lahir")                                                                                \
	X(NAMA_IBU, "nama_ibu")                                                                                        \
	X(SHDK, "shdk")                                                                                                \
	X(KABUPATEN_KOTA, "kabupaten_kota")                                                                            \
	X(HASIL_NIK, "hasil_nik")                                                                                      \
	X(HASIL_NAMA, "hasil_nama")                                                                                    \
	X(HASIL_TANGGAL_LAHIR, "hasil_tanggal_lahir")                                                                  \
	X(HASIL_JENIS_KELAMIN, "hasil_jenis_kelamin")                                                                  \
	X(HASIL_ALAMAT, "hasil_alamat")                                                                                \
	X(HASIL_RT, "hasil_rt")                                                                                        \
	X(HASIL_RW, "hasil_rw")                                                                                        \
	X(HASIL_KELURAHAN, "hasil_kelurahan")                                                                          \
	X(HASIL_KECAMATAN, "hasil_kecamatan")                                                                          \
	X(HASIL_PEKERJAAN, "hasil_pekerjaan")                                                                          \
	X(HASIL_NO_KK, "hasil_no_kk")                                                                                  \
	X(HASIL_TEMPAT_LAHIR, "hasil_tempat_lahir")                                                                    \
	X(HASIL_NAMA_IBU, "hasil_nama_ibu")                                                                            \
	X(HASIL_SHDK, "hasil_shdk")                                                                                    \
	X(HASIL_KABUPATEN_KOTA, "hasil_kabupaten_kota")                                                                \
	X(HUBUNGAN_KERJA, "hubungan_kerja")                                                                            \
	X(PEMBERI_KERJA, "pemberi_kerja")                                                                              \
	X(PENGHASILAN, "penghasilan")                                                                                  \
	X(KEPALA_KELUARGA, "kepala_keluarga")                                                                          \
	X(NO_HP, "no_hp")                                                                                              \
	X(TANGGAL_USULAN, "tanggal_usulan")                                                                            \
	X(ID_BARIS, "id_baris")                                                                                        \
	X(UMUR, "umur")                                                                                                \
	X(KODE_WILAYAH, "kode_wilayah")                                                                                \
	X(STATUS, "status")                                                                                            \
	X(DESIL, "desil")                                                                                              \
	X(RILIS, "rilis")                                                                                              \
	X(SEGMEN, "segmen")                                                                                            \
	X(KPJ, "kpj")                                                                                                  \
	X(PROGRAM, "program")                                                                                          \
	X(MULAI, "mulai")                                                                                              \
	X(SAMPAI, "sampai")                                                                                            \
	X(KODE_WADAH, "kode_wadah")                                                                                    \
	X(NAMA_WADAH, "nama_wadah")                                                                                    \
	X(KETERANGAN, "keterangan")                                                                                    \
	X(NOMOR_SK, "nomor_sk")                                                                                        \
	X(DANA, "dana")                                                                                                \
	X(TOTAL, "total")                                                                                              \
	X(KEPUTUSAN_PETUGAS, "keputusan_petugas")                                                                      \
	X(ALASAN, "alasan")                                                                                            \
	X(BERKAS, "berkas")                                                                                            \
	X(BARIS, "baris")                                                                                              \
	X(PROVINSI, "provinsi")                                                                                        \
	X(NOMOR_URUT, "nomor_urut")                                                                                    \
	/* two in one cell; the reader splits them into their columns (intake does, registries seldom have them) */    \
	X(RT_RW, "rt_rw")                                                                                              \
	X(TEMPAT_TANGGAL_LAHIR, "tempat_tanggal_lahir")

enum list_col {
#define X(id, name) COL_##id,
	LIST_COLUMNS(X)
#undef X
		COL_COUNT
};
#define COL_NONE   COL_COUNT
#define COL_BIT(c) ((uint64_t)1 << (c))
_Static_assert(COL_COUNT <= 64, "columns are kept in 64-bit sets");

/* "tanggal_lahir"; "usulan". */
const char *column_name(enum list_col c);
const char *list_kind_name(enum list_kind k);
/* The columns that a list of this kind may have, as a set of COL_BIT. Titles of other columns stay extras. */
uint64_t list_columns(enum list_kind k);

/* The alias table, ready for look-ups. Lives in the arena it was loaded into and points into csv. */
struct column_alias;
struct columns {
	const struct column_alias *alias; /* sorted by key */
	size_t n;
	const struct columns_hand *hand; /* headers whose columns somebody mapped by hand; NULL = none */
};

/* csv: the bytes of data/ref/alias_kolom.csv. ERR_MACHINE when memory is refused; ERR_UNREADABLE for a column name
 * that does not exist (line number in the message). */
MUST_CHECK int columns_load(struct columns *out, span csv, struct padan_arena *arena, struct err *e);

/* A header, known by its fingerprint, whose columns were mapped by hand: goes before every alias. */
struct columns_hand {
	const struct columns_hand *next;
	enum list_kind kind;
	uint64_t fingerprint;
	size_t n;
	const uint8_t *col; /* enum list_col of each column, COL_NONE */
};
/* Tells headers apart by their titles in order, folded; titles that say nothing at the end do not count. */
struct header_print {
	uint64_t hash;
	uint32_t gap;
};
void header_print_begin(struct header_print *p);
void header_print_add(struct header_print *p, span title);
static inline uint64_t header_print_end(const struct header_print *p)
{
	return p->hash;
}
/* Adds one to t. columns: names joined by line ends, one for each column of the sheet, "" = none; names that are not
 * of this kind of list count as none. Lives in the arena. */
MUST_CHECK int columns_by_hand(struct columns *t, enum list_kind kind, uint64_t fingerprint, span columns,
			       struct padan_arena *arena, struct err *e);
/* The one for this header; NULL. */
const struct columns_hand *columns_hand_of(const struct columns *t, enum list_kind kind, uint64_t fingerprint);
/* The column of this name; COL_NONE. */
enum list_col column_of_name(span name);

/* The column that a title means in a list of this kind, COL_NONE when none. Case, blanks, dots, underscores, units in
 * brackets, a leading question number ("403 NIK") and the group title before ':' or '>' are ignored. *rank (may be
 * NULL): smaller = the better title where two columns of a sheet claim the same. */
enum list_col column_of_title(const struct columns *t, enum list_kind kind, span title, unsigned *rank);

#endif
