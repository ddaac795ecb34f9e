/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/map_svg.h"

#include <stdlib.h>

enum {
	TILE = 44, /* side of a square and its gap */
	TILE_GAP = 4,
	TILE_ROW = 13,	 /* squares of one row */
	TILE_LABEL = 26, /* height of a district's name */
	MARGIN = 10,
	CHART_W = 640,
	CHART_H = 240,
	CHART_LEFT = 64,
	CHART_RIGHT = 22,
	CHART_TOP = 14,
	CHART_BOTTOM = 34,
	CHART_LINES = 4,
};

void svg_text(struct buf *out, span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '<')
			buf_puts(out, "&lt;");
		else if (c == '>')
			buf_puts(out, "&gt;");
		else if (c == '"')
			buf_puts(out, "&quot;");
		else if (c >= ' ' && c != 127)
			buf_putc(out, (char)c);
	}
}

/* --- the map -------------------------------------------------------------------------------------------------------
 */
static void begin(struct buf *out, const char *css, struct map_box view, span label)
{
	int w = view.x1 - view.x0, h = view.y1 - view.y0;

	buf_printf(out,
		   "<svg class=\"%s\" viewBox=\"%d %d %d %d\" width=\"%d\" height=\"%d\" role=\"group\" aria-label=\"",
		   css, view.x0, view.y0, w, h, w, h);
	svg_text(out, label);
	buf_puts(out, "\">");
}

/* Everything, or the boxes of the wards alone. */
static struct map_box view_of(const struct svg_map *m)
{
	struct map_box v = { 0, 0, m->width, m->height };
	bool any = false;

	for (size_t i = 0; m->alone && i < m->n; i++) {
		const struct map_box *b = &m->wards[i].box;

		if (!m->wards[i].path.n)
			continue;
		if (!any)
			v = *b;
		any = true;
		v.x0 = b->x0 < v.x0 ? b->x0 : v.x0;
		v.y0 = b->y0 < v.y0 ? b->y0 : v.y0;
		v.x1 = b->x1 > v.x1 ? b->x1 : v.x1;
		v.y1 = b->y1 > v.y1 ? b->y1 : v.y1;
	}
	if (any)
		v = (struct map_box){ v.x0 - MARGIN, v.y0 - MARGIN, v.x1 + MARGIN, v.y1 + MARGIN };
	return v;
}

/* Links of a picture are for the pointer; whoever goes by keys finds the same ones in the table beside it. */
static void put_ward(struct buf *out, const struct svg_ward *w, const char *link)
{
	buf_printf(out, "<a href=\"%s", link);
	svg_text(out, w->code);
	buf_printf(out, "\" tabindex=\"-1\"><path class=\"k%d\" d=\"", w->shade);
	svg_text(out, w->path);
	buf_puts(out, "\"><title>");
	svg_text(out, w->title);
	buf_puts(out, "</title></path></a>");
}

void svg_map(struct buf *out, const struct svg_map *m)
{
	bool inset = m->inset.x1 > 0;

	begin(out, "map", view_of(m), m->label);
	if (inset && !m->alone)
		buf_printf(out, "<rect class=\"inset-box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", m->inset.x0,
			   m->inset.y0, m->inset.x1 - m->inset.x0, m->inset.y1 - m->inset.y0);
	for (size_t i = 0; i < m->n; i++)
		if (m->wards[i].path.n)
			put_ward(out, &m->wards[i], m->link);
	buf_puts(out, "</svg>");
}

/* --- tiles ---------------------------------------------------------------------------------------------------------
 */
static size_t district_end(const struct svg_map *m, size_t i)
{
	size_t end = i;

	while (end < m->n && padan_span_eq(m->wards[end].district, m->wards[i].district))
		end++;
	return end;
}

static int tiles_height(const struct svg_map *m)
{
	int y = MARGIN;

	for (size_t i = 0, end; i < m->n; i = end) {
		end = district_end(m, i);
		y += TILE_LABEL + (int)((end - i + TILE_ROW - 1) / TILE_ROW) * TILE + MARGIN;
	}
	return y;
}

static void put_tile(struct buf *out, const struct svg_ward *w, const char *link, int x, int y)
{
	char path[96];
	struct svg_ward square = *w;
	struct buf b;

	buf_init(&b, out->from, sizeof(path));
	buf_printf(&b, "M%d %dh%dv%dh-%dz", x, y, TILE - TILE_GAP, TILE - TILE_GAP, TILE - TILE_GAP);
	square.path = buf_as_span(&b);
	put_ward(out, &square, link);
	out->failed |= b.failed;
	buf_done(&b);
}

