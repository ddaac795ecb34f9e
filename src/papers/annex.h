/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the room: the decree's annex, by name by address, in two copies that agree row by row.
 *
 *   archive   every NIK whole: headed TERBATAS, kept by the office
 *   public    NIK masked; without the day of birth (with it a masked NIK could be put together again:
 *             docs/adr/0612-the-public-annex.md) and of the address RT/RW, village and district only
 *
 * Neither says anything of income, decile or disability.
 */
#ifndef PAPERS_ANNEX_H
#define PAPERS_ANNEX_H

#include "papers/paper.h"

enum annex_copy { ANNEX_ARCHIVE, ANNEX_PUBLIC };

enum annex_column {
	ANNEX_NO,
	ANNEX_NIK,
	ANNEX_NAME,
	ANNEX_SEX,
	ANNEX_BORN, /* archive only */
	ANNEX_ADDRESS,
	ANNEX_JOB,
	ANNEX_BENEFITS,
	ANNEX_COVER,
	ANNEX_MONTHLY,
	ANNEX_TOTAL,
	ANNEX_FUND,
	ANNEX_COLUMNS
};
static inline bool annex_has(enum annex_copy copy, int column)
{
	return copy == ANNEX_ARCHIVE || column != ANNEX_BORN;
}

/* Texts of the head and those that are the same in each row. */
struct annex {
	const struct paper_env *in;
	enum annex_copy copy;
	const char *mark;		       /* what stands at the foot of each page */
	struct buf office, number, day, about; /* day: empty in a draft */
	struct buf benefits, cover;
	struct buf scratch;
};
void annex_begin(struct annex *a, const struct paper_env *in, enum annex_copy copy);
/* ERR_MACHINE when memory was refused to one of the texts. */
MUST_CHECK int annex_end(struct annex *a, const char *path, struct err *e);

/* The row's address and NIK as this copy shows them; the address is in a->scratch. */
span annex_address(struct annex *a, const struct view_row *r);
span annex_nik(const struct annex *a, const struct view_row *r, char room[32]);
span annex_fund(const struct annex *a, const struct view_row *r);
/* "Di luar lampiran ini, 3 orang ...", into a->scratch; empty when there are none. */
span annex_held(struct annex *a);

#endif
