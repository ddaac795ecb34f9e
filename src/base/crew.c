/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/crew.h"

#include <stdatomic.h>

enum { CREW_MOST = 64 };

struct crew {
	void (*piece)(void *ctx, size_t piece);
	void *ctx;
	size_t n;
	atomic_size_t next;
};

static void *deal(void *ctx)
{
	struct crew *c = ctx;
	size_t i;

	while ((i = atomic_fetch_add_explicit(&c->next, 1, memory_order_relaxed)) < c->n)
		c->piece(c->ctx, i);
	return NULL;
}

void crew_run(unsigned threads, size_t n, void (*piece)(void *ctx, size_t piece), void *ctx)
{
	struct crew c = { .piece = piece, .ctx = ctx, .n = n };
	pthread_t more[CREW_MOST];
	unsigned started = 0;

	while (started + 1 < threads && started + 1 < n && started < CREW_MOST &&
	       !pthread_create(&more[started], NULL, deal, &c))
		started++;
	deal(&c);
	while (started)
		pthread_join(more[--started], NULL);
}

static void *step_aside(void *ctx)
{
	struct aside *a = ctx;

	a->work(a->ctx);
	return NULL;
}

void aside_begin(struct aside *a, bool beside, void (*work)(void *ctx), void *ctx)
{
	*a = (struct aside){ .work = work, .ctx = ctx };
	a->threaded = beside && !pthread_create(&a->thread, NULL, step_aside, a);
	if (!a->threaded)
		work(ctx);
}

void aside_end(struct aside *a)
{
	if (a->threaded)
		pthread_join(a->thread, NULL);
	a->threaded = false;
}
