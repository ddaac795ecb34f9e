/* SPDX-License-Identifier: EUPL-1.2
 * Program & kuota and Pemadanan: pages made of several use cases. */
#include "membership/person_cases.h"
#include "programme/decree_cases.h"
#include "programme/review_cases.h"
#include "programme/row_cases.h"
#include "web/frame.h"
#include "web/html.h"
#include "web/page.h"
#include "web/page_run.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGES	  "programme/programme_pages.def"
#define PAGE_ROOM programme
#include "web/pages.inc"

/* What is not there and what is somebody else's look the same. */
static int absent_or(struct page *p, int rc, struct err *e)
{
	return rc == ERR_USAGE ? page_absent(p, e) : rc;
}

/* Fills, runs, binds under `name`. */
static int run_and_bind(struct page *p, const struct use_case *uc, const char *name, void *in, void *out, struct err *e)
{
	int rc = page_fill(p, uc, in, e);

	if (!rc)
		rc = page_run(p, uc, in, out, e);
	return rc ? rc : page_bind(p, name, uc->out, out, e);
}

/* --- one draft -------------------------------------------------------------------------------------------------------
 */
/* Which form stands under the steps: by the state's label. */
static int bind_next(struct page *p, span state, struct err *e)
{
	static const struct {
		const char *state, *flag;
	} next[] = {
		{ "rancangan", "ke_verifikasi" }, { "diverifikasi", "ke_usul" },	{ "diusulkan", "ke_paraf" },
		{ "paraf hukum", "ke_tanda" },	  { "ditandatangani", "ke_penetapan" }, { "ditetapkan", "ke_kirim" },
	};
	bool back = false;
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < sizeof(next) / sizeof(next[0]); i++) {
		bool here = padan_span_eq(state, padan_span_of(next[i].state));

		back |= here && i >= 1 && i <= 4;
		rc = page_bind_flag(p, next[i].flag, here, e);
	}
	return rc ? rc : page_bind_flag(p, "dapat_kembali", back, e);
}

static int draft_page(struct page *p, struct err *e)
{
	struct decree_show_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct decree_show_out *out = padan_arena_get(p->arena, sizeof(*out));
	struct row_list_in *rows_in = padan_arena_get(p->arena, sizeof(*rows_in));
	struct row_list_out *rows = padan_arena_get(p->arena, sizeof(*rows));
	int rc;

	if (!in || !out || !rows_in || !rows)
		return err_memory(e, "rancangan");
	rc = run_and_bind(p, decree_show_case, NULL, in, out, e);
	if (!rc)
		rc = page_fill(p, row_list_case, rows_in, e);
	rows_in->banyak = 1;
	if (!rc)
		rc = page_run(p, row_list_case, rows_in, rows, e);
	if (!rc)
		rc = page_bind(p, "isi", row_list_case->out, rows, e);
	if (!rc) /* chosen, but the decree waits for their card: they are not in the buttons' numbers */
		rc = page_bind_number(p, "menunggu", rows->terpilih - out->orang, e);
	if (!rc)
		rc = bind_next(p, out->keadaan, e);
	return rc ? absent_or(p, rc, e) : page_render(p, "programme/view/rancangan.html", e);
}

/* --- why -------------------------------------------------------------------------------------------------------------
 */
static int why_page(struct page *p, struct err *e)
{
	struct why_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct why_out *out = padan_arena_get(p->arena, sizeof(*out));
	bool asked = page_value(p, "orang").n != 0;
	struct err said = { .code = ERR_OK, .text = "" };
	int rc = in && out ? ERR_OK : err_memory(e, "jawaban");

	if (rc)
		return rc;
	fields_clear(why_case->out, out, sizeof(*out));
	if (asked)
		rc = page_fill(p, why_case, in, e);
	if (!rc && asked)
		rc = page_run(p, why_case, in, out, &said);
	if (rc && rc != ERR_USAGE) {
		*e = said.code ? said : *e;
		return rc;
	}
	rc = page_bind(p, NULL, why_case->out, out, e);
	if (!rc)
		rc = page_bind_text(p, "orang", page_value(p, "orang"), e);
	if (!rc)
		rc = page_bind_text(p, "nama_rancangan", page_value(p, "rancangan"), e);
	if (!rc)
		rc = page_bind_text(
			p, "pesan",
			(span){ padan_arena_copy(p->arena, said.text, strlen(said.text)), strlen(said.text) }, e);
	return rc ? rc : page_render(p, "programme/view/kenapa.html", e);
}

/* --- a pair ----------------------------------------------------------------------------------------------------------
 */
