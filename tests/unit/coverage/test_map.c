/* SPDX-License-Identifier: EUPL-1.2
 * Boundary files read, wards recognised, lines thinned without a gap. */
#include "city.h"

#include "base/embed.h"
#include "base/seam.h"
#include "coverage/map_svg.h"
#include "coverage/ward_match.h"
#include <stdlib.h>

static struct padan_arena arena;

static int begin(void **state)
{
	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	return 0;
}

static int end(void **state)
{
	(void)state;
	padan_arena_done(&arena);
	return 0;
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
#define FEATURE(geometry, properties)                                                                                  \
	"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":" geometry                   \
	",\"properties\":" properties "}]}"
#define SQUARE "{\"type\":\"Polygon\",\"coordinates\":[[[119.1,-5.1],[119.2,-5.1,7],[1.192E2,-5.0],[119.1,-5.1]]]}"

static void test_reads(void **state)
{
	struct geo g;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
		geojson_read(&g,
			     SPAN("\xef\xbb\xbf" FEATURE(SQUARE, "{\"kode\":\"73.71\",\"nama\":\"Pa\\u0027"
								 "ba\\\"eng\",\"luas\":1.5,\"x\":null,\"y\":[1]}")),
			     &arena, &e),
		ERR_OK);
	assert_int_equal(g.nfeatures, 1);
	assert_null(g.features[0].fault);
	assert_int_equal(g.features[0].rings, 1);
	assert_int_equal(g.rings[0].n, 3); /* the repeated last point is gone */
	assert_int_equal(g.points[0].x, 119100000);
	assert_int_equal(g.points[0].y, -5100000);
	assert_int_equal(g.points[2].x, 119200000);
	assert_int_equal(g.features[0].properties, 3);
	assert_true(padan_span_eq(g.properties[1].value, SPAN("Pa'ba\"eng")));
	assert_true(padan_span_eq(g.properties[2].value, SPAN("1.5")));
}

static void test_rounds_to_millionths(void **state)
{
	struct geo g;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(geojson_read(&g,
				      SPAN(FEATURE("{\"coordinates\":[[[119.1234564999999,-5.1234565],[0.0000005,-0],"
						   "[12e-7,1]]],\"type\":\"Polygon\"}",
						   "{}")),
				      &arena, &e),
			 ERR_OK);
	assert_int_equal(g.points[0].x, 119123456);
	assert_int_equal(g.points[0].y, -5123457);
	assert_int_equal(g.points[1].x, 1);
	assert_int_equal(g.points[1].y, 0);
	assert_int_equal(g.points[2].x, 1);
}

/* A feature that is not understood says why, and the file goes on. */
static void test_feature_faults(void **state)
{
	static const struct {
		const char *geometry, *why;
	} cases[] = {
		{ "null", "tanpa geometri" },
		{ "{\"type\":\"Point\",\"coordinates\":[1,2]}", "bukan Polygon" },
		{ "{\"type\":\"GeometryCollection\",\"geometries\":[]}", "bukan Polygon" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[769000.5,9430000],[769100,9430000],[769100,9430100]]]}",
		  "WGS84" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4]]]}", "kurang dari tiga titik" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[1,2],[3,4],[5,6]]}", "susunan" },
		{ "{\"type\":\"MultiPolygon\",\"coordinates\":[[[1,2],[3,4],[5,6]]]}", "susunan" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3],[5,6]]]}", "susunan" },
		{ "{\"type\":\"Polygon\",\"coordinates\":[]}", "susunan" },
		{ "{\"type\":\"Polygon\"}", "susunan" },
	};
	struct buf b;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct geo g;
		struct err e = { 0 };

		buf_init(&b, NULL, 1 << 16);
		buf_printf(&b,
			   "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":%s},{\"geometry\":" SQUARE
			   "}]}",
			   cases[i].geometry);
		if (geojson_read(&g, buf_as_span(&b), &arena, &e))
			fail_msg("%s: %s", cases[i].geometry, e.text);
		assert_int_equal(g.nfeatures, 2);
		if (!g.features[0].fault || !strstr(g.features[0].fault, cases[i].why))
			fail_msg("%s: %s", cases[i].geometry, g.features[0].fault);
		assert_int_equal(g.features[0].rings, 0);
		assert_null(g.features[1].fault);
		assert_int_equal(g.features[1].rings, 1);
		buf_done(&b);
	}
}

