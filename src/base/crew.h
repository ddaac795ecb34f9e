/* SPDX-License-Identifier: EUPL-1.2
 *
 * Work in pieces for several threads. The pieces are dealt out by a counter, so that a long one holds nobody up; what
 * comes out may depend on a piece's number, never on the thread.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stddef.h>

/* Runs pieces 0 to n - 1 in up to `threads` threads, the caller's among them, and returns when all are done. A thread
 * that cannot be had is no failure. */
void crew_run(unsigned threads, size_t n, void (*piece)(void *ctx, size_t piece), void *ctx);

#endif
