/* SPDX-License-Identifier: EUPL-1.2
 * One connection: head, body, answer, and the next request. */
#include "web/http_wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SLOWEST = 4096 /* bytes a second that a body must bring on the average */, SEND_SECONDS = 60 };

static void enter(struct conn *c, enum conn_state state)
{
	if (c->state == CONN_OVER || (c->state == CONN_DEAD && state != CONN_OVER))
		return;
	c->state = state;
	c->since_us = now_us(c->loop);
}

static const struct http_app *app_of(const struct conn *c)
{
	return c->loop->http->o.app;
}

/* The application hears the last of the request, and the next one may come. */
static void end_exchange(struct conn *c)
{
	struct http_exchange *x = &c->x;

	if (x->known)
		app_of(c)->gone(app_of(c)->ctx, x);
	http_answer_done(&x->answer);
	buf_clear(&x->body);
	x->known = x->answered = false;
	x->mark = NULL;
	x->came = 0;
	x->chunks = (struct http_chunks){ 0 };
	c->served = true;
}

/* The other end is gone. */
static void lost(struct conn *c)
{
	if (c->state == CONN_WAIT) {
		c->state = CONN_DEAD;
		return;
	}
	end_exchange(c);
	enter(c, CONN_OVER);
}

static void all_sent(struct conn *c)
{
	bool unread = c->x.head.chunked || c->x.head.length > 0 || c->in.n;

	end_exchange(c);
	if (!c->close) {
		enter(c, CONN_HEAD);
	} else if (unread || c->loop->http->stopping) {
		shutdown(c->fd, SHUT_WR);
		enter(c, CONN_LINGER);
	} else {
		enter(c, CONN_OVER);
	}
}

static void send_on(struct conn *c)
{
	int rc = send_some(c);

	if (rc == 0) {
		c->since_us = now_us(c->loop);
		if (event_add(&c->write, NULL))
			rc = -1;
	}
	if (rc == 1)
		all_sent(c);
	else if (rc < 0)
		lost(c);
}

static void begin_answer(struct conn *c)
{
	if (c->state == CONN_DEAD) {
		c->state = CONN_SEND;
		lost(c);
		return;
	}
	if (atomic_load(&c->loop->http->stopping))
		c->close = true;
	enter(c, CONN_SEND);
	if (send_prepare(c))
		send_on(c);
	else
		lost(c);
}

/* Refused before or beside the application. */
static void refuse(struct conn *c, int status)
{
	struct answer *a = &c->x.answer;

	atomic_fetch_add(&c->loop->http->refused, 1);
	http_answer_done(a);
	http_answer_init(a, c->loop->http->o.seams);
	a->status = status;
	a->type = "text/plain; charset=utf-8";
	buf_printf(&a->body, "%d %s\n", status, status_words(status));
	http_header(a, "X-Content-Type-Options", SPAN("nosniff"));
	http_header(a, "Cache-Control", SPAN("no-store"));
	if (status == 503)
		http_header(a, "Retry-After", SPAN("1"));
	c->close = true;
	if (!c->x.known)
		c->x.head.length = 1; /* who knows what still comes */
	begin_answer(c);
}

/* After head, body or ready returned. */
static void after_call(struct conn *c)
{
	c->x.in_call = false;
	if (c->x.answered)
		begin_answer(c);
}

static void give_ready(struct conn *c)
{
	enter(c, CONN_WAIT);
	c->x.in_call = true;
	app_of(c)->ready(app_of(c)->ctx, &c->x);
	after_call(c);
}

static bool keep_head(struct conn *c, span bytes)
{
	struct http_exchange *x = &c->x;
	const struct padan_alloc *a = c->loop->http->o.seams->alloc;

	if (x->head.bytes > x->bytes_room) {
		char *p = a->resize(a->ctx, x->bytes, x->bytes_room, x->head.bytes);

		if (!p)
			return false;
		x->bytes = p;
		x->bytes_room = x->head.bytes;
	}
	memcpy(x->bytes, bytes.p, x->head.bytes);
	http_head_moved(&x->head, bytes.p, x->bytes);
	return true;
}

static void say_continue(struct conn *c)
{
	static const char words[] = "HTTP/1.1 100 Continue\r\n\r\n";

	if (send(c->fd, words, sizeof(words) - 1, MSG_NOSIGNAL) < 0 && errno != EAGAIN)
		lost(c);
}

