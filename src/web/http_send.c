/* SPDX-License-Identifier: EUPL-1.2
 * An answer leaves: its head, then its body or a file. */
#include "web/http_wire.h"

#include <errno.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FILE_PIECE = 1 << 20 };

void http_answer_init(struct answer *a, const struct seams *s)
{
	*a = (struct answer){ .status = 200, .file = -1 };
	buf_init(&a->body, s->alloc, (size_t)1 << 30);
}

void http_answer_done(struct answer *a)
{
	if (a->file >= 0)
		close(a->file);
	a->file = -1;
	buf_done(&a->body);
}

void http_header(struct answer *a, const char *name, span value)
{
	size_t n = strlen(name), at = a->extra_n;

	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
			value.n = i;
	if (n + value.n + 4 > sizeof(a->extra) - at)
		return;
	memcpy(a->extra + at, name, n);
	memcpy(a->extra + at + n, ": ", 2);
	memcpy(a->extra + at + n + 2, value.p ? value.p : "", value.n);
	memcpy(a->extra + at + n + 2 + value.n, "\r\n", 2);
	a->extra_n = at + n + value.n + 4;
}

const char *status_words(int status)
{
	static const struct {
		int status;
		const char *words;
	} all[] = { { 200, "OK" },
		    { 201, "Created" },
		    { 202, "Accepted" },
		    { 204, "No Content" },
		    { 303, "See Other" },
		    { 304, "Not Modified" },
		    { 400, "Bad Request" },
		    { 401, "Unauthorized" },
		    { 403, "Forbidden" },
		    { 404, "Not Found" },
		    { 405, "Method Not Allowed" },
		    { 408, "Request Timeout" },
		    { 409, "Conflict" },
		    { 413, "Content Too Large" },
		    { 414, "URI Too Long" },
		    { 415, "Unsupported Media Type" },
		    { 422, "Unprocessable Content" },
		    { 429, "Too Many Requests" },
		    { 431, "Request Header Fields Too Large" },
		    { 500, "Internal Server Error" },
		    { 501, "Not Implemented" },
		    { 503, "Service Unavailable" },
		    { 505, "HTTP Version Not Supported" } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].status == status)
			return all[i].words;
	return "Status";
}

static int64_t body_bytes(const struct answer *a)
{
	return a->file >= 0 ? a->file_bytes : (int64_t)a->body.n;
}

static bool has_body(const struct answer *a)
{
	return a->status != 204 && a->status != 304;
}

bool send_prepare(struct conn *c)
{
	struct answer *a = &c->x.answer;
	struct buf *out = &c->out;

	if (a->body.failed) {
		buf_clear(&a->body);
		a->status = 500;
		a->type = NULL;
	}
	c->close |= a->close;
	buf_clear(out);
	buf_printf(out, "HTTP/1.1 %d %s\r\n", a->status, status_words(a->status));
	if (a->type && has_body(a))
		buf_printf(out, "Content-Type: %s\r\n", a->type);
	if (has_body(a))
		buf_printf(out, "Content-Length: %lld\r\n", (long long)body_bytes(a));
	buf_put(out, a->extra, a->extra_n);
	if (c->close)
		buf_puts(out, "Connection: close\r\n");
	else if (!c->x.head.minor)
		buf_puts(out, "Connection: keep-alive\r\n");
	buf_puts(out, "\r\n");
	if (c->x.head.method == HTTP_HEAD || !has_body(a)) { /* told of, not sent */
		buf_clear(&a->body);
		if (a->file >= 0)
			close(a->file);
		a->file = -1;
	}
	c->sent = 0;
	c->file_sent = 0;
	return !out->failed;
}

/* Head and body in one call. 1: both are out. */
static int send_bytes(struct conn *c)
{
	const struct buf *body = &c->x.answer.body;
	size_t all = c->out.n + body->n;

	while (c->sent < all) {
		struct iovec v[2];
		int n = 0;
		ssize_t put;

		if (c->sent < c->out.n)
			v[n++] = (struct iovec){ c->out.p + c->sent, c->out.n - c->sent };
		if (body->n) {
			size_t from = c->sent > c->out.n ? c->sent - c->out.n : 0;

			v[n++] = (struct iovec){ body->p + from, body->n - from };
		}
		put = sendmsg(c->fd, &(struct msghdr){ .msg_iov = v, .msg_iovlen = (size_t)n }, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno == EAGAIN ? 0 : -1;
		c->sent += (size_t)put;
	}
	return 1;
}

static int send_file(struct conn *c)
{
	const struct answer *a = &c->x.answer;

	while (c->file_sent < a->file_bytes) {
		off_t at = c->file_sent;
		int64_t left = a->file_bytes - c->file_sent;
		ssize_t put = sendfile(c->fd, a->file, &at, (size_t)(left < FILE_PIECE ? left : FILE_PIECE));

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno == EAGAIN ? 0 : -1;
		if (!put) /* it became shorter: the other end must notice */
			return -1;
		c->file_sent += put;
	}
	return 1;
}

int send_some(struct conn *c)
{
	int rc = send_bytes(c);

	return rc == 1 && c->x.answer.file >= 0 ? send_file(c) : rc;
}
