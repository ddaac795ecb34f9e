/* SPDX-License-Identifier: EUPL-1.2
 * inflate_whole with zlib as the oracle: any bytes as a deflate stream of a size that two bytes tell (first byte even),
 * and what zlib makes of any bytes, at some level (first byte odd). Both accept the same streams and make the same of
 * them. */
#include "target.h"

#include "tabular/xlsx_inflate.h"

#include <string.h>
#include <zlib.h>

#define MOST (1 << 17)

/* With its slack, at the very end of a block of memory: one byte too far is seen. */
static char *slack(span s)
{
	char *p = calloc(1, s.n + INFLATE_SLACK);

	PROMISE(p);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

/* By zlib, at the same terms: exactly n bytes, and the end within s. */
static bool by_zlib(span s, char *out, size_t n)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)s.p, .avail_in = (uInt)s.n, .next_out = (Bytef *)out };
	int rc;

	z.avail_out = (uInt)n + 1;
	PROMISE(inflateInit2(&z, -15) == Z_OK);
	rc = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return rc == Z_STREAM_END && z.total_out == n;
}

static bool same_as_zlib(span s, size_t n)
{
	char *in = slack(s), *out = malloc(n + INFLATE_SLACK), *other = malloc(n + 1);
	uint32_t crc = 0;
	bool mine, zlib;

	PROMISE(out && other);
	mine = inflate_whole((span){ in, s.n }, out, n, &crc);
	zlib = by_zlib((span){ in, s.n }, other, n);
	PROMISE(mine == zlib);
	if (mine)
		PROMISE(memcmp(out, other, n) == 0 && crc == crc32(0, (const Bytef *)other, (uInt)n));
	free(in);
	free(out);
	free(other);
	return mine;
}

/* The bytes again and again, so that there is something to find. */
static void compressed(const uint8_t *data, size_t size, unsigned how)
{
	static char text[MOST], packed[MOST + 1024];
	size_t n = size * (1 + how % 7);
	z_stream z = { .next_in = (Bytef *)text, .next_out = (Bytef *)packed, .avail_out = sizeof(packed) };

	n = n > MOST ? MOST : n;
	for (size_t i = 0; i < n; i++)
		text[i] = (char)data[i % size];
	z.avail_in = (uInt)n;
	PROMISE(deflateInit2(&z, (int)(how / 7 % 10), Z_DEFLATED, -15, 1 + (int)(how / 70 % 9), (int)(how / 630 % 5)) ==
		Z_OK);
	PROMISE(deflate(&z, Z_FINISH) == Z_STREAM_END);
	PROMISE(same_as_zlib((span){ packed, z.total_out }, n));
	deflateEnd(&z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned n;

	if (size < 4)
		return 0;
	n = data[1] | (unsigned)data[2] << 8;
	if (data[0] % 2)
		compressed(data + 3, size - 3, n);
	else
		same_as_zlib((span){ (const char *)data + 3, size - 3 }, n);
	return 0;
}
