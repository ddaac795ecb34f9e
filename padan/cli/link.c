/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli.h"
#include <pthread.h>
#include <stdlib.h>

enum { THREADS = 64, STRONG = 900000 };

struct linkage {
	const struct args *a;
	struct padan_table *left, *right;
	struct padan_recipe *recipe;
	struct padan_binding *left_binding, *right_binding;
	const struct padan_schema *schema;
	struct padan_index *ix;
	struct padan_worker *worker[THREADS];
	unsigned threads;
	struct padan_result *result;
	bool many;   /* the right side may hold a person several times */
	bool *taken; /* per right row; NULL where it may be linked more than once */
	uint64_t written;
};

static int prepare(struct linkage *k)
{
	const struct args *a = k->a;
	struct padan_error e;
	int rc = open_table(&k->left, a->file[0], a->left_id);

	if (rc == CLI_OK)
		rc = open_table(&k->right, a->file[1], a->right_id);
	if (rc == CLI_OK)
		rc = open_recipe(&k->recipe, a, k->left);
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
	struct padan_link_opt opt = { .keep = PADAN_KEEP, .sample = padan_table_rows(k->right) < 200000 ? 1 : 16 };

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

/* Has the right side several rows for one person? Where one left row in twenty has two strong candidates, yes. */
static void find_shape(struct linkage *k)
{
	size_t one = 0, two = 0;

	for (uint32_t i = 0; i < padan_table_rows(k->left); i++) {
		struct padan_candidate c;
		unsigned strong = 0;

		for (unsigned n = 0; padan_result_candidate(k->result, i, n, &c); n++)
			strong += c.alone_ppm >= STRONG;
		one += strong >= 1;
		two += strong >= 2;
	}
	k->many = k->a->one == ONE_NO || (k->a->one == ONE_AUTO && two * 20 > one);
}

static void put_row(struct linkage *k, FILE *f, uint32_t row, const struct padan_candidate *c, uint32_t ppm)
{
	char a[24], b[24];

	put_field(f, padan_table_id(k->left, row, a));
	fputc(',', f);
	put_field(f, padan_table_id(k->right, right_row(c), b));
	fprintf(f, ",%u.%06u,%.3f", ppm / 1000000, ppm % 1000000, c->weight / 1000.0);
	for (unsigned i = 0; i < k->schema->n_columns; i++)
		fprintf(f, ",%u", c->level[i]);
	fputc('\n', f);
	k->written++;
}

struct claim {
	struct padan_candidate c;
	uint32_t row, ppm;
};

static int by_strength(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	if (a->c.weight != b->c.weight)
		return a->c.weight > b->c.weight ? -1 : 1;
	return a->row != b->row ? (a->row < b->row ? -1 : 1)
				: (a->c.content > b->c.content) - (a->c.content < b->c.content);
}

static int by_row(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	return a->row != b->row ? (a->row < b->row ? -1 : 1) : by_strength(x, y);
}

static size_t collect(const struct linkage *k, struct claim *claim)
{
	size_t n = 0;

	for (uint32_t i = 0; i < padan_table_rows(k->left); i++) {
		struct padan_candidate c;

		for (unsigned j = 0; padan_result_candidate(k->result, i, j, &c); j++) {
			uint32_t ppm = k->many ? c.alone_ppm : c.ppm;

			if (ppm < k->a->threshold_ppm)
				continue;
			if (claim)
				claim[n] = (struct claim){ c, i, ppm };
			n++;
		}
	}
	return n;
}

/* Each row of both sides at most once, the strongest pairs first. */
static size_t one_to_one(const struct linkage *k, struct claim *claim, size_t n)
{
	bool *left = calloc(padan_table_rows(k->left) + 1, 1), *right = calloc(padan_table_rows(k->right) + 1, 1);
	size_t kept = 0;

	qsort(claim, n, sizeof(*claim), by_strength);
	for (size_t i = 0; i < n && left && right; i++) {
		size_t r = right_row(&claim[i].c);

		if (left[claim[i].row] || right[r])
			continue;
		left[claim[i].row] = right[r] = true;
		claim[kept++] = claim[i];
	}
	free(left);
	free(right);
	return kept;
}

static int write_pairs(struct linkage *k)
{
	size_t n = collect(k, NULL);
	struct claim *claim = malloc((n + 1) * sizeof(*claim));
	FILE *f;

	if (!claim)
		return fail(CLI_MACHINE, "memori tidak cukup");
	n = collect(k, claim);
	if (!k->many)
		n = one_to_one(k, claim, n);
	qsort(claim, n, sizeof(*claim), by_row);
	f = out_open(k->a->out);
	if (f) {
		fputs("left_id,right_id,probability,weight", f);
		for (unsigned i = 0; i < k->schema->n_columns; i++)
			fprintf(f, ",gamma_%s", k->schema->column[i].label);
		fputc('\n', f);
		for (size_t i = 0; i < n; i++)
			put_row(k, f, claim[i].row, &claim[i].c, claim[i].ppm);
	}
	free(claim);
	return f ? out_close(f, k->a->out) : CLI_MACHINE;
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
		(unsigned long long)k->written, k->many ? "false" : "true");
	return out_close(f, k->a->json);
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
	if (rc != CLI_OK)
		return rc;
	find_shape(k);
	rc = write_pairs(k);
	if (rc == CLI_OK && a->save_model)
		rc = save_recipe(k->recipe, a, padan_result_model(k->result), (double)padan_table_rows(k->left),
				 padan_result_model(k->result)->found * (double)padan_table_rows(k->left));
	return rc == CLI_OK && a->json ? summary(k) : rc;
}

int command_link(const struct args *a)
{
	struct linkage *k = calloc(1, sizeof(*k));
	int rc;

	if (!k)
		return fail(CLI_MACHINE, "memori tidak cukup");
	k->a = a;
	rc = run(k);
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
