/* SPDX-License-Identifier: EUPL-1.2 */
#include "binding_inside.h"
#include "recipe_inside.h"
#include "records.h"
#include "table_inside.h"
#include <padan/date.h>
#include <padan/dedupe.h>
#include <padan/fold.h>
#include <padan/hash.h>
#include <stdio.h>
#include <stdlib.h>

enum { LOOK = 4000, REF_YEAR = 2026 };

struct padan_binding {
	const struct padan_recipe *recipe;
	const struct padan_table *table;
	struct bound {
		int column[PADAN_SOURCES]; /* -1 = the table has none */
		uint8_t n;
		bool date_parts;
		bool month_first; /* the table writes 03/25/1980: cells are handed on as 1980-03-25 */
	} at[PADAN_COLUMNS];
};

static int find_key(const struct padan_table *t, const char *key)
{
	char other[PD_KEY];

	for (uint32_t k = 0; k < padan_table_columns(t); k++) {
		pd_head_key(padan_table_head(t, k), other);
		if (strcmp(key, other) == 0)
			return (int)k;
	}
	return -1;
}

/* A heading without letters and digits has an empty key: then it must be written alike. */
static int find_head(const struct padan_table *t, const struct pd_origin *from, unsigned i)
{
	int at = padan_table_column(t, padan_span_of(from->head[i]));

	return at >= 0 || !from->key[i][0] ? at : find_key(t, from->key[i]);
}

/* Are all sources found? */
static bool bind_by_name(const struct padan_recipe *r, const struct padan_table *t, unsigned c, struct bound *b)
{
	const struct pd_origin *from = &r->from[c];
	bool all = true;

	b->n = from->n;
	b->date_parts = from->date_parts;
	for (unsigned i = 0; i < from->n; i++) {
		b->column[i] = find_head(t, from, i);
		all = all && b->column[i] >= 0;
	}
	return all;
}

/* The other table calls it otherwise: what it holds decides, where only one column of both holds that. */
static void bind_by_what(const struct padan_recipe *r, const struct padan_recipe *own, const struct padan_table *t,
			 unsigned c, struct bound *b)
{
	int at = -1;

	for (unsigned k = 0; k < r->schema.n_columns; k++)
		if (k != c && r->from[k].what == r->from[c].what)
			return;
	for (unsigned k = 0; k < own->schema.n_columns; k++)
		if (own->from[k].what == r->from[c].what) {
			if (at >= 0)
				return;
			at = (int)k;
		}
	if (at < 0)
		return;
	b->n = own->from[at].n;
	b->date_parts = own->from[at].date_parts;
	for (unsigned i = 0; i < b->n; i++)
		b->column[i] = find_head(t, &own->from[at], i);
}

/* 13 to 31 in the second place, and never in the first. */
static bool month_first(const struct padan_table *t, uint32_t column)
{
	static const struct padan_date_opt day_first = { .ref_year = REF_YEAR };
	size_t rows = padan_table_rows(t), swapped = 0, plain = 0, ambiguous = 0;

	for (size_t i = 0; i < rows && i < LOOK; i++) {
		struct padan_span s = padan_trim(padan_table_cell(t, i, column));
		struct padan_date d;

		if (s.n < 6 || s.n > 24)
			continue;
		padan_date_parse(&d, s, &day_first);
		if (d.kind != PADAN_DATE_DAY)
			continue;
		if (d.flags & PADAN_DATE_SWAPPED)
			swapped++;
		else if (d.flags & PADAN_DATE_AMBIGUOUS)
			ambiguous++;
		else if (d.d > 12 && s.p[0] <= '9' && !(s.n >= 5 && (s.p[4] == '-' || s.p[4] == '/')))
			plain++;
	}
	return swapped > 0 && swapped > plain * 4 && ambiguous > 0;
}

