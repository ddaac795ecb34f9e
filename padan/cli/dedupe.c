/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli.h"
#include <stdlib.h>

struct dedupe {
	const struct args *a;
	struct table t;
	struct plan plan;
	struct padan_model model;
	int map[PADAN_COLUMNS][CLI_SOURCES];
	struct padan_index *ix;
	struct padan_duplicates *d;
};

static int prepare(struct dedupe *k)
{
	int rc = table_read(&k->t, k->a->file[0]);

	if (rc == CLI_OK)
		rc = table_find_id(&k->t, k->a->id);
	if (rc == CLI_OK)
		rc = plan_make(&k->plan, &k->t, k->a->exclude);
	if (rc == CLI_OK)
		rc = plan_map(&k->plan, &k->t, &k->t, k->map);
	if (rc == CLI_OK && k->a->model)
		rc = model_load(k->a->model, &k->model, &k->plan.schema);
	return rc;
}

static int find(struct dedupe *k)
{
	struct padan_link_opt opt = { .model = k->a->model ? &k->model : NULL };
	struct padan_dedupe_opt how = { .threshold_ppm = k->a->threshold_ppm, .threads = k->a->threads };
	struct row_room *room = malloc(sizeof(*room));
	int rc = room ? padan_index_new(&k->ix, &k->plan.schema, &opt, &padan_alloc_libc) : PADAN_NO_MEMORY;

	for (size_t i = 0; i < k->t.rows && rc == PADAN_OK; i++) {
		row_cells(&k->plan, &k->t, k->map, i, room);
		rc = padan_index_add(k->ix, room->cell, 0, 0);
	}
	if (rc == PADAN_OK)
		rc = padan_index_seal(k->ix);
	if (rc == PADAN_OK)
		rc = padan_dedupe(k->ix, &how, &k->d);
	free(room);
	if (rc == PADAN_TOO_MANY)
		return fail(CLI_UNREADABLE, "%s: lebih dari 16.777.216 baris", k->t.path);
	return rc == PADAN_OK ? CLI_OK : fail(CLI_MACHINE, "memori tidak cukup");
}

static int write_clusters(const struct dedupe *k)
{
	const uint32_t *cluster = padan_duplicates_cluster(k->d);
	FILE *f = out_open(k->a->out);
	char a[24];

	if (!f)
		return CLI_MACHINE;
	fputs("id,cluster_id\n", f);
	for (size_t i = 0; i < k->t.rows; i++) {
		put_field(f, table_id(&k->t, i, a));
		fputc(',', f);
		put_field(f, table_id(&k->t, cluster[i], a));
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
	for (unsigned i = 0; i < k->plan.schema.n_columns; i++)
		fprintf(f, ",gamma_%s", k->plan.schema.column[i].label);
	fputc('\n', f);
	for (uint64_t i = 0; i < n; i++) {
		struct padan_candidate c;

		padan_duplicates_explain(k->d, p[i].a, p[i].b, &c);
		put_field(f, table_id(&k->t, p[i].a, a));
		fputc(',', f);
		put_field(f, table_id(&k->t, p[i].b, a));
		fprintf(f, ",%u.%06u,%.3f", p[i].ppm / 1000000, p[i].ppm % 1000000, p[i].weight / 1000.0);
		for (unsigned j = 0; j < k->plan.schema.n_columns; j++)
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
	for (uint32_t i = 0; i < k->t.rows; i++)
		clusters += cluster[i] == i;
	fprintf(f,
		"{\"perintah\": \"dedupe\", \"baris\": %zu, \"dibandingkan\": %llu, \"pasangan\": %llu, "
		"\"kelompok\": %zu}\n",
		k->t.rows, (unsigned long long)padan_duplicates_compared(k->d),
		(unsigned long long)padan_duplicates_pairs(k->d, &p), clusters);
	return out_close(f, k->a->json);
}

static int run(struct dedupe *k)
{
	int rc = prepare(k);

	if (rc == CLI_OK && k->a->plan)
		plan_print(&k->plan, &k->t, stdout);
	if (rc != CLI_OK || !k->a->out)
		return rc;
	rc = find(k);
	if (rc == CLI_OK)
		rc = write_clusters(k);
	if (rc == CLI_OK && k->a->pairs)
		rc = write_pairs(k);
	if (rc == CLI_OK && k->a->save_model)
		rc = model_save(k->a->save_model, padan_duplicates_model(k->d), &k->plan.schema);
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
	table_free(&k->t);
	free(k);
	return rc;
}
