/* SPDX-License-Identifier: EUPL-1.2 */
#include "records.h"
#include "radix.h"

enum { ROWS_MOST = 1 << 30, REF_YEAR = 2026, PIECE = 1 << 14 };

static void *space(const struct padan_records *r, size_t bytes)
{
	return r->from->resize(r->from->ctx, NULL, 0, bytes + !bytes);
}

static void drop(const struct padan_records *r, void *p, size_t bytes)
{
	if (p)
		r->from->resize(r->from->ctx, p, bytes + !bytes, 0);
}

enum { LINE = 64 };

static size_t block_bytes(const struct padan_records *r)
{
	return (size_t)r->n * r->stride * sizeof(*r->row) + LINE;
}

int padan_records_new(struct padan_records **out, const struct padan_schema *schema, const struct padan_link_opt *opt,
		      const struct padan_alloc *from)
{
	static const struct padan_link_opt usual = { 0 };
	struct padan_records *r;
	struct pd_reader reader = { .schema = schema };
	int rc = PADAN_OK;

	*out = NULL;
	if (padan_schema_check(schema) != 0)
		return PADAN_MISUSE;
	r = from->resize(from->ctx, NULL, 0, sizeof(*r));
	if (!r)
		return PADAN_NO_MEMORY;
	*r = (struct padan_records){ .from = from, .schema = schema, .opt = opt ? *opt : usual };
	r->opt.ref_year = r->opt.ref_year ? r->opt.ref_year : REF_YEAR;
	pd_roles_of(&r->roles, schema);
	r->stride = (schema->n_columns + 3u) & ~3u;
	reader.nik_opt.ref_year = reader.date_opt.ref_year = r->opt.ref_year;
	for (unsigned c = 0; c < schema->n_columns && rc == PADAN_OK; c++)
		rc = pd_column_init(&r->column[c], schema, c, &reader, from);
	if (rc != PADAN_OK) {
		padan_records_free(r);
		return rc;
	}
	*out = r;
	return PADAN_OK;
}

void padan_records_free(struct padan_records *r)
{
	if (!r)
		return;
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		pd_column_done(&r->column[c]);
	if (r->row_block)
		drop(r, r->row_block, block_bytes(r));
	else
		pd_array_free(r->from, &r->row, &r->cap, r->stride * sizeof(*r->row));
	pd_array_free(r->from, &r->nik, &r->cap_nik, sizeof(*r->nik));
	pd_array_free(r->from, &r->content, &r->cap_content, sizeof(*r->content));
	drop(r, r->glance, (size_t)r->n * sizeof(*r->glance));
	drop(r, r->input, (size_t)r->n * sizeof(*r->input));
	drop(r, r->twin, (size_t)r->n * sizeof(*r->twin));
	drop(r, r, sizeof(*r));
}

bool pd_records_reserve(struct padan_records *r, size_t rows)
{
	return pd_array_reserve(r->from, &r->row, &r->cap, rows, r->stride * sizeof(*r->row)) &&
	       pd_array_reserve(r->from, &r->nik, &r->cap_nik, rows, sizeof(*r->nik)) &&
	       pd_array_reserve(r->from, &r->content, &r->cap_content, rows, sizeof(*r->content));
}

int padan_records_add(struct padan_records *r, const struct padan_span *fields)
{
	uint32_t *row;
	uint64_t content = 0, nik = 0;

	if (r->sealed)
		return PADAN_MISUSE;
	if (r->n >= ROWS_MOST)
		return PADAN_TOO_MANY;
	if (!pd_records_reserve(r, (size_t)r->n + 1))
		return PADAN_NO_MEMORY;
	row = pd_row_for(r, r->n);
	memset(row, 0, r->stride * sizeof(*row));
	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		uint64_t hash = pd_raw_hash(fields[c]);

		content = padan_hash_join(content, hash);
		if (r->schema->column[c].kind == PADAN_NIK ? !pd_column_nik(&r->column[c], fields[c], &nik)
							   : !pd_column_number(&r->column[c], fields[c], hash, &row[c]))
			return PADAN_NO_MEMORY;
	}
	r->nik[r->n] = nik;
	r->content[r->n++] = content;
	return PADAN_OK;
}