static void settle_dates(const struct padan_recipe *r, const struct padan_table *t, unsigned c, struct bound *b)
{
	if (r->schema.column[c].kind == PADAN_DATE && b->n == 1 && b->column[0] >= 0)
		b->month_first = month_first(t, (uint32_t)b->column[0]);
}

int padan_bind(struct padan_binding **out, const struct padan_recipe *r, const struct padan_table *t,
	       struct padan_error *e)
{
	struct padan_binding *b = calloc(1, sizeof(*b));
	struct padan_recipe *own = NULL;
	unsigned found = 0;

	*out = NULL;
	if (!b)
		return padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	b->recipe = r;
	b->table = t;
	for (unsigned c = 0; c < r->schema.n_columns; c++) {
		bool bound = bind_by_name(r, t, c, &b->at[c]);

		if (!bound && !own && pd_recipe_kinds(&own, t, r->exclude, NULL) != PADAN_OK)
			own = NULL;
		if (!bound && own)
			bind_by_what(r, own, t, c, &b->at[c]);
		settle_dates(r, t, c, &b->at[c]);
		found += padan_binding_has(b, c);
	}
	padan_recipe_free(own);
	if (found == 0) {
		free(b);
		return padan_error_set(e, PADAN_BAD_WISH,
				       "%s: tidak ada kolom yang dibandingkan (yang dicari: %s%s%s ...)",
				       padan_table_name(t), r->from[0].head[0], r->schema.n_columns > 1 ? ", " : "",
				       r->schema.n_columns > 1 ? r->from[1].head[0] : "");
	}
	*out = b;
	return PADAN_OK;
}

void padan_binding_free(struct padan_binding *b)
{
	free(b);
}

bool padan_binding_has(const struct padan_binding *b, unsigned column)
{
	for (unsigned i = 0; i < b->at[column].n; i++)
		if (b->at[column].column[i] >= 0)
			return true;
	return false;
}

static struct padan_span part(struct padan_span raw)
{
	bool plain = raw.n && raw.p[0] > ' ' && raw.p[0] < 127 && raw.p[raw.n - 1] > ' ' && raw.p[raw.n - 1] < 127;
	struct padan_span s = plain ? raw : padan_trim(raw);

	if (s.n == 2 && memcmp(s.p, "NA", 2) == 0)
		s.n = 0;
	return s;
}

/* Names joined by a blank; what does not fit is cut off. */
static struct padan_span join_names(const struct bound *at, const struct padan_span *raw, char room[512])
{
	size_t k = 0;

	for (unsigned i = 0; i < at->n; i++) {
		struct padan_span s = part(raw[i]);
		size_t left = 512 - k, n;

		if (s.n == 0 || left < 2)
			continue;
		if (k)
			room[k++] = ' ', left--;
		n = s.n < left ? s.n : left;
		memcpy(room + k, s.p, n);
		k += n;
	}
	return (struct padan_span){ room, k };
}

/* Year-month-day, or what there is of them from the year on. */
static struct padan_span join_date(const struct bound *at, const struct padan_span *raw, char room[512])
{
	size_t k = 0;

	for (unsigned i = 0; i < at->n; i++) {
		struct padan_span s = part(raw[i]);

		if (s.n == 0 || s.n > 8)
			break;
		if (k)
			room[k++] = '-';
		if (s.n == 1)
			room[k++] = '0';
		memcpy(room + k, s.p, s.n);
		k += s.n;
	}
	/* Year and month alone are written month first: 08-1980. */
	if (k == 7 && room[4] == '-') {
		char swap[7];

		memcpy(swap, room + 5, 2);
		swap[2] = '-';
		memcpy(swap + 3, room, 4);
		memcpy(room, swap, 7);
	}
	return (struct padan_span){ room, k };
}

static struct padan_span rewrite_date(struct padan_span s, char room[512])
{
	static const struct padan_date_opt opt = { .ref_year = REF_YEAR, .order = PADAN_ORDER_MDY };
	struct padan_date d;

