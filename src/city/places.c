/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/region.h"

#include "base/embed.h"
#include "person/region.h"

enum { ARENA_MAX = 64 << 20 };

static void copy(char *to, size_t cap, span from)
{
	size_t n = from.n < cap ? from.n : cap - 1;

	memcpy(to, from.p, n);
	to[n] = 0;
}

static void capitals(char *s)
{
	for (; *s; s++)
		*s = (char)(*s >= 'a' && *s <= 'z' ? *s - 32 : *s);
}

static bool begins(span s, const char *word)
{
	size_t n = strlen(word);

	return s.n > n && memcmp(s.p, word, n) == 0;
}

static span behind(span s, const char *word)
{
	size_t n = strlen(word);

	return begins(s, word) ? (span){ s.p + n, s.n - n } : s;
}

/* "Kabupaten Barru" -> "BARRU" */
static void short_name(span regency, char *to, size_t cap)
{
	copy(to, cap, behind(behind(behind(regency, "Kabupaten "), "Kota "), "Administrasi "));
	capitals(to);
}

/* "Kabupaten Barru" -> "KAB. BARRU" */
static void registry_name(span regency, char *to, size_t cap)
{
	span rest = behind(regency, "Kabupaten ");

	if (rest.n == regency.n) {
		copy(to, cap, regency);
	} else {
		copy(to, cap, SPAN("KAB. "));
		copy(to + 5, cap - 5, rest);
	}
	capitals(to);
}

static struct region_tables tables(void)
{
	return (struct region_tables){ embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				       embedded_file("wilayah/villages.csv") };
}

static void fill_village(const struct regions *r, int i, struct region_village *v)
{
	const struct place_name *from = &r->village[i];

	memcpy(v->code, from->code, sizeof(v->code));
	copy(v->name, sizeof(v->name), from->name);
	copy(v->district, sizeof(v->district), r->district[from->district].name);
	registry_name(r->name, v->regency, sizeof(v->regency));
}

static int own_villages(struct places *p, const struct regions *r, struct err *e)
{
	struct region_village *all = padan_arena_array(&p->arena, (size_t)r->villages + 1, sizeof(*all));

	if (!all)
		return err_memory(e, "kelurahan kota contoh");
	for (int i = 0; i < r->villages; i++)
		fill_village(r, i, &all[i]);
	p->village = all;
	p->villages = (size_t)r->villages;
	short_name(r->name, p->place, sizeof(p->place));
	copy(p->title, sizeof(p->title), r->name);
	return p->villages ? ERR_OK : err_set(e, ERR_USAGE, "%s: tidak ada kelurahan di tabel wilayah", r->code);
}

/* The regencies of the province one after the other: ",11,Kabupaten ..." lines of the table. */
static bool next_regency(span *table, const char *province, span *code)
{
	while (table->n) {
		const char *end = memchr(table->p, '\n', table->n);
		size_t n = end ? (size_t)(end - table->p) : table->n;
		span line = { table->p, n };

		table->p += n + (end != NULL);
		table->n -= n + (end != NULL);
		if (line.n > 6 && memcmp(line.p, province, 3) == 0 && line.p[5] == ',') {
			*code = (span){ line.p, 5 };
			return true;
		}
	}
	return false;
}

static void add_next_door(struct places *p, struct region_village *all, const struct regions *r)
{
	int step = r->villages / (PLACE_NEXT_DOOR_MAX / 2) + 1;

	for (int i = 0; i < r->villages && p->next_doors < PLACE_NEXT_DOOR_MAX; i += step)
		fill_village(r, i, &all[p->next_doors++]);
}

static void add_origins(struct places *p, struct region_origin *all, const struct regions *r)
{
	for (int i = 0; i < r->districts && i < 4 && p->origins < PLACE_ORIGINS_MAX; i++) {
		const char *c = r->district[i].code;
		struct region_origin *o = &all[p->origins++];

		o->district = 0;
		for (int k = 0; k < 8; k++)
			o->district = c[k] == '.' ? o->district : o->district * 10 + (uint32_t)(c[k] - '0');
		o->weight = 1;
		short_name(r->name, o->birthplace, sizeof(o->birthplace));
	}
}

/* How near two regencies stand in the official list; for South Sulawesi's three cities their true neighbours. */
static int distance(const char *code, span other)
{
	static const char *const near[][2] = { { "73.71", "73.06" }, { "73.71", "73.09" }, { "73.72", "73.11" },
					       { "73.72", "73.15" }, { "73.73", "73.17" }, { "73.73", "73.22" } };
	bool named = false;
	int a = (code[3] - '0') * 10 + code[4] - '0', b = (other.p[3] - '0') * 10 + other.p[4] - '0';

	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
		named |= strcmp(near[i][0], code) == 0;
		if (strcmp(near[i][0], code) == 0 && memcmp(near[i][1], other.p, 5) == 0)
			return 1;
	}
	return named ? 9 : a > b ? a - b : b - a;
}

static int province(struct places *p, const char *code, struct err *e)
{
	struct region_tables t = tables();
	struct region_village *doors = padan_arena_array(&p->arena, PLACE_NEXT_DOOR_MAX, sizeof(*doors));
	struct region_origin *origins = padan_arena_array(&p->arena, PLACE_ORIGINS_MAX, sizeof(*origins));
	span table = t.regencies, other;

	if (!doors || !origins)
		return err_memory(e, "tetangga kota contoh");
	while (next_regency(&table, code, &other)) {
		struct regions r;
		bool near = memcmp(other.p, code, 5) != 0 && distance(code, other) == 1;
		int rc;

		if (!near && memcmp(code, "73", 2) == 0)
			continue;
		rc = regions_read(&r, other, &t, &p->arena, e);
		if (rc != ERR_OK)
			return rc;
		if (near)
			add_next_door(p, doors, &r);
		add_origins(p, origins, &r);
	}
	p->next_door = p->next_doors ? doors : p->village;
	p->next_doors = p->next_doors ? p->next_doors : p->villages;
	p->origin = memcmp(code, "73", 2) == 0 ? region_origins : origins;
	p->origins = memcmp(code, "73", 2) == 0 ? region_origin_count : p->origins;
	return ERR_OK;
}

int places_read(struct places *p, const char *code, const struct padan_alloc *from, struct err *e)
{
	struct region_tables t = tables();
	struct regions r;
	int rc;

	*p = (struct places){ 0 };
	padan_arena_init(&p->arena, from, ARENA_MAX);
	rc = regions_read(&r, padan_span_of(code), &t, &p->arena, e);
	if (rc == ERR_OK)
		rc = own_villages(p, &r, e);
	if (rc == ERR_OK)
		rc = province(p, code, e);
	if (rc != ERR_OK)
		places_done(p);
	return rc;
}

void places_done(struct places *p)
{
	padan_arena_done(&p->arena);
}
