/* SPDX-License-Identifier: EUPL-1.2
 *
 * Shared by the files of the run store: what is counted over the rows, and the digest of a run as it stands in the
 * database. Nobody else includes it.
 */
#ifndef PROGRAMME_RUN_DIGEST_STORE_H
#define PROGRAMME_RUN_DIGEST_STORE_H

#include "office/event_digest.h"
#include "programme/run_store.h"

/* Sums over the rows of a run, to be held against its head. */
struct run_tally {
	const struct run_fund *funds;
	size_t fund_count;
	int64_t rows, chosen, waiting;
	rupiah total;
	int64_t people[LIM_FUNDS];
	rupiah spent[LIM_FUNDS];
	int64_t of_file[LIM_FILES]; /* rows of the i-th list of proposals */
};
void run_tally_begin(struct run_tally *t, const struct run_head *head);
/* ERR_MACHINE: a chosen row without a known fund, a file out of range, or a sum too large. */
MUST_CHECK int run_tally_add(struct run_tally *t, const struct run_row *r, struct err *e);

enum { RUN_OBJECT = 4 + RUN_ID_TEXT };
/* "run/7K3M-9QWP-2XTA", the object of its facts. */
span run_object(int64_t run, char out[RUN_OBJECT]);

/* Digest of a run: head, files and funds as read from the database, then the digests of its rows, candidates and parts
 * for the papers (which are used up). papers: NULL when there are none; runs of before migration 3 keep their digest.
 */
struct run_digests {
	struct digest *rows, *candidates, *papers;
};
MUST_CHECK int run_digest(struct db *db, int64_t run, const struct run_digests *of, unsigned char out[DIGEST],
			  struct err *e);

/* Removes what was left unfinished: of `run`, and all that nobody can be writing any more. That is everything where we
 * alone write, else what is older than a day. Inside a write transaction. */
MUST_CHECK int run_store_sweep(struct store *s, int64_t run, int64_t now_ms, struct err *e);

#endif
