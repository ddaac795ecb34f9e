/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/carried_store.h"

#include "papers/keep.h"

_Static_assert((int)VIEW_QUESTIONS == (int)MATCH_QUESTIONS, "a note for each question");

struct carrying {
	struct selection *s;
	const struct run_head *head;
	int64_t newest; /* live draft; 0 = none */
	span *runs;
	size_t n_runs, cap_runs, cap;
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

static int look_at_row(void *ctx, const struct run_row *r)
{
	struct carrying *c = ctx;
	struct selection *s = c->s;
	struct view_heard h;
	struct carried *to;
	span id;

	if (!kept_heard(r->field[RUN_LAIN], &id, &h) || !h.what)
		return 0;
	s->carried = with_room(s, s->carried, s->n_carried, &c->cap, sizeof(*s->carried));
	if (!s->carried) {
		c->refused = true;
		return 1;
	}
	to = &s->carried[s->n_carried++];
	to->id = selection_copy(s, id);
	to->nik = selection_copy(s, r->field[RUN_NIK_USULAN]);
	to->name = selection_copy(s, r->field[RUN_NAMA_USULAN]);
	c->refused |= !to->id.p || !to->nik.p || !to->name.p;
	keep_heard(c, to, &h);
	return c->refused;
}

int carried_from_store(struct selection *s, const struct run_head *head, struct err *e)
{
	static const span none[1];
	struct carrying c = { .s = s, .head = head };
	int rc;

	if (!store_db(s->env->store))
		return ERR_OK;
	rc = run_store_each(s->env->store, look_at_run, &c, e);
	s->runs = c.runs ? c.runs : none;
	s->n_runs = c.n_runs;
	if (rc == ERR_OK && c.newest)
		rc = run_store_rows(s->env->store, c.newest, look_at_row, &c, e);
	return c.refused ? err_memory(e, "jawaban terdahulu") : rc;
}
