/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "cli/cli.h"
#include "cli/options.h"
#include "cli/screen.h"
#include "law/law_cases.h"
#include "law/law_tables.h"
#include <errno.h>

/* Standard output and error, caught; reads come from `typed`. */
static char said[2][1 << 16];
static const char *typed;
static size_t per_read;
static bool full;

static ssize_t catch_write(void *ctx, int fd, const void *p, size_t n)
{
	size_t at = strlen(said[fd == 2]);

	(void)ctx;
	if (full && fd == 1) {
		errno = ENOSPC;
		return -1;
	}
	assert_true(at + n < sizeof(said[0]));
	memcpy(said[fd == 2] + at, p, n);
	said[fd == 2][at + n] = '\0';
	return (ssize_t)n;
}

static ssize_t give_read(void *ctx, int fd, void *p, size_t n)
{
	size_t have = typed ? strlen(typed) : 0;

	(void)ctx;
	assert_int_equal(fd, 0);
	n = n < per_read ? n : per_read;
	n = n < have ? n : have;
	if (n)
		memcpy(p, typed, n);
	typed = n ? typed + n : typed;
	return (ssize_t)n;
}

static int run(const char *line)
{
	static struct io io;
	static struct seams seams;
	const struct cli cli = { .seams = &seams, .law_open = law_open, .processors = 1 };
	char copy[1000], *argv[40] = { copy };
	int argc = 1;

	io = *seams_real()->io;
	io.write = catch_write;
	io.read = give_read;
	seams = *seams_real();
	seams.io = &io;
	said[0][0] = said[1][0] = '\0';
	snprintf(copy, sizeof(copy), "%s", line);
	for (char *p = copy; *p;) {
		argv[argc++] = p;
		p += strcspn(p, " ");
		if (*p)
			*p++ = '\0';
	}
	argv[argc] = NULL;
	return cli_main(&cli, argc, argv);
}

static void says(const char *line, int status, int stream, const char *words)
{
	int rc = run(line);

	if (rc != status || !strstr(said[stream], words))
		fail_msg("%s: %d, keluaran \"%s\", galat \"%s\"; diharapkan %d dengan \"%s\"", line, rc, said[0],
			 said[1], status, words);
}

static void test_wrong_usage_names_the_remedy(void **state)
{
	(void)state;
	says("", 2, 0, "Kalkulator");
	says("--help", 0, 0, "lindung compute iuran");
	says("help", 0, 0, "lindung compute iuran");
	says("--version", 0, 0, "lindung 0.");
	says("compute", 2, 0, "compute manfaat");
	says("compute iurna", 2, 1, "maksud Anda lindung compute iuran?");
	says("simulat", 2, 1, "maksud Anda lindung simulate?");
	says("xyzzy", 2, 1, "lihat: lindung --help");
	says("compute iuran --segmn BPU", 2, 1, "maksud Anda --segmen?");
	says("compute iuran --jsn", 2, 1, "maksud Anda --json?");
	says("compute iuran --abrakadabra 1", 2, 1, "lihat: lindung compute iuran --help");
	says("compute iuran --segmen", 2, 1, "--segmen memerlukan isi");
	says("compute iuran --segmen --json", 2, 1, "--segmen memerlukan isi");
	says("compute iuran --segmen BPU --segmen PU", 2, 1, "--segmen disebut dua kali");
	says("compute iuran BPU", 2, 1, "\"BPU\" tidak dimengerti");
	says("compute iuran --bulan 2025-05", 2, 1, "--segmen (Segmen kepesertaan) belum diisi");
	says("compute iuran --help", 0, 0, "Contoh:");
	says("help compute iuran", 0, 0, "Contoh:");
	assert_string_equal(said[1], "");
}

static void test_errors_are_one_line(void **state)
{
	(void)state;
	says("compute iuran --segmen XX", 2, 1, "lindung: segmen");
	assert_ptr_equal(strchr(said[1], '\n') + 1, said[1] + strlen(said[1]));
	assert_string_equal(said[0], "");
}

static void test_both_spellings_of_an_option(void **state)
{
	(void)state;
	says("compute iuran --segmen=bpu --penghasilan=1000000 --bulan=2026-05 --dana=csr --json", 0, 0,
	     "\"total\":8400,");
	says("compute iuran --segmen BPU --penghasilan 1.000.000 --bulan 2026-05-17 --dana apbd", 0, 0, "Rp16.800");
}

/* As a shell spreads --usulan *.csv. */
static void test_files_follow_their_option(void **state)
{
	const struct use_case *uc = use_case_find(SPAN("run"));
	char word[][20] = { "--usulan", "a.csv", "b.csv", "--dukcapil", "d.csv", "--json", "e.csv" };
	char *argv[] = { word[0], word[1], word[2], word[3], word[4], word[5], word[6] };
	struct options options;
	struct err e;
	void *in;

	(void)state;
	assert_non_null(uc);
	in = calloc(1, uc->in_size);
	assert_non_null(in);
	assert_int_equal(options_read(uc, 6, argv, in, &options, &e), 0);
	assert_true(options.json);
	assert_int_equal(((const struct file_list *)field_member(field_find(uc->in, SPAN("usulan")), in))->n, 2);
	assert_int_equal(options_read(uc, 7, argv, in, &options, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "\"e.csv\" tidak dimengerti"));
	free(in);
}

