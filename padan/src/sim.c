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
	char p[WORD] __attribute__((aligned(16)));
	size_t n;
};

static void lanes_of(struct lanes *l, struct padan_span s)
{
	size_t whole = (s.n + 15) & ~(size_t)15;

	memset(l->p, 0, whole);
	memcpy(l->p, s.p, s.n);
	l->n = s.n;
}

/* Bit i is set where byte i equals c. */
static inline uint64_t lanes_equal(const struct lanes *l, char c)
{
	uint64_t mask = 0;
#ifdef __SSE2__
	const __m128i key = _mm_set1_epi8(c);

	for (size_t i = 0; i < l->n; i += 16) {
		__m128i part = _mm_load_si128((const __m128i *)(const void *)(l->p + i));

		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, key)) << i;
	}
#else
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

int padan_jaro_winkler(struct padan_span a, struct padan_span b)
{
	uint64_t used_a = 0, used_b = 0, reach;
	struct lanes l;
	size_t window;

	if (a.n > WORD || b.n > WORD || a.n == 0 || b.n == 0)
		return padan_jaro_winkler_scalar(a, b);
	lanes_of(&l, a);
	window = jaro_window(a, b);
	/* `reach` has a bit for each position of a within the window of position j of b. */
	reach = window + 1 >= WORD ? ~(uint64_t)0 : ((uint64_t)1 << (window + 1)) - 1;
	for (size_t j = 0; j < b.n; j++) {
		uint64_t hit = lanes_equal(&l, b.p[j]) & reach & ~used_a;

		used_a |= hit & (~hit + 1);
		used_b |= (uint64_t)(hit != 0) << j;
		reach = j < window ? (reach << 1) | 1 : reach << 1;
	}
	return jaro_winkler_of(a, b, (size_t)__builtin_popcountll(used_a), half_transpositions(a, b, used_a, used_b));
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

int padan_osa(struct padan_span a, struct padan_span b)
{
	uint64_t vp = ~(uint64_t)0, vn = 0, d0 = 0, old = 0, top;
	struct lanes l;
	int distance;

	if (a.n > WORD || b.n > WORD || a.n == 0 || b.n == 0)
		return padan_osa_scalar(a, b);
	lanes_of(&l, a);
	top = (uint64_t)1 << (a.n - 1);
	distance = (int)a.n;
	for (size_t j = 0; j < b.n; j++) {
		uint64_t pm = lanes_equal(&l, b.p[j]), hp, hn;
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
