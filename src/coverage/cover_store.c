/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/cover_store.h"

#include "base/embed.h"
#include "coverage/boundary_store.h"
#include "office/event_digest.h"
#include "person/occupation.h"
#include "programme/programme.h"
#include "programme/run_store.h"

#include <stdio.h>

enum { SUM_COLUMNS = 13, RUN_COLUMNS = 15, TABLES = 5, READ_TABLES = 4 };

/* --- the rows of a summary, in the order of their keys
 * -----------------------------------------------------------------
 */
struct emit {
	int64_t run;
	const struct ward_tally *t;
	struct ward_order order;
	size_t at;
};

static int next_ward(void *ctx, struct db_value *v, struct err *e)
{
	struct emit *x = ctx;
	const struct ward_sum *w;

	(void)e;
	if (x->at == x->order.nwards)
		return 0;
	w = x->order.wards[x->at++];
	v[0] = db_i64(x->run);
	v[1] = db_text(padan_span_of(w->code));
	for (int i = 0; i < WARD_COUNTS; i++)
		v[2 + i] = db_i64(w->n[i]);
	v[2 + WARD_COUNTS] = db_i64(w->total.rp);
	v[3 + WARD_COUNTS] = db_i64(w->waiting.rp);
	return 1;
}

static int next_reason(void *ctx, struct db_value *v, struct err *e)
{
	struct emit *x = ctx;
	const struct ward_part *p;

	(void)e;
	if (x->at == x->order.nreasons)
		return 0;
	p = x->order.reasons[x->at++];
	v[0] = db_i64(x->run);
	v[1] = db_text(padan_span_of(x->t->wards[p->ward].code));
	v[2] = db_text(padan_span_of(x->t->reason[p->what]));
	v[3] = db_i64(p->proposed);
	return 1;
}

static int next_rw(void *ctx, struct db_value *v, struct err *e)
{
	struct emit *x = ctx;
	const struct ward_part *p;

	(void)e;
	if (x->at == x->order.nrws)
		return 0;
	p = x->order.rws[x->at++];
	v[0] = db_i64(x->run);
	v[1] = db_text(padan_span_of(x->t->wards[p->ward].code));
	v[2] = db_i64(p->what);
	v[3] = db_i64(p->proposed);
	v[4] = db_i64(p->chosen);
	return 1;
}

static int next_month(void *ctx, struct db_value *v, struct err *e)
{
	struct emit *x = ctx;
	const struct month_sum *m;

	(void)e;
	if (x->at == (size_t)x->t->nmonths)
		return 0;
	m = &x->t->months[x->at];
	v[0] = db_i64(x->run);
	v[1] = db_i64(x->t->first.m + (int64_t)x->at++);
	v[2] = db_i64(m->people);
	v[3] = db_i64(m->waiting);
	v[4] = db_i64(m->total.rp);
	v[5] = db_i64(m->waiting_total.rp);
	return 1;
}

static int next_sum(void *ctx, struct db_value *v, struct err *e)
{
	struct emit *x = ctx;
	const struct run_sum *s;

	(void)e;
	if (x->at == x->t->sums.n)
		return 0;
	s = x->order.sums[x->at++];
	v[0] = db_i64(x->run);
	v[1] = db_text(s->district);
	v[2] = db_text(s->putusan);
	v[3] = db_text(s->fund);
	v[4] = db_i64(s->waits);
	v[5] = db_i64(s->review);
	v[6] = db_i64(s->people);
	v[7] = db_i64(s->total.rp);
	return 1;
}

/* The tables of a summary: how a row is added, listed, dropped, made. */
static const struct table {
	enum sql_id add, list, drop;
	size_t columns;
	bool ranged; /* the list asks for a range of wards */
	int (*next)(void *ctx, struct db_value *v, struct err *e);
} tables[TABLES] = {
	{ SQL_cover_ward_add, SQL_cover_wards, SQL_cover_drop_wards, SUM_COLUMNS, true, next_ward },
	{ SQL_cover_reason_add, SQL_cover_reasons, SQL_cover_drop_reasons, 4, true, next_reason },
	{ SQL_cover_rw_add, SQL_cover_rws, SQL_cover_drop_rws, 5, true, next_rw },
	{ SQL_cover_month_add, SQL_cover_months, SQL_cover_drop_months, 6, false, next_month },
	{ SQL_cover_sum_add, SQL_cover_sums, SQL_cover_drop_sums, 8, false, next_sum },
};

