/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/page_view.h"

enum { BOUND_MAX = 200 };

enum bound_kind { BOUND_RECORD, BOUND_TEXT, BOUND_NUMBER, BOUND_FLAG };

struct bound {
	const char *name;
	enum bound_kind kind;
	const struct field *fields;
	const void *record;
	span text;
	int64_t n;
};

struct view {
	struct bound at[BOUND_MAX];
	size_t n;
};

int view_begin(struct page *p, struct err *e)
{
	p->view = padan_arena_get(p->arena, sizeof(*p->view));
	if (!p->view)
		return err_memory(e, "halaman");
	p->view->n = 0;
	return ERR_OK;
}

static int bind(struct page *p, struct bound b, struct err *e)
{
	if (p->view->n == BOUND_MAX)
		return err_set(e, ERR_MACHINE, "lebih dari %d nama pada satu halaman (kesalahan program)", BOUND_MAX);
	p->view->at[p->view->n++] = b;
	return ERR_OK;
}

int page_bind(struct page *p, const char *name, const struct field *fields, const void *record, struct err *e)
{
	return bind(p, (struct bound){ .name = name, .kind = BOUND_RECORD, .fields = fields, .record = record }, e);
}

int page_bind_text(struct page *p, const char *name, span text, struct err *e)
{
	return bind(p, (struct bound){ .name = name, .kind = BOUND_TEXT, .text = text }, e);
}

int page_bind_number(struct page *p, const char *name, int64_t n, struct err *e)
{
	return bind(p, (struct bound){ .name = name, .kind = BOUND_NUMBER, .n = n }, e);
}

int page_bind_flag(struct page *p, const char *name, bool yes, struct err *e)
{
	return bind(p, (struct bound){ .name = name, .kind = BOUND_FLAG, .n = yes }, e);
}

void html_escape(struct buf *out, span text)
{
	for (size_t i = 0; i < text.n; i++)
		switch (text.p[i]) {
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		case '\'':
			buf_puts(out, "&#39;");
			break;
		default:
			buf_putc(out, text.p[i]);
		}
}

static void page_top(struct buf *b, span title)
{
	buf_puts(b, "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>");
	html_escape(b, title);
	buf_puts(b, "</title></head><body><main><h1>");
	html_escape(b, title);
	buf_puts(b, "</h1>\n");
}

void fault_page(struct answer *a, int status, const char *words)
{
	a->type = "text/html; charset=utf-8";
	page_top(&a->body, status == 404   ? SPAN("Tidak ditemukan")
			   : status == 403 ? SPAN("Tidak berwenang")
			   : status >= 500 ? SPAN("Layanan terganggu")
					   : SPAN("Tidak dapat dilanjutkan"));
	buf_puts(&a->body, "<p>");
	html_escape(&a->body, padan_span_of(words));
	buf_puts(&a->body, "</p></main></body></html>\n");
}

static void show_field(struct buf *out, const struct field *f, const void *record)
{
	struct buf value;

	if (f->type == FIELD_rows || f->type == FIELD_lines || !field_given(f, record))
		return;
	buf_init(&value, out->from, 1 << 16);
	field_show(f, record, &value);
	buf_puts(out, "<dt>");
	html_escape(out, padan_span_of(f->label));
	buf_puts(out, "</dt><dd>");
	html_escape(out, buf_as_span(&value));
	buf_puts(out, "</dd>\n");
	buf_done(&value);
}

int page_render(struct page *p, const char *template, struct err *e)
{
	struct buf *out = &p->answer->body;

	(void)template;
	p->answer->type = "text/html; charset=utf-8";
	page_top(out, padan_span_of(p->row->title));
	buf_puts(out, "<dl>\n");
	for (size_t i = 0; i < p->view->n; i++) {
		const struct bound *b = &p->view->at[i];

		for (const struct field *f = b->fields; b->kind == BOUND_RECORD && f->c; f++)
			show_field(out, f, b->record);
	}
	buf_puts(out, "</dl></main></body></html>\n");
	return out->failed ? err_memory(e, "halaman") : ERR_OK;
}
