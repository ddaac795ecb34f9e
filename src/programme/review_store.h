/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people decide about doubtful rows of a draft, one by one, while they look at them (the sheets of --tinjauan are
 * the other way: matching/heard.h). A row waits for somebody when its putusan is `tinjau` or a condition stands. Its
 * last answer holds; every earlier one stays, with who, when and why. Two who answer at once meet on the key of the
 * table: one of them gets ERR_CONFLICT with what the other said, and nothing is lost.
 *
 * Answers flow into the next run of the same programme and stage (selection/carried_store.h). One that was given while
 * that run was being computed goes along into it (review_store_follow).
 */
#ifndef PROGRAMME_REVIEW_STORE_H
#define PROGRAMME_REVIEW_STORE_H

#include "programme/run_store.h"

/* What is asked about a row; in this order when several are. The numbers stand in SQL_review_queue. */
enum review_kind { REVIEW_IDENTITY, REVIEW_CARD, REVIEW_DEATH, REVIEW_CRITERION, REVIEW_KINDS };
/* What may be answered; REVIEW_UNDO: the question is open again. Words as stored. */
enum review_said { REVIEW_NIK, REVIEW_REFUSE, REVIEW_DEAD, REVIEW_ALIVE, REVIEW_UNDO, REVIEW_SAID_N };
const char *review_word(enum review_said s); /* "NIK", "TOLAK", "MENINGGAL", "HIDUP", "URUNG" */

enum { REVIEW_TAKE_MS = 15 * 60 * 1000, REVIEW_ANSWERS = 1000 };

struct review_answer {
	int64_t run, pos, no; /* no: from 0, for each row */
	enum review_said said;
	int64_t origin; /* draft in which it was given; 0 = this one */
	int64_t account;
	span actor, reason;
	span nik;  /* of REVIEW_NIK */
	span seen; /* the row's reasons (alasan) at that time */
	int64_t at_ms;
};

enum review_state { REVIEW_OPEN, REVIEW_ANSWERED, REVIEW_BOTH };
struct review_filter {
	int64_t run;
	span district;	    /* code; empty: all */
	int kind;	    /* enum review_kind; -1: all */
	int state;	    /* enum review_state */
	int64_t doubt, pos; /* go on behind this row; -1, -1: from the beginning */
	int64_t most;
};

/* A row of the queue; the most doubtful first: `doubt` = distance of its chance from one half, in ten-thousandths. */
struct review_item {
	int64_t pos, doubt;
	enum review_kind kind;
	struct run_row row;
	enum review_said said; /* REVIEW_UNDO: nothing holds */
	span by;	       /* of the last answer */
	int64_t at_ms;
	bool taken; /* somebody looks at it */
	span taken_by;
	int64_t taken_account;
};

/* Inside one snapshot. each: 0 goes on, else its value is returned; spans live during the call. */
MUST_CHECK int review_store_queue(struct store *s, const struct review_filter *f,
				  int (*each)(void *ctx, const struct review_item *), void *ctx, struct err *e);
/* The first open row behind f's place that nobody else is looking at; *pos -1: none. f's place moves to it. */
MUST_CHECK int review_store_next(const struct env *env, struct review_filter *f, int64_t *pos, struct err *e);
struct review_count {
	span district;
	enum review_kind kind;
	int64_t rows, answered;
};
MUST_CHECK int review_store_counts(struct store *s, int64_t run, int (*each)(void *ctx, const struct review_count *),
				   void *ctx, struct err *e);

/* All rows of the run by what matching said and by chance in hundredths; `chance`: their sum, ten-thousandths. */
struct review_sum {
	span padan;
	int64_t bucket, rows, chance;
};
MUST_CHECK int review_store_sums(struct store *s, int64_t run, int (*each)(void *ctx, const struct review_sum *),
				 void *ctx, struct err *e);

/* --- one row --------------------------------------------------------------------------------------------------- */
/* Its answers in their order. */
MUST_CHECK int review_store_answers(struct store *s, int64_t run, int64_t pos,
				    int (*each)(void *ctx, const struct review_answer *), void *ctx, struct err *e);
/* The last answer of every row of the run that has one, by row. */
MUST_CHECK int review_store_last(struct store *s, int64_t run, int (*each)(void *ctx, const struct review_answer *),
				 void *ctx, struct err *e);
/* May rows of this run be answered? ERR_CONFLICT: it is replaced, or beyond a draft. */
MUST_CHECK int review_store_open(const struct run_info *r, struct err *e);
/* For apply. a->no says which number it is to have: ERR_CONFLICT when somebody was quicker. Ends the taking. */
MUST_CHECK int review_store_answer(struct unit *u, const struct review_answer *a, struct err *e);

/* Who looks at the row: false, nobody (any more). by: in the arena of env. */
MUST_CHECK int review_store_taken(const struct env *env, int64_t run, int64_t pos, bool *taken, int64_t *account,
				  span *by, struct err *e);
/* For apply: the actor looks at it, for a quarter of an hour. ERR_CONFLICT: somebody else does. */
MUST_CHECK int review_store_take(struct unit *u, int64_t run, int64_t pos, struct err *e);

/* --- the next run ---------------------------------------------------------------------------------------------- */
/* For apply of a run that replaces another: answers that came to the replaced one since `known` (its answers that the
 * plan saw, by pos, last number each) go along. where: the row of the new run, -1: it is not there any more. */
struct review_known {
	int64_t pos, no;
};
struct review_follow {
	int64_t from, to;
	const struct review_known *known;
	size_t n;
	int64_t (*where)(void *ctx, int64_t pos);
	void *ctx;
};
MUST_CHECK int review_store_follow(struct unit *u, const struct review_follow *f, struct err *e);

/* --- checking -------------------------------------------------------------------------------------------------- */
enum { REVIEW_FIELD_COUNT = 2 }; /* sealed: nik, alasan */
struct key_place review_place(int64_t run, int64_t pos, int64_t no);
/* For verify: every answer against its event. */
MUST_CHECK int review_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