/* --- our own order ----------------------------------------------------------------------------------- */

/* Rows of one birth date stand together, for those are the ones that will be compared; within a date by content. The
 * order of the file is gone then, and so is every trace of it in the answer. Dates are spread, so that rows can be
 * dealt out by the first bits. */
static uint64_t place_of(const struct padan_records *r, const uint32_t *row, uint64_t content)
{
	uint64_t day = padan_mix64(content);

	if (r->roles.date >= 0 && row[r->roles.date])
		day = padan_mix64(r->column[r->roles.date].date[row[r->roles.date]].h);
	return day >> 40 << 40 | content >> 24;
}

struct sorting {
	struct padan_records *r;
	struct pd_keyed *key, *spare;
	uint32_t *count,
		*start; /* per piece and bucket: where its next row goes; per bucket: where it begins, and the end */
	unsigned bits;	/* of a key, that tell its bucket */
	const uint64_t *from; /* of eight bytes a row */
	uint64_t *to;
	uint32_t *row;
};

static uint32_t piece_end(const struct padan_records *r, size_t piece)
{
	uint32_t from = (uint32_t)(piece * PIECE);

	return r->n - from < PIECE ? r->n : from + PIECE;
}

enum { BUCKET = 2048, BUCKETS_BITS = 12 };

static void count_piece(void *ctx, size_t piece, unsigned thread)
{
	struct sorting *s = ctx;
	uint32_t *count = s->count + (piece << s->bits);

	(void)thread;
	memset(count, 0, sizeof(*count) << s->bits);
	for (uint32_t i = (uint32_t)(piece * PIECE), to = piece_end(s->r, piece); i < to; i++)
		count[place_of(s->r, pd_row(s->r, i), s->r->content[i]) >> (64 - s->bits)]++;
}

static void deal_piece(void *ctx, size_t piece, unsigned thread)
{
	struct sorting *s = ctx;
	uint32_t *next = s->count + (piece << s->bits);

	(void)thread;
	for (uint32_t i = (uint32_t)(piece * PIECE), to = piece_end(s->r, piece); i < to; i++) {
		uint64_t place = place_of(s->r, pd_row(s->r, i), s->r->content[i]);

		s->key[next[place >> (64 - s->bits)]++] = (struct pd_keyed){ place, i };
	}
}

/* Within a bucket equal keys stay in the order of the file, as they have been dealt: they are of rows written alike. */
static void bucket_piece(void *ctx, size_t bucket, unsigned thread)
{
	struct sorting *s = ctx;
	uint32_t from = s->start[bucket], n = s->start[bucket + 1] - from;

	(void)thread;
	if (n > 1)
		pd_radix_sort(s->key + from, s->spare + from, n);
	for (uint32_t i = from; i < from + n; i++)
		s->r->input[i] = s->key[i].row;
}

static void move_piece(void *ctx, size_t piece, unsigned thread)
{
	struct sorting *s = ctx;

	(void)thread;
	for (uint32_t i = (uint32_t)(piece * PIECE), to = piece_end(s->r, piece); i < to; i++)
		s->to[i] = s->from[s->r->input[i]];
}

static void move_row_piece(void *ctx, size_t piece, unsigned thread)
{
	enum { AHEAD = 12 };
	struct sorting *s = ctx;
	unsigned stride = s->r->stride;

	(void)thread;
	for (uint32_t i = (uint32_t)(piece * PIECE), to = piece_end(s->r, piece); i < to; i++) {
		if (i + AHEAD < to)
			__builtin_prefetch(s->r->row + (size_t)s->r->input[i + AHEAD] * stride);
		memcpy(s->row + (size_t)i * stride, s->r->row + (size_t)s->r->input[i] * stride,
		       stride * sizeof(*s->row));
	}
}

static void place_buckets(struct sorting *s, size_t pieces)
{
	uint32_t sum = 0;

	for (size_t b = 0; b < (size_t)1 << s->bits; b++) {
		s->start[b] = sum;
		for (size_t p = 0; p < pieces; p++) {
			uint32_t n = s->count[(p << s->bits) + b];

			s->count[(p << s->bits) + b] = sum;
			sum += n;
		}
	}
	s->start[(size_t)1 << s->bits] = sum;
}

