/* SPDX-License-Identifier: EUPL-1.2
 * The CSV splitter and the block reader, held to libcsv on random text. */
#include "check.h"
#include <csv.h>
#include <padan/csv.h>
#include <padan/hash.h>

/* ---- what was read, as one text: "7:[field][field]\n" for each record ------------------------- */

struct log {
	char *p;
	size_t n, cap;
};

static void log_bytes(struct log *l, const char *p, size_t n)
{
	if (l->n + n + 1 > l->cap) {
		l->cap = (l->n + n + 1) * 2;
		l->p = realloc(l->p, l->cap);
		assert_non_null(l->p);
	}
	memcpy(l->p + l->n, p, n);
	l->n += n;
	l->p[l->n] = 0;
}

static void log_row(struct log *l, uint64_t row)
{
	char s[32];

	log_bytes(l, s, (size_t)snprintf(s, sizeof(s), "%llu:", (unsigned long long)row));
}

static void log_field(struct log *l, const char *p, size_t n)
{
	log_bytes(l, "[", 1);
	log_bytes(l, p, n);
	log_bytes(l, "]", 1);
}

/* ---- the oracle: libcsv, fed byte by byte so that blank lines and CRLF can be told apart -------- */

struct oracle {
	struct log log, fields;
	uint64_t row;
	size_t at, last_end, count;
	const char *text;
};

static void oracle_field(void *s, size_t n, void *ctx)
{
	struct oracle *o = ctx;

	log_field(&o->fields, s, n);
	o->count++;
}

static void oracle_row(int c, void *ctx)
{
	struct oracle *o = ctx;

	if (o->count > 0) {
		log_row(&o->log, o->row);
		log_bytes(&o->log, o->fields.p, o->fields.n);
		log_bytes(&o->log, "\n", 1);
	}
	o->fields.n = 0;
	if (c < 0)
		return;
	if (!(c == '\n' && o->count == 0 && o->at > 0 && o->text[o->at - 1] == '\r' && o->last_end == o->at - 1))
		o->row++;
	o->count = 0;
	o->last_end = o->at;
}

/* Returns true when a quote was open at the end. */
static bool oracle_read(struct log *out, const char *text, size_t n, char delim)
{
	struct oracle o = { .row = 1, .text = text, .last_end = SIZE_MAX };
	struct csv_parser p;
	bool torn;

	assert_int_equal(csv_init(&p, CSV_REPALL_NL), 0);
	csv_set_delim(&p, (unsigned char)delim);
	for (o.at = 0; o.at < n; o.at++)
		assert_int_equal(csv_parse(&p, text + o.at, 1, oracle_field, oracle_row, &o), 1);
	torn = p.quoted && p.pstate == 2;
	if (!torn)
		csv_fini(&p, oracle_field, oracle_row, &o);
	csv_free(&p);
	free(o.fields.p);
	*out = o.log;
	return torn;
}

/* ---- ours ------------------------------------------------------------------------------------------ */

static void log_record(struct log *l, const struct padan_csv_record *r, uint64_t row)
{
	char *buf = malloc(padan_csv_record_size(r) + 1);

	assert_non_null(buf);
	log_row(l, row);
	for (uint32_t k = 0; k < r->n; k++) {
		struct padan_span f = padan_csv_value(r, k, buf);

		log_field(l, f.p, f.n);
	}
	log_bytes(l, "\n", 1);
	free(buf);
}

typedef void begin_fn(struct padan_csv *c, struct padan_csv_marks *m, struct padan_span block, char delim,
		      enum padan_csv_simd simd);

static int split_read(struct log *l, const char *text, size_t n, char delim, enum padan_csv_simd simd, begin_fn *begin)
{
	struct padan_csv_marks marks;
	struct padan_csv c;
	struct padan_csv_record r;
	char *exact = malloc(n ? n : 1); /* nothing behind it: ASan sees an over-read */
	int code;

	assert_non_null(exact);
	memcpy(exact, text, n);
	assert_int_equal(padan_csv_marks_init(&marks, &padan_alloc_libc, 4096), 0);
	begin(&c, &marks, (struct padan_span){ exact, n }, delim, simd);
	while ((code = padan_csv_next(&c, &r)) == PADAN_CSV_OK)
		log_record(l, &r, r.row);
	padan_csv_marks_done(&marks);
	free(exact);
	return code;
}

