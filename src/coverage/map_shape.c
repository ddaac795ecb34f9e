/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/map_shape.h"

#include "coverage/geojson.h"

enum {
	FAR = 27000, /* millionths of a degree, some 3 km: what lies farther from the rest is another group */
	WHOLE = 75,  /* a main part that takes this share of both sides needs no inset */
	INSET = 45,  /* share of the map's longer side that the inset may take */
	PATH_MAX = 1 << 20
};

struct extent {
	double x0, y0, x1, y1;
	bool any;
};

/* Degrees to the plane: shorter towards the poles. By the same steps on every machine: cosine by its series. */
struct plane {
	double x, y, across; /* origin (upper left), cosine of the latitude */
	double unit;	     /* millionths of a degree for one step of the grid */
	double at_x, at_y;   /* where the origin comes to lie */
};

static double cosine(double degrees)
{
	double x = degrees * 0.017453292519943295, q = x * x;

	return 1 - q / 2 * (1 - q / 12 * (1 - q / 30 * (1 - q / 56)));
}

static void stretch(struct extent *b, double x, double y)
{
	if (!b->any)
		*b = (struct extent){ x, y, x, y, true };
	b->x0 = x < b->x0 ? x : b->x0;
	b->x1 = x > b->x1 ? x : b->x1;
	b->y0 = y < b->y0 ? y : b->y0;
	b->y1 = y > b->y1 ? y : b->y1;
}

static struct extent extent_of(const struct map_part *p)
{
	struct extent b = { .any = false };

	for (uint32_t i = 0; i < p->n; i++)
		stretch(&b, p->at[i].x, p->at[i].y);
	return b;
}

static void join(struct extent *all, const struct extent *one)
{
	if (!one->any)
		return;
	stretch(all, one->x0, one->y0);
	stretch(all, one->x1, one->y1);
}

/* --- groups of land ------------------------------------------------------------------------------------------------
 */
static size_t group_of(size_t *parent, size_t i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

static bool near(const struct extent *a, const struct extent *b)
{
	return a->x0 - FAR <= b->x1 && b->x0 - FAR <= a->x1 && a->y0 - FAR <= b->y1 && b->y0 - FAR <= a->y1;
}

struct land {
	struct extent *part;
	size_t *group, n;
};

static size_t largest_group(struct land *l)
{
	size_t best = 0, most = 0;

	for (size_t i = 0; i < l->n; i++) {
		size_t count = 0;

		if (group_of(l->group, i) != i)
			continue;
		for (size_t k = 0; k < l->n; k++)
			count += group_of(l->group, k) == i;
		if (count > most) {
			most = count;
			best = i;
		}
	}
	return best;
}

/* far[i]: part i is drawn in the inset. */
static void part_land(struct land *l, bool *far, struct extent *main, struct extent *rest)
{
	struct extent all = { .any = false };
	size_t home;

	for (size_t i = 0; i < l->n; i++)
		l->group[i] = i;
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < i; k++)
			if (near(&l->part[i], &l->part[k]))
				l->group[group_of(l->group, i)] = group_of(l->group, k);
	home = l->n ? largest_group(l) : 0;
	*main = *rest = all;
	for (size_t i = 0; i < l->n; i++) {
		far[i] = group_of(l->group, i) != home;
		join(far[i] ? rest : main, &l->part[i]);
		join(&all, &l->part[i]);
	}
	if (!rest->any || ((main->x1 - main->x0) * 100 >= (all.x1 - all.x0) * WHOLE &&
			   (main->y1 - main->y0) * 100 >= (all.y1 - all.y0) * WHOLE)) {
		memset(far, 0, l->n);
		*main = all;
		rest->any = false;
	}
}

/* --- onto the grid -------------------------------------------------------------------------------------------------
 */
static int whole(double v)
{
	int n = (int)(v + 0.5);

	return n < 0 ? 0 : n > MAP_GRID_MAX ? MAP_GRID_MAX : n;
}

/* The extent so that its longer side (its height counts at least) takes `long_side` steps. */
static struct plane plane_of(const struct extent *b, double long_side, double at_x, double at_y)
{
	double across = cosine((b->y0 + b->y1) / 2 / 1000000), w = (b->x1 - b->x0) * across, h = b->y1 - b->y0;
	double side = w > h ? w : h;

	return (struct plane){ b->x0, b->y1, across, side > 0 ? side / long_side : 1, at_x, at_y };
}

static int across(const struct plane *p, double x)
{
	return whole((x - p->x) * p->across / p->unit + p->at_x);
}

static int down(const struct plane *p, double y)
{
	return whole((p->y - y) / p->unit + p->at_y);
}

