/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include "programme/allocation.h"
#include <padan/alloc.h>

enum { CASES = 100000, PEOPLE = 7, FUNDS = 4, CLASSES = 3 };

/* A small generator: the same cases everywhere. */
static uint64_t seed;
static int pick(int n)
{
	seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)n);
}

struct small {
	struct candidate people[PEOPLE];
	int64_t price[FUNDS * CLASSES];
	struct price_table table;
	rupiah budget[FUNDS];
	int64_t district[2], group[2];
	struct allocation in;
};

static void make_case(struct small *s, bool mixed)
{
	*s = (struct small){ .table = { s->price, 1 + pick(FUNDS), mixed ? 1 + pick(CLASSES) : 1 } };
	for (int f = 0; f < s->table.funds; f++) {
		for (int k = 0; k < s->table.classes; k++)
			s->price[f * s->table.classes + k] = pick(10) ? 1 + pick(7) : PRICE_NONE;
		s->budget[f] = rp(pick(16));
	}
	s->district[0] = pick(5), s->district[1] = pick(5);
	s->group[0] = pick(5), s->group[1] = pick(5);
	s->in = (struct allocation){ .people = s->people,
				     .n = (uint32_t)pick(PEOPLE + 1),
				     .prices = &s->table,
				     .budget = s->budget,
				     .ceilings = { pick(2) ? -1 : pick(PEOPLE), s->district, s->group, 2, 2 },
				     .with_more = true };
	for (uint32_t i = 0; i < s->in.n; i++)
		s->people[i] = (struct candidate){ .funds = (uint32_t)pick(1 << s->table.funds) |
							    (uint32_t)pick(1 << s->table.funds),
						   .klass = (uint16_t)pick(s->table.classes),
						   .district = (int16_t)(pick(6) - 4),
						   .group = (int16_t)(pick(6) - 4) };
	for (uint32_t i = 0; i < s->in.n; i++) {
		if (s->people[i].district < -1)
			s->people[i].district = -1;
		if (s->people[i].group < -1)
			s->people[i].group = -1;
	}
}

/* The definition itself: every list of funds, in order, until one pays for all of `in`. */
static bool pay_all(const struct small *s, const bool *in, uint32_t i, int64_t *left, int8_t *fund)
{
	if (i == s->in.n)
		return true;
	fund[i] = -1;
	if (!in[i])
		return pay_all(s, in, i + 1, left, fund);
	for (int f = 0; f < s->table.funds; f++) {
		int64_t price = s->price[f * s->table.classes + s->people[i].klass];

		if (!(s->people[i].funds >> f & 1) || price == PRICE_NONE || left[f] < price)
			continue;
		left[f] -= price;
		fund[i] = (int8_t)f;
		if (pay_all(s, in, i + 1, left, fund))
			return true;
		left[f] += price;
	}
	return false;
}

static bool payable(const struct small *s, const bool *in, int extra_fund, int8_t *fund)
{
	int64_t left[FUNDS] = { 0 };

	for (int f = 0; f < s->table.funds; f++)
		left[f] = s->budget[f].rp + (f == extra_fund ? MORE_MONEY : 0);
	return pay_all(s, in, 0, left, fund);
}

static bool ceilings_hold(const struct small *s, const bool *in)
{
	int64_t total = 0, district[2] = { 0 }, group[2] = { 0 };

	for (uint32_t i = 0; i < s->in.n; i++) {
		if (!in[i])
			continue;
		total++;
		if (s->people[i].district >= 0)
			district[s->people[i].district]++;
		if (s->people[i].group >= 0)
			group[s->people[i].group]++;
	}
	return (s->in.ceilings.total < 0 || total <= s->in.ceilings.total) && district[0] <= s->district[0] &&
	       district[1] <= s->district[1] && group[0] <= s->group[0] && group[1] <= s->group[1];
}

static void brute(const struct small *s, int extra_fund, bool *in, int8_t *fund)
{
	memset(in, 0, PEOPLE * sizeof(*in));
	for (uint32_t i = 0; i < s->in.n; i++) {
		in[i] = true;
		in[i] = ceilings_hold(s, in) && payable(s, in, extra_fund, fund);
	}
	(void)payable(s, in, extra_fund, fund);
}

