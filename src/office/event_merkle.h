/* SPDX-License-Identifier: EUPL-1.2
 *
 * Merkle tree hash of RFC 6962 section 2.1: SHA-256, a leaf is H(0x00 || data), a node H(0x01 || left || right), the
 * root of no leaves H(""). Leaves come one by one; only the roots of whole subtrees are kept.
 */
#ifndef OFFICE_EVENT_MERKLE_H
#define OFFICE_EVENT_MERKLE_H

#include "base/text.h"

enum { MERKLE = 32 };
struct merkle {
	uint64_t leaves;
	unsigned char whole[64][MERKLE]; /* [i]: root of a subtree of 2^i leaves, when bit i of `leaves` is set */
};

void merkle_begin(struct merkle *m);
void merkle_add(struct merkle *m, span data);
void merkle_root(const struct merkle *m, unsigned char out[MERKLE]);

#endif
