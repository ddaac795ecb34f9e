/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/public_test_store.h"

#include "office/event_digest.h"
#include "office/event_log.h"

#include <stdio.h>

enum { COLUMNS = 5, OBJECT = 12 + RUN_ID_TEXT };

static span object_of(int64_t run, char out[OBJECT])
{
	memcpy(out, "public-test/", 12);
	run_id_text(run, out + 12);
	return (span){ out, OBJECT - 1 };
}

static int refuse_state(const struct run_info *r, struct err *e)
{
	char id[RUN_ID_TEXT];

	run_id_text(r->run, id);
	if (r->state == RUN_DECREED)
		return err_set(e, ERR_CONFLICT,
			       "rancangan %s sudah ditetapkan dengan nomor %.*s; uji publik dilakukan "
			       "sebelum penetapan",
			       id, (int)r->nomor.n, r->nomor.p);
	return err_set(e, ERR_CONFLICT,
		       "rancangan %s sudah diganti; uji publik dilakukan atas rancangan terbaru (lindung "
		       "decree list)",
		       id);
}

int public_test_look(struct store *s, const struct public_test *t, bool *known, struct err *e)
{
	struct db_value v = db_i64(t->run);
	struct db_row row = { .want = 3 };
	char id[RUN_ID_TEXT], from[32], until[32];
	struct run_info r;
	int rc = run_store_info(s, t->run, &r, e);

	*known = false;
	if (!rc && r.state != RUN_DRAFT)
		rc = refuse_state(&r, e);
	if (!rc)
		rc = db_one(store_db(s), SQL_public_test_get, &v, 1, &row, e);
	if (rc || !row.found)
		return rc;
	*known = row.col[0].i == t->from.day && row.col[1].i == t->until.day;
	if (*known)
		return ERR_OK;
	return err_set(e, ERR_CONFLICT,
		       "uji publik rancangan %s sudah dibuka dari %s sampai %s; untuk tanggal lain susun "
		       "rancangan baru (lindung run ... --ulang)",
		       run_id_text(t->run, id), date_long((date){ (int32_t)row.col[0].i }, from),
		       date_long((date){ (int32_t)row.col[1].i }, until));
}

int public_test_write(struct unit *u, const struct public_test *t, struct err *e)
{
	const struct seams *s = u->env->seams;
	struct db_value v[COLUMNS] = { db_i64(t->run), db_i64(t->from.day), db_i64(t->until.day), db_i64(t->people),
				       db_i64(s->now_ms(s->ctx)) };
	unsigned char sum[DIGEST];
	struct digest h;
	char object[OBJECT];
	bool known = false;
	int rc = public_test_look(u->store, t, &known, e);

	if (rc || known)
		return rc;
	digest_begin(&h);
	digest_values(&h, v, COLUMNS);
	digest_end(&h, sum);
	rc = db_run(store_db(u->store), SQL_public_test_add, v, COLUMNS, NULL, e);
	return rc ? rc : store_fact(u->store, object_of(t->run, object), sum, e);
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, int64_t run, const char *what)
{
	char line[200], id[RUN_ID_TEXT];

	snprintf(line, sizeof(line), "uji publik rancangan %s: %s", run_id_text(run, id), what);
	found->say(found->ctx, line);
}

static int check_one(struct db *db, const struct db_value *v, const struct db_found *found, struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	struct digest h;
	char object[OBJECT];
	bool known = false;
	int rc;

	digest_begin(&h);
	digest_values(&h, v, COLUMNS);
	digest_end(&h, now);
	rc = event_fact_of(db, object_of(v[0].i, object), then, &known, e);
	if (!rc && (!known || memcmp(now, then, DIGEST) != 0))
		say(found, v[0].i, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	return rc;
}

static int check_missing(struct db *db, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("public-test/")), db_text(SPAN("public-test0")) };
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_fact_objects, range, 2, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0);
		struct db_row got = { .want = 1 };
		struct db_value v;
		int64_t run;

		if (!run_id_parse((span){ object.p + 12, object.n - 12 }, &run))
			continue;
		v = db_i64(run);
		rc = db_one(db, SQL_public_test_get, &v, 1, &got, e);
		if (!rc && !got.found)
			say(found, run, "ada peristiwanya, tetapi tidak ada lagi");
	}
	return rc;
}

int public_test_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db *db = store_db(s);
	struct db_value v[COLUMNS];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_public_test_list, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < COLUMNS; i++)
			v[i] = db_column(st, i);
		rc = check_one(db, v, found, e);
	}
	return rc ? rc : check_missing(db, found, e);
}
