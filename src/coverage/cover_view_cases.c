/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/cover_view_cases.h"

#include "base/embed.h"
#include "programme/decree_step_store.h"
#include "programme/run_store.h"

enum { DAY_MS = 86400000, WITA_MS = 8 * 3600000, SOURCE_MAX = 2000, NAMED_RUNS = 3 };

span cover_keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.n ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

span cover_run_name(const struct env *env, int64_t run)
{
	char text[RUN_ID_TEXT];

	return cover_keep(env, padan_span_of(run_id_text(run, text)));
}

/* --- which runs, which place ---------------------------------------------------------------------------------------
 */
static int year_of(date d)
{
	return date_known(d) ? date_ymd(d).y : 0;
}

/* The newest run whose city the actor may see says city and year. */
static const struct cover_run *newest(const struct cover_view *v)
{
	for (size_t i = 0; i < v->nruns; i++)
		if (scope_covers(v->env->scope.region, v->runs[i].wilayah) ||
		    scope_covers(v->runs[i].wilayah, v->env->scope.region))
			return &v->runs[i];
	return NULL;
}

static int find_place(struct cover_view *v, span narrower, struct err *e)
{
	span scope = v->env->scope.region;

	v->below = scope.n > v->city.n ? scope : v->city;
	if (!narrower.n)
		return ERR_OK;
	if (!scope_covers(v->below, narrower))
		return err_set(e, ERR_USAGE, "wilayah %.*s tidak ada", (int)(narrower.n < 20 ? narrower.n : 20),
			       narrower.p);
	v->below = narrower;
	return ERR_OK;
}

static int find_runs(struct cover_view *v, struct err *e)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), SPAN(""), SPAN("") };
	const struct cover_run *head;
	struct regions r;
	int rc = cover_runs(v->env->store, &v->runs, &v->nruns, v->env->arena, e);

	v->newest = DATE_NONE;
	v->used = padan_arena_array(v->env->arena, v->nruns, sizeof(bool));
	if (!rc && !v->used)
		rc = err_memory(e, "rancangan");
	head = rc ? NULL : newest(v);
	if (!head)
		return rc;
	v->city = head->wilayah;
	v->year = year_of(head->first_day);
	v->newest = (date){ (int32_t)((head->at_ms + WITA_MS) / DAY_MS) };
	for (size_t i = 0; i < v->nruns; i++) {
		const struct cover_run *x = &v->runs[i];

		v->used[i] = padan_span_eq(x->wilayah, v->city) && year_of(x->first_day) == v->year;
		v->unsummed += v->used[i] && !x->summed;
	}
	rc = regions_read(&r, v->city, &t, v->env->arena, e);
	v->city_name = rc ? SPAN("") : r.name;
	return rc;
}

/* --- adding up -----------------------------------------------------------------------------------------------------
 */
struct adding {
	struct cover_view *v;
	bool decreed, failed;
	bool followed; /* a decree whose programme has a later stage: that one judges again who is not in the decree */
	size_t at;     /* wards come by code, as names do */
};

/* Of a stage that is over only its people count; what it refused or left in doubt is the next one's. */
static int64_t counts(const struct adding *a, const struct cover_ward *w, int which)
{
	static const bool of_people[WARD_COUNTS] = {
		[WARD_PROPOSED] = true, [WARD_FOUND] = true, [WARD_ELIGIBLE] = true, [WARD_CHOSEN] = true
	};

	if (!a->followed)
		return w->n[which];
	return of_people[which] ? w->n[WARD_CHOSEN] - w->n[WARD_WAITING] : 0;
}

static bool add_sum(const struct adding *a, struct view_sum *s, const struct cover_ward *w)
{
	rupiah due = w->total;

	for (int i = 0; i < WARD_COUNTS; i++)
		s->n[i] += counts(a, w, i);
	if (a->decreed)
		s->decreed += w->n[WARD_CHOSEN] - w->n[WARD_WAITING];
	else
		s->draft += w->n[WARD_CHOSEN];
	if (a->decreed && !rupiah_sub(w->total, w->waiting, &due))
		return false;
	return rupiah_add(s->total, due, &s->total);
}

static int add_ward(void *ctx, const struct cover_ward *w)
{
	struct adding *a = ctx;
	struct cover_view *v = a->v;

	a->failed |= !add_sum(a, &v->all, w);
	while (a->at < v->nwards && padan_span_cmp(v->names[a->at].code, w->code) < 0)
		a->at++;
	if (a->at < v->nwards && padan_span_eq(v->names[a->at].code, w->code))
		a->failed |= !add_sum(a, &v->wards[a->at], w);
	else
		v->unknown += counts(a, w, WARD_PROPOSED);
	return 0;
}

