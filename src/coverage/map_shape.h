/* SPDX-License-Identifier: EUPL-1.2
 *
 * Wards from degrees to paths: onto a grid of MAP_GRID units along the longer side, islands far from the rest into an
 * inset below, fewer points (coverage/map_line.h), and the short form that an SVG path takes:
 *
 *   M120 44l3-8 12 5zM9 9l4 0 0 4z     one subpath for each line; holes run with fill-rule evenodd
 *
 * A ward whose lines all vanish is drawn as a small square where it lies, so that each can be seen and chosen. Pure.
 */
#ifndef COVERAGE_MAP_SHAPE_H
#define COVERAGE_MAP_SHAPE_H

#include "base/text.h"
#include "coverage/map_line.h"

enum { MAP_GRID = 2000, MAP_GAP = 60, MAP_DOT = 12, MAP_ISLE = 60 };

/* One line of a ward as the file has it. */
struct map_part {
	uint32_t ward; /* 0 to wards - 1 */
	const struct geo_point *at;
	uint32_t n;
	bool hole; /* in the line before it that is none */
};

struct map_box {
	int x0, y0, x1, y1;
};

/* On the grid, before lines are thinned. */
struct map_frame {
	int width, height;
	struct map_box inset; /* all zero: none */
	struct map_ring *rings;
	uint32_t *ward;	    /* of each ring */
	bool *far;	    /* each ring is in the inset */
	struct map_box *at; /* of each ward, for what vanishes */
	size_t n, wards;
};
MUST_CHECK int map_place(const struct map_part *parts, size_t n, size_t wards, struct map_frame *out,
			 struct padan_arena *arena, struct err *e);

struct map_ward {
	span path;
	struct map_box box; /* around what is drawn outside of the inset; of a ward that is in it alone, around that */
	bool far;	    /* in the inset alone */
};
/* One for each ward; `points` (may be NULL): how many stayed. */
MUST_CHECK int map_draw(const struct map_frame *f, int tolerance, struct map_ward *out, size_t *points,
			struct padan_arena *arena, struct err *e);

/* The next line of a path in this form: fills ring->at (room for `most`), moves `path` on. False: the end, or not of
 * this form. */
bool map_path_next(span *path, struct map_ring *ring, uint32_t most);

#endif
