/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/ward_tally.h"

#include <padan/hash.h>
#include <stdlib.h>

enum { FIRST_SIZE = 1024, RW_MAX = 999 };

struct ward_seen {
	span district, village;
	uint32_t ward;
	bool used;
};

int ward_tally_begin(struct ward_tally *t, const struct regions *r, month first, struct padan_arena *arena,
		     struct err *e)
{
	size_t n = (size_t)r->villages + (size_t)r->districts + 1;

	memset(t, 0, sizeof(*t));
	t->regions = r;
	t->arena = arena;
	t->first = first;
	t->n = n;
	t->wards = padan_arena_array(arena, n, sizeof(*t->wards));
	t->seen_size = t->by_reason.size = t->by_rw.size = FIRST_SIZE;
	t->seen = padan_arena_array(arena, FIRST_SIZE, sizeof(*t->seen));
	t->by_reason.slot = padan_arena_array(arena, FIRST_SIZE, sizeof(struct ward_part));
	t->by_rw.slot = padan_arena_array(arena, FIRST_SIZE, sizeof(struct ward_part));
	if (!t->wards || !t->seen || !t->by_reason.slot || !t->by_rw.slot)
		return err_memory(e, "ringkasan kelurahan");
	for (int i = 0; i < r->villages; i++)
		memcpy(t->wards[i].code, r->village[i].code, REGION_CODE);
	for (int i = 0; i < r->districts; i++)
		memcpy(t->wards[r->villages + i].code, r->district[i].code, REGION_CODE);
	memcpy(t->wards[n - 1].code, r->code, REGION_CODE);
	return run_sums_begin(&t->sums, arena, e);
}

/* --- which ward ----------------------------------------------------------------------------------------------------
 */
static uint32_t understand(const struct regions *r, span district, span village)
{
	int d = district.n ? region_district(r, district) : -1;
	int v = village.n ? region_village(r, village, d) : -1;

	if (v >= 0)
		return (uint32_t)v;
	return (uint32_t)(r->villages + (d >= 0 ? d : r->districts));
}

static struct ward_seen *seen_at(struct ward_seen *slot, size_t size, span district, span village)
{
	size_t i = (size_t)padan_hash(village.p, village.n, padan_hash(district.p, district.n, 1)) & (size - 1);

	while (slot[i].used && !(padan_span_eq(slot[i].village, village) && padan_span_eq(slot[i].district, district)))
		i = (i + 1) & (size - 1);
	return &slot[i];
}

static bool seen_grow(struct ward_tally *t)
{
	size_t size = t->seen_size * 2;
	struct ward_seen *wider = padan_arena_array(t->arena, size, sizeof(*wider));

	for (size_t i = 0; wider && i < t->seen_size; i++)
		if (t->seen[i].used)
			*seen_at(wider, size, t->seen[i].district, t->seen[i].village) = t->seen[i];
	if (!wider)
		return false;
	t->seen = wider;
	t->seen_size = size;
	return true;
}

static bool own(struct padan_arena *a, span *s)
{
	const char *p = padan_arena_copy(a, s->n ? s->p : "", s->n);

	s->p = p;
	return p != NULL;
}

static int ward_of(struct ward_tally *t, span district, span village, uint32_t *ward, struct err *e)
{
	struct ward_seen *s = seen_at(t->seen, t->seen_size, district, village);

	*ward = s->used ? s->ward : understand(t->regions, district, village);
	if (s->used)
		return ERR_OK;
	*s = (struct ward_seen){ district, village, *ward, true };
	if (!own(t->arena, &s->district) || !own(t->arena, &s->village) ||
	    (++t->nseen * 2 > t->seen_size && !seen_grow(t)))
		return err_memory(e, "ringkasan kelurahan");
	return ERR_OK;
}

/* --- parts of a ward -----------------------------------------------------------------------------------------------
 */
static struct ward_part *part_at(const struct ward_parts *p, uint32_t ward, uint32_t what)
{
	size_t i = (size_t)padan_mix64(((uint64_t)ward << 32 | what) + 1) & (p->size - 1);

