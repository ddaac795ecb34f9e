/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/report_store.h"

#include "programme/decree_step_store.h"

#include <stdio.h>

int report_each(struct store *s, const struct report_ask *ask, int (*each)(void *ctx, const struct db_value *),
		void *ctx, struct err *e)
{
	struct db_value v[REPORT_COLUMNS];
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), ask->id, ask->values, ask->n, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < ask->columns; i++)
			v[i] = db_column(st, i);
		stop = each(ctx, v);
	}
	return rc ? rc : stop;
}

void report_range_of(struct report_range *r, span region)
{
	int n = region.n ? snprintf(r->until, sizeof(r->until), "%.*s/", (int)(region.n < 24 ? region.n : 24), region.p)
			 : snprintf(r->until, sizeof(r->until), "~");

	r->from = db_text(region.n ? region : SPAN(""));
	r->to = db_text((span){ r->until, (size_t)n });
}

struct newest {
	const struct env *env;
	int64_t run;
};

static int first_live(void *ctx, const struct run_info *r)
{
	struct newest *n = ctx;

	if (r->state == RUN_REPLACED ||
	    (!scope_covers(n->env->scope.region, r->wilayah) && !scope_covers(r->wilayah, n->env->scope.region)))
		return 0;
	n->run = r->run;
	return 1;
}

static bool keep(const struct env *env, span *s)
{
	const char *p = padan_arena_copy(env->arena, s->p ? s->p : "", s->n);

	s->p = p;
	return p != NULL;
}

/* The run that is meant; 0 and ERR_USAGE: there is none. */
static int find_run(const struct env *env, span typed, int64_t *run, struct err *e)
{
	struct newest n = { .env = env };
	span name = span_trim(typed);
	int rc = ERR_OK;

	if (name.n && !run_id_parse(name, &n.run))
		return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			       (int)(name.n < 40 ? name.n : 40), name.p);
	if (!name.n)
		rc = run_store_each(env->store, first_live, &n, e);
	*run = n.run;
	if (!n.run && rc <= 1)
		return err_set(e, ERR_USAGE, "belum ada rancangan; susun dahulu dari daftar yang masuk");
	return rc > 1 ? rc : ERR_OK;
}

int report_run_of(const struct env *env, span typed, struct report_run *out, struct err *e)
{
	span scope = env->scope.region;
	int64_t run = 0;
	int rc;

	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	rc = find_run(env, typed, &run, e);
	if (!rc)
		rc = run_store_info(env->store, run, &out->info, e);
	if (rc)
		return rc;
	run_id_text(run, out->id);
	if (!scope_covers(scope, out->info.wilayah) && !scope_covers(out->info.wilayah, scope))
		return err_set(e, ERR_USAGE, "rancangan %s tidak ada; lihat: lindung decree list", out->id);
	if (!keep(env, &out->info.wilayah) || !keep(env, &out->info.nama) || !keep(env, &out->info.nomor))
		return err_memory(e, "laporan");
	out->ward = scope.n > REPORT_CODE_DISTRICT;
	report_range_of(&out->within, scope.n > out->info.wilayah.n ? scope : SPAN(""));
	return ERR_OK;
}
