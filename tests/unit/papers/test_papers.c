/* SPDX-License-Identifier: EUPL-1.2
 * The folder of papers: whole or not at all, the same bytes with one thread and two, ours or not ours. */
#include "check.h"
#include "papers/paper.h"
#include "papers/papers.h"
#include "papers/request.h"
#include "papers/wording.h"
#include "sample_view.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

static const char *const names[] = { "keputusan.csv",
				     "dilewati.csv",
				     "ringkasan.json",
				     "pemeringkatan.xlsx",
				     "rancangan_sk_lampiran.xlsx",
				     "rancangan_sk_lampiran.pdf",
				     "berita_acara.pdf",
				     "tinjau.xlsx",
				     "perbaikan_nik.xlsx",
				     "ditolak.xlsx",
				     "cadangan.xlsx",
				     "perbandingan_sk.xlsx",
				     "kembali/usulan_dinas tenaga kerja.csv.xlsx",
				     "kembali/usulan_kelurahan.xlsx.xlsx",
				     "perbandingan_sk.pdf",
				     "jawaban.xlsx",
				     "lampiran_publik.xlsx",
				     "lampiran_publik.pdf",
				     "kembali/kelurahan/tanpa-kode.xlsx" };
/* Of every run with an earlier decree; with answers and all papers too. FILES: in the folder itself. */
enum { ALL_NAMES = sizeof(names) / sizeof(names[0]), NAMES = ALL_NAMES - 4, FILES = 14, ALL_FILES = FILES + 3 };

static char base[256];

static int make_base(void **state)
{
	(void)state;
	snprintf(base, sizeof(base), "/tmp/lindung-papers-%d", (int)getpid());
	return mkdir(base, 0700);
}

static int remove_base(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", base);
	return system(command);
}

static const char *in_base(char out[512], const char *name)
{
	snprintf(out, 512, "%s/%s", base, name);
	return out;
}

static int entries(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *t;
	int n = 0;

	if (!d)
		return -1;
	while ((t = readdir(d)) != NULL)
		n += t->d_name[0] != '.';
	closedir(d);
	return n;
}

static void slurp(const char *dir, const char *name, struct buf *out)
{
	char path[800];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	buf_init(out, NULL, (size_t)64 << 20);
	assert_int_equal(file_read(seams_real(), path, (size_t)64 << 20, out, &e), 0);
}

static void test_threads_change_nothing(void **state)
{
	struct sample_view v;
	char one[512], two[512];
	struct err e = { 0 };

	(void)state;
	sample_view_make(&v, 3000, 90);
	v.v.all_papers = v.v.answered = true;
	assert_int_equal(papers_write(&v.v, in_base(one, "satu"), 1, seams_real(), &e), 0);
	assert_int_equal(papers_write(&v.v, in_base(two, "dua"), 2, seams_real(), &e), 0);
	for (int i = 0; i < ALL_NAMES; i++) {
		struct buf a, b;

		slurp(one, names[i], &a);
		slurp(two, names[i], &b);
		assert_int_equal(a.n, b.n);
		assert_memory_equal(a.p, b.p, a.n);
		buf_done(&a);
		buf_done(&b);
	}
	assert_int_equal(entries(one), ALL_FILES);
	assert_int_equal(entries(base), 2);
	sample_view_done(&v);
}

static void test_every_file_is_written_without_rows(void **state)
{
	struct sample_view v;
	char dir[512];
	struct err e = { 0 };

	(void)state;
	sample_view_make(&v, 0, 0);
	v.v.nskips = 0;
	v.v.earlier_decree = false;
	assert_int_equal(papers_write(&v.v, in_base(dir, "kosong"), 2, seams_real(), &e), 0);
	for (int i = 0; i < NAMES; i++) {
		char path[800];

		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		assert_int_equal(access(path, R_OK), strncmp(names[i], "perbandingan_sk", 15) ? 0 : -1);
	}
	sample_view_done(&v);
}

static void touch(const char *dir, const char *name, const char *text)
{
	char path[800];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(file_write(seams_real(), path, 0600, padan_span_of(text), &e), 0);
}

