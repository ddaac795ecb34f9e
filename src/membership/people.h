/* SPDX-License-Identifier: EUPL-1.2
 *
 * The people of one decree as BPJS is told of them, and what BPJS said about each. Shared by the room's files.
 */
#ifndef MEMBERSHIP_PEOPLE_H
#define MEMBERSHIP_PEOPLE_H

#include "base/date.h"
#include "base/limits.h"
#include "base/rupiah.h"
#include "membership/layout.h"

enum enrolled { ENROLLED_UNANSWERED, ENROLLED_YES, ENROLLED_NO, ENROLLED_UNCLEAR, ENROLLED_N };
const char *enrolled_word(enum enrolled e);  /* as stored: "diterima", "ditolak", "tidak_jelas"; "" for unanswered */
const char *enrolled_label(enum enrolled e); /* "belum dijawab" */

struct member {
	int64_t pos; /* of its row in the run */
	span value[EXCHANGE_N];
	uint64_t nik, name; /* as numbers: padan_name's whole; 0 = none */
	date born;
	int64_t rank;
	rupiah total;
	enum enrolled now;	      /* the newest clear answer, else UNCLEAR when only unclear ones came */
	span kpj, reason, how, reply; /* of that answer; how: nik, kpj, nama; reply: its file's name */
};

/* One row of a reply. */
struct reply_row {
	int64_t line;
	enum enrolled said;
	int64_t person;	 /* index into the decree's people; -1: not in the decree */
	const char *how; /* "nik", "kpj", "nama"; "" */
	span nik, name, born, kpj, word, reason;
};

struct members {
	struct member *at;
	size_t n;
	struct member *reserve; /* the run's cadangan, in rank order; only what a substitute needs is filled */
	size_t nreserve;
	uint32_t *by_nik; /* indexes of at, in the order of nik; then those without */
};

/* Sorts by_nik; ERR_MACHINE when memory is refused. */
MUST_CHECK int members_index(struct members *m, struct padan_arena *arena, struct err *e);
/* -1 = nobody, or not one only. */
int64_t members_with_nik(const struct members *m, uint64_t nik);
int64_t members_with_kpj(const struct members *m, span kpj);
int64_t members_with_name(const struct members *m, uint64_t name, date born);
/* Counts by enum enrolled. */
void members_count(const struct members *m, int64_t out[ENROLLED_N]);

#endif
