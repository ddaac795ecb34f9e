/* SPDX-License-Identifier: EUPL-1.2
 *
 * The layout of a list for BPJS: which columns, from which field, in which form. BPJS's upload columns are not public,
 * so nothing is written into the program: a layout is a small YAML file with a name and a version. Two samples are
 * shipped (data/bpjs); an office writes its own. Pure.
 *
 *   tata_letak: {nama: contoh-bpu, versi: "1", keterangan: ...}
 *   lembar: Peserta
 *   kolom:
 *     - {judul: NIK, isi: nik, lebar: 19}                     a field
 *     - {judul: KODE, tetap: SG}                              fixed text
 *     - {judul: JK, isi: jenis_kelamin, petakan: {L: "1", P: "2"}, bila_kosong: "-", bentuk: huruf_besar}
 *   kelengkapan:                                              what BPJS needs and the lists may lack
 *     - {isi: no_hp, sebutan: Nomor telepon, kantor: "Kelurahan {kelurahan}"}
 */
#ifndef MEMBERSHIP_LAYOUT_H
#define MEMBERSHIP_LAYOUT_H

#include "base/err.h"
#include "base/text.h"

/* What a person of a decree can tell. Dates as YYYY-MM-DD, money and counts as digits. */
#define EXCHANGE_FIELDS(F)                                                                                             \
	F(no_urut)                                                                                                     \
	F(nik)                                                                                                         \
	F(nama)                                                                                                        \
	F(tanggal_lahir)                                                                                               \
	F(jenis_kelamin)                                                                                               \
	F(tempat_lahir)                                                                                                \
	F(no_kk)                                                                                                       \
	F(alamat)                                                                                                      \
	F(rt)                                                                                                          \
	F(rw)                                                                                                          \
	F(kelurahan)                                                                                                   \
	F(kecamatan)                                                                                                   \
	F(kode_kecamatan)                                                                                              \
	F(pekerjaan)                                                                                                   \
	F(kelompok)                                                                                                    \
	F(tempat_kerja) /* no list has it yet: the office is asked */                                                  \
	F(penghasilan)	/* declared in the programme: it sets the JKK bracket */                                       \
	F(nama_ibu)                                                                                                    \
	F(no_hp)                                                                                                       \
	F(program)                                                                                                     \
	F(mulai)                                                                                                       \
	F(sampai)                                                                                                      \
	F(bulan)                                                                                                       \
	F(iuran_bulanan)                                                                                               \
	F(total)                                                                                                       \
	F(dana)                                                                                                        \
	F(nomor_sk)                                                                                                    \
	F(tanggal_sk)                                                                                                  \
	F(nama_program)                                                                                                \
	F(wilayah)
enum exchange_field {
#define F(name) EXCHANGE_##name,
	EXCHANGE_FIELDS(F)
#undef F
		EXCHANGE_N
};
const char *exchange_field_name(enum exchange_field f);

enum exchange_form {
	FORM_TEXT,
	FORM_CAPITALS,
	FORM_DAY_DASH,	/* dd-mm-yyyy, as text */
	FORM_DAY_SLASH, /* dd/mm/yyyy, as text */
	FORM_DAY_ISO,
	FORM_DAY,    /* a date cell */
	FORM_NUMBER, /* a number cell */
	FORM_N
};

enum { LAYOUT_COLUMNS = 120, LAYOUT_PAIRS = 16, LAYOUT_NEEDS = 12, LAYOUT_BYTES = 1 << 18, LAYOUT_VALUE = 4096 };

struct layout_column {
	span title, fixed, when_empty;
	enum exchange_field field; /* EXCHANGE_N: `fixed` */
	enum exchange_form form;
	int width;
	struct {
		span from, to;
	} map[LAYOUT_PAIRS];
	int maps;
};

/* A field without which BPJS does not enrol, and whom to ask for it; {kelurahan} and {kecamatan} in `office`. */
struct layout_need {
	enum exchange_field field;
	span name, office;
};

struct layout {
	span name, version, note, sheet;
	struct layout_column column[LAYOUT_COLUMNS];
	int columns;
	struct layout_need need[LAYOUT_NEEDS];
	int needs;
};

/* `file` stands in messages. ERR_USAGE with line and reason; texts live in the arena. */
MUST_CHECK int layout_read(struct layout *out, span bytes, const char *file, struct padan_arena *arena, struct err *e);
/* The text of a column for a person, put into out (which is cleared). FORM_DAY gives YYYY-MM-DD. */
void layout_value(const struct layout_column *c, const span value[EXCHANGE_N], struct buf *out);
/* Whom to ask. */
void layout_office(const struct layout_need *n, const span value[EXCHANGE_N], struct buf *out);

#endif
