/* SPDX-License-Identifier: EUPL-1.2
 * Laporan: every report is a use case; page and files come from its descriptors. */
#include "programme/report_cases.h"
#include "web/form.h"
#include "web/page.h"
#include "web/table_file.h"
#include "web/text.h"
#include "web/view.h"

#include <stdio.h>

#define PAGES	  "programme/report_pages.def"
#define PAGE_ROOM report
#include "web/pages.inc"

/* By the word in the address. */
static const struct report {
	const char *word;
	const struct use_case *const *uc;
} reports[] = {
	{ "rekap", &report_recap_case },	 { "penolakan", &report_refusals_case },
	{ "iuran", &report_contributions_case }, { "sk-dan-dana", &report_decrees_case },
	{ "peninjauan", &report_review_case },	 { "sanggahan", &report_objections_case },
	{ "izin-data", &report_permits_case },	 { "pembukaan-data", &report_access_case },
};

struct entry {
	span path, name, about;
};
#define COLUMN(member_, wire_)                                                                                         \
	{                                                                                                              \
		.c = #member_, .wire = wire_, .label = "", .type = FIELD_text, .at = offsetof(struct entry, member_),  \
		.size = sizeof(((struct entry *)0)->member_)                                                           \
	}
static const struct field entry_columns[] = {
	COLUMN(path, "jalan"), COLUMN(name, "nama"), COLUMN(about, "tentang"), { .c = NULL }
};
static const struct row_shape entry_shape = { entry_columns, sizeof(struct entry) };

/* What it does, without the examples for the command line. */
static span about(const struct use_case *uc)
{
	const char *end = strstr(uc->about, "Contoh:");
	size_t n = end ? (size_t)(end - uc->about) : strlen(uc->about);

	return span_trim((span){ uc->about, n });
}

static int catalogue_page(struct page *p, struct err *e)
{
	enum { N = sizeof(reports) / sizeof(reports[0]) };
	struct entry *rows = padan_arena_array(p->arena, N, sizeof(*rows));
	struct row_cursor list;
	size_t n = 0;
	int rc;

	for (size_t i = 0; rows && i < N; i++) {
		const struct use_case *uc = *reports[i].uc;
		char path[60];

		if (!page_may(p, uc->capability))
			continue;
		snprintf(path, sizeof(path), "/laporan/%s", reports[i].word);
		rows[n++] = (struct entry){ padan_span_of(padan_arena_copy(p->arena, path, strlen(path))),
					    text_in(p->view->language, padan_span_of(uc->label)),
					    text_in(p->view->language, about(uc)) };
	}
	rc = rows ? row_cursor_over(p->arena, rows, n, sizeof(*rows), &list, e) : err_memory(e, "laporan");
	if (!rc)
		rc = page_bind_rows(p, "katalog", &entry_shape, list, e);
	return rc ? rc : page_render(p, "programme/view/laporan.html", e);
}

/* One report on its way. */
struct asked {
	const struct report *report;
	const struct use_case *uc;
	void *in, *out;
	struct err said;
};

static const struct report *find(span word)
{
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		if (padan_span_eq(word, padan_span_of(reports[i].word)))
			return &reports[i];
	return NULL;
}

/* What is asked wrongly is told on the page: a->said. */
static int ask(struct page *p, struct asked *a, struct err *e)
{
	int rc = ERR_OK;

	*a = (struct asked){ .report = find(page_value(p, "laporan")) };
	if (!a->report || !page_may(p, (*a->report->uc)->capability))
		return page_absent(p, e);
	a->uc = *a->report->uc;
	a->in = padan_arena_zero(p->arena, a->uc->in_size);
	a->out = padan_arena_zero(p->arena, a->uc->out_size);
	if (!a->in || !a->out)
		return err_memory(e, "laporan");
	fields_clear(a->uc->in, a->in, a->uc->in_size);
	fields_clear(a->uc->out, a->out, a->uc->out_size);
	for (const struct field *f = a->uc->in; !rc && f->c; f++)
		rc = page_fill_field(p, f, a->in, &a->said);
	if (!rc)
		rc = page_run(p, a->uc, a->in, a->out, &a->said);
	if (rc && rc != ERR_USAGE && rc != ERR_CONFLICT)
		*e = a->said;
	return rc == ERR_USAGE || rc == ERR_CONFLICT ? ERR_OK : rc;
}

