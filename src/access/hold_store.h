/* SPDX-License-Identifier: EUPL-1.2
 *
 * Holding a database for many: the lock, the writer, the socket for the commands of other processes, and the signals
 * that end it. `lindung hold` is nothing else; `lindung serve` stands on it.
 */
#ifndef ACCESS_HOLD_STORE_H
#define ACCESS_HOLD_STORE_H

#include "access/open_store.h"
#include "office/sock.h"
#include "office/writer.h"

#include <signal.h>

struct holding {
	struct env env; /* with the writer; without a store and progress: what every command's env begins with */
	struct sock *sock;
	int signals; /* readable when SIGTERM, SIGINT or SIGHUP came */
	sigset_t before;
};

/* env: the store open (it is only good for closing afterwards). PostgreSQL needs neither lock, writer nor socket: they
 * are left out. hold_end is to be called whatever comes back. */
MUST_CHECK int hold_begin(struct holding *h, const struct env *env, span db, struct err *e);
/* Serves the socket until a signal comes. */
MUST_CHECK int hold_until_signal(struct holding *h, struct err *e);
/* What is under way is finished. figures, commands: may be NULL. */
void hold_end(struct holding *h, struct writer_figures *figures, int64_t *commands);

#endif