enum { BAR = 150, BAR_HIGH = 16, BITS_FULL = 15000, FAMILY = 20 };

/* A bar from the middle to the right (for) or to the left (against). The table beside it says the same. */
static void put_bar(struct buf *out, int64_t mbit)
{
	int64_t w = llabs(mbit) * BAR / BITS_FULL;

	w = w > BAR ? BAR : w < 1 ? 1 : w;
	buf_printf(out,
		   "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">"
		   "<rect x=\"%lld\" y=\"2\" width=\"%lld\" height=\"12\" fill=\"%s\"/>"
		   "<line x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"16\" stroke=\"#0b0c0c\"/></svg>",
		   2 * BAR, BAR_HIGH, 2 * BAR, BAR_HIGH, (long long)(mbit < 0 ? BAR - w : BAR), (long long)w,
		   mbit < 0 ? "#b3200e" : "#00613c", BAR, BAR);
}

static void put_value(struct buf *out, const struct use_case *uc, const char *rows, const char *column, const void *row)
{
	const struct field *list = field_find(uc->out, padan_span_of(rows));
	struct buf text;

	buf_init(&text, out->from, 1 << 12);
	field_show(field_find(list->rows->columns, padan_span_of(column)), row, &text);
	html_text(out, buf_as_span(&text));
	out->failed |= text.failed;
	buf_done(&text);
}

/* The evidence as a table with bars. */
static int evidence(struct review_show_out *out, struct buf *html, struct err *e)
{
	struct review_evidence r;
	int more, rows = 0;

	buf_puts(html,
		 "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Bukti\"><table><caption>Bukti, "
		 "yang terberat dahulu</caption><thead><tr><th>Bukti</th>"
		 "<th class=\"num\">Bobot</th><th>Menentang | mendukung</th><th class=\"num\">Jumlah</th></tr></thead>"
		 "<tbody>");
	while ((more = out->bukti.next(out->bukti.ctx, &r, e)) == 1) {
		buf_puts(html, "<tr><td>");
		html_text(html, r.bukti);
		buf_puts(html, r.bobot < 0 ? "</td><td class=\"num\">" : "</td><td class=\"num\">+");
		put_value(html, review_show_case, "bukti", "bobot", &r);
		buf_puts(html, "</td><td>");
		put_bar(html, r.bobot);
		buf_puts(html, "</td><td class=\"num\">");
		put_value(html, review_show_case, "bukti", "jumlah", &r);
		buf_puts(html, "</td></tr>");
		rows++;
	}
	buf_puts(html, rows ? "" : "<tr><td colspan=\"4\">Tidak ada perbandingan yang tersimpan.</td></tr>");
	buf_puts(html, "</tbody></table></div>");
	return more < 0 ? e->code : ERR_OK;
}

/* "SIT[T]I": what stands in brackets is marked. Whatever the brackets, marks open and close in turn. */
static void put_marked(struct buf *out, span s)
{
	bool open = false;
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != (open ? ']' : '['))
			continue;
		html_text(out, (span){ s.p + from, i - from });
		buf_puts(out, open ? "</mark>" : "<mark>");
		open = !open;
		from = i + 1;
	}
	html_text(out, (span){ s.p + from, s.n - from });
	buf_puts(out, open ? "</mark>" : "");
}

static void put_side(struct buf *out, span value)
{
	buf_puts(out, "<td>");
	if (value.n)
		put_marked(out, value);
	else
		buf_puts(out, "<span class=\"soft\">-</span>");
	buf_puts(out, "</td>");
}

/* *card: the family card of whom is compared, the registry's number, else the typed one. */
static int side_by_side(struct review_show_out *out, struct buf *html, span *card, struct err *e)
{
	struct review_field f;
	int more;

	buf_puts(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		       "aria-label=\"Perbandingan\"><table><caption>Huruf yang berbeda "
		       "ditandai</caption><thead><tr><th>Isian</th>"
		       "<th>Usulan</th><th>Data kependudukan</th><th>Hasil</th></tr></thead><tbody>");
	while ((more = out->banding.next(out->banding.ctx, &f, e)) == 1) {
		if (padan_span_eq(f.bidang, SPAN("No. KK")))
			*card = f.kandidat.n ? f.kandidat : f.usulan;
		buf_puts(html, "<tr><th scope=\"row\">");
		html_text(html, f.bidang);
		buf_puts(html, "</th>");
		put_side(html, f.beda_usulan);
		put_side(html, f.beda_kandidat);
		buf_puts(html, "<td>");
		html_text(html, f.hasil);
		buf_puts(html, "</td></tr>");
	}
	buf_puts(html, "</tbody></table></div>");
	return more < 0 ? e->code : ERR_OK;
}

