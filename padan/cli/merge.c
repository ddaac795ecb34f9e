/* SPDX-License-Identifier: EUPL-1.2
 *
 * `padan merge`: files of pairs to one, each pair once; as pairs, as one-to-one pairs, or as clusters. Parts of one run
 * (--part) have more beside them (part.h), and give what the run without parts gives; other files are joined by what
 * stands in them.
 */
#include "part.h"
#include <limits.h>
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
	struct part_file part[CLI_FILES];
	bool parts;
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

/* --- parts of one run ---------------------------------------------------------------------------------------- */

/* All files are parts, or none. */
static int read_parts(struct merge *m)
{
	unsigned with = 0;

	for (unsigned i = 0; i < m->a->n_files; i++) {
		int got = part_read(&m->part[i], m->a->file[i]);

		if (got < 0)
			return CLI_UNREADABLE;
		with += got == 1;
	}
	m->parts = with > 0;
	for (unsigned i = 0; i < m->a->n_files && m->parts; i++)
		if (!m->part[i].bytes)
			return fail(CLI_UNREADABLE, "%s.padan tidak ada: berkas itu harus ikut bersama bagiannya",
				    m->a->file[i]);
	return CLI_OK;
}

/* Each part of the same run, each once. */
static int check_parts(const struct merge *m)
{
	const struct part_file *first = &m->part[0];
	unsigned *file = calloc(first->parts + 1u, sizeof(*file));
	int rc = file ? CLI_OK : fail(CLI_MACHINE, "memori tidak cukup");

	for (unsigned i = 0; i < m->a->n_files && rc == CLI_OK; i++) {
		const struct part_file *p = &m->part[i];

		if (p->run != first->run || p->parts != first->parts)
			rc = fail(CLI_UNREADABLE,
				  "%s dan %s bukan bagian dari satu pekerjaan (data, model atau opsinya lain)",
				  m->a->file[0], m->a->file[i]);
		else if (file[p->part])
			rc = fail(CLI_UNREADABLE, "bagian %u/%u diberikan dua kali: %s dan %s", p->part, p->parts,
				  m->a->file[file[p->part] - 1], m->a->file[i]);
		else
			file[p->part] = i + 1;
	}
	for (unsigned k = 1; k <= first->parts && rc == CLI_OK; k++)
		if (!file[k])
			rc = fail(CLI_USAGE, "bagian %u/%u tidak diberikan; hasilnya tidak akan lengkap", k,
				  first->parts);
	free(file);
	return rc;
}

static void put_columns(FILE *f, struct padan_span columns)
{
	fputs("left_id,right_id,probability,weight", f);
	for (size_t i = 0, from = 0; i <= columns.n; i++)
		if (i == columns.n || columns.p[i] == ' ') {
			if (i > from)
				fprintf(f, ",gamma_%.*s", (int)(i - from), columns.p + from);
			from = i + 1;
		}
	fputc('\n', f);
}

static unsigned words(struct padan_span s)
{
	unsigned n = s.n > 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

static int write_claims(const struct merge *m, const struct claims *c)
{
	FILE *f = out_open(m->a->out);
	unsigned columns = words(m->part[0].columns);

	if (!f)
		return CLI_MACHINE;
	put_columns(f, m->part[0].columns);
	for (size_t i = 0; i < c->n; i++) {
		const struct claim *x = &c->p[i];

		if (!x->chosen_ppm)
			continue;
		put_field(f, x->left_id);
		fputc(',', f);
		put_field(f, x->right_id);
		fprintf(f, ",%u.%06u,%.3f", x->chosen_ppm / 1000000, x->chosen_ppm % 1000000, x->weight / 1000.0);
		for (unsigned k = 0; k < columns && k < PADAN_COLUMNS; k++)
			fprintf(f, ",%u", x->level[k]);
		fputc('\n', f);
	}
	return out_close(f, m->a->out);
}

static int merge_links(struct merge *m)
{
	struct claims c = { 0 };
	int rc = CLI_OK;

	for (unsigned i = 0; i < m->a->n_files && rc == CLI_OK; i++)
		rc = part_claims(&m->part[i], &c);
	if (rc == CLI_OK)
		rc = claims_choose(&c, m->a->one == ONE_AUTO ? m->part[0].one : m->a->one, m->part[0].threshold_ppm);
	if (rc == CLI_OK) {
		claims_order(&c, m->part[0].swapped);
		rc = write_claims(m, &c);
	}
	claims_free(&c);
	return rc;
}

struct placed {
	struct padan_pair at;
	struct pair_row row;
};

static int by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	return a->at.a != b->at.a ? (a->at.a < b->at.a ? -1 : 1) : (a->at.b > b->at.b) - (a->at.b < b->at.b);
}

