/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/form.h"

#include "web/fill.h"
#include "web/form_text.h"
#include "web/frame.h"
#include "web/html.h"
#include "web/request.h"
#include "web/template_show.h"
#include "web/text.h"

#include <stdio.h>

enum { FORM_BYTES_MAX = 1 << 20, RADIOS = 5 };

/* A form that is written. */
struct pen {
	struct page *p;
	struct buf *out;
	const void *in;
	const struct field *fields; /* of the use case; NULL: not known */
};

static bool asked(const struct field *f)
{
	return !fill_by_server(f) && strcmp(f->wire, "db") != 0;
}

bool form_has_files(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (asked(f) && (f->type == FIELD_file_in || f->type == FIELD_files_in))
			return true;
	return false;
}

bool form_cannot_wait(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (asked(f) && f->type == FIELD_secret)
			return true;
	return form_has_files(uc);
}

/* --- what was wrong ---------------------------------------------------------------------------------------------- */

/* The error of a field in the words of a form: the wire name before it goes. */
static int note(struct page *p, const struct field *f, const char *words, struct err *e)
{
	size_t n = strlen(f->wire);
	char *copy;

	if (strncmp(words, f->wire, n) == 0 && words[n] == ':')
		words += n + 1;
	words += *words == ' ';
	copy = padan_arena_copy(p->arena, words, strlen(words));
	if (!copy)
		return err_memory(e, "halaman");
	if (*copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 'a' + 'A');
	return frame_fault(p, f->wire, padan_span_of(copy), e);
}

static int note_missing(struct page *p, const struct field *f, struct err *e)
{
	char words[200];

	snprintf(words, sizeof(words), "%s belum diisi", f->label);
	return note(p, f, words, e);
}

static int note_wrong(struct page *p, const struct field *f, const struct err *why, struct err *e)
{
	char words[300];
	span typed = page_value(p, f->wire);

	if (f->type != FIELD_day && f->type != FIELD_month)
		return note(p, f, why->text, e);
	snprintf(words, sizeof(words), "%s: \"%.*s\" bukan %s; tulis seperti %s", f->label,
		 (int)(typed.n < 40 ? typed.n : 40), typed.p, f->type == FIELD_day ? "tanggal" : "bulan",
		 f->type == FIELD_day ? "2 Mei 2025 atau 02/05/2025" : "Mei 2025 atau 05/2025");
	return note(p, f, words, e);
}

int form_fill(struct page *p, const struct use_case *uc, void *in, int *wrong, struct err *e)
{
	int rc = ERR_OK;

	*wrong = 0;
	fields_clear(uc->in, in, uc->in_size);
	for (const struct field *f = uc->in; f->c && !rc; f++) {
		struct err why = { 0 };

		if (page_fill_field(p, f, in, &why) == ERR_MACHINE)
			return err_set(e, why.code, "%s", why.text);
		if (why.code && asked(f)) {
			(*wrong)++;
			rc = note_wrong(p, f, &why, e);
		} else if ((f->flags & F_REQUIRED) && asked(f) && !field_given(f, in)) {
			(*wrong)++;
			rc = note_missing(p, f, e);
		}
	}
	return rc;
}

/* --- controls ---------------------------------------------------------------------------------------------------- */

static void put(struct pen *k, const char *html)
{
	buf_puts(k->out, html);
}

static void put_text(struct pen *k, const char *text)
{
	html_text(k->out, text_in(k->p->view->language, padan_span_of(text)));
}

static void put_raw(struct pen *k, span text)
{
	html_text(k->out, text);
}

/* name="value" */
static void attribute(struct pen *k, const char *name, span value)
{
	buf_putc(k->out, ' ');
	put(k, name);
	put(k, "=\"");
	put_raw(k, value);
	buf_putc(k->out, '"');
}

