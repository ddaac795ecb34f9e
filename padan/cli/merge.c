/* SPDX-License-Identifier: EUPL-1.2
 *
 * `padan merge`: files of pairs to one, each pair once; as pairs, as one-to-one pairs, or as clusters.
 */
#include "cli.h"
#include <stdlib.h>

struct pair_row {
	const struct padan_table *t;
	size_t row;
	double weight;
};

struct merge {
	const struct args *a;
	struct padan_table *table[CLI_FILES];
	struct pair_row *pair;
	size_t n;
};

static struct padan_span cell(const struct pair_row *p, uint32_t column)
{
	return padan_table_cell(p->t, p->row, column);
}

static int by_ids(const void *x, const void *y)
{
	const struct pair_row *a = x, *b = y;
	int c = padan_span_cmp(cell(a, 0), cell(b, 0));

	if (c == 0)
		c = padan_span_cmp(cell(a, 1), cell(b, 1));
	return c ? c : (a->weight < b->weight) - (a->weight > b->weight);
}

static int by_weight(const void *x, const void *y)
{
	const struct pair_row *a = x, *b = y;

	return a->weight != b->weight ? (a->weight < b->weight ? 1 : -1) : by_ids(x, y);
}

static bool same_heads(const struct padan_table *a, const struct padan_table *b)
{
	bool same = padan_table_columns(a) == padan_table_columns(b) && padan_table_columns(a) >= 4 &&
		    padan_span_eq(padan_table_head(a, 0), PADAN_LIT("left_id")) &&
		    padan_span_eq(padan_table_head(a, 3), PADAN_LIT("weight"));

	for (uint32_t k = 0; same && k < padan_table_columns(a); k++)
		same = padan_span_eq(padan_table_head(a, k), padan_table_head(b, k));
	return same;
}

static double weight_of(struct padan_span s)
{
	char text[40];
	double x = 0;

	snprintf(text, sizeof(text), "%.*s", (int)(s.n < 39 ? s.n : 39), s.p);
	return number_read(text, &x) ? x : 0;
}

static int load(struct merge *m)
{
	size_t total = 0;
	int rc;

	for (unsigned i = 0; i < m->a->n_files; i++) {
		rc = open_table(&m->table[i], m->a->file[i], NULL);
		if (rc != CLI_OK)
			return rc;
		if (!same_heads(m->table[i], m->table[0]))
			return fail(CLI_UNREADABLE, "%s: bukan berkas pasangan padan, atau kolomnya lain dari %s",
				    m->a->file[i], m->a->file[0]);
		total += padan_table_rows(m->table[i]);
	}
	m->pair = malloc((total + 1) * sizeof(*m->pair));
	if (!m->pair)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (unsigned i = 0; i < m->a->n_files; i++)
		for (size_t r = 0; r < padan_table_rows(m->table[i]); r++)
			m->pair[m->n++] =
				(struct pair_row){ m->table[i], r, weight_of(padan_table_cell(m->table[i], r, 3)) };
	qsort(m->pair, m->n, sizeof(*m->pair), by_ids);
	total = 0;
	for (size_t i = 0; i < m->n; i++)
		if (i == 0 || !padan_span_eq(cell(&m->pair[i], 0), cell(&m->pair[total - 1], 0)) ||
		    !padan_span_eq(cell(&m->pair[i], 1), cell(&m->pair[total - 1], 1)))
			m->pair[total++] = m->pair[i];
	m->n = total;
	return CLI_OK;
}

/* --- names numbered --------------------------------------------------------------------- */

struct names {
	struct padan_span *p;
	size_t n;
};

static int by_span(const void *a, const void *b)
{
	return padan_span_cmp(*(const struct padan_span *)a, *(const struct padan_span *)b);
}

static bool names_of(const struct merge *m, bool left, bool right, struct names *out)
{
	size_t k = 0;

	out->n = 0;
	out->p = malloc((2 * m->n + 1) * sizeof(*out->p));
	if (!out->p)
		return false;
	for (size_t i = 0; i < m->n; i++) {
		if (left)
			out->p[out->n++] = cell(&m->pair[i], 0);
		if (right)
			out->p[out->n++] = cell(&m->pair[i], 1);
	}
	qsort(out->p, out->n, sizeof(*out->p), by_span);
	for (size_t i = 0; i < out->n; i++)
		if (i == 0 || !padan_span_eq(out->p[i], out->p[k - 1]))
			out->p[k++] = out->p[i];
	out->n = k;
	return true;
}

