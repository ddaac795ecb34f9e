/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/event_merkle.h"

#include <sodium.h>

void merkle_begin(struct merkle *m)
{
	m->leaves = 0;
}

static void leaf_hash(span data, unsigned char out[MERKLE])
{
	static const unsigned char mark = 0;
	crypto_hash_sha256_state s;

	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, &mark, 1);
	crypto_hash_sha256_update(&s, (const unsigned char *)data.p, data.n);
	crypto_hash_sha256_final(&s, out);
}

/* right := H(0x01 || left || right) */
static void join(const unsigned char left[MERKLE], unsigned char right[MERKLE])
{
	unsigned char both[1 + 2 * MERKLE] = { 1 };

	memcpy(both + 1, left, MERKLE);
	memcpy(both + 1 + MERKLE, right, MERKLE);
	crypto_hash_sha256(right, both, sizeof(both));
}

void merkle_add(struct merkle *m, span data)
{
	unsigned char h[MERKLE];
	int level = 0;

	leaf_hash(data, h);
	for (; m->leaves >> level & 1; level++)
		join(m->whole[level], h);
	memcpy(m->whole[level], h, MERKLE);
	m->leaves++;
}

/* The tree splits at the largest power of two: whole subtrees join from the smallest, which stands rightmost. */
void merkle_root(const struct merkle *m, unsigned char out[MERKLE])
{
	bool begun = false;

	crypto_hash_sha256(out, NULL, 0);
	for (int level = 0; level < 64; level++) {
		if (!(m->leaves >> level & 1))
			continue;
		if (begun)
			join(m->whole[level], out);
		else
			memcpy(out, m->whole[level], MERKLE);
		begun = true;
	}
}
