/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/date.h"

#include <stdio.h>

static const char *const MONTHS[] = { "Januari", "Februari", "Maret",	  "April",   "Mei",	 "Juni",
				      "Juli",	 "Agustus",  "September", "Oktober", "November", "Desember" };
static const char *const WEEKDAYS[] = { "Kamis", "Jumat", "Sabtu", "Minggu", "Senin", "Selasa", "Rabu" };

static int month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[m - 1] + (m == 2 && (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)));
}

bool ymd_valid(int y, int m, int d)
{
	return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
date date_of(int y, int m, int d)
{
	int era, yoe, doy, doe;

	if (!ymd_valid(y, m, d))
		return DATE_NONE;
	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return (date){ era * 146097 + doe - 719468 };
}

/* The same source, civil_from_days. */
struct ymd date_ymd(date dt)
{
	int z = dt.day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int m = mp < 10 ? mp + 3 : mp - 9;

	return (struct ymd){ yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1 };
}

static bool digits(const char *p, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*out = *out * 10 + (p[i] - '0');
	}
	return true;
}

bool date_parse_iso(span s, date *out)
{
	int y, m, d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s.p, 4, &y) || !digits(s.p + 5, 2, &m) ||
	    !digits(s.p + 8, 2, &d) || !ymd_valid(y, m, d))
		return false;
	*out = date_of(y, m, d);
	return true;
}

bool month_parse_iso(span s, month *out)
{
	int y, m;
	date whole;

	if (s.n == 10) {
		if (!date_parse_iso(s, &whole))
			return false;
		*out = date_month(whole);
		return true;
	}
	if (s.n != 7 || s.p[4] != '-' || !digits(s.p, 4, &y) || !digits(s.p + 5, 2, &m) || !ymd_valid(y, m, 1))
		return false;
	*out = month_of(y, m);
	return true;
}

date date_add_months(date dt, int n)
{
	struct ymd c = date_ymd(dt);
	month m = { month_of(c.y, c.m).m + n };
	int last = month_days(month_year(m), month_no(m));

	return date_of(month_year(m), month_no(m), c.d < last ? c.d : last);
}

int date_age(date born, date on)
{
	struct ymd b = date_ymd(born), o = date_ymd(on);

	return o.y - b.y - (o.m < b.m || (o.m == b.m && o.d < b.d));
}

month date_month(date d)
{
	struct ymd c = date_ymd(d);

	return month_of(c.y, c.m);
}

date month_first(month m)
{
	return date_of(month_year(m), month_no(m), 1);
}

date month_last(month m)
{
	return date_of(month_year(m), month_no(m), month_days(month_year(m), month_no(m)));
}

char *date_iso(date d, char out[11])
{
	struct ymd c;

	out[0] = '\0';
	if (!date_known(d))
		return out;
	c = date_ymd(d);
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)c.y % 10000u, (unsigned)c.m % 100u, (unsigned)c.d % 100u);
	return out;
}

char *month_iso(month m, char out[8])
{
	snprintf(out, 8, "%04u-%02u", (unsigned)month_year(m) % 10000u, (unsigned)month_no(m) % 100u);
	return out;
}

char *date_long(date d, char out[32])
{
	struct ymd c;

	out[0] = '\0';
	if (!date_known(d))
		return out;
	c = date_ymd(d);
	snprintf(out, 32, "%d %s %d", c.d, MONTHS[c.m - 1], c.y);
	return out;
}

char *month_long(month m, char out[32])
{
	snprintf(out, 32, "%s %d", MONTHS[month_no(m) - 1], month_year(m));
	return out;
}

const char *date_weekday(date d)
{
	int w = d.day % 7;

	return WEEKDAYS[w < 0 ? w + 7 : w];
}
