/* SPDX-License-Identifier: EUPL-1.2
 * Reports about the office: objections, agreements, who looked at data, decrees and what is left of their funds. */
#include "membership/objection.h"
#include "programme/report_cases.h"
#include "programme/report_store.h"
#include "programme/task_cases.h"
#include "web/text.h"

#include <stdio.h>

enum { DAY_MS = 86400000, WITA_MS = 8 * 3600000 };

static date day_of(int64_t ms)
{
	return ms > 0 ? (date){ (int32_t)((ms + WITA_MS) / DAY_MS) } : DATE_NONE;
}

/* From the first millisecond of a day in central Indonesia up to, without, that of the day behind the last one. */
struct span_of_days {
	int64_t from, to;
};

static int days_of(const struct env *env, date from, date until, struct span_of_days *out, struct err *e)
{
	date last = date_known(until) ? until : report_day(env);

	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	if (date_known(from) && from.day > last.day)
		return err_set(e, ERR_USAGE, "hari pertama berdiri sesudah hari terakhir");
	out->from = date_known(from) ? (int64_t)from.day * DAY_MS - WITA_MS : 0;
	out->to = ((int64_t)last.day + 1) * DAY_MS - WITA_MS;
	return ERR_OK;
}

/* "1 Januari 2025 sampai 31 Desember 2025" */
static span about_days(const struct env *env, date from, date until)
{
	char text[120], a[32], b[32];
	date last = date_known(until) ? until : report_day(env);

	snprintf(text, sizeof(text), "%s sampai %s", date_known(from) ? date_long(from, a) : "sejak awal",
		 date_long(last, b));
	return report_keep(env, padan_span_of(text));
}

/* --- objections
 * -------------------------------------------------------------------------------------------------------
 */
struct objecting {
	const struct env *env;
	struct objection_count_row *rows;
	size_t n, cap;
	bool failed;
};

static int objection_one(void *ctx, const struct db_value *v)
{
	struct objecting *o = ctx;
	struct objection_count_row *rows = row_room(o->env->arena, o->rows, o->n, &o->cap, sizeof(*rows));

	o->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	o->rows = rows;
	rows[o->n++] = (struct objection_count_row){ .jenis = padan_span_of(objection_kind_label(v[0].s)),
						     .diajukan = v[1].i,
						     .diterima = v[2].i,
						     .ditolak = v[3].i,
						     .tepat = v[4].i,
						     .terbuka = v[1].i - v[2].i - v[3].i,
						     .lewat = v[5].i };
	return 0;
}

