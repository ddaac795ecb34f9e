/* SPDX-License-Identifier: EUPL-1.2
 *
 * Cutting a stream into blocks of whole records. What is done under the lock is one read into the asking thread's own
 * buffer and the search for the last record end from behind; only where a block holds quotes it is walked through.
 */
#include "csv_inside.h"

enum { DEFAULT_BLOCK = 512 << 10, DEFAULT_RECORD = 1 << 20, LOOK = 65536, LEAST = 64 };

static char *get(const struct padan_alloc *from, size_t n)
{
	return from->resize(from->ctx, NULL, 0, n);
}

static void drop(const struct padan_alloc *from, void *p, size_t n)
{
	if (p)
		from->resize(from->ctx, p, n, 0);
}

/* Reads until p holds `want` bytes or the stream ends. */
static int fill(struct padan_csv_blocks *b, char *p, size_t *n, size_t want)
{
	while (!b->ended && *n < want) {
		ptrdiff_t got = b->read(b->ctx, p + *n, want - *n);

		if (got < 0 || (size_t)got > want - *n)
			return PADAN_CSV_READ;
		b->ended = got == 0;
		*n += (size_t)got;
	}
	return PADAN_CSV_OK;
}

int padan_csv_blocks_init(struct padan_csv_blocks *b, const struct padan_alloc *from, padan_csv_read read, void *ctx,
			  const struct padan_csv_opt *opt)
{
	size_t size;
	int code;

	*b = (struct padan_csv_blocks){ .from = from, .read = read, .ctx = ctx };
	b->block = opt->block ? opt->block : DEFAULT_BLOCK;
	b->record = opt->record ? opt->record : DEFAULT_RECORD;
	if (b->record < LEAST)
		b->record = LEAST;
	if (b->block > (uint32_t)1 << 30)
		b->block = (uint32_t)1 << 30;
	if (b->record > (uint32_t)1 << 30)
		b->record = (uint32_t)1 << 30;
	size = b->block > b->record ? b->block : b->record;
	b->size = size;
	b->carry_cap = size > LOOK ? size : LOOK;
	b->carry = get(from, b->carry_cap);
	if (!b->carry)
		return PADAN_CSV_MEMORY;
	code = fill(b, b->carry, &b->carry_n, LOOK);
	if (!code)
		code = padan_csv_marks_init(&b->scan, from, PADAN_CSV_MAX_FIELDS);
	if (code) {
		drop(from, b->carry, b->carry_cap);
		return code;
	}
	b->sniff = padan_csv_sniff((struct padan_span){ b->carry, b->carry_n });
	if (opt->delim)
		b->sniff.delim = opt->delim;
	b->carry_at = b->sniff.bom;
	pthread_mutex_init(&b->lock, NULL);
	return PADAN_CSV_OK;
}

void padan_csv_blocks_done(struct padan_csv_blocks *b)
{
	drop(b->from, b->carry, b->carry_cap);
	drop(b->from, b->rows, b->rows_cap * sizeof(b->rows[0]));
	padan_csv_marks_done(&b->scan);
	pthread_mutex_destroy(&b->lock);
}

void padan_csv_block_init(struct padan_csv_block *k, const struct padan_alloc *from)
{
	*k = (struct padan_csv_block){ .from = from };
}

void padan_csv_block_done(struct padan_csv_block *k)
{
	drop(k->from, k->p, k->cap);
	k->p = NULL;
	k->cap = 0;
}

/* Behind the last line end that is surely one: a CR as the very last byte may be half of a CRLF. 0: none. */
static size_t cut_plain(const char *p, size_t n)
{
	const char *lf = memrchr(p, '\n', n);
	size_t cut = lf ? (size_t)(lf - p) + 1 : 0;
	const char *cr = n > cut + 1 ? memrchr(p + cut, '\r', n - 1 - cut) : NULL;

	return cr ? (size_t)(cr - p) + 1 : cut;
}

