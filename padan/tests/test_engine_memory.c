/* SPDX-License-Identifier: EUPL-1.2
 * Every request for memory is refused in turn: the engine says so, loses nothing, and then works. */
#include "check.h"
#include <limits.h>
#include <padan/dedupe.h>

struct meter {
	long left, blocks;
};

static void *stingy(void *ctx, void *p, size_t old, size_t size)
{
	struct meter *m = ctx;
	void *q;

	(void)old;
	if (size == 0) {
		m->blocks -= p != NULL;
		free(p);
		return NULL;
	}
	if (m->left-- <= 0)
		return NULL;
	q = realloc(p, size);
	m->blocks += p == NULL && q != NULL;
	return q;
}

enum { ROWS = 1500 };

static void row(unsigned i, char text[4][40], struct padan_span f[PADAN_P_COLUMNS])
{
	static const char *const words[] = { "RAHMAN", "SITI", "IBRAHIM", "HASNAH", "YUSUF", "TAHIR", "SALLE" };

	memset(f, 0, PADAN_P_COLUMNS * sizeof(*f));
	snprintf(text[0], 40, "737201%02u%02u%02u%04u", 1 + i % 28, 1 + i % 12, i % 80, 1 + i % 9);
	snprintf(text[1], 40, "%s %s%u", words[i % 7], words[i / 7 % 7], i / 49);
	snprintf(text[2], 40, "19%02u-%02u-%02u", i % 80, 1 + i % 12, 1 + i % 28);
	f[PADAN_P_NIK] = padan_span_of(text[0]);
	f[PADAN_P_NAME] = padan_span_of(text[1]);
	f[PADAN_P_BORN] = padan_span_of(text[2]);
	f[PADAN_P_ADDRESS] = padan_span_of(text[1]);
}

static int build(struct padan_index **ix, const struct padan_alloc *from)
{
	struct padan_span f[PADAN_P_COLUMNS];
	char text[4][40];
	int rc = padan_index_new(ix, &padan_person_schema, NULL, from);

	for (unsigned i = 0; i < ROWS && rc == PADAN_OK; i++) {
		row(i, text, f);
		rc = padan_index_add(*ix, f, 0, 0);
	}
	return rc == PADAN_OK ? padan_index_seal(*ix) : rc;
}

struct left {
	struct padan_span field[PADAN_P_COLUMNS];
	char text[4][40];
};

static struct padan_left left_row(void *ctx, size_t i)
{
	struct left *all = ctx;

	row((unsigned)i, all[i].text, all[i].field);
	return (struct padan_left){ all[i].field, 0, 0 };
}

static int build_at_once(struct padan_index **ix, const struct padan_alloc *from)
{
	struct padan_link_opt opt = { .exact_first = true };
	static struct left all[ROWS];
	int rc = padan_index_new(ix, &padan_person_schema, &opt, from);

	if (rc == PADAN_OK)
		rc = padan_index_add_rows(*ix, ROWS, left_row, all, 1);
	return rc == PADAN_OK ? padan_index_seal(*ix) : rc;
}

static int link_all(struct padan_index *ix)
{
	struct padan_worker *w;
	struct padan_result *r = NULL;
	struct padan_span f[PADAN_P_COLUMNS];
	char text[4][40];
	int rc = padan_worker_new(&w, ix);

	for (unsigned i = 0; i < ROWS && rc == PADAN_OK; i++) {
		row(i, text, f);
		rc = padan_worker_feed(w, f, f[PADAN_P_NAME]);
	}
	if (rc == PADAN_OK)
		rc = padan_link_finish(ix, &w, 1, &r);
	if (rc == PADAN_OK)
		assert_int_equal(padan_result_verdict(r, 7, &padan_bounds_usual), PADAN_LINK);
	padan_result_free(r);
	padan_worker_free(w);
	return rc;
}

