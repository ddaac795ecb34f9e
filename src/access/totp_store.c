/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/totp_store.h"

#include "access/user_store.h"
#include "office/event_log.h"

#include <stdio.h>

enum { SEALED = TOTP_SECRET + KEY_EXTRA, OBJECT = 64 };

static int64_t now_of(struct store *s)
{
	const struct seams *seams = store_seams(s);

	return seams->now_ms(seams->ctx);
}

/* A row of account_totp. */
struct totp_row {
	bool found;
	int64_t made_ms, since_ms, last_step;
	unsigned char sealed[SEALED];
};

static int get_row(struct store *s, int64_t account, struct totp_row *out, struct err *e)
{
	struct db_row row = { .want = 4 };
	struct db_value v = db_i64(account);
	int rc = store_db(s) ? db_one(store_db(s), SQL_totp_get, &v, 1, &row, e) : ERR_OK;

	*out = (struct totp_row){ .found = !rc && row.found && row.col[0].s.n == SEALED };
	if (!out->found)
		return rc;
	memcpy(out->sealed, row.col[0].s.p, SEALED);
	out->made_ms = row.col[1].i;
	out->since_ms = row.col[2].i;
	out->last_step = row.col[3].i;
	return ERR_OK;
}

static bool open_secret(struct store *s, int64_t account, const struct totp_row *r, unsigned char secret[TOTP_SECRET])
{
	struct key_place at = { "account_totp", account, 0 };
	size_t n = 0;

	return r->found && store_key(s) &&
	       key_unseal(store_key(s), &at, (span){ (const char *)r->sealed, SEALED }, secret, &n) && n == TOTP_SECRET;
}

int totp_look(struct store *s, int64_t account, struct totp_state *out, struct err *e)
{
	struct db_value v = db_i64(account);
	struct db_row left = { .want = 1 };
	struct totp_row r;
	int rc = get_row(s, account, &r, e);

	*out = (struct totp_state){
		.there = r.found, .made_ms = r.made_ms, .since_ms = r.since_ms, .last_step = r.last_step
	};
	if (!rc && r.found)
		rc = db_one(store_db(s), SQL_recovery_left, &v, 1, &left, e);
	if (!rc && r.found)
		out->recovery_left = left.col[0].i;
	return rc;
}

int totp_pending(struct store *s, int64_t account, unsigned char secret[TOTP_SECRET], bool *found, struct err *e)
{
	struct totp_row r;
	int rc = get_row(s, account, &r, e);

	*found = !rc && r.found && !r.since_ms && open_secret(s, account, &r, secret);
	return rc;
}

int totp_begin(struct unit *u, int64_t account, const unsigned char secret[TOTP_SECRET], struct err *e)
{
	struct key_place at = { "account_totp", account, 0 };
	unsigned char sealed[SEALED];
	struct totp_row r;
	int rc = get_row(u->store, account, &r, e);

	if (!rc && r.since_ms)
		rc = err_set(e, ERR_CONFLICT, "akun ini sudah memakai kode autentikator; hapus dahulu yang lama");
	if (rc)
		return rc;
	key_seal(store_key(u->store), &at, (span){ (const char *)secret, TOTP_SECRET }, sealed);
	struct db_value v[] = { db_i64(account), db_bytes(sealed, sizeof(sealed)), db_i64(now_of(u->store)) };

	return db_run(store_db(u->store), SQL_totp_set, v, 3, NULL, e);
}

/* --- recovery codes --------------------------------------------------------------------------------------------------
 */
static void recovery_digest(struct store *s, int64_t account, const char code[RECOVERY_TEXT],
			    unsigned char out[KEY_BLIND])
{
	char text[64];
	int n = snprintf(text, sizeof(text), "pulih:%lld:%s", (long long)account, code);

	key_blind(store_key(s), KEY_ACCESS, (span){ text, (size_t)n }, out);
}

static int add_recovery(struct store *s, const struct totp_enrol *enrol, struct err *e)
{
	int rc = ERR_OK;

	for (int i = 0; i < RECOVERY_CODES && !rc; i++) {
		unsigned char digest[KEY_BLIND];

		recovery_digest(s, enrol->account, enrol->recovery[i], digest);
		struct db_value v[] = { db_i64(enrol->account), db_i64(i), db_bytes(digest, sizeof(digest)) };

		rc = db_run(store_db(s), SQL_recovery_add, v, 3, NULL, e);
	}
	return rc;
}

/* --- what verify compares --------------------------------------------------------------------------------------------
 */
static int digest_of(struct store *s, int64_t account, unsigned char out[DIGEST], struct err *e)
{
	struct db_value v = db_i64(account);
	struct db_stmt *st;
	struct totp_row r;
	struct digest d;
	bool row = false;
	int rc = get_row(s, account, &r, e);

	digest_begin(&d);
	if (!rc && r.found && r.since_ms) {
		struct db_value cells[] = { v, db_bytes(r.sealed, SEALED), db_i64(r.made_ms), db_i64(r.since_ms) };

		digest_values(&d, cells, 4);
	}
	if (!rc)
		rc = db_query(store_db(s), SQL_recovery_list, &v, 1, &st, e);
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		struct db_value cells[] = { db_column(st, 0), db_column(st, 1) };

		digest_values(&d, cells, 2);
	}
	digest_end(&d, out);
	return rc;
}

static int tell(struct unit *u, int64_t account, span name, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT];
	int n = snprintf(object, sizeof(object), "totp/%.*s", (int)(name.n < USER_NAME_MAX ? name.n : USER_NAME_MAX),
			 name.p);
	int rc = digest_of(u->store, account, digest, e);

	return rc ? rc : store_fact(u->store, (span){ object, (size_t)n }, digest, e);
}

