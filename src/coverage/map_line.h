/* SPDX-License-Identifier: EUPL-1.2
 *
 * Closed lines on a grid, drawn with fewer points, so that neighbours do not gape (docs/adr/1301). A point where the
 * lines through it part, or one begins, is a junction and stays. Between two junctions a border has one direction and
 * one set of points whichever ward it belongs to, so both sides drop the same ones (Douglas-Peucker). Pure.
 */
#ifndef COVERAGE_MAP_LINE_H
#define COVERAGE_MAP_LINE_H

#include "base/err.h"
#include <padan/alloc.h>
#include <stdbool.h>
#include <stdint.h>

struct map_point {
	int32_t x, y; /* on the grid: below MAP_GRID_MAX */
};
enum { MAP_GRID_MAX = 30000 };

struct map_ring {
	struct map_point *at;
	uint32_t n; /* the last point is not the first again; below 3: nothing is left of it */
};

/* Equal points behind each other become one. */
void map_ring_tidy(struct map_ring *r);
/* `to` rings from `from` (both n) without the points that lie within `tolerance` of the line that is left; the arrays
 * of `to` live in the arena. */
MUST_CHECK int map_simplify(const struct map_ring *from, struct map_ring *to, size_t n, int tolerance,
			    struct padan_arena *arena, struct err *e);

#endif
