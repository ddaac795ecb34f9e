/* SPDX-License-Identifier: EUPL-1.2
 * Goes through the steps as the renderer would, with descriptors instead of values. */
#include "web/template_program.h"

/* What a name leads to. */
enum kind { KIND_NONE, KIND_VALUE, KIND_MARKUP, KIND_LIST };
struct named {
	enum kind kind;
	const struct field *field;	      /* of a descriptor; NULL: declared */
	const struct template_declared *list; /* declared with its columns */
};

struct checker {
	const struct template *t;
	const struct use_case *uc;
	const struct field *frame;
	struct named open[TEMPLATE_NEST]; /* lists */
	uint32_t open_op[TEMPLATE_NEST];
	int nopen;
	struct err *e;
};

static struct named of_field(const struct field *f)
{
	if (!f)
		return (struct named){ KIND_NONE, NULL, NULL };
	return (struct named){ f->type == FIELD_rows ? KIND_LIST
			       : view_is_markup(f)   ? KIND_MARKUP
						     : KIND_VALUE,
			       f, NULL };
}

static struct named in_columns(const struct named *list, span name)
{
	if (list->field)
		return of_field(field_find(list->field->rows->columns, name));
	for (size_t i = 0; list->list && i < list->list->ncolumns; i++)
		if (padan_span_eq(list->list->columns[i], name))
			return (struct named){ KIND_VALUE, NULL, NULL };
	return (struct named){ KIND_NONE, NULL, NULL };
}

/* The name without this prefix; p == NULL when it has another. */
static span behind(span name, span prefix)
{
	if (name.n <= prefix.n || (prefix.n && memcmp(name.p, prefix.p, prefix.n) != 0))
		return (span){ NULL, 0 };
	return (span){ name.p + prefix.n, name.n - prefix.n };
}

static struct named in_declared(const struct template_declared *d, span name)
{
	const struct use_case *uc;
	span rest;

	switch (d->kind) {
	case DECLARED_VALUE:
	case DECLARED_MARKUP:
	case DECLARED_LIST:
		if (padan_span_eq(d->name, name))
			return (struct named){ d->kind == DECLARED_LIST	    ? KIND_LIST
					       : d->kind == DECLARED_MARKUP ? KIND_MARKUP
									    : KIND_VALUE,
					       NULL, d };
		return of_field(NULL);
	default:
		uc = use_case_find(d->name);
		rest = behind(name, d->as);
		if (!uc || !rest.p)
			return of_field(NULL);
		return of_field(field_find(d->kind == DECLARED_IN ? uc->in : uc->out, rest));
	}
}

static struct named look(const struct checker *c, span name)
{
	struct named x = { KIND_NONE, NULL, NULL };
	span typed = behind(name, SPAN("masukan."));

	for (int i = c->nopen; i-- > 0 && x.kind == KIND_NONE;)
		x = in_columns(&c->open[i], name);
	for (size_t i = 0; i < c->t->ndeclared && x.kind == KIND_NONE; i++)
		x = in_declared(&c->t->declared[i], name);
	if (x.kind == KIND_NONE && c->frame)
		x = of_field(field_find(c->frame, name));
	if (x.kind == KIND_NONE && c->uc)
		x = of_field(field_find(c->uc->out, name));
	if (x.kind == KIND_NONE && c->uc && typed.p)
		x = of_field(field_find(c->uc->in, typed));
	return x;
}

static int fail(const struct checker *c, const struct template_op *op, span name, const char *why)
{
	return err_set(c->e, ERR_USAGE, "templat %s baris %u: %.*s %s", op->file, op->line, (int)name.n, name.p, why);
}

static int known(const struct checker *c, const struct template_op *op, span name, struct named *x)
{
	*x = look(c, name);
	return x->kind != KIND_NONE ? ERR_OK
				    : fail(c, op, name,
					   "tidak dikenal: bukan nama di use case halaman ini, "
					   "dan tidak disebut di atas templat");
}