/* The same where quotes may hide line ends: walk the records up to the one whose end is not surely seen. */
static size_t cut_quoted(struct padan_csv_blocks *b, const char *p, size_t n)
{
	struct padan_csv c;
	struct padan_csv_record r;
	size_t cut = 0;
	int code;

	padan_csv_init(&c, &b->scan, (struct padan_span){ p, n }, b->sniff.delim, PADAN_CSV_AUTO);
	while ((code = padan_csv_next(&c, &r)) == PADAN_CSV_OK) {
		size_t end = r.cut[r.n - 1];

		/* Its line end must be in the block, and when that is a CR also the byte behind it. */
		if (end + 1 >= n && (end == n || p[end] == '\r'))
			return r.start;
		cut = c.at;
	}
	if (code == PADAN_CSV_FIELDS)
		return n; /* more fields than any reader takes: it will say so */
	return code == PADAN_CSV_TORN ? c.at : cut;
}

/* Fills k and finds its cut; the bytes behind it go back to the carry. */
static int take(struct padan_csv_blocks *b, struct padan_csv_block *k)
{
	size_t n = b->carry_n - b->carry_at, cut = 0;
	size_t left = n > k->cap ? n - k->cap : 0;

	n -= left;
	memcpy(k->p, b->carry + b->carry_at, n);
	for (size_t want = b->block; cut == 0; want = b->size) {
		int code = left ? PADAN_CSV_OK : fill(b, k->p, &n, want);
		bool last = b->ended && left == 0;

		if (code)
			return code;
		if (last)
			cut = n;
		else if (memchr(k->p, '"', n) == NULL)
			cut = cut_plain(k->p, n);
		else
			cut = cut_quoted(b, k->p, n);
		if (cut == 0 && (last || n >= b->size || left))
			break;
	}
	if (n == 0)
		return PADAN_CSV_END;
	if (cut == 0)
		return PADAN_CSV_LONG;
	k->n = cut;
	if (left) { /* all came from the carry and can stay there */
		b->carry_at += cut;
		return PADAN_CSV_OK;
	}
	memcpy(b->carry, k->p + cut, n - cut);
	b->carry_n = n - cut;
	b->carry_at = 0;
	return PADAN_CSV_OK;
}

int padan_csv_blocks_next(struct padan_csv_blocks *b, struct padan_csv_block *k)
{
	int code;

	if (k->cap < b->size) {
		padan_csv_block_done(k);
		k->p = get(k->from, b->size);
		if (!k->p)
			return PADAN_CSV_MEMORY;
		k->cap = b->size;
	}
	k->n = 0;
	pthread_mutex_lock(&b->lock);
	code = b->code ? b->code : take(b, k);
	if (code == PADAN_CSV_OK) {
		k->ordinal = b->given++;
		k->offset = b->offset;
		b->offset += k->n;
	} else if (!b->code) {
		b->code = code;
		b->bad_block = b->given;
	}
	pthread_mutex_unlock(&b->lock);
	return code;
}

int padan_csv_blocks_rows(struct padan_csv_blocks *b, uint64_t ordinal, uint64_t rows)
{
	int code = PADAN_CSV_OK;

	pthread_mutex_lock(&b->lock);
	if (ordinal >= b->rows_cap) {
		uint64_t cap = (ordinal + 1) * 2 > 64 ? (ordinal + 1) * 2 : 64;
		uint64_t *p = b->from->resize(b->from->ctx, b->rows, b->rows_cap * sizeof(p[0]), cap * sizeof(p[0]));

		if (p) {
			memset(p + b->rows_cap, 0, (cap - b->rows_cap) * sizeof(p[0]));
			b->rows = p;
			b->rows_cap = cap;
		} else {
			code = PADAN_CSV_MEMORY;
		}
	}
	if (!code)
		b->rows[ordinal] = rows;
	pthread_mutex_unlock(&b->lock);
	return code;
}

uint64_t padan_csv_blocks_row(struct padan_csv_blocks *b, uint64_t ordinal, uint64_t row)
{
	pthread_mutex_lock(&b->lock);
	for (uint64_t i = 0; i < ordinal && i < b->rows_cap; i++)
		row += b->rows[i];
	pthread_mutex_unlock(&b->lock);
	return row;
}

uint64_t padan_csv_blocks_bad_row(struct padan_csv_blocks *b)
{
	return b->code == PADAN_CSV_LONG ? padan_csv_blocks_row(b, b->bad_block, 1) : 0;
}
