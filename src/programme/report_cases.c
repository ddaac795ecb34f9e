/* SPDX-License-Identifier: EUPL-1.2
 * Reports about one draft: recapitulation, refusals, contributions, review. */
#include "programme/report_cases.h"

#include "base/embed.h"
#include "person/region.h"
#include "programme/report_store.h"
#include "programme/review_store.h"
#include "programme/words.h"
#include "web/text.h"

#include <stdio.h>
#include <stdlib.h>

#define CASES	  "programme/report.def"
#define CASE_ROOM report
#include "office/define.inc"

enum { DAY_MS = 86400000, WITA_MS = 8 * 3600000, ALL = 100000, REASON_FILES = LIM_FILES };

span report_keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

date report_day(const struct env *env)
{
	int64_t now = env->seams->now_ms(env->seams->ctx) + WITA_MS;

	return date_known(env->today) ? env->today : (date){ (int32_t)(now / DAY_MS) };
}

static date day_of(int64_t ms)
{
	return ms > 0 ? (date){ (int32_t)((ms + WITA_MS) / DAY_MS) } : DATE_NONE;
}

/* "Perlindungan ... 2025, tahap 1, disusun 2 Mei 2025" */
static span about_run(const struct env *env, const struct report_run *r)
{
	char text[400], day[32];

	snprintf(text, sizeof(text), "%.*s, tahap %d, disusun %s%s%.*s",
		 (int)(r->info.nama.n < 200 ? r->info.nama.n : 200), r->info.nama.p, r->info.stage,
		 date_long(day_of(r->info.at_ms), day), r->info.nomor.n ? ", SK " : "",
		 (int)(r->info.nomor.n < 60 ? r->info.nomor.n : 60), r->info.nomor.p);
	return report_keep(env, padan_span_of(text));
}

/* Districts only: a single ward is narrower than what the rows say in clear. */
static int need_district(const struct report_run *r, struct err *e)
{
	if (!r->ward)
		return ERR_OK;
	return err_set(e, ERR_USAGE, "laporan ini tersedia per kecamatan; wilayah kerja Anda satu kelurahan");
}

/* --- recapitulation
 * -----------------------------------------------------------------------------------------------------
 */
struct recap {
	const struct env *env;
	struct regions *regions;
	span region; /* of the programme */
	struct recap_row *rows, outside;
	size_t n, cap;
	bool failed;
};

/* A code of another regency: one row for all of them, the last. */
static bool outside(const struct recap *r, span code)
{
	return code.n && (code.n < r->region.n || memcmp(code.p, r->region.p, r->region.n) != 0);
}

/* Codes of cities have 7 or more behind the province's dot (73.72), those of regencies less (73.11). */
static span outside_name(const struct recap *r)
{
	return r->region.n > 3 && r->region.p[3] >= '7' ? SPAN("Luar kota") : SPAN("Luar kabupaten");
}

static span place_name(const struct recap *r, span code)
{
	int at = region_village(r->regions, code, -1);

	if (code.n > REPORT_CODE_DISTRICT && at >= 0)
		return r->regions->village[at].name;
	at = region_district(r->regions, code);
	if (at >= 0)
		return r->regions->district[at].name;
	return code.n ? SPAN("di luar wilayah program") : SPAN("belum diketahui");
}

static struct recap_row *row_of(struct recap *r, span code)
{
	struct recap_row *rows;

	if (outside(r, code))
		return &r->outside;
	if (r->n && padan_span_eq(r->rows[r->n - 1].kode, code))
		return &r->rows[r->n - 1];
	rows = row_room(r->env->arena, r->rows, r->n, &r->cap, sizeof(*rows));
	r->failed |= !rows;
	if (!rows)
		return NULL;
	r->rows = rows;
	rows += r->n++;
	*rows = (struct recap_row){ .kode = report_keep(r->env, code), .tempat = place_name(r, code) };
	return rows;
}

static int recap_one(void *ctx, const struct db_value *v)
{
	struct recap *r = ctx;
	struct recap_row *row = row_of(r, v[0].s);
	int64_t n = v[3].i;

	if (!row)
		return ERR_MACHINE;
	row->usulan += n;
	row->padan += v[2].i ? n : 0;
	if (padan_span_eq(v[1].s, SPAN("terpilih"))) {
		row->terpilih += n;
		row->layak += n;
		row->jumlah.rp += v[4].i;
	} else if (padan_span_eq(v[1].s, SPAN("cadangan"))) {
		row->cadangan += n;
		row->layak += n;
	} else if (padan_span_eq(v[1].s, SPAN("tinjau"))) {
		row->tinjau += n;
	} else if (padan_span_eq(v[1].s, SPAN("ditolak"))) {
		row->ditolak += n;
	} else {
		row->ganda += n;
	}
	return 0;
}