/* What was typed, else what the record holds. */
static span value_of(struct pen *k, const struct field *f)
{
	struct buf b;
	span s = { NULL, 0 };

	if (page_given(k->p, f->wire))
		return page_value(k->p, f->wire);
	if (!k->in || !field_given(f, k->in))
		return s;
	buf_init(&b, k->p->seams->alloc, LIM_CELL);
	if (f->type == FIELD_day || f->type == FIELD_month || f->type == FIELD_rupiah)
		field_show(f, k->in, &b);
	else
		template_plain(f, k->in, &b);
	s = (span){ padan_arena_copy(k->p->arena, b.p ? b.p : "", b.n), b.n };
	k->out->failed = k->out->failed || b.failed || !s.p;
	buf_done(&b);
	return s.p ? s : (span){ NULL, 0 };
}

static bool is_wrong(const struct pen *k, const struct field *f, span *words)
{
	return frame_fault_of(k->p, f->wire, words);
}

/* id, name, and what describes the control. `at` < 0: the only one of its field. */
static void identity(struct pen *k, const struct field *f, int at)
{
	char id[120];
	span words;

	if (at <= 0)
		snprintf(id, sizeof(id), "f-%s", f->wire);
	else
		snprintf(id, sizeof(id), "f-%s-%d", f->wire, at);
	attribute(k, "id", padan_span_of(id));
	attribute(k, "name", padan_span_of(f->wire));
	if (at >= 0)
		return;
	if (is_wrong(k, f, &words)) {
		snprintf(id, sizeof(id), "f-%s-galat f-%s-bantu", f->wire, f->wire);
		put(k, " aria-invalid=\"true\"");
	} else {
		snprintf(id, sizeof(id), "f-%s-bantu", f->wire);
	}
	attribute(k, "aria-describedby", padan_span_of(id));
}

static void put_help(struct pen *k, const struct field *f)
{
	struct buf b;

	buf_init(&b, k->p->seams->alloc, LIM_CELL);
	form_words(k->fields, text_in(k->p->view->language, padan_span_of(f->help)), &b);
	put_raw(k, buf_as_span(&b));
	buf_done(&b);
}

static void hint(struct pen *k, const struct field *f)
{
	static const char *const of_type[] = {
		[FIELD_day] = N_("misalnya 2 Mei 2025 atau 02/05/2025"),
		[FIELD_month] = N_("misalnya Mei 2025"),
		[FIELD_files_in] = N_("boleh beberapa berkas"),
		[FIELD_reason] = N_("satu kalimat yang dapat dibaca orang lain"),
	};
	char id[120];
	const char *type = f->type < sizeof(of_type) / sizeof(of_type[0]) ? of_type[f->type] : NULL;
	span words;

	snprintf(id, sizeof(id), "f-%s-bantu", f->wire);
	put(k, f->help[0] || type ? "<span class=\"hint\"" : "<span");
	attribute(k, "id", padan_span_of(id));
	put(k, ">");
	if (f->help[0])
		put_help(k, f);
	if (f->help[0] && type)
		put(k, "; ");
	if (type)
		put_text(k, type);
	put(k, "</span>");
	if (!is_wrong(k, f, &words))
		return;
	snprintf(id, sizeof(id), "f-%s-galat", f->wire);
	put(k, "<span class=\"error\"");
	attribute(k, "id", padan_span_of(id));
	put(k, "><span class=\"hidden\">");
	put_text(k, "Salah:");
	put(k, "</span> ");
	put_raw(k, words);
	put(k, "</span>");
}

static void name_of_field(struct pen *k, const struct field *f)
{
	put_text(k, f->label);
	if (!(f->flags & F_REQUIRED) && f->type != FIELD_flag) {
		put(k, " <small class=\"soft\">(");
		put_text(k, "boleh kosong");
		put(k, ")</small>");
	}
}

/* The value for a text field; a sum without its Rp, which stands before the field already. */
static span value_in_line(struct pen *k, const struct field *f)
{
	span v = value_of(k, f);

	if (f->type == FIELD_rupiah && v.n > 2 && v.p[0] == 'R' && v.p[1] == 'p')
		return (span){ v.p + 2, v.n - 2 };
	return v;
}

