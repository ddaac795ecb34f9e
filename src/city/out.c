/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int out_begin(struct out *o, const struct seams *s, const char *dir, const char *name, struct err *e)
{
	*o = (struct out){ .seams = s, .fd = -1, .separator = ',' };
	if (snprintf(o->path, sizeof(o->path), "%s/%s", dir, name) >= (int)sizeof(o->path) ||
	    snprintf(o->beside, sizeof(o->beside), "%s/%s.baru", dir, name) >= (int)sizeof(o->beside))
		return err_set(e, ERR_MACHINE, "%s: nama folder terlalu panjang", name);
	o->p = s->alloc->resize(s->alloc->ctx, NULL, 0, OUT_BUFFER);
	if (!o->p)
		return err_memory(e, name);
	o->fd = s->io->open(s->io->ctx, o->beside, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (o->fd >= 0)
		return ERR_OK;
	s->alloc->resize(s->alloc->ctx, o->p, OUT_BUFFER, 0);
	o->p = NULL;
	return err_errno(e, errno, "%s: tidak dapat dibuat; periksa hak tulis folder", o->beside);
}

static void flush(struct out *o)
{
	const struct io *io = o->seams->io;
	size_t at = 0;

	while (!o->bad && at < o->n) {
		ssize_t put = io->write(io->ctx, o->fd, o->p + at, o->n - at);

		if (put < 0 && errno != EINTR)
			o->bad = errno;
		if (put > 0)
			at += (size_t)put;
	}
	o->n = 0;
}

void out_raw(struct out *o, span s)
{
	if (s.n > OUT_BUFFER) {
		o->bad = o->bad ? o->bad : E2BIG;
		return;
	}
	if (o->n + s.n > OUT_BUFFER)
		flush(o);
	memcpy(o->p + o->n, s.p, s.n);
	o->n += s.n;
}

static bool plain(const struct out *o, span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == o->separator || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
			return false;
	return true;
}

void out_cell(struct out *o, span s)
{
	if (o->begun)
		out_raw(o, (span){ &o->separator, 1 });
	o->begun = true;
	if (plain(o, s)) {
		out_raw(o, s);
		return;
	}
	out_raw(o, SPAN("\""));
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			out_raw(o, SPAN("\""));
		out_raw(o, (span){ s.p + i, 1 });
	}
	out_raw(o, SPAN("\""));
}

void out_cells(struct out *o, const char *cstr)
{
	out_cell(o, padan_span_of(cstr));
}

void out_row(struct out *o)
{
	out_raw(o, o->crlf ? SPAN("\r\n") : SPAN("\n"));
	o->begun = false;
	o->rows++;
}

int out_end(struct out *o, int rc, struct err *e)
{
	const struct seams *s = o->seams;

	if (o->fd < 0)
		return rc;
	flush(o);
	if (s->io->close(s->io->ctx, o->fd) && !o->bad)
		o->bad = errno;
	s->alloc->resize(s->alloc->ctx, o->p, OUT_BUFFER, 0);
	o->fd = -1;
	if (rc == ERR_OK && !o->bad && s->io->rename(s->io->ctx, o->beside, o->path))
		o->bad = errno;
	if (rc != ERR_OK || o->bad)
		s->io->unlink(s->io->ctx, o->beside);
	return rc != ERR_OK ? rc : o->bad ? err_errno(e, o->bad, "%s: tidak dapat ditulis", o->path) : ERR_OK;
}
