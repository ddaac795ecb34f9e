/* SPDX-License-Identifier: EUPL-1.2
 *
 * Imported boundaries, and the names of the wards. A boundary is added and never changed; the newest of a region is the
 * one that is drawn. Its rows are bound into the event of its import.
 */
#ifndef COVERAGE_BOUNDARY_STORE_H
#define COVERAGE_BOUNDARY_STORE_H

#include "access/open_store.h"
#include "coverage/map_shape.h"
#include "person/region.h"

struct boundary_ward {
	span code, path;
	struct map_box box;
	bool far;
};
struct boundary_fault {
	int64_t feature; /* from 1 */
	span named, reason;
};
struct boundary {
	int64_t id;
	span region, name; /* name: of the file */
	unsigned char sha256[32];
	int64_t features, nwards, nfaults, tolerance, at_ms;
	int width, height;
	struct map_box inset;
	const struct boundary_ward *wards; /* by code */
	const struct boundary_fault *faults;
};

/* For apply. Its counts are those of its arrays. */
MUST_CHECK int boundary_store_add(struct unit *u, const struct boundary *b, struct err *e);
/* The boundary in force, in the arena; id 0: none. With wards, `faults` likewise when they are asked for. */
MUST_CHECK int boundary_store_newest(struct store *s, span region, bool faults, struct boundary *out,
				     struct padan_arena *arena, struct err *e);
/* For verify. */
MUST_CHECK int boundary_store_check(struct store *s, const struct db_found *found, struct err *e);

struct ward_name {
	span code, name, district, district_name;
};
/* For apply: all wards of the city that are not known yet. */
MUST_CHECK int ward_store_add(struct unit *u, const struct regions *r, struct err *e);
/* The known wards below a code (a city, a district, a ward), by code, in the arena. */
MUST_CHECK int ward_store_list(struct store *s, span below, struct ward_name **out, size_t *n,
			       struct padan_arena *arena, struct err *e);
/* The codes of a place and all below it: from `below` up to, without, *end (in the arena). */
MUST_CHECK int ward_range(span below, span *end, struct padan_arena *arena, struct err *e);
/* The region of the newest run, in the arena; empty: there is none. */
MUST_CHECK int ward_newest_region(const struct env *env, span *out, struct err *e);

#endif
