/* SPDX-License-Identifier: EUPL-1.2 */
#include "sides.h"
#include <padan/csv.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { HELD = 16 << 20, MANY_ROWS = 200000 };

void sides_close(struct sides *s)
{
	padan_binding_free(s->few_binding);
	padan_binding_free(s->many_binding);
	padan_recipe_free(s->recipe);
	padan_table_free(s->few);
	padan_table_free(s->met);
	padan_source_free(s->many);
	said_free(&s->said);
	free(s->wanted);
	free(s->order);
	free(s->at);
}

/* --- which is which -------------------------------------------------------------------------------------- */

/* Whatever the order of its rows. */
static uint64_t content(const struct padan_table *t)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < padan_table_rows(t); i++) {
		uint64_t h = 0;

		for (uint32_t k = 0; k < padan_table_columns(t); k++)
			h = padan_hash_join(h, padan_hash_span(padan_table_cell(t, i, k), k));
		sum += padan_mix64(h);
	}
	return sum;
}

/* By rows where both files are short; else by length. The same answer when they are named the other way round, and for
 * rows in another order. */
static bool first_is_few(struct padan_source *x, struct padan_source *y)
{
	const struct padan_table *a = padan_source_table(x), *b = padan_source_table(y);

	if (padan_source_held(x) && padan_source_held(y) && padan_table_rows(a) != padan_table_rows(b))
		return padan_table_rows(a) < padan_table_rows(b);
	if (padan_source_bytes(x) != padan_source_bytes(y))
		return padan_source_bytes(x) < padan_source_bytes(y);
	return content(a) <= content(b);
}

static int open_files(struct sides *s)
{
	const char *const *path = s->a->file;
	struct padan_source *x = NULL, *y = NULL, *few;
	struct padan_error e;
	int rc = padan_source_open(&x, path[0], HELD, &e);

	if (rc == PADAN_OK)
		rc = padan_source_open(&y, path[1], HELD, &e);
	if (rc != PADAN_OK) {
		padan_source_free(x);
		return fail_with(&e);
	}
	s->swapped = !first_is_few(x, y);
	few = s->swapped ? y : x;
	s->many = s->swapped ? x : y;
	rc = padan_source_whole(&s->few, few, &e);
	padan_source_free(few);
	return rc == PADAN_OK ? CLI_OK : fail_with(&e);
}

static int choose_ids(struct sides *s)
{
	const char *few = s->swapped ? s->a->right_id : s->a->left_id,
		   *many = s->swapped ? s->a->left_id : s->a->right_id;
	struct padan_error e;

	if (padan_table_choose_id(s->few, few, &e) != PADAN_OK ||
	    padan_table_choose_id(padan_source_table(s->many), many, &e) != PADAN_OK)
		return fail_with(&e);
	warn_of_doubles(s->few, few);
	if (padan_source_held(s->many))
		warn_of_doubles(padan_source_table(s->many), many);
	return CLI_OK;
}

/* Of a long file, by its length: the same whatever the order of its rows. */
static double about_rows(const struct padan_source *s, const struct padan_table *t)
{
	enum { USUAL = 160 };

	return padan_source_held(s) ? (double)padan_table_rows(t) : (double)(padan_source_bytes(s) / USUAL);
}

static struct padan_two two_of(struct sides *s)
{
	struct padan_table *sample = padan_source_table(s->many);

	return (struct padan_two){ s->few, sample, (double)padan_table_rows(s->few), about_rows(s->many, sample) };
}

static int choose_recipe(struct sides *s)
{
	struct padan_table *sample = padan_source_table(s->many);
	struct padan_two two = two_of(s);
	struct padan_error e;
	int rc = s->a->model ? padan_recipe_read(&s->recipe, s->a->model, &e)
			     : padan_recipe_guess_two(&s->recipe, &two, s->a->exclude, &e);

	if (rc != PADAN_OK)
		return fail_with(&e);
	rc = check_recipe(s->recipe, s->a, false);
	if (rc != CLI_OK)
		return rc;
	if (padan_bind(&s->few_binding, s->recipe, s->few, &e) != PADAN_OK ||
	    padan_bind(&s->many_binding, s->recipe, sample, &e) != PADAN_OK)
		return fail_with(&e);
	return CLI_OK;
}

int sides_open(struct sides *s, const struct args *a)
{
	int rc;

	*s = (struct sides){ .a = a };
	rc = open_files(s);
	if (rc == CLI_OK)
		rc = choose_ids(s);
	return rc == CLI_OK ? choose_recipe(s) : rc;
}

