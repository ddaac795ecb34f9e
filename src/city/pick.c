/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/pick.h"

enum { INVENTED = 25, SECOND = 40 }; /* of a thousand rows */

/* Of a thousand proposed people who exist; who fits fills the rest. */
static const uint16_t share[KIND_COUNT] = {
	[KIND_DEAD] = 16,     [KIND_MOVED] = 12,    [KIND_DOUBLE] = 3,	[KIND_INACTIVE] = 4, [KIND_AWAY] = 10,
	[KIND_PAYROLL] = 18,  [KIND_EMPLOYED] = 30, [KIND_MEMBER] = 15, [KIND_AGE] = 40,     [KIND_INCOME] = 10,
	[KIND_UNLISTED] = 14, [KIND_RICH] = 44,	    [KIND_FIT] = 1000,
};

static enum kind living_kind(int age, const struct living *l)
{
	if (l->employer >= 0 || l->member == MEMBER_PU)
		return KIND_EMPLOYED;
	if (l->member == MEMBER_BPU || l->member == MEMBER_JAKON)
		return KIND_MEMBER;
	if (age < 18 || age > 64)
		return KIND_AGE;
	if (l->income > 2000000)
		return KIND_INCOME;
	return !l->desil_listed ? KIND_UNLISTED : l->desil > 4 ? KIND_RICH : KIND_FIT;
}

enum kind person_kind(const struct city *c, const struct household *h, int slot, const struct living *l)
{
	static const enum kind by_life[LIFE_COUNT] = { KIND_FIT, KIND_DEAD, KIND_MOVED, KIND_DOUBLE, KIND_INACTIVE };
	const struct person *p = &h->person[slot];
	bool alive = p->life == LIFE_ALIVE, staff = l->job == JOB_STAFF && l->employer >= 0 && h->welfare < 4000;
	int age = person_age(c, p);

	if (l->payroll || staff) /* listed by their side job */
		return !alive || !h->resident || age > 59 ? KIND_NOBODY : l->payroll ? KIND_PAYROLL : KIND_EMPLOYED;
	if (!job_rows[l->job].target)
		return KIND_NOBODY;
	if (!alive)
		return by_life[p->life];
	return h->resident ? living_kind(age, l) : KIND_AWAY;
}

static void reason(struct buf *out, const char *word)
{
	if (out->n)
		buf_putc(out, ';');
	buf_puts(out, word);
}

void person_reasons(const struct city *c, const struct household *h, int slot, const struct living *l, struct buf *out)
{
	static const char *const by_life[LIFE_COUNT] = { NULL, "meninggal", "pindah", "nik_ganda_dukcapil",
							 "nonaktif" };
	const struct person *p = &h->person[slot];
	const struct job_row *job = &job_rows[l->job];
	int age = person_age(c, p);

	if (by_life[p->life])
		reason(out, by_life[p->life]);
	if (!h->resident)
		reason(out, "bukan_wilayah");
	if (age < 18)
		reason(out, "usia_kurang");
	if (age > 64)
		reason(out, "usia_lebih");
	if (!job->target)
		reason(out, l->payroll ? "kelompok_ditolak" : "kelompok_bukan_sasaran");
	if (l->payroll)
		reason(out, "terdaftar_gaji");
	if (l->employer >= 0)
		reason(out, "ada_pemberi_kerja;hubungan_kerja_bukan_sasaran");
	if (l->income > 2000000)
		reason(out, "penghasilan_lebih");
	if (l->member == MEMBER_PU || l->member == MEMBER_BPU || l->member == MEMBER_JAKON)
		reason(out, "peserta_aktif");
	if (!l->desil_listed)
		reason(out, "belum_terdata_desil");
	else if (l->desil > 4)
		reason(out, "desil_lebih");
}

int sampler_init(struct sampler *s, const struct padan_alloc *from, uint32_t proposals, struct err *e)
{
	*s = (struct sampler){ .from = from };
	for (int k = 0; k < KIND_COUNT; k++) {
		s->cap[k] = (uint32_t)((uint64_t)proposals * share[k] / 1000) + 1;
		s->heap[k] = from->resize(from->ctx, NULL, 0, s->cap[k] * sizeof(struct chosen));
		if (!s->heap[k]) {
			sampler_done(s);
			return err_memory(e, "pilihan usulan kota contoh");
		}
	}
	return ERR_OK;
}

void sampler_done(struct sampler *s)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		if (s->heap[k])
			s->from->resize(s->from->ctx, s->heap[k], s->cap[k] * sizeof(struct chosen), 0);
		s->heap[k] = NULL;
	}
}

static void sift_down(struct chosen *heap, uint32_t n, uint32_t i)
{
	for (;;) {
		uint32_t big = i, l = 2 * i + 1;
		struct chosen t;

		if (l < n && heap[l].key > heap[big].key)
			big = l;
		if (l + 1 < n && heap[l + 1].key > heap[big].key)
			big = l + 1;
		if (big == i)
			return;
		t = heap[i], heap[i] = heap[big], heap[big] = t;
		i = big;
	}
}