static void around(struct map_box *b, struct map_point p)
{
	if (b->x1 < b->x0)
		*b = (struct map_box){ p.x, p.y, p.x, p.y };
	b->x0 = p.x < b->x0 ? p.x : b->x0;
	b->x1 = p.x > b->x1 ? p.x : b->x1;
	b->y0 = p.y < b->y0 ? p.y : b->y0;
	b->y1 = p.y > b->y1 ? p.y : b->y1;
}

/* An island of the inset too small to be hit is drawn larger, about its middle. */
static double larger(const struct plane *p, const struct extent *b)
{
	double w = (b->x1 - b->x0) * p->across / p->unit, h = (b->y1 - b->y0) / p->unit, side = w > h ? w : h;

	return side >= MAP_ISLE ? 1 : side < 1 ? MAP_ISLE : MAP_ISLE / side;
}

static void project(const struct map_part *part, const struct plane *p, const struct extent *b, double scale,
		    struct map_ring *out)
{
	double mx = (b->x0 + b->x1) / 2, my = (b->y0 + b->y1) / 2;

	out->n = part->n;
	for (uint32_t i = 0; i < part->n; i++)
		out->at[i] = (struct map_point){ across(p, mx + (part->at[i].x - mx) * scale),
						 down(p, my + (part->at[i].y - my) * scale) };
	map_ring_tidy(out);
}

static struct map_box box_of(const struct map_ring *r)
{
	struct map_box b = { 0, 0, -1, -1 };

	for (uint32_t i = 0; i < r->n; i++)
		around(&b, r->at[i]);
	return b;
}

struct placing {
	const struct map_part *parts;
	struct land land;
	struct plane main, inset;
	struct map_frame *out;
};

