/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside of http_port: what its files share. Nobody else includes this. */
#ifndef WEB_HTTP_WIRE_H
#define WEB_HTTP_WIRE_H

#include "web/http_port.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>
#include <stdatomic.h>

enum { SCRATCH = 1 << 16, LINGER_SECONDS = 2, LINGER_BYTES = 1 << 22 };

enum conn_state {
	CONN_HEAD,   /* a head is awaited or half there */
	CONN_BODY,   /* its body comes */
	CONN_WAIT,   /* the application has it */
	CONN_SEND,   /* the answer leaves */
	CONN_LINGER, /* all was said; what the other end still sends is thrown away, so that it reads the answer */
	CONN_DEAD,   /* the other end is gone; the application still has the request */
	CONN_OVER    /* to be freed as soon as nobody on the stack looks at it */
};

struct conn;
struct loop;

struct http_exchange {
	struct conn *conn;
	void *mark;
	enum http_body how;
	int64_t limit, came; /* bytes of body */
	struct http_chunks chunks;
	struct buf body;
	struct answer answer;
	struct http_exchange *next; /* in the loop's mail */
	struct http_head head;
	bool known;    /* the application has heard of it */
	bool in_call;  /* head, body or ready is on the stack: http_answer only notes */
	bool answered; /* while in_call */
	size_t bytes_room;
	char *bytes; /* of the head */
};

struct conn {
	struct loop *loop;
	struct conn *next, *before;
	int fd;
	enum conn_state state;
	bool close, reading, served; /* served: a request came before */
	struct event read, write;
	int64_t since_us; /* when the state began, or moved on: for its time limit */
	struct buf in;	  /* came and not yet used */
	struct http_exchange x;
	struct buf out; /* head of the answer, and its body when it is short */
	size_t sent;
	int64_t file_sent;
	int64_t lingered;
	char peer[48];
};

struct arrival {
	struct arrival *next;
	int fd;
	char peer[48];
};

struct loop {
	struct http *http;
	int number;
	pthread_t thread;
	struct event_base *base;
	struct event mail, tick;
	int mail_fd;
	pthread_mutex_t lock;	    /* of the mail */
	struct http_exchange *done; /* answered by other threads */
	struct arrival *arrived;    /* new connections */
	struct conn *conns;
	void *own; /* of the application */
	bool stopping;
	char scratch[SCRATCH + HTTP_HEAD_MAX];
};

struct http {
	struct http_options o;
	struct loop *loop;
	int loops, listener;
	struct event accept; /* of the first loop, which deals the connections out in turn */
	int turn;
	atomic_int open;
	atomic_llong requests, refused, connections;
	atomic_bool stopping;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int begun, running; /* loops that came so far; threads to be waited for */
	struct err failed;
	int64_t deadline_us;
};

static inline int64_t now_us(const struct loop *l)
{
	return l->http->o.seams->monotonic_us(l->http->o.seams->ctx);
}

/* http_conn.c; all on the loop's thread */
void conn_begin(struct loop *l, int fd, const char *peer);
void conn_answered(struct http_exchange *x); /* by another thread, and the mail brought it */
void conn_tick(struct conn *c, int64_t now); /* has its time run out? */
void conn_stopping(struct conn *c);	     /* goes at once when nothing is under way */
void conn_free(struct conn *c);
/* http_send.c */
/* Writes what the socket takes. 1: all was sent, 0: more later, -1: the other end is gone. */
int send_some(struct conn *c);
/* Makes the bytes of the answer in x->answer ready. false: memory was refused. */
bool send_prepare(struct conn *c);
const char *status_words(int status);

#endif
