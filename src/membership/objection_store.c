/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/objection_store.h"

#include "office/event_digest.h"
#include "office/event_log.h"
#include "programme/run_seal_store.h"
#include "programme/run_store.h"

#include <stdio.h>

enum { COLUMNS = 6, STEP_COLUMNS = 7, OBJECT = 48, DAY_MS = 86400000, REGION = 32 };

/* --- places, objects -------------------------------------------------------------------------------------------------
 */
struct key_place objection_place(const struct db_table *t, const struct db_value *v)
{
	return (struct key_place){ t->name, v[t->key[0]].i, 0 };
}

struct key_place objection_step_place(const struct db_table *t, const struct db_value *v)
{
	return (struct key_place){ t->name, v[t->key[0]].i, v[t->key[1]].i };
}

static span object_of(int64_t id, char out[OBJECT])
{
	char text[RUN_ID_TEXT];
	int n = snprintf(out, OBJECT, "objection/%s", run_id_text(id, text));

	return (span){ out, (size_t)n };
}

static span step_object_of(int64_t id, int64_t no, char out[OBJECT])
{
	char text[RUN_ID_TEXT];
	int n = snprintf(out, OBJECT, "objection-step/%s/%lld", run_id_text(id, text), (long long)no);

	return (span){ out, (size_t)n };
}

/* --- sealing ---------------------------------------------------------------------------------------------------------
 */
static int seal(struct store *s, const struct key_place *at, span plain, struct buf *sealed, struct err *e)
{
	buf_span(sealed, plain);
	for (int i = 0; i < KEY_EXTRA; i++)
		buf_putc(sealed, 0);
	if (sealed->failed)
		return err_memory(e, "sanggahan");
	key_seal(store_key(s), at, plain, (unsigned char *)sealed->p);
	return ERR_OK;
}

static int unseal(struct store *s, const struct key_place *at, span sealed, struct padan_arena *a, span *out,
		  struct err *e)
{
	unsigned char *plain = padan_arena_get(a, sealed.n + 1);
	size_t n = 0;

	if (!plain)
		return err_memory(e, "sanggahan");
	if (!store_key(s) || !key_unseal(store_key(s), at, sealed, plain, &n))
		return err_set(e, ERR_MACHINE, "%s: tidak terbuka dengan kunci ini; jalankan lindung verify",
			       at->table);
	*out = (span){ (const char *)plain, n };
	return ERR_OK;
}

/* --- reading ---------------------------------------------------------------------------------------------------------
 */
/* A region and all below it: '/' is what comes after '.'. */
static void scope_range(span region, char until[REGION], struct db_value out[2])
{
	int n = region.n ? snprintf(until, REGION, "%.*s/", (int)region.n, region.p) : snprintf(until, REGION, "~");

	out[0] = db_text(region.n ? region : SPAN(""));
	out[1] = db_text((span){ until, (size_t)n });
}

static int objection_of(const struct env *env, struct db_stmt *st, struct objection *out, struct err *e)
{
	struct key_place at = { "objection", db_column_i64(st, 0), 0 };
	span plain;
	int rc;

	*out = (struct objection){ .id = at.id,
				   .region = db_column_span(st, 1),
				   .kind = db_column_span(st, 2),
				   .at_ms = db_column_i64(st, 4),
				   .steps = db_column_i64(st, 6),
				   .state = objection_state_of(db_column_span(st, 7)),
				   .step_ms = db_column_i64(st, 8) };
	out->region = padan_span_of(padan_arena_copy(env->arena, out->region.p, out->region.n));
	out->kind = padan_span_of(padan_arena_copy(env->arena, out->kind.p, out->kind.n));
	rc = unseal(env->store, &at, db_column_span(st, 5), env->arena, &plain, e);
	if (!rc && !run_fields_unpack(plain, out->field, OBJECTION_N))
		rc = err_set(e, ERR_MACHINE, "sanggahan: bentuk data tidak dikenal");
	return rc;
}

