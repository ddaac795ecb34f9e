/* SPDX-License-Identifier: EUPL-1.2
 *
 * A recipe for two tables: what both have.
 */
#include "recipe_inside.h"

enum { ENOUGH = 200, LOOK = 4000 };

static uint16_t without_bit(uint16_t set, unsigned c)
{
	uint16_t low = (uint16_t)((1u << c) - 1);

	return (uint16_t)((set & low) | (set >> 1 & ~low));
}

static void drop(struct padan_recipe *r, unsigned c, enum padan_left_out why)
{
	unsigned last = --r->schema.n_columns;

	if (r->n_out < PD_OUT) {
		memcpy(r->out[r->n_out].head, r->from[c].head[0], PD_HEAD);
		r->out[r->n_out++].why = (uint8_t)why;
	}
	for (; c < last; c++) {
		r->schema.column[c] = r->schema.column[c + 1];
		r->from[c] = r->from[c + 1];
		memcpy(r->label[c], r->label[c + 1], PD_LABEL);
		r->schema.column[c].label = r->label[c];
	}
}

static void forget(struct padan_recipe *r, unsigned c)
{
	for (unsigned k = 0; k < r->schema.n_columns; k++)
		r->schema.column[k].under = without_bit(r->schema.column[k].under, c);
	drop(r, c, PADAN_OUT_ONE_SIDE);
}

static int no_common(const struct padan_two *x, struct padan_error *e)
{
	return padan_error_set(e, PADAN_BAD_WISH,
			       "%s dan %s tidak punya kolom yang sama untuk dibandingkan; samakan judul kolomnya",
			       padan_table_name(x->few), padan_table_name(x->many));
}

/* What the other table lacks is not compared. */
static int keep_common(struct padan_recipe *r, const struct padan_two *x, const struct padan_table *other,
		       struct padan_error *e)
{
	struct padan_binding *b;
	int rc = padan_bind(&b, r, other, e);

	if (rc != PADAN_OK)
		return rc == PADAN_BAD_WISH ? no_common(x, e) : rc;
	for (unsigned c = r->schema.n_columns; c-- > 0;)
		if (!padan_binding_has(b, c))
			forget(r, c);
	padan_binding_free(b);
	return PADAN_OK;
}

bool padan_two_broad(const struct padan_two *x)
{
	return x->few_rows * x->many_rows <= PD_BROAD_PAIRS;
}

static int make_rules(struct padan_recipe *r, const struct padan_two *x, const struct padan_table *guide,
		      struct padan_error *e)
{
	size_t rows = padan_table_rows(guide);
	uint32_t distinct[PADAN_COLUMNS], seen = (uint32_t)(rows < LOOK ? rows : LOOK);
	struct padan_binding *b;
	int rc = padan_bind(&b, r, guide, e);

	if (rc != PADAN_OK)
		return rc;
	rc = pd_count_distinct(b, seen, distinct);
	padan_binding_free(b);
	if (rc != PADAN_OK)
		return padan_error_set(e, rc, "memori tidak cukup");
	pd_recipe_link_rules(r, distinct, x->few_rows * x->many_rows);
	return PADAN_OK;
}

int padan_recipe_guess_two(struct padan_recipe **out, const struct padan_two *x, const char *exclude,
			   struct padan_error *e)
{
	size_t few = padan_table_rows(x->few), many = padan_table_rows(x->many);
	bool by_few = few >= ENOUGH || few >= many;
	const struct padan_table *guide = by_few ? x->few : x->many, *other = by_few ? x->many : x->few;
	struct padan_error ignored;
	int rc = pd_check_exclude(x->few, x->many, exclude, e);

	*out = NULL;
	if (rc != PADAN_OK)
		return rc;
	rc = pd_recipe_guess(out, guide, exclude, e);
	/* A million equal rows tell nothing; the one that is looked for among them does. */
	if (rc == PADAN_BAD_WISH && pd_recipe_guess(out, other, exclude, &ignored) == PADAN_OK) {
		const struct padan_table *spare = guide;

		guide = other;
		other = spare;
		rc = PADAN_OK;
	}
	if (rc == PADAN_OK)
		rc = keep_common(*out, x, other, e);
	if (rc == PADAN_OK)
		rc = make_rules(*out, x, guide, e);
	if (rc != PADAN_OK) {
		padan_recipe_free(*out);
		*out = NULL;
	}
	return rc;
}
