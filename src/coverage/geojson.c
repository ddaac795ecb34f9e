/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/geojson.h"

#include "base/limits.h"

enum { MICRO = 6, DIGITS_MAX = 18, DEGREE = 1000000, ARRAYS = 4 };
/* What an array of coordinates is, by how deep its numbers lie. */
enum depth { DEPTH_POINT, DEPTH_RING, DEPTH_POLYGON, DEPTH_MULTI, DEPTH_NONE };

struct reader {
	const char *p, *end, *begin;
	struct geo *geo;
	struct padan_arena *arena;
	struct err *e;
	int nest;
	/* of the feature being read */
	const char *fault;
	enum depth depth;
	span type; /* of its geometry */
	bool wrong_degrees, uneven, seen_geometry;
};

/* --- JSON ----------------------------------------------------------------------------------------------------------
 */
static int fail(struct reader *r, const char *why)
{
	int64_t line = 1;

	for (const char *c = r->begin; c < r->p; c++)
		line += *c == '\n';
	if (r->geo->nfeatures)
		return err_set(r->e, ERR_UNREADABLE, "GeoJSON, fitur ke-%u, baris %lld: %s", r->geo->nfeatures,
			       (long long)line, why);
	return err_set(r->e, ERR_UNREADABLE, "GeoJSON, baris %lld: %s", (long long)line, why);
}

static char peek(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t'))
		r->p++;
	return r->p < r->end ? *r->p : '\0';
}

static bool take(struct reader *r, char c)
{
	if (peek(r) != c || r->p >= r->end)
		return false;
	r->p++;
	return true;
}

/* Begins an array or object; every deeper value passes here. */
static int enter(struct reader *r, char open)
{
	if (!take(r, open))
		return fail(r, open == '{' ? "di sini seharusnya ada {" : "di sini seharusnya ada [");
	return ++r->nest > LIM_GEO_NEST ? fail(r, "bersarang terlalu dalam") : ERR_OK;
}

/* Is there one more member or element? `first` is cleared. Ends the array or object when there is not. */
static int more(struct reader *r, char close, bool *first, bool *yes)
{
	*yes = false;
	if (take(r, close)) {
		r->nest--;
		return ERR_OK;
	}
	if (!*first && !take(r, ','))
		return fail(r, "koma atau penutup tidak ada");
	*first = false;
	*yes = true;
	return ERR_OK;
}

static int hex4(struct reader *r, const char *at, const char *end, uint32_t *out)
{
	*out = 0;
	if (end - at < 4)
		return fail(r, "huruf \\u terpotong");
	for (int i = 0; i < 4; i++) {
		char c = at[i];
		uint32_t d = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
			     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
			     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
						    : 16;

		if (d == 16)
			return fail(r, "huruf \\u tidak sah");
		*out = *out << 4 | d;
	}
	return ERR_OK;
}

static size_t put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 63));
		to[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 63));
	to[2] = (char)(0x80 | (c >> 6 & 63));
	to[3] = (char)(0x80 | (c & 63));
	return 4;
}

/* \u0041, also as a pair of surrogates; half of a pair alone becomes U+FFFD. *at stands behind the "u". */
static int unicode(struct reader *r, const char **at, const char *end, char *to, size_t *n)
{
	uint32_t c, low;
	int rc = hex4(r, *at, end, &c);

	if (rc)
		return rc;
	*at += 4;
	if (c >= 0xd800 && c < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
		rc = hex4(r, *at + 2, end, &low);
		if (rc)
			return rc;
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			*at += 6;
		}
	}
	*n += put_utf8(to + *n, c >= 0xd800 && c < 0xe000 ? 0xfffd : c ? c : 0xfffd);
	return ERR_OK;
}

static int unescape(struct reader *r, span raw, span *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char *copy = padan_arena_get(r->arena, raw.n);
	const char *at = raw.p, *end = raw.p + raw.n;
	size_t n = 0;

	if (!copy)
		return err_memory(r->e, "GeoJSON");
	while (at < end) {
		const char *hit;

		if (*at != '\\') {
			copy[n++] = *at++;
			continue;
		}
		at++; /* never the last: the string's end was found behind it */
		hit = *at ? strchr(from, *at) : NULL;
		if (*at == 'u') {
			int rc;

			at++;
			rc = unicode(r, &at, end, copy, &n);
			if (rc)
				return rc;
		} else if (hit) {
			copy[n++] = to[hit - from];
			at++;
		} else {
			return fail(r, "garis miring terbalik yang tidak dikenal dalam teks");
		}
	}
	*out = (span){ copy, n };
	return ERR_OK;
}

