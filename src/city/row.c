/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/row.h"

#include <stdio.h>

static void copy_text(char *to, size_t cap, const char *from)
{
	size_t n = strlen(from);

	n = n < cap ? n : cap - 1;
	memmove(to, from, n);
	to[n] = 0;
}
#define COPY(to, from) copy_text((to), sizeof(to), (from))

static void write_income(struct row *row, int rupiah_a_month, struct rng *r)
{
	int k = rupiah_a_month / 1000;

	if (!rupiah_a_month)
		row->income[0] = 0;
	else if (rng_mille(r, 600))
		snprintf(row->income, sizeof(row->income), "%d", rupiah_a_month);
	else if (k >= 1000)
		snprintf(row->income, sizeof(row->income), rng_mille(r, 500) ? "Rp %d.%03d.000" : "%d.%03d.000,-",
			 k / 1000, k % 1000);
	else
		snprintf(row->income, sizeof(row->income), rng_mille(r, 500) ? "Rp%d.000" : "%d.000", k);
}

static void write_work(struct row *row, const struct living *l, struct rng *r)
{
	const struct job_row *job = &job_rows[l->job];
	int words = 0;

	while (words < 3 && job->words[words])
		words++;
	COPY(row->job, job->words[rng_below(r, (uint32_t)words)]);
	/* who is on a payroll is listed by his side job */
	if (l->payroll)
		COPY(row->job, rng_mille(r, 250) ? job->words[0] : rng_mille(r, 500) ? "Petani" : "Pedagang");
	COPY(row->relation, relation_words[l->payroll ? RELATION_NONE : l->relation]);
	if (l->employer >= 0 && !l->payroll)
		COPY(row->employer, living_employer(l->employer));
	write_income(row, l->payroll ? 1500000 : l->income, r);
}

static void write_papers(struct row *row, const struct city *c, const struct household *h, int slot, struct rng *r)
{
	static const char *const nothing[] = { "", "", "", "-", "0", "NULL" };
	uint32_t x = rng_below(r, 1000);

	COPY(row->kk, x >= 60 ? h->kk : nothing[x % 6]);
	if (x >= 990)
		row->kk[15] = (char)('0' + (row->kk[15] - '0' + 1) % 10);
	person_name(c, h, 0, row->head);
	if (!rng_mille(r, 120))
		person_mother(c, h, slot, row->mother);
	else if (rng_mille(r, 150))
		COPY(row->mother, "NN");
	if (rng_mille(r, 700))
		snprintf(row->phone, sizeof(row->phone), "08%u%08u", rng_between(r, 11, 99) & 127,
			 rng_below(r, 100000000));
}

static void write_truth(struct row *row, const struct city *c, const struct household *h, int slot,
			const struct living *l)
{
	struct buf reasons;

	buf_init(&reasons, c->from, sizeof(row->reasons) - 1);
	person_reasons(c, h, slot, l, &reasons);
	COPY(row->reasons, reasons.n ? reasons.p : "");
	row->fits = reasons.n == 0;
	buf_done(&reasons);
	row->exists = true;
	row->life = h->person[slot].life;
	row->resident = h->resident;
	row->household = h->no;
	memcpy(row->true_nik, row->nik, sizeof(row->true_nik));
}

static void write_place(struct row *row, const struct household *h)
{
	snprintf(row->street, sizeof(row->street), "%.*s NO. %d", (int)h->street.n, h->street.p, h->house_no);
	snprintf(row->rt, sizeof(row->rt), "%03d", h->rt);
	snprintf(row->rw, sizeof(row->rw), "%03d", h->rw);
	COPY(row->village, h->village->name);
	COPY(row->district, h->village->district);
}

/* A neighbour's address inside the city: the office would not list a stranger. */
static void move_in(struct row *row, const struct city *c, struct rng *r)
{
	const struct region_village *v = &c->places.village[rng_below(r, (uint32_t)c->places.villages)];

	COPY(row->village, v->name);
	COPY(row->district, v->district);
}

