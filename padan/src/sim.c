/* SPDX-License-Identifier: EUPL-1.2 */
#include <padan/sim.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { WORD = 64 };

static struct padan_span bounded(struct padan_span s)
{
	return s.n > PADAN_SIM_MAX ? (struct padan_span){ s.p, PADAN_SIM_MAX } : s;
}

/* The last step of both twins, so that they cannot differ by a rounding: m matches, t half-transpositions. */
static int jaro_winkler_of(struct padan_span a, struct padan_span b, size_t m, size_t t)
{
	double dm = (double)m, jaro;
	size_t prefix = 0;

	if (m == 0)
		return 0;
	jaro = (dm / (double)a.n + dm / (double)b.n + (dm - (double)(t / 2)) / dm) / 3.0;
	if (jaro >= 0.7) {
		while (prefix < 4 && prefix < a.n && prefix < b.n && a.p[prefix] == b.p[prefix])
			prefix++;
		jaro += (double)prefix * 0.1 * (1.0 - jaro);
	}
	return (int)(jaro * PADAN_SIM_ONE + 0.5);
}

static size_t jaro_window(struct padan_span a, struct padan_span b)
{
	size_t longest = a.n > b.n ? a.n : b.n;

	return longest < 4 ? 0 : longest / 2 - 1;
}

int padan_jaro_winkler_scalar(struct padan_span a, struct padan_span b)
{
	bool used_a[PADAN_SIM_MAX] = { false }, used_b[PADAN_SIM_MAX] = { false };
	size_t window, m = 0, t = 0, k = 0;

	a = bounded(a);
	b = bounded(b);
	if (a.n == 0 || b.n == 0)
		return a.n == b.n ? PADAN_SIM_ONE : 0;
	window = jaro_window(a, b);
	for (size_t j = 0; j < b.n; j++) {
		size_t from = j > window ? j - window : 0, to = j + window + 1 < a.n ? j + window + 1 : a.n;

		for (size_t i = from; i < to; i++)
			if (!used_a[i] && a.p[i] == b.p[j]) {
				used_a[i] = used_b[j] = true;
				m++;
				break;
			}
	}
	for (size_t j = 0; j < b.n; j++) {
		if (!used_b[j])
			continue;
		while (!used_a[k])
			k++;
		t += a.p[k++] != b.p[j];
	}
	return jaro_winkler_of(a, b, m, t);
}

/* A word of at most 64 bytes, padded, so that all its positions are compared with one byte at once. */
struct lanes {
	size_t n;
#ifdef __SSE2__
	__m128i part[WORD / 16];
#else
	char p[WORD];
#endif
};

#ifdef __SSE2__
static inline uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n); /* n is a constant */
	return v;
}

/* At most eight bytes; reads none beyond the end. Ends that overlap are equal where they do. */
static inline uint64_t eight_bytes(const char *p, size_t n)
{
	if (n >= 4)
		return load(p, 4) | load(p + n - 4, 4) << (8 * (n - 4));
	return n == 0 ? 0 : load(p, 1) | load(p + n / 2, 1) << (8 * (n / 2)) | load(p + n - 1, 1) << (8 * (n - 1));
}

static inline __m128i sixteen_bytes(const char *p, size_t n)
{
	if (n >= 16)
		return _mm_loadu_si128((const __m128i *)(const void *)p);
	return n > 8 ? _mm_set_epi64x((long long)eight_bytes(p + 8, n - 8), (long long)load(p, 8))
		     : _mm_set_epi64x(0, (long long)eight_bytes(p, n));
}
#endif

static inline void lanes_of(struct lanes *l, struct padan_span s)
{
	l->n = s.n;
#ifdef __SSE2__
	for (size_t i = 0; i < s.n; i += 16)
		l->part[i / 16] = sixteen_bytes(s.p + i, s.n - i);
#else
	memcpy(l->p, s.p, s.n);
#endif
}