static int check_word(const struct checker *c, const struct template_op *op, const struct named *x)
{
	if (!op->word.n || !x->field || x->field->type != FIELD_choice)
		return ERR_OK;
	for (int i = 0; field_word(x->field->words, i).n; i++)
		if (padan_span_eq(field_word(x->field->words, i), op->word))
			return ERR_OK;
	return fail(c, op, op->word, "bukan kata pilihan itu");
}

static int check_value(const struct checker *c, const struct template_op *op)
{
	struct named x;
	int rc = known(c, op, op->name, &x);

	if (rc)
		return rc;
	if (x.kind == KIND_LIST)
		return fail(c, op, op->name, "adalah daftar: tulis {{#...}}");
	if (op->step == STEP_MARKUP)
		return x.kind == KIND_MARKUP ? ERR_OK : fail(c, op, op->name, "bukan markup: tulis {{...}}");
	return x.kind == KIND_VALUE ? ERR_OK : fail(c, op, op->name, "adalah markup: tulis {{{...}}}");
}

static int check_label(const struct checker *c, const struct template_op *op)
{
	const char *dot = memrchr(op->name.p, '.', op->name.n);
	struct named x = look(c, op->name);

	if (x.kind == KIND_NONE && dot) {
		struct named list = look(c, (span){ op->name.p, (size_t)(dot - op->name.p) });

		if (list.kind == KIND_LIST)
			x = in_columns(&list, (span){ dot + 1, op->name.n - (size_t)(dot + 1 - op->name.p) });
	}
	return x.field ? ERR_OK : fail(c, op, op->name, "tidak punya label: bukan kolom use case");
}

static int check_text(const struct checker *c, const struct template_op *op)
{
	span rest = op->text, piece;
	struct named x;
	int rc = ERR_OK;

	while (!rc && rest.n)
		if (template_piece(&rest, &piece)) {
			rc = known(c, op, piece, &x);
			if (!rc && x.kind != KIND_VALUE)
				rc = fail(c, op, piece, "bukan nilai tunggal");
		}
	return rc;
}

static int check_section(struct checker *c, uint32_t at)
{
	const struct template_op *op = &c->t->op[at];
	struct named x;
	int rc = known(c, op, op->name, &x);

	if (rc)
		return rc;
	if (op->step == STEP_EACH && x.kind == KIND_LIST) {
		c->open_op[c->nopen] = at;
		c->open[c->nopen++] = x;
	}
	return check_word(c, op, &x);
}

static int check_step(struct checker *c, uint32_t at)
{
	const struct template_op *op = &c->t->op[at];

	switch (op->step) {
	case STEP_VALUE:
	case STEP_MARKUP:
		return check_value(c, op);
	case STEP_LABEL:
		return check_label(c, op);
	case STEP_TEXT:
		return check_text(c, op);
	case STEP_EACH:
	case STEP_WHEN:
		return check_section(c, at);
	case STEP_NUMBER:
		return c->nopen ? ERR_OK : fail(c, op, SPAN("@nomor"), "hanya di dalam daftar");
	case STEP_END:
		c->nopen -= c->nopen && c->open_op[c->nopen - 1] == op->jump;
		return ERR_OK;
	default:
		return ERR_OK;
	}
}

int template_check(const struct template *t, const struct use_case *uc, const struct field *frame, struct err *e)
{
	struct checker c = { .t = t, .uc = uc, .frame = frame, .e = e };
	int rc = ERR_OK;

	for (size_t i = 0; i < t->ndeclared; i++) {
		const struct template_declared *d = &t->declared[i];

		if ((d->kind == DECLARED_OUT || d->kind == DECLARED_IN) && !use_case_find(d->name))
			return err_set(e, ERR_USAGE, "templat %s baris %u: tidak ada use case %.*s", t->name, d->line,
				       (int)d->name.n, d->name.p);
	}
	for (uint32_t at = 0; !rc && at < t->n; at++)
		rc = check_step(&c, at);
	return rc;
}
