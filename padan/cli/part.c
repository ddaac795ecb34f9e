/* SPDX-License-Identifier: EUPL-1.2 */
#include "part.h"
#include "report.h"
#include "sides.h"
#include <errno.h>
#include <limits.h>
#include <padan/csv.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { BEFORE = 10, FIELDS = BEFORE + PADAN_COLUMNS };

static const char *const ones[] = { "auto", "yes", "no" };

/* --- which run -------------------------------------------------------------------------------------------- */

static uint64_t hash_table(const struct padan_table *t, uint64_t h)
{
	for (uint32_t k = 0; k < padan_table_columns(t); k++)
		h = padan_hash_join(h, padan_hash_span(padan_table_head(t, k), k));
	for (size_t i = 0; i < padan_table_rows(t); i++)
		for (uint32_t k = 0; k < padan_table_columns(t); k++)
			h = padan_hash_join(h, padan_hash_span(padan_table_cell(t, i, k), k));
	return h;
}

static uint64_t hash_word(uint64_t h, const char *s)
{
	return padan_hash_join(h, s ? padan_hash(s, strlen(s), 1) : 0);
}

uint64_t part_run(const struct args *a, const struct padan_recipe *r, const struct padan_table *left,
		  const struct padan_table *right)
{
	size_t n = 0;
	char *text = padan_recipe_text(r, &n);
	uint64_t h = padan_hash_join(a->threshold_ppm, a->parts);

	h = padan_hash_join(h, (uint64_t)a->one);
	h = padan_hash_join(h, text ? padan_hash(text, n, 0) : 0);
	h = hash_word(hash_word(hash_word(hash_word(h, a->command), a->id), a->left_id), a->right_id);
	h = hash_table(left, h);
	free(text);
	return right ? hash_table(right, h) : h;
}

/* --- writing ------------------------------------------------------------------------------------------------ */

static FILE *open_beside(const char *path)
{
	char name[PATH_MAX];
	int n = snprintf(name, sizeof(name), "%s.padan", path);

	if (strcmp(path, "-") == 0 || n >= (int)sizeof(name)) {
		fail(CLI_USAGE, "--part menulis ke berkas (-o BAGIAN.csv), bukan ke keluaran baku");
		return NULL;
	}
	return out_open(name);
}

static void put_path(FILE *f, const char *key, const char *path)
{
	char full[PATH_MAX];

	if (path && realpath(path, full))
		fprintf(f, "%s %s\n", key, full);
}

static void put_head(FILE *f, const struct args *a, uint64_t run, const struct padan_recipe *r)
{
	const struct padan_schema *s = padan_recipe_schema(r);

	fprintf(f, "padan_part 1\ncommand %s\npart %u %u\nrun %016llx\nthreshold %u\none_to_one %s\ncolumns",
		a->command, a->part, a->parts, (unsigned long long)run, a->threshold_ppm, ones[a->one]);
	for (unsigned c = 0; c < s->n_columns; c++)
		fprintf(f, " %s", s->column[c].label);
	fputc('\n', f);
}

static void put_claim(FILE *f, const struct sides *s, const struct claim *x, unsigned columns)
{
	char number[24];

	fprintf(f, "%u,%u,%zu,%u,%u,%d,%llu,%d,", x->row, x->few_row, x->right, x->ppm, x->alone_ppm, x->weight,
		(unsigned long long)x->content, x->said);
	put_field(f, padan_table_id(sides_left(s), s->swapped ? x->met : x->few_row, number));
	fputc(',', f);
	put_field(f, padan_table_id(sides_right(s), s->swapped ? x->few_row : x->met, number));
	for (unsigned k = 0; k < columns; k++)
		fprintf(f, ",%u", x->level[k]);
	fputc('\n', f);
}

/* The shape of both sides is seen from strong candidates, the pairs from those above the threshold. */
static bool counts(const struct claim *x)
{
	return x->alone_ppm > 0 || x->said == 1;
}

