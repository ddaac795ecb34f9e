/* SPDX-License-Identifier: EUPL-1.2
 * Decompressing at once says what zlib says, whatever zlib was told when it packed; and nothing where it is torn. */
#include "check.h"
#include "tabular/xlsx_inflate.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { TEXT = 80000, ROOM = TEXT * 2 };

/* What a sheet looks like, with stretches that repeat nothing. */
static char *text(void)
{
	char *p = malloc(TEXT + 100);
	uint32_t chance = 1;
	size_t n = 0;

	assert_non_null(p);
	while (n < TEXT) {
		chance = chance * 1664525 + 1013904223;
		if (chance >> 28)
			n += (size_t)sprintf(p + n, "<c r=\"A%u\" t=\"s\"><v>%u</v></c>", (unsigned)n, chance >> 20);
		else
			for (int i = 0; i < 70; i++)
				p[n++] = (char)(chance >> (i % 25));
	}
	return p;
}

static size_t pack(char *to, const char *from, size_t n, int level, int memory, int strategy)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)from, .avail_in = (uInt)n, .next_out = (Bytef *)to };

	z.avail_out = ROOM;
	assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, -15, memory, strategy), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	memset(to + z.total_out, 0xa5, INFLATE_SLACK);
	return z.total_out;
}

static void test_whatever_zlib_packs(void **state)
{
	char *plain = text(), *packed = malloc(ROOM + INFLATE_SLACK), *out = malloc(TEXT + INFLATE_SLACK);
	const uint32_t want = (uint32_t)crc32(0, (const Bytef *)plain, TEXT);

	(void)state;
	assert_true(packed && out);
	for (int how = 0; how < 10 * 3 * 5; how++) {
		size_t n = pack(packed, plain, TEXT, how % 10, 1 + how / 10 % 3 * 4, how / 30);
		uint32_t crc;

		memset(out, 0, TEXT);
		assert_true(inflate_whole((span){ packed, n }, out, TEXT, &crc));
		assert_memory_equal(out, plain, TEXT);
		assert_int_equal(crc, want);
	}
	free(plain);
	free(packed);
	free(out);
}

static void test_short_distances(void **state)
{
	char plain[3000], packed[ROOM], out[3000 + INFLATE_SLACK];
	uint32_t crc;

	(void)state;
	for (size_t period = 1; period < 40; period++) {
		for (size_t i = 0; i < sizeof(plain); i++)
			plain[i] = (char)('a' + i % period);
		for (size_t n = sizeof(plain) - 20; n <= sizeof(plain); n++) {
			size_t z = pack(packed, plain, n, 9, 8, 0);

			assert_true(inflate_whole((span){ packed, z }, out, n, &crc));
			assert_memory_equal(out, plain, n);
		}
	}
}

static void test_what_is_not_whole(void **state)
{
	char *plain = text(), *packed = malloc(ROOM + INFLATE_SLACK), *out = malloc(TEXT + 1 + INFLATE_SLACK);
	size_t n = pack(packed, plain, TEXT, 6, 8, 0);
	uint32_t crc;

	(void)state;
	assert_true(inflate_whole((span){ packed, n }, out, TEXT, &crc));
	assert_true(inflate_whole((span){ packed, n + 7 }, out, TEXT, &crc)); /* more may lie behind it */
	assert_false(inflate_whole((span){ packed, n - 1 }, out, TEXT, &crc));
	assert_false(inflate_whole((span){ packed, 0 }, out, TEXT, &crc));
	assert_false(inflate_whole((span){ packed, n }, out, TEXT - 1, &crc));
	assert_false(inflate_whole((span){ packed, n }, out, TEXT + 1, &crc));
	packed[0] = 6; /* a block of no kind */
	assert_false(inflate_whole((span){ packed, n }, out, TEXT, &crc));
	free(plain);
	free(packed);
	free(out);
}

static void test_crc(void **state)
{
	char *p = text();
	uint32_t mine = 0;
	uLong other = 0;
	size_t at = 0;

	(void)state;
	for (size_t n = 0; n < 380; n++) {
		mine = crc32_add(mine, (span){ p + at, n });
		other = crc32(other, (const Bytef *)p + at, (uInt)n);
		assert_int_equal(mine, other);
		at += n + n % 3;
	}
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whatever_zlib_packs),
		cmocka_unit_test(test_short_distances),
		cmocka_unit_test(test_what_is_not_whole),
		cmocka_unit_test(test_crc),
	};

	return cmocka_run_group_tests_name("tabular/inflate", tests, NULL, NULL);
}
