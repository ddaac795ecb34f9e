/* SPDX-License-Identifier: EUPL-1.2
 * How long the papers take: bench_papers DIR [ROWS [THREADS]]. Prints rows, threads, milliseconds and the
 * memory that they took beyond the view itself. */
#include "../unit/papers/sample_view.h"
#include "papers/papers.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static long peak_kb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

int main(int argc, char **argv)
{
	size_t rows = argc > 2 ? strtoul(argv[2], NULL, 10) : 35800;
	int threads = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 2;
	const struct seams *s = seams_real();
	struct sample_view v;
	struct err e = { 0 };
	long before;
	int64_t from;

	if (argc < 2) {
		fprintf(stderr, "bench_papers DIR [ROWS [THREADS]]\n");
		return 2;
	}
	sample_view_make(&v, rows, 98);
	before = peak_kb();
	from = s->monotonic_us(NULL);
	if (papers_write(&v.v, argv[1], threads, s, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return e.code;
	}
	printf("papers: %zu rows, %d threads, %lld ms, %ld KiB beyond the view\n", rows, threads,
	       (long long)(s->monotonic_us(NULL) - from) / 1000, peak_kb() - before);
	sample_view_done(&v);
	return 0;
}
