/* SPDX-License-Identifier: EUPL-1.2
 * Hashes taken beside other work are those of the files, or an error. */
#include "check.h"
#include "tabular/file_hash.h"
#include "tabular/hash_ahead.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 4 };
static char folder[] = "/tmp/hash_ahead_XXXXXX";
static char name[FILES][64];
static const size_t size_of[FILES] = { 3 << 20, 0, 1, (256 << 10) + 7 };

static void put(unsigned i, size_t n, unsigned seed)
{
	FILE *f = fopen(name[i], "we");

	assert_non_null(f);
	for (size_t k = 0; k < n; k++)
		fputc((int)((k * 2654435761u + seed) >> 13 & 0xff), f);
	assert_int_equal(fclose(f), 0);
}

static void whole(unsigned i, uint8_t out[32])
{
	static char text[4 << 20];
	FILE *f = fopen(name[i], "re");
	struct file_hash h;

	assert_non_null(f);
	file_hash_init(&h, false);
	file_hash_add(&h, (span){ text, fread(text, 1, sizeof(text), f) });
	file_hash_done(&h, out);
	fclose(f);
}

static struct hash_ahead *start(struct padan_arena *arena)
{
	span paths[FILES];
	struct hash_ahead *h;
	struct err e;

	for (unsigned i = 0; i < FILES; i++)
		paths[i] = padan_span_of(name[i]);
	assert_int_equal(hash_ahead_start(&h, seams_real(), paths, FILES, arena, &e), ERR_OK);
	return h;
}

static void same_as_whole(void **state)
{
	struct padan_arena arena;
	uint8_t got[FILES][32], want[32];
	struct err e;

	(void)state;
	for (unsigned round = 0; round < 20; round++) {
		struct hash_ahead *h;

		padan_arena_init(&arena, &padan_alloc_libc, 0);
		h = start(&arena);
		assert_non_null(h);
		if (round) /* else nothing is done beforehand */
			hash_ahead_go(h);
		usleep(round * 300);
		assert_int_equal(hash_ahead_finish(h, got, &e), ERR_OK);
		for (unsigned i = 0; i < FILES; i++) {
			whole(i, want);
			assert_memory_equal(got[i], want, 32);
		}
		hash_ahead_stop(h);
		padan_arena_done(&arena);
	}
}

static void changed(void **state)
{
	struct padan_arena arena;
	uint8_t got[FILES][32];
	struct hash_ahead *h;
	struct err e;

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	h = start(&arena);
	assert_non_null(h);
	usleep(20000); /* a later time for the file system too */
	put(2, size_of[2], 99);
	assert_int_equal(hash_ahead_finish(h, got, &e), ERR_UNREADABLE);
	assert_non_null(strstr(e.text, "berubah ketika dibaca"));
	h = start(&arena);
	usleep(20000);
	unlink(name[3]);
	assert_int_equal(hash_ahead_finish(h, got, &e), ERR_UNREADABLE);
	assert_null(start(&arena)); /* one is not there */
	assert_int_equal(mkdir(name[3], 0700), 0);
	assert_null(start(&arena));
	assert_int_equal(rmdir(name[3]), 0);
	put(3, size_of[3], 3);
	h = start(&arena);
	assert_non_null(h);
	hash_ahead_stop(h);
	hash_ahead_stop(NULL);
	padan_arena_done(&arena);
}

static int begin(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	for (unsigned i = 0; i < FILES; i++) {
		snprintf(name[i], sizeof(name[i]), "%s/%u", folder, i);
		put(i, size_of[i], i);
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	for (unsigned i = 0; i < FILES; i++)
		unlink(name[i]);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(same_as_whole), cmocka_unit_test(changed) };

	return cmocka_run_group_tests(tests, begin, end);
}
