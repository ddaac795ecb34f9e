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
MUST_CHECK int shown_ranking(struct selection *s, struct err *e);    /* funds, cut line, next in line, checksums */
MUST_CHECK int shown_comparison(struct selection *s, struct err *e); /* against earlier decrees */

/* printf into the arena, at most 511 bytes. */
span shown_text(struct selection *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Lower-case hex SHA-256(seed ":" NIK) of a row. */
span shown_hash(struct selection *s, uint32_t row);

#endif
