/* SPDX-License-Identifier: EUPL-1.2
 * Boundary files: whatever comes, the rings stay inside of the points, and what was read can be drawn. */
#include "coverage/geojson.h"
#include "coverage/map_shape.h"
#include "target.h"

static void draw(const struct geo *g, struct padan_arena *arena)
{
	struct map_part *parts = padan_arena_array(arena, g->nrings, sizeof(*parts));
	struct map_ward *w = padan_arena_array(arena, g->nfeatures, sizeof(*w));
	struct map_frame f;
	struct err e;
	size_t n = 0, wards = 0;

	PROMISE(parts && w);
	for (uint32_t i = 0; i < g->nfeatures; i++) {
		for (uint32_t k = 0; k < g->features[i].rings; k++) {
			const struct geo_ring *r = &g->rings[g->features[i].ring + k];

			PROMISE(r->first <= g->npoints && r->n <= g->npoints - r->first && r->n >= 3);
			parts[n++] = (struct map_part){ (uint32_t)wards, g->points + r->first, r->n, r->hole };
		}
		wards += g->features[i].rings > 0;
	}
	if (!wards)
		return;
	PROMISE(!map_place(parts, n, wards, &f, arena, &e));
	PROMISE(f.width > 0 && f.width <= MAP_GRID_MAX && f.height > 0 && f.height <= MAP_GRID_MAX);
	PROMISE(!map_draw(&f, 5, w, NULL, arena, &e));
	for (size_t i = 0; i < wards; i++)
		PROMISE(w[i].path.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_arena arena;
	struct err e;
	struct geo g;

	padan_arena_init(&arena, &padan_alloc_libc, 256 << 20);
	if (size <= 1 << 16 && !geojson_read(&g, (span){ (const char *)data, size }, &arena, &e))
		draw(&g, &arena);
	padan_arena_done(&arena);
	return 0;
}
