/* SPDX-License-Identifier: EUPL-1.2
 * Papers and letters of a draft: they are ordered as a job, and what is made stands there to be taken. */
#include "papers/letter.h"
#include "programme/decree_cases.h"
#include "programme/row_cases.h"
#include "selection/selection_cases.h"
#include "web/page.h"
#include "web/web_cases.h"

#define PAGES	  "selection/papers_pages.def"
#define PAGE_ROOM papers
#include "web/pages.inc"

enum { NAMES_MAX = 400 };

/* The Word documents that can be asked for, as rows of nama, judul, orang (one page for each person). */
struct letter_choice {
	span nama, judul;
	bool orang;
};
#define COLUMN(member_, type_)                                                                                         \
	{                                                                                                              \
		.c = #member_, .wire = #member_, .label = "", .type = FIELD_##type_,                                   \
		.at = offsetof(struct letter_choice, member_), .size = sizeof(((struct letter_choice *)0)->member_)    \
	}
static const struct field choice_columns[] = {
	COLUMN(nama, text), COLUMN(judul, text), COLUMN(orang, flag), { .c = NULL }
};
static const struct row_shape choice_shape = { choice_columns, sizeof(struct letter_choice) };
static const struct letter_choice choices[] = {
#define LETTER(name_, title_, kinds_, ...)                                                                             \
	{ { #name_, sizeof(#name_) - 1 }, { title_, sizeof(title_) - 1 }, ((kinds_)&LETTER_PER_PERSON) != 0 },
#include "papers/letters.def"
#undef LETTER
};

static int run_and_bind(struct page *p, const struct use_case *uc, const char *name, void *in, void *out, struct err *e)
{
	int rc = page_fill(p, uc, in, e);

	if (!rc)
		rc = page_run(p, uc, in, out, e);
	return rc ? rc : page_bind(p, name, uc->out, out, e);
}

/* How many rows of each verdict: what the text for WhatsApp tells. */
static int bind_counts(struct page *p, struct err *e)
{
	struct row_list_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct row_list_out *out = padan_arena_get(p->arena, sizeof(*out));
	int rc = in && out ? page_fill(p, row_list_case, in, e) : err_memory(e, "berkas");

	if (rc)
		return rc;
	in->banyak = 1;
	rc = page_run(p, row_list_case, in, out, e);
	return rc ? rc : page_bind(p, "isi", row_list_case->out, out, e);
}

static int show(struct page *p, const char *said, struct err *e)
{
	struct decree_show_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct decree_show_out *out = padan_arena_get(p->arena, sizeof(*out));
	struct paper_files_in *files_in = padan_arena_get(p->arena, sizeof(*files_in));
	struct paper_files_out *files = padan_arena_get(p->arena, sizeof(*files));
	struct row_cursor letters;
	int rc = in && out && files_in && files ? run_and_bind(p, decree_show_case, NULL, in, out, e)
						: err_memory(e, "berkas");

	if (rc)
		return rc == ERR_USAGE ? page_absent(p, e) : rc;
	rc = run_and_bind(p, paper_files_case, "jadi", files_in, files, e);
	if (!rc)
		rc = bind_counts(p, e);
	if (!rc)
		rc = row_cursor_over(p->arena, choices, sizeof(choices) / sizeof(choices[0]), sizeof(choices[0]),
				     &letters, e);
	if (!rc)
		rc = page_bind_rows(p, "naskah", &choice_shape, letters, e);
	if (!rc)
		rc = page_bind_text(p, "pesan", (span){ padan_arena_copy(p->arena, said, strlen(said)), strlen(said) },
				    e);
	return rc ? rc : page_render(p, "selection/view/berkas.html", e);
}

static int papers_page(struct page *p, struct err *e)
{
	return show(p, "", e);
}

/* "nota_dinas,sptjm" of what was ticked; empty: what is made without asking. */
static int ticked(struct page *p, span *names, struct err *e)
{
	span at[LETTERS_N];
	size_t n = page_values(p, "naskah", at, LETTERS_N);
	struct buf b;

	*names = SPAN("");
	if (!n)
		return ERR_OK;
	if (n > LETTERS_N)
		return err_set(e, ERR_USAGE, "pilihan naskah tidak dikenal");
	buf_init(&b, p->seams->alloc, NAMES_MAX);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? "," : "", (int)(at[i].n < 60 ? at[i].n : 60), at[i].p);
	*names = (span){ b.failed ? NULL : padan_arena_copy(p->arena, b.p, b.n), b.n };
	buf_done(&b);
	return names->p ? ERR_OK : err_memory(e, "naskah");
}

static int papers_act(struct page *p, struct err *e)
{
	struct papers_in *in = padan_arena_get(p->arena, sizeof(*in));
	struct err said = { .code = ERR_OK, .text = "" };
	int rc = in ? page_fill(p, papers_case, in, &said) : err_memory(e, "berkas");

	if (!rc)
		rc = ticked(p, &in->surat, &said);
	if (!rc)
		rc = page_order(p, papers_case, in, &said);
	if (rc == ERR_USAGE)
		return show(p, said.text, e);
	if (rc && said.code)
		*e = said;
	return rc ? rc : page_redirect(p, e, "/pekerjaan/%s", page_escape(p, p->reference));
}

static int letter_act(struct page *p, struct err *e)
{
	int rc = page_order(p, why_letter_case, NULL, e);

	return rc ? rc : page_redirect(p, e, "/pekerjaan/%s", page_escape(p, p->reference));
}
