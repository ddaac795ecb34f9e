/* SPDX-License-Identifier: EUPL-1.2
 * Every template of the tree against the page table: each name leads somewhere, each template is there and is used. */
#include "check.h"

#include "web/frame.h"
#include "web/router.h"
#include "web/template.h"

static struct padan_arena arena;
static struct template_set set;
static struct router *router;
static const struct page_row *const *rows;
static size_t nrows;

static int begin(void **state)
{
	struct err e = { 0 };

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	if (router_new(&router, &arena, &e) || template_set_load(&set, &arena, &e)) {
		print_error("%s\n", e.text);
		return 1;
	}
	nrows = router_rows(router, &rows);
	return 0;
}

static int end(void **state)
{
	(void)state;
	padan_arena_done(&arena);
	return 0;
}

static void test_pages(void **state)
{
	int wrong = 0;

	(void)state;
	assert_true(nrows > 0);
	for (size_t i = 0; i < nrows; i++) {
		const struct template *t;
		struct err e = { 0 };

		if (!rows[i]->uc || rows[i]->method != PAGE_GET)
			continue;
		t = rows[i]->template ? template_find(&set, rows[i]->template) : NULL;
		if (!t)
			print_error("%s: templat %s tidak ada\n", rows[i]->path, rows[i]->template);
		else if (template_check(t, *rows[i]->uc, frame_names(), &e))
			print_error("%s: %s\n", rows[i]->path, e.text);
		wrong += !t || e.code;
	}
	assert_int_equal(wrong, 0);
}

static bool of_a_page(const struct template *t)
{
	for (size_t i = 0; i < nrows; i++)
		if (rows[i]->uc && rows[i]->template && !strcmp(rows[i]->template, template_name(t)))
			return true;
	return false;
}

/* Those of handlers, the frame and parts say at their top what they need. */
static void test_others(void **state)
{
	int wrong = 0;

	(void)state;
	assert_true(set.n > 0);
	for (size_t i = 0; i < set.n; i++) {
		struct err e = { 0 };

		if (!of_a_page(set.at[i]) && template_check(set.at[i], NULL, frame_names(), &e)) {
			print_error("%s\n", e.text);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* What the server itself asks for by name. */
static void test_frame(void **state)
{
	(void)state;
	assert_non_null(template_find(&set, "web/view/rangka.html"));
	assert_non_null(template_find(&set, "web/view/galat.html"));
	assert_false(template_is_lively(template_find(&set, "web/view/galat.html")));
	assert_true(template_posts(template_find(&set, "web/view/rangka.html")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_frame),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
