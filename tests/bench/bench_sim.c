/* SPDX-License-Identifier: EUPL-1.2
 *
 * What one comparison of two words costs: bench_sim KERNEL PAIRS, with KERNEL one of jw, jw_scalar, osa, osa_scalar,
 * none. Prints nanoseconds a pair of processor time, and a sum, so that nothing is left out. Words as in names: 3 to 12
 * letters, every fourth pair a typing error apart. Instructions: the same under valgrind, less those of `none`.
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

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*kernel)(struct padan_span, struct padan_span);
	} kernels[] = { { "jw", padan_jaro_winkler },
			{ "jw_scalar", padan_jaro_winkler_scalar },
			{ "osa", padan_osa },
			{ "osa_scalar", padan_osa_scalar },
			{ "none", none } };
	unsigned long pairs = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;

	make_words();
	for (size_t k = 0; argc > 1 && k < sizeof(kernels) / sizeof(*kernels); k++) {
		struct timespec from, to;
		long sum = 0;

		if (strcmp(argv[1], kernels[k].name) != 0)
			continue;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		for (unsigned long i = 0; i < pairs; i++)
			sum += kernels[k].kernel(word[i % WORDS], word[(i + 1 + (i >> 12)) % WORDS]);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		printf("%.1f %ld\n",
		       ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) /
			       (double)(pairs ? pairs : 1),
		       sum);
		return 0;
	}
	return 2;
}
