/* SPDX-License-Identifier: EUPL-1.2
 *
 * The three proposal lists, the registry office's answer and the truth.
 */
#ifndef CITY_LISTS_H
#define CITY_LISTS_H

#include "city/city.h"
#include "city/out.h"
#include "city/row.h"

struct lists {
	const struct city *c;
	const struct city_order *order;
	const struct seams *seams;
	const struct pick *row;
	uint32_t n;
	struct out truth;
	struct answer *answer;
	struct row work; /* the row at hand */
};
extern const char *const list_file[OFFICE_COUNT];

/* Writes all lists and kebenaran.csv. ERR_MACHINE. */
MUST_CHECK int lists_write(struct lists *l, struct err *e);
/* The truth of l->work, which stands in row `line` of its office's list. */
void lists_truth(struct lists *l, uint32_t i, uint32_t line);
/* "Muh. Ilham Dg. Nai" out of capitals. */
void title_case(char *s);
/* The date cell in the notation of a list; day, month, year order. "" when missing. */
void born_cell(const struct row *row, char separator, char out[32]);

/* --- book.c: the labour office's workbook; rows from ... to - 1 --- */
MUST_CHECK int book_write(struct lists *l, uint32_t from, uint32_t to, struct err *e);

/* --- answer.c: hasil_padan.xlsx --- */
/* Finds whom each typed NIK belongs to (one pass over the city) and opens the workbook. */
MUST_CHECK int answer_begin(struct lists *l, struct err *e);
void answer_row(struct lists *l, uint32_t i, const char *file, uint32_t line);
MUST_CHECK int answer_end(struct lists *l, int rc, struct err *e);

#endif