void sides_plan(struct sides *s, FILE *out)
{
	const struct padan_table *sample = padan_source_table(s->many);

	plan_print_two(s->recipe, s->few, sample, !padan_source_held(s->many), out);
}

const struct padan_table *sides_left(const struct sides *s)
{
	return s->swapped ? s->met : s->few;
}

const struct padan_table *sides_right(const struct sides *s)
{
	return s->swapped ? s->few : s->met;
}

/* --- labels ---------------------------------------------------------------------------------------------- */

bool sides_differ(const struct sides *s)
{
	bool any = false;

	for (size_t i = 0; i < padan_recipe_labels(s->recipe); i++)
		any = any || !padan_recipe_label(s->recipe, i).same;
	return any;
}

static int want_labelled(struct sides *s)
{
	s->n_wanted = padan_recipe_labels(s->recipe);
	s->wanted = calloc(s->n_wanted + 1, sizeof(*s->wanted));
	if (!s->wanted)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (size_t i = 0; i < s->n_wanted; i++) {
		struct padan_label l = padan_recipe_label(s->recipe, i);

		s->wanted[i].id = padan_span_of(s->swapped ? l.left : l.right);
	}
	return CLI_OK;
}

/* --- the run --------------------------------------------------------------------------------------------- */

static int index_few(struct sides *s, struct padan_index **ix)
{
	enum { CLOSELY = 18 };
	struct padan_two two = two_of(s);
	struct padan_link_opt opt = {
		.keep = PADAN_KEEP,
		.spare = padan_two_broad(&two) ? CLOSELY : 0,
		.sample = padan_source_held(s->many) && padan_table_rows(padan_source_table(s->many)) < MANY_ROWS ? 1
														  : 16,
		/* Of a settled row nobody else is seen, not even those who are said to be another. */
		.exact_first = !sides_differ(s),
		.part = s->a->parts ? s->a->part - 1 : 0,
		.parts = s->a->parts
	};

	size_t rows = padan_table_rows(s->few);
	int rc = PADAN_NO_MEMORY;

	s->order = malloc((rows + 1) * sizeof(*s->order));
	s->at = malloc((rows + 1) * sizeof(*s->at));
	if (s->order && s->at)
		rc = padan_index_table(ix, s->few_binding, &opt, s->order);
	for (size_t i = 0; i < rows && rc == PADAN_OK; i++)
		s->at[s->order[i]] = (uint32_t)i;
	return engine_failed(rc, padan_table_name(s->few));
}

int sides_link(struct sides *s, struct padan_index **ix, struct padan_result **result)
{
	struct padan_error e;
	int rc = want_labelled(s);

	if (rc == CLI_OK)
		rc = index_few(s, ix);
	if (rc == CLI_OK) {
		struct padan_source_how how = { .binding = s->many_binding,
						.threads = s->a->threads,
						.stamp = s->a->parts > 0,
						.wanted = s->wanted,
						.n_wanted = s->n_wanted };

		rc = padan_source_link(result, s->many, *ix, &how, &e) == PADAN_OK ? CLI_OK : fail_with(&e);
	}
	return rc == CLI_OK ? said_find_places(&s->said, s->recipe, s->few, s->wanted, s->swapped) : rc;
}

/* --- the rows that were met ------------------------------------------------------------------------------ */

static int by_at(const void *x, const void *y)
{
	const struct padan_place *a = x, *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

static size_t places_of(const struct claims *c, bool all, struct padan_place *p)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < c->n; i++)
		if (all || c->p[i].chosen_ppm)
			p[n++] = (struct padan_place){ 0, c->p[i].right, c->p[i].right_row };
	qsort(p, n, sizeof(*p), by_at);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || p[i].at != p[k - 1].at)
			p[k++] = p[i];
	return k;
}

int sides_meet(struct sides *s, struct claims *c, bool all)
{
	struct padan_place *p = malloc((c->n + 1) * sizeof(*p));
	struct padan_error e;
	size_t n;
	int rc;

	if (!p)
		return fail(CLI_MACHINE, "memori tidak cukup");
	n = places_of(c, all, p);
	rc = padan_source_fetch(&s->met, s->many, p, n, &e) == PADAN_OK ? CLI_OK : fail_with(&e);
	for (size_t i = 0; i < c->n && rc == CLI_OK; i++) {
		struct padan_place key = { .at = c->p[i].right };
		const struct padan_place *at = n ? bsearch(&key, p, n, sizeof(*p), by_at) : NULL;

		c->p[i].met = at ? (size_t)(at - p) : SIZE_MAX;
	}
	if (rc == CLI_OK)
		padan_binding_to(s->many_binding, s->met);
	free(p);
	return rc;
}
