/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "web/http_head.h"

#define HOST "Host: a\r\n"

static int read_text(const char *text, struct http_head *h)
{
	return http_head_read(padan_span_of(text), h);
}

static void a_plain_head(void **state)
{
	struct http_head h, moved;
	const char *text = "GET /a/b?x=1&y=%20 HTTP/1.1\r\nHost: kota.go.id:8080\r\nCookie:  a=b \r\n\r\nmore";
	char copy[200];

	(void)state;
	assert_int_equal(read_text(text, &h), 0);
	assert_int_equal(h.method, HTTP_GET);
	assert_true(padan_span_eq(h.path, SPAN("/a/b")));
	assert_true(padan_span_eq(h.query, SPAN("x=1&y=%20")));
	assert_true(padan_span_eq(h.host, SPAN("kota.go.id:8080")));
	assert_true(padan_span_eq(http_field(&h, "cookie"), SPAN("a=b")));
	assert_int_equal(h.bytes, strlen(text) - 4);
	assert_int_equal(h.length, -1);
	assert_true(h.keep_alive);
	moved = h;
	memcpy(copy, text, h.bytes);
	http_head_moved(&moved, text, copy);
	assert_ptr_equal(moved.path.p, copy + 4);
	assert_ptr_equal(moved.field[1].value.p, copy + (h.field[1].value.p - text));
}

/* However the bytes arrive, the answer is the same; and nothing that is wrong is awaited to its end. */
static void byte_by_byte(void **state)
{
	const char *good = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nConnection: close\r\n\r\n";
	struct http_head h;

	(void)state;
	for (size_t n = 0; n < strlen(good); n++)
		assert_int_equal(http_head_read((span){ good, n }, &h), 100);
	assert_int_equal(read_text(good, &h), 0);
	assert_int_equal(h.length, 12);
	assert_false(h.keep_alive);
}

static void what_is_refused(void **state)
{
	static const struct {
		int status;
		const char *text;
	} cases[] = {
		{ 400, "GET / HTTP/1.1\nHost: a\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\nHost: a\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n" },
		{ 400, "\r\nGET / HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET  / HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET /  HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET / HTTP/1.1 \r\n" HOST "\r\n" },
		{ 400, "GET /\r\n" HOST "\r\n" },
		{ 400, "get / HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "MKCOL / HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET http://a/ HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET * HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET /\x80 HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET /#a HTTP/1.1\r\n" HOST "\r\n" },
		{ 400, "GET / HTTP/0.9\r\n" HOST "\r\n" },
		{ 400, "GET / http/1.1\r\n" HOST "\r\n" },
		{ 505, "GET / HTTP/2.0\r\n" HOST "\r\n" },
		{ 505, "GET / HTTP/1.2\r\n" HOST "\r\n" },
		{ 400, "GET / HTTP/1.1\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST HOST "\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST "X : b\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST ": b\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST "X: \x01\r\n\r\n" },
		{ 400, "GET / HTTP/1.1\r\n" HOST "X\x80: a\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 9999999999999999999\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n" },
		{ 400, "POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n" },
		{ 400, "POST / HTTP/1.1\r\n" HOST "Expect: magic\r\n\r\n" },
	};
	struct http_head h;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (read_text(cases[i].text, &h) != cases[i].status)
			fail_msg("%s: %d, not %d", cases[i].text, read_text(cases[i].text, &h), cases[i].status);
	assert_int_equal(http_head_read((span){ "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 29 }, &h), 400);
}

static void ceilings(void **state)
{
	static char big[HTTP_HEAD_MAX + 100];
	struct http_head h;
	size_t n;

	(void)state;
	memset(big, 'a', sizeof(big));
	memcpy(big, "GET /", 5);
	assert_int_equal(http_head_read((span){ big, HTTP_LINE_MAX }, &h), 100);
	assert_int_equal(http_head_read((span){ big, HTTP_LINE_MAX + 1 }, &h), 414);
	memcpy(big, "GET / HTTP/1.1\r\nX: ", 19);
	assert_int_equal(http_head_read((span){ big, HTTP_HEAD_MAX - 1 }, &h), 100);
	assert_int_equal(http_head_read((span){ big, HTTP_HEAD_MAX }, &h), 431);
	n = 16;
	for (int i = 0; i <= HTTP_FIELDS_MAX; i++, n += 6)
		memcpy(big + n, "X: 1\r\n", 6);
	assert_int_equal(http_head_read((span){ big, n }, &h), 431);
}

/* The data of the chunks; "!" when they are refused, "+" behind it when the end is awaited. */
static const char *chunked(const char *text, size_t step)
{
	static char out[200];
	struct http_chunks c = { 0 };
	size_t n = 0, all = strlen(text);
	int rc = 1;

	for (size_t at = 0; at < all && rc == 1; at += step) {
		span in = { text + at, step < all - at ? step : all - at }, data;

		while (in.n && rc == 1) {
			rc = http_chunks_read(&c, &in, &data);
			memcpy(out + n, data.p, rc < 0 ? 0 : data.n);
			n += rc < 0 ? 0 : data.n;
		}
	}
	snprintf(out + n, sizeof(out) - n, "%s", rc < 0 ? "!" : rc ? "+" : "");
	return out;
}

static void chunks(void **state)
{
	(void)state;
	for (size_t step = 1; step < 20; step++) {
		assert_string_equal(chunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", step), "abc0123456789");
		assert_string_equal(chunked("3\r\nabc\r\n0\r\n", step), "abc+");
		assert_string_equal(chunked("3\r\nabcd\r\n0\r\n\r\n", step), "abc!");
		assert_string_equal(chunked("3\nabc\r\n0\r\n\r\n", step), "!");
		assert_string_equal(chunked("3 \r\nabc\r\n0\r\n\r\n", step), "!");
		assert_string_equal(chunked("3;x=1\r\nabc\r\n0\r\n\r\n", step), "!");
		assert_string_equal(chunked("\r\nabc\r\n0\r\n\r\n", step), "!");
		assert_string_equal(chunked("fffffffffffffffff\r\nabc", step), "!");
		assert_string_equal(chunked("0\r\nX: 1\r\n\r\n", step), "!");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_head), cmocka_unit_test(byte_by_byte), cmocka_unit_test(what_is_refused),
		cmocka_unit_test(ceilings),	cmocka_unit_test(chunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