/* What is no file of this kind names the feature, the line and the reason. */
static void test_file_faults(void **state)
{
	static const struct {
		const char *text, *why, *where;
	} cases[] = {
		{ "", "bukan JSON", "baris 1" },
		{ "kode,nama\n", "bukan JSON", "" },
		{ "{\"type\":\"Topology\",\"objects\":{}}", "TopoJSON", "" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[]}", "tidak berisi satu fitur", "" },
		{ "{\"features\":[{},\n{\"id\":tru}]}", "nilai tidak dikenal", "fitur ke-2, baris 2" },
		{ "{\"features\":[{}\n\n{}]}", "koma", "fitur ke-1, baris 3" },
		{ "{\"features\":[{\"properties\":{\"a\":\"b", "tidak ditutup", "fitur ke-1" },
		{ "{\"features\":[{\"properties\":{\"a\":\"\\q\"}}]}", "garis miring", "fitur ke-1" },
		{ "{\"features\":[{\"properties\":{\"a\":\"\\u12\"}}]}", "\\u", "fitur ke-1" },
		{ "{\"features\":[{}]} x", "sesudah penutup", "" },
	};
	struct geo g;
	char deep[200] = "{\"features\":[{\"x\":";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = { 0 };

		assert_int_equal(geojson_read(&g, padan_span_of(cases[i].text), &arena, &e), ERR_UNREADABLE);
		if (!strstr(e.text, cases[i].why) || !strstr(e.text, cases[i].where))
			fail_msg("%s: %s", cases[i].text, e.text);
	}
	memset(deep + strlen(deep), '[', 100);
	{
		struct err e = { 0 };

		assert_int_equal(geojson_read(&g, padan_span_of(deep), &arena, &e), ERR_UNREADABLE);
		assert_non_null(strstr(e.text, "terlalu dalam"));
	}
}

/* --- which ward ----------------------------------------------------------------------------------------------------
 */
static struct regions city_of(const char *code)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
					 embedded_file("wilayah/villages.csv") };
	struct regions r;
	struct err e = { 0 };

	if (regions_read(&r, padan_span_of(code), &t, &arena, &e))
		fail_msg("%s", e.text);
	return r;
}

/* n features with these properties each, as printf makes them from the village. */
static struct ward_found *match_all(const struct regions *r, void (*put)(struct buf *, const struct regions *, int),
				    struct ward_columns *c, int n)
{
	struct ward_found *found;
	struct err e = { 0 };
	struct geo g;
	struct buf b;
	span text;

	buf_init(&b, NULL, 1 << 22);
	buf_puts(&b, "{\"features\":[");
	for (int i = 0; i < n; i++) {
		buf_puts(&b, i ? ",{\"geometry\":" SQUARE ",\"properties\":{"
			       : "{\"geometry\":" SQUARE ",\"properties\":{");
		put(&b, r, i);
		buf_puts(&b, "}}");
	}
	buf_puts(&b, "]}");
	text = (span){ padan_arena_copy(&arena, b.p, b.n), b.n };
	buf_done(&b);
	if (geojson_read(&g, text, &arena, &e) || ward_match(&g, r, c, &found, &arena, &e))
		fail_msg("%s", e.text);
	return found;
}

static void put_plain(struct buf *b, const struct regions *r, int i)
{
	const char *c = r->village[i].code;

	buf_printf(b, "\"OBJECTID\":%d,\"NAMOBJ\":\"%.*s\",\"KDEPUM\":\"%.2s%.2s%.2s%.4s\"", i,
		   (int)r->village[i].name.n, r->village[i].name.p, c, c + 3, c + 6, c + 9);
}

/* BPS: as many digits, the ward of another number; some of them happen to be codes of ours. */
static void put_bps(struct buf *b, const struct regions *r, int i)
{
	const struct place_name *v = &r->village[i], *other = &r->village[(i + 1) % r->villages];

	buf_printf(b, "\"kode\":\"%s\",\"DESA\":\"KEL. %.*s\",\"KECAMATAN\":\"%.*s\"", other->code, (int)v->name.n,
		   v->name.p, (int)r->district[v->district].name.n, r->district[v->district].name.p);
}

static void put_nothing(struct buf *b, const struct regions *r, int i)
{
	(void)r;
	if (i == 0)
		buf_puts(b, "\"KDEPUM\":\"7372991001\",\"NAMOBJ\":\"Antah\"");
	else
		put_plain(b, r, i);
}

