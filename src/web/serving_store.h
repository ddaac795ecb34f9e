/* SPDX-License-Identifier: EUPL-1.2
 *
 * A server on a database that is held: what `serve` and `demo` have in common. */
#ifndef WEB_SERVING_STORE_H
#define WEB_SERVING_STORE_H

#include "access/hold_store.h"
#include "web/server.h"

struct serving {
	struct server_options o;		       /* base is filled here */
	void (*ready)(void *ctx, const char *address); /* it answers now; NULL: nobody is told */
	void *ctx;
	span address;
	int64_t requests;
};
MUST_CHECK int serve_until_signal(struct serving *w, struct holding *h, struct err *e);

#endif
