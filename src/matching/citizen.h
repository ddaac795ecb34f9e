/* SPDX-License-Identifier: EUPL-1.2
 *
 * A person as the civil registry's extract says: the cells that are kept of a registry row while one of
 * the proposals may be this person (consult, do not hoard).
 */
#ifndef MATCHING_CITIZEN_H
#define MATCHING_CITIZEN_H

#include "base/date.h"
#include "matching/pack.h"

#define CITIZEN_COLUMNS(X)                                                                                             \
	X(NIK)                                                                                                         \
	X(NAMA)                                                                                                        \
	X(TANGGAL_LAHIR)                                                                                               \
	X(JENIS_KELAMIN)                                                                                               \
	X(NO_KK)                                                                                                       \
	X(TEMPAT_LAHIR)                                                                                                \
	X(ALAMAT)                                                                                                      \
	X(RT)                                                                                                          \
	X(RW)                                                                                                          \
	X(KELURAHAN)                                                                                                   \
	X(KECAMATAN)                                                                                                   \
	X(PEKERJAAN)                                                                                                   \
	X(NAMA_IBU)                                                                                                    \
	X(SHDK)                                                                                                        \
	X(KODE_WILAYAH)                                                                                                \
	X(KABUPATEN_KOTA)                                                                                              \
	X(STATUS)

enum citizen_column {
#define X(id) CITIZEN_##id,
	CITIZEN_COLUMNS(X)
#undef X
		CITIZEN_N
};

/* The registry's word on a person; UNSAID where the extract has no status column. */
enum citizen_status {
	CITIZEN_UNSAID,
	CITIZEN_ALIVE,
	CITIZEN_DEAD,
	CITIZEN_MOVED,
	CITIZEN_DOUBLE,
	CITIZEN_INACTIVE,
};

struct citizen {
	span cell[CITIZEN_N]; /* as in the extract, borrowed */
	uint64_t nik;	      /* 16 digits as a number; 0 = not so */
	uint64_t card;	      /* family card likewise */
	date born;	      /* DATE_NONE = not known */
	char sex;	      /* 'L', 'P', 0 */
	uint8_t status;	      /* enum citizen_status */
};

/* The list columns (enum list_col) that make a citizen, in the order of enum citizen_column. */
extern const uint8_t citizen_list_columns[CITIZEN_N];
/* packed: from pack_cells with those columns; borrowed. False when torn. */
bool citizen_unpack(struct citizen *c, span packed);
/* Fills what is computed from c->cell. */
void citizen_read(struct citizen *c);
/* HIDUP, MENINGGAL, PINDAH, GANDA, NONAKTIF and what registries write instead ("MENINGGAL DUNIA", "Data Inactive").
 * Unknown words are CITIZEN_INACTIVE: nobody is paid for on a status that no one understands. */
enum citizen_status citizen_status_of(span word);

#endif
