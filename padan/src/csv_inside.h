/* SPDX-License-Identifier: EUPL-1.2
 *
 * Between the files of the CSV reader.
 */
#ifndef PADAN_CSV_INSIDE_H
#define PADAN_CSV_INSIDE_H

#include <padan/csv.h>

/* Room behind the last mark: an index step writes up to 64 marks for 64 bytes, rounded up to whole eights. */
enum { CSV_STEP = 64, CSV_SLACK = 72, CSV_WINDOW = 4096 };

/* Marks (delimiter, quote, CR, LF) of base[from..n) appended behind at[have]: whole steps of 64 bytes while at most
 * cap - CSV_SLACK marks are there. *have grows; returns how far was read (n when all was). */
typedef uint32_t csv_index_fn(const char *base, uint32_t from, uint32_t n, char delim, uint32_t *at, uint32_t cap,
			      uint32_t *have);
csv_index_fn csv_index_scalar, csv_index_sse2, csv_index_avx2;
/* PADAN_CSV_AUTO resolved for this machine; what is not there becomes the next lesser. */
enum padan_csv_simd csv_best(enum padan_csv_simd wanted);

static inline bool csv_blank(char c, char delim)
{
	return c == ' ' || (c == '\t' && delim != '\t');
}

#endif
