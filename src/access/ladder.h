/* SPDX-License-Identifier: EUPL-1.2
 *
 * From laptop to nation: on which rung a database stands, and whether it still fits there. The limits are those of
 * the design; "near" begins at seven tenths of a limit. Pure.
 */
#ifndef ACCESS_LADDER_H
#define ACCESS_LADDER_H

#include <stdbool.h>
#include <stdint.h>

enum rung { RUNG_FILE, RUNG_SERVER, RUNG_BEYOND };
enum fit { FIT_UNKNOWN, FIT_FINE, FIT_NEAR, FIT_OVER };

#define LADDER_PERSONS ((int64_t)10000000)  /* proposal rows in one file */
#define LADDER_COMMITS ((int64_t)100)	    /* a second, in one file */
#define LADDER_WAIT_US ((int64_t)250000)    /* p99 of the queue */
#define LADDER_BYTES   ((int64_t)8 << 40)   /* of one PostgreSQL */
#define LADDER_FILE    ((int64_t)100 << 30) /* of one file: beyond it a backup no longer fits a lunch break */

struct scale {
	bool server;		/* PostgreSQL */
	int64_t persons, bytes; /* bytes: -1 = not known */
	int64_t busiest;	/* events in the busiest second so far */
	int64_t syncs;		/* commits a second that the disk can do, measured now; -1 = not measured */
	int64_t wait_p99_us;	/* of the writer's queue; -1 = nobody holds the database */
};

struct ladder {
	enum rung rung;
	enum fit persons, bytes, busiest, syncs, wait, all; /* all: the worst of them */
};

void ladder_judge(const struct scale *s, struct ladder *out);
const char *rung_word(enum rung r);
const char *fit_word(enum fit f);
/* What to do next, one sentence. */
const char *ladder_advice(const struct ladder *l);

#endif