/* Bit i is set where byte i equals c. short_one: the word has at most 16 bytes. */
static inline uint64_t lanes_equal(const struct lanes *l, char c, bool short_one)
{
	uint64_t mask = 0;
#ifdef __SSE2__
	const __m128i key = _mm_set1_epi8(c);

	mask = (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(l->part[0], key));
	for (size_t i = 16; !short_one && i < l->n; i += 16)
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(l->part[i / 16], key)) << i;
#else
	(void)short_one;
	for (size_t i = 0; i < l->n; i++)
		mask |= (uint64_t)(l->p[i] == c) << i;
#endif
	return l->n == WORD ? mask : mask & (((uint64_t)1 << l->n) - 1);
}

static size_t half_transpositions(struct padan_span a, struct padan_span b, uint64_t used_a, uint64_t used_b)
{
	size_t t = 0;

	while (used_b) {
		t += a.p[__builtin_ctzll(used_a)] != b.p[__builtin_ctzll(used_b)];
		used_a &= used_a - 1;
		used_b &= used_b - 1;
	}
	return t;
}

/* Compiled twice: a short word stays in one register. */
#define TWICE __attribute__((always_inline)) static inline

TWICE int jaro_winkler(struct padan_span a, struct padan_span b, bool short_one)
{
	uint64_t used_a = 0, used_b = 0, reach;
	struct lanes l;
	size_t window;

	lanes_of(&l, a);
	window = jaro_window(a, b);
	/* `reach` has a bit for each position of a within the window of position j of b. */
	reach = window + 1 >= WORD ? ~(uint64_t)0 : ((uint64_t)1 << (window + 1)) - 1;
	for (size_t j = 0; j < b.n; j++) {
		uint64_t hit = lanes_equal(&l, b.p[j], short_one) & reach & ~used_a;

		used_a |= hit & (~hit + 1);
		used_b |= (uint64_t)(hit != 0) << j;
		reach = j < window ? (reach << 1) | 1 : reach << 1;
	}
	return jaro_winkler_of(a, b, (size_t)__builtin_popcountll(used_a), half_transpositions(a, b, used_a, used_b));
}

int padan_jaro_winkler(struct padan_span a, struct padan_span b)
{
	if (a.n > WORD || b.n > WORD || a.n == 0 || b.n == 0)
		return padan_jaro_winkler_scalar(a, b);
	return a.n <= 16 ? jaro_winkler(a, b, true) : jaro_winkler(a, b, false);
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int padan_osa_scalar(struct padan_span a, struct padan_span b)
{
	int row[3][PADAN_SIM_MAX + 1];
	int *before = row[0], *last = row[1], *now = row[2];

	a = bounded(a);
	b = bounded(b);
	for (size_t j = 0; j <= b.n; j++)
		last[j] = (int)j;
	for (size_t i = 1; i <= a.n; i++) {
		int *spare = before;

		now[0] = (int)i;
		for (size_t j = 1; j <= b.n; j++) {
			int d = least(last[j] + 1, now[j - 1] + 1);

			d = least(d, last[j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				d = least(d, before[j - 2] + 1);
			now[j] = d;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

TWICE int osa(struct padan_span a, struct padan_span b, bool short_one)
{
	uint64_t vp = ~(uint64_t)0, vn = 0, d0 = 0, old = 0, top;
	struct lanes l;
	int distance;

	lanes_of(&l, a);
	top = (uint64_t)1 << (a.n - 1);
	distance = (int)a.n;
	for (size_t j = 0; j < b.n; j++) {
		uint64_t pm = lanes_equal(&l, b.p[j], short_one), hp, hn;
		uint64_t swap = ((~d0 & pm) << 1) & old;

		d0 = (((pm & vp) + vp) ^ vp) | pm | vn | swap;
		hp = vn | ~(d0 | vp);
		hn = d0 & vp;
		distance += (hp & top) != 0;
		distance -= (hn & top) != 0;
		hp = (hp << 1) | 1;
		hn <<= 1;
		vp = hn | ~(d0 | hp);
		vn = hp & d0;
		old = pm;
	}
	return distance;
}

int padan_osa(struct padan_span a, struct padan_span b)
{
	if (a.n > WORD || b.n > WORD || a.n == 0 || b.n == 0)
		return padan_osa_scalar(a, b);
	return a.n <= 16 ? osa(a, b, true) : osa(a, b, false);
}
