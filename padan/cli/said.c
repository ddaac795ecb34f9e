/* SPDX-License-Identifier: EUPL-1.2 */
#include "said.h"
#include <padan/fold.h>
#include <padan/source.h>
#include <stdlib.h>

int said_word(struct padan_span word)
{
	static const struct {
		const char *text;
		int means;
	} words[] = { { "", -1 },   { "RAGU", -1 }, { "TIDAKTAHU", -1 }, { "SAMA", 1 }, { "YA", 1 },
		      { "Y", 1 },   { "1", 1 },	    { "BENAR", 1 },	 { "TRUE", 1 }, { "SAME", 1 },
		      { "YES", 1 }, { "BEDA", 0 },  { "TIDAK", 0 },	 { "T", 0 },	{ "N", 0 },
		      { "0", 0 },   { "SALAH", 0 }, { "FALSE", 0 },	 { "LAIN", 0 }, { "DIFFERENT", 0 },
		      { "NO", 0 },  { "BUKAN", 0 } };
	char key[24];
	size_t n = padan_fold_key(key, sizeof(key) - 1, word);

	key[n] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(key, words[i].text) == 0)
			return words[i].means;
	return -2;
}

static int add_rows(struct padan_recipe *r, const struct padan_table *t)
{
	int left = padan_table_column(t, PADAN_LIT("left_id")), right = padan_table_column(t, PADAN_LIT("right_id")),
	    label = padan_table_column(t, PADAN_LIT("label"));
	struct padan_error e;

	if (left < 0 || right < 0 || label < 0)
		return fail(CLI_UNREADABLE, "%s: bukan berkas label; kolom left_id, right_id dan label harus ada",
			    padan_table_name(t));
	for (size_t i = 0; i < padan_table_rows(t); i++) {
		struct padan_span word = padan_table_cell(t, i, (uint32_t)label);
		int means = said_word(word);

		if (means == -2)
			return fail(CLI_UNREADABLE,
				    "%s baris %zu: label \"%.*s\" tidak dikenal; tulis sama, beda, atau kosongkan",
				    padan_table_name(t), i + 2, (int)(word.n < 40 ? word.n : 40), word.p);
		if (means >= 0 &&
		    padan_recipe_add_label(r, padan_table_cell(t, i, (uint32_t)left),
					   padan_table_cell(t, i, (uint32_t)right), means == 1, &e) != PADAN_OK)
			return fail_with(&e);
	}
	return CLI_OK;
}

int labels_read(struct padan_recipe *r, const char *path, bool one_table)
{
	struct padan_table *t = NULL;
	struct padan_error e;
	int rc = padan_table_read(&t, path, &e) == PADAN_OK ? CLI_OK : fail_with(&e);

	if (rc == CLI_OK)
		rc = add_rows(r, t);
	padan_table_free(t);
	if (rc == CLI_OK && padan_recipe_check_labels(r, one_table, &e) != PADAN_OK)
		rc = fail_with(&e);
	return rc;
}

/* --- ids to rows ------------------------------------------------------------------------------------------- */

struct id_row {
	struct padan_span id;
	size_t row;
};
struct ids {
	struct id_row *p;
	char (*number)[24]; /* of rows that are numbered */
	size_t n;
};

static int by_id(const void *x, const void *y)
{
	const struct id_row *a = x, *b = y;
	int c = padan_span_cmp(a->id, b->id);

	return c ? c : (a->row > b->row) - (a->row < b->row);
}

static bool ids_make(struct ids *ids, const struct padan_table *t)
{
	ids->n = padan_table_rows(t);
	ids->p = malloc((ids->n + 1) * sizeof(*ids->p));
	ids->number = malloc((ids->n + 1) * sizeof(*ids->number));
	if (!ids->p || !ids->number)
		return false;
	for (size_t i = 0; i < ids->n; i++)
		ids->p[i] = (struct id_row){ padan_table_id(t, i, ids->number[i]), i };
	qsort(ids->p, ids->n, sizeof(*ids->p), by_id);
	return true;
}

static void ids_free(struct ids *ids)
{
	free(ids->p);
	free(ids->number);
}

