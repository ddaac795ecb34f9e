/* SPDX-License-Identifier: EUPL-1.2
 * The backup file: any byte changed, any frame moved, any cut is refused and leaves nothing; what is whole comes back
 * to the byte. */
#include "check.h"

#include "access/retention.h"
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

static char dir[64], plain[96], sealed[96], broken[96], opened[96];
static const unsigned char key[BACKUP_KEY] = { 1, 2, 3 };
enum { SIZE = 3 * 65536 + 12345, HEAD = 120, FRAME = 65536 + 17 };

static void write_file(const char *path, const unsigned char *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_true(n == 0 || fwrite(p, 1, n, f) == n);
	fclose(f);
}

static unsigned char *read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	unsigned char *p;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	*n = (size_t)st.st_size;
	p = malloc(*n + 1);
	assert_non_null(p);
	assert_true(fread(p, 1, *n, f) == *n);
	fclose(f);
	return p;
}

static unsigned char bytes_of(size_t i)
{
	return (unsigned char)((i * 2654435761u) >> 13);
}

static void make_plain(size_t n)
{
	unsigned char *p = malloc(n + 1);

	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = bytes_of(i);
	write_file(plain, p, n);
	free(p);
}

static void seal_plain(size_t n)
{
	struct backup_head h = { .version = 5, .at_ms = 1746181860000, .key_id = "0123456789abcdef" };
	struct err e = { 0 };

	make_plain(n);
	unlink(sealed);
	if (backup_seal(seams_real(), plain, sealed, &h, key, &e))
		fail_msg("%s", e.text);
	assert_int_equal(h.size, n);
}

static int set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "%s/lindung-cadangan-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(dir));
	snprintf(plain, sizeof(plain), "%s/polos", dir);
	snprintf(sealed, sizeof(sealed), "%s/cadangan", dir);
	snprintf(broken, sizeof(broken), "%s/rusak", dir);
	snprintf(opened, sizeof(opened), "%s/pulih", dir);
	return sodium_init() < 0;
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

