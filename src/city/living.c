/* SPDX-License-Identifier: EUPL-1.2
 * What people live on, and which lists know them. */
#include "city/people.h"

static enum job grown_job(const struct household *h, const struct person *p, int age, struct rng *r)
{
	bool poor = h->welfare < 4200;
	uint32_t sum = 0, x;

	if (age >= 58 && !poor && rng_mille(r, 330))
		return JOB_RETIRED;
	for (int i = 0; i < JOB_COUNT; i++)
		sum += p->sex == 1 ? (poor ? job_rows[i].poor : job_rows[i].rich)
				   : (poor ? job_rows[i].poor_f : job_rows[i].rich_f);
	x = rng_below(r, sum);
	for (int i = 0; i < JOB_COUNT; i++) {
		uint32_t w = p->sex == 1 ? (poor ? job_rows[i].poor : job_rows[i].rich)
					 : (poor ? job_rows[i].poor_f : job_rows[i].rich_f);

		if (x < w)
			return (enum job)i;
		x -= w;
	}
	return JOB_NONE;
}

/* A third of the cards of small workers are stale; contract civil servants have no word of their own. */
static enum job card_job(enum job job, int sex, struct rng *r)
{
	static const enum job stale[] = { JOB_NONE, JOB_PUPIL, JOB_BUSINESS, JOB_BUSINESS, JOB_DAY_HAND, JOB_STAFF };

	if (!job_rows[job].target || !rng_mille(r, 330))
		return job;
	if (sex == 2 && rng_mille(r, 650))
		return JOB_HOUSEHOLD;
	return stale[rng_below(r, 6)];
}

static enum relation relation_of(enum job job, struct rng *r)
{
	static const struct {
		uint16_t none, odd, wage; /* up to; the rest has a contract */
	} share[HIRE_COUNT] = { [HIRE_OWN] = { 850, 1000, 1000 },
				[HIRE_STAFF] = { 0, 0, 150 },
				[HIRE_GANG] = { 0, 620, 970 },
				[HIRE_HELP] = { 0, 510, 960 } };
	enum hire h = job_rows[job].hire;
	uint32_t x = rng_below(r, 1000);

	return x < share[h].none   ? RELATION_NONE
	       : x < share[h].odd  ? RELATION_ODD
	       : x < share[h].wage ? RELATION_WAGE
				   : RELATION_CONTRACT;
}

static enum member member_of(const struct living *l, bool own_possible, struct rng *r)
{
	uint32_t x = rng_below(r, 1000);

	if (l->employer >= 0)
		return x < 620 ? MEMBER_PU : MEMBER_NONE;
	if (l->job == JOB_BUSINESS)
		return x < 90 ? MEMBER_BPU : MEMBER_NONE;
	if (!job_rows[l->job].target)
		return MEMBER_NONE;
	if (l->job == JOB_MASON && x < 30)
		return MEMBER_JAKON;
	if (own_possible && x < 42)
		return x < 27 ? MEMBER_OWN : MEMBER_OWN_ENDED;
	return x < 110 ? MEMBER_BPU : x < 116 ? MEMBER_PU : x < 150 ? MEMBER_LAPSED : MEMBER_NONE;
}

const char *living_employer(int employer)
{
	static const char *const name[] = { "PT Bumi Mandiri Sejahtera",    "CV Karya Bersama",	  "Toko Sinar Terang",
					    "PT Samudera Pangan Nusantara", "UD Rezeki Ilahi",	  "RM Coto Paraikatte",
					    "CV Lontara Konstruksi",	    "PT Pelita Bahari",	  "Hotel Bukit Kenari",
					    "Toko Bangunan Maju Jaya",	    "PT Cahaya Logistik", "SPBU Soreang" };

	return name[(size_t)employer % (sizeof(name) / sizeof(name[0]))];
}

static enum job job_at(const struct household *h, const struct person *p, int age, struct rng *r)
{
	if (age < 6)
		return JOB_NONE;
	if (age < 16 || (age < 19 && !rng_mille(r, 130)) || (age < 23 && rng_mille(r, 450)))
		return JOB_PUPIL;
	return age > 74 && rng_mille(r, 700) ? JOB_NONE : grown_job(h, p, age, r);
}

/* Rupiah a month, in steps of 50,000. A few small workers earn too much for the programme. */
static int income_of(enum job job, struct rng *r)
{
	int lo = job_rows[job].income_lo, hi = job_rows[job].income_hi, income;

	if (!hi)
		return 0;
	income = (lo + (int)rng_below(r, (uint32_t)((hi - lo) / 50 + 1)) * 50) * 1000;
	return job_rows[job].target && rng_mille(r, 25) ? 2100000 + (int)rng_below(r, 20) * 100000 : income;
}

void person_living(const struct city *c, const struct household *h, int slot, struct living *l)
{
	const struct person *p = &h->person[slot];
	struct rng r = rng_of(c->seed, DICE_WORK, p->id), lists = rng_of(c->seed, DICE_LISTS, h->no);
	int age = person_age(c, p);
	bool own_possible;

	*l = (struct living){ .employer = -1, .desil = h->welfare / 1000 + 1 };
	l->desil_listed = h->welfare < 5200 ? !rng_mille(&lists, 25) : h->welfare < 7000 && rng_mille(&lists, 520);
	l->job = job_at(h, p, age, &r);
	l->card = card_job(l->job, p->sex, &r);
	l->relation = relation_of(l->job, &r);
	if (l->relation == RELATION_CONTRACT)
		l->employer = (int)rng_below(&r, 12);
	l->income = income_of(l->job, &r);
	l->payroll = l->job == JOB_CIVIL || l->job == JOB_CONTRACT_CIVIL || l->job == JOB_HONORARY ||
		     (l->job == JOB_RETIRED && rng_mille(&r, 800));
	own_possible = l->desil <= 4 && l->desil_listed && age >= 19 && age <= 63 && h->resident;
	l->member = (uint8_t)member_of(l, own_possible, &r);
}