static int string(struct reader *r, span *out)
{
	const char *from;
	bool escaped = false;

	if (!take(r, '"'))
		return fail(r, "di sini seharusnya ada teks dalam tanda kutip");
	from = r->p;
	while (r->p < r->end && *r->p != '"') {
		if ((unsigned char)*r->p < 0x20)
			return fail(r, "huruf kendali dalam teks");
		if (*r->p == '\\') {
			escaped = true;
			r->p++;
		}
		r->p += r->p < r->end;
	}
	if (r->p >= r->end)
		return fail(r, "teks tidak ditutup");
	*out = (span){ from, (size_t)(r->p - from) };
	r->p++;
	return escaped ? unescape(r, *out, out) : ERR_OK;
}

static bool is_digit(const struct reader *r)
{
	return r->p < r->end && *r->p >= '0' && *r->p <= '9';
}

/* The exponent, kept small. */
static int exponent(struct reader *r, int *power)
{
	int sign = 1, v = 0;

	if (r->p >= r->end || (*r->p != 'e' && *r->p != 'E'))
		return ERR_OK;
	r->p++;
	if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
		sign = *r->p++ == '-' ? -1 : 1;
	if (!is_digit(r))
		return fail(r, "bilangan tidak sah");
	for (; is_digit(r); r->p++)
		v = v < 1000 ? v * 10 + (*r->p - '0') : v;
	*power += sign * v;
	return ERR_OK;
}

/* mantissa * 10^power as millionths, rounded; beyond what is a degree: INT64_MAX. */
static int64_t to_micro(int64_t mantissa, int power)
{
	power += MICRO;
	for (; power > 0 && mantissa; power--) {
		if (mantissa > (int64_t)1000 * DEGREE)
			return INT64_MAX;
		mantissa *= 10;
	}
	for (; power < -1 && mantissa; power++)
		mantissa /= 10;
	return power < 0 ? (mantissa + 5) / 10 : mantissa;
}

static int number(struct reader *r, span *text, int64_t *micro)
{
	int64_t mantissa = 0;
	int power = 0, digits = 0, rc;
	const char *from;
	bool minus;

	peek(r);
	from = r->p;
	minus = r->p < r->end && *r->p == '-';
	r->p += minus;
	if (!is_digit(r))
		return fail(r, "nilai tidak dikenal");
	for (bool point = false; r->p < r->end && (is_digit(r) || (*r->p == '.' && !point)); r->p++) {
		if (*r->p == '.') {
			point = true;
			continue;
		}
		power -= point;
		if (digits >= DIGITS_MAX) {
			power++;
			continue;
		}
		mantissa = mantissa * 10 + (*r->p - '0');
		digits += mantissa != 0;
	}
	rc = exponent(r, &power);
	*text = (span){ from, (size_t)(r->p - from) };
	*micro = to_micro(mantissa, power);
	*micro = minus ? -*micro : *micro;
	return rc;
}

static bool word(struct reader *r, const char *w)
{
	size_t n = strlen(w);

	if ((size_t)(r->end - r->p) < n || memcmp(r->p, w, n) != 0)
		return false;
	r->p += n;
	return true;
}

static int skip(struct reader *r);

static int skip_members(struct reader *r, char open, char close)
{
	bool first = true, yes = true;
	int rc = enter(r, open);

	while (!rc) {
		span key;

		rc = more(r, close, &first, &yes);
		if (rc || !yes)
			break;
		if (open == '{') {
			rc = string(r, &key);
			if (!rc && !take(r, ':'))
				rc = fail(r, "titik dua tidak ada");
		}
		if (!rc)
			rc = skip(r);
	}
	return rc;
}

static int skip(struct reader *r)
{
	int64_t v;
	span s;

	switch (peek(r)) {
	case '{':
		return skip_members(r, '{', '}');
	case '[':
		return skip_members(r, '[', ']');
	case '"':
		return string(r, &s);
	case 't':
		return word(r, "true") ? ERR_OK : fail(r, "nilai tidak dikenal");
	case 'f':
		return word(r, "false") ? ERR_OK : fail(r, "nilai tidak dikenal");
	case 'n':
		return word(r, "null") ? ERR_OK : fail(r, "nilai tidak dikenal");
	default:
		return number(r, &s, &v);
	}
}

/* Every member of the object that begins here. */
static int members(struct reader *r, int (*each)(struct reader *r, span key))
{
	bool first = true, yes = true;
	int rc = enter(r, '{');

	while (!rc) {
		span key;

		rc = more(r, '}', &first, &yes);
		if (rc || !yes)
			break;
		rc = string(r, &key);
		if (!rc && !take(r, ':'))
			rc = fail(r, "titik dua tidak ada");
		if (!rc)
			rc = each(r, key);
	}
	return rc;
}

