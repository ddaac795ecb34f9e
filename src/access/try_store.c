/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/try_store.h"

#include <sodium.h>

enum { PAIR, SOURCE, NAME, SUBJECTS };

/* A part's length stands before it, so that no two pairs read alike. */
static void subject_of(const struct key *k, int kind, const struct try_at *at, unsigned char out[KEY_BLIND])
{
	unsigned char digest[32], tag = (unsigned char)kind;
	span parts[] = { kind == SOURCE ? SPAN("") : at->name, kind == NAME ? SPAN("") : at->source };
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	crypto_generichash_update(&state, &tag, 1);
	for (int i = 0; i < 2; i++) {
		uint64_t n = parts[i].n;

		crypto_generichash_update(&state, (const unsigned char *)&n, sizeof(n));
		crypto_generichash_update(&state, (const unsigned char *)parts[i].p, parts[i].n);
	}
	crypto_generichash_final(&state, digest, sizeof(digest));
	key_blind(k, KEY_ACCESS, (span){ (const char *)digest, sizeof(digest) }, out);
}

static int64_t now_of(struct store *s)
{
	const struct seams *seams = store_seams(s);

	return seams->now_ms(seams->ctx);
}

static int64_t wait_of(int kind, int64_t wrong)
{
	return kind == PAIR ? pin_wait_ms(wrong) : kind == SOURCE ? source_wait_ms(wrong) : account_wait_ms(wrong);
}

/* Wrong ones that still count, and what is left to wait. */
static int look(struct store *s, int kind, const struct try_at *at, int64_t *wrong, int64_t *left, struct err *e)
{
	struct db_row row = { .want = 3 };
	unsigned char subject[KEY_BLIND];
	struct db_value v = db_bytes(subject, sizeof(subject));
	int64_t now = now_of(s);
	int rc;

	*wrong = *left = 0;
	subject_of(store_key(s), kind, at, subject);
	rc = db_one(store_db(s), SQL_try_get, &v, 1, &row, e);
	if (rc || !row.found || now - row.col[2].i >= TRY_FORGET_MS)
		return rc;
	*wrong = row.col[0].i;
	*left = row.col[1].i > now ? row.col[1].i - now : 0;
	return ERR_OK;
}

static int look_place(struct store *s, const struct try_at *at, bool *known, struct err *e)
{
	struct try_at address = { .source = at->source };
	struct db_row row = { .want = 1 };
	unsigned char source[KEY_BLIND];
	struct db_value v[] = { db_i64(at->account), db_bytes(source, sizeof(source)) };
	int rc;

	subject_of(store_key(s), SOURCE, &address, source);
	rc = db_one(store_db(s), SQL_place_get, v, 2, &row, e);
	*known = !rc && row.found && now_of(s) - row.col[0].i < PLACE_FORGET_MS;
	return rc;
}

int try_look(struct store *s, const struct try_at *at, struct try_state *out, struct err *e)
{
	int64_t wrong, *left[] = { &out->pair, &out->source, &out->account };
	int rc = ERR_OK;

	for (int kind = PAIR; kind < SUBJECTS && !rc; kind++)
		rc = look(s, kind, at, &wrong, left[kind], e);
	out->known = false;
	return rc || !at->account ? rc : look_place(s, at, &out->known, e);
}

static int count(struct store *s, int kind, const struct try_at *at, int64_t *wait, struct err *e)
{
	unsigned char subject[KEY_BLIND];
	int64_t now = now_of(s), wrong, left;
	int rc = look(s, kind, at, &wrong, &left, e);

	*wait = wait_of(kind, wrong + 1);
	if (rc)
		return rc;
	subject_of(store_key(s), kind, at, subject);
	struct db_value v[] = { db_bytes(subject, sizeof(subject)), db_i64(kind == SOURCE ? 0 : at->account),
				db_i64(wrong + 1), db_i64(*wait ? now + *wait : 0), db_i64(now) };

	return db_run(store_db(s), SQL_try_set, v, 5, NULL, e);
}

static int forget_old(struct store *s, struct err *e)
{
	struct db_value v = db_i64(now_of(s) - TRY_FORGET_MS), p = db_i64(now_of(s) - PLACE_FORGET_MS);
	int rc = db_run(store_db(s), SQL_try_forget, &v, 1, NULL, e);

	return rc ? rc : db_run(store_db(s), SQL_place_forget, &p, 1, NULL, e);
}

int try_wrong(struct store *s, const struct try_at *at, int64_t *wait_ms, struct err *e)
{
	struct try_state before;
	int64_t waits[SUBJECTS] = { 0 };
	int rc = try_look(s, at, &before, e);

	for (int kind = PAIR; kind < SUBJECTS && !rc; kind++)
		/* an address that the person uses is not counted against all who sit behind it */
		if (kind != SOURCE || !before.known)
			rc = count(s, kind, at, &waits[kind], e);
	*wait_ms = waits[PAIR];
	return rc ? rc : forget_old(s, e);
}

static int drop(struct store *s, int kind, const struct try_at *at, struct err *e)
{
	unsigned char subject[KEY_BLIND];
	struct db_value v = db_bytes(subject, sizeof(subject));

	subject_of(store_key(s), kind, at, subject);
	return db_run(store_db(s), SQL_try_drop, &v, 1, NULL, e);
}

int try_right(struct store *s, const struct try_at *at, struct err *e)
{
	struct try_at address = { .source = at->source };
	unsigned char source[KEY_BLIND];
	struct db_value v[] = { db_i64(at->account), db_bytes(source, sizeof(source)), db_i64(now_of(s)) };
	int rc = drop(s, PAIR, at, e);

	if (!rc)
		rc = drop(s, NAME, at, e);
	subject_of(store_key(s), SOURCE, &address, source);
	return rc ? rc : db_run(store_db(s), SQL_place_set, v, 3, NULL, e);
}

int try_clear(struct store *s, int64_t account, struct err *e)
{
	struct db_value v = db_i64(account);

	return db_run(store_db(s), SQL_try_clear, &v, 1, NULL, e);
}
