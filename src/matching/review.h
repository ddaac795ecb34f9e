/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the room: answers while they are read and applied. review.c: sheets and what reviewers say; ward.c: what
 * wards say; heard.c: which of it holds.
 */
#ifndef MATCHING_REVIEW_H
#define MATCHING_REVIEW_H

#include "matching/answer.h"
#include "matching/heard.h"

struct answered {
	uint8_t what; /* 0, or one of SAID_NIK, SAID_REFUSE, SAID_DEAD */
	bool carried; /* from an earlier run */
	uint64_t nik;
	uint32_t file, list_row;
	span reasons; /* what the reviewer saw (column alasan) */
};

struct wanted {
	uint64_t nik;
	struct citizen who; /* nik 0 until the extract showed the person */
};

/* A ward's answer to one question about one row. */
struct statement {
	uint32_t row, reply; /* its line among the replies */
	uint8_t question;
	uint32_t said; /* one of enum match_said */
	uint64_t nik;  /* of SAID_CARD */
	span note;
	bool sure; /* a reviewer's: the name is not asked for */
};

struct match_answers {
	const struct match_rows *rows;
	const struct match_env *env; /* a copy of the caller's */
	struct answer_index *index;
	struct answered *row;	     /* per proposal row: the reviewer's */
	struct match_heard **before; /* per proposal row: carried; NULL = nothing was */
	struct match_heard **heard;  /* per proposal row, once applied */
	struct wanted *wanted;	     /* by nik, each once */
	uint32_t n_wanted;
	const span *runs;
	size_t n_runs;
	bool any_run;
	struct statement *statements;
	size_t n_statements, cap_statements;
	struct match_reply *replies;
	size_t n_replies, cap_replies;
	const char **file; /* base names of the sheets */
};

/* The sheet that is being read. */
struct answer_sheet {
	struct match_answers *a;
	struct list_info *info;
	uint32_t file;
	const char *name;
	bool looked; /* titles were looked through */
	int16_t at[16];
};

/* One more statement; the last reply is its. */
MUST_CHECK bool statement_add(struct match_answers *a, const struct statement *s);
/* A new reply, not applied yet; NULL when memory is refused. */
struct match_reply *reply_add(struct match_answers *a, const struct match_reply *r);
/* printf into the arena; empty when memory is refused. */
span answer_text(struct match_answers *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Where the ward's columns are. False: the sheet has none of them. */
bool ward_columns(struct answer_sheet *s);
MUST_CHECK int ward_line(struct answer_sheet *s, const struct list_row *row, struct err *e);
/* Puts the wards' statements over the findings and fills a->heard. */
MUST_CHECK int wards_apply(struct match_answers *a, struct finding *f, struct err *e);
/* The record of what holds for a row, made when it is asked for the first time; NULL when memory is refused. */
struct match_heard *heard_of(struct match_answers *a, uint32_t row);

#endif
