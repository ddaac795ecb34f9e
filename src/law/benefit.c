/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/benefit.h"

#include <stdio.h>

struct reckoning {
	const struct law *law;
	const struct benefit_ask *ask;
	struct benefit *out;
	struct law_used *used;
	struct err *e;
};

static int value(const struct reckoning *r, const char *a, const char *b, const char *c, enum law_unit unit,
		 int64_t *out)
{
	const struct law_ask ask = { a, b, c, 0, r->ask->event };

	return law_value(r->law, &ask, unit, out, r->used, r->e);
}

static struct benefit_line *line_add(const struct reckoning *r, enum benefit_line_kind kind)
{
	struct benefit_line *l = &r->out->line[r->out->n++];

	*l = (struct benefit_line){ .kind = kind };
	return l;
}

static int due(const struct reckoning *r, const struct benefit_line *l)
{
	return law_add(&r->out->total, l->amount, r->e);
}

/* A fixed sum of the law becomes a line. */
static int fixed(const struct reckoning *r, enum benefit_line_kind kind, const char *a, const char *b, const char *c)
{
	struct benefit_line *l = line_add(r, kind);
	int rc = value(r, a, b, c, LAW_RUPIAH, &l->amount.rp);

	return rc ? rc : due(r, l);
}

/* percent x 80 x wage */
static int of_wage(const struct reckoning *r, int64_t percent, rupiah *out)
{
	int64_t times;
	int rc = value(r, "jkk", "pengali", NULL, LAW_KALI_UPAH, &times);

	if (!rc)
		rc = law_times(r->ask->wage, times, out, r->e);
	return rc ? rc : law_part(*out, percent, out, r->e);
}

/* 1. JKM: is the member still within the waiting time? The rule is reckoned in full months of membership. */
static int reckon_waiting(const struct reckoning *r)
{
	int64_t months;
	int rc = ERR_OK;

	if (r->ask->segment != SEGMENT_BPU)
		return ERR_OK;
	rc = value(r, "jkm", "masa_tunggu", "bpu", LAW_BULAN, &months);
	if (rc || !months)
		return rc;
	if (date_known(r->ask->member_since)) {
		r->out->waiting_over = date_add_months(r->ask->member_since, (int)months);
		r->out->waiting = r->ask->event.day < r->out->waiting_over.day;
	} else if (r->ask->paid_months != BENEFIT_NO) {
		r->out->waiting = r->ask->paid_months < months;
	} else {
		return err_set(r->e, ERR_USAGE,
			       "peserta BPU perlu tanggal mulai kepesertaan (--peserta-sejak) atau jumlah bulan iur "
			       "(--bulan-iur) karena ada masa tunggu");
	}
	return ERR_OK;
}

static int reckon_jkm(const struct reckoning *r)
{
	int rc = reckon_waiting(r);

	if (!rc && r->out->waiting)
		return fixed(r, LINE_WAITING, "jkm", "manfaat_masa_tunggu", "bpu");
	if (!rc)
		rc = fixed(r, LINE_DEATH, "jkm", "santunan", NULL);
	if (!rc)
		rc = fixed(r, LINE_PERIODIC, "jkm", "berkala", NULL);
	return rc ? rc : fixed(r, LINE_FUNERAL, "jkm", "pemakaman", NULL);
}

/* 2. Death at work, never below JKM's death sum. */
static int reckon_death(const struct reckoning *r)
{
	struct benefit_line *l = line_add(r, LINE_DEATH);
	int64_t floor;
	int rc = value(r, "jkk", "meninggal", NULL, LAW_PERSEN, &l->percent);

	if (!rc)
		rc = of_wage(r, l->percent, &l->amount);
	if (!rc)
		rc = value(r, "jkm", "santunan", NULL, LAW_RUPIAH, &floor);
	if (!rc && l->amount.rp < floor) {
		l->amount = rp(floor);
		r->out->floored = true;
	}
	if (!rc)
		rc = due(r, l);
	if (!rc)
		rc = fixed(r, LINE_PERIODIC, "jkk", "berkala", NULL);
	return rc ? rc : fixed(r, LINE_FUNERAL, "jkk", "pemakaman", NULL);
}

