/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the pages of a kept list show, so that nobody opens and reads all of it for fifty rows: its rows as look.h told
 * them, masked, in parts of PAGE_ROWS, and samples of its columns; sealed under the batch's own key, destroyed with it
 * (batch_bytes_store.h). Derived from the list: a batch that has none (an older one, a very long one) is read.
 */
#ifndef INTAKE_BATCH_PAGE_STORE_H
#define INTAKE_BATCH_PAGE_STORE_H

#include "access/open_store.h"
#include "intake/look.h"

enum { PAGE_ROWS = 250, PAGES_MOST = 16 << 20 /* bytes of all of them; a longer list has none */ };

/* Collected while a list is looked at; everything in the arena. */
struct batch_pages {
	struct padan_arena *arena;
	struct page_part {
		span rows;
		int64_t light[LIGHTS];
	} * part;
	size_t n, cap, bytes;
	int in_part;
	struct buf row, rows;
	span samples;
	bool refused; /* too long, or no memory: nothing is kept */
};
void batch_pages_begin(struct batch_pages *p, struct padan_arena *arena);
void batch_pages_add(struct batch_pages *p, const struct look_row *r);
void batch_pages_end(struct batch_pages *p, const struct look *look); /* look: NULL = it failed */
/* For apply, after the batch's bytes are there: in place of older ones. */
MUST_CHECK int batch_pages_write(struct unit *u, int64_t batch, const struct batch_pages *p, struct err *e);

/* A row as it is shown; spans live during the call. */
struct kept_row {
	int64_t no;
	enum light light;
	uint32_t notes, twin;
	span nik, name, born, village, job; /* nik and name masked */
};
struct kept_ask {
	int light; /* -1: all */
	int64_t from, until;
	int (*row)(void *ctx, const struct kept_row *row, struct err *e);
	void *ctx;
};
/* *there false: it has no pages. Else the rows from..until of that light, and how many there are of it. */
MUST_CHECK int batch_pages_read(struct store *s, int64_t batch, const struct kept_ask *ask, int64_t *matching,
				bool *there, struct err *e);
/* The samples of its columns, as many as `columns`; NULL: there are none. In the arena. */
MUST_CHECK int batch_pages_samples(struct store *s, int64_t batch, size_t columns, span (**out)[LOOK_SAMPLES],
				   struct padan_arena *arena, struct err *e);

/* For verify: *whole false when a part cannot be opened, or the lights are not those of the last look. */
MUST_CHECK int batch_pages_check(struct store *s, int64_t batch, const int64_t light[LIGHTS], bool *whole,
				 struct err *e);

#endif
