/* SPDX-License-Identifier: EUPL-1.2
 *
 * Hashing. Not for secrets and not against an adversary; the same on every machine and in every run
 * (bytes are read little-endian), so that sampling by content and tie-breaking by hash stay put.
 * The construction is wyhash's (public domain, Wang Yi): multiply two 64-bit words, fold the 128 bits.
 */
#ifndef PADAN_HASH_H
#define PADAN_HASH_H

#include <padan/span.h>
#include <stdint.h>

/* The low and the high half of a * b, folded into each other. */
static inline uint64_t padan_mul_fold(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* A 64-bit whole number spread over all 64 bits; one to one (0 stays 0). */
static inline uint64_t padan_mix64(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	return x ^ (x >> 32);
}

/* Two hashes to one; the order matters. */
static inline uint64_t padan_hash_join(uint64_t a, uint64_t b)
{
	return padan_mul_fold(a ^ 0x9e3779b97f4a7c15u, b ^ 0xe7037ed1a0b428dbu);
}

/* n bytes at p (may be NULL when n is 0). Never reads outside them. */
uint64_t padan_hash(const void *p, size_t n, uint64_t seed);

static inline uint64_t padan_hash_span(struct padan_span s, uint64_t seed)
{
	return padan_hash(s.p, s.n, seed);
}

#endif
