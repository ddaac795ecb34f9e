/* SPDX-License-Identifier: EUPL-1.2
 *
 * The permissions ledger: under which agreement a source may be used, for what, kept or not, from day to day. Rows are
 * only added (access/ledger_store.h); an agreement that ends early gets a second row that says so.
 *
 * Which lists need one: what another office owns and lends (the registry, the poverty data, BPJS's members, payrolls).
 * Proposals, the registry office's answers, decrees and reviewers' answers are the office's own.
 */
#ifndef INTAKE_PERMIT_STORE_H
#define INTAKE_PERMIT_STORE_H

#include "access/ledger_store.h"
#include "tabular/columns.h"

enum permit_state { PERMIT_AHEAD, PERMIT_IN_FORCE, PERMIT_OVER, PERMIT_ENDED };

struct permit {
	int64_t id;
	span source, holder, number, purpose, uses; /* source: list_kind_name; uses: words joined by commas */
	bool keeps;
	date agreed_on, starts, ends; /* both ends included */
	date ended_on;		      /* before its time; from that day on it does not hold. DATE_NONE: no */
	span end_reason;
	int64_t used; /* lists of runs */
};

enum permit_state permit_state(const struct permit *p, date on);
const char *permit_state_label(enum permit_state s); /* "berlaku" */
/* Does a list of this kind need an agreement? */
bool permit_needed(enum list_kind kind);

/* By source, the longest-lasting first. each: 0 goes on, else its value is returned. Spans live during the call. */
MUST_CHECK int permit_each(struct store *s, int (*each)(void *ctx, const struct permit *), void *ctx, struct err *e);
/* ERR_USAGE when there is none. Spans into the arena. */
MUST_CHECK int permit_find(struct store *s, int64_t id, struct permit *out, struct padan_arena *arena, struct err *e);
/* The agreement under which this source may be used for `use` on that day; of several the one that lets it be kept,
 * then the longest. ERR_CONFLICT when there is none, saying whether there never was one, or since when it has ended, or
 * that it allows other uses only. Spans into the arena. */
MUST_CHECK int permit_in_force(struct store *s, enum list_kind kind, const char *use, date on, struct permit *out,
			       struct padan_arena *arena, struct err *e);

/* For apply. p->id is the new row's. ERR_CONFLICT: this source has an agreement of that number. */
MUST_CHECK int permit_store_add(struct unit *u, const struct permit *p, struct err *e);
/* ERR_CONFLICT: ended already. */
MUST_CHECK int permit_store_end(struct unit *u, int64_t id, date on, span reason, struct err *e);

/* Which run used which list under which agreement. */
struct permit_use {
	int64_t permit, batch; /* 0 = none */
	span list, name;
	uint8_t sha256[32];
	int64_t rows;
};
enum { PERMIT_USES_MAX = 48 }; /* of one run */
MUST_CHECK int permit_use_add(struct unit *u, int64_t run, const struct permit_use *use, size_t n, struct err *e);
struct permit_used {
	int64_t run, batch, rows, at_ms, stage; /* batch 0: given for this run only */
	span list, name, number, holder, programme;
};
/* Newest first. */
MUST_CHECK int permit_use_each(struct store *s, int (*each)(void *ctx, const struct permit_used *), void *ctx,
			       struct err *e);

/* For verify. */
MUST_CHECK int permit_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