/* --- writing -------------------------------------------------------------------------------------------------------
 */
static int drop_old(struct db *db, int64_t run, struct err *e)
{
	struct db_value key = db_i64(run);
	struct db_row old = { .want = 1 };
	int rc = db_one(db, SQL_cover_get, &key, 1, &old, e);

	if (rc || !old.found)
		return rc;
	for (int i = 0; !rc && i < TABLES; i++)
		rc = db_run(db, tables[i].drop, &key, 1, NULL, e);
	return rc ? rc : db_run(db, SQL_cover_drop, &key, 1, NULL, e);
}

int cover_store_write(struct unit *u, int64_t run, int64_t quota, const struct ward_tally *t, struct err *e)
{
	struct db *db = store_db(u->store);
	struct db_value head[] = { db_i64(run), db_i64(quota) };
	struct emit x = { .run = run, .t = t };
	int rc = ward_tally_order(t, &x.order, e);

	if (!rc)
		rc = drop_old(db, run, e);
	if (!rc)
		rc = db_run(db, SQL_cover_add, head, 2, NULL, e);
	for (int i = 0; !rc && i < TABLES; i++) {
		const struct db_rows rows = { tables[i].next, &x, tables[i].columns };

		int64_t n = 0;

		x.at = 0;
		rc = db_bulk(db, tables[i].add, &rows, &n, e);
	}
	if (!rc)
		rc = db_run(db, SQL_review_done_drop, head, 1, NULL,
			    e); /* goes along with the answers (review_store.h) */
	if (!rc)
		rc = db_run(db, SQL_review_done_fill, head, 1, NULL, e);
	return rc ? rc : ward_store_add(u, t->regions, e);
}

/* --- out of the rows -----------------------------------------------------------------------------------------------
 */
struct tallying {
	struct ward_tally *t;
	struct err *e;
};

int cover_store_count(struct ward_tally *t, const struct run_row *r, struct err *e)
{
	const struct tally_row row = { .district = r->kecamatan_kode,
				       .village = r->field[RUN_KELURAHAN],
				       .rw = r->field[RUN_RW],
				       .padan = r->padan,
				       .putusan = r->putusan,
				       .syarat = r->syarat,
				       .alasan = r->alasan,
				       .fund = r->dana,
				       .runs = r->rincian,
				       .total = r->total };

	return ward_tally_add(t, &row, e);
}

static int tally_row(void *ctx, const struct run_row *r)
{
	struct tallying *x = ctx;

	return cover_store_count(x->t, r, x->e);
}

int cover_store_tally(struct store *s, int64_t run, month first, struct ward_tally *out, const struct regions *r,
		      struct padan_arena *arena, struct err *e)
{
	struct tallying x = { out, e };
	int rc = ward_tally_begin(out, r, first, arena, e);

	return rc ? rc : run_store_rows(s, run, tally_row, &x, e);
}

int cover_quota(span program_text, struct padan_arena *arena, int64_t *quota, struct err *e)
{
	struct occupations jobs;
	struct programme *p = padan_arena_zero(arena, sizeof(*p));
	int rc = p ? occupations_read(&jobs, embedded_file("ref/kelompok_pekerjaan.csv"), arena, e)
		   : err_memory(e, "program");
	struct known_groups groups = { jobs.group, jobs.risk, jobs.groups };

	*quota = -1;
	if (rc)
		return rc;
	rc = programme_read(p, arena, program_text, "program.yaml", &groups, e);
	if (!rc)
		*quota = p->kuota.total;
	return rc == ERR_USAGE ? ERR_OK : rc; /* a text that no reader understands any more names no quota */
}

int cover_store_make(struct store *s, int64_t run, struct cover_made *out, struct padan_arena *arena, struct err *e)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
					 embedded_file("wilayah/villages.csv") };
	struct run_head h;
	int rc = run_store_head(s, run, &h, arena, e);

	if (!rc)
		rc = regions_read(&out->regions, h.wilayah, &t, arena, e);
	if (!rc)
		rc = cover_quota(h.program_text, arena, &out->quota, e);
	return rc ? rc : cover_store_tally(s, run, date_month(h.first_day), &out->tally, &out->regions, arena, e);
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static int digest_stored(struct db *db, const struct table *t, int64_t run, struct digest *d, struct err *e)
{
	struct db_value key[] = { db_i64(run), db_text(SPAN("")), db_text(SPAN(":")) }, v[SUM_COLUMNS];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, t->list, key, t->ranged ? 3 : 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (size_t i = 0; i < t->columns; i++)
			v[i] = db_column(st, (int)i);
		digest_values(d, v, t->columns);
	}
	return rc;
}

