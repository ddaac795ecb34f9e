/* SPDX-License-Identifier: EUPL-1.2
 *
 * How fast and how rightly does the engine link?
 *
 *	bench_link REGISTRY.csv PROPOSALS.txt [THREADS [EXPLAIN]]
 *
 * REGISTRY.csv: a registry of `lindung sample`. PROPOSALS.txt: a proposal a line, fields parted by the
 * byte 1F: nik, nama, tanggal_lahir, jenis_kelamin, no_kk, no_hp, tempat_lahir, nama_ibu, kelurahan,
 * kecamatan, alamat, rt, rw, pekerjaan, 1 when the NIK's cell was a number, number of the list, true
 * NIK, 1 when that person is in the registry, what was damaged. Prints times, counts and the share of
 * rows linked to the right person. EXPLAIN: so many of the rows that went wrong are shown, NIKs and all
 * (nobody in a sample lives).
 */
#include <fcntl.h>
#include <padan/csv.h>
#include <padan/link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FIELDS = 19, BLOCK = 1 << 19, THREADS = 16 };

struct proposal {
	struct padan_span f[FIELDS];
};
struct bench {
	struct padan_span text;
	struct proposal *row;
	size_t n;
	struct padan_index *ix;
	struct padan_csv_blocks blocks;
	struct padan_span registry;
	size_t at;
	int column[PADAN_P_COLUMNS];
	int rw;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
	fprintf(stderr, "bench_link: %s\n", what);
	exit(1);
}

static struct padan_span map_file(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	void *p;

	if (fd < 0 || fstat(fd, &st) != 0)
		die(path);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		die(path);
	return (struct padan_span){ p, (size_t)st.st_size };
}

static void read_proposals(struct bench *b)
{
	const char *p = b->text.p, *end = p + b->text.n;

	b->row = calloc(b->text.n / 20 + 1, sizeof(*b->row));
	while (b->row && p < end) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		struct proposal *r = &b->row[b->n++];

		eol = eol ? eol : end;
		for (int i = 0; i < FIELDS; i++) {
			const char *to = p < eol ? memchr(p, 0x1f, (size_t)(eol - p)) : NULL;

			to = to ? to : eol;
			r->f[i] = (struct padan_span){ p, (size_t)(to - p) };
			p = to < eol ? to + 1 : eol;
		}
		p = eol + 1;
	}
}

static void index_proposals(struct bench *b)
{
	/* Field of the proposal for each of the engine's columns; rt and rw are joined. */
	static const int from[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13 };
	char rt_rw[64];

	if (padan_index_new(&b->ix, &padan_person_schema, NULL, &padan_alloc_libc) != PADAN_OK)
		die("index");
	for (size_t i = 0; i < b->n; i++) {
		const struct padan_span *f = b->row[i].f;
		struct padan_span cell[PADAN_P_COLUMNS];
		int n;

		for (int c = 0; c < PADAN_P_COLUMNS; c++)
			cell[c] = f[from[c]];
		n = snprintf(rt_rw, sizeof(rt_rw), "%.*s/%.*s", (int)(f[11].n & 15), f[11].p, (int)(f[12].n & 15),
			     f[12].p);
		cell[PADAN_P_RT_RW] = (struct padan_span){ rt_rw, n > 1 ? (size_t)n : 0 };
		if (padan_index_add(b->ix, cell, f[14].n && f[14].p[0] == '1' ? PADAN_ROW_NUMERIC : 0,
				    f[15].n ? (unsigned)(f[15].p[0] - '0') : 0) != PADAN_OK)
			die("add");
	}
	if (padan_index_seal(b->ix) != PADAN_OK)
		die("seal");
}

static void find_columns(struct bench *b, const struct padan_csv_record *head)
{
	static const char *const names[] = { "nik",    "nama",	       "tanggal_lahir", "jenis_kelamin", "no_kk",
					     "no_hp",  "tempat_lahir", "nama_ibu",	"kelurahan",	 "kecamatan",
					     "alamat", "rt",	       "pekerjaan" };
	bool escaped;

	b->rw = -1;
	for (int c = 0; c < PADAN_P_COLUMNS; c++) {
		b->column[c] = -1;
		for (uint32_t k = 0; k < head->n; k++)
			if (padan_span_eq(padan_csv_field(head, k, &escaped), padan_span_of(names[c])))
				b->column[c] = (int)k;
	}
	for (uint32_t k = 0; k < head->n; k++)
		if (padan_span_eq(padan_csv_field(head, k, &escaped), PADAN_LIT("rw")))
			b->rw = (int)k;
}