static size_t number_of(const struct names *n, struct padan_span s)
{
	const struct padan_span *at = bsearch(&s, n->p, n->n, sizeof(*n->p), by_span);

	return at ? (size_t)(at - n->p) : 0;
}

static int keep_one_to_one(struct merge *m)
{
	struct names left = { 0 }, right = { 0 };
	bool *used_left = calloc(m->n + 1, 1), *used_right = calloc(m->n + 1, 1);
	int rc = CLI_OK;
	size_t k = 0;

	if (!used_left || !used_right || !names_of(m, true, false, &left) || !names_of(m, false, true, &right)) {
		rc = fail(CLI_MACHINE, "memori tidak cukup");
	} else {
		qsort(m->pair, m->n, sizeof(*m->pair), by_weight);
		for (size_t i = 0; i < m->n; i++) {
			size_t a = number_of(&left, cell(&m->pair[i], 0)), b = number_of(&right, cell(&m->pair[i], 1));

			if (used_left[a] || used_right[b])
				continue;
			used_left[a] = used_right[b] = true;
			m->pair[k++] = m->pair[i];
		}
		m->n = k;
		qsort(m->pair, m->n, sizeof(*m->pair), by_ids);
	}
	free(left.p);
	free(right.p);
	free(used_left);
	free(used_right);
	return rc;
}

static int write_pairs(const struct merge *m)
{
	const struct padan_table *first = m->table[0];
	FILE *f = out_open(m->a->out);

	if (!f)
		return CLI_MACHINE;
	for (uint32_t k = 0; k < padan_table_columns(first); k++) {
		if (k)
			fputc(',', f);
		put_field(f, padan_table_head(first, k));
	}
	fputc('\n', f);
	for (size_t i = 0; i < m->n; i++)
		for (uint32_t k = 0; k < padan_table_columns(first); k++) {
			put_field(f, cell(&m->pair[i], k));
			fputc(k + 1 < padan_table_columns(first) ? ',' : '\n', f);
		}
	return out_close(f, m->a->out);
}

static size_t root(size_t *up, size_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

/* The rows that pairs connect. */
static int write_clusters(const struct merge *m)
{
	struct names n;
	size_t *up;
	FILE *f;

	if (!names_of(m, true, true, &n))
		return fail(CLI_MACHINE, "memori tidak cukup");
	up = malloc((n.n + 1) * sizeof(*up));
	f = up ? out_open(m->a->out) : NULL;
	for (size_t i = 0; f && i < n.n; i++)
		up[i] = i;
	for (size_t i = 0; f && i < m->n; i++) {
		size_t a = root(up, number_of(&n, cell(&m->pair[i], 0))),
		       b = root(up, number_of(&n, cell(&m->pair[i], 1)));

		up[a > b ? a : b] = a < b ? a : b;
	}
	if (f)
		fputs("id,cluster_id\n", f);
	for (size_t i = 0; f && i < n.n; i++) {
		put_field(f, n.p[i]);
		fputc(',', f);
		put_field(f, n.p[root(up, i)]);
		fputc('\n', f);
	}
	free(up);
	free(n.p);
	return f ? out_close(f, m->a->out) : CLI_MACHINE;
}

int command_merge(const struct args *a)
{
	struct merge *m = calloc(1, sizeof(*m));
	int rc;

	if (!m)
		return fail(CLI_MACHINE, "memori tidak cukup");
	m->a = a;
	rc = a->out ? load(m) : fail(CLI_USAGE, "sebutkan berkas hasil: -o BERKAS");
	if (rc == CLI_OK && a->one == ONE_YES)
		rc = keep_one_to_one(m);
	if (rc == CLI_OK)
		rc = a->clusters ? write_clusters(m) : write_pairs(m);
	for (unsigned i = 0; i < a->n_files; i++)
		padan_table_free(m->table[i]);
	free(m->pair);
	free(m);
	return rc;
}