int part_write_claims(const struct args *a, const struct sides *s, const struct claims *c)
{
	uint64_t run = padan_hash_join(part_run(a, s->recipe, s->few, NULL), padan_source_stamp(s->many));
	FILE *f = open_beside(a->out);
	size_t rows = 0;

	if (!f)
		return CLI_MACHINE;
	put_head(f, a, run, s->recipe);
	fprintf(f, "swapped %d\n", s->swapped);
	for (size_t i = 0; i < c->n; i++)
		rows += counts(&c->p[i]);
	fprintf(f, "rows %zu\n", rows);
	for (size_t i = 0; i < c->n; i++)
		if (counts(&c->p[i]))
			put_claim(f, s, &c->p[i], padan_recipe_schema(s->recipe)->n_columns);
	return out_close(f, a->out);
}

int part_write_pairs(const struct args *a, uint64_t run, const struct padan_recipe *r, const struct scored *p, size_t n)
{
	FILE *f = open_beside(a->out);
	size_t rows = 0;

	if (!f)
		return CLI_MACHINE;
	put_head(f, a, run, r);
	put_path(f, "file", a->file[0]);
	if (a->id)
		fprintf(f, "id %s\n", a->id);
	put_path(f, "model", a->model);
	put_path(f, "labels", a->labels);
	for (size_t i = 0; i < n; i++)
		rows += p[i].ppm >= a->threshold_ppm;
	fprintf(f, "rows %zu\n", rows);
	for (size_t i = 0; i < n; i++)
		if (p[i].ppm >= a->threshold_ppm)
			fprintf(f, "%u,%zu\n", p[i].a, p[i].b);
	return out_close(f, a->out);
}

/* --- reading -------------------------------------------------------------------------------------------------- */

void part_free(struct part_file *p)
{
	free(p->bytes);
	*p = (struct part_file){ 0 };
}

static bool slurp(struct part_file *p, FILE *f)
{
	size_t cap = 0, n;

	do {
		if (p->size == cap) {
			char *q = realloc(p->bytes, (cap = cap ? cap * 2 : 1 << 16));

			if (!q)
				return false;
			p->bytes = q;
		}
		n = fread(p->bytes + p->size, 1, cap - p->size, f);
		p->size += n;
	} while (n > 0);
	return true;
}

static bool number(struct padan_span *s, uint64_t most, uint64_t *to)
{
	size_t i = 0;

	for (*to = 0; i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && *to <= most / 10; i++)
		*to = *to * 10 + (uint64_t)(s->p[i] - '0');
	if (i == 0 || *to > most)
		return false;
	*s = (struct padan_span){ s->p + i, s->n - i };
	if (s->n && (*s->p == ' ' || *s->p == ','))
		*s = (struct padan_span){ s->p + 1, s->n - 1 };
	return true;
}

static bool hex(struct padan_span s, uint64_t *to)
{
	*to = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

		if (v < 0)
			return false;
		*to = *to << 4 | (uint64_t)v;
	}
	return s.n == 16;
}

static bool take_part(struct part_file *p, struct padan_span v)
{
	uint64_t part, parts;

	if (!number(&v, 100000, &part) || !number(&v, 100000, &parts) || part == 0 || part > parts)
		return false;
	p->part = (unsigned)part;
	p->parts = (unsigned)parts;
	return true;
}

static bool take_one(struct part_file *p, struct padan_span v)
{
	for (unsigned i = 0; i < 3; i++)
		if (padan_span_eq(v, padan_span_of(ones[i]))) {
			p->one = (enum cli_one)i;
			return true;
		}
	return false;
}

static bool take_threshold(struct part_file *p, struct padan_span v)
{
	uint64_t x;

	if (!number(&v, 1000000, &x))
		return false;
	p->threshold_ppm = (uint32_t)x;
	return true;
}