/* 3. Total permanent disability. */
static int reckon_total(const struct reckoning *r)
{
	struct benefit_line *l = line_add(r, LINE_DISABILITY);
	int rc = value(r, "jkk", "cacat_total", NULL, LAW_PERSEN, &l->percent);

	if (!rc)
		rc = of_wage(r, l->percent, &l->amount);
	if (!rc)
		rc = due(r, l);
	return rc ? rc : fixed(r, LINE_PERIODIC, "jkk", "berkala", NULL);
}

/* 4. Partial permanent disability, of the body or of its function. */
static int reckon_partial(const struct reckoning *r)
{
	struct benefit_line *l = line_add(r, LINE_DISABILITY);
	char number[24];
	int rc = ERR_OK;

	l->percent = r->ask->percent;
	if (r->ask->disability_no != BENEFIT_NO) {
		snprintf(number, sizeof(number), "%lld", (long long)r->ask->disability_no);
		rc = value(r, "cacat", number, NULL, LAW_PERSEN, &l->percent);
	} else if (l->percent == BENEFIT_NO) {
		return err_set(r->e, ERR_USAGE, "persen cacat belum diisi: --persen N atau --cacat NOMOR");
	}
	if (!rc)
		rc = of_wage(r, l->percent, &l->amount);
	if (!rc && r->ask->function_loss != BENEFIT_NO)
		rc = law_part(l->amount, r->ask->function_loss, &l->amount, r->e);
	return rc ? rc : due(r, l);
}

/* 5. Temporarily unable to work: each step of the illness pays its part of the wage. */
static int reckon_stmb(const struct reckoning *r)
{
	const struct law_ask ask = { "jkk", "stmb", NULL, 0, r->ask->event };
	int64_t months = r->ask->stmb_months;
	const struct law_row *step;
	size_t n;
	int rc;

	if (months == BENEFIT_NO)
		return err_set(r->e, ERR_USAGE, "lama sementara tidak mampu bekerja belum diisi: --bulan-stmb N");
	rc = law_steps(r->law, &ask, &step, &n, r->e);
	for (size_t i = 0; !rc && i < n && months > step[i].from && i < 4; i++) {
		int64_t to = i + 1 < n && step[i + 1].from < months ? step[i + 1].from : months;
		struct benefit_line *l = line_add(r, LINE_WAGE);

		law_use(r->used, &step[i]);
		l->percent = step[i].value;
		l->months = to - step[i].from;
		rc = law_times(r->ask->wage, l->months, &l->amount, r->e);
		if (!rc)
			rc = law_part(l->amount, l->percent, &l->amount, r->e);
		if (!rc)
			rc = due(r, l);
	}
	return rc;
}

static const char *const stages[] = { "tk_sd", "smp", "sma", "pt" };

/* From the present school to the end of university, a year's sum times the most years of each stage. */
static int child_scholarship(const struct reckoning *r, enum school school)
{
	struct benefit_line *l = line_add(r, LINE_SCHOLARSHIP);
	int first = school <= SCHOOL_PRIMARY ? 0 : (int)school - 1, rc = ERR_OK;

	l->school = school;
	for (int i = first; !rc && i < 4; i++) {
		int64_t yearly, years;
		rupiah sum;

		rc = value(r, "beasiswa", stages[i], NULL, LAW_RUPIAH, &yearly);
		if (!rc)
			rc = value(r, "beasiswa", stages[i], "tahun", LAW_TAHUN, &years);
		if (!rc)
			rc = law_times(rp(yearly), years, &sum, r->e);
		if (!rc)
			rc = law_add(&l->amount, sum, r->e);
		if (!rc && i == first)
			l->yearly = rp(yearly);
		l->months += rc ? 0 : years;
	}
	return rc ? rc : law_add(&r->out->scholarships, l->amount, r->e);
}

static bool scholarship_known(const struct reckoning *r)
{
	const struct law_ask ask = { "beasiswa", "anak", NULL, 0, r->ask->event };
	int64_t children;

	return law_value(r->law, &ask, LAW_ANAK, &children, NULL, NULL) == ERR_OK;
}

