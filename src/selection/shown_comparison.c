/* SPDX-License-Identifier: EUPL-1.2
 * Against the earlier decrees: who stays, who leaves and why, who is new. */
#include "selection/shown.h"

#include <stdlib.h>

/* Per person the first row that is no duplicate; UINT32_MAX when there is none. */
static uint32_t *deciding_rows(struct selection *s)
{
	uint32_t *first = padan_arena_array(s->arena, s->n_people, sizeof(*first));

	for (uint32_t p = 0; first && p < s->n_people; p++)
		first[p] = UINT32_MAX;
	for (uint32_t i = 0; first && i < s->n; i++) {
		uint32_t p = s->person_of[i];

		if (p != JOIN_NOBODY && (first[p] == UINT32_MAX || s->decision[first[p]].putusan == PUTUSAN_GANDA))
			first[p] = i;
	}
	return first;
}

static void compare_one(struct selection *s, const struct earlier *x, uint32_t row, struct view_sk_person *v)
{
	const struct decision *d = row == UINT32_MAX ? NULL : &s->decision[row];
	struct buf why;

	*v = (struct view_sk_person){ .change = VIEW_KELUAR,
				      .nik = x->nik,
				      .name = x->name,
				      .decree = x->number,
				      .before = x->total,
				      .from = x->from,
				      .until = x->until };
	if (x->overlaps) {
		v->change = VIEW_TETAP;
		v->reason = SPAN("Masih dilindungi keputusan terdahulu.");
		v->after = x->total;
		return;
	}
	if (d && d->putusan == PUTUSAN_TERPILIH) {
		v->change = VIEW_TETAP;
		v->after = d->total;
		return;
	}
	if (!d) {
		v->reason = SPAN("Tidak diusulkan lagi.");
		return;
	}
	buf_init(&why, s->arena->from, 4000);
	alasan_sentences(d->alasan, d->kurang, &why);
	v->reason = shown_text(s, "%.*s", (int)why.n, why.p ? why.p : "");
	if (!v->reason.n)
		v->reason = padan_span_of(putusan_sentence(d->putusan));
	buf_done(&why);
}

static int by_change(const void *a, const void *b)
{
	const struct view_sk_person *x = a, *y = b;
	int c;

	if (x->change != y->change)
		return (x->change > y->change) - (x->change < y->change);
	c = padan_span_cmp(x->name, y->name);
	c = c ? c : padan_span_cmp(x->nik, y->nik);
	c = c ? c : padan_span_cmp(x->decree, y->decree);
	c = c ? c : (x->from.day > y->from.day) - (x->from.day < y->from.day);
	return c ? c : rupiah_cmp(x->before, y->before);
}

/* The chosen who stood in no earlier decree. */
static size_t add_new(struct selection *s, const bool *before, struct view_sk_person *v)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		if (s->decision[i].putusan != PUTUSAN_TERPILIH || before[s->person_of[i]])
			continue;
		v[n++] = (struct view_sk_person){ .change = VIEW_MASUK,
						  .nik = padan_span_of(s->applicant[i].nik),
						  .name = s->finding[i].who.cell[CITIZEN_NAMA],
						  .after = s->decision[i].total,
						  .from = DATE_NONE,
						  .until = DATE_NONE };
	}
	return n;
}

int shown_comparison(struct selection *s, struct err *e)
{
	struct view_sk_person *v;
	uint32_t *first;
	bool *before;
	size_t n = 0;

	s->view.earlier_decree = s->has_earlier;
	if (!s->has_earlier)
		return ERR_OK;
	v = padan_arena_array(s->arena, s->n_earlier + s->n, sizeof(*v));
	before = padan_arena_array(s->arena, s->n_people, sizeof(*before));
	first = deciding_rows(s);
	if (!v || !before || !first)
		return err_memory(e, "perbandingan keputusan");
	for (size_t i = 0; i < s->n_earlier; i++) {
		if (s->earlier[i].person != JOIN_NOBODY)
			before[s->earlier[i].person] = true;
		compare_one(s, &s->earlier[i],
			    s->earlier[i].person == JOIN_NOBODY ? UINT32_MAX : first[s->earlier[i].person], &v[n++]);
	}
	n += add_new(s, before, v + n);
	qsort(v, n, sizeof(*v), by_change);
	s->view.sk = v;
	s->view.nsk = n;
	return ERR_OK;
}