/* One line of the head. */
static bool take(struct part_file *p, struct padan_span key, struct padan_span v)
{
	const struct {
		const char *key;
		struct padan_span *to;
	} texts[] = { { "columns", &p->columns }, { "file", &p->file },	  { "id", &p->id },
		      { "exclude", &p->exclude }, { "model", &p->model }, { "labels", &p->labels } };
	uint64_t rows;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (padan_span_eq(key, padan_span_of(texts[i].key))) {
			*texts[i].to = v;
			return true;
		}
	if (padan_span_eq(key, PADAN_LIT("command"))) {
		p->link = padan_span_eq(v, PADAN_LIT("link"));
		return p->link || padan_span_eq(v, PADAN_LIT("dedupe"));
	}
	if (padan_span_eq(key, PADAN_LIT("part")))
		return take_part(p, v);
	if (padan_span_eq(key, PADAN_LIT("swapped"))) {
		p->swapped = padan_span_eq(v, PADAN_LIT("1"));
		return p->swapped || padan_span_eq(v, PADAN_LIT("0"));
	}
	if (padan_span_eq(key, PADAN_LIT("run")))
		return hex(v, &p->run);
	if (padan_span_eq(key, PADAN_LIT("threshold")))
		return take_threshold(p, v);
	if (padan_span_eq(key, PADAN_LIT("one_to_one")))
		return take_one(p, v);
	if (!padan_span_eq(key, PADAN_LIT("rows")) || !number(&v, UINT32_MAX, &rows))
		return false;
	p->rows = rows;
	return true;
}

static bool parse(struct part_file *p)
{
	struct padan_span rest = { p->bytes, p->size };
	bool first = true;

	for (;;) {
		const char *end = rest.n ? memchr(rest.p, '\n', rest.n) : NULL, *gap;
		struct padan_span line = { rest.p, end ? (size_t)(end - rest.p) : 0 }, key, value;

		if (!end)
			return false;
		rest = (struct padan_span){ end + 1, rest.n - line.n - 1 };
		gap = memchr(line.p, ' ', line.n);
		key = (struct padan_span){ line.p, gap ? (size_t)(gap - line.p) : line.n };
		value = (struct padan_span){ gap ? gap + 1 : line.p + line.n, gap ? line.n - key.n - 1 : 0 };
		if (first ? !padan_span_eq(line, PADAN_LIT("padan_part 1")) : !take(p, key, value))
			return false;
		first = false;
		if (padan_span_eq(key, PADAN_LIT("rows"))) {
			p->body = rest;
			return p->parts > 0 && p->threshold_ppm > 0;
		}
	}
}

int part_read(struct part_file *out, const char *pairs_path)
{
	char name[PATH_MAX];
	FILE *f;
	bool ok;

	*out = (struct part_file){ 0 };
	if (snprintf(name, sizeof(name), "%s.padan", pairs_path) >= (int)sizeof(name))
		return 0;
	f = fopen(name, "rb");
	if (!f)
		return 0;
	ok = slurp(out, f);
	fclose(f);
	if (!ok) {
		fail(CLI_MACHINE, "memori tidak cukup");
		return -1;
	}
	if (!parse(out)) {
		fail(CLI_UNREADABLE, "%s: rusak; jalankan lagi bagian itu", name);
		return -1;
	}
	return 1;
}

/* --- its rows --------------------------------------------------------------------------------------------------- */

static bool is_number(struct padan_span s, uint64_t most, uint64_t *to)
{
	return number(&s, most, to) && s.n == 0;
}

static bool is_signed(struct padan_span s, int32_t *to)
{
	bool minus = s.n && *s.p == '-';
	uint64_t x;

	if (!is_number((struct padan_span){ s.p + minus, s.n - minus }, INT32_MAX, &x))
		return false;
	*to = minus ? -(int32_t)x : (int32_t)x;
	return true;
}

static struct padan_span field(const struct padan_csv_record *r, uint32_t k)
{
	bool escaped;
	struct padan_span s = padan_csv_field(r, k, &escaped);

	if (escaped) {
		char *own;

		memcpy(&own, &s.p, sizeof(own));
		s.n = padan_csv_unquote(own, s);
	}
	return s;
}