static void test_streamed_lines(void **state)
{
	(void)state;
	for (per_read = 1; per_read < 100; per_read += 7) {
		typed = "7372014107850001\r\n\n7372010107850001";
		says("nik --tahun 2025 --json", 0, 0,
		     "\"tanggal_lahir\":\"1985-07-01\",\"jenis_kelamin\":\"P\",\"nomor_urut\":\"0001\"");
		assert_non_null(strstr(said[0], "{\"baris\":2,\"peringatan\":\"kosong\"}"));
		assert_non_null(strstr(said[0], "\"tanggal_lahir\":\"1985-07-01\",\"jenis_kelamin\":\"L\""));
	}
}

static void test_full_disk(void **state)
{
	(void)state;
	full = true;
	says("compute iuran --segmen BPU --penghasilan 1 --bulan 2025-05", 5, 1, "tidak dapat ditulis");
	says("--help", 5, 1, "tidak dapat ditulis");
	full = false;
}

static void test_letters_apart(void **state)
{
	(void)state;
	assert_int_equal(letters_apart(SPAN("usulan"), SPAN("usulan"), 9), 0);
	assert_int_equal(letters_apart(SPAN("usulna"), SPAN("usulan"), 9), 1);
	assert_int_equal(letters_apart(SPAN("usuln"), SPAN("usulan"), 9), 1);
	assert_int_equal(letters_apart(SPAN(""), SPAN("abc"), 9), 3);
	assert_int_equal(letters_apart(SPAN("abcdef"), SPAN("ghijkl"), 4), 4);
}

static const struct field columns[] = {
	{ .c = "teks", .wire = "teks", .label = "Teks", .type = FIELD_text, .at = 0, .size = sizeof(span) },
	{ .c = "uang",
	  .wire = "uang",
	  .label = "Uang",
	  .type = FIELD_rupiah,
	  .at = sizeof(span),
	  .size = sizeof(rupiah) },
	{ .c = NULL },
};

struct row {
	span text;
	rupiah money;
};
static const struct row_shape shape = { columns, sizeof(struct row) };

static void test_tables_align(void **state)
{
	static const struct row rows[] = { { { "Pa\xc3\xa9", 4 }, { 5 } }, { { "Bacukiki", 8 }, { 1234567 } } };
	const struct field list[] = {
		{ .c = "l",
		  .wire = "l",
		  .label = "Daftar",
		  .type = FIELD_rows,
		  .rows = &shape,
		  .size = sizeof(struct row_cursor) },
		{ .c = NULL },
	};
	struct padan_arena arena;
	struct row_cursor cursor;
	struct io io = *seams_real()->io;
	struct seams seams = *seams_real();
	struct err e;

	(void)state;
	io.write = catch_write;
	seams.io = &io;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	said[0][0] = '\0';
	assert_int_equal(row_cursor_over(&arena, rows, 2, sizeof(rows[0]), &cursor, &e), 0);
	assert_int_equal(screen_record(&seams, 1, 0, list, &cursor, &e), 0);
	assert_string_equal(said[0], "\nDaftar\n"
				     "Teks             Uang\n"
				     "────────  ───────────\n"
				     "Paé               Rp5\n"
				     "Bacukiki  Rp1.234.567\n");
	said[0][0] = '\0';
	assert_int_equal(row_cursor_over(&arena, rows, 1, sizeof(rows[0]), &cursor, &e), 0);
	assert_int_equal(screen_record(&seams, 1, 8, list, &cursor, &e), 0);
	assert_string_equal(said[0], "\nDaftar\n  Teks: Pa\xc3\xa9\n  Uang: Rp5\n\n");
	padan_arena_done(&arena);
}

/* Every request for memory refused in turn: an error, never a crash, and no leak (ASan looks). */
static struct {
	long left;
} allowance;

static void *stingy(void *ctx, void *p, size_t old, size_t size)
{
	(void)ctx;
	if (size > old && allowance.left-- <= 0)
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static void test_refused_memory(void **state)
{
	static const struct padan_alloc alloc = { stingy, NULL };
	struct io io = *seams_real()->io;
	struct seams seams = *seams_real();
	const struct cli cli = { .seams = &seams, .law_open = law_open, .processors = 1 };
	int rc = ERR_MACHINE;

	(void)state;
	io.write = catch_write;
	seams.io = &io;
	seams.alloc = &alloc;
	for (long n = 0; rc != ERR_OK; n++) {
		char words[5][40] = { "lindung", "compute", "manfaat", "--jenis=JKM", "--tanggal=2025-08-17" };
		char more[2][40] = { "--bulan-iur=40", "--anak=sd,sma" };
		char *argv[] = { words[0], words[1], words[2], words[3], words[4], more[0], more[1], NULL };

		said[0][0] = said[1][0] = '\0';
		allowance.left = n;
		rc = cli_main(&cli, 7, argv);
		assert_true(rc == ERR_OK || rc == ERR_MACHINE);
		assert_true(n < 500);
	}
	assert_non_null(strstr(said[0], "Rp42.000.000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong_usage_names_the_remedy),
		cmocka_unit_test(test_errors_are_one_line),
		cmocka_unit_test(test_both_spellings_of_an_option),
		cmocka_unit_test(test_files_follow_their_option),
		cmocka_unit_test(test_streamed_lines),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_letters_apart),
		cmocka_unit_test(test_tables_align),
		cmocka_unit_test(test_refused_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
