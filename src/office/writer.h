/* SPDX-License-Identifier: EUPL-1.2
 *
 * One writer for many threads. A thread of its own holds the only writing connection and groups what the others do
 * into transactions, so that one sync to the disk serves all who wrote meanwhile (group commit). A caller is lent the
 * connection for a turn, on its own thread:
 *
 *   struct turn t;
 *   rc = writer_turn(w, &t, client, e);       waits until it is our turn; then t.db is ours alone
 *   ... statements on t.db ...
 *   rc = writer_keep(&t, e);                  or writer_undo(&t); exactly one of them after a successful writer_turn
 *
 * Each turn is a savepoint: one that is undone leaves no trace and spoils nobody's. writer_keep returns when the turn
 * is durable; an error means that nothing of it remains. Events that were appended are sealed before each commit. A
 * long piece of work takes many turns, and between two of them the others have theirs.
 *
 * Fair: among those who wait, the client that was served longest ago is next; its own turns come in order. Turns of one
 * thread never nest.
 */
#ifndef OFFICE_WRITER_H
#define OFFICE_WRITER_H

#include "db/db.h"

enum {
	WRITER_QUEUE = 256,	/* turns that may wait; one more is ERR_CONFLICT */
	WRITER_GROUP = 64,	/* turns of one transaction */
	WRITER_GROUP_US = 20000 /* a transaction that is older takes nobody else in */
};

struct writer;
struct turn {
	struct db *db; /* of the writer; NULL outside a turn */
	struct turn_wait *wait;
	struct writer *writer;
	bool quiet; /* to be set inside a turn: what it writes is no change to whoever asks writer_changes */
};

/* db: open, at the newest version, its lock taken; the writer's from now on (writer_stop closes it; so does a failing
 * writer_start). */
MUST_CHECK int writer_start(struct writer **out, struct db *db, const struct seams *s, struct err *e);
/* Those who wait are still served, nobody else is; then the connection is closed. NULL is nothing. Afterwards nobody
 * may call writer_turn. */
void writer_stop(struct writer *w);

MUST_CHECK int writer_turn(struct writer *w, struct turn *t, uint64_t client, struct err *e);
MUST_CHECK int writer_keep(struct turn *t, struct err *e);
void writer_undo(struct turn *t); /* outside a turn: nothing happens */

/* Since the start. Waits: from writer_turn's call until its turn, in microseconds; quantiles are upper bounds within
 * a fifth. */
struct writer_figures {
	int64_t turns, undone, commits, waiting; /* turns that were kept; waiting now */
	int64_t wait_median_us, wait_p99_us, wait_most_us;
};
void writer_look(struct writer *w, struct writer_figures *out);
/* Transactions since the start that held more than quiet turns: as long as it stays, nothing changed. Counted before
 * anybody is told that his turn is durable. */
int64_t writer_changes(struct writer *w);

#endif
