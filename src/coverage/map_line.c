/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/map_line.h"

#include <padan/hash.h>

/* Each point of the grid that a line passes, with its neighbours on the first line; others make it a junction. */
struct spot {
	struct map_point at, a, b;
	bool used, junction;
};
struct spots {
	struct spot *slot;
	size_t mask;
};

static bool same(struct map_point a, struct map_point b)
{
	return a.x == b.x && a.y == b.y;
}

static bool before(struct map_point a, struct map_point b)
{
	return a.x < b.x || (a.x == b.x && a.y < b.y);
}

void map_ring_tidy(struct map_ring *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->n; i++)
		if (!n || !same(r->at[n - 1], r->at[i]))
			r->at[n++] = r->at[i];
	while (n > 1 && same(r->at[0], r->at[n - 1]))
		n--;
	r->n = n;
}

static struct spot *spot_of(const struct spots *s, struct map_point p)
{
	uint64_t h = padan_mix64(((uint64_t)(uint32_t)p.x << 32 | (uint32_t)p.y) + 1);
	size_t i = (size_t)h & s->mask;

	while (s->slot[i].used && !same(s->slot[i].at, p))
		i = (i + 1) & s->mask;
	return &s->slot[i];
}

static void pass(const struct spots *s, struct map_point p, struct map_point a, struct map_point b)
{
	struct spot *at = spot_of(s, p);

	if (!at->used)
		*at = (struct spot){ .at = p, .a = a, .b = b, .used = true };
	else if (!(same(at->a, a) && same(at->b, b)) && !(same(at->a, b) && same(at->b, a)))
		at->junction = true;
}

static struct map_point point_at(const struct map_ring *r, uint32_t i)
{
	return r->at[i % r->n];
}

static int find_junctions(struct spots *s, const struct map_ring *rings, size_t n, struct padan_arena *arena,
			  struct err *e)
{
	size_t points = 0, size = 16;

	for (size_t i = 0; i < n; i++)
		points += rings[i].n;
	while (size < points * 2)
		size *= 2;
	s->slot = padan_arena_array(arena, size, sizeof(*s->slot));
	s->mask = size - 1;
	if (!s->slot)
		return err_memory(e, "peta");
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < rings[i].n; k++)
			pass(s, rings[i].at[k], point_at(&rings[i], k + rings[i].n - 1), point_at(&rings[i], k + 1));
	return ERR_OK;
}

/* --- one border between two points -----------------------------------------------------------------------------------
 */
/* Points first..last of a ring (last may pass its end), read in either direction. */
struct arc {
	const struct map_ring *ring;
	uint32_t first, n;
	bool backwards;
};

static struct map_point arc_at(const struct arc *a, uint32_t i)
{
	return point_at(a->ring, a->first + (a->backwards ? a->n - 1 - i : i));
}

static uint32_t arc_place(const struct arc *a, uint32_t i)
{
	return (a->first + (a->backwards ? a->n - 1 - i : i)) % a->ring->n;
}

/* One direction for both wards: the end that comes first is the beginning. */
static struct arc arc_of(const struct map_ring *r, uint32_t first, uint32_t n)
{
	struct arc a = { r, first, n, false };

	for (uint32_t i = 0; i < n / 2; i++) {
		struct map_point x = arc_at(&a, i), y = arc_at(&a, n - 1 - i);

		if (same(x, y))
			continue;
		a.backwards = before(y, x);
		break;
	}
	return a;
}

/* Is p farther than the tolerance from the line a-b? *far: the larger, the farther (comparable for one a-b). */
static bool off_line(struct map_point p, struct map_point a, struct map_point b, int64_t tolerance, int64_t *far)
{
	int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y, px = (int64_t)p.x - a.x, py = (int64_t)p.y - a.y;
	int64_t length = dx * dx + dy * dy, cross = dx * py - dy * px;

	if (!length) {
		*far = px * px + py * py;
		return *far > tolerance * tolerance;
	}
	*far = cross < 0 ? -cross : cross;
	return *far * *far > tolerance * tolerance * length;
}

