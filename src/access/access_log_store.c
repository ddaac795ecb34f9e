/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/access_log_store.h"

#include "access/wita.h"
#include "office/event_log.h"
#include "programme/decree_step_store.h"
#include "programme/run_seal_store.h"
#include "programme/run_store.h"

#include <stdio.h>

enum { COLUMNS = 10, OBJECT = 64, ROW_MAX = 1 << 20 };
#define BUDGET	       SPAN("batas_buka_nik")
#define SETTING_OBJECT SPAN("setelan/batas_buka_nik")

static int64_t now_of(const struct env *env)
{
	return env->seams->now_ms(env->seams->ctx);
}

static span object_of(int64_t id, char out[OBJECT])
{
	return (span){ out, (size_t)snprintf(out, OBJECT, "akses/%lld", (long long)id) };
}

static void digest_row(const struct db_value v[COLUMNS], unsigned char out[DIGEST])
{
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, COLUMNS);
	digest_end(&d, out);
}

static int64_t new_id(const struct seams *s)
{
	uint64_t id;

	s->random(s->ctx, &id, sizeof(id));
	id &= ((uint64_t)1 << 60) - 1;
	return id ? (int64_t)id : 1;
}

int access_note(struct unit *u, const struct access_note *n, struct err *e)
{
	const struct env *env = u->env;
	unsigned char blind[KEY_BLIND], digest[DIGEST];
	char object[OBJECT];
	int64_t id = new_id(env->seams);
	int rc;

	key_blind(store_key(u->store), KEY_NIK, n->nik, blind);
	struct db_value v[COLUMNS] = { db_i64(id),
				       db_i64(now_of(env)),
				       db_i64(env->actor.account),
				       db_text(env->actor.name),
				       db_text(env->scope.region),
				       db_bytes(blind, sizeof(blind)),
				       db_text(n->kind == ACCESS_OPENED ? SPAN("buka") : SPAN("lihat")),
				       db_text(padan_span_of(n->use_case)),
				       db_text(n->purpose),
				       db_text(n->reason) };

	rc = db_run(store_db(u->store), SQL_access_add, v, COLUMNS, NULL, e);
	digest_row(v, digest);
	return rc ? rc : store_fact(u->store, object_of(id, object), digest, e);
}

/* Is it the same look: the same account by the same name and rights of place, the same person, in the same way, a short
 * while ago? Those who have no account are never told apart, so each of their looks is one. */
static int same_look(const struct env *env, const struct access_note *n, bool *same, struct err *e)
{
	unsigned char blind[KEY_BLIND];
	int64_t now = now_of(env);
	struct db_value v[] = { db_bytes(blind, sizeof(blind)),
				db_i64(now - (LIM_LOOK_MS - LIM_PAGE_MS)),
				db_i64(now),
				db_i64(env->actor.account),
				db_text(env->actor.name),
				db_text(env->scope.region),
				db_text(padan_span_of(n->use_case)) };
	struct db_row row = { .want = 1 };
	int rc = ERR_OK;

	*same = false;
	if (!env->actor.account)
		return ERR_OK;
	key_blind(store_key(env->store), KEY_NIK, n->nik, blind);
	rc = db_one(store_db(env->store), SQL_access_same, v, 7, &row, e);
	*same = !rc && row.found;
	return rc;
}

/* Asked again inside: of many at the same time one writes, and the others wait until that is durable. */
static int write_look(struct unit *u, const struct access_note *n, struct err *e)
{
	struct event ev = { .use_case = n->use_case,
			    .actor = u->env->actor.name,
			    .region = u->env->scope.region,
			    .content = SPAN("{\"masukan\":{},\"hasil\":{}}") };
	bool same = false;
	int rc = same_look(u->env, n, &same, e);

	if (rc || same)
		return rc;
	rc = access_note(u, n, e);
	return rc ? rc : u->env->store_ops->event(u->store, &ev, e);
}

int access_looked(const struct env *env, const struct use_case *uc, span nik, struct err *e)
{
	struct access_note note = { .kind = ACCESS_LOOKED, .use_case = uc->name, .nik = nik };
	struct unit u = { env, env->store };
	bool same = false;
	int rc = same_look(env, &note, &same, e);

	if (rc || same)
		return rc;
	rc = env->store_ops->begin(env->store, e);
	if (rc)
		return rc;
	store_quiet(env->store);
	rc = write_look(&u, &note, e);
	if (!rc)
		rc = env->store_ops->commit(env->store, e);
	if (rc)
		env->store_ops->rollback(env->store);
	return rc;
}

int access_each(struct store *s, span nik, int (*each)(void *ctx, const struct access_seen *), void *ctx, struct err *e)
{
	unsigned char blind[KEY_BLIND];
	struct db_value v = db_bytes(blind, sizeof(blind));
	struct db_stmt *st;
	bool row = false;
	int rc, stop = 0;

	key_blind(store_key(s), KEY_NIK, nik, blind);
	rc = db_query(store_db(s), SQL_access_of_nik, &v, 1, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct access_seen seen = { db_column_i64(st, 0),  db_column_span(st, 1), db_column_span(st, 2),
					    db_column_span(st, 3), db_column_span(st, 4), db_column_span(st, 5) };

		stop = each(ctx, &seen);
	}
	return rc ? rc : stop;
}

/* --- the day's budget ------------------------------------------------------------------------------------------------
 */
static void digest_budget(int64_t budget, unsigned char out[DIGEST])
{
	struct db_value v[] = { db_text(BUDGET), db_i64(budget) };
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, 2);
	digest_end(&d, out);
}

int unmask_budget(struct store *s, int64_t *budget, struct err *e)
{
	struct db_value v = db_text(BUDGET);
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_setting_get, &v, 1, &row, e);

	*budget = !rc && row.found ? row.col[0].i : UNMASK_BUDGET;
	return rc;
}