static void test_only_our_folder_is_replaced(void **state)
{
	struct sample_view v;
	char dir[512];
	struct err e = { 0 };

	(void)state;
	sample_view_make(&v, 40, 50);
	mkdir(in_base(dir, "tujuan"), 0700);
	assert_int_equal(papers_write(&v.v, dir, 2, seams_real(), &e), 0); /* an empty one is taken */
	assert_int_equal(papers_write(&v.v, dir, 2, seams_real(), &e), 0); /* ours is replaced */
	touch(dir, "catatan.txt", "penting");
	assert_int_equal(papers_write(&v.v, dir, 2, seams_real(), &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "catatan.txt"));
	mkdir(in_base(dir, "asing"), 0700);
	touch(dir, "ringkasan.json", "{\"skema\": \"lain\"}");
	assert_int_equal(papers_write(&v.v, dir, 2, seams_real(), &e), ERR_USAGE);
	touch(base, "berkas", "");
	assert_int_equal(papers_write(&v.v, in_base(dir, "berkas"), 2, seams_real(), &e), ERR_USAGE);
	in_base(dir, "tujuan/kembali");
	touch(dir, "punya orang.docx", "x");
	unlink(in_base(dir, "tujuan/catatan.txt"));
	assert_int_equal(papers_write(&v.v, in_base(dir, "tujuan"), 2, seams_real(), &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "punya orang.docx"));
	sample_view_done(&v);
}

/* A disk that is full after some bytes; one that cannot sync. */
struct bad_disk {
	const struct io *real;
	int64_t room;
	bool no_sync;
};

static ssize_t bad_write(void *ctx, int fd, const void *p, size_t n)
{
	struct bad_disk *d = ctx;

	d->room -= (int64_t)n;
	if (d->room < 0) {
		errno = ENOSPC;
		return -1;
	}
	return d->real->write(d->real->ctx, fd, p, n);
}

static int bad_fsync(void *ctx, int fd)
{
	struct bad_disk *d = ctx;

	if (d->no_sync) {
		errno = EIO;
		return -1;
	}
	return d->real->fsync(d->real->ctx, fd);
}

static void test_a_bad_disk_leaves_the_earlier_papers(void **state)
{
	struct sample_view v;
	struct bad_disk d = { seams_real()->io, 0, false };
	struct io io = *seams_real()->io;
	struct seams s = *seams_real();
	struct buf before, after;
	char dir[512];
	struct err e = { 0 };
	int64_t whole = 0;

	(void)state;
	sample_view_make(&v, 300, 80);
	assert_int_equal(papers_write(&v.v, in_base(dir, "lama"), 1, seams_real(), &e), 0);
	slurp(dir, "keputusan.csv", &before);
	io.write = bad_write;
	io.fsync = bad_fsync;
	io.ctx = &d;
	s.io = &io;
	d.room = INT64_MAX;
	assert_int_equal(papers_write(&v.v, dir, 1, &s, &e), 0);
	whole = INT64_MAX - d.room;
	assert_true(whole > 50000);
	for (int64_t room = 0; room < whole; room += whole / 23) {
		d.room = room;
		e.code = 0;
		assert_int_equal(papers_write(&v.v, dir, 1, &s, &e), ERR_MACHINE);
		assert_true(e.text[0]);
	}
	d.room = INT64_MAX;
	d.no_sync = true;
	assert_int_equal(papers_write(&v.v, dir, 2, &s, &e), ERR_MACHINE);
	slurp(dir, "keputusan.csv", &after);
	assert_int_equal(before.n, after.n);
	assert_memory_equal(before.p, after.p, before.n);
	assert_int_equal(entries(dir), FILES);
	assert_int_equal(entries(base), 7); /* no folder beside is left */
	buf_done(&before);
	buf_done(&after);
	sample_view_done(&v);
}

/* Fails the n-th call of those that make something. */
struct bad_call {
	const struct io *real;
	long left;
};

static bool fails(struct bad_call *b)
{
	if (b->left-- != 0)
		return false;
	errno = EIO;
	return true;
}

static int failing_open(void *ctx, const char *name, int flags, unsigned mode)
{
	struct bad_call *b = ctx;

	return fails(b) ? -1 : b->real->open(b->real->ctx, name, flags, mode);
}

static int failing_mkdir(void *ctx, const char *name, unsigned mode)
{
	struct bad_call *b = ctx;

	return fails(b) ? -1 : b->real->mkdir(b->real->ctx, name, mode);
}

static int failing_fsync(void *ctx, int fd)
{
	struct bad_call *b = ctx;

	return fails(b) ? -1 : b->real->fsync(b->real->ctx, fd);
}

static int failing_close(void *ctx, int fd)
{
	struct bad_call *b = ctx;
	int rc = b->real->close(b->real->ctx, fd);

	return fails(b) ? -1 : rc;
}

