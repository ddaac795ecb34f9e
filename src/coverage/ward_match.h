/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which ward is a feature of a boundary file? Offices name their columns as they like, so the columns are found by what
 * stands in them: the one with ward codes of this city (73.71.01.1001, 7371011001), the one with ward names, the one
 * with district names. Codes of BPS have as many digits and mean others: where codes and names disagree more often than
 * not, names decide, within the district when it is told. Pure.
 */
#ifndef COVERAGE_WARD_MATCH_H
#define COVERAGE_WARD_MATCH_H

#include "coverage/geojson.h"
#include "person/region.h"

struct ward_found {
	int village;	    /* index into regions; -1: not understood */
	span named;	    /* the feature as its file calls it */
	const char *reason; /* when not understood */
};

/* The columns that were believed; empty: none. */
struct ward_columns {
	span code, name, district;
};

/* One answer for each feature, in the arena. Features with a fault keep it as their reason. */
MUST_CHECK int ward_match(const struct geo *g, const struct regions *r, struct ward_columns *columns,
			  struct ward_found **out, struct padan_arena *arena, struct err *e);

#endif
