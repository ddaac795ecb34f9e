/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside of list_scan: what one scan and each of its threads hold. Inner header of list*.c.
 */
#ifndef TABULAR_LIST_SCAN_H
#define TABULAR_LIST_SCAN_H

#include "tabular/file_hash.h"
#include "tabular/header.h"
#include "tabular/sheet_head.h"
#include <padan/csv.h>
#include <stdatomic.h>

struct scan {
	const struct seams *s;
	const char *path;
	const struct list_spec *spec;
	const struct list_sink *sink;
	struct padan_arena *arena;
	struct list_info *info;
	struct columns columns;
	struct header header;
	struct {
		uint8_t col;
		uint16_t at;
	} map[COL_COUNT]; /* the wanted columns that are there; those of spec.first in front */
	unsigned nmap, nfirst;
	uint8_t col_at[LIM_COLUMNS]; /* the wanted column that stands there, or COL_NONE */
	uint32_t width;		     /* columns up to the last wanted one */
	uint32_t fields;	     /* CSV: fields of a whole record */
	unsigned threads;
	int fd;
	struct file_hash hash;
	atomic_bool stop;
};

/* What a thread gathers; added up at the end. */
struct tally {
	uint64_t data, nik_cells, nik_zero, nik_numeric, nik_numeric_zero, nik_exponent, rows_short, rows_joined;
	char vintage[64];
};

/* A thread's own row. */
struct worker {
	struct scan *scan;
	unsigned id;
	struct list_row row;
	span col[COL_COUNT];
	uint8_t kind[COL_COUNT];
	span *cells; /* LIM_COLUMNS */
	uint8_t *cell_kind;
	struct buf scratch; /* texts that had to be rewritten; grown before a row, never within */
	bool held;	    /* rows were given whose texts the sink may still use */
	bool plain; /* the block at hand: no quote, nothing beyond ASCII: fields are what stands between marks */
	struct tally tally;
	struct err e;
	int rc;
	uint64_t at; /* block in which rc happened */
};

MUST_CHECK int worker_init(struct worker *w, struct scan *scan, unsigned id, struct err *e);
void worker_done(struct worker *w);
/* The texts given so far are about to go. */
MUST_CHECK int worker_settle(struct worker *w, struct err *e);
/* Gives a row of cells (of either reader) to the sink. cells must be clean UTF-8 and trimmed. Rows without any value in
 * a wanted column go out too when `cells` are wanted, else not. */
MUST_CHECK int worker_cells(struct worker *w, const struct sheet_row *row, uint8_t flags, struct err *e);
/* The hot path: a CSV record whose cells nobody wants to see beyond the wanted columns. */
MUST_CHECK int worker_record(struct worker *w, const struct padan_csv_record *r, uint64_t no, uint8_t flags,
			     struct err *e);
/* The lines of a plain block that pass the sink's screen; *rows: all lines. The block holds no CR but before LF. */
MUST_CHECK int worker_screen(struct worker *w, struct padan_csv_marks *marks, span block, struct err *e);
/* All fields of a record as cells, rewritten where needed, into w->cells; at most LIM_COLUMNS. */
MUST_CHECK int worker_fields(struct worker *w, const struct padan_csv_record *r, uint64_t no, struct sheet_row *out,
			     struct err *e);

/* Looks for the header in the first rows and gives the rows above it, it, and its column numbers to sink->other.
 * *used: how many of head's rows were consumed. */
MUST_CHECK int scan_header(struct scan *c, const struct sheet_head *head, size_t *used, struct err *e);
/* The file is there and cannot be read. ERR_UNREADABLE. */
int scan_unread(int errno_value, struct err *e);
MUST_CHECK int scan_csv(struct scan *c, struct tally *sum, struct err *e);
void tally_add(struct tally *sum, const struct tally *t);

#endif
