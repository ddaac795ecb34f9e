/* SPDX-License-Identifier: EUPL-1.2
 * Beranda and the pages of wards, out of the summaries. */
#include "coverage/cover_view_cases.h"

#include "papers/wording.h"
#include "programme/words.h"

#include <stdio.h>
#include <stdlib.h>

#define CASES	  "coverage/coverage.def"
#define CASE_ROOM coverage
#include "office/define.inc"

enum { MESSAGE_MAX = 4000, FUNDS = 64 };

static void reason_row(const struct cover_view *v, size_t i, struct cover_reason *to)
{
	enum alasan a = alasan_of(v->reasons[i].word);

	*to = (struct cover_reason){ .kata = v->reasons[i].word,
				     .alasan = a < ALASAN_N ? padan_span_of(alasan_sentence(a)) : v->reasons[i].word,
				     .orang = v->reasons[i].people };
}

static int tell_reasons(const struct cover_view *v, struct row_cursor *out, struct err *e)
{
	struct cover_reason *rows = padan_arena_array(v->env->arena, v->nreasons, sizeof(*rows));

	if (!rows)
		return err_memory(e, "sebab penolakan");
	for (size_t i = 0; i < v->nreasons; i++)
		reason_row(v, i, &rows[i]);
	return row_cursor_over(v->env->arena, rows, v->nreasons, sizeof(*rows), out, e);
}

/* --- Beranda -------------------------------------------------------------------------------------------------------
 */
static int tell_wards(const struct cover_view *v, struct row_cursor *out, struct err *e)
{
	struct cover_row *rows = padan_arena_array(v->env->arena, v->nwards, sizeof(*rows));

	if (!rows)
		return err_memory(e, "kelurahan");
	for (size_t i = 0; i < v->nwards; i++) {
		const struct view_sum *s = &v->wards[i];
		int64_t placed = s->decreed + s->draft;

		rows[i] = (struct cover_row){ .kode = v->names[i].code,
					      .nama = v->names[i].name,
					      .kode_kecamatan = v->names[i].district,
					      .kecamatan = v->names[i].district_name,
					      .usulan = s->n[WARD_PROPOSED],
					      .layak = s->n[WARD_ELIGIBLE],
					      .mendapat = placed,
					      .terlindungi = s->decreed,
					      .ditolak = s->n[WARD_REFUSED],
					      .tinjau = s->n[WARD_REVIEW],
					      .cakupan = cover_percent(placed, s->n[WARD_ELIGIBLE]),
					      .jumlah = s->total };
	}
	return row_cursor_over(v->env->arena, rows, v->nwards, sizeof(*rows), out, e);
}

static int tell_months(const struct cover_view *v, struct row_cursor *out, struct err *e)
{
	struct cover_month_row *rows = padan_arena_array(v->env->arena, COVER_MONTHS, sizeof(*rows));

	if (!rows)
		return err_memory(e, "bulan");
	for (int i = 0; i < COVER_MONTHS; i++)
		rows[i] = (struct cover_month_row){ .bulan = month_of(v->year ? v->year : 1, i + 1),
						    .terlindungi = v->months[i].decreed,
						    .iuran = v->months[i].decreed_total,
						    .rancangan = v->months[i].draft,
						    .iuran_rancangan = v->months[i].draft_total };
	return row_cursor_over(v->env->arena, rows, v->city.n ? COVER_MONTHS : 0, sizeof(*rows), out, e);
}

/* All districts of the actor's region, whichever one is looked at. */
static int tell_districts(const struct cover_view *v, struct row_cursor *out, struct err *e)
{
	span scope = v->env->scope.region;
	struct cover_district *rows = NULL;
	struct ward_name *names = NULL;
	size_t n = 0, found = 0, cap = 0;
	int rc = ERR_OK;

	if (v->city.n)
		rc = ward_store_list(v->env->store, scope.n > v->city.n ? scope : v->city, &names, &n, v->env->arena,
				     e);
	for (size_t i = 0; !rc && i < n; i++) {
		struct cover_district *more = rows;

		if (found && padan_span_eq(rows[found - 1].kode, names[i].district)) {
			rows[found - 1].kelurahan++;
			continue;
		}
		more = row_room(v->env->arena, rows, found, &cap, sizeof(*rows));
		if (!more)
			return err_memory(e, "kecamatan");
		rows = more;
		rows[found++] = (struct cover_district){ names[i].district, names[i].district_name, 1 };
	}
	return rc ? rc : row_cursor_over(v->env->arena, rows, found, sizeof(*rows), out, e);
}

