/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/seam.h"
#include "check.h"
#include <errno.h>
#include <sys/stat.h>

/* A disk that is full after `room` bytes. */
struct full_disk {
	const struct io *below;
	size_t room;
};

static ssize_t full_write(void *ctx, int fd, const void *p, size_t n)
{
	struct full_disk *d = ctx;

	if (n > d->room) {
		errno = ENOSPC;
		return -1;
	}
	d->room -= n;
	return d->below->write(d->below->ctx, fd, p, n);
}

static void test_a_full_disk_leaves_nothing(void **state)
{
	char dir[] = "/tmp/lindung-seam-XXXXXX", path[64], beside[80];
	struct full_disk d = { seams_real()->io, 3 };
	struct io io = *seams_real()->io;
	struct seams s = *seams_real();
	struct err e;
	struct buf b;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/x", dir);
	snprintf(beside, sizeof(beside), "%s.baru", path);
	assert_int_equal(file_write(seams_real(), path, 0600, SPAN("lama"), &e), ERR_OK);
	io.write = full_write;
	io.ctx = &d;
	s.io = &io;
	assert_int_equal(file_write(&s, path, 0600, SPAN("baru sekali"), &e), ERR_MACHINE);
	assert_non_null(strstr(e.text, "tidak dapat ditulis"));
	assert_int_equal(access(beside, F_OK), -1);
	buf_init(&b, NULL, 100);
	assert_int_equal(file_read(seams_real(), path, 100, &b, &e), ERR_OK);
	assert_string_equal(b.p, "lama");
	assert_int_equal(file_read(seams_real(), path, 3, &b, &e), ERR_UNREADABLE);
	assert_int_equal(file_read(seams_real(), "/tidak/ada", 3, &b, &e), ERR_UNREADABLE);
	buf_done(&b);
	unlink(path);
	rmdir(dir);
}

/* Refuses the nth request. */
struct stingy {
	int left;
};

static void *stingy_resize(void *ctx, void *p, size_t old, size_t size)
{
	struct stingy *s = ctx;

	if (size && s->left-- == 0)
		return NULL;
	return padan_alloc_libc.resize(NULL, p, old, size);
}

static void test_every_refused_allocation_is_survived(void **state)
{
	(void)state;
	for (int n = 0; n < 6; n++) {
		struct stingy left = { n };
		struct padan_alloc a = { stingy_resize, &left };
		struct padan_arena arena;
		struct buf b;

		padan_arena_init(&arena, &a, 0);
		for (int i = 0; i < 3; i++) {
			char *p = padan_arena_get(&arena, 50000);

			assert_true(p || left.left < 0);
			if (p)
				memset(p, 1, 50000);
		}
		padan_arena_done(&arena);
		buf_init(&b, &a, 1 << 20);
		for (int i = 0; i < 1000; i++)
			buf_i64(&b, i * 1000003LL);
		assert_true(!b.failed || left.left < 0);
		buf_done(&b);
	}
}

static void test_arena_limit(void **state)
{
	struct padan_arena a;

	(void)state;
	padan_arena_init(&a, NULL, 1 << 17);
	assert_non_null(padan_arena_get(&a, 1 << 16));
	assert_null(padan_arena_get(&a, 1 << 17));
	assert_null(padan_arena_array(&a, SIZE_MAX / 2, 3));
	assert_int_equal((uintptr_t)padan_arena_get(&a, 0) % 16, 0);
	padan_arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_full_disk_leaves_nothing),
		cmocka_unit_test(test_every_refused_allocation_is_survived),
		cmocka_unit_test(test_arena_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
