/* SPDX-License-Identifier: EUPL-1.2
 *
 * The event log: one event per committed act, with the digests of what it left in the projections (facts), closed into
 * blocks. A block holds the Merkle root over its events' hashes and the hash of the block before it; papers print the
 * newest block, so that even cutting off the chain's end shows. All of it only grows.
 *
 *   event.hash = BLAKE2b-256(salt, every column, facts in order)            event_digest.h
 *   block.root = RFC 6962 over event.hash in the order of ids               event_merkle.h
 *   block.hash = SHA-256(0x02 || id || previous || root || leaves || at_ms), numbers as 8 bytes, lowest first
 */
#ifndef OFFICE_EVENT_LOG_H
#define OFFICE_EVENT_LOG_H

#include "db/db.h"
#include "office/event_digest.h"
#include "office/event_merkle.h"
#include "office/office.h"

/* "object" (such as "run/7K3M-9QWP-2XTA") now has rows of this digest. */
struct event_fact {
	span object;
	unsigned char digest[DIGEST];
};

/* Inside a write transaction. A key that is there already: ERR_CONFLICT, saying when. */
MUST_CHECK int event_append(struct db *db, const struct seams *s, const struct event *ev,
			    const struct event_fact *facts, size_t n, struct err *e);
/* Inside a write transaction: closes all events that stand in no block yet into the next one. Nothing to close: fine.
 */
MUST_CHECK int event_seal(struct db *db, const struct seams *s, struct err *e);

struct block_head {
	int64_t block; /* 0 = none yet */
	unsigned char hash[MERKLE];
};
/* The newest block, for papers. */
MUST_CHECK int event_head(struct db *db, struct block_head *out, struct err *e);
/* The digest that the newest event gave for this object; *known = there is one. */
MUST_CHECK int event_fact_of(struct db *db, span object, unsigned char out[DIGEST], bool *known, struct err *e);

/* Hashes, roots, chain, order, the chain's end. Calls `found` for each thing wrong and still returns 0. */
MUST_CHECK int event_check(struct db *db, const struct db_found *found, struct err *e);

#endif
