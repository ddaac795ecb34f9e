/* SPDX-License-Identifier: EUPL-1.2
 * Forms in every dress, names of uploads, who may be the other end. */
#include "check.h"

#include "web/multipart.h"
#include "web/request.h"

static struct padan_arena arena;

static int end(void **state)
{
	(void)state;
	padan_arena_done(&arena);
	return 0;
}

static void forms(void **state)
{
	struct pairs p = { .n = 0 };
	struct err e;

	(void)state;
	assert_int_equal(pairs_read(&p, SPAN("a=1&b=x+y%20z&&c&a=2&d="), &arena, &e), ERR_OK);
	assert_int_equal(p.n, 5);
	assert_true(padan_span_eq(pairs_find(&p, SPAN("a"))->value, SPAN("1")));
	assert_true(padan_span_eq(pairs_find(&p, SPAN("b"))->value, SPAN("x y z")));
	assert_int_equal(pairs_find(&p, SPAN("c"))->value.n, 0);
	assert_null(pairs_find(&p, SPAN("e")));
	for (const char *const *bad = (const char *const[]){ "a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c3=1", NULL };
	     *bad; bad++)
		assert_int_equal(pairs_read(&p, padan_span_of(*bad), &arena, &e), ERR_USAGE);
}

static void cookies(void **state)
{
	span header = SPAN("a=1; lindung=abc; lindung-tamu=x");

	(void)state;
	assert_true(padan_span_eq(cookie_value(header, "lindung"), SPAN("abc")));
	assert_true(padan_span_eq(cookie_value(header, "lindung-tamu"), SPAN("x")));
	assert_int_equal(cookie_value(header, "tidak").n, 0);
	/* two of one name: somebody planted one */
	assert_int_equal(cookie_value(SPAN("lindung=a; lindung=b"), "lindung").n, 0);
	assert_true(padan_span_eq(header_parameter(SPAN("multipart/form-data; boundary=\"x y\""), "boundary"),
				  SPAN("x y")));
	assert_true(padan_span_eq(header_bare(SPAN("text/html ; charset=utf-8")), SPAN("text/html")));
}

static void json(void **state)
{
	struct pairs p = { .n = 0 };
	struct err e;

	(void)state;
	assert_int_equal(
		request_json(&p, SPAN("{\"a\":\"x\",\"b\":12,\"c\":true,\"d\":[\"y\",\"z\"],\"e\":null,\"f\":1.50}"),
			     &arena, &e),
		ERR_OK);
	assert_int_equal(p.n, 6);
	assert_true(padan_span_eq(p.at[1].value, SPAN("12")));
	assert_true(padan_span_eq(p.at[2].value, SPAN("ya")));
	assert_true(padan_span_eq(p.at[4].value, SPAN("z")));
	assert_true(padan_span_eq(p.at[5].value, SPAN("1.50")));
	for (const char *const *bad = (const char *const[]){ "[]", "1", "{\"a\":{}}", "{\"a\":[[1]]}", "{a:1}",
							     "{\"a\":1}x", "{\"a\":\"\\u0000\"}", "{\"a\":1,}", NULL };
	     *bad; bad++)
		assert_int_equal(request_json(&p, padan_span_of(*bad), &arena, &e), ERR_USAGE);
}

static void names_of_uploads(void **state)
{
	static const struct {
		const char *given, *safe;
	} cases[] = { { "daftar.csv", "daftar.csv" },
		      { "C:\\Dinas\\daftar 1.xlsx", "daftar 1.xlsx" },
		      { "../../etc/passwd", "passwd" },
		      { "..", "berkas" },
		      { "/", "berkas" },
		      { ".bashrc", "bashrc" },
		      { "\001.", "berkas" },
		      { "\001\001.x", "x" },
		      { "a\nb\".csv", "ab.csv" },
		      { "", "berkas" },
		      { "\xff\xfe", "berkas" } };
	char longest[400];
	span s;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s = upload_safe_name(padan_span_of(cases[i].given), &arena);
		if (!padan_span_eq(s, padan_span_of(cases[i].safe)))
			fail_msg("%s: %.*s", cases[i].given, (int)s.n, s.p);
	}
	memset(longest, 'a', sizeof(longest));
	memcpy(longest + sizeof(longest) - 5, ".xlsx", 5);
	s = upload_safe_name((span){ longest, sizeof(longest) }, &arena);
	assert_int_equal(s.n, UPLOAD_NAME);
	assert_memory_equal(s.p + s.n - 5, ".xlsx", 5);
}

/* --- multipart: the same, however it is cut ------------------------------------------------------------------------
 */
static char story[4096];

static int part_begin(void *ctx, span name, bool file, span filename, struct err *e)
{
	size_t n = strlen(story);

	(void)ctx;
	(void)e;
	snprintf(story + n, sizeof(story) - n, "[%.*s%s%.*s:", (int)name.n, name.p, file ? "<" : "", (int)filename.n,
		 filename.p ? filename.p : "");
	return ERR_OK;
}

static int part_data(void *ctx, span piece, struct err *e)
{
	size_t n = strlen(story);

	(void)ctx;
	(void)e;
	snprintf(story + n, sizeof(story) - n, "%.*s", (int)piece.n, piece.p);
	return ERR_OK;
}

static int part_end(void *ctx, struct err *e)
{
	(void)ctx;
	(void)e;
	snprintf(story + strlen(story), sizeof(story) - strlen(story), "]");
	return ERR_OK;
}

static int read_parts(const char *text, size_t step)
{
	const struct multipart_sink sink = { part_begin, part_data, part_end, NULL };
	size_t all = strlen(text);
	struct multipart m;
	struct err e;
	int rc = multipart_begin(&m, SPAN("b-1"), &sink, &e);

	story[0] = 0;
	for (size_t at = 0; at < all && !rc; at += step)
		rc = multipart_feed(&m, (span){ text + at, step < all - at ? step : all - at }, &e);
	return rc ? rc : multipart_end(&m, &e);
}

#define PART(head, body) "--b-1\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

static void parts(void **state)
{
	static const char good[] =
		PART("name=\"a\"", "1") PART("name=\"f\"; filename=\"x.csv\"", "a\r\n--b-\r\n\r\r\n--b-2\r\nz")
			PART("name=\"k\"; filename=\"\"", "") "--b-1--\r\n";
	static const char *const bad[] = {
		"",
		PART("name=\"a\"", "1"),
		PART("nama=\"a\"", "1") "--b-1--",
		PART("name=a", "1") "--b-1--",
		PART("name=\"a\"; name=\"b\"", "1") "--b-1--",
		PART("name=\"a\"; filename*=UTF-8''x", "1") "--b-1--",
		"--b-1\r\nX: y\r\n\r\n1\r\n--b-1--",
		"--b-1x\r\n",
		"--b-1-x\r\n",
	};

	(void)state;
	for (size_t step = 1; step < sizeof(good); step++) {
		assert_int_equal(read_parts(good, step), ERR_OK);
		assert_string_equal(story, "[a:1][f<x.csv:a\r\n--b-\r\n\r\r\n--b-2\r\nz][k<:]");
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (read_parts(bad[i], 7) != ERR_USAGE)
			fail_msg("case %zu was taken", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms), cmocka_unit_test(cookies),
		cmocka_unit_test(json),	 cmocka_unit_test(names_of_uploads),
		cmocka_unit_test(parts),
	};

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	return cmocka_run_group_tests(tests, NULL, end);
}