/* --- whole ------------------------------------------------------------------------------------------------------- */
static void comes_back(size_t size)
{
	struct backup_head h, looked;
	struct err e = { 0 };
	unsigned char *a, *b;
	size_t na, nb;
	struct stat st;

	seal_plain(size);
	unlink(opened);
	assert_int_equal(backup_look(seams_real(), sealed, &looked, &e), 0);
	assert_int_equal(backup_open(seams_real(), sealed, NULL, &h, key, &e), 0);
	if (backup_open(seams_real(), sealed, opened, &h, key, &e))
		fail_msg("%zu: %s", size, e.text);
	assert_int_equal(h.version, 5);
	assert_int_equal(h.at_ms, 1746181860000);
	assert_string_equal(h.key_id, "0123456789abcdef");
	assert_string_equal(looked.key_id, h.key_id);
	a = read_file(plain, &na);
	b = read_file(opened, &nb);
	assert_int_equal(na, size);
	assert_int_equal(na, nb);
	assert_memory_equal(a, b, na);
	free(a);
	free(b);
	assert_int_equal(stat(sealed, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(opened, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(backup_open(seams_real(), sealed, opened, &h, key, &e), ERR_MACHINE); /* never over a file */
	assert_int_equal(access(opened, F_OK), 0);
}

static void test_comes_back(void **state)
{
	static const size_t sizes[] = { 0, 1, 32, 65535, 65536, 65537, 131072, SIZE };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		comes_back(sizes[i]);
}

/* The plain bytes are nowhere in it; two backups of one file are different. */
static void test_is_encrypted(void **state)
{
	unsigned char *a, *b;
	size_t na, nb;

	(void)state;
	seal_plain(SIZE);
	a = read_file(sealed, &na);
	seal_plain(SIZE);
	b = read_file(sealed, &nb);
	assert_int_equal(na, nb);
	assert_true(memcmp(a + HEAD, b + HEAD, na - HEAD) != 0);
	for (size_t at = 0; at + 16 < SIZE; at += 4096) {
		unsigned char some[16];

		for (size_t i = 0; i < sizeof(some); i++)
			some[i] = bytes_of(at + i);
		assert_null(memmem(a, na, some, sizeof(some)));
	}
	free(a);
	free(b);
}

/* --- broken --------------------------------------------------------------------------------------------------------
 */
static void refused(const unsigned char *p, size_t n, const char *what, size_t at)
{
	struct backup_head h;
	struct err e = { 0 };
	int rc;

	write_file(broken, p, n);
	rc = backup_open(seams_real(), broken, opened, &h, key, &e);
	if (rc != ERR_UNREADABLE)
		fail_msg("%s at %zu: %d %s", what, at, rc, e.text);
	if (access(opened, F_OK) == 0)
		fail_msg("%s at %zu: something is left", what, at);
}

static int64_t tries(void)
{
	return getenv("LINDUNG_SANITIZED") ? 300 : 1000;
}

static void test_any_byte(void **state)
{
	unsigned char *p;
	size_t n;

	(void)state;
	seal_plain(SIZE);
	unlink(opened);
	p = read_file(sealed, &n);
	for (size_t at = 0; at < HEAD; at++) { /* each bit of the head's bytes in turn */
		p[at] ^= (unsigned char)(1u << (at % 8));
		refused(p, n, "head", at);
		p[at] ^= (unsigned char)(1u << (at % 8));
	}
	for (int64_t i = 0; i < tries(); i++) {
		size_t at = randombytes_uniform((uint32_t)n);
		unsigned char was = p[at];

		p[at] ^= (unsigned char)(1 + randombytes_uniform(255));
		refused(p, n, "byte", at);
		p[at] = was;
	}
	free(p);
}

static void test_any_cut(void **state)
{
	unsigned char *p;
	size_t n;

	(void)state;
	seal_plain(SIZE);
	unlink(opened);
	p = read_file(sealed, &n);
	for (size_t at = 0; at <= HEAD; at++)
		refused(p, at, "cut", at);
	for (size_t k = 0; HEAD + k * FRAME < n; k++)
		for (int d = -1; d <= 1; d++)
			refused(p, HEAD + k * FRAME + (size_t)d, "cut", k);
	for (int64_t i = 0; i < tries(); i++) {
		size_t at = randombytes_uniform((uint32_t)n);

		refused(p, at, "cut", at);
	}
	refused(p, n - 1, "cut", n - 1);
	p[n] = 0;
	refused(p, n + 1, "one byte more", n);
	free(p);
}

static void test_moved_frames(void **state)
{
	unsigned char *p, *q;
	size_t n, m;

	(void)state;
	seal_plain(SIZE);
	unlink(opened);
	p = read_file(sealed, &n);
	q = malloc(n + FRAME);
	assert_non_null(q);
	memcpy(q, p, n); /* two frames change places */
	memcpy(q + HEAD, p + HEAD + FRAME, FRAME);
	memcpy(q + HEAD + FRAME, p + HEAD, FRAME);
	refused(q, n, "swapped", 0);
	memcpy(q, p, HEAD + FRAME); /* one twice */
	memcpy(q + HEAD + FRAME, p + HEAD, FRAME);
	memcpy(q + HEAD + 2 * FRAME, p + HEAD + FRAME, n - HEAD - FRAME);
	refused(q, n + FRAME, "doubled", 0);
	memcpy(q, p, HEAD); /* the first one left out */
	memcpy(q + HEAD, p + HEAD + FRAME, n - HEAD - FRAME);
	refused(q, n - FRAME, "left out", 0);
	free(q);
	seal_plain(SIZE); /* a frame of another backup with the same key */
	q = read_file(sealed, &m);
	memcpy(q + HEAD, p + HEAD, FRAME);
	refused(q, m, "foreign", 0);
	memcpy(q, p, HEAD); /* a head of another backup */
	refused(q, m, "foreign head", 0);
	free(p);
	free(q);
}

static void test_another_key(void **state)
{
	const unsigned char other[BACKUP_KEY] = { 1, 2, 4 };
	struct backup_head h;
	struct err e = { 0 };

	(void)state;
	seal_plain(1000);
	unlink(opened);
	assert_int_equal(backup_open(seams_real(), sealed, opened, &h, other, &e), ERR_UNREADABLE);
	assert_int_not_equal(access(opened, F_OK), 0);
	write_file(broken, (const unsigned char *)"SQLite format 3", 16);
	assert_int_equal(backup_look(seams_real(), broken, &h, &e), ERR_UNREADABLE);
	assert_non_null(strstr(e.text, "bukan cadangan"));
	assert_int_equal(backup_look(seams_real(), "/tidak/ada", &h, &e), ERR_UNREADABLE);
}

/* --- a disk that fails ------------------------------------------------------------------------------------------- */
static int calls_left;

static bool spend(void)
{
	return calls_left-- > 0;
}
static ssize_t poor_write(void *ctx, int fd, const void *p, size_t n)
{
	if (spend())
		return seams_real()->io->write(ctx, fd, p, n);
	errno = ENOSPC;
	return -1;
}
static ssize_t poor_read(void *ctx, int fd, void *p, size_t n)
{
	if (spend())
		return seams_real()->io->read(ctx, fd, p, n);
	errno = EIO;
	return -1;
}
static int poor_fsync(void *ctx, int fd)
{
	if (spend())
		return seams_real()->io->fsync(ctx, fd);
	errno = EIO;
	return -1;
}

static void test_a_failing_disk_leaves_nothing(void **state)
{
	struct io io = *seams_real()->io;
	struct seams poor = *seams_real();
	int n, rc = 1;

	(void)state;
	poor.io = &io;
	io.write = poor_write, io.read = poor_read, io.fsync = poor_fsync;
	seal_plain(SIZE);
	for (n = 0; rc; n++) {
		struct backup_head h = { .version = 5, .key_id = "0123456789abcdef" };
		struct err e = { 0 };

		unlink(broken);
		calls_left = n;
		rc = backup_seal(&poor, plain, broken, &h, key, &e);
		assert_int_equal(access(broken, F_OK) == 0, rc == 0);
	}
	assert_true(n > 10);
	for (n = 0, rc = 1; rc; n++) {
		struct backup_head h;
		struct err e = { 0 };

		unlink(opened);
		calls_left = n;
		rc = backup_open(&poor, sealed, opened, &h, key, &e);
		assert_int_equal(access(opened, F_OK) == 0, rc == 0);
	}
	assert_true(n > 10);
}

/* --- which stay ------------------------------------------------------------------------------------------------------
 */
static int64_t at(int y, int m, int d, int hour)
{
	return ((int64_t)date_of(y, m, d).day * 24 + hour) * 3600000;
}

static void test_retention(void **state)
{
	static int64_t when[800];
	static bool stays[800];
	size_t n = 0, left = 0;

	(void)state;
	for (int day = 0; day < 400;
	     day++) /* two each day, for more than a year; the last day is Sunday, 1 June 2025 */
		for (int k = 0; k < 2; k++)
			when[n++] = at(2025, 6, 1, 0) - (int64_t)day * 86400000 + (k ? 20 : 8) * 3600000;
	retention(when, n, stays);
	for (size_t i = 0; i < n; i++) {
		int64_t day = (at(2025, 6, 1, 0) + 86400000 - 1 - when[i]) / 86400000;

		left += stays[i];
		if (stays[i])
			assert_int_equal(when[i] % 86400000, 20 * 3600000); /* the day's newest */
		if (day < 7)
			assert_int_equal(stays[i], when[i] % 86400000 == 20 * 3600000);
	}
	/* 7 days; of 4 weeks (to 1 June, 25, 18, 11 May) one lies in the 7 days; of 12 months (June ... July 2024)
	 * June's newest lies in the days, and May's (31) too */
	assert_int_equal(left, 7 + 3 + 10);
	when[0] = at(2020, 1, 1, 1); /* an old one alone stays for ever */
	retention(when, 1, stays);
	assert_true(stays[0]);
	retention(when, 0, stays);
}

static void test_names(void **state)
{
	char name[BACKUP_NAME_MAX];
	int64_t when;

	(void)state;
	assert_true(backup_name(SPAN("/data/kota.db"), at(2025, 5, 2, 10) + 31 * 60000 + 5999, name));
	assert_string_equal(name, "kota-20250502-103105.cadangan");
	assert_true(backup_name_read(SPAN("kota.db"), name, &when));
	assert_int_equal(when, at(2025, 5, 2, 10) + 31 * 60000 + 5000);
	assert_false(backup_name_read(SPAN("desa.db"), name, &when));
	assert_false(backup_name_read(SPAN("kota.db"), "kota-20250230-103105.cadangan", &when));
	assert_false(backup_name_read(SPAN("kota.db"), "kota-20250502-103105.cadangan.baru", &when));
	assert_false(backup_name_read(SPAN("kota.db"), "kota-20250502-1031x5.cadangan", &when));
	assert_false(backup_name_read(SPAN("kota.db"), "", &when));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comes_back),
		cmocka_unit_test(test_is_encrypted),
		cmocka_unit_test(test_any_byte),
		cmocka_unit_test(test_any_cut),
		cmocka_unit_test(test_moved_frames),
		cmocka_unit_test(test_another_key),
		cmocka_unit_test(test_retention),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_a_failing_disk_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
