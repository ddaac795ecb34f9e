/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/asset.h"

#include "base/embed.h"
#include "web/visit.h"

#include <sodium.h>
#include <stdio.h>

enum { NAME_MAX_BYTES = 80, DIGEST_BYTES = 9 };

static const char *type_of(const char *name)
{
	static const struct {
		const char *end, *type;
	} all[] = { { ".css", "text/css; charset=utf-8" },
		    { ".js", "text/javascript; charset=utf-8" },
		    { ".svg", "image/svg+xml" },
		    { ".png", "image/png" },
		    { ".ico", "image/x-icon" },
		    { ".txt", "text/plain; charset=utf-8" },
		    { ".woff2", "font/woff2" } };
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		size_t end = strlen(all[i].end);

		if (n > end && !strcmp(name + n - end, all[i].end))
			return all[i].type;
	}
	return "application/octet-stream";
}

static void digest_of(span file, char out[16])
{
	unsigned char digest[crypto_generichash_BYTES_MIN];

	crypto_generichash(digest, sizeof(digest), (const unsigned char *)file.p, file.n, NULL, 0);
	sodium_bin2base64(out, 16, digest, DIGEST_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static span find(const char *name)
{
	char full[NAME_MAX_BYTES + 8];

	snprintf(full, sizeof(full), "aset/%s", name);
	return embedded_file(full);
}

void asset_address(const char *name, char out[160])
{
	char digest[16];
	span file = find(name);

	if (!file.p) {
		snprintf(out, 160, "/aset/%.100s", name);
		return;
	}
	digest_of(file, digest);
	snprintf(out, 160, "/aset/%.100s?v=%s", name, digest);
}

void asset_answer(struct visit *v)
{
	const struct http_head *h = v->request.head;
	char name[NAME_MAX_BYTES], etag[20], digest[16];
	span file = { NULL, 0 };
	int n = (int)h->path.n - (int)sizeof("/aset/") + 1;

	if (n > 0 && n < NAME_MAX_BYTES) {
		snprintf(name, sizeof(name), "%.*s", n, h->path.p + sizeof("/aset/") - 1);
		file = find(name);
	}
	if (!file.p) {
		visit_fail(v, 404, "Berkas ini tidak ada.");
		return;
	}
	digest_of(file, digest);
	snprintf(etag, sizeof(etag), "\"%s\"", digest);
	http_header(&v->answer, "ETag", padan_span_of(etag));
	http_header(&v->answer, "Cache-Control",
		    h->query.n ? SPAN("public, max-age=31536000, immutable") : SPAN("public, max-age=300"));
	v->answer.type = type_of(name);
	if (padan_span_eq(http_field(h, "if-none-match"), padan_span_of(etag)))
		v->answer.status = 304;
	else
		buf_span(&v->answer.body, file);
}
