/* SPDX-License-Identifier: EUPL-1.2
 *
 * Batches: the lists that offices sent, as the database keeps them. A batch never changes: what a look at it found is a
 * row of its own (the newest holds), and so is its end (withdrawn by an officer, or purged because the agreement under
 * which it was kept is over). Its bytes, where they are kept, stand encrypted beside it: intake/batch_bytes_store.h.
 *
 * A batch belongs to the region of whoever uploaded it; who works in another region does not see it.
 */
#ifndef INTAKE_BATCH_STORE_H
#define INTAKE_BATCH_STORE_H

#include "access/ledger_store.h"
#include "tabular/columns.h"

struct batch {
	int64_t id;
	enum list_kind kind;
	span office, letter, note, region, name; /* letter: number of the letter that came with it; name: of the file */
	date letter_on;				 /* DATE_NONE = not given */
	uint8_t sha256[32];
	int64_t size;
	int64_t permit; /* 0 = none needed */
	bool kept;	/* the bytes are here, unless it has ended */
	span actor;
	int64_t at_ms;
	span end, end_reason; /* "ditarik", "dihapus"; empty: it stands */
	int64_t end_ms;
};

struct batch_check {
	int64_t no; /* from 1 */
	span sheet;
	int64_t header_row;
	span titles, columns; /* one line for each column of the sheet; columns: its name, "" = none */
	uint64_t fingerprint; /* header_fingerprint of the titles */
	int64_t sheet_rows, data_rows, light[3];
	bool ready;		/* has the columns that its kind needs */
	span vintage, warnings; /* warnings: one sentence a line */
};

/* ERR_USAGE when there is none in this scope. Spans into the arena. */
MUST_CHECK int batch_find(struct store *s, int64_t id, span scope, struct batch *out, struct padan_arena *arena,
			  struct err *e);
/* Newest first. each: 0 goes on, else its value is returned. Spans live during the call. */
MUST_CHECK int batch_each(struct store *s, span scope, int (*each)(void *ctx, const struct batch *), void *ctx,
			  struct err *e);
/* A batch of this kind and content that stands: ERR_CONFLICT with its day, name and office. */
MUST_CHECK int batch_refuse_known(struct store *s, const uint8_t sha256[32], enum list_kind kind, struct err *e);
/* The newest look at it. Spans into the arena. */
MUST_CHECK int batch_last_check(struct store *s, int64_t id, struct batch_check *out, struct padan_arena *arena,
				struct err *e);
/* ERR_CONFLICT when the batch has ended, ERR_USAGE when its bytes were never kept. */
MUST_CHECK int batch_must_stand(const struct batch *b, struct err *e);

/* For apply. The file at `path` is read again where it is kept; ERR_CONFLICT when it is not the one that was looked at,
 * or one like it came meanwhile. */
MUST_CHECK int batch_store_add(struct unit *u, const struct batch *b, const struct batch_check *c, const char *path,
			       struct err *e);
/* Another look: its number is given here. */
MUST_CHECK int batch_store_look(struct unit *u, int64_t id, const struct batch_check *c, struct err *e);
/* how: "ditarik" or "dihapus". Its bytes are gone then. */
MUST_CHECK int batch_store_end(struct unit *u, int64_t id, const char *how, span reason, struct err *e);

/* Batches whose agreement is over on that day. */
struct batch_due {
	int64_t id;
	span kind, name, number;
	date over;
};
MUST_CHECK int batch_due_each(struct store *s, date on, int (*each)(void *ctx, const struct batch_due *), void *ctx,
			      struct err *e);

/* Columns mapped by hand, of this office and kind, into the arena: for list_spec.columns. */
MUST_CHECK int header_maps_of(struct store *s, span office, enum list_kind kind, struct columns *into,
			      struct padan_arena *arena, struct err *e);
MUST_CHECK int header_map_add(struct unit *u, span office, enum list_kind kind, const struct batch_check *c,
			      struct err *e);

/* For verify: every row against its event, every kept file against its digest. */
MUST_CHECK int batch_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif
