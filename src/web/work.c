/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/work.h"

#include "web/form.h"
#include "web/form_text.h"
#include "web/frame.h"
#include "web/page_run.h"
#include "web/reach.h"
#include "web/request.h"
#include "web/text.h"

#include <stdio.h>

/* One visit to the page of a use case. */
struct work {
	struct page *p;
	const struct use_case *uc;
	void *in, *out;
	char path[200]; /* /kerja/decree/list */
};

/* Which use case the address names. ERR_USAGE with page_absent when there is none, or it is not this visitor's. */
static int find(struct work *w, struct page *p, struct err *e)
{
	static const char *const parts[] = { "satu", "dua", "tiga" };
	char words[160] = "";
	size_t n = 0;

	*w = (struct work){ .p = p };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		span s = page_value(p, parts[i]);

		if (!s.n || n + s.n + 2 > sizeof(words))
			break;
		if (n)
			words[n++] = '/';
		memcpy(words + n, s.p, s.n);
		n += s.n;
	}
	w->uc = reach_find((span){ words, n }, '/');
	if (!w->uc || !page_may(p, w->uc->capability))
		return page_absent(p, e);
	snprintf(w->path, sizeof(w->path), "/kerja/%.*s", (int)n, words);
	w->in = padan_arena_zero(p->arena, w->uc->in_size);
	w->out = padan_arena_zero(p->arena, w->uc->out_size);
	p->view->title = text_in(p->view->language, padan_span_of(w->uc->label));
	return w->in && w->out ? ERR_OK : err_memory(e, w->uc->label);
}

/* What it does, without the examples of the command line. */
static span about(const struct use_case *uc)
{
	const char *end = strstr(uc->about, "Contoh:");

	return span_trim((span){ uc->about, end ? (size_t)(end - uc->about) : strlen(uc->about) });
}

static int bind_about(struct work *w, struct err *e)
{
	struct buf b;
	char *copy;
	size_t n;

	buf_init(&b, w->p->seams->alloc, LIM_CELL);
	form_words(w->uc->in, text_in(w->p->view->language, about(w->uc)), &b);
	n = b.n;
	copy = b.failed ? NULL : padan_arena_copy(w->p->arena, b.p ? b.p : "", n);
	buf_done(&b);
	return copy ? page_bind_text(w->p, "tentang", (span){ copy, n }, e) : err_memory(e, "halaman");
}

