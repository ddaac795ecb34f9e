/* SPDX-License-Identifier: EUPL-1.2 */
#include "part.h"
#include "report.h"
#include "said.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { THREADS = 64 };

struct linkage {
	const struct args *a;
	int (*use)(const struct evidence *);
	struct padan_table *left, *right;
	struct padan_recipe *recipe;
	struct padan_binding *left_binding, *right_binding;
	const struct padan_schema *schema;
	struct padan_index *ix;
	struct padan_worker *worker[THREADS];
	unsigned threads;
	struct padan_result *result;
	struct claims claims;
	uint64_t written;
	struct said_list said;
	struct evidence e;
};

static int prepare(struct linkage *k)
{
	const struct args *a = k->a;
	struct padan_error e;
	int rc = open_table(&k->left, a->file[0], a->left_id);

	if (rc == CLI_OK)
		rc = open_table(&k->right, a->file[1], a->right_id);
	if (rc == CLI_OK)
		rc = open_recipe(&k->recipe, a, padan_table_rows(k->left) ? k->left : k->right, false);
	if (rc == CLI_OK && padan_bind(&k->left_binding, k->recipe, k->left, &e) != PADAN_OK)
		rc = fail_with(&e);
	if (rc == CLI_OK && padan_bind(&k->right_binding, k->recipe, k->right, &e) != PADAN_OK)
		rc = fail_with(&e);
	if (rc == CLI_OK)
		k->schema = padan_recipe_schema(k->recipe);
	return rc;
}

static int index_left(struct linkage *k)
{
	struct padan_link_opt opt = { .keep = PADAN_KEEP,
				      .sample = padan_table_rows(k->right) < 200000 ? 1 : 16,
				      .part = k->a->parts ? k->a->part - 1 : 0,
				      .parts = k->a->parts };

	return engine_failed(padan_index_table(&k->ix, k->left_binding, &opt), k->a->file[0]);
}

struct job {
	struct linkage *k;
	unsigned number;
	int rc;
};

static void *feed(void *ctx)
{
	struct job *j = ctx;
	struct linkage *k = j->k;
	struct padan_row *room = malloc(sizeof(*room));
	size_t from = padan_table_rows(k->right) * j->number / k->threads,
	       to = padan_table_rows(k->right) * (j->number + 1) / k->threads;

	j->rc = room ? PADAN_OK : PADAN_NO_MEMORY;
	for (size_t i = from; i < to && j->rc == PADAN_OK; i++) {
		padan_binding_row(k->right_binding, i, room);
		j->rc = padan_worker_feed(k->worker[j->number], room->cell,
					  (struct padan_span){ (const char *)&i, sizeof(i) });
	}
	free(room);
	return NULL;
}

static int feed_right(struct linkage *k)
{
	pthread_t id[THREADS];
	struct job job[THREADS];
	bool runs[THREADS] = { false };
	int rc = PADAN_OK;

	for (unsigned i = 0; i < k->threads; i++) {
		job[i] = (struct job){ k, i, PADAN_OK };
		runs[i] = i > 0 && pthread_create(&id[i], NULL, feed, &job[i]) == 0;
	}
	for (unsigned i = 0; i < k->threads; i++) {
		if (runs[i])
			pthread_join(id[i], NULL);
		else
			feed(&job[i]);
		rc = rc == PADAN_OK ? job[i].rc : rc;
	}
	return rc;
}

static int link_right(struct linkage *k)
{
	int rc = PADAN_OK;

	k->threads = k->a->threads;
	for (unsigned i = 0; i < k->threads && rc == PADAN_OK; i++)
		rc = padan_worker_new(&k->worker[i], k->ix);
	if (rc == PADAN_OK)
		rc = feed_right(k);
	if (rc == PADAN_OK)
		rc = padan_link_finish(k->ix, k->worker, k->threads, &k->result);
	for (unsigned i = 0; i < k->threads; i++)
		padan_worker_free(k->worker[i]);
	return engine_failed(rc, k->a->file[0]);
}

static size_t right_row(const struct padan_candidate *c)
{
	size_t i;

	memcpy(&i, c->payload.p, sizeof(i));
	return i;
}

/* --- candidates -------------------------------------------------------------------------------------------- */

