/* SPDX-License-Identifier: EUPL-1.2
 * What the database keeps for the papers: everything comes back, and nothing torn is taken for whole. */
#include "check.h"

#include "papers/keep.h"
#include "sample_view.h"

static bool same_text(span a, span b)
{
	return padan_span_eq(a, b);
}

static void check_row(const struct run_view *v, const struct view_row *was, struct padan_arena *arena)
{
	struct view_row is = { .file = was->file };
	struct buf b;

	buf_init(&b, &padan_alloc_libc, LIM_KEPT);
	keep_row(v, was, &b);
	assert_false(b.failed);
	assert_true(kept_row(buf_as_span(&b), v, &is, arena));
	assert_true(same_text(is.id_baris, was->id_baris));
	assert_int_equal(is.duplicate_of, was->duplicate_of);
	assert_int_equal(is.gaps, was->gaps);
	assert_int_equal(is.shut.why, was->shut.why);
	assert_int_equal(is.shut.district, was->shut.district);
	assert_int_equal(is.shut.funds, was->shut.funds);
	assert_int_equal(is.keys != NULL, was->keys != NULL);
	for (size_t i = 0; is.keys && i < v->head.nkeys; i++)
		assert_true(same_text(is.keys[i], was->keys[i]));
	for (size_t i = 0; was->cells && i < v->files[was->file].ntitles; i++)
		assert_true(same_text(is.cells[i], was->cells[i]));
	for (size_t cut = 0; cut < b.n; cut++) { /* every torn one is told, and nothing is read beyond it */
		char *torn = malloc(cut ? cut : 1);

		memcpy(torn, b.p, cut);
		assert_false(kept_row((span){ torn, cut }, v, &is, arena));
		free(torn);
	}
	buf_done(&b);
}

static void test_rows_come_back(void **state)
{
	struct sample_view s;
	struct padan_arena arena;
	const struct view_heard heard = {
		5, 7372010101010001, 7, SPAN("meninggal"), { SPAN(""), SPAN(""), SPAN("Kelurahan: masih hidup.") }
	};
	struct view_row odd;

	(void)state;
	sample_view_make(&s, 300, 60);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	for (size_t i = 0; i < s.v.nrows; i += 7)
		check_row(&s.v, &s.v.rows[i], &arena);
	odd = s.v.rows[3];
	odd.heard = &heard;
	odd.shut = (struct shut_out){ 63, -1, 32767, UINT32_MAX };
	check_row(&s.v, &odd, &arena);
	padan_arena_done(&arena);
	sample_view_done(&s);
}

static void check_lists(const struct run_view *is, const struct run_view *was)
{
	assert_int_equal(is->nfiles, was->nfiles);
	for (size_t i = 0; i < was->nfiles; i++) {
		assert_int_equal(is->files[i].id_column, was->files[i].id_column);
		assert_int_equal(is->files[i].ntitles, was->files[i].ntitles);
		assert_int_equal(is->files[i].nwarnings, was->files[i].nwarnings);
		for (size_t k = 0; k < was->files[i].ntitles; k++)
			assert_true(same_text(is->files[i].titles[k], was->files[i].titles[k]));
	}
	assert_int_equal(is->nskips, was->nskips);
	for (size_t i = 0; i < was->nskips; i++) {
		assert_int_equal(is->skips[i].line, was->skips[i].line);
		assert_true(same_text(is->skips[i].text, was->skips[i].text));
	}
	assert_int_equal(is->nsk, was->nsk);
	for (size_t i = 0; i < was->nsk; i++) {
		assert_int_equal(is->sk[i].change, was->sk[i].change);
		assert_int_equal(is->sk[i].before.rp, was->sk[i].before.rp);
		assert_int_equal(is->sk[i].until.day, was->sk[i].until.day);
		assert_true(same_text(is->sk[i].reason, was->sk[i].reason));
	}
	assert_int_equal(is->head.nfunds, was->head.nfunds);
	for (size_t i = 0; i < was->head.nfunds; i++)
		assert_int_equal(is->head.funds[i].nenter, was->head.funds[i].nenter);
}

static void test_parts_come_back(void **state)
{
	struct sample_view s;
	struct padan_arena arena;
	struct run_view is = { 0 };
	struct kept kept;
	struct keeping k;
	struct buf b;
	int parts = 0;

	(void)state;
	sample_view_make(&s, 300, 60);
	memset(s.v.head.list_sha256, 'a', 64);
	memset(s.v.head.inputs_sha256, 'b', 64);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	buf_init(&b, &padan_alloc_libc, LIM_KEPT);
	k = (struct keeping){ .v = &s.v };
	assert_true(kept_begin(&kept, &is, &arena));
	while (keep_part(&k, &b)) {
		char *copy = padan_arena_copy(&arena, b.p, b.n);

		for (size_t cut = 1; cut < b.n; cut += 1 + cut / 9) {
			struct run_view other = { 0 };
			struct kept torn;
			char *piece = malloc(cut);
			bool whole;

			memcpy(piece, b.p, cut);
			assert_true(kept_begin(&torn, &other, &arena));
			whole = kept_part(&torn, (span){ piece, cut }) && kept_end(&torn);
			assert_true(!whole || other.nsk < s.v.nsk || other.nanswers < s.v.nanswers || cut == b.n);
			free(piece);
		}
		assert_true(kept_part(&kept, (span){ copy, b.n }));
		parts++;
	}
	assert_true(parts > 0 && kept_end(&kept));
	check_lists(&is, &s.v);
	assert_int_equal(is.head.per_person.rp, s.v.head.per_person.rp);
	assert_string_equal(is.head.list_sha256, s.v.head.list_sha256);
	buf_done(&b);
	padan_arena_done(&arena);
	sample_view_done(&s);
}

/* Long lists are cut into parts of bounded size. */
static void test_many_parts(void **state)
{
	enum { N = 40000 };
	struct sample_view s;
	struct padan_arena arena;
	struct run_view is = { 0 };
	struct view_skip *skips = calloc(N, sizeof(*skips));
	struct kept kept;
	struct keeping k;
	struct buf b;
	int parts = 0;

	(void)state;
	sample_view_make(&s, 10, 5);
	memset(s.v.head.list_sha256, 'a', 64);
	memset(s.v.head.inputs_sha256, 'b', 64);
	for (int i = 0; i < N; i++)
		skips[i] = (struct view_skip){ 0, (uint32_t)i + 1, SPAN("catatan"), SPAN("Mengetahui, Lurah Lumpue") };
	s.v.skips = skips;
	s.v.nskips = N;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	buf_init(&b, &padan_alloc_libc, LIM_KEPT);
	k = (struct keeping){ .v = &s.v };
	assert_true(kept_begin(&kept, &is, &arena));
	for (; keep_part(&k, &b); parts++) {
		assert_true(b.n < 300 << 10);
		assert_true(kept_part(&kept, (span){ padan_arena_copy(&arena, b.p, b.n), b.n }));
	}
	assert_true(parts > 4 && kept_end(&kept));
	assert_int_equal(is.nskips, N);
	assert_int_equal(is.skips[N - 1].line, N);
	buf_done(&b);
	padan_arena_done(&arena);
	sample_view_done(&s);
	free(skips);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_come_back),
		cmocka_unit_test(test_parts_come_back),
		cmocka_unit_test(test_many_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
