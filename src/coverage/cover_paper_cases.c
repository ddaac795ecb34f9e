/* SPDX-License-Identifier: EUPL-1.2
 * Beranda on one A4 sheet. */
#include "coverage/cover_view_cases.h"
#include "coverage/map_svg.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	MARGIN = PDF_MM(15),
	MAP_WIDE = PDF_MM(88),
	MAP_HIGH = PDF_MM(96),
	RANKED = 14,	  /* wards in the table */
	WARNINGS = 5,	  /* that are printed */
	RING_MOST = 8192, /* points of one line */
	TEXT_MAX = 1 << 16,
	BODY = 850,
};

struct paper {
	const struct env *env;
	struct cover_view v;
	struct boundary map;
	struct pdf_sheet t;
	struct pdf_out *pdf;
	struct buf b;
	size_t *order; /* wards, the best covered first */
};

static void say(struct paper *x, enum pdf_face face, int size)
{
	struct pdf_paragraph how = { .face = face, .size = size };

	pdf_paragraph(&x->t, &how, buf_as_span(&x->b));
	buf_clear(&x->b);
}

static int64_t placed(const struct view_sum *s)
{
	return s->decreed + s->draft;
}

static int64_t share(const struct view_sum *s)
{
	return s->n[WARD_ELIGIBLE] ? cover_percent(placed(s), s->n[WARD_ELIGIBLE]) : -1;
}

/* --- figures -------------------------------------------------------------------------------------------------------
 */
static span number(struct paper *x, int64_t v)
{
	span s;

	buf_clear(&x->b);
	say_number(v, &x->b);
	s = cover_keep(x->env, buf_as_span(&x->b));
	buf_clear(&x->b);
	return s;
}

