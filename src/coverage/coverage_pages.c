/* SPDX-License-Identifier: EUPL-1.2
 * Beranda: what several use cases tell, with a map and a chart. Pages of wards. */
#include "coverage/coverage_cases.h"
#include "coverage/map_svg.h"
#include "programme/task_cases.h"
#include "web/frame.h"
#include "web/html.h"
#include "web/page.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGES	  "coverage/coverage_pages.def"
#define PAGE_ROOM coverage
#include "web/pages.inc"

enum { HTML_MAX = 1 << 20, TASKS_SHOWN = 5, PAPER_WARDS = 8, CHART_MONTHS = 12, PATH_MAX_ = 200 };

/* --- what is measured ----------------------------------------------------------------------------------------------
 */
enum measure { BY_COVER, BY_PLACED, BY_PROPOSED, BY_REFUSED, MEASURES };
static const struct {
	const char *word, *label, *unit;
} measures[MEASURES] = {
	[BY_COVER] = { "cakupan", "Mendapat tempat dari yang layak", " %" },
	[BY_PLACED] = { "orang", "Orang yang mendapat tempat", "" },
	[BY_PROPOSED] = { "usulan", "Baris usulan", "" },
	[BY_REFUSED] = { "ditolak", "Baris ditolak", "" },
};

struct choice_row {
	span path, label;
	bool now;
};

struct home {
	struct page *p;
	struct coverage_show_in in;
	struct coverage_show_out out;
	struct region_map_in map_in;
	struct region_map_out map;
	struct cover_row *wards;
	struct map_piece *pieces;
	size_t nwards, npieces;
	enum measure measure;
	int64_t limits[SVG_CLASSES];
	int used; /* classes */
};

static int64_t value_of(const struct home *h, const struct cover_row *w)
{
	switch (h->measure) {
	case BY_PLACED:
		return w->mendapat;
	case BY_PROPOSED:
		return w->usulan;
	case BY_REFUSED:
		return w->ditolak;
	default:
		return w->cakupan;
	}
}

/* A share of nobody is no share. */
static bool has_value(const struct home *h, const struct cover_row *w)
{
	return h->measure == BY_COVER ? w->layak > 0 : w->usulan > 0;
}

static enum measure measure_of(span word)
{
	for (int i = 0; i < MEASURES; i++)
		if (padan_span_eq(word, padan_span_of(measures[i].word)))
			return (enum measure)i;
	return BY_COVER;
}