struct source {
	const char *p;
	size_t n, at, chunk;
};

static ptrdiff_t source_read(void *ctx, void *p, size_t n)
{
	struct source *s = ctx;

	n = n < s->n - s->at ? n : s->n - s->at;
	n = s->chunk && n > s->chunk ? s->chunk : n;
	memcpy(p, s->p + s->at, n);
	s->at += n;
	return (ptrdiff_t)n;
}

static int blocks_read(struct log *l, struct source *s, struct padan_csv_opt *opt, uint64_t *bad_row)
{
	struct padan_csv_blocks b;
	struct padan_csv_block k;
	struct padan_csv_marks marks;
	struct padan_csv_record r;
	int code, inner = PADAN_CSV_END;

	assert_int_equal(padan_csv_marks_init(&marks, &padan_alloc_libc, 4096), 0);
	assert_int_equal(padan_csv_blocks_init(&b, &padan_alloc_libc, source_read, s, opt), 0);
	padan_csv_block_init(&k, &padan_alloc_libc);
	while ((code = padan_csv_blocks_next(&b, &k)) == PADAN_CSV_OK) {
		struct padan_csv c;

		padan_csv_init(&c, &marks, (struct padan_span){ k.p, k.n }, b.sniff.delim, PADAN_CSV_AUTO);
		while ((inner = padan_csv_next(&c, &r)) == PADAN_CSV_OK)
			log_record(l, &r, padan_csv_blocks_row(&b, k.ordinal, r.row));
		assert_int_equal(padan_csv_blocks_rows(&b, k.ordinal, c.rows), 0);
		if (inner != PADAN_CSV_END) {
			*bad_row = padan_csv_blocks_row(&b, k.ordinal, r.row);
			code = inner;
			break;
		}
	}
	if (code == PADAN_CSV_LONG)
		*bad_row = padan_csv_blocks_bad_row(&b);
	padan_csv_block_done(&k);
	padan_csv_blocks_done(&b);
	padan_csv_marks_done(&marks);
	return code;
}

static void same(const struct log *want, const struct log *got, const char *what, const char *text, size_t n)
{
	if (want->n == got->n && (want->n == 0 || memcmp(want->p, got->p, want->n) == 0))
		return;
	print_message("%s\ntext (%zu): <<<%.*s>>>\nwant <<<%.*s>>>\ngot  <<<%.*s>>>\n", what, n, (int)n, text,
		      (int)want->n, want->p, (int)got->n, got->p);
	fail();
}

/* Byte by byte. */
static unsigned look(const char *text, size_t n)
{
	unsigned seen = 0;

	for (size_t i = 0; i < n; i++)
		seen |= (text[i] == '"' ? PADAN_CSV_QUOTES : 0u) | ((text[i] & 0x80) ? PADAN_CSV_HIGH : 0u) |
			(text[i] == '\r' && i + 1 < n && text[i + 1] != '\n' ? PADAN_CSV_LONE_CR : 0u);
	return seen;
}

static void check_split(const struct log *want, int code, const char *text, size_t n, char delim, begin_fn *begin)
{
	static const char *const names[] = { "auto", "scalar", "sse2", "avx2", "avx512" };

	for (enum padan_csv_simd simd = PADAN_CSV_AUTO; simd <= PADAN_CSV_AVX512; simd++) {
		struct log got = { 0 };

		assert_int_equal(split_read(&got, text, n, delim, simd, begin), code);
		same(want, &got, names[simd], text, n);
		free(got.p);
	}
}

static void check_text(const char *text, size_t n, char delim)
{
	struct log want = { 0 };
	bool torn = oracle_read(&want, text, n, delim);
	unsigned seen = padan_csv_look((struct padan_span){ text, n });

	assert_int_equal(seen, look(text, n));
	check_split(&want, torn ? PADAN_CSV_TORN : PADAN_CSV_END, text, n, delim, padan_csv_init);
	if (!(seen & (PADAN_CSV_QUOTES | PADAN_CSV_LONE_CR)))
		check_split(&want, PADAN_CSV_END, text, n, delim, padan_csv_init_plain);
	free(want.p);
}

