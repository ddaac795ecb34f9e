/* SPDX-License-Identifier: EUPL-1.2 */
#include "estimate.h"
#include "parallel.h"
#include "stream.h"
#include <math.h>
#include <padan/hash.h>

enum { ROUNDS = 12, ROWS_FOR_EM = 16000, UNPROVED_PPM = 995000, PIECE = 512 };

struct padan_result {
	struct padan_index *ix;
	const struct padan_alloc *from;
	struct padan_arena own;
	struct padan_arena *arena; /* the workers', with the payloads */
	unsigned n_arenas;
	struct pd_best *best; /* per left row */
	uint32_t rows;
	struct pd_counts counts;
	uint64_t kept;
	unsigned threads; /* as many as there were workers */
};

const struct padan_bounds padan_bounds_usual = { 930000, 150000 };

void padan_result_free(struct padan_result *r)
{
	if (!r)
		return;
	for (unsigned i = 0; i < r->n_arenas; i++)
		padan_arena_done(&r->arena[i]);
	if (r->arena)
		r->from->resize(r->from->ctx, r->arena, r->n_arenas * sizeof(*r->arena) + 1, 0);
	pd_counts_done(&r->counts, r->ix);
	padan_arena_done(&r->own);
	r->from->resize(r->from->ctx, r, sizeof(*r), 0);
}

static int result_new(struct padan_result **out, struct padan_index *ix, unsigned n)
{
	struct padan_result *r = ix->from->resize(ix->from->ctx, NULL, 0, sizeof(*r));

	if (!r)
		return PADAN_NO_MEMORY;
	memset(r, 0, sizeof(*r));
	r->ix = ix;
	r->from = ix->from;
	r->rows = ix->n;
	padan_arena_init(&r->own, ix->from, 0);
	r->best = padan_arena_array(&r->own, ix->n + (size_t)1, sizeof(*r->best));
	r->arena = ix->from->resize(ix->from->ctx, NULL, 0, n * sizeof(*r->arena) + 1);
	if (!r->best || !r->arena || pd_counts_init(&r->counts, ix) != PADAN_OK) {
		padan_result_free(r);
		return PADAN_NO_MEMORY;
	}
	*out = r;
	return PADAN_OK;
}

/* Merges b's candidates, in order, into a's; both sorted, equal content once. */
static void merge_best(struct pd_best *a, const struct pd_best *b, unsigned most)
{
	for (unsigned i = 0; i < b->n; i++) {
		unsigned at = a->n;
		bool known = false;

		for (unsigned j = 0; j < a->n; j++) {
			if (a->kept[j].content != b->kept[i].content)
				continue;
			known = true;
			if (pd_payload_before((struct padan_span){ b->kept[i].payload, b->kept[i].n_payload },
					      &a->kept[j]))
				a->kept[j] = b->kept[i];
		}
		if (known || (a->n == most && !pd_kept_before(&b->kept[i], &a->kept[most - 1])))
			continue;
		if (a->n == most)
			at = most - 1;
		else
			a->n++;
		for (; at > 0 && pd_kept_before(&b->kept[i], &a->kept[at - 1]); at--)
			a->kept[at] = a->kept[at - 1];
		a->kept[at] = b->kept[i];
	}
}

static int merge_workers(struct padan_result *r, struct padan_worker *const *w, unsigned n)
{
	for (uint32_t row = 0; row < r->rows; row++) {
		for (unsigned i = 0; i < n; i++) {
			struct pd_best *b = &w[i]->best[row];

			if (b->n == 0)
				continue;
			if (r->best[row].n == 0)
				r->best[row] = *b;
			else
				merge_best(&r->best[row], b, r->ix->opt.keep);
		}
		r->kept += r->best[row].n;
	}
	for (unsigned i = 0; i < n; i++) {
		pd_counts_add(&r->counts, &w[i]->counts, r->ix);
		r->arena[i] = w[i]->arena;
		padan_arena_init(&w[i]->arena, r->from, 0);
		memset(w[i]->best, 0, r->rows * sizeof(*w[i]->best));
		r->n_arenas++;
	}
	return PADAN_OK;
}

static void weigh_row(struct padan_result *r, uint32_t row)
{
	struct pd_best *b = &r->best[row];

	for (unsigned i = 0; i < b->n; i++) {
		struct pd_kept k = b->kept[i];
		unsigned at = i;

		k.weight = pd_weigh(r->ix, row, &k.found, NULL);
		for (; at > 0 && pd_kept_before(&k, &b->kept[at - 1]); at--)
			b->kept[at] = b->kept[at - 1];
		b->kept[at] = k;
	}
}

