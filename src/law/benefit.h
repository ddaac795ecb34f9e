/* SPDX-License-Identifier: EUPL-1.2
 *
 * Benefits by the day of the event (PP 44/2015, from 2 December 2019 as amended by PP 82/2019). Pure.
 *
 *   JKM                  death sum + periodic sum paid at once + funeral. A BPU within the waiting time: one sum in
 * all. JKK death            60 % x 80 x wage, never below JKM's death sum; periodic, funeral. JKK total            70 %
 * x 80 x wage; periodic. JKK partial          table % x 80 x wage; of function: loss % x table % x 80 x wage. JKK STMB
 * temporarily unable to work: the wage by the steps of the months of illness. Each sum is rounded half up to a whole
 * rupiah.
 */
#ifndef LAW_BENEFIT_H
#define LAW_BENEFIT_H

#include "law/contribution.h"

enum benefit_kind { BENEFIT_JKM, BENEFIT_JKK_DEATH, BENEFIT_JKK_TOTAL, BENEFIT_JKK_PARTIAL, BENEFIT_JKK_STMB };
enum school { SCHOOL_KINDERGARTEN, SCHOOL_PRIMARY, SCHOOL_LOWER, SCHOOL_UPPER, SCHOOL_UNIVERSITY };
enum transport { TRANSPORT_NONE = -1, TRANSPORT_LAND, TRANSPORT_SEA, TRANSPORT_AIR };

enum { BENEFIT_CHILDREN = 16, BENEFIT_LINES = 12, BENEFIT_NO = -1 };

struct benefit_ask {
	enum benefit_kind kind;
	enum segment segment;
	date event;
	rupiah wage;	       /* base of JKK; below 0 = not given. A BPU's: law_base_income */
	date member_since;     /* of this unbroken membership; DATE_NONE = not known: paid_months counts */
	int64_t paid_months;   /* BENEFIT_NO = not given */
	int64_t percent;       /* disability by the table, thousandths of a percent; BENEFIT_NO = not given */
	int64_t disability_no; /* row of data/law/cacat.csv instead of percent; BENEFIT_NO = not given */
	int64_t function_loss; /* thousandths of a percent; BENEFIT_NO: the loss is anatomical */
	int64_t stmb_months;   /* BENEFIT_NO = not given */
	enum transport transport;
	int n_children;
	enum school child[BENEFIT_CHILDREN];
};

enum benefit_line_kind {
	LINE_DEATH,
	LINE_PERIODIC,
	LINE_FUNERAL,
	LINE_WAITING, /* all there is within the waiting time */
	LINE_DISABILITY,
	LINE_WAGE,	  /* STMB, one line for each step */
	LINE_TRANSPORT,	  /* at most; not in the total */
	LINE_SCHOLARSHIP, /* at most until the end of university; not in the total */
};
struct benefit_line {
	enum benefit_line_kind kind;
	rupiah amount;
	int64_t months;	    /* LINE_WAGE: how many; LINE_SCHOLARSHIP: years */
	int64_t percent;    /* LINE_WAGE, LINE_DISABILITY: thousandths of a percent */
	enum school school; /* LINE_SCHOLARSHIP */
	rupiah yearly;	    /* LINE_SCHOLARSHIP: a year at the present school */
};

enum scholarship_answer {
	SCHOLARSHIP_NOT_ASKED,
	SCHOLARSHIP_DUE,
	SCHOLARSHIP_TOO_FEW_MONTHS, /* of paid contributions */
	SCHOLARSHIP_UNKNOWN,	    /* paid months not given */
	SCHOLARSHIP_NOT_THEN,	    /* waiting time, or the law of that day knows none here */
};

struct benefit {
	struct benefit_line line[BENEFIT_LINES];
	int n;
	rupiah total;
	bool waiting;	     /* within the waiting time */
	bool floored;	     /* JKK death lifted to JKM's death sum */
	date waiting_over;   /* first day with full benefit; DATE_NONE = not reckoned by date */
	date lapses;	     /* last day to claim; DATE_NONE = not known to the law tables */
	rupiah scholarships; /* at most, all children */
	enum scholarship_answer scholarship;
	int64_t scholarship_months; /* paid months that are needed */
};

/* ERR_USAGE names what is missing or what the law does not know. */
MUST_CHECK int law_benefit(const struct law *law, const struct benefit_ask *ask, struct benefit *out,
			   struct law_used *used, struct err *e);

#endif
