/* SPDX-License-Identifier: EUPL-1.2 */
#include "part.h"
#include "report.h"
#include "sides.h"
#include <math.h>
#include <stdlib.h>

struct linkage {
	const struct args *a;
	int (*use)(const struct evidence *);
	struct sides sides;
	const struct padan_schema *schema;
	struct padan_index *ix;
	struct padan_result *result;
	struct claims claims;
	uint64_t written;
	struct evidence e;
};

/* --- candidates -------------------------------------------------------------------------------------------- */

static int add_candidates(struct linkage *k, uint32_t row)
{
	struct padan_candidate c;

	for (unsigned n = 0; padan_result_candidate(k->result, row, n, &c); n++) {
		struct padan_place place;
		struct claim one = { .content = c.content,
				     .weight = c.weight,
				     .row = row,
				     .few_row = k->sides.order[row],
				     .ppm = c.ppm,
				     .alone_ppm = c.alone_ppm,
				     .rank = (uint8_t)n };

		memcpy(&place, c.payload.p, sizeof(place));
		one.right = place.at;
		one.right_row = place.row;
		one.said = (int8_t)said_of(&k->sides.said, one.few_row, one.right);
		memcpy(one.level, c.level, sizeof(one.level));
		if (!claims_add(&k->claims, &one))
			return fail(CLI_MACHINE, "memori tidak cukup");
	}
	return CLI_OK;
}

static int by_place(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	return a->row != b->row ? (a->row < b->row ? -1 : 1) : (a->right > b->right) - (a->right < b->right);
}

/* Pairs that people call the same, and the engine did not find. */
static int add_said(struct linkage *k)
{
	const struct said_list *said = &k->sides.said;
	size_t found = k->claims.n;

	if (said->n && found)
		qsort(k->claims.p, found, sizeof(*k->claims.p), by_place);
	for (size_t i = 0; i < said->n; i++) {
		struct claim one = { .right = said->p[i].b,
				     .right_row = said->p[i].b_row,
				     .row = k->sides.at[said->p[i].a],
				     .few_row = said->p[i].a,
				     .said = 1,
				     .rank = UINT8_MAX };

		one.ppm = one.alone_ppm = 1000000;
		if (!said->p[i].same || !in_part(k->a, one.row) ||
		    (found && bsearch(&one, k->claims.p, found, sizeof(one), by_place)))
			continue;
		if (!claims_add(&k->claims, &one))
			return fail(CLI_MACHINE, "memori tidak cukup");
	}
	return CLI_OK;
}

/* Are the candidates that were not chosen looked at, too? */
static bool all_wanted(const struct linkage *k)
{
	return k->use || k->a->report || k->a->parts;
}

static int collect(struct linkage *k)
{
	int rc = CLI_OK;

	for (uint32_t i = 0; i < padan_index_rows(k->ix) && rc == CLI_OK; i++)
		rc = add_candidates(k, i);
	if (rc == CLI_OK)
		rc = add_said(k);
	if (rc == CLI_OK)
		rc = claims_choose(&k->claims, k->a->one, k->a->threshold_ppm);
	if (rc == CLI_OK)
		claims_order(&k->claims, k->sides.swapped);
	return rc == CLI_OK ? sides_meet(&k->sides, &k->claims, all_wanted(k)) : rc;
}

/* --- pairs ------------------------------------------------------------------------------------------------- */

static void put_row(struct linkage *k, FILE *f, const struct claim *c)
{
	const struct sides *s = &k->sides;
	char a[24], b[24];

	put_field(f, padan_table_id(sides_left(s), s->swapped ? c->met : c->few_row, a));
	fputc(',', f);
	put_field(f, padan_table_id(sides_right(s), s->swapped ? c->few_row : c->met, b));
	fprintf(f, ",%u.%06u,%.3f", c->chosen_ppm / 1000000, c->chosen_ppm % 1000000, c->weight / 1000.0);
	for (unsigned i = 0; i < k->schema->n_columns; i++)
		fprintf(f, ",%u", c->level[i]);
	fputc('\n', f);
	k->written++;
}

static int write_pairs(struct linkage *k)
{
	FILE *f = out_open(k->a->out);

	if (!f)
		return CLI_MACHINE;
	fputs("left_id,right_id,probability,weight", f);
	for (unsigned i = 0; i < k->schema->n_columns; i++)
		fprintf(f, ",gamma_%s", k->schema->column[i].label);
	fputc('\n', f);
	for (size_t i = 0; i < k->claims.n; i++)
		if (k->claims.p[i].chosen_ppm)
			put_row(k, f, &k->claims.p[i]);
	return out_close(f, k->a->out);
}

/* --- what was found, for the report and the review ----------------------------------------------------------- */

static void explain(const void *ctx, const struct scored *s, struct padan_candidate *out)
{
	const struct linkage *k = ctx;
	uint32_t row = k->sides.at[k->sides.swapped ? s->b : s->a];

	if (s->rank == UINT8_MAX || !padan_result_candidate(k->result, row, s->rank, out))
		*out = (struct padan_candidate){ .ppm = s->ppm, .alone_ppm = s->ppm };
}

