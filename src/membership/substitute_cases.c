/* SPDX-License-Identifier: EUPL-1.2
 * Who is next for the seats of the refused: the reserve in rank order, each if the rupiah that the refused leave in
 * some fund pay for him, that fund may pay for him, and no ceiling of district or group is passed. Only what became
 * free is spent; a new decree decides. */
#include "membership/bpjs_cases.h"

#include <stdlib.h>

struct seats {
	const struct programme *p;
	const struct selection *s;
	int64_t free[LIM_FUNDS], people;		 /* rupiah; seats */
	int64_t district[LIM_QUOTAS], group[LIM_QUOTAS]; /* used, by the programme's ceilings */
};

static int group_of(const struct selection *s, span code)
{
	for (int g = 0; g < s->groups.n; g++)
		if (padan_span_eq(code, padan_span_of(s->groups.code[g])))
			return g;
	return -1;
}

static void count_ceilings(struct seats *x, const struct member *m, int64_t by)
{
	const struct kuota *q = &x->p->kuota;
	int group = group_of(x->s, m->value[EXCHANGE_kelompok]);

	for (int i = 0; i < q->kecamatan_n; i++)
		if (padan_span_eq(padan_span_of(q->kecamatan[i].kode), m->value[EXCHANGE_kode_kecamatan]))
			x->district[i] += by;
	for (int i = 0; i < q->kelompok_n; i++)
		if (q->kelompok[i].kelompok == group)
			x->group[i] += by;
}

static bool inside_ceilings(const struct seats *x, const struct member *m)
{
	const struct kuota *q = &x->p->kuota;
	int group = group_of(x->s, m->value[EXCHANGE_kelompok]);

	for (int i = 0; i < q->kecamatan_n; i++)
		if (padan_span_eq(padan_span_of(q->kecamatan[i].kode), m->value[EXCHANGE_kode_kecamatan]) &&
		    x->district[i] >= q->kecamatan[i].orang)
			return false;
	for (int i = 0; i < q->kelompok_n; i++)
		if (q->kelompok[i].kelompok == group && x->group[i] >= q->kelompok[i].orang)
			return false;
	return true;
}

static bool fund_pays_for(const struct seats *x, const struct dana *d, const struct member *m)
{
	int group = group_of(x->s, m->value[EXCHANGE_kelompok]);
	bool here = d->hanya_kecamatan_n == 0;

	for (int i = 0; i < d->hanya_kecamatan_n; i++)
		here |= padan_span_eq(padan_span_of(d->hanya_kecamatan[i]), m->value[EXCHANGE_kode_kecamatan]);
	return here && (!d->hanya_kelompok || (group >= 0 && (d->hanya_kelompok >> group & 1)));
}

/* The first fund that can pay for the person; -1. */
static int fund_for(const struct seats *x, const struct member *m, int64_t *price)
{
	const struct price_table *t = &x->s->prices.table;
	uint16_t class = prices_class(&x->s->prices, group_of(x->s, m->value[EXCHANGE_kelompok]));

	for (int f = 0; f < x->p->dana_n; f++) {
		*price = t->price[(size_t)f * (size_t)t->classes + class];
		if (*price > 0 && x->free[f] >= *price && fund_pays_for(x, &x->p->dana[f], m))
			return f;
	}
	return -1;
}

static void free_seats(struct seats *x, const struct members *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct member *p = &m->at[i];

		if (p->now != ENROLLED_NO) {
			count_ceilings(x, p, 1);
			continue;
		}
		x->people++;
		for (int f = 0; f < x->p->dana_n; f++)
			if (padan_span_eq(x->p->dana[f].nama, p->value[EXCHANGE_dana]))
				x->free[f] += p->total.rp;
	}
}

int bpjs_next_in_line(struct bpjs_job *job, const struct env *env, struct err *e)
{
	const struct members *m = &job->members;
	struct seats *x = padan_arena_zero(env->arena, sizeof(*x));
	int rc;

	if (!x)
		return err_memory(e, "cadangan berikutnya");
	rc = prices_read(&job->s.prices, env->law, &job->s.programme, &job->s.groups, env->arena, e);
	if (rc)
		return rc;
	x->p = &job->s.programme;
	x->s = &job->s;
	free_seats(x, m);
	job->next = padan_arena_array(env->arena, x->people ? (size_t)x->people : 1, sizeof(*job->next));
	if (!job->next)
		return err_memory(e, "cadangan berikutnya");
	for (size_t i = 0; i < m->nreserve && (int64_t)job->nnext < x->people; i++) {
		const struct member *p = &m->reserve[i];
		int64_t price = 0;
		int fund = inside_ceilings(x, p) ? fund_for(x, p, &price) : -1;

		if (fund < 0)
			continue;
		x->free[fund] -= price;
		count_ceilings(x, p, 1);
		job->next[job->nnext++] =
			(struct substitute){ .who = p, .fund = x->p->dana[fund].nama, .total = rp(price) };
	}
	return ERR_OK;
}
