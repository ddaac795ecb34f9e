/* SPDX-License-Identifier: EUPL-1.2
 *
 * Between the files of the CSV reader.
 */
#ifndef PADAN_CSV_INSIDE_H
#define PADAN_CSV_INSIDE_H

#include <padan/csv.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Room behind the last mark: an index step writes up to 64 marks for 64 bytes, rounded up to whole eights. */
enum { CSV_STEP = 64, CSV_SLACK = 72, CSV_WINDOW = 4096 };

/* Appends marks behind marks->at[have], whole steps of 64 bytes while there is room; moves `seen` and `have`.
 *
 * As long as every quote stands where a writer of CSV puts it (opening behind a field's end, closing before one, or
 * doubled) the marks are the true ends of fields and records, quotes and what they hold left out. false: a quote that
 * is not so lies in the next 64 bytes. Then, and with c->raw set, quotes and all that looks like an end are marks. */
typedef bool csv_index_fn(struct padan_csv *c);
csv_index_fn csv_index_scalar, csv_index_sse2, csv_index_avx2;
/* PADAN_CSV_AUTO resolved for this machine; what is not there becomes the next lesser. */
enum padan_csv_simd csv_best(enum padan_csv_simd wanted);

/* padan_csv_next of a plain block. */
int csv_next_plain(struct padan_csv *c, struct padan_csv_record *r);

#define CSV_HIGHS 0x8080808080808080u

/* The high bit of each byte of x that equals c, exactly. */
static inline uint64_t csv_equal8(uint64_t x, char c)
{
	x ^= 0x0101010101010101u * (unsigned char)c;
	return ~(((x & ~CSV_HIGHS) + ~CSV_HIGHS) | x) & CSV_HIGHS;
}

/* The eight high bits side by side, the first byte's lowest. */
static inline uint64_t csv_gather(uint64_t high)
{
	return (high >> 7) * 0x0102040810204080u >> 56;
}

/* Bit i: byte i of 64 is c. */
static inline uint64_t csv_equal_scalar(const char *p, char c)
{
	uint64_t bits = 0, x;

	for (unsigned i = 0; i < CSV_STEP; i += 8) {
		memcpy(&x, p + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		x = __builtin_bswap64(x);
#endif
		bits |= csv_gather(csv_equal8(x, c)) << i;
	}
	return bits;
}

static inline uint64_t csv_equal(const char *p, char c)
{
#if defined(__SSE2__)
	const __m128i want = _mm_set1_epi8(c);
	uint64_t bits = 0;

	for (unsigned i = 0; i < CSV_STEP; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));

		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, want)) << i;
	}
	return bits;
#else
	return csv_equal_scalar(p, c);
#endif
}

static inline bool csv_blank(char c, char delim)
{
	return c == ' ' || (c == '\t' && delim != '\t');
}

static inline bool csv_only_blanks(const struct padan_csv *c, uint32_t from, uint32_t to)
{
	while (from < to && csv_blank(c->base[from], c->delim))
		from++;
	return from == to;
}

/* The bits as marks, eight at a time without asking: up to seven too many are written and overwritten later (Langdale
 * and Lemire, "Parsing gigabytes of JSON per second", section 3.1.3). */
static inline __attribute__((always_inline)) void csv_flatten(struct padan_csv *c, uint64_t mask)
{
	uint32_t *out = c->marks->at + c->have;

	c->have += (uint32_t)__builtin_popcountll(mask);
	while (mask) {
#pragma GCC unroll 8
		for (unsigned b = 0; b < 8; b++) {
			out[b] = c->seen + (uint32_t)__builtin_ctzll(mask | (uint64_t)1 << 63);
			mask &= mask - 1;
		}
		out += 8;
	}
}

#endif
