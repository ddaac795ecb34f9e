/* SPDX-License-Identifier: EUPL-1.2
 * Listening, and the loops. */
#include "web/http_port.h"

#include "web/http_wire.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_SECONDS = 10, BODY_SECONDS = 30, IDLE_SECONDS = 75, FRESH_US = 2000000, BACKLOG = 1024 };

const struct http_head *http_head_of(const struct http_exchange *x)
{
	return &x->head;
}

span http_body_of(const struct http_exchange *x)
{
	return buf_as_span(&x->body);
}

void *http_loop_of(const struct http_exchange *x)
{
	return x->conn->loop->own;
}

void *http_mark(const struct http_exchange *x)
{
	return x->mark;
}

void http_set_mark(struct http_exchange *x, void *mark)
{
	x->mark = mark;
}

const char *http_peer(const struct http_exchange *x)
{
	return x->conn->peer;
}

void http_look(struct http *h, struct http_figures *out)
{
	*out = (struct http_figures){ atomic_load(&h->requests), atomic_load(&h->refused), atomic_load(&h->connections),
				      atomic_load(&h->open) };
}

/* --- connections are dealt out ---------------------------------------------------------------------------------------
 */
static void wake(struct loop *l)
{
	uint64_t one = 1;

	if (write(l->mail_fd, &one, sizeof(one)) < 0)
		return; /* full: it wakes anyway */
}

