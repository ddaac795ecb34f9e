/* SPDX-License-Identifier: EUPL-1.2
 *
 * The first of two passes: only right rows whose number some left row has. A left row that finds its own number with
 * its own name and birth date there is settled, and no stranger of the second pass is held against it.
 */
#include "stream.h"
#include <padan/hash.h>

enum { SAMPLE_ENOUGH = 25000, SAMPLE_MOST = 128 };

static uint64_t number_key(uint64_t nik)
{
	return padan_mix64(nik) | 1;
}

static bool whole_number(const struct padan_nik *k)
{
	return k->n == 16 && k->trusted == 16;
}

int pd_exact_build(struct padan_index *ix)
{
	struct pd_key_row *kr = ix->from->resize(ix->from->ctx, NULL, 0, ((size_t)ix->n + 1) * sizeof(*kr));
	size_t n = 0;
	int rc;

	ix->settled = ix->from->resize(ix->from->ctx, NULL, 0, (size_t)ix->n + 1);
	if (!kr || !ix->settled) {
		if (kr)
			ix->from->resize(ix->from->ctx, kr, ((size_t)ix->n + 1) * sizeof(*kr), 0);
		return PADAN_NO_MEMORY;
	}
	memset(ix->settled, 0, (size_t)ix->n + 1);
	for (uint32_t i = 0; ix->nik && i < ix->n; i++)
		if (whole_number(&ix->nik[i]) && padan_in_part(i, ix->opt.part, ix->opt.parts))
			kr[n++] = (struct pd_key_row){ number_key(ix->nik[i].value), i };
	rc = pd_block_build(&ix->exact, ix->from, kr, n);
	ix->from->resize(ix->from->ctx, kr, ((size_t)ix->n + 1) * sizeof(*kr), 0);
	return rc;
}

bool padan_worker_knows(const struct padan_worker *w, struct padan_span nik)
{
	struct padan_nik k;
	uint64_t value;

	if (!padan_nik_clean(nik, &value)) {
		padan_nik_parse(&k, nik, &w->ix->reader.nik_opt);
		if (k.n != 16)
			return false;
		value = k.value;
	}
	return pd_block_maybe(&w->ix->exact, number_key(value));
}

int padan_worker_feed_exact(struct padan_worker *w, const struct padan_span *fields, padan_payload make, void *ctx)
{
	const struct padan_index *ix = w->ix;
	const struct pd_block *b = &ix->exact;
	struct pd_ahead *right = &w->ahead[0];
	int rc = PADAN_OK;
	uint32_t bucket;
	uint64_t key;

	if (ix->opened || !pd_worker_settled(w))
		return PADAN_MISUSE;
	right->fields = fields;
	right->rest = NULL;
	right->make = make;
	right->ctx = ctx;
	pd_scratch_clear(&right->scratch);
	pd_read(&ix->reader, fields, 1u << ix->roles.nik, &right->scratch);
	if (right->scratch.nik.n != 16)
		return PADAN_OK;
	pd_scratch_view(&right->scratch, &right->view);
	key = number_key(right->scratch.nik.value);
	bucket = pd_block_bucket(b, key);
	for (uint32_t p = b->start[bucket]; p < b->start[bucket + 1] && rc == PADAN_OK; p++)
		if (b->posting[p].tag == (uint32_t)key && ix->nik[b->posting[p].row].value == right->scratch.nik.value)
			rc = pd_judge(w, b->posting[p].row, right);
	return rc;
}

/* Its own number, and nothing of weight that speaks against it. */
static bool certain(const struct padan_index *ix, const struct pd_kept *k)
{
	unsigned nik = pd_level(k->found.gamma, (unsigned)ix->roles.nik);
	unsigned date = pd_level(k->found.gamma, (unsigned)ix->roles.date);
	unsigned name = pd_level(k->found.gamma, (unsigned)ix->roles.name);

	if (nik == PADAN_LN_EQUAL + PADAN_LN_GIVEN_DATE)
		return name == PADAN_LB_EQUAL || name == PADAN_LB_SOUND || name == PADAN_LB_PART;
	return nik == PADAN_LN_EQUAL && (name == PADAN_LB_EQUAL || name == PADAN_LB_SOUND) &&
	       date != PADAN_LD_DIFFERENT && date != PADAN_LD_NEAR;
}

static bool is_settled(const struct padan_index *ix, struct padan_worker *const *w, unsigned n, uint32_t row)
{
	const struct pd_kept *only = NULL;

	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < w[i]->best[row].n; k++) {
			const struct pd_kept *kept = &w[i]->best[row].kept[k];

			if (only && only->content != kept->content)
				return false;
			only = kept;
		}
	return only && certain(ix, only);
}

void padan_index_expect(struct padan_index *ix, uint64_t right)
{
	if (ix->opened)
		return;
	while (right / ix->opt.sample > SAMPLE_ENOUGH && ix->opt.sample <= SAMPLE_MOST / 2) {
		ix->opt.sample *= 2;
		ix->pair_every = ix->pair_every > 1 ? ix->pair_every / 2 : 1;
	}
}

int padan_index_open(struct padan_index *ix, struct padan_worker *const *w, unsigned n)
{
	if (!ix->sealed || ix->opened || !ix->opt.exact_first)
		return PADAN_MISUSE;
	for (uint32_t row = 0; row < ix->n; row++)
		ix->settled[row] = is_settled(ix, w, n, row);
	ix->opened = true;
	return pd_index_block(ix);
}

bool padan_index_exact_first(const struct padan_index *ix)
{
	return ix->opt.exact_first;
}
