/* SPDX-License-Identifier: EUPL-1.2
 * Peserta. What was typed into the search field comes by POST, so that no number of a person stands in an address. */
#include "membership/card_cases.h"
#include "membership/citizen_pages.h"
#include "membership/person_cases.h"
#include "web/page.h"
#include "web/request.h"

#include <stdio.h>

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

/* --- the card --------------------------------------------------------------------------------------------------------
 */
enum { GENUINE_AN_HOUR = 60, ADDRESS = 160 };

/* Under the name by which this server was asked; a machine of one's own speaks plain HTTP. */
static span own_address(const struct page *p)
{
	span host = p->request->head->host;
	bool local = host.n >= 4 && (!memcmp(host.p, "127.", 4) || (host.n >= 9 && !memcmp(host.p, "localhost", 9)));
	char text[ADDRESS];
	int n = snprintf(text, sizeof(text), "%s://%.*s", local ? "http" : "https", (int)host.n, host.p ? host.p : "");

	if (!host.n || n >= ADDRESS)
		return SPAN("");
	return (span){ padan_arena_copy(p->arena, text, (size_t)n), (size_t)n };
}

static int card_page(struct page *p, struct err *e)
{
	struct card_show_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct card_show_out *out = padan_arena_zero(p->arena, sizeof(*out));
	int rc = in && out ? page_fill(p, card_show_case, in, e) : err_memory(e, "halaman");

	if (rc)
		return rc;
	in->alamat = own_address(p);
	rc = page_run(p, card_show_case, in, out, e);
	if (rc == ERR_USAGE)
		return page_absent(p, e);
	if (!rc)
		rc = page_bind(p, NULL, card_show_case->out, out, e);
	if (!rc)
		rc = page_bind_markup(p, "qr", out->gambar, e);
	return rc ? rc : page_render(p, "membership/view/kartu.html", e);
}

static int genuine_show(struct page *p, const struct card_check_out *out, bool asked, const struct err *said,
			struct err *e)
{
	int rc = page_bind(p, NULL, card_check_case->out, out, e);

	if (!rc)
		rc = citizen_told(p, said, e);
	if (!rc)
		rc = page_bind_flag(p, "tidak_sah", asked && !said->code && !out->sah, e);
	return rc ? rc : page_render(p, "membership/view/periksa_kartu.html", e);
}

static int genuine_page(struct page *p, struct err *e)
{
	struct card_check_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };

	if (!out)
		return err_memory(e, "halaman");
	fields_clear(card_check_case->out, out, sizeof(*out));
	return genuine_show(p, out, false, &said, e);
}

static int genuine_act(struct page *p, struct err *e)
{
	const struct citizen_ask ask = { .uc = card_check_case, .kind = "kartu", .most = GENUINE_AN_HOUR };
	struct card_check_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct card_check_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	int rc = citizen_ask(p, &ask, in, out, &said, e);

	return rc ? rc : genuine_show(p, out, true, &said, e);
}
