/* SPDX-License-Identifier: EUPL-1.2
 *
 * The sample's own dice: splitmix64, the same on every machine. A stream is made from a seed and two
 * numbers (what for, which one), so that any household can be thrown again without its predecessors.
 */
#ifndef CITY_RNG_H
#define CITY_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t s;
};

static inline uint64_t rng_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
	return z ^ (z >> 31);
}
static inline struct rng rng_of(uint64_t seed, uint64_t what, uint64_t which)
{
	return (struct rng){ rng_mix(rng_mix(seed + 0x9E3779B97F4A7C15ULL * (what + 1)) +
				     which * 0xD1342543DE82EF95ULL) };
}
static inline uint64_t rng_next(struct rng *r)
{
	r->s += 0x9E3779B97F4A7C15ULL;
	return rng_mix(r->s);
}
/* 0 <= x < n; n > 0. The bias of the multiplication is below 2^-32 n. */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}
static inline int rng_between(struct rng *r, int lo, int hi)
{
	return lo + (int)rng_below(r, (uint32_t)(hi - lo + 1));
}
/* True in n of a thousand throws; in n of a hundred thousand throws. */
static inline bool rng_mille(struct rng *r, uint32_t n)
{
	return rng_below(r, 1000) < n;
}
static inline bool rng_100k(struct rng *r, uint32_t n)
{
	return rng_below(r, 100000) < n;
}

#endif