int objection_get(const struct env *env, int64_t id, struct objection *out, bool *found, struct err *e)
{
	struct db_value v[3] = { db_i64(id) };
	struct db *db = store_db(env->store);
	struct db_stmt *st;
	char until[REGION];
	int rc;

	*found = false;
	if (!db)
		return ERR_OK;
	scope_range(env->scope.region, until, v + 1);
	rc = db_query(db, SQL_objection_get, v, 3, &st, e);
	if (!rc)
		rc = db_step(st, found, e);
	return rc || !*found ? rc : objection_of(env, st, out, e);
}

int objection_each(const struct env *env, int state, int (*each)(void *ctx, const struct objection *), void *ctx,
		   struct err *e)
{
	struct db *db = store_db(env->store);
	struct db_stmt *st;
	struct db_value v[2];
	char until[REGION];
	bool row = false;
	int stop = 0, rc;

	if (!db)
		return ERR_OK;
	scope_range(env->scope.region, until, v);
	rc = db_query(db, SQL_objection_list, v, 2, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct objection o;

		if (state >= 0 && objection_state_of(db_column_span(st, 7)) != (enum objection_state)state)
			continue;
		rc = objection_of(env, st, &o, e);
		if (!rc)
			stop = each(ctx, &o);
	}
	return rc ? rc : stop;
}

int objection_steps(struct store *s, int64_t id, int (*each)(void *ctx, const struct objection_step *), void *ctx,
		    struct err *e)
{
	struct db_value v = db_i64(id);
	struct padan_arena arena;
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_objection_steps, &v, 1, &st, e);

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct key_place at = { "objection_step", id, db_column_i64(st, 1) };
		struct objection_step step = { .no = at.no,
					       .state = objection_state_of(db_column_span(st, 2)),
					       .actor = db_column_span(st, 4),
					       .at_ms = db_column_i64(st, 5) };

		rc = unseal(s, &at, db_column_span(st, 6), &arena, &step.answer, e);
		if (!rc)
			stop = each(ctx, &step);
	}
	padan_arena_done(&arena);
	return rc ? rc : stop;
}

/* --- writing ---------------------------------------------------------------------------------------------------------
 */
static int room_today(struct store *s, int64_t now_ms, struct err *e)
{
	struct db_value v = db_i64(now_ms - DAY_MS);
	struct db_row n = { .want = 1 };
	int rc = db_one(store_db(s), SQL_objection_since, &v, 1, &n, e);

	if (!rc && n.col[0].i >= OBJECTIONS_A_DAY)
		rc = err_set(e, ERR_CONFLICT,
			     "sanggahan hari ini sudah terlalu banyak; coba lagi besok, atau datang ke kantor "
			     "kelurahan");
	return rc;
}

static int add_fact(struct store *s, span object, const struct db_value *v, size_t n, struct err *e)
{
	unsigned char sum[DIGEST];
	struct digest h;

	digest_begin(&h);
	digest_values(&h, v, n);
	digest_end(&h, sum);
	return store_fact(s, object, sum, e);
}

