/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/carried_store.h"

#include "papers/keep.h"
#include "programme/review_store.h"

#include <padan/nik.h>
#include <stdlib.h>

_Static_assert((int)VIEW_QUESTIONS == (int)MATCH_QUESTIONS, "a note for each question");

struct carrying {
	struct selection *s;
	const struct run_head *head;
	int64_t newest; /* live draft; 0 = none */
	span *runs;
	size_t n_runs, cap_runs, cap, cap_known;
	struct review_answer *said; /* the last answer of each row that has one, by row */
	size_t n_said, cap_said, at_said;
	int64_t pos; /* of the row that is looked at */
	bool refused;
};

/* An array with room for one more; NULL when memory is refused. */
static void *with_room(struct selection *s, void *old, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? 2 * *cap : 16;
	void *p;

	if (n < *cap)
		return old;
	p = padan_arena_array(s->arena, more, size);
	if (p && n)
		memcpy(p, old, n * size);
	*cap = p ? more : *cap;
	return p;
}

/* Newest first. */
static int look_at_run(void *ctx, const struct run_info *r)
{
	struct carrying *c = ctx;
	char id[RUN_ID_TEXT];

	if (r->stage != c->head->stage || !padan_span_eq(r->nama, c->head->nama) ||
	    !padan_span_eq(r->wilayah, c->head->wilayah))
		return 0;
	c->runs = with_room(c->s, c->runs, c->n_runs, &c->cap_runs, sizeof(*c->runs));
	if (c->runs)
		c->runs[c->n_runs] = selection_copy(c->s, padan_span_of(run_id_text(r->run, id)));
	c->refused = !c->runs || !c->runs[c->n_runs].p;
	c->n_runs++;
	if (!c->newest && r->state == RUN_DRAFT)
		c->newest = r->run;
	return c->refused;
}

static void keep_heard(struct carrying *c, struct carried *to, const struct view_heard *h)
{
	struct selection *s = c->s;

	to->heard = (struct match_heard){
		.said = h->what, .nik = h->nik, .card = h->card, .seen = selection_copy(s, h->seen)
	};
	c->refused |= !to->heard.seen.p;
	for (int q = 0; q < MATCH_QUESTIONS; q++) {
		to->heard.note[q] = selection_copy(s, h->note[q]);
		c->refused |= !to->heard.note[q].p;
	}
}

/* --- what reviewers answered since the draft was made --------------------------------------------------------------
 */
static int note_answer(void *ctx, const struct review_answer *a)
{
	struct carrying *c = ctx;
	struct review_answer *own;

	c->said = with_room(c->s, c->said, c->n_said, &c->cap_said, sizeof(*c->said));
	c->refused = !c->said;
	if (c->refused)
		return 1;
	own = &c->said[c->n_said++];
	*own = *a;
	own->nik = selection_copy(c->s, a->nik);
	own->seen = selection_copy(c->s, a->seen);
	own->actor = own->reason = SPAN("");
	c->refused = !own->nik.p || !own->seen.p;
	return c->refused;
}

static uint64_t number_of(span nik)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;

	padan_nik_parse(&k, nik, &opt);
	return k.value;
}

/* The last word holds: who is it, or is the person dead. What wards said of other questions stays. */
static void overrule(struct view_heard *h, const struct review_answer *a)
{
	const uint32_t who = SAID_NIK | SAID_REFUSE, death = SAID_DEAD | SAID_ALIVE;

	switch (a->said) {
	case REVIEW_NIK:
	case REVIEW_REFUSE:
		h->what = (h->what & ~who) | (a->said == REVIEW_NIK ? SAID_NIK : SAID_REFUSE);
		h->nik = a->said == REVIEW_NIK ? number_of(a->nik) : 0;
		h->seen = a->seen;
		return;
	case REVIEW_DEAD:
		h->what = (h->what & ~death) | SAID_DEAD;
		h->note[ASKED_DEATH] = SPAN("Kematian dipastikan peninjau.");
		return;
	case REVIEW_ALIVE:
		h->what = (h->what & ~death) | SAID_ALIVE;
		h->note[ASKED_DEATH] = SPAN("Dinyatakan masih hidup oleh peninjau; data Dukcapil perlu diperbaiki.");
		return;
	default: /* taken back: asked again */
		h->what &= ~(who | death);
		h->nik = 0;
		h->seen = h->note[ASKED_DEATH] = SPAN("");
	}
}

static const struct review_answer *answer_at(struct carrying *c, int64_t pos)
{
	while (c->at_said < c->n_said && c->said[c->at_said].pos < pos)
		c->at_said++;
	return c->at_said < c->n_said && c->said[c->at_said].pos == pos ? &c->said[c->at_said] : NULL;
}

