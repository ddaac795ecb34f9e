/* SPDX-License-Identifier: EUPL-1.2
 *
 * What one comparison of two words costs: bench_sim KERNEL PAIRS, with KERNEL one of jw, jw_scalar, osa, osa_scalar,
 * none, and of one word against 4,095 others jw_many, osa_many, none_many. Prints nanoseconds a pair of processor time,
 * and a sum, so that nothing is left out. Words as in names: 3 to 12 letters, every fourth pair a typing error apart.
 * Instructions: the same under valgrind, less those of `none`.
 */
#include <padan/sim.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 4096 };

static char text[WORDS][16];
static struct padan_span word[WORDS];

static uint32_t dice(void)
{
	static uint64_t s = 88172645463325252u;

	s ^= s << 13;
	s ^= s >> 7;
	s ^= s << 17;
	return (uint32_t)(s >> 32);
}

static void make_words(void)
{
	static const char *const part[] = { "MA", "RI", "SU",  "HA",  "NUR", "DI",  "AN", "WA",
					    "TI", "LI", "SYA", "RAH", "MAN", "DIN", "YA", "FA" };

	for (unsigned i = 0; i < WORDS; i++) {
		size_t n = 0;

		for (unsigned k = 2 + dice() % 3; k > 0; k--) {
			const char *p = part[dice() % 16];

			memcpy(text[i] + n, p, strlen(p));
			n += strlen(p);
		}
		if (i % 4 == 1) { /* the one before, with a slip */
			n = word[i - 1].n;
			memcpy(text[i], text[i - 1], n);
			text[i][dice() % n] = (char)('A' + dice() % 26);
		}
		word[i] = (struct padan_span){ text[i], n };
	}
}

static int none(struct padan_span a, struct padan_span b)
{
	return (int)(a.n ^ b.n);
}

static void none_many(struct padan_span a, const struct padan_span *b, size_t n, int *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = none(a, b[i]);
}

static long single(int (*kernel)(struct padan_span, struct padan_span), unsigned long pairs)
{
	long sum = 0;

	for (unsigned long i = 0; i < pairs; i++)
		sum += kernel(word[i % WORDS], word[(i + 1 + (i >> 12)) % WORDS]);
	return sum;
}

/* Each word of the list against all others, until there are enough pairs. */
static long many(void (*kernel)(struct padan_span, const struct padan_span *, size_t, int *), unsigned long pairs)
{
	static int out[WORDS];
	long sum = 0;

	for (unsigned long i = 0, n; i < pairs; i += n) {
		n = pairs - i < WORDS ? pairs - i : WORDS;
		kernel(word[(i >> 12) % WORDS], word, n, out);
		for (unsigned long k = 0; k < n; k++)
			sum += out[k];
	}
	return sum;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*kernel)(struct padan_span, struct padan_span);
		void (*many)(struct padan_span, const struct padan_span *, size_t, int *);
	} kernels[] = { { "jw", padan_jaro_winkler, NULL },
			{ "jw_scalar", padan_jaro_winkler_scalar, NULL },
			{ "jw_many", NULL, padan_jaro_winkler_many },
			{ "osa", padan_osa, NULL },
			{ "osa_scalar", padan_osa_scalar, NULL },
			{ "osa_many", NULL, padan_osa_many },
			{ "none", none, NULL },
			{ "none_many", NULL, none_many } };
	unsigned long pairs = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;

	make_words();
	for (size_t k = 0; argc > 1 && k < sizeof(kernels) / sizeof(*kernels); k++) {
		struct timespec from, to;
		long sum;

		if (strcmp(argv[1], kernels[k].name) != 0)
			continue;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		sum = kernels[k].kernel ? single(kernels[k].kernel, pairs) : many(kernels[k].many, pairs);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		printf("%.1f %ld\n",
		       ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) /
			       (double)(pairs ? pairs : 1),
		       sum);
		return 0;
	}
	return 2;
}
