/* SPDX-License-Identifier: EUPL-1.2
 *
 * What an office says about itself on its letters (papers/letter_office.h), in the database: the text of instansi.yaml
 * and two pictures, revision by revision; the newest of a region holds. Nothing here is changed
 * (access/ledger_store.h). */
#ifndef PROGRAMME_LETTERHEAD_STORE_H
#define PROGRAMME_LETTERHEAD_STORE_H

#include "access/ledger_store.h"

struct letterhead {
	int64_t no; /* from 1 */
	span region, text, note, actor;
	span crest, state_crest; /* PNG; empty: none */
	int64_t at_ms;
};

/* The newest of the region, else the newest of an office without one. *found false: there is none. Spans into the
 * arena. */
MUST_CHECK int letterhead_find(struct store *s, span region, struct letterhead *out, bool *found,
			       struct padan_arena *arena, struct err *e);
/* Newest first, without pictures. each: 0 goes on. Spans live during the call. */
MUST_CHECK int letterhead_each(struct store *s, int (*each)(void *ctx, const struct letterhead *), void *ctx,
			       struct err *e);
/* For apply. Number, actor and time are given here. */
MUST_CHECK int letterhead_store_add(struct unit *u, const struct letterhead *l, struct err *e);
/* For verify. */
MUST_CHECK int letterhead_check(struct store *s, const struct db_found *found, struct err *e);

#endif
