/* SPDX-License-Identifier: EUPL-1.2
 *
 * The four seams: allocator, I/O, clock, random. Everything that could fail or differ between two
 * runs is reached through a struct seams, so that a test can make it fail or stand still. Pure files
 * never see one; use cases get it in their environment.
 */
#ifndef BASE_SEAM_H
#define BASE_SEAM_H

#include "base/date.h"
#include "base/err.h"
#include <padan/alloc.h>
#include <sys/types.h>

/* File operations. All return -1 (or NULL) with errno, like the system's. */
struct io {
	int (*open)(void *ctx, const char *path, int flags, unsigned mode);
	ssize_t (*read)(void *ctx, int fd, void *p, size_t n);
	ssize_t (*pread)(void *ctx, int fd, void *p, size_t n, int64_t at);
	ssize_t (*write)(void *ctx, int fd, const void *p, size_t n);
	int (*fsync)(void *ctx, int fd);
	int (*close)(void *ctx, int fd);
	int (*rename)(void *ctx, const char *from, const char *to);
	int (*unlink)(void *ctx, const char *path);
	int (*mkdir)(void *ctx, const char *path, unsigned mode);
	void *ctx;
};

struct seams {
	const struct padan_alloc *alloc;
	const struct io *io;
	int64_t (*now_ms)(void *ctx);		      /* wall clock, milliseconds since 1970, UTC */
	int64_t (*monotonic_us)(void *ctx);	      /* for timings only */
	void (*random)(void *ctx, void *p, size_t n); /* cryptographic */
	int64_t (*peak_bytes)(void *ctx);	      /* most memory this process held so far (VmHWM); 0 = not known */
	void *ctx;
};

/* The machine itself. */
const struct seams *seams_real(void);

/* Whole-file helpers on the I/O seam. */
/* Makes the name of a new file durable: syncs the folder that holds `path`. -1 with errno. */
int file_name_sync(const struct seams *s, const char *path);
/* Reads a file of at most `max` bytes into out (which is cleared first). ERR_UNREADABLE / ERR_MACHINE. */
MUST_CHECK int file_read(const struct seams *s, const char *path, size_t max, struct buf *out, struct err *e);
/* Writes beside, syncs, renames: the file is there whole or not at all. */
MUST_CHECK int file_write(const struct seams *s, const char *path, unsigned mode, span bytes, struct err *e);

#endif