/* --- what grows ----------------------------------------------------------------------------------------------------
 */
/* Room for one more of `size` bytes in *array. */
static int room(struct reader *r, int which, void **array, uint32_t n, size_t size)
{
	uint32_t *cap = &r->geo->cap[which], wider = *cap ? *cap * 2 : 256;
	void *larger;

	if (n < *cap)
		return ERR_OK;
	larger = padan_arena_array(r->arena, wider, size);
	if (!larger)
		return err_memory(r->e, "GeoJSON");
	if (n)
		memcpy(larger, *array, n * size);
	*array = larger;
	*cap = wider;
	return ERR_OK;
}

static int add_point(struct reader *r, int64_t x, int64_t y)
{
	struct geo *g = r->geo;
	void *array = g->points;
	int rc = room(r, 0, &array, g->npoints, sizeof(*g->points));

	g->points = array;
	if (rc)
		return rc;
	if (g->npoints >= LIM_GEO_POINTS)
		return fail(r, "terlalu banyak titik; sederhanakan dahulu batasnya");
	if (x < -180 * (int64_t)DEGREE || x > 180 * (int64_t)DEGREE || y < -90 * (int64_t)DEGREE ||
	    y > 90 * (int64_t)DEGREE) {
		r->wrong_degrees = true;
		x = y = 0;
	}
	g->points[g->npoints++] = (struct geo_point){ (int32_t)x, (int32_t)y };
	return ERR_OK;
}

static int add_ring(struct reader *r, uint32_t from, bool hole)
{
	struct geo *g = r->geo;
	void *array = g->rings;
	uint32_t n = g->npoints - from;
	int rc = room(r, 1, &array, g->nrings, sizeof(*g->rings));

	g->rings = array;
	if (rc)
		return rc;
	if (n > 1 && g->points[from].x == g->points[from + n - 1].x && g->points[from].y == g->points[from + n - 1].y)
		n--;
	g->rings[g->nrings++] = (struct geo_ring){ from, n, hole };
	return ERR_OK;
}

static int add_property(struct reader *r, span key, span value)
{
	struct geo *g = r->geo;
	struct geo_feature *f = &g->features[g->nfeatures - 1];
	void *array = g->properties;
	int rc = room(r, 2, &array, g->nproperties, sizeof(*g->properties));

	g->properties = array;
	if (rc || f->properties >= LIM_GEO_PROPERTIES)
		return rc;
	g->properties[g->nproperties++] = (struct geo_property){ key, value };
	f->properties++;
	return ERR_OK;
}

/* --- coordinates ---------------------------------------------------------------------------------------------------
 */
/* [longitude, latitude, ...] behind its bracket. */
static int point(struct reader *r)
{
	int64_t at[2] = { 0, 0 }, v;
	bool first = true, yes = true;
	int rc = ERR_OK, n = 0;

	while (!rc) {
		span s;

		rc = more(r, ']', &first, &yes);
		if (rc || !yes)
			break;
		rc = number(r, &s, &v);
		if (n < 2)
			at[n] = v;
		n++;
	}
	r->uneven |= n < 2;
	return rc ? rc : add_point(r, at[0], at[1]);
}

/* How deep the numbers lie below this array. `hole`: it is not the first ring of its polygon. */
static int coordinates(struct reader *r, bool hole, enum depth *depth)
{
	uint32_t from = r->geo->npoints;
	enum depth below = DEPTH_NONE, one = DEPTH_NONE;
	bool first = true, yes = true;
	int rc = enter(r, '['), n = 0;

	*depth = DEPTH_NONE;
	if (!rc && peek(r) != '[' && peek(r) != ']') {
		*depth = DEPTH_POINT;
		return point(r);
	}
	while (!rc) {
		rc = more(r, ']', &first, &yes);
		if (rc || !yes)
			break;
		rc = coordinates(r, n > 0, &one);
		r->uneven |= n && one != below;
		below = one;
		n++;
	}
	if (rc || below == DEPTH_NONE)
		return rc;
	*depth = below + 1;
	r->uneven |= *depth > DEPTH_MULTI;
	return *depth == DEPTH_RING ? add_ring(r, from, hole) : ERR_OK;
}

static int geometry_member(struct reader *r, span key)
{
	if (padan_span_eq(key, SPAN("type")) && peek(r) == '"')
		return string(r, &r->type);
	if (padan_span_eq(key, SPAN("coordinates")) && peek(r) == '[')
		return coordinates(r, false, &r->depth);
	return skip(r);
}

