/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/writer.h"

#include "office/event_log.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CLIENTS = 64, BUCKETS = 128, PER_OCTAVE = 4 };

enum turn_state { TURN_WAITING, TURN_OURS, TURN_KEPT, TURN_UNDONE, TURN_SETTLED };

/* One caller. Lives on the heap of the writer, not in struct turn: the writer looks at it after the caller went on. */
struct turn_wait {
	enum turn_state state;
	bool quiet;
	uint64_t client;
	int64_t since_us;
	pthread_cond_t woken;
	struct err err; /* code 0: durable */
	struct turn_wait *next;
};

struct writer {
	const struct seams *seams;
	struct db *db;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work; /* somebody waits, or stop */
	pthread_cond_t back; /* the turn was given back */
	pthread_cond_t left; /* nobody is inside any more */
	bool stopping;
	int inside;			 /* callers between writer_turn and the end of it or of their turn */
	struct turn_wait *first, **last; /* who waits, in order of arrival */
	int waiting;
	struct served {
		uint64_t client;
		int64_t tick; /* 0: never */
	} served[CLIENTS];
	int64_t tick;
	struct writer_figures seen;
	atomic_llong changes;
	int64_t waits[BUCKETS];
};

static int64_t now_us(const struct writer *w)
{
	return w->seams->monotonic_us(w->seams->ctx);
}

/* --- figures -------------------------------------------------------------------------------------------------------
 */
/* Four buckets in each doubling: 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16 ... microseconds. */
static int bucket_of(int64_t us)
{
	int octave = 0;

	if (us < 2 * PER_OCTAVE)
		return us < 0 ? 0 : (int)us;
	while (us >= 2 * PER_OCTAVE)
		us >>= 1, octave++;
	octave = octave * PER_OCTAVE + (int)us;
	return octave < BUCKETS ? octave : BUCKETS - 1;
}

static int64_t bucket_top(int i)
{
	int octave = i / PER_OCTAVE - 1;

	return i < 2 * PER_OCTAVE ? i : ((int64_t)(i % PER_OCTAVE + PER_OCTAVE + 1) << octave) - 1;
}

static int64_t quantile(const struct writer *w, int64_t all, int64_t per_thousand)
{
	int64_t upto = 0;

	for (int i = 0; i < BUCKETS; i++) {
		upto += w->waits[i];
		if (all && upto * 1000 >= all * per_thousand)
			return bucket_top(i) < w->seen.wait_most_us ? bucket_top(i) : w->seen.wait_most_us;
	}
	return 0;
}

void writer_look(struct writer *w, struct writer_figures *out)
{
	int64_t all = 0;

	pthread_mutex_lock(&w->lock);
	for (int i = 0; i < BUCKETS; i++)
		all += w->waits[i];
	*out = w->seen;
	out->waiting = w->waiting;
	out->wait_median_us = quantile(w, all, 500);
	out->wait_p99_us = quantile(w, all, 990);
	pthread_mutex_unlock(&w->lock);
}

int64_t writer_changes(struct writer *w)
{
	return atomic_load(&w->changes);
}

static void note_wait(struct writer *w, int64_t us)
{
	w->waits[bucket_of(us)]++;
	if (us > w->seen.wait_most_us)
		w->seen.wait_most_us = us;
}

/* --- whose turn ------------------------------------------------------------------------------------------------------
 */
static int64_t last_served(const struct writer *w, uint64_t client)
{
	for (int i = 0; i < CLIENTS; i++)
		if (w->served[i].tick && w->served[i].client == client)
			return w->served[i].tick;
	return 0;
}

/* In the client's place, else in that of whom we have not seen for longest. */
static void note_served(struct writer *w, uint64_t client)
{
	int at = 0;

	for (int i = 0; i < CLIENTS; i++) {
		if (w->served[i].tick && w->served[i].client == client) {
			at = i;
			break;
		}
		if (w->served[i].tick < w->served[at].tick)
			at = i;
	}
	w->served[at] = (struct served){ client, ++w->tick };
}

