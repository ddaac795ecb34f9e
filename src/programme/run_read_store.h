/* SPDX-License-Identifier: EUPL-1.2
 *
 * Shared by those who read rows of a run: what stands in a statement's columns, and how its personal fields open.
 */
#ifndef PROGRAMME_RUN_READ_STORE_H
#define PROGRAMME_RUN_READ_STORE_H

#include "programme/run_store.h"

/* Columns as SQL_run_rows has them; the personal fields stay empty. parts: room for RUN_PARTS. */
struct run_row run_row_of(struct db_stmt *st, struct run_part *parts);
/* Columns as SQL_run_candidates has them, personal fields opened into `plain`. */
MUST_CHECK int run_candidate_of(struct db_stmt *st, const struct key *key, struct run_part *parts, struct buf *plain,
				struct run_candidate *c, struct err *e);
/* Unsealed fields of one place; the buffer is used again for the next. */
MUST_CHECK int run_unseal(struct buf *plain, const struct key *key, const struct key_place *at, span sealed,
			  struct err *e);

#endif
