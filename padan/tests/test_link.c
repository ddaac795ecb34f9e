/* SPDX-License-Identifier: EUPL-1.2
 * The streaming linkage on a small made city: who is found, and that nothing but the rows decides. */
#include "check.h"
#include <padan/link.h>

enum { PEOPLE = 24000, ROWS = 2400, COLUMNS = PADAN_P_COLUMNS };

static const char *const men[] = { "MUHAMMAD", "ANDI",	  "ABDUL",     "RAHMAN", "IBRAHIM", "SYAMSUDDIN", "HASANUDDIN",
				   "BASRI",    "RUSLI",	  "AMIRUDDIN", "RISKI",	 "FAJAR",   "SULTAN",	  "JAMALUDDIN",
				   "ILHAM",    "YUSUF",	  "ARIFIN",    "LATIF",	 "SALEH",   "MAPPUJI",	  "LALLO",
				   "TAJUDDIN", "BUDIMAN", "SYAHRIR",   "ASDAR",	 "IRWAN",   "ANWAR",	  "SAPARUDDIN",
				   "BURHAN",   "PATTA",	  "NURDIN",    "HERMAN", "AGUS",    "SUPRIADI",	  "WAHYU",
				   "DARWIS",   "MANSYUR", "TAHIR",     "USMAN",	 "ZULKIFLI" };
static const char *const women[] = { "SITI",	  "NUR",      "HASNAH",	   "AMINAH",	"ROSDIANA", "RAHMAWATI",
				     "HALIMAH",	  "JUMRIANI", "KASMAWATI", "NURHAYATI", "FATIMAH",  "SURIANI",
				     "ERNAWATI",  "SALMA",    "BESSE",	   "INDO",	"MULIATI",  "RISKA",
				     "PUTRI",	  "AYU",      "FITRIANI",  "MARDIANA",	"HERLINA",  "NURSIAH",
				     "DARMAWATI", "SAHARIAH", "RAMLAH",	   "HAERANI",	"KARTINI",  "WIDYA",
				     "YULIANA",	  "ASRIANI",  "SUKMAWATI", "MARWAH",	"ROSMINI",  "ISMAWATI",
				     "DEWI",	  "LISDA",    "ELVIRA",	   "JUMIATI" };
static const char *const villages[] = { "CAPPA GALUNG", "LUMPUE",	 "SUMPANG MINANGAE", "TIRO SOMPE",
					"LABUKKANG",	"UJUNG SABBANG", "UJUNG BULU",	     "LAPADDE",
					"BUKIT INDAH",	"UJUNG LARE",	 "LAKESSI",	     "WATTANG BACUKIKI" };
static const char *const streets[] = { "BAU MASSEPE",	    "ANDI MAKKASAU", "LASINRANG",   "VETERAN",
				       "SULTAN HASANUDDIN", "MATTIROTASI",   "KEBUN SAYUR", "INDUSTRI KECIL",
				       "JEND SUDIRMAN",	    "REFORMASI",     "TERATAI",	    "MELATI" };

static uint64_t state;
static uint32_t draw(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state >> 33) % n);
}

/* The first of the list come up most. */
static const char *often(const char *const *list, uint32_t n)
{
	uint32_t a = draw(n), b = draw(n);

	return list[a < b ? a : b];
}

struct person {
	char cell[COLUMNS][40];
};
static struct person *people;

static void make_name(char *out, bool woman)
{
	const char *const *list = woman ? women : men;
	unsigned words = 1 + draw(3);
	size_t n = 0;

	for (unsigned i = 0; i < words; i++)
		n += (size_t)snprintf(out + n, 40 - n, "%s%s", i ? " " : "", often(list, 40));
}

