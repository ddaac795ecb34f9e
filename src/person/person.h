/* SPDX-License-Identifier: EUPL-1.2
 *
 * A worker as a proposal row describes one: each cell read, what could not be read told apart from what
 * is not there. Pure. All spans point into the cells.
 */
#ifndef PERSON_PERSON_H
#define PERSON_PERSON_H

#include "base/date.h"
#include "base/rupiah.h"
#include <padan/date.h>
#include <padan/nik.h>

enum told { TOLD_NOT, TOLD_NO, TOLD_YES }; /* not said, no, yes */

/* "-", ".", "NN", "NULL", "N/A", "TIDAK ADA", "BELUM ADA", "0", "#N/A": a cell that says nothing. */
bool cell_says_nothing(span s);
/* Outer blanks off; empty when the cell says nothing. */
span cell_value(span s);

/* L/P, Lk/Pr, 1/2, Laki-laki/Perempuan, Pria/Wanita, M/F, Male/Female, LAKI2: 'L', 'P', or 0. */
char sex_read(span s);
/* A date in any notation, day count of a spreadsheet included; kind tells what it is. */
void birth_read(struct padan_date *out, span s, bool numeric);
/* A day in a list of an office: a whole date; a month alone means its first day, or with last_day_read its last.
 * DATE_NONE when it is none. */
date day_read(span s);
date last_day_read(span s);
/* The 16 digits of a NIK or family card as a number, marks and letters for digits read; 0 when there are not 16. */
uint64_t number_read(span s);
/* ya/tidak and their kin: Y, YA, 1, TRUE, V, KK, KEPALA KELUARGA; T, TIDAK, 0, BUKAN, ISTRI, ANAK. */
enum told told_read(span s);
/* "Rp1.500.000", "1500000", "1,5 juta", "1.5jt", "800 ribu", "1500000.00": whole rupiah a month. A range
 * ("1.000.000 - 1.500.000") gives its upper end, "< 1.000.000" its number. false: empty or not understood. */
bool income_read(span s, rupiah *out);
/* Is an employer named? "-", "tidak ada", "sendiri", "wiraswasta", "mandiri", "usaha sendiri" name none. */
bool employer_named(span s);
/* "RT 003", "3", "03": the number without leading zeros, 1 to 999; 0 = none. */
int rt_rw_read(span s);
/* One cell with both: "003/002", "RT 3/RW 2", "RT.003 RW.002". false when there are not two numbers. */
bool rt_rw_split(span s, int *rt, int *rw);

#endif
