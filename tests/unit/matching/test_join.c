/* SPDX-License-Identifier: EUPL-1.2
 * Lists about people against the plain way: every row with every person, by what join.h says. */
#include "base/crew.h"
#include "check.h"
#include "matching/join.h"

#include <padan/date.h>
#include <padan/name.h>
#include <padan/nik.h>

enum { PEOPLE = 400, ROWS = 16000, CELL = 48 };

struct row {
	char nik[CELL], card[CELL], name[CELL], born[CELL];
};

struct expected {
	uint32_t person, row;
	uint8_t how;
};

static const struct padan_nik_opt nik_opt = { .ref_year = 2026 };
static const struct padan_date_opt date_opt = { .ref_year = 2026 };
static const char *const names[] = { "AMIR HAMZAH", "HAMZAH AMIR", "NUR HAYATI", "NURHAYATI", "AMIR HAMSAH", "SITTI" };

static uint32_t seed;
static uint32_t draw(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(seed >> 8) * n >> 24);
}

/* Few regions, days and serials, so that many numbers are alike. */
static uint64_t a_nik(date born, bool female)
{
	static const uint32_t regions[] = { 737106, 737107, 737116, 737160, 737115, 737109, 737110, 737209 };
	int y, m, d;

	padan_ymd_of(born.day, &y, &m, &d);
	return ((uint64_t)regions[draw(8)] * 100 + (uint64_t)(d + 40 * female)) * 100000000 + (uint64_t)m * 1000000 +
	       (uint64_t)(y % 100) * 10000 + 1 + draw(draw(4) ? 3 : 1200);
}

static date a_day(void)
{
	static const int days[] = { 1, 5, 9, 11, 15, 21, 28, 29, 30, 31 };
	int m = 1 + (int)draw(3), d = days[draw(10)];

	return date_of(1980 + (int)draw(2), m, m == 2 && d > 29 ? 27 : m == 2 && d == 29 ? 28 : d);
}

static uint64_t slipped(uint64_t nik, uint32_t way)
{
	static const uint64_t sexes = 4000000000;
	char s[20], c;
	unsigned at = draw(16);

	snprintf(s, sizeof(s), "%016llu", (unsigned long long)nik);
	if (way == 0)
		s[at] = (char)('0' + draw(10));
	if (way == 1 && at < 15) {
		c = s[at];
		s[at] = s[at + 1];
		s[at + 1] = c;
	}
	nik = strtoull(s, NULL, 10);
	return way == 2 ? nik + sexes : way == 3 && nik > sexes ? nik - sexes : nik;
}

static void write_nik(char out[CELL], uint64_t nik)
{
	unsigned long long n = nik;
	char digits[24];

	snprintf(digits, sizeof(digits), "%016llu", n);
	switch (draw(13)) {
	case 0:
		snprintf(out, CELL, "%04llu.%04llu %04llu-%04llu", n / 1000000000000, n / 100000000 % 10000,
			 n / 10000 % 10000, n % 10000);
		break;
	case 1:
		snprintf(out, CELL, "%llu.%.*sE+15", n / 1000000000000000, draw(2) ? 15 : 6, digits + 1);
		break;
	case 2:
		snprintf(out, CELL, "%.*s", (int)draw(2), "-");
		break;
	case 3:
		snprintf(out, CELL, "%015llu", n / 10);
		break;
	case 4:
		snprintf(out, CELL, "%s", draw(2) ? "1111111111111111" : "9871060101800001");
		break;
	default:
		snprintf(out, CELL, "%016llu", n);
	}
}

static void write_day(char out[CELL], date day)
{
	static const char *const forms[] = { "%3$02d-%2$02d-%1$04d", "%1$04d-%2$02d-%3$02d", "%3$02d/%2$02d/%1$04d",
					     "%3$d.%2$d.%1$d",	     "%2$02d-%3$02d-%1$04d", "x %3$02d%2$02d%1$04d" };
	int y, m, d;

	padan_ymd_of(day.day, &y, &m, &d);
	out[0] = '\0';
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (draw(20))
		snprintf(out, CELL, forms[draw(3) ? draw(2) : draw(6)], y, m, d);
#pragma GCC diagnostic pop
}

