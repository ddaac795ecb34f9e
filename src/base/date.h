/* SPDX-License-Identifier: EUPL-1.2
 *
 * Days and months. A date is a whole day, a month a whole month; no time zones, no clock.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/text.h"

typedef struct {
	int32_t day; /* days since 1970-01-01, proleptic Gregorian; DATE_NONE = not known */
} date;
typedef struct {
	int32_t m; /* year * 12 + (month - 1) */
} month;

#define DATE_NONE ((date){ INT32_MIN })
struct ymd {
	int y, m, d;
};

static inline bool date_known(date d)
{
	return d.day != INT32_MIN;
}
bool ymd_valid(int y, int m, int d);	  /* years 1 to 9999 */
date date_of(int y, int m, int d);	  /* DATE_NONE when no such day */
struct ymd date_ymd(date d);		  /* d must be known */
bool date_parse_iso(span s, date *out);	  /* exactly YYYY-MM-DD */
bool month_parse_iso(span s, month *out); /* YYYY-MM, or YYYY-MM-DD whose month is taken */
date date_add_months(date d, int n);	  /* clamped to the month's last day */
int date_age(date born, date on);	  /* full years; 29 February counts on 1 March in other years */
static inline month month_of(int y, int m)
{
	return (month){ y * 12 + m - 1 };
}
month date_month(date d);
date month_first(month m); /* first day */
date month_last(month m);  /* last day */
static inline int month_year(month m)
{
	return m.m / 12;
}
static inline int month_no(month m)
{
	return m.m % 12 + 1;
}
char *date_iso(date d, char out[11]);  /* "" when not known; returns out */
char *month_iso(month m, char out[8]); /* "2025-05" */
/* "28 April 2025", "Mei 2025", "Senin": as official papers write them. Return out. */
char *date_long(date d, char out[32]);
char *month_long(month m, char out[32]);
const char *date_weekday(date d);

#endif