static struct turn_wait *pick(struct writer *w)
{
	struct turn_wait **best = NULL, *t;
	int64_t best_tick = INT64_MAX;

	for (struct turn_wait **p = &w->first; *p; p = &(*p)->next) {
		int64_t tick = last_served(w, (*p)->client);

		if (tick < best_tick)
			best = p, best_tick = tick;
	}
	if (!best)
		return NULL;
	t = *best;
	*best = t->next;
	if (!t->next)
		w->last = best;
	w->waiting--;
	note_served(w, t->client);
	note_wait(w, now_us(w) - t->since_us);
	return t;
}

/* --- the writer's thread ---------------------------------------------------------------------------------------------
 */
static void settle(struct turn_wait *t, const struct err *e)
{
	t->err = *e;
	t->state = TURN_SETTLED;
	pthread_cond_signal(&t->woken);
}

/* Lends the connection and waits until it is given back. Comes and goes with the lock held. *lost: the transaction of
 * the whole group is gone. True: the turn waits for the commit. */
static bool lend(struct writer *w, struct turn_wait *t, bool *lost, struct err *e)
{
	static const struct err fine = { .code = ERR_OK };
	bool kept;
	int rc;

	pthread_mutex_unlock(&w->lock);
	rc = db_part_begin(w->db, e);
	pthread_mutex_lock(&w->lock);
	if (rc) {
		*lost = true;
		return true; /* told with the others */
	}
	t->state = TURN_OURS;
	pthread_cond_signal(&t->woken);
	while (t->state == TURN_OURS)
		pthread_cond_wait(&w->back, &w->lock);
	kept = t->state == TURN_KEPT;
	pthread_mutex_unlock(&w->lock);
	rc = kept ? db_part_keep(w->db, e) : db_part_undo(w->db, e);
	pthread_mutex_lock(&w->lock);
	*lost = rc != ERR_OK;
	if (!kept) {
		w->seen.undone++;
		settle(t, &fine);
	}
	return kept;
}

/* Seals and commits, or gives up all of the group. */
static void close_group(struct writer *w, bool lost, struct err *e)
{
	if (!lost && event_seal(w->db, w->seams, e) == ERR_OK && db_commit(w->db, e) == ERR_OK)
		e->code = ERR_OK;
	else
		db_rollback(w->db);
}

/* One transaction: as many turns as wait, within its bounds. Comes and goes with the lock held. */
static void group(struct writer *w)
{
	struct turn_wait *members[WRITER_GROUP], *t;
	struct err e = { .code = ERR_OK };
	int64_t began = now_us(w);
	bool lost, loud = false;
	int n = 0;

	pthread_mutex_unlock(&w->lock);
	lost = db_begin(w->db, DB_WRITE, &e) != ERR_OK;
	pthread_mutex_lock(&w->lock);
	do {
		t = pick(w);
		if (t && lost)
			members[n++] = t;
		else if (t && lend(w, t, &lost, &e))
			members[n++] = t;
	} while (t && !lost && n < WRITER_GROUP && now_us(w) - began < WRITER_GROUP_US);
	pthread_mutex_unlock(&w->lock);
	close_group(w, lost, &e);
	pthread_mutex_lock(&w->lock);
	w->seen.commits += n && !e.code;
	w->seen.turns += e.code ? 0 : n;
	for (int i = 0; i < n; i++)
		loud |= !members[i]->quiet;
	if (loud) /* also after a failure: a server that was lost while it committed may have done it */
		atomic_fetch_add(&w->changes, 1);
	for (int i = 0; i < n; i++)
		settle(members[i], &e);
}

static void *serve(void *arg)
{
	struct writer *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->first && !w->stopping)
			pthread_cond_wait(&w->work, &w->lock);
		if (!w->first)
			break;
		group(w);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void release(struct writer *w)
{
	const struct padan_alloc *a = w->seams->alloc;

	db_close(w->db);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->back);
	pthread_cond_destroy(&w->left);
	pthread_mutex_destroy(&w->lock);
	a->resize(a->ctx, w, sizeof(*w), 0);
}