static int read_recap(struct recap *r, struct report_run *run, bool wards, struct err *e)
{
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	struct db_value v[] = { db_i64(run->info.run), run->within.from, run->within.to };
	struct report_ask ask = { wards ? SQL_report_recap_ward : SQL_report_recap, v, 3, 5 };
	int rc;

	r->regions = padan_arena_zero(r->env->arena, sizeof(*r->regions));
	rc = r->regions ? regions_read(r->regions, run->info.wilayah, &t, r->env->arena, e) : err_memory(e, "wilayah");
	r->region = run->info.wilayah;
	r->outside = (struct recap_row){ .kode = SPAN("luar"), .tempat = outside_name(r) };
	if (!rc)
		rc = report_each(r->env->store, &ask, recap_one, r, e);
	if (!rc && r->outside.usulan) {
		struct recap_row *rows = row_room(r->env->arena, r->rows, r->n, &r->cap, sizeof(*rows));

		r->failed |= !rows;
		if (rows)
			(r->rows = rows)[r->n++] = r->outside;
	}
	return r->failed ? err_memory(e, "rekapitulasi") : rc;
}

int report_recap_plan(struct report_recap_out *out, const struct report_recap_in *in, const struct env *env,
		      struct err *e)
{
	struct recap r = { .env = env };
	struct report_run run;
	int rc = report_run_of(env, in->rancangan, &run, e);
	bool wards = in->tingkat == 1 || (!rc && run.ward);

	if (!rc)
		rc = read_recap(&r, &run, wards, e);
	if (!rc && wards && !r.n && run.info.rows)
		rc = err_set(e, ERR_CONFLICT,
			     "kelurahan rancangan ini belum diindeks; jalankan: lindung person reindex --db BERKAS");
	if (rc)
		return rc;
	out->usulan = out->terpilih = 0;
	out->jumlah = rp(0);
	for (size_t i = 0; i < r.n; i++) {
		out->usulan += r.rows[i].usulan;
		out->terpilih += r.rows[i].terpilih;
		out->jumlah.rp += r.rows[i].jumlah.rp;
	}
	out->rancangan = report_keep(env, padan_span_of(run.id));
	out->dasar = about_run(env, &run);
	out->sumber = SPAN(N_(
		"baris usulan rancangan; layak = terpilih + cadangan; rupiah termasuk yang menunggu konfirmasi NIK"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, r.rows, r.n, sizeof(*r.rows), &out->daftar, e);
}

/* --- refusals
 * -----------------------------------------------------------------------------------------------------------
 */
struct refusals {
	const struct env *env;
	span name[REASON_FILES]; /* of the proposal lists, in their order */
	int nfiles;
	int64_t count[REASON_FILES][ALASAN_N], rows;
};

static int refusal_one(void *ctx, const struct db_value *v)
{
	struct refusals *r = ctx;
	uint64_t set = alasan_set(v[1].s);

	r->rows += v[2].i;
	for (int a = 0; v[0].i >= 0 && v[0].i < r->nfiles && a < ALASAN_N; a++)
		if (set >> a & 1)
			r->count[v[0].i][a] += v[2].i;
	return 0;
}

static int list_refusals(const struct refusals *r, struct row_cursor *out, struct err *e)
{
	struct refusal_row *rows = NULL;
	size_t n = 0, cap = 0;

	for (int f = 0; f < r->nfiles; f++)
		for (int a = 0; a < ALASAN_N; a++) {
			if (!r->count[f][a])
				continue;
			rows = row_room(r->env->arena, rows, n, &cap, sizeof(*rows));
			if (!rows)
				return err_memory(e, "penolakan");
			rows[n++] = (struct refusal_row){ .instansi = r->name[f],
							  .alasan = padan_span_of(alasan_word((enum alasan)a)),
							  .kalimat = padan_span_of(alasan_sentence((enum alasan)a)),
							  .baris = r->count[f][a] };
		}
	return row_cursor_over(r->env->arena, rows, n, sizeof(*rows), out, e);
}

int report_refusals_plan(struct report_refusals_out *out, const struct report_refusals_in *in, const struct env *env,
			 struct err *e)
{
	struct refusals *r = padan_arena_zero(env->arena, sizeof(*r));
	struct run_head head;
	struct report_run run;
	int rc = r ? report_run_of(env, in->rancangan, &run, e) : err_memory(e, "penolakan");

