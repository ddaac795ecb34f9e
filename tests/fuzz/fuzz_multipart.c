/* SPDX-License-Identifier: EUPL-1.2
 * multipart/form-data: however the bytes are cut, the same parts come out. The first byte says how they are cut. */
#include "target.h"
#include "web/multipart.h"

struct told {
	struct buf text;
	bool open;
};

static int begin(void *ctx, span name, bool file, span filename, struct err *e)
{
	struct told *t = ctx;

	(void)e;
	PROMISE(!t->open);
	t->open = true;
	buf_printf(&t->text, "<%zu %d %zu ", name.n, file, filename.n);
	buf_span(&t->text, name);
	buf_span(&t->text, filename);
	return ERR_OK;
}

static int data_of(void *ctx, span piece, struct err *e)
{
	struct told *t = ctx;

	(void)e;
	PROMISE(t->open && piece.n);
	buf_span(&t->text, piece);
	return ERR_OK;
}

static int end(void *ctx, struct err *e)
{
	struct told *t = ctx;

	(void)e;
	PROMISE(t->open);
	t->open = false;
	buf_puts(&t->text, ">");
	return ERR_OK;
}

static int read_all(span all, size_t step, struct told *t)
{
	const struct multipart_sink sink = { begin, data_of, end, t };
	struct multipart m;
	struct err e;
	int rc = multipart_begin(&m, SPAN("b-1"), &sink, &e);

	for (size_t at = 0; at < all.n && !rc; at += step)
		rc = multipart_feed(&m, (span){ all.p + at, step < all.n - at ? step : all.n - at }, &e);
	return rc ? rc : multipart_end(&m, &e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told one = { .open = false }, other = { .open = false };
	const char *p = (const char *)data;
	span all;
	int rc;

	if (!size)
		return 0;
	all = (span){ p + 1, size - 1 };
	buf_init(&one.text, NULL, 1 << 22);
	buf_init(&other.text, NULL, 1 << 22);
	rc = read_all(all, size, &one);
	PROMISE(rc == read_all(all, (size_t)data[0] % 37 + 1, &other));
	PROMISE(rc ||
		(one.text.n == other.text.n && (!one.text.n || memcmp(one.text.p, other.text.p, one.text.n) == 0)));
	PROMISE(one.text.n <= size * 2 + 40000);
	buf_done(&one.text);
	buf_done(&other.text);
	return 0;
}
