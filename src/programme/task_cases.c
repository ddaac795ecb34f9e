/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/task_cases.h"

#include "programme/decree_step_store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CASES	  "programme/task.def"
#define CASE_ROOM task
#include "office/define.inc"

enum { DAY_MS = 86400000, WITA_MS = 8 * 3600000, LINE = 600, MOST = 200 };

date task_day(int64_t ms)
{
	return ms > 0 ? (date){ (int32_t)((ms + WITA_MS) / DAY_MS) } : DATE_NONE;
}

span task_text(struct tasks *t, const char *fmt, ...)
{
	char line[LINE];
	const char *copy;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	copy = padan_arena_copy(t->env->arena, line, strlen(line));
	t->failed |= !copy;
	return copy ? padan_span_of(copy) : SPAN("");
}

void task_add(struct tasks *t, const struct task_row *row)
{
	struct task_row *rows = row_room(t->env->arena, t->rows, t->n, &t->cap, sizeof(*rows));

	t->failed |= !rows;
	if (!rows)
		return;
	t->rows = rows;
	rows += t->n++;
	*rows = *row;
	rows->sisa_hari = FIELD_ABSENT;
	if (!date_known(row->tenggat))
		return;
	rows->sisa_hari = row->tenggat.day - t->today.day;
	rows->lewat = rows->sisa_hari < 0;
	if (rows->lewat)
		rows->sisa_hari = FIELD_ABSENT;
}

/* --- the runs
 * ---------------------------------------------------------------------------------------------------------
 */
struct reading {
	struct tasks *t;
	struct task_run *runs;
	size_t n, cap;
};

/* A run of the actor's region; or one of the city above it, whose rows the actor sees in part. */
static bool in_reach(span scope, span wilayah)
{
	return scope_covers(scope, wilayah) || scope_covers(wilayah, scope);
}

static int read_one(void *ctx, const struct run_info *r)
{
	struct reading *x = ctx;
	struct tasks *t = x->t;
	struct task_run *runs;

	if (r->state == RUN_REPLACED || !in_reach(t->env->scope.region, r->wilayah))
		return 0;
	runs = row_room(t->env->arena, x->runs, x->n, &x->cap, sizeof(*runs));
	t->failed |= !runs;
	if (!runs)
		return ERR_MACHINE;
	x->runs = runs;
	runs[x->n++] = (struct task_run){ .run = r->run,
					  .wilayah = task_text(t, "%.*s", (int)r->wilayah.n, r->wilayah.p),
					  .nama = task_text(t, "%.*s", (int)r->nama.n, r->nama.p),
					  .stage = r->stage,
					  .chain = (int)r->chain,
					  .at_ms = r->at_ms,
					  .people = r->chosen - r->waiting,
					  .first_day = r->first_day,
					  .last_day = r->last_day };
	return 0;
}

static int read_runs(struct tasks *t, struct err *e)
{
	struct reading x = { .t = t };
	int rc = run_store_each(t->env->store, read_one, &x, e);

	t->runs = x.runs;
	t->nruns = x.n;
	return t->failed ? err_memory(e, "tugas") : rc;
}

/* --- the list
 * ---------------------------------------------------------------------------------------------------------
 */
/* Late ones first, then by deadline, those without one behind; then who waits longest. */
static int earlier(const void *a, const void *b)
{
	const struct task_row *x = a, *y = b;
	int64_t dx = date_known(x->tenggat) ? x->tenggat.day : INT32_MAX;
	int64_t dy = date_known(y->tenggat) ? y->tenggat.day : INT32_MAX;

	if (dx != dy)
		return dx < dy ? -1 : 1;
	if (x->sejak.day != y->sejak.day)
		return x->sejak.day < y->sejak.day ? -1 : 1;
	return strcmp(x->jalan.p, y->jalan.p);
}

int task_list_plan(struct task_list_out *out, const struct task_list_in *in, const struct env *env, struct err *e)
{
	static int (*const kinds[])(struct tasks *, struct err *) = {
		tasks_of_chain,	  tasks_of_review,     tasks_of_next, tasks_of_lists,
		tasks_of_permits, tasks_of_objections, tasks_of_jobs, tasks_of_account,
	};
	struct tasks t = { .env = env, .now_ms = env->seams->now_ms(env->seams->ctx) };
	size_t most = in->banyak == FIELD_ABSENT ? MOST : (size_t)in->banyak;
	int rc;

	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	t.today = date_known(env->today) ? env->today : task_day(t.now_ms);
	rc = read_runs(&t, e);
	for (size_t i = 0; !rc && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		rc = kinds[i](&t, e);
	if (!rc && t.failed)
		rc = err_memory(e, "tugas");
	if (rc)
		return rc;
	if (t.n)
		qsort(t.rows, t.n, sizeof(*t.rows), earlier);
	out->tugas = (int64_t)t.n;
	out->lewat = 0;
	for (size_t i = 0; i < t.n; i++)
		out->lewat += t.rows[i].lewat;
	return row_cursor_over(env->arena, t.rows, t.n < most ? t.n : most, sizeof(*t.rows), &out->daftar, e);
}