static int add_candidates(struct linkage *k, uint32_t row)
{
	struct padan_candidate c;

	for (unsigned n = 0; padan_result_candidate(k->result, row, n, &c); n++) {
		struct claim one = { .right = right_row(&c),
				     .content = c.content,
				     .weight = c.weight,
				     .row = row,
				     .ppm = c.ppm,
				     .alone_ppm = c.alone_ppm,
				     .rank = (uint8_t)n };

		one.said = (int8_t)said_of(&k->said, row, one.right);
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
	size_t found = k->claims.n;

	if (k->said.n && found)
		qsort(k->claims.p, found, sizeof(*k->claims.p), by_place);
	for (size_t i = 0; i < k->said.n; i++) {
		struct claim one = { .right = k->said.p[i].b, .row = k->said.p[i].a, .said = 1, .rank = UINT8_MAX };

		one.ppm = one.alone_ppm = 1000000;
		if (!k->said.p[i].same || !in_part(k->a, one.row) ||
		    (found && bsearch(&one, k->claims.p, found, sizeof(one), by_place)))
			continue;
		if (!claims_add(&k->claims, &one))
			return fail(CLI_MACHINE, "memori tidak cukup");
	}
	return CLI_OK;
}

static int collect(struct linkage *k)
{
	int rc = said_find(&k->said, k->recipe, k->left, k->right);

	for (uint32_t i = 0; i < padan_table_rows(k->left) && rc == CLI_OK; i++)
		rc = add_candidates(k, i);
	if (rc == CLI_OK)
		rc = add_said(k);
	return rc == CLI_OK ? claims_choose(&k->claims, k->a->one, k->a->threshold_ppm) : rc;
}

static void put_row(struct linkage *k, FILE *f, const struct claim *c)
{
	char a[24], b[24];

	put_field(f, padan_table_id(k->left, c->row, a));
	fputc(',', f);
	put_field(f, padan_table_id(k->right, c->right, b));
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

	if (s->rank == UINT8_MAX || !padan_result_candidate(k->result, s->a, s->rank, out))
		*out = (struct padan_candidate){ .ppm = s->ppm, .alone_ppm = s->ppm };
}

static int fill_evidence(struct linkage *k)
{
	struct evidence *e = &k->e;
	double found = padan_result_model(k->result)->found, right = (double)padan_table_rows(k->right);

	e->pair = malloc((k->claims.n + 1) * sizeof(*e->pair));
	if (!e->pair)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (size_t i = 0; i < k->claims.n; i++) {
		const struct claim *c = &k->claims.p[i];
		uint32_t ppm = c->said >= 0 ? (uint32_t)c->said * 1000000 : k->claims.many ? c->alone_ppm : c->ppm;

		/* What one-to-one has refused is no pair, however probable by itself. */
		ppm = c->chosen_ppm == 0 && ppm >= k->a->threshold_ppm ? k->a->threshold_ppm - 1 : ppm;
		e->pair[e->n++] =
			(struct scored){ .a = c->row, .b = c->right, .weight = c->weight, .ppm = ppm, .rank = c->rank };
	}
	e->args = k->a;
	e->recipe = k->recipe;
	e->schema = k->schema;
	e->model = padan_result_model(k->result);
	e->left = k->left;
	e->right = k->right;
	e->left_binding = k->left_binding;
	e->right_binding = k->right_binding;
	e->explain = explain;
	e->ctx = k;
	e->compared = padan_result_counts(k->result).compared;
	e->possible = (double)padan_table_rows(k->left) * right;
	e->linked = k->written;
	e->prior_bits = log2(found / (1 - found)) - log2(right + 1);
	return CLI_OK;
}

static int summary(const struct linkage *k)
{
	struct padan_link_count n = padan_result_counts(k->result);
	FILE *f = out_open(k->a->json);

	if (!f)
		return CLI_MACHINE;
	fprintf(f,
		"{\"perintah\": \"link\", \"baris_kiri\": %llu, \"baris_kanan\": %llu, \"dibandingkan\": %llu, "
		"\"pasangan\": %llu, \"satu_lawan_satu\": %s}\n",
		(unsigned long long)n.left, (unsigned long long)n.right, (unsigned long long)n.compared,
		(unsigned long long)k->written, k->claims.many ? "false" : "true");
	return out_close(f, k->a->json);
}

static int write_part(struct linkage *k)
{
	int rc = write_pairs(k);

	return rc == CLI_OK ? part_write_claims(k->a, part_run(k->a, k->recipe, k->left, k->right), k->recipe,
						&k->claims, k->left, k->right)
			    : rc;
}

static int write_all(struct linkage *k)
{
	const struct args *a = k->a;
	const struct padan_model *m = padan_result_model(k->result);
	double rows = (double)padan_table_rows(k->left);
	int rc = write_pairs(k);

	if (rc == CLI_OK && a->save_model)
		rc = save_recipe(k->recipe, a, m, rows, m->found * rows);
	if (rc == CLI_OK && a->json)
		rc = summary(k);
	if (rc == CLI_OK && a->report)
		rc = fill_evidence(k);
	return rc == CLI_OK && a->report ? report_write(&k->e, a->report) : rc;
}

static int run(struct linkage *k)
{
	const struct args *a = k->a;
	int rc = prepare(k);

	if (rc == CLI_OK && a->plan)
		plan_print(k->recipe, k->left, stdout);
	if (rc != CLI_OK || !a->out)
		return rc;
	rc = index_left(k);
	if (rc == CLI_OK)
		rc = link_right(k);
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
	said_free(&k->said);
	padan_result_free(k->result);
	padan_index_free(k->ix);
	padan_binding_free(k->left_binding);
	padan_binding_free(k->right_binding);
	padan_recipe_free(k->recipe);
	padan_table_free(k->left);
	padan_table_free(k->right);
	free(k);
	return rc;
}

int command_link(const struct args *a)
{
	return link_with(a, NULL);
}