static struct scored scored_of(const struct linkage *k, const struct claim *c)
{
	uint32_t ppm = c->said >= 0 ? (uint32_t)c->said * 1000000 : k->claims.right.many ? c->alone_ppm : c->ppm;

	/* What one-to-one has refused is no pair, however probable by itself. */
	ppm = c->chosen_ppm == 0 && ppm >= k->a->threshold_ppm ? k->a->threshold_ppm - 1 : ppm;
	return (struct scored){ .a = k->sides.swapped ? (uint32_t)c->met : c->few_row,
				.b = k->sides.swapped ? c->few_row : c->met,
				.weight = c->weight,
				.ppm = ppm,
				.rank = c->rank,
				.said = c->said };
}

static int fill_evidence(struct linkage *k)
{
	const struct sides *s = &k->sides;
	struct evidence *e = &k->e;
	double found = padan_result_model(k->result)->found, few = (double)padan_index_rows(k->ix),
	       many = (double)padan_source_rows(s->many);

	e->pair = malloc((k->claims.n + 1) * sizeof(*e->pair));
	if (!e->pair)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (size_t i = 0; i < k->claims.n; i++)
		e->pair[e->n++] = scored_of(k, &k->claims.p[i]);
	e->args = k->a;
	e->recipe = s->recipe;
	e->schema = k->schema;
	e->model = padan_result_model(k->result);
	e->left = sides_left(s);
	e->right = sides_right(s);
	e->left_rows = s->swapped ? many : few;
	e->right_rows = s->swapped ? few : many;
	e->left_binding = s->swapped ? s->many_binding : s->few_binding;
	e->right_binding = s->swapped ? s->few_binding : s->many_binding;
	e->explain = explain;
	e->ctx = k;
	e->compared = padan_result_counts(k->result).compared;
	e->possible = few * many;
	e->linked = k->written;
	e->prior_bits = log2(found / (1 - found)) - log2(many + 1);
	return CLI_OK;
}

static int summary(const struct linkage *k)
{
	struct padan_link_count n = padan_result_counts(k->result);
	unsigned long long few = n.left, many = padan_source_rows(k->sides.many);
	FILE *f = out_open(k->a->json);

	if (!f)
		return CLI_MACHINE;
	fprintf(f,
		"{\"perintah\": \"link\", \"baris_kiri\": %llu, \"baris_kanan\": %llu, \"dibandingkan\": %llu, "
		"\"pasangan\": %llu, \"satu_lawan_satu\": %s, \"kiri_berulang\": %s, \"kanan_berulang\": %s}\n",
		k->sides.swapped ? many : few, k->sides.swapped ? few : many, (unsigned long long)n.compared,
		(unsigned long long)k->written, k->claims.left.many || k->claims.right.many ? "false" : "true",
		(k->sides.swapped ? k->claims.right.many : k->claims.left.many) ? "true" : "false",
		(k->sides.swapped ? k->claims.left.many : k->claims.right.many) ? "true" : "false");
	return out_close(f, k->a->json);
}

static int write_part(struct linkage *k)
{
	int rc = write_pairs(k);

	return rc == CLI_OK ? part_write_claims(k->a, &k->sides, &k->claims) : rc;
}

static int write_all(struct linkage *k)
{
	const struct args *a = k->a;
	const struct padan_model *m = padan_result_model(k->result);
	double rows = (double)padan_index_rows(k->ix);
	int rc = write_pairs(k);

	if (rc == CLI_OK && a->save_model)
		rc = save_recipe(k->sides.recipe, a, m, rows, m->found * rows);
	if (rc == CLI_OK && a->json)
		rc = summary(k);
	if (rc == CLI_OK && a->report)
		rc = fill_evidence(k);
	return rc == CLI_OK && a->report ? report_write(&k->e, a->report) : rc;
}

static int run(struct linkage *k)
{
	const struct args *a = k->a;
	int rc = sides_open(&k->sides, a);

	if (rc == CLI_OK && a->plan)
		sides_plan(&k->sides, stdout);
	if (rc != CLI_OK || !a->out)
		return rc;
	k->schema = padan_recipe_schema(k->sides.recipe);
	rc = sides_link(&k->sides, &k->ix, &k->result);
	if (rc == CLI_OK)
		rc = collect(k);
	if (rc != CLI_OK || !k->use)
		return rc != CLI_OK ? rc : a->parts ? write_part(k) : write_all(k);
	rc = fill_evidence(k);
	return rc == CLI_OK ? k->use(&k->e) : rc;
}

int link_with(const struct args *a, int (*use)(const struct evidence *))
{
	struct linkage *k = calloc(1, sizeof(*k));
	int rc;

	if (!k)
		return fail(CLI_MACHINE, "memori tidak cukup");
	k->a = a;
	k->use = use;
	rc = run(k);
	free(k->e.pair);
	claims_free(&k->claims);
	padan_result_free(k->result);
	padan_index_free(k->ix);
	sides_close(&k->sides);
	free(k);
	return rc;
}

int command_link(const struct args *a)
{
	return link_with(a, NULL);
}
