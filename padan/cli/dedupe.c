/* SPDX-License-Identifier: EUPL-1.2 */
#include "part.h"
#include "report.h"
#include <math.h>
#include <stdlib.h>

struct dedupe {
	const struct args *a;
	int (*use)(const struct evidence *);
	const struct padan_pair *given; /* by parts; NULL = look for them */
	size_t n_given;
	uint64_t run; /* of those parts */
	struct padan_table *t;
	struct padan_recipe *recipe;
	struct padan_binding *binding;
	const struct padan_schema *schema;
	struct padan_records *r;
	struct padan_duplicates *d;
	struct said_list said;
	uint32_t *cluster; /* as the labels want them */
	struct evidence e;
};

/* The recipe; where the rows of a large file that were looked at have nothing to compare, all of them are looked at. */
static int recipe_of(struct dedupe *k)
{
	struct padan_error e;
	int rc;

	if (k->a->model || padan_table_rows_about(k->t) == padan_table_rows(k->t))
		return open_recipe(&k->recipe, k->a, k->t, true);
	rc = padan_recipe_guess(&k->recipe, k->t, k->a->exclude, &e);
	if (rc == PADAN_OK)
		return check_recipe(k->recipe, k->a, true);
	if (rc != PADAN_BAD_WISH)
		return fail_with(&e);
	padan_table_free(k->t);
	rc = padan_table_read(&k->t, k->a->file[0], &e);
	if (rc == PADAN_OK)
		rc = padan_table_choose_id(k->t, k->a->id, &e);
	return rc == PADAN_OK ? open_recipe(&k->recipe, k->a, k->t, true) : fail_with(&e);
}

/* What is compared, and how. Some rows of a large file decide. */
static int plan(struct dedupe *k)
{
	struct padan_error e;
	int rc = padan_table_choose_id(k->t, k->a->id, &e) == PADAN_OK ? CLI_OK : fail_with(&e);

	if (rc == CLI_OK) {
		warn_of_doubles(k->t, k->a->id);
		rc = recipe_of(k);
	}
	if (rc == CLI_OK && padan_bind(&k->binding, k->recipe, k->t, &e) != PADAN_OK)
		rc = fail_with(&e);
	if (rc != CLI_OK)
		return rc;
	if (!k->a->model && padan_recipe_dedupe_rules(k->recipe, k->binding) != PADAN_OK)
		return engine_failed(PADAN_NO_MEMORY, k->a->file[0]);
	k->schema = padan_recipe_schema(k->recipe);
	return CLI_OK;
}

static void forget_plan(struct dedupe *k)
{
	padan_binding_free(k->binding);
	padan_recipe_free(k->recipe);
	k->binding = NULL;
	k->recipe = NULL;
}

/* Reports and reviews look at pairs below the threshold, too. */
static bool wants_all(const struct dedupe *k)
{
	return k->use || k->a->report;
}

static bool wants_pairs(const struct dedupe *k)
{
	return wants_all(k) || k->a->parts || k->a->pairs || k->a->json;
}

/* Parts are known by the content of the whole table; a report looks at many cells. Else a large file stays where it is.
 */
static int prepare(struct dedupe *k)
{
	enum { HEAD = 4 << 20 };
	struct padan_error e;
	bool whole = k->a->parts || k->given || wants_all(k);
	int rc = whole ? padan_table_read(&k->t, k->a->file[0], &e) : padan_table_open(&k->t, k->a->file[0], HEAD, &e);

	return rc == PADAN_OK ? plan(k) : fail_with(&e);
}

/* What looked like the rows' names in the beginning may not be for the whole: then it is planned anew. */
static int read_rows(struct dedupe *k)
{
	for (;;) {
		struct padan_error e = { 0 };
		int rc = padan_records_table(&k->r, k->binding, k->t, k->a->threads, &e);

		if (rc != PADAN_BAD_ID)
			return rc == PADAN_OK ? CLI_OK : fail_with(&e);
		forget_plan(k);
		rc = plan(k);
		if (rc != CLI_OK)
			return rc;
	}
}

/* Which rules the pilot has chosen; report and saved model speak of these alone. */
static void use_rules(struct dedupe *k)
{
	uint32_t rules = padan_duplicates_rules(k->d);
	bool first = true;

	if (k->a->plan) {
		fputs("Aturan yang dipakai:", stdout);
		for (unsigned i = 0; i < k->schema->n_rules; i++) {
			if (!(rules >> i & 1))
				continue;
			printf("%s %u", first ? "" : ",", i + 1);
			first = false;
		}
		putchar('\n');
	}
	padan_recipe_keep_rules(k->recipe, rules);
}

static int find(struct dedupe *k)
{
	struct padan_dedupe_opt how = { .threshold_ppm = k->a->threshold_ppm,
					.pairs_ppm = wants_all(k) ? 1 : 0,
					.threads = k->a->threads,
					.part = k->a->parts && !k->given ? k->a->part - 1 : 0,
					.parts = k->given ? 0 : k->a->parts,
					.given = k->given,
					.n_given = k->n_given };
	int rc = read_rows(k);

	if (rc == CLI_OK)
		rc = engine_failed(padan_dedupe(k->r, &how, &k->d), k->a->file[0]);
	if (rc == CLI_OK && !k->a->model)
		use_rules(k);
	return rc;
}

