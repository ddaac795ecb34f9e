/* SPDX-License-Identifier: EUPL-1.2
 *
 * multipart/form-data (RFC 7578), piece by piece as it comes, so that a file of any size passes through a few kilobytes
 * of memory. Pure; fuzzed. However the bytes are cut, the same parts come out.
 */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "base/err.h"
#include "base/text.h"

enum { MULTIPART_BOUNDARY = 70, MULTIPART_HEAD = 4096, MULTIPART_PARTS = 1000 };

/* All return 0, or an error's code with e filled, which ends the reading. */
struct multipart_sink {
	/* A part begins. `file`: it has a filename (perhaps an empty one: no file was chosen). */
	int (*begin)(void *ctx, span name, bool file, span filename, struct err *e);
	int (*data)(void *ctx, span piece, struct err *e);
	int (*end)(void *ctx, struct err *e);
	void *ctx;
};

struct multipart {
	const struct multipart_sink *sink;
	char mark[MULTIPART_BOUNDARY + 5]; /* CR LF - - boundary */
	size_t mark_n;
	int state;
	size_t matched; /* bytes of the mark that were seen */
	size_t head_n;
	int parts;
	bool in_part;
	char head[MULTIPART_HEAD];
};

/* ERR_USAGE: no boundary, or one that RFC 2046 does not allow. */
MUST_CHECK int multipart_begin(struct multipart *m, span boundary, const struct multipart_sink *sink, struct err *e);
MUST_CHECK int multipart_feed(struct multipart *m, span piece, struct err *e);
/* ERR_USAGE when the last boundary did not come. */
MUST_CHECK int multipart_end(const struct multipart *m, struct err *e);

#endif
