/* SPDX-License-Identifier: EUPL-1.2
 *
 * GeoJSON (RFC 7946) as far as ward boundaries need it: a FeatureCollection of Polygon and MultiPolygon in degrees
 * (WGS84). Read in one pass without a tree, in memory that grows with the points alone. What is no JSON, or beyond a
 * limit (base/limits.h: LIM_GEO_*), fails as a whole; a feature that is not understood keeps its reason, and the next
 * one is read. Pure.
 */
#ifndef COVERAGE_GEOJSON_H
#define COVERAGE_GEOJSON_H

#include "base/err.h"
#include "base/text.h"

struct geo_point {
	int32_t x, y; /* longitude, latitude in millionths of a degree */
};

/* A closed line; its last point is not repeated. */
struct geo_ring {
	uint32_t first, n; /* into points */
	bool hole;
};

/* A member of a feature's properties, or its "id": strings unescaped, numbers as written, the rest left out. */
struct geo_property {
	span key, value;
};

struct geo_feature {
	uint32_t property, properties; /* into properties */
	uint32_t ring, rings;	       /* into rings */
	const char *fault;	       /* why it is not understood; NULL: it is */
};

struct geo {
	struct geo_feature *features;
	struct geo_property *properties;
	struct geo_ring *rings;
	struct geo_point *points;
	uint32_t nfeatures, nproperties, nrings, npoints;
	uint32_t cap[4]; /* of the four arrays */
};

/* All of it lives in the arena, or points into `text`. ERR_UNREADABLE names feature, line and reason. */
MUST_CHECK int geojson_read(struct geo *out, span text, struct padan_arena *arena, struct err *e);

#endif
