/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/citizen_store.h"

#include "membership/membership_store.h"
#include "membership/objection.h"
#include "programme/run_seal_store.h"
#include "programme/run_store.h"

#include <sodium.h>

enum { PLAIN = 1 << 16, DUMMY = 480, CARD = 16, CARD_END = 6 };

static span keep(const struct env *env, span s)
{
	return padan_span_of(padan_arena_copy(env->arena, s.p ? s.p : "", s.n));
}

/* Who is not there costs the opening of a row, too. */
static void as_long_as_found(const struct env *env)
{
	struct key_place at = { "run_row", 0, 0 };
	unsigned char sealed[DUMMY + KEY_EXTRA], plain[DUMMY];
	size_t n;

	key_seal(store_key(env->store), &at, (span){ (const char *)memset(plain, 0, DUMMY), DUMMY }, sealed);
	if (key_unseal(store_key(env->store), &at, (span){ (const char *)sealed, sizeof(sealed) }, plain, &n))
		sodium_memzero(plain, sizeof(plain));
}

static int open_fields(const struct env *env, const struct key_place *at, span sealed, span *field, int n,
		       struct err *e)
{
	unsigned char *plain = sealed.n > PLAIN ? NULL : padan_arena_get(env->arena, sealed.n + 1);
	size_t bytes = 0;

	if (!plain)
		return err_memory(e, "kepesertaan");
	if (!key_unseal(store_key(env->store), at, sealed, plain, &bytes) ||
	    !run_fields_unpack((span){ (const char *)plain, bytes }, field, n))
		return err_set(e, ERR_MACHINE, "%s: tidak terbuka dengan kunci ini; jalankan lindung verify",
			       at->table);
	return ERR_OK;
}

/* Compared as a whole: how many of the digits agree takes no time of its own. */
static bool card_ends(span card, span end)
{
	char digits[CARD];

	return digits_exactly(card, digits, CARD) && end.n == CARD_END &&
	       sodium_memcmp(digits + CARD - CARD_END, end.p, CARD_END) == 0;
}

static int enrolment_of(const struct env *env, int64_t run, int64_t pos, struct cover_found *out, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(pos) };
	struct db_row row = { .want = 5 };
	struct key_place at;
	span field[ENROLMENT_N];
	int rc = db_one(store_db(env->store), SQL_citizen_enrolled, v, 2, &row, e);

	if (rc || !row.found)
		return rc;
	out->enrolled = padan_span_eq(row.col[3].s, SPAN("diterima")) ? ENROLLED_YES : ENROLLED_NO;
	at = enrolment_at(run, row.col[1].i, row.col[2].i);
	rc = open_fields(env, &at, row.col[4].s, field, ENROLMENT_N, e);
	if (!rc)
		out->kpj = keep(env, field[ENROLMENT_kpj]);
	return rc;
}

static int cover_of(const struct env *env, const struct db_row *row, span kk, struct cover_found *out, struct err *e)
{
	struct key_place at = { "run_row", row->col[0].i, row->col[1].i };
	span field[RUN_FIELD_COUNT];
	int rc = open_fields(env, &at, row->col[2].s, field, RUN_FIELD_COUNT, e);

	if (rc || !card_ends(field[RUN_NO_KK], kk))
		return rc;
	*out = (struct cover_found){ .found = true,
				     .name = keep(env, field[RUN_NAMA]),
				     .programme = keep(env, row->col[3].s),
				     .decree = keep(env, row->col[4].s),
				     .first_day = { (int32_t)row->col[5].i },
				     .last_day = { (int32_t)row->col[6].i },
				     .enrolled = ENROLLED_UNANSWERED };
	return enrolment_of(env, at.id, at.no, out, e);
}

int citizen_cover(const struct env *env, span nik, span kk, struct cover_found *out, struct err *e)
{
	unsigned char blind[KEY_BLIND];
	struct db_row row = { .want = 7 };
	struct db_value v;
	int rc;

	*out = (struct cover_found){ .found = false };
	if (!store_db(env->store) || !store_key(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada atau masih kosong");
	key_blind(store_key(env->store), KEY_NIK, nik, blind);
	v = db_bytes(blind, KEY_BLIND);
	rc = db_one(store_db(env->store), SQL_citizen_decreed, &v, 1, &row, e);
	if (rc)
		return rc;
	if (!row.found) {
		as_long_as_found(env);
		return ERR_OK;
	}
	return cover_of(env, &row, kk, out, e);
}

int citizen_city(const struct env *env, span *city, struct err *e)
{
	struct db_row row = { .want = 1 };
	struct db *db = store_db(env->store);
	int rc = db ? db_one(db, SQL_newest_region, NULL, 0, &row, e) : ERR_OK;

	*city = !rc && row.found ? keep(env, row.col[0].s) : (span){ "", 0 };
	return rc;
}
