/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include "city/city.h"
#include "city/lists.h"
#include "city/pick.h"
#include "city/registers.h"
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

enum { PERSONS = 20000, PROPOSALS = 600 };

static int compare_niks(const void *a, const void *b)
{
	return memcmp(a, b, 17);
}

static void every_nik_is_unique_and_tells_birth(void **state)
{
	struct city c;
	struct err e;
	char(*nik)[17] = calloc(PERSONS, 17);
	uint32_t n = 0;

	(void)state;
	assert_int_equal(city_init(&c, &padan_alloc_libc, "73.72", PERSONS, 7, &e), 0);
	for (uint32_t no = 0; no < c.households; no++) {
		struct household h;

		household_make(&c, no, &h);
		for (int i = 0; i < h.n; i++) {
			struct ymd d = date_ymd(h.person[i].born);
			char part[12];

			person_nik(&h.person[i], nik[n]);
			snprintf(part, sizeof(part), "%02d", (d.d + (h.person[i].sex == 2 ? 40 : 0)) % 100);
			assert_memory_equal(nik[n] + 6, part, 2);
			snprintf(part, sizeof(part), "%02d", d.m % 100);
			assert_memory_equal(nik[n] + 8, part, 2);
			n++;
		}
	}
	assert_int_equal(n, PERSONS);
	qsort(nik, n, 17, compare_niks);
	for (uint32_t i = 1; i < n; i++)
		assert_memory_not_equal(nik[i - 1], nik[i], 17);
	city_done(&c);
	free(nik);
}

static void a_household_can_be_made_again(void **state)
{
	struct city c;
	struct err e;

	(void)state;
	assert_int_equal(city_init(&c, &padan_alloc_libc, "73.73", 5000, 3, &e), 0);
	for (uint32_t id = 0; id < 5000; id += 37) {
		struct household h, again;
		char a[NAME_MAX_BYTES], b[NAME_MAX_BYTES];
		int slot;

		household_of(&c, id, &h, &slot);
		assert_int_equal(h.person[slot].id, id);
		household_make(&c, h.no, &again);
		assert_int_equal(person_name(&c, &h, slot, a), person_name(&c, &again, slot, b));
		assert_string_equal(a, b);
		assert_true(strlen(a) > 1 && strlen(a) < NAME_MAX_BYTES);
	}
	city_done(&c);
}

static void a_family_is_a_family(void **state)
{
	struct city c;
	struct err e;
	int twins = 0, neighbours = 0;

	(void)state;
	assert_int_equal(city_init(&c, &padan_alloc_libc, "73.72", PERSONS, 1, &e), 0);
	for (uint32_t no = 0; no < c.households; no++) {
		struct household h;

		household_make(&c, no, &h);
		assert_int_equal(strlen(h.kk), 16);
		assert_int_equal(h.person[0].kin, KIN_HEAD);
		neighbours += !h.resident;
		for (int i = 0; i < h.n; i++) {
			const struct person *p = &h.person[i];

			assert_true(p->born.day < c.cover.day);
			if (p->kin == KIN_CHILD && p->mother >= 0) {
				int gap = date_ymd(p->born).y - date_ymd(h.person[p->mother].born).y;

				assert_in_range(gap, 16, 60);
			}
			if (p->twin_of >= 0) {
				assert_int_equal(p->born.day, h.person[p->twin_of].born.day);
				twins++;
			}
		}
	}
	assert_in_range(twins, PERSONS / 400, PERSONS / 50);
	assert_in_range(neighbours, 1, (int)(c.households / 25));
	city_done(&c);
}

static void every_damage_happens_and_most_rows_are_clean(void **state)
{
	static const char *const words[] = {
		"nik_kosong",	    "nik_excel",	"nik_salah_angka", "nik_tukar_angka",  "nik_15",
		"nik_17",	    "nik_huruf",	"nik_empat_puluh", "nik_kepala",       "nik_kk",
		"nik_sementara",    "nik_ilmiah",	"nik_hiasan",	   "nik_orang_lain",   "tanggal_tukar",
		"tahun_meleset_1",  "tahun_meleset_10", "umur_saja",	   "tanggal_nol",      "tanggal_kosong",
		"nama_salah_ketik", "nama_ejaan_lama",	"nama_bunyi",	   "nama_kurang_kata", "nama_gandeng",
		"nama_urutan",	    "nama_gelar",	"nama_daeng",	   "nama_singkatan",   "kelurahan_ejaan",
		"kelurahan_lain",   "alamat_dua_baris", "kelamin_salah",   "tanggal_bawaan"
	};
	enum { ROWS = 8000, KINDS = sizeof(words) / sizeof(words[0]) };
	int seen[KINDS] = { 0 }, exact = 0;
	struct city c;
	struct err e;
	struct row *row = malloc(sizeof(*row));

	(void)state;
	assert_int_equal(city_init(&c, &padan_alloc_libc, "73.71", PERSONS, 11, &e), 0);
	for (uint32_t i = 0; i < ROWS; i++) {
		row_make(&c, (struct pick){ i * 2 % PERSONS, 0, OFFICE_LABOUR }, i, row);
		for (int k = 0; k < KINDS; k++)
			seen[k] += strstr(row->damage, words[k]) != NULL;
		exact += strcmp(row->nik, row->true_nik) == 0;
		assert_true(row->exists);
		assert_int_equal(strlen(row->true_nik), 16);
	}
	for (int k = 0; k < KINDS; k++)
		if (seen[k] < 5)
			fail_msg("%s: only %d of %d rows", words[k], seen[k], ROWS);
	assert_in_range(exact, ROWS * 78 / 100, ROWS * 86 / 100);
	free(row);
	city_done(&c);
}