/* The first row of that name; SIZE_MAX = none. */
static size_t row_of(const struct ids *ids, const char *id)
{
	struct padan_span s = padan_span_of(id);
	size_t low = 0, high = ids->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (padan_span_cmp(ids->p[mid].id, s) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < ids->n && padan_span_eq(ids->p[low].id, s) ? ids->p[low].row : SIZE_MAX;
}

static int by_rows(const void *x, const void *y)
{
	const struct said *p = x, *q = y;

	return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

static void sort_said(struct said_list *out)
{
	size_t k = 0;

	if (out->n)
		qsort(out->p, out->n, sizeof(*out->p), by_rows);
	for (size_t i = 0; i < out->n; i++)
		if (i == 0 || by_rows(&out->p[i], &out->p[k - 1]) != 0)
			out->p[k++] = out->p[i];
	out->n = k;
}

static void fill(struct said_list *out, const struct padan_recipe *r, const struct ids *left, const struct ids *right,
		 bool one_table)
{
	for (size_t i = 0; i < padan_recipe_labels(r); i++) {
		struct padan_label l = padan_recipe_label(r, i);
		size_t a = row_of(left, l.left), b = row_of(right, l.right);

		if (a == SIZE_MAX || b == SIZE_MAX || (one_table && a == b)) {
			out->unknown++;
			continue;
		}
		if (one_table && a > b) {
			size_t spare = a;

			a = b;
			b = spare;
		}
		out->p[out->n++] = (struct said){ b, (uint32_t)a, 0, l.same };
	}
	sort_said(out);
}

static void tell_unknown(const struct said_list *out)
{
	if (out->unknown)
		fprintf(stderr, "padan: %zu label diabaikan karena barisnya tidak ada dalam data ini\n", out->unknown);
}

int said_find(struct said_list *out, const struct padan_recipe *r, const struct padan_table *left,
	      const struct padan_table *right)
{
	struct ids x = { 0 }, y = { 0 };
	int rc = CLI_OK;

	*out = (struct said_list){ 0 };
	if (padan_recipe_labels(r) == 0)
		return CLI_OK;
	out->p = malloc(padan_recipe_labels(r) * sizeof(*out->p));
	if (out->p && ids_make(&x, left) && (!right || ids_make(&y, right)))
		fill(out, r, &x, right ? &y : &x, !right);
	else
		rc = fail(CLI_MACHINE, "memori tidak cukup");
	ids_free(&x);
	ids_free(&y);
	if (rc == CLI_OK)
		tell_unknown(out);
	return rc;
}

int said_find_places(struct said_list *out, const struct padan_recipe *r, const struct padan_table *few,
		     const struct padan_wanted *wanted, bool swapped)
{
	struct ids x = { 0 };
	size_t n = padan_recipe_labels(r);
	int rc = CLI_OK;

	*out = (struct said_list){ 0 };
	if (n == 0)
		return CLI_OK;
	out->p = malloc(n * sizeof(*out->p));
	if (!out->p || !ids_make(&x, few))
		rc = fail(CLI_MACHINE, "memori tidak cukup");
	for (size_t i = 0; i < n && rc == CLI_OK; i++) {
		struct padan_label l = padan_recipe_label(r, i);
		size_t a = row_of(&x, swapped ? l.right : l.left);

		if (a == SIZE_MAX || !wanted[i].found)
			out->unknown++;
		else
			out->p[out->n++] =
				(struct said){ wanted[i].place.at, (uint32_t)a, wanted[i].place.row, l.same };
	}
	ids_free(&x);
	if (rc == CLI_OK) {
		sort_said(out);
		tell_unknown(out);
	}
	return rc;
}

void said_free(struct said_list *s)
{
	free(s->p);
	*s = (struct said_list){ 0 };
}

int said_of(const struct said_list *s, uint32_t a, size_t b)
{
	struct said key = { b, a, 0, false };
	const struct said *at = s->n ? bsearch(&key, s->p, s->n, sizeof(key), by_rows) : NULL;

	return at ? at->same : -1;
}

/* --- clusters ------------------------------------------------------------------------------------------------- */

enum { CLAMP = 20000, FORBIDDEN = -1000000, MEMBERS = 2000 };

/* Members of the clusters that labels tie together, and their pairs. */
struct group {
	const struct said_list *said;
	const struct padan_duplicates *d;
	const struct padan_pair *pair;
	size_t n_pairs;
	uint32_t threshold_ppm;
	uint32_t *row;
	unsigned n;
	uint16_t *part;	 /* per member: its part, the number of the part's first member */
	int32_t *weight; /* n * n; prior included */
};

static bool listed(const struct group *g, uint32_t a, uint32_t b)
{
	size_t low = 0, high = g->n_pairs;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct padan_pair *p = &g->pair[mid];

		if (p->a < a || (p->a == a && p->b < b))
			low = mid + 1;
		else
			high = mid;
	}
	return low < g->n_pairs && g->pair[low].a == a && g->pair[low].b == b;
}

/* A pair that is strong by its weight and was not handed out has been vetoed. */
static int32_t weight_of(const struct group *g, uint32_t a, uint32_t b)
{
	struct padan_candidate c;
	double p;
	int32_t bits;

	padan_duplicates_explain(g->d, a, b, &c);
	if (c.ppm >= g->threshold_ppm && !listed(g, a, b))
		return FORBIDDEN;
	p = c.ppm / 1e6;
	bits = c.ppm >= 1000000 ? CLAMP : c.ppm == 0 ? -CLAMP : (int32_t)(1000 * __builtin_log2(p / (1 - p)));
	return bits > CLAMP ? CLAMP : bits < -CLAMP ? -CLAMP : bits;
}

static void weigh(struct group *g)
{
	for (unsigned i = 0; i < g->n; i++)
		for (unsigned k = i + 1; k < g->n; k++) {
			uint32_t a = g->row[i] < g->row[k] ? g->row[i] : g->row[k];
			uint32_t b = g->row[i] < g->row[k] ? g->row[k] : g->row[i];
			int said = said_of(g->said, a, b);

			g->weight[i * g->n + k] = said == 0 ? FORBIDDEN : weight_of(g, a, b);
			g->weight[k * g->n + i] = g->weight[i * g->n + k];
		}
}

static bool may_join(const struct group *g, unsigned x, unsigned y, bool by_label)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < g->n; i++)
		for (unsigned k = 0; g->part[i] == x && k < g->n; k++) {
			uint32_t a = g->row[i] < g->row[k] ? g->row[i] : g->row[k];
			uint32_t b = g->row[i] < g->row[k] ? g->row[k] : g->row[i];

			if (g->part[k] != y)
				continue;
			/* What people said outweighs a veto of the engine; only another label forbids. */
			if (by_label ? said_of(g->said, a, b) == 0 : g->weight[i * g->n + k] == FORBIDDEN)
				return false;
			sum += g->weight[i * g->n + k];
		}
	return by_label || sum > 0;
}

