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

static void shape_of(struct pd_shape *s, const struct padan_schema *schema, const struct pd_roles *roles)
{
	*s = (struct pd_shape){ .nik = PD_NONE, .name = PD_NONE };
	if (roles->nik >= 0)
		s->nik = s->values, s->values += 2;
	if (roles->name >= 0)
		s->name = s->values, s->values += 2;
	s->stride = (s->values + schema->n_columns + 1u) & ~1u;
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
	shape_of(&r->shape, schema, &r->roles);
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
	pd_array_free(r->from, &r->row, &r->cap, r->shape.stride * sizeof(*r->row));
	pd_array_free(r->from, &r->content, &r->cap_content, sizeof(*r->content));
	drop(r, r->input, (size_t)r->n * sizeof(*r->input));
	drop(r, r->twin, (size_t)r->n * sizeof(*r->twin));
	drop(r, r, sizeof(*r));
}

bool pd_records_reserve(struct padan_records *r, size_t rows)
{
	return pd_array_reserve(r->from, &r->row, &r->cap, rows, r->shape.stride * sizeof(*r->row)) &&
	       pd_array_reserve(r->from, &r->content, &r->cap_content, rows, sizeof(*r->content));
}

uint64_t pd_name_bits(const struct padan_records *r, uint32_t value)
{
	const struct pd_column *c = &r->column[r->roles.name];
	uint64_t bits = 0;

	if (value)
		for (unsigned i = 0; i < c->bag[value].n; i++)
			bits |= (uint64_t)1 << (padan_mix64(c->entry[c->word[c->bag[value].first + i]].sound) >> 58);
	return bits;
}

void pd_row_extras(const struct padan_records *r, uint32_t *row, uint64_t nik)
{
	if (r->roles.nik >= 0)
		memcpy(row - r->shape.values + r->shape.nik, &nik, sizeof(nik));
	if (r->roles.name >= 0) {
		uint64_t bits = pd_name_bits(r, row[r->roles.name]);

		memcpy(row - r->shape.values + r->shape.name, &bits, sizeof(bits));
	}
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
	memset(row - r->shape.values, 0, r->shape.stride * sizeof(*row));
	for (unsigned c = 0; c < r->schema->n_columns; c++) {
		uint64_t hash = pd_raw_hash(fields[c]);

		content = padan_hash_join(content, hash);
		if (r->schema->column[c].kind == PADAN_NIK ? !pd_column_nik(&r->column[c], fields[c], &nik)
							   : !pd_column_number(&r->column[c], fields[c], hash, &row[c]))
			return PADAN_NO_MEMORY;
	}
	pd_row_extras(r, row, nik);
	r->content[r->n++] = content;
	return PADAN_OK;
}

/* --- our own order ----------------------------------------------------------------------------------- */

/* Rows of one birth date stand together, for those are the ones that will be compared; within a date by content. The
 * order of the file is gone then, and so is every trace of it in the answer. */
static uint64_t place_of(const struct padan_records *r, const uint32_t *row, uint64_t content)
{
	uint64_t day = 0;

	if (r->roles.date >= 0 && row[r->roles.date])
		day = r->column[r->roles.date].date[row[r->roles.date]].h & 0xffffff;
	return day << 40 | content >> 24;
}

struct sorting {
	struct padan_records *r;
	struct pd_keyed *key;
	uint32_t *row;
	uint64_t *content;
};

static void key_piece(void *ctx, size_t piece, unsigned thread)
{
	struct sorting *s = ctx;
	uint32_t from = (uint32_t)(piece * PIECE), to = s->r->n - from < PIECE ? s->r->n : from + PIECE;

	(void)thread;
	for (uint32_t i = from; i < to; i++)
		s->key[i] = (struct pd_keyed){ place_of(s->r, pd_row(s->r, i), s->r->content[i]), i };
}

