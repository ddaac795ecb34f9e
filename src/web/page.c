/* SPDX-License-Identifier: EUPL-1.2
 * What a page's author calls (page.h). */
#include "web/page.h"

#include "office/answer.h"
#include "web/fill.h"
#include "web/job_file.h"
#include "web/page_view.h"
#include "web/reach.h"
#include "web/table_file.h"

#include <stdio.h>

static struct visit *visit_of(const struct page *p)
{
	return ((const struct page_visit *)p)->visit;
}

/* --- what came -------------------------------------------------------------------------------------------------------
 */
span page_value(const struct page *p, const char *name)
{
	const span *s = request_value(p->request, padan_span_of(name));

	return s ? *s : (span){ NULL, 0 };
}

bool page_given(const struct page *p, const char *name)
{
	return request_value(p->request, padan_span_of(name)) != NULL;
}

size_t page_values(const struct page *p, const char *name, span *at, size_t most)
{
	const struct pairs *order[] = { &p->request->form, &p->request->query };
	size_t n = 0;

	for (size_t k = 0; k < 2 && !n; k++)
		for (size_t i = 0; i < order[k]->n; i++)
			if (padan_span_eq(order[k]->at[i].name, padan_span_of(name))) {
				if (n < most)
					at[n] = order[k]->at[i].value;
				n++;
			}
	return n;
}

int64_t page_number(const struct page *p, const char *name, int64_t otherwise)
{
	int64_t n;

	return span_i64(page_value(p, name), &n) && n >= 0 ? n : otherwise;
}

const struct upload *page_upload(const struct page *p, const char *name)
{
	for (size_t i = 0; i < p->request->uploads; i++)
		if (padan_span_eq(p->request->upload[i].field, padan_span_of(name)))
			return &p->request->upload[i];
	return NULL;
}

bool page_may(const struct page *p, enum capability c)
{
	return p->env->actor.may >> c & 1;
}

/* --- use cases -------------------------------------------------------------------------------------------------------
 */
/* What makes files is filled as if it were to be looked at only: page_order gives it its folder. */
static struct fill fill_of(struct page *p, bool typed)
{
	struct server *s = visit_of(p)->server;

	return (struct fill){ .request = p->request,
			      .arena = p->arena,
			      .seams = p->seams,
			      .db = s->o.db,
			      .results = jobs_folder(s->jobs, SPAN("pratinjau"), p->arena),
			      .typed = typed };
}

int page_fill(struct page *p, const struct use_case *uc, void *in, struct err *e)
{
	const struct fill f = fill_of(p, p->request->post); /* an address is ours, a form is typed */

	return fill_fields(&f, uc, in, e);
}

int page_fill_field(struct page *p, const struct field *field, void *in, struct err *e)
{
	const struct fill f = fill_of(p, true);

	return fill_field(&f, field, in, e);
}

int page_run(struct page *p, const struct use_case *uc, const void *in, void *out, struct err *e)
{
	return office_run(uc, PREVIEW, p->env, in, out, e);
}

/* The form's own number, or a new one. */
static int take_reference(struct page *p, struct err *e)
{
	span given = page_value(p, "acuan");
	char *made;

	if (p->reference.n)
		return ERR_OK;
	if (given.n && !answer_key_check(given, e)) {
		p->reference = given;
		return ERR_OK;
	}
	made = padan_arena_get(p->arena, REFERENCE + 3);
	if (!made)
		return err_memory(e, "nomor acuan");
	reference_make(p->seams, made);
	p->reference = padan_span_of(made);
	return ERR_OK;
}

int page_commit(struct page *p, const struct use_case *uc, const void *in, void *out, struct err *e)
{
	struct env env = *p->env;
	int rc;

	if (!p->request->post)
		return err_set(e, ERR_MACHINE, "%s: halaman GET tidak menulis (kesalahan program)", uc->label);
	rc = take_reference(p, e);
	if (rc)
		return rc;
	if (reach_makes_files(uc)) /* its place is a job's: page_order */
		return err_set(e, ERR_MACHINE, "%s: hanya sebagai pekerjaan (kesalahan program)", uc->label);
	env.idempotency = p->reference;
	p->wants_code = p->env->confirm >> uc->capability & 1;
	p->env->store_ops->rollback(p->env->store); /* what it reads is as new as what it writes */
	return office_run(uc, COMMIT, &env, in, out, e);
}

