/* SPDX-License-Identifier: EUPL-1.2
 *
 * Finding the marks of a text: 64 bytes become a mask of 64 bits, and the bits become offsets.
 */
#include "csv_inside.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* The scalar twin, and the last bytes of the others. */
static uint32_t index_bytes(const char *base, uint32_t from, uint32_t to, char delim, uint32_t *at, uint32_t *have)
{
	for (; from < to; from++) {
		char c = base[from];

		at[*have] = from;
		*have += c == delim || c == '"' || c == '\n' || c == '\r';
	}
	return to;
}

uint32_t csv_index_scalar(const char *base, uint32_t from, uint32_t n, char delim, uint32_t *at, uint32_t cap,
			  uint32_t *have)
{
	while (from < n && *have <= cap - CSV_SLACK)
		from = index_bytes(base, from, n - from < CSV_STEP ? n : from + CSV_STEP, delim, at, have);
	return from;
}

#if defined(__x86_64__)

/* The bits of mask as offsets, eight at a time without asking: up to seven too many are written and overwritten later
 * (Lemire and Langdale, "Parsing gigabytes of JSON per second", section 3.1.3). */
#define FLATTEN(mask, from, at, have)                                                                                  \
	do {                                                                                                           \
		uint32_t *out_ = (at) + *(have);                                                                       \
		*(have) += (uint32_t)__builtin_popcountll(mask);                                                       \
		while (mask) {                                                                                         \
			for (int b_ = 0; b_ < 8; b_++) {                                                               \
				out_[b_] = (from) + (uint32_t)__builtin_ctzll(mask | (uint64_t)1 << 63);               \
				mask &= mask - 1;                                                                      \
			}                                                                                              \
			out_ += 8;                                                                                     \
		}                                                                                                      \
	} while (0)

static inline uint64_t marks_sse2(const char *p, __m128i d, __m128i q, __m128i lf, __m128i cr)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < 4; i++) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		__m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, d), _mm_cmpeq_epi8(x, q)),
					   _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr)));

		mask |= (uint64_t)(unsigned)_mm_movemask_epi8(hit) << (16 * i);
	}
	return mask;
}

uint32_t csv_index_sse2(const char *base, uint32_t from, uint32_t n, char delim, uint32_t *at, uint32_t cap,
			uint32_t *have)
{
	__m128i d = _mm_set1_epi8(delim), q = _mm_set1_epi8('"'), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');

	for (; n - from >= CSV_STEP && *have <= cap - CSV_SLACK; from += CSV_STEP) {
		uint64_t mask = marks_sse2(base + from, d, q, lf, cr);

		FLATTEN(mask, from, at, have);
	}
	return n - from < CSV_STEP && *have <= cap - CSV_SLACK ? index_bytes(base, from, n, delim, at, have) : from;
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) uint32_t csv_index_avx2(const char *base, uint32_t from, uint32_t n,
									char delim, uint32_t *at, uint32_t cap,
									uint32_t *have)
{
	__m256i d = _mm256_set1_epi8(delim), q = _mm256_set1_epi8('"');
	__m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');

	for (; n - from >= CSV_STEP && *have <= cap - CSV_SLACK; from += CSV_STEP) {
		__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(base + from));
		__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(base + from + 32));
		__m256i a = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(x, d), _mm256_cmpeq_epi8(x, q)),
					    _mm256_or_si256(_mm256_cmpeq_epi8(x, lf), _mm256_cmpeq_epi8(x, cr)));
		__m256i b = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(y, d), _mm256_cmpeq_epi8(y, q)),
					    _mm256_or_si256(_mm256_cmpeq_epi8(y, lf), _mm256_cmpeq_epi8(y, cr)));
		uint64_t mask = (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 | (uint32_t)_mm256_movemask_epi8(a);

		FLATTEN(mask, from, at, have);
	}
	return n - from < CSV_STEP && *have <= cap - CSV_SLACK ? index_bytes(base, from, n, delim, at, have) : from;
}

enum padan_csv_simd csv_best(enum padan_csv_simd wanted)
{
	bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
		    __builtin_cpu_supports("popcnt");

	if (wanted == PADAN_CSV_SCALAR || wanted == PADAN_CSV_SSE2)
		return wanted;
	return avx2 ? PADAN_CSV_AVX2 : PADAN_CSV_SSE2;
}

#else

uint32_t csv_index_sse2(const char *base, uint32_t from, uint32_t n, char delim, uint32_t *at, uint32_t cap,
			uint32_t *have)
{
	return csv_index_scalar(base, from, n, delim, at, cap, have);
}

uint32_t csv_index_avx2(const char *base, uint32_t from, uint32_t n, char delim, uint32_t *at, uint32_t cap,
			uint32_t *have)
{
	return csv_index_scalar(base, from, n, delim, at, cap, have);
}

enum padan_csv_simd csv_best(enum padan_csv_simd wanted)
{
	(void)wanted;
	return PADAN_CSV_SCALAR;
}

#endif