static void line(struct pen *k, const struct field *f)
{
	bool digits = f->type == FIELD_number || f->type == FIELD_rupiah;
	bool narrow = digits || f->type == FIELD_permille || f->type == FIELD_day || f->type == FIELD_month;
	char most[24];

	put(k, f->type == FIELD_rupiah ? "<span class=\"prefix\"><span aria-hidden=\"true\">Rp</span>" : "");
	put(k, "<input");
	identity(k, f, -1);
	attribute(k, "type", f->type == FIELD_secret ? SPAN("password") : SPAN("text"));
	if (narrow)
		attribute(k, "class", SPAN("short"));
	if (digits || f->type == FIELD_permille)
		attribute(k, "inputmode", digits ? SPAN("numeric") : SPAN("decimal"));
	if (f->type == FIELD_text && f->limit > 0) {
		snprintf(most, sizeof(most), "%lld", (long long)f->limit);
		attribute(k, "maxlength", padan_span_of(most));
	}
	attribute(k, "autocomplete", SPAN("off"));
	if (f->type != FIELD_secret)
		attribute(k, "value", value_in_line(k, f));
	put(k, f->type == FIELD_rupiah ? "></span>" : ">");
}

static void area(struct pen *k, const struct field *f)
{
	put(k, "<textarea rows=\"4\"");
	identity(k, f, -1);
	put(k, ">\n");
	put_raw(k, value_of(k, f));
	put(k, "</textarea>");
}

static void file(struct pen *k, const struct field *f)
{
	put(k, "<input type=\"file\"");
	identity(k, f, -1);
	put(k, f->type == FIELD_files_in ? " multiple>" : ">");
}

/* A choice's word as it is read. */
static void word(struct pen *k, span w)
{
	char read[80];

	for (size_t i = 0; i < w.n && i < sizeof(read); i++)
		read[i] = w.p[i] == '_' ? ' ' : w.p[i];
	put_raw(k, w.n < sizeof(read) ? text_in(k->p->view->language, (span){ read, w.n }) : w);
}

static void list(struct pen *k, const struct field *f)
{
	span now = value_of(k, f);

	put(k, "<select");
	identity(k, f, -1);
	put(k, "><option value=\"\"></option>");
	for (int i = 0; field_word(f->words, i).n; i++) {
		span w = field_word(f->words, i);

		put(k, "<option");
		attribute(k, "value", w);
		put(k, span_ieq(now, w) ? " selected>" : ">");
		word(k, w);
		put(k, "</option>");
	}
	put(k, "</select>");
}

/* Is this word among those that were ticked? */
static bool ticked(struct pen *k, const struct field *f, int at, span w)
{
	span given[LIM_CHOICES];
	size_t n = page_values(k->p, f->wire, given, LIM_CHOICES);
	const struct choice_list *chosen;

	for (size_t i = 0; i < n && i < LIM_CHOICES; i++)
		if (span_ieq(given[i], w))
			return true;
	if (n || !k->in)
		return false;
	if (f->type == FIELD_choice)
		return *(const int *)field_member(f, k->in) == at;
	chosen = field_member(f, k->in);
	for (int i = 0; i < chosen->n; i++)
		if (chosen->at[i] == at)
			return true;
	return false;
}

static void option(struct pen *k, const struct field *f, int at, span w)
{
	char id[120];

	put(k, "<div class=\"option\"><input");
	put(k, f->type == FIELD_choices ? " type=\"checkbox\"" : " type=\"radio\"");
	identity(k, f, at);
	attribute(k, "value", w);
	put(k, ticked(k, f, at, w) ? " checked>" : ">");
	if (at)
		snprintf(id, sizeof(id), "f-%s-%d", f->wire, at);
	else
		snprintf(id, sizeof(id), "f-%s", f->wire);
	put(k, "<label");
	attribute(k, "for", padan_span_of(id));
	put(k, ">");
	word(k, w);
	put(k, "</label></div>");
}

