/* SPDX-License-Identifier: EUPL-1.2
 * The head of a request, and its chunks: the answer does not depend on what comes behind, nothing right is half right,
 * and every span lies in the bytes. */
#include "target.h"
#include "web/http_head.h"

static void inside(span all, span s)
{
	PROMISE(!s.n || (s.p >= all.p && s.p + s.n <= all.p + all.n));
}

static void check_head(span all)
{
	struct http_head h, again;
	int rc = http_head_read(all, &h);

	PROMISE(rc == 0 || rc == 100 || rc == 400 || rc == 414 || rc == 431 || rc == 501 || rc == 505);
	if (rc)
		return;
	PROMISE(h.bytes <= all.n && h.bytes >= 4 && memcmp(all.p + h.bytes - 4, "\r\n\r\n", 4) == 0);
	PROMISE(http_head_read((span){ all.p, h.bytes }, &again) == 0 && again.bytes == h.bytes);
	PROMISE(http_head_read((span){ all.p, h.bytes - 1 }, &again) == 100);
	inside(all, h.target);
	inside(all, h.path);
	inside(all, h.query);
	for (size_t i = 0; i < h.fields; i++) {
		inside(all, h.field[i].name);
		inside(all, h.field[i].value);
		PROMISE(!memchr(h.field[i].value.p ? h.field[i].value.p : "", '\n', h.field[i].value.n));
	}
	PROMISE(http_field_count(&h, "host") <= 1 && (!h.chunked || h.length < 0));
}

static int all_chunks(span in, size_t step, char *out, size_t *n)
{
	struct http_chunks c = { 0 };
	int rc = 1;

	*n = 0;
	for (size_t at = 0; at < in.n && rc == 1; at += step) {
		span piece = { in.p + at, step < in.n - at ? step : in.n - at }, data;

		while (piece.n && rc == 1) {
			rc = http_chunks_read(&c, &piece, &data);
			if (rc >= 0 && data.n) {
				memcpy(out + *n, data.p, data.n);
				*n += data.n;
			}
		}
	}
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size + 1), *one = malloc(size + 1), *many = malloc(size + 1);
	span all = { bytes, size };
	size_t n1, n2;
	int rc;

	PROMISE(bytes && one && many);
	memcpy(bytes, data, size);
	check_head(all);
	rc = all_chunks(all, size ? size : 1, one, &n1);
	PROMISE(rc == all_chunks(all, 1, many, &n2) && (rc < 0 || (n1 == n2 && memcmp(one, many, n1) == 0)));
	free(bytes);
	free(one);
	free(many);
	return 0;
}
