/* SPDX-License-Identifier: EUPL-1.2
 *
 * Work in pieces for several threads. The pieces are dealt out by a counter, so that a long one holds nobody up; what
 * comes out may depend on a piece's number, never on the thread.
 */
#ifndef PADAN_PARALLEL_H
#define PADAN_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PD_THREADS = 64 };

/* thread: 0 to threads - 1, for what each of them owns. */
typedef void (*pd_piece)(void *ctx, size_t piece, unsigned thread);
/* Runs pieces 0 to n - 1 and returns when all are done. A thread that cannot be had is no failure. */
void pd_parallel(unsigned threads, size_t n, pd_piece run, void *ctx);
/* threads as they are used: 1 to PD_THREADS. */
unsigned pd_threads(unsigned wanted);
/* x where it is smaller; whoever else writes there at the time does the same. */
static inline void pd_lower(uint32_t *at, uint32_t x)
{
	uint32_t was = __atomic_load_n(at, __ATOMIC_RELAXED);

	while (x < was && !__atomic_compare_exchange_n(at, &was, x, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

#endif
