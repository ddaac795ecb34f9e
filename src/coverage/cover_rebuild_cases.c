/* SPDX-License-Identifier: EUPL-1.2
 * Summaries made again from the rows. */
#include "coverage/coverage_cases.h"

#include "coverage/cover_store.h"
#include "programme/decree_step_store.h"
#include "programme/run_store.h"

/* What plan reckoned, for apply, behind the cursor. */
struct rebuilding {
	struct cover_made *made;
	int64_t *run;
	size_t n;
	struct row_cursor rows;
};

static int next_row(void *ctx, void *row, struct err *e)
{
	struct rebuilding *x = ctx;

	return x->rows.next(x->rows.ctx, row, e);
}

static int64_t wards_with_rows(const struct ward_tally *t)
{
	int64_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->wards[i].n[WARD_PROPOSED] > 0;
	return n;
}

static int make_one(struct rebuilding *x, const struct cover_run *r, struct cover_rebuilt *row, const struct env *env,
		    struct err *e)
{
	char id[RUN_ID_TEXT];
	int rc = cover_store_make(env->store, r->run, &x->made[x->n], env->arena, e);

	if (rc)
		return rc;
	*row = (struct cover_rebuilt){ .rancangan = padan_span_of(
					       padan_arena_copy(env->arena, run_id_text(r->run, id), RUN_ID_TEXT - 1)),
				       .program = r->nama,
				       .baris = r->rows,
				       .kelurahan = wards_with_rows(&x->made[x->n].tally) };
	x->run[x->n++] = r->run;
	return row->rancangan.p ? ERR_OK : err_memory(e, "ringkasan kelurahan");
}

int cover_rebuild_plan(struct cover_rebuild_out *out, const struct cover_rebuild_in *in, const struct env *env,
		       struct err *e)
{
	struct rebuilding *x = padan_arena_zero(env->arena, sizeof(*x));
	struct cover_rebuilt *rows = NULL;
	struct cover_run *runs = NULL;
	size_t n = 0;
	int rc = ERR_OK;

	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	rc = x ? cover_runs(env->store, &runs, &n, env->arena, e) : err_memory(e, "ringkasan kelurahan");
	if (rc)
		return rc;
	x->made = padan_arena_array(env->arena, n, sizeof(*x->made));
	x->run = padan_arena_array(env->arena, n, sizeof(*x->run));
	rows = padan_arena_array(env->arena, n, sizeof(*rows));
	if (!x->made || !x->run || !rows)
		return err_memory(e, "ringkasan kelurahan");
	for (size_t i = 0; i < n && !rc; i++)
		if ((in->semua || !runs[i].summed) && scope_covers(env->scope.region, runs[i].wilayah))
			rc = make_one(x, &runs[i], &rows[x->n], env, e);
	if (!rc)
		rc = row_cursor_over(env->arena, rows, x->n, sizeof(*rows), &x->rows, e);
	out->jumlah = (int64_t)x->n;
	out->daftar = (struct row_cursor){ next_row, x };
	return rc;
}

int cover_rebuild_apply(const struct cover_rebuild_out *out, const struct cover_rebuild_in *in, struct unit *u,
			struct err *e)
{
	const struct rebuilding *x = out->daftar.ctx;
	int rc = ERR_OK;

	(void)in;
	for (size_t i = 0; i < x->n && !rc; i++)
		rc = cover_store_write(u, x->run[i], x->made[i].quota, &x->made[i].tally, e);
	return rc;
}
