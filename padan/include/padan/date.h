/* SPDX-License-Identifier: EUPL-1.2
 *
 * A date in any notation that is found in Indonesian lists:
 *   1980-08-17  17-08-1980  17/8/80  17.8.1980  17 08 1980  19800817  17081980  170880  1980/08/17
 *   17 Agustus 1980  17 Agu 80  17-AUG-1980  Agustus 17, 1980  Parepare, 17-08-1980  Minggu, 17 Agustus 1980
 *   1980-08-17T00:00:00Z  17/08/1980 0:00:00  29450 or 29450.0 (a number cell: Excel's day count)
 *   1980, 08-1980, Agustus 1980, 00-00-1980 (parts)  45 th, 45 tahun, umur 45 (an age)
 *   -, NULL, 0, 00-00-0000, 0000-00-00 (not given)
 * No clock, no locale. Days are counted as in the rest of the house: 1970-01-01 is 0.
 */
#ifndef PADAN_DATE_H
#define PADAN_DATE_H

#include <padan/span.h>
#include <stdint.h>

#define PADAN_DAY_NONE INT32_MIN

enum padan_date_kind {
	PADAN_DATE_MISSING, /* not given */
	PADAN_DATE_BAD,	    /* given, but no date: flags may say IMPOSSIBLE */
	PADAN_DATE_DAY,	    /* a whole date: day, y, m, d */
	PADAN_DATE_MONTH,   /* y and m only */
	PADAN_DATE_YEAR,    /* y only */
	PADAN_DATE_AGE,	    /* `age` only */
};

enum padan_date_flag {
	PADAN_DATE_DEFAULT = 1 << 0, /* 31-12, 01-01 or 01-07: what offices write when only the year is known */
	PADAN_DATE_AMBIGUOUS =
		1 << 1,		    /* day and month could be exchanged and nothing decides; `other` is that reading */
	PADAN_DATE_SERIAL = 1 << 2, /* was a spreadsheet's day count */
	PADAN_DATE_IMPOSSIBLE = 1 << 3, /* 31-02-1980, 45-13-1980: no such day; y, m, d hold what was typed */
	PADAN_DATE_SWAPPED = 1 << 4,	/* read as month-day-year because of the values or the column's order */
	PADAN_DATE_SHORT_YEAR = 1 << 5, /* two-digit year, century by the reference year */
	PADAN_DATE_LETTERS = 1 << 6,	/* O read as 0, l or I as 1 */
	PADAN_DATE_PLACE = 1 << 7,	/* a place stood before it */
	PADAN_DATE_TIME = 1 << 8,	/* a time of day stood behind it (ignored) */
	PADAN_DATE_FUTURE = 1 << 9,	/* later than the reference year */
};

struct padan_date {
	int32_t day;   /* days since 1970-01-01; PADAN_DAY_NONE unless kind is DAY */
	int32_t other; /* with AMBIGUOUS: day and month exchanged; else PADAN_DAY_NONE */
	int16_t y;     /* four-digit year, 0 when not known */
	uint8_t m, d;  /* 0 when not known */
	uint8_t kind;  /* enum padan_date_kind */
	uint8_t age;   /* years, with kind AGE (0-150) */
	uint16_t flags;
	struct padan_span place; /* with PLACE: what stood before, trimmed; points into the source */
};

enum padan_date_order { PADAN_ORDER_UNKNOWN, PADAN_ORDER_DMY, PADAN_ORDER_MDY };

struct padan_date_opt {
	int ref_year;  /* two-digit years are read into (ref_year - 100, ref_year] */
	uint8_t order; /* of the column, when known (enum padan_date_order); UNKNOWN reads day first and flags AMBIGUOUS
			*/
	bool numeric;  /* the cell was a number: a day count before anything else */
	bool epoch1904; /* day counts from 1904-01-01 (workbooks of old Macs) */
};

/* Never fails: what is wrong stands in kind and flags. opt must not be NULL. raw may be padded with blanks. */
void padan_date_parse(struct padan_date *out, struct padan_span raw, const struct padan_date_opt *opt);
/* Exactly YYYY-MM-DD or DD-MM-YYYY (also with / or .), digits and all; whether there is such a day is not asked. */
bool padan_date_split(struct padan_span raw, int *y, int *m, int *d);
/* The hot path of a clean registry: exactly YYYY-MM-DD or DD-MM-YYYY (also with / or .) and a day that exists; else
 * false: use padan_date_parse. DD-MM is never flagged: the caller knows his column. */
bool padan_date_plain(struct padan_span raw, int32_t *day, int *year);
static inline bool padan_date_clean(struct padan_span raw, int32_t *day)
{
	int year;

	return padan_date_plain(raw, day, &year);
}

/* Which order has a column? Feed it some or all of its cells. */
struct padan_date_sniff {
	uint32_t day_first;   /* cells that can only be day-month (first > 12) */
	uint32_t month_first; /* cells that can only be month-day */
	uint32_t either;
};
void padan_date_sniff_add(struct padan_date_sniff *s, struct padan_span raw);
/* MDY when it is certain for more cells than DMY by ten to one; DMY likewise; else UNKNOWN. A month_first cell in a
 * column of DMY stays what it is: padan_date_parse reads it by its values. */
enum padan_date_order padan_date_sniff_order(const struct padan_date_sniff *s);

/* Calendar, proleptic Gregorian, years 1 to 9999. */
int32_t padan_day_of(int y, int m, int d); /* PADAN_DAY_NONE when there is no such day */
void padan_ymd_of(int32_t day, int *y, int *m, int *d);

#endif
