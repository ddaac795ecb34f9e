/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/prices.h"

static const char *const TRANSPORT[] = { "sopir", "ojek", "becak", "bentor", "kusir", NULL };

static uint64_t transport_groups(const struct known_groups *groups)
{
	uint64_t set = 0;

	for (int g = 0; g < groups->n; g++)
		for (const char *const *t = TRANSPORT; *t; t++)
			if (strcmp(groups->code[g], *t) == 0)
				set |= (uint64_t)1 << g;
	return set;
}

static int price_one(struct prices *x, const struct law *law, const struct programme *p, int fund, int klass,
		     struct padan_arena *arena, struct err *e)
{
	struct contribution_ask ask = { .segment = SEGMENT_BPU,
					.programmes = p->manfaat,
					.income = p->penghasilan,
					.sector = klass ? SECTOR_TRANSPORT : SECTOR_OTHER,
					.payer = jenis_dana_word(p->dana[fund].jenis) };
	struct contribution_plan *plan = padan_arena_zero(arena, sizeof(*plan));
	struct buf runs;
	char *text;
	int rc;

	if (!plan)
		return err_memory(e, "harga iuran");
	rc = law_contribution_plan(law, &ask, p->mulai, p->bulan, plan, e);
	if (rc)
		return err_at(e, "dana %.*s", (int)p->dana[fund].kode.n, p->dana[fund].kode.p), rc;
	x->plan[fund][klass] = plan;
	for (size_t i = 0; i < plan->used.n; i++)
		law_use(&x->used, plan->used.at[i]);
	buf_init(&runs, arena->from, 4096);
	contribution_runs(plan, &runs);
	text = runs.failed ? NULL : padan_arena_copy(arena, runs.p, runs.n);
	x->runs[fund][klass] = (span){ text, runs.n };
	buf_done(&runs);
	return text ? ERR_OK : err_memory(e, "harga iuran");
}

int prices_read(struct prices *x, const struct law *law, const struct programme *p, const struct known_groups *groups,
		struct padan_arena *arena, struct err *e)
{
	int64_t *price = padan_arena_array(arena, (size_t)p->dana_n * 2, sizeof(*price));
	int classes = 1;

	memset(x, 0, sizeof(*x));
	if (!price)
		return err_memory(e, "harga iuran");
	x->transport = transport_groups(groups);
	for (int f = 0; f < p->dana_n; f++)
		for (int k = 0; k < 2; k++) {
			int rc = price_one(x, law, p, f, k, arena, e);

			if (rc)
				return rc;
			if (k && x->plan[f][0]->total.rp != x->plan[f][1]->total.rp)
				classes = 2;
		}
	for (int f = 0; f < p->dana_n; f++)
		for (int k = 0; k < classes; k++)
			price[f * classes + k] = x->plan[f][k]->total.rp;
	x->table = (struct price_table){ price, p->dana_n, classes };
	return ERR_OK;
}
