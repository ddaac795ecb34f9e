/* SPDX-License-Identifier: EUPL-1.2
 *
 * HTTP/1.1 over libevent, as the rest of the web sees it: one thread per event loop, requests that were checked by our
 * own parser (http_head.h) before anybody looks at them, answers from any thread. Nothing else includes libevent.
 *
 *   head comes     http_app.head: what shall become of the body (kept, streamed, refused with an answer at once)
 *   body comes     http_app.body, piece by piece, when it is streamed
 *   all is there   http_app.ready: the request belongs to the application until it calls http_answer, once, from any
 *                  thread; the answer is handed back to the loop that reads the connection
 *   it is over     http_app.gone: sent, or the other end is gone; the last that is heard of this request
 *
 * A request that breaks the grammar, or a limit, or takes too long (slow heads, slow bodies) never reaches `head`: it
 * is answered 400, 408, 413, 414, 431, 501 or 505 here, and the connection is closed.
 */
#ifndef WEB_HTTP_PORT_H
#define WEB_HTTP_PORT_H

#include "base/seam.h"
#include "web/http_head.h"

struct http;	      /* the loops of one server */
struct http_exchange; /* one request and its answer */

enum http_body { HTTP_KEEP, HTTP_STREAM, HTTP_REFUSE };

enum { HTTP_EXTRA_MAX = 2048 };
/* Made by the application, given to http_answer, which sends it. */
struct answer {
	int status;
	const char *type; /* Content-Type; NULL: no body */
	struct buf body;  /* moved */
	int file;	  /* an open file instead of a body: sent and closed; -1: none */
	int64_t file_bytes;
	char extra[HTTP_EXTRA_MAX]; /* further header lines, each with CR LF */
	size_t extra_n;
	bool close; /* the connection afterwards */
};

void http_answer_init(struct answer *a, const struct seams *s);
void http_answer_done(struct answer *a);
/* Adds a header line; control characters in the value end it (nothing can be smuggled in). */
void http_header(struct answer *a, const char *name, span value);

struct http_app {
	void *ctx;
	/* All on the loop's thread. *limit: most bytes of body (beyond: 413). HTTP_REFUSE: http_answer was called
	 * already; the body is not read and the connection closes. */
	enum http_body (*head)(void *ctx, struct http_exchange *x, int64_t *limit);
	/* false: no more of it; http_answer was called. */
	bool (*body)(void *ctx, struct http_exchange *x, span piece);
	void (*ready)(void *ctx, struct http_exchange *x);
	void (*gone)(void *ctx, struct http_exchange *x);
	/* When a loop begins and ends, on its thread: its own store and so on. */
	int (*loop_begin)(void *ctx, int loop, void **of_loop, struct err *e);
	void (*loop_end)(void *ctx, void *of_loop);
	void (*tick)(void *ctx); /* four times a second, on one of the loops */
};

struct http_options {
	const struct seams *seams;
	const char *listen;			      /* "127.0.0.1:8080", "[::1]:8080"; port 0: any */
	int loops;				      /* at least 1 */
	int connections;			      /* at once, of all loops; one more is closed at once */
	int head_seconds, body_seconds, idle_seconds; /* 0: the house's own */
	const struct http_app *app;
};

/* Listens and starts the loops. *port: where it listens. */
MUST_CHECK int http_start(struct http **out, const struct http_options *o, int *port, struct err *e);
/* Takes no new connection and closes the idle ones; what is under way is answered (at most `seconds`), then the loops
 * end. Who still has a request may call http_answer until http_free. NULL is nothing. */
void http_stop(struct http *h, int seconds);
void http_free(struct http *h);

const struct http_head *http_head_of(const struct http_exchange *x);
span http_body_of(const struct http_exchange *x);  /* of HTTP_KEEP, once it is ready */
void *http_loop_of(const struct http_exchange *x); /* what loop_begin gave; on the loop's thread only */
/* The application's own pointer beside the exchange. */
void *http_mark(const struct http_exchange *x);
void http_set_mark(struct http_exchange *x, void *mark);
const char *http_peer(const struct http_exchange *x); /* address without port, as text */
/* From any thread, once for each exchange that was handed to `ready` (or in `head`, `body` to refuse). Takes what is in
 * `a`. With HEAD the body is told of, not sent. */
void http_answer(struct http_exchange *x, struct answer *a);

struct http_figures {
	int64_t requests, refused, connections, open;
};
void http_look(struct http *h, struct http_figures *out);

#endif
