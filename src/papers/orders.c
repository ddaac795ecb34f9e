/* SPDX-License-Identifier: EUPL-1.2
 * Wards and the orders in which papers list people. */
#include "papers/paper.h"

#include <stdlib.h>

/* An open hash of wards by district and village. */
struct ward_index {
	uint32_t *slot; /* ward number + 1; 0 = free */
	size_t mask;
};

/* Spellings of a place that differ in case, blanks and signs are one place: "Kampung-Baru", "KAMPUNG BARU". What
 * counts of a character; 0 = nothing. */
static unsigned char letter(char c)
{
	if (c >= 'a' && c <= 'z')
		return (unsigned char)(c - 32);
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ? (unsigned char)c : 0;
}

static uint64_t mix(uint64_t h, span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (letter(s.p[i]))
			h = (h ^ letter(s.p[i])) * 0x100000001b3u;
	return (h ^ 0xff) * 0x100000001b3u;
}

/* Order of places by their letters; 0 = one place. */
static int place_cmp(span a, span b)
{
	size_t i = 0, k = 0;

	for (;;) {
		unsigned char x, y;

		while (i < a.n && !letter(a.p[i]))
			i++;
		while (k < b.n && !letter(b.p[k]))
			k++;
		x = i < a.n ? letter(a.p[i++]) : 0;
		y = k < b.n ? letter(b.p[k++]) : 0;
		if (x != y || !x)
			return x - y;
	}
}

bool paper_same_place(span a, span b)
{
	return place_cmp(a, b) == 0;
}

static bool grow(struct paper_env *in, struct ward_index *x, size_t *cap)
{
	size_t slots = 2 * (x->mask + 1);
	struct ward *wards = padan_arena_array(in->arena, *cap * 2, sizeof(*wards));
	uint32_t *slot = padan_arena_array(in->arena, slots, sizeof(*slot));

	if (!wards || !slot)
		return false;
	if (in->nwards)
		memcpy(wards, in->wards, in->nwards * sizeof(*wards));
	for (size_t w = 0; w < in->nwards; w++) {
		size_t at = mix(mix(0xcbf29ce484222325u, wards[w].district), wards[w].village) & (slots - 1);

		while (slot[at])
			at = (at + 1) & (slots - 1);
		slot[at] = (uint32_t)w + 1;
	}
	in->wards = wards;
	x->slot = slot;
	x->mask = slots - 1;
	*cap *= 2;
	return true;
}

/* The number of the row's ward, which is added when it is new; UINT32_MAX when memory is refused. */
static uint32_t ward_number(struct paper_env *in, struct ward_index *x, size_t *cap, const struct view_row *r)
{
	size_t at;

	if (in->nwards == *cap && !grow(in, x, cap))
		return UINT32_MAX;
	at = mix(mix(0xcbf29ce484222325u, r->district), r->village) & x->mask;
	for (; x->slot[at]; at = (at + 1) & x->mask) {
		struct ward *w = &in->wards[x->slot[at] - 1];

		if (place_cmp(w->village, r->village) || place_cmp(w->district, r->district))
			continue;
		if (!w->known && r->padan == PADAN_PADAN) { /* the registry's spelling is the one shown */
			w->known = true;
			w->district = r->district;
			w->village = r->village;
		}
		return x->slot[at] - 1;
	}
	in->wards[in->nwards] =
		(struct ward){ .district = r->district, .village = r->village, .known = r->padan == PADAN_PADAN };
	x->slot[at] = (uint32_t)++in->nwards;
	return (uint32_t)in->nwards - 1;
}

static int by_place(const void *pa, const void *pb, void *ctx)
{
	const struct ward *wards = ctx;
	const struct ward *a = &wards[*(const uint32_t *)pa], *b = &wards[*(const uint32_t *)pb];
	int c = place_cmp(a->district, b->district);

	return c ? c : place_cmp(a->village, b->village);
}

