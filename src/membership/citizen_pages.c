/* SPDX-License-Identifier: EUPL-1.2
 * Pages without signing in. Numbers of people come by POST, so that they stand in no address, and how often one
 * address may ask is bounded. */
#include "membership/citizen_cases.h"
#include "web/page.h"
#include "web/throttle.h"

#define PAGES	  "membership/citizen_pages.def"
#define PAGE_ROOM citizen
#include "web/pages.inc"

enum { CHECKS_AN_HOUR = 20, OBJECTIONS_AN_HOUR = 5, TICKETS_AN_HOUR = 30 };

static int bind_words(struct page *p, const struct err *said, struct err *e)
{
	size_t n = strlen(said->text);

	return page_bind_text(p, "pesan",
			      (span){ padan_arena_copy(p->arena, said->code ? said->text : "", n), said->code ? n : 0 },
			      e);
}

/* Who has not signed in may do what citizens may, and nothing else. */
static void as_citizen(struct page *p, struct env *env)
{
	*env = *p->env;
	env->actor = (struct actor){ SPAN("warga"), MAY(CAP_PUBLIC), 0 };
	env->scope.region = (span){ NULL, 0 };
	p->env = env;
}

static int too_often(struct page *p, const char *kind, int most, struct err *said)
{
	if (throttle_pass(p->env->source, kind, p->seams->now_ms(p->seams->ctx), most))
		return ERR_OK;
	return err_set(said, ERR_CONFLICT,
		       "terlalu sering dari alamat ini; coba lagi satu jam lagi, atau datang ke kantor kelurahan");
}

/* What the citizen typed wrong is told on the page; what the machine did wrong is not theirs. */
static int told(int rc, const struct err *said, struct err *e)
{
	if (rc != ERR_MACHINE && rc != ERR_UNREADABLE)
		return ERR_OK;
	*e = *said;
	return rc;
}

/* --- check -----------------------------------------------------------------------------------------------------------
 */
static int check_show(struct page *p, const struct member_check_out *out, bool asked, const struct err *said,
		      struct err *e)
{
	int rc = page_bind(p, NULL, member_check_case->out, out, e);

	if (!rc)
		rc = page_bind_flag(p, "tidak_ada", asked && !said->code && !out->ditemukan, e);
	if (!rc)
		rc = bind_words(p, said, e);
	return rc ? rc : page_render(p, "membership/view/cek.html", e);
}

static int check_page(struct page *p, struct err *e)
{
	struct member_check_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };

	if (!out)
		return err_memory(e, "halaman");
	fields_clear(member_check_case->out, out, sizeof(*out));
	return check_show(p, out, false, &said, e);
}

static int check_act(struct page *p, struct err *e)
{
	struct member_check_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct member_check_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	struct env env;
	int rc;

	if (!in || !out)
		return err_memory(e, "halaman");
	as_citizen(p, &env);
	fields_clear(member_check_case->out, out, sizeof(*out));
	rc = too_often(p, "cek", CHECKS_AN_HOUR, &said);
	if (!rc)
		rc = page_fill(p, member_check_case, in, &said);
	if (!rc)
		rc = page_run(p, member_check_case, in, out, &said);
	rc = told(rc, &said, e);
	return rc ? rc : check_show(p, out, true, &said, e);
}

/* --- object ----------------------------------------------------------------------------------------------------------
 */
static int object_show(struct page *p, span ticket, const struct err *said, struct err *e)
{
	static const char *const kept[] = { "nama", "nik", "hp", "kelurahan", "isi", "jenis" };
	int rc = page_bind_text(p, "tiket", ticket, e);

	for (size_t i = 0; !rc && i < sizeof(kept) / sizeof(*kept); i++)
		rc = page_bind_text(p, kept[i], page_value(p, kept[i]), e);
	if (!rc)
		rc = bind_words(p, said, e);
	return rc ? rc : page_render(p, "membership/view/sanggah.html", e);
}

static int object_page(struct page *p, struct err *e)
{
	struct err said = { .code = ERR_OK };

	return object_show(p, (span){ NULL, 0 }, &said, e);
}

static int object_act(struct page *p, struct err *e)
{
	struct objection_add_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct objection_add_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	struct env env;
	int rc;

	if (!in || !out)
		return err_memory(e, "halaman");
	as_citizen(p, &env);
	rc = too_often(p, "sanggah", OBJECTIONS_AN_HOUR, &said);
	if (!rc)
		rc = page_fill(p, objection_add_case, in, &said);
	if (!rc)
		rc = page_commit(p, objection_add_case, in, out, &said);
	if (!rc)
		return object_show(p, out->tiket, &said, e);
	rc = told(rc, &said, e);
	return rc ? rc : object_show(p, (span){ NULL, 0 }, &said, e);
}

/* --- the answer by ticket --------------------------------------------------------------------------------------------
 */
static int ticket_show(struct page *p, const struct objection_status_out *out, const struct err *said, struct err *e)
{
	int rc = page_bind(p, NULL, objection_status_case->out, out, e);

	if (!rc)
		rc = bind_words(p, said, e);
	return rc ? rc : page_render(p, "membership/view/tiket.html", e);
}

static int ticket_page(struct page *p, struct err *e)
{
	struct objection_status_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };

	if (!out)
		return err_memory(e, "halaman");
	fields_clear(objection_status_case->out, out, sizeof(*out));
	return ticket_show(p, out, &said, e);
}

static int ticket_act(struct page *p, struct err *e)
{
	struct objection_status_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct objection_status_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	struct env env;
	int rc;

	if (!in || !out)
		return err_memory(e, "halaman");
	as_citizen(p, &env);
	fields_clear(objection_status_case->out, out, sizeof(*out));
	rc = too_often(p, "tiket", TICKETS_AN_HOUR, &said);
	if (!rc)
		rc = page_fill(p, objection_status_case, in, &said);
	if (!rc)
		rc = page_run(p, objection_status_case, in, out, &said);
	rc = told(rc, &said, e);
	return rc ? rc : ticket_show(p, out, &said, e);
}