static void check_blocks(const char *text, size_t n, char delim, uint32_t block, size_t chunk)
{
	struct log want = { 0 }, got = { 0 };
	struct source s = { text, n, 0, chunk };
	struct padan_csv_opt opt = { block, (uint32_t)n + 64, delim };
	uint64_t bad_row = 0;
	bool torn = oracle_read(&want, text, n, delim);
	int code = blocks_read(&got, &s, &opt, &bad_row);

	same(&want, &got, "blocks", text, n);
	assert_int_equal(code, torn ? PADAN_CSV_TORN : PADAN_CSV_END);
	free(want.p);
	free(got.p);
}

static uint64_t state;
static uint32_t chance(uint32_t n)
{
	state += 0x9e3779b97f4a7c15u;
	return (uint32_t)(padan_mix64(state) >> 33) % n;
}

/* Text in which everything that matters is frequent; sometimes long runs without marks. */
static size_t random_text(char *out, size_t max, char delim)
{
	static const char some[] = "ab \t\"\"\"\n\n\r,,;xyz\0";
	size_t n = chance((uint32_t)max);

	for (size_t i = 0; i < n; i++) {
		uint32_t c = chance(24);

		out[i] = c < 18 ? some[c] : c < 21 ? delim : 'q';
		if (c == 23 && chance(3) == 0)
			for (uint32_t run = chance(90); run > 0 && i + 1 < n; run--)
				out[++i] = 'k';
		if (c == 22 && i + 1 < n) {
			out[i] = '\r';
			out[++i] = '\n';
		}
	}
	return n;
}

static void csv_small_cases(void **ctx)
{
	static const char *const texts[] = {
		"",
		"\n",
		"\r\n",
		"a",
		"a,b\n",
		"a,b\r\nc,d",
		"a,",
		",",
		" \n a , b \n",
		"\"a\"",
		"\"a,b\"\n",
		"\"a\"\"b\",c\n",
		"\"a\nb\",c\r\nd",
		"a\"b,c\n",
		" \"a\" ,b\n",
		"\"a\"b,c\n",
		"\"a\" \"b\",c\n",
		"\"a\" \" ,c\n",
		"\"a",
		"\"a\"\"",
		"a\rb\r\rc",
		"a\n\r\nb",
		"\"\"\n",
		"\"\"",
		"  ",
		"a\n  ",
		"\"a\" \"\" b\",c",
		"\"a\"\t",
		",\"\",\n",
		"x,\"\"\"\"\ny",
	};
	(void)ctx;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t n = strlen(texts[i]);

		check_text(texts[i], n, ',');
		for (uint32_t block = 1; block <= n + 2; block++)
			check_blocks(texts[i], n, ',', block, 0);
	}
}

static void csv_random_equals_libcsv(void **ctx)
{
	static const char delims[] = { ',', ';', '|', '\t' };
	char text[700];

	(void)ctx;
	state = 1;
	for (int round = 0; round < 12000; round++) {
		char delim = delims[round % 4];

		check_text(text, random_text(text, round % 8 ? 80 : sizeof(text), delim), delim);
	}
}

/* Without quotes, and CR only before LF: what registries are made of. */
static size_t plain_text(char *out, size_t max, char delim)
{
	size_t n = random_text(out, max, delim);

	for (size_t i = 0; i < n; i++) {
		if (out[i] == '"')
			out[i] = chance(50) ? '-' : (char)0xC3;
		if (out[i] == '\r' && i + 1 < n && out[i + 1] != '\n')
			out[i] = '\n';
	}
	return n;
}

static void csv_plain_equals_libcsv(void **ctx)
{
	static const char delims[] = { ',', ';', '|', '\t' };
	char text[700];

	(void)ctx;
	state = 4;
	for (int round = 0; round < 6000; round++) {
		char delim = delims[round % 4];
		size_t n = plain_text(text, round % 8 ? 80 : sizeof(text), delim);

		assert_false(padan_csv_look((struct padan_span){ text, n }) & (PADAN_CSV_QUOTES | PADAN_CSV_LONE_CR));
		check_text(text, n, delim);
	}
}