static void feed(const struct bench *b, struct padan_worker *w, const struct padan_csv_record *r)
{
	struct padan_span f[PADAN_P_COLUMNS];
	bool escaped;

	for (int c = 0; c < PADAN_P_COLUMNS; c++)
		f[c] = b->column[c] < 0 ? (struct padan_span){ NULL, 0 }
					: padan_csv_field(r, (uint32_t)b->column[c], &escaped);
	/* rt and rw are neighbours in the file: "004,009" is one value. */
	if (b->rw == b->column[PADAN_P_RT_RW] + 1 && f[PADAN_P_RT_RW].n)
		f[PADAN_P_RT_RW].n += 1 + padan_csv_field(r, (uint32_t)b->rw, &escaped).n;
	if (padan_worker_feed(w, f, f[PADAN_P_NIK]) != PADAN_OK)
		die("feed");
}

struct job {
	struct bench *b;
	struct padan_worker *w;
	pthread_t thread;
};

static ptrdiff_t read_registry(void *ctx, void *p, size_t n)
{
	struct bench *b = ctx;
	size_t rest = b->registry.n - b->at, take = n < rest ? n : rest;

	memcpy(p, b->registry.p + b->at, take);
	b->at += take;
	return (ptrdiff_t)take;
}

static void *work(void *ctx)
{
	struct job *j = ctx;
	struct padan_csv_block k;
	struct padan_csv_marks marks;
	struct padan_csv csv;
	struct padan_csv_record r;

	padan_csv_block_init(&k, &padan_alloc_libc);
	if (padan_csv_marks_init(&marks, &padan_alloc_libc, 256) != PADAN_CSV_OK)
		die("marks");
	while (padan_csv_blocks_next(&j->b->blocks, &k) == PADAN_CSV_OK) {
		bool head = k.ordinal == 0;

		padan_csv_init(&csv, &marks, (struct padan_span){ k.p, k.n }, ',', PADAN_CSV_AUTO);
		while (padan_csv_next(&csv, &r) == PADAN_CSV_OK) {
			if (!head)
				feed(j->b, j->w, &r);
			head = false;
		}
	}
	padan_csv_marks_done(&marks);
	padan_csv_block_done(&k);
	return NULL;
}

static struct padan_result *stream(struct bench *b, unsigned threads)
{
	struct job job[THREADS];
	struct padan_worker *w[THREADS];
	struct padan_result *r;
	double t = now();

	for (unsigned i = 0; i < threads; i++) {
		if (padan_worker_new(&w[i], b->ix) != PADAN_OK)
			die("worker");
		job[i] = (struct job){ b, w[i], 0 };
		if (pthread_create(&job[i].thread, NULL, work, &job[i]) != 0)
			die("thread");
	}
	for (unsigned i = 0; i < threads; i++)
		pthread_join(job[i].thread, NULL);
	printf("stream %.3f s\n", now() - t);
	t = now();
	if (padan_link_finish(b->ix, w, threads, &r) != PADAN_OK)
		die("finish");
	printf("finish %.3f s\n", now() - t);
	for (unsigned i = 0; i < threads; i++)
		padan_worker_free(w[i]);
	return r;
}

static void explain(const struct bench *b, const struct padan_result *r, uint32_t row)
{
	const struct padan_span *f = b->row[row].f;
	struct padan_candidate c;

	printf("-- row %u [%.*s] true %.*s:", row, (int)f[18].n, f[18].p, (int)f[16].n, f[16].p);
	for (int i = 0; i < 14; i++)
		printf(" %.*s |", (int)f[i].n, f[i].p);
	printf("\n");
	for (unsigned k = 0; k < 3 && padan_result_candidate(r, row, k, &c); k++) {
		printf("   %016llu w %d ppm %u:", (unsigned long long)c.nik, c.weight, c.ppm);
		for (unsigned i = 0; i < PADAN_P_COLUMNS; i++)
			if (c.level[i])
				printf(" %s=%s(%d)", padan_person_schema.column[i].label,
				       padan_level_word(padan_person_schema.column[i].kind, c.level[i]), c.part[i]);
		printf("\n");
	}
}

