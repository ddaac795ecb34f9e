/* SPDX-License-Identifier: EUPL-1.2
 * Pengaturan surat: the form holds what is in force. */
#include "papers/letterhead_cases.h"
#include "web/form.h"
#include "web/page.h"

#define PAGES	  "papers/letterhead_pages.def"
#define PAGE_ROOM letterhead
#include "web/pages.inc"

/* What in and out fields of the same wire name and type share. */
static void prefill(struct letterhead_save_in *in, const struct letterhead_show_out *out)
{
	for (const struct field *f = letterhead_save_case->in; f->c; f++) {
		const struct field *o = field_find(letterhead_show_case->out, padan_span_of(f->wire));

		if (o && o->type == f->type)
			memcpy((char *)in + f->at, (const char *)out + o->at, f->size);
	}
}

static int letterhead_page(struct page *p, struct err *e)
{
	struct letterhead_show_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct letterhead_show_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct letterhead_save_in *form = padan_arena_get(p->arena, sizeof(*form));
	span html;
	int rc = in && out && form ? page_fill(p, letterhead_show_case, in, e) : err_memory(e, "pengaturan surat");

	if (!rc)
		rc = page_run(p, letterhead_show_case, in, out, e);
	if (rc)
		return rc;
	fields_clear(letterhead_save_case->in, form, sizeof(*form));
	prefill(form, out);
	rc = form_controls(p, letterhead_save_case, form, &html, e);
	if (!rc)
		rc = page_bind_markup(p, "isian", html, e);
	if (!rc)
		rc = page_bind(p, NULL, letterhead_show_case->out, out, e);
	return rc ? rc : page_render(p, "papers/view/surat.html", e);
}