int writer_start(struct writer **out, struct db *db, const struct seams *s, struct err *e)
{
	struct writer *w = s->alloc->resize(s->alloc->ctx, NULL, 0, sizeof(*w));
	int bad;

	*out = NULL;
	if (!w) {
		db_close(db);
		return err_memory(e, "penulis basis data");
	}
	*w = (struct writer){ .seams = s, .db = db };
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	pthread_cond_init(&w->back, NULL);
	pthread_cond_init(&w->left, NULL);
	bad = pthread_create(&w->thread, NULL, serve, w);
	if (bad) {
		release(w);
		return err_errno(e, bad, "penulis basis data: utas tidak dapat dibuat");
	}
	*out = w;
	return ERR_OK;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_lock(&w->lock);
	while (w->inside)
		pthread_cond_wait(&w->left, &w->lock);
	pthread_mutex_unlock(&w->lock);
	release(w);
}

/* --- the callers' threads
 * ---------------------------------------------------------------------------------------------
 */
static int line_up(struct writer *w, struct turn_wait *t, struct err *e)
{
	if (w->stopping)
		return err_set(e, ERR_CONFLICT, "layanan sedang dihentikan; ulangi sesudah berjalan lagi");
	if (w->waiting >= WRITER_QUEUE)
		return err_set(e, ERR_CONFLICT, "antrean penulisan penuh (%d); ulangi sebentar lagi", WRITER_QUEUE);
	t->since_us = now_us(w);
	*w->last = t;
	w->last = &t->next;
	w->waiting++;
	pthread_cond_signal(&w->work);
	while (t->state == TURN_WAITING)
		pthread_cond_wait(&t->woken, &w->lock);
	return ERR_OK;
}

/* After the turn's end, or when it never was. Comes with the lock held; the writer may be gone once it is free. */
static int leave(struct turn *t, struct err *e)
{
	struct writer *w = t->writer;
	const struct padan_alloc *a = w->seams->alloc;
	struct err told = t->wait->err;

	if (--w->inside == 0)
		pthread_cond_signal(&w->left);
	pthread_mutex_unlock(&w->lock);
	pthread_cond_destroy(&t->wait->woken);
	a->resize(a->ctx, t->wait, sizeof(*t->wait), 0);
	*t = (struct turn){ .db = NULL };
	return told.code ? err_set(e, told.code, "%s", told.text) : ERR_OK;
}

int writer_turn(struct writer *w, struct turn *t, uint64_t client, struct err *e)
{
	const struct padan_alloc *a = w->seams->alloc;
	struct turn_wait *wait = a->resize(a->ctx, NULL, 0, sizeof(*wait));
	int rc;

	*t = (struct turn){ .writer = w, .wait = wait };
	if (!wait)
		return err_memory(e, "antrean penulisan");
	*wait = (struct turn_wait){ .state = TURN_WAITING, .client = client };
	pthread_cond_init(&wait->woken, NULL);
	pthread_mutex_lock(&w->lock);
	w->inside++;
	rc = line_up(w, wait, &wait->err);
	if (rc || wait->state == TURN_SETTLED)
		return leave(t, e);
	t->db = w->db;
	pthread_mutex_unlock(&w->lock);
	return ERR_OK;
}

static int give_back(struct turn *t, enum turn_state how, struct err *e)
{
	struct writer *w = t->writer;

	pthread_mutex_lock(&w->lock);
	t->wait->state = how;
	t->wait->quiet = t->quiet;
	pthread_cond_signal(&w->back);
	while (t->wait->state != TURN_SETTLED)
		pthread_cond_wait(&t->wait->woken, &w->lock);
	return leave(t, e);
}

int writer_keep(struct turn *t, struct err *e)
{
	return give_back(t, TURN_KEPT, e);
}

void writer_undo(struct turn *t)
{
	if (t->db && give_back(t, TURN_UNDONE, NULL))
		return; /* nothing of it remains either way */
}