	padan_date_parse(&d, s, &opt);
	if (d.kind != PADAN_DATE_DAY)
		return s;
	return (struct padan_span){ room, (size_t)snprintf(room, 32, "%04d-%02d-%02d", d.y, d.m, d.d) };
}

struct padan_span pd_bound_cell(const struct padan_binding *b, unsigned column, const struct padan_span *raw,
				char room[512])
{
	const struct bound *at = &b->at[column];
	struct padan_span s = { NULL, 0 };

	if (at->date_parts)
		s = join_date(at, raw, room);
	else if (at->n > 1)
		s = join_names(at, raw, room);
	else if (at->n)
		s = part(raw[0]);
	return at->month_first ? rewrite_date(s, room) : s;
}

bool pd_bound_simple(const struct padan_binding *b, unsigned column)
{
	const struct bound *at = &b->at[column];

	return at->n == 1 && !at->date_parts && !at->month_first;
}

const struct padan_recipe *pd_bound_recipe(const struct padan_binding *b)
{
	return b->recipe;
}

void padan_binding_to(struct padan_binding *b, const struct padan_table *t)
{
	b->table = t;
}

unsigned pd_bound_sources(const struct padan_binding *b, unsigned column, int out[PADAN_SOURCES])
{
	memcpy(out, b->at[column].column, sizeof(b->at[column].column));
	return b->at[column].n;
}

struct padan_span pd_binding_cell(const struct padan_binding *b, size_t row, unsigned column, char room[512])
{
	const struct bound *at = &b->at[column];
	struct padan_span raw[PADAN_SOURCES];

	for (unsigned i = 0; i < at->n; i++)
		raw[i] = at->column[i] < 0 ? (struct padan_span){ NULL, 0 }
					   : padan_table_cell(b->table, row, (uint32_t)at->column[i]);
	return pd_bound_cell(b, column, raw, room);
}

void padan_binding_row(const struct padan_binding *b, size_t row, struct padan_row *out)
{
	for (unsigned c = 0; c < b->recipe->schema.n_columns; c++)
		out->cell[c] = pd_binding_cell(b, row, c, out->text[c]);
}

struct place {
	uint64_t content;
	uint32_t row;
};

static int by_content(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	return a->content != b->content ? (a->content < b->content ? -1 : 1) : (a->row > b->row) - (a->row < b->row);
}

/* Rows that are compared alike follow one another by what else the table says of them, then as they come. */
static int order_rows(const struct padan_table *t, uint32_t *order)
{
	size_t rows = padan_table_rows(t);
	struct place *p = malloc((rows + 1) * sizeof(*p));

	for (size_t i = 0; p && i < rows; i++) {
		p[i] = (struct place){ 0, (uint32_t)i };
		for (uint32_t k = 0; k < padan_table_columns(t); k++)
			p[i].content = padan_hash_join(p[i].content, padan_hash_span(padan_table_cell(t, i, k), k));
	}
	if (p && rows)
		qsort(p, rows, sizeof(*p), by_content);
	for (size_t i = 0; p && i < rows; i++)
		order[i] = p[i].row;
	free(p);
	return p ? PADAN_OK : PADAN_NO_MEMORY;
}

int padan_index_table(struct padan_index **out, const struct padan_binding *b, const struct padan_link_opt *opt,
		      uint32_t *order)
{
	struct padan_link_opt own = opt ? *opt : (struct padan_link_opt){ 0 };
	struct padan_row *row = malloc(sizeof(*row));
	size_t rows = padan_table_rows(b->table);
	int rc = PADAN_NO_MEMORY;

	*out = NULL;
	own.model = own.model ? own.model : padan_recipe_model(b->recipe);
	if (rows > UINT32_MAX)
		rc = PADAN_TOO_MANY;
	else if (row)
		rc = order_rows(b->table, order);
	if (rc == PADAN_OK)
		rc = padan_index_new(out, &b->recipe->schema, &own, &padan_alloc_libc);
	for (size_t i = 0; i < rows && rc == PADAN_OK; i++) {
		padan_binding_row(b, order[i], row);
		rc = padan_index_add(*out, row->cell, 0, 0);
	}
	if (rc == PADAN_OK)
		rc = padan_index_seal(*out);
	if (rc != PADAN_OK) {
		padan_index_free(*out);
		*out = NULL;
	}
	free(row);
	return rc;
}

