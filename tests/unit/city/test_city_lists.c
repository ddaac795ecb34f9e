/* SPDX-License-Identifier: EUPL-1.2
 * The sample's lists against the reader of lists: every proposal row that the truth knows is read as one, in its
 * place, and no other. */
#include "check.h"
#include "city/city.h"
#include "intake/intake.h"
#include "tabular/sandbox.h"
#include <dirent.h>

static const char *const names[] = { "usulan_dinas_perikanan.csv", "usulan_dinas_pertanian.csv",
				     "usulan_disnaker.xlsx" };

struct truth {
	struct buf bytes;
	const char *at;
};

/* Next row of kebenaran.csv: the first three cells, without quotes there. */
static bool next_truth(struct truth *t, char file[64], uint32_t *row, char nik[20])
{
	const char *end = strchr(t->at, '\n');
	char line[1024];

	if (!end)
		return false;
	snprintf(line, sizeof(line), "%.*s", (int)(end - t->at), t->at);
	t->at = end + 1;
	char *comma = strchr(line, ','), *after = comma ? strchr(comma + 1, ',') : NULL;

	assert_non_null(after);
	snprintf(file, 64, "%.*s", (int)(comma - line), line);
	*row = (uint32_t)strtoul(comma + 1, NULL, 10);
	snprintf(nik, 20, "%.*s", (int)strcspn(after + 1, ","), after + 1);
	return true;
}

static void compare(const char *dir, const struct intake *in)
{
	struct truth t;
	struct err e;
	char path[512], file[64], nik[20];
	uint32_t n = 0, row, same = 0;

	snprintf(path, sizeof(path), "%s/kebenaran.csv", dir);
	buf_init(&t.bytes, &padan_alloc_libc, (size_t)8 << 20);
	assert_int_equal(file_read(seams_real(), path, (size_t)8 << 20, &t.bytes, &e), 0);
	t.at = strchr(t.bytes.p, '\n') + 1;
	while (next_truth(&t, file, &row, nik)) {
		const struct intake_row *r = &in->rows[n];
		span typed;

		assert_true(n < in->n_rows);
		assert_string_equal(file, names[r->file]);
		assert_int_equal(r->no, row);
		typed = intake_cell(in, r, COL_NIK);
		same += nik[0] && typed.n == 16 && memcmp(typed.p, nik, 16) == 0;
		n++;
	}
	assert_int_equal(in->n_rows, n);
	assert_in_range(same, n * 3 / 4, n);
	buf_done(&t.bytes);
}

static void every_row_is_read_in_its_place(void **state)
{
	char dir[] = "/tmp/lindung-baca-XXXXXX", path[3][128];
	struct city_order order = { .dir = dir, .persons = 20000, .proposals = 900, .seed = 2 };
	struct padan_arena arena;
	struct intake in;
	struct err e = { 0 };
	span paths[3];

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(city_write(&order, seams_real(), NULL, NULL, &e), 0);
	for (int i = 0; i < 3; i++) {
		snprintf(path[i], sizeof(path[i]), "%s/%s", dir, names[i]);
		paths[i] = padan_span_of(path[i]);
	}
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	if (intake_read(&in, seams_real(), paths, 3, &arena, &e))
		fail_msg("%s", e.text);
	for (uint32_t i = 0; i < in.n_files; i++)
		assert_int_equal(in.files[i].rows + in.files[i].skips, in.files[i].info.rows);
	compare(dir, &in);
	padan_arena_done(&arena);

	DIR *d = opendir(dir);
	struct dirent *x;

	while (d && (x = readdir(d))) {
		snprintf(path[0], sizeof(path[0]), "%s/%.90s", dir, x->d_name);
		unlink(path[0]);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_row_is_read_in_its_place) };

	if (argc > 1 && strcmp(argv[1], SHEET_CHILD) == 0)
		return sheet_child_main();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
