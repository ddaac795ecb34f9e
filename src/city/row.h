/* SPDX-License-Identifier: EUPL-1.2
 *
 * One row of a proposal list: what the office wrote, and the truth. Pure; the same row can be made
 * again from its pick.
 *
 * Damage, in thousandths of the rows of people who exist (independent of each other unless said):
 *
 *   NIK    missing 45; last digit 0 by Excel (workbook: a number cell) 36; wrong digit 18; two digits
 *          swapped 14; a digit lost 8, one too many 5; O for 0 or I for 1 6; day with/without 40 6;
 *          the head's NIK 8 (where there is a head); family card's number 7; another person's NIK 4;
 *          temporary number that begins with 0 4; 7.37202E+15 4; blanks, dots, apostrophe 18 (harmless)
 *   name   typing error 55; old spelling 25; sound-alike letter or doubled letter 30; a word left out 45
 *          (two words or more); a word added 10; order 10; words joined 14; Daeng added 300 of those who
 *          have one, Daeng alone 4; title or honour added 25; abbreviation changed 350 of those who
 *          have one of the abbreviated words; "(ALM)" 250 of the dead
 *   date   missing 28; day and month swapped 10; year +-1 10; year +-10 4; day or month mistyped 8;
 *          a default date 8; only the age 6; 00-00-0000 3
 *   place  ward misspelt 60; another ward 15; missing 15
 *   others family card missing 60 ("", -, 0, NULL), wrong 10; mother missing 120 ("", NN); sex wrong 3; a line
 *          break inside the address 6
 *
 * A NIK that cannot be read and a missing date do not fall on one row: nobody could find that person.
 */
#ifndef CITY_ROW_H
#define CITY_ROW_H

#include "city/pick.h"

enum date_form { DATE_WRITTEN, DATE_MISSING, DATE_AGE_ONLY, DATE_ZERO };

struct row {
	char nik[40], name[160], birthplace[40], street[96], rt[8], rw[8], village[64], district[64], job[48];
	char relation[32], employer[48], income[24], head[160], kk[24], mother[160], phone[20], note[48];
	uint8_t sex;
	bool nik_number; /* stood in a number cell: 15 digits kept */
	enum date_form born_form;
	date born, filed; /* born: as the office believes */
	int age;
	/* truth */
	bool exists;
	char true_nik[17];
	char damage[240]; /* words joined by '+' */
	enum life life;
	bool resident, fits;
	char reasons[240];
	uint32_t household;
};

/* Fills *out for the row. `number` is the row's own dice: its place among all rows. */
void row_make(const struct city *c, struct pick p, uint32_t number, struct row *out);

/* --- damage.c: each changes its part and notes the word of the damage --- */
struct victim {
	struct row *row;
	struct rng *r;
	const struct city *c;
	const struct household *h; /* NULL for an invented person */
	int slot;
	uint8_t office;
};
void damage_nik(const struct victim *v);
void damage_name(const struct victim *v);
void damage_date(const struct victim *v);
void damage_place(const struct victim *v);
void damage_cells(const struct victim *v);
void damage_note(struct row *row, const char *word);

#endif
