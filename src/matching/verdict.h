/* SPDX-License-Identifier: EUPL-1.2
 *
 * The registry office's answer per element ("Sesuai", "Tidak Sesuai", "Sesuai (95)", Y/N) and its remark, weighed.
 * Dukcapil looks a person up by the NIK that was sent, and never gives true values back; so the question is only:
 * is the holder of this NIK the person of the row?
 */
#ifndef MATCHING_VERDICT_H
#define MATCHING_VERDICT_H

#include "matching/matching.h"

enum agreement { AGREE_UNSAID, AGREE_YES, AGREE_NO };
struct element {
	uint8_t said;	/* enum agreement */
	int8_t percent; /* 0..100; -1 = not said */
};
/* "Sesuai (95)", "TIDAK SESUAI", "Y", "T", "Cocok", "1", ... */
struct element element_read(span s);

enum remark {
	REMARK_NONE,
	REMARK_NOT_FOUND,
	REMARK_DEAD,
	REMARK_DOUBLE,
	REMARK_INACTIVE,
	REMARK_MOVED,
	REMARK_NO_QUOTA
};
/* "Data Tidak Ditemukan", "Meninggal Dunia", "Data Ganda", "Data Inactive", "Kuota Akses Hari ini telah Habis". */
enum remark remark_read(span s);

struct verdict {
	struct element by[COL_KABUPATEN_KOTA + 1]; /* by enum list_col of the element */
	enum remark remark;
};

/* Match weight in mbit, prior included: how much more likely the holder of the NIK is the row's person than another.
 * The table of weights stands in verdict.c with its reasons. */
int32_t verdict_weight(const struct verdict *v);
/* Ten-thousandths from a weight. */
uint16_t verdict_likelihood(int32_t mbit);
/* The row as proposed, as a citizen. */
void citizen_typed(struct citizen *c, const struct match_row *r);

#endif
