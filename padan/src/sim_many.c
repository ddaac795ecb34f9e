/* SPDX-License-Identifier: EUPL-1.2
 *
 * One word against many, eight at a time where the processor can (AVX2): a table tells for each byte where the one word
 * has it, and the bit-parallel kernels of sim.c run in eight lanes of 32 bits. Longer words take the single kernels.
 */
#include <padan/sim.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define PD_LANES
#include <immintrin.h>

enum { LANES = 8, LONGEST = 32 };

/* Eight words, byte by byte; what is beyond a word's end is masked out. */
struct eight {
	uint8_t byte[LONGEST][LANES];
	int32_t n[LANES];
	size_t index[LANES]; /* of the word in the list */
	size_t filled, longest;
};

/* Bit i of mask[c]: byte i of the one word is c. */
struct places {
	uint32_t mask[256];
	size_t n;
};

static void places_of(struct places *p, struct padan_span a)
{
	memset(p->mask, 0, sizeof(p->mask));
	p->n = a.n;
	for (size_t i = 0; i < a.n; i++)
		p->mask[(uint8_t)a.p[i]] |= (uint32_t)1 << i;
}

static void eight_clear(struct eight *e)
{
	memset(e->n, 0, sizeof(e->n));
	e->filled = e->longest = 0;
}

static void eight_add(struct eight *e, struct padan_span b, size_t index)
{
	size_t k = e->filled++;

	for (size_t j = 0; j < b.n; j++)
		e->byte[j][k] = (uint8_t)b.p[j];
	e->n[k] = (int32_t)b.n;
	e->index[k] = index;
	e->longest = b.n > e->longest ? b.n : e->longest;
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i masks_at(const struct places *p, const struct eight *e, size_t j)
{
	__m256i byte = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)e->byte[j]));

	return _mm256_i32gather_epi32((const int *)(const void *)p->mask, byte, 4);
}

AVX2 static inline __m256i lowest_bit(__m256i x)
{
	return _mm256_and_si256(x, _mm256_sub_epi32(_mm256_setzero_si256(), x));
}

/* All ones where x is not 0. */
AVX2 static inline __m256i any(__m256i x)
{
	return _mm256_xor_si256(_mm256_cmpeq_epi32(x, _mm256_setzero_si256()), _mm256_set1_epi32(-1));
}

struct met {
	__m256i matches, turned, prefix;
};

AVX2 static inline __m256i count_bits(__m256i x)
{
	const __m256i low = _mm256_set1_epi8(15),
		      table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3,
					       1, 2, 2, 3, 2, 3, 3, 4);
	__m256i bytes = _mm256_add_epi8(_mm256_shuffle_epi8(table, _mm256_and_si256(x, low)),
					_mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi32(x, 4), low)));

	return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
}

/* Matches within the window, those out of turn, equal bytes at the beginning. */
AVX2 static inline struct met jaro_matches(const struct places *p, const struct eight *e)
{
	const __m256i one = _mm256_set1_epi32(1), zero = _mm256_setzero_si256();
	__m256i n = _mm256_loadu_si256((const __m256i *)(const void *)e->n), longest, window, reach, mask[LONGEST],
		hit[LONGEST];
	__m256i used = zero, run = _mm256_set1_epi32(-1);
	struct met met = { zero, zero, zero };

	longest = _mm256_max_epi32(n, _mm256_set1_epi32((int)p->n));
	window = _mm256_max_epi32(_mm256_sub_epi32(_mm256_srli_epi32(longest, 1), one), zero);
	reach = _mm256_sub_epi32(_mm256_sllv_epi32(_mm256_set1_epi32(2), window), one);
	for (size_t j = 0; j < e->longest; j++) {
		__m256i at = _mm256_set1_epi32((int)j);
		__m256i all = _mm256_and_si256(masks_at(p, e, j), _mm256_cmpgt_epi32(n, at));
		__m256i found = lowest_bit(_mm256_andnot_si256(used, _mm256_and_si256(all, reach)));

		mask[j] = all;
		used = _mm256_or_si256(used, found);
		hit[j] = any(found);
		reach = _mm256_sub_epi32(_mm256_add_epi32(reach, reach), _mm256_cmpgt_epi32(window, at));
		if (j < 4) {
			run = _mm256_and_si256(run, any(_mm256_and_si256(all, _mm256_set1_epi32(1 << j))));
			met.prefix = _mm256_sub_epi32(met.prefix, run);
		}
	}
	met.matches = count_bits(used);
	for (size_t j = 0; j < e->longest; j++) {
		__m256i first = _mm256_and_si256(lowest_bit(used), hit[j]);
		__m256i other = _mm256_cmpeq_epi32(_mm256_and_si256(first, mask[j]), zero);

		met.turned = _mm256_sub_epi32(met.turned, _mm256_and_si256(other, hit[j]));
		used = _mm256_xor_si256(used, first);
	}
	return met;
}

/* The last step of jaro_winkler_of in sim.c, the same operations in the same order; four lanes. */
AVX2 static inline __m128i jaro_winkler_four(__m128i matches, __m128i half, __m128i prefix, __m128i n, size_t a)
{
	const __m256d one = _mm256_set1_pd(1.0);
	__m256d m = _mm256_cvtepi32_pd(matches), jaro, more;

	jaro = _mm256_add_pd(_mm256_div_pd(m, _mm256_set1_pd((double)a)), _mm256_div_pd(m, _mm256_cvtepi32_pd(n)));
	jaro = _mm256_add_pd(jaro, _mm256_div_pd(_mm256_sub_pd(m, _mm256_cvtepi32_pd(half)), m));
	jaro = _mm256_div_pd(jaro, _mm256_set1_pd(3.0));
	more = _mm256_mul_pd(_mm256_mul_pd(_mm256_cvtepi32_pd(prefix), _mm256_set1_pd(0.1)), _mm256_sub_pd(one, jaro));
	more = _mm256_and_pd(more, _mm256_cmp_pd(jaro, _mm256_set1_pd(0.7), _CMP_GE_OQ));
	jaro = _mm256_add_pd(_mm256_mul_pd(_mm256_add_pd(jaro, more), _mm256_set1_pd((double)PADAN_SIM_ONE)),
			     _mm256_set1_pd(0.5));
	/* Without a match everything above is no number. */
	return _mm_and_si128(_mm256_cvttpd_epi32(jaro), _mm_cmpgt_epi32(matches, _mm_setzero_si128()));
}