/* A fund stands in every stage of its programme: its ceiling counts once, the largest that was said. */
struct cover_ceilings {
	struct {
		int64_t programme;
		span code;
		rupiah most;
	} fund[FUNDS];
	size_t n;
	int64_t programme; /* of the run being read */
	const struct env *env;
};

static int take_fund(void *ctx, const struct run_fund *f)
{
	struct cover_ceilings *c = ctx;
	size_t i = 0;

	while (i < c->n && !(c->fund[i].programme == c->programme && padan_span_eq(c->fund[i].code, f->kode)))
		i++;
	if (i == FUNDS)
		return 0;
	if (i == c->n) {
		c->fund[i].programme = c->programme;
		c->fund[i].code = cover_keep(c->env, f->kode);
		c->n++;
	}
	if (rupiah_cmp(f->pagu, c->fund[i].most) > 0)
		c->fund[i].most = f->pagu;
	return 0;
}

static int tell_ceilings(const struct cover_view *v, struct coverage_show_out *out, struct err *e)
{
	struct cover_ceilings *c = padan_arena_zero(v->env->arena, sizeof(*c));
	int64_t percent, quota = v->city.n ? 0 : -1;
	int rc = c ? ERR_OK : err_memory(e, "pagu");

	for (size_t i = 0; !rc && i < v->nruns; i++) {
		const struct cover_run *r = &v->runs[i];

		if (!v->used[i])
			continue;
		quota = quota < 0 || r->quota < 0 ? -1 : quota + r->quota;
		c->programme = r->programme;
		c->env = v->env;
		rc = cover_funds(v->env->store, r->run, take_fund, c, e);
	}
	out->kuota = quota < 0 ? FIELD_ABSENT : quota; /* a stage without one: there is none */
	out->pagu = rp(0);
	for (size_t i = 0; !rc && i < c->n; i++)
		if (!rupiah_add(out->pagu, c->fund[i].most, &out->pagu))
			rc = err_set(e, ERR_MACHINE, "jumlah rupiah melampaui batas");
	percent = rc ? 0 : out->pagu.rp / 100;
	out->terpakai = percent > 0 ? v->all.total.rp / percent : 0;
	return rc;
}

/* Counts, never names: to be copied into a message. */
static int tell_message(const struct cover_view *v, struct coverage_show_out *out, struct err *e)
{
	const struct env *env = v->env;
	char day[32], sum[40], ceiling[40];
	struct buf b;

	out->pesan = SPAN("");
	if (!v->city.n)
		return ERR_OK;
	buf_init(&b, env->seams->alloc, MESSAGE_MAX);
	buf_puts(&b, "*Perlindungan pekerja rentan ");
	buf_span(&b, v->city_name);
	if (v->below.n >= DISTRICT_CODE && v->nwards) {
		buf_puts(&b, ", Kecamatan ");
		buf_span(&b, v->names[0].district_name);
	}
	buf_printf(&b, " %d*\nKeadaan %s\n\nBaris usulan: ", v->year, date_long(v->newest, day));
	say_number(out->usulan, &b);
	buf_puts(&b, "\nMemenuhi syarat: ");
	say_number(out->layak, &b);
	buf_puts(&b, "\nDalam SK: ");
	say_number(out->terlindungi, &b);
	buf_puts(&b, " orang\nTerpilih dalam rancangan: ");
	say_number(out->terpilih, &b);
	buf_puts(&b, " orang\nPerlu verifikasi: ");
	say_number(out->tinjau, &b);
	buf_printf(&b, "\nIuran: %s dari pagu %s", rupiah_format(out->jumlah, sum), rupiah_format(out->pagu, ceiling));
	if (out->perlu) {
		buf_puts(&b, "\nPerlu tindakan: ");
		say_number(out->perlu, &b);
		buf_puts(&b, " hal");
	}
	buf_puts(&b, "\nSumber: ");
	buf_span(&b, out->sumber);
	out->pesan = cover_keep(env, buf_as_span(&b));
	if (b.failed || !out->pesan.p) {
		buf_done(&b);
		return err_memory(e, "pesan");
	}
	buf_done(&b);
	return ERR_OK;
}

