/* SPDX-License-Identifier: EUPL-1.2
 *
 * Finding the marks of a text: 64 bytes become two masks of 64 bits, and their bits become offsets.
 */
#include "csv_inside.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/* Bit i: byte i is a quote; is a delimiter, CR or LF. */
struct masks {
	uint64_t quote, end;
};

/* n bytes, 1 to 64, eight at a time. */
static struct masks masks_scalar(const char *p, unsigned n, char delim)
{
	struct masks m = { 0, 0 };

	for (unsigned i = 0; i < n; i += 8) {
		uint64_t x = 0;

		memcpy(&x, p + i, n - i < 8 ? n - i : 8); /* NULs behind the end are no marks */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		x = __builtin_bswap64(x);
#endif
		m.quote |= csv_gather(csv_equal8(x, '"')) << i;
		m.end |= csv_gather(csv_equal8(x, delim) | csv_equal8(x, '\n') | csv_equal8(x, '\r')) << i;
	}
	return m;
}

/* Bit i: an odd number of bits at 0..i are set. */
INLINE uint64_t odd_until(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	return x ^ x << 32;
}

/* The true ends among n bytes; false when a quote stands where it should not. (After Langdale and Lemire, "Parsing
 * gigabytes of JSON per second", section 3.1.1; the checks are what CSV needs.) */
INLINE bool true_ends(struct padan_csv *c, struct masks m, unsigned n, uint64_t *ends)
{
	uint64_t valid = ~(uint64_t)0 >> (64 - n);
	uint64_t in, open, close;

	if ((m.quote | c->must_end) == 0) {
		*ends = c->inside ? 0 : m.end;
		c->may_open = m.end >> (n - 1) & 1; /* inside, no quote can open */
		return true;
	}
	in = odd_until(m.quote) ^ (c->inside ? ~(uint64_t)0 : 0);
	open = m.quote & in;
	close = m.quote & ~in;
	*ends = m.end & ~in;
	if ((open & ~((*ends | close) << 1 | c->may_open)) | ((close << 1 | c->must_end) & ~(*ends | open) & valid))
		return false;
	c->inside = in >> (n - 1) & 1;
	c->may_open = (*ends | close) >> (n - 1) & 1;
	c->must_end = close >> (n - 1) & 1;
	return true;
}

/* One step of n bytes, 1 to 64. */
INLINE bool step(struct padan_csv *c, struct masks m, unsigned n)
{
	uint64_t mask = m.quote | m.end;

	if (!c->raw && !true_ends(c, m, n, &mask))
		return false;
	csv_flatten(c, mask);
	c->seen += n;
	return true;
}

INLINE bool room(const struct padan_csv *c)
{
	return c->have <= c->marks->cap - CSV_SLACK;
}

/* The last bytes of a block. */
static bool last_step(struct padan_csv *c)
{
	unsigned n = c->n - c->seen;

	return n == 0 || n >= CSV_STEP || !room(c) || step(c, masks_scalar(c->base + c->seen, n, c->delim), n);
}

bool csv_index_scalar(struct padan_csv *c)
{
	while (c->n - c->seen >= CSV_STEP && room(c))
		if (!step(c, masks_scalar(c->base + c->seen, CSV_STEP, c->delim), CSV_STEP))
			return false;
	return last_step(c);
}

#if defined(__x86_64__)

INLINE struct masks masks_sse2(const char *p, __m128i delim)
{
	__m128i q = _mm_set1_epi8('"'), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
	struct masks m = { 0, 0 };

	for (unsigned i = 0; i < 4; i++) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		__m128i end = _mm_or_si128(_mm_cmpeq_epi8(x, delim),
					   _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr)));

		m.quote |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, q)) << (16 * i);
		m.end |= (uint64_t)(unsigned)_mm_movemask_epi8(end) << (16 * i);
	}
	return m;
}

bool csv_index_sse2(struct padan_csv *c)
{
	__m128i delim = _mm_set1_epi8(c->delim);

	while (c->n - c->seen >= CSV_STEP && room(c))
		if (!step(c, masks_sse2(c->base + c->seen, delim), CSV_STEP))
			return false;
	return last_step(c);
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) bool csv_index_avx2(struct padan_csv *c)
{
	__m256i delim = _mm256_set1_epi8(c->delim), q = _mm256_set1_epi8('"');
	__m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');

	while (c->n - c->seen >= CSV_STEP && room(c)) {
		const char *p = c->base + c->seen;
		__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)p);
		__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
		__m256i a = _mm256_or_si256(_mm256_cmpeq_epi8(x, delim),
					    _mm256_or_si256(_mm256_cmpeq_epi8(x, lf), _mm256_cmpeq_epi8(x, cr)));
		__m256i b = _mm256_or_si256(_mm256_cmpeq_epi8(y, delim),
					    _mm256_or_si256(_mm256_cmpeq_epi8(y, lf), _mm256_cmpeq_epi8(y, cr)));
		uint32_t xq = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, q));
		uint32_t yq = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(y, q));
		struct masks m = { (uint64_t)yq << 32 | xq, (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 |
								    (uint32_t)_mm256_movemask_epi8(a) };

		if (!step(c, m, CSV_STEP))
			return false;
	}
	return last_step(c);
}

enum padan_csv_simd csv_best(enum padan_csv_simd wanted)
{
	bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
		    __builtin_cpu_supports("popcnt");

	bool avx512 = avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");

	if (wanted == PADAN_CSV_SCALAR || wanted == PADAN_CSV_SSE2 || !avx2)
		return wanted == PADAN_CSV_SCALAR ? PADAN_CSV_SCALAR : PADAN_CSV_SSE2;
	return wanted != PADAN_CSV_AVX2 && avx512 ? PADAN_CSV_AVX512 : PADAN_CSV_AVX2;
}

#else

bool csv_index_sse2(struct padan_csv *c)
{
	return csv_index_scalar(c);
}

bool csv_index_avx2(struct padan_csv *c)
{
	return csv_index_scalar(c);
}

enum padan_csv_simd csv_best(enum padan_csv_simd wanted)
{
	(void)wanted;
	return PADAN_CSV_SCALAR;
}

#endif
