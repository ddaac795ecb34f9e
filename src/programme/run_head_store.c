/* SPDX-License-Identifier: EUPL-1.2
 * The head of a run, its files, funds and decree, read back. */
#include "programme/run_store.h"

static span kept(struct padan_arena *a, span s, bool *refused)
{
	char *p = padan_arena_copy(a, s.p ? s.p : "", s.n);

	*refused |= !p;
	return (span){ p, p ? s.n : 0 };
}

static void head_of(const struct db_row *h, struct run_head *out, struct padan_arena *a, bool *refused)
{
	*out = (struct run_head){ .wilayah = kept(a, h->col[1].s, refused),
				  .nama = kept(a, h->col[2].s, refused),
				  .stage = (int)h->col[3].i,
				  .again = kept(a, h->col[5].s, refused),
				  .first_day = { (int32_t)h->col[7].i },
				  .last_day = { (int32_t)h->col[8].i },
				  .months = (int)h->col[9].i,
				  .paper_day = { (int32_t)h->col[10].i },
				  .program_text = kept(a, h->col[11].s, refused),
				  .ranking = kept(a, h->col[13].s, refused) };
}

static int read_files(struct db *db, int64_t run, struct run_head *out, struct padan_arena *a, struct err *e)
{
	struct run_file *files = padan_arena_array(a, LIM_FILES * 8, sizeof(*files));
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false, refused = !files;
	int rc = refused ? ERR_OK : db_query(db, SQL_run_files, &v, 1, &st, e);

	while (!rc && !refused && out->file_count < LIM_FILES * 8 && !(rc = db_step(st, &row, e)) && row) {
		struct run_file *f = &files[out->file_count++];
		span sha = db_column_span(st, 4);

		*f = (struct run_file){ .list = kept(a, db_column_span(st, 2), &refused),
					.name = kept(a, db_column_span(st, 3), &refused),
					.sheet_rows = db_column_i64(st, 5),
					.proposals = db_column_i64(st, 6),
					.skipped = db_column_i64(st, 7),
					.vintage = kept(a, db_column_span(st, 8), &refused) };
		if (sha.n == sizeof(f->sha256))
			memcpy(f->sha256, sha.p, sizeof(f->sha256));
	}
	out->files = files;
	return refused ? err_memory(e, "daftar masukan") : rc;
}

static int read_funds(struct db *db, int64_t run, struct run_head *out, struct padan_arena *a, struct err *e)
{
	struct run_fund *funds = padan_arena_array(a, LIM_FUNDS, sizeof(*funds));
	struct db_value v = db_i64(run);
	struct db_stmt *st;
	bool row = false, refused = !funds;
	int rc = refused ? ERR_OK : db_query(db, SQL_run_funds, &v, 1, &st, e);

	while (!rc && !refused && out->fund_count < LIM_FUNDS && !(rc = db_step(st, &row, e)) && row)
		funds[out->fund_count++] = (struct run_fund){ .kode = kept(a, db_column_span(st, 2), &refused),
							      .nama = kept(a, db_column_span(st, 3), &refused),
							      .jenis = kept(a, db_column_span(st, 4), &refused),
							      .pagu = { db_column_i64(st, 5) },
							      .spent = { db_column_i64(st, 6) },
							      .people = db_column_i64(st, 7) };
	out->funds = funds;
	return refused ? err_memory(e, "dana") : rc;
}

static int head_inside(struct db *db, int64_t run, struct run_head *out, struct padan_arena *a, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row h = { .want = 18 };
	bool refused = false;
	int rc = db_one(db, SQL_run_head, &v, 1, &h, e);

	if (!rc)
		head_of(&h, out, a, &refused);
	if (refused)
		return err_memory(e, "rancangan");
	if (!rc)
		rc = read_files(db, run, out, a, e);
	return rc ? rc : read_funds(db, run, out, a, e);
}

int run_store_head(struct store *s, int64_t run, struct run_head *out, struct padan_arena *arena, struct err *e)
{
	struct run_info info;
	int rc = run_store_info(s, run, &info, e); /* finished, and the database is there */

	if (rc)
		return rc;
	rc = db_begin(store_db(s), DB_READ, e);
	if (!rc)
		rc = head_inside(store_db(s), run, out, arena, e);
	db_rollback(store_db(s));
	return rc;
}

int run_store_decree(struct store *s, int64_t run, span *number, date *day, struct padan_arena *arena, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row row = { .want = 2 };
	bool refused = false;
	int rc = db_one(store_db(s), SQL_decree_of_run, &v, 1, &row, e);

	*number = (span){ NULL, 0 };
	*day = DATE_NONE;
	if (rc || !row.found)
		return rc;
	*number = kept(arena, row.col[0].s, &refused);
	*day = (date){ (int32_t)row.col[1].i };
	return refused ? err_memory(e, "nomor keputusan") : ERR_OK;
}