/* Money at the turn of person i? */
static bool money_for(const struct small *s, const bool *in, uint32_t i)
{
	int8_t fund[PEOPLE];
	bool with[PEOPLE];

	memcpy(with, in, sizeof(with));
	for (uint32_t k = i; k < PEOPLE; k++)
		with[k] = k == i;
	return payable(s, with, -1, fund);
}

static void check_reasons(const struct small *s, const bool *in, const struct allocation_result *r)
{
	for (uint32_t i = 0; i < s->in.n; i++) {
		const struct shut_out *o = &r->shut_out[i];

		assert_int_equal(o->why == 0, in[i]);
		if (in[i])
			continue;
		assert_int_equal((o->why & SHUT_FUNDS) != 0, !money_for(s, in, i));
		assert_false(o->why & SHUT_UNDECIDED);
		if (o->why & SHUT_DISTRICT)
			assert_int_equal(o->district, s->people[i].district);
		if (o->why & SHUT_GROUP)
			assert_int_equal(o->group, s->people[i].group);
	}
}

static void check_sums(const struct small *s, const struct allocation_result *r)
{
	int64_t people = 0;

	for (int f = 0; f < s->table.funds; f++) {
		assert_true(r->sum[f].left.rp >= 0);
		assert_int_equal(r->sum[f].left.rp + r->sum[f].spent.rp, s->budget[f].rp);
		people += r->sum[f].people;
	}
	assert_int_equal(people, r->chosen);
}

static void check_more(const struct small *s, const bool *in, const struct allocation_result *r)
{
	for (int f = 0; f < s->table.funds; f++) {
		const struct more_money *m = &r->more[f];
		bool then[PEOPLE];
		int8_t fund[PEOPLE];
		uint32_t enter = 0, leave = 0;

		brute(s, f, then, fund);
		for (uint32_t i = 0; i < s->in.n; i++) {
			if (then[i] && !in[i])
				assert_int_equal(m->enter[enter++], i);
			if (!then[i] && in[i])
				assert_int_equal(m->leave[leave++], i);
		}
		assert_int_equal(enter, m->enter_n);
		assert_int_equal(leave, m->leave_n);
	}
}

static void run_cases(bool mixed, int cases)
{
	struct padan_arena arena;
	struct err e;

	for (int n = 0; n < cases; n++) {
		struct allocation_result r;
		struct small s;
		bool in[PEOPLE];
		int8_t fund[PEOPLE];

		make_case(&s, mixed);
		padan_arena_init(&arena, NULL, 0);
		assert_int_equal(allocate(&s.in, &r, &arena, &e), 0);
		brute(&s, -1, in, fund);
		for (uint32_t i = 0; i < s.in.n; i++)
			if (in[i] != (r.fund[i] >= 0) || r.fund[i] != fund[i])
				fail_msg("case %d, person %u: fund %d instead of %d", n, i, r.fund[i], fund[i]);
		assert_int_equal(r.undecided, 0);
		assert_true(r.assignment_exact);
		check_reasons(&s, in, &r);
		check_sums(&s, &r);
		if (n % 10 == 0)
			check_more(&s, in, &r);
		padan_arena_done(&arena);
	}
}

static int cases(void)
{
	return getenv("LINDUNG_SANITIZED") ? CASES / 10 : CASES;
}

static void test_equal_prices_against_brute_force(void **state)
{
	(void)state;
	seed = 0x9e3779b97f4a7c15;
	run_cases(false, cases());
}

static void test_mixed_prices_against_brute_force(void **state)
{
	(void)state;
	seed = 0xd1b54a32d192ed03;
	run_cases(true, cases());
}

