/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/hash_ahead.h"

#include "tabular/file_hash.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { CHUNK = 256 << 10 };

struct ahead_file {
	const char *path;
	struct stat before;
	struct file_hash hash;
	int64_t at;
	int fd;	 /* -1: not opened yet, or closed again */
	int bad; /* errno */
	bool done;
	atomic_bool taken; /* by one of the two that hash */
};

struct hash_ahead {
	const struct seams *s;
	struct ahead_file *file;
	size_t n;
	char *chunk[2]; /* the thread's, the caller's */
	pthread_t thread;
	bool running;
	atomic_bool stop;
};

static void close_file(struct hash_ahead *h, struct ahead_file *f)
{
	if (f->fd >= 0)
		h->s->io->close(h->s->io->ctx, f->fd);
	f->fd = -1;
}

static void end_file(struct hash_ahead *h, struct ahead_file *f, int bad)
{
	f->bad = bad;
	f->done = true;
	close_file(h, f);
}

/* The next bytes of a file, if it is not done. */
static void step(struct hash_ahead *h, struct ahead_file *f, char *chunk)
{
	ssize_t got;

	if (f->fd < 0) {
		f->fd = h->s->io->open(h->s->io->ctx, f->path, O_RDONLY, 0);
		if (f->fd < 0) {
			end_file(h, f, errno);
			return;
		}
	}
	got = h->s->io->pread(h->s->io->ctx, f->fd, chunk, CHUNK, f->at);
	if (got > 0) {
		file_hash_add(&f->hash, (span){ chunk, (size_t)got });
		f->at += got;
	} else if (got == 0 || errno != EINTR) {
		end_file(h, f, got ? errno : 0);
	}
}

/* A file that nobody has taken, from its first byte to its last. */
static void take(struct hash_ahead *h, struct ahead_file *f, char *chunk)
{
	if (atomic_exchange(&f->taken, true))
		return;
	while (!f->done && !atomic_load_explicit(&h->stop, memory_order_relaxed))
		step(h, f, chunk);
}

static void *beside(void *ctx)
{
	const struct sched_param none = { 0 };
	struct hash_ahead *h = ctx;

	(void)!sched_setscheduler(0, SCHED_IDLE, &none); /* where that is refused it runs like any other */
	for (size_t i = 0; i < h->n; i++)
		take(h, &h->file[i], h->chunk[0]);
	return NULL;
}

/* *plain stays true where it is a file that is there. */
static int begin(struct ahead_file *f, span path, struct padan_arena *arena, bool *plain)
{
	f->path = padan_arena_copy(arena, path.p, path.n);
	f->fd = -1;
	file_hash_init(&f->hash, true);
	if (!f->path)
		return -1;
	*plain = *plain && stat(f->path, &f->before) == 0 && S_ISREG(f->before.st_mode);
	return 0;
}

int hash_ahead_start(struct hash_ahead **out, const struct seams *s, const span *paths, size_t n,
		     struct padan_arena *arena, struct err *e)
{
	struct hash_ahead *h = padan_arena_zero(arena, sizeof(*h));
	bool plain = true;

	*out = NULL;
	if (!h)
		return err_memory(e, "sidik berkas");
	h->s = s;
	h->n = n;
	h->chunk[0] = padan_arena_get(arena, CHUNK);
	h->chunk[1] = padan_arena_get(arena, CHUNK);
	h->file = padan_arena_zero(arena, (n ? n : 1) * sizeof(*h->file));
	if (!h->chunk[0] || !h->chunk[1] || !h->file)
		return err_memory(e, "sidik berkas");
	for (size_t i = 0; i < n; i++)
		if (begin(&h->file[i], paths[i], arena, &plain))
			return err_memory(e, "sidik berkas");
	if (plain)
		*out = h;
	return ERR_OK;
}

void hash_ahead_go(struct hash_ahead *h)
{
	if (h && !h->running)
		h->running = pthread_create(&h->thread, NULL, beside, h) == 0;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static int judge(const struct ahead_file *f, struct err *e)
{
	const char *slash = strrchr(f->path, '/'), *name = slash ? slash + 1 : f->path;
	struct stat after;
	int bad = f->bad;

	if (!bad && stat(f->path, &after))
		bad = errno;
	if (bad)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibaca (%s); periksa nama dan hak baca berkas", name,
			       errno_reason(bad));
	if (f->at != f->before.st_size || !same_file(&f->before, &after))
		return err_set(e, ERR_UNREADABLE, "%s: berubah ketika dibaca; ulangi setelah berkas selesai ditulis",
			       name);
	return ERR_OK;
}

int hash_ahead_finish(struct hash_ahead *h, uint8_t (*sha)[32], struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = h->n; i-- > 0;)
		take(h, &h->file[i], h->chunk[1]);
	if (h->running)
		pthread_join(h->thread, NULL);
	h->running = false;
	for (size_t i = 0; i < h->n && rc == ERR_OK; i++) {
		rc = judge(&h->file[i], e);
		file_hash_done(&h->file[i].hash, sha[i]);
	}
	return rc;
}

void hash_ahead_stop(struct hash_ahead *h)
{
	if (!h)
		return;
	atomic_store(&h->stop, true);
	if (h->running)
		pthread_join(h->thread, NULL);
	h->running = false;
	for (size_t i = 0; i < h->n; i++)
		close_file(h, &h->file[i]);
}