static void make_people(struct join_person *p, bool odd)
{
	for (uint32_t i = 0; i < PEOPLE; i++) {
		date born = a_day();

		p[i] = (struct join_person){ .nik = a_nik(born, draw(2)),
					     .card = 7371010101010000 + i / 5,
					     .born = born };
		p[i].name = padan_span_of(names[draw(6)]);
		if (draw(20) == 0)
			p[i].born = a_day();
		if (draw(30) == 0)
			p[i].nik = slipped(p[i].nik, draw(4));
		if (draw(40) == 0)
			p[i].born = DATE_NONE;
		if (draw(40) == 0)
			p[i].card = 0;
		if (odd && draw(20) == 0)
			p[i].nik = draw(2) ? 0 : draw(2) ? p[i].nik % 1000000000000000 : 7777777777777777;
	}
}

static void make_rows(struct row *r, const struct join_person *p)
{
	for (uint32_t i = 0; i < ROWS; i++) {
		const struct join_person *of = &p[draw(PEOPLE)];
		date born = date_known(of->born) && draw(8) ? of->born : a_day();
		uint64_t nik = draw(3) ? slipped(of->nik, draw(5)) : a_nik(born, draw(2));

		write_nik(r[i].nik, nik);
		write_day(r[i].born, born);
		snprintf(r[i].name, CELL, "%.*s", draw(3) ? (int)of->name.n : 0, of->name.p);
		if (!r[i].name[0] && draw(4))
			snprintf(r[i].name, CELL, "%s", names[draw(6)]);
		snprintf(r[i].card, CELL, draw(30) ? "%llu" : "%llu.",
			 (unsigned long long)(7371010101010000 + draw(4 * PEOPLE)));
	}
}

static bool is_near(const struct padan_nik *typed, uint64_t nik)
{
	struct padan_nik theirs;

	if (typed->value / 10000 != nik / 10000 && typed->value % 10000 != nik % 10000)
		return false;
	padan_nik_of(&theirs, nik, &nik_opt);
	switch (padan_nik_compare(typed, &theirs)) {
	case PADAN_NIK_NEIGHBOUR:
	case PADAN_NIK_SAME_BIRTH:
	case PADAN_NIK_DIFFERENT:
		return false;
	default:
		return true;
	}
}

static bool same_words(span a, span b)
{
	struct padan_name x, y;

	padan_name_parse(&x, a);
	padan_name_parse(&y, b);
	return x.n && (x.set == y.set || x.whole == y.whole);
}

static bool by_name(const struct padan_nik *nik, const struct row *r, const struct join_person *p)
{
	struct padan_date d;

	padan_date_parse(&d, padan_span_of(r->born), &date_opt);
	if (d.kind != PADAN_DATE_DAY || d.day != p->born.day)
		return false;
	return !(padan_nik_sound(nik) && p->nik && !is_near(nik, p->nik)) &&
	       same_words(padan_span_of(r->name), p->name);
}

static size_t expect_row(struct expected *out, const struct row *r, uint32_t row, const struct join_person *p)
{
	struct padan_nik nik, card;
	bool number = false;
	size_t n = 0;

	padan_nik_parse(&nik, padan_span_of(r->nik), &nik_opt);
	padan_nik_parse(&card, padan_span_of(r->card), &nik_opt);
	for (uint32_t i = 0; i < PEOPLE; i++)
		number |= nik.n == 16 && p[i].nik && nik.value == p[i].nik;
	for (uint32_t i = 0; i < PEOPLE; i++) {
		if (nik.n == 16 && p[i].nik && nik.value == p[i].nik)
			out[n++] = (struct expected){ i, row, JOIN_NIK };
		else if (!number && by_name(&nik, r, &p[i]))
			out[n++] = (struct expected){ i, row, padan_nik_sound(&nik) ? JOIN_NEAR : JOIN_NAME };
		else if (p[i].card && card.value == p[i].card)
			out[n++] = (struct expected){ i, row, JOIN_CARD };
	}
	return n;
}

static int by_expected(const void *a, const void *b)
{
	const struct expected *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return x->how != y->how ? x->how - y->how : (x->row > y->row) - (x->row < y->row);
}