static int failing_rename(void *ctx, const char *from, const char *to)
{
	struct bad_call *b = ctx;

	return fails(b) ? -1 : b->real->rename(b->real->ctx, from, to);
}

static void test_each_call_that_fails(void **state)
{
	struct bad_call b = { .real = seams_real()->io };
	struct io io = *seams_real()->io;
	struct seams s = *seams_real();
	struct sample_view v;
	char dir[512];
	struct err e = { 0 };
	int before = entries(base), told = 0;

	(void)state;
	sample_view_make(&v, 20, 50);
	io.open = failing_open;
	io.mkdir = failing_mkdir;
	io.fsync = failing_fsync;
	io.close = failing_close;
	io.rename = failing_rename;
	io.ctx = &b;
	s.io = &io;
	in_base(dir, "gagal");
	for (long n = 0; n < 400; n++) {
		int rc;

		b.left = n;
		rc = papers_write(&v.v, dir, 1, &s, &e);
		if (b.left >= 0) { /* no call failed: it was the whole work */
			assert_int_equal(rc, 0);
			break;
		}
		/* whole, or not there at all; nothing beside it */
		assert_true(rc == 0 || rc == ERR_MACHINE);
		told += rc == ERR_MACHINE;
		assert_true(entries(dir) == -1 || entries(dir) == FILES);
		assert_int_equal(entries(base), before + (entries(dir) == FILES));
		if (entries(dir) == FILES) {
			assert_int_equal(folder_remove(dir, seams_real()), 0);
		}
	}
	assert_true(b.left >= 0);
	assert_true(told > 40);
	sample_view_done(&v);
}

/* Refuses the n-th request for memory. */
struct short_memory {
	long left;
};