/* The farthest point between from and to; 0: all are near. */
static uint32_t farthest(const struct arc *a, uint32_t from, uint32_t to, int tolerance)
{
	struct map_point p = arc_at(a, from), q = arc_at(a, to);
	int64_t most = -1, far;
	uint32_t at = 0;

	for (uint32_t i = from + 1; i < to; i++)
		if (off_line(arc_at(a, i), p, q, tolerance, &far) && far > most) {
			most = far;
			at = i;
		}
	return at;
}

struct span_of_arc {
	uint32_t from, to;
};

/* Marks what stays of the arc, its ends aside. `stack` has room for its points. */
static void thin(const struct arc *a, int tolerance, bool *keep, struct span_of_arc *stack)
{
	size_t depth = 0;

	if (a->n > 2)
		stack[depth++] = (struct span_of_arc){ 0, a->n - 1 };
	while (depth) {
		struct span_of_arc s = stack[--depth];
		uint32_t at = farthest(a, s.from, s.to, tolerance);

		if (!at)
			continue;
		keep[arc_place(a, at)] = true;
		if (at - s.from > 1)
			stack[depth++] = (struct span_of_arc){ s.from, at };
		if (s.to - at > 1)
			stack[depth++] = (struct span_of_arc){ at, s.to };
	}
}

/* --- a ring --------------------------------------------------------------------------------------------------------
 */
/* A line without junctions: its first point of all, and the one farthest from it, hold it. */
static void hold_island(const struct map_ring *r, bool *keep)
{
	uint32_t first = 0, other = 0;
	int64_t most = -1;

	for (uint32_t i = 1; i < r->n; i++)
		if (before(r->at[i], r->at[first]))
			first = i;
	for (uint32_t i = 0; i < r->n; i++) {
		int64_t dx = (int64_t)r->at[i].x - r->at[first].x, dy = (int64_t)r->at[i].y - r->at[first].y;
		int64_t far = dx * dx + dy * dy;

		if (far > most || (far == most && before(r->at[i], r->at[other]))) {
			most = far;
			other = i;
		}
	}
	keep[first] = keep[other] = true;
}

static void thin_ring(const struct map_ring *r, int tolerance, bool *keep, bool *hold, struct span_of_arc *stack)
{
	uint32_t begin = 0, at;

	while (!hold[begin])
		begin++;
	at = begin;
	do {
		uint32_t n = 2;

		while (!hold[(at + n - 1) % r->n])
			n++;
		keep[at] = true;
		{
			struct arc a = arc_of(r, at, n);

			thin(&a, tolerance, keep, stack);
		}
		at = (at + n - 1) % r->n;
	} while (at != begin);
}

static int simplify_ring(const struct spots *s, const struct map_ring *from, struct map_ring *to, int tolerance,
			 struct padan_arena *arena)
{
	bool *keep = padan_arena_array(arena, from->n, 1), *hold = padan_arena_array(arena, from->n, 1);
	struct span_of_arc *stack = padan_arena_array(arena, from->n + 1, sizeof(*stack));
	bool any = false;

	to->at = padan_arena_array(arena, from->n, sizeof(*to->at));
	to->n = 0;
	if (!keep || !hold || !stack || !to->at)
		return ERR_MACHINE;
	if (from->n < 3)
		return ERR_OK;
	for (uint32_t i = 0; i < from->n; i++)
		any |= hold[i] = spot_of(s, from->at[i])->junction;
	if (!any)
		hold_island(from, hold);
	thin_ring(from, tolerance, keep, hold, stack);
	for (uint32_t i = 0; i < from->n; i++)
		if (keep[i])
			to->at[to->n++] = from->at[i];
	return ERR_OK;
}

int map_simplify(const struct map_ring *from, struct map_ring *to, size_t n, int tolerance, struct padan_arena *arena,
		 struct err *e)
{
	struct spots s;
	int rc = find_junctions(&s, from, n, arena, e);

	for (size_t i = 0; i < n && !rc; i++)
		if (simplify_ring(&s, &from[i], &to[i], tolerance, arena))
			rc = err_memory(e, "peta");
	return rc;
}
