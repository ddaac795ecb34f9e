/* SPDX-License-Identifier: EUPL-1.2 */
#include "claims.h"
#include <stdlib.h>

enum { STRONG = 900000 };

bool claims_add(struct claims *c, const struct claim *one)
{
	if (c->n == c->cap) {
		size_t cap = c->cap ? c->cap * 2 : 4096;
		struct claim *p = realloc(c->p, cap * sizeof(*p));

		if (!p)
			return false;
		c->p = p;
		c->cap = cap;
	}
	c->p[c->n++] = *one;
	return true;
}

void claims_free(struct claims *c)
{
	free(c->p);
	*c = (struct claims){ 0 };
}

static int by_strength(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	if ((a->said == 1) != (b->said == 1))
		return a->said == 1 ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->row != b->row ? (a->row < b->row ? -1 : 1) : (a->content > b->content) - (a->content < b->content);
}

static int by_row(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	return a->row != b->row ? (a->row < b->row ? -1 : 1) : by_strength(x, y);
}

/* Has the right side several rows for one person? Where one left row in twenty has two strong candidates, yes. */
static bool has_doubles(const struct claims *c)
{
	size_t one = 0, two = 0;

	for (size_t i = 0, same; i < c->n; i += same) {
		unsigned strong = 0;

		for (same = 0; i + same < c->n && c->p[i + same].row == c->p[i].row; same++)
			strong += c->p[i + same].alone_ppm >= STRONG;
		one += strong >= 1;
		two += strong >= 2;
	}
	return two * 20 > one;
}

static int by_right(const void *x, const void *y)
{
	size_t a = *(const size_t *)x, b = *(const size_t *)y;

	return (a > b) - (a < b);
}

/* Right rows numbered without gaps: a registry may be long, its candidates are few. */
struct rights {
	size_t *row, n;
};

static size_t number_of(const struct rights *r, size_t row)
{
	const size_t *at = bsearch(&row, r->row, r->n, sizeof(row), by_right);

	return at ? (size_t)(at - r->row) : 0;
}

static bool rights_make(struct rights *r, const struct claims *c)
{
	size_t k = 0;

	r->row = malloc((c->n + 1) * sizeof(*r->row));
	if (!r->row)
		return false;
	for (size_t i = 0; i < c->n; i++)
		r->row[i] = c->p[i].right;
	qsort(r->row, c->n, sizeof(*r->row), by_right);
	for (size_t i = 0; i < c->n; i++)
		if (i == 0 || r->row[i] != r->row[k - 1])
			r->row[k++] = r->row[i];
	r->n = k;
	return true;
}

/* Each row of both sides at most once, the strongest pairs first. */
static bool one_to_one(struct claims *c)
{
	size_t last = c->n ? c->p[c->n - 1].row : 0;
	struct rights r = { 0 };
	bool *left = calloc(last + 1, 1), *right = NULL, ok = left && rights_make(&r, c);

	right = ok ? calloc(r.n + 1, 1) : NULL;
	ok = ok && right;
	if (ok && c->n)
		qsort(c->p, c->n, sizeof(*c->p), by_strength);
	for (size_t i = 0; ok && i < c->n; i++) {
		struct claim *x = &c->p[i];
		size_t at = number_of(&r, x->right);

		if (x->chosen_ppm == 0)
			continue;
		if (x->said != 1 && (left[x->row] || right[at]))
			x->chosen_ppm = 0;
		else
			left[x->row] = right[at] = true;
	}
	free(left);
	free(right);
	free(r.row);
	return ok;
}

int claims_choose(struct claims *c, enum cli_one one, uint32_t threshold_ppm)
{
	if (c->n)
		qsort(c->p, c->n, sizeof(*c->p), by_row);
	c->many = one == ONE_NO || (one == ONE_AUTO && has_doubles(c));
	for (size_t i = 0; i < c->n; i++) {
		struct claim *x = &c->p[i];
		uint32_t ppm = c->many ? x->alone_ppm : x->ppm;

		ppm = x->said == 1 ? 1000000 : x->said == 0 ? 0 : ppm;
		x->chosen_ppm = ppm >= threshold_ppm ? ppm : 0;
	}
	if (!c->many && !one_to_one(c))
		return fail(CLI_MACHINE, "memori tidak cukup");
	if (c->n)
		qsort(c->p, c->n, sizeof(*c->p), by_row);
	return CLI_OK;
}
