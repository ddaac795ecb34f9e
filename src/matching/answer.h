/* SPDX-License-Identifier: EUPL-1.2
 *
 * Lists that answer about our own rows (--hasil-padan, --tinjauan): which row is meant? By id_baris, else by
 * berkas and baris, else by NIK and name as they were sent.
 */
#ifndef MATCHING_ANSWER_H
#define MATCHING_ANSWER_H

#include "matching/matching.h"

struct answer_index;
MUST_CHECK int answer_index_new(struct answer_index **out, const struct match_rows *rows, struct padan_arena *arena,
				struct err *e);
/* The rows that are meant, written to out (at most max, the rest is not reported). Returns how many. Several rows when
 * several have the same NIK and name. */
/* *own (may be NULL): the answer names the row itself, by id_baris or by berkas and baris. */
unsigned answer_rows(const struct answer_index *x, const span *col, uint32_t *out, unsigned max, bool *own);
/* The rows with the same NIK and name as this one, itself among them: a person is asked for once. */
unsigned answer_same_person(const struct answer_index *x, const struct match_row *row, uint32_t *out, unsigned max);

#endif
