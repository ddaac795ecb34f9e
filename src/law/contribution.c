/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/contribution.h"

struct reckoning {
	const struct law *law;
	const struct contribution_ask *ask;
	date on;
	struct contribution *out;
	struct law_used *used;
	struct err *e;
};

static int value(const struct reckoning *r, const char *a, const char *b, const char *c, enum law_unit unit,
		 int64_t *out)
{
	const struct law_ask ask = { a, b, c, 0, r->on };

	return law_value(r->law, &ask, unit, out, r->used, r->e);
}

/* `part` of the money by the rate a.b.c. */
static int by_rate(const struct reckoning *r, rupiah of, const char *const key[3], enum contribution_part part)
{
	int64_t rate;
	int rc = value(r, key[0], key[1], key[2], LAW_PERSEN, &rate);

	return rc ? rc : law_part(of, rate, &r->out->full[part], r->e);
}

static bool wants(const struct reckoning *r, unsigned programme)
{
	return (r->ask->programmes & programme) != 0;
}

int law_base_income(const struct law *law, rupiah income, date on, rupiah *out, struct law_used *used, struct err *e)
{
	const struct law_ask ask = { "bpu", "dasar_upah", NULL, income.rp, on };

	return law_value(law, &ask, LAW_RUPIAH, &out->rp, used, e);
}

static int reckon_bpu(const struct reckoning *r)
{
	const struct law_ask step = { "bpu", "jkk", NULL, r->ask->income.rp, r->on };
	static const char *const jht[] = { "bpu", "jht", NULL };
	rupiah base;
	int rc = ERR_OK;

	if (wants(r, LAW_JKK))
		rc = law_value(r->law, &step, LAW_RUPIAH, &r->out->full[PART_JKK].rp, r->used, r->e);
	if (!rc && wants(r, LAW_JKM))
		rc = value(r, "bpu", "jkm", NULL, LAW_RUPIAH, &r->out->full[PART_JKM].rp);
	if (!rc && wants(r, LAW_JHT)) {
		rc = law_base_income(r->law, r->ask->income, r->on, &base, r->used, r->e);
		if (!rc)
			rc = by_rate(r, base, jht, PART_JHT_WORKER);
	}
	return rc;
}

static rupiah least(rupiah a, int64_t b)
{
	return a.rp < b ? a : rp(b);
}

static int reckon_pension(const struct reckoning *r)
{
	static const char *const employer[] = { "pu", "jp", "pemberi_kerja" }, *const worker[] = { "pu", "jp",
												   "pekerja" };
	int64_t ceiling;
	int rc = value(r, "jp", "batas_upah", NULL, LAW_RUPIAH, &ceiling);

	if (!rc)
		rc = by_rate(r, least(r->ask->income, ceiling), employer, PART_JP_EMPLOYER);
	return rc ? rc : by_rate(r, least(r->ask->income, ceiling), worker, PART_JP_WORKER);
}

static int reckon_job_loss(const struct reckoning *r)
{
	static const char *const jkp[] = { "pu", "jkp", NULL };
	int64_t ceiling;
	int rc = value(r, "pu", "jkp", "batas_upah", LAW_RUPIAH, &ceiling);

	return rc ? rc : by_rate(r, least(r->ask->income, ceiling), jkp, PART_JKP);
}

static int reckon_pu(const struct reckoning *r)
{
	static const char *const risks[] = { "sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi" };
	static const char *const jkm[] = { "pu", "jkm", NULL };
	static const char *const employer[] = { "pu", "jht", "pemberi_kerja" }, *const worker[] = { "pu", "jht",
												    "pekerja" };
	const char *const jkk[] = { "pu", "jkk", risks[r->ask->risk] };
	int rc = ERR_OK;

	if (wants(r, LAW_JKK))
		rc = by_rate(r, r->ask->income, jkk, PART_JKK);
	if (!rc && wants(r, LAW_JKM))
		rc = by_rate(r, r->ask->income, jkm, PART_JKM);
	if (!rc && wants(r, LAW_JHT))
		rc = by_rate(r, r->ask->income, employer, PART_JHT_EMPLOYER);
	if (!rc && wants(r, LAW_JHT))
		rc = by_rate(r, r->ask->income, worker, PART_JHT_WORKER);
	if (!rc && wants(r, LAW_JP))
		rc = reckon_pension(r);
	if (!rc && wants(r, LAW_JKP))
		rc = reckon_job_loss(r);
	return rc;
}

