/* SPDX-License-Identifier: EUPL-1.2
 *
 * The list of what waits for one person (task.def). One family of tasks is one function of task_kinds_cases.c; each
 * looks at the state that is already stored, so that a task is gone the moment its work is done, and asks the actor's
 * capabilities and region as the work itself does.
 */
#ifndef PROGRAMME_TASK_CASES_H
#define PROGRAMME_TASK_CASES_H

#include "office/office.h"

#define CASES "programme/task.def"
#include "office/declare.inc"

/* A run that no other replaces, in the actor's reach; spans in the arena. */
struct task_run {
	int64_t run;
	span wilayah, nama;
	int stage, chain; /* enum chain_state */
	int64_t at_ms, people;
	date first_day, last_day;
};

struct tasks {
	const struct env *env;
	date today;
	int64_t now_ms;
	struct task_row *rows;
	const struct task_run *runs;
	size_t n, cap, nruns;
	bool failed; /* memory */
};

enum {
	TASK_OBJECTION_DAYS = 14, /* to the answer, from the day it came (docs/panduan/tugas.md) */
	TASK_PERMIT_DAYS = 30,	  /* before an agreement ends */
	TASK_COVER_DAYS = 60,	  /* before cover ends without a next programme */
	TASK_JOB_DAYS = 7,	  /* that a failed job is told */
	TASK_CODES_FEW = 3,	  /* recovery codes left */
};

static inline bool task_may(const struct tasks *t, enum capability c)
{
	return t->env->actor.may >> c & 1;
}
/* Day of a time in central Indonesia; DATE_NONE for 0. */
date task_day(int64_t ms);
/* A copy in the arena made by printf's formats. Notes a refusal of memory in t. */
span task_text(struct tasks *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Appends; from tenggat follow sisa_hari and lewat. */
void task_add(struct tasks *t, const struct task_row *row);

/* Each returns 0 or the code of *e. */
MUST_CHECK int tasks_of_chain(struct tasks *t, struct err *e);
MUST_CHECK int tasks_of_review(struct tasks *t, struct err *e);
MUST_CHECK int tasks_of_next(struct tasks *t, struct err *e); /* second stage, cover that ends */
MUST_CHECK int tasks_of_lists(struct tasks *t, struct err *e);
MUST_CHECK int tasks_of_permits(struct tasks *t, struct err *e);
MUST_CHECK int tasks_of_objections(struct tasks *t, struct err *e);
MUST_CHECK int tasks_of_jobs(struct tasks *t, struct err *e);
MUST_CHECK int tasks_of_account(struct tasks *t, struct err *e);

#endif