int report_objections_plan(struct report_objections_out *out, const struct report_objections_in *in,
			   const struct env *env, struct err *e)
{
	struct objecting o = { .env = env };
	struct span_of_days days = { 0 };
	struct report_range range;
	const int64_t term = (int64_t)TASK_OBJECTION_DAYS * DAY_MS;
	int rc = days_of(env, in->dari, in->sampai, &days, e);

	if (rc)
		return rc;
	report_range_of(&range, env->scope.region);
	{
		struct db_value v[] = { range.from,	   range.to,
					db_i64(days.from), db_i64(days.to),
					db_i64(term),	   db_i64(env->seams->now_ms(env->seams->ctx) - term) };
		struct report_ask ask = { SQL_report_objections, v, 6, 6 };

		rc = report_each(env->store, &ask, objection_one, &o, e);
	}
	if (rc || o.failed)
		return o.failed ? err_memory(e, "sanggahan") : rc;
	out->diajukan = out->selesai = out->tepat = 0;
	for (size_t i = 0; i < o.n; i++) {
		out->diajukan += o.rows[i].diajukan;
		out->selesai += o.rows[i].diterima + o.rows[i].ditolak;
		out->tepat += o.rows[i].tepat;
	}
	out->dasar = about_days(env, in->dari, in->sampai);
	out->sumber = SPAN(
		N_("sanggahan menurut hari diajukan; 14 hari adalah kebiasaan, belum diverifikasi sebagai kewajiban"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, o.rows, o.n, sizeof(*o.rows), &out->daftar, e);
}

/* --- agreements
 * -------------------------------------------------------------------------------------------------------
 */
struct permitting {
	const struct env *env;
	struct permit_count_row *rows;
	size_t n, cap;
	bool failed;
};

static int permit_one(void *ctx, const struct db_value *v)
{
	struct permitting *p = ctx;
	struct permit_count_row *rows = row_room(p->env->arena, p->rows, p->n, &p->cap, sizeof(*rows));

	p->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	p->rows = rows;
	rows[p->n++] = (struct permit_count_row){ .sumber = report_keep(p->env, v[0].s),
						  .pemilik = report_keep(p->env, v[1].s),
						  .nomor = report_keep(p->env, v[2].s),
						  .mulai = { (int32_t)v[3].i },
						  .berakhir = { (int32_t)v[4].i },
						  .dipakai = v[5].i,
						  .baris = v[6].i,
						  .terakhir = day_of(v[7].i) };
	return 0;
}

int report_permits_plan(struct report_permits_out *out, const struct report_permits_in *in, const struct env *env,
			struct err *e)
{
	struct permitting p = { .env = env };
	struct span_of_days days = { 0 };
	int rc = days_of(env, in->dari, in->sampai, &days, e);

	if (!rc) {
		struct db_value v[] = { db_i64(days.from), db_i64(days.to) };
		struct report_ask ask = { SQL_report_permits, v, 2, 8 };

		rc = report_each(env->store, &ask, permit_one, &p, e);
	}
	if (rc || p.failed)
		return p.failed ? err_memory(e, "izin data") : rc;
	out->dasar = about_days(env, in->dari, in->sampai);
	out->sumber = SPAN(N_("buku izin data dan pemakaiannya oleh rancangan"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, p.rows, p.n, sizeof(*p.rows), &out->daftar, e);
}

/* --- who looked at data
 * -------------------------------------------------------------------------------------------------
 */
struct looking {
	const struct env *env;
	struct access_count_row *rows;
	size_t n, cap;
	int64_t opened;
	bool failed;
};

static int look_one(void *ctx, const struct db_value *v)
{
	struct looking *l = ctx;
	struct access_count_row *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	bool opened = padan_span_eq(v[1].s, SPAN("buka"));

	l->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	l->opened += opened ? v[2].i : 0;
	rows[l->n++] =
		(struct access_count_row){ .petugas = report_keep(l->env, v[0].s),
					   .perbuatan = opened ? SPAN("membuka NIK") : SPAN("melihat data orang"),
					   .kali = v[2].i,
					   .orang = v[3].i,
					   .terakhir = day_of(v[4].i) };
	return 0;
}

int report_access_plan(struct report_access_out *out, const struct report_access_in *in, const struct env *env,
		       struct err *e)
{
	struct looking l = { .env = env };
	struct span_of_days days = { 0 };
	struct report_range range;
	int rc = days_of(env, in->dari, in->sampai, &days, e);

	report_range_of(&range, env->scope.region);
	if (!rc) {
		struct db_value v[] = { range.from, range.to, db_i64(days.from), db_i64(days.to) };
		struct report_ask ask = { SQL_report_access, v, 4, 5 };

		rc = report_each(env->store, &ask, look_one, &l, e);
	}
	if (rc || l.failed)
		return l.failed ? err_memory(e, "pembukaan data") : rc;
	out->dibuka = l.opened;
	out->dasar = about_days(env, in->dari, in->sampai);
	out->sumber = SPAN(N_("catatan setiap pembukaan data pribadi"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- decrees
 * --------------------------------------------------------------------------------------------------------------
 */
struct decreeing {
	const struct env *env;
	struct decree_fund_row *rows;
	size_t n, cap;
	bool failed;
};

static int decree_one(void *ctx, const struct db_value *v)
{
	struct decreeing *d = ctx;
	struct decree_fund_row *rows = row_room(d->env->arena, d->rows, d->n, &d->cap, sizeof(*rows));

	d->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	d->rows = rows;
	rows[d->n++] = (struct decree_fund_row){ .nomor = report_keep(d->env, v[0].s),
						 .ditetapkan = { (int32_t)v[1].i },
						 .program = report_keep(d->env, v[2].s),
						 .tahap = v[3].i,
						 .sampai = { (int32_t)v[4].i },
						 .dana = report_keep(d->env, v[5].s),
						 .orang = v[7].i,
						 .pagu = rp(v[6].i),
						 .terpakai = rp(v[8].i),
						 .sisa = rp(v[6].i - v[8].i) };
	return 0;
}

int report_decrees_plan(struct report_decrees_out *out, const struct report_decrees_in *in, const struct env *env,
			struct err *e)
{
	struct decreeing d = { .env = env };
	struct span_of_days days = { 0 };
	struct report_range range;
	int rc = days_of(env, DATE_NONE, DATE_NONE, &days, e);

	(void)in;
	report_range_of(&range, env->scope.region);
	if (!rc) {
		struct db_value v[] = { range.from, range.to };
		struct report_ask ask = { SQL_report_decrees, v, 2, 9 };

		rc = report_each(env->store, &ask, decree_one, &d, e);
	}
	if (rc || d.failed)
		return d.failed ? err_memory(e, "SK") : rc;
	out->orang = 0;
	out->terpakai = rp(0);
	for (size_t i = 0; i < d.n; i++) {
		out->orang += d.rows[i].orang;
		out->terpakai.rp += d.rows[i].terpakai.rp;
	}
	out->dasar = SPAN("semua SK di wilayah Anda");
	out->sumber = SPAN(N_("SK yang dicatat; pagu dua tahap satu program adalah uang yang sama"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, d.rows, d.n, sizeof(*d.rows), &out->daftar, e);
}
