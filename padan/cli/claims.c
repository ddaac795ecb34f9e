/* SPDX-License-Identifier: EUPL-1.2 */
#include "claims.h"
#include <stdlib.h>

enum { STRONG = 900000, LEAST = 3 };

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

/* Has the left side several rows for one person? Where one right row in two hundred is the strong best of two. */
static bool shares(const struct claims *c, bool *many)
{
	size_t *best = malloc((c->n + 1) * sizeof(*best)), n = 0, one = 0, two = 0;

	for (size_t i = 0; best && i < c->n; i++)
		if (c->p[i].alone_ppm >= STRONG && (i == 0 || c->p[i].row != c->p[i - 1].row))
			best[n++] = c->p[i].right;
	if (n)
		qsort(best, n, sizeof(*best), by_right);
	for (size_t i = 0, same; i < n; i += same) {
		for (same = 1; i + same < n && best[i + same] == best[i];)
			same++;
		one++;
		two += same >= 2;
	}
	free(best);
	*many = two >= LEAST && two * 200 > one;
	return best != NULL;
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

/* Each row of a side that holds nobody twice at most once, the strongest pairs first. */
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
		if (x->said != 1 && ((left[x->row] && !c->right.many) || (right[at] && !c->left.many)))
			x->chosen_ppm = 0;
		else
			left[x->row] = right[at] = true;
	}
	free(left);
	free(right);
	free(r.row);
	return ok;
}

static void set_chosen(const struct claims *c, uint32_t threshold_ppm)
{
	for (size_t i = 0; i < c->n; i++) {
		struct claim *x = &c->p[i];
		uint32_t ppm = c->right.many ? x->alone_ppm : x->ppm;

		ppm = x->said == 1 ? 1000000 : x->said == 0 ? 0 : ppm;
		x->chosen_ppm = ppm >= threshold_ppm ? ppm : 0;
	}
}

int claims_choose(struct claims *c, enum cli_one one, uint32_t threshold_ppm)
{
	bool shared = false;

	if (c->n)
		qsort(c->p, c->n, sizeof(*c->p), by_row);
	if (one == ONE_AUTO && !shares(c, &shared))
		return fail(CLI_MACHINE, "memori tidak cukup");
	c->left.many = one == ONE_NO || shared;
	c->right.many = one == ONE_NO || (one == ONE_AUTO && has_doubles(c));
	set_chosen(c, threshold_ppm);
	if (!(c->left.many && c->right.many) && !one_to_one(c))
		return fail(CLI_MACHINE, "memori tidak cukup");
	return CLI_OK;
}

static int by_few(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	return a->few_row != b->few_row ? (a->few_row < b->few_row ? -1 : 1) : by_strength(x, y);
}

static int by_stream(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	return a->right != b->right ? (a->right < b->right ? -1 : 1) : by_strength(x, y);
}

void claims_order(struct claims *c, bool swapped)
{
	if (c->n)
		qsort(c->p, c->n, sizeof(*c->p), swapped ? by_stream : by_few);
}
