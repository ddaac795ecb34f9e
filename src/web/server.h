/* SPDX-License-Identifier: EUPL-1.2
 *
 * The server: event loops (http_port.h) with a store each, workers (pool.h) with a store each, the pages of all rooms
 * and the API over the registry. It knows no room; whoever starts it gives it the environment of every use case.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/http_port.h"
#include "web/job.h"
#include "web/session.h"

struct server;

struct server_options {
	/* seams, law, processors, store_ops, key_file, writer are set; they and what they point to outlive the server
	 */
	const struct env *base;
	const struct session_ops *sessions;
	const struct job_ops *jobs;
	/* Asked every other second on a worker: makes what was not made yet, a little at a time; NULL: nothing. */
	int (*upkeep)(const struct env *env, bool *done, struct err *e);
	span db;
	const char *place; /* whose office: "Kota Parepare"; NULL: it is not said */
	const char *listen;
	const char *folder; /* of uploads and results; made when it is missing */
	bool tls;	    /* a TLS proxy stands in front: cookies are Secure, HSTS is said */
	int loops, workers; /* 0: as many as there are processors */
	int log_fd;	    /* one JSON line for each request; -1: none */
};

MUST_CHECK int server_start(struct server **out, const struct server_options *o, int *port, struct err *e);
/* "127.x.x.x:port" or "[::1]:port". */
bool server_is_loopback(const char *listen);
/* A line of the log that is not a request's. */
void server_say(struct server *s, const char *event, const char *address);
/* No new connection; what is under way is answered. Returns how many requests there were. NULL is nothing. */
int64_t server_stop(struct server *s);

#endif