static void too_many(struct http *h, int fd)
{
	static const char words[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
				    "Connection: close\r\n\r\n";

	atomic_fetch_add(&h->refused, 1);
	if (send(fd, words, sizeof(words) - 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		h->turn += 0;
	close(fd);
}

static void deal(struct http *h, int fd, const struct sockaddr *from, socklen_t n)
{
	const struct padan_alloc *a = h->o.seams->alloc;
	struct arrival *new = a->resize(a->ctx, NULL, 0, sizeof(*new));
	struct loop *l = &h->loop[h->turn++ % h->loops];

	if (!new) {
		too_many(h, fd);
		return;
	}
	new->fd = fd;
	if (getnameinfo(from, n, new->peer, sizeof(new->peer), NULL, 0, NI_NUMERICHOST))
		new->peer[0] = 0;
	atomic_fetch_add(&h->open, 1);
	atomic_fetch_add(&h->connections, 1);
	pthread_mutex_lock(&l->lock);
	new->next = l->arrived;
	l->arrived = new;
	pthread_mutex_unlock(&l->lock);
	wake(l);
}

static void on_accept(evutil_socket_t listener, short what, void *arg)
{
	struct http *h = arg;

	(void)what;
	for (;;) {
		struct sockaddr_storage from;
		socklen_t n = sizeof(from);
		int fd = accept4(listener, (struct sockaddr *)&from, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			return;
		if (atomic_load(&h->open) >= h->o.connections)
			too_many(h, fd);
		else
			deal(h, fd, (const struct sockaddr *)&from, n);
	}
}

static void take_arrivals(struct loop *l, struct arrival *a)
{
	const struct padan_alloc *from = l->http->o.seams->alloc;

	while (a) {
		struct arrival *next = a->next;

		conn_begin(l, a->fd, a->peer);
		from->resize(from->ctx, a, sizeof(*a), 0);
		a = next;
	}
}

static void stop_here(struct loop *l)
{
	struct conn *next;

	for (struct conn *c = l->conns; c; c = next) {
		next = c->next;
		conn_stopping(c);
	}
}

static void on_mail(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	struct arrival *arrived;
	struct http_exchange *done, *next;
	uint64_t count;
	bool stop;

	(void)what;
	if (read(fd, &count, sizeof(count)) < 0 && errno != EAGAIN)
		return;
	pthread_mutex_lock(&l->lock);
	arrived = l->arrived;
	done = l->done;
	stop = l->stopping;
	l->arrived = NULL;
	l->done = NULL;
	pthread_mutex_unlock(&l->lock);
	take_arrivals(l, arrived);
	for (; done; done = next) {
		next = done->next;
		conn_answered(done);
	}
	if (stop)
		stop_here(l);
	if (stop && !l->conns)
		event_base_loopbreak(l->base);
}

static void tell_loops(struct http *h)
{
	for (int i = 0; i < h->loops; i++) {
		if (!h->loop[i].base)
			continue;
		pthread_mutex_lock(&h->loop[i].lock);
		h->loop[i].stopping = true;
		pthread_mutex_unlock(&h->loop[i].lock);
		wake(&h->loop[i]);
	}
}

/* What waits at the listener is still taken; then nobody can come any more, and the loops end when they are empty. */
static void stop_listening(struct http *h)
{
	if (h->listener < 0)
		return;
	on_accept(h->listener, 0, h);
	event_del(&h->accept);
	close(h->listener);
	h->listener = -1;
	tell_loops(h);
}

static bool fresh_and_silent(const struct conn *c, int64_t now)
{
	return c->state == CONN_HEAD && !c->in.n && now - c->since_us > FRESH_US;
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	int64_t now = now_us(l);
	struct conn *next;

	(void)fd;
	(void)what;
	if (l->number == 0) {
		if (atomic_load(&l->http->stopping))
			stop_listening(l->http);
		l->http->o.app->tick(l->http->o.app->ctx);
	}
	for (struct conn *c = l->conns; c; c = next) {
		next = c->next;
		if (l->stopping && fresh_and_silent(c, now))
			conn_free(c);
		else
			conn_tick(c, now);
	}
	if (l->stopping && (!l->conns || now > l->http->deadline_us))
		event_base_loopbreak(l->base);
}

/* --- loops -----------------------------------------------------------------------------------------------------------
 */
static int loop_events(struct loop *l)
{
	const struct timeval tick = { 0, 250000 };
	struct http *h = l->http;

	if (event_assign(&l->mail, l->base, l->mail_fd, EV_READ | EV_PERSIST, on_mail, l) || event_add(&l->mail, NULL))
		return -1;
	if (event_assign(&l->tick, l->base, -1, EV_PERSIST, on_tick, l) || event_add(&l->tick, &tick))
		return -1;
	if (l->number)
		return 0;
	return event_assign(&h->accept, l->base, h->listener, EV_READ | EV_PERSIST, on_accept, h) ||
	       event_add(&h->accept, NULL);
}

/* The thread that starts the loops hears how it went. */
static void report(struct http *h, int rc, const struct err *e)
{
	pthread_mutex_lock(&h->lock);
	if (rc && !h->failed.code)
		h->failed = *e;
	h->begun++;
	pthread_cond_broadcast(&h->changed);
	pthread_mutex_unlock(&h->lock);
}

static void *loop_thread(void *arg)
{
	struct loop *l = arg;
	const struct http_app *app = l->http->o.app;
	struct err e = { .code = ERR_OK };
	sigset_t all;
	int rc;

	sigfillset(&all); /* a pipe that broke while a file was sent is told by its errno */
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	rc = loop_events(l) ? err_set(&e, ERR_MACHINE, "putaran kejadian tidak dapat disiapkan") : ERR_OK;
	if (!rc)
		rc = app->loop_begin(app->ctx, l->number, &l->own, &e);
	report(l->http, rc, &e);
	if (rc)
		return NULL;
	event_base_dispatch(l->base);
	app->loop_end(app->ctx, l->own);
	return NULL;
}

static int loop_start(struct http *h, int number, struct err *e)
{
	struct loop *l = &h->loop[number];

	l->http = h;
	l->number = number;
	pthread_mutex_init(&l->lock, NULL);
	l->mail_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->base = event_base_new();
	if (l->mail_fd < 0 || !l->base || pthread_create(&l->thread, NULL, loop_thread, l))
		return err_set(e, ERR_MACHINE, "putaran kejadian tidak dapat dimulai");
	h->running++;
	return ERR_OK;
}

/* --- listening -------------------------------------------------------------------------------------------------------
 */
static int split_listen(const char *listen, char host[256], char port[16], struct err *e)
{
	const char *colon = strrchr(listen, ':');
	size_t n = colon ? (size_t)(colon - listen) : 0;
	bool bracket = n >= 2 && listen[0] == '[' && listen[n - 1] == ']';

	if (!colon || n >= 256 || strlen(colon + 1) >= 16 || !n)
		return err_set(e, ERR_USAGE, "--listen %s: harus alamat:porta, misalnya 127.0.0.1:8080", listen);
	snprintf(host, 256, "%.*s", (int)(bracket ? n - 2 : n), listen + bracket);
	snprintf(port, 16, "%s", colon + 1);
	return ERR_OK;
}

static int bound_port(int fd)
{
	char port[16];
	int64_t n = 0;
	struct sockaddr_storage at;
	socklen_t size = sizeof(at);

	if (getsockname(fd, (struct sockaddr *)&at, &size) ||
	    getnameinfo((const struct sockaddr *)&at, size, NULL, 0, port, sizeof(port), NI_NUMERICSERV) ||
	    !span_i64(padan_span_of(port), &n))
		return 0;
	return (int)n;
}

static int listen_at(struct http *h, int *port, struct err *e)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
					.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	char host[256], service[16];
	struct addrinfo *at = NULL;
	int one = 1, bad, rc = split_listen(h->o.listen, host, service, e);

	if (rc)
		return rc;
	if (getaddrinfo(host, service, &hints, &at))
		return err_set(e, ERR_USAGE, "--listen %s: alamat harus angka IP dengan porta, misalnya 127.0.0.1:8080",
			       h->o.listen);
	h->listener = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bad = h->listener < 0 || setsockopt(h->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) ||
	      bind(h->listener, at->ai_addr, at->ai_addrlen) || listen(h->listener, BACKLOG);
	bad = bad ? errno : 0;
	freeaddrinfo(at);
	if (bad)
		return err_errno(e, bad, "--listen %s: tidak dapat didengarkan", h->o.listen);
	*port = bound_port(h->listener);
	return ERR_OK;
}

int http_start(struct http **out, const struct http_options *o, int *port, struct err *e)
{
	const struct padan_alloc *a = o->seams->alloc;
	struct http *h = a->resize(a->ctx, NULL, 0, sizeof(*h));
	size_t room = (size_t)o->loops * sizeof(struct loop);
	int rc;

	*out = NULL;
	if (!h)
		return err_memory(e, "layanan web");
	memset(h, 0, sizeof(*h));
	h->o = *o;
	h->o.head_seconds = o->head_seconds ? o->head_seconds : HEAD_SECONDS;
	h->o.body_seconds = o->body_seconds ? o->body_seconds : BODY_SECONDS;
	h->o.idle_seconds = o->idle_seconds ? o->idle_seconds : IDLE_SECONDS;
	h->loops = o->loops;
	h->listener = -1;
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->changed, NULL);
	h->loop = a->resize(a->ctx, NULL, 0, room);
	if (h->loop)
		memset(h->loop, 0, room);
	rc = h->loop ? listen_at(h, port, e) : err_memory(e, "layanan web");
	for (int i = 0; i < o->loops && !rc; i++)
		rc = loop_start(h, i, e);
	pthread_mutex_lock(&h->lock);
	while (h->begun < h->running)
		pthread_cond_wait(&h->changed, &h->lock);
	pthread_mutex_unlock(&h->lock);
	if (!rc && h->failed.code)
		rc = err_set(e, h->failed.code, "%s", h->failed.text);
	if (rc) {
		http_stop(h, 0);
		http_free(h);
		return rc;
	}
	*out = h;
	return ERR_OK;
}

void http_stop(struct http *h, int seconds)
{
	if (!h || !h->loop)
		return;
	h->deadline_us = h->o.seams->monotonic_us(h->o.seams->ctx) + (int64_t)seconds * 1000000;
	atomic_store(&h->stopping, true);
	if (h->failed.code) /* the first loop may not be there to tell the others */
		tell_loops(h);
	for (int i = 0; i < h->running; i++)
		pthread_join(h->loop[i].thread, NULL);
	h->running = 0;
}

static void loop_free(struct loop *l)
{
	while (l->conns)
		conn_free(l->conns);
	if (l->base)
		event_base_free(l->base);
	if (l->mail_fd > 0)
		close(l->mail_fd);
	pthread_mutex_destroy(&l->lock);
}

void http_free(struct http *h)
{
	const struct padan_alloc *a;

	if (!h)
		return;
	a = h->o.seams->alloc;
	for (int i = 0; h->loop && i < h->loops; i++)
		if (h->loop[i].http)
			loop_free(&h->loop[i]);
	if (h->listener >= 0)
		close(h->listener);
	a->resize(a->ctx, h->loop, (size_t)h->loops * sizeof(struct loop), 0);
	pthread_cond_destroy(&h->changed);
	pthread_mutex_destroy(&h->lock);
	a->resize(a->ctx, h, sizeof(*h), 0);
}