static int compare(struct store *s, int64_t run, int64_t quota, const struct cover_made *made, bool *same,
		   struct err *e)
{
	struct emit x = { .run = run, .t = &made->tally };
	unsigned char stored[DIGEST], reckoned[DIGEST];
	int rc = ward_tally_order(&made->tally, &x.order, e);

	*same = quota == made->quota;
	for (int i = 0; !rc && i < TABLES; i++) {
		struct db_value v[SUM_COLUMNS];
		struct digest d;

		digest_begin(&d);
		for (x.at = 0; tables[i].next(&x, v, e) == 1;)
			digest_values(&d, v, tables[i].columns);
		digest_end(&d, reckoned);
		digest_begin(&d);
		rc = digest_stored(store_db(s), &tables[i], run, &d, e);
		digest_end(&d, stored);
		*same = *same && memcmp(stored, reckoned, DIGEST) == 0;
	}
	return rc;
}

static int check_run(struct store *s, int64_t run, int64_t quota, const struct db_found *found, struct err *e)
{
	struct padan_arena arena;
	struct cover_made *made;
	char id[RUN_ID_TEXT], line[200];
	bool same = true;
	int rc;

	padan_arena_init(&arena, store_seams(s)->alloc, 0);
	made = padan_arena_zero(&arena, sizeof(*made));
	rc = made ? cover_store_make(s, run, made, &arena, e) : err_memory(e, "ringkasan kelurahan");
	if (!rc)
		rc = compare(s, run, quota, made, &same, e);
	padan_arena_done(&arena);
	if (rc || same)
		return rc;
	snprintf(line, sizeof(line),
		 "ringkasan kelurahan rancangan %s tidak cocok dengan barisnya; susun ulang: lindung coverage rebuild",
		 run_id_text(run, id));
	found->say(found->ctx, line);
	return ERR_OK;
}

/* The next run with a summary behind `after`; 0: none. One at a time, since reading a run ends the transaction. */
static int next_summed(struct db *db, int64_t after, int64_t *run, int64_t *quota, struct err *e)
{
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_cover_list, NULL, 0, &st, e);

	*run = 0;
	while (!rc && !*run && !(rc = db_step(st, &row, e)) && row)
		if (db_column_i64(st, 0) > after) {
			*run = db_column_i64(st, 0);
			*quota = db_column_i64(st, 1);
		}
	return rc;
}

int cover_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	int64_t run = 0, quota = -1;
	int rc;

	do {
		rc = next_summed(store_db(s), run, &run, &quota, e);
		if (!rc && run)
			rc = check_run(s, run, quota, found, e);
	} while (!rc && run);
	return rc;
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
static bool own(struct padan_arena *a, span s, span *out)
{
	*out = (span){ padan_arena_copy(a, s.n ? s.p : "", s.n), s.n };
	return out->p != NULL;
}

static date day_of(struct db_value v)
{
	return v.kind == DB_NULL ? DATE_NONE : (date){ (int32_t)v.i };
}

static bool run_of(struct db_stmt *st, struct cover_run *r, struct padan_arena *a)
{
	struct db_value quota = db_column(st, 13);

	*r = (struct cover_run){ .run = db_column_i64(st, 0),
				 .stage = (int)db_column_i64(st, 3),
				 .at_ms = db_column_i64(st, 4),
				 .first_day = day_of(db_column(st, 5)),
				 .last_day = day_of(db_column(st, 6)),
				 .rows = db_column_i64(st, 7),
				 .chosen = db_column_i64(st, 8),
				 .waiting = db_column_i64(st, 9),
				 .total = { db_column_i64(st, 10) },
				 .signed_on = day_of(db_column(st, 12)),
				 .quota = quota.kind == DB_NULL ? -1 : quota.i,
				 .summed = quota.kind != DB_NULL,
				 .programme = db_column_i64(st, 14) };
	return own(a, db_column_span(st, 1), &r->wilayah) && own(a, db_column_span(st, 2), &r->nama) &&
	       own(a, db_column_span(st, 11), &r->nomor);
}

