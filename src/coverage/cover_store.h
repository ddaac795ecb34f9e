/* SPDX-License-Identifier: EUPL-1.2
 *
 * What runs mean ward by ward and month by month: a small projection of their rows, written in the transaction that
 * finishes the run, so that no page reads a hundred thousand rows. It can be made again from the rows at any time
 * (`lindung coverage rebuild`), and verify holds it against them.
 */
#ifndef COVERAGE_COVER_STORE_H
#define COVERAGE_COVER_STORE_H

#include "access/open_store.h"
#include "coverage/ward_tally.h"
#include "programme/run_store.h"

/* For apply: the run's summary, in place of an older one. quota: people, -1 = none. */
MUST_CHECK int cover_store_write(struct unit *u, int64_t run, int64_t quota, const struct ward_tally *t, struct err *e);
/* One row, as it is stored, into the summary. */
MUST_CHECK int cover_store_count(struct ward_tally *t, const struct run_row *r, struct err *e);
/* The same out of the stored rows, for making it again. The regions are those of the run's city, with its villages. */
MUST_CHECK int cover_store_tally(struct store *s, int64_t run, month first, struct ward_tally *out,
				 const struct regions *r, struct padan_arena *arena, struct err *e);
/* The quota of a programme as its file says it. */
MUST_CHECK int cover_quota(span program_text, struct padan_arena *arena, int64_t *quota, struct err *e);
/* Everything of one run at once: regions, quota and rows. */
struct cover_made {
	struct regions regions;
	struct ward_tally tally;
	int64_t quota;
};
MUST_CHECK int cover_store_make(struct store *s, int64_t run, struct cover_made *out, struct padan_arena *arena,
				struct err *e);
/* For verify: every summary against its run's rows. */
MUST_CHECK int cover_store_check(struct store *s, const struct db_found *found, struct err *e);

/* --- reading -------------------------------------------------------------------------------------------------------
 */
/* A run that is not replaced: a draft, or a decree (nomor). */
struct cover_run {
	int64_t run, programme, at_ms, rows, chosen, waiting, quota; /* quota: -1 none */
	span wilayah, nama, nomor;
	int stage;
	date first_day, last_day, signed_on;
	rupiah total;
	bool summed; /* its summary is there */
};
/* Newest first; spans in the arena. */
MUST_CHECK int cover_runs(struct store *s, struct cover_run **out, size_t *n, struct padan_arena *arena, struct err *e);

struct cover_ward {
	span code;
	int64_t n[WARD_COUNTS];
	rupiah total, waiting;
};
struct cover_part {
	span code, word; /* word: a reason */
	int64_t rw, proposed, chosen;
};
struct cover_month {
	month of;
	struct month_sum sum;
};
/* Of one run, from the place `below` down, by code. Spans live during the call; each: 0 goes on, else its value is
 * returned. */
struct cover_each {
	int (*ward)(void *ctx, const struct cover_ward *);
	int (*reason)(void *ctx, const struct cover_part *); /* proposed = people */
	int (*rw)(void *ctx, const struct cover_part *);
	int (*month)(void *ctx, const struct cover_month *);
	void *ctx;
};
/* The funds of a run. spent: of a decree without those who wait for their card, who are not in it. Spans live during
 * the call. */
MUST_CHECK int cover_funds(struct store *s, int64_t run, int (*each)(void *ctx, const struct run_fund *), void *ctx,
			   struct err *e);
/* Those of the members that are not NULL. Months are the whole run's, whatever the place. */
MUST_CHECK int cover_each(struct store *s, int64_t run, span below, const struct cover_each *each,
			  struct padan_arena *arena, struct err *e);

#endif
