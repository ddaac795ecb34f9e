/* SPDX-License-Identifier: EUPL-1.2
 *
 * The parts of filling the papers' view (selection_shown calls them in this order), and the texts they share.
 */
#ifndef SELECTION_SHOWN_H
#define SELECTION_SHOWN_H

#include "selection/selection.h"

MUST_CHECK int shown_head(struct selection *s, struct err *e); /* bounds, price, and shown_names */
/* What the programme alone says: dates, seed, names of keys, places, groups. */
MUST_CHECK int shown_names(struct selection *s, struct err *e);
MUST_CHECK int shown_lists(struct selection *s, struct err *e);	     /* files with their counts, skipped sheet rows */
MUST_CHECK int shown_ranking(struct selection *s, struct err *e);    /* funds, cut line, next in line, checksum */
MUST_CHECK int shown_comparison(struct selection *s, struct err *e); /* against earlier decrees */

/* What was answered: about a row (NULL: nothing), and line by line. */
const struct view_heard *shown_heard(struct selection *s, uint32_t row);
MUST_CHECK int shown_answers(struct selection *s, struct err *e);
void shown_hashes(struct selection *s); /* SHA-256 of the files, which by now are known, and of all of them */

/* The proposal lists' titles and a row's cells as they go back to the office: as typed, and what stood over a group of
 * rows ("No. KK: ...") filled in or in a column of its own, for a list that is sent again has no group rows. */
MUST_CHECK bool shown_titles(struct selection *s, size_t file, struct view_file *f);
const span *shown_cells(struct selection *s, uint32_t row);

/* printf into the arena, at most 511 bytes. */
span shown_text(struct selection *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Lower-case hex SHA-256(seed ":" NIK) of a row. */
span shown_hash(struct selection *s, uint32_t row);

#endif