static int obey_labels(struct dedupe *k)
{
	size_t rows = padan_table_rows(k->t);
	const uint32_t *found = padan_duplicates_cluster(k->d);
	int rc = said_find(&k->said, k->recipe, k->t, NULL);

	if (rc != CLI_OK)
		return rc;
	k->cluster = malloc((rows + 1) * sizeof(*k->cluster));
	if (!k->cluster)
		return fail(CLI_MACHINE, "memori tidak cukup");
	memcpy(k->cluster, found, rows * sizeof(*k->cluster));
	return k->said.n ? said_clusters(&k->said, k->d, k->a->threshold_ppm, k->cluster, rows) : CLI_OK;
}

/* --- pairs ------------------------------------------------------------------------------------------------- */

static int by_rows(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	return a->a != b->a ? (a->a < b->a ? -1 : 1) : (a->b > b->b) - (a->b < b->b);
}

/* Pairs that people call the same and the engine did not hand out. */
static void add_said(struct dedupe *k, size_t found)
{
	for (size_t i = 0; i < k->said.n; i++) {
		struct scored s = { .a = k->said.p[i].a, .b = k->said.p[i].b, .ppm = 1000000 };
		struct padan_candidate c;

		if (!k->said.p[i].same || !in_part(k->a, s.a) || bsearch(&s, k->e.pair, found, sizeof(s), by_rows))
			continue;
		padan_duplicates_explain(k->d, s.a, (uint32_t)s.b, &c);
		s.weight = c.weight;
		k->e.pair[k->e.n++] = s;
	}
	if (k->e.n > found)
		qsort(k->e.pair, k->e.n, sizeof(*k->e.pair), by_rows);
}

static int collect(struct dedupe *k)
{
	const struct padan_pair *p;
	uint64_t n = padan_duplicates_pairs(k->d, &p);

	if (!wants_pairs(k))
		return CLI_OK;
	k->e.pair = malloc((n + k->said.n + 1) * sizeof(*k->e.pair));
	if (!k->e.pair)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (uint64_t i = 0; i < n; i++) {
		int said = said_of(&k->said, p[i].a, p[i].b);

		k->e.pair[k->e.n++] = (struct scored){ .a = p[i].a,
						       .b = p[i].b,
						       .weight = p[i].weight,
						       .ppm = said == 0	  ? 0
							      : said == 1 ? 1000000
									  : p[i].ppm };
	}
	add_said(k, k->e.n);
	for (size_t i = 0; i < k->e.n; i++)
		k->e.linked += k->e.pair[i].ppm >= k->a->threshold_ppm;
	return CLI_OK;
}

static int write_pairs(const struct dedupe *k, const char *path)
{
	FILE *f = out_open(path);
	char a[24];

	if (!f)
		return CLI_MACHINE;
	fputs("left_id,right_id,probability,weight", f);
	for (unsigned i = 0; i < k->schema->n_columns; i++)
		fprintf(f, ",gamma_%s", k->schema->column[i].label);
	fputc('\n', f);
	for (size_t i = 0; i < k->e.n; i++) {
		const struct scored *p = &k->e.pair[i];
		struct padan_candidate c;

		if (p->ppm < k->a->threshold_ppm)
			continue;
		padan_duplicates_explain(k->d, p->a, (uint32_t)p->b, &c);
		put_field(f, padan_table_id(k->t, p->a, a));
		fputc(',', f);
		put_field(f, padan_table_id(k->t, p->b, a));
		fprintf(f, ",%u.%06u,%.3f", p->ppm / 1000000, p->ppm % 1000000, p->weight / 1000.0);
		for (unsigned j = 0; j < k->schema->n_columns; j++)
			fprintf(f, ",%u", c.level[j]);
		fputc('\n', f);
	}
	return out_close(f, path);
}

/* --- what was found, for the report and the review ------------------------------------------------------------ */

static void explain(const void *ctx, const struct scored *s, struct padan_candidate *out)
{
	const struct dedupe *k = ctx;

	padan_duplicates_explain(k->d, s->a, (uint32_t)s->b, out);
}

/* Expected true pairs among all pairs of rows. */
static double matches(const struct dedupe *k)
{
	double n = (double)padan_table_rows(k->t);

	return padan_duplicates_model(k->d)->found * n * (n - 1) / 2;
}

/* Clusters of two rows and more: the rows that are not alone, less those that are not the first. */
static size_t people(const struct dedupe *k)
{
	size_t rows = padan_table_rows(k->t), n = 0;
	bool *seen = calloc(rows + 1, 1);

	for (size_t i = 0; seen && i < rows; i++)
		if (k->cluster[i] != i && !seen[k->cluster[i]]) {
			seen[k->cluster[i]] = true;
			n++;
		}
	free(seen);
	return n;
}

