/* SPDX-License-Identifier: EUPL-1.2
 *
 * Programme files (program.yaml) in the database, revision by revision, and the bounds from which a match is taken or
 * shown to a person. Both only grow (access/ledger_store.h), and both are locked while a draft of the programme is on
 * its way: from diverifikasi on its rules must be those under which it was computed. A stage that is decreed stays as
 * it is for good; another stage (`tahap`) of the same programme goes on.
 */
#ifndef PROGRAMME_PROGRAMME_STORE_H
#define PROGRAMME_PROGRAMME_STORE_H

#include "access/ledger_store.h"

struct programme_file {
	int64_t programme, no; /* no: revision, from 1 */
	int64_t stage;
	span text, note, actor, wilayah, nama;
	uint8_t sha256[32];
	int64_t at_ms;
};

/* Ten-thousandths. */
struct programme_bounds {
	int64_t no; /* 0: nobody has set any, these are the usual ones */
	int64_t found, review;
	span reason, actor;
	int64_t at_ms;
};
enum { BOUND_FOUND = 9900, BOUND_REVIEW = 300, BOUND_LEAST = 5000 };

/* The programme that `typed` names: its number (7K3M-...) or its name, ASCII case ignored. ERR_USAGE: none in the
 * caller's region, or several regions have one of that name. */
MUST_CHECK int programme_named(const struct env *env, span typed, int64_t *id, struct err *e);
/* no 0: the newest. ERR_USAGE when there is none. Spans into the arena. */
MUST_CHECK int programme_file_find(struct store *s, int64_t programme, int64_t no, struct programme_file *out,
				   struct padan_arena *arena, struct err *e);
/* The newest of each programme by name; with a programme all of it, newest first. each: 0 goes on. Spans live during
 * the call. */
MUST_CHECK int programme_file_each(struct store *s, int64_t programme,
				   int (*each)(void *ctx, const struct programme_file *), void *ctx, struct err *e);
/* For apply. f->no is given here; the same text as the newest is ERR_CONFLICT, a locked stage too. */
MUST_CHECK int programme_file_save(struct unit *u, const struct programme_file *f, int64_t *no, struct err *e);
/* May rules of this stage be changed? stage 0: of any stage that is not decreed yet. ERR_CONFLICT names the draft. */
MUST_CHECK int programme_unlocked(struct store *s, int64_t programme, int64_t stage, struct err *e);

/* Spans into the arena. */
MUST_CHECK int programme_bounds_find(struct store *s, int64_t programme, struct programme_bounds *out,
				     struct padan_arena *arena, struct err *e);
/* Newest first. */
MUST_CHECK int programme_bounds_each(struct store *s, int64_t programme,
				     int (*each)(void *ctx, const struct programme_bounds *), void *ctx, struct err *e);
/* ERR_USAGE: out of order, or below BOUND_LEAST. */
MUST_CHECK int programme_bounds_allowed(int64_t found, int64_t review, struct err *e);
/* For apply. ERR_CONFLICT: a draft is on its way. */
MUST_CHECK int programme_bounds_set(struct unit *u, int64_t programme, int64_t found, int64_t review, span reason,
				    struct err *e);

/* The programme's newest run; 0: none. */
MUST_CHECK int programme_newest_run(struct store *s, int64_t programme, int64_t *run, struct err *e);
/* Rows of a run by verdict and reasons, as words. */
MUST_CHECK int programme_reasons_each(struct store *s, int64_t run,
				      int (*each)(void *ctx, span putusan, span alasan, int64_t rows), void *ctx,
				      struct err *e);

/* For verify. */
MUST_CHECK int programme_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