static void csv_blocks_equal_libcsv(void **ctx)
{
	char text[400];

	(void)ctx;
	state = 2;
	for (int round = 0; round < 400; round++) {
		size_t n = random_text(text, round % 4 ? 60 : sizeof(text), ',');

		for (uint32_t block = 1; block < 70; block += block < 12 ? 1 : 7)
			check_blocks(text, n, ',', block, chance(2) ? 0 : 1 + chance(9));
	}
}

/* Enough for several windows of marks, with and without quotes. */
static void csv_long_text(void **ctx)
{
	size_t cap = 400000, n = 0;
	char *text = malloc(cap);

	(void)ctx;
	assert_non_null(text);
	state = 3;
	while (n < cap - 200) {
		n += (size_t)snprintf(text + n, 200,
				      chance(6) ? "%u,%u,,abc def,%u\r\n" : "%u,\"%u\r\n, \"\"x\"\"\",,a\"b,%u\n",
				      chance(1000000), chance(100), chance(9));
	}
	check_text(text, n, ',');
	check_blocks(text, n, ',', 1000, 0);
	check_blocks(text, n, ',', 65536, 777);
	memset(text, ',', 4000); /* one record with most of the fields it may have */
	text[4000] = '\n';
	check_text(text, n, ',');
	free(text);
}

static bool read_raw(const char *text, size_t n)
{
	struct padan_csv_marks marks;
	struct padan_csv c;
	struct padan_csv_record r;

	assert_int_equal(padan_csv_marks_init(&marks, &padan_alloc_libc, 16), 0);
	padan_csv_init(&c, &marks, (struct padan_span){ text, n }, ',', PADAN_CSV_AUTO);
	while (padan_csv_next(&c, &r) == PADAN_CSV_OK)
		;
	padan_csv_marks_done(&marks);
	return c.raw;
}

/* Quotes where a writer of CSV puts them are read the fast way, at any place of the 64-byte steps; others are not. */
static void csv_regular_quotes_are_fast(void **ctx)
{
	char text[3000];

	(void)ctx;
	for (size_t shift = 0; shift < 70; shift++) {
		size_t n = shift;

		memset(text, 'x', shift);
		while (n < 2000)
			n += (size_t)snprintf(text + n, 100, "%s\"a \"\" b\",\"\",\"c,\nd\"\r\n", n ? "," : "");
		assert_false(read_raw(text, n));
		memcpy(text + n, " \"x\"\n", 5);
		assert_true(read_raw(text, n + 5));
		memcpy(text + n, "\"x\" \n", 5);
		assert_true(read_raw(text, n + 5));
		memcpy(text + n, "5\" x\n", 5);
		assert_true(read_raw(text, n + 5));
	}
}

static void csv_limits(void **ctx)
{
	char *text = malloc(300000);
	struct source s = { text, 300000, 0, 0 };
	struct padan_csv_opt opt = { 4096, 8192, ',' };
	struct log l = { 0 };
	uint64_t row = 0;

	(void)ctx;
	assert_non_null(text);
	memset(text, 0, 300000); /* a disk's worth of zeros */
	assert_int_equal(blocks_read(&l, &s, &opt, &row), PADAN_CSV_LONG);
	assert_int_equal(row, 1);
	assert_int_equal(l.n, 0);
	assert_true(s.at <= 65536 + 8192); /* and no more of it was read */

	memset(text, 'x', 300000);
	memcpy(text, "a,b\n\nc,d\n\"", 10); /* a torn quote swallows the rest, up to the limit */
	s.at = 0;
	assert_int_equal(blocks_read(&l, &s, &opt, &row), PADAN_CSV_LONG);
	assert_int_equal(row, 4);

	s = (struct source){ "a,b\r\n\"x\ny\",c\r\n\r\n\"torn,\nrest\n", 29, 0, 0 };
	l.n = 0;
	assert_int_equal(blocks_read(&l, &s, &opt, &row), PADAN_CSV_TORN);
	assert_int_equal(row, 4);
	assert_string_equal(l.p, "1:[a][b]\n2:[x\ny][c]\n");

	memset(text, ',', 5000);
	l.n = 0;
	assert_int_equal(split_read(&l, text, 5000, ',', PADAN_CSV_AUTO, padan_csv_init), PADAN_CSV_FIELDS);
	assert_int_equal(split_read(&l, text, 4095, ',', PADAN_CSV_AUTO, padan_csv_init), PADAN_CSV_END);
	assert_int_equal(split_read(&l, text, 5000, ',', PADAN_CSV_AUTO, padan_csv_init_plain), PADAN_CSV_FIELDS);
	assert_int_equal(split_read(&l, text, 4095, ',', PADAN_CSV_AUTO, padan_csv_init_plain), PADAN_CSV_END);
	free(l.p);
	free(text);
}

