/* SPDX-License-Identifier: EUPL-1.2
 *
 * The steps that a draft took towards BPJS (decree_chain.h), one row for each, never changed. The state of a run is
 * that of its last step. The table's own constraints refuse a step that skips, repeats, comes from a nameless person,
 * or is done by the one whose work it checks; two who act at once meet on its key, and one of them gets ERR_CONFLICT.
 */
#ifndef PROGRAMME_DECREE_STEP_STORE_H
#define PROGRAMME_DECREE_STEP_STORE_H

#include "programme/decree_chain.h"
#include "programme/run_store.h"

/* Who did what; account 0: the machine's own user, -1: not recorded (before there were chains). */
struct chain_step {
	int64_t no;
	enum chain_act act;
	enum chain_state from, state;
	int64_t account;
	span actor;
	bool one_person; /* the programme allows one person to go on alone */
	span reason, note;
	int64_t at_ms;
};

struct chain_ask {
	int64_t run;
	enum chain_act act;
	span reason, note;
	/* set by chain_store_plan, looked at again by chain_store_take: */
	int64_t after;		  /* number of the last step */
	struct run_info run_info; /* spans live until the next call on the store */
	enum chain_state from, to;
	span before;	 /* whose work it checks; arena */
	bool one_person; /* as the programme file says */
};

/* For plan: everything that stands against it. ERR_USAGE: no such run (also outside of the actor's region), nobody
 * named, the same person again, a nameless maker; ERR_CONFLICT: the state, a replaced draft, or a decree issued since
 * the draft was made whose cover overlaps. */
MUST_CHECK int chain_store_plan(const struct env *env, struct chain_ask *ask, struct err *e);
/* For apply: looks again, then writes. */
MUST_CHECK int chain_store_take(struct unit *u, const struct chain_ask *ask, struct err *e);
/* The first step, with the run that is being finished. */
MUST_CHECK int chain_store_begin(struct unit *u, int64_t run, struct err *e);

/* Does the programme of the run allow one person to do several steps in a row? */
MUST_CHECK int chain_store_one_person(const struct env *env, int64_t run, bool *one, struct err *e);

/* In order. each: 0 goes on, else its value is returned. Spans live during the call. */
MUST_CHECK int chain_store_each(struct store *s, int64_t run, int (*each)(void *ctx, const struct chain_step *),
				void *ctx, struct err *e);
/* Is the region of a run inside the scope ("" = everywhere)? */
bool scope_covers(span scope, span region);
/* Or the scope inside the region: a ward's officer sees that the city's draft is there, and its own rows of it. */
bool scope_touches(span scope, span region);
/* The same for looking at a run without its rows. */
MUST_CHECK int scope_check_look(const struct env *env, const struct run_info *r, struct err *e);
/* A run that is outside of the scope: the same answer as one that is not there. */
MUST_CHECK int scope_check(const struct env *env, const struct run_info *r, struct err *e);

/* For verify: every step against the table of steps, persons and events, every state against the decree. */
MUST_CHECK int chain_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
