/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/retention.h"

#include <stdio.h>

enum { DAY_MS = 86400000, ENDING_MAX = 16, STAMP = 15 };
static const char ending[] = ".cadangan";

/* --- what stays ------------------------------------------------------------------------------------------------------
 */
static int64_t day_of(int64_t at_ms)
{
	return at_ms / DAY_MS;
}

static int64_t week_of(int64_t at_ms)
{
	return (day_of(at_ms) + 3) / 7; /* 1 January 1970 was a Thursday: weeks begin on Monday */
}

static int64_t month_number(int64_t at_ms)
{
	return date_month((date){ (int32_t)day_of(at_ms) }).m;
}

/* The newest of each of the `most` latest periods. */
static void keep_newest(const int64_t *at_ms, size_t n, int64_t (*period)(int64_t), int most, bool *stays)
{
	int64_t before = INT64_MAX; /* periods are taken from the latest down */

	for (int k = 0; k < most; k++) {
		size_t best = n;

		for (size_t i = 0; i < n; i++)
			if (period(at_ms[i]) < before && (best == n || at_ms[i] > at_ms[best]))
				best = i;
		if (best == n)
			return;
		stays[best] = true;
		before = period(at_ms[best]);
	}
}

void retention(const int64_t *at_ms, size_t n, bool *stays)
{
	memset(stays, 0, n * sizeof(*stays));
	keep_newest(at_ms, n, day_of, RETAIN_DAYS, stays);
	keep_newest(at_ms, n, week_of, RETAIN_WEEKS, stays);
	keep_newest(at_ms, n, month_number, RETAIN_MONTHS, stays);
}

/* --- names -----------------------------------------------------------------------------------------------------------
 */
/* The base name without a short ending such as ".db". */
static span stem_of(span db)
{
	size_t from = db.n;

	while (from > 0 && db.p[from - 1] != '/')
		from--;
	db = (span){ db.p + from, db.n - from };
	for (size_t i = 1; i < ENDING_MAX && i < db.n; i++)
		if (db.p[db.n - i] == '.') {
			db.n -= i;
			break;
		}
	return db;
}

bool backup_name(span db, int64_t at_ms, char out[BACKUP_NAME_MAX])
{
	span stem = stem_of(db);
	struct ymd d = date_ymd((date){ (int32_t)day_of(at_ms) });
	int second = (int)(at_ms / 1000 % 86400);

	return snprintf(out, BACKUP_NAME_MAX, "%.*s-%04d%02d%02d-%02d%02d%02d%s", (int)stem.n, stem.p, d.y, d.m, d.d,
			second / 3600, second / 60 % 60, second % 60, ending) < BACKUP_NAME_MAX;
}

/* n digits at p. */
static int digits(const char *p, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

bool backup_name_read(span db, const char *name, int64_t *at_ms)
{
	span stem = stem_of(db);
	const char *p = name + stem.n + 1;
	int y, m, d, h, min, s;

	if (strlen(name) != stem.n + 1 + STAMP + sizeof(ending) - 1 || memcmp(name, stem.p, stem.n) != 0 ||
	    name[stem.n] != '-' || p[8] != '-' || strcmp(p + STAMP, ending) != 0)
		return false;
	y = digits(p, 4), m = digits(p + 4, 2), d = digits(p + 6, 2);
	h = digits(p + 9, 2), min = digits(p + 11, 2), s = digits(p + 13, 2);
	if (!ymd_valid(y, m, d) || h < 0 || h > 23 || min < 0 || min > 59 || s < 0 || s > 59)
		return false;
	*at_ms = ((int64_t)date_of(y, m, d).day * 86400 + h * 3600 + min * 60 + s) * 1000;
	return true;
}