	if (!rc)
		rc = need_district(&run, e);
	if (!rc)
		rc = run_store_head(env->store, run.info.run, &head, env->arena, e);
	if (!rc) {
		struct db_value v[] = { db_i64(run.info.run), run.within.from, run.within.to };
		struct report_ask ask = { SQL_report_refusals, v, 3, 3 };

		r->env = env;
		for (size_t i = 0; i < head.file_count && r->nfiles < REASON_FILES; i++)
			if (padan_span_eq(head.files[i].list, SPAN("usulan")))
				r->name[r->nfiles++] = head.files[i].name;
		rc = report_each(env->store, &ask, refusal_one, r, e);
	}
	if (rc)
		return rc;
	out->rancangan = report_keep(env, padan_span_of(run.id));
	out->ditolak = r->rows;
	out->dasar = about_run(env, &run);
	out->sumber = SPAN(N_("baris usulan yang ditolak; satu baris dapat memiliki beberapa alasan"));
	out->per = report_day(env);
	return list_refusals(r, &out->daftar, e);
}

/* --- contributions
 * --------------------------------------------------------------------------------------------------------
 */
struct paid {
	const struct env *env;
	struct contribution_month_row *rows;
	size_t n, cap;
	month first; /* of the run that is read */
	int64_t people;
	rupiah total;
	int broken; /* details that are not understood */
	bool failed;
};

static struct contribution_month_row *paid_row(struct paid *p, month m, span fund)
{
	struct contribution_month_row *rows;