static int add_reason(void *ctx, const struct cover_part *p)
{
	struct adding *a = ctx;
	struct cover_view *v = a->v;
	size_t i = 0;

	if (a->followed)
		return 0;
	while (i < v->nreasons && !padan_span_eq(v->reasons[i].word, p->word))
		i++;
	if (i == COVER_REASONS)
		return 0;
	if (i == v->nreasons)
		v->reasons[v->nreasons++].word = cover_keep(v->env, p->word);
	v->reasons[i].people += p->proposed;
	return 0;
}

static int add_month(void *ctx, const struct cover_month *m)
{
	struct adding *a = ctx;
	struct view_month *to = &a->v->months[month_no(m->of) - 1];
	rupiah due = m->sum.total;

	if (month_year(m->of) != a->v->year)
		return 0;
	if (!a->decreed) {
		to->draft += m->sum.people;
		a->failed |= !rupiah_add(to->draft_total, due, &to->draft_total);
		return 0;
	}
	to->decreed += m->sum.people - m->sum.waiting;
	a->failed |= !rupiah_sub(m->sum.total, m->sum.waiting_total, &due) ||
		     !rupiah_add(to->decreed_total, due, &to->decreed_total);
	return 0;
}

static int by_people(const struct cover_view *v, size_t a, size_t b)
{
	int64_t x = v->reasons[a].people, y = v->reasons[b].people;

	return x != y ? (x < y) - (x > y) : padan_span_cmp(v->reasons[a].word, v->reasons[b].word);
}

/* Most frequent first. */
static void sort_reasons(struct cover_view *v)
{
	for (size_t i = 1; i < v->nreasons; i++)
		for (size_t k = i; k && by_people(v, k, k - 1) < 0; k--) {
			span word = v->reasons[k].word;
			int64_t people = v->reasons[k].people;

			v->reasons[k] = v->reasons[k - 1];
			v->reasons[k - 1].word = word;
			v->reasons[k - 1].people = people;
		}
}

static bool followed(const struct cover_view *v, const struct cover_run *r)
{
	for (size_t i = 0; cover_decreed(r) && i < v->nruns; i++)
		if (v->used[i] && v->runs[i].programme == r->programme && v->runs[i].stage > r->stage)
			return true;
	return false;
}

int cover_view_open(struct cover_view *v, span narrower, const struct env *env, struct err *e)
{
	int rc = ERR_OK;

	*v = (struct cover_view){ .env = env };
	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	rc = find_runs(v, e);
	if (!rc)
		rc = find_place(v, narrower, e);
	if (!rc && v->city.n)
		rc = ward_store_list(env->store, v->below, &v->names, &v->nwards, env->arena, e);
	v->wards = padan_arena_array(env->arena, v->nwards, sizeof(*v->wards));
	if (!rc && !v->wards)
		rc = err_memory(e, "ringkasan kelurahan");
	for (size_t i = 0; !rc && i < v->nruns; i++) {
		struct adding a = { .v = v,
				    .decreed = cover_decreed(&v->runs[i]),
				    .followed = followed(v, &v->runs[i]) };
		const struct cover_each each = { add_ward, add_reason, NULL, add_month, &a };

		if (!v->used[i])
			continue;
		rc = cover_each(env->store, v->runs[i].run, v->below, &each, env->arena, e);
		if (!rc && a.failed)
			rc = err_set(e, ERR_MACHINE, "jumlah rupiah melampaui batas");
	}
	sort_reasons(v);
	return rc;
}

int cover_view_source(const struct cover_view *v, span *out, struct err *e)
{
	struct buf b;
	int named = 0, more = 0;

	buf_init(&b, v->env->seams->alloc, SOURCE_MAX);
	for (size_t i = 0; i < v->nruns; i++) {
		if (!v->used[i])
			continue;
		if (named == NAMED_RUNS) {
			more++;
			continue;
		}
		buf_puts(&b, named++ ? ", " : "");
		buf_puts(&b, cover_decreed(&v->runs[i]) ? "SK " : "rancangan ");
		buf_span(&b, cover_decreed(&v->runs[i]) ? v->runs[i].nomor : cover_run_name(v->env, v->runs[i].run));
	}
	if (more)
		buf_printf(&b, " dan %d lainnya", more);
	*out = cover_keep(v->env, buf_as_span(&b));
	named = b.failed || !out->p;
	buf_done(&b);
	return named ? err_memory(e, "sumber angka") : ERR_OK;
}
