/* SPDX-License-Identifier: EUPL-1.2
 *
 * Worker threads for what an event loop must not wait for: writing, argon2id, long reads. Each has its own station (a
 * store). The queue is bounded: who does not find a place is told at once.
 */
#ifndef WEB_POOL_H
#define WEB_POOL_H

#include "base/seam.h"

struct pool;

struct pool_options {
	const struct seams *seams;
	int threads, places; /* places: tasks that may wait */
	int (*begin)(void *ctx, void **station, struct err *e);
	void (*end)(void *ctx, void *station);
	void *ctx;
};

MUST_CHECK int pool_start(struct pool **out, const struct pool_options *o, struct err *e);
/* false: full, or about to stop. From any thread. */
MUST_CHECK bool pool_push(struct pool *p, void (*run)(void *task, void *station), void *task);
/* What waits is still carried out; then the threads end. NULL is nothing. */
void pool_stop(struct pool *p);
int pool_waiting(struct pool *p);

#endif