void svg_tiles(struct buf *out, const struct svg_map *m)
{
	int y = MARGIN;

	begin(out, "map tiles", (struct map_box){ 0, 0, TILE_ROW * TILE + 2 * MARGIN, tiles_height(m) }, m->label);
	for (size_t i = 0, end; i < m->n; i = end) {
		end = district_end(m, i);
		buf_printf(out, "<text x=\"%d\" y=\"%d\">", MARGIN, y + TILE_LABEL - 8);
		svg_text(out, m->wards[i].district_name);
		buf_puts(out, "</text>");
		y += TILE_LABEL;
		for (size_t k = i; k < end; k++)
			put_tile(out, &m->wards[k], m->link, MARGIN + (int)((k - i) % TILE_ROW) * TILE,
				 y + (int)((k - i) / TILE_ROW) * TILE);
		y += (int)((end - i + TILE_ROW - 1) / TILE_ROW) * TILE + MARGIN;
	}
	buf_puts(out, "</svg>");
}

/* --- classes -------------------------------------------------------------------------------------------------------
 */
int svg_fifths(int64_t limits[SVG_CLASSES])
{
	for (int i = 0; i < SVG_CLASSES; i++)
		limits[i] = (i + 1) * 20;
	return SVG_CLASSES;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int svg_shares(const int64_t *values, size_t n, int64_t limits[SVG_CLASSES], int64_t *scratch)
{
	int used = 0;

	if (!n)
		return 0;
	memcpy(scratch, values, n * sizeof(*values));
	qsort(scratch, n, sizeof(*scratch), by_value);
	for (size_t i = 1; i <= SVG_CLASSES; i++) {
		int64_t most = scratch[(n * i + SVG_CLASSES - 1) / SVG_CLASSES - 1];

		if (!used || most > limits[used - 1])
			limits[used++] = most;
	}
	return used;
}

int svg_class(const int64_t limits[SVG_CLASSES], int used, int64_t value)
{
	int i = 0;

	while (i < used - 1 && value > limits[i])
		i++;
	return used ? i + 1 : 0;
}

/* --- lines ---------------------------------------------------------------------------------------------------------
 */
/* A round number not below v that four steps divide. */
static int64_t ceiling_of(int64_t v)
{
	static const int64_t steps[] = { 4, 8, 12, 20, 40 };
	int64_t unit = 1;

	for (;; unit *= 10)
		for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
			if (steps[i] * unit >= v || unit > (int64_t)1 << 50)
				return steps[i] * unit;
}

static int chart_x(size_t i, size_t n)
{
	int width = CHART_W - CHART_LEFT - CHART_RIGHT;

	return CHART_LEFT + (n > 1 ? (int)(i * (size_t)width / (n - 1)) : width / 2);
}

static int chart_y(int64_t value, int64_t top)
{
	int height = CHART_H - CHART_TOP - CHART_BOTTOM;

	return CHART_TOP + height - (int)(value * height / top);
}

static void put_number(struct buf *out, int64_t v)
{
	if (v >= 1000)
		put_number(out, v / 1000);
	buf_printf(out, v >= 1000 ? ".%03d" : "%d", (int)(v % 1000));
}

static void put_grid(struct buf *out, int64_t top)
{
	for (int i = 0; i <= CHART_LINES; i++) {
		int64_t v = top * i / CHART_LINES;
		int y = chart_y(v, top);

		buf_printf(out, "<path class=\"grid\" d=\"M%d %dH%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
			   CHART_LEFT, y, CHART_W - CHART_RIGHT, CHART_LEFT - 8, y + 4);
		put_number(out, v);
		buf_puts(out, "</text>");
	}
}

static void put_line(struct buf *out, const struct svg_point *p, size_t n, int which, int64_t top)
{
	buf_printf(out, "<path class=\"line%d\" fill=\"none\" d=\"", which);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%c%d %d", i ? 'L' : 'M', chart_x(i, n), chart_y(p[i].value[which], top));
	buf_puts(out, "\"/>");
	for (size_t i = 0; i < n; i++)
		if (which)
			buf_printf(out, "<path class=\"dot%d\" d=\"M%d %dh8v8h-8z\"/>", which, chart_x(i, n) - 4,
				   chart_y(p[i].value[which], top) - 4);
		else
			buf_printf(out, "<circle class=\"dot%d\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", which, chart_x(i, n),
				   chart_y(p[i].value[which], top));
}

void svg_lines(struct buf *out, const struct svg_point *p, size_t n, span label)
{
	int64_t most = 1, top;

	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 2; k++)
			most = p[i].value[k] > most ? p[i].value[k] : most;
	top = ceiling_of(most);
	buf_printf(out,
		   "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"",
		   CHART_W, CHART_H, CHART_W, CHART_H);
	svg_text(out, label);
	buf_puts(out, "\">");
	put_grid(out, top);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", chart_x(i, n), CHART_H - 12,
			   p[i].label);
	put_line(out, p, n, 0, top);
	put_line(out, p, n, 1, top);
	buf_puts(out, "</svg>");
}
