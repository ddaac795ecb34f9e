/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/token_store.h"

#include "office/event_log.h"
#include "programme/decree_step_store.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

enum { COLUMNS = 14, OBJECT = 64, FLUSH_MS = 60000, FLUSH_AT = 64, COUNTED = 512 };

/* --- what it may -----------------------------------------------------------------------------------------------------
 */
/* Steps of a decree, and opening a NIK, want a person; accounts and tokens are given by one. */
static uint64_t never(void)
{
	return caps_to_confirm() | MAY(CAP_ADMIN) | MAY(CAP_TOKEN) | MAY(CAP_SELF) | MAY(CAP_UNMASK);
}

static int one_cap(span word, uint64_t *may, struct err *e)
{
	for (int c = 0; c < CAP_COUNT; c++)
		if (padan_span_eq(word, padan_span_of(capability_word((enum capability)c)))) {
			if (never() >> c & 1)
				return err_set(e, ERR_USAGE, "wewenang \"%s\" hanya untuk orang, tidak untuk token",
					       capability_word((enum capability)c));
			*may |= MAY(c);
			return ERR_OK;
		}
	return err_set(e, ERR_USAGE, "wewenang \"%.*s\" tidak dikenal; lihat: lindung user rights",
		       (int)(word.n < 60 ? word.n : 60), word.p);
}

int token_caps(span words, uint64_t *may, struct err *e)
{
	int rc = ERR_OK;

	*may = 0;
	while (!rc && words.n) {
		const char *comma = memchr(words.p, ',', words.n);
		size_t n = comma ? (size_t)(comma - words.p) : words.n;

		rc = one_cap(span_trim((span){ words.p, n }), may, e);
		n += comma != NULL;
		words = (span){ words.p + n, words.n - n };
	}
	return rc;
}

bool token_alive(const struct token *t, date today, uint64_t *may)
{
	struct err ignored;

	*may = 0;
	if (t->revoked_ms || !t->owner_active || today.day > t->expires.day || token_caps(t->may, may, &ignored))
		return false;
	*may &= roles_may(t->owner_roles) & ~never();
	return scope_covers(t->owner_region, t->region); /* the owner may have been given a smaller one since */
}

/* --- reading ---------------------------------------------------------------------------------------------------------
 */
static struct token token_of(const struct db_value *v)
{
	return (struct token){ .id = v[0].i,
			       .name = v[1].s,
			       .account = v[2].i,
			       .may = v[3].s,
			       .region = v[4].s,
			       .budget = v[5].i,
			       .expires = { (int32_t)v[6].i },
			       .revoked_ms = v[7].i,
			       .made_ms = v[8].i,
			       .owner = v[9].s,
			       .owner_roles = v[10].s,
			       .owner_active = v[11].i == 1,
			       .owner_region = v[12].s,
			       .hash = v[13].s };
}

static int find(struct store *s, enum sql_id id, struct db_value v, struct token *out, bool *found, struct err *e)
{
	struct db_row row = { .want = COLUMNS };
	int rc = db_one(store_db(s), id, &v, 1, &row, e);

	*found = !rc && row.found;
	if (*found)
		*out = token_of(row.col);
	return rc;
}

int token_find(struct store *s, span text, struct token *out, bool *found, struct err *e)
{
	unsigned char hash[32];

	*found = false;
	if (!store_db(s) || text.n < 4 || memcmp(text.p, TOKEN_MARK, 4) != 0 ||
	    !secret_hash((span){ text.p + 4, text.n - 4 }, hash))
		return ERR_OK;
	return find(s, SQL_token_by_hash, db_bytes(hash, sizeof(hash)), out, found, e);
}

int token_named(struct store *s, span name, struct token *out, bool *found, struct err *e)
{
	return find(s, SQL_token_by_name, db_text(name), out, found, e);
}

int token_each(struct store *s, int (*each)(void *ctx, const struct token *), void *ctx, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_token_list, NULL, 0, &st, e), stop = 0;

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[COLUMNS];
		struct token t;

		for (int i = 0; i < COLUMNS; i++)
			v[i] = db_column(st, i);
		t = token_of(v);
		stop = each(ctx, &t);
	}
	return rc ? rc : stop;
}

int token_used(struct store *s, int64_t token, date day, int64_t *requests, struct err *e)
{
	struct db_value v[] = { db_i64(token), db_i64(day.day) };
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_token_used, v, 2, &row, e);

	*requests = !rc && row.found ? row.col[0].i : 0;
	return rc;
}

/* --- writing ---------------------------------------------------------------------------------------------------------
 */
static void digest_token(const struct token *t, unsigned char out[DIGEST])
{
	struct db_value v[] = { db_i64(t->id),	    db_text(t->name),
				db_i64(t->account), db_bytes(t->hash.p, t->hash.n),
				db_text(t->may),    db_text(t->region),
				db_i64(t->budget),  db_i64(t->expires.day),
				db_i64(t->made_ms), db_i64(t->revoked_ms) };
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, sizeof(v) / sizeof(*v));
	digest_end(&d, out);
}

static span object_of(span name, char out[OBJECT])
{
	int n = snprintf(out, OBJECT, "token/%.*s", (int)(name.n < TOKEN_NAME ? name.n : TOKEN_NAME), name.p);

	return (span){ out, (size_t)n };
}

