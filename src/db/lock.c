/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

enum { NOTE = 12 }; /* the holder's process number, blanks, line end: always as long, so nothing must be cut */

static int held_by_other(const struct seams *s, const char *lock_path, int fd, struct err *e)
{
	char note[NOTE + 1] = "";

	if (s->io->pread(s->io->ctx, fd, note, NOTE, 0) < 0)
		note[0] = 0;
	return err_set(e, ERR_CONFLICT,
		       "%s: basis data sedang ditulis oleh proses lain (PID %ld); tunggu sampai selesai, lalu ulangi",
		       lock_path, strtol(note, NULL, 10));
}

int lock_take(const struct seams *s, const char *lock_path, int *fd, struct err *e)
{
	const struct io *io = s->io;
	char note[NOTE + 1];
	int rc = ERR_OK;

	*fd = io->open(io->ctx, lock_path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return err_errno(e, errno, "%s: berkas kunci penulisan tidak dapat dibuat", lock_path);
	if (flock(*fd, LOCK_EX | LOCK_NB)) {
		rc = errno == EWOULDBLOCK ? held_by_other(s, lock_path, *fd, e)
					  : err_errno(e, errno, "%s: tidak dapat dikunci", lock_path);
		lock_release(s, fd);
		return rc;
	}
	snprintf(note, sizeof(note), "%-*ld\n", NOTE - 1, (long)getpid());
	/* The note is a kindness to whoever comes second; the lock holds without it. */
	if (io->write(io->ctx, *fd, note, NOTE) < 0)
		return ERR_OK;
	return rc;
}

void lock_release(const struct seams *s, int *fd)
{
	if (*fd >= 0)
		s->io->close(s->io->ctx, *fd);
	*fd = -1;
}
