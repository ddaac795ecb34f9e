/* SPDX-License-Identifier: EUPL-1.2
 *
 * The inside of a source.
 *
 *	source.c	opening, sampling, single records;  source_link.c	the stream
 */
#ifndef PADAN_SOURCE_INSIDE_H
#define PADAN_SOURCE_INSIDE_H

#include <padan/csv.h>
#include <padan/source.h>

enum { PD_SOURCE_BLOCK = 512 << 10, PD_SOURCE_RECORD = 64 << 20, PD_SOURCE_FIELDS = 4096 };

/* A block that was gone through. */
struct pd_stretch {
	uint64_t at;   /* its first byte */
	uint64_t rows; /* of data; after the run: rows before it */
};

struct padan_source {
	char *name;
	int fd; /* -1: everything is in `text` */
	char *text;
	uint64_t bytes; /* the byte-order mark counted */
	uint8_t bom;
	char delim;
	bool held;
	struct padan_table *table;
	struct pd_stretch *stretch; /* by ordinal */
	size_t n_stretches, cap_stretches;
	uint64_t rows, stamp;
};

/* Bytes from `at` on (mark counted); fewer at the end. -1: cannot be read. */
ptrdiff_t pd_source_read(const struct padan_source *s, uint64_t at, void *p, size_t n);
int pd_source_refuse(const struct padan_source *s, int code, uint64_t row, struct padan_error *e);
/* Finds row `number` (from 1) of the last run. */
int pd_source_place(const struct padan_source *s, uint64_t number, struct padan_place *out, bool *found);
uint64_t pd_source_hash(const struct padan_csv_record *r);

#endif
