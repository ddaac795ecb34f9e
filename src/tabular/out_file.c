/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int out_open(struct out_file *f, const struct seams *s, const char *path, struct err *e)
{
	*f = (struct out_file){ .seams = s, .fd = -1, .path = padan_span_of(path) };
	f->p = s->alloc->resize(s->alloc->ctx, NULL, 0, OUT_BUFFER);
	if (!f->p)
		return err_memory(e, path);
	f->fd = s->io->open(s->io->ctx, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (f->fd < 0) {
		int bad = errno;

		out_abandon(f);
		return err_errno(e, bad, "%s: tidak dapat dibuat", path);
	}
	return ERR_OK;
}

static void out_flush(struct out_file *f)
{
	const struct io *io = f->seams->io;
	size_t done = 0;

	while (done < f->n && !f->bad) {
		ssize_t put = io->write(io->ctx, f->fd, f->p + done, f->n - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			f->bad = errno;
		else if (put == 0)
			f->bad = ENOSPC;
		else
			done += (size_t)put;
	}
	f->at += (int64_t)f->n;
	f->n = 0;
}

void out_put(struct out_file *f, const char *p, size_t n)
{
	while (n) {
		size_t room = OUT_BUFFER - f->n, part = n < room ? n : room;

		memcpy(f->p + f->n, p, part);
		f->n += part;
		p += part;
		n -= part;
		if (f->n == OUT_BUFFER)
			out_flush(f);
	}
}

char *out_room(struct out_file *f, size_t n)
{
	if (OUT_BUFFER - f->n < n)
		out_flush(f);
	return f->p + f->n;
}

size_t digits_put(char *p, int64_t v)
{
	char digits[20];
	size_t i = sizeof(digits), n;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		digits[--i] = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		digits[--i] = '-';
	n = sizeof(digits) - i;
	memcpy(p, digits + i, n);
	return n;
}

void out_i64(struct out_file *f, int64_t v)
{
	out_took(f, digits_put(out_room(f, 20), v));
}

void out_printf(struct out_file *f, const char *fmt, ...)
{
	enum { ROOM = 4096 };
	char *p = out_room(f, ROOM);
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(p, ROOM, fmt, ap);
	va_end(ap);
	if (n < 0 || n >= ROOM)
		f->bad = f->bad ? f->bad : EOVERFLOW;
	else
		out_took(f, (size_t)n);
}

int out_close(struct out_file *f, struct err *e)
{
	const struct io *io = f->seams->io;

	out_flush(f);
	if (!f->bad && io->fsync(io->ctx, f->fd))
		f->bad = errno;
	if (io->close(io->ctx, f->fd) && !f->bad)
		f->bad = errno;
	f->fd = -1;
	out_abandon(f);
	if (f->bad)
		return err_errno(e, f->bad, "%.*s: tidak dapat ditulis", (int)f->path.n, f->path.p);
	return ERR_OK;
}

void out_abandon(struct out_file *f)
{
	if (f->fd >= 0)
		f->seams->io->close(f->seams->io->ctx, f->fd);
	f->fd = -1;
	if (f->p)
		f->seams->alloc->resize(f->seams->alloc->ctx, f->p, OUT_BUFFER, 0);
	f->p = NULL;
}