static span year_text(const struct cover_view *v)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", v->year);
	return v->year ? cover_keep(v->env, padan_span_of(text)) : SPAN("");
}

/* The figures that both pages have. */
#define TELL_FIGURES(v, s, out)                                                                                        \
	do {                                                                                                           \
		(out)->usulan = (s)->n[WARD_PROPOSED];                                                                 \
		(out)->padan = (s)->n[WARD_FOUND];                                                                     \
		(out)->layak = (s)->n[WARD_ELIGIBLE];                                                                  \
		(out)->terlindungi = (s)->decreed;                                                                     \
		(out)->terpilih = (s)->draft;                                                                          \
		(out)->mendapat = (s)->decreed + (s)->draft;                                                           \
		(out)->cadangan = (s)->n[WARD_RESERVE];                                                                \
		(out)->tinjau = (s)->n[WARD_REVIEW] + (s)->n[WARD_WAITING];                                            \
		(out)->ditolak = (s)->n[WARD_REFUSED];                                                                 \
		(out)->ganda = (s)->n[WARD_TWIN];                                                                      \
		(out)->jumlah = (s)->total;                                                                            \
		(out)->tanggal = (v)->newest;                                                                          \
		(out)->tahun = year_text(v);                                                                           \
	} while (0)

int coverage_show_plan(struct coverage_show_out *out, const struct coverage_show_in *in, const struct env *env,
		       struct err *e)
{
	struct cover_view *v = padan_arena_zero(env->arena, sizeof(*v));
	int rc = v ? cover_view_open(v, span_trim(in->kecamatan), env, e) : err_memory(e, "ringkasan");

	if (rc)
		return rc;
	TELL_FIGURES(v, &v->all, out);
	out->wilayah = v->city;
	out->nama = v->city_name;
	out->tak_dikenal = v->unknown;
	out->belum = v->unsummed;
	rc = cover_view_source(v, &out->sumber, e);
	if (!rc)
		rc = tell_ceilings(v, out, e);
	if (!rc)
		rc = cover_warnings(v, &out->perlu, &out->peringatan, e);
	if (!rc)
		rc = tell_wards(v, &out->wards, e);
	if (!rc)
		rc = tell_districts(v, &out->districts, e);
	if (!rc)
		rc = tell_months(v, &out->bulan, e);
	if (!rc)
		rc = tell_reasons(v, &out->alasan, e);
	return rc ? rc : tell_message(v, out, e);
}

/* --- one ward ------------------------------------------------------------------------------------------------------
 */
struct rws {
	const struct env *env;
	struct cover_rw_row *rows;
	int64_t *number;
	size_t n, cap, number_cap;
	bool refused;
};

static int add_rw(void *ctx, const struct cover_part *p)
{
	struct rws *x = ctx;
	size_t i = 0;

	while (i < x->n && x->number[i] != p->rw)
		i++;
	if (i == x->n) {
		struct cover_rw_row *rows = row_room(x->env->arena, x->rows, x->n, &x->cap, sizeof(*rows));
		int64_t *number = row_room(x->env->arena, x->number, x->n, &x->number_cap, sizeof(*number));
		char text[24];

		x->refused |= !rows || !number;
		if (!rows || !number)
			return 0;
		x->rows = rows;
		x->number = number;
		snprintf(text, sizeof(text), "%03lld", (long long)p->rw);
		number[i] = p->rw;
		rows[x->n++] = (struct cover_rw_row){ .rw = cover_keep(x->env, padan_span_of(text)) };
	}
	x->rows[i].usulan += p->proposed;
	x->rows[i].mendapat += p->chosen;
	return 0;
}

