/* SPDX-License-Identifier: EUPL-1.2
 *
 * A map and a line chart as SVG without a style of their own: classes of the house's style sheet and presentation
 * attributes, as its policy asks. Whatever is said in a picture stands in a table beside it. Pure.
 */
#ifndef COVERAGE_MAP_SVG_H
#define COVERAGE_MAP_SVG_H

#include "coverage/map_shape.h"

enum { SVG_CLASSES = 5 };

struct svg_ward {
	span code, path; /* path: of a map; empty: tiles */
	span district;	 /* its code, and what the tiles of it are called */
	span district_name;
	struct map_box box;
	span title; /* what is shown over it: name and figures */
	int shade;  /* 1 to SVG_CLASSES; 0: nothing known */
	bool far;   /* in the inset */
};

struct svg_map {
	const struct svg_ward *wards; /* those of one district stand together */
	size_t n;
	int width, height;    /* of the map's grid; tiles: not looked at */
	struct map_box inset; /* all zero: none */
	span label;	      /* for who cannot see it */
	const char *link;     /* in front of the code: "/wilayah/" */
	bool alone;	      /* only these wards are drawn: the map is cut to their boxes */
};
/* The wards of an imported boundary; those without a path are left out. */
void svg_map(struct buf *out, const struct svg_map *m);
/* Equal squares, district by district: where no boundary was imported. */
void svg_tiles(struct buf *out, const struct svg_map *m);

/* Values into five classes: limits[i] = the most of class i + 1. Whole steps of a fifth (0 to 100), or so that each has
 * about as many wards; equal values come into one class. Returns how many classes are in use. */
int svg_fifths(int64_t limits[SVG_CLASSES]);
int svg_shares(const int64_t *values, size_t n, int64_t limits[SVG_CLASSES], int64_t *scratch);
int svg_class(const int64_t limits[SVG_CLASSES], int used, int64_t value);

struct svg_point {
	const char *label; /* below: "Mei" */
	int64_t value[2];  /* two lines */
};
/* At most 24 points from 0 up; `label` for who cannot see it. */
void svg_lines(struct buf *out, const struct svg_point *p, size_t n, span label);

/* Text into SVG: & < > " escaped, control characters left out. */
void svg_text(struct buf *out, span s);

#endif
