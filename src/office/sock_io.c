/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/sock_io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>

bool sock_address(const char *path, struct sockaddr_un *out, int *folder)
{
	const char *slash = strrchr(path, '/');
	char dir[4096];
	int n;

	*folder = -1;
	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	n = snprintf(out->sun_path, sizeof(out->sun_path), "%s", path);
	if (n < (int)sizeof(out->sun_path))
		return true;
	n = snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path) + 1 : 2, slash ? path : "./");
	if (n >= (int)sizeof(dir)) {
		errno = ENAMETOOLONG;
		return false;
	}
	*folder = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*folder < 0)
		return false;
	n = snprintf(out->sun_path, sizeof(out->sun_path), "/proc/self/fd/%d/%s", *folder, slash ? slash + 1 : path);
	if (n < (int)sizeof(out->sun_path))
		return true;
	close(*folder);
	*folder = -1;
	errno = ENAMETOOLONG;
	return false;
}

void sock_patience(int fd, int receive_s, int send_s)
{
	struct timeval in = { .tv_sec = receive_s }, out = { .tv_sec = send_s };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &in, sizeof(in));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &out, sizeof(out));
}

/* The first bytes, with the descriptor. */
static ssize_t put_first(int to, span bytes, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = { 0 };
	char first[FRAME_HEAD];
	struct iovec part = { first, bytes.n };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };

	memcpy(first, bytes.p, bytes.n);
	if (fd >= 0) {
		struct cmsghdr *c;

		m.msg_control = control, m.msg_controllen = sizeof(control);
		c = CMSG_FIRSTHDR(&m);
		*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)),
				       .cmsg_level = SOL_SOCKET,
				       .cmsg_type = SCM_RIGHTS };
		memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	}
	return sendmsg(to, &m, MSG_NOSIGNAL);
}

static bool put_all(int to, span bytes)
{
	while (bytes.n) {
		ssize_t n = send(to, bytes.p, bytes.n, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	return true;
}

bool sock_put(int to, enum frame_kind kind, span body, int fd)
{
	unsigned char head[FRAME_HEAD];
	span rest = { (const char *)head, FRAME_HEAD };
	ssize_t n;

	frame_head(head, kind, (uint32_t)body.n);
	do
		n = put_first(to, rest, fd);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return false;
	rest.p += n;
	rest.n -= (size_t)n;
	return put_all(to, rest) && put_all(to, body);
}

/* Keeps the first descriptor, closes what else came. */
static void take_descriptors(struct msghdr *m, int *fd)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		size_t n = c->cmsg_len > CMSG_LEN(0) ? (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) : 0;

		for (size_t i = 0; c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && i < n; i++) {
			int one;

			memcpy(&one, CMSG_DATA(c) + i * sizeof(int), sizeof(one));
			if (*fd < 0)
				*fd = one;
			else
				close(one);
		}
	}
}

static ssize_t get_some(int from, char *p, size_t n, int *fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))];
	struct iovec part = { p, n };
	struct msghdr m = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
	};
	ssize_t got;

	do
		got = recvmsg(from, &m, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got >= 0)
		take_descriptors(&m, fd);
	return got;
}

static int get_head(int from, unsigned char head[FRAME_HEAD], int *fd)
{
	size_t n = 0;

	while (n < FRAME_HEAD) {
		ssize_t got = get_some(from, (char *)head + n, FRAME_HEAD - n, fd);

		if (got == 0 && n == 0)
			return 0;
		if (got == 0)
			errno = EPROTO;
		if (got <= 0)
			return -1;
		n += (size_t)got;
	}
	return 1;
}

static int get_body(int from, uint32_t length, struct buf *body, int *fd)
{
	char part[1 << 14];

	while (body->n < length && !body->failed) {
		size_t want = length - body->n < sizeof(part) ? length - body->n : sizeof(part);
		ssize_t got = get_some(from, part, want, fd);

		if (got == 0)
			errno = EPROTO;
		if (got <= 0)
			return -1;
		buf_put(body, part, (size_t)got);
	}
	if (body->failed)
		errno = ENOMEM;
	return body->failed ? -1 : 1;
}

int sock_get(int from, uint32_t most, enum frame_kind *kind, struct buf *body, int *fd)
{
	unsigned char head[FRAME_HEAD];
	uint32_t length;
	int rc;

	*fd = -1;
	buf_clear(body);
	rc = get_head(from, head, fd);
	if (rc == 1 && !frame_head_take(head, most, kind, &length)) {
		errno = EPROTO;
		rc = -1;
	}
	if (rc == 1)
		rc = get_body(from, length, body, fd);
	if (rc != 1 && *fd >= 0) {
		close(*fd);
		*fd = -1;
	}
	return rc;
}
