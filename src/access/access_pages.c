/* SPDX-License-Identifier: EUPL-1.2
 * The pages of access_pages.def. Signing in talks to the sessions; everything else are use cases. */
#include "access/access_cases.h"
#include "access/audit_cases.h"
#include "access/session_cases.h"
#include "access/token_cases.h"
#include "access/totp.h"
#include "access/user_cases.h"
#include "web/frame.h"
#include "web/page.h"
#include "web/page_run.h"
#include "web/page_view.h"

#define PAGES	  "access/access_pages.def"
#define PAGE_ROOM access
#include "web/pages.inc"

enum { SVG_MAX = 1 << 18 };

static const struct session_ops *sessions_of(const struct page *p)
{
	return ((const struct page_visit *)p)->visit->server->o.sessions;
}

/* Where to afterwards: a page of this server, or the first one. */
static span wanted(const struct page *p)
{
	span to = page_value(p, "ke");

	return to.n && to.p[0] == '/' ? to : SPAN("/");
}

static int go_on(struct page *p, struct err *e)
{
	span to = wanted(p);

	return page_redirect(p, e, "%.*s", (int)to.n, to.p);
}

static int rendered(struct page *p, const char *template, struct err *e)
{
	int rc = page_bind_text(p, "ke", wanted(p), e);

	return rc ? rc : page_render(p, template, e);
}

/* The form again, with what was wrong. */
static int again(struct page *p, int code, const char *field, const char *template, struct err *e)
{
	span words = { padan_arena_copy(p->arena, e->text, strlen(e->text)), strlen(e->text) };
	int rc;

	if (code == ERR_MACHINE || !words.p)
		return code;
	p->answer->status = status_of(code);
	rc = frame_fault(p, field, words, e);
	return rc ? rc : rendered(p, template, e);
}

/* --- signing in ------------------------------------------------------------------------------------------------------
 */
#define SIGN_IN "access/view/masuk.html"
#define CODE	"access/view/kode.html"

static int sign_in_page(struct page *p, struct err *e)
{
	int rc = page_bind_text(p, "nama", SPAN(""), e);

	return rc ? rc : rendered(p, SIGN_IN, e);
}

static int sign_in_act(struct page *p, struct err *e)
{
	const struct credentials who = { page_value(p, "nama"), page_value(p, "pin") };
	struct env env = *p->env;
	struct session_key key;
	int rc = sessions_of(p)->open(&env, &who, page_value(p, "kode"), &key, e), bound;

	if (!rc)
		rc = page_sign_in(p, &key, e);
	if (!rc)
		return go_on(p, e);
	bound = page_bind_text(p, "nama", who.name, e);
	return bound ? bound : again(p, rc, "pin", SIGN_IN, e);
}

static int sign_out_act(struct page *p, struct err *e)
{
	int rc = page_sign_out(p, e);

	return rc ? rc : page_redirect(p, e, "/masuk");
}

static int code_page(struct page *p, struct err *e)
{
	if (p->session->need == SESSION_WANTS_ENROL)
		return page_redirect(p, e, "/akun/kode");
	return rendered(p, CODE, e);
}

static int code_act(struct page *p, struct err *e)
{
	const struct page_visit *pv = (const struct page_visit *)p;
	struct env env = *p->env;
	struct session_key key;
	int rc = sessions_of(p)->code(&env, pv->visit->cookie, page_value(p, "kode"), &key, e);

	if (!rc)
		rc = page_sign_in(p, &key, e);
	return rc ? again(p, rc, "kode", CODE, e) : go_on(p, e);
}

/* --- the own account -------------------------------------------------------------------------------------------------
 */
#define TOTP "access/view/kode_akun.html"