	for (size_t i = 0; i < p->n; i++)
		if (p->rows[i].bulan.m == m.m && padan_span_eq(p->rows[i].dana, fund))
			return &p->rows[i];
	rows = row_room(p->env->arena, p->rows, p->n, &p->cap, sizeof(*rows));
	p->failed |= !rows;
	if (!rows)
		return NULL;
	p->rows = rows;
	rows += p->n++;
	*rows = (struct contribution_month_row){ .bulan = m, .dana = report_keep(p->env, fund) };
	return rows;
}

static bool number(span *s, int64_t *out)
{
	size_t n = 0;

	*out = 0;
	while (n < s->n && n < 15 && s->p[n] >= '0' && s->p[n] <= '9')
		*out = *out * 10 + (s->p[n++] - '0');
	*s = (span){ s->p + n, s->n - n };
	return n > 0;
}

static bool sign(span *s, char c)
{
	bool yes = s->n && s->p[0] == c;

	if (yes)
		*s = (span){ s->p + 1, s->n - 1 };
	return yes;
}

/* "16800x3+8400x5": the price of each month of these people, one after the other. */
static int paid_one(void *ctx, const struct db_value *v)
{
	struct paid *p = ctx;
	span fund = v[0].s, detail = v[1].s;
	int64_t price, times;
	month m = p->first;

	p->people += v[2].i;
	p->total.rp += v[3].i;
	do {
		if (!number(&detail, &price) || !sign(&detail, 'x') || !number(&detail, &times) || times > LIM_MONTHS) {
			p->broken++;
			return 0;
		}
		for (; times > 0; times--, m.m++) {
			struct contribution_month_row *row = paid_row(p, m, fund);

			if (!row)
				return ERR_MACHINE;
			row->orang += v[2].i;
			row->jumlah.rp += v[2].i * price;
		}
	} while (sign(&detail, '+'));
	return 0;
}

static int read_paid(struct paid *p, const struct report_run *run, struct err *e)
{
	struct db_value v[] = { db_i64(run->info.run), run->within.from, run->within.to };
	struct report_ask ask = { SQL_report_prices, v, 3, 4 };
	int rc;

	p->first = date_month(run->info.first_day);
	rc = report_each(p->env->store, &ask, paid_one, p, e);
	return p->failed ? err_memory(e, "iuran") : rc;
}

struct decreed_runs {
	int64_t run[LIM_FILES];
	size_t n;
};

static int decreed_one(void *ctx, const struct run_info *r)
{
	struct decreed_runs *d = ctx;

	if (r->state == RUN_DECREED && d->n < sizeof(d->run) / sizeof(d->run[0]))
		d->run[d->n++] = r->run;
	return 0;
}

/* All decrees of the actor's region. */
static int read_decreed(struct paid *p, size_t *n, struct err *e)
{
	struct decreed_runs d = { .n = 0 };
	int rc = run_store_each(p->env->store, decreed_one, &d, e);

	*n = 0;
	for (size_t i = 0; !rc && i < d.n; i++) {
		struct report_run run;
		char id[RUN_ID_TEXT];
		struct err other = { .code = ERR_OK, .text = "" };

		if (report_run_of(p->env, padan_span_of(run_id_text(d.run[i], id)), &run, &other))
			continue; /* of another region */
		++*n;
		rc = need_district(&run, e);
		if (!rc)
			rc = read_paid(p, &run, e);
	}
	return rc;
}

static int by_month(const void *a, const void *b)
{
	const struct contribution_month_row *x = a, *y = b;
	size_t n = x->dana.n < y->dana.n ? x->dana.n : y->dana.n;
	int c = x->bulan.m != y->bulan.m ? (x->bulan.m < y->bulan.m ? -1 : 1) : memcmp(x->dana.p, y->dana.p, n);

	return c ? c : (x->dana.n > y->dana.n) - (x->dana.n < y->dana.n);
}

int report_contributions_plan(struct report_contributions_out *out, const struct report_contributions_in *in,
			      const struct env *env, struct err *e)
{
	struct paid p = { .env = env };
	struct report_run run;
	char text[80];
	size_t n = 0;
	int rc;

	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	if (span_trim(in->rancangan).n) {
		rc = report_run_of(env, in->rancangan, &run, e);
		if (!rc)
			rc = need_district(&run, e);
		if (!rc)
			rc = read_paid(&p, &run, e);
		if (!rc)
			out->dasar = about_run(env, &run);
	} else {
		rc = read_decreed(&p, &n, e);
		snprintf(text, sizeof(text), "semua SK di wilayah Anda: %zu", n);
		out->dasar = report_keep(env, padan_span_of(text));
	}
	if (!rc && p.broken)
		rc = err_set(e, ERR_MACHINE,
			     "rincian iuran %d kelompok baris tidak dimengerti; periksa: lindung verify", p.broken);
	if (rc)
		return rc;
	if (p.n)
		qsort(p.rows, p.n, sizeof(*p.rows), by_month);
	out->orang = p.people;
	out->jumlah = p.total;
	out->sumber = SPAN(N_("rincian iuran tiap baris terpilih; tanpa yang menunggu konfirmasi NIK"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, p.rows, p.n, sizeof(*p.rows), &out->daftar, e);
}

/* --- review
 * ---------------------------------------------------------------------------------------------------------------
 */
struct reviewed {
	const struct env *env;
	struct reviewer_row *rows;
	span district; /* empty: all */
	size_t n, cap;
	int64_t asked, answered;
	bool failed;
};

static span said_label(span word)
{
	static const struct {
		const char *word, *label;
	} labels[] = { { "NIK", "NIK ditetapkan" },
		       { "TOLAK", "ditolak" },
		       { "MENINGGAL", "meninggal" },
		       { "HIDUP", "masih hidup" },
		       { "URUNG", "dibatalkan" } };

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (padan_span_eq(word, padan_span_of(labels[i].word)))
			return padan_span_of(labels[i].label);
	return SPAN("lain");
}

static int answer_one(void *ctx, const struct db_value *v)
{
	struct reviewed *r = ctx;
	struct reviewer_row *rows = row_room(r->env->arena, r->rows, r->n, &r->cap, sizeof(*rows));

	r->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	r->rows = rows;
	rows[r->n++] = (struct reviewer_row){ .petugas = report_keep(r->env, v[0].s),
					      .jawaban = said_label(v[1].s),
					      .baris = v[2].i,
					      .terakhir = day_of(v[3].i) };
	return 0;
}

static int asked_one(void *ctx, const struct review_count *c)
{
	struct reviewed *r = ctx;

	if (!r->district.n || padan_span_eq(r->district, c->district)) {
		r->asked += c->rows;
		r->answered += c->answered;
	}
	return 0;
}

int report_review_plan(struct report_review_out *out, const struct report_review_in *in, const struct env *env,
		       struct err *e)
{
	struct reviewed r = { .env = env };
	struct report_run run;
	int rc = report_run_of(env, in->rancangan, &run, e);

	if (!rc)
		rc = need_district(&run, e);
	if (!rc && env->scope.region.n == REPORT_CODE_DISTRICT)
		r.district = env->scope.region;
	if (!rc)
		rc = review_store_counts(env->store, run.info.run, asked_one, &r, e);
	if (!rc) {
		struct db_value v[] = { db_i64(run.info.run), run.within.from, run.within.to };
		struct report_ask ask = { SQL_report_answers, v, 3, 4 };

		rc = report_each(env->store, &ask, answer_one, &r, e);
	}
	if (r.failed)
		return err_memory(e, "peninjauan");
	if (rc)
		return rc;
	out->rancangan = report_keep(env, padan_span_of(run.id));
	out->ditanyakan = r.asked;
	out->dijawab = r.answered;
	out->bagian = r.asked ? r.answered * ALL / r.asked : 0;
	out->dasar = about_run(env, &run);
	out->sumber = SPAN(N_("baris yang perlu dilihat orang, dan setiap jawaban (yang dibatalkan juga)"));
	out->per = report_day(env);
	return row_cursor_over(env->arena, r.rows, r.n, sizeof(*r.rows), &out->daftar, e);
}