static int put_rings(struct placing *x, struct padan_arena *arena)
{
	struct map_frame *f = x->out;

	for (size_t i = 0, outer = 0; i < f->n; i++) {
		const struct plane *p;
		struct map_box b;

		outer = x->parts[i].hole ? outer : i;
		f->far[i] = f->far[outer];
		p = f->far[i] ? &x->inset : &x->main;
		f->ward[i] = x->parts[i].ward;
		f->rings[i].at = padan_arena_array(arena, x->parts[i].n, sizeof(struct map_point));
		if (!f->rings[i].at)
			return ERR_MACHINE;
		project(&x->parts[i], p, &x->land.part[outer], f->far[i] ? larger(p, &x->land.part[outer]) : 1,
			&f->rings[i]);
		b = box_of(&f->rings[i]);
		around(&f->at[f->ward[i]], (struct map_point){ (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2 });
	}
	return ERR_OK;
}

/* Where main part and inset lie: one below the other, the inset at the left. */
static void lay_out(struct placing *x, const struct extent *main, const struct extent *rest)
{
	struct map_frame *f = x->out;
	const double pad = MAP_ISLE;

	x->main = plane_of(main, MAP_GRID, MAP_DOT, MAP_DOT);
	f->width = across(&x->main, main->x1) + MAP_DOT;
	f->height = down(&x->main, main->y0) + MAP_DOT;
	f->inset = (struct map_box){ 0, 0, 0, 0 };
	if (!rest->any)
		return;
	x->inset = plane_of(rest, MAP_GRID * INSET / 100, pad + MAP_DOT, f->height + MAP_GAP + pad);
	f->inset = (struct map_box){ MAP_DOT, f->height + MAP_GAP, across(&x->inset, rest->x1) + (int)pad,
				     down(&x->inset, rest->y0) + (int)pad };
	f->height = f->inset.y1 + MAP_DOT;
	f->width = f->inset.x1 + MAP_DOT > f->width ? f->inset.x1 + MAP_DOT : f->width;
}

int map_place(const struct map_part *parts, size_t n, size_t wards, struct map_frame *out, struct padan_arena *arena,
	      struct err *e)
{
	struct placing x = { .parts = parts, .out = out };
	struct extent main, rest;

	*out = (struct map_frame){ .n = n, .wards = wards };
	out->rings = padan_arena_array(arena, n, sizeof(*out->rings));
	out->ward = padan_arena_array(arena, n, sizeof(*out->ward));
	out->far = padan_arena_array(arena, n, sizeof(*out->far));
	out->at = padan_arena_array(arena, wards, sizeof(*out->at));
	x.land = (struct land){ padan_arena_array(arena, n, sizeof(struct extent)),
				padan_arena_array(arena, n, sizeof(size_t)), n };
	if (!out->rings || !out->ward || !out->far || !out->at || !x.land.part || !x.land.group)
		return err_memory(e, "peta");
	for (size_t i = 0; i < wards; i++)
		out->at[i] = (struct map_box){ 0, 0, -1, -1 };
	for (size_t i = 0; i < n; i++)
		x.land.part[i] = extent_of(&parts[i]);
	part_land(&x.land, out->far, &main, &rest);
	lay_out(&x, &main, &rest);
	return put_rings(&x, arena) ? err_memory(e, "peta") : ERR_OK;
}

/* --- paths ---------------------------------------------------------------------------------------------------------
 */
static void put_step(struct buf *out, int v, bool first)
{
	if (!first && v >= 0)
		buf_putc(out, ' ');
	buf_i64(out, v);
}

static void put_ring(struct buf *out, const struct map_ring *r)
{
	buf_putc(out, 'M');
	put_step(out, r->at[0].x, true);
	put_step(out, r->at[0].y, false);
	for (uint32_t i = 1; i < r->n; i++) {
		if (i == 1)
			buf_putc(out, 'l');
		put_step(out, r->at[i].x - r->at[i - 1].x, i == 1);
		put_step(out, r->at[i].y - r->at[i - 1].y, false);
	}
	buf_putc(out, 'z');
}

static void put_dot(struct buf *out, const struct map_box *at, struct map_ward *w)
{
	int x = (at->x0 + at->x1) / 2 - MAP_DOT / 2, y = (at->y0 + at->y1) / 2 - MAP_DOT / 2;
	struct map_point corner[] = { { x, y }, { x + MAP_DOT, y }, { x + MAP_DOT, y + MAP_DOT }, { x, y + MAP_DOT } };
	struct map_ring r = { corner, 4 };

	put_ring(out, &r);
	w->box = (struct map_box){ x, y, x + MAP_DOT, y + MAP_DOT };
}

/* The lines of one ward, which stand together: rings first to last - 1. */
static void put_ward(const struct map_frame *f, const struct map_ring *rings, size_t first, size_t last,
		     struct map_ward *w, struct buf *out)
{
	bool home = false, drawn = false;

	for (size_t i = first; i < last; i++)
		home |= rings[i].n >= 3 && !f->far[i];
	w->far = !home;
	w->box = (struct map_box){ 0, 0, -1, -1 };
	for (size_t i = first; i < last; i++) {
		struct map_box b = box_of(&rings[i]);

		if (rings[i].n < 3)
			continue;
		drawn = true;
		put_ring(out, &rings[i]);
		if (f->far[i] && home)
			continue;
		around(&w->box, (struct map_point){ b.x0, b.y0 });
		around(&w->box, (struct map_point){ b.x1, b.y1 });
	}
	if (drawn)
		return;
	w->far = first < last && f->far[first];
	put_dot(out, &f->at[f->ward[first]], w);
}

int map_draw(const struct map_frame *f, int tolerance, struct map_ward *out, size_t *points, struct padan_arena *arena,
	     struct err *e)
{
	struct map_ring *thin = padan_arena_array(arena, f->n, sizeof(*thin));
	struct buf path;
	int rc = thin ? map_simplify(f->rings, thin, f->n, tolerance, arena, e) : err_memory(e, "peta");

	if (points)
		*points = 0;
	buf_init(&path, arena->from, PATH_MAX);
	for (size_t first = 0, last; first < f->n && !rc; first = last) {
		struct map_ward *w = &out[f->ward[first]];

		for (last = first; last < f->n && f->ward[last] == f->ward[first]; last++)
			if (points)
				*points += thin[last].n;
		buf_clear(&path);
		put_ward(f, thin, first, last, w, &path);
		w->path = (span){ padan_arena_copy(arena, path.p ? path.p : "", path.n), path.n };
		if (path.failed || !w->path.p)
			rc = err_memory(e, "peta");
	}
	buf_done(&path);
	return rc;
}

static bool next_number(span *s, int *v)
{
	int sign = 1, n = 0;
	bool any = false;

	while (s->n && *s->p == ' ')
		s->p++, s->n--;
	if (s->n && *s->p == '-') {
		sign = -1;
		s->p++, s->n--;
	}
	for (; s->n && *s->p >= '0' && *s->p <= '9' && n <= MAP_GRID_MAX; s->p++, s->n--, any = true)
		n = n * 10 + (*s->p - '0');
	*v = sign * n;
	return any;
}

static bool next_point(span *s, struct map_point *p)
{
	int x, y;

	if (!next_number(s, &x) || !next_number(s, &y))
		return false;
	*p = (struct map_point){ x, y };
	return true;
}

static bool next_letter(span *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	s->p++, s->n--;
	return true;
}

bool map_path_next(span *path, struct map_ring *r, uint32_t most)
{
	struct map_point step;

	r->n = 0;
	if (!most || !next_letter(path, 'M') || !next_point(path, &r->at[r->n++]) || !next_letter(path, 'l'))
		return false;
	while (!next_letter(path, 'z')) {
		if (r->n == most || !next_point(path, &step))
			return false;
		r->at[r->n] = (struct map_point){ r->at[r->n - 1].x + step.x, r->at[r->n - 1].y + step.y };
		r->n++;
	}
	return true;
}