static int order_rows(struct padan_records *r, unsigned threads)
{
	size_t n = r->n, pieces = (n + PIECE - 1) / PIECE, bytes = n * sizeof(struct pd_keyed), counts, starts;
	struct sorting s = { .r = r, .bits = 1, .key = space(r, bytes), .spare = space(r, bytes) };
	bool good;

	while (n >> s.bits > BUCKET && s.bits < BUCKETS_BITS)
		s.bits++;
	counts = (pieces * sizeof(*s.count)) << s.bits;
	starts = (((size_t)1 << s.bits) + 1) * sizeof(*s.start);
	s.count = space(r, counts);
	s.start = space(r, starts);
	r->input = space(r, n * sizeof(*r->input));
	good = s.key && s.spare && s.count && s.start && r->input;
	if (good) {
		pd_parallel(threads, pieces, count_piece, &s);
		place_buckets(&s, pieces);
		pd_parallel(threads, pieces, deal_piece, &s);
		pd_parallel(threads, (size_t)1 << s.bits, bucket_piece, &s);
	}
	drop(r, s.key, bytes);
	drop(r, s.spare, bytes);
	drop(r, s.count, counts);
	drop(r, s.start, starts);
	return good ? PADAN_OK : PADAN_NO_MEMORY;
}

/* One array after the other, so that little is held twice. */
static int move_words(struct padan_records *r, uint64_t **array, size_t *cap, unsigned threads)
{
	size_t n = r->n;
	struct sorting s = { .r = r, .from = *array, .to = space(r, n * sizeof(*s.to)) };

	if (!s.to)
		return PADAN_NO_MEMORY;
	pd_parallel(threads, (n + PIECE - 1) / PIECE, move_piece, &s);
	pd_array_free(r->from, array, cap, sizeof(**array));
	*array = s.to;
	*cap = n; /* its size as drop() and pd_array_free() both reckon it */
	return PADAN_OK;
}

static int move_rows(struct padan_records *r, unsigned threads)
{
	struct sorting s = { .r = r };
	char *block = space(r, block_bytes(r));

	if (!block)
		return PADAN_NO_MEMORY;
	s.row = (uint32_t *)(void *)(block + (LINE - (uintptr_t)block % LINE));
	pd_parallel(threads, ((size_t)r->n + PIECE - 1) / PIECE, move_row_piece, &s);
	pd_array_free(r->from, &r->row, &r->cap, r->stride * sizeof(*r->row));
	r->row = s.row;
	r->row_block = block;
	return PADAN_OK;
}

static int sort_rows(struct padan_records *r, unsigned threads)
{
	int rc = order_rows(r, threads);

	if (rc == PADAN_OK)
		rc = move_words(r, &r->content, &r->cap_content, threads);
	if (rc == PADAN_OK)
		rc = move_words(r, &r->nik, &r->cap_nik, threads);
	return rc == PADAN_OK ? move_rows(r, threads) : rc;
}

/* --- a first look --------------------------------------------------------------------------------------- */

static uint64_t name_bits(const struct padan_records *r, const uint32_t *row)
{
	const struct pd_column *c = &r->column[r->roles.name];
	const struct pd_bag *b;
	uint64_t bits = 0;

	if (row[r->roles.name] == 0) /* a column of nothing has no values at all */
		return 0;
	b = &c->bag[row[r->roles.name]];
	for (unsigned i = 0; i < b->n; i++)
		bits |= (uint64_t)1 << c->class[c->word[b->first + i]].bit;
	return bits;
}

/* Equal where the values are. Ages are of a year that nobody was born in. */
static uint32_t day_bits(const struct pd_column *c, uint32_t value)
{
	const struct pd_date *d;

	if (value == 0)
		return 0;
	d = &c->date[value].date;
	if (d->kind == PADAN_DATE_AGE)
		return 0xffff0000u | d->age;
	return (uint32_t)(uint16_t)d->y << 16 | (d->kind == PADAN_DATE_DAY ? (uint32_t)(d->m << 8 | d->d) : 0);
}

