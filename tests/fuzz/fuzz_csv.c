/* SPDX-License-Identifier: EUPL-1.2
 * The three splitters, the block reader at any block size and libcsv read any text alike; sniffing survives it. */
#include "target.h"
#include <csv.h>
#include <padan/csv.h>
#include <padan/hash.h>

struct reading {
	uint64_t hash;
	uint64_t records, fields;
};

static void take_field(struct reading *r, const char *p, size_t n)
{
	r->hash = padan_hash_join(r->hash, padan_hash(p, n, 7));
	r->fields++;
}

static void take_record(struct reading *r)
{
	r->hash = padan_hash_join(r->hash, 1);
	r->records++;
}

static void record(struct reading *out, const struct padan_csv_record *r)
{
	char *buf = malloc(padan_csv_record_size(r) + 1);

	PROMISE(buf);
	for (uint32_t k = 0; k < r->n; k++) {
		struct padan_span f = padan_csv_value(r, k, buf);

		take_field(out, f.p, f.n);
	}
	take_record(out);
	free(buf);
}

static int split(struct reading *out, struct padan_csv_marks *m, struct padan_span block, char delim,
		 enum padan_csv_simd simd, uint64_t *rows)
{
	struct padan_csv c;
	struct padan_csv_record r;
	int code;

	padan_csv_init(&c, m, block, delim, simd);
	while ((code = padan_csv_next(&c, &r)) == PADAN_CSV_OK)
		record(out, &r);
	*rows += c.rows;
	return code;
}

static uint64_t split_plain(struct padan_csv_marks *m, struct padan_span block, char delim, enum padan_csv_simd simd)
{
	struct padan_csv c;
	struct padan_csv_record r;
	struct reading out = { 0 };

	padan_csv_init_plain(&c, m, block, delim, simd);
	while (padan_csv_next(&c, &r) == PADAN_CSV_OK)
		record(&out, &r);
	return out.hash;
}

struct source {
	struct padan_span text;
	size_t at, chunk;
};

static ptrdiff_t source_read(void *ctx, void *p, size_t n)
{
	struct source *s = ctx;

	n = n < s->text.n - s->at ? n : s->text.n - s->at;
	n = n < s->chunk ? n : s->chunk;
	memcpy(p, s->text.p + s->at, n);
	s->at += n;
	return (ptrdiff_t)n;
}

static int blocks(struct reading *out, struct padan_csv_marks *m, struct source *s, const struct padan_csv_opt *opt,
		  uint64_t *rows)
{
	struct padan_csv_blocks b;
	struct padan_csv_block k;
	int code, inner = PADAN_CSV_END;

	PROMISE(padan_csv_blocks_init(&b, &padan_alloc_libc, source_read, s, opt) == 0);
	padan_csv_block_init(&k, &padan_alloc_libc);
	while ((code = padan_csv_blocks_next(&b, &k)) == PADAN_CSV_OK) {
		PROMISE(k.n > 0 && k.n <= k.cap);
		inner = split(out, m, (struct padan_span){ k.p, k.n }, b.sniff.delim, PADAN_CSV_AUTO, rows);
		if (inner != PADAN_CSV_END)
			break;
	}
	padan_csv_block_done(&k);
	padan_csv_blocks_done(&b);
	return code == PADAN_CSV_OK ? inner : code;
}

static void oracle_field(void *p, size_t n, void *ctx)
{
	take_field(ctx, p, n);
}

static void oracle_row(int c, void *ctx)
{
	(void)c;
	take_record(ctx);
}

static bool oracle(struct reading *out, struct padan_span text, char delim)
{
	struct csv_parser p;
	bool torn;

	PROMISE(csv_init(&p, 0) == 0);
	csv_set_delim(&p, (unsigned char)delim);
	csv_parse(&p, text.p, text.n, oracle_field, oracle_row, out);
	torn = p.quoted && p.pstate == 2;
	if (!torn)
		csv_fini(&p, oracle_field, oracle_row, out);
	csv_free(&p);
	return torn;
}

static bool same(const struct reading *a, const struct reading *b)
{
	return a->hash == b->hash && a->records == b->records && a->fields == b->fields;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delims[4] = { ',', ';', '|', '\t' };
	struct padan_csv_marks m;
	struct reading want = { 0 }, got = { 0 };
	struct padan_span text;
	struct padan_csv_opt opt;
	struct source s;
	uint64_t rows = 0, block_rows = 0;
	int code;

	padan_csv_sniff((struct padan_span){ (const char *)data, size });
	if (size < 3)
		return 0;
	text = (struct padan_span){ (const char *)data + 3, size - 3 };
	opt = (struct padan_csv_opt){ data[1] + 1u, (uint32_t)size + 64, delims[data[0] % 4] };
	s = (struct source){ text, 0, data[2] + 1u };
	PROMISE(padan_csv_marks_init(&m, &padan_alloc_libc, PADAN_CSV_MAX_FIELDS) == 0);
	code = oracle(&want, text, opt.delim) ? PADAN_CSV_TORN : PADAN_CSV_END;
	for (enum padan_csv_simd simd = PADAN_CSV_SCALAR; simd <= PADAN_CSV_AVX512; simd++) {
		got = (struct reading){ 0 };
		rows = 0;
		PROMISE(split(&got, &m, text, opt.delim, simd, &rows) == code || text.n > PADAN_CSV_MAX_FIELDS);
		PROMISE(code == PADAN_CSV_TORN || same(&want, &got) || text.n > PADAN_CSV_MAX_FIELDS);
		PROMISE(got.records <= rows);
		if (padan_csv_look(text) & (PADAN_CSV_QUOTES | PADAN_CSV_LONE_CR))
			continue;
		PROMISE(split_plain(&m, text, opt.delim, simd) == got.hash || text.n > PADAN_CSV_MAX_FIELDS);
	}
	if (!(text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)) { /* the block reader skips the mark */
		want = got;
		got = (struct reading){ 0 };
		PROMISE(blocks(&got, &m, &s, &opt, &block_rows) == code || text.n > PADAN_CSV_MAX_FIELDS);
		PROMISE(same(&want, &got) && rows == block_rows);
	}
	opt.record = 1; /* tight limits: whatever comes, it ends */
	s.at = 0;
	blocks(&got, &m, &s, &opt, &block_rows);
	padan_csv_marks_done(&m);
	return 0;
}
