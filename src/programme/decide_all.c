/* SPDX-License-Identifier: EUPL-1.2
 * All rows together: duplicates, families, ranking, money. */
#include "programme/ranking.h"

#include <stdlib.h>

struct run {
	struct decision *d;
	const struct programme *p;
	const struct applicant *a;
	uint32_t n;
	const struct decide_env *env;
	struct err *e;
};

static int by_person(const void *x, const void *y, void *ctx)
{
	const struct applicant *rows = ctx;
	uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
	int c = strcmp(rows[i].nik, rows[j].nik);

	if (c)
		return c;
	if (rows[i].completeness != rows[j].completeness)
		return rows[i].completeness > rows[j].completeness ? -1 : 1;
	return (i > j) - (i < j);
}

/* Of the rows padan to one person the most complete keeps the decision, then the first. */
static int mark_duplicates(const struct run *r)
{
	uint32_t *rows = padan_arena_array(r->env->arena, r->n, sizeof(*rows)), m = 0;

	if (!rows)
		return err_memory(r->e, "keputusan");
	for (uint32_t i = 0; i < r->n; i++)
		if (r->a[i].padan == PADAN_PADAN && r->a[i].nik[0] && !decision_identity_open(&r->d[i]))
			rows[m++] = i;
	/* The comparison only reads; qsort_r has no const context. */
	qsort_r(rows, m, sizeof(*rows), by_person, (void *)(uintptr_t)r->a);
	for (uint32_t i = 1, keeper = 0; i < m; i++) {
		struct decision *d = &r->d[rows[i]];

		if (strcmp(r->a[rows[i]].nik, r->a[rows[keeper]].nik) != 0) {
			keeper = i;
			continue;
		}
		d->alasan |= ALASAN_BIT(ALASAN_GANDA);
		d->putusan = PUTUSAN_GANDA;
		d->syarat = SYARAT_TIDAK_ADA;
		d->ganda_dengan = rows[keeper];
	}
	return 0;
}

struct member {
	uint64_t family;
	struct rank_key key;
};

static int by_family(const void *x, const void *y)
{
	const struct member *a = x, *b = y;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return rank_compare(&a->key, &b->key);
}

/* The family's place goes to the one whom wakil_keluarga puts first among those who may be chosen. */
static int choose_representatives(const struct run *r)
{
	struct member *all;
	uint32_t m = 0;

	if (r->p->satuan != SATUAN_KELUARGA)
		return 0;
	all = padan_arena_array(r->env->arena, r->n, sizeof(*all));
	if (!all)
		return err_memory(r->e, "keluarga");
	for (uint32_t i = 0; i < r->n; i++) {
		if (r->d[i].putusan != PUTUSAN_CADANGAN || !r->a[i].family)
			continue;
		all[m].family = r->a[i].family;
		rank_key_of(&all[m].key, r->p, r->p->wakil, r->p->wakil_n, r->env->groups, &r->a[i], &r->d[i]);
		all[m++].key.row = i;
	}
	qsort(all, m, sizeof(*all), by_family);
	for (uint32_t i = 1, first = 0; i < m; i++) {
		struct decision *d = &r->d[all[i].key.row];

		if (all[i].family != all[first].family) {
			first = i;
			continue;
		}
		d->alasan |= ALASAN_BIT(ALASAN_KELUARGA_TERWAKILI);
		d->tolak |= ALASAN_BIT(ALASAN_KELUARGA_TERWAKILI);
		d->putusan = PUTUSAN_DITOLAK;
		d->syarat = SYARAT_TIDAK_ADA;
		d->wakil_keluarga = all[first].key.row;
	}
	return 0;
}

static int by_rank(const void *x, const void *y)
{
	return rank_compare(x, y);
}

static int rank_all(const struct run *r, struct outcome *out)
{
	struct rank_key *keys;
	uint32_t *ranked, m = 0;

	for (uint32_t i = 0; i < r->n; i++)
		m += r->d[i].putusan == PUTUSAN_CADANGAN;
	keys = padan_arena_array(r->env->arena, m, sizeof(*keys));
	ranked = padan_arena_array(r->env->arena, m, sizeof(*ranked));
	if (!keys || !ranked)
		return err_memory(r->e, "pemeringkatan");
	m = 0;
	for (uint32_t i = 0; i < r->n; i++) {
		if (r->d[i].putusan != PUTUSAN_CADANGAN)
			continue;
		rank_key_of(&keys[m], r->p, r->p->prioritas, r->p->prioritas_n, r->env->groups, &r->a[i], &r->d[i]);
		keys[m++].row = i;
	}
	qsort(keys, m, sizeof(*keys), by_rank);
	for (uint32_t i = 0; i < m; i++) {
		ranked[i] = keys[i].row;
		r->d[keys[i].row].peringkat = i + 1;
	}
	out->ranked = ranked;
	out->ranked_n = m;
	return 0;
}

static bool fund_may_pay(const struct dana *f, const struct applicant *a, const struct decision *d)
{
	bool here = !f->hanya_kecamatan_n;

	for (int i = 0; i < f->hanya_kecamatan_n && !here; i++)
		here = strcmp(f->hanya_kecamatan[i], a->kecamatan) == 0;
	return here && (!f->hanya_kelompok || (d->kelompok >= 0 && (f->hanya_kelompok >> d->kelompok & 1)));
}