static void *short_resize(void *ctx, void *p, size_t old, size_t size)
{
	struct short_memory *m = ctx;

	if (size > old && m->left-- <= 0)
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static void test_refused_memory_is_told(void **state)
{
	struct sample_view v;
	struct short_memory m;
	struct padan_alloc a = { short_resize, &m };
	struct seams s = *seams_real();
	char dir[512];
	struct err e = { 0 };
	int rc = ERR_MACHINE;

	(void)state;
	sample_view_make(&v, 60, 60);
	v.v.all_papers = v.v.answered = true;
	s.alloc = &a;
	in_base(dir, "memori");
	for (long n = 0; rc && n < 100000; n += 1 + n / 16) {
		m.left = n;
		rc = papers_write(&v.v, dir, 1, &s, &e);
		assert_true(rc == 0 || rc == ERR_MACHINE);
		assert_int_equal(entries(dir), rc ? -1 : ALL_FILES);
	}
	assert_int_equal(rc, 0);
	sample_view_done(&v);
}

static void test_request(void **state)
{
	struct request_row rows[] = {
		{ .id_baris = SPAN("U1"),
		  .nik = SPAN("7372021505800001"),
		  .name = SPAN("=HYPERLINK(1)"),
		  .born = date_of(1980, 5, 15),
		  .sex = 'L' },
		{ .id_baris = SPAN("U2"), .name = SPAN("SITTI"), .born = DATE_NONE, .born_typed = SPAN("00-00-0000") },
	};
	span list = SPAN("usulan.csv");
	struct bad_disk d = { seams_real()->io, 3000, false };
	struct io io = *seams_real()->io;
	struct seams s = *seams_real();
	struct sample_view v;
	struct request_view r;
	char dir[512];
	struct err e = { 0 };

	(void)state;
	sample_view_make(&v, 10, 50);
	r = (struct request_view){ .programme = &v.p,
				   .day = date_of(2025, 4, 1),
				   .rows = rows,
				   .nrows = 2,
				   .proposals = 3,
				   .list_names = &list,
				   .nlists = 1 };
	io.write = bad_write;
	io.ctx = &d;
	s.io = &io;
	assert_int_equal(request_write(&r, in_base(dir, "minta"), &s, &e), ERR_MACHINE);
	assert_int_equal(entries(dir), -1);
	assert_int_equal(request_write(&r, dir, seams_real(), &e), 0);
	assert_int_equal(request_write(&r, dir, seams_real(), &e), 0);
	assert_int_equal(entries(dir), 2);
	touch(dir, "jawaban.xlsx", "x");
	assert_int_equal(request_write(&r, dir, seams_real(), &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "jawaban.xlsx"));
	sample_view_done(&v);
}

static void test_what_a_killed_run_left_is_removed(void **state)
{
	struct sample_view v;
	char dir[512], dead[512], alive[512], foreign[512];
	struct err e = { 0 };
	int fd;

	(void)state;
	sample_view_make(&v, 10, 50);
	mkdir(in_base(dead, "mati.baru-0123abcd"), 0700);
	touch(dead, "keputusan.csv", "x");
	mkdir(in_base(foreign, "mati.baru-00000000"), 0700);
	touch(foreign, "milik saya.txt", "x");
	mkdir(in_base(alive, "mati.baru-11111111"), 0700);
	fd = open(alive, O_RDONLY | O_DIRECTORY);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(papers_write(&v.v, in_base(dir, "mati"), 1, seams_real(), &e), 0);
	assert_int_equal(entries(dead), -1);
	assert_int_equal(entries(foreign), 1);
	assert_int_equal(entries(alive), 0);
	close(fd);
	sample_view_done(&v);
}

static void test_spellings_of_a_ward_are_one(void **state)
{
	struct sample_view v;
	struct paper_env in;
	struct padan_arena arena;
	struct view_row rows[4];
	struct err e;

	(void)state;
	assert_true(paper_same_place(SPAN("Kampung-Baru"), SPAN("KAMPUNG BARU")));
	assert_false(paper_same_place(SPAN("LAPADDE"), SPAN("LAPADDDE")));
	assert_false(paper_same_place(SPAN("UJUNG"), SPAN("UJUNG BARU")));
	sample_view_make(&v, 4, 100);
	memcpy(rows, v.v.rows, sizeof(rows));
	for (int i = 0; i < 4; i++) {
		rows[i].village = i < 2 ? SPAN("Kampung-baru") : SPAN("KAMPUNG BARU");
		rows[i].district = i == 3 ? SPAN("UJUNG") : SPAN("SOREANG");
		rows[i].padan = i < 2 ? PADAN_TIDAK_PADAN : PADAN_PADAN;
	}
	v.v.rows = rows;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(paper_env_make(&in, &v.v, seams_real(), &arena, &e), 0);
	assert_int_equal(in.nwards, 2);
	assert_int_equal(in.wards[0].rows, 3);
	assert_memory_equal(in.wards[0].village.p, "KAMPUNG BARU", 12);
	assert_int_equal(in.ward_of[3], 1);
	padan_arena_done(&arena);
	sample_view_done(&v);
}

static void test_wording(void **state)
{
	struct sample_view v;
	struct buf b;

	(void)state;
	sample_view_make(&v, 200, 50);
	buf_init(&b, NULL, 4096);
	say_cover(month_of(2025, 5), 8, &b);
	buf_puts(&b, "|");
	say_cover(month_of(2025, 11), 4, &b);
	buf_puts(&b, "|");
	say_cover(month_of(2025, 5), 1, &b);
	assert_string_equal(b.p, "Mei s.d. Desember 2025|November 2025 s.d. Februari 2026|Mei 2025");
	buf_clear(&b);
	say_words(2025, &b);
	assert_string_equal(b.p, "dua ribu dua puluh lima");
	buf_clear(&b);
	say_number(-1234567, &b);
	say_likelihood(9000, &b);
	assert_string_equal(b.p, "-1.234.5670,9000");
	for (size_t i = 0; i < v.v.nrows; i++) {
		const struct view_row *r = &v.v.rows[i];

		buf_clear(&b);
		say_remark(&v.v, r, &b);
		assert_true(strncmp(b.p, putusan_sentence(r->verdict), strlen(putusan_sentence(r->verdict))) == 0);
		if (r->verdict == PUTUSAN_CADANGAN)
			assert_non_null(strstr(b.p, "dana APBD Kota Parepare 2025; dana TJSL Bank Sulselbar"));
		assert_int_equal(nik_differs(r), r->condition == SYARAT_KONFIRMASI_NIK);
	}
	buf_done(&b);
	sample_view_done(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_threads_change_nothing),
		cmocka_unit_test(test_every_file_is_written_without_rows),
		cmocka_unit_test(test_only_our_folder_is_replaced),
		cmocka_unit_test(test_a_bad_disk_leaves_the_earlier_papers),
		cmocka_unit_test(test_each_call_that_fails),
		cmocka_unit_test(test_refused_memory_is_told),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_what_a_killed_run_left_is_removed),
		cmocka_unit_test(test_spellings_of_a_ward_are_one),
		cmocka_unit_test(test_wording),
	};

	return cmocka_run_group_tests(tests, make_base, remove_base);
}