static void test_wards_by_what_stands_there(void **state)
{
	struct regions r = city_of("73.72");
	struct ward_columns c;
	struct ward_found *f;

	(void)state;
	f = match_all(&r, put_plain, &c, r.villages);
	assert_true(padan_span_eq(c.code, SPAN("KDEPUM")));
	assert_true(padan_span_eq(c.name, SPAN("NAMOBJ")));
	for (int i = 0; i < r.villages; i++)
		assert_int_equal(f[i].village, i);
	f = match_all(&r, put_bps, &c, r.villages);
	assert_int_equal(c.code.n, 0); /* names do not agree with the codes: names decide */
	assert_true(padan_span_eq(c.district, SPAN("KECAMATAN")));
	for (int i = 0; i < r.villages; i++)
		assert_int_equal(f[i].village, i);
	f = match_all(&r, put_nothing, &c, r.villages);
	assert_int_equal(f[0].village, -1);
	assert_non_null(strstr(f[0].reason, "kode 7372991001 tidak ada di Kota Parepare"));
	assert_int_equal(f[1].village, 1);
}

/* --- lines ---------------------------------------------------------------------------------------------------------
 */
enum { WIDE = 6, HIGH = 5, CELL = 12000 };

static struct map_part *grid_parts(struct geo *g, size_t *n)
{
	struct map_part *parts;
	struct err e = { 0 };
	struct buf b;
	span text;

	buf_init(&b, NULL, 1 << 22);
	buf_puts(&b, "{\"features\":[");
	for (int i = 0; i < WIDE * HIGH; i++) {
		buf_puts(&b, i ? ",{\"geometry\":" : "{\"geometry\":");
		city_ward(&b, i % WIDE, i / WIDE, CELL, WIDE, HIGH);
		buf_puts(&b, "}");
	}
	buf_puts(&b, "]}");
	text = (span){ padan_arena_copy(&arena, b.p, b.n), b.n };
	buf_done(&b);
	if (geojson_read(g, text, &arena, &e))
		fail_msg("%s", e.text);
	parts = padan_arena_array(&arena, g->nrings, sizeof(*parts));
	for (uint32_t f = 0; f < g->nfeatures; f++) {
		if (g->features[f].fault)
			fail_msg("%s", g->features[f].fault);
		parts[f] = (struct map_part){ f, g->points + g->rings[f].first, g->rings[f].n, false };
	}
	*n = g->nrings;
	return parts;
}

struct edge {
	int x0, y0, x1, y1;
};

static int by_edge(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct edge));
}

/* Every edge of the drawn wards, its ends in one order. */
static size_t edges_of(const struct map_ward *w, size_t wards, struct edge *out, size_t most)
{
	struct map_ring r = { padan_arena_array(&arena, 4096, sizeof(*r.at)), 0 };
	size_t n = 0;

	for (size_t i = 0; i < wards; i++)
		for (span path = w[i].path; map_path_next(&path, &r, 4096);)
			for (uint32_t k = 0; k < r.n; k++) {
				struct map_point a = r.at[k], b = r.at[(k + 1) % r.n];
				bool turned = b.x < a.x || (b.x == a.x && b.y < a.y);

				assert_true(n < most);
				out[n++] = turned ? (struct edge){ b.x, b.y, a.x, a.y }
						  : (struct edge){ a.x, a.y, b.x, b.y };
			}
	qsort(out, n, sizeof(*out), by_edge);
	return n;
}

