/* SPDX-License-Identifier: EUPL-1.2 */
#include <padan/hash.h>

static const uint64_t secret[4] = { 0xa0761d6478bd642fu, 0xe7037ed1a0b428dbu, 0x8ebc6af09c88c6e3u,
				    0x589965cc75374cc3u };

static uint64_t load64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

static uint64_t load32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap32(v);
#endif
	return v;
}

uint64_t padan_hash(const void *bytes, size_t n, uint64_t seed)
{
	const unsigned char *p = bytes;
	uint64_t a = 0, b = 0;
	size_t left = n;

	seed ^= secret[0];
	if (n > 16) {
		for (; left > 16; left -= 16, p += 16)
			seed = padan_mul_fold(load64(p) ^ secret[1], load64(p + 8) ^ seed);
		a = load64(p + left - 16); /* the last 16 bytes, overlapping what was taken */
		b = load64(p + left - 8);
	} else if (n >= 8) {
		a = load64(p);
		b = load64(p + n - 8);
	} else if (n >= 4) {
		a = load32(p);
		b = load32(p + n - 4);
	} else if (n > 0) {
		a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
	}
	return padan_mul_fold(secret[1] ^ n, padan_mul_fold(a ^ secret[1], b ^ seed));
}