/* Large left sides are estimated on a part, drawn by content. */
static bool drawn(const struct padan_result *r, uint32_t row)
{
	const struct padan_index *ix = r->ix;
	uint64_t lot = 0;

	if (r->rows <= ROWS_FOR_EM)
		return true;
	for (unsigned c = 0; c < ix->schema->n_columns; c++)
		lot = padan_hash_join(lot, ix->cell[(size_t)row * ix->schema->n_columns + c].h);
	return padan_mix64(lot) % r->rows < ROWS_FOR_EM;
}

static void add_pair(struct pd_sums *sums, const struct padan_result *r, uint32_t row, const struct pd_found *f,
		     double p)
{
	const struct padan_index *ix = r->ix;
	uint8_t words[PADAN_COLUMNS];

	for (unsigned c = 0; c < ix->schema->n_columns; c++)
		words[c] = ix->cell[(size_t)row * ix->schema->n_columns + c].n;
	pd_sums_add(sums, ix->schema, &ix->roles, words, f, p);
}

/* The rows that estimation looks at. What is settled is a match in every round, and is added up once. */
struct em {
	uint32_t *row;
	uint32_t n;
	struct pd_sums settled;
	double date;
	const struct padan_result *r;
};

static int em_begin(struct padan_result *r, struct em *em)
{
	*em = (struct em){ .row = padan_arena_array(&r->own, r->rows + (size_t)1, sizeof(*em->row)),
			   .settled = { .one = 1 },
			   .date = pd_same_date(r->ix),
			   .r = r };
	if (!em->row)
		return PADAN_NO_MEMORY;
	for (uint32_t row = 0; row < r->rows; row++) {
		const struct pd_best *b = &r->best[row];

		if (!drawn(r, row))
			continue;
		em->settled.rows++;
		if (r->ix->settled && r->ix->settled[row] && b->n == 1)
			add_pair(&em->settled, r, row, &b->kept[0].found, 1);
		else
			em->row[em->n++] = row;
	}
	return PADAN_OK;
}

static void weigh_piece(void *ctx, size_t piece, unsigned thread)
{
	const struct em *em = ctx;
	size_t from = piece * PIECE, end = from + PIECE < em->n ? from + PIECE : em->n;

	(void)thread;
	for (size_t at = from; at < end; at++) {
		uint32_t row = em->row[at];
		const struct pd_best *b = &em->r->best[row];

		for (unsigned i = 0; i < b->n; i++)
			b->kept[i].weight = pd_weigh(em->r->ix, row, &b->kept[i].found, NULL);
	}
}

/* Weights are whole numbers, each row's its own; what is added up is added in the order of the rows. */
static void em_round(struct padan_result *r, struct em *em)
{
	struct padan_index *ix = r->ix;
	struct pd_sums sums = em->settled;
	double p[PADAN_KEEP];

	pd_weights_of(&ix->weights, &ix->model, ix->schema);
	pd_parallel(r->threads, (em->n + PIECE - 1) / PIECE, weigh_piece, em);
	for (uint32_t at = 0; at < em->n; at++) {
		uint32_t row = em->row[at];
		const struct pd_best *b = &r->best[row];

		pd_posterior(b->kept, b->n, ix->model.found, r->counts.right, p);
		for (unsigned i = 0; i < b->n; i++)
			add_pair(&sums, r, row, &b->kept[i].found, p[i]);
	}
	pd_estimate_m(&ix->model, ix->schema, &sums, r->counts.right, em->date);
}

static int estimate(struct padan_result *r)
{
	struct em em;
	int rc = em_begin(r, &em);

	pd_estimate_u(&r->ix->model, r->ix->schema, &r->counts, em.date);
	for (unsigned i = 0; i < ROUNDS && rc == PADAN_OK; i++)
		em_round(r, &em);
	return rc;
}

static void score_row(struct padan_result *r, uint32_t row)
{
	struct pd_best *b = &r->best[row];
	double p[PADAN_KEEP];

	weigh_row(r, row);
	pd_posterior(b->kept, b->n, r->ix->model.found, r->counts.right, p);
	for (unsigned i = 0; i < b->n; i++) {
		double alone = pd_posterior_alone(b->kept[i].weight, r->ix->model.found, r->counts.right);

		b->kept[i].ppm = (uint32_t)lround(p[i] * 1e6);
		b->kept[i].alone_ppm = (uint32_t)lround(alone * 1e6);
	}
}