static void group(struct pen *k, const struct field *f)
{
	put(k, "<legend>");
	name_of_field(k, f);
	put(k, "</legend>");
	hint(k, f);
	for (int i = 0; field_word(f->words, i).n; i++)
		option(k, f, i, field_word(f->words, i));
}

static void flag(struct pen *k, const struct field *f)
{
	span typed = page_value(k->p, f->wire);
	bool on = page_given(k->p, f->wire) ? span_ieq(typed, SPAN("ya")) : k->in && field_given(f, k->in);

	put(k, "<div class=\"option\"><input type=\"checkbox\" value=\"ya\"");
	identity(k, f, -1);
	put(k, on ? " checked>" : ">");
	put(k, "<label");
	buf_printf(k->out, " for=\"f-%s\">", f->wire);
	name_of_field(k, f);
	put(k, "</label></div>");
	hint(k, f);
}

static bool few_words(const struct field *f)
{
	return f->type == FIELD_choices || (f->type == FIELD_choice && !field_word(f->words, RADIOS).n);
}

static void single(struct pen *k, const struct field *f)
{
	buf_printf(k->out, "<label for=\"f-%s\">", f->wire);
	name_of_field(k, f);
	put(k, "</label>");
	hint(k, f);
	switch (f->type) {
	case FIELD_reason:
	case FIELD_lines:
		area(k, f);
		return;
	case FIELD_file_in:
	case FIELD_files_in:
		file(k, f);
		return;
	case FIELD_choice:
		list(k, f);
		return;
	default:
		line(k, f);
	}
}

static void control(struct pen *k, const struct field *f)
{
	bool grouped = few_words(f);
	span words;

	put(k, grouped ? "<fieldset class=\"field" : "<div class=\"field");
	put(k, is_wrong(k, f, &words) ? " wrong\">" : "\">");
	if (grouped)
		group(k, f);
	else if (f->type == FIELD_flag)
		flag(k, f);
	else
		single(k, f);
	put(k, grouped ? "</fieldset>\n" : "</div>\n");
}

/* The buffer's bytes into the arena. */
static int keep(struct page *p, struct buf *b, span *html, struct err *e)
{
	char *copy = b->failed ? NULL : padan_arena_copy(p->arena, b->p ? b->p : "", b->n);

	*html = (span){ copy, b->n };
	buf_done(b);
	return copy ? ERR_OK : err_memory(e, "formulir");
}

int form_control(struct page *p, const struct field *f, const void *in, span *html, struct err *e)
{
	struct buf b;
	struct pen k = { p, &b, in, NULL };

	buf_init(&b, p->seams->alloc, FORM_BYTES_MAX);
	control(&k, f);
	return keep(p, &b, html, e);
}

int form_controls(struct page *p, const struct use_case *uc, const void *in, span *html, struct err *e)
{
	struct buf b;
	struct pen k = { p, &b, in, uc->in };

	buf_init(&b, p->seams->alloc, FORM_BYTES_MAX);
	for (const struct field *f = uc->in; f->c; f++)
		if (asked(f))
			control(&k, f);
	return keep(p, &b, html, e);
}

int form_hidden(struct page *p, const struct use_case *uc, span *html, struct err *e)
{
	struct buf b;
	struct pen k = { p, &b, NULL, NULL };
	span values[LIM_CHOICES];

	buf_init(&b, p->seams->alloc, FORM_BYTES_MAX);
	for (const struct field *f = uc->in; f->c; f++) {
		size_t n = asked(f) ? page_values(p, f->wire, values, LIM_CHOICES) : 0;

		for (size_t i = 0; i < n && i < LIM_CHOICES; i++) {
			put(&k, "<input type=\"hidden\"");
			attribute(&k, "name", padan_span_of(f->wire));
			attribute(&k, "value", values[i]);
			put(&k, ">\n");
		}
	}
	return keep(p, &b, html, e);
}
