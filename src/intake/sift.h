/* SPDX-License-Identifier: EUPL-1.2
 *
 * Is a row below the header a proposal, and if not, what is it? Pure.
 */
#ifndef INTAKE_SIFT_H
#define INTAKE_SIFT_H

#include "intake/intake.h"

/* What was seen above, per file. */
struct sift {
	const struct list_title *titles;
	size_t ntitle;
	const int16_t *at; /* of columns, COL_COUNT entries */
	bool signing;	   /* a signature's heading was met: lone cells below it are notes */
};

enum { SIFT_PROPOSAL = SKIP_KINDS };

/* enum skip_kind, or SIFT_PROPOSAL. With SKIP_GROUP, *group holds what the row says (spans into the cells). */
int sift_row(struct sift *s, const span *cells, const uint8_t *kind, uint32_t n, struct intake_group *group);
/* The cell of a NIK holds words, as a name has them: no digit, and not "belum ada". */
bool nik_is_words(span s);
/* What a title row says about the rows below ("KELURAHAN : LOMPOE"): fields found are set, the others left alone. */
bool group_read(const span *cells, uint32_t n, struct intake_group *group);

#endif
