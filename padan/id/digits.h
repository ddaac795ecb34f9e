/* SPDX-License-Identifier: EUPL-1.2
 *
 * ASCII digits, eight at a time: each in a byte of its own, the first in the lowest.
 */
#ifndef PADAN_ID_DIGITS_H
#define PADAN_ID_DIGITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* 2 or 8 bytes as they stand, the first in the lowest. */
static inline uint64_t padan_two_at(const char *p)
{
	return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[1] << 8;
}

static inline uint64_t padan_eight_at(const char *p)
{
	uint64_t x;

	memcpy(&x, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

/* Eight characters as the digits' values; others become more than 9. */
static inline uint64_t padan_digits_of(uint64_t text)
{
	return text ^ 0x3030303030303030u;
}

/* Nothing is left above a digit's low nibble, and 0x76 more does not reach the high bit. */
static inline bool padan_all_digits(uint64_t x)
{
	return !(((x | (x + 0x7676767676767676u)) & 0x8080808080808080u) | (x & 0x7070707070707070u));
}

/* Two and two of them as one number, in 16 bits each. */
static inline uint64_t padan_by_twos(uint64_t digits)
{
	return (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
}

#endif