int objection_store_add(struct unit *u, const struct objection *o, struct err *e)
{
	const struct padan_alloc *a = u->env->seams->alloc;
	struct key_place at = { "objection", o->id, 0 };
	unsigned char blind[KEY_BLIND];
	struct buf plain, sealed;
	char object[OBJECT];
	int rc = room_today(u->store, o->at_ms, e);

	buf_init(&plain, a, OBJECTION_TEXT * 2);
	buf_init(&sealed, a, OBJECTION_TEXT * 2);
	run_fields_pack(o->field, OBJECTION_N, &plain);
	if (!rc)
		rc = plain.failed ? err_memory(e, "sanggahan") : seal(u->store, &at, buf_as_span(&plain), &sealed, e);
	if (!rc) {
		struct db_value v[COLUMNS] = { db_i64(o->id), db_text(o->region), db_text(o->kind),
					       db_null(),     db_i64(o->at_ms),	  db_bytes(sealed.p, sealed.n) };

		if (o->field[OBJECTION_nik].n) {
			key_blind(store_key(u->store), KEY_NIK, o->field[OBJECTION_nik], blind);
			v[3] = db_bytes(blind, KEY_BLIND);
		}
		rc = db_run(store_db(u->store), SQL_objection_add, v, COLUMNS, NULL, e);
		if (!rc)
			rc = add_fact(u->store, object_of(o->id, object), v, COLUMNS, e);
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	buf_done(&sealed);
	return rc;
}

int objection_store_step(struct unit *u, const struct objection *o, enum objection_state state, span answer,
			 struct err *e)
{
	const struct env *env = u->env;
	struct key_place at = { "objection_step", o->id, o->steps + 1 };
	struct objection now;
	struct buf sealed;
	char object[OBJECT];
	bool found = false;
	int rc = objection_get(env, o->id, &now, &found, e);

	if (!rc && (!found || now.steps != o->steps))
		rc = err_set(e, ERR_CONFLICT,
			     "sanggahan ini baru saja dijawab oleh orang lain; lihat dahulu jawabannya");
	if (rc)
		return rc;
	buf_init(&sealed, env->seams->alloc, OBJECTION_TEXT * 2);
	rc = seal(u->store, &at, answer, &sealed, e);
	if (!rc) {
		struct db_value v[STEP_COLUMNS] = { db_i64(o->id),
						    db_i64(at.no),
						    db_text(padan_span_of(objection_state_word(state))),
						    db_i64(env->actor.account),
						    db_text(env->actor.name),
						    db_i64(env->seams->now_ms(env->seams->ctx)),
						    db_bytes(sealed.p, sealed.n) };

		rc = db_run(store_db(u->store), SQL_objection_step_add, v, STEP_COLUMNS, NULL, e);
		if (!rc)
			rc = add_fact(u->store, step_object_of(o->id, at.no, object), v, STEP_COLUMNS, e);
	}
	buf_done(&sealed);
	return rc;
}

/* --- checking --------------------------------------------------------------------------------------------------------
 */
static int check_row(struct db *db, span object, const struct db_value *v, size_t n, const struct db_found *found,
		     struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	char line[160];
	struct digest h;
	bool known = false;
	int rc;

	digest_begin(&h);
	digest_values(&h, v, n);
	digest_end(&h, now);
	rc = event_fact_of(db, object, then, &known, e);
	if (rc || (known && memcmp(now, then, DIGEST) == 0))
		return rc;
	snprintf(line, sizeof(line), "sanggahan (%.*s): %s", (int)object.n, object.p,
		 known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	found->say(found->ctx, line);
	return ERR_OK;
}

/* The rows of a table against their facts, and as many facts as rows. */
static int check_table(struct store *s, enum sql_id list, int columns, const char *prefix, const char *beyond,
		       const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(padan_span_of(prefix)), db_text(padan_span_of(beyond)) };
	struct db_row facts = { .want = 1 };
	struct db_value v[STEP_COLUMNS];
	struct db_stmt *st;
	char object[OBJECT];
	int64_t rows = 0;
	bool row = false;
	int rc = db_query(store_db(s), list, NULL, 0, &st, e);

	for (; !rc && !(rc = db_step(st, &row, e)) && row; rows++) {
		for (int i = 0; i < columns; i++)
			v[i] = db_column(st, i);
		rc = check_row(store_db(s),
			       columns == COLUMNS ? object_of(v[0].i, object) : step_object_of(v[0].i, v[1].i, object),
			       v, (size_t)columns, found, e);
	}
	if (!rc)
		rc = db_one(store_db(s), SQL_fact_object_count, range, 2, &facts, e);
	if (!rc && facts.col[0].i != rows)
		found->say(found->ctx, "sanggahan: ada peristiwa yang barisnya tidak ada lagi, atau sebaliknya");
	return rc;
}

int objection_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	int rc = check_table(s, SQL_objection_all, COLUMNS, "objection/", "objection0", found, e);

	return rc ? rc
		  : check_table(s, SQL_objection_step_all, STEP_COLUMNS, "objection-step/", "objection-step0", found,
				e);
}