static int totp_page(struct page *p, struct err *e)
{
	struct totp_show_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct totp_show_out *out = padan_arena_zero(p->arena, sizeof(*out));
	struct buf uri, svg;
	int rc = in && out ? page_fill(p, totp_show_case, in, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_run(p, totp_show_case, in, out, e);
	if (!rc)
		rc = page_bind(p, NULL, totp_show_case->out, out, e);
	if (rc)
		return rc;
	buf_init(&uri, p->seams->alloc, 500);
	buf_init(&svg, p->seams->alloc, SVG_MAX);
	buf_span(&uri, out->alamat);
	buf_putc(&uri, 0);
	if (out->alamat.n)
		rc = uri.failed ? err_memory(e, "gambar QR") : qr_svg(uri.p, &svg, e);
	if (!rc)
		rc = page_bind_markup(p, "qr", (span){ padan_arena_copy(p->arena, svg.n ? svg.p : "", svg.n), svg.n },
				      e);
	buf_done(&uri);
	buf_done(&svg);
	return rc ? rc : page_render(p, TOTP, e);
}

static int totp_act(struct page *p, struct err *e)
{
	struct totp_confirm_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct totp_confirm_out *out = padan_arena_zero(p->arena, sizeof(*out));
	span words;
	int rc = in && out ? page_fill(p, totp_confirm_case, in, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_commit(p, totp_confirm_case, in, out, e);
	if (!rc)
		rc = page_bind(p, NULL, totp_confirm_case->out, out, e);
	if (!rc)
		return page_render(p, "access/view/kode_cadangan.html", e);
	if (rc == ERR_MACHINE)
		return rc;
	words = (span){ padan_arena_copy(p->arena, e->text, strlen(e->text)), strlen(e->text) };
	p->answer->status = status_of(rc);
	p->reference = (span){ NULL, 0 };
	rc = words.p ? frame_fault(p, "kode", words, e) : err_memory(e, "halaman");
	return rc ? rc : totp_page(p, e);
}

/* --- settings --------------------------------------------------------------------------------------------------------
 */
static int settings_page(struct page *p, struct err *e)
{
	return page_render(p, "access/view/pengaturan.html", e);
}

static int verify_act(struct page *p, struct err *e)
{
	struct store_verify_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct store_verify_out *out = padan_arena_zero(p->arena, sizeof(*out));
	int rc = in && out ? page_fill(p, store_verify_case, in, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_run(p, store_verify_case, in, out, e);
	if (rc && rc != ERR_FOUND_WRONG)
		return rc;
	rc = page_bind(p, NULL, store_verify_case->out, out, e);
	return rc ? rc : page_render(p, "access/view/periksa.html", e);
}

#define LOOKED "access/view/siapa_melihat.html"

static int looked(struct page *p, struct access_list_out *out, bool answered, struct err *e)
{
	int rc = page_bind(p, NULL, access_list_case->out, out, e);

	if (!rc)
		rc = page_bind_flag(p, "terjawab", answered, e);
	return rc ? rc : page_render(p, LOOKED, e);
}

static int looked_page(struct page *p, struct err *e)
{
	struct access_list_out *out = padan_arena_zero(p->arena, sizeof(*out));

	if (!out)
		return err_memory(e, "halaman");
	fields_clear(access_list_case->out, out, sizeof(*out));
	return looked(p, out, false, e);
}

static int looked_act(struct page *p, struct err *e)
{
	struct access_list_in *in = padan_arena_zero(p->arena, sizeof(*in));
	struct access_list_out *out = padan_arena_zero(p->arena, sizeof(*out));
	span words;
	int rc = in && out ? page_fill(p, access_list_case, in, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_run(p, access_list_case, in, out, e);
	if (!rc)
		return looked(p, out, true, e);
	if (rc == ERR_MACHINE)
		return rc;
	words = (span){ padan_arena_copy(p->arena, e->text, strlen(e->text)), strlen(e->text) };
	p->answer->status = status_of(rc);
	rc = words.p ? frame_fault(p, "nik", words, e) : err_memory(e, "halaman");
	return rc ? rc : looked_page(p, e);
}

/* --- what is shown once ----------------------------------------------------------------------------------------------
 */
/* Carries out a use case whose answer is private, and shows it: no receipt elsewhere would. */
static int carried(struct page *p, const struct use_case *uc, const char *template, struct err *e)
{
	void *in = padan_arena_zero(p->arena, uc->in_size), *out = padan_arena_zero(p->arena, uc->out_size);
	int rc = in && out ? page_fill(p, uc, in, e) : err_memory(e, "halaman");

	if (!rc)
		rc = page_commit(p, uc, in, out, e);
	if (!rc)
		rc = page_bind(p, NULL, uc->out, out, e);
	return rc ? rc : page_render(p, template, e);
}

static int token_act(struct page *p, struct err *e)
{
	return carried(p, token_add_case, "access/view/token_baru.html", e);
}

static int unmask_form(struct page *p, struct err *e)
{
	int rc = page_bind_text(p, "rancangan", page_value(p, "rancangan"), e);

	if (!rc)
		rc = page_bind_text(p, "urut", page_value(p, "urut"), e);
	if (!rc)
		rc = page_bind_text(p, "alasan", page_value(p, "alasan"), e);
	return rc ? rc : page_render(p, "access/view/buka_nik.html", e);
}

static int unmask_page(struct page *p, struct err *e)
{
	return unmask_form(p, e);
}

static int unmask_act(struct page *p, struct err *e)
{
	span words;
	int rc = carried(p, unmask_case, "access/view/nik_terbuka.html", e);

	if (!rc || rc == ERR_MACHINE)
		return rc;
	words = (span){ padan_arena_copy(p->arena, e->text, strlen(e->text)), strlen(e->text) };
	p->answer->status = status_of(rc);
	p->reference = (span){ NULL, 0 };
	rc = words.p ? frame_fault(p, "alasan", words, e) : err_memory(e, "halaman");
	return rc ? rc : unmask_form(p, e);
}