static void glance_at(struct padan_records *r, uint32_t i)
{
	const uint32_t *row = pd_row(r, i);
	struct pd_glance *g = &r->glance[i];

	*g = (struct pd_glance){ .nik = r->nik[i] };
	if (r->roles.name >= 0)
		g->name = name_bits(r, row);
	if (r->roles.date >= 0)
		g->day = day_bits(&r->column[r->roles.date], row[r->roles.date]);
	for (unsigned k = 0; k < r->n_strong; k++) {
		uint32_t value = row[r->strong[k]];

		/* Numbers of few values are told apart, those of many nearly always. */
		g->strong[k] = value ? (uint16_t)(value % 65521 + 1) : 0;
	}
}

static void glance_piece(void *ctx, size_t piece, unsigned thread)
{
	struct padan_records *r = ctx;
	uint32_t from = (uint32_t)(piece * PIECE), to = piece_end(r, piece);

	(void)thread;
	for (uint32_t i = from; i < to + PD_NAME_AHEAD; i++) {
		pd_name_ask(r, from, to, i);
		if (i >= from + PD_NAME_AHEAD)
			glance_at(r, i - PD_NAME_AHEAD);
	}
}

static int make_glances(struct padan_records *r, unsigned threads)
{
	r->glance = space(r, (size_t)r->n * sizeof(*r->glance));
	if (!r->glance)
		return PADAN_NO_MEMORY;
	pd_parallel(threads, ((size_t)r->n + PIECE - 1) / PIECE, glance_piece, r);
	pd_array_free(r->from, &r->nik, &r->cap_nik, sizeof(*r->nik));
	return PADAN_OK;
}

/* Records that are written alike are neighbours now. */
static int find_twins(struct padan_records *r)
{
	r->twin = space(r, (size_t)r->n * sizeof(*r->twin));
	if (!r->twin)
		return PADAN_NO_MEMORY;
	for (uint32_t i = 0; i < r->n; i++) {
		bool same = i > 0 && r->content[i] == r->content[i - 1] &&
			    memcmp(pd_row(r, i), pd_row(r, i - 1), r->stride * sizeof(*r->row)) == 0 &&
			    memcmp(&r->glance[i], &r->glance[i - 1], sizeof(*r->glance)) == 0;

		r->twin[i] = same ? r->twin[i - 1] : i;
	}
	return PADAN_OK;
}

static int mark_damage(struct padan_records *r)
{
	struct pd_column *c = r->roles.nik >= 0 ? &r->column[r->roles.nik] : NULL;

	r->damaged = c && padan_nik_sniff_damaged(&c->sniff);
	for (uint32_t i = 0; i < r->n && r->damaged; i++)
		if (!pd_column_nik_cut(c, &r->nik[i]))
			return PADAN_NO_MEMORY;
	return PADAN_OK;
}

/* Numbers, other names, streets: what has a value for every few rows; those with the most values first. */
static void find_strong(struct padan_records *r)
{
	enum { MOST = sizeof(r->strong) / sizeof(*r->strong) };

	for (uint8_t c = 0; c < r->schema->n_columns; c++) {
		size_t n = r->column[c].n;
		unsigned at = r->n_strong;

		if ((int)c == r->roles.name || (int)c == r->roles.date || r->column[c].kind == PADAN_NIK ||
		    n <= r->n / 30)
			continue;
		for (; at > 0 && r->column[r->strong[at - 1]].n < n; at--)
			if (at < MOST)
				r->strong[at] = r->strong[at - 1];
		if (at < MOST)
			r->strong[at] = c;
		r->n_strong = (uint8_t)(r->n_strong < MOST ? r->n_strong + 1 : MOST);
	}
}

int padan_records_seal(struct padan_records *r, unsigned threads)
{
	int rc;

	if (r->sealed)
		return PADAN_MISUSE;
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		pd_column_close(&r->column[c]);
	find_strong(r);
	rc = mark_damage(r);
	if (rc == PADAN_OK)
		rc = sort_rows(r, threads);
	if (rc == PADAN_OK)
		rc = make_glances(r, threads);
	if (rc == PADAN_OK)
		rc = find_twins(r);
	r->sealed = rc == PADAN_OK;
	return rc;
}

uint32_t padan_records_rows(const struct padan_records *r)
{
	return r->n;
}

bool padan_records_damaged(const struct padan_records *r)
{
	return r->damaged;
}
