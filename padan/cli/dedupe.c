/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli.h"
#include <stdlib.h>

struct dedupe {
	const struct args *a;
	struct padan_table *t;
	struct padan_recipe *recipe;
	struct padan_binding *binding;
	const struct padan_schema *schema;
	struct padan_index *ix;
	struct padan_duplicates *d;
};

static int prepare(struct dedupe *k)
{
	struct padan_error e;
	int rc = open_table(&k->t, k->a->file[0], k->a->id);

	if (rc == CLI_OK)
		rc = open_recipe(&k->recipe, k->a, k->t);
	if (rc == CLI_OK && padan_bind(&k->binding, k->recipe, k->t, &e) != PADAN_OK)
		rc = fail_with(&e);
	if (rc == CLI_OK)
		k->schema = padan_recipe_schema(k->recipe);
	return rc;
}

static int find(struct dedupe *k)
{
	struct padan_dedupe_opt how = { .threshold_ppm = k->a->threshold_ppm, .threads = k->a->threads };
	int rc = padan_index_table(&k->ix, k->binding, NULL);

	if (rc == PADAN_OK)
		rc = padan_dedupe(k->ix, &how, &k->d);
	return engine_failed(rc, k->a->file[0]);
}

static int write_clusters(const struct dedupe *k)
{
	const uint32_t *cluster = padan_duplicates_cluster(k->d);
	FILE *f = out_open(k->a->out);
	char a[24];

	if (!f)
		return CLI_MACHINE;
	fputs("id,cluster_id\n", f);
	for (size_t i = 0; i < padan_table_rows(k->t); i++) {
		put_field(f, padan_table_id(k->t, i, a));
		fputc(',', f);
		put_field(f, padan_table_id(k->t, cluster[i], a));
		fputc('\n', f);
	}
	return out_close(f, k->a->out);
}

static int write_pairs(const struct dedupe *k)
{
	const struct padan_pair *p;
	uint64_t n = padan_duplicates_pairs(k->d, &p);
	FILE *f = out_open(k->a->pairs);
	char a[24];

	if (!f)
		return CLI_MACHINE;
	fputs("left_id,right_id,probability,weight", f);
	for (unsigned i = 0; i < k->schema->n_columns; i++)
		fprintf(f, ",gamma_%s", k->schema->column[i].label);
	fputc('\n', f);
	for (uint64_t i = 0; i < n; i++) {
		struct padan_candidate c;

		padan_duplicates_explain(k->d, p[i].a, p[i].b, &c);
		put_field(f, padan_table_id(k->t, p[i].a, a));
		fputc(',', f);
		put_field(f, padan_table_id(k->t, p[i].b, a));
		fprintf(f, ",%u.%06u,%.3f", p[i].ppm / 1000000, p[i].ppm % 1000000, p[i].weight / 1000.0);
		for (unsigned j = 0; j < k->schema->n_columns; j++)
			fprintf(f, ",%u", c.level[j]);
		fputc('\n', f);
	}
	return out_close(f, k->a->pairs);
}

static int summary(const struct dedupe *k)
{
	const uint32_t *cluster = padan_duplicates_cluster(k->d);
	const struct padan_pair *p;
	size_t clusters = 0;
	FILE *f = out_open(k->a->json);

	if (!f)
		return CLI_MACHINE;
	for (uint32_t i = 0; i < padan_table_rows(k->t); i++)
		clusters += cluster[i] == i;
	fprintf(f,
		"{\"perintah\": \"dedupe\", \"baris\": %zu, \"dibandingkan\": %llu, \"pasangan\": %llu, "
		"\"kelompok\": %zu}\n",
		padan_table_rows(k->t), (unsigned long long)padan_duplicates_compared(k->d),
		(unsigned long long)padan_duplicates_pairs(k->d, &p), clusters);
	return out_close(f, k->a->json);
}

/* Expected true pairs among all pairs of rows. */
static double matches(const struct dedupe *k)
{
	double n = (double)padan_table_rows(k->t);

	return padan_duplicates_model(k->d)->found * n * (n - 1) / 2;
}

static int run(struct dedupe *k)
{
	int rc = prepare(k);

	if (rc == CLI_OK && k->a->plan)
		plan_print(k->recipe, k->t, stdout);
	if (rc != CLI_OK || !k->a->out)
		return rc;
	rc = find(k);
	if (rc == CLI_OK)
		rc = write_clusters(k);
	if (rc == CLI_OK && k->a->pairs)
		rc = write_pairs(k);
	if (rc == CLI_OK && k->a->save_model)
		rc = save_recipe(k->recipe, k->a, padan_duplicates_model(k->d), (double)padan_table_rows(k->t),
				 matches(k));
	return rc == CLI_OK && k->a->json ? summary(k) : rc;
}

int command_dedupe(const struct args *a)
{
	struct dedupe *k = calloc(1, sizeof(*k));
	int rc;

	if (!k)
		return fail(CLI_MACHINE, "memori tidak cukup");
	k->a = a;
	rc = run(k);
	padan_duplicates_free(k->d);
	padan_index_free(k->ix);
	padan_binding_free(k->binding);
	padan_recipe_free(k->recipe);
	padan_table_free(k->t);
	free(k);
	return rc;
}
