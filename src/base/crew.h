/* SPDX-License-Identifier: EUPL-1.2
 *
 * Work in pieces for several threads. The pieces are dealt out by a counter, so that a long one holds nobody up; what
 * comes out may depend on a piece's number, never on the thread.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Runs pieces 0 to n - 1 in up to `threads` threads, the caller's among them, and returns when all are done. A thread
 * that cannot be had is no failure. */
void crew_run(unsigned threads, size_t n, void (*piece)(void *ctx, size_t piece), void *ctx);

/* One piece of work beside the caller's own: between begin and end neither touches what the other changes. */
struct aside {
	void (*work)(void *ctx);
	void *ctx;
	pthread_t thread;
	bool threaded;
};
/* Begins it in a thread of its own; where none is wanted or can be had, does it now. */
void aside_begin(struct aside *a, bool beside, void (*work)(void *ctx), void *ctx);
/* Waits until it is done. One that never began (all zero) or has ended already is no failure. */
void aside_end(struct aside *a);

#endif