static void make_person(const struct city *c, struct pick p, struct row *row, struct rng *r)
{
	struct household h;
	struct living l;
	int slot;

	household_of(c, p.person, &h, &slot);
	person_living(c, &h, slot, &l);
	row->sex = h.person[slot].sex;
	row->born = h.person[slot].born;
	row->age = person_age(c, &h.person[slot]);
	person_nik(&h.person[slot], row->nik);
	person_name(c, &h, slot, row->name);
	COPY(row->birthplace, h.person[slot].birthplace);
	write_truth(row, c, &h, slot, &l);
	write_place(row, &h);
	if (!h.resident && rng_mille(r, 500))
		move_in(row, c, r);
	write_papers(row, c, &h, slot, r);
	write_work(row, &l, r);
	struct victim v = { row, r, c, &h, slot, p.office };

	damage_nik(&v);
	damage_name(&v);
	damage_date(&v);
	damage_place(&v);
	damage_cells(&v);
	/* the second row of a person was typed from memory: its NIK is often another */
	if (p.extra && strcmp(row->nik, row->true_nik) == 0 && rng_mille(r, 400)) {
		row->nik[12 + rng_below(r, 4)] = (char)('0' + rng_below(r, 10));
		damage_note(row, "nik_salah_angka");
	}
}

/* Nobody: a name, a birthday and a NIK that could be; one in five has somebody's NIK. */
static void make_invented(const struct city *c, struct pick p, struct row *row, struct rng *r)
{
	static const enum job jobs[] = { JOB_DAY_HAND, JOB_FISHER, JOB_FARMER, JOB_OJEK, JOB_TRADER };
	struct household h;
	struct living l = { .job = jobs[rng_below(r, 5)], .employer = -1, .relation = RELATION_ODD };
	struct person nobody = { .sex = (uint8_t)rng_between(r, 1, 2), .twin_of = -1, .mother = -1 };
	int slot;

	household_of(c, rng_below(r, c->persons), &h, &slot);
	nobody.born = date_of(rng_between(r, 1960, 2005), rng_between(r, 1, 12), rng_between(r, 1, 28));
	nobody.region = c->own[rng_below(r, (uint32_t)c->owns)];
	nobody.serial = (uint16_t)rng_between(r, 60, 9000);
	row->sex = nobody.sex;
	row->born = nobody.born;
	row->age = person_age(c, &nobody);
	person_nik(&nobody, row->nik);
	name_invent(c, h.people, nobody.sex, date_ymd(nobody.born).y, r, row->name);
	COPY(row->birthplace, c->places.place);
	write_place(row, &h);
	move_in(row, c, r);
	name_invent(c, h.people, 1, 1965, r, row->head);
	name_invent(c, h.people, 2, 1955, r, row->mother);
	snprintf(row->kk, sizeof(row->kk), "%06u%02d%02d%02d%04u", nobody.region, rng_between(r, 1, 28) & 31,
		 rng_between(r, 1, 12) & 15, rng_between(r, 8, 24) & 31, rng_below(r, 9000) + 900);
	l.income = 500000 + (int)rng_below(r, 20) * 50000;
	write_work(row, &l, r);
	row->household = UINT32_MAX - p.extra;
	damage_note(row, "rekaan");
	struct victim v = { row, r, c, NULL, 0, p.office };

	if (rng_mille(r, 200)) {
		person_nik(&h.person[slot], row->nik);
		damage_note(row, "nik_orang_lain");
	} else if (rng_mille(r, 150)) {
		row->nik[0] = 0;
		damage_note(row, "nik_kosong");
	}
	damage_place(&v);
}

void row_make(const struct city *c, struct pick p, uint32_t number, struct row *row)
{
	struct rng r = rng_of(c->seed, DICE_ROW, number);

	memset(row, 0, sizeof(*row));
	row->filed = (date){ c->cover.day - 90 + rng_between(&r, 0, 60) };
	if (p.person == PICK_INVENTED)
		make_invented(c, p, row, &r);
	else
		make_person(c, p, row, &r);
}
