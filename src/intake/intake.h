/* SPDX-License-Identifier: EUPL-1.2
 *
 * Proposal lists become rows, and nothing is lost on the way: every row of the sheet is either a proposal or stands
 * among the skipped with the kind of row that it is. A row with a name or a NIK is always a proposal, however bad.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "tabular/list.h"

/* Kinds of skipped rows; words as CONTRACT's dilewati.csv. */
enum intake_skip_kind {
	SKIP_TITLE,   /* judul: above the header, and the header itself */
	SKIP_EMPTY,   /* kosong */
	SKIP_NUMBERS, /* nomor_kolom */
	SKIP_GROUP,   /* kelompok: "No. KK: ..." between people */
	SKIP_NOTE,    /* catatan: notes and signatures */
	SKIP_SUM,     /* jumlah */
	SKIP_KINDS
};
const char *intake_skip_word(enum intake_skip_kind k);

struct intake_file {
	span name; /* `berkas`: base name, "#2" behind it when the name came before */
	struct list_info info;
	uint32_t rows, skips; /* proposals; skipped rows: rows + skips == info.rows */
	int id_column;	      /* the sheet's column of id_baris; -1 = none */
	const span *titles;   /* info.ntitle column titles as typed */
};

struct intake_row {
	uint32_t file, no; /* index of the file; the row's number as a spreadsheet shows it */
	const span *cells; /* files[file].info.ntitle cells as typed */
	span id;	   /* id_baris, else "berkas:baris" */
	span group_card;   /* of the group row above, where the row has no family card of its own */
	bool nik_numeric;  /* the NIK cell was a number */
	bool born_numeric; /* so was the birth date's: a day count */
};

struct intake_skip {
	uint32_t file, no;
	enum intake_skip_kind kind;
	span text; /* cells with a blank between, at most some 500 bytes */
};

struct intake {
	struct intake_file *files;
	uint32_t n_files;
	struct intake_row *rows;
	uint32_t n_rows;
	struct intake_skip *skips; /* by file and row */
	uint32_t n_skips;
};

/* Reads the lists in order. Everything lives in the arena. ERR_UNREADABLE as list_scan; ERR_USAGE beyond LIM_PROPOSALS.
 */
MUST_CHECK int intake_read(struct intake *out, const struct seams *s, const span *paths, size_t n,
			   struct padan_arena *arena, struct err *e);
/* A row's cell by column; empty when the list has no such column. */
span intake_cell(const struct intake *in, const struct intake_row *row, enum list_col col);

#endif
