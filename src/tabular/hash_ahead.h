/* SPDX-License-Identifier: EUPL-1.2
 *
 * SHA-256 of large files beside other work: in a thread that runs only while a processor has nothing else to do. Nobody
 * waits for the figures but the papers; until then a list is read without them (list_spec.again).
 *
 * The figures are of the same bytes that are read meanwhile: a file that changes between the start and the end is an
 * error.
 */
#ifndef TABULAR_HASH_AHEAD_H
#define TABULAR_HASH_AHEAD_H

#include "base/seam.h"

struct hash_ahead;

/* Notes n files as they stand now. *out is NULL where one of them is no file that is there: then each is hashed where
 * it is read. Everything lives in the arena until hash_ahead_stop. */
MUST_CHECK int hash_ahead_start(struct hash_ahead **out, const struct seams *s, const span *paths, size_t n,
				struct padan_arena *arena, struct err *e);
/* Begins to hash them, in their order, beside the caller. Where no thread can be had, hash_ahead_finish does it. NULL
 * is allowed. */
void hash_ahead_go(struct hash_ahead *h);
/* Ends the work, the caller from the last file on: sha[i] of each file. ERR_UNREADABLE: one cannot be read, or has
 * changed. */
MUST_CHECK int hash_ahead_finish(struct hash_ahead *h, uint8_t (*sha)[32], struct err *e);
/* Ends the thread, whatever it has done; NULL is allowed, and so is a second time. */
void hash_ahead_stop(struct hash_ahead *h);

#endif
