/* SPDX-License-Identifier: EUPL-1.2
 * Simulasi anggaran: one form with three scenarios, their sentences, bars and tables. The address holds them. */
#include "money/money_cases.h"
#include "programme/programme_cases.h"
#include "web/form.h"
#include "web/html.h"
#include "web/page.h"

#include <stdio.h>

#define PAGES	  "money/money_pages.def"
#define PAGE_ROOM money
#include "web/pages.inc"

enum { SIDES = 3, BAR = 300, BAR_HIGH = 18, COLUMNS_HIGH = 56, EXAMPLE = 150000000, EXAMPLE_MONTHS = 12 };

/* Everything that the page shows, read from the cursors once, since a cursor goes through its rows once. */
struct shown {
	struct simulate_compare_in in;
	struct simulate_compare_out out;
	struct scenario_row side[SIDES];
	struct scenario_month_row *months;
	size_t sides, nmonths;
};

/* --- the form
 * ----------------------------------------------------------------------------------------------------------
 */
static bool anything_asked(const struct page *p)
{
	const char *names[] = { "program", "a-pagu1", "a-pagu2", "a-pagu3", "a-bulan" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (page_value(p, names[i]).n)
			return true;
	return false;
}

/* With nothing asked for yet: the example of the guide, from next month on. */
static void example(const struct page *p, struct simulate_compare_in *in)
{
	in->a_mulai = (month){ date_month(p->env->today).m + 1 };
	in->a_bulan = EXAMPLE_MONTHS;
	in->a_dana1 = 0;
	in->a_pagu1 = rp(EXAMPLE);
}

/* What the programme gave stands in the form of scenario A. */
static void form_of_programme(struct shown *s)
{
	const struct scenario_row *a = &s->side[0];

	if (!s->sides)
		return;
	s->in.a_kuota = a->kuota;
	s->in.a_mulai = a->mulai;
	s->in.a_bulan = a->bulan;
	s->in.a_dana1 = a->jenis1, s->in.a_dana2 = a->jenis2, s->in.a_dana3 = a->jenis3;
	s->in.a_pagu1 = a->pagu1, s->in.a_pagu2 = a->pagu2, s->in.a_pagu3 = a->pagu3;
}

static int put_control(struct page *p, const char *name, const struct shown *s, struct buf *html, struct err *e)
{
	const struct field *f = field_find(simulate_compare_case->in, padan_span_of(name));
	span one;
	int rc = form_control(p, f, &s->in, &one, e);

	if (!rc)
		buf_span(html, one);
	return rc;
}

static int bind_html(struct page *p, const char *name, struct buf *html, struct err *e)
{
	span own = { padan_arena_copy(p->arena, html->p ? html->p : "", html->n), html->n };
	bool bad = html->failed || !own.p;

	buf_done(html);
	return bad ? err_memory(e, "halaman") : page_bind_markup(p, name, own, e);
}

/* isian_a, isian_b, isian_c: the controls of each scenario; isian_lain: what holds for all. */
static int bind_form(struct page *p, const struct shown *s, struct err *e)
{
	static const char *const parts[] = { "mulai", "bulan", "kuota", "dana1", "pagu1",
					     "dana2", "pagu2", "dana3", "pagu3" };
	static const char *const names[SIDES] = { "isian_a", "isian_b", "isian_c" }; /* names are not copied */
	static const char *const common[] = { "penghasilan", "sektor", "manfaat" };
	struct buf html;
	int rc = ERR_OK;

	for (int i = 0; !rc && i < SIDES; i++) {
		char name[16];

		buf_init(&html, p->seams->alloc, 1 << 16);
		for (size_t k = 0; !rc && k < sizeof(parts) / sizeof(parts[0]); k++) {
			snprintf(name, sizeof(name), "%c-%s", 'a' + i, parts[k]);
			rc = put_control(p, name, s, &html, e);
		}
		rc = rc ? (buf_done(&html), rc) : bind_html(p, names[i], &html, e);
	}
	if (rc)
		return rc;
	buf_init(&html, p->seams->alloc, 1 << 16);
	for (size_t k = 0; !rc && k < sizeof(common) / sizeof(common[0]); k++)
		rc = put_control(p, common[k], s, &html, e);
	return rc ? (buf_done(&html), rc) : bind_html(p, "isian_lain", &html, e);
}

/* --- pictures: the tables beside them say the same ------------------------------------------------------------------
 */
static int64_t most_people(const struct shown *s)
{
	int64_t most = 1;

	for (size_t i = 0; i < s->sides; i++) {
		int64_t all = s->side[i].orang + (s->side[i].kurang_orang > 0 ? s->side[i].kurang_orang : 0);

		most = all > most ? all : most;
	}
	return most;
}

/* Who is protected, in green; who is beyond the money, framed. */
static void put_bar(struct buf *out, const struct scenario_row *r, int64_t most)
{
	int64_t have = r->orang * BAR / most, lack = r->kurang_orang > 0 ? r->kurang_orang * BAR / most : 0;

	buf_printf(out,
		   "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">"
		   "<rect x=\"0\" y=\"0\" width=\"%lld\" height=\"%d\" fill=\"#00613c\"/>",
		   BAR, BAR_HIGH, BAR, BAR_HIGH, (long long)have, BAR_HIGH);
	if (lack > 1)
		buf_printf(out,
			   "<rect x=\"%lld.5\" y=\"0.5\" width=\"%lld\" height=\"%d\" fill=\"none\" stroke=\"#b3200e\" "
			   "stroke-dasharray=\"4 2\"/>",
			   (long long)have, (long long)(lack - 1), BAR_HIGH - 1);
	buf_puts(out, "</svg>");
}

/* Rupiah month by month; blue from the month on in which the law changes the price. */
static void put_columns(struct buf *out, const struct shown *s, span side)
{
	int64_t most = 1, n = 0, at = 0;
	bool other = false;

	for (size_t i = 0; i < s->nmonths; i++)
		if (padan_span_eq(s->months[i].skenario, side)) {
			n++;
			most = s->months[i].jumlah.rp > most ? s->months[i].jumlah.rp : most;
		}
	buf_printf(out,
		   "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">",
		   BAR, COLUMNS_HIGH, BAR, COLUMNS_HIGH);
	for (size_t i = 0; i < s->nmonths; i++) {
		const struct scenario_month_row *m = &s->months[i];
		int64_t x = at * BAR / (n ? n : 1), next = (at + 1) * BAR / (n ? n : 1);
		int64_t high = m->jumlah.rp * COLUMNS_HIGH / most;

		if (!padan_span_eq(m->skenario, side))
			continue;
		other ^= m->berubah;
		buf_printf(out, "<rect x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\" fill=\"%s\"/>",
			   (long long)x, (long long)(COLUMNS_HIGH - high), (long long)(next - x > 2 ? next - x - 1 : 1),
			   (long long)high, other ? "#1d5a99" : "#00613c");
		at++;
	}
	buf_puts(out, "</svg>");
}

static int bind_pictures(struct page *p, const struct shown *s, struct err *e)
{
	struct buf html;
	int64_t most = most_people(s);

	buf_init(&html, p->seams->alloc, 1 << 18);
	for (size_t i = 0; i < s->sides; i++) {
		buf_puts(&html, "<figure class=\"bars\"><figcaption>");
		html_text(&html, s->side[i].nama);
		buf_puts(&html, "</figcaption>");
		put_bar(&html, &s->side[i], most);
		put_columns(&html, s, s->side[i].nama);
		buf_puts(&html, "</figure>");
	}
	return bind_html(p, "bagan", &html, e);
}

/* --- the answer
 * --------------------------------------------------------------------------------------------------------
 */
static int read_rows(struct page *p, struct shown *s, struct err *e)
{
	struct scenario_row r;
	size_t cap = 0;
	int more;

	while ((more = s->out.daftar.next(s->out.daftar.ctx, &r, e)) == 1 && s->sides < SIDES)
		s->side[s->sides++] = r;
	while (more >= 0) {
		struct scenario_month_row m, *rows;

		more = s->out.per_bulan.next(s->out.per_bulan.ctx, &m, e);
		if (more != 1)
			break;
		rows = row_room(p->arena, s->months, s->nmonths, &cap, sizeof(*rows));
		if (!rows)
			return err_memory(e, "bulan");
		s->months = rows;
		rows[s->nmonths++] = m;
	}
	return more < 0 ? e->code : ERR_OK;
}

static const struct row_shape *shape_of(const char *list)
{
	return field_find(simulate_compare_case->out, padan_span_of(list))->rows;
}

/* The rows once more: for the sentences, the table, and the months in which something changes. */
static int bind_rows(struct page *p, struct shown *s, struct err *e)
{
	struct scenario_month_row *changes = padan_arena_array(p->arena, s->nmonths + 1, sizeof(*changes));
	struct row_cursor again;
	size_t n = 0;
	int rc = changes ? row_cursor_over(p->arena, s->side, s->sides, sizeof(s->side[0]), &again, e)
			 : err_memory(e, "halaman");

	if (!rc)
		rc = page_bind_rows(p, "kalimat", shape_of("daftar"), again, e);
	if (!rc)
		rc = row_cursor_over(p->arena, s->side, s->sides, sizeof(s->side[0]), &s->out.daftar, e);
	for (size_t i = 0; !rc && i < s->nmonths; i++)
		if (s->months[i].berubah)
			changes[n++] = s->months[i];
	if (!rc)
		rc = row_cursor_over(p->arena, changes, n, sizeof(*changes), &again, e);
	if (!rc)
		rc = page_bind_rows(p, "perubahan", shape_of("per_bulan"), again, e);
	return rc ? rc : row_cursor_over(p->arena, s->months, s->nmonths, sizeof(*s->months), &s->out.per_bulan, e);
}

/* The programmes that can be taken as a beginning, where they may be seen. */
static int bind_programmes(struct page *p, struct err *e)
{
	struct programme_list_in in;
	struct programme_list_out out;
	int rc;

	fields_clear(programme_list_case->in, &in, sizeof(in));
	fields_clear(programme_list_case->out, &out, sizeof(out));
	rc = page_may(p, CAP_READ) ? page_fill(p, programme_list_case, &in, e) : ERR_OK;
	if (!rc && page_may(p, CAP_READ))
		rc = page_run(p, programme_list_case, &in, &out, e);
	return rc ? rc
		  : page_bind_rows(p, "program_tersimpan", field_find(programme_list_case->out, SPAN("daftar"))->rows,
				   out.daftar, e);
}

/* As people write it into the form: Mei 2025, 1.500. */
static int read_form(struct page *p, struct simulate_compare_in *in, struct err *e)
{
	int rc = ERR_OK;

	fields_clear(simulate_compare_case->in, in, sizeof(*in));
	for (const struct field *f = simulate_compare_case->in; !rc && f->c; f++)
		rc = page_fill_field(p, f, in, e);
	return rc;
}

static int bind_all(struct page *p, struct shown *s, const struct err *said, struct err *e)
{
	const char *words = padan_arena_copy(p->arena, said->text, strlen(said->text));
	int rc = words ? bind_form(p, s, e) : err_memory(e, "halaman");

	if (!rc)
		rc = bind_pictures(p, s, e);
	if (!rc)
		rc = bind_rows(p, s, e);
	if (!rc)
		rc = bind_programmes(p, e);
	if (!rc)
		rc = page_bind(p, NULL, simulate_compare_case->out, &s->out, e);
	if (!rc)
		rc = page_bind_text(p, "pesan", padan_span_of(words), e);
	return rc ? rc : page_bind_flag(p, "contoh", !anything_asked(p), e);
}

/* What is wrong with what was typed is told above the form; nothing is counted then. */
static int simulation_page(struct page *p, struct err *e)
{
	struct shown *s = padan_arena_zero(p->arena, sizeof(*s));
	struct err said = { .code = ERR_OK, .text = "" };
	int rc;

	if (!s)
		return err_memory(e, "simulasi");
	rc = read_form(p, &s->in, &said);
	fields_clear(simulate_compare_case->out, &s->out, sizeof(s->out));
	if (!rc && !anything_asked(p))
		example(p, &s->in);
	if (!rc)
		rc = page_run(p, simulate_compare_case, &s->in, &s->out, &said);
	if (rc && rc != ERR_USAGE) {
		*e = said;
		return rc;
	}
	rc = rc ? ERR_OK : read_rows(p, s, e);
	form_of_programme(s);
	if (!rc)
		rc = bind_all(p, s, &said, e);
	return rc ? rc : page_render(p, "money/view/simulasi.html", e);
}
