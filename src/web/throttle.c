/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/throttle.h"

#include <pthread.h>
#include <sodium.h>

enum { HOUR_MS = 3600000, SHARE = 1000 };

/* A bucket that drains by `most` an hour; its level is kept in thousandths of a question. */
struct slot {
	uint64_t who;
	int64_t level, at_ms;
};

static struct slot slots[THROTTLE_SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The slot of this one, else the one of its neighbours that nobody used for longest. */
static struct slot *slot_of(uint64_t who)
{
	struct slot *at = slots + (who % (THROTTLE_SLOTS / THROTTLE_WAYS)) * THROTTLE_WAYS, *oldest = at;

	for (int i = 0; i < THROTTLE_WAYS; i++) {
		if (at[i].who == who)
			return at + i;
		if (at[i].at_ms < oldest->at_ms)
			oldest = at + i;
	}
	*oldest = (struct slot){ .who = who };
	return oldest;
}

static uint64_t name_of(span source, const char *kind)
{
	unsigned char sum[crypto_generichash_BYTES_MIN];
	crypto_generichash_state h;
	uint64_t who;

	crypto_generichash_init(&h, NULL, 0, sizeof(sum));
	crypto_generichash_update(&h, (const unsigned char *)kind, strlen(kind) + 1);
	crypto_generichash_update(&h, (const unsigned char *)(source.p ? source.p : ""), source.n);
	crypto_generichash_final(&h, sum, sizeof(sum));
	memcpy(&who, sum, sizeof(who));
	return who | 1;
}

bool throttle_pass(span source, const char *kind, int64_t now_ms, int most)
{
	uint64_t who = name_of(source, kind);
	struct slot *s;
	bool pass;

	pthread_mutex_lock(&lock);
	s = slot_of(who);
	if (now_ms > s->at_ms) {
		int64_t passed = now_ms - s->at_ms < HOUR_MS ? now_ms - s->at_ms : HOUR_MS;

		s->level -= passed * most * SHARE / HOUR_MS;
		s->level = s->level > 0 ? s->level : 0;
		s->at_ms = now_ms;
	}
	pass = s->level + SHARE <= (int64_t)most * SHARE;
	s->level += pass ? SHARE : 0;
	pthread_mutex_unlock(&lock);
	return pass;
}