	while (p->slot[i].used && !(p->slot[i].ward == ward && p->slot[i].what == what))
		i = (i + 1) & (p->size - 1);
	return &p->slot[i];
}

static int count_part(struct ward_tally *t, struct ward_parts *p, uint32_t ward, uint32_t what, bool chosen,
		      struct err *e)
{
	struct ward_part *at = part_at(p, ward, what);

	if (!at->used && p->n * 2 >= p->size) {
		struct ward_parts wider = { padan_arena_array(t->arena, p->size * 2, sizeof(*at)), p->n, p->size * 2 };

		if (!wider.slot)
			return err_memory(e, "ringkasan kelurahan");
		for (size_t i = 0; i < p->size; i++)
			if (p->slot[i].used)
				*part_at(&wider, p->slot[i].ward, p->slot[i].what) = p->slot[i];
		*p = wider;
		at = part_at(p, ward, what);
	}
	p->n += !at->used;
	at->used = true;
	at->ward = ward;
	at->what = what;
	at->proposed++;
	at->chosen += chosen;
	return ERR_OK;
}

/* The first of the reasons, which is the one that a row fell by. */
static uint32_t reason_of(struct ward_tally *t, span alasan)
{
	size_t n = 0;
	uint32_t i = 0;

	while (n < alasan.n && n < REASON_WORD - 1 && alasan.p[n] != ';' && alasan.p[n] != ',' && alasan.p[n] != ' ' &&
	       alasan.p[n] != '|')
		n++;
	while (i < t->reasons && !padan_span_eq(padan_span_of(t->reason[i]), (span){ alasan.p, n }))
		i++;
	if (i == t->reasons && i < TALLY_REASONS) {
		if (n)
			memcpy(t->reason[i], alasan.p, n);
		t->reasons++;
	}
	return i < TALLY_REASONS ? i : TALLY_REASONS - 1;
}

/* "003", "RW 3": 3; nothing of the kind: 0. */
static uint32_t rw_of(span rw)
{
	uint32_t v = 0;

	for (size_t i = 0; i < rw.n && v <= RW_MAX; i++)
		if (rw.p[i] >= '0' && rw.p[i] <= '9')
			v = v * 10 + (uint32_t)(rw.p[i] - '0');
		else if (v)
			break;
	return v <= RW_MAX ? v : 0;
}

/* --- months --------------------------------------------------------------------------------------------------------
 */
static int64_t number_off(span *s)
{
	int64_t v = 0;

	while (s->n && *s->p >= '0' && *s->p <= '9' && v < (int64_t)1 << 50) {
		v = v * 10 + (*s->p - '0');
		s->p++, s->n--;
	}
	return v;
}

static bool sign_off(span *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	s->p++, s->n--;
	return true;
}

static bool add_month(struct month_sum *m, rupiah due, bool waits)
{
	m->people++;
	m->waiting += waits;
	return rupiah_add(m->total, due, &m->total) && (!waits || rupiah_add(m->waiting_total, due, &m->waiting_total));
}

static bool add_months(struct ward_tally *t, span runs, bool waits)
{
	bool fits = true;
	int at = 0;

	do {
		rupiah due = rp(number_off(&runs));
		int64_t months = sign_off(&runs, 'x') ? number_off(&runs) : 0;

		for (; fits && months && at < LIM_MONTHS; months--, at++)
			fits = add_month(&t->months[at], due, waits);
	} while (fits && sign_off(&runs, '+'));
	t->nmonths = at > t->nmonths ? at : t->nmonths;
	return fits;
}

/* --- a row ---------------------------------------------------------------------------------------------------------
 */
static bool add_chosen(struct ward_tally *t, struct ward_sum *w, const struct tally_row *r)
{
	bool waits = r->syarat.n != 0;

	w->n[WARD_CHOSEN]++;
	w->n[WARD_ELIGIBLE]++;
	w->n[WARD_WAITING] += waits;
	return rupiah_add(w->total, r->total, &w->total) && (!waits || rupiah_add(w->waiting, r->total, &w->waiting)) &&
	       add_months(t, r->runs, waits);
}