int page_order(struct page *p, const struct use_case *uc, void *in, struct err *e)
{
	struct visit_order o = { .uc = uc, .in = in };
	int rc;

	if (!p->request->post)
		return err_set(e, ERR_MACHINE, "%s: halaman GET tidak menulis (kesalahan program)", uc->label);
	rc = take_reference(p, e);
	o.id = p->reference;
	return rc ? rc : visit_order(visit_of(p), p->env, &o, e);
}

/* --- the answer ------------------------------------------------------------------------------------------------------
 */
const char *page_escape(struct page *p, span s)
{
	struct buf b;
	const char *out;

	buf_init(&b, p->seams->alloc, HTTP_LINE_MAX);
	percent_encode(s, &b);
	out = b.failed ? NULL : padan_arena_copy(p->arena, b.p ? b.p : "", b.n);
	buf_done(&b);
	return out ? out : "";
}

/* A path of this server, whatever a browser makes of it: "//x" and "/\x" are other hosts. */
static bool is_local(const char *path)
{
	if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
		return false;
	for (; *path; path++)
		if ((unsigned char)*path <= 0x20 || *path == 0x7f || *path == '\\')
			return false;
	return true;
}

int page_redirect(struct page *p, struct err *e, const char *fmt, ...)
{
	char path[HTTP_EXTRA_MAX / 2];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n + p->reference.n + 8 > sizeof(path) || !is_local(path))
		return err_set(e, ERR_USAGE, "alamat tujuan bukan halaman aplikasi ini");
	if (p->reference.n)
		n += snprintf(path + n, sizeof(path) - (size_t)n, "%cacuan=%.*s", strchr(path, '?') ? '&' : '?',
			      (int)p->reference.n, p->reference.p);
	p->answer->status = 303;
	p->answer->type = NULL;
	http_header(p->answer, "Location", (span){ path, (size_t)n });
	return ERR_OK;
}

int page_send(struct page *p, int status, const char *type, span body, struct err *e)
{
	p->answer->status = status;
	p->answer->type = padan_arena_copy(p->arena, type, strlen(type));
	buf_clear(&p->answer->body);
	buf_span(&p->answer->body, body);
	return p->answer->type && !p->answer->body.failed ? ERR_OK : err_memory(e, "jawaban");
}

int page_send_file(struct page *p, const char *path, const char *name, struct err *e)
{
	struct visit *v = visit_of(p);
	int rc = send_download(v, path, padan_span_of(name), e);

	p->absent = v->absent;
	return rc;
}

/* Opened and at once without a name: gone when it was sent. */
int page_send_table(struct page *p, struct table_file *t, enum table_form form, const char *name, struct err *e)
{
	static const char *const ends[TABLE_FORMS] = { "xlsx", "csv", "pdf" };
	struct server *s = visit_of(p)->server;
	char path[4096], file[120];
	int rc;

	snprintf(path, sizeof(path), "%s/tabel-%llx", s->uploads, (unsigned long long)atomic_fetch_add(&s->serial, 1));
	snprintf(file, sizeof(file), "%.100s.%s", name, ends[form]);
	rc = table_file_write(t, form, path, p->seams, e);
	if (rc)
		return rc;
	rc = page_send_file(p, path, file, e);
	p->seams->io->unlink(p->seams->io->ctx, path);
	return rc;
}

int page_absent(struct page *p, struct err *e)
{
	p->absent = true;
	return err_set(e, ERR_USAGE, "Halaman atau data ini tidak ada, atau bukan bagian dari wilayah kerja Anda.");
}

int page_sign_in(struct page *p, const struct session_key *key, struct err *e)
{
	(void)e;
	cookie_set(visit_of(p), padan_span_of(key->text));
	return ERR_OK;
}

int page_sign_out(struct page *p, struct err *e)
{
	struct visit *v = visit_of(p);
	int rc = ERR_OK;

	if (v->signed_in && !v->session.by_token) {
		struct env env = *p->env;

		rc = v->server->o.sessions->close(&env, v->cookie, e);
	}
	cookie_set(v, (span){ NULL, 0 });
	return rc;
}