static void offer(struct conn *c)
{
	struct http_exchange *x = &c->x;
	bool body = x->head.chunked || x->head.length > 0;

	atomic_fetch_add(&c->loop->http->requests, 1);
	c->close = !x->head.keep_alive;
	x->limit = 0;
	x->known = true;
	x->in_call = true;
	http_answer_init(&x->answer, c->loop->http->o.seams);
	x->how = app_of(c)->head(app_of(c)->ctx, x, &x->limit);
	if (x->how == HTTP_REFUSE) {
		c->close |= body;
		enter(c, CONN_WAIT);
		after_call(c);
		return;
	}
	x->in_call = false;
	if (x->head.length > x->limit) {
		refuse(c, 413);
	} else if (!body) {
		give_ready(c);
	} else {
		enter(c, CONN_BODY);
		if (x->head.expect_continue)
			say_continue(c);
	}
}

/* false: more is needed. */
static bool take_head(struct conn *c, span *bytes)
{
	int rc = http_head_read(*bytes, &c->x.head);

	if (rc == 100)
		return false;
	if (!rc && !keep_head(c, *bytes))
		rc = 503;
	if (rc) {
		*bytes = (span){ bytes->p + bytes->n, 0 };
		refuse(c, rc);
		return true;
	}
	*bytes = (span){ bytes->p + c->x.head.bytes, bytes->n - c->x.head.bytes };
	offer(c);
	return true;
}

/* A piece of the body. false: it was not taken, and an answer is on its way. */
static bool take_piece(struct conn *c, span piece)
{
	struct http_exchange *x = &c->x;

	x->came += (int64_t)piece.n;
	if (x->came > x->limit) {
		refuse(c, 413);
		return false;
	}
	if (x->how == HTTP_KEEP) {
		buf_span(&x->body, piece);
		if (x->body.failed)
			refuse(c, 503);
		return !x->body.failed;
	}
	x->in_call = true;
	if (app_of(c)->body(app_of(c)->ctx, x, piece)) {
		x->in_call = false;
		return true;
	}
	c->close = true;
	enter(c, CONN_WAIT);
	after_call(c);
	return false;
}

static void take_body(struct conn *c, span *bytes)
{
	struct http_exchange *x = &c->x;
	span piece;
	int rc = 1;

	if (x->head.chunked) {
		rc = http_chunks_read(&x->chunks, bytes, &piece);
		if (rc < 0) {
			*bytes = (span){ bytes->p + bytes->n, 0 };
			refuse(c, 400);
			return;
		}
	} else {
		int64_t left = x->head.length - x->came;

		piece = (span){ bytes->p, (int64_t)bytes->n < left ? bytes->n : (size_t)left };
		*bytes = (span){ bytes->p + piece.n, bytes->n - piece.n };
		rc = (int64_t)piece.n < left;
	}
	if (piece.n && !take_piece(c, piece))
		return;
	if (!rc)
		give_ready(c);
}

/* Uses what it can of the bytes; the rest is kept. */
static void consume(struct conn *c, span bytes)
{
	bool more = true;

	while (bytes.n && more) {
		if (c->state == CONN_HEAD)
			more = take_head(c, &bytes);
		else if (c->state == CONN_BODY)
			take_body(c, &bytes);
		else
			more = false;
	}
	if (bytes.n && !c->in.n && c->state == CONN_HEAD)
		c->since_us = now_us(c->loop); /* a head has begun */
	if (bytes.p != c->in.p || bytes.n != c->in.n) {
		if (bytes.n && bytes.p >= c->in.p && c->in.p && bytes.p <= c->in.p + c->in.n) {
			memmove(c->in.p, bytes.p, bytes.n);
			c->in.n = bytes.n;
		} else {
			buf_clear(&c->in);
			buf_span(&c->in, bytes);
		}
	}
	if (c->in.failed)
		lost(c);
}

static void linger(struct conn *c)
{
	ssize_t got = read(c->fd, c->loop->scratch, SCRATCH);

	if (got > 0)
		c->lingered += got;
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) || c->lingered > LINGER_BYTES)
		enter(c, CONN_OVER);
}

static void receive(struct conn *c)
{
	char *p = c->loop->scratch;
	size_t had = c->state == CONN_HEAD ? c->in.n : 0;
	ssize_t got = read(c->fd, p + had, SCRATCH);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		lost(c);
		return;
	}
	if (had)
		memcpy(p, c->in.p, had);
	consume(c, (span){ p, had + (size_t)got });
}

/* The end of every call from the loop: what is awaited now? */
static void settle(struct conn *c)
{
	bool read = c->state == CONN_HEAD || c->state == CONN_BODY || c->state == CONN_LINGER;

	if (c->state == CONN_OVER) {
		conn_free(c);
		return;
	}
	if (read != c->reading && (read ? event_add(&c->read, NULL) : event_del(&c->read)) == 0)
		c->reading = read;
}

