/* SPDX-License-Identifier: EUPL-1.2
 * The only file of src/ that asks the machine for time, chance and files (sandbox and servers apart). */
#include "base/seam.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int real_open(void *ctx, const char *path, int flags, unsigned mode)
{
	(void)ctx;
	return open(path, flags | O_CLOEXEC, (mode_t)mode);
}

static ssize_t real_read(void *ctx, int fd, void *p, size_t n)
{
	(void)ctx;
	return read(fd, p, n);
}

static ssize_t real_pread(void *ctx, int fd, void *p, size_t n, int64_t at)
{
	(void)ctx;
	return pread(fd, p, n, (off_t)at);
}

static ssize_t real_write(void *ctx, int fd, const void *p, size_t n)
{
	(void)ctx;
	return write(fd, p, n);
}

static int real_fsync(void *ctx, int fd)
{
	(void)ctx;
	return fsync(fd);
}

static int real_close(void *ctx, int fd)
{
	(void)ctx;
	return close(fd);
}

static int real_rename(void *ctx, const char *from, const char *to)
{
	(void)ctx;
	return rename(from, to);
}

static int real_unlink(void *ctx, const char *path)
{
	(void)ctx;
	return unlink(path);
}

static int real_mkdir(void *ctx, const char *path, unsigned mode)
{
	(void)ctx;
	return mkdir(path, (mode_t)mode);
}

static int64_t clock_of(clockid_t id, int64_t per_second)
{
	struct timespec t = { 0, 0 };

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * per_second + (int64_t)t.tv_nsec / (1000000000 / per_second);
}

static int64_t real_now_ms(void *ctx)
{
	(void)ctx;
	return clock_of(CLOCK_REALTIME, 1000);
}

static int64_t real_monotonic_us(void *ctx)
{
	(void)ctx;
	return clock_of(CLOCK_MONOTONIC, 1000000);
}

/* getrandom does not fail for requests up to 256 bytes once the pool is ready; it waits until then. */
static void real_random(void *ctx, void *p, size_t n)
{
	unsigned char *q = p;

	(void)ctx;
	while (n) {
		ssize_t got = getrandom(q, n < 256 ? n : 256, 0);

		if (got > 0)
			q += got, n -= (size_t)got;
	}
}

/* "VmHWM:     1234 kB" of /proc/self/status. */
static int64_t real_peak_bytes(void *ctx)
{
	char text[4096];
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	int64_t kb = 0;
	const char *p;

	(void)ctx;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	p = strstr(text, "VmHWM:");
	for (p = p ? p + 6 : ""; *p == ' ' || *p == '\t'; p++)
		;
	for (; *p >= '0' && *p <= '9'; p++)
		kb = kb * 10 + (*p - '0');
	return kb * 1024;
}

const struct seams *seams_real(void)
{
	static const struct io io = { .open = real_open,
				      .read = real_read,
				      .pread = real_pread,
				      .write = real_write,
				      .fsync = real_fsync,
				      .close = real_close,
				      .rename = real_rename,
				      .unlink = real_unlink,
				      .mkdir = real_mkdir };
	static const struct seams real = { .alloc = &padan_alloc_libc,
					   .io = &io,
					   .now_ms = real_now_ms,
					   .monotonic_us = real_monotonic_us,
					   .random = real_random,
					   .peak_bytes = real_peak_bytes };

	return &real;
}

int file_read(const struct seams *s, const char *path, size_t max, struct buf *out, struct err *e)
{
	int fd = s->io->open(s->io->ctx, path, O_RDONLY, 0), rc = ERR_OK;
	char chunk[1 << 14];

	if (fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s); periksa nama dan hak baca berkas", path,
			       errno_reason(errno));
	buf_clear(out);
	for (;;) {
		ssize_t got = s->io->read(s->io->ctx, fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = err_errno(e, errno, "%s: tidak dapat dibaca", path);
		if (got <= 0)
			break;
		if (out->n + (size_t)got > max) {
			rc = err_set(e, ERR_UNREADABLE, "%s: lebih besar dari batas %zu byte", path, max);
			break;
		}
		buf_put(out, chunk, (size_t)got);
	}
	s->io->close(s->io->ctx, fd);
	if (rc == ERR_OK && out->failed)
		rc = err_memory(e, path);
	return rc;
}

static int write_all(const struct io *io, int fd, span bytes)
{
	while (bytes.n) {
		ssize_t put = io->write(io->ctx, fd, bytes.p, bytes.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		bytes.p += put;
		bytes.n -= (size_t)put;
	}
	return io->fsync(io->ctx, fd);
}

int file_name_sync(const struct seams *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[4096];
	int fd, bad;

	if (snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 2, slash ? path : "./") >=
	    (int)sizeof(folder)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = s->io->open(s->io->ctx, folder, O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0)
		return -1;
	bad = s->io->fsync(s->io->ctx, fd) ? errno : 0;
	s->io->close(s->io->ctx, fd);
	errno = bad;
	return bad ? -1 : 0;
}

int file_write(const struct seams *s, const char *path, unsigned mode, span bytes, struct err *e)
{
	const struct io *io = s->io;
	char beside[4096];
	int fd, bad;

	if (snprintf(beside, sizeof(beside), "%s.baru", path) >= (int)sizeof(beside))
		return err_set(e, ERR_MACHINE, "%s: nama berkas terlalu panjang", path);
	fd = io->open(io->ctx, beside, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (fd < 0)
		return err_errno(e, errno, "%s: tidak dapat dibuat", beside);
	bad = write_all(io, fd, bytes) ? errno : 0;
	if (io->close(io->ctx, fd) && !bad)
		bad = errno;
	if (!bad && io->rename(io->ctx, beside, path))
		bad = errno;
	if (bad) {
		io->unlink(io->ctx, beside);
		return err_errno(e, bad, "%s: tidak dapat ditulis", path);
	}
	return ERR_OK;
}