/* All wards in one class of the share say nothing: then people are shown, unless the share was asked for. */
static void choose_measure(struct home *h)
{
	int64_t limits[SVG_CLASSES];
	int used = svg_fifths(limits), first = 0, n = 0;

	for (size_t i = 0; i < h->nwards; i++) {
		int class = has_value(h, &h->wards[i]) ? svg_class(limits, used, value_of(h, &h->wards[i])) : 0;

		n += class && class != first;
		first = class ? class : first;
	}
	if (n == 1 && h->nwards > 1)
		h->measure = BY_PLACED;
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
/* All rows of a cursor of `size` bytes each; their spans live with the page. */
static int read_rows(struct page *p, struct row_cursor c, size_t size, void *rows, size_t *n, struct err *e)
{
	char *list = NULL, *row = padan_arena_get(p->arena, size);
	size_t cap = 0;
	int more = 0;

	*n = 0;
	while (row && c.next && (more = c.next(c.ctx, row, e)) == 1) {
		list = row_room(p->arena, list, *n, &cap, size);
		if (!list)
			return err_memory(e, "halaman");
		memcpy(list + *n * size, row, size);
		++*n;
	}
	memcpy(rows, &list, sizeof(list));
	return more < 0 ? e->code : row ? ERR_OK : err_memory(e, "halaman");
}

static int read_home(struct home *h, struct err *e)
{
	struct page *p = h->p;
	int rc = page_fill(p, coverage_show_case, &h->in, e);

	h->measure = measure_of(page_value(p, "ukuran"));
	if (!rc)
		rc = page_run(p, coverage_show_case, &h->in, &h->out, e);
	if (!rc)
		rc = page_fill(p, region_map_case, &h->map_in, e);
	if (!rc)
		rc = page_run(p, region_map_case, &h->map_in, &h->map, e);
	if (!rc)
		rc = read_rows(p, h->out.wards, sizeof(*h->wards), &h->wards, &h->nwards, e);
	if (!rc && !page_given(p, "ukuran"))
		choose_measure(h);
	return rc ? rc : read_rows(p, h->map.daftar, sizeof(*h->pieces), &h->pieces, &h->npieces, e);
}

/* --- markup --------------------------------------------------------------------------------------------------------
 */
static int bind_html(struct page *p, const char *name, struct buf *html, struct err *e)
{
	span own = { padan_arena_copy(p->arena, html->p ? html->p : "", html->n), html->n };
	bool bad = html->failed || !own.p;

	buf_done(html);
	return bad ? err_memory(e, "halaman") : page_bind_markup(p, name, own, e);
}

static int classify(struct home *h, struct err *e)
{
	int64_t *values = padan_arena_array(h->p->arena, h->nwards * 2, sizeof(*values));
	size_t n = 0;

	if (!values)
		return err_memory(e, "peta");
	for (size_t i = 0; i < h->nwards; i++)
		if (has_value(h, &h->wards[i]))
			values[n++] = value_of(h, &h->wards[i]);
	h->used = h->measure == BY_COVER ? svg_fifths(h->limits) : svg_shares(values, n, h->limits, values + h->nwards);
	return ERR_OK;
}

static span title_of(struct home *h, const struct cover_row *w)
{
	char text[240];
	int n;

	if (!has_value(h, w))
		n = snprintf(text, sizeof(text), "%.*s: tidak ada usulan", (int)w->nama.n, w->nama.p);
	else if (h->measure == BY_COVER)
		n = snprintf(text, sizeof(text), "%.*s: %lld dari %lld (%lld %%)", (int)w->nama.n, w->nama.p,
			     (long long)w->mendapat, (long long)w->layak, (long long)w->cakupan);
	else
		n = snprintf(text, sizeof(text), "%.*s: %lld", (int)w->nama.n, w->nama.p, (long long)value_of(h, w));
	return (span){ padan_arena_copy(h->p->arena, text, n > 0 ? strlen(text) : 0), n > 0 ? strlen(text) : 0 };
}

/* The wards of the page with what the map knows of them; both lists come by code. */
static struct svg_ward *svg_wards(struct home *h)
{
	struct svg_ward *w = padan_arena_array(h->p->arena, h->nwards, sizeof(*w));
	size_t at = 0;

	for (size_t i = 0; w && i < h->nwards; i++) {
		const struct cover_row *r = &h->wards[i];
		const struct map_piece *m;

		w[i] = (struct svg_ward){ .code = r->kode,
					  .district = r->kode_kecamatan,
					  .district_name = r->kecamatan,
					  .title = title_of(h, r) };
		w[i].shade = has_value(h, r) ? svg_class(h->limits, h->used, value_of(h, r)) : 0;
		while (at < h->npieces && padan_span_cmp(h->pieces[at].kode, r->kode) < 0)
			at++;
		if (at == h->npieces || !padan_span_eq(h->pieces[at].kode, r->kode))
			continue;
		m = &h->pieces[at];
		w[i].path = m->garis;
		w[i].far = m->sisipan;
		w[i].box = (struct map_box){ (int)m->kiri, (int)m->atas, (int)m->kanan, (int)m->bawah };
	}
	return w;
}

static int bind_map(struct home *h, struct err *e)
{
	struct svg_map m = { .n = h->nwards,
			     .width = (int)h->map.lebar,
			     .height = (int)h->map.tinggi,
			     .inset = { (int)h->map.sisipan_kiri, (int)h->map.sisipan_atas, (int)h->map.sisipan_kanan,
					(int)h->map.sisipan_bawah },
			     .label = SPAN("Peta kelurahan; tabel peringkat menyebut angka yang sama"),
			     .link = "/wilayah/" };
	struct buf html;

	m.wards = svg_wards(h);
	m.alone = h->nwards < h->npieces || h->p->env->scope.region.n > 5;
	if (!m.wards)
		return err_memory(e, "peta");
	buf_init(&html, h->p->seams->alloc, HTML_MAX);
	if (h->map.berkas.n)
		svg_map(&html, &m);
	else
		svg_tiles(&html, &m);
	return bind_html(h->p, "peta", &html, e);
}

static void put_key(struct buf *html, int shade)
{
	buf_printf(html,
		   "<li><svg width=\"18\" height=\"18\" viewBox=\"0 0 18 18\" aria-hidden=\"true\" focusable=\"false\">"
		   "<rect class=\"k%d\" x=\"1\" y=\"1\" width=\"16\" height=\"16\"/></svg>",
		   shade);
}

static int bind_legend(struct home *h, struct err *e)
{
	const char *unit = measures[h->measure].unit;
	struct buf html;
	int64_t from = 0;

	buf_init(&html, h->p->seams->alloc, HTML_MAX);
	for (int i = 0; i < h->used; i++) {
		put_key(&html, i + 1);
		if (from == h->limits[i])
			buf_printf(&html, "%lld%s</li>", (long long)from, unit);
		else
			buf_printf(&html, "%lld-%lld%s</li>", (long long)from, (long long)h->limits[i], unit);
		from = h->limits[i] + 1;
	}
	put_key(&html, 0);
	buf_puts(&html, "tidak ada usulan</li>");
	return bind_html(h->p, "legenda", &html, e);
}

static int bind_chart(struct home *h, struct err *e)
{
	static const char *const names[CHART_MONTHS] = { "Jan", "Feb", "Mar", "Apr", "Mei", "Jun",
							 "Jul", "Agu", "Sep", "Okt", "Nov", "Des" };
	struct cover_month_row *rows = NULL;
	struct svg_point points[CHART_MONTHS];
	struct row_cursor again;
	struct buf html;
	size_t n = 0;
	int rc = read_rows(h->p, h->out.bulan, sizeof(*rows), &rows, &n, e);

	n = n > CHART_MONTHS ? CHART_MONTHS : n;
	for (size_t i = 0; i < n; i++)
		points[i] = (struct svg_point){ names[month_no(rows[i].bulan) - 1],
						{ rows[i].terlindungi, rows[i].rancangan } };
	if (!rc)
		rc = row_cursor_over(h->p->arena, rows, n, sizeof(*rows), &again, e);
	if (!rc)
		rc = page_bind_rows(h->p, "tiap_bulan", &cover_month_row_shape, again, e);
	if (rc)
		return rc;
	buf_init(&html, h->p->seams->alloc, HTML_MAX);
	if (n)
		svg_lines(&html, points, n, SPAN("Orang yang iurannya dibayar tiap bulan; tabelnya di bawah"));
	return bind_html(h->p, "grafik", &html, e);
}

/* --- lists ---------------------------------------------------------------------------------------------------------
 */
static int by_value(const void *a, const void *b, void *ctx)
{
	const struct home *h = ctx;
	const struct cover_row *x = a, *y = b;
	int64_t u = has_value(h, x) ? value_of(h, x) : -1, v = has_value(h, y) ? value_of(h, y) : -1;

	return u != v ? (u < v) - (u > v) : padan_span_cmp(x->kode, y->kode);
}

/* At most `most` of them, the first of the measure first. */
static int bind_ranked(struct home *h, size_t most, struct err *e)
{
	struct cover_row *ranked = padan_arena_array(h->p->arena, h->nwards, sizeof(*ranked));
	struct row_cursor c;
	int rc;

	if (!ranked)
		return err_memory(e, "kelurahan");
	if (h->nwards) {
		memcpy(ranked, h->wards, h->nwards * sizeof(*ranked));
		qsort_r(ranked, h->nwards, sizeof(*ranked), by_value, h);
	}
	rc = row_cursor_over(h->p->arena, ranked, h->nwards < most ? h->nwards : most, sizeof(*ranked), &c, e);
	return rc ? rc : page_bind_rows(h->p, "urut", &cover_row_shape, c, e);
}

/* The path is a link only for who may open it. */
static int bind_warnings(struct home *h, struct err *e)
{
	struct cover_warning *rows = NULL;
	struct row_cursor c;
	size_t n = 0;
	int rc = read_rows(h->p, h->out.peringatan, sizeof(*rows), &rows, &n, e);

	for (size_t i = 0; !rc && i < n; i++) {
		char path[PATH_MAX_];
		size_t len = 0;

		while (len < rows[i].jalan.n && len < sizeof(path) - 1 && rows[i].jalan.p[len] != '?')
			len++;
		memcpy(path, rows[i].jalan.p, len);
		path[len] = 0;
		if (!frame_may_open(h->p, path))
			rows[i].jalan = SPAN("");
	}
	if (!rc)
		rc = row_cursor_over(h->p->arena, rows, n, sizeof(*rows), &c, e);
	return rc ? rc : page_bind_rows(h->p, "awas", &cover_warning_shape, c, e);
}

static int bind_tasks(struct home *h, struct err *e)
{
	struct task_list_in *in = padan_arena_get(h->p->arena, sizeof(*in));
	struct task_list_out *out = padan_arena_get(h->p->arena, sizeof(*out));
	int rc = in && out ? page_fill(h->p, task_list_case, in, e) : err_memory(e, "tugas");

	if (rc)
		return rc;
	in->banyak = TASKS_SHOWN;
	rc = page_run(h->p, task_list_case, in, out, e);
	return rc ? rc : page_bind(h->p, "kerja", task_list_case->out, out, e);
}

static const struct field choice_columns[] = {
	{ .c = "path",
	  .wire = "jalan",
	  .label = "",
	  .type = FIELD_text,
	  .at = offsetof(struct choice_row, path),
	  .size = sizeof(span) },
	{ .c = "label",
	  .wire = "kata",
	  .label = "",
	  .type = FIELD_text,
	  .at = offsetof(struct choice_row, label),
	  .size = sizeof(span) },
	{ .c = "now",
	  .wire = "kini",
	  .label = "",
	  .type = FIELD_flag,
	  .at = offsetof(struct choice_row, now),
	  .size = sizeof(bool) },
	{ .c = NULL },
};
static const struct row_shape choice_shape = { choice_columns, sizeof(struct choice_row) };

static int bind_choices(struct home *h, const char *name, struct choice_row *rows, size_t n, struct err *e)
{
	struct row_cursor c;
	int rc = row_cursor_over(h->p->arena, rows, n, sizeof(*rows), &c, e);

	return rc ? rc : page_bind_rows(h->p, name, &choice_shape, c, e);
}

static int bind_measures(struct home *h, struct err *e)
{
	struct choice_row *rows = padan_arena_array(h->p->arena, MEASURES, sizeof(*rows));

	if (!rows)
		return err_memory(e, "ukuran");
	for (int i = 0; i < MEASURES; i++)
		rows[i] = (struct choice_row){ padan_span_of(measures[i].word), padan_span_of(measures[i].label),
					       h->measure == (enum measure)i };
	return bind_choices(h, "ukuran", rows, MEASURES, e);
}

static int bind_districts(struct home *h, struct err *e)
{
	struct cover_district *found = NULL;
	struct choice_row *rows;
	size_t n = 0;
	int rc = read_rows(h->p, h->out.districts, sizeof(*found), &found, &n, e);

	rows = padan_arena_array(h->p->arena, n, sizeof(*rows));
	if (!rc && !rows)
		rc = err_memory(e, "kecamatan");
	for (size_t i = 0; !rc && i < n; i++)
		rows[i] = (struct choice_row){ found[i].kode, found[i].nama,
					       padan_span_eq(found[i].kode, span_trim(h->in.kecamatan)) };
	return rc ? rc : bind_choices(h, "saring", rows, n, e);
}

/* --- the pages -----------------------------------------------------------------------------------------------------
 */
static int bind_home(struct home *h, size_t ranked, struct err *e)
{
	struct page *p = h->p;
	int rc = page_bind(p, "b", coverage_show_case->out, &h->out, e);

	if (!rc)
		rc = page_bind_text(p, "ukuran_kini", padan_span_of(measures[h->measure].label), e);
	if (!rc)
		rc = page_bind_flag(p, "berpeta", h->map.berkas.n != 0, e);
	if (!rc)
		rc = page_bind_flag(p, "ada_kelurahan", h->nwards != 0, e);
	if (!rc)
		rc = classify(h, e);
	if (!rc)
		rc = bind_map(h, e);
	if (!rc)
		rc = bind_legend(h, e);
	if (!rc)
		rc = bind_ranked(h, ranked, e);
	if (!rc)
		rc = bind_chart(h, e);
	return rc ? rc : bind_warnings(h, e);
}

/* Where work begins: a citizen asks, an officer sees the city, others what they may do. */
static int home_page(struct page *p, struct err *e)
{
	struct home *h;
	int rc;

	if (!page_may(p, CAP_READ) || !p->session)
		return page_redirect(p, e, "%s", p->session ? "/kerja" : "/cek");
	h = padan_arena_zero(p->arena, sizeof(*h));
	if (!h)
		return err_memory(e, "Beranda");
	h->p = p;
	rc = read_home(h, e);
	if (!rc)
		rc = bind_home(h, h->nwards, e);
	if (!rc)
		rc = bind_tasks(h, e);
	if (!rc)
		rc = bind_measures(h, e);
	if (!rc)
		rc = bind_districts(h, e);
	return rc ? rc : page_render(p, "coverage/view/beranda.html", e);
}

static int paper_page(struct page *p, struct err *e)
{
	struct home *h = padan_arena_zero(p->arena, sizeof(*h));
	int rc = h ? ERR_OK : err_memory(e, "Beranda");

	if (rc)
		return rc;
	h->p = p;
	rc = read_home(h, e);
	if (!rc)
		rc = bind_home(h, PAPER_WARDS, e);
	return rc ? rc : page_render(p, "coverage/view/a4.html", e);
}

/* "73.72": the code of a city or regency, whose page is the first one. */
static bool is_city(span code)
{
	for (size_t i = 0; i < code.n; i++)
		if (i == 2 ? code.p[i] != '.' : code.p[i] < '0' || code.p[i] > '9')
			return false;
	return code.n == sizeof("73.72") - 1;
}

static int ward_page(struct page *p, struct err *e)
{
	struct coverage_ward_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct coverage_ward_out *out = padan_arena_get(p->arena, sizeof(*out));
	int rc = in && out ? page_fill(p, coverage_ward_case, in, e) : err_memory(e, "kelurahan");

	if (!rc)
		rc = page_run(p, coverage_ward_case, in, out, e);
	if (rc == ERR_USAGE && is_city(span_trim(in->kode)))
		return page_redirect(p, e, "/");
	if (rc)
		return rc == ERR_USAGE ? page_absent(p, e) : rc;
	p->view->title = out->nama;
	rc = page_bind(p, "k", coverage_ward_case->out, out, e);
	if (!rc)
		rc = page_bind_flag(p, "berpeserta", frame_may_open(p, "/peserta"), e);
	return rc ? rc : page_render(p, "coverage/view/wilayah.html", e);
}