int totp_confirm(struct unit *u, const struct totp_enrol *enrol, struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	struct totp_row r;
	int64_t step = 0;
	int rc = get_row(u->store, enrol->account, &r, e);

	if (!rc && !r.found)
		rc = err_set(e, ERR_CONFLICT,
			     "belum ada kode QR untuk akun ini; mulai dahulu (lindung user totp start)");
	if (!rc && r.since_ms)
		rc = err_set(e, ERR_CONFLICT, "akun ini sudah memakai kode autentikator");
	if (!rc && (!open_secret(u->store, enrol->account, &r, secret) ||
		    !totp_right(secret, enrol->code, now_of(u->store), -1, &step)))
		rc = err_set(
			e, ERR_USAGE,
			"kode autentikator tidak cocok; periksa jam telepon (otomatis), lalu ketik kode yang baru");
	sodium_memzero(secret, sizeof(secret));
	if (!rc) {
		struct db_value v[] = { db_i64(enrol->account), db_i64(now_of(u->store)), db_i64(step) };

		rc = db_run(store_db(u->store), SQL_totp_confirm, v, 3, NULL, e);
	}
	if (!rc)
		rc = add_recovery(u->store, enrol, e);
	return rc ? rc : tell(u, enrol->account, enrol->name, e);
}

int totp_remove(struct unit *u, int64_t account, span name, struct err *e)
{
	struct db_value v = db_i64(account);
	int rc = db_run(store_db(u->store), SQL_recovery_drop, &v, 1, NULL, e);

	if (!rc)
		rc = db_run(store_db(u->store), SQL_totp_drop, &v, 1, NULL, e);
	return rc ? rc : tell(u, account, name, e);
}

/* --- use -------------------------------------------------------------------------------------------------------------
 */
/* Six digits: *step > 0 where right. */
static int right_step(struct store *s, int64_t account, span code, int64_t *step, struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	struct totp_row r;
	int rc = get_row(s, account, &r, e);

	*step = 0;
	if (!rc && r.since_ms && open_secret(s, account, &r, secret) &&
	    !totp_right(secret, code, now_of(s), r.last_step, step))
		*step = 0;
	sodium_memzero(secret, sizeof(secret));
	return rc;
}

int totp_would(struct store *s, int64_t account, span code, bool *right, struct err *e)
{
	int64_t step;
	int rc = right_step(s, account, code, &step, e);

	*right = step > 0;
	return rc;
}

static int use_recovery(struct store *s, int64_t account, const char code[RECOVERY_TEXT], bool *right, struct err *e)
{
	unsigned char digest[KEY_BLIND];
	int64_t used = 0;
	int rc;

	recovery_digest(s, account, code, digest);
	struct db_value v[] = { db_i64(account), db_bytes(digest, sizeof(digest)), db_i64(now_of(s)) };

	rc = db_run(store_db(s), SQL_recovery_use, v, 3, &used, e);
	*right = !rc && used == 1;
	return rc;
}

int totp_use(struct store *s, int64_t account, span code, bool *right, struct err *e)
{
	char recovery[RECOVERY_TEXT];
	int64_t step, taken = 0;
	int rc;

	*right = false;
	code = span_trim(code);
	if (recovery_read(code, recovery)) {
		rc = use_recovery(s, account, recovery, right, e);
		sodium_memzero(recovery, sizeof(recovery));
		return rc;
	}
	rc = right_step(s, account, code, &step, e);
	if (rc || !step)
		return rc;
	struct db_value v[] = { db_i64(account), db_i64(step) };

	/* two who come with one code at once: the second finds the step taken */
	rc = db_run(store_db(s), SQL_totp_step, v, 2, &taken, e);
	*right = !rc && taken == 1;
	return rc;
}

/* --- checking --------------------------------------------------------------------------------------------------------
 */
static int check_one(struct store *s, span name, span then, const struct db_found *found, struct err *e)
{
	unsigned char now[DIGEST];
	struct user u = { 0 };
	bool there = false;
	char line[160];
	int rc = user_find(s, name, &u, &there, e);

	if (!rc && there)
		rc = digest_of(s, u.id, now, e);
	if (!rc && (!there || then.n != DIGEST || memcmp(now, then.p, DIGEST) != 0)) {
		snprintf(line, sizeof(line), "pengguna %.*s: kode autentikator berbeda dari sidik pada peristiwanya",
			 (int)(name.n < 60 ? name.n : 60), name.p);
		found->say(found->ctx, line);
	}
	return rc;
}

/* Who has one without an event. */
static int check_missing(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_totp_without_event, NULL, 0, &row, e);

	if (!rc && row.found)
		found->say(found->ctx, "kode autentikator tanpa peristiwa");
	return rc;
}

int totp_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("totp/")), db_text(SPAN("totp0")) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_fact_objects, range, 2, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		unsigned char then[DIGEST];
		char object[OBJECT];
		span o = db_column_span(st, 0);
		bool known = false;

		if (o.n >= sizeof(object))
			continue;
		memcpy(object, o.p, o.n);
		rc = event_fact_of(store_db(s), (span){ object, o.n }, then, &known, e);
		if (!rc)
			rc = check_one(s, (span){ object + 5, o.n - 5 },
				       (span){ (const char *)then, known ? DIGEST : 0 }, found, e);
	}
	return rc ? rc : check_missing(s, found, e);
}