static int add_rows(struct padan_records *r, const struct padan_binding *b)
{
	struct padan_row *row = malloc(sizeof(*row));
	size_t rows = padan_table_rows(b->table);
	int rc = row ? PADAN_OK : PADAN_NO_MEMORY;

	for (size_t i = 0; i < rows && rc == PADAN_OK; i++) {
		padan_binding_row(b, i, row);
		rc = padan_records_add(r, row->cell);
	}
	free(row);
	return rc;
}

int padan_records_table(struct padan_records **out, const struct padan_binding *b, struct padan_table *t,
			unsigned threads, struct padan_error *e)
{
	struct padan_link_opt opt = { .model = padan_recipe_model(b->recipe) };
	int rc = padan_records_new(out, &b->recipe->schema, &opt, &padan_alloc_tables);

	if (rc == PADAN_OK && t->text.p)
		rc = pd_records_text(*out, b, t, threads, e);
	else if (rc == PADAN_OK)
		rc = add_rows(*out, b);
	if (rc == PADAN_OK)
		rc = padan_records_seal(*out, threads);
	if (rc == PADAN_OK)
		return rc;
	padan_records_free(*out);
	*out = NULL;
	if (rc == PADAN_NO_MEMORY)
		return padan_error_set(e, rc, "%s: memori tidak cukup", padan_table_name(t));
	return rc == PADAN_TOO_MANY ? padan_error_set(e, rc, "%s: terlalu banyak baris", padan_table_name(t)) : rc;
}

/* The values of each column among the first rows, counted by their hashes. */
int pd_count_distinct(const struct padan_binding *b, size_t rows, uint32_t distinct[PADAN_COLUMNS])
{
	struct padan_row *row = malloc(sizeof(*row));
	struct pd_map seen[PADAN_COLUMNS];
	int rc = row ? PADAN_OK : PADAN_NO_MEMORY;

	for (unsigned c = 0; c < PADAN_COLUMNS; c++)
		pd_map_init(&seen[c], &padan_alloc_tables);
	for (size_t i = 0; i < rows && rc == PADAN_OK; i++) {
		padan_binding_row(b, i, row);
		for (unsigned c = 0; c < b->recipe->schema.n_columns; c++) {
			bool fresh;

			if (pd_map_reserve(&seen[c]))
				*pd_map_at(&seen[c], padan_hash_span(row->cell[c], 0), &fresh) = 1;
			else
				rc = PADAN_NO_MEMORY;
		}
	}
	for (unsigned c = 0; c < PADAN_COLUMNS; c++) {
		distinct[c] = seen[c].n;
		pd_map_done(&seen[c]);
	}
	free(row);
	return rc;
}

int padan_recipe_dedupe_rules(struct padan_recipe *r, const struct padan_binding *b)
{
	size_t rows = padan_table_rows(b->table);
	uint32_t distinct[PADAN_COLUMNS], seen = (uint32_t)(rows < LOOK ? rows : LOOK);
	int rc = pd_count_distinct(b, seen, distinct);

	if (rc == PADAN_OK)
		padan_dedupe_rules(&r->schema, padan_table_rows_about(b->table), distinct, seen);
	return rc;
}

void padan_recipe_keep_rules(struct padan_recipe *r, uint32_t rules)
{
	unsigned n = 0;

	for (unsigned i = 0; i < r->schema.n_rules; i++)
		if (rules >> i & 1)
			r->schema.rule[n++] = r->schema.rule[i];
	r->schema.n_rules = (uint8_t)n;
}
