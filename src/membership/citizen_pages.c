/* SPDX-License-Identifier: EUPL-1.2
 * Pages without signing in. Numbers of people come by POST, so that they stand in no address, and how often one
 * address may ask is bounded. */
#include "membership/citizen_pages.h"
#include "membership/citizen_cases.h"
#include "web/throttle.h"

#define PAGES	  "membership/citizen_pages.def"
#define PAGE_ROOM citizen
#include "web/pages.inc"

enum { CHECKS_AN_HOUR = 20, OBJECTIONS_AN_HOUR = 5, TICKETS_AN_HOUR = 30 };

int citizen_told(struct page *p, const struct err *said, struct err *e)
{
	size_t n = strlen(said->text);

	return page_bind_text(p, "pesan",
			      (span){ padan_arena_copy(p->arena, said->code ? said->text : "", n), said->code ? n : 0 },
			      e);
}

int citizen_ask(struct page *p, const struct citizen_ask *ask, void *in, void *out, struct err *said, struct err *e)
{
	struct env *env = padan_arena_get(p->arena, sizeof(*env));
	int rc = ERR_OK;

	if (!env || !in || !out)
		return err_memory(e, "halaman");
	*env = *p->env;
	env->actor = (struct actor){ SPAN("warga"), MAY(CAP_PUBLIC), 0 };
	env->scope.region = (span){ NULL, 0 };
	p->env = env;
	fields_clear(ask->uc->out, out, ask->uc->out_size);
	if (!throttle_pass(env->source, ask->kind, p->seams->now_ms(p->seams->ctx), ask->most))
		rc = err_set(
			said, ERR_CONFLICT,
			"terlalu sering dari alamat ini; coba lagi satu jam lagi, atau datang ke kantor kelurahan");
	if (!rc)
		rc = page_fill(p, ask->uc, in, said);
	if (!rc)
		rc = ask->writes ? page_commit(p, ask->uc, in, out, said) : page_run(p, ask->uc, in, out, said);
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
		rc = citizen_told(p, said, e);
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
	const struct citizen_ask ask = { .uc = member_check_case, .kind = "cek", .most = CHECKS_AN_HOUR };
	struct member_check_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct member_check_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	int rc = citizen_ask(p, &ask, in, out, &said, e);

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
		rc = citizen_told(p, said, e);
	return rc ? rc : page_render(p, "membership/view/sanggah.html", e);
}

static int object_page(struct page *p, struct err *e)
{
	struct err said = { .code = ERR_OK };

	return object_show(p, (span){ NULL, 0 }, &said, e);
}

static int object_act(struct page *p, struct err *e)
{
	const struct citizen_ask ask = {
		.uc = objection_add_case, .kind = "sanggah", .most = OBJECTIONS_AN_HOUR, .writes = true
	};
	struct objection_add_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct objection_add_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	int rc = citizen_ask(p, &ask, in, out, &said, e);

	return rc ? rc : object_show(p, said.code ? (span){ NULL, 0 } : out->tiket, &said, e);
}

/* --- the answer by ticket --------------------------------------------------------------------------------------------
 */
static int ticket_show(struct page *p, const struct objection_status_out *out, const struct err *said, struct err *e)
{
	int rc = page_bind(p, NULL, objection_status_case->out, out, e);

	if (!rc)
		rc = citizen_told(p, said, e);
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
	const struct citizen_ask ask = { .uc = objection_status_case, .kind = "tiket", .most = TICKETS_AN_HOUR };
	struct objection_status_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct objection_status_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct err said = { .code = ERR_OK };
	int rc = citizen_ask(p, &ask, in, out, &said, e);

	return rc ? rc : ticket_show(p, out, &said, e);
}
