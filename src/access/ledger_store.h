/* SPDX-License-Identifier: EUPL-1.2
 *
 * Ledgers: tables whose rows are added and never changed. Each row is bound, when it is written, into the event of its
 * transaction by one fact: object "PREFIX/KEY[/KEY...]" with the row's key columns as numbers, and the digest of the
 * whole row. verify reads the rows again and finds what was changed, added or taken away behind the program's back.
 */
#ifndef ACCESS_LEDGER_STORE_H
#define ACCESS_LEDGER_STORE_H

#include "access/open_store.h"

struct ledger {
	const char *prefix; /* at most 12 letters: "permit" */
	const char *what;   /* what a row is called in findings: "izin data" */
	enum sql_id add;    /* INSERT of all columns */
	enum sql_id list;   /* SELECT of all columns in the same order, all rows */
	int keys, columns;  /* the first `keys` (1 or 2) are the key, numbers; columns at most 20 */
};

/* For apply: one row and its fact. Two rows of one key: ERR_CONFLICT. At most 60 rows in one transaction. */
MUST_CHECK int ledger_add(struct store *s, const struct ledger *l, const struct db_value *row, struct err *e);
/* For verify. */
MUST_CHECK int ledger_check(struct store *s, const struct ledger *l, const struct db_found *found, struct err *e);
/* A number for a new row, twelve letters long as a text (programme/run_store.h: run_id_text). Never 0. */
int64_t ledger_new_id(const struct seams *s);
/* The day in central Indonesia (UTC+8) when the caller told none. */
date ledger_today(const struct env *env);

#endif