/* Every border inside of the city is drawn by both wards with the same points, at each tolerance. */
static void test_neighbours_do_not_gape(void **state)
{
	struct map_ward *drawn = padan_arena_array(&arena, WIDE * HIGH, sizeof(*drawn));
	struct edge *edges = padan_arena_array(&arena, 20000, sizeof(*edges));
	size_t parts_n, before = 0;
	struct err e = { 0 };
	struct map_frame f;
	struct geo g;
	struct map_part *parts = grid_parts(&g, &parts_n);

	(void)state;
	assert_int_equal(map_place(parts, parts_n, WIDE * HIGH, &f, &arena, &e), ERR_OK);
	assert_int_equal(f.inset.x1, 0);
	for (int tolerance = 0; tolerance <= 64; tolerance = tolerance ? tolerance * 2 : 1) {
		size_t points, n;

		assert_int_equal(map_draw(&f, tolerance, drawn, &points, &arena, &e), ERR_OK);
		n = edges_of(drawn, WIDE * HIGH, edges, 20000);
		assert_int_equal(n, points);
		assert_true(!before || points <= before);
		before = points;
		for (size_t i = 0, k; i < n; i = k) {
			bool rim = (edges[i].x0 == edges[i].x1 &&
				    (edges[i].x0 == MAP_DOT || edges[i].x0 == f.width - MAP_DOT)) ||
				   (edges[i].y0 == edges[i].y1 &&
				    (edges[i].y0 == MAP_DOT || edges[i].y0 == f.height - MAP_DOT));

			for (k = i; k < n && !by_edge(&edges[k], &edges[i]); k++)
				;
			if (k - i != (rim ? 1 : 2))
				fail_msg("tolerance %d: %d,%d-%d,%d is drawn %zu times", tolerance, edges[i].x0,
					 edges[i].y0, edges[i].x1, edges[i].y1, k - i);
		}
	}
	assert_true(before <= WIDE * HIGH * 6); /* something was thinned */
}

static struct map_point ring_points[] = { { 0, 0 }, { 10, 1 }, { 20, 0 }, { 20, 20 }, { 10, 19 }, { 0, 20 } };

static void test_tolerance_is_a_distance(void **state)
{
	struct map_ring from = { ring_points, 6 }, to;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(map_simplify(&from, &to, 1, 0, &arena, &e), ERR_OK);
	assert_int_equal(to.n, 6);
	assert_int_equal(map_simplify(&from, &to, 1, 1, &arena, &e), ERR_OK);
	assert_int_equal(to.n, 4);
	assert_int_equal(map_simplify(&from, &to, 1, 1000, &arena, &e), ERR_OK);
	assert_int_equal(to.n, 2); /* nothing is left of it: map_draw puts a dot there */
}

/* Far islands go into the inset, large enough to be hit; a ward that vanishes is a dot. */
static void test_islands(void **state)
{
	static const struct geo_point main_land[] = { { 119400000, -5200000 },
						      { 119500000, -5200000 },
						      { 119500000, -5100000 },
						      { 119400000, -5100000 } },
				      speck[] = { { 119450000, -5150000 },
						  { 119450010, -5150000 },
						  { 119450000, -5150010 } },
				      isle[] = { { 119100000, -5000000 },
						 { 119101000, -5000000 },
						 { 119100000, -5001000 } };
	const struct map_part parts[] = { { 0, main_land, 4, false }, { 1, speck, 3, false }, { 2, isle, 3, false } };
	struct map_ward w[3];
	struct map_frame f;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(map_place(parts, 3, 3, &f, &arena, &e), ERR_OK);
	assert_int_equal(map_draw(&f, 4, w, NULL, &arena, &e), ERR_OK);
	assert_false(w[0].far);
	assert_true(w[2].far);
	assert_true(f.inset.y0 >= w[0].box.y1);
	assert_true(w[2].box.x0 >= f.inset.x0 && w[2].box.x1 <= f.inset.x1 && w[2].box.y1 <= f.inset.y1);
	assert_true(w[2].box.x1 - w[2].box.x0 >= MAP_ISLE / 2);
	assert_int_equal(w[1].box.x1 - w[1].box.x0, MAP_DOT);
	assert_true(w[1].path.n > 0);
	assert_true(f.height > f.inset.y1);
}

/* --- the picture ---------------------------------------------------------------------------------------------------
 */
static void test_classes(void **state)
{
	static const int64_t values[] = { 5, 1, 9, 3, 7, 7, 7, 2, 8, 4 }, equal[] = { 3, 3, 3 };
	int64_t limits[SVG_CLASSES], scratch[10];

	(void)state;
	assert_int_equal(svg_shares(values, 10, limits, scratch), 4); /* 7 fills two of the five */
	assert_int_equal(svg_class(limits, 4, 1), 1);
	assert_int_equal(svg_class(limits, 4, 7), 3);
	assert_int_equal(svg_class(limits, 4, 9), 4);
	assert_int_equal(svg_shares(equal, 3, limits, scratch), 1);
	assert_int_equal(svg_class(limits, 1, 3), 1);
	assert_int_equal(svg_shares(equal, 0, limits, scratch), 0);
	assert_int_equal(svg_fifths(limits), 5);
	assert_int_equal(svg_class(limits, 5, 20), 1);
	assert_int_equal(svg_class(limits, 5, 21), 2);
	assert_int_equal(svg_class(limits, 5, 100), 5);
}

