/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a run means for each ward, counted over its rows once: when the run is written, when its summary is made again,
 * and when verify holds the one against the other. The ward is that of the person (as found, else as proposed), by name
 * within the district; a row whose ward is not understood counts for its district, else for the city. Pure.
 */
#ifndef COVERAGE_WARD_TALLY_H
#define COVERAGE_WARD_TALLY_H

#include "base/date.h"
#include "base/limits.h"
#include "base/rupiah.h"
#include "coverage/run_sums.h"
#include "person/region.h"

enum ward_count {
	WARD_PROPOSED, /* rows */
	WARD_FOUND,    /* padan */
	WARD_ELIGIBLE, /* chosen or reserve */
	WARD_CHOSEN,   /* all of them */
	WARD_WAITING,  /* of the chosen: something is to be confirmed, so they stay out of a decree */
	WARD_RESERVE,
	WARD_REVIEW,
	WARD_REFUSED,
	WARD_TWIN,
	WARD_COUNTS
};

/* As much of a row as is counted. Words are those of keputusan.csv. */
struct tally_row {
	span district, village, rw, padan, putusan, syarat, alasan, fund, runs; /* runs: "16800x3+8400x5" */
	rupiah total;
};

struct ward_sum {
	char code[REGION_CODE];
	int64_t n[WARD_COUNTS];
	rupiah total, waiting; /* of the chosen, of those among them that wait */
};
struct month_sum {
	int64_t people, waiting;
	rupiah total, waiting_total;
};
struct ward_part {
	uint32_t ward; /* into wards */
	uint32_t what; /* number of the RW; of the reason */
	int64_t proposed, chosen;
	bool used;
};
/* (ward, what) -> counts, open addressing; what grows with the city, not with the rows. */
struct ward_parts {
	struct ward_part *slot;
	size_t n, size;
};
struct ward_seen; /* spellings that were understood */

enum { TALLY_REASONS = 64, REASON_WORD = 48 };

struct ward_tally {
	const struct regions *regions;
	struct padan_arena *arena;
	struct ward_sum *wards; /* villages, then districts, then the city */
	size_t n;
	month first;
	struct month_sum months[LIM_MONTHS];
	int nmonths;
	char reason[TALLY_REASONS][REASON_WORD]; /* main reasons of the refused */
	uint32_t reasons;
	struct ward_parts by_reason, by_rw;
	struct run_sums sums;
	struct ward_seen *seen;
	size_t nseen, seen_size;
};

/* regions with its villages, which stay. */
MUST_CHECK int ward_tally_begin(struct ward_tally *t, const struct regions *r, month first, struct padan_arena *arena,
				struct err *e);
MUST_CHECK int ward_tally_add(struct ward_tally *t, const struct tally_row *r, struct err *e);
/* Wards with at least one row, by code; parts by code, then by word or number. Arrays in the arena. */
struct ward_order {
	const struct ward_sum **wards;
	const struct ward_part **reasons, **rws;
	const struct run_sum **sums; /* as many as the tally's */
	size_t nwards, nreasons, nrws;
};
MUST_CHECK int ward_tally_order(const struct ward_tally *t, struct ward_order *out, struct err *e);

#endif
