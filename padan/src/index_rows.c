/* SPDX-License-Identifier: EUPL-1.2
 *
 * Many left rows at once. Each thread takes a stretch of rows, reads it, and stores it when its turn has come: storing
 * numbers words and values in the order of the rows. What a thread has read lies in its own cache when it stores it;
 * while it does, the others read.
 */
#include "engine.h"
#include "parallel.h"
#include <pthread.h>
#include <stdatomic.h>

enum { STRETCH = 128, LOOK_AHEAD = 2, SPINS = 2000 /* some tens of microseconds: shorter than a sleep */ };

struct reader {
	struct pd_scratch *scratch; /* STRETCH of them */
	struct pd_memo *memo;	    /* its own; NULL: the index's */
};

struct adding {
	struct padan_index *ix;
	padan_left_row row;
	void *ctx;
	size_t n;
	struct reader reader[PD_THREADS];
	pthread_mutex_t lock; /* over what follows; who has the turn needs none */
	pthread_cond_t next;
	atomic_size_t turn; /* the stretch that is stored now */
	int rc;
};

static inline void pause_a_little(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#endif
}

static void await_turn(struct adding *a, size_t stretch)
{
	for (unsigned i = 0; i < SPINS && atomic_load_explicit(&a->turn, memory_order_acquire) != stretch; i++)
		pause_a_little();
	pthread_mutex_lock(&a->lock);
	while (a->turn != stretch)
		pthread_cond_wait(&a->next, &a->lock);
	pthread_mutex_unlock(&a->lock);
}

static void pass_turn(struct adding *a)
{
	pthread_mutex_lock(&a->lock);
	a->turn++;
	pthread_cond_broadcast(&a->next);
	pthread_mutex_unlock(&a->lock);
}

static int store(struct adding *a, const struct pd_scratch *s, const unsigned *group, unsigned n)
{
	int rc = a->rc;

	for (unsigned i = 0; i < n && rc == PADAN_OK; i++) {
		if (i + LOOK_AHEAD < n)
			pd_index_ask(a->ix, &s[i + LOOK_AHEAD]);
		rc = group[i] > 63 ? PADAN_MISUSE : pd_index_store(a->ix, &s[i], group[i]);
	}
	return rc;
}

static void add_stretch(void *ctx, size_t piece, unsigned thread)
{
	struct adding *a = ctx;
	struct pd_scratch *scratch = a->reader[thread].scratch;
	size_t from = piece * STRETCH;
	unsigned group[STRETCH], n = (unsigned)(a->n - from < STRETCH ? a->n - from : STRETCH);

	for (unsigned i = 0; i < n; i++) {
		struct padan_left left = a->row(a->ctx, from + i);

		group[i] = left.group;
		pd_index_read(a->ix, &left, &scratch[i]);
	}
	await_turn(a, piece);
	a->rc = store(a, scratch, group, n);
	pass_turn(a);
}

static bool reader_init(struct padan_index *ix, struct reader *r, bool own)
{
	r->scratch = ix->from->resize(ix->from->ctx, NULL, 0, STRETCH * sizeof(*r->scratch));
	if (own)
		r->memo = ix->from->resize(ix->from->ctx, NULL, 0, sizeof(*r->memo));
	if (!r->scratch || (own && !r->memo))
		return false;
	if (own) {
		memset(r->memo, 0, sizeof(*r->memo));
		r->memo->dict = ix->memo->dict;
		r->memo->name = ix->memo->name;
	}
	for (unsigned i = 0; i < STRETCH; i++)
		r->scratch[i].memo = own ? r->memo : ix->memo;
	return true;
}

static void reader_done(struct padan_index *ix, struct reader *r)
{
	if (r->scratch)
		ix->from->resize(ix->from->ctx, r->scratch, STRETCH * sizeof(*r->scratch), 0);
	if (r->memo)
		ix->from->resize(ix->from->ctx, r->memo, sizeof(*r->memo), 0);
}

int padan_index_add_rows(struct padan_index *ix, size_t n, padan_left_row row, void *ctx, unsigned threads)
{
	struct adding a = { .ix = ix,
			    .row = row,
			    .ctx = ctx,
			    .n = n,
			    .lock = PTHREAD_MUTEX_INITIALIZER,
			    .next = PTHREAD_COND_INITIALIZER };
	size_t stretches = (n + STRETCH - 1) / STRETCH;

	if (ix->sealed)
		return PADAN_MISUSE;
	threads = pd_threads(threads);
	threads = threads > stretches ? (unsigned)stretches : threads;
	for (unsigned i = 0; i < threads && a.rc == PADAN_OK; i++)
		a.rc = reader_init(ix, &a.reader[i], i > 0) ? PADAN_OK : PADAN_NO_MEMORY;
	if (a.rc == PADAN_OK)
		pd_parallel(threads, stretches, add_stretch, &a);
	for (unsigned i = 0; i < threads; i++)
		reader_done(ix, &a.reader[i]);
	pthread_mutex_destroy(&a.lock);
	pthread_cond_destroy(&a.next);
	return a.rc;
}
