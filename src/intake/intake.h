/* SPDX-License-Identifier: EUPL-1.2
 *
 * Proposal lists become rows, and nothing is lost on the way: every row of the sheet is either a proposal or stands
 * among the skipped with the kind of row that it is. A row with a name or a NIK is always a proposal, however bad.
 * What stands over a group of rows ("No. KK: ...", "Kelurahan Lompoe") is given to the rows below that lack it.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/seam.h"
#include "person/person.h"
#include "tabular/list.h"
#include <padan/date.h>
#include <padan/nik.h>
#include <padan/schema.h>

/* Kinds of skipped rows; words as CONTRACT's dilewati.csv. */
enum intake_skip_kind {
	SKIP_TITLE,   /* judul: above the header, the header itself, a header that is repeated */
	SKIP_EMPTY,   /* kosong */
	SKIP_NUMBERS, /* nomor_kolom */
	SKIP_GROUP,   /* kelompok: "No. KK: ..." between people */
	SKIP_NOTE,    /* catatan: notes and signatures, the rest of a line that was broken in two */
	SKIP_SUM,     /* jumlah */
	SKIP_KINDS
};
const char *intake_skip_word(enum intake_skip_kind k);

/* What a group row or a title row says about the rows below it; empty = nothing. card with p and n == 0: a family whose
 * card is not told. */
struct intake_group {
	span card, address, village, district, city, rt, rw;
};

struct intake_file {
	span name;		     /* `berkas`: base name, "#2" behind it when the name came before */
	struct list_info info;	     /* titles, column map, sha256, warnings, nik_damaged */
	uint32_t rows, skips;	     /* proposals; skipped rows: rows + skips == info.rows */
	int id_column;		     /* the sheet's column of id_baris; -1 = none */
	const span *titles;	     /* info.ntitle column titles as typed */
	enum padan_date_order order; /* of the birth dates */
};

struct intake_row {
	uint32_t file, no;   /* index of the file; the row's number as a spreadsheet shows it */
	const span *cells;   /* ncell cells as typed, one for each title at least */
	const uint8_t *kind; /* likewise: enum cell_kind, CELL_MERGED */
	uint32_t ncell;
	uint8_t flags;	   /* enum list_row_flag */
	bool nik_numeric;  /* the NIK cell was a number, or the whole column was damaged: a last 0 may be false */
	bool born_numeric; /* so was the birth date's: a day count */
	span id;	   /* id_baris, else "berkas:baris" */
	span group_card;   /* of the group row above, where the row has no family card of its own */
	const struct intake_group *group; /* never NULL */
};

struct intake_skip {
	uint32_t file, no;
	enum intake_skip_kind kind;
	span text; /* cells with a blank between */
};

struct intake {
	struct intake_file *files;
	uint32_t n_files;
	struct intake_row *rows; /* by file and row */
	uint32_t n_rows;
	struct intake_skip *skips; /* by file and row */
	uint32_t n_skips;
};

/* Reads the lists in order. Everything lives in the arena. ERR_UNREADABLE as list_scan; ERR_USAGE beyond LIM_PROPOSALS
 * or LIM_FILES. */
MUST_CHECK int intake_read(struct intake *out, const struct seams *s, const span *paths, size_t n,
			   struct padan_arena *arena, struct err *e);
/* The same with several lists read at a time: the result does not depend on it. */
MUST_CHECK int intake_read_threads(struct intake *out, const struct seams *s, const span *paths, size_t n,
				   unsigned threads, struct padan_arena *arena, struct err *e);
/* The same, as told. */
struct intake_lists {
	const span *paths;
	size_t n;
	unsigned threads;
	const struct columns *columns; /* list_spec.columns: NULL = the program's own */
	bool lenient;		       /* list_spec.lenient */
};
MUST_CHECK int intake_read_lists(struct intake *out, const struct seams *s, const struct intake_lists *lists,
				 struct padan_arena *arena, struct err *e);

/* The value of a column: trimmed; empty when the cell says nothing ("-", NN, NULL); taken from the group above, or out
 * of a cell that holds two values ("Parepare, 17-08-1980"), when its own is not there. Borrowed. */
span intake_cell(const struct intake *in, const struct intake_row *row, enum list_col col);
/* As typed, untouched; empty when there is no such column. */
span intake_typed(const struct intake *in, const struct intake_row *row, enum list_col col);

/* The values, read. Never fail: what is wrong stands in flags and kinds. */
void intake_nik(const struct intake *in, const struct intake_row *row, struct padan_nik *out);
void intake_card(const struct intake *in, const struct intake_row *row, struct padan_nik *out);
/* By the order of the file's dates; where no date is told, the age of the column `umur` (kind AGE). */
void intake_born(const struct intake *in, const struct intake_row *row, struct padan_date *out);
/* An age as matching reads it, "45 th"; returns its length. */
size_t born_age(char out[10], unsigned age);
/* The head of the family: by kepala_keluarga, else by shdk. */
enum told intake_head(const struct intake *in, const struct intake_row *row);
int intake_rt(const struct intake *in, const struct intake_row *row); /* 0 = none */
int intake_rw(const struct intake *in, const struct intake_row *row);

/* The row for the engine: field[] by enum padan_person_column; dates as YYYY-MM-DD where they could be read, RT and RW
 * as "003/002". New text goes into the arena; ERR_MACHINE when it is refused. */
MUST_CHECK int intake_fields(const struct intake *in, const struct intake_row *row, span field[PADAN_P_COLUMNS],
			     struct padan_arena *arena, struct err *e);

#endif
