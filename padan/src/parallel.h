/* SPDX-License-Identifier: EUPL-1.2
 *
 * Work in pieces for several threads. The pieces are dealt out by a counter, so that a long one holds nobody up; what
 * comes out may depend on a piece's number, never on the thread.
 */
#ifndef PADAN_PARALLEL_H
#define PADAN_PARALLEL_H

#include <stddef.h>

enum { PD_THREADS = 64 };

/* thread: 0 to threads - 1, for what each of them owns. */
typedef void (*pd_piece)(void *ctx, size_t piece, unsigned thread);
/* Runs pieces 0 to n - 1 and returns when all are done. A thread that cannot be had is no failure. */
void pd_parallel(unsigned threads, size_t n, pd_piece run, void *ctx);
/* threads as they are used: 1 to PD_THREADS. */
unsigned pd_threads(unsigned wanted);

#endif