/* Renumbers the wards by district and name. */
static bool sort_wards(struct paper_env *in)
{
	uint32_t *order = padan_arena_array(in->arena, in->nwards, sizeof(*order));
	uint32_t *number = padan_arena_array(in->arena, in->nwards, sizeof(*number));
	struct ward *sorted = padan_arena_array(in->arena, in->nwards, sizeof(*sorted));

	if (!order || !number || !sorted)
		return false;
	for (uint32_t i = 0; i < in->nwards; i++)
		order[i] = i;
	qsort_r(order, in->nwards, sizeof(*order), by_place, in->wards);
	for (uint32_t i = 0; i < in->nwards; i++) {
		sorted[i] = in->wards[order[i]];
		number[order[i]] = i;
	}
	for (size_t i = 0; i < in->v->nrows; i++)
		in->ward_of[i] = number[in->ward_of[i]];
	in->wards = sorted;
	return true;
}

static bool find_wards(struct paper_env *in)
{
	struct ward_index x = { NULL, 127 };
	size_t cap = 64;

	in->ward_of = padan_arena_array(in->arena, in->v->nrows, sizeof(*in->ward_of));
	if (!in->ward_of || !grow(in, &x, &cap))
		return false;
	for (size_t i = 0; i < in->v->nrows; i++) {
		const struct view_row *r = &in->v->rows[i];
		uint32_t w = ward_number(in, &x, &cap, r);

		if (w == UINT32_MAX)
			return false;
		in->ward_of[i] = w;
		in->wards[w].rows++;
		in->wards[w].by_verdict[r->verdict]++;
	}
	return sort_wards(in);
}

static int by_ward_and_name(const void *pa, const void *pb, void *ctx)
{
	const struct paper_env *in = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	int c;

	if (in->ward_of[a] != in->ward_of[b])
		return in->ward_of[a] < in->ward_of[b] ? -1 : 1;
	c = padan_span_cmp(in->v->rows[a].name, in->v->rows[b].name);
	return c ? c : padan_span_cmp(in->v->rows[a].nik, in->v->rows[b].nik);
}

/* Sums that do not fit are shown as they stand in the view; here they saturate. */
static void add(rupiah *sum, rupiah v)
{
	if (!rupiah_add(*sum, v, sum))
		*sum = rp(INT64_MAX);
}

static bool find_annex(struct paper_env *in)
{
	uint32_t *annex = padan_arena_array(in->arena, in->v->nrows, sizeof(*annex));

	if (!annex)
		return false;
	for (uint32_t i = 0; i < in->v->nrows; i++) {
		const struct view_row *r = &in->v->rows[i];

		if (r->verdict != PUTUSAN_TERPILIH)
			continue;
		if (r->condition == SYARAT_TIDAK_ADA) {
			annex[in->nannex++] = i;
			add(&in->annex_total, r->total);
		} else {
			in->held++;
			add(&in->held_total, r->total);
		}
	}
	qsort_r(annex, in->nannex, sizeof(*annex), by_ward_and_name, in);
	in->annex = annex;
	return true;
}

static int by_rank(const void *pa, const void *pb, void *ctx)
{
	const struct view_row *rows = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	if (rows[a].rank != rows[b].rank)
		return rows[a].rank < rows[b].rank ? -1 : 1;
	return a < b ? -1 : 1;
}

static bool find_ranked(struct paper_env *in)
{
	uint32_t *ranked = padan_arena_array(in->arena, in->v->nrows, sizeof(*ranked));

	if (!ranked)
		return false;
	for (uint32_t i = 0; i < in->v->nrows; i++)
		if (in->v->rows[i].rank)
			ranked[in->nranked++] = i;
	qsort_r(ranked, in->nranked, sizeof(*ranked), by_rank, (void *)(uintptr_t)in->v->rows);
	in->ranked = ranked;
	return true;
}

int paper_env_make(struct paper_env *in, const struct run_view *v, const struct seams *s, struct padan_arena *arena,
		   struct err *e)
{
	*in = (struct paper_env){ .v = v, .seams = s, .arena = arena };
	if (!find_wards(in) || !find_annex(in) || !find_ranked(in))
		return err_memory(e, "urutan berkas keluaran");
	return ERR_OK;
}