static void dates_are_written_day_first(void **state)
{
	char text[16];

	(void)state;
	assert_string_equal(day_dmy(date_of(1980, 2, 9), '-', text), "09-02-1980");
	assert_string_equal(day_dmy(date_of(1980, 12, 31), '/', text), "31/12/1980");
}

/* --- whole cities on disk --- */

static uint64_t hash_folder(const char *dir)
{
	static const char *const names[] = { "dukcapil.csv",
					     "desil.csv",
					     "peserta.csv",
					     "tolak_asn.csv",
					     "sk_lama.csv",
					     "usulan_dinas_perikanan.csv",
					     "usulan_dinas_pertanian.csv",
					     "usulan_disnaker.xlsx",
					     "hasil_padan.xlsx",
					     "kebenaran.csv",
					     "program.yaml" };
	uint64_t h = 14695981039346656037ULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct buf b;
		struct err e;
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		buf_init(&b, &padan_alloc_libc, (size_t)64 << 20);
		assert_int_equal(file_read(seams_real(), path, (size_t)64 << 20, &b, &e), 0);
		assert_true(b.n > 100);
		for (size_t k = 0; k < b.n; k++)
			h = (h ^ (unsigned char)b.p[k]) * 1099511628211ULL;
		buf_done(&b);
	}
	return h;
}

static void remove_folder(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *x;
	char path[600];

	while (d && (x = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%.300s", dir, x->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static uint64_t write_city(uint64_t seed)
{
	char dir[] = "/tmp/lindung-kota-XXXXXX";
	struct city_order order = { .dir = dir, .persons = PERSONS, .proposals = PROPOSALS, .seed = seed };
	struct err e = { 0 };
	uint64_t h;

	assert_non_null(mkdtemp(dir));
	assert_int_equal(city_write(&order, seams_real(), NULL, NULL, &e), 0);
	h = hash_folder(dir);
	remove_folder(dir);
	return h;
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
	uint64_t a = write_city(5);

	(void)state;
	assert_true(a == write_city(5));
	assert_true(a != write_city(6));
}

static ssize_t full_disk(void *ctx, int fd, const void *p, size_t n)
{
	(void)ctx, (void)fd, (void)p, (void)n;
	errno = ENOSPC;
	return -1;
}

static void a_full_disk_leaves_nothing(void **state)
{
	char dir[] = "/tmp/lindung-kota-XXXXXX", path[600];
	struct city_order order = { .dir = dir, .persons = 2000, .proposals = 50, .seed = 1 };
	struct io io = *seams_real()->io;
	struct seams s = *seams_real();
	struct err e = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	io.write = full_disk;
	s.io = &io;
	assert_int_equal(city_write(&order, &s, NULL, NULL, &e), ERR_MACHINE);
	assert_non_null(strstr(e.text, "tidak dapat ditulis"));
	snprintf(path, sizeof(path), "%s/dukcapil.csv", dir);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(rmdir(dir), 0); /* empty: nothing half-written */
}

static void strange_orders_are_refused(void **state)
{
	struct city_order order = { .dir = "/tmp/lindung-kota-tak-ada", .code = "99.99" };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(city_write(&order, seams_real(), NULL, NULL, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "99.99"));
	order.code = "73.72";
	order.persons = 10;
	assert_int_equal(city_write(&order, seams_real(), NULL, NULL, &e), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_nik_is_unique_and_tells_birth),
		cmocka_unit_test(a_household_can_be_made_again),
		cmocka_unit_test(a_family_is_a_family),
		cmocka_unit_test(every_damage_happens_and_most_rows_are_clean),
		cmocka_unit_test(dates_are_written_day_first),
		cmocka_unit_test(the_same_seed_gives_the_same_bytes),
		cmocka_unit_test(a_full_disk_leaves_nothing),
		cmocka_unit_test(strange_orders_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