int unmask_left(const struct env *env, struct store *s, int64_t *left, struct err *e)
{
	int64_t today = (now_of(env) + WITA_MS) / DAY_MS * DAY_MS - WITA_MS, budget = 0;
	struct db_value v[] = { db_i64(env->actor.account), db_i64(today) };
	struct db_row row = { .want = 1 };
	int rc = unmask_budget(s, &budget, e);

	if (!rc)
		rc = db_one(store_db(s), SQL_access_count, v, 2, &row, e);
	*left = rc || row.col[0].i >= budget ? 0 : budget - row.col[0].i;
	return rc;
}

int unmask_budget_set(struct unit *u, int64_t budget, struct err *e)
{
	struct db_value v[] = { db_text(BUDGET), db_i64(budget) };
	unsigned char digest[DIGEST];
	int rc = db_run(store_db(u->store), SQL_setting_set, v, 2, NULL, e);

	digest_budget(budget, digest);
	return rc ? rc : store_fact(u->store, SETTING_OBJECT, digest, e);
}

/* --- persons ---------------------------------------------------------------------------------------------------------
 */
bool scope_covers_person(span scope, span region, span district)
{
	return scope_covers(scope, region) || (scope_covers(region, scope) && scope_covers(scope, district));
}

static int no_row(int64_t run, struct err *e)
{
	char id[RUN_ID_TEXT];

	return err_set(e, ERR_USAGE, "rancangan %s tidak ada atau tidak memuat baris itu; lihat: lindung decree list",
		       run_id_text(run, id));
}

static int open_row(const struct env *env, const struct key_place *at, span sealed, struct person_row *out,
		    struct err *e)
{
	span field[RUN_FIELD_COUNT] = { 0 };
	unsigned char *plain = padan_arena_get(env->arena, sealed.n + 1);
	size_t n = 0;

	if (!plain)
		return err_memory(e, "baris rancangan");
	if (!key_unseal(store_key(env->store), at, sealed, plain, &n) ||
	    !run_fields_unpack((span){ (const char *)plain, n }, field, RUN_FIELD_COUNT))
		return err_set(e, ERR_MACHINE, "baris rancangan tidak dapat dibuka; jalankan lindung verify");
	out->nik = field[RUN_NIK].n ? field[RUN_NIK] : field[RUN_NIK_USULAN];
	out->name = field[RUN_NAMA].n ? field[RUN_NAMA] : field[RUN_NAMA_USULAN];
	return ERR_OK;
}

int person_row(const struct env *env, int64_t run, int64_t pos, struct person_row *out, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(pos) };
	struct key_place at = { "run_row", run, pos };
	struct db_row row = { .want = 3 };
	int rc = db_one(store_db(env->store), SQL_person_row, v, 2, &row, e);

	if (!rc && (!row.found || row.col[0].s.n < KEY_EXTRA || row.col[0].s.n > ROW_MAX ||
		    !scope_covers_person(env->scope.region, row.col[2].s, row.col[1].s)))
		rc = no_row(run, e);
	return rc ? rc : open_row(env, &at, row.col[0].s, out, e);
}

int person_known(const struct env *env, span nik, bool *known, struct err *e)
{
	unsigned char blind[KEY_BLIND];
	struct db_value v[] = { db_bytes(blind, sizeof(blind)), db_text(env->scope.region) };
	struct db_row row = { .want = 1 };
	int rc;

	key_blind(store_key(env->store), KEY_NIK, nik, blind);
	rc = db_one(store_db(env->store), SQL_person_known, v, 2, &row, e);
	*known = !rc && row.col[0].i > 0;
	return rc;
}

/* --- checking --------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, const char *what, int64_t id)
{
	char line[120];

	snprintf(line, sizeof(line), "catatan akses %lld: %s", (long long)id, what);
	found->say(found->ctx, line);
}

static int check_rows(struct store *s, const struct db_found *found, int64_t *rows, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_access_list, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		unsigned char now[DIGEST], then[DIGEST];
		struct db_value v[COLUMNS];
		char object[OBJECT];
		bool known = false;

		for (int i = 0; i < COLUMNS; i++)
			v[i] = db_column(st, i);
		digest_row(v, now);
		++*rows;
		rc = event_fact_of(store_db(s), object_of(v[0].i, object), then, &known, e);
		if (!rc && (!known || memcmp(now, then, DIGEST) != 0))
			say(found, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa", v[0].i);
	}
	return rc;
}

/* The budget that stands there is the one that somebody set. */
static int check_budget(struct store *s, const struct db_found *found, struct err *e)
{
	unsigned char then[DIGEST], now[DIGEST];
	struct db_value name = db_text(BUDGET);
	struct db_row row = { .want = 1 };
	bool known = false;
	int rc = db_one(store_db(s), SQL_setting_get, &name, 1, &row, e);

	if (!rc && row.found)
		digest_budget(row.col[0].i, now);
	if (!rc)
		rc = event_fact_of(store_db(s), SETTING_OBJECT, then, &known, e);
	if (!rc && (row.found != known || (known && memcmp(now, then, DIGEST) != 0)))
		found->say(found->ctx, "jatah membuka NIK berbeda dari sidik pada peristiwanya");
	return rc;
}

int access_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("akses/")), db_text(SPAN("akses0")) };
	struct db_row told = { .want = 1 };
	int64_t rows = 0;
	int rc = check_rows(s, found, &rows, e);

	if (!rc)
		rc = db_one(store_db(s), SQL_fact_object_count, range, 2, &told, e);
	if (!rc && told.col[0].i != rows)
		found->say(found->ctx, "catatan akses: ada yang hilang");
	return rc ? rc : check_budget(s, found, e);
}
