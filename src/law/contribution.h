/* SPDX-License-Identifier: EUPL-1.2
 *
 * Contributions: f(segment, income, sector, month, who pays). Pure.
 *
 *   BPU    JKK by income step and JKM a fixed sum (PP 44/2015 Lampiran II), JHT a part of the step's base (PP 46/2015).
 *   PU     parts of the wage: JKK by risk, JKM, JHT, JP up to the year's ceiling, JKP up to its own ceiling (PP 44, 45,
 *          46/2015, PP 37/2021, PP 6/2025). JKP is paid by the state and out of the JKK and JKM contributions: it is
 *          shown, but adds nothing to the bill.
 *   JAKON  parts of slices of the contract's value without VAT, or of the wages when they are known (PP 44/2015).
 *
 * Relief (PP 49/2020, PP 50/2025, PP 7/2025) takes its part off JKK and JKM of the month, unless the payer's kind is
 * left out of it (data/law/dana.csv). A month goes by the law of its first day: a rate that changes inside a month
 * (JKP on 7 February 2025) counts from the next month on. Each part is rounded half up to a whole rupiah.
 */
#ifndef LAW_CONTRIBUTION_H
#define LAW_CONTRIBUTION_H

#include "base/limits.h"
#include "law/law.h"

enum segment { SEGMENT_BPU, SEGMENT_PU, SEGMENT_JAKON };
enum sector { SECTOR_OTHER, SECTOR_TRANSPORT, SECTOR_LABOUR_INTENSIVE };
enum work_risk { RISK_VERY_LOW, RISK_LOW, RISK_MEDIUM, RISK_HIGH, RISK_VERY_HIGH };
/* The same bits as MANFAAT_* of programme/programme.h. */
enum { LAW_JKK = 1, LAW_JKM = 2, LAW_JHT = 4, LAW_JP = 8, LAW_JKP = 16 };

struct contribution_ask {
	enum segment segment;
	unsigned programmes; /* LAW_* bits; 0: BPU and JAKON JKK and JKM, PU all five */
	rupiah income;	     /* BPU: declared income. PU: wage. JAKON: contract value, or wages with wage_known */
	bool wage_known;     /* JAKON */
	enum sector sector;
	enum work_risk risk; /* PU */
	const char *payer;   /* kind of fund: "apbd", "csr", ... (data/law/dana.csv) */
};

enum contribution_part {
	PART_JKK,
	PART_JKM,
	PART_JHT_EMPLOYER,
	PART_JHT_WORKER, /* a BPU's own JHT stands here */
	PART_JP_EMPLOYER,
	PART_JP_WORKER,
	PART_JKP, /* not in the total */
	PARTS
};

struct contribution {
	rupiah full[PARTS]; /* before relief */
	rupiah due[PARTS];
	rupiah relief; /* what relief takes off the total */
	rupiah total;  /* due of all parts but JKP */
};

/* One month (JAKON: the whole contract, begun in that month). ERR_USAGE: a payer or month that the law does not know,
 * a programme that the segment does not have, no income. `used` may be NULL. */
MUST_CHECK int law_contribution(const struct law *law, const struct contribution_ask *ask, month m,
				struct contribution *out, struct law_used *used, struct err *e);

struct contribution_plan {
	month first;
	int months;
	rupiah monthly[LIM_MONTHS];
	rupiah total;
	struct law_used used;
};
/* The months of a programme one after the other; 1 to LIM_MONTHS months. */
MUST_CHECK int law_contribution_plan(const struct law *law, const struct contribution_ask *ask, month first, int months,
				     struct contribution_plan *out, struct err *e);
/* "16800x8", "16800x3+8400x5". */
void contribution_runs(const struct contribution_plan *plan, struct buf *out);

/* PU pays a part of the bill for every month late, a BPU nothing. */
struct late_ask {
	enum segment segment;
	rupiah bill;
	month of; /* the bill's month */
	int months_late;
};
MUST_CHECK int law_late_fee(const struct law *law, const struct late_ask *ask, rupiah *out, struct law_used *used,
			    struct err *e);
/* The wage that a BPU's benefits are reckoned from: the base of the income's step. */
MUST_CHECK int law_base_income(const struct law *law, rupiah income, date on, rupiah *out, struct law_used *used,
			       struct err *e);

#endif