static void assert_golden(int64_t budget, int months, uint32_t people, int64_t left)
{
	int64_t price = (int64_t)16800 * months;
	struct price_table table = { &price, 1, 1 };
	rupiah money = rp(budget);
	struct candidate *all = calloc(2000, sizeof(*all));
	struct allocation in = {
		.people = all, .n = 2000, .prices = &table, .budget = &money, .ceilings = { .total = -1 }
	};
	struct allocation_result r;
	struct padan_arena arena;
	struct err e;

	assert_non_null(all);
	for (int i = 0; i < 2000; i++)
		all[i] = (struct candidate){ .funds = 1, .district = -1, .group = -1 };
	padan_arena_init(&arena, NULL, 0);
	assert_int_equal(allocate(&in, &r, &arena, &e), 0);
	assert_int_equal(r.chosen, people);
	assert_int_equal(r.sum[0].people, people);
	assert_int_equal(r.sum[0].left.rp, left);
	assert_int_equal(r.last_chosen, people - 1);
	assert_int_equal(r.next, people);
	assert_int_equal(r.shut_out[people].why, SHUT_FUNDS);
	padan_arena_done(&arena);
	free(all);
}

static void test_golden_figures(void **state)
{
	(void)state;
	assert_golden(150000000, 12, 744, 9600);
	assert_golden(200000000, 12, 992, 12800);
	assert_golden(200000000, 8, 1488, 12800);
	assert_golden(100000000, 8, 744, 6400);
}

/* A city: 35,782 people, 16 funds, some only for a district or a group. */
static void city(bool mixed)
{
	enum { N = 35782, F = 16 };
	struct candidate *all = calloc(N, sizeof(*all));
	int64_t price[F * 2];
	struct price_table table = { price, F, mixed ? 2 : 1 };
	rupiah budget[F];
	struct allocation in = {
		.people = all, .n = N, .prices = &table, .budget = budget, .ceilings = { .total = 35000 }
	};
	struct allocation_result r;
	struct padan_arena arena;
	struct err e;

	seed = 42;
	assert_non_null(all);
	for (int f = 0; f < F; f++) {
		for (int k = 0; k < table.classes; k++)
			price[f * table.classes + k] = f < 4 ? 201600 : k ? 100800 : 126000;
		budget[f] = rp(f < 2 ? 1000000000 : 100000000 + pick(300000000));
	}
	for (int i = 0; i < N; i++) {
		int district = pick(14), group = pick(8);

		all[i] = (struct candidate){ .funds = 3, .district = -1, .group = -1 };
		all[i].funds |= 1u << (2 + district);
		if (group < 3)
			all[i].funds |= 1u << 15;
		if (mixed)
			all[i].klass = group == 2;
	}
	padan_arena_init(&arena, NULL, 0);
	assert_int_equal(allocate(&in, &r, &arena, &e), 0);
	assert_int_equal(r.undecided, 0);
	assert_true(r.assignment_exact);
	for (uint32_t i = 0; i < N; i++)
		for (int f = 0; f < F && r.fund[i] < 0; f++)
			if (all[i].funds >> f & 1)
				assert_true(r.sum[f].left.rp < price[f * table.classes + all[i].klass]);
	assert_in_range(r.chosen, 30000, 35000);
	padan_arena_done(&arena);
	free(all);
}

static void test_a_city(void **state)
{
	(void)state;
	city(false);
	city(true);
}

/* Two funds whose money fits only when the classes are split just so. */
static void test_a_tight_fit(void **state)
{
	int64_t price[] = { 7, 5, 7, 5 };
	struct price_table table = { price, 2, 2 };
	rupiah budget[] = { { 24 }, { 17 } };
	struct candidate people[] = { { 3, 1, -1, -1 }, { 3, 1, -1, -1 }, { 3, 0, -1, -1 }, { 3, 0, -1, -1 },
				      { 3, 1, -1, -1 }, { 3, 1, -1, -1 }, { 3, 0, -1, -1 } };
	struct allocation in = { people, 7, &table, budget, { .total = -1 }, false, 0 };
	struct allocation_result r;
	struct padan_arena arena;
	struct err e;

	(void)state;
	padan_arena_init(&arena, NULL, 0);
	assert_int_equal(allocate(&in, &r, &arena, &e), 0);
	assert_int_equal(r.chosen, 7);
	assert_int_equal(r.sum[0].left.rp + r.sum[1].left.rp, 0);
	padan_arena_done(&arena);
}

