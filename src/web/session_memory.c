/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/session_memory.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

enum { SESSIONS = 512, IDLE_MS = 30 * 60000, LONGEST_MS = 12 * 3600000, NAME = 64, REGION = 32 };

struct kept {
	struct session_key key;
	int64_t id, began_ms, used_ms, account;
	uint64_t may;
	char name[NAME], region[REGION];
};

static struct kept all[SESSIONS];
static int64_t serial;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int64_t now(const struct env *env)
{
	return env->seams->now_ms(env->seams->ctx);
}

static bool alive(const struct kept *k, int64_t at)
{
	return k->id && at - k->used_ms < IDLE_MS && at - k->began_ms < LONGEST_MS;
}

static int memory_open(struct env *env, const struct credentials *who, span totp, struct session_key *key,
		       struct err *e)
{
	unsigned char random[32];
	struct kept *place = &all[0];
	int rc;

	(void)totp;
	if (!who->name.n)
		return err_set(e, ERR_USAGE, "isi nama pengguna dan PIN");
	rc = env->store_ops->enter(env, who, e);
	if (rc)
		return rc;
	env->seams->random(env->seams->ctx, random, sizeof(random));
	sodium_bin2base64(key->text, sizeof(key->text), random, sizeof(random),
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < SESSIONS; i++)
		if (all[i].used_ms < place->used_ms)
			place = &all[i];
	*place = (struct kept){ .key = *key,
				.id = ++serial,
				.began_ms = now(env),
				.used_ms = now(env),
				.account = env->actor.account,
				.may = env->actor.may };
	snprintf(place->name, NAME, "%.*s", (int)env->actor.name.n, env->actor.name.p);
	snprintf(place->region, REGION, "%.*s", (int)env->scope.region.n,
		 env->scope.region.p ? env->scope.region.p : "");
	pthread_mutex_unlock(&lock);
	return ERR_OK;
}

static struct kept *find(span key, int64_t at)
{
	for (size_t i = 0; i < SESSIONS; i++)
		if (alive(&all[i], at) && key.n == SESSION_KEY &&
		    sodium_memcmp(all[i].key.text, key.p, SESSION_KEY) == 0)
			return &all[i];
	return NULL;
}

static int memory_touch(struct env *env, span key, struct session *out, bool *found, struct err *e)
{
	char *name = padan_arena_get(env->arena, NAME), *region = padan_arena_get(env->arena, REGION);
	struct kept *k;

	if (!name || !region)
		return err_memory(e, "sesi");
	pthread_mutex_lock(&lock);
	k = find(key, now(env));
	*found = k != NULL;
	if (k) {
		k->used_ms = now(env);
		memcpy(name, k->name, NAME);
		memcpy(region, k->region, REGION);
		*out = (struct session){ .id = k->id,
					 .actor = { padan_span_of(name), k->may, k->account },
					 .scope = { padan_span_of(region) } };
	}
	pthread_mutex_unlock(&lock);
	return ERR_OK;
}

static int memory_seen(struct env *env, const struct session *session, struct err *e)
{
	(void)env;
	(void)session;
	(void)e;
	return ERR_OK;
}

static int memory_code(struct env *env, span key, span totp, struct session_key *renewed, struct err *e)
{
	(void)env;
	(void)key;
	(void)totp;
	(void)renewed;
	return err_set(e, ERR_USAGE, "kode autentikator tidak dipakai di sini");
}

static int memory_close(struct env *env, span key, struct err *e)
{
	struct kept *k;

	(void)e;
	pthread_mutex_lock(&lock);
	k = find(key, now(env));
	if (k)
		*k = (struct kept){ .id = 0 };
	pthread_mutex_unlock(&lock);
	return ERR_OK;
}

static int memory_token(struct env *env, span bearer, struct session *out, bool *found, struct err *e)
{
	(void)env;
	(void)bearer;
	(void)out;
	(void)e;
	*found = false;
	return ERR_OK;
}

const struct session_ops session_ops_memory = { memory_open, memory_touch, memory_close,
						memory_seen, memory_code,  memory_token };