/* Rows that may be answered while the new run is being made, or were already. */
static void note_known(struct carrying *c, const struct run_row *r, span id, int64_t no)
{
	struct selection *s = c->s;
	struct carried_answer *k;
	k = with_room(s, s->answers_known, s->n_answers_known, &c->cap_known, sizeof(*k));
	c->refused |= !k;
	if (!k)
		return;
	s->answers_known = k;
	k += s->n_answers_known++;
	*k = (struct carried_answer){ .pos = c->pos,
				      .no = no,
				      .id = selection_copy(s, id),
				      .nik = selection_copy(s, r->field[RUN_NIK_USULAN]),
				      .name = selection_copy(s, r->field[RUN_NAMA_USULAN]) };
	c->refused |= !k->id.p || !k->nik.p || !k->name.p;
}

static void add_carried(struct carrying *c, const struct run_row *r, span id, const struct view_heard *h)
{
	struct selection *s = c->s;
	struct carried *to = with_room(s, s->carried, s->n_carried, &c->cap, sizeof(*s->carried));

	c->refused |= !to;
	if (!to)
		return;
	s->carried = to;
	to += s->n_carried++;
	to->id = selection_copy(s, id);
	to->nik = selection_copy(s, r->field[RUN_NIK_USULAN]);
	to->name = selection_copy(s, r->field[RUN_NAMA_USULAN]);
	c->refused |= !to->id.p || !to->nik.p || !to->name.p;
	keep_heard(c, to, h);
}

static int look_at_row(void *ctx, const struct run_row *r)
{
	struct carrying *c = ctx;
	const struct review_answer *a;
	struct view_heard h;
	bool asked;
	span id;

	c->pos++;
	a = answer_at(c, c->pos);
	asked = a || r->syarat.n || padan_span_eq(r->putusan, SPAN("tinjau"));
	if (!kept_heard(r->field[RUN_LAIN], &id, &h))
		return 0;
	if (asked)
		note_known(c, r, id, a ? a->no : -1);
	if (a)
		overrule(&h, a);
	if (h.what && !c->refused)
		add_carried(c, r, id, &h);
	return c->refused;
}

int carried_from_store(struct selection *s, const struct run_head *head, struct err *e)
{
	static const span none[1];
	struct carrying c = { .s = s, .head = head, .pos = -1 };
	int rc;

	if (!store_db(s->env->store))
		return ERR_OK;
	rc = run_store_each(s->env->store, look_at_run, &c, e);
	s->runs = c.runs ? c.runs : none;
	s->n_runs = c.n_runs;
	s->answered_run = rc == ERR_OK ? c.newest : 0;
	if (rc == ERR_OK && c.newest)
		rc = review_store_last(s->env->store, c.newest, note_answer, &c, e);
	if (rc == ERR_OK && c.newest)
		rc = run_store_rows(s->env->store, c.newest, look_at_row, &c, e);
	return c.refused ? err_memory(e, "jawaban terdahulu") : rc;
}

/* --- answers that came while the run was being made ----------------------------------------------------------------
 */
struct follow {
	const struct selection *s;
	uint32_t *by_id; /* rows, by id_baris */
};

static int by_id(const void *pa, const void *pb, void *ctx)
{
	const struct selection *s = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	int d = padan_span_cmp(s->rows.row[a].id, s->rows.row[b].id);

	return d ? d : (a > b) - (a < b);
}

/* The row of the new run that is the same proposal: its name, with NIK and name as they were typed. */
static int64_t where(void *ctx, int64_t pos)
{
	const struct follow *f = ctx;
	const struct selection *s = f->s;
	const struct carried_answer *k = NULL;
	uint32_t lo = 0, hi = s->n;

	for (size_t i = 0; i < s->n_answers_known && !k; i++)
		if (s->answers_known[i].pos == pos)
			k = &s->answers_known[i];
	while (k && lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (padan_span_cmp(s->rows.row[f->by_id[mid]].id, k->id) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; k && lo < s->n && padan_span_eq(s->rows.row[f->by_id[lo]].id, k->id); lo++) {
		const struct typed *t = &s->typed[f->by_id[lo]];

		if (padan_span_eq(t->cell[TYPED_NIK], k->nik) && padan_span_eq(t->cell[TYPED_NAMA], k->name))
			return f->by_id[lo];
	}
	return -1;
}

int carried_follow(const struct selection *s, const struct run_claim *claim, struct unit *u, struct err *e)
{
	struct follow f = { .s = s, .by_id = padan_arena_array(s->arena, s->n, sizeof(*f.by_id)) };
	struct review_known *known = padan_arena_array(s->arena, s->n_answers_known, sizeof(*known));

	if (!s->answered_run || s->answered_run != claim->replaced)
		return ERR_OK;
	if (!f.by_id || !known)
		return err_memory(e, "jawaban peninjau");
	for (uint32_t i = 0; i < s->n; i++)
		f.by_id[i] = i;
	qsort_r(f.by_id, s->n, sizeof(*f.by_id), by_id, (void *)(uintptr_t)s);
	for (size_t i = 0; i < s->n_answers_known; i++)
		known[i] = (struct review_known){ s->answers_known[i].pos, s->answers_known[i].no };
	return review_store_follow(u,
				   &(struct review_follow){ .from = s->answered_run,
							    .to = claim->run,
							    .known = known,
							    .n = s->n_answers_known,
							    .where = where,
							    .ctx = &f },
				   e);
}