/* What a report is made from is said by the program itself: in the reader's language. (Names and days stay.) */
static void translate_source(const struct page *p, const struct asked *a)
{
	const struct field *f = field_find(a->uc->out, SPAN("sumber"));
	span *said = f ? (span *)((char *)a->out + f->at) : NULL;

	if (said)
		*said = text_in(p->view->language, *said);
}

static int report_page(struct page *p, struct err *e)
{
	struct asked a;
	span form = SPAN(""), facts = SPAN(""), tables = SPAN("");
	int rc = ask(p, &a, e);

	if (rc)
		return rc;
	p->view->title = text_in(p->view->language, padan_span_of(a.uc->label));
	translate_source(p, &a);
	rc = form_controls(p, a.uc, a.in, &form, e);
	if (!rc && !a.said.code)
		rc = form_facts(p, a.uc->out, a.out, &facts, e);
	if (!rc && !a.said.code)
		rc = form_tables(p, a.uc->out, a.out, &tables, e);
	if (!rc)
		rc = page_bind_markup(p, "isian", form, e);
	if (!rc)
		rc = page_bind_markup(p, "fakta", facts, e);
	if (!rc)
		rc = page_bind_markup(p, "tabel", tables, e);
	if (!rc)
		rc = page_bind_text(p, "jalan_laporan", padan_span_of(a.report->word), e);
	if (!rc)
		rc = page_bind_text(p, "tentang", text_in(p->view->language, about(a.uc)), e);
	if (!rc)
		rc = page_bind_text(
			p, "pesan",
			(span){ padan_arena_copy(p->arena, a.said.text, strlen(a.said.text)), strlen(a.said.text) }, e);
	return rc ? rc : page_render(p, "programme/view/laporan_satu.html", e);
}

static const struct field *list_of(const struct use_case *uc)
{
	const struct field *f = uc->out;

	while (f->c && f->type != FIELD_rows)
		f++;
	return f;
}

/* Title, then "Label: value" of everything that is no list. */
static int head_lines(struct page *p, const struct asked *a, struct table_file *t, struct err *e)
{
	struct buf line;

	t->line[t->lines++] = padan_span_of(a->uc->label);
	buf_init(&line, p->seams->alloc, LIM_CELL);
	for (const struct field *f = a->uc->out; f->c && t->lines < TABLE_LINES; f++) {
		const char *copy;

		if (f->type == FIELD_rows || !field_given(f, a->out))
			continue;
		buf_clear(&line);
		buf_printf(&line, "%s: ", f->label);
		field_show(f, a->out, &line);
		copy = line.failed ? NULL : padan_arena_copy(p->arena, line.p, line.n);
		if (!copy) {
			buf_done(&line);
			return err_memory(e, "laporan");
		}
		t->line[t->lines++] = (span){ copy, line.n };
	}
	buf_done(&line);
	return ERR_OK;
}

static int report_file_page(struct page *p, struct err *e)
{
	static const char *const words[TABLE_FORMS] = { "xlsx", "csv", "pdf" };
	struct table_file t = { .day = p->env->today };
	const struct field *list;
	struct asked a;
	char name[80];
	int form = 0, rc;

	while (form < TABLE_FORMS && !padan_span_eq(page_value(p, "bentuk"), padan_span_of(words[form])))
		form++;
	if (form == TABLE_FORMS)
		return page_absent(p, e);
	rc = ask(p, &a, e);
	if (rc)
		return rc;
	if (a.said.code) {
		*e = a.said;
		return a.said.code;
	}
	rc = head_lines(p, &a, &t, e);
	list = list_of(a.uc);
	t.shape = list->rows;
	memcpy(&t.rows, field_member(list, a.out), sizeof(t.rows));
	snprintf(name, sizeof(name), "laporan-%s", a.report->word);
	return rc ? rc : page_send_table(p, &t, (enum table_form)form, name, e);
}