/* shift: where the list begins among the rows, so that their order is another. */
static void write_list(const char *path, const struct row *r, uint32_t shift)
{
	FILE *f = fopen(path, "w");

	fputs("nik,no_kk,nama,tanggal_lahir,desil,rilis\n", f);
	for (uint32_t i = 0; i < ROWS; i++) {
		uint32_t k = (i * 7919 + shift) % ROWS;
		const char *quote = shift == 1 || k % 50 ? "" : "\"";

		fprintf(f, "%s,%s,%s%s%s,%s,%05u,V1\n", r[k].nik, r[k].card, quote, r[k].name, quote, r[k].born, k);
	}
	fclose(f);
}

static void check_hits(const struct join_hits *hits, const struct expected *want, size_t n)
{
	assert_int_equal(hits->n, n);
	for (size_t i = 0; i < n; i++) {
		span cell[2];

		assert_int_equal(hits->hit[i].person, want[i].person);
		assert_int_equal(hits->hit[i].how, want[i].how);
		assert_true(unpack_cells(hits->hit[i].packed, cell, 2));
		assert_int_equal(strtoul(cell[0].p, NULL, 10), want[i].row);
	}
}

struct one_scan {
	const struct join *j;
	struct match_env env;
	struct padan_arena arena;
	struct list_info info;
	struct join_hits hits;
	struct err e;
	span path;
	int rc;
};

static void scan_once(void *ctx)
{
	static const uint8_t columns[] = { COL_DESIL, COL_RILIS };
	static const struct join_spec spec = { LIST_DESIL, columns, 2, true, false };
	struct one_scan *x = ctx;
	struct match_lists lists = { &x->path, 1, &x->info, NULL };

	x->rc = join_scan(x->j, &spec, &lists, &x->env, &x->hits, &x->e);
}

/* Two scans at once. */
static void scan_twice(const char *path, const struct join_person *people, unsigned threads,
		       const struct expected *want, size_t n)
{
	struct match_env env = { .seams = seams_real(), .threads = threads };
	struct padan_arena arena;
	struct one_scan x[2];
	struct aside beside;
	struct join *j;
	struct err e;

	padan_arena_init(&arena, NULL, 0);
	env.arena = &arena;
	assert_int_equal(join_new(&j, people, PEOPLE, &env, &e), ERR_OK);
	for (unsigned i = 0; i < 2; i++) {
		x[i] = (struct one_scan){ .j = j, .env = env, .path = padan_span_of(path) };
		padan_arena_init(&x[i].arena, NULL, 0);
		x[i].env.arena = &x[i].arena;
	}
	aside_begin(&beside, true, scan_once, &x[0]);
	scan_once(&x[1]);
	aside_end(&beside);
	for (unsigned i = 0; i < 2; i++) {
		if (x[i].rc)
			fail_msg("%s", x[i].e.text);
		check_hits(&x[i].hits, want, n);
		padan_arena_done(&x[i].arena);
	}
	padan_arena_done(&arena);
}

static void check_people(const char *path, bool odd)
{
	static struct expected want[ROWS * 8];
	static struct join_person people[PEOPLE];
	static struct row rows[ROWS];
	size_t n = 0, how[4] = { 0 };

	make_people(people, odd);
	make_rows(rows, people);
	for (uint32_t i = 0; i < ROWS; i++) {
		assert_true(n + PEOPLE < sizeof(want) / sizeof(*want));
		n += expect_row(want + n, &rows[i], i, people);
	}
	qsort(want, n, sizeof(*want), by_expected);
	for (size_t i = 0; i < n; i++)
		how[want[i].how]++;
	assert_true(how[JOIN_NIK] > 100 && how[JOIN_NEAR] > 100 && how[JOIN_NAME] > 100 && how[JOIN_CARD] > 100);
	for (unsigned threads = 1; threads <= 3; threads++) {
		write_list(path, rows, threads);
		scan_twice(path, people, threads, want, n);
	}
}

static void test_as_the_plain_way(void **state)
{
	char dir[] = "/tmp/lindung-join-XXXXXX", path[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/desil.csv", dir);
	seed = 1;
	for (unsigned round = 0; round < 4; round++)
		check_people(path, round & 1);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_as_the_plain_way) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
