/* SPDX-License-Identifier: EUPL-1.2
 *
 * The index of the people of a run: in which ward each row is, what the list of people filters by, and what a row is
 * found by (person_words.h). All of it is derived from run_row and can be thrown away; a run is complete when its line
 * stands in person_index. It is made after the run was committed (serve does so by itself, `lindung person reindex`
 * otherwise), so that a run costs nothing more; runs that a newer draft replaced lose it.
 *
 * Clear: ward, RT, RW, year of birth, sex, group, verdict. Hidden: words and numbers, as 31 bits of a keyed hash; who
 * has the database without its key learns which rows share a word or a beginning, and how many.
 */
#ifndef MEMBERSHIP_PERSON_INDEX_STORE_H
#define MEMBERSHIP_PERSON_INDEX_STORE_H

#include "access/open_store.h"
#include "membership/person_words.h"

struct person_place {
	span ward; /* "73.72.01.1004", "73.72.01", "" */
	int64_t pos, rt, rw, born;
	span sex, kelompok, putusan;
};
struct person_count {
	span area; /* a ward, a district, "": the whole run */
	span putusan, kelompok;
	int64_t people;
};
struct person_area {
	span area, name;
	int64_t people;
};
struct person_index {
	int64_t run;
	struct person_place *places; /* by ward and pos */
	size_t n;
	struct person_count *counts;
	size_t ncounts;
	struct person_area *areas;
	size_t nareas;
	uint64_t *entries; /* sorted, each once */
	size_t nentries;
	unsigned char digest[32];
};
/* From the rows of a finished run; everything lives in the arena. */
MUST_CHECK int person_index_make(struct store *s, int64_t run, struct person_index *out, struct padan_arena *arena,
				 struct err *e);
/* In bounded units, the first of which is open already; what was left of an earlier try goes first. */
MUST_CHECK int person_index_write(struct unit *u, const struct person_index *x, struct err *e);
/* Takes the index away from this run. */
MUST_CHECK int person_index_drop(struct unit *u, int64_t run, struct err *e);

/* Runs whose index is to be made (they live, and have none) or dropped (they were replaced). */
struct person_index_run {
	int64_t run;
	bool made, replaced;
};
MUST_CHECK int person_index_runs(struct store *s, int (*each)(void *ctx, const struct person_index_run *), void *ctx,
				 struct err *e);
/* For a server, now and then: makes one missing index, or drops one. *done: there was something to do. */
MUST_CHECK int person_index_upkeep(const struct env *env, bool *done, struct err *e);

/* What a tag looks like in the entries: bits 62-32; the row's pos below. */
uint64_t person_index_tag(const struct key *k, const struct person_tag *t);

/* For verify. */
MUST_CHECK int person_index_check(struct store *s, const struct db_found *found, struct err *e);

#endif
