/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/embed.h"
#include "check.h"
#include "person/occupation.h"
#include "person/person.h"
#include "person/region.h"

static void test_income(void **state)
{
	static const struct {
		const char *text;
		int64_t rp;
	} cases[] = { { "1500000", 1500000 },
		      { "Rp 1.500.000,-", 1500000 },
		      { "1,5 juta", 1500000 },
		      { "1.5jt", 1500000 },
		      { "800 ribu", 800000 },
		      { "800rb", 800000 },
		      { "1500000.00", 1500000 },
		      { "1,500,000", 1500000 },
		      { "< 1.000.000", 1000000 },
		      { "1.000.000 - 1.500.000", 1500000 },
		      { "1 s/d 2 juta", 2000000 },
		      { "Rp. 750.000", 750000 },
		      { "tidak tentu", -1 },
		      { "-", -1 },
		      { "", -1 },
		      { "99999999999999999999", -1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		rupiah v = rp(-1);

		if (!income_read(padan_span_of(cases[i].text), &v))
			v = rp(-1);
		if (v.rp != cases[i].rp)
			print_error("%s\n", cases[i].text);
		assert_int_equal(v.rp, cases[i].rp);
	}
}

static void test_small_cells(void **state)
{
	int rt, rw;

	(void)state;
	assert_int_equal(sex_read(SPAN("Laki-laki")), 'L');
	assert_int_equal(sex_read(SPAN(" pr ")), 'P');
	assert_int_equal(sex_read(SPAN("2")), 'P');
	assert_int_equal(sex_read(SPAN("?")), 0);
	assert_true(rt_rw_split(SPAN("RT 003/RW.02"), &rt, &rw));
	assert_int_equal(rt * 1000 + rw, 3002);
	assert_false(rt_rw_split(SPAN("003"), &rt, &rw));
	assert_false(employer_named(SPAN("-")));
	assert_false(employer_named(SPAN("Wiraswasta")));
	assert_true(employer_named(SPAN("PT Bosowa")));
	assert_int_equal(told_read(SPAN("Kepala Keluarga")), TOLD_YES);
	assert_int_equal(told_read(SPAN("istri")), TOLD_NO);
	assert_true(cell_says_nothing(SPAN("--")));
	assert_true(cell_says_nothing(SPAN("#N/A")));
	assert_false(cell_says_nothing(SPAN("Nana")));
}

static void test_occupations(void **state)
{
	static const struct {
		const char *cell, *group;
	} cases[] = { { "NELAYAN/PERIKANAN", "nelayan" },
		      { "11", "nelayan" },
		      { "nelayan tangkap ikan", "nelayan" },
		      { "Nelayann", "nelayan" },
		      { "Buruh Harian Lepas", "buruh_harian" },
		      { "buruh", "buruh_harian" },
		      { "BURUH TANI/PERKEBUNAN", "buruh_tani" },
		      { "Pedagang Pasar Lakessi", "pedagang_pasar" },
		      { "jualan kue", "pedagang" },
		      { "tukang becak", "becak" },
		      { "TUKANG BATU", "tukang" },
		      { "peg. syara'", "pegawai_syara" },
		      { "guru ngaji", "guru_mengaji" },
		      { "guru", "-" },
		      { "PELAJAR/MAHASISWA", "-" },
		      { "05", "asn" },
		      { "xyzzy", NULL },
		      { "buruh nelayan", "buruh_nelayan" } };
	struct padan_arena arena;
	struct occupations o;
	struct err e;
	int g;

	(void)state;
	padan_arena_init(&arena, NULL, 0);
	assert_int_equal(occupations_read(&o, embedded_file("ref/kelompok_pekerjaan.csv"), &arena, &e), ERR_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum occupation_known k = occupation_of(&o, padan_span_of(cases[i].cell), &g);

		if (!cases[i].group) {
			assert_int_equal(k, OCCUPATION_UNHEARD);
			continue;
		}
		assert_int_equal(k, OCCUPATION_HEARD);
		if (strcmp(g < 0 ? "-" : o.group[g], cases[i].group) != 0)
			print_error("%s -> %s\n", cases[i].cell, g < 0 ? "-" : o.group[g]);
		assert_string_equal(g < 0 ? "-" : o.group[g], cases[i].group);
	}
	assert_int_equal(occupation_of(&o, SPAN("-"), &g), OCCUPATION_EMPTY);
	for (int code = 1; code <= 89; code++) { /* every KTP code is heard of */
		char text[8];

		snprintf(text, sizeof(text), "%d", code);
		assert_int_equal(occupation_of(&o, padan_span_of(text), &g), OCCUPATION_HEARD);
	}
	assert_int_equal(occupations_read(&o, SPAN("k\na,b\n"), &arena, &e), ERR_USAGE);
	assert_int_equal(occupations_read(&o, SPAN("k\na,kata,,9,x\n"), &arena, &e), ERR_USAGE);
	assert_int_equal(occupations_read(&o, SPAN("k\na,kata,,1,x\nb,kata,,1,x\n"), &arena, &e), ERR_USAGE);
	padan_arena_done(&arena);
}

static void region_of(struct regions *r, const char *code, struct padan_arena *arena)
{
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	struct err e;

	assert_int_equal(regions_read(r, padan_span_of(code), &t, arena, &e), ERR_OK);
}

static void parepare(struct regions *r, struct padan_arena *arena)
{
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	struct err e;

	assert_int_equal(regions_read(r, SPAN("73.72"), &t, arena, &e), ERR_OK);
	assert_int_equal(regions_read(r, SPAN("99.99"), &t, arena, &e), ERR_USAGE);
	assert_int_equal(regions_read(r, SPAN("73.72"), &t, arena, &e), ERR_OK);
}

static int lines_of(span csv)
{
	int n = -1; /* the titles */

	while (csv.n)
		n += span_next_line(&csv).n > 0;
	return n;
}

/* Each place of the tables is found below its regency: they are searched by halves, in the order of their codes. */
static void test_every_place(void **state)
{
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	int regencies = 0, districts = 0, villages = 0;

	(void)state;
	for (span rest = t.regencies, line; rest.n;) {
		struct padan_arena arena;
		struct regions r;
		struct err e;

		line = span_next_line(&rest);
		if (!line.n || line.p[0] < '0' || line.p[0] > '9')
			continue;
		padan_arena_init(&arena, NULL, 0);
		assert_int_equal(regions_read(&r, (span){ line.p, 5 }, &t, &arena, &e), ERR_OK);
		regencies++;
		districts += r.districts;
		villages += r.villages;
		padan_arena_done(&arena);
	}
	assert_int_equal(regencies, lines_of(t.regencies));
	assert_int_equal(districts, lines_of(t.districts));
	assert_int_equal(villages, lines_of(t.villages));
}

static void test_regions(void **state)
{
	struct padan_arena arena;
	struct regions r;
	int d, v;

	(void)state;
	padan_arena_init(&arena, NULL, 0);
	parepare(&r, &arena);
	assert_int_equal(r.districts, 4);
	assert_int_equal(r.villages, 22);
	d = region_district(&r, SPAN("Kec. BACUKIKI"));
	assert_string_equal(r.district[d].code, "73.72.01");
	assert_int_equal(region_district(&r, SPAN("737201")), d);
	v = region_village(&r, SPAN("kel. lompo'e"), -1);
	assert_string_equal(r.village[v].code, "73.72.01.1004");
	assert_int_equal(r.village[v].district, d);
	assert_int_equal(region_village(&r, SPAN("73.72.01.1004"), -1), v);
	assert_int_equal(region_village(&r, SPAN("Lompoe"), 3), -1);
	assert_int_equal(region_village(&r, SPAN("Menteng"), -1), -1);
	assert_true(region_is(&r, SPAN("Pare-Pare")));
	assert_true(region_is(&r, SPAN("KOTA PAREPARE")));
	assert_true(region_is(&r, SPAN("73.72")));
	assert_false(region_is(&r, SPAN("Barru")));
	assert_false(region_is(&r, SPAN("7371")));
	padan_arena_done(&arena);
}

/* A city and a regency of one name; the cities of Jakarta. */
static void test_region_or_its_namesake(void **state)
{
	static const struct {
		const char *code, *name;
		bool same;
	} cases[] = {
		{ "32.73", "KOTA BANDUNG", true },
		{ "32.73", "KAB. BANDUNG", false },
		{ "32.73", "Kabupaten Bandung", false },
		{ "32.73", "BANDUNG", true },
		{ "32.04", "KAB. BANDUNG", true },
		{ "32.04", "KOTA BANDUNG", false },
		{ "32.04", "KABUPATEN BANDUNG BARAT", false },
		{ "73.72", "KAB. PAREPARE", true },
		{ "31.74", "KOTA ADM. JAKARTA SELATAN", true },
		{ "31.74", "JAKARTA SELATAN", true },
		{ "31.74", "KOTA JAKARTA BARAT", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct padan_arena arena;
		struct regions r;

		padan_arena_init(&arena, NULL, 0);
		region_of(&r, cases[i].code, &arena);
		if (region_is(&r, padan_span_of(cases[i].name)) != cases[i].same)
			fail_msg("%s: %s", cases[i].code, cases[i].name);
		padan_arena_done(&arena);
	}
}

/* Real spellings of other years (the shared data): how many are found again. */
static void test_spelling_variants(void **state)
{
	char path[1024], line[512];
	const char *p = shared_path(path, "data/wilayah/nama_wilayah_varian_sulsel.csv");
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	int asked = 0, right = 0, wrong = 0;
	FILE *f;

	(void)state;
	if (!p)
		skip();
	f = fopen(p, "r");
	while (fgets(line, sizeof(line), f)) {
		char *code = line, *now = strchr(line, ','), *old = now ? strchr(now + 1, ',') : NULL;
		struct padan_arena arena;
		struct regions r;
		struct err e;
		int d, v;

		if (!old || strchr(line, '"') || (size_t)(now - code) != 13)
			continue;
		*now = '\0';
		*strchr(old + 1, ',') = '\0';
		padan_arena_init(&arena, NULL, 0);
		if (regions_read(&r, (span){ code, 5 }, &t, &arena, &e) == ERR_OK) {
			d = region_district(&r, (span){ code, 8 });
			v = region_village(&r, padan_span_of(old + 1), d);
			asked++;
			right += v >= 0 && strcmp(r.village[v].code, code) == 0;
			wrong += v >= 0 && strcmp(r.village[v].code, code) != 0;
		}
		padan_arena_done(&arena);
	}
	fclose(f);
	print_message("# spelling variants: %d asked, %d right, %d wrong\n", asked, right, wrong);
	assert_true(asked > 200);
	assert_true(right * 100 >= asked * 85);
	assert_true(wrong * 100 <= asked * 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_income),
		cmocka_unit_test(test_small_cells),
		cmocka_unit_test(test_occupations),
		cmocka_unit_test(test_every_place),
		cmocka_unit_test(test_regions),
		cmocka_unit_test(test_region_or_its_namesake),
		cmocka_unit_test(test_spelling_variants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
