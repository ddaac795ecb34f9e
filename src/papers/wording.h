/* SPDX-License-Identifier: EUPL-1.2
 *
 * How papers say things: sentences about a row, dates, addresses, numbers. Pure; all append to `out`.
 */
#ifndef PAPERS_WORDING_H
#define PAPERS_WORDING_H

#include "papers/view.h"

/* "12-03-1980"; nothing when not known. */
void say_date(date d, struct buf *out);
/* 1234567 -> "1.234.567" */
void say_number(int64_t v, struct buf *out);
/* 9000 -> "0,9000" */
void say_likelihood(int likelihood, struct buf *out);
/* "JL. A NO 1, RT 001/RW 002, Kel. LUMPUE, Kec. BACUKIKI": what is empty is left out. */
void say_address(const struct view_row *r, struct buf *out);
/* "Mei s.d. Desember 2025", "November 2025 s.d. Februari 2026" */
void say_cover(month first, int months, struct buf *out);
/* "JKK, JKM" */
void say_benefits(unsigned manfaat, struct buf *out);
/* The column "Keterangan": why the row stands where it stands, in plain sentences. */
void say_remark(const struct run_view *v, const struct view_row *r, struct buf *out);
/* The column "Yang harus dilengkapi"; may stay empty. */
void say_remedy(const struct view_row *r, struct buf *out);
/* What keeps an eligible row out: "Kuota Kecamatan Soreang; dana APBD Kota 2025". */
void say_shut(const struct run_view *v, const struct view_row *r, struct buf *out);
/* "lama.csv:17"; nothing when the row is no duplicate. */
void say_duplicate(const struct run_view *v, const struct view_row *r, struct buf *out);
/* "desil naik, usia turun": the ranking keys as printed in the minutes. */
void say_priority(const struct programme *p, int i, struct buf *out);
/* "usia paling rendah 18 tahun; penduduk aktif wilayah program": nothing when nothing is asked. */
void say_criteria(const struct kriteria *k, struct buf *out);
/* What the decree is about, in capitals: the programme's own words, or the usual ones for the year. */
void say_about(const struct programme *p, int year, struct buf *out);
/* Makes what stands in out from `from` on look as in a sentence: "PENETAPAN PENERIMA BAGI PEKERJA" becomes
 * "Penetapan Penerima bagi Pekerja". */
void say_as_title(struct buf *out, size_t from);
/* A whole number in words: 2025 -> "dua ribu dua puluh lima". */
void say_words(int64_t v, struct buf *out);
/* "7372********0001", as UU 27/2022 asks of papers that leave the office: the first and the last four digits; what
 * has not 16 characters is masked whole. */
span nik_masked(span nik, char room[32]);
/* The typed NIK names another number than the registry's (or none). */
bool nik_differs(const struct view_row *r);
/* The decree's head: "WALI KOTA PAREPARE"; "KEPALA DAERAH" when the programme does not say. */
span office_of(const struct programme *p);
const char *list_word(enum view_list kind);  /* "dukcapil" */
const char *list_title(enum view_list kind); /* "Data kependudukan (Dukcapil)" */

#endif
