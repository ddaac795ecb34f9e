/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks in which no quote stands and lines end at LF, nearly all of a registry: what lies between two marks is a
 * field, and which mark ends a record is noted when it is found, so that no mark is looked at again.
 */
#include "csv_inside.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/* --- a look at a block ------------------------------------------------------------------------------------------- */

/* Does a CR stand anywhere but before a LF or as the last byte? */
static bool cr_alone(const char *p, const char *end)
{
	while (p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL)
		if (++p < end && *p != '\n')
			return true;
	return false;
}

struct seen {
	uint64_t quote, high, cr;
};

static void see_bytes(struct seen *s, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i += 8) {
		uint64_t x = 0;

		memcpy(&x, p + i, n - i < 8 ? n - i : 8);
		s->quote |= csv_equal8(x, '"');
		s->cr |= csv_equal8(x, '\r');
		s->high |= x & CSV_HIGHS;
	}
}

#if defined(__x86_64__)

/* Whole steps; returns how many bytes. */
static size_t see_sse2(struct seen *s, const char *p, size_t n)
{
	size_t at = 0;
	__m128i quote = _mm_setzero_si128(), high = quote, cr = quote;
	const __m128i q = _mm_set1_epi8('"'), c = _mm_set1_epi8('\r');

	for (; at + CSV_STEP <= n; at += CSV_STEP)
#pragma GCC unroll 4
		for (unsigned i = 0; i < CSV_STEP; i += 16) {
			__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + at + i));

			quote = _mm_or_si128(quote, _mm_cmpeq_epi8(x, q));
			cr = _mm_or_si128(cr, _mm_cmpeq_epi8(x, c));
			high = _mm_or_si128(high, x);
		}
	s->quote |= (uint64_t)(unsigned)_mm_movemask_epi8(quote);
	s->cr |= (uint64_t)(unsigned)_mm_movemask_epi8(cr);
	s->high |= (uint64_t)(unsigned)_mm_movemask_epi8(high);
	return at;
}

__attribute__((target("avx2"))) static size_t see_avx2(struct seen *s, const char *p, size_t n)
{
	size_t at = 0;
	__m256i quote = _mm256_setzero_si256(), high = quote, cr = quote;
	const __m256i q = _mm256_set1_epi8('"'), c = _mm256_set1_epi8('\r');

	for (; at + CSV_STEP <= n; at += CSV_STEP) {
		__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(p + at));
		__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(p + at + 32));

		quote = _mm256_or_si256(quote, _mm256_or_si256(_mm256_cmpeq_epi8(x, q), _mm256_cmpeq_epi8(y, q)));
		cr = _mm256_or_si256(cr, _mm256_or_si256(_mm256_cmpeq_epi8(x, c), _mm256_cmpeq_epi8(y, c)));
		high = _mm256_or_si256(high, _mm256_or_si256(x, y));
	}
	s->quote |= (uint32_t)_mm256_movemask_epi8(quote);
	s->cr |= (uint32_t)_mm256_movemask_epi8(cr);
	s->high |= (uint32_t)_mm256_movemask_epi8(high);
	return at;
}

static size_t see_steps(struct seen *s, const char *p, size_t n)
{
	return csv_best(PADAN_CSV_AUTO) >= PADAN_CSV_AVX2 ? see_avx2(s, p, n) : see_sse2(s, p, n);
}

#else

static size_t see_steps(struct seen *s, const char *p, size_t n)
{
	(void)s, (void)p, (void)n;
	return 0;
}

#endif

unsigned padan_csv_look(struct padan_span s)
{
	struct seen seen = { 0, 0, 0 };
	size_t at = see_steps(&seen, s.p, s.n);

	see_bytes(&seen, s.p + at, s.n - at);
	return (seen.quote ? PADAN_CSV_QUOTES : 0u) | (seen.high ? PADAN_CSV_HIGH : 0u) |
	       (seen.cr && cr_alone(s.p, s.p + s.n) ? PADAN_CSV_LONE_CR : 0u);
}

/* --- marks -------------------------------------------------------------------------------------------------------- */

/* Bit i: byte i is a delimiter or LF; is LF. */
struct masks {
	uint64_t mark, lf;
};

/* Of each LF its number among the marks. */
INLINE void put_ends(struct padan_csv *c, struct masks m)
{
	for (uint64_t lf = m.lf; lf; lf &= lf - 1)
		c->marks->end[c->ends++] = c->have + (uint32_t)__builtin_popcountll(m.mark & ((lf & -lf) - 1));
}

INLINE void put(struct padan_csv *c, struct masks m)
{
	put_ends(c, m);
	csv_flatten(c, m.mark);
}

INLINE bool more(const struct padan_csv *c)
{
	return c->n - c->seen >= CSV_STEP && c->have <= c->marks->cap - CSV_SLACK;
}

/* The last bytes of a block: fewer than a step. */
static void put_rest(struct padan_csv *c)
{
	unsigned n = c->n - c->seen;
	struct masks m = { 0, 0 };

	if (n >= CSV_STEP || c->have > c->marks->cap - CSV_SLACK)
		return;
	for (unsigned i = 0; i < n; i++) {
		char b = c->base[c->seen + i];

		m.lf |= (uint64_t)(b == '\n') << i;
		m.mark |= (uint64_t)(b == '\n' || b == c->delim) << i;
	}
	put(c, m);
	c->seen += n;
}

