/* SPDX-License-Identifier: EUPL-1.2
 *
 * The head of an HTTP/1.1 request, read strictly (RFC 9112): what two readers could understand in two ways is refused.
 * Pure; fuzzed. Refused are: a bare LF or CR, blanks before a colon, folded lines, anything but token characters in a
 * name, control characters in a value, methods we do not know, a target that is not origin form (`/...`, or `*` with
 * OPTIONS), a second Host, Content-Length or Transfer-Encoding, both of the latter, a length that is not digits only, a
 * coding that is not exactly "chunked", no Host in 1.1, versions other than 1.0 and 1.1. An empty line before the
 * request line is refused too.
 */
#ifndef WEB_HTTP_HEAD_H
#define WEB_HTTP_HEAD_H

#include "base/err.h"
#include "base/text.h"
#include <stdbool.h>

enum {
	HTTP_LINE_MAX = 8192,  /* the request line */
	HTTP_HEAD_MAX = 32768, /* line and headers together */
	HTTP_FIELDS_MAX = 64
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OPTIONS, HTTP_OTHER };

struct http_field {
	span name, value; /* value without blanks around it */
};

/* Spans point into the bytes that were read. */
struct http_head {
	enum http_method method;
	span method_name, target, path, query; /* path and query still percent-encoded; query without '?' */
	int minor;			       /* HTTP/1.minor */
	span host;
	int64_t length; /* of the body; -1: none was named */
	bool chunked, keep_alive, expect_continue;
	struct http_field field[HTTP_FIELDS_MAX];
	size_t fields;
	size_t bytes; /* of the head, with its empty line */
};

/* 0: *out is the head. 100: more bytes are needed. Else the status to refuse with: 400, 414, 431, 501, 505. */
MUST_CHECK int http_head_read(span bytes, struct http_head *out);
/* The bytes were copied from `from` to `to`: all spans follow. */
void http_head_moved(struct http_head *h, const char *from, const char *to);
/* Letter case of the name is ignored; empty when it is not there. */
span http_field(const struct http_head *h, const char *name);
/* How often a header stands there. */
size_t http_field_count(const struct http_head *h, const char *name);

/* The chunked coding, piece by piece. */
struct http_chunks {
	int state;
	int64_t left;	/* of the chunk that is being read */
	size_t in_line; /* bytes of the line that is being read */
};
/* Takes from *in: *data is a piece of the body (may be empty), `in` the rest. 1: go on with what is left or comes, 0:
 * the body has ended, -1: no chunked coding. Nobody needs extensions or trailers: they are no chunked coding here. */
MUST_CHECK int http_chunks_read(struct http_chunks *c, span *in, span *data);

#endif
