/* SPDX-License-Identifier: EUPL-1.2
 * A made-up city for tests of the map: wards in a grid, borders that wander, shared point by point by both sides. */
#ifndef TESTS_COVERAGE_CITY_H
#define TESTS_COVERAGE_CITY_H

#include "check.h"

#include "coverage/geojson.h"
#include "coverage/map_shape.h"
#include <padan/hash.h>
#include <stdio.h>

enum { CITY_STEPS = 12 }; /* points of one border */

struct city_border {
	int x0, y0, x1, y1; /* corners, in cells */
};

static inline int city_noise(int x, int y, int i, int which)
{
	uint64_t key[] = { (uint64_t)x, (uint64_t)y, (uint64_t)i, (uint64_t)which };

	return (int)(padan_hash(key, sizeof(key), 7) % 1801) - 900;
}

/* The points of a border after its first corner, in the direction asked for; the same ones from either side. */
static inline void city_line(struct buf *out, struct city_border b, int size, int wide, int high)
{
	bool turned = b.x1 < b.x0 || b.y1 < b.y0;
	struct city_border c = turned ? (struct city_border){ b.x1, b.y1, b.x0, b.y0 } : b;
	bool outer = (c.y0 == c.y1 && (c.y0 == 0 || c.y0 == high)) || (c.x0 == c.x1 && (c.x0 == 0 || c.x0 == wide));

	for (int k = 1; k <= CITY_STEPS; k++) {
		int i = turned ? CITY_STEPS - k : k;
		int x = (c.x0 * (CITY_STEPS - i) + c.x1 * i) * (size / CITY_STEPS);
		int y = (c.y0 * (CITY_STEPS - i) + c.y1 * i) * (size / CITY_STEPS);
		bool inner = i > 0 && i < CITY_STEPS && !outer;

		x += inner && c.x0 == c.x1 ? city_noise(c.x0, c.y0, i, 1) : 0;
		y += inner && c.y0 == c.y1 ? city_noise(c.x0, c.y0, i, 2) : 0;
		buf_printf(out, "%s[%.6f,%.6f]", out->p[out->n - 1] == '[' ? "" : ",", 119 + x / 1e6, -5 + y / 1e6);
	}
}

/* One ward as a Polygon geometry. */
static inline void city_ward(struct buf *out, int x, int y, int size, int wide, int high)
{
	buf_puts(out, "{\"type\":\"Polygon\",\"coordinates\":[[");
	city_line(out, (struct city_border){ x, y, x + 1, y }, size, wide, high);
	city_line(out, (struct city_border){ x + 1, y, x + 1, y + 1 }, size, wide, high);
	city_line(out, (struct city_border){ x + 1, y + 1, x, y + 1 }, size, wide, high);
	city_line(out, (struct city_border){ x, y + 1, x, y }, size, wide, high);
	buf_puts(out, "]]}");
}

#endif
