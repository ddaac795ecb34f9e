/* SPDX-License-Identifier: EUPL-1.2
 * How long the papers take: bench_papers DIR [ROWS [THREADS]]. Prints rows, threads, milliseconds and the
 * memory that they took beyond the view itself; then the same for the Word documents, into DIR.surat (those with a
 * page for each person too when a fourth argument is given). */
#include "../unit/papers/sample_view.h"
#include "papers/letter.h"
#include "papers/papers.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

static long peak_kb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static int bench_letters(const struct run_view *v, const char *dir, int threads, uint32_t which)
{
	const struct seams *s = seams_real();
	struct letter_office office;
	struct err e = { 0 };
	char path[4096];
	long before = peak_kb();
	int64_t from;

	snprintf(path, sizeof(path), "%s.surat", dir);
	mkdir(path, 0700);
	letter_office_init(&office);
	from = s->monotonic_us(NULL);
	if (letters_write(v, &office, which, path, threads, s, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return e.code;
	}
	printf("letters: %d threads, %lld ms, %ld KiB more\n", threads,
	       (long long)(s->monotonic_us(NULL) - from) / 1000, peak_kb() - before);
	return 0;
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
	if (bench_letters(&v.v, argv[1], threads, argc > 4 ? LETTERS_ALL : letters_usual()))
		return 1;
	sample_view_done(&v);
	return 0;
}
