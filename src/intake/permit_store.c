/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/permit_store.h"

#include "base/limits.h"

enum { COLUMNS = 13, END_COLUMNS = 6, USE_COLUMNS = 9, LISTED = 15 };

static const struct ledger ledger = { "izin", "izin data", SQL_permit_add, SQL_permit_rows, 1, COLUMNS };
static const struct ledger ends = { "izin-akhir", "izin data yang diakhiri", SQL_permit_end_add, SQL_permit_end_rows, 1,
				    END_COLUMNS };
static const struct ledger uses = { "izin-pakai", "pemakaian data", SQL_permit_use_add, SQL_permit_use_rows, 2,
				    USE_COLUMNS };

enum permit_state permit_state(const struct permit *p, date on)
{
	if (date_known(p->ended_on) && on.day >= p->ended_on.day)
		return PERMIT_ENDED;
	if (on.day < p->starts.day)
		return PERMIT_AHEAD;
	return on.day > p->ends.day ? PERMIT_OVER : PERMIT_IN_FORCE;
}

const char *permit_state_label(enum permit_state s)
{
	static const char *const labels[] = { "belum berlaku", "berlaku", "berakhir", "diakhiri" };

	return labels[s];
}

bool permit_needed(enum list_kind kind)
{
	return kind == LIST_REGISTRY || kind == LIST_DESIL || kind == LIST_MEMBERS || kind == LIST_REFUSED;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */
static date day_of(const struct db_value *v)
{
	return v->kind == DB_NULL ? DATE_NONE : (date){ (int32_t)v->i };
}

static struct permit permit_of(const struct db_value *v)
{
	return (struct permit){ .id = v[0].i,
				.source = v[1].s,
				.holder = v[2].s,
				.number = v[3].s,
				.agreed_on = day_of(&v[4]),
				.purpose = v[5].s,
				.uses = v[6].s,
				.keeps = v[7].i == 1,
				.starts = day_of(&v[8]),
				.ends = day_of(&v[9]),
				.ended_on = day_of(&v[12]),
				.end_reason = v[13].s,
				.used = v[14].i };
}

int permit_each(struct store *s, int (*each)(void *ctx, const struct permit *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_permit_list, NULL, 0, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[LISTED];
		struct permit p;

		for (int i = 0; i < LISTED; i++)
			v[i] = db_column(st, i);
		p = permit_of(v);
		stop = each(ctx, &p);
	}
	return rc ? rc : stop;
}

static int copy_permit(struct permit *to, const struct permit *from, struct padan_arena *a, struct err *e)
{
	const span *in[] = {
		&from->source, &from->holder, &from->number, &from->purpose, &from->uses, &from->end_reason
	};
	span *out[] = { &to->source, &to->holder, &to->number, &to->purpose, &to->uses, &to->end_reason };

	*to = *from;
	for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++) {
		out[i]->p = padan_arena_copy(a, in[i]->p ? in[i]->p : "", in[i]->n);
		if (!out[i]->p)
			return err_memory(e, "izin data");
	}
	return ERR_OK;
}

int permit_find(struct store *s, int64_t id, struct permit *out, struct padan_arena *arena, struct err *e)
{
	struct db_row row = { .want = LISTED };
	struct db_value v = db_i64(id);
	struct db *db = store_db(s);
	struct permit p;
	int rc = db ? db_one(db, SQL_permit_get, &v, 1, &row, e) : ERR_OK;

	if (rc)
		return rc;
	if (!row.found)
		return err_set(e, ERR_USAGE, "izin data itu tidak ada; lihat: lindung permit list");
	p = permit_of(row.col);
	return copy_permit(out, &p, arena, e);
}

static bool has_word(span words, span word)
{
	for (size_t at = 0; at < words.n;) {
		size_t end = at;

		while (end < words.n && words.p[end] != ',')
			end++;
		if (padan_span_eq((span){ words.p + at, end - at }, word))
			return true;
		at = end + 1;
	}
	return false;
}

/* What was seen of one source's agreements. */
struct search {
	span source, use;
	date on;
	struct padan_arena *arena;
	struct permit best, nearest; /* nearest: the latest that does not hold */
	bool found, other, failed;
	enum permit_state state; /* of nearest */
};

static int look_at(void *ctx, const struct permit *p)
{
	struct search *s = ctx;
	enum permit_state state = permit_state(p, s->on);
	bool holds = state == PERMIT_IN_FORCE && has_word(p->uses, s->use), first = !s->found && !s->other;
	struct err unused;

	if (!padan_span_eq(p->source, s->source))
		return 0;
	if (holds && (!s->found || (p->keeps && !s->best.keeps))) {
		s->found = true;
		s->failed |= copy_permit(&s->best, p, s->arena, &unused) != ERR_OK;
	} else if (!holds && (first || (state == PERMIT_IN_FORCE && s->state != PERMIT_IN_FORCE))) {
		s->other = true;
		s->state = state;
		s->failed |= copy_permit(&s->nearest, p, s->arena, &unused) != ERR_OK;
	}
	return s->failed;
}