static int bind_html(struct page *p, const char *name, struct buf *html, struct err *e)
{
	span own = { padan_arena_copy(p->arena, html->p ? html->p : "", html->n), html->n };
	bool bad = html->failed || !own.p;

	buf_done(html);
	return bad ? err_memory(e, "halaman") : page_bind_markup(p, name, own, e);
}

/* Who else of this family card is known from proposals and decrees, for whoever may see people. */
static int bind_family(struct page *p, span card, struct err *e)
{
	struct person_find_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct person_find_out *out = padan_arena_get(p->arena, sizeof(*out));
	struct err none = { .code = ERR_OK };
	int rc = in && out ? page_fill(p, person_find_case, in, e) : err_memory(e, "keluarga");

	if (rc)
		return rc;
	in->cari = card;
	in->sesudah = (span){ NULL, 0 };
	in->banyak = FAMILY;
	if (!card.n || !page_may(p, CAP_PEOPLE) || page_run(p, person_find_case, in, out, &none) || out->ditemukan < 2)
		fields_clear(person_find_case->out, out, sizeof(*out));
	return page_bind(p, "k", person_find_case->out, out, e);
}

static int bind_pair(struct page *p, struct review_show_out *out, struct err *e)
{
	span card = { NULL, 0 };
	struct buf html;
	int rc;

	buf_init(&html, p->seams->alloc, 1 << 20);
	rc = side_by_side(out, &html, &card, e);
	rc = rc ? (buf_done(&html), rc) : bind_html(p, "banding_html", &html, e);
	if (!rc)
		rc = bind_family(p, card, e);
	if (rc)
		return rc;
	buf_init(&html, p->seams->alloc, 1 << 20);
	rc = evidence(out, &html, e);
	return rc ? (buf_done(&html), rc) : bind_html(p, "bukti_html", &html, e);
}

static int pair_page(struct page *p, struct err *e)
{
	struct review_show_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct review_show_out *out = padan_arena_get(p->arena, sizeof(*out));
	int rc = in && out ? run_and_bind(p, review_show_case, NULL, in, out, e) : err_memory(e, "pasangan");

	if (rc)
		return absent_or(p, rc, e);
	rc = bind_pair(p, out, e);
	return rc ? rc : page_render(p, "programme/view/pasangan.html", e);
}

/* The next row of the queue, taken; without one, back to the queue. */
static int take_act(struct page *p, struct err *e)
{
	struct review_take_in in;
	struct review_take_out out;
	int rc = page_fill(p, review_take_case, &in, e);

	if (!rc)
		rc = page_commit(p, review_take_case, &in, &out, e);
	if (rc)
		return rc;
	return page_redirect(p, e, "/pemadanan/%s/baris/%lld", page_escape(p, out.rancangan), (long long)out.no);
}

/* The pair again, with what was wrong. */
static int answer_refused(struct page *p, int rc, struct err *e)
{
	span words = { padan_arena_copy(p->arena, e->text, strlen(e->text)), strlen(e->text) };

	if ((rc != ERR_USAGE && rc != ERR_CONFLICT) || p->wants_code || p->absent)
		return rc;
	p->answer->status = status_of(rc);
	p->reference = (span){ NULL, 0 };
	rc = words.p ? frame_fault(p, "orang", words, e) : err_memory(e, "halaman");
	return rc ? rc : pair_page(p, e);
}

/* What a form's button says (jawaban), or "pilih" with the candidate that was chosen among the radio buttons. */
static int answer_act(struct page *p, struct err *e)
{
	struct review_answer_in in;
	struct review_answer_out out;
	span run = page_value(p, "rancangan");
	int64_t next = page_number(p, "berikut", 0);
	int rc = page_fill(p, review_answer_case, &in, e);

	if (!rc && span_ieq(in.jawaban, SPAN("pilih")))
		in.jawaban = page_value(p, "orang");
	if (!rc && !in.jawaban.n)
		rc = err_set(e, ERR_USAGE, "pilih dahulu kandidatnya");
	if (!rc)
		rc = page_commit(p, review_answer_case, &in, &out, e);
	if (rc)
		return answer_refused(p, rc, e);
	if (next > 0 && !span_ieq(in.jawaban, SPAN("URUNG")))
		return page_redirect(p, e, "/pemadanan/%s/baris/%lld", page_escape(p, run), (long long)next);
	return page_redirect(p, e, "/pemadanan/%s/baris/%lld", page_escape(p, run), (long long)in.no);
}