static void put_figures(struct paper *x)
{
	static const struct pdf_column columns[] = { { "Angka", PDF_MM(62), PDF_LEFT },
						     { "Jumlah", PDF_MM(38), PDF_RIGHT },
						     { "Dasar", PDF_MM(80), PDF_LEFT } };
	const struct view_sum *s = &x->v.all;
	const struct {
		const char *what, *base;
		span value;
	} rows[] = {
		{ "Baris usulan", "tahap terbaru dan yang sudah dalam SK", number(x, s->n[WARD_PROPOSED]) },
		{ "Memenuhi syarat", "yang ditemukan pada data kependudukan", number(x, s->n[WARD_ELIGIBLE]) },
		{ "Dalam SK", "yang tidak menunggu konfirmasi NIK", number(x, s->decreed) },
		{ "Terpilih dalam rancangan", "rancangan yang belum ditetapkan", number(x, s->draft) },
		{ "Perlu verifikasi", "ditinjau petugas atau menunggu konfirmasi NIK",
		  number(x, s->n[WARD_REVIEW] + s->n[WARD_WAITING]) },
	};
	char sum[40];

	pdf_table_begin(&x->t, columns, 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		pdf_table_row(&x->t, (const span[]){ padan_span_of(rows[i].what), rows[i].value,
						     padan_span_of(rows[i].base) });
	pdf_table_total(&x->t, (const span[]){ SPAN("Iuran"), padan_span_of(rupiah_format(s->total, sum)),
					       SPAN("dalam SK dan rancangan") });
	pdf_table_end(&x->t);
	pdf_space(&x->t, 900);
}

/* --- the map -------------------------------------------------------------------------------------------------------
 */
/* The five shades of the screen. */
static const int shades[SVG_CLASSES + 1][3] = { { 90, 90, 90 }, { 94, 95, 100 }, { 74, 84, 91 },
						{ 42, 68, 84 }, { 17, 48, 73 },	 { 3, 19, 42 } };

static int shade_of(const struct view_sum *s)
{
	int64_t limits[SVG_CLASSES];
	int used = svg_fifths(limits);

	return share(s) < 0 ? 0 : svg_class(limits, used, share(s));
}

static int put_ward(struct paper *x, const struct boundary_ward *w, int shade, int top, int step)
{
	struct map_point *points = padan_arena_array(x->env->arena, RING_MOST, sizeof(*points));
	struct pdf_point *at = padan_arena_array(x->env->arena, RING_MOST, sizeof(*at));
	struct map_ring ring = { points, 0 };

	if (!points || !at)
		return ERR_MACHINE;
	for (span path = w->path; map_path_next(&path, &ring, RING_MOST);) {
		for (uint32_t i = 0; i < ring.n; i++)
			at[i] = (struct pdf_point){ x->t.left + ring.at[i].x * step / 1000,
						    top + ring.at[i].y * step / 1000 };
		pdf_area(x->pdf, at, ring.n, shades[shade]);
	}
	return ERR_OK;
}

static void put_inset(struct paper *x, int top, int step)
{
	const struct map_box *b = &x->map.inset;
	int x0 = x->t.left + b->x0 * step / 1000, x1 = x->t.left + b->x1 * step / 1000;
	int y0 = top + b->y0 * step / 1000, y1 = top + b->y1 * step / 1000;

	if (b->x1 <= 0)
		return;
	pdf_line(x->pdf, x0, y0, x1, y0);
	pdf_line(x->pdf, x1, y0, x1, y1);
	pdf_line(x->pdf, x1, y1, x0, y1);
	pdf_line(x->pdf, x0, y1, x0, y0);
}

/* At the left, from `top` down; the table of wards stands beside it. */
static int put_map(struct paper *x, int top, struct err *e)
{
	int wide = (int)((int64_t)MAP_WIDE * 1000 / x->map.width);
	int high = (int)((int64_t)MAP_HIGH * 1000 / x->map.height), step = wide < high ? wide : high;
	size_t at = 0;

	put_inset(x, top, step);
	for (int64_t i = 0; i < x->map.nwards; i++) {
		const struct boundary_ward *w = &x->map.wards[i];

		while (at < x->v.nwards && padan_span_cmp(x->v.names[at].code, w->code) < 0)
			at++;
		if (at < x->v.nwards && padan_span_eq(x->v.names[at].code, w->code) &&
		    put_ward(x, w, shade_of(&x->v.wards[at]), top, step))
			return err_memory(e, "peta");
	}
	return ERR_OK;
}

static int by_share(const void *a, const void *b, void *ctx)
{
	const struct paper *x = ctx;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int64_t u = share(&x->v.wards[i]), v = share(&x->v.wards[k]);

	return u != v ? (u < v) - (u > v) : (i > k) - (i < k);
}

static void put_ranked(struct paper *x)
{
	static const struct pdf_column columns[] = { { "Kelurahan", PDF_MM(38), PDF_LEFT },
						     { "Layak", PDF_MM(15), PDF_RIGHT },
						     { "Tempat", PDF_MM(17), PDF_RIGHT },
						     { "%", PDF_MM(12), PDF_RIGHT } };

	pdf_table_begin(&x->t, columns, 4);
	for (size_t i = 0; i < x->v.nwards && i < RANKED; i++) {
		const struct view_sum *s = &x->v.wards[x->order[i]];

		pdf_table_row(&x->t, (const span[]){ x->v.names[x->order[i]].name, number(x, s->n[WARD_ELIGIBLE]),
						     number(x, placed(s)), number(x, share(s) < 0 ? 0 : share(s)) });
	}
	pdf_table_end(&x->t);
}

static int put_wards(struct paper *x, struct err *e)
{
	const bool drawn = x->map.id && x->map.width > 0 && x->map.height > 0;
	int left = x->t.left, top, rc = ERR_OK;

	buf_puts(&x->b, "Kelurahan: yang mendapat tempat dari yang memenuhi syarat");
	say(x, PDF_BOLD, 1000);
	if (drawn)
		buf_puts(&x->b, "Warna dari muda ke tua: 0-20, 21-40, 41-60, 61-80, 81-100 persen; abu-abu: tidak ada "
				"usulan. ");
	if (x->v.nwards > RANKED)
		buf_printf(&x->b, "%d teratas dari %zu kelurahan.", RANKED, x->v.nwards);
	if (x->b.n)
		say(x, PDF_REGULAR, 750);
	pdf_space(&x->t, 300);
	top = x->t.y;
	if (drawn) {
		rc = put_map(x, top, e);
		x->t.left = left + MAP_WIDE + PDF_MM(6);
	}
	put_ranked(x);
	x->t.left = left;
	if (drawn && x->t.y < top + MAP_HIGH)
		x->t.y = top + MAP_HIGH;
	pdf_space(&x->t, 500);
	return rc;
}

/* --- months, warnings ------------------------------------------------------------------------------------------------
 */
static void put_months(struct paper *x)
{
	static const struct pdf_column columns[] = { { "Bulan", PDF_MM(36), PDF_LEFT },
						     { "Orang dalam SK", PDF_MM(32), PDF_RIGHT },
						     { "Iuran menurut SK", PDF_MM(38), PDF_RIGHT },
						     { "Orang, rancangan", PDF_MM(34), PDF_RIGHT },
						     { "Iuran, rancangan", PDF_MM(38), PDF_RIGHT } };

	pdf_table_begin(&x->t, columns, 5);
	for (int i = 0; i < COVER_MONTHS; i++) {
		const struct view_month *m = &x->v.months[i];
		char name[32], decreed[40], draft[40];

		if (!m->decreed && !m->draft)
			continue;
		pdf_table_row(&x->t, (const span[]){ padan_span_of(month_long(month_of(x->v.year, i + 1), name)),
						     number(x, m->decreed),
						     padan_span_of(rupiah_format(m->decreed_total, decreed)),
						     number(x, m->draft),
						     padan_span_of(rupiah_format(m->draft_total, draft)) });
	}
	pdf_table_end(&x->t);
	pdf_space(&x->t, 500);
}

static int put_warnings(struct paper *x, struct err *e)
{
	struct row_cursor rows;
	struct cover_warning w;
	int64_t count = 0;
	int more = 0, rc = cover_warnings(&x->v, &count, &rows, e);

	if (rc || !count)
		return rc;
	buf_puts(&x->b, "Perlu tindakan");
	say(x, PDF_BOLD, 1000);
	for (int i = 0; i < WARNINGS && (more = rows.next(rows.ctx, &w, e)) == 1; i++) {
		buf_puts(&x->b, "- ");
		buf_span(&x->b, w.kalimat);
		say(x, PDF_REGULAR, BODY);
	}
	return more < 0 ? e->code : ERR_OK;
}

static int put_page(struct paper *x, struct err *e)
{
	char day[32];
	span source;
	int rc = cover_view_source(&x->v, &source, e);

	if (rc)
		return rc;
	buf_puts(&x->b, "Perlindungan pekerja rentan ");
	buf_span(&x->b, x->v.city_name);
	buf_printf(&x->b, ", %d", x->v.year);
	say(x, PDF_BOLD, 1500);
	buf_printf(&x->b, "Keadaan %s. Sumber: ", date_long(x->v.newest, day));
	buf_span(&x->b, source);
	buf_puts(&x->b, ".");
	say(x, PDF_REGULAR, BODY);
	pdf_space(&x->t, 500);
	put_figures(x);
	rc = put_wards(x, e);
	if (!rc)
		put_months(x);
	return rc ? rc : put_warnings(x, e);
}

/* --- the use case --------------------------------------------------------------------------------------------------
 */
static int gather(struct paper *x, const struct env *env, struct err *e)
{
	int rc = cover_view_open(&x->v, SPAN(""), env, e);

	x->env = env;
	if (!rc && !x->v.city.n)
		rc = err_set(e, ERR_USAGE, "belum ada rancangan; susun dahulu dengan lindung run");
	if (!rc)
		rc = boundary_store_newest(env->store, x->v.city, false, &x->map, env->arena, e);
	x->order = padan_arena_array(env->arena, x->v.nwards, sizeof(*x->order));
	if (!rc && !x->order)
		rc = err_memory(e, "kelurahan");
	for (size_t i = 0; !rc && i < x->v.nwards; i++)
		x->order[i] = i;
	if (!rc)
		qsort_r(x->order, x->v.nwards, sizeof(*x->order), by_share, x);
	return rc;
}

int coverage_paper_plan(struct coverage_paper_out *out, const struct coverage_paper_in *in, const struct env *env,
			struct err *e)
{
	struct paper *x = padan_arena_zero(env->arena, sizeof(*x));
	int rc = x ? gather(x, env, e) : err_memory(e, "halaman");

	if (rc)
		return rc;
	out->berkas_pdf = cover_keep(env, in->berkas);
	out->kelurahan = (int64_t)x->v.nwards;
	return ERR_OK;
}

int coverage_paper_publish(const struct coverage_paper_out *out, const struct coverage_paper_in *in,
			   const struct env *env, struct err *e)
{
	struct paper *x = padan_arena_zero(env->arena, sizeof(*x));
	const char *path = cover_keep(env, in->berkas).p;
	struct pdf_spec spec = { .width = PDF_MM(210),
				 .height = PDF_MM(297),
				 .title = "Satu halaman untuk wali kota",
				 .foot = "Angka tanpa nama orang" };
	int rc = x && path ? gather(x, env, e) : err_memory(e, "halaman");

	(void)out;
	if (rc)
		return rc;
	spec.day = x->v.newest;
	rc = pdf_open(&x->pdf, env->seams, path, &spec, e);
	if (rc)
		return rc;
	buf_init(&x->b, env->seams->alloc, TEXT_MAX);
	pdf_sheet_begin(&x->t, x->pdf, MARGIN, BODY);
	rc = put_page(x, e);
	if (!rc && x->b.failed)
		rc = err_memory(e, "halaman");
	buf_done(&x->b);
	if (rc) {
		pdf_abandon(x->pdf);
		return rc;
	}
	return pdf_close(x->pdf, e);
}
