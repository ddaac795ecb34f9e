/* SPDX-License-Identifier: EUPL-1.2
 *
 * SHA-256 of a stream, as fast as the machine can: its own instructions where it has them (a registry of 300 MB goes
 * through here), libsodium elsewhere. The same result, which the tests hold it to.
 */
#ifndef TABULAR_FILE_HASH_H
#define TABULAR_FILE_HASH_H

#include "base/text.h"
#include <sodium.h>

struct file_hash {
	crypto_hash_sha256_state soft;
	uint32_t state[8];
	uint64_t bytes;
	unsigned char rest[64]; /* bytes % 64 of them wait */
	bool fast;
};

void file_hash_init(struct file_hash *h, bool allow_fast);
void file_hash_add(struct file_hash *h, span bytes);
void file_hash_done(struct file_hash *h, uint8_t out[32]);

#endif
