/* SPDX-License-Identifier: EUPL-1.2
 *
 * Jobs in the database (table job): machinery, not an act of anybody; no event. Their results hold nothing of persons,
 * only what an event's content may hold; the files lie in the job's folder. */
#ifndef WEB_JOB_STORE_H
#define WEB_JOB_STORE_H

#include "access/open_store.h"
#include "web/job.h"

extern const struct job_ops job_ops_db;

/* Spans live until the next call on this store. */
MUST_CHECK int job_get(struct store *s, span id, struct job *out, bool *found, struct err *e);
/* Newest first; account 0: everybody's. each: 0 goes on, else its value is returned. */
MUST_CHECK int job_each(struct store *s, int64_t account, int (*each)(void *ctx, const struct job *), void *ctx,
			struct err *e);

#endif