static int refuse(const struct search *s, struct err *e)
{
	const struct permit *p = &s->nearest;
	char day[32];
	int n = (int)(p->number.n < 80 ? p->number.n : 80);

	if (!s->other)
		return err_set(e, ERR_CONFLICT,
			       "%.*s: belum ada izin data; catat perjanjiannya dahulu (lindung permit add)",
			       (int)s->source.n, s->source.p);
	if (s->state == PERMIT_IN_FORCE)
		return err_set(e, ERR_CONFLICT,
			       "%.*s: izin nomor %.*s tidak membolehkan kegunaan \"%.*s\"; perbarui perjanjiannya",
			       (int)s->source.n, s->source.p, n, p->number.p, (int)s->use.n, s->use.p);
	if (s->state == PERMIT_AHEAD)
		return err_set(e, ERR_CONFLICT, "%.*s: izin nomor %.*s baru berlaku mulai %s", (int)s->source.n,
			       s->source.p, n, p->number.p, date_long(p->starts, day));
	return err_set(e, ERR_CONFLICT,
		       "%.*s: izin nomor %.*s %s %s; data ini tidak boleh dipakai. Catat perjanjian baru (lindung "
		       "permit add)",
		       (int)s->source.n, s->source.p, n, p->number.p,
		       s->state == PERMIT_ENDED ? "diakhiri pada" : "berakhir pada",
		       date_long(s->state == PERMIT_ENDED ? p->ended_on : p->ends, day));
}

int permit_in_force(struct store *s, enum list_kind kind, const char *use, date on, struct permit *out,
		    struct padan_arena *arena, struct err *e)
{
	struct search look = {
		.source = padan_span_of(list_kind_name(kind)), .use = padan_span_of(use), .on = on, .arena = arena
	};
	int rc = permit_each(s, look_at, &look, e);

	if (look.failed)
		return err_memory(e, "izin data");
	if (rc)
		return rc;
	if (!look.found)
		return refuse(&look, e);
	*out = look.best;
	return ERR_OK;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */
static int64_t now_of(const struct unit *u)
{
	return u->env->seams->now_ms(u->env->seams->ctx);
}

int permit_store_add(struct unit *u, const struct permit *p, struct err *e)
{
	struct db_value key[] = { db_text(p->source), db_text(p->number) };
	struct db_row known = { .want = 2 };
	char day[32];
	struct db_value v[COLUMNS] = { db_i64(p->id),
				       db_text(p->source),
				       db_text(p->holder),
				       db_text(p->number),
				       db_i64(p->agreed_on.day),
				       db_text(p->purpose),
				       db_text(p->uses),
				       db_i64(p->keeps),
				       db_i64(p->starts.day),
				       db_i64(p->ends.day),
				       db_text(u->env->actor.name),
				       db_i64(u->env->actor.account),
				       db_i64(now_of(u)) };
	int rc = db_one(store_db(u->store), SQL_permit_known, key, 2, &known, e);

	if (rc)
		return rc;
	if (known.found)
		return err_set(e, ERR_CONFLICT, "%.*s: perjanjian nomor %.*s sudah dicatat pada %s", (int)p->source.n,
			       p->source.p, (int)(p->number.n < 80 ? p->number.n : 80), p->number.p,
			       date_long((date){ (int32_t)(known.col[1].i / 86400000) }, day));
	return ledger_add(u->store, &ledger, v, e);
}

int permit_store_end(struct unit *u, int64_t id, date on, span reason, struct err *e)
{
	struct db_value v[END_COLUMNS] = { db_i64(id),
					   db_i64(on.day),
					   db_text(reason),
					   db_text(u->env->actor.name),
					   db_i64(u->env->actor.account),
					   db_i64(now_of(u)) };
	struct permit p;
	char day[32];
	int rc = permit_find(u->store, id, &p, u->env->arena, e);

	if (rc)
		return rc;
	if (date_known(p.ended_on))
		return err_set(e, ERR_CONFLICT, "izin nomor %.*s sudah diakhiri pada %s",
			       (int)(p.number.n < 80 ? p.number.n : 80), p.number.p, date_long(p.ended_on, day));
	return ledger_add(u->store, &ends, v, e);
}

/* --- usage -------------------------------------------------------------------------------------------------------- */
int permit_use_add(struct unit *u, int64_t run, const struct permit_use *use, size_t n, struct err *e)
{
	int rc = n > PERMIT_USES_MAX
			 ? err_set(e, ERR_USAGE, "lebih dari %d daftar dalam satu rancangan", PERMIT_USES_MAX)
			 : ERR_OK;

	for (size_t i = 0; !rc && i < n; i++) {
		const struct permit_use *x = &use[i];
		struct db_value v[USE_COLUMNS] = { db_i64(run),
						   db_i64((int64_t)i),
						   x->permit ? db_i64(x->permit) : db_null(),
						   db_text(x->list),
						   x->batch ? db_i64(x->batch) : db_null(),
						   db_text(x->name),
						   db_bytes(x->sha256, sizeof(x->sha256)),
						   db_i64(x->rows),
						   db_i64(now_of(u)) };

		rc = ledger_add(u->store, &uses, v, e);
	}
	return rc;
}

int permit_use_each(struct store *s, int (*each)(void *ctx, const struct permit_used *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_permit_use_list, NULL, 0, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct permit_used x = { .run = db_column_i64(st, 0),
					 .list = db_column_span(st, 1),
					 .batch = db_column_i64(st, 2),
					 .name = db_column_span(st, 3),
					 .rows = db_column_i64(st, 4),
					 .at_ms = db_column_i64(st, 5),
					 .number = db_column_span(st, 6),
					 .holder = db_column_span(st, 7),
					 .stage = db_column_i64(st, 8),
					 .programme = db_column_span(st, 9) };

		stop = each(ctx, &x);
	}
	return rc ? rc : stop;
}

int permit_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	int rc = ledger_check(s, &ledger, found, e);

	if (!rc)
		rc = ledger_check(s, &ends, found, e);
	return rc ? rc : ledger_check(s, &uses, found, e);
}
