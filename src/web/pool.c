/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/pool.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

struct task {
	void (*run)(void *task, void *station);
	void *task;
};

struct pool {
	struct pool_options o;
	pthread_mutex_t lock;
	pthread_cond_t work, begun;
	pthread_t *thread;
	struct task *ring;
	int first, n, running, up;
	bool stopping;
	struct err failed;
};

static bool next_task(struct pool *p, struct task *t)
{
	bool got;

	pthread_mutex_lock(&p->lock);
	while (!p->n && !p->stopping)
		pthread_cond_wait(&p->work, &p->lock);
	got = p->n > 0;
	if (got) {
		*t = p->ring[p->first];
		p->first = (p->first + 1) % p->o.places;
		p->n--;
	}
	pthread_mutex_unlock(&p->lock);
	return got;
}

static void *worker(void *arg)
{
	struct pool *p = arg;
	struct err e = { .code = ERR_OK };
	void *station = NULL;
	struct task t;
	sigset_t all;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	rc = p->o.begin(p->o.ctx, &station, &e);
	pthread_mutex_lock(&p->lock);
	if (rc && !p->failed.code)
		p->failed = e;
	p->up++;
	pthread_cond_broadcast(&p->begun);
	pthread_mutex_unlock(&p->lock);
	if (rc)
		return NULL;
	while (next_task(p, &t))
		t.run(t.task, station);
	p->o.end(p->o.ctx, station);
	return NULL;
}

static int wait_begun(struct pool *p, struct err *e)
{
	pthread_mutex_lock(&p->lock);
	while (p->up < p->running)
		pthread_cond_wait(&p->begun, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return p->failed.code ? err_set(e, p->failed.code, "%s", p->failed.text) : ERR_OK;
}

int pool_start(struct pool **out, const struct pool_options *o, struct err *e)
{
	const struct padan_alloc *a = o->seams->alloc;
	struct pool *p = a->resize(a->ctx, NULL, 0, sizeof(*p));
	int rc = ERR_OK;

	*out = NULL;
	if (!p)
		return err_memory(e, "utas pekerja");
	memset(p, 0, sizeof(*p));
	p->o = *o;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->begun, NULL);
	p->thread = a->resize(a->ctx, NULL, 0, (size_t)o->threads * sizeof(*p->thread));
	p->ring = a->resize(a->ctx, NULL, 0, (size_t)o->places * sizeof(*p->ring));
	if (!p->thread || !p->ring)
		rc = err_memory(e, "utas pekerja");
	for (int i = 0; i < o->threads && !rc; i++) {
		if (pthread_create(&p->thread[i], NULL, worker, p))
			rc = err_set(e, ERR_MACHINE, "utas pekerja tidak dapat dibuat");
		else
			p->running++;
	}
	if (!rc)
		rc = wait_begun(p, e);
	if (rc) {
		pool_stop(p);
		return rc;
	}
	*out = p;
	return ERR_OK;
}

bool pool_push(struct pool *p, void (*run)(void *task, void *station), void *task)
{
	bool taken;

	pthread_mutex_lock(&p->lock);
	taken = !p->stopping && p->n < p->o.places;
	if (taken)
		p->ring[(p->first + p->n++) % p->o.places] = (struct task){ run, task };
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
	return taken;
}

int pool_waiting(struct pool *p)
{
	int n;

	pthread_mutex_lock(&p->lock);
	n = p->n;
	pthread_mutex_unlock(&p->lock);
	return n;
}

void pool_stop(struct pool *p)
{
	const struct padan_alloc *a;

	if (!p)
		return;
	a = p->o.seams->alloc;
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->running; i++)
		pthread_join(p->thread[i], NULL);
	a->resize(a->ctx, p->thread, (size_t)p->o.threads * sizeof(*p->thread), 0);
	a->resize(a->ctx, p->ring, (size_t)p->o.places * sizeof(*p->ring), 0);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->begun);
	pthread_mutex_destroy(&p->lock);
	a->resize(a->ctx, p, sizeof(*p), 0);
}