static struct candidate candidate_of(const struct run *r, uint32_t row)
{
	const struct applicant *a = &r->a[row];
	const struct decision *d = &r->d[row];
	const struct kuota *q = &r->p->kuota;
	struct candidate c = { .klass = a->price_class, .district = -1, .group = -1 };

	for (int f = 0; f < r->p->dana_n; f++)
		if (fund_may_pay(&r->p->dana[f], a, d))
			c.funds |= 1u << f;
	for (int i = 0; i < q->kecamatan_n; i++)
		if (strcmp(q->kecamatan[i].kode, a->kecamatan) == 0)
			c.district = (int16_t)i;
	for (int i = 0; i < q->kelompok_n; i++)
		if (q->kelompok[i].kelompok == d->kelompok)
			c.group = (int16_t)i;
	return c;
}

static int64_t less(int64_t ceiling, int64_t used)
{
	return ceiling > used ? ceiling - used : 0;
}

/* Ceilings and budgets with what earlier decrees took off. */
static int limits_of(const struct run *r, struct allocation *in)
{
	static const struct used_up nothing;
	const struct used_up *used = r->env->used ? r->env->used : &nothing;
	const struct kuota *q = &r->p->kuota;
	int64_t *district = padan_arena_array(r->env->arena, (size_t)q->kecamatan_n, sizeof(*district));
	int64_t *group = padan_arena_array(r->env->arena, (size_t)q->kelompok_n, sizeof(*group));
	rupiah *budget = padan_arena_array(r->env->arena, LIM_FUNDS, sizeof(*budget));

	if (!district || !group || !budget)
		return err_memory(r->e, "alokasi");
	for (int i = 0; i < q->kecamatan_n; i++)
		district[i] = less(q->kecamatan[i].orang, used->kecamatan ? used->kecamatan[i] : 0);
	for (int i = 0; i < q->kelompok_n; i++)
		group[i] = less(q->kelompok[i].orang, used->kelompok ? used->kelompok[i] : 0);
	for (int f = 0; f < r->p->dana_n; f++)
		budget[f] = rp(less(r->p->dana[f].pagu.rp, used->dana ? used->dana[f].rp : 0));
	in->budget = budget;
	in->ceilings = (struct ceilings){ .total = q->total < 0 ? -1 : less(q->total, used->total),
					  .district = district,
					  .group = group,
					  .district_n = q->kecamatan_n,
					  .group_n = q->kelompok_n };
	return 0;
}

static void take_result(const struct run *r, const struct outcome *out, const struct candidate *people)
{
	const struct allocation_result *x = &out->allocation;
	const struct price_table *t = r->env->prices;

	for (uint32_t i = 0; i < out->ranked_n; i++) {
		struct decision *d = &r->d[out->ranked[i]];

		d->dana = x->fund[i];
		d->hambatan = x->shut_out[i];
		if (d->dana >= 0) {
			d->putusan = PUTUSAN_TERPILIH;
			d->total = rp(t->price[d->dana * t->classes + people[i].klass]);
			continue;
		}
		if (d->hambatan.why & (SHUT_TOTAL | SHUT_DISTRICT | SHUT_GROUP))
			d->alasan |= ALASAN_BIT(ALASAN_KUOTA_PENUH);
		if (d->hambatan.why & (SHUT_FUNDS | SHUT_UNDECIDED))
			d->alasan |= ALASAN_BIT(ALASAN_DANA_HABIS);
	}
}

static int spend(const struct run *r, struct outcome *out)
{
	struct candidate *people = padan_arena_array(r->env->arena, out->ranked_n, sizeof(*people));
	struct allocation in = { .n = out->ranked_n, .prices = r->env->prices, .with_more = true };
	int rc;

	if (!people)
		return err_memory(r->e, "alokasi");
	if (r->env->prices->funds != r->p->dana_n)
		return err_set(r->e, ERR_USAGE, "tabel iuran memuat %d dana, berkas program %d", r->env->prices->funds,
			       r->p->dana_n);
	for (uint32_t i = 0; i < out->ranked_n; i++)
		people[i] = candidate_of(r, out->ranked[i]);
	in.people = people;
	rc = limits_of(r, &in);
	if (!rc)
		rc = allocate(&in, &out->allocation, r->env->arena, r->e);
	if (!rc)
		take_result(r, out, people);
	return rc;
}

int decide_all(struct decision *d, const struct programme *p, const struct applicant *a, uint32_t n,
	       const struct decide_env *env, struct outcome *out, struct err *e)
{
	struct run r = { .d = d, .p = p, .a = a, .n = n, .env = env, .e = e };
	int rc;

	*out = (struct outcome){ 0 };
	for (uint32_t i = 0; i < n; i++)
		decide_row(&d[i], p, &a[i]);
	rc = mark_duplicates(&r);
	if (!rc)
		rc = choose_representatives(&r);
	if (!rc)
		rc = rank_all(&r, out);
	return rc ? rc : spend(&r, out);
}
