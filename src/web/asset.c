/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/asset.h"

#include "web/visit.h"

#include <stdio.h>

enum { PREFIX = sizeof("/aset/") - 1 };

void asset_address(const char *name, char out[160])
{
	for (const struct asset *a = assets; a->name; a++)
		if (strcmp(a->name, name) == 0) {
			snprintf(out, 160, "/aset/%.140s", a->address);
			return;
		}
	snprintf(out, 160, "/aset/%.140s", name);
}

/* By its address, or by its bare name; *lasting: the address will never mean another content. */
static const struct asset *find(span name, bool *lasting)
{
	for (const struct asset *a = assets; a->name; a++) {
		*lasting = padan_span_eq(padan_span_of(a->address), name);
		if (*lasting || padan_span_eq(padan_span_of(a->name), name))
			return a;
	}
	return NULL;
}

/* Does the list of codings name gzip, without refusing it (q=0)? */
static bool takes_gzip(span codings)
{
	while (codings.n) {
		const char *comma = memchr(codings.p, ',', codings.n);
		span one = { codings.p, comma ? (size_t)(comma - codings.p) : codings.n };
		const char *semicolon = memchr(one.p, ';', one.n);
		span name = span_trim((span){ one.p, semicolon ? (size_t)(semicolon - one.p) : one.n });
		bool refused = semicolon && memmem(one.p, one.n, "q=0", 3) && !memmem(one.p, one.n, "q=0.", 4);

		if (span_ieq(name, SPAN("gzip")) && !refused)
			return true;
		codings = comma ? (span){ comma + 1, codings.n - one.n - 1 } : (span){ NULL, 0 };
	}
	return false;
}

void asset_answer(struct visit *v)
{
	const struct http_head *h = v->request.head;
	const struct asset *a = NULL;
	char etag[40];
	bool lasting = false, gzip = takes_gzip(http_field(h, "accept-encoding"));

	if (h->path.n > PREFIX)
		a = find((span){ h->path.p + PREFIX, h->path.n - PREFIX }, &lasting);
	if (!a) {
		visit_fail(v, 404, "Berkas ini tidak ada.");
		return;
	}
	gzip = gzip && a->gzip.n < a->plain.n;
	snprintf(etag, sizeof(etag), "\"%.20s%s\"", a->digest, gzip ? "-gz" : "");
	http_header(&v->answer, "ETag", padan_span_of(etag));
	http_header(&v->answer, "Vary", SPAN("Accept-Encoding"));
	http_header(&v->answer, "Cache-Control",
		    lasting ? SPAN("public, max-age=31536000, immutable") : SPAN("public, max-age=300"));
	v->answer.type = a->type;
	if (padan_span_eq(http_field(h, "if-none-match"), padan_span_of(etag))) {
		v->answer.status = 304;
		return;
	}
	if (gzip)
		http_header(&v->answer, "Content-Encoding", SPAN("gzip"));
	buf_span(&v->answer.body, gzip ? a->gzip : a->plain);
}
