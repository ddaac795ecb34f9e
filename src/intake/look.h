/* SPDX-License-Identifier: EUPL-1.2
 *
 * A look at a list of any kind before it is used: what its columns mean, how many rows are green, yellow and red, what
 * was damaged, and the rows themselves one after the other. Needed columns may be missing: then it says so instead of
 * failing, and somebody maps them by hand.
 */
#ifndef INTAKE_LOOK_H
#define INTAKE_LOOK_H

#include "intake/check.h"
#include "tabular/list.h"

enum { LOOK_SAMPLES = 3 };

/* Texts live during the call. */
struct look_row {
	uint32_t no; /* as a spreadsheet shows it */
	struct checked is;
	uint32_t twin; /* row with the same NIK, seen before; 0 = none */
	span nik, name, born, village, job, id;
	const span *cells; /* as typed, ncell of them */
	uint32_t ncell;
};

struct look {
	struct list_info info;
	int64_t size; /* bytes of the file */
	int64_t light[LIGHTS], note[CHECK_NOTES_N];
	int64_t data, skipped; /* data + skipped == info.rows */
	bool ready;	       /* has the columns that its kind needs */
	uint64_t fingerprint;
	span (*sample)[LOOK_SAMPLES]; /* per column of info.titles: different values from the first rows, masked */
};

struct look_order {
	enum list_kind kind;
	const struct columns *columns; /* NULL: the program's own */
	/* May be NULL: nobody wants the rows. ERR_OK to go on. */
	int (*row)(void *ctx, const struct look_row *row, struct err *e);
	void *ctx;
};

/* ERR_UNREADABLE when it is no list at all; ERR_MACHINE; or what row() returned. Results live in the arena. */
MUST_CHECK int look_at_list(struct look *out, const struct seams *s, const char *path, const struct look_order *order,
			    struct padan_arena *arena, struct err *e);
/* The program's own alias table, to be given hand maps. */
MUST_CHECK int look_columns(struct columns *out, struct padan_arena *arena, struct err *e);

#endif
