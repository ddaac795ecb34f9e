/* SPDX-License-Identifier: EUPL-1.2
 * Who is the person of each row: answers, extract, verdicts; then the rows that are one person. */
#include "selection/selection.h"

#include "tabular/hash_ahead.h"

#include <stdlib.h>

static void told_progress(void *ctx, const char *what, int64_t done)
{
	env_progress(ctx, what, done, 0);
}

static void streamed(void *ctx)
{
	selection_hash_beside(ctx);
}

static struct match_env match_env_of(struct selection *s)
{
	return (struct match_env){ .seams = s->env->seams,
				   .arena = s->arena,
				   .threads = s->env->threads > 0 ? (unsigned)s->env->threads : 1,
				   .progress = told_progress,
				   .progress_ctx = (void *)(uintptr_t)s->env,
				   .streamed = streamed,
				   .streamed_ctx = s,
				   .columns = s->order.columns,
				   .bounds = &s->bounds,
				   .hashed = s->hashes != NULL };
}

/* Where the lists of one kind begin among the inputs (they stand together, in the order given). */
static struct input *inputs_of(const struct selection *s, enum view_list kind)
{
	for (size_t i = 0; i < s->n_inputs; i++)
		if (s->inputs[i].kind == kind)
			return &s->inputs[i];
	return NULL;
}

struct list_info *selection_infos(const struct selection *s, enum view_list kind)
{
	struct input *in = inputs_of(s, kind);

	return in ? in->info : NULL;
}

static int by_id(const void *pa, const void *pb)
{
	const struct carried *a = pa, *b = pb;

	return padan_span_cmp(a->id, b->id);
}

/* An earlier answer holds while the row's NIK and name stand as they were typed then. */
static void carry_answers(struct selection *s)
{
	if (!s->n_carried)
		return;
	qsort(s->carried, s->n_carried, sizeof(*s->carried), by_id);
	for (uint32_t i = 0; i < s->n; i++) {
		struct carried key = { .id = s->rows.row[i].id };
		const struct carried *c = bsearch(&key, s->carried, s->n_carried, sizeof(key), by_id);

		if (c && padan_span_eq(c->nik, s->typed[i].cell[TYPED_NIK]) &&
		    padan_span_eq(c->name, s->typed[i].cell[TYPED_NAMA]))
			match_answers_carry(s->answers, i, &c->heard);
	}
}

static int read_answers(struct selection *s, const struct match_env *env, struct err *e)
{
	const struct file_list *f = selection_list(s, VIEW_TINJAUAN);
	int rc;

	if (!f->n && !s->n_carried)
		return ERR_OK;
	rc = match_answers_new(&s->answers, &s->rows, env, e);
	if (rc)
		return rc;
	if (s->runs)
		match_answers_of_runs(s->answers, s->runs, s->n_runs);
	carry_answers(s);
	return match_answers_read(s->answers, f->at, f->n, selection_infos(s, VIEW_TINJAUAN), e);
}

static int find_by_extract(struct selection *s, const struct match_env *env, struct err *e)
{
	const struct file_list *f = selection_list(s, VIEW_DUKCAPIL);
	struct match_lists x = { f->at, f->n, selection_infos(s, VIEW_DUKCAPIL), s->answers };
	int rc = match_registry(&s->link, &s->rows, &x, env, e);

	if (rc)
		return rc;
	s->extract = true;
	match_findings(s->link, &s->rows, &s->bounds, env->threads, s->finding);
	return ERR_OK;
}

/* Without an extract nobody is found or missing until an answer says so. */
static void nobody_asked(struct selection *s)
{
	for (uint32_t i = 0; i < s->n; i++) {
		s->finding[i] = (struct finding){ .verdict = MATCH_REVIEW, .doubtful = true };
		s->finding[i].who.born = DATE_NONE;
	}
}

struct keyed {
	uint64_t nik;
	uint32_t row;
};

static int by_nik(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->nik != y->nik)
		return x->nik < y->nik ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Rows found with one NIK are one person; people are numbered by their NIK. */
static int number_people(struct selection *s, struct err *e)
{
	struct keyed *k = padan_arena_array(s->arena, s->n, sizeof(*k));
	uint32_t n = 0;

	s->person_of = padan_arena_array(s->arena, s->n, sizeof(*s->person_of));
	s->people = padan_arena_array(s->arena, s->n, sizeof(*s->people));
	if (!k || !s->person_of || !s->people)
		return err_memory(e, "daftar orang");
	for (uint32_t i = 0; i < s->n; i++) {
		s->person_of[i] = JOIN_NOBODY;
		if (s->finding[i].verdict == MATCH_FOUND && s->finding[i].who.nik)
			k[n++] = (struct keyed){ s->finding[i].who.nik, i };
	}
	qsort(k, n, sizeof(*k), by_nik);
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 || k[i].nik != k[i - 1].nik)
			s->people[s->n_people++].who = &s->finding[k[i].row].who;
		s->person_of[k[i].row] = s->n_people - 1;
	}
	return ERR_OK;
}

int selection_found(struct selection *s, struct err *e)
{
	struct match_env env = match_env_of(s);
	const struct file_list *verdicts = selection_list(s, VIEW_HASIL_PADAN);
	struct match_lists x = { verdicts->at, verdicts->n, selection_infos(s, VIEW_HASIL_PADAN), NULL };
	int rc;

	s->finding = padan_arena_array(s->arena, s->n, sizeof(*s->finding));
	if (!s->finding)
		return err_memory(e, "temuan");
	rc = read_answers(s, &env, e);
	if (rc == ERR_OK && selection_list(s, VIEW_DUKCAPIL)->n)
		rc = find_by_extract(s, &env, e);
	else if (rc == ERR_OK)
		nobody_asked(s);
	if (rc == ERR_OK && verdicts->n)
		rc = match_verdicts(&s->rows, &x, s->finding, &s->strangers, &env, e);
	if (rc == ERR_OK)
		rc = match_answers_apply(s->answers, s->extract, s->finding, e);
	return rc ? rc : number_people(s, e);
}

void selection_done(struct selection *s)
{
	hash_ahead_stop(s->hashes);
	s->hashes = NULL;
	match_link_free(s->link);
	s->link = NULL;
}