AVX2 static void jaro_winkler_eight(const struct places *p, const struct eight *e, int32_t out[LANES])
{
	struct met met = jaro_matches(p, e);
	__m256i n = _mm256_loadu_si256((const __m256i *)(const void *)e->n), half = _mm256_srli_epi32(met.turned, 1);

	_mm_storeu_si128((__m128i *)(void *)out,
			 jaro_winkler_four(_mm256_castsi256_si128(met.matches), _mm256_castsi256_si128(half),
					   _mm256_castsi256_si128(met.prefix), _mm256_castsi256_si128(n), p->n));
	_mm_storeu_si128((__m128i *)(void *)(out + 4),
			 jaro_winkler_four(_mm256_extracti128_si256(met.matches, 1), _mm256_extracti128_si256(half, 1),
					   _mm256_extracti128_si256(met.prefix, 1), _mm256_extracti128_si256(n, 1),
					   p->n));
}

AVX2 static void osa_eight(const struct places *p, const struct eight *e, int32_t out[LANES])
{
	const __m256i one = _mm256_set1_epi32(1), ones = _mm256_set1_epi32(-1),
		      top = _mm256_set1_epi32((int)((uint32_t)1 << (p->n - 1)));
	__m256i n = _mm256_loadu_si256((const __m256i *)(const void *)e->n), distance = _mm256_set1_epi32((int)p->n);
	__m256i vp = ones, vn = _mm256_setzero_si256(), d0 = vn, old = vn;

	for (size_t j = 0; j < e->longest; j++) {
		__m256i pm = masks_at(p, e, j), hp, hn, swap, lives = _mm256_cmpgt_epi32(n, _mm256_set1_epi32((int)j));

		swap = _mm256_and_si256(_mm256_slli_epi32(_mm256_andnot_si256(d0, pm), 1), old);
		d0 = _mm256_xor_si256(_mm256_add_epi32(_mm256_and_si256(pm, vp), vp), vp);
		d0 = _mm256_or_si256(_mm256_or_si256(d0, pm), _mm256_or_si256(vn, swap));
		hp = _mm256_or_si256(vn, _mm256_andnot_si256(_mm256_or_si256(d0, vp), ones));
		hn = _mm256_and_si256(d0, vp);
		distance = _mm256_sub_epi32(distance, _mm256_and_si256(lives, any(_mm256_and_si256(hp, top))));
		distance = _mm256_add_epi32(distance, _mm256_and_si256(lives, any(_mm256_and_si256(hn, top))));
		hp = _mm256_or_si256(_mm256_slli_epi32(hp, 1), one);
		hn = _mm256_slli_epi32(hn, 1);
		vp = _mm256_or_si256(hn, _mm256_andnot_si256(_mm256_or_si256(d0, hp), ones));
		vn = _mm256_and_si256(hp, d0);
		old = pm;
	}
	_mm256_storeu_si256((__m256i *)(void *)out, distance);
}

typedef void (*eight_kernel)(const struct places *p, const struct eight *e, int32_t out[LANES]);

static void flush(eight_kernel kernel, const struct places *p, struct eight *e, int *out)
{
	int32_t found[LANES];

	if (e->filled == 0)
		return;
	/* Lanes that are not filled have the length 0, and bytes of nobody. */
	kernel(p, e, found);
	for (size_t k = 0; k < e->filled; k++)
		out[e->index[k]] = found[k];
	eight_clear(e);
}
#endif

typedef int (*single)(struct padan_span a, struct padan_span b);

bool padan_sim_wide(void)
{
#ifdef PD_LANES
	return __builtin_cpu_supports("avx2");
#else
	return false;
#endif
}

#ifdef PD_LANES
static void by_eight(eight_kernel kernel, single one, struct padan_span a, const struct padan_span *b, size_t n,
		     int *out)
{
	struct places p;
	struct eight e = { 0 };

	places_of(&p, a);
	for (size_t i = 0; i < n; i++) {
		if (b[i].n > LONGEST) {
			out[i] = one(a, b[i]);
			continue;
		}
		eight_add(&e, b[i], i);
		if (e.filled == LANES)
			flush(kernel, &p, &e, out);
	}
	flush(kernel, &p, &e, out);
}
#endif

void padan_jaro_winkler_many(struct padan_span a, const struct padan_span *b, size_t n, int *out)
{
#ifdef PD_LANES
	if (a.n > 0 && a.n <= LONGEST && padan_sim_wide()) {
		by_eight(jaro_winkler_eight, padan_jaro_winkler, a, b, n, out);
		return;
	}
#endif
	for (size_t i = 0; i < n; i++)
		out[i] = padan_jaro_winkler(a, b[i]);
}

void padan_osa_many(struct padan_span a, const struct padan_span *b, size_t n, int *out)
{
#ifdef PD_LANES
	if (a.n > 0 && a.n <= LONGEST && padan_sim_wide()) {
		by_eight(osa_eight, padan_osa, a, b, n, out);
		return;
	}
#endif
	for (size_t i = 0; i < n; i++)
		out[i] = padan_osa(a, b[i]);
}