static void fill_evidence(struct dedupe *k)
{
	struct evidence *e = &k->e;
	size_t rows = padan_table_rows(k->t);
	double found = padan_duplicates_model(k->d)->found;

	e->args = k->a;
	e->recipe = k->recipe;
	e->schema = k->schema;
	e->model = padan_duplicates_model(k->d);
	e->left = e->right = k->t;
	e->left_binding = e->right_binding = k->binding;
	e->explain = explain;
	e->ctx = k;
	e->compared = padan_duplicates_compared(k->d);
	e->possible = (double)rows * ((double)rows - 1) / 2;
	e->prior_bits = log2(found / (1 - found));
	e->one_table = true;
	e->clusters = people(k);
	e->cluster = k->cluster;
	e->weakest = padan_duplicates_weakest(k->d);
}

static int summary(const struct dedupe *k)
{
	size_t clusters = 0;
	FILE *f = out_open(k->a->json);

	if (!f)
		return CLI_MACHINE;
	for (uint32_t i = 0; i < padan_table_rows(k->t); i++)
		clusters += k->cluster[i] == i;
	fprintf(f,
		"{\"perintah\": \"dedupe\", \"baris\": %zu, \"dibandingkan\": %llu, \"pasangan\": %llu, "
		"\"kelompok\": %zu}\n",
		padan_table_rows(k->t), (unsigned long long)padan_duplicates_compared(k->d),
		(unsigned long long)k->e.linked, clusters);
	return out_close(f, k->a->json);
}

static int write_part(struct dedupe *k)
{
	int rc = write_pairs(k, k->a->out);

	return rc == CLI_OK
		       ? part_write_pairs(k->a, part_run(k->a, k->recipe, k->t, NULL), k->recipe, k->e.pair, k->e.n)
		       : rc;
}

static int write_all(struct dedupe *k)
{
	const struct args *a = k->a;
	int rc = clusters_write(k->t, k->cluster, a);

	if (rc == CLI_OK && a->pairs)
		rc = write_pairs(k, a->pairs);
	if (rc == CLI_OK && a->save_model)
		rc = save_recipe(k->recipe, a, padan_duplicates_model(k->d), (double)padan_table_rows(k->t),
				 matches(k));
	if (rc == CLI_OK && a->json)
		rc = summary(k);
	return rc == CLI_OK && a->report ? report_write(&k->e, a->report) : rc;
}

static void print_plan(const struct dedupe *k)
{
	plan_print(k->recipe, k->t, stdout);
	if (!k->a->model)
		fputs("Tabel besar (di atas 8.000 baris): mula-mula kira-kira 12.000 baris, dipilih menurut isinya, "
		      "dicoba dengan semua aturan.\n"
		      "       Model ditaksir dari pasangan-pasangannya, lalu dipakai aturan-aturan termurah yang "
		      "bersama-sama membawa\n"
		      "       99,7 % dari pasangan yang ditemukan percobaan itu; yang lain hampir tidak menambah "
		      "apa-apa.\n",
		      stdout);
}

static int run(struct dedupe *k)
{
	int rc = prepare(k);

	if (rc == CLI_OK && k->a->plan)
		print_plan(k);
	if (rc != CLI_OK || !k->a->out)
		return rc;
	if (k->given && part_run(k->a, k->recipe, k->t, NULL) != k->run)
		return fail(CLI_UNREADABLE, "%s: berkas atau modelnya sudah berubah sejak bagian-bagian dijalankan",
			    padan_table_name(k->t));
	rc = find(k);
	if (rc == CLI_OK)
		rc = obey_labels(k);
	if (rc == CLI_OK && k->given)
		return clusters_write(k->t, k->cluster, k->a);
	if (rc == CLI_OK)
		rc = collect(k);
	if (rc != CLI_OK)
		return rc;
	if (k->a->parts)
		return write_part(k);
	if (wants_all(k))
		fill_evidence(k);
	return k->use ? k->use(&k->e) : write_all(k);
}

static int run_and_free(struct dedupe *k)
{
	int rc = run(k);

	free(k->e.pair);
	free(k->cluster);
	said_free(&k->said);
	padan_duplicates_free(k->d);
	padan_records_free(k->r);
	forget_plan(k);
	padan_table_free(k->t);
	free(k);
	return rc;
}

int dedupe_with(const struct args *a, int (*use)(const struct evidence *))
{
	struct dedupe *k = calloc(1, sizeof(*k));

	if (!k)
		return fail(CLI_MACHINE, "memori tidak cukup");
	k->a = a;
	k->use = use;
	return run_and_free(k);
}

int dedupe_given(const struct args *a, const struct padan_pair *given, size_t n, uint64_t run)
{
	static const struct padan_pair none[1];
	struct dedupe *k = calloc(1, sizeof(*k));

	if (!k)
		return fail(CLI_MACHINE, "memori tidak cukup");
	k->a = a;
	k->given = given ? given : none;
	k->n_given = n;
	k->run = run;
	return run_and_free(k);
}

int command_dedupe(const struct args *a)
{
	return dedupe_with(a, NULL);
}
