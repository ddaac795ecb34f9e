/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/session.h"

bool session_alive(int64_t made_ms, int64_t seen_ms, int64_t now_ms)
{
	return now_ms - seen_ms < SESSION_IDLE_MS && now_ms - made_ms < SESSION_LIFE_MS &&
	       made_ms - now_ms <= SESSION_SEEN_MS;
}

bool session_stale(int64_t seen_ms, int64_t now_ms)
{
	return now_ms - seen_ms >= SESSION_SEEN_MS;
}

uint64_t caps_to_confirm(void)
{
	return MAY(CAP_DECREE_VERIFY) | MAY(CAP_DECREE_PROPOSE) | MAY(CAP_DECREE_INITIAL) | MAY(CAP_DECREE_SIGN) |
	       MAY(CAP_DECREE) | MAY(CAP_DECREE_RETURN);
}

bool roles_need_totp(span roles)
{
	return (roles_may(roles) & (caps_to_confirm() | MAY(CAP_ADMIN))) != 0;
}

/* Nothing for the first `free` ones, then a minute, doubling up to an hour. */
static int64_t wait_after(int64_t wrong, int64_t free)
{
	return wrong <= free ? 0 : pin_wait_ms(wrong - free + 4);
}

int64_t source_wait_ms(int64_t wrong)
{
	return wait_after(wrong, 20);
}

int64_t account_wait_ms(int64_t wrong)
{
	return wait_after(wrong, 50);
}
