/* SPDX-License-Identifier: EUPL-1.2
 *
 * The traffic light of a row, before anything is matched: green is ready, yellow wants a look, red cannot be used, for
 * nobody can be found with it. Says what is wrong in words that go back to the office ("Keterangan"). Pure.
 */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H

#include "tabular/columns.h"
#include <padan/date.h>
#include <padan/nik.h>

enum light { LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHTS };
const char *light_word(enum light l);  /* "hijau" */
const char *light_label(enum light l); /* "siap" */

/* (id, sentence for the office) */
#define CHECK_NOTES(X)                                                                                                 \
	X(NOBODY, "orangnya tidak dapat dicari: isi NIK, atau nama dan tanggal lahir")                                 \
	X(NIK_EMPTY, "NIK kosong")                                                                                     \
	X(NIK_LENGTH, "NIK bukan 16 angka")                                                                            \
	X(NIK_DAMAGED, "NIK rusak oleh Excel: angka terakhirnya hilang")                                               \
	X(NIK_SHAPE, "NIK tidak mungkin: wilayah atau tanggal di dalamnya tidak ada")                                  \
	X(NIK_TWIN, "NIK sama dengan baris lain")                                                                      \
	X(NAME_EMPTY, "nama kosong")                                                                                   \
	X(BORN_EMPTY, "tanggal lahir kosong")                                                                          \
	X(BORN_UNREAD, "tanggal lahir tidak terbaca")                                                                  \
	X(BORN_DIFFERS, "tanggal lahir berbeda dari yang ada di dalam NIK")                                            \
	X(DESIL_UNREAD, "desil tidak terbaca: isi 1 sampai 10")                                                        \
	X(STATUS_EMPTY, "status kepesertaan kosong")                                                                   \
	X(ANSWER_EMPTY, "jawaban kosong")                                                                              \
	X(CELLS, "jumlah kolom baris ini tidak sama dengan judulnya")
enum check_note {
#define X(id, text) CHECK_##id,
	CHECK_NOTES(X)
#undef X
		CHECK_NOTES_N
};
#define CHECK_BIT(n) ((uint32_t)1 << (n))
const char *check_sentence(enum check_note n);

/* A row as read. Values are those of the list's columns, trimmed, empty where they say nothing. */
struct check_row {
	enum list_kind kind;
	struct padan_nik nik;
	struct padan_date born;
	span name, card, id, desil, status, answer;
	bool ragged; /* LIST_ROW_SHORT or LONG */
};
struct checked {
	enum light light;
	uint32_t notes; /* CHECK_BIT */
};
struct checked check_row(const struct check_row *r);
/* Another row of the list has its NIK. */
void check_twin(struct checked *c);
/* "NIK kosong; nama kosong". twin: number of the row with the same NIK, 0 = not known. */
void check_words(uint32_t notes, uint32_t twin, struct buf *out);

/* A cell as it may be shown: of eleven digits or more all but the first four and the last four are hidden (of fewer
 * than 14, all but the first four). out has room for s.n bytes. */
span check_masked(span s, char *out);

#endif
