/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who can be paid for (docs/adr/0401-allocation.md). People come in rank order. A person enters if all
 * who entered before and this one can still be paid for and no ceiling is passed; people move between
 * funds before anyone is shut out. So the chosen set is the lexicographically first feasible one.
 *
 * Which fund pays whom: among all assignments that pay for exactly the chosen people, the one whose
 * list of funds, read in rank order, is lexicographically least: the first person gets the earliest
 * fund with which all the others can still be paid, then the second, and so on.
 *
 * Where every fund has one price for all whom it may pay, augmenting paths answer in polynomial time.
 * Mixed prices inside a fund are answered by exact branch and bound over counts per type of person with
 * an exact integer simplex as bound. Its work is limited (ALLOCATION_WORK); where the limit is reached the
 * person is not admitted and is reported in `undecided`: never in silence.
 */
#ifndef PROGRAMME_ALLOCATION_H
#define PROGRAMME_ALLOCATION_H

#include "base/limits.h"
#include "base/rupiah.h"

enum { PRICE_NONE = -1, LIM_PRICE_CLASSES = 256, LIM_TYPES = 4096 };
/* Cells that the exact search for mixed prices may touch to choose the people; as many again to assign
 * the funds, and half for `more`. All of it takes some 5 seconds on an office PC. */
#define ALLOCATION_WORK ((int64_t)1 << 29)

/* Rupiah for the whole cover of one person: price[fund * classes + class]; PRICE_NONE: this fund
 * cannot pay this class. Prices are > 0. */
struct price_table {
	const int64_t *price;
	int funds, classes;
};

struct candidate {
	uint32_t funds;	  /* bit f: fund f may pay (hanya_* already applied) */
	uint16_t klass;	  /* price class */
	int16_t district; /* index of a ceiling per district, -1 = none */
	int16_t group;	  /* index of a ceiling per group, -1 = none */
};

struct ceilings {
	int64_t total;			 /* -1 = none */
	const int64_t *district, *group; /* people still allowed; never negative */
	int district_n, group_n;
};

/* Why a person is shut out: each that held at the person's turn. With a ceiling and SHUT_FUNDS lifting the ceiling
 * alone would not have helped. */
enum { SHUT_TOTAL = 1, SHUT_DISTRICT = 2, SHUT_GROUP = 4, SHUT_FUNDS = 8, SHUT_NO_FUND = 16, SHUT_UNDECIDED = 32 };
struct shut_out {
	uint8_t why;	  /* SHUT_* ; SHUT_NO_FUND: no fund may pay this person at all (with SHUT_FUNDS) */
	int16_t district; /* the ceiling, when SHUT_DISTRICT */
	int16_t group;
	uint32_t funds; /* the funds that might have paid, when SHUT_FUNDS */
};

struct fund_sum {
	int64_t people;
	rupiah spent, left;
};

/* With Rp10.000.000 more in one fund: who would enter (and, where prices are mixed, who would leave). */
struct more_money {
	const uint32_t *enter, *leave; /* indices of candidates, ascending */
	uint32_t enter_n, leave_n;
	bool exact; /* false: the search reached its limit */
};
#define MORE_MONEY ((int64_t)10000000)

struct allocation_result {
	int8_t *fund;		   /* per candidate; -1 = shut out */
	struct shut_out *shut_out; /* per candidate; why == 0 when paid for */
	uint32_t chosen;
	uint32_t last_chosen;  /* index of the last who entered (the cut line); UINT32_MAX = nobody */
	uint32_t next;	       /* index of the first shut out; UINT32_MAX = nobody */
	uint32_t undecided;    /* people not admitted because the search reached its limit; 0 = all is exact */
	bool assignment_exact; /* the list of funds is proven least */
	struct fund_sum sum[LIM_FUNDS];
	struct more_money more[LIM_FUNDS];
};

struct allocation {
	const struct candidate *people; /* in rank order */
	uint32_t n;
	const struct price_table *prices;
	const rupiah *budget; /* per fund, >= 0 */
	struct ceilings ceilings;
	bool with_more; /* also fill `more` (funds + 1 runs) */
	int64_t work;	/* 0 = ALLOCATION_WORK */
};

/* ERR_USAGE: prices do not fit (too many funds, classes or types, a price <= 0); ERR_MACHINE: memory.
 * The result lives in the arena. */
MUST_CHECK int allocate(const struct allocation *in, struct allocation_result *out, struct padan_arena *arena,
			struct err *e);

#endif
