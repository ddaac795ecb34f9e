/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/fill.h"

#include "web/form_text.h"

#include <stdio.h>

/* Names that are the form's own and no field's. */
static const char *const of_forms[] = { "csrf", "acuan", "pratinjau", "mulai", "banyak" };

bool fill_by_server(const struct field *f)
{
	if (f->type == FIELD_store || f->type == FIELD_dir_out || f->type == FIELD_file_out)
		return true;
	return !strcmp(f->wire, "kunci") || !strcmp(f->wire, "threads") || !strcmp(f->wire, "hukum");
}

struct lines {
	span rest;
};

static int next_line(void *ctx, span *line, struct err *e)
{
	struct lines *l = ctx;

	(void)e;
	if (!l->rest.n)
		return 0;
	*line = span_next_line(&l->rest);
	return 1;
}

static int fill_lines(const struct fill *f, const struct field *field, struct line_source *to, struct err *e)
{
	const span *text = request_value(f->request, padan_span_of(field->wire));
	struct lines *l = padan_arena_zero(f->arena, sizeof(*l));

	if (!l)
		return err_memory(e, field->label);
	if (text)
		l->rest = *text;
	*to = (struct line_source){ next_line, l };
	return ERR_OK;
}

static int fill_files(const struct fill *f, const struct field *field, void *in, struct err *e)
{
	int rc = ERR_OK;
	size_t n = 0;

	for (size_t i = 0; i < f->request->uploads && !rc; i++) {
		const struct upload *u = &f->request->upload[i];

		if (!padan_span_eq(u->field, padan_span_of(field->wire)))
			continue;
		if (field->type == FIELD_file_in && n++)
			return err_set(e, ERR_USAGE, "%s: hanya satu berkas", field->label);
		rc = field_parse(field, u->path, in, e);
	}
	return rc;
}

static int fill_result(const struct fill *f, const struct field *field, void *in, struct err *e)
{
	char path[4096];
	const char *copy;
	int n;

	if (!f->results.n)
		return err_set(e, ERR_USAGE,
			       "%s: pekerjaan ini menghasilkan berkas dan hanya dijalankan sebagai pekerjaan",
			       field->label);
	n = snprintf(path, sizeof(path), "%.*s/%s", (int)f->results.n, f->results.p, field->wire);
	copy = n < (int)sizeof(path) ? padan_arena_copy(f->arena, path, (size_t)n) : NULL;
	return copy ? field_parse(field, (span){ copy, (size_t)n }, in, e) : err_memory(e, field->label);
}

static int parse_one(const struct fill *f, const struct field *field, span text, void *in, struct err *e)
{
	char scratch[FORM_CANON];

	return field_parse(field, f->typed ? form_canon(field, text, scratch) : text, in, e);
}

/* Several values of one name: files apart, only choices take them ("a,b"). */
static int fill_text(const struct fill *f, const struct field *field, void *in, struct err *e)
{
	const struct pairs *form = &f->request->form,
			   *from = pairs_find(form, padan_span_of(field->wire)) ? form : &f->request->query;
	const span *first = request_value(f->request, padan_span_of(field->wire));
	struct buf joined;
	span all;
	int rc;

	if (!first || !first->n)
		return ERR_OK;
	if (field->type != FIELD_choices)
		return parse_one(f, field, *first, in, e);
	buf_init(&joined, f->seams->alloc, 4096);
	for (size_t i = 0; i < from->n; i++)
		if (padan_span_eq(from->at[i].name, padan_span_of(field->wire))) {
			buf_puts(&joined, joined.n ? "," : "");
			buf_span(&joined, from->at[i].value);
		}
	all = (span){ padan_arena_copy(f->arena, joined.p ? joined.p : "", joined.n), joined.n };
	rc = joined.failed || !all.p ? err_memory(e, field->label) : field_parse(field, all, in, e);
	buf_done(&joined);
	return rc;
}

int fill_field(const struct fill *f, const struct field *field, void *in, struct err *e)
{
	span *text = (span *)((char *)in + field->at);

	switch (field->type) {
	case FIELD_store:
		*text = f->db;
		return ERR_OK;
	case FIELD_dir_out:
	case FIELD_file_out:
		return fill_result(f, field, in, e);
	case FIELD_file_in:
	case FIELD_files_in:
		return fill_by_server(field) ? ERR_OK : fill_files(f, field, in, e);
	case FIELD_lines:
		return fill_lines(f, field, (struct line_source *)((char *)in + field->at), e);
	case FIELD_secret: {
		const span *given = request_value(f->request, padan_span_of(field->wire));

		if (given)
			*text = *given;
		return ERR_OK;
	}
	default:
		return fill_by_server(field) ? ERR_OK : fill_text(f, field, in, e);
	}
}

static bool known(const struct use_case *uc, span name)
{
	const struct field *f = field_find(uc->in, name);

	for (size_t i = 0; i < sizeof(of_forms) / sizeof(of_forms[0]); i++)
		if (padan_span_eq(name, padan_span_of(of_forms[i])))
			return true;
	return f && !fill_by_server(f);
}

static int all_known(const struct use_case *uc, const struct pairs *p, struct err *e)
{
	for (size_t i = 0; i < p->n; i++)
		if (!known(uc, p->at[i].name))
			return err_set(e, ERR_USAGE, "%.*s: bukan isian dari \"%s\"",
				       (int)(p->at[i].name.n < 60 ? p->at[i].name.n : 60), p->at[i].name.p, uc->label);
	return ERR_OK;
}

int fill_fields(const struct fill *f, const struct use_case *uc, void *in, struct err *e)
{
	int rc = ERR_OK;

	fields_clear(uc->in, in, uc->in_size);
	if (f->strict) {
		rc = all_known(uc, &f->request->form, e);
		if (!rc)
			rc = all_known(uc, &f->request->query, e);
	}
	for (const struct field *field = uc->in; field->c && !rc; field++)
		rc = fill_field(f, field, in, e);
	return rc;
}

int fill_results(const struct fill *f, const struct use_case *uc, void *in, struct err *e)
{
	int rc = ERR_OK;

	for (const struct field *field = uc->in; field->c && !rc; field++)
		if (field->type == FIELD_dir_out || field->type == FIELD_file_out)
			rc = fill_result(f, field, in, e);
	return rc;
}