static void make_people(void)
{
	char card[17] = "", mother[40] = "";
	unsigned left = 0, village = 0, street = 0, number = 0;

	people = calloc(PEOPLE, sizeof(*people));
	assert_non_null(people);
	for (unsigned i = 0; i < PEOPLE; i++, left--) {
		struct person *p = &people[i];
		bool woman = draw(2), twin = left > 0 && i > 0 && draw(150) == 0;
		unsigned y = 1945 + draw(65), m = 1 + draw(12), d = 1 + draw(28), region = 737201 + draw(4);

		if (left == 0) {
			left = 1 + draw(6);
			snprintf(card, sizeof(card), "%06u%02u%02u%02u%04u", 737201 + draw(4), 1 + draw(28),
				 1 + draw(12), 5 + draw(20), i % 9999 + 1);
			make_name(mother, true);
			village = draw(12);
			street = draw(12);
			number = 1 + draw(90);
		}
		make_name(p->cell[PADAN_P_NAME], woman);
		snprintf(p->cell[PADAN_P_BORN], 40, "%04u-%02u-%02u", y, m, d);
		snprintf(p->cell[PADAN_P_NIK], 40, "%06u%02u%02u%02u%04u", region, woman ? d + 40 : d, m, y % 100,
			 i % 7 + 1 + i / 7 % 9 * (i % 2));
		if (twin) {
			unsigned long long nik = strtoull(p[-1].cell[PADAN_P_NIK], NULL, 10);

			memcpy(p->cell[PADAN_P_BORN], p[-1].cell[PADAN_P_BORN], 40);
			snprintf(p->cell[PADAN_P_NIK], 40, "%016llu", nik + 1);
			woman = p[-1].cell[PADAN_P_SEX][0] == 'P';
			make_name(p->cell[PADAN_P_NAME], woman);
		}
		snprintf(p->cell[PADAN_P_SEX], 40, "%s", woman ? "P" : "L");
		memcpy(p->cell[PADAN_P_CARD], card, sizeof(card));
		memcpy(p->cell[PADAN_P_MOTHER], mother, 40);
		snprintf(p->cell[PADAN_P_VILLAGE], 40, "%s", villages[village]);
		snprintf(p->cell[PADAN_P_DISTRICT], 40, "%s", villages[village / 4]);
		snprintf(p->cell[PADAN_P_ADDRESS], 40, "JL. %s NO. %u", streets[street], number);
	}
}

static void damage_nik(char *nik)
{
	unsigned what = draw(10), at = draw(12);

	if (what < 4) {
		nik[at] = (char)('0' + draw(10));
	} else if (what < 6) {
		char c = nik[at];

		nik[at] = nik[at + 1];
		nik[at + 1] = c;
	} else if (what < 8) {
		nik[0] = '\0';
	} else {
		memcpy(nik, people[draw(PEOPLE)].cell[PADAN_P_NIK], 17);
	}
}

static void damage_name(char *name)
{
	size_t n = strlen(name);
	char *blank = strchr(name, ' ');
	unsigned what = draw(4);

	if (what == 0 && blank) {
		*blank = '\0';
	} else if (what == 1 && n > 5) {
		memmove(name + 3, name + 4, n - 3);
	} else if (what == 2 && blank) {
		char copy[40];

		snprintf(copy, sizeof(copy), "%s", name);
		copy[blank - name] = '\0';
		snprintf(name, 40, "%.18s %.18s", copy + (blank - name) + 1, copy);
	} else if (n > 4) {
		name[3] = name[3] == 'A' ? 'E' : 'A';
	}
}

static void damage_date(char *born)
{
	char c;

	switch (draw(4)) {
	case 0:
		born[0] = '\0';
		return;
	case 1:
		born[3] = born[3] == '9' ? '8' : (char)(born[3] + 1);
		return;
	case 2:
		c = born[5], born[5] = born[8], born[8] = c;
		c = born[6], born[6] = born[9], born[9] = c;
		return;
	default:
		snprintf(born + 5, 6, "12-31");
	}
}

/* A row of a list: the person as an office wrote him down. Returns whose row it is, -1 when invented. */
static int make_row(struct person *row)
{
	int who = (int)draw(PEOPLE);
	bool invented = draw(12) == 0;

	*row = people[who];
	if (invented) {
		make_name(row->cell[PADAN_P_NAME], row->cell[PADAN_P_SEX][0] == 'P');
		snprintf(row->cell[PADAN_P_BORN], 40, "%04u-%02u-%02u", 1950 + draw(55), 1 + draw(12), 1 + draw(28));
		snprintf(row->cell[PADAN_P_NIK], 40, "7372%02u%02u%.2s%.2s%04u", 1 + draw(4), 1 + draw(28),
			 row->cell[PADAN_P_BORN] + 5, row->cell[PADAN_P_BORN] + 2, 1 + draw(30));
		row->cell[PADAN_P_CARD][0] = '\0';
		row->cell[PADAN_P_MOTHER][0] = '\0';
	}
	if (draw(6) == 0 && !invented)
		damage_nik(row->cell[PADAN_P_NIK]);
	if (draw(5) == 0)
		damage_name(row->cell[PADAN_P_NAME]);
	if (draw(10) == 0)
		damage_date(row->cell[PADAN_P_BORN]);
	if (draw(2) == 0)
		row->cell[PADAN_P_CARD][0] = '\0';
	if (draw(4) != 0)
		row->cell[PADAN_P_MOTHER][0] = '\0';
	if (draw(8) == 0)
		snprintf(row->cell[PADAN_P_ADDRESS], 40, "%s", streets[draw(12)]);
	return invented ? -1 : who;
}

