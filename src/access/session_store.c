/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/session_store.h"

#include <sodium.h>

_Static_assert(SECRET_TEXT == sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
	       "base64url");

static int64_t now_of(struct store *s)
{
	const struct seams *seams = store_seams(s);

	return seams->now_ms(seams->ctx);
}

void secret_make(const struct seams *s, char text[SECRET_TEXT])
{
	unsigned char bytes[SECRET_BYTES];

	s->random(s->ctx, bytes, sizeof(bytes));
	sodium_bin2base64(text, SECRET_TEXT, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
}

bool secret_hash(span text, unsigned char hash[32])
{
	unsigned char bytes[SECRET_BYTES];
	size_t n = 0;

	if (text.n != SECRET_TEXT - 1 ||
	    sodium_base642bin(bytes, sizeof(bytes), text.p, text.n, NULL, &n, NULL,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING) ||
	    n != SECRET_BYTES)
		return false;
	crypto_generichash(hash, 32, bytes, sizeof(bytes), NULL, 0);
	sodium_memzero(bytes, sizeof(bytes));
	return true;
}

static struct session_row row_of(const struct db_value *v)
{
	return (struct session_row){ .id = v[0].i,
				     .account = v[1].i,
				     .made_ms = v[2].i,
				     .seen_ms = v[3].i,
				     .code_ms = v[4].i,
				     .totp_ms = v[5].i,
				     .wrong = v[6].i,
				     .name = v[7].s,
				     .full_name = v[8].s,
				     .roles = v[9].s,
				     .region = v[10].s };
}
enum { SESSION_COLUMNS = 11 };

int session_find(struct store *s, span key, struct session_row *out, bool *found, struct err *e)
{
	struct db_row row = { .want = SESSION_COLUMNS };
	unsigned char hash[32];
	struct db_value v = db_bytes(hash, sizeof(hash));
	int rc;

	*found = false;
	if (!store_db(s) || !secret_hash(key, hash))
		return ERR_OK;
	rc = db_one(store_db(s), SQL_session_by_hash, &v, 1, &row, e);
	if (rc || !row.found)
		return rc;
	*out = row_of(row.col);
	*found = session_alive(out->made_ms, out->seen_ms, now_of(s));
	return ERR_OK;
}

static int forget_old(struct store *s, struct err *e)
{
	int64_t now = now_of(s);
	struct db_value v[] = { db_i64(now - SESSION_IDLE_MS), db_i64(now - SESSION_LIFE_MS) };

	return db_run(store_db(s), SQL_session_forget, v, 2, NULL, e);
}

static int64_t new_id(struct store *s)
{
	const struct seams *seams = store_seams(s);
	uint64_t id;

	seams->random(seams->ctx, &id, sizeof(id));
	id &= ((uint64_t)1 << 60) - 1;
	return id ? (int64_t)id : 1;
}

int session_add(struct store *s, int64_t account, int64_t code_ms, char key[SECRET_TEXT], struct err *e)
{
	int64_t now = now_of(s);
	unsigned char hash[32];
	int rc = forget_old(s, e);

	secret_make(store_seams(s), key);
	if (!secret_hash(padan_span_of(key), hash))
		return err_set(e, ERR_MACHINE, "kunci sesi tidak dapat dibuat");
	if (!rc) {
		struct db_value v[] = { db_i64(new_id(s)), db_i64(account), db_bytes(hash, sizeof(hash)),
					db_i64(now),	   db_i64(now),	    db_i64(code_ms) };

		rc = db_run(store_db(s), SQL_session_add, v, 6, NULL, e);
	}
	return rc;
}

int session_renew(struct store *s, int64_t id, int64_t code_ms, char key[SECRET_TEXT], struct err *e)
{
	unsigned char hash[32];

	secret_make(store_seams(s), key);
	if (!secret_hash(padan_span_of(key), hash))
		return err_set(e, ERR_MACHINE, "kunci sesi tidak dapat dibuat");
	struct db_value v[] = { db_i64(id), db_bytes(hash, sizeof(hash)), db_i64(now_of(s)), db_i64(code_ms) };

	return db_run(store_db(s), SQL_session_renew, v, 4, NULL, e);
}

int session_coded(struct store *s, int64_t id, struct err *e)
{
	struct db_value v[] = { db_i64(id), db_i64(now_of(s)) };

	return db_run(store_db(s), SQL_session_coded, v, 2, NULL, e);
}

int session_seen(struct store *s, int64_t id, struct err *e)
{
	struct db_value v[] = { db_i64(id), db_i64(now_of(s)) };

	return db_run(store_db(s), SQL_session_seen, v, 2, NULL, e);
}

int session_wrong_code(struct store *s, int64_t id, bool end, struct err *e)
{
	struct db_value v = db_i64(id);

	return db_run(store_db(s), end ? SQL_session_drop : SQL_session_wrong, &v, 1, NULL, e);
}

int session_end(struct store *s, int64_t account, int64_t id, int64_t keep, int64_t *n, struct err *e)
{
	struct db_value v[] = { db_i64(account), db_i64(id), db_i64(keep) };

	return db_run(store_db(s), SQL_session_end, v, 3, n, e);
}

int session_each(struct store *s, int64_t account, int (*each)(void *ctx, const struct session_row *), void *ctx,
		 struct err *e)
{
	struct db_value v = db_i64(account);
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_session_list, &v, 1, &st, e), stop = 0;

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value col[SESSION_COLUMNS];
		struct session_row r;

		for (int i = 0; i < SESSION_COLUMNS; i++)
			col[i] = db_column(st, i);
		r = row_of(col);
		stop = session_alive(r.made_ms, r.seen_ms, now_of(s)) ? each(ctx, &r) : 0;
	}
	return rc ? rc : stop;
}