static int by_rw(const void *a, const void *b)
{
	const struct cover_rw_row *x = a, *y = b;

	return padan_span_cmp(x->rw, y->rw);
}

static int tell_rws(const struct cover_view *v, struct row_cursor *out, struct err *e)
{
	struct rws x = { .env = v->env };
	const struct cover_each each = { .rw = add_rw, .ctx = &x };
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < v->nruns; i++)
		if (v->used[i])
			rc = cover_each(v->env->store, v->runs[i].run, v->below, &each, v->env->arena, e);
	if (!rc && x.refused)
		rc = err_memory(e, "sebaran RW");
	if (!rc && x.n)
		qsort(x.rows, x.n, sizeof(*x.rows), by_rw);
	return rc ? rc : row_cursor_over(v->env->arena, x.rows, x.n, sizeof(*x.rows), out, e);
}

struct origin {
	struct cover_run_row *row;
	bool decreed;
};

static int add_origin(void *ctx, const struct cover_ward *w)
{
	struct origin *o = ctx;

	o->row->usulan += w->n[WARD_PROPOSED];
	o->row->mendapat += w->n[WARD_CHOSEN] - (o->decreed ? w->n[WARD_WAITING] : 0);
	return 0;
}

static int tell_origin(const struct cover_view *v, struct row_cursor *out, struct err *e)
{
	struct cover_run_row *rows = padan_arena_array(v->env->arena, v->nruns, sizeof(*rows));
	size_t n = 0;
	int rc = rows ? ERR_OK : err_memory(e, "rancangan");

	for (size_t i = 0; !rc && i < v->nruns; i++) {
		struct origin o = { &rows[n], cover_decreed(&v->runs[i]) };
		const struct cover_each each = { .ward = add_origin, .ctx = &o };

		if (!v->used[i])
			continue;
		rows[n++] = (struct cover_run_row){ .rancangan = cover_run_name(v->env, v->runs[i].run),
						    .nomor = v->runs[i].nomor,
						    .program = v->runs[i].nama,
						    .tahap = v->runs[i].stage };
		rc = cover_each(v->env->store, v->runs[i].run, v->below, &each, v->env->arena, e);
	}
	return rc ? rc : row_cursor_over(v->env->arena, rows, n, sizeof(*rows), out, e);
}

/* What is not there and what is somebody else's: the same words. */
static int no_ward(span code, struct err *e)
{
	return err_set(e, ERR_USAGE, "kelurahan %.*s tidak ada", (int)(code.n < 20 ? code.n : 20),
		       code.p ? code.p : "");
}

int coverage_ward_plan(struct coverage_ward_out *out, const struct coverage_ward_in *in, const struct env *env,
		       struct err *e)
{
	struct cover_view *v = padan_arena_zero(env->arena, sizeof(*v));
	span code = span_trim(in->kode);
	int rc = v ? ERR_OK : err_memory(e, "ringkasan");

	if (!rc && code.n < DISTRICT_CODE)
		rc = no_ward(code, e);
	if (!rc)
		rc = cover_view_open(v, code, env, e);
	if (!rc && !v->nwards)
		rc = no_ward(code, e);
	if (rc)
		return rc == ERR_USAGE ? no_ward(code, e) : rc;
	TELL_FIGURES(v, &v->all, out);
	out->kode = cover_keep(env, code);
	out->nama = code.n > DISTRICT_CODE ? v->names[0].name : v->names[0].district_name;
	out->kode_kecamatan = v->names[0].district;
	out->kecamatan = v->names[0].district_name;
	out->cakupan = cover_percent(out->mendapat, out->layak);
	rc = cover_view_source(v, &out->sumber, e);
	if (!rc)
		rc = tell_reasons(v, &out->alasan, e);
	if (!rc)
		rc = tell_rws(v, &out->rw, e);
	return rc ? rc : tell_origin(v, &out->asal, e);
}