static void join(struct group *g, unsigned x, unsigned y)
{
	for (unsigned i = 0; i < g->n; i++)
		if (g->part[i] == (x > y ? x : y))
			g->part[i] = (uint16_t)(x < y ? x : y);
}

static void join_said(struct group *g)
{
	for (unsigned i = 0; i < g->n; i++)
		for (unsigned k = 0; k < g->n; k++)
			if (g->row[i] < g->row[k] && g->part[i] != g->part[k] &&
			    said_of(g->said, g->row[i], g->row[k]) == 1 && may_join(g, g->part[i], g->part[k], true))
				join(g, g->part[i], g->part[k]);
}

/* The strongest pair first, as the engine does. */
static void join_strong(struct group *g)
{
	int32_t least = (int32_t)(1000 * __builtin_log2(g->threshold_ppm / (1e6 + 1 - g->threshold_ppm)));

	for (;;) {
		unsigned best_i = 0, best_k = 0;
		int32_t best = FORBIDDEN;

		for (unsigned i = 0; i < g->n; i++)
			for (unsigned k = i + 1; k < g->n; k++)
				if (g->part[i] != g->part[k] && g->weight[i * g->n + k] >= least &&
				    g->weight[i * g->n + k] > best && may_join(g, g->part[i], g->part[k], false)) {
					best = g->weight[i * g->n + k];
					best_i = i;
					best_k = k;
				}
		if (best == FORBIDDEN)
			return;
		join(g, g->part[best_i], g->part[best_k]);
	}
}