/* The first n requests are granted. Either an error, or an answer that says what it could not prove. */
static size_t granted;
static void *starve(void *ctx, void *q, size_t old, size_t size)
{
	if (size && !granted)
		return NULL;
	granted -= size != 0;
	return padan_alloc_libc.resize(ctx, q, old, size);
}

static void test_memory_refused_at_every_request(void **state)
{
	struct padan_alloc poor = { starve, NULL };
	int refused = 0, whole = 0;

	(void)state;
	seed = 99;
	for (int n = 0; n < 200; n++) {
		struct small s;
		struct allocation_result r;
		struct padan_arena arena;
		struct err e;
		bool in[PEOPLE];
		int8_t fund[PEOPLE];
		int rc;

		make_case(&s, true);
		granted = (size_t)(n % 12);
		padan_arena_init(&arena, &poor, 0);
		rc = allocate(&s.in, &r, &arena, &e);
		assert_true(rc == 0 || rc == ERR_MACHINE);
		refused += rc != 0;
		if (rc == 0 && !r.undecided) {
			brute(&s, -1, in, fund);
			for (uint32_t i = 0; i < s.in.n; i++)
				assert_int_equal(in[i], r.fund[i] >= 0);
			whole++;
		}
		padan_arena_done(&arena);
	}
	assert_true(refused > 10 && whole > 10);
}

/* With next to no work allowed, an answer is either reported as unproven or the right one. */
static void test_the_limit_is_never_silent(void **state)
{
	int reported = 0;

	(void)state;
	seed = 7;
	for (int n = 0; n < 5000; n++) {
		struct allocation_result r;
		struct padan_arena arena;
		struct small s;
		bool in[PEOPLE];
		int8_t fund[PEOPLE];
		struct err e;

		make_case(&s, true);
		s.in.work = 1;
		padan_arena_init(&arena, NULL, 0);
		assert_int_equal(allocate(&s.in, &r, &arena, &e), 0);
		brute(&s, -1, in, fund);
		reported += r.undecided || !r.assignment_exact;
		for (uint32_t i = 0; i < s.in.n && !r.undecided; i++) {
			assert_int_equal(in[i], r.fund[i] >= 0);
			if (r.assignment_exact)
				assert_int_equal(r.fund[i], fund[i]);
		}
		padan_arena_done(&arena);
	}
	assert_in_range(reported, 1, 4999);
}

static void test_tables_that_do_not_fit(void **state)
{
	int64_t price[] = { 0 };
	struct price_table table = { price, 1, 1 };
	rupiah budget = { 10 };
	struct candidate one = { 1, 0, -1, -1 };
	struct allocation in = { &one, 1, &table, &budget, { .total = -1 }, false, 0 };
	struct allocation_result r;
	struct padan_arena arena;
	struct err e;

	(void)state;
	padan_arena_init(&arena, NULL, 0);
	assert_int_equal(allocate(&in, &r, &arena, &e), ERR_USAGE);
	price[0] = 1;
	one.klass = 1;
	assert_int_equal(allocate(&in, &r, &arena, &e), ERR_USAGE);
	one.klass = 0;
	budget.rp = -1;
	assert_int_equal(allocate(&in, &r, &arena, &e), ERR_USAGE);
	in.n = 0;
	budget.rp = 0;
	assert_int_equal(allocate(&in, &r, &arena, &e), 0);
	assert_int_equal(r.last_chosen, UINT32_MAX);
	padan_arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_prices_against_brute_force),
		cmocka_unit_test(test_mixed_prices_against_brute_force),
		cmocka_unit_test(test_golden_figures),
		cmocka_unit_test(test_a_city),
		cmocka_unit_test(test_a_tight_fit),
		cmocka_unit_test(test_memory_refused_at_every_request),
		cmocka_unit_test(test_the_limit_is_never_silent),
		cmocka_unit_test(test_tables_that_do_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