static ptrdiff_t failing_read(void *ctx, void *p, size_t n)
{
	int *left = ctx;

	memset(p, 'a', n);
	return (*left)-- > 0 ? (ptrdiff_t)n : -1;
}

static void *limited_resize(void *ctx, void *p, size_t old, size_t size)
{
	int *left = ctx;

	if (size && (*left)-- <= 0)
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static void csv_failures(void **ctx)
{
	struct padan_csv_blocks b;
	struct padan_csv_block k;
	struct padan_csv_opt opt = { 65536, 65536, 0 };
	int reads = 0;

	(void)ctx;
	assert_int_equal(padan_csv_blocks_init(&b, &padan_alloc_libc, failing_read, &reads, &opt), PADAN_CSV_READ);
	reads = 1;
	opt.block = opt.record = 1 << 20;
	assert_int_equal(padan_csv_blocks_init(&b, &padan_alloc_libc, failing_read, &reads, &opt), PADAN_CSV_OK);
	padan_csv_block_init(&k, &padan_alloc_libc);
	assert_int_equal(padan_csv_blocks_next(&b, &k), PADAN_CSV_READ);
	assert_int_equal(padan_csv_blocks_next(&b, &k), PADAN_CSV_READ);
	padan_csv_block_done(&k);
	padan_csv_blocks_done(&b);

	for (int allowed = 0; allowed < 4; allowed++) { /* the 1st, 2nd, 3rd, 4th request for memory refused */
		int left = allowed;
		struct padan_alloc a = { limited_resize, &left };
		struct source s = { "a,b\nc,d\n", 8, 0, 0 };
		int code = padan_csv_blocks_init(&b, &a, source_read, &s, &opt);

		assert_int_equal(code, allowed < 2 ? PADAN_CSV_MEMORY : PADAN_CSV_OK);
		if (code)
			continue;
		padan_csv_block_init(&k, &a);
		code = padan_csv_blocks_next(&b, &k);
		assert_int_equal(code, allowed < 3 ? PADAN_CSV_MEMORY : PADAN_CSV_OK);
		if (code == PADAN_CSV_OK)
			assert_int_equal(padan_csv_blocks_rows(&b, 0, 2), PADAN_CSV_MEMORY);
		padan_csv_block_done(&k);
		padan_csv_blocks_done(&b);
	}
}

/* ---- threads ----------------------------------------------------------------------------------------- */

struct worker {
	struct padan_csv_blocks *b;
	uint64_t records, sum;
};

static void *work(void *ctx)
{
	struct worker *w = ctx;
	struct padan_csv_block k;
	struct padan_csv_marks marks;
	struct padan_csv_record r;

	padan_csv_block_init(&k, &padan_alloc_libc);
	if (padan_csv_marks_init(&marks, &padan_alloc_libc, 64))
		return NULL;
	while (padan_csv_blocks_next(w->b, &k) == PADAN_CSV_OK) {
		struct padan_csv c;

		padan_csv_init(&c, &marks, (struct padan_span){ k.p, k.n }, w->b->sniff.delim, PADAN_CSV_AUTO);
		while (padan_csv_next(&c, &r) == PADAN_CSV_OK) {
			bool escaped;

			w->records++;
			for (uint32_t f = 0; f < r.n; f++)
				w->sum += padan_hash_span(padan_csv_field(&r, f, &escaped), f);
		}
		if (padan_csv_blocks_rows(w->b, k.ordinal, c.rows))
			break;
	}
	padan_csv_marks_done(&marks);
	padan_csv_block_done(&k);
	return NULL;
}

static void csv_threads(void **ctx)
{
	size_t cap = 3000000, n = 0;
	uint64_t records[3] = { 0 }, sums[3] = { 0 };
	char *text = malloc(cap);

	(void)ctx;
	assert_non_null(text);
	state = 4;
	while (n < cap - 100)
		n += (size_t)snprintf(text + n, 100, chance(50) ? "%u;nama %u;x\n" : "%u;\"a\n;%u\";y\n",
				      chance(1u << 30), chance(99));
	for (int round = 0; round < 3; round++) {
		struct source s = { text, n, 0, 0 };
		struct padan_csv_opt opt = { 1 << 16, 4096, 0 };
		struct padan_csv_blocks b;
		struct worker w[3] = { 0 };
		pthread_t t[3];

		assert_int_equal(padan_csv_blocks_init(&b, &padan_alloc_libc, source_read, &s, &opt), 0);
		assert_int_equal(b.sniff.delim, ';');
		for (int i = 0; i <= round; i++) {
			w[i].b = &b;
			assert_int_equal(pthread_create(&t[i], NULL, work, &w[i]), 0);
		}
		for (int i = 0; i <= round; i++) {
			pthread_join(t[i], NULL);
			records[round] += w[i].records;
			sums[round] += w[i].sum;
		}
		assert_int_equal(padan_csv_blocks_row(&b, b.given, 1), records[round] + 1);
		padan_csv_blocks_done(&b);
	}
	assert_int_equal(records[0], records[1]);
	assert_int_equal(records[0], records[2]);
	assert_int_equal(sums[0], sums[1]);
	assert_int_equal(sums[0], sums[2]);
	free(text);
}

/* ---- sniffing ------------------------------------------------------------------------------------------ */

static void check_sniff(struct padan_span head, char delim, uint32_t columns, int bom, int encoding)
{
	struct padan_csv_sniff s = padan_csv_sniff(head);

	assert_int_equal(s.delim, delim);
	assert_int_equal(s.columns, columns);
	assert_int_equal(s.bom, bom);
	assert_int_equal(s.encoding, encoding);
}

/* A line that holds an empty pair of quotes says nothing, but it is counted the slow way. */
static void csv_sniffing_without_quotes(void **ctx)
{
	static const char delims[] = { ',', ';', '|', '\t' };
	char text[700] = "\"\"\n";

	(void)ctx;
	state = 5;
	for (int round = 0; round < 4000; round++) {
		size_t n = plain_text(text + 3, round % 8 ? 80 : sizeof(text) - 3, delims[round % 4]);
		struct padan_csv_sniff quick = padan_csv_sniff((struct padan_span){ text + 3, n });
		struct padan_csv_sniff slow = padan_csv_sniff((struct padan_span){ text, n + 3 });

		if (!memchr(text + 3, '\n', n) && !memchr(text + 3, '\r', n))
			continue; /* one record alone counts even without its end */
		assert_int_equal(quick.delim, slow.delim);
		assert_int_equal(quick.columns, slow.columns);
	}
}

static void csv_sniffing(void **ctx)
{
	char zeros[500] = { 0 }, wide[200];

	(void)ctx;
	check_sniff(PADAN_LIT(""), ',', 1, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("nama\nBudi\n"), ',', 1, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("a,b,c\n1,2,3\n"), ',', 3, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("a,b,c"), ',', 3, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("\xEF\xBB\xBFnik;nama;alamat\r\n1;A;Jl. X, 2\r\n2;B;Jl. Y, 3\r\n"), ';', 3, 3,
		    PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("a|b|c|d\n1|2,5|3|4\n"), '|', 4, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("a\tb\n1\t2\n"), '\t', 2, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("DAFTAR, USULAN\n\nno;nama;x\n1;\"A;B;C\";y\n2;\"\n;;;;;\";z\n"), ';', 3, 0,
		    PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("sep=;\na,b,c\n1,2,3\n"), ';', 3, 0, PADAN_CSV_UTF8);
	check_sniff(PADAN_LIT("nama,x\nJos\xE9,1\n"), ',', 2, 0, PADAN_CSV_LATIN);
	check_sniff(PADAN_LIT("nama,x\nJos\xC3\xA9,1\nJos\xC3"), ',', 2, 0,
		    PADAN_CSV_UTF8); /* cut inside a character */
	check_sniff(PADAN_LIT("PK\3\4xxxx"), ',', 1, 0, PADAN_CSV_BINARY);
	check_sniff((struct padan_span){ zeros, sizeof(zeros) }, ',', 1, 0, PADAN_CSV_BINARY);
	for (size_t i = 0; i < sizeof(wide); i++)
		wide[i] = i % 2 ? 0 : 'a';
	check_sniff((struct padan_span){ wide, sizeof(wide) }, ',', 1, 0, PADAN_CSV_UTF16);
}

/* ---- csv-spectrum -------------------------------------------------------------------------------------- */

static char *whole_file(const char *dir, const char *sub, const char *name, const char *ext, size_t *n)
{
	char path[1400];
	FILE *f;
	char *p = malloc(1 << 16);

	snprintf(path, sizeof(path), "%s/%s/%s.%s", dir, sub, name, ext);
	f = fopen(path, "rb");
	assert_non_null(p);
	assert_non_null(f);
	*n = fread(p, 1, (1 << 16) - 1, f);
	p[*n] = 0;
	fclose(f);
	return p;
}

/* All strings of the JSON text, keys and values in order, unescaped, as "[a][b]...". */
static void json_strings(struct log *l, const char *p)
{
	char s[4096];

	while ((p = strchr(p, '"'))) {
		size_t n = 0;

		for (p++; *p && *p != '"'; p++) {
			if (*p == '\\')
				p++;
			s[n++] = *p == 'n' && p[-1] == '\\' ? '\n' : *p == 'r' && p[-1] == '\\' ? '\r' : *p;
		}
		log_field(l, s, n);
		p++;
	}
}

/* location_coordinates is left out: its CSV and its JSON hold two different telephone numbers. */
static void csv_spectrum(void **ctx)
{
	static const char *const names[] = { "comma_in_quotes",
					     "empty",
					     "empty_crlf",
					     "escaped_quotes",
					     "json",
					     "newlines",
					     "newlines_crlf",
					     "quotes_and_newlines",
					     "simple",
					     "simple_crlf",
					     "utf8" };
	char dir[1024];

	(void)ctx;
	if (!shared_path(dir, "corpora/csv-spectrum"))
		skip();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct log want = { 0 }, got = { 0 };
		struct padan_csv_marks marks;
		struct padan_csv c;
		struct padan_csv_record r;
		char header[16][64] = { 0 }, buf[4096];
		size_t csv_n, json_n;
		char *csv = whole_file(dir, "csvs", names[i], "csv", &csv_n);
		char *json = whole_file(dir, "json", names[i], "json", &json_n);

		json_strings(&want, json);
		assert_int_equal(padan_csv_marks_init(&marks, &padan_alloc_libc, 16), 0);
		padan_csv_init(&c, &marks, (struct padan_span){ csv, csv_n }, ',', PADAN_CSV_AUTO);
		assert_int_equal(padan_csv_next(&c, &r), PADAN_CSV_OK);
		for (uint32_t k = 0; k < r.n; k++) {
			struct padan_span f = padan_csv_value(&r, k, buf);

			snprintf(header[k], sizeof(header[k]), "%.*s", (int)f.n, f.p);
		}
		while (padan_csv_next(&c, &r) == PADAN_CSV_OK)
			for (uint32_t k = 0; k < r.n; k++) {
				struct padan_span f = padan_csv_value(&r, k, buf);

				log_field(&got, header[k], strlen(header[k]));
				log_field(&got, f.p, f.n);
			}
		same(&want, &got, names[i], csv, csv_n);
		padan_csv_marks_done(&marks);
		free(csv);
		free(json);
		free(want.p);
		free(got.p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_small_cases),
		cmocka_unit_test(csv_random_equals_libcsv),
		cmocka_unit_test(csv_plain_equals_libcsv),
		cmocka_unit_test(csv_blocks_equal_libcsv),
		cmocka_unit_test(csv_long_text),
		cmocka_unit_test(csv_regular_quotes_are_fast),
		cmocka_unit_test(csv_limits),
		cmocka_unit_test(csv_failures),
		cmocka_unit_test(csv_threads),
		cmocka_unit_test(csv_sniffing),
		cmocka_unit_test(csv_sniffing_without_quotes),
		cmocka_unit_test(csv_spectrum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
