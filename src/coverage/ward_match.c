/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/ward_match.h"

enum { SAMPLE = 60, KEYS = 120, CODE_DIGITS = 10, REASON = 200, SHOWN = 40 };

struct column {
	span key;
	int codes, names, districts; /* values of the sample that are one */
};

static span value_of(const struct geo *g, uint32_t feature, span key)
{
	const struct geo_feature *f = &g->features[feature];

	for (uint32_t i = 0; i < f->properties && key.n; i++)
		if (padan_span_eq(g->properties[f->property + i].key, key))
			return span_trim(g->properties[f->property + i].value);
	return SPAN("");
}

/* Ten digits, dots between them or not. */
static bool is_code(span s)
{
	int digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.')
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		digits++;
	}
	return digits == CODE_DIGITS;
}

static int village_of_code(const struct regions *r, span s)
{
	return is_code(s) ? region_village(r, s, -1) : -1;
}

static bool has_letter(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z')
			return true;
	return false;
}

/* A column that says of itself that its codes are those of the statistics office. */
static bool is_bps(span key)
{
	for (size_t i = 0; i + 3 <= key.n; i++)
		if (span_ieq((span){ key.p + i, 3 }, SPAN("bps")))
			return true;
	return span_ieq(key, SPAN("iddesa")) || span_ieq(key, SPAN("idkel"));
}

static struct column *column_of(struct column *all, int *n, span key)
{
	for (int i = 0; i < *n; i++)
		if (padan_span_eq(all[i].key, key))
			return &all[i];
	if (*n == KEYS)
		return NULL;
	all[*n] = (struct column){ .key = key };
	return &all[(*n)++];
}

static void weigh(const struct geo *g, const struct regions *r, struct column *all, int *n)
{
	for (uint32_t f = 0; f < g->nfeatures && f < SAMPLE; f++)
		for (uint32_t i = 0; i < g->features[f].properties; i++) {
			const struct geo_property *p = &g->properties[g->features[f].property + i];
			struct column *c = column_of(all, n, p->key);
			span v = span_trim(p->value);

			if (!c)
				continue;
			c->codes += !is_bps(p->key) && village_of_code(r, v) >= 0;
			if (!has_letter(v))
				continue;
			c->names += region_village(r, v, -1) >= 0;
			c->districts += region_district(r, v) >= 0;
		}
}

/* The best of each kind; at least a third of the sample must agree that it is one. */
static void choose(const struct column *all, int n, int sample, struct ward_columns *out)
{
	int codes = 0, names = 0, districts = 0;

	*out = (struct ward_columns){ { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	for (int i = 0; i < n; i++) {
		if (all[i].codes > codes && all[i].codes * 3 >= sample)
			codes = all[i].codes, out->code = all[i].key;
		if (all[i].names > names && all[i].names * 3 >= sample)
			names = all[i].names, out->name = all[i].key;
	}
	for (int i = 0; i < n; i++)
		if (all[i].districts > districts && all[i].districts * 2 > sample &&
		    !padan_span_eq(all[i].key, out->name))
			districts = all[i].districts, out->district = all[i].key;
}

/* By its name, inside the district that its column names. */
static int by_name(const struct geo *g, const struct regions *r, const struct ward_columns *c, uint32_t f)
{
	span name = value_of(g, f, c->name), district = value_of(g, f, c->district);

	if (!has_letter(name))
		return -1;
	return region_village(r, name, has_letter(district) ? region_district(r, district) : -1);
}

/* Do codes and names mean the same wards? */
static bool codes_lie(const struct geo *g, const struct regions *r, const struct ward_columns *c)
{
	int same = 0, other = 0;

	for (uint32_t f = 0; f < g->nfeatures && f < SAMPLE; f++) {
		int code = village_of_code(r, value_of(g, f, c->code)), name = by_name(g, r, c, f);

		same += code >= 0 && name == code;
		other += code >= 0 && name >= 0 && name != code;
	}
	return other > same;
}

/* before + what + after + the city's name */
static const char *say(struct padan_arena *arena, const char *before, span what, const char *after,
		       const struct regions *r)
{
	const char *copy;
	struct buf b;

	buf_init(&b, arena->from, REASON);
	buf_puts(&b, before);
	buf_put(&b, what.p ? what.p : "", what.n < SHOWN ? what.n : SHOWN);
	buf_puts(&b, after);
	buf_span(&b, r->name);
	copy = b.failed ? NULL : padan_arena_copy(arena, b.p, b.n);
	buf_done(&b);
	return copy ? copy : "tidak dikenal";
}

static void look(const struct geo *g, const struct regions *r, const struct ward_columns *c, uint32_t f,
		 struct ward_found *out, struct padan_arena *arena)
{
	span code = value_of(g, f, c->code), name = value_of(g, f, c->name);

	*out = (struct ward_found){ .village = -1, .named = name.n ? name : code };
	if (!out->named.n && g->features[f].properties)
		out->named = g->properties[g->features[f].property].value;
	if (g->features[f].fault) {
		out->reason = g->features[f].fault;
		return;
	}
	out->village = village_of_code(r, code);
	if (out->village < 0)
		out->village = by_name(g, r, c, f);
	if (out->village >= 0)
		return;
	if (is_code(code))
		out->reason = say(arena, "kode ", code, " tidak ada di ", r);
	else if (name.n)
		out->reason = say(arena, "nama \"", name, "\" tidak dikenal, atau ada lebih dari satu, di ", r);
	else
		out->reason = "tidak ada kolom berisi kode atau nama kelurahan";
}

int ward_match(const struct geo *g, const struct regions *r, struct ward_columns *columns, struct ward_found **out,
	       struct padan_arena *arena, struct err *e)
{
	struct column *all = padan_arena_array(arena, KEYS, sizeof(*all));
	struct ward_found *found = padan_arena_array(arena, g->nfeatures, sizeof(*found));
	int n = 0, sample = (int)(g->nfeatures < SAMPLE ? g->nfeatures : SAMPLE);

	*out = found;
	if (!all || !found)
		return err_memory(e, "batas wilayah");
	weigh(g, r, all, &n);
	choose(all, n, sample, columns);
	if (columns->code.n && columns->name.n && codes_lie(g, r, columns))
		columns->code = (span){ NULL, 0 };
	for (uint32_t f = 0; f < g->nfeatures; f++)
		look(g, r, columns, f, &found[f], arena);
	return ERR_OK;
}
