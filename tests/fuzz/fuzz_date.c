/* SPDX-License-Identifier: EUPL-1.2 */
#include "target.h"
#include <padan/date.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_date_opt opt;
	struct padan_date_sniff s = { 0 };
	struct padan_span raw;
	struct padan_date d;
	int32_t day;

	if (size < 2)
		return 0;
	opt = (struct padan_date_opt){ 1950 + data[0] % 150, data[1] % 3, data[1] & 4, data[1] & 8 };
	raw = (struct padan_span){ (const char *)data + 2, size - 2 };
	padan_date_parse(&d, raw, &opt);
	PROMISE(d.kind <= PADAN_DATE_AGE);
	PROMISE((d.kind == PADAN_DATE_DAY) == (d.day != PADAN_DAY_NONE));
	if (d.kind == PADAN_DATE_DAY) {
		int y, m, day_of_month;

		padan_ymd_of(d.day, &y, &m, &day_of_month);
		PROMISE(y == d.y && m == d.m && day_of_month == d.d);
		PROMISE(!(d.flags & PADAN_DATE_IMPOSSIBLE));
	}
	PROMISE(!(d.flags & PADAN_DATE_AMBIGUOUS) == (d.other == PADAN_DAY_NONE));
	PROMISE(d.kind != PADAN_DATE_AGE || d.age <= 150);
	if (d.flags & PADAN_DATE_PLACE)
		PROMISE(d.place.p >= raw.p && d.place.p + d.place.n <= raw.p + raw.n);
	if (padan_date_clean(raw, &day) && opt.order != PADAN_ORDER_MDY)
		PROMISE(d.kind == PADAN_DATE_DAY && d.day == day);
	padan_date_sniff_add(&s, raw);
	PROMISE(s.day_first + s.month_first + s.either <= 1);
	return 0;
}
