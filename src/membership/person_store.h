/* SPDX-License-Identifier: EUPL-1.2
 *
 * People of the runs as their actor may see them: lists by ward, what somebody is found by, all rows of one person.
 * Who is of a scope below the city sees the rows of his own district or ward; the rest answers as if it were not there.
 *
 * A person is named by the blind index of the NIK, its first sixty bits written as a run's name is (7K3M-9QWP-2XTA); a
 * row without a NIK by its run and number (7K3M-9QWP-2XTA.118). Neither says anything without the key.
 */
#ifndef MEMBERSHIP_PERSON_STORE_H
#define MEMBERSHIP_PERSON_STORE_H

#include "membership/person_index_store.h"
#include "programme/run_store.h"

enum { PERSON_ID_TEXT = RUN_ID_TEXT + 12, PERSON_OPENED = 2000 };

/* A row in the caller's scope. Spans live during the call. */
struct person_found {
	int64_t run, pos;
	span ward; /* as far as it is known */
	const struct run_row *row;
	char id[PERSON_ID_TEXT]; /* of the person */
};
typedef int person_each(void *ctx, const struct person_found *);

/* May the caller see a row of this ward in a run of this region? */
bool person_in_scope(span scope, span region, span ward);

struct person_filter {
	int64_t run;
	span region;		/* of the run */
	span area;		/* a district or a ward; empty: all of the scope */
	span putusan, kelompok; /* empty: any */
	int64_t rt, rw;		/* 0: any */
	span after_ward;	/* go on behind this row */
	int64_t after;		/* -1: from the beginning */
	int64_t most;
};
/* In the order of wards and rows, of a run that has its index. each: 0 goes on, else its value is returned. */
MUST_CHECK int person_list(const struct env *env, const struct person_filter *f, person_each *each, void *ctx,
			   struct err *e);
/* Is there an index, and of how many rows? -1: none. */
MUST_CHECK int person_indexed(struct store *s, int64_t run, int64_t *rows, struct err *e);
/* The area that is shown: the one asked for when it lies in the scope, else the scope's own; empty: the whole run.
 * False: outside of the scope. */
bool person_area_of(span scope, span region, span asked, span *area);
MUST_CHECK int person_counts(struct store *s, int64_t run, span area,
			     int (*each)(void *ctx, const struct person_count *), void *ctx, struct err *e);
MUST_CHECK int person_areas(struct store *s, int64_t run, int (*each)(void *ctx, const struct person_area *), void *ctx,
			    struct err *e);

/* Rows that answer the query, newest run first, without those that were replaced; every one of them was opened and
 * looked at. `after_run` 0: from the beginning. run: of this run only; 0: of all. */
struct person_search {
	const struct person_query *query;
	int64_t run, after_run, after;
	int64_t unindexed;  /* out: runs that could not be searched for words */
	int64_t at_run, at; /* out: the row that was opened last */
	bool cut;	    /* out: PERSON_OPENED rows were opened; go on behind that one */
};
MUST_CHECK int person_search(const struct env *env, struct person_search *f, person_each *each, void *ctx,
			     struct err *e);

/* All rows of the person with this id, newest run first, replaced runs included. Not one: the id is nobody's, or
 * somebody's whom the caller may not see. */
MUST_CHECK int person_rows(const struct env *env, span id, person_each *each, void *ctx, struct err *e);
/* Bounds of the blind indexes that begin with this id (16 bytes each). False: it is no id of a NIK. */
bool person_id_range(span id, unsigned char low[KEY_BLIND], unsigned char high[KEY_BLIND]);

#endif
