/* SPDX-License-Identifier: EUPL-1.2
 * Answers: any record as facts and tables. */
#include "web/form.h"

#include "web/fill.h"
#include "web/frame.h"
#include "web/html.h"
#include "web/template_show.h"
#include "web/text.h"

#include <stdio.h>

enum { VIEW_BYTES = 2 << 20 };

struct sheet {
	struct page *p;
	struct buf *out, scratch;
};

static void put(struct sheet *s, const char *html)
{
	buf_puts(s->out, html);
}

static void put_text(struct sheet *s, const char *text)
{
	html_text(s->out, text_in(s->p->view->language, padan_span_of(text)));
}

/* Numbers that say who somebody is are shown in part: who needs the whole opens the person's page, which is noted. */
static bool masked(const struct field *f)
{
	static const char *const names[] = { "nik", "no_kk", "kk", "no_hp", "hp", "kpj", "nomor_kpj", NULL };

	for (int i = 0; names[i]; i++)
		if (strcmp(f->wire, names[i]) == 0)
			return true;
	return false;
}

static bool is_number(const struct field *f)
{
	return f->type == FIELD_number || f->type == FIELD_rupiah || f->type == FIELD_permille;
}

static bool is_shown(const struct field *f)
{
	return f->type != FIELD_rows && f->type != FIELD_lines && f->type != FIELD_secret && !fill_by_server(f);
}

/* A code, not a name: capitals, digits and marks, as of a draft (7K3M-9QWP-2XTA) or a ward (73.72.01.1004). */
static bool is_code(span text)
{
	bool marked = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && c != '-' && c != '.')
			return false;
		marked |= c < 'A';
	}
	return text.n <= 32 && marked;
}

/* The value; as a link where it is a code and a page /NAME/{NAME} is open to this visitor. */
static void value(struct sheet *s, const struct field *f, const void *record)
{
	struct buf path;
	bool link;
	span text;

	buf_clear(&s->scratch);
	template_show(f, record, s->p->view->language, &s->scratch);
	text = buf_as_span(&s->scratch);
	if (!text.n)
		return;
	if (masked(f)) {
		buf_init(&path, s->p->seams->alloc, LIM_CELL);
		template_mask(text, &path);
		html_text(s->out, buf_as_span(&path));
		buf_done(&path);
		return;
	}
	if ((f->type == FIELD_text || f->type == FIELD_choice) && template_status_known(text)) {
		template_status(text, s->p->view->language, s->out);
		return;
	}
	buf_init(&path, s->p->seams->alloc, 4096);
	buf_printf(&path, "/%s/", f->wire);
	html_url_part(&path, text);
	link = f->type == FIELD_text && is_code(text) && !path.failed && frame_may_open(s->p, path.p);
	if (link) {
		put(s, "<a href=\"");
		html_text(s->out, buf_as_span(&path));
		put(s, "\">");
	}
	html_text(s->out, text);
	put(s, link ? "</a>" : "");
	buf_done(&path);
}

static int begin(struct sheet *s, struct page *p, struct buf *out)
{
	buf_init(out, p->seams->alloc, VIEW_BYTES);
	*s = (struct sheet){ .p = p, .out = out };
	buf_init(&s->scratch, p->seams->alloc, LIM_CELL);
	return ERR_OK;
}

static int finish(struct sheet *s, span *html, int rc, struct err *e)
{
	char *copy = rc || s->out->failed ? NULL : padan_arena_copy(s->p->arena, s->out->p ? s->out->p : "", s->out->n);

	*html = (span){ copy, copy ? s->out->n : 0 };
	buf_done(s->out);
	buf_done(&s->scratch);
	return rc || copy ? rc : err_memory(e, "halaman");
}

int form_facts(struct page *p, const struct field *fields, const void *record, span *html, struct err *e)
{
	struct buf out;
	struct sheet s;
	int n = 0, rc = begin(&s, p, &out);

	for (const struct field *f = fields; f->c; f++) {
		if (!is_shown(f) || !field_given(f, record))
			continue;
		put(&s, n++ ? "<div><dt>" : "<dl class=\"facts\">\n<div><dt>");
		put_text(&s, f->label);
		put(&s, "</dt><dd>");
		value(&s, f, record);
		put(&s, "</dd></div>\n");
	}
	put(&s, n ? "</dl>\n" : "");
	return finish(&s, html, rc, e);
}

/* --- tables ------------------------------------------------------------------------------------------------------ */

