/* SPDX-License-Identifier: EUPL-1.2
 * FIPS 180-4. The rounds with Intel's SHA extensions follow the order that Intel's own paper gives for them. */
#include "tabular/file_hash.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static const uint32_t K[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Four rounds: `w` are four words of the schedule, `k` where their constants begin. */
#define FOUR_ROUNDS(w, k)                                                                                              \
	do {                                                                                                           \
		__m128i wk = _mm_add_epi32(w, _mm_loadu_si128((const __m128i *)(const void *)&K[k]));                  \
		cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);                                                          \
		abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(wk, 0x0e));                                 \
	} while (0)

__attribute__((target("sha,sse4.1,ssse3"))) static void blocks_fast(uint32_t state[8], const unsigned char *p, size_t n)
{
	const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i dcba = _mm_loadu_si128((const __m128i *)(const void *)&state[0]);
	__m128i hgfe = _mm_loadu_si128((const __m128i *)(const void *)&state[4]);
	__m128i t = _mm_shuffle_epi32(dcba, 0xb1), u = _mm_shuffle_epi32(hgfe, 0x1b);
	__m128i abef = _mm_alignr_epi8(t, u, 8), cdgh = _mm_blend_epi16(u, t, 0xf0);

	for (; n; n--, p += 64) {
		__m128i m[4], abef0 = abef, cdgh0 = cdgh;

		for (int i = 0; i < 4; i++) {
			m[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i)), swap);
			FOUR_ROUNDS(m[i], 4 * i);
		}
		for (int k = 16; k < 64; k += 16) {
			for (int i = 0; i < 4; i++) {
				__m128i w = _mm_sha256msg1_epu32(m[i], m[(i + 1) & 3]);

				w = _mm_add_epi32(w, _mm_alignr_epi8(m[(i + 3) & 3], m[(i + 2) & 3], 4));
				m[i] = _mm_sha256msg2_epu32(w, m[(i + 3) & 3]);
				FOUR_ROUNDS(m[i], k + 4 * i);
			}
		}
		abef = _mm_add_epi32(abef, abef0);
		cdgh = _mm_add_epi32(cdgh, cdgh0);
	}
	t = _mm_shuffle_epi32(abef, 0x1b);
	u = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)(void *)&state[0], _mm_blend_epi16(t, u, 0xf0));
	_mm_storeu_si128((__m128i *)(void *)&state[4], _mm_alignr_epi8(u, t, 8));
}

static bool machine_has(void)
{
	unsigned a, b, c, d;

	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) && __builtin_cpu_supports("sse4.1");
}
#else
static void blocks_fast(uint32_t state[8], const unsigned char *p, size_t n)
{
	(void)state, (void)p, (void)n;
}

static bool machine_has(void)
{
	return false;
}
#endif

void file_hash_init(struct file_hash *h, bool allow_fast)
{
	static const uint32_t first[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

	*h = (struct file_hash){ .fast = allow_fast && machine_has() };
	memcpy(h->state, first, sizeof(first));
	if (!h->fast)
		crypto_hash_sha256_init(&h->soft);
}

void file_hash_add(struct file_hash *h, span s)
{
	size_t have = h->bytes % 64;

	if (!s.n)
		return;
	if (!h->fast) {
		crypto_hash_sha256_update(&h->soft, (const unsigned char *)s.p, s.n);
		return;
	}
	h->bytes += s.n;
	if (have) {
		size_t take = s.n < 64 - have ? s.n : 64 - have;

		memcpy(h->rest + have, s.p, take);
		s.p += take, s.n -= take;
		if (have + take < 64)
			return;
		blocks_fast(h->state, h->rest, 1);
	}
	blocks_fast(h->state, (const unsigned char *)s.p, s.n / 64);
	memcpy(h->rest, s.p + s.n / 64 * 64, s.n % 64);
}

void file_hash_done(struct file_hash *h, uint8_t out[32])
{
	unsigned char end[128] = { 0 };
	size_t have = h->bytes % 64, n = have < 56 ? 64 : 128;

	if (!h->fast) {
		crypto_hash_sha256_final(&h->soft, out);
		return;
	}
	memcpy(end, h->rest, have);
	end[have] = 0x80;
	for (int i = 0; i < 8; i++)
		end[n - 1 - (size_t)i] = (unsigned char)(h->bytes * 8 >> (8 * i));
	blocks_fast(h->state, end, n / 64);
	for (int i = 0; i < 32; i++)
		out[i] = (uint8_t)(h->state[i / 4] >> (24 - 8 * (i % 4)));
}
