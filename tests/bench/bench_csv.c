/* SPDX-License-Identifier: EUPL-1.2
 * Splitting a registry-like CSV in memory: the splitter's three forms, with and without touching the fields, against
 * libcsv, in CPU time. Ratios of one run are what counts. */
#include <csv.h>
#include <padan/csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t make(char *p, size_t cap, const char *row, size_t row_n)
{
	size_t n = 0;

	for (; n + row_n <= cap; n += row_n)
		memcpy(p + n, row, row_n);
	return n;
}

static uint64_t fields;

static void count_field(void *s, size_t n, void *ctx)
{
	(void)s;
	(void)ctx;
	fields += n > 0;
}

static void count_row(int c, void *ctx)
{
	(void)c;
	(void)ctx;
}

/* In blocks of about the block reader's size, which end at a record. plain: a block without quotes. */
static double run_padan(const char *p, size_t n, size_t row_n, enum padan_csv_simd simd, bool touch, bool plain)
{
	size_t block = ((size_t)1 << 19) / row_n * row_n;
	struct padan_csv_marks m;
	double best = 1e9;

	if (padan_csv_marks_init(&m, &padan_alloc_libc, 512))
		return 0;
	for (int round = 0; round < 5; round++) {
		double t = now();

		fields = 0;
		for (size_t at = 0; at < n; at += block) {
			struct padan_csv c;
			struct padan_csv_record r;
			size_t len = n - at < block ? n - at : block;

			(plain ? padan_csv_init_plain : padan_csv_init)(&c, &m, (struct padan_span){ p + at, len }, ',',
									simd);
			while (padan_csv_next(&c, &r) == PADAN_CSV_OK) {
				bool escaped;

				fields += r.n;
				for (uint32_t k = 0; touch && k < r.n; k++)
					fields += padan_csv_field(&r, k, &escaped).n > 1000;
			}
		}
		t = now() - t;
		best = t < best ? t : best;
	}
	padan_csv_marks_done(&m);
	return (double)n / best / 1e9;
}

static double run_libcsv(const char *p, size_t n)
{
	struct csv_parser c;
	double t = now();

	if (csv_init(&c, 0))
		return 0;
	csv_parse(&c, p, n, count_field, count_row, NULL);
	csv_fini(&c, count_field, count_row, NULL);
	csv_free(&c);
	return (double)n / (now() - t) / 1e9;
}

int main(void)
{
	static const char plain[] =
		"7372015708800001,MUHAMMAD YUSUF HIDAYAT,1980-08-17,7372010101010001,PAREPARE,L,JL. BAU "
		"MASSEPE NO. 12,001,002,LAKESSI,SOREANG,NELAYAN/PERIKANAN,SITI AMINAH,KEPALA "
		"KELUARGA,HIDUP\n";
	static const char quoted[] =
		"\"7372015708800001\",\"MUHAMMAD YUSUF HIDAYAT\",\"1980-08-17\",\"7372010101010001\","
		"\"PAREPARE\",\"L\",\"JL. BAU MASSEPE, NO. 12\",\"001\",\"002\",\"LAKESSI\",\"SOREANG\"\r\n";
	static const char *const names[] = { "auto", "scalar", "sse2", "avx2", "avx512" };
	size_t cap = 64 << 20;
	char *p = malloc(cap);

	if (!p)
		return 5;
	for (int kind = 0; kind < 2; kind++) {
		size_t row_n = kind ? sizeof(quoted) - 1 : sizeof(plain) - 1;
		size_t n = make(p, cap, kind ? quoted : plain, row_n);
		double lib = run_libcsv(p, n);

		printf("%s: libcsv %.2f GB/s\n", kind ? "quoted" : "unquoted", lib);
		for (enum padan_csv_simd s = PADAN_CSV_SCALAR; s <= PADAN_CSV_AVX512; s++) {
			double split = run_padan(p, n, row_n, s, false, false);
			double touch = run_padan(p, n, row_n, s, true, false);

			printf("  %-6s split %.2f GB/s (%.1fx), fields taken %.2f GB/s (%.1fx)", names[s], split,
			       split / lib, touch, touch / lib);
			if (!kind)
				printf(", as a plain block %.2f GB/s", run_padan(p, n, row_n, s, false, true));
			puts("");
		}
	}
	free(p);
	return 0;
}