int cover_runs(struct store *s, struct cover_run **out, size_t *n, struct padan_arena *arena, struct err *e)
{
	struct cover_run *list = NULL;
	struct db_stmt *st;
	size_t cap = 0;
	bool row = false;
	int rc = db_query(store_db(s), SQL_cover_runs, NULL, 0, &st, e);

	*n = 0;
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		struct cover_run *more = row_room(arena, list, *n, &cap, sizeof(*list));

		if (!more || !run_of(st, &more[*n], arena))
			return err_memory(e, "rancangan");
		list = more;
		++*n;
	}
	*out = list;
	return rc;
}

static int each_ward(struct db_stmt *st, const struct cover_each *each)
{
	struct cover_ward w = { .code = db_column_span(st, 1) };

	for (int i = 0; i < WARD_COUNTS; i++)
		w.n[i] = db_column_i64(st, 2 + i);
	w.total = rp(db_column_i64(st, 2 + WARD_COUNTS));
	w.waiting = rp(db_column_i64(st, 3 + WARD_COUNTS));
	return each->ward(each->ctx, &w);
}

static int each_reason(struct db_stmt *st, const struct cover_each *each)
{
	const struct cover_part p = { .code = db_column_span(st, 1),
				      .word = db_column_span(st, 2),
				      .proposed = db_column_i64(st, 3) };

	return each->reason(each->ctx, &p);
}

static int each_rw(struct db_stmt *st, const struct cover_each *each)
{
	const struct cover_part p = { .code = db_column_span(st, 1),
				      .rw = db_column_i64(st, 2),
				      .proposed = db_column_i64(st, 3),
				      .chosen = db_column_i64(st, 4) };

	return each->rw(each->ctx, &p);
}

static int each_month(struct db_stmt *st, const struct cover_each *each)
{
	const struct cover_month m = { .of = { (int32_t)db_column_i64(st, 1) },
				       .sum = { .people = db_column_i64(st, 2),
						.waiting = db_column_i64(st, 3),
						.total = { db_column_i64(st, 4) },
						.waiting_total = { db_column_i64(st, 5) } } };

	return each->month(each->ctx, &m);
}

int cover_funds(struct store *s, int64_t run, int (*each)(void *ctx, const struct run_fund *), void *ctx, struct err *e)
{
	struct db_value key = db_i64(run);
	struct db_stmt *st;
	bool row = false, summed = false;
	int stop = 0, rc = run_store_summed(s, run, &summed, e);

	if (!rc)
		rc = db_query(store_db(s), summed ? SQL_cover_funds : SQL_cover_funds_rows, &key, 1, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		const struct run_fund f = { .kode = db_column_span(st, 2),
					    .nama = db_column_span(st, 3),
					    .jenis = db_column_span(st, 4),
					    .pagu = { db_column_i64(st, 5) },
					    .spent = { db_column_i64(st, 6) },
					    .people = db_column_i64(st, 7) };

		stop = each(ctx, &f);
	}
	return rc ? rc : stop;
}

int cover_each(struct store *s, int64_t run, span below, const struct cover_each *each, struct padan_arena *arena,
	       struct err *e)
{
	int (*const rows[READ_TABLES])(struct db_stmt *, const struct cover_each *) = { each_ward, each_reason, each_rw,
											each_month };
	const bool asked[READ_TABLES] = { each->ward != NULL, each->reason != NULL, each->rw != NULL,
					  each->month != NULL };
	struct db_value key[] = { db_i64(run), db_text(below), db_null() };
	span end;
	int stop = 0, rc = ward_range(below, &end, arena, e);

	key[2] = db_text(end);
	for (int i = 0; !rc && !stop && i < READ_TABLES; i++) {
		struct db_stmt *st = NULL;
		bool row = false;

		if (!asked[i])
			continue;
		rc = db_query(store_db(s), tables[i].list, key, tables[i].ranged ? 3 : 1, &st, e);
		while (!rc && !stop && !(rc = db_step(st, &row, e)) && row)
			stop = rows[i](st, each);
	}
	return rc ? rc : stop;
}
