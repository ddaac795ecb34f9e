/* SPDX-License-Identifier: EUPL-1.2
 * Peserta. What was typed into the search field comes by POST, so that no number of a person stands in an address. */
#include "membership/person_cases.h"
#include "web/page.h"

#define PAGES	  "membership/person_pages.def"
#define PAGE_ROOM participant
#include "web/pages.inc"

static int search_show(struct page *p, const struct person_find_out *out, bool asked, const struct err *said,
		       struct err *e)
{
	size_t n = said->code ? strlen(said->text) : 0;
	span words = { padan_arena_copy(p->arena, n ? said->text : "", n), n };
	int rc = words.p ? page_bind(p, NULL, person_find_case->out, out, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_bind_text(p, "dicari", page_value(p, "cari"), e);
	if (!rc)
		rc = page_bind_text(p, "pesan", words, e);
	if (!rc)
		rc = page_bind_flag(p, "nihil", asked && !n && !out->ditemukan, e);
	return rc ? rc : page_render(p, "membership/view/cari.html", e);
}

static int search_page(struct page *p, struct err *e)
{
	struct person_find_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };

	if (!out)
		return err_memory(e, "halaman");
	fields_clear(person_find_case->out, out, sizeof(*out));
	return search_show(p, out, false, &said, e);
}

/* Straight to the person when there is one only. */
static int search_act(struct page *p, struct err *e)
{
	struct person_find_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct person_find_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	int rc;

	if (!in || !out)
		return err_memory(e, "halaman");
	fields_clear(person_find_case->out, out, sizeof(*out));
	rc = page_fill(p, person_find_case, in, &said);
	if (!rc)
		rc = page_run(p, person_find_case, in, out, &said);
	if (rc && rc != ERR_USAGE) {
		*e = said;
		return rc;
	}
	if (!rc && out->orang.n)
		return page_redirect(p, e, "/peserta/%s", page_escape(p, out->orang));
	return search_show(p, out, true, &said, e);
}