static bool claim_of(const struct padan_csv_record *r, struct claim *c)
{
	uint64_t x[6];
	int32_t said;

	*c = (struct claim){ 0 };
	if (r->n < BEFORE || r->n > FIELDS || !is_number(field(r, 0), UINT32_MAX, &x[0]) ||
	    !is_number(field(r, 1), UINT32_MAX, &x[5]) || !is_number(field(r, 2), SIZE_MAX, &x[1]) ||
	    !is_number(field(r, 3), 1000000, &x[2]) || !is_number(field(r, 4), 1000000, &x[3]) ||
	    !is_signed(field(r, 5), &c->weight) || !is_number(field(r, 6), UINT64_MAX, &x[4]) ||
	    !is_signed(field(r, 7), &said) || said < -1 || said > 1)
		return false;
	c->row = (uint32_t)x[0];
	c->few_row = (uint32_t)x[5];
	c->right = x[1];
	c->ppm = (uint32_t)x[2];
	c->alone_ppm = (uint32_t)x[3];
	c->content = x[4];
	c->said = (int8_t)said;
	c->left_id = field(r, 8);
	c->right_id = field(r, 9);
	for (uint32_t k = BEFORE; k < r->n; k++) {
		uint64_t level = 0;

		if (!is_number(field(r, k), 15, &level))
			return false;
		c->level[k - BEFORE] = (uint8_t)level;
	}
	return true;
}

static bool pair_of(const struct padan_csv_record *r, struct padan_pair *p)
{
	uint64_t a, b;

	if (r->n != 2 || !is_number(field(r, 0), UINT32_MAX, &a) || !is_number(field(r, 1), UINT32_MAX, &b))
		return false;
	*p = (struct padan_pair){ .a = (uint32_t)a, .b = (uint32_t)b };
	return true;
}

struct sink {
	struct claims *claims;
	struct padan_pair **pair;
	size_t *n, *cap;
};

static bool put(const struct sink *s, const struct padan_csv_record *r, bool *memory)
{
	struct padan_pair pair;
	struct claim claim;

	*memory = true;
	if (s->claims) {
		if (!claim_of(r, &claim))
			return false;
		*memory = claims_add(s->claims, &claim);
		return *memory;
	}
	if (!pair_of(r, &pair))
		return false;
	if (*s->n == *s->cap) {
		size_t cap = *s->cap ? *s->cap * 2 : 4096;
		struct padan_pair *p = realloc(*s->pair, cap * sizeof(*p));

		*memory = p != NULL;
		if (!p)
			return false;
		*s->pair = p;
		*s->cap = cap;
	}
	(*s->pair)[(*s->n)++] = pair;
	return true;
}

static int read_rows(const struct part_file *p, const struct sink *s)
{
	struct padan_csv_marks marks;
	struct padan_csv_record r;
	struct padan_csv csv;
	size_t rows = 0;
	bool good = true, memory = true;
	int rc = PADAN_CSV_END;

	if (p->body.n >= ((size_t)1 << 31) - 128)
		return fail(CLI_UNREADABLE, "bagian %u/%u lebih dari 2 GB; pakai bagian yang lebih banyak", p->part,
			    p->parts);
	if (padan_csv_marks_init(&marks, &padan_alloc_libc, FIELDS) != PADAN_CSV_OK)
		return fail(CLI_MACHINE, "memori tidak cukup");
	padan_csv_init(&csv, &marks, p->body, ',', PADAN_CSV_AUTO);
	while (good && (rc = padan_csv_next(&csv, &r)) == PADAN_CSV_OK) {
		good = put(s, &r, &memory);
		rows++;
	}
	padan_csv_marks_done(&marks);
	if (!memory)
		return fail(CLI_MACHINE, "memori tidak cukup");
	if (!good || rc != PADAN_CSV_END || rows != p->rows)
		return fail(CLI_UNREADABLE,
			    "berkas .padan dari bagian %u/%u rusak atau terpotong; jalankan lagi bagian itu", p->part,
			    p->parts);
	return CLI_OK;
}

int part_claims(const struct part_file *p, struct claims *to)
{
	return read_rows(p, &(struct sink){ .claims = to });
}

int part_pairs(const struct part_file *p, struct padan_pair **to, size_t *n, size_t *cap)
{
	return read_rows(p, &(struct sink){ .pair = to, .n = n, .cap = cap });
}