static void on_read(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	if (c->state == CONN_LINGER)
		linger(c);
	else if (c->state == CONN_HEAD || c->state == CONN_BODY)
		receive(c);
	settle(c);
}

/* After an answer: what came meanwhile. */
static void go_on(struct conn *c)
{
	if (c->state == CONN_HEAD && c->in.n)
		consume(c, buf_as_span(&c->in));
	if (c->state == CONN_HEAD && c->loop->stopping)
		conn_stopping(c);
	else
		settle(c);
}

static void on_write(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	if (c->state == CONN_SEND)
		send_on(c);
	go_on(c);
}

void conn_answered(struct http_exchange *x)
{
	struct conn *c = x->conn;

	begin_answer(c);
	go_on(c);
}

void http_answer(struct http_exchange *x, struct answer *a)
{
	struct loop *l = x->conn->loop;
	uint64_t one = 1;

	http_answer_done(&x->answer);
	x->answer = *a;
	http_answer_init(a, l->http->o.seams);
	if (x->in_call && pthread_equal(pthread_self(), l->thread)) {
		x->answered = true;
		return;
	}
	pthread_mutex_lock(&l->lock);
	x->next = l->done;
	l->done = x;
	pthread_mutex_unlock(&l->lock);
	if (write(l->mail_fd, &one, sizeof(one)) < 0)
		return; /* full: it wakes anyway */
}

static int64_t limit_seconds(const struct conn *c)
{
	const struct http_options *o = &c->loop->http->o;

	switch (c->state) {
	case CONN_HEAD:
		return c->in.n ? o->head_seconds : o->idle_seconds;
	case CONN_BODY:
		return o->body_seconds + c->x.came / SLOWEST;
	case CONN_SEND:
		return SEND_SECONDS;
	case CONN_LINGER:
		return LINGER_SECONDS;
	default:
		return 0;
	}
}

void conn_tick(struct conn *c, int64_t now)
{
	int64_t limit = limit_seconds(c);

	if (!limit || now - c->since_us < limit * 1000000)
		return;
	if ((c->state == CONN_HEAD && c->in.n) || c->state == CONN_BODY) {
		buf_clear(&c->in);
		refuse(c, 408);
	} else {
		lost(c);
	}
	settle(c);
}

void conn_stopping(struct conn *c)
{
	if (c->state == CONN_HEAD && !c->in.n)
		receive(c); /* a request that lies there is answered */
	if (c->state == CONN_HEAD && !c->in.n && c->served)
		lost(c);
	settle(c);
}

void conn_begin(struct loop *l, int fd, const char *peer)
{
	const struct seams *s = l->http->o.seams;
	struct conn *c = s->alloc->resize(s->alloc->ctx, NULL, 0, sizeof(*c));
	int one = 1;

	if (!c) {
		close(fd);
		atomic_fetch_sub(&l->http->open, 1);
		return;
	}
	memset(c, 0, sizeof(*c));
	*c = (struct conn){ .loop = l, .fd = fd, .next = l->conns };
	snprintf(c->peer, sizeof(c->peer), "%s", peer);
	c->x.conn = c;
	c->x.answer.file = -1;
	buf_init(&c->in, s->alloc, SCRATCH + HTTP_HEAD_MAX);
	buf_init(&c->out, s->alloc, 1 << 16);
	buf_init(&c->x.body, s->alloc, (size_t)1 << 30);
	buf_init(&c->x.answer.body, s->alloc, 1);
	if (l->conns)
		l->conns->before = c;
	l->conns = c;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c->since_us = now_us(l);
	if (event_assign(&c->read, l->base, fd, EV_READ | EV_PERSIST, on_read, c) ||
	    event_assign(&c->write, l->base, fd, EV_WRITE, on_write, c))
		enter(c, CONN_OVER);
	settle(c);
}

void conn_free(struct conn *c)
{
	struct loop *l = c->loop;
	const struct padan_alloc *a = l->http->o.seams->alloc;

	if (c->x.known) /* only when the server ends */
		end_exchange(c);
	event_del(&c->read);
	event_del(&c->write);
	close(c->fd);
	if (c->before)
		c->before->next = c->next;
	else
		l->conns = c->next;
	if (c->next)
		c->next->before = c->before;
	http_answer_done(&c->x.answer);
	buf_done(&c->in);
	buf_done(&c->out);
	buf_done(&c->x.body);
	a->resize(a->ctx, c->x.bytes, c->x.bytes_room, 0);
	a->resize(a->ctx, c, sizeof(*c), 0);
	atomic_fetch_sub(&l->http->open, 1);
}
