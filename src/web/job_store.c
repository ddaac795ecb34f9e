/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/job_store.h"

static const char *const states[] = { "menunggu", "berjalan", "selesai", "gagal", "terputus" };

static enum job_state state_of(span word)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (padan_span_eq(word, padan_span_of(states[i])))
			return (enum job_state)i;
	return JOB_INTERRUPTED;
}

/* The columns of job_get and job_list. */
static void read_job(struct job *j, const struct db_value *c)
{
	*j = (struct job){ .id = c[0].s,
			   .use_case = c[1].s,
			   .account = c[2].i,
			   .actor = c[3].s,
			   .region = c[4].s,
			   .state = state_of(c[6].s),
			   .what = c[7].s,
			   .done = c[8].i,
			   .total = c[9].i,
			   .made_ms = c[10].i,
			   .began_ms = c[11].i,
			   .ended_ms = c[12].i,
			   .error = c[13].s,
			   .result = c[14].s,
			   .folder = c[15].s };
	if (c[5].s.n == JOB_DIGEST)
		memcpy(j->digest, c[5].s.p, JOB_DIGEST);
}

enum { COLUMNS = 16 };

int job_get(struct store *s, span id, struct job *out, bool *found, struct err *e)
{
	struct db *db = store_db(s);
	struct db_value key = db_text(id);
	struct db_row row = { .want = COLUMNS };
	int rc = db ? db_one(db, SQL_job_get, &key, 1, &row, e) : ERR_OK;

	*found = !rc && row.found;
	if (*found)
		read_job(out, row.col);
	return rc;
}

int job_each(struct store *s, int64_t account, int (*each)(void *ctx, const struct job *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_value of = db_i64(account);
	struct db_stmt *st;
	bool row = false;
	int rc = db ? db_query(db, SQL_job_list, &of, 1, &st, e) : ERR_OK;

	if (!db)
		return rc;
	if (!rc)
		rc = db_step(st, &row, e);
	while (!rc && row) {
		struct db_value c[COLUMNS];
		struct job j;

		for (int i = 0; i < COLUMNS; i++)
			c[i] = db_column(st, i);
		read_job(&j, c);
		rc = each(ctx, &j);
		if (!rc)
			rc = db_step(st, &row, e);
	}
	return rc;
}

/* --- writing ---------------------------------------------------------------------------------------------------------
 */
static int finish(struct store *s, int rc, struct err *e)
{
	if (!rc)
		rc = store_ops_db.commit(s, e);
	if (rc)
		store_ops_db.rollback(s);
	return rc;
}

static int insert(struct store *s, const struct job *j, struct err *e)
{
	const struct db_value v[] = { db_text(j->id),
				      db_text(j->use_case),
				      db_i64(j->account),
				      db_text(j->actor),
				      db_text(j->region),
				      db_bytes(j->digest, JOB_DIGEST),
				      db_text(SPAN("menunggu")),
				      db_i64(j->made_ms),
				      db_text(j->folder) };

	return db_run(store_db(s), SQL_job_add, v, sizeof(v) / sizeof(v[0]), NULL, e);
}

static int add(struct store *s, const struct job *j, bool *known, struct err *e)
{
	struct job there;
	int rc = store_ops_db.begin(s, e);

	if (rc)
		return rc;
	rc = job_get(s, j->id, &there, known, e);
	if (!rc && !*known)
		rc = insert(s, j, e);
	else if (!rc && (there.account != j->account || memcmp(there.digest, j->digest, JOB_DIGEST) != 0))
		rc = err_set(e, ERR_CONFLICT, "nomor %.*s sudah dipakai untuk pekerjaan lain; pakai nomor baru",
			     (int)j->id.n, j->id.p);
	return finish(s, rc, e);
}

static int update(struct store *s, const struct job *j, struct err *e)
{
	const struct db_value v[] = { db_text(j->id),	   db_text(padan_span_of(states[j->state])),
				      db_text(j->what),	   db_i64(j->done),
				      db_i64(j->total),	   db_i64(j->began_ms),
				      db_i64(j->ended_ms), db_text(j->error),
				      db_text(j->result) };
	int rc = store_ops_db.begin(s, e);

	return rc ? rc : finish(s, db_run(store_db(s), SQL_job_update, v, sizeof(v) / sizeof(v[0]), NULL, e), e);
}

static int progress(struct store *s, const struct job *j, struct err *e)
{
	const struct db_value v[] = { db_text(j->id), db_text(j->what), db_i64(j->done), db_i64(j->total) };
	int rc = store_ops_db.begin(s, e);

	return rc ? rc : finish(s, db_run(store_db(s), SQL_job_progress, v, sizeof(v) / sizeof(v[0]), NULL, e), e);
}

static int interrupt(struct store *s, int64_t now_ms, struct err *e)
{
	const struct db_value v = db_i64(now_ms);
	int rc = store_ops_db.begin(s, e);

	return rc ? rc : finish(s, db_run(store_db(s), SQL_job_interrupt, &v, 1, NULL, e), e);
}

static int expire(struct store *s, int64_t before_ms, int (*each)(void *ctx, span folder), void *ctx, struct err *e)
{
	const struct db_value v = db_i64(before_ms);
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(s), SQL_job_expired, &v, 1, &st, e);

	if (!rc)
		rc = db_step(st, &row, e);
	if (rc || !row)
		return rc;
	while (!rc && row) {
		rc = each(ctx, db_column_span(st, 0));
		if (!rc)
			rc = db_step(st, &row, e);
	}
	store_ops_db.rollback(s);
	if (!rc)
		rc = store_ops_db.begin(s, e);
	return rc ? rc : finish(s, db_run(store_db(s), SQL_job_expire, &v, 1, NULL, e), e);
}

const struct job_ops job_ops_db = { add, update, progress, interrupt, expire };
