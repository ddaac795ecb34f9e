/* SPDX-License-Identifier: EUPL-1.2
 *
 * Digest of stored values: BLAKE2b-256 over each value's kind, length and bytes, so that neither a changed value nor
 * one moved into its neighbour goes unseen. What is digested when it is written is digested again by verify when it is
 * read, column by column in the same order; both engines give the same bytes.
 */
#ifndef OFFICE_EVENT_DIGEST_H
#define OFFICE_EVENT_DIGEST_H

#include "db/db.h"
#include <sodium.h>

enum { DIGEST = 32 };
struct digest {
	crypto_generichash_state state;
	unsigned char part[2048]; /* gathered, since each update has its price */
	size_t n;
};

void digest_begin(struct digest *d);
void digest_values(struct digest *d, const struct db_value *v, size_t n);
void digest_end(struct digest *d, unsigned char out[DIGEST]);

#endif
