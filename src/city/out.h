/* SPDX-License-Identifier: EUPL-1.2
 *
 * A CSV file being written through the I/O seam: beside its place, renamed when whole.
 */
#ifndef CITY_OUT_H
#define CITY_OUT_H

#include "base/seam.h"

enum { OUT_BUFFER = 1 << 17, OUT_RECORD = 1 << 13 };

struct out {
	const struct seams *seams;
	char path[4096], beside[4096];
	char *p;
	size_t n;
	int fd;
	int bad; /* errno of the first failure; writing goes on as a no-op */
	char separator;
	bool crlf;     /* lines end as on Windows */
	bool begun;    /* a cell stands in this row */
	uint32_t rows; /* rows ended, headings among them */
};

/* Makes DIR/NAME. ERR_MACHINE. After a failure out_end needs not be called. */
MUST_CHECK int out_begin(struct out *o, const struct seams *s, const char *dir, const char *name, struct err *e);
/* A cell, quoted where needed; a row ends with out_row. At most OUT_RECORD bytes a cell. */
void out_cell(struct out *o, span s);
void out_cells(struct out *o, const char *cstr);
void out_row(struct out *o);
/* Bytes as they are. */
void out_raw(struct out *o, span s);
/* Puts the file in its place (or removes it, when `rc` or the writing failed). Returns rc or ERR_MACHINE. */
int out_end(struct out *o, int rc, struct err *e);

#endif