static void move_piece(void *ctx, size_t piece, unsigned thread)
{
	enum { AHEAD = 12 };
	struct sorting *s = ctx;
	unsigned stride = s->r->shape.stride;
	uint32_t from = (uint32_t)(piece * PIECE), to = s->r->n - from < PIECE ? s->r->n : from + PIECE;

	(void)thread;
	for (uint32_t i = from; i < to; i++) {
		uint32_t was = s->key[i].row;

		if (i + AHEAD < to)
			__builtin_prefetch(s->r->row + (size_t)s->key[i + AHEAD].row * stride);
		memcpy(s->row + (size_t)i * stride, s->r->row + (size_t)was * stride, stride * sizeof(*s->row));
		s->content[i] = s->r->content[was];
		s->r->input[i] = was;
	}
}

static int sort_rows(struct padan_records *r, unsigned threads)
{
	size_t n = r->n, bytes = n * r->shape.stride * sizeof(*r->row), pieces = (n + PIECE - 1) / PIECE;
	struct sorting s = { .r = r, .key = space(r, n * sizeof(*s.key)) };
	struct pd_keyed *spare = space(r, n * sizeof(*spare));
	int rc = s.key && spare ? PADAN_OK : PADAN_NO_MEMORY;

	if (rc == PADAN_OK) {
		pd_parallel(threads, pieces, key_piece, &s);
		pd_radix_sort(s.key, spare, n);
	}
	drop(r, spare, n * sizeof(*spare));
	s.row = rc == PADAN_OK ? space(r, bytes) : NULL;
	s.content = rc == PADAN_OK ? space(r, n * sizeof(*s.content)) : NULL;
	r->input = rc == PADAN_OK ? space(r, n * sizeof(*r->input)) : NULL;
	if (s.row && s.content && r->input) {
		pd_parallel(threads, pieces, move_piece, &s);
		pd_array_free(r->from, &r->row, &r->cap, r->shape.stride * sizeof(*r->row));
		pd_array_free(r->from, &r->content, &r->cap_content, sizeof(*r->content));
		r->row = s.row;
		r->content = s.content;
		/* Their sizes as drop() and pd_array_free() both reckon them. */
		r->cap = r->cap_content = n;
	} else {
		drop(r, s.row, bytes);
		drop(r, s.content, n * sizeof(*s.content));
		rc = PADAN_NO_MEMORY;
	}
	drop(r, s.key, n * sizeof(*s.key));
	return rc;
}

/* Records that are written alike are neighbours now. */
static int find_twins(struct padan_records *r)
{
	r->twin = space(r, (size_t)r->n * sizeof(*r->twin));
	if (!r->twin)
		return PADAN_NO_MEMORY;
	for (uint32_t i = 0; i < r->n; i++) {
		bool same = i > 0 && r->content[i] == r->content[i - 1] &&
			    memcmp(pd_row(r, i) - r->shape.values, pd_row(r, i - 1) - r->shape.values,
				   r->shape.stride * sizeof(*r->row)) == 0;

		r->twin[i] = same ? r->twin[i - 1] : i;
	}
	return PADAN_OK;
}

static int mark_damage(struct padan_records *r)
{
	struct pd_column *c = r->roles.nik >= 0 ? &r->column[r->roles.nik] : NULL;

	r->damaged = c && padan_nik_sniff_damaged(&c->sniff);
	for (uint32_t i = 0; i < r->n && r->damaged; i++) {
		uint32_t *row = pd_row_for(r, i);
		uint64_t nik = pd_row_nik(r, row);

		if (!pd_column_nik_cut(c, &nik))
			return PADAN_NO_MEMORY;
		memcpy(row - r->shape.values + r->shape.nik, &nik, sizeof(nik));
	}
	return PADAN_OK;
}

/* Numbers, other names, streets: what has a value for every few rows. */
static void find_strong(struct padan_records *r)
{
	for (unsigned c = 0; c < r->schema->n_columns; c++)
		if ((int)c != r->roles.name && (int)c != r->roles.date && r->column[c].kind != PADAN_NIK &&
		    r->column[c].n > r->n / 30)
			r->strong |= 1u << c;
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