/* The parts' pairs in the order of the whole run. */
static int place_pairs(struct merge *m, struct placed **out, size_t *n)
{
	struct padan_pair *at = NULL;
	size_t cap = 0, from = 0;
	int rc = CLI_OK;

	*n = 0;
	*out = NULL;
	for (unsigned i = 0; i < m->a->n_files && rc == CLI_OK; i++) {
		struct padan_error e;

		if (padan_table_read(&m->table[i], m->a->file[i], &e) != PADAN_OK)
			rc = fail_with(&e);
		else if (!same_heads(m->table[i], m->table[0]))
			rc = fail(CLI_UNREADABLE, "%s: bukan berkas pasangan padan", m->a->file[i]);
		else
			rc = part_pairs(&m->part[i], &at, n, &cap);
		if (rc == CLI_OK && *n - from != padan_table_rows(m->table[i]))
			rc = fail(CLI_UNREADABLE, "%s tidak cocok dengan %s.padan", m->a->file[i], m->a->file[i]);
		from = *n;
	}
	if (rc == CLI_OK)
		*out = calloc(*n + 1, sizeof(**out));
	if (rc == CLI_OK && !*out)
		rc = fail(CLI_MACHINE, "memori tidak cukup");
	from = 0;
	for (unsigned i = 0; i < m->a->n_files && rc == CLI_OK; i++)
		for (size_t r = 0; r < padan_table_rows(m->table[i]); r++, from++)
			(*out)[from] = (struct placed){ at[from], { m->table[i], r, 0 } };
	if (rc == CLI_OK)
		qsort(*out, *n, sizeof(**out), by_place);
	free(at);
	return rc;
}

static const char *text_of(struct padan_span s, char room[PATH_MAX])
{
	if (s.n == 0 || s.n >= PATH_MAX)
		return NULL;
	memcpy(room, s.p, s.n);
	room[s.n] = '\0';
	return room;
}

/* Clusters need the records themselves, not only the pairs: who is forbidden to be whom, and how the members of two
 * clusters agree on the whole. */
static int cluster_parts(const struct merge *m, const struct placed *p, size_t n)
{
	char file[PATH_MAX], id[PATH_MAX], model[PATH_MAX], labels[PATH_MAX];
	const struct part_file *first = &m->part[0];
	struct args a = *m->a;
	struct padan_pair *given = malloc((n + 1) * sizeof(*given));
	int rc;

	if (!given)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (size_t i = 0; i < n; i++)
		given[i] = p[i].at;
	a.command = "dedupe";
	a.file[0] = text_of(first->file, file);
	a.n_files = 1;
	a.id = text_of(first->id, id);
	a.model = text_of(first->model, model);
	a.labels = text_of(first->labels, labels);
	a.threshold_ppm = first->threshold_ppm;
	a.one = first->one;
	a.part = 1;
	a.parts = first->parts;
	if (!a.file[0] || !a.model)
		rc = fail(CLI_UNREADABLE, "%s.padan tidak menyebut berkas asal dan modelnya", m->a->file[0]);
	else
		rc = dedupe_given(&a, given, n, first->run);
	free(given);
	return rc;
}

static int merge_doubles(struct merge *m)
{
	struct placed *p = NULL;
	size_t n = 0;
	int rc = place_pairs(m, &p, &n);

	if (rc == CLI_OK && m->a->clusters) {
		rc = cluster_parts(m, p, n);
	} else if (rc == CLI_OK) {
		m->pair = malloc((n + 1) * sizeof(*m->pair));
		for (size_t i = 0; m->pair && i < n; i++)
			m->pair[i] = p[i].row;
		m->n = n;
		rc = m->pair ? write_pairs(m) : fail(CLI_MACHINE, "memori tidak cukup");
	}
	free(p);
	return rc;
}

static int merge_files(struct merge *m)
{
	int rc = load(m);

	if (rc == CLI_OK && m->a->one == ONE_YES)
		rc = keep_one_to_one(m);
	if (rc != CLI_OK)
		return rc;
	return m->a->clusters ? write_clusters(m) : write_pairs(m);
}

static int merge_parts(struct merge *m)
{
	int rc = check_parts(m);

	if (rc != CLI_OK)
		return rc;
	/* One-to-one pairs of one table, clusters of two: by the pairs alone. */
	if (m->part[0].link ? m->a->clusters : m->a->one == ONE_YES)
		return merge_files(m);
	return m->part[0].link ? merge_links(m) : merge_doubles(m);
}

int command_merge(const struct args *a)
{
	struct merge *m = calloc(1, sizeof(*m));
	int rc;

	if (!m)
		return fail(CLI_MACHINE, "memori tidak cukup");
	m->a = a;
	rc = a->out ? read_parts(m) : fail(CLI_USAGE, "sebutkan berkas hasil: -o BERKAS");
	if (rc == CLI_OK)
		rc = m->parts ? merge_parts(m) : merge_files(m);
	for (unsigned i = 0; i < a->n_files; i++) {
		padan_table_free(m->table[i]);
		part_free(&m->part[i]);
	}
	free(m->pair);
	free(m);
	return rc;
}
