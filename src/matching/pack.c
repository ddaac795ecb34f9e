/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/pack.h"

/* The longest prefix of at most PACK_CELL bytes that ends at a character. */
static size_t cut(span s)
{
	size_t n = PACK_CELL;

	if (s.n <= PACK_CELL)
		return s.n;
	while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

size_t pack_cells(char out[PACK_MAX], const span *cells, const uint8_t *columns, unsigned n)
{
	char *p = out;

	for (unsigned i = 0; i < n; i++) {
		span s = cells[columns[i]];
		size_t len = cut(s);

		*p++ = (char)(len & 0xff);
		*p++ = (char)(len >> 8);
		if (len)
			memcpy(p, s.p, len);
		p += len;
	}
	return (size_t)(p - out);
}

bool unpack_cells(span packed, span *cells, unsigned n)
{
	const char *p = packed.p, *end = p + packed.n;

	for (unsigned i = 0; i < n; i++) {
		size_t len;

		if (end - p < 2)
			return false;
		len = (size_t)((unsigned char)p[0] | (unsigned char)p[1] << 8);
		p += 2;
		if ((size_t)(end - p) < len)
			return false;
		cells[i] = (span){ p, len };
		p += len;
	}
	return p == end;
}
