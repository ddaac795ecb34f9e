/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/letterhead_store.h"

enum { COLUMNS = 9 };

static const struct ledger ledger = { "kop", "kop surat", SQL_letterhead_add, SQL_letterhead_rows, 1, COLUMNS };

static bool keep(span *s, struct padan_arena *a)
{
	const char *p = padan_arena_copy(a, s->p ? s->p : "", s->n);

	s->p = p;
	return p != NULL;
}

static struct letterhead letterhead_of(const struct db_value *v)
{
	return (struct letterhead){ .no = v[0].i,
				    .region = v[1].s,
				    .text = v[2].s,
				    .crest = v[3].s,
				    .state_crest = v[4].s,
				    .note = v[5].s,
				    .actor = v[6].s,
				    .at_ms = v[8].i };
}

int letterhead_find(struct store *s, span region, struct letterhead *out, bool *found, struct padan_arena *arena,
		    struct err *e)
{
	struct db_row row = { .want = COLUMNS };
	struct db_value v = db_text(region.n ? region : SPAN(""));
	struct db *db = store_db(s);
	int rc = db ? db_one(db, SQL_letterhead_newest, &v, 1, &row, e) : ERR_OK;

	*found = !rc && row.found;
	if (!*found)
		return rc;
	*out = letterhead_of(row.col);
	if (keep(&out->region, arena) && keep(&out->text, arena) && keep(&out->crest, arena) &&
	    keep(&out->state_crest, arena) && keep(&out->note, arena) && keep(&out->actor, arena))
		return ERR_OK;
	return err_memory(e, "kop surat");
}

int letterhead_each(struct store *s, int (*each)(void *ctx, const struct letterhead *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_letterhead_history, NULL, 0, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct letterhead l = { .no = db_column_i64(st, 0),
					.region = db_column_span(st, 1),
					.note = db_column_span(st, 2),
					.actor = db_column_span(st, 3),
					.at_ms = db_column_i64(st, 4) };

		stop = each(ctx, &l);
	}
	return rc ? rc : stop;
}

static struct db_value picture(span s)
{
	return s.n ? db_bytes(s.p, s.n) : db_null();
}

int letterhead_store_add(struct unit *u, const struct letterhead *l, struct err *e)
{
	struct db_row last = { .want = 1 };
	int rc = db_one(store_db(u->store), SQL_letterhead_last, NULL, 0, &last, e);
	int64_t no = last.found && last.col[0].kind == DB_I64 ? last.col[0].i + 1 : 1;
	struct db_value v[COLUMNS] = { db_i64(no),
				       db_text(l->region),
				       db_text(l->text),
				       picture(l->crest),
				       picture(l->state_crest),
				       db_text(l->note),
				       db_text(u->env->actor.name),
				       db_i64(u->env->actor.account),
				       db_i64(u->env->seams->now_ms(u->env->seams->ctx)) };

	return rc ? rc : ledger_add(u->store, &ledger, v, e);
}

int letterhead_check(struct store *s, const struct db_found *found, struct err *e)
{
	return ledger_check(s, &ledger, found, e);
}