/* Each slice of the contract pays its own rate. */
static int by_slices(const struct reckoning *r, const char *key, enum contribution_part part)
{
	const struct law_ask ask = { "jakon", key, NULL, 0, r->on };
	const struct law_row *step;
	size_t n;
	int rc = law_steps(r->law, &ask, &step, &n, r->e);

	for (size_t i = 0; !rc && i < n && r->ask->income.rp > step[i].from; i++) {
		int64_t to = i + 1 < n && step[i + 1].from < r->ask->income.rp ? step[i + 1].from : r->ask->income.rp;
		rupiah slice;

		law_use(r->used, &step[i]);
		rc = law_part(rp(to - step[i].from), step[i].value, &slice, r->e);
		if (!rc)
			rc = law_add(&r->out->full[part], slice, r->e);
	}
	return rc;
}

static int reckon_jakon(const struct reckoning *r)
{
	static const char *const jkk[] = { "jakon", "upah", "jkk" }, *const jkm[] = { "jakon", "upah", "jkm" };
	int rc = ERR_OK;

	if (wants(r, LAW_JKK))
		rc = r->ask->wage_known ? by_rate(r, r->ask->income, jkk, PART_JKK) : by_slices(r, "jkk", PART_JKK);
	if (!rc && wants(r, LAW_JKM))
		rc = r->ask->wage_known ? by_rate(r, r->ask->income, jkm, PART_JKM) : by_slices(r, "jkm", PART_JKM);
	return rc;
}

/* An unknown payer is an error in every month; it is cited only where it decides something. */
static int exclude_payer(const struct reckoning *r, int64_t *jkk, int64_t *jkm)
{
	const struct law_ask ask = { "dana", r->ask->payer, "keringanan", 0, r->on };
	int64_t granted;
	int rc = law_value(r->law, &ask, LAW_YA_TIDAK, &granted, *jkk || *jkm ? r->used : NULL, r->e);

	if (!rc && !granted)
		*jkk = *jkm = 0;
	return rc;
}

/* The part that relief takes off JKK and JKM this month. */
static int relief_rates(const struct reckoning *r, int64_t *jkk, int64_t *jkm)
{
	static const char *const segments[] = { "bpu", "pu", "jakon" };
	const char *sector = r->ask->sector == SECTOR_TRANSPORT ? "transportasi" : "lain";
	int64_t labour = 0;
	int rc = value(r, "keringanan", segments[r->ask->segment], r->ask->segment == SEGMENT_BPU ? sector : NULL,
		       LAW_PERSEN, jkk);

	*jkm = rc ? 0 : *jkk;
	if (!rc && r->ask->segment == SEGMENT_PU && r->ask->sector == SECTOR_LABOUR_INTENSIVE)
		rc = value(r, "keringanan", "pu", "padat_karya", LAW_PERSEN, &labour);
	if (!rc && labour > *jkk)
		*jkk = labour;
	return rc || r->ask->segment != SEGMENT_BPU ? rc : exclude_payer(r, jkk, jkm);
}

static int reduce(const struct reckoning *r, enum contribution_part part, int64_t rate)
{
	rupiah off;
	int rc = law_part(r->out->full[part], LAW_WHOLE - rate, &r->out->due[part], r->e);

	if (!rc && !rupiah_sub(r->out->full[part], r->out->due[part], &off))
		return ERR_USAGE;
	return rc ? rc : law_add(&r->out->relief, off, r->e);
}