static void heap_offer(struct chosen *heap, uint32_t *n, uint32_t cap, struct chosen x)
{
	uint32_t i;

	if (*n == cap) {
		if (x.key >= heap[0].key)
			return;
		heap[0] = x;
		sift_down(heap, cap, 0);
		return;
	}
	i = (*n)++;
	while (i && heap[(i - 1) / 2].key < x.key) {
		heap[i] = heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	heap[i] = x;
}

void sampler_offer(struct sampler *s, const struct city *c, const struct household *h, int slot, const struct living *l)
{
	enum kind k = person_kind(c, h, slot, l);
	struct rng r;

	if (k == KIND_NOBODY)
		return;
	r = rng_of(c->seed, DICE_PICK, h->person[slot].id);
	heap_offer(s->heap[k], &s->n[k], s->cap[k],
		   (struct chosen){ rng_next(&r), h->person[slot].id, (uint8_t)job_rows[l->job].office });
}

/* Heapsort by key: within a list people stand as they came in. */
static void heap_sort(struct chosen *heap, uint32_t n)
{
	for (uint32_t i = n / 2; i-- > 0;)
		sift_down(heap, n, i);
	for (uint32_t last = n; last-- > 1;) {
		struct chosen t = heap[0];

		heap[0] = heap[last], heap[last] = t;
		sift_down(heap, last, 0);
	}
}

static uint32_t take_people(struct sampler *s, uint32_t people, struct chosen *all)
{
	uint32_t n = 0;

	for (int k = 0; k < KIND_COUNT; k++) {
		uint32_t want = k == KIND_FIT ? people - n : (uint32_t)((uint64_t)people * share[k] / 1000);

		heap_sort(s->heap[k], s->n[k]);
		for (uint32_t i = 0; i < want && i < s->n[k]; i++)
			all[n++] = s->heap[k][i];
	}
	heap_sort(all, n);
	return n;
}

/* A row's place among the rows: any order does, as long as it is the seed's. The workbook keeps families
 * together, as its group rows want. */
static uint64_t place_key(const struct city *c, struct pick p)
{
	struct rng r = rng_of(c->seed, DICE_SHUFFLE, ((uint64_t)p.extra << 32) | p.person);
	uint64_t key = rng_next(&r) >> 2;

	if (p.office == OFFICE_LABOUR && p.person != PICK_INVENTED && !p.extra)
		key = (uint64_t)p.person << 20;
	else if (p.office == OFFICE_LABOUR)
		key = rng_below(&r, c->persons) * (1ULL << 20);
	return ((uint64_t)p.office << 62) | (key & ((1ULL << 62) - 1));
}

static void place(const struct city *c, struct pick *row, uint32_t n, struct chosen *work, struct pick *sorted)
{
	for (uint32_t i = 0; i < n; i++)
		work[i] = (struct chosen){ place_key(c, row[i]), i, 0 };
	heap_sort(work, n);
	for (uint32_t i = 0; i < n; i++)
		sorted[i] = row[work[i].person];
}

static uint32_t fill_rows(struct sampler *s, const struct city *c, uint32_t proposals, struct chosen *all,
			  struct pick *row)
{
	uint32_t invented = proposals * INVENTED / 1000, second = proposals * SECOND / 1000;
	uint32_t people = take_people(s, proposals - invented - second, all), n = 0;
	struct rng r = rng_of(c->seed, DICE_SHUFFLE, UINT64_MAX);

	for (uint32_t i = 0; i < people; i++)
		row[n++] = (struct pick){ all[i].person, 0, all[i].office };
	for (uint32_t i = 0; i < second && people; i++) {
		/* even steps through the people: nobody has three rows */
		struct chosen x = all[i * (people / (second + 1)) % people];
		uint8_t office = rng_mille(&r, 450) ? (uint8_t)rng_below(&r, OFFICE_COUNT) : x.office;

		row[n++] = (struct pick){ x.person, 1, office };
	}
	for (uint32_t i = 0; i < invented; i++)
		row[n++] = (struct pick){ PICK_INVENTED, i, (uint8_t)rng_below(&r, OFFICE_COUNT) };
	return n;
}

int sampler_rows(struct sampler *s, const struct city *c, uint32_t proposals, struct pick **out, uint32_t *n,
		 struct err *e)
{
	const struct padan_alloc *a = s->from;
	size_t work = (size_t)proposals * 2 * sizeof(struct chosen), rows = (size_t)proposals * sizeof(struct pick);
	struct chosen *all = a->resize(a->ctx, NULL, 0, work);
	struct pick *row = a->resize(a->ctx, NULL, 0, rows), *sorted = a->resize(a->ctx, NULL, 0, rows);
	bool have = all && row && sorted;

	*n = 0;
	if (have) {
		*n = fill_rows(s, c, proposals, all, row);
		place(c, row, *n, all, sorted);
	}
	if (all)
		a->resize(a->ctx, all, work, 0);
	if (row)
		a->resize(a->ctx, row, rows, 0);
	if (!have && sorted)
		a->resize(a->ctx, sorted, rows, 0);
	*out = have ? sorted : NULL;
	return have ? ERR_OK : err_memory(e, "baris usulan kota contoh");
}