static void judge(const struct bench *b, const struct padan_result *r, int show)
{
	size_t known = 0, right = 0, wrong = 0, missed = 0, review = 0, invented = 0, linked = 0, absent = 0;

	for (uint32_t i = 0; i < b->n; i++) {
		const struct padan_span *f = b->row[i].f;
		enum padan_verdict v = padan_result_verdict(r, i, &padan_bounds_usual);
		struct padan_candidate c = { 0 };
		char nik[24];
		bool in = f[17].n && f[17].p[0] == '1', same = false;

		if (padan_result_candidate(r, i, 0, &c)) {
			snprintf(nik, sizeof(nik), "%016llu", (unsigned long long)c.nik);
			same = in && padan_span_eq(padan_span_of(nik), f[16]);
		}
		known += in;
		invented += !in;
		review += v == PADAN_REVIEW;
		right += v == PADAN_LINK && same;
		wrong += v == PADAN_LINK && in && !same;
		linked += v == PADAN_LINK && !in;
		missed += v == PADAN_NONE && in;
		absent += in && padan_result_count(r, i) == 0;
		if ((v == PADAN_LINK ? !same : in) && show-- > 0)
			explain(b, r, i);
	}
	printf("in registry %zu: right %.3f %% wrong %.3f %% missed %.3f %% (no candidate %zu); invented %zu: linked "
	       "%.3f %%; "
	       "review %.3f %% of all\n",
	       known, 100.0 * (double)right / (double)known, 100.0 * (double)wrong / (double)known,
	       100.0 * (double)missed / (double)known, absent, invented,
	       invented ? 100.0 * (double)linked / (double)invented : 0, 100.0 * (double)review / (double)b->n);
}

int main(int argc, char **argv)
{
	unsigned threads = argc > 3 ? (unsigned)atol(argv[3]) : 2;
	struct bench b = { 0 };
	struct padan_csv_opt opt = { .block = BLOCK };
	struct padan_csv_marks marks;
	struct padan_csv csv;
	struct padan_csv_record head;
	struct padan_link_count n;
	struct padan_result *r;
	struct rusage use;
	double t = now();

	if (argc < 3 || threads < 1 || threads > THREADS)
		die("REGISTRY.csv PROPOSALS.txt [THREADS [EXPLAIN]]");
	b.registry = map_file(argv[1]);
	b.text = map_file(argv[2]);
	read_proposals(&b);
	index_proposals(&b);
	printf("index %.3f s, %u rows\n", now() - t, padan_index_rows(b.ix));
	if (padan_csv_marks_init(&marks, &padan_alloc_libc, 256) != PADAN_CSV_OK)
		die("marks");
	padan_csv_init(&csv, &marks, (struct padan_span){ b.registry.p, b.registry.n < 4096 ? b.registry.n : 4096 },
		       ',', PADAN_CSV_AUTO);
	if (padan_csv_next(&csv, &head) != PADAN_CSV_OK ||
	    padan_csv_blocks_init(&b.blocks, &padan_alloc_libc, read_registry, &b, &opt) != PADAN_CSV_OK)
		die("registry");
	find_columns(&b, &head);
	padan_csv_marks_done(&marks);
	r = stream(&b, threads);
	n = padan_result_counts(r);
	getrusage(RUSAGE_SELF, &use);
	printf("total %.3f s; right rows %llu, key hits %llu, compared %llu, kept %llu; CPU %.3f s, peak %ld MiB\n",
	       now() - t, (unsigned long long)n.right, (unsigned long long)n.probes, (unsigned long long)n.compared,
	       (unsigned long long)n.kept, (double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec / 1e6,
	       use.ru_maxrss / 1024);
	judge(&b, r, argc > 4 ? (int)atol(argv[4]) : 0);
	padan_csv_blocks_done(&b.blocks);
	padan_result_free(r);
	padan_index_free(b.ix);
	free(b.row);
	return 0;
}
