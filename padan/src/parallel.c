/* SPDX-License-Identifier: EUPL-1.2 */
#include "parallel.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct work {
	pd_piece run;
	void *ctx;
	size_t n;
	atomic_size_t next;
};

struct worker {
	struct work *work;
	unsigned thread;
};

static void *deal(void *ctx)
{
	struct worker *w = ctx;
	size_t i;

	while ((i = atomic_fetch_add_explicit(&w->work->next, 1, memory_order_relaxed)) < w->work->n)
		w->work->run(w->work->ctx, i, w->thread);
	return NULL;
}

unsigned pd_threads(unsigned wanted)
{
	return wanted < 1 ? 1 : wanted > PD_THREADS ? PD_THREADS : wanted;
}

void pd_parallel(unsigned threads, size_t n, pd_piece run, void *ctx)
{
	struct work work = { .run = run, .ctx = ctx, .n = n };
	struct worker w[PD_THREADS];
	pthread_t id[PD_THREADS];
	bool runs[PD_THREADS] = { false };

	threads = pd_threads(threads);
	threads = threads > n ? (unsigned)(n ? n : 1) : threads;
	for (unsigned i = 0; i < threads; i++) {
		w[i] = (struct worker){ &work, i };
		runs[i] = i > 0 && pthread_create(&id[i], NULL, deal, &w[i]) == 0;
	}
	deal(&w[0]);
	for (unsigned i = 1; i < threads; i++)
		if (runs[i])
			pthread_join(id[i], NULL);
}