static void spans(const struct person *p, struct padan_span out[COLUMNS])
{
	for (unsigned c = 0; c < COLUMNS; c++)
		out[c] = padan_span_of(p->cell[c]);
}

struct run {
	struct padan_index *ix;
	struct padan_result *result;
	int *truth;
};

static void link_all(struct run *run, unsigned workers, bool backwards)
{
	struct padan_worker *w[4];
	struct padan_span f[COLUMNS];
	struct person row;

	state = 4711;
	run->truth = calloc(ROWS, sizeof(*run->truth));
	assert_int_equal(padan_index_new(&run->ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	for (unsigned i = 0; i < ROWS; i++) {
		run->truth[i] = make_row(&row);
		spans(&row, f);
		assert_int_equal(padan_index_add(run->ix, f, 0, 0), PADAN_OK);
	}
	assert_int_equal(padan_index_seal(run->ix), PADAN_OK);
	for (unsigned i = 0; i < workers; i++)
		assert_int_equal(padan_worker_new(&w[i], run->ix), PADAN_OK);
	for (unsigned i = 0; i < PEOPLE; i++) {
		unsigned k = backwards ? PEOPLE - 1 - i : i;

		spans(&people[k], f);
		assert_int_equal(
			padan_worker_feed(w[k % workers], f, (struct padan_span){ (const char *)&k, sizeof(k) }),
			PADAN_OK);
	}
	assert_int_equal(padan_link_finish(run->ix, w, workers, &run->result), PADAN_OK);
	for (unsigned i = 0; i < workers; i++)
		padan_worker_free(w[i]);
}

static void run_done(struct run *run)
{
	padan_result_free(run->result);
	padan_index_free(run->ix);
	free(run->truth);
}

static unsigned payload_of(const struct padan_candidate *c)
{
	unsigned k;

	assert_int_equal(c->payload.n, sizeof(k));
	memcpy(&k, c->payload.p, sizeof(k));
	return k;
}

static void explain(const struct run *run, unsigned row)
{
	struct padan_candidate c;

	if (!getenv("PADAN_EXPLAIN"))
		return;
	for (unsigned k = 0; padan_result_candidate(run->result, row, k, &c) && k < 3; k++) {
		printf("# row %u true %d cand %u w %d ppm %u:", row, run->truth[row], payload_of(&c), c.weight, c.ppm);
		for (unsigned i = 0; i < COLUMNS; i++)
			if (c.level[i])
				printf(" %s=%s(%d)", padan_person_schema.column[i].label,
				       padan_level_word(padan_person_schema.column[i].kind, c.level[i]), c.part[i]);
		printf("\n");
	}
}

static void people_are_found(void **unused)
{
	unsigned right = 0, wrong = 0, invented = 0, known = 0, review = 0, total_invented = 0;
	struct run run;

	(void)unused;
	link_all(&run, 1, false);
	for (unsigned i = 0; i < ROWS; i++) {
		enum padan_verdict v = padan_result_verdict(run.result, i, &padan_bounds_usual);
		struct padan_candidate c = { 0 };
		bool same = padan_result_candidate(run.result, i, 0, &c) && run.truth[i] >= 0 &&
			    payload_of(&c) == (unsigned)run.truth[i];

		known += run.truth[i] >= 0;
		total_invented += run.truth[i] < 0;
		review += v == PADAN_REVIEW;
		right += v == PADAN_LINK && same;
		wrong += v == PADAN_LINK && !same && run.truth[i] >= 0;
		invented += v == PADAN_LINK && run.truth[i] < 0;
		if (v == PADAN_LINK ? !same : run.truth[i] >= 0)
			explain(&run, i);
	}
	printf("# known %u right %u wrong %u; invented %u linked %u; review %u\n", known, right, wrong, total_invented,
	       invented, review);
	assert_true(right * 1000 >= known * 985);
	assert_true(wrong * 1000 <= known * 3);
	assert_true(invented * 100 <= total_invented);
	assert_true(review * 1000 <= ROWS * 30);
	run_done(&run);
}

static void order_and_workers_do_not_matter(void **unused)
{
	struct run a, b;

	(void)unused;
	link_all(&a, 1, false);
	link_all(&b, 3, true);
	for (unsigned i = 0; i < ROWS; i++) {
		struct padan_candidate x, y;

		assert_int_equal(padan_result_count(a.result, i), padan_result_count(b.result, i));
		for (unsigned k = 0; padan_result_candidate(a.result, i, k, &x); k++) {
			assert_true(padan_result_candidate(b.result, i, k, &y));
			assert_int_equal(x.weight, y.weight);
			assert_int_equal(x.ppm, y.ppm);
			assert_true(padan_span_eq(x.payload, y.payload));
		}
	}
	run_done(&a);
	run_done(&b);
}

static struct padan_span number(void *ctx)
{
	return (struct padan_span){ ctx, sizeof(unsigned) };
}

/* A right row on its way: what stays while the worker is ahead. */
struct ahead {
	struct padan_span f[COLUMNS];
	unsigned k;
	bool whole; /* all fields are there */
};

static void rest(void *ctx)
{
	struct ahead *a = ctx;

	assert_false(a->whole);
	a->whole = true;
	spans(&people[a->k], a->f);
}

/* Only the columns that padan wants at once; lies in the place of the others. */
static void spans_first(struct ahead *a, uint32_t first)
{
	static const struct padan_span lie = { "DUSTA", 5 };

	a->whole = false;
	spans(&people[a->k], a->f);
	for (unsigned c = 0; c < COLUMNS; c++)
		if (!(first >> c & 1))
			a->f[c] = lie;
}

static struct padan_span number_late(void *ctx)
{
	struct ahead *a = ctx;

	assert_true(a->whole);
	return (struct padan_span){ (char *)&a->k, sizeof(unsigned) };
}

static void feed_twice(struct run *run, struct padan_worker **w, unsigned workers, bool backwards)
{
	struct ahead ring[4][PADAN_AHEAD + 1];
	unsigned fed[4] = { 0 }, known = 0;

	for (unsigned i = 0; i < PEOPLE; i++) {
		struct ahead a = { .k = backwards ? PEOPLE - 1 - i : i };

		spans(&people[a.k], a.f);
		if (!padan_worker_knows(w[i % workers], a.f[PADAN_P_NIK]))
			continue;
		known++;
		assert_int_equal(padan_worker_feed_exact(w[i % workers], a.f, number, &a.k), PADAN_OK);
	}
	assert_in_range(known, 1, ROWS * 2);
	assert_int_equal(padan_worker_feed_lazy(w[0], ring[0][0].f, number, &ring[0][0].k), PADAN_MISUSE);
	assert_int_equal(padan_index_open(run->ix, w, workers), PADAN_OK);
	assert_int_equal(padan_index_open(run->ix, w, workers), PADAN_MISUSE);
	for (unsigned i = 0; i < PEOPLE; i++) {
		unsigned at = i % workers;
		struct ahead *a = &ring[at][fed[at]++ % (PADAN_AHEAD + 1)];

		a->k = backwards ? PEOPLE - 1 - i : i;
		spans_first(a, padan_index_first(run->ix));
		assert_int_equal(padan_worker_feed_part(w[at], a->f, rest, number_late, a), PADAN_OK);
	}
	assert_int_equal(padan_link_finish(run->ix, w, workers, &run->result), PADAN_MISUSE);
	for (unsigned i = 0; i < workers; i++)
		assert_int_equal(padan_worker_settle(w[i]), PADAN_OK);
}

static struct left_row {
	struct person person;
	struct padan_span field[COLUMNS];
} left_rows[ROWS];

static struct padan_left left_row(void *ctx, size_t i)
{
	assert_ptr_equal(ctx, left_rows);
	return (struct padan_left){ left_rows[i].field, 0, 0 };
}

/* One by one, or, for several workers, all at once in two threads. */
static void add_left_rows(struct run *run, unsigned workers)
{
	state = 4711;
	run->truth = calloc(ROWS, sizeof(*run->truth));
	for (unsigned i = 0; i < ROWS; i++) {
		run->truth[i] = make_row(&left_rows[i].person);
		spans(&left_rows[i].person, left_rows[i].field);
		if (workers == 1)
			assert_int_equal(padan_index_add(run->ix, left_rows[i].field, 0, 0), PADAN_OK);
	}
	if (workers > 1)
		assert_int_equal(padan_index_add_rows(run->ix, ROWS, left_row, left_rows, 2), PADAN_OK);
	assert_int_equal(padan_index_rows(run->ix), ROWS);
	assert_int_equal(padan_index_seal_threads(run->ix, workers), PADAN_OK);
	assert_int_equal(padan_index_add_rows(run->ix, 0, left_row, left_rows, 2), PADAN_MISUSE);
}

static void link_twice(struct run *run, unsigned workers, bool backwards)
{
	const struct padan_link_opt opt = { .exact_first = true };
	struct padan_worker *w[4];

	assert_int_equal(padan_index_new(&run->ix, &padan_person_schema, &opt, &padan_alloc_libc), PADAN_OK);
	add_left_rows(run, workers);
	assert_true(padan_index_exact_first(run->ix));
	for (unsigned i = 0; i < workers; i++)
		assert_int_equal(padan_worker_new(&w[i], run->ix), PADAN_OK);
	feed_twice(run, w, workers, backwards);
	assert_int_equal(padan_link_finish(run->ix, w, workers, &run->result), PADAN_OK);
	for (unsigned i = 0; i < workers; i++)
		padan_worker_free(w[i]);
}

/* Two passes find whom one pass finds, and neither order nor workers matter to them. */
static void two_passes(void **unused)
{
	struct run once, a, b;
	unsigned other = 0;

	(void)unused;
	link_all(&once, 1, false);
	link_twice(&a, 1, false);
	link_twice(&b, 3, true);
	for (unsigned i = 0; i < ROWS; i++) {
		struct padan_candidate x, y;
		enum padan_verdict v = padan_result_verdict(a.result, i, &padan_bounds_usual);

		assert_int_equal(padan_result_count(a.result, i), padan_result_count(b.result, i));
		for (unsigned k = 0; padan_result_candidate(a.result, i, k, &x); k++) {
			assert_true(padan_result_candidate(b.result, i, k, &y));
			assert_int_equal(x.weight, y.weight);
			assert_int_equal(x.ppm, y.ppm);
			assert_true(padan_span_eq(x.payload, y.payload));
		}
		other += v != padan_result_verdict(once.result, i, &padan_bounds_usual);
		if (v == PADAN_LINK && padan_result_candidate(a.result, i, 0, &x) &&
		    padan_result_verdict(once.result, i, &padan_bounds_usual) == PADAN_LINK) {
			assert_true(padan_result_candidate(once.result, i, 0, &y));
			assert_int_equal(payload_of(&x), payload_of(&y));
		}
	}
	printf("# %u verdicts differ\n", other);
	assert_true(other * 1000 <= ROWS * 2);
	run_done(&once);
	run_done(&a);
	run_done(&b);
}

/* All people past the rows that were added. */
static void link_everybody(struct run *run)
{
	struct padan_span f[COLUMNS];
	struct padan_worker *w;

	assert_int_equal(padan_index_seal(run->ix), PADAN_OK);
	assert_int_equal(padan_worker_new(&w, run->ix), PADAN_OK);
	for (unsigned k = 0; k < PEOPLE; k++) {
		spans(&people[k], f);
		assert_int_equal(padan_worker_feed(w, f, (struct padan_span){ (const char *)&k, sizeof(k) }), PADAN_OK);
	}
	assert_int_equal(padan_link_finish(run->ix, &w, 1, &run->result), PADAN_OK);
	padan_worker_free(w);
}

/* Lists without birth dates: a row with the number of somebody else of the house under its own name. */
static void number_of_another(void **unused)
{
	struct padan_span f[COLUMNS];
	struct run run = { 0 };
	unsigned strangers = 0;

	(void)unused;
	assert_int_equal(padan_index_new(&run.ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	for (unsigned i = 0; i < 600; i++) {
		struct person row = people[i * 40];

		row.cell[PADAN_P_BORN][0] = row.cell[PADAN_P_MOTHER][0] = row.cell[PADAN_P_SEX][0] = '\0';
		if (i % 20 == 0)
			snprintf(row.cell[PADAN_P_NAME], 40, "XAVERIUS QODIRUN");
		spans(&row, f);
		assert_int_equal(padan_index_add(run.ix, f, 0, 0), PADAN_OK);
	}
	link_everybody(&run);
	for (unsigned i = 0; i < 600; i++) {
		struct padan_candidate c = { 0 };

		assert_true(padan_result_candidate(run.result, i, 0, &c));
		if (i % 20 != 0) {
			strangers += c.ppm < 990000;
			continue;
		}
		assert_true(c.ppm < 990000 && c.ppm > 30000); /* somebody looks at it */
	}
	assert_true(strangers < 12);
	run_done(&run);
}

/* A name of one word, a village and an address, and only the age. */
static void found_by_age(void **unused)
{
	unsigned found = 0, rows = 0;
	struct padan_span f[COLUMNS];
	struct run run = { 0 };

	(void)unused;
	assert_int_equal(padan_index_new(&run.ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	run.truth = calloc(ROWS, sizeof(*run.truth));
	for (unsigned i = 0; i < PEOPLE && rows < 300; i += 7) {
		struct person row = people[i];
		int year;

		if (strchr(row.cell[PADAN_P_NAME], ' '))
			continue;
		year = (int)strtol(row.cell[PADAN_P_BORN], NULL, 10);
		snprintf(row.cell[PADAN_P_BORN], 40, "%d th", 2025 - year - (int)(i % 2));
		row.cell[PADAN_P_NIK][0] = row.cell[PADAN_P_CARD][0] = row.cell[PADAN_P_MOTHER][0] = '\0';
		row.cell[PADAN_P_DISTRICT][0] = '\0';
		spans(&row, f);
		run.truth[rows++] = (int)i;
		assert_int_equal(padan_index_add(run.ix, f, 0, 0), PADAN_OK);
	}
	link_everybody(&run);
	for (unsigned i = 0; i < rows; i++) {
		struct padan_candidate c = { 0 };

		explain(&run, i);
		found += padan_result_candidate(run.result, i, 0, &c) && payload_of(&c) == (unsigned)run.truth[i];
	}
	printf("# by age: %u of %u\n", found, rows);
	assert_true(rows > 100 && found * 10 >= rows * 9);
	run_done(&run);
}

static void empty_sides(void **unused)
{
	struct padan_span f[COLUMNS] = { { NULL, 0 } };
	struct padan_index *ix;
	struct padan_worker *w;
	struct padan_result *r;

	(void)unused;
	assert_int_equal(padan_index_new(&ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	assert_int_equal(padan_index_add(ix, f, 0, 0), PADAN_OK);
	assert_int_equal(padan_index_seal(ix), PADAN_OK);
	assert_int_equal(padan_index_add(ix, f, 0, 0), PADAN_MISUSE);
	assert_int_equal(padan_worker_new(&w, ix), PADAN_OK);
	assert_int_equal(padan_worker_feed(w, f, PADAN_LIT("x")), PADAN_OK);
	assert_int_equal(padan_link_finish(ix, &w, 1, &r), PADAN_OK);
	assert_int_equal(padan_result_count(r, 0), 0);
	assert_int_equal(padan_result_verdict(r, 0, &padan_bounds_usual), PADAN_NONE);
	assert_int_equal(padan_result_lead(r, 0), INT32_MAX);
	padan_worker_free(w);
	padan_result_free(r);
	padan_index_free(ix);
	assert_int_equal(padan_index_new(&ix, &padan_person_schema, NULL, &padan_alloc_libc), PADAN_OK);
	assert_int_equal(padan_index_seal(ix), PADAN_OK);
	assert_int_equal(padan_worker_new(&w, ix), PADAN_OK);
	assert_int_equal(padan_worker_feed(w, f, PADAN_LIT("x")), PADAN_OK);
	assert_int_equal(padan_link_finish(ix, &w, 1, &r), PADAN_OK);
	padan_worker_free(w);
	padan_result_free(r);
	padan_index_free(ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_found), cmocka_unit_test(order_and_workers_do_not_matter),
		cmocka_unit_test(two_passes),	    cmocka_unit_test(number_of_another),
		cmocka_unit_test(found_by_age),	    cmocka_unit_test(empty_sides),
	};

	state = 1;
	make_people();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
