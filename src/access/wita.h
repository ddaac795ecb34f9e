/* SPDX-License-Identifier: EUPL-1.2
 *
 * A moment as the office's clock showed it: WITA, eight hours ahead of UTC, without summer time. Pure.
 */
#ifndef ACCESS_WITA_H
#define ACCESS_WITA_H

#include "base/date.h"
#include <stdint.h>
#include <stdio.h>

#define WITA_MS	  ((int64_t)8 * 3600000)
#define DAY_MS	  ((int64_t)86400000)
#define WITA_TEXT 24

/* "2025-05-02 18:31:07"; empty for 0 (never). */
static inline char *wita_text(int64_t ms, char out[WITA_TEXT])
{
	int64_t s = (ms + WITA_MS) / 1000;
	char day[11];

	out[0] = 0;
	if (ms)
		snprintf(out, WITA_TEXT, "%s %02d:%02d:%02d", date_iso((date){ (int32_t)(s / 86400) }, day),
			 (int)(s / 3600 % 24), (int)(s / 60 % 60), (int)(s % 60));
	return out;
}

/* The office's day. */
static inline date wita_day(int64_t ms)
{
	return (date){ (int32_t)((ms + WITA_MS) / DAY_MS) };
}

#endif