/* Are there scholarships at all, and are enough months paid? */
static int scholarship_answer(const struct reckoning *r, enum scholarship_answer *answer)
{
	int64_t *need = &r->out->scholarship_months;
	int rc;

	*answer = SCHOLARSHIP_NOT_THEN;
	if (r->out->waiting || r->ask->kind > BENEFIT_JKK_TOTAL || !scholarship_known(r))
		return ERR_OK;
	rc = value(r, "beasiswa", r->ask->kind == BENEFIT_JKM ? "jkm" : "jkk", "bulan_iur", LAW_BULAN, need);
	if (*need > 0 && r->ask->paid_months == BENEFIT_NO)
		*answer = SCHOLARSHIP_UNKNOWN;
	else if (*need > 0 && r->ask->paid_months < *need)
		*answer = SCHOLARSHIP_TOO_FEW_MONTHS;
	else
		*answer = SCHOLARSHIP_DUE;
	return rc;
}

static int reckon_scholarships(const struct reckoning *r)
{
	int64_t most;
	int rc;

	if (!r->ask->n_children)
		return ERR_OK;
	rc = scholarship_answer(r, &r->out->scholarship);
	if (rc || r->out->scholarship != SCHOLARSHIP_DUE)
		return rc;
	rc = value(r, "beasiswa", "anak", NULL, LAW_ANAK, &most);
	for (int i = 0; !rc && i < r->ask->n_children && i < most && i < 4; i++)
		rc = child_scholarship(r, r->ask->child[i]);
	return rc;
}

static int reckon_transport(const struct reckoning *r)
{
	static const char *const ways[] = { "darat", "laut", "udara" };

	if (r->ask->transport == TRANSPORT_NONE || r->ask->kind == BENEFIT_JKM)
		return ERR_OK;
	return value(r, "jkk", "transport", ways[r->ask->transport], LAW_RUPIAH,
		     &line_add(r, LINE_TRANSPORT)->amount.rp);
}

/* JKK claims lapse; before the rule's first known day nothing is said. */
static void reckon_lapse(const struct reckoning *r)
{
	const struct law_ask ask = { "jkk", "kedaluwarsa", NULL, 0, r->ask->event };
	int64_t years;

	if (r->ask->kind != BENEFIT_JKM && !law_value(r->law, &ask, LAW_TAHUN, &years, r->used, NULL))
		r->out->lapses = date_add_months(r->ask->event, (int)(12 * years));
}

static int check(const struct benefit_ask *ask, struct err *e)
{
	if (!date_known(ask->event))
		return err_set(e, ERR_USAGE, "tanggal kejadian belum diisi (--tanggal)");
	if (ask->kind != BENEFIT_JKM && ask->wage.rp < 0)
		return err_set(e, ERR_USAGE, "upah dasar manfaat JKK belum diisi (--upah)");
	if (date_known(ask->member_since) && ask->member_since.day > ask->event.day)
		return err_set(e, ERR_USAGE, "kejadian mendahului mulai kepesertaan; periksa kedua tanggal");
	return ERR_OK;
}

int law_benefit(const struct law *law, const struct benefit_ask *ask, struct benefit *out, struct law_used *used,
		struct err *e)
{
	static int (*const reckon[])(const struct reckoning *) = {
		[BENEFIT_JKM] = reckon_jkm,	    [BENEFIT_JKK_DEATH] = reckon_death,
		[BENEFIT_JKK_TOTAL] = reckon_total, [BENEFIT_JKK_PARTIAL] = reckon_partial,
		[BENEFIT_JKK_STMB] = reckon_stmb,
	};
	const struct reckoning r = { law, ask, out, used, e };
	int rc = check(ask, e);

	*out = (struct benefit){ .waiting_over = DATE_NONE, .lapses = DATE_NONE };
	if (!rc)
		rc = reckon[ask->kind](&r);
	if (!rc)
		rc = reckon_transport(&r);
	if (!rc)
		reckon_lapse(&r);
	return rc ? rc : reckon_scholarships(&r);
}