static int settle(const struct reckoning *r)
{
	int64_t jkk, jkm;
	int rc = relief_rates(r, &jkk, &jkm);

	for (int i = 0; i < PARTS; i++)
		r->out->due[i] = r->out->full[i];
	if (!rc)
		rc = reduce(r, PART_JKK, jkk);
	if (!rc)
		rc = reduce(r, PART_JKM, jkm);
	for (int i = 0; !rc && i < PARTS; i++)
		if (i != PART_JKP)
			rc = law_add(&r->out->total, r->out->due[i], r->e);
	return rc;
}

static int check(const struct contribution_ask *ask, struct err *e)
{
	static const unsigned has[] = { LAW_JKK | LAW_JKM | LAW_JHT, LAW_JKK | LAW_JKM | LAW_JHT | LAW_JP | LAW_JKP,
					LAW_JKK | LAW_JKM };

	if (ask->income.rp < 0)
		return err_set(e, ERR_USAGE, "penghasilan, upah, atau nilai kontrak tidak boleh negatif");
	if (ask->programmes & ~has[ask->segment])
		return err_set(e, ERR_USAGE,
			       "program yang diminta tidak ada pada segmen ini; BPU: JKK, JKM, JHT; "
			       "PU: JKK, JKM, JHT, JP, JKP; JAKON: JKK, JKM");
	if (ask->segment == SEGMENT_BPU && (!ask->payer || !*ask->payer))
		return err_set(e, ERR_USAGE, "jenis dana pembayar belum disebut");
	return ERR_OK;
}

int law_contribution(const struct law *law, const struct contribution_ask *ask, month m, struct contribution *out,
		     struct law_used *used, struct err *e)
{
	static const unsigned usual[] = { LAW_JKK | LAW_JKM, LAW_JKK | LAW_JKM | LAW_JHT | LAW_JP | LAW_JKP,
					  LAW_JKK | LAW_JKM };
	struct contribution_ask mine = *ask;
	const struct reckoning r = { law, &mine, month_first(m), out, used, e };
	int rc = check(ask, e);

	*out = (struct contribution){ .total = { 0 } };
	if (!mine.programmes)
		mine.programmes = usual[mine.segment];
	if (!rc)
		rc = mine.segment == SEGMENT_BPU  ? reckon_bpu(&r)
		     : mine.segment == SEGMENT_PU ? reckon_pu(&r)
						  : reckon_jakon(&r);
	return rc ? rc : settle(&r);
}

int law_contribution_plan(const struct law *law, const struct contribution_ask *ask, month first, int months,
			  struct contribution_plan *out, struct err *e)
{
	if (months < 1 || months > LIM_MONTHS)
		return err_set(e, ERR_USAGE, "lama perlindungan harus 1 sampai %d bulan", LIM_MONTHS);
	*out = (struct contribution_plan){ .first = first, .months = months };
	for (int i = 0; i < months; i++) {
		struct contribution c;
		int rc = law_contribution(law, ask, (month){ first.m + i }, &c, &out->used, e);

		out->monthly[i] = c.total;
		if (!rc)
			rc = law_add(&out->total, c.total, e);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

void contribution_runs(const struct contribution_plan *plan, struct buf *out)
{
	for (int i = 0, n; i < plan->months; i += n) {
		for (n = 1; i + n < plan->months && plan->monthly[i + n].rp == plan->monthly[i].rp;)
			n++;
		buf_puts(out, i ? "+" : "");
		buf_i64(out, plan->monthly[i].rp);
		buf_printf(out, "x%d", n);
	}
}

int law_late_fee(const struct law *law, const struct late_ask *ask, rupiah *out, struct law_used *used, struct err *e)
{
	const struct law_ask rule = { ask->segment == SEGMENT_BPU ? "bpu" : "pu", "denda", NULL, 0,
				      month_first(ask->of) };
	int64_t rate;
	int rc = law_value(law, &rule, LAW_PERSEN, &rate, used, e);
	rupiah fee = rp(0);

	if (!rc)
		rc = law_part(ask->bill, rate, &fee, e);
	return rc ? rc : law_times(fee, ask->months_late, out, e);
}
