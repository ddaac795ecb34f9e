/* SPDX-License-Identifier: EUPL-1.2
 * A draft from the lists received: they are ticked, what may not be kept is uploaded for this once, the rest is a job.
 */
#include "intake/batch_cases.h"
#include "programme/programme_cases.h"
#include "selection/selection_cases.h"
#include "web/page.h"

#define PAGES	  "selection/selection_pages.def"
#define PAGE_ROOM selection
#include "web/pages.inc"

enum { LISTS_MAX = 64, NUMBERS_MAX = 1200 };

/* The form; `said`: what was wrong with it, empty the first time. */
static int show(struct page *p, const char *said, struct err *e)
{
	struct programme_show_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct programme_show_out *out = padan_arena_get(p->arena, sizeof(*out));
	struct batch_list_in *lists_in = padan_arena_get(p->arena, sizeof(*lists_in));
	struct batch_list_out *lists = padan_arena_get(p->arena, sizeof(*lists));
	int rc = in && out && lists_in && lists ? ERR_OK : err_memory(e, "susunan");

	if (!rc)
		rc = page_fill(p, programme_show_case, in, e);
	if (!rc)
		rc = page_run(p, programme_show_case, in, out, e);
	if (rc)
		return rc == ERR_USAGE ? page_absent(p, e) : rc;
	rc = page_bind(p, NULL, programme_show_case->out, out, e);
	if (!rc)
		rc = page_fill(p, batch_list_case, lists_in, e);
	if (!rc)
		rc = page_run(p, batch_list_case, lists_in, lists, e);
	if (!rc)
		rc = page_bind(p, "kiriman", batch_list_case->out, lists, e);
	if (!rc)
		rc = page_bind_text(p, "pesan", (span){ padan_arena_copy(p->arena, said, strlen(said)), strlen(said) },
				    e);
	return rc ? rc : page_render(p, "selection/view/susun.html", e);
}

static int compose_page(struct page *p, struct err *e)
{
	return show(p, "", e);
}

/* "A,B,C" of the lists that were ticked. */
static int ticked(struct page *p, span *numbers, struct err *e)
{
	span at[LISTS_MAX];
	size_t n = page_values(p, "pilih", at, LISTS_MAX);
	struct buf b;

	if (!n)
		return err_set(e, ERR_USAGE, "belum ada kiriman yang dipilih; centang sedikitnya satu daftar usulan");
	if (n > LISTS_MAX)
		return err_set(e, ERR_USAGE, "paling banyak %d kiriman sekaligus", LISTS_MAX);
	buf_init(&b, p->seams->alloc, NUMBERS_MAX);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? "," : "", (int)at[i].n, at[i].p);
	*numbers = (span){ b.failed ? NULL : padan_arena_copy(p->arena, b.p, b.n), b.n };
	buf_done(&b);
	return numbers->p ? ERR_OK : err_set(e, ERR_USAGE, "terlalu banyak kiriman sekaligus");
}

static int compose_act(struct page *p, struct err *e)
{
	struct run_stored_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct err said = { .code = ERR_OK, .text = "" };
	int rc = in ? page_fill(p, run_stored_case, in, &said) : err_memory(e, "susunan");

	if (!rc)
		rc = ticked(p, &in->kiriman, &said);
	if (!rc)
		rc = page_order(p, run_stored_case, in, &said);
	if (rc == ERR_USAGE || rc == ERR_CONFLICT)
		return show(p, said.text, e);
	if (rc && said.code)
		*e = said;
	return rc ? rc : page_redirect(p, e, "/pekerjaan/%s", page_escape(p, p->reference));
}
