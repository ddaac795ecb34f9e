/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/sync_later.h"

#include <errno.h>

static int sync_and_close(const struct io *io, int fd)
{
	int bad = io->fsync(io->ctx, fd) ? errno : 0;

	if (io->close(io->ctx, fd) && !bad)
		bad = errno;
	return bad;
}

static void *help(void *arg)
{
	struct sync_later *l = arg;

	pthread_mutex_lock(&l->lock);
	for (;;) {
		int fd, bad;

		while (l->nwaiting == 0 && !l->ended)
			pthread_cond_wait(&l->more, &l->lock);
		if (l->nwaiting == 0)
			break;
		fd = l->waiting[--l->nwaiting];
		pthread_mutex_unlock(&l->lock);
		bad = sync_and_close(l->real, fd);
		pthread_mutex_lock(&l->lock);
		l->bad = l->bad ? l->bad : bad;
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* Writer's side: remembers the wish; the file is synced once it is closed. */
static int later_fsync(void *ctx, int fd)
{
	struct sync_later *l = ctx;
	bool kept = false;

	pthread_mutex_lock(&l->lock);
	if (l->nasked < SYNC_WAITING) {
		l->asked[l->nasked++] = fd;
		kept = true;
	}
	pthread_mutex_unlock(&l->lock);
	return kept ? 0 : l->real->fsync(l->real->ctx, fd);
}

static int later_close(void *ctx, int fd)
{
	struct sync_later *l = ctx;
	bool asked = false, kept = false;
	int bad;

	pthread_mutex_lock(&l->lock);
	for (int i = 0; i < l->nasked && !asked; i++) {
		if (l->asked[i] != fd)
			continue;
		l->asked[i] = l->asked[--l->nasked];
		asked = true;
	}
	if (asked && l->nwaiting < SYNC_WAITING) {
		l->waiting[l->nwaiting++] = fd;
		kept = true;
		pthread_cond_signal(&l->more);
	}
	pthread_mutex_unlock(&l->lock);
	if (kept)
		return 0;
	if (!asked)
		return l->real->close(l->real->ctx, fd);
	bad = sync_and_close(l->real, fd);
	errno = bad;
	return bad ? -1 : 0;
}

/* The other calls go through as they are: they want the context of the seam below. */
static int through_open(void *ctx, const char *path, int flags, unsigned mode)
{
	const struct io *io = ((struct sync_later *)ctx)->real;

	return io->open(io->ctx, path, flags, mode);
}

static ssize_t through_read(void *ctx, int fd, void *p, size_t n)
{
	const struct io *io = ((struct sync_later *)ctx)->real;

	return io->read(io->ctx, fd, p, n);
}

static ssize_t through_write(void *ctx, int fd, const void *p, size_t n)
{
	const struct io *io = ((struct sync_later *)ctx)->real;

	return io->write(io->ctx, fd, p, n);
}

void sync_later_begin(struct sync_later *l, const struct seams *s, bool helpers)
{
	*l = (struct sync_later){ .seams = *s, .real = s->io };
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->more, NULL);
	while (helpers && l->helpers < SYNC_HELPERS && pthread_create(&l->helper[l->helpers], NULL, help, l) == 0)
		l->helpers++;
	if (l->helpers == 0)
		return;
	/* writers of papers open, read (fonts), write, sync and close; nothing else */
	l->io = (struct io){ .open = through_open,
			     .read = through_read,
			     .write = through_write,
			     .fsync = later_fsync,
			     .close = later_close,
			     .ctx = l };
	l->seams.io = &l->io;
}

int sync_later_end(struct sync_later *l)
{
	pthread_mutex_lock(&l->lock);
	l->ended = true;
	pthread_cond_broadcast(&l->more);
	pthread_mutex_unlock(&l->lock);
	while (l->helpers > 0)
		pthread_join(l->helper[--l->helpers], NULL);
	pthread_cond_destroy(&l->more);
	pthread_mutex_destroy(&l->lock);
	return l->bad;
}