static void score_piece(void *ctx, size_t piece, unsigned thread)
{
	struct padan_result *r = ctx;
	size_t from = piece * PIECE, end = from + PIECE < r->rows ? from + PIECE : r->rows;

	(void)thread;
	for (size_t row = from; row < end; row++)
		score_row(r, (uint32_t)row);
}

static void score(struct padan_result *r)
{
	pd_weights_of(&r->ix->weights, &r->ix->model, r->ix->schema);
	pd_parallel(r->threads, ((size_t)r->rows + PIECE - 1) / PIECE, score_piece, r);
}

int padan_link_finish(struct padan_index *ix, struct padan_worker *const *w, unsigned n, struct padan_result **out)
{
	struct padan_result *r;
	int rc;

	*out = NULL;
	if (!ix->sealed)
		return PADAN_MISUSE;
	for (unsigned i = 0; i < n; i++)
		if (!pd_worker_settled(w[i]))
			return PADAN_MISUSE;
	rc = result_new(&r, ix, n);
	if (rc == PADAN_OK)
		r->threads = n;
	if (rc == PADAN_OK)
		rc = merge_workers(r, w, n);
	if (rc != PADAN_OK)
		return rc;
	pd_surprise_final(ix, &r->counts);
	ix->place_most = pd_place_most(r->counts.right);
	if (!ix->opt.model)
		rc = estimate(r);
	if (rc != PADAN_OK) {
		padan_result_free(r);
		return rc;
	}
	score(r);
	*out = r;
	return PADAN_OK;
}

unsigned padan_result_count(const struct padan_result *r, uint32_t row)
{
	return row < r->rows ? r->best[row].n : 0;
}

bool padan_result_candidate(const struct padan_result *r, uint32_t row, unsigned k, struct padan_candidate *out)
{
	const struct pd_kept *kept;

	if (k >= padan_result_count(r, row))
		return false;
	kept = &r->best[row].kept[k];
	*out = (struct padan_candidate){ .weight = kept->weight,
					 .ppm = kept->ppm,
					 .alone_ppm = kept->alone_ppm,
					 .content = kept->content,
					 .nik = kept->nik,
					 .payload = { kept->payload, kept->n_payload } };
	for (unsigned c = 0; c < r->ix->schema->n_columns; c++)
		out->level[c] = (uint8_t)pd_level(kept->found.gamma, c);
	pd_weigh(r->ix, row, &kept->found, out->part);
	return true;
}

int32_t padan_result_lead(const struct padan_result *r, uint32_t row)
{
	const struct pd_best *b = &r->best[row];

	return b->n < 2 ? INT32_MAX : b->kept[0].weight - b->kept[1].weight;
}

const struct padan_model *padan_result_model(const struct padan_result *r)
{
	return &r->ix->model;
}

struct padan_link_count padan_result_counts(const struct padan_result *r)
{
	return (struct padan_link_count){ .left = r->rows,
					  .right = r->counts.right,
					  .probes = r->counts.probes,
					  .compared = r->counts.compared,
					  .kept = r->kept };
}

/* Is there anything but likeness: the NIK, the birth date, the family card or another key? */
static bool proved(const struct padan_index *ix, const struct pd_found *f)
{
	for (unsigned c = 0; c < ix->schema->n_columns; c++) {
		enum padan_kind k = ix->schema->column[c].kind;
		unsigned level = pd_level(f->gamma, c);

		if (k == PADAN_NIK && (level & 7) >= PADAN_LN_EQUAL && (level & 7) <= PADAN_LN_TYPO)
			return true;
		if ((k == PADAN_CARD || k == PADAN_KEY) && level == PADAN_LV_EQUAL)
			return true;
		if (k == PADAN_DATE && level == PADAN_LD_EQUAL)
			return true;
	}
	return false;
}

enum padan_verdict padan_result_verdict(const struct padan_result *r, uint32_t row, const struct padan_bounds *b)
{
	const struct pd_kept *best = padan_result_count(r, row) ? r->best[row].kept : NULL;
	uint32_t ppm = best ? best->ppm : 0, link = b->link_ppm;

	if (best && link < UNPROVED_PPM && !proved(r->ix, &best->found))
		link = UNPROVED_PPM;
	return ppm >= link ? PADAN_LINK : ppm >= b->review_ppm ? PADAN_REVIEW : PADAN_NONE;
}