static int add_verdict(struct ward_tally *t, uint32_t ward, const struct tally_row *r, struct err *e)
{
	struct ward_sum *w = &t->wards[ward];

	w->n[WARD_RESERVE] += padan_span_eq(r->putusan, SPAN("cadangan"));
	w->n[WARD_ELIGIBLE] += padan_span_eq(r->putusan, SPAN("cadangan"));
	w->n[WARD_REVIEW] += padan_span_eq(r->putusan, SPAN("tinjau"));
	w->n[WARD_TWIN] += padan_span_eq(r->putusan, SPAN("ganda"));
	if (padan_span_eq(r->putusan, SPAN("ditolak"))) {
		w->n[WARD_REFUSED]++;
		return count_part(t, &t->by_reason, ward, reason_of(t, r->alasan), false, e);
	}
	return ERR_OK;
}

int ward_tally_add(struct ward_tally *t, const struct tally_row *r, struct err *e)
{
	bool chosen = padan_span_eq(r->putusan, SPAN("terpilih"));
	uint32_t ward = 0, rw = rw_of(r->rw);
	int rc = ward_of(t, r->district, r->village, &ward, e);

	if (!rc)
		rc = run_sums_add(&t->sums, r, e);
	if (rc)
		return rc;
	t->wards[ward].n[WARD_PROPOSED]++;
	t->wards[ward].n[WARD_FOUND] += padan_span_eq(r->padan, SPAN("padan"));
	if (chosen && !add_chosen(t, &t->wards[ward], r))
		return err_set(e, ERR_MACHINE, "jumlah rupiah melampaui batas");
	rc = chosen ? ERR_OK : add_verdict(t, ward, r, e);
	return !rc && rw ? count_part(t, &t->by_rw, ward, rw, chosen, e) : rc;
}

/* --- in order ------------------------------------------------------------------------------------------------------
 */
static int by_code(const void *a, const void *b)
{
	const struct ward_sum *const *x = a, *const *y = b;

	return strcmp((*x)->code, (*y)->code);
}

static int by_part(const struct ward_tally *t, const struct ward_part *x, const struct ward_part *y, bool words)
{
	int c = strcmp(t->wards[x->ward].code, t->wards[y->ward].code);

	if (c || !words)
		return c ? c : (x->what > y->what) - (x->what < y->what);
	return strcmp(t->reason[x->what], t->reason[y->what]);
}

static int by_reason(const void *a, const void *b, void *t)
{
	return by_part(t, *(const struct ward_part *const *)a, *(const struct ward_part *const *)b, true);
}

static int by_rw(const void *a, const void *b, void *t)
{
	return by_part(t, *(const struct ward_part *const *)a, *(const struct ward_part *const *)b, false);
}

static const struct ward_part **parts_of(const struct ward_tally *t, const struct ward_parts *p,
					 int (*order)(const void *, const void *, void *), size_t *n)
{
	const struct ward_part **list = padan_arena_array(t->arena, p->n, sizeof(const struct ward_part *));
	struct ward_tally copy;

	*n = 0;
	for (size_t i = 0; list && i < p->size; i++)
		if (p->slot[i].used)
			list[(*n)++] = &p->slot[i];
	copy = *t;
	if (list)
		qsort_r(list, *n, sizeof(const struct ward_part *), order, &copy);
	return list;
}

int ward_tally_order(const struct ward_tally *t, struct ward_order *out, struct err *e)
{
	*out = (struct ward_order){ .wards = padan_arena_array(t->arena, t->n, sizeof(const struct ward_sum *)) };
	out->reasons = parts_of(t, &t->by_reason, by_reason, &out->nreasons);
	out->rws = parts_of(t, &t->by_rw, by_rw, &out->nrws);
	out->sums = run_sums_order(&t->sums);
	if (!out->wards || !out->reasons || !out->rws || !out->sums)
		return err_memory(e, "ringkasan kelurahan");
	for (size_t i = 0; i < t->n; i++)
		if (t->wards[i].n[WARD_PROPOSED])
			out->wards[out->nwards++] = &t->wards[i];
	qsort(out->wards, out->nwards, sizeof(const struct ward_sum *), by_code);
	return ERR_OK;
}