static int dedupe(const struct padan_alloc *from)
{
	struct padan_records *r = NULL;
	struct padan_duplicates *d = NULL;
	struct padan_span f[PADAN_P_COLUMNS];
	char text[4][40];
	int rc = padan_records_new(&r, &padan_person_schema, NULL, from);

	for (unsigned i = 0; i < ROWS && rc == PADAN_OK; i++) {
		row(i, text, f);
		rc = padan_records_add(r, f);
	}
	if (rc == PADAN_OK)
		rc = padan_records_seal(r, 1);
	if (rc == PADAN_OK)
		rc = padan_dedupe(r, NULL, &d);
	padan_duplicates_free(d);
	padan_records_free(r);
	return rc;
}

static int link_from(const struct padan_alloc *from)
{
	struct padan_index *ix = NULL;
	int rc = build(&ix, from);

	if (rc == PADAN_OK)
		rc = link_all(ix);
	padan_index_free(ix);
	return rc;
}

static int index_from(const struct padan_alloc *from)
{
	struct padan_index *ix = NULL;
	int rc = build_at_once(&ix, from);

	padan_index_free(ix);
	return rc;
}

static void refuse(int (*use)(const struct padan_alloc *))
{
	int rc = PADAN_NO_MEMORY;

	for (long allowed = 0; rc != PADAN_OK; allowed++) {
		struct meter m = { allowed, 0 };
		const struct padan_alloc from = { stingy, &m };

		assert_true(allowed < 4000);
		rc = use(&from);
		assert_true(rc == PADAN_OK || rc == PADAN_NO_MEMORY);
		assert_int_equal(m.blocks, 0);
	}
}

static void linkage(void **state)
{
	(void)state;
	refuse(link_from);
	refuse(index_from);
}

static void deduplication(void **state)
{
	(void)state;
	refuse(dedupe);
}

/* Of a table that is large enough for a pilot every third request, in turn. */
static void deduplication_with_a_pilot(void **state)
{
	enum { MANY = 8200 };
	struct meter m = { LONG_MAX, 0 };
	const struct padan_alloc from = { stingy, &m };
	struct padan_records *r;
	struct padan_duplicates *d = NULL;
	struct padan_span f[PADAN_P_COLUMNS];
	char text[4][40];
	int rc = PADAN_NO_MEMORY;
	long held;

	(void)state;
	assert_int_equal(padan_records_new(&r, &padan_person_schema, NULL, &from), PADAN_OK);
	for (unsigned i = 0; i < MANY; i++) {
		row(i, text, f);
		assert_int_equal(padan_records_add(r, f), PADAN_OK);
	}
	assert_int_equal(padan_records_seal(r, 1), PADAN_OK);
	held = m.blocks;
	for (long allowed = 0; rc != PADAN_OK; allowed += 3) {
		assert_true(allowed < 6000);
		m.left = allowed;
		rc = padan_dedupe(r, NULL, &d);
		assert_true(rc == PADAN_OK || rc == PADAN_NO_MEMORY);
		if (rc != PADAN_OK)
			assert_int_equal(m.blocks, held);
	}
	padan_duplicates_free(d);
	padan_records_free(r);
	assert_int_equal(m.blocks, 0);
}

/* Blocks of every size keep what they hold when they grow and shrink, across what is mapped and what is not. */
static void large_blocks_grow(void **state)
{
	static const size_t sizes[] = { 100,	  3 << 20, 5000, (2 << 20) - 1, 2 << 20, 9 << 20,
					40 << 20, 2 << 20, 7,	 6 << 20 };
	const struct padan_alloc *a = &padan_alloc_tables;
	unsigned char *p = NULL;
	size_t old = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		size_t kept = old < sizes[i] ? old : sizes[i];

		p = a->resize(a->ctx, p, old, sizes[i]);
		assert_non_null(p);
		for (size_t k = 0; k < kept; k++)
			if (p[k] != (unsigned char)(k * 7 + (k >> 12)))
				fail_msg("byte %zu of %zu", k, sizes[i]);
		for (size_t k = kept; k < sizes[i]; k++)
			p[k] = (unsigned char)(k * 7 + (k >> 12));
		old = sizes[i];
	}
	assert_null(a->resize(a->ctx, p, old, 0));
	assert_null(a->resize(a->ctx, NULL, 0, SIZE_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(linkage),
		cmocka_unit_test(deduplication),
		cmocka_unit_test(deduplication_with_a_pilot),
		cmocka_unit_test(large_blocks_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