static void test_nothing_escapes(void **state)
{
	const struct svg_ward w = { .code = SPAN("73\"><script>"),
				    .path = SPAN("M1 1l1 1 1 1z"),
				    .title = SPAN("<b>&\"'"),
				    .district_name = SPAN("</text><x>"),
				    .shade = 2 };
	const struct svg_map m = {
		.wards = &w, .n = 1, .width = 10, .height = 10, .label = SPAN("\"<a>"), .link = "/w/"
	};
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1 << 16);
	svg_map(&b, &m);
	svg_tiles(&b, &m);
	assert_false(b.failed);
	assert_null(strstr(b.p, "<script"));
	assert_null(strstr(b.p, "<b>"));
	assert_null(strstr(b.p, "<x>"));
	assert_null(strstr(b.p, "style="));
	assert_non_null(strstr(b.p, "<title>&lt;b&gt;&amp;&quot;'</title>"));
	buf_done(&b);
}

/* The city's real boundaries, where they are at hand. */
static void test_real_cities(void **state)
{
	static const struct {
		const char *code;
		int wards;
		bool inset;
	} cities[] = { { "73.71", 153, true }, { "73.72", 22, false }, { "73.73", 48, false } };
	const char *dir = getenv("LINDUNG_DATA");

	(void)state;
	for (size_t i = 0; i < sizeof(cities) / sizeof(*cities); i++) {
		struct map_part *parts;
		struct ward_found *found;
		struct ward_columns c;
		struct regions r;
		struct map_frame f;
		struct geo g;
		char path[400];
		struct err e = { 0 };
		struct buf b;

		snprintf(path, sizeof(path), "%s/batas/kel_%s.geojson", dir ? dir : SOURCE_ROOT "/../shared/data",
			 cities[i].code);
		buf_init(&b, NULL, 32 << 20);
		if (file_read(seams_real(), path, 32 << 20, &b, &e)) {
			buf_done(&b);
			skip();
		}
		r = city_of(cities[i].code);
		if (geojson_read(&g, buf_as_span(&b), &arena, &e) || ward_match(&g, &r, &c, &found, &arena, &e))
			fail_msg("%s", e.text);
		parts = padan_arena_array(&arena, g.nrings, sizeof(*parts));
		assert_int_equal(g.nfeatures, cities[i].wards);
		for (uint32_t k = 0; k < g.nfeatures; k++) {
			if (found[k].village < 0)
				fail_msg("%s", found[k].reason);
			for (uint32_t ring = 0; ring < g.features[k].rings; ring++) {
				const struct geo_ring *at = &g.rings[g.features[k].ring + ring];

				parts[g.features[k].ring + ring] =
					(struct map_part){ k, g.points + at->first, at->n, at->hole };
			}
		}
		assert_int_equal(map_place(parts, g.nrings, g.nfeatures, &f, &arena, &e), ERR_OK);
		assert_int_equal(f.inset.x1 > 0, cities[i].inset);
		{
			struct map_ward *w = padan_arena_array(&arena, g.nfeatures, sizeof(*w));
			struct edge *edges = padan_arena_array(&arena, 20000, sizeof(*edges));
			size_t once[2], n, k;

			/* what both sides drew before, both sides draw after */
			for (int tolerance = 0; tolerance < 2; tolerance++) {
				assert_int_equal(map_draw(&f, tolerance * 6, w, NULL, &arena, &e), ERR_OK);
				n = edges_of(w, g.nfeatures, edges, 20000);
				once[tolerance] = 0;
				for (size_t at = 0; at < n; at = k) {
					for (k = at; k < n && !by_edge(&edges[k], &edges[at]); k++)
						;
					once[tolerance] += k - at == 1;
				}
			}
			assert_true(once[1] <= once[0]);
			for (uint32_t k2 = 0; k2 < g.nfeatures; k2++)
				assert_true(w[k2].path.n > 8);
		}
		buf_done(&b);
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(test_reads),
		T(test_rounds_to_millionths),
		T(test_feature_faults),
		T(test_file_faults),
		T(test_wards_by_what_stands_there),
		T(test_neighbours_do_not_gape),
		T(test_tolerance_is_a_distance),
		T(test_islands),
		T(test_classes),
		T(test_nothing_escapes),
		T(test_real_cities),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