static void index_scalar(struct padan_csv *c)
{
	for (; more(c); c->seen += CSV_STEP) {
		uint64_t lf = csv_equal_scalar(c->base + c->seen, '\n');

		put(c, (struct masks){ lf | csv_equal_scalar(c->base + c->seen, c->delim), lf });
	}
}

#if defined(__x86_64__)

static void index_sse2(struct padan_csv *c)
{
	for (; more(c); c->seen += CSV_STEP) {
		uint64_t lf = csv_equal(c->base + c->seen, '\n');

		put(c, (struct masks){ lf | csv_equal(c->base + c->seen, c->delim), lf });
	}
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void index_avx2(struct padan_csv *c)
{
	const __m256i delim = _mm256_set1_epi8(c->delim), lf = _mm256_set1_epi8('\n');

	for (; more(c); c->seen += CSV_STEP) {
		const char *p = c->base + c->seen;
		__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)p);
		__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
		__m256i a = _mm256_cmpeq_epi8(x, lf), b = _mm256_cmpeq_epi8(y, lf);
		uint32_t xm = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(a, _mm256_cmpeq_epi8(x, delim)));
		uint32_t ym = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(b, _mm256_cmpeq_epi8(y, delim)));
		struct masks m = { (uint64_t)ym << 32 | xm, (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 |
								    (uint32_t)_mm256_movemask_epi8(a) };

		put(c, m);
	}
}

/* The numbers of the set bits side by side in one instruction; sixteen at a time become offsets. */
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt"))) static void index_avx512(
	struct padan_csv *c)
{
	const __m512i delim = _mm512_set1_epi8(c->delim), lf = _mm512_set1_epi8('\n');
	uint8_t number[CSV_STEP];
	__m512i numbers;

	for (unsigned i = 0; i < CSV_STEP; i++)
		number[i] = (uint8_t)i;
	numbers = _mm512_loadu_si512(number);
	for (; more(c); c->seen += CSV_STEP) {
		__m512i x = _mm512_loadu_si512(c->base + c->seen), from = _mm512_set1_epi32((int)c->seen);
		uint64_t ends = _mm512_cmpeq_epi8_mask(x, lf);
		struct masks m = { ends | _mm512_cmpeq_epi8_mask(x, delim), ends };
		__m512i packed = _mm512_maskz_compress_epi8(m.mark, numbers);
		uint32_t *out = c->marks->at + c->have, n = (uint32_t)__builtin_popcountll(m.mark);

		put_ends(c, m);
		_mm512_storeu_si512(out, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
		if (n > 16) {
			_mm512_storeu_si512(number, packed);
			for (uint32_t i = 16; i < n; i++)
				out[i] = c->seen + number[i];
		}
		c->have += n;
	}
}

#else

static void index_sse2(struct padan_csv *c)
{
	index_scalar(c);
}

static void index_avx512(struct padan_csv *c)
{
	index_scalar(c);
}

static void index_avx2(struct padan_csv *c)
{
	index_scalar(c);
}

#endif

/* --- records ------------------------------------------------------------------------------------------------------ */

void padan_csv_init_plain(struct padan_csv *c, struct padan_csv_marks *marks, struct padan_span block, char delim,
			  enum padan_csv_simd simd)
{
	padan_csv_init(c, marks, block, delim, simd);
	c->plain = true;
}

/* The marks of a record that has no end yet go to the front, and those of the next bytes behind them. */
static void refill(struct padan_csv *c)
{
	uint32_t kept = c->have - c->i;

	memmove(c->marks->at, c->marks->at + c->i, kept * sizeof(c->marks->at[0]));
	c->have = kept;
	c->i = c->end_i = c->ends = 0;
	if (c->simd == PADAN_CSV_AVX512)
		index_avx512(c);
	else if (c->simd == PADAN_CSV_AVX2)
		index_avx2(c);
	else if (c->simd == PADAN_CSV_SSE2)
		index_sse2(c);
	else
		index_scalar(c);
	put_rest(c);
}

/* The next record's last mark. false: there is none. */
static bool next_end(struct padan_csv *c, uint32_t *last)
{
	while (c->end_i == c->ends && c->seen < c->n && c->have - c->i <= c->marks->max_fields)
		refill(c);
	if (c->end_i < c->ends) {
		*last = c->marks->end[c->end_i++];
		return true;
	}
	if (c->at >= c->n)
		return false;
	*last = c->have; /* the text ends without a LF; there is always room: CSV_SLACK */
	c->marks->at[c->have++] = c->n;
	return true;
}

int csv_next_plain(struct padan_csv *c, struct padan_csv_record *r)
{
	uint32_t last;

	while (next_end(c, &last)) {
		uint32_t *cut = c->marks->at + c->i, n = last - c->i + 1, start = c->at;

		if (n > c->marks->max_fields) {
			*r = (struct padan_csv_record){ .row = c->rows + 1 };
			return c->failed = PADAN_CSV_FIELDS;
		}
		c->i = last + 1;
		c->at = cut[n - 1] + 1;
		if (cut[n - 1] > start && c->base[cut[n - 1] - 1] == '\r')
			cut[n - 1]--;
		if (n == 1 && csv_only_blanks(c, start, cut[0])) {
			c->rows += cut[0] < c->n;
			continue;
		}
		c->rows++;
		*r = (struct padan_csv_record){ c->base, cut, start, n, c->rows, c->delim };
		return PADAN_CSV_OK;
	}
	c->at = c->n;
	return PADAN_CSV_END;
}