static void head(struct sheet *s, const struct field *list)
{
	put(s, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
	put_text(s, list->label);
	put(s, "\"><table>\n<caption>");
	put_text(s, list->label);
	put(s, "</caption>\n<thead><tr>");
	for (const struct field *f = list->rows->columns; f->c; f++) {
		put(s, is_number(f) ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
		put_text(s, f->label);
		put(s, "</th>");
	}
	put(s, "</tr></thead>\n<tbody>\n");
}

static void row(struct sheet *s, const struct field *list, const void *record)
{
	put(s, "<tr>");
	for (const struct field *f = list->rows->columns; f->c; f++) {
		put(s, is_number(f) ? "<td class=\"num\">" : "<td>");
		value(s, f, record);
		put(s, "</td>");
	}
	put(s, "</tr>\n");
}

/* This address with another beginning of the list. */
static void page_link(struct sheet *s, const struct field *list, int64_t from, const char *words)
{
	const struct pairs *q = &s->p->request->query;

	put(s, "<a href=\"?");
	for (size_t i = 0; i < q->n; i++) {
		if (padan_span_eq(q->at[i].name, SPAN("mulai")) || padan_span_eq(q->at[i].name, SPAN("daftar")))
			continue;
		html_url_part(s->out, q->at[i].name);
		put(s, "=");
		html_url_part(s->out, q->at[i].value);
		put(s, "&amp;");
	}
	put(s, "daftar=");
	html_url_part(s->out, padan_span_of(list->wire));
	buf_printf(s->out, "&amp;mulai=%lld\">", (long long)from);
	put_text(s, words);
	put(s, "</a>");
}

static void paging(struct sheet *s, const struct field *list, int64_t from, int64_t shown, bool more)
{
	if (from == 0 && !more)
		return;
	put(s, "<nav class=\"paging\" aria-label=\"");
	put_text(s, "Halaman daftar");
	put(s, "\">");
	if (from > 0)
		page_link(s, list, from > FORM_ROWS ? from - FORM_ROWS : 0, N_("Sebelumnya"));
	put(s, "<span>");
	put_text(s, "Baris");
	buf_printf(s->out, " %lld–%lld</span>", (long long)from + 1, (long long)(from + shown));
	if (more && !s->p->request->post)
		page_link(s, list, from + FORM_ROWS, N_("Berikutnya"));
	put(s, "</nav>\n");
}

static int table(struct sheet *s, const struct field *list, const void *record, struct err *e)
{
	const struct row_cursor *c = field_member(list, record);
	void *at = padan_arena_zero(s->p->arena, list->rows->size);
	bool mine = padan_span_eq(page_value(s->p, "daftar"), padan_span_of(list->wire));
	int64_t from = mine ? page_number(s->p, "mulai", 0) : 0, n = 0, shown = 0;
	int got = at && c->next ? 1 : 0;

	if (!at)
		return err_memory(e, list->label);
	while (got > 0 && shown < FORM_ROWS) {
		got = c->next(c->ctx, at, e);
		if (got <= 0 || n++ < from)
			continue;
		if (!shown++)
			head(s, list);
		row(s, list, at);
	}
	if (got > 0)
		got = c->next(c->ctx, at, e);
	if (got < 0)
		return e->code ? e->code : ERR_MACHINE;
	if (shown) {
		put(s, "</tbody></table></div>\n");
		paging(s, list, from, shown, got > 0);
		return ERR_OK;
	}
	put(s, "<h2>");
	put_text(s, list->label);
	put(s, "</h2>\n<p class=\"soft\">");
	put_text(s, from ? "Tidak ada baris lagi." : "Belum ada.");
	put(s, "</p>\n");
	return ERR_OK;
}

int form_tables(struct page *p, const struct field *fields, const void *record, span *html, struct err *e)
{
	struct buf out;
	struct sheet s;
	int rc = begin(&s, p, &out);

	for (const struct field *f = fields; f->c && !rc; f++)
		if (f->type == FIELD_rows)
			rc = table(&s, f, record, e);
	return finish(&s, html, rc, e);
}

/* --- the button -------------------------------------------------------------------------------------------------- */

/* "744 orang" from a number called so; the first rupiah beside it. */
int form_act(struct page *p, const struct use_case *uc, const void *out, span *text, struct err *e)
{
	static const char *const counted[] = { "orang", "peserta", "penerima", "baris", "usulan", "terpilih", NULL };
	const struct field *number = NULL, *money = NULL;
	struct buf b;
	char *copy;
	size_t n;

	for (const struct field *f = uc->out; f->c; f++) {
		for (int i = 0; counted[i] && !number; i++)
			if (f->type == FIELD_number && strcmp(f->wire, counted[i]) == 0 && field_given(f, out))
				number = f;
		if (!money && f->type == FIELD_rupiah && field_given(f, out))
			money = f;
	}
	buf_init(&b, p->seams->alloc, 4096);
	buf_span(&b, text_in(p->view->language, padan_span_of(uc->label)));
	if (number) {
		buf_puts(&b, ": ");
		field_show(number, out, &b);
		buf_printf(&b, " %s", number->wire);
	}
	if (number && money) {
		buf_puts(&b, " (");
		field_show(money, out, &b);
		buf_puts(&b, ")");
	}
	n = b.n;
	copy = b.failed ? NULL : padan_arena_copy(p->arena, b.p, n);
	buf_done(&b);
	*text = (span){ copy, n };
	return copy ? ERR_OK : err_memory(e, "halaman");
}