static void write_back(const struct group *g, uint32_t *cluster)
{
	for (unsigned i = 0; i < g->n; i++) {
		uint32_t least = g->row[i];

		for (unsigned k = 0; k < g->n; k++)
			if (g->part[k] == g->part[i] && g->row[k] < least)
				least = g->row[k];
		cluster[g->row[i]] = least;
	}
}

static int settle(struct group *g, uint32_t *cluster)
{
	bool ready;

	g->weight = malloc((size_t)g->n * g->n * sizeof(*g->weight) + 1);
	g->part = malloc(g->n * sizeof(*g->part) + 1);
	ready = g->weight && g->part;
	if (ready) {
		for (unsigned i = 0; i < g->n; i++)
			g->part[i] = (uint16_t)i;
		weigh(g);
		join_said(g);
		join_strong(g);
		write_back(g, cluster);
	}
	free(g->weight);
	free(g->part);
	return ready ? CLI_OK : fail(CLI_MACHINE, "memori tidak cukup");
}

static uint32_t root(uint32_t *up, uint32_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

struct member {
	uint32_t group, row;
};

static int by_group(const void *x, const void *y)
{
	const struct member *a = x, *b = y;

	return a->group != b->group ? (a->group < b->group ? -1 : 1) : (a->row > b->row) - (a->row < b->row);
}

static int settle_groups(const struct group *base, struct member *m, size_t n, uint32_t *cluster)
{
	int rc = CLI_OK;

	qsort(m, n, sizeof(*m), by_group);
	for (size_t i = 0, same; i < n && rc == CLI_OK; i += same) {
		struct group g = *base;
		uint32_t *row;

		for (same = 1; i + same < n && m[i + same].group == m[i].group;)
			same++;
		if (same > MEMBERS)
			return fail(CLI_UNREADABLE, "label mengikat %zu baris menjadi satu kelompok; paling banyak %d",
				    same, MEMBERS);
		row = malloc(same * sizeof(*row));
		if (!row)
			return fail(CLI_MACHINE, "memori tidak cukup");
		for (size_t k = 0; k < same; k++)
			row[k] = m[i + k].row;
		g.row = row;
		g.n = (unsigned)same;
		rc = settle(&g, cluster);
		free(row);
	}
	return rc;
}

int said_clusters(const struct said_list *s, const struct padan_duplicates *d, uint32_t threshold_ppm,
		  uint32_t *cluster, size_t rows)
{
	struct group base = { .said = s, .d = d, .threshold_ppm = threshold_ppm };
	uint32_t *up = malloc((rows + 1) * sizeof(*up));
	bool *touched = calloc(rows + 1, 1);
	struct member *m = malloc((rows + 1) * sizeof(*m));
	size_t n = 0;
	int rc = CLI_MACHINE;

	base.n_pairs = padan_duplicates_pairs(d, &base.pair);
	if (up && touched && m) {
		for (size_t i = 0; i < rows; i++)
			up[i] = cluster[i];
		/* Clusters that a "same" ties together are looked at as one. */
		for (size_t i = 0; i < s->n; i++) {
			uint32_t x = root(up, s->p[i].a), y = root(up, (uint32_t)s->p[i].b);

			if (s->p[i].same)
				up[x > y ? x : y] = x < y ? x : y;
		}
		for (size_t i = 0; i < s->n; i++)
			touched[root(up, s->p[i].a)] = touched[root(up, (uint32_t)s->p[i].b)] = true;
		for (size_t i = 0; i < rows; i++)
			if (touched[root(up, (uint32_t)i)])
				m[n++] = (struct member){ root(up, (uint32_t)i), (uint32_t)i };
		rc = settle_groups(&base, m, n, cluster);
	} else {
		fail(CLI_MACHINE, "memori tidak cukup");
	}
	free(up);
	free(touched);
	free(m);
	return rc;
}