static int bind_common(struct work *w, bool filled, struct err *e)
{
	char *path = padan_arena_copy(w->p->arena, w->path, strlen(w->path));
	span controls;
	int rc = path ? form_controls(w->p, w->uc, filled ? w->in : NULL, &controls, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_bind_markup(w->p, "isian", controls, e);
	if (!rc)
		rc = page_bind_text(w->p, "tindakan", padan_span_of(path), e);
	if (!rc)
		rc = bind_about(w, e);
	if (!rc)
		rc = page_bind_flag(w->p, "ada_isian", controls.n > 0, e);
	return rc ? rc : page_bind_flag(w->p, "berkas", form_has_files(w->uc), e);
}

static int bind_answer(struct work *w, bool answered, struct err *e)
{
	span facts = SPAN(""), tables = SPAN("");
	int rc = ERR_OK;

	if (answered)
		rc = form_facts(w->p, w->uc->out, w->out, &facts, e);
	if (!rc && answered)
		rc = form_tables(w->p, w->uc->out, w->out, &tables, e);
	if (!rc)
		rc = page_bind_markup(w->p, "fakta", facts, e);
	if (!rc)
		rc = page_bind_markup(w->p, "daftar", tables, e);
	return rc ? rc : page_bind_flag(w->p, "terjawab", answered, e);
}

/* The form, with the answer below it when there is one. */
static int show_reading(struct work *w, bool filled, bool answered, struct err *e)
{
	int rc = bind_common(w, filled, e);

	if (!rc)
		rc = bind_answer(w, answered, e);
	if (!rc)
		rc = page_bind_flag(w->p, "lewat_alamat", reach_by_address(w->uc), e);
	return rc ? rc : page_render(w->p, "web/view/kerja_baca.html", e);
}

static int show_writing(struct work *w, bool filled, struct err *e)
{
	int rc = bind_common(w, filled, e);

	if (!rc)
		rc = page_bind_text(w->p, "tombol",
				    form_cannot_wait(w->uc) ? w->p->view->title
							    : text_in(w->p->view->language, SPAN("Periksa dahulu")),
				    e);
	if (!rc)
		rc = page_bind_text(w->p, "langkah", form_cannot_wait(w->uc) ? SPAN("kirim") : SPAN("periksa"), e);
	return rc ? rc : page_render(w->p, "web/view/kerja_isi.html", e);
}

/* An error of the use case itself, above its form. */
static int show_refused(struct work *w, const struct err *why, struct err *e)
{
	char *words = padan_arena_copy(w->p->arena, why->text, strlen(why->text));
	int rc = words ? frame_fault(w->p, "", padan_span_of(words), e) : err_memory(e, "halaman");

	w->p->answer->status = why->code == ERR_CONFLICT ? 409 : 422;
	if (rc)
		return rc;
	return w->uc->kind == CASE_READ ? show_reading(w, true, false, e) : show_writing(w, true, e);
}

static bool asks_nothing(const struct work *w)
{
	for (const struct field *f = w->uc->in; f->c; f++)
		if (f->flags & F_REQUIRED && f->type != FIELD_store)
			return false;
	return true;
}

static int show_empty(struct work *w, struct err *e)
{
	fields_clear(w->uc->in, w->in, w->uc->in_size);
	return show_reading(w, false, false, e);
}

/* Reads, when all that it needs came, or when nothing is needed. Who typed nothing yet is not told what is missing. */
static int read_now(struct work *w, struct err *e)
{
	struct err why = { .code = ERR_OK, .text = "" };
	bool untouched = !w->p->request->post && !w->p->request->query.n;
	int wrong = 0, rc;

	if (untouched && !asks_nothing(w))
		return show_empty(w, e);
	rc = form_fill(w->p, w->uc, w->in, &wrong, e);
	if (rc)
		return rc;
	if (wrong) {
		w->p->answer->status = 422;
		return show_reading(w, true, false, e);
	}
	rc = page_run(w->p, w->uc, w->in, w->out, &why);
	if (rc == ERR_MACHINE)
		return err_set(e, rc, "%s", why.text);
	if (rc == ERR_USAGE && untouched)
		return show_empty(w, e);
	if (rc && rc != ERR_FOUND_WRONG)
		return show_refused(w, &why, e);
	if (rc == ERR_FOUND_WRONG && why.text[0]) {
		char *words = padan_arena_copy(w->p->arena, why.text, strlen(why.text));

		rc = words ? frame_fault(w->p, "", padan_span_of(words), e) : err_memory(e, "halaman");
		if (rc)
			return rc;
	}
	return show_reading(w, true, true, e);
}

static int show_receipt(struct work *w, struct err *e)
{
	char *path = padan_arena_copy(w->p->arena, w->path, strlen(w->path));
	span reference = page_value(w->p, "acuan");
	int rc = path ? page_bind_text(w->p, "tindakan", padan_span_of(path), e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_bind_text(w->p, "nomor", reference, e);
	return rc ? rc : page_render(w->p, "web/view/kerja_terima.html", e);
}

int work_show(struct page *p, struct err *e)
{
	struct work w;
	int rc = find(&w, p, e);

	if (rc)
		return rc;
	if (w.uc->kind == CASE_READ)
		return read_now(&w, e);
	if (frame_reference(p).n) {
		p->view->receipt = true;
		return show_receipt(&w, e);
	}
	fields_clear(w.uc->in, w.in, w.uc->in_size);
	return show_writing(&w, false, e);
}

/* Answers are checked: what was typed, what the preview found, the button. */
static int show_check(struct work *w, struct err *e)
{
	span typed, hidden, act;
	int rc = form_facts(w->p, w->uc->in, w->in, &typed, e);

	if (!rc)
		rc = form_hidden(w->p, w->uc, &hidden, e);
	if (!rc)
		rc = form_act(w->p, w->uc, w->out, &act, e);
	if (!rc)
		rc = page_bind_markup(w->p, "jawaban", typed, e);
	if (!rc)
		rc = page_bind_markup(w->p, "tersembunyi", hidden, e);
	if (!rc)
		rc = page_bind_text(w->p, "tombol", act, e);
	if (!rc)
		rc = bind_common(w, true, e);
	if (!rc)
		rc = bind_answer(w, true, e);
	return rc ? rc : page_render(w->p, "web/view/kerja_periksa.html", e);
}

static int carry_out(struct work *w, struct err *e)
{
	struct err why = { .code = ERR_OK, .text = "" };
	int rc = page_commit(w->p, w->uc, w->in, w->out, &why);

	if (rc == ERR_MACHINE)
		return err_set(e, rc, "%s", why.text);
	if (rc && rc != ERR_FOUND_WRONG)
		return show_refused(w, &why, e);
	return page_redirect(w->p, e, "%s", w->path);
}

/* What makes files is a job. */
static int order(struct work *w, struct err *e)
{
	struct err why = { .code = ERR_OK, .text = "" };
	int rc = page_order(w->p, w->uc, w->in, &why);

	if (rc == ERR_MACHINE)
		return err_set(e, rc, "%s", why.text);
	if (rc)
		return show_refused(w, &why, e);
	return page_redirect(w->p, e, "/pekerjaan/%s", page_escape(w->p, w->p->reference));
}

int work_again(struct page *p, const struct use_case *uc, struct err *e)
{
	struct work w = { .p = p, .uc = uc };
	struct err why = *e;
	int wrong = 0, rc;

	p->reference = (span){ NULL, 0 }; /* nothing was carried out */
	p->view->title = text_in(p->view->language, padan_span_of(uc->label));
	w.in = padan_arena_zero(p->arena, uc->in_size);
	w.out = padan_arena_zero(p->arena, uc->out_size);
	snprintf(w.path, sizeof(w.path), "/kerja/%s", uc->path);
	for (char *at = w.path; *at; at++)
		*at = *at == ' ' ? '/' : *at;
	rc = w.in && w.out ? form_fill(p, uc, w.in, &wrong, e) : err_memory(e, uc->label);
	if (!rc)
		rc = wrong ? show_writing(&w, true, e) : show_refused(&w, &why, e);
	p->answer->status = status_of(why.code);
	return rc;
}

int work_carry(struct page *p, struct err *e)
{
	struct err why = { .code = ERR_OK, .text = "" };
	struct work w;
	int wrong = 0, rc = find(&w, p, e);
	span step;

	if (rc)
		return rc;
	if (w.uc->kind == CASE_READ)
		return read_now(&w, e);
	step = page_value(p, "langkah");
	if (padan_span_eq(step, SPAN("ubah"))) {
		fields_clear(w.uc->in, w.in, w.uc->in_size);
		return show_writing(&w, true, e);
	}
	rc = form_fill(p, w.uc, w.in, &wrong, e);
	if (rc)
		return rc;
	if (wrong) {
		p->answer->status = 422;
		return show_writing(&w, true, e);
	}
	if (reach_makes_files(w.uc))
		return order(&w, e);
	if (padan_span_eq(step, SPAN("kirim")) || reach_takes_files(w.uc)) /* files come once: nothing to check first */
		return carry_out(&w, e);
	rc = page_run(p, w.uc, w.in, w.out, &why);
	if (rc == ERR_MACHINE)
		return err_set(e, rc, "%s", why.text);
	if (rc && rc != ERR_FOUND_WRONG)
		return show_refused(&w, &why, e);
	return show_check(&w, e);
}

/* --- all of them ------------------------------------------------------------------------------------------------- */

struct entry {
	span room, text, path;
	bool first;
};
#define COLUMN(member_, wire_, type_)                                                                                  \
	{                                                                                                              \
		.c = #member_, .wire = wire_, .label = "", .type = FIELD_##type_,                                      \
		.at = offsetof(struct entry, member_), .size = sizeof(((struct entry *)0)->member_)                    \
	}
static const struct field entry_columns[] = {
	COLUMN(room, "ruang", text),
	COLUMN(text, "teks", text),
	COLUMN(path, "jalan", text),
	COLUMN(first, "pertama", flag),
	{ .c = NULL },
};
static const struct row_shape entry_shape = { entry_columns, sizeof(struct entry) };

static int entry_of(struct page *p, const struct use_case *uc, struct entry *out, struct err *e)
{
	size_t n = strlen(uc->path);
	char *path = padan_arena_get(p->arena, n + 8);

	if (!path)
		return err_memory(e, "halaman");
	memcpy(path, "/kerja/", 7);
	for (size_t i = 0; i <= n; i++)
		path[7 + i] = uc->path[i] == ' ' ? '/' : uc->path[i];
	out->path = padan_span_of(path);
	out->text = text_in(p->view->language, padan_span_of(uc->label));
	return ERR_OK;
}

int work_list(struct page *p, struct err *e)
{
	struct entry *all = NULL;
	struct row_cursor c;
	size_t n = 0, cap = 0;
	int rc = ERR_OK;

	for (const struct room *r = rooms(); r->name && !rc; r++) {
		bool first = true;

		for (size_t i = 0; i < r->set->n && !rc; i++) {
			const struct use_case *uc = &r->set->cases[i];

			if (reach_offline(uc) || !page_may(p, uc->capability))
				continue;
			all = row_room(p->arena, all, n, &cap, sizeof(*all));
			if (!all)
				return err_memory(e, "halaman");
			all[n] = (struct entry){ .first = first,
						 .room = text_in(p->view->language, padan_span_of(r->label)) };
			rc = entry_of(p, uc, &all[n++], e);
			first = false;
		}
	}
	if (!rc)
		rc = row_cursor_over(p->arena, all, n, sizeof(*all), &c, e);
	if (!rc)
		rc = page_bind_rows(p, "pekerjaan", &entry_shape, c, e);
	return rc ? rc : page_render(p, "web/view/kerja.html", e);
}
