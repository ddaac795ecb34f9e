/* SPDX-License-Identifier: EUPL-1.2
 *
 * bpjs list, bpjs reply.
 */
#ifndef MEMBERSHIP_BPJS_CASES_H
#define MEMBERSHIP_BPJS_CASES_H

#include "membership/exchange.h"
#include "office/office.h"
#include "papers/folder.h"
#include "programme/run_store.h"
#include "selection/selection.h"

#define CASES "membership/bpjs.def"
#include "office/declare.inc"

/* What both begin with: the decree, its programme, its people. */
struct bpjs_job {
	struct selection s; /* programme, groups */
	int64_t run;
	char id[RUN_ID_TEXT];
	span number;
	date decreed;
	struct layout layout;
	struct members members;
	struct exchange x;
	char dir[3072];
	struct beside beside;
	bool rendered;
	/* list: */
	int next_need;
	/* reply: */
	struct reply_list reply;
	struct substitute *next;
	size_t nnext, next_row;
};

/* A job in the arena with decree and people, or NULL with e filled. */
struct bpjs_job *bpjs_open(span rancangan, span keluaran, const struct env *env, struct err *e);
/* Renders through `write` into a folder beside job->dir; `known`: the names that may stand there. */
MUST_CHECK int bpjs_render(struct bpjs_job *job, bool (*known)(const char *),
			   int (*write)(struct bpjs_job *job, const char *folder, struct err *e), struct err *e);
MUST_CHECK int bpjs_place(struct bpjs_job *job, struct err *e);
void bpjs_drop(struct bpjs_job *job);

/* substitute_cases.c: who is next for the seats of the refused. ERR_MACHINE, or the law knows no price. */
MUST_CHECK int bpjs_next_in_line(struct bpjs_job *job, const struct env *env, struct err *e);

#endif