/* The polygons of a depth of three are one; of four, several: a ring's place in its own polygon says what it is. */
static const char *why_not(const struct reader *r)
{
	const struct geo *g = r->geo;
	const struct geo_feature *f = &g->features[g->nfeatures - 1];
	bool one = padan_span_eq(r->type, SPAN("Polygon")), many = padan_span_eq(r->type, SPAN("MultiPolygon"));

	if (!r->seen_geometry)
		return "tanpa geometri";
	if (!one && !many)
		return "geometrinya bukan Polygon atau MultiPolygon";
	if (r->wrong_degrees)
		return "koordinatnya bukan derajat; simpan ulang dalam WGS84 (EPSG:4326)";
	if (r->uneven || r->depth != (one ? DEPTH_POLYGON : DEPTH_MULTI))
		return "susunan koordinatnya tidak sah";
	for (uint32_t i = f->ring; i < g->nrings; i++)
		if (g->rings[i].n < 3)
			return "sebuah garis batasnya kurang dari tiga titik";
	return NULL;
}

/* --- features ------------------------------------------------------------------------------------------------------
 */
static int property(struct reader *r, span key)
{
	int64_t v;
	span value;
	int rc;

	if (peek(r) == '"')
		rc = string(r, &value);
	else if (peek(r) == '-' || is_digit(r))
		rc = number(r, &value, &v);
	else
		return skip(r);
	return rc ? rc : add_property(r, key, value);
}

static int feature_member(struct reader *r, span key)
{
	if (padan_span_eq(key, SPAN("geometry")) && peek(r) == '{') {
		r->seen_geometry = true;
		return members(r, geometry_member);
	}
	if (padan_span_eq(key, SPAN("properties")) && peek(r) == '{')
		return members(r, property);
	if (padan_span_eq(key, SPAN("id")))
		return property(r, key);
	return skip(r);
}

static int feature(struct reader *r)
{
	struct geo *g = r->geo;
	void *array = g->features;
	uint32_t at = g->nfeatures;
	int rc = room(r, 3, &array, at, sizeof(*g->features));

	g->features = array;
	if (rc)
		return rc;
	if (at >= LIM_GEO_FEATURES)
		return fail(r, "terlalu banyak fitur; ambil satu kota saja");
	g->features[g->nfeatures++] = (struct geo_feature){ .property = g->nproperties, .ring = g->nrings };
	r->seen_geometry = r->wrong_degrees = r->uneven = false;
	r->depth = DEPTH_NONE;
	r->type = (span){ NULL, 0 };
	rc = members(r, feature_member);
	if (rc)
		return rc;
	g->features[at].fault = why_not(r);
	g->features[at].rings = g->features[at].fault ? 0 : g->nrings - g->features[at].ring;
	return ERR_OK;
}

static int top_member(struct reader *r, span key)
{
	bool first = true, yes = true;
	int rc;

	if (padan_span_eq(key, SPAN("type")) && peek(r) == '"')
		return string(r, &r->type);
	if (!padan_span_eq(key, SPAN("features")) || peek(r) != '[')
		return skip(r);
	rc = enter(r, '[');
	while (!rc) {
		rc = more(r, ']', &first, &yes);
		if (rc || !yes)
			break;
		rc = feature(r);
	}
	return rc;
}

int geojson_read(struct geo *out, span text, struct padan_arena *arena, struct err *e)
{
	struct reader r = { .p = text.p, .begin = text.p, .end = text.p + text.n, .geo = out, .arena = arena, .e = e };
	int rc;

	*out = (struct geo){ .nfeatures = 0 };
	if (text.n > LIM_GEO_BYTES)
		return err_set(e, ERR_UNREADABLE, "GeoJSON lebih besar dari %d MB; sederhanakan dahulu batasnya",
			       LIM_GEO_BYTES >> 20);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		r.p += 3;
	if (peek(&r) != '{')
		return fail(&r, "bukan JSON; simpan batas wilayah sebagai GeoJSON");
	rc = members(&r, top_member);
	if (!rc && (peek(&r) || r.p < r.end))
		rc = fail(&r, "ada isi sesudah penutup");
	if (rc || out->nfeatures)
		return rc;
	if (padan_span_eq(r.type, SPAN("Topology")))
		return fail(&r, "ini TopoJSON; simpan sebagai GeoJSON");
	return fail(&r, "bukan FeatureCollection, atau tidak berisi satu fitur pun");
}