static int tell(struct unit *u, span name, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT];
	struct token t;
	bool found = false;
	int rc = token_named(u->store, name, &t, &found, e);

	if (!rc && !found)
		rc = err_set(e, ERR_MACHINE, "token %.*s hilang selagi dicatat", (int)name.n, name.p);
	if (rc)
		return rc;
	digest_token(&t, digest);
	return store_fact(u->store, object_of(name, object), digest, e);
}

int token_store_add(struct unit *u, const struct token *t, span text, struct err *e)
{
	const struct seams *s = u->env->seams;
	unsigned char hash[32];
	uint64_t id = 0;
	struct token known;
	bool found = false;
	int rc = token_named(u->store, t->name, &known, &found, e);

	if (!rc && found)
		rc = err_set(e, ERR_CONFLICT, "token %.*s sudah ada; pakai nama lain", (int)t->name.n, t->name.p);
	if (!rc && !secret_hash((span){ text.p + 4, text.n - 4 }, hash))
		rc = err_set(e, ERR_MACHINE, "token tidak dapat dibuat");
	if (rc)
		return rc;
	s->random(s->ctx, &id, sizeof(id));
	id = (id & (((uint64_t)1 << 60) - 1)) | 1;
	struct db_value v[] = { db_i64((int64_t)id),	  db_text(t->name),
				db_i64(t->account),	  db_bytes(hash, sizeof(hash)),
				db_text(t->may),	  db_text(t->region),
				db_i64(t->budget),	  db_i64(t->expires.day),
				db_i64(s->now_ms(s->ctx)) };

	rc = db_run(store_db(u->store), SQL_token_add, v, 9, NULL, e);
	return rc ? rc : tell(u, t->name, e);
}

int token_store_revoke(struct unit *u, span name, struct err *e)
{
	const struct seams *s = u->env->seams;
	struct token t = { 0 };
	bool found = false;
	int rc = token_named(u->store, name, &t, &found, e);

	if (!rc && !found)
		rc = err_set(e, ERR_USAGE, "token %.*s tidak ada; lihat: lindung token list", (int)name.n, name.p);
	if (!rc && t.revoked_ms)
		rc = err_set(e, ERR_CONFLICT, "token %.*s sudah dicabut", (int)name.n, name.p);
	if (!rc) {
		struct db_value v[] = { db_i64(t.id), db_i64(s->now_ms(s->ctx)) };

		rc = db_run(store_db(u->store), SQL_token_revoke, v, 2, NULL, e);
	}
	return rc ? rc : tell(u, name, e);
}

/* --- counting requests -----------------------------------------------------------------------------------------------
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct counted {
	int64_t token, pending, flushed_ms;
	int32_t day;
} counted[COUNTED];

/* With the lock. NULL: no room (each request is then written down). */
static struct counted *counter(int64_t token, date day)
{
	struct counted *free = NULL;

	for (size_t i = 0; i < COUNTED; i++) {
		struct counted *c = &counted[i];

		if (c->token == token && c->day == day.day)
			return c;
		if (!free && !c->pending)
			free = c;
	}
	if (free)
		*free = (struct counted){ .token = token, .day = day.day };
	return free;
}

bool token_count(int64_t token, date day, int64_t now_ms, int64_t *pending)
{
	struct counted *c;
	bool due = true;

	pthread_mutex_lock(&lock);
	c = counter(token, day);
	*pending = c ? ++c->pending : 1;
	if (c && !c->flushed_ms)
		c->flushed_ms = now_ms;
	if (c)
		due = c->pending >= FLUSH_AT || now_ms - c->flushed_ms >= FLUSH_MS;
	pthread_mutex_unlock(&lock);
	return due;
}

int token_flush(struct store *s, int64_t token, date day, struct err *e)
{
	const struct seams *seams = store_seams(s);
	struct counted *c;
	int64_t n = 1;

	pthread_mutex_lock(&lock);
	c = counter(token, day);
	if (c) {
		n = c->pending;
		c->pending = 0;
		c->flushed_ms = seams->now_ms(seams->ctx);
	}
	pthread_mutex_unlock(&lock);
	struct db_value v[] = { db_i64(token), db_i64(day.day), db_i64(n) };

	return n ? db_run(store_db(s), SQL_token_use, v, 3, NULL, e) : ERR_OK;
}

/* --- checking --------------------------------------------------------------------------------------------------------
 */
struct check {
	struct store *s;
	const struct db_found *found;
	struct err *e;
	int64_t rows;
};

static int check_one(void *ctx, const struct token *t)
{
	struct check *c = ctx;
	unsigned char now[DIGEST], then[DIGEST];
	char object[OBJECT], line[160];
	bool known = false;
	int rc;

	digest_token(t, now);
	c->rows++;
	rc = event_fact_of(store_db(c->s), object_of(t->name, object), then, &known, c->e);
	if (!rc && (!known || memcmp(now, then, DIGEST) != 0)) {
		snprintf(line, sizeof(line), "token %.*s: isinya berbeda dari sidik pada peristiwanya",
			 (int)(t->name.n < TOKEN_NAME ? t->name.n : TOKEN_NAME), t->name.p);
		c->found->say(c->found->ctx, line);
	}
	return rc;
}

int token_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("token/")), db_text(SPAN("token0")) };
	struct db_row told = { .want = 1 };
	struct check c = { s, found, e, 0 };
	int rc = token_each(s, check_one, &c, e);

	if (!rc)
		rc = db_one(store_db(s), SQL_fact_object_count, range, 2, &told, e);
	if (!rc && told.col[0].i != c.rows)
		found->say(found->ctx, "token: ada yang hilang");
	return rc;
}
