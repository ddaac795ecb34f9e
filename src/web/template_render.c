/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/html.h"
#include "web/template_program.h"
#include "web/template_show.h"
#include "web/text.h"

/* A list that is gone through. */
struct loop {
	uint32_t op;
	struct view_rows *rows;
};

struct render {
	const struct template *t;
	struct view *v;
	struct buf *out, scratch;
	struct view_found *found; /* per step, once it was looked for */
	struct loop loop[TEMPLATE_NEST];
	int nloops;
	struct err *e;
};

static int fail(const struct render *r, const struct template_op *op, span name, const char *why)
{
	return err_set(r->e, ERR_MACHINE, "templat %s baris %u: %.*s %s", op->file, op->line, (int)name.n, name.p, why);
}

static bool find_in_rows(const struct render *r, span name, struct view_found *out)
{
	for (int i = r->nloops; i-- > 0;) {
		const struct view_rows *rows = r->loop[i].rows;
		const struct field *f = field_find(rows->shape->columns, name);

		if (f) {
			*out = (struct view_found){ f, rows->row, NULL };
			return true;
		}
	}
	return false;
}

static int find(struct render *r, const struct template_op *op, span name, struct view_found *out)
{
	int rc = ERR_OK;

	if (find_in_rows(r, name, out))
		return ERR_OK;
	rc = view_find(r->v, name, out, r->e);
	if (!rc && !out->field)
		return fail(r, op, name, "belum diisi oleh halaman ini");
	return rc;
}

/* A step's own name leads to the same place as long as the page is made: the row of a list keeps its place. */
static int find_own(struct render *r, uint32_t at, struct view_found **out)
{
	int rc = ERR_OK;

	*out = &r->found[at];
	if (!r->found[at].field)
		rc = find(r, &r->t->op[at], r->t->op[at].name, *out);
	return rc;
}

/* The text of a value, in `scratch` unless it is one already. */
static span shown(struct render *r, const struct view_found *x, bool plain)
{
	if (x->field->type == FIELD_text || x->field->type == FIELD_reason)
		return *(const span *)field_member(x->field, x->record);
	buf_clear(&r->scratch);
	if (plain)
		template_plain(x->field, x->record, &r->scratch);
	else
		template_show(x->field, x->record, r->v->language, &r->scratch);
	r->out->failed = r->out->failed || r->scratch.failed;
	return buf_as_span(&r->scratch);
}

static void put_filtered(struct render *r, const struct template_op *op, const struct view_found *x)
{
	struct buf masked;

	switch (op->filter) {
	case FILTER_MASK:
		buf_init(&masked, r->out->from, LIM_CELL);
		template_mask(shown(r, x, true), &masked);
		html_text(r->out, buf_as_span(&masked));
		r->out->failed = r->out->failed || masked.failed;
		buf_done(&masked);
		return;
	case FILTER_STATUS:
		template_status(shown(r, x, true), r->v->language, r->out);
		return;
	case FILTER_SHORT:
		if (x->field->type != FIELD_number && x->field->type != FIELD_rupiah)
			break;
		buf_clear(&r->scratch);
		template_short(x->field, x->record, r->v->language, &r->scratch);
		html_text(r->out, buf_as_span(&r->scratch));
		return;
	default:
		break;
	}
	html_text(r->out, shown(r, x, op->filter == FILTER_PLAIN));
}

static int put_value(struct render *r, uint32_t at)
{
	const struct template_op *op = &r->t->op[at];
	struct view_found *x;
	int rc = find_own(r, at, &x);
	span s;

	if (rc)
		return rc;
	if (view_is_markup(x->field))
		return fail(r, op, op->name, "adalah markup: tulis {{{...}}}");
	if (op->place == PLACE_URL_PART) {
		html_url_part(r->out, shown(r, x, true));
		return ERR_OK;
	}
	if (op->place == PLACE_URL) {
		s = shown(r, x, true);
		if (!html_own_path(s))
			return fail(r, op, op->name, "bukan alamat di server ini");
		html_text(r->out, s);
		return ERR_OK;
	}
	put_filtered(r, op, x);
	return ERR_OK;
}

static int put_markup(struct render *r, uint32_t at)
{
	struct view_found *x;
	int rc = find_own(r, at, &x);

	if (!rc && !view_is_markup(x->field))
		rc = fail(r, &r->t->op[at], r->t->op[at].name, "bukan markup: tulis {{...}}");
	if (!rc)
		buf_span(r->out, *(const span *)field_member(x->field, x->record));
	return rc;
}

static int put_label(struct render *r, uint32_t at)
{
	struct view_found *x = &r->found[at];
	const struct template_op *op = &r->t->op[at];
	size_t n = op->name.n;
	int rc = ERR_OK;

	/* a column of a list that is not begun yet: LIST.COLUMN */
	if (!x->field && !find_in_rows(r, op->name, x)) {
		const char *dot = memrchr(op->name.p, '.', n);
		struct view_found list = { NULL, NULL, NULL };

		rc = view_find(r->v, op->name, x, r->e);
		if (!rc && !x->field && dot) {
			rc = view_find(r->v, (span){ op->name.p, (size_t)(dot - op->name.p) }, &list, r->e);
			if (!rc && list.rows)
				x->field = field_find(list.rows->shape->columns,
						      (span){ dot + 1, n - (size_t)(dot + 1 - op->name.p) });
		}
		if (!rc && !x->field)
			return fail(r, op, op->name, "tidak dikenal di halaman ini");
	}
	if (!rc)
		html_text(r->out, text_in(r->v->language, padan_span_of(x->field->label)));
	return rc;
}

static int put_translated(struct render *r, const struct template_op *op)
{
	span rest = text_in(r->v->language, op->text), piece;
	struct view_found x;
	int rc;

	while (rest.n) {
		if (!template_piece(&rest, &piece)) {
			html_text(r->out, piece);
			continue;
		}
		rc = find(r, op, piece, &x);
		if (rc)
			return rc;
		html_text(r->out, shown(r, &x, false));
	}
	return ERR_OK;
}

static void put_number(struct render *r)
{
	if (r->nloops)
		buf_i64(r->out, r->loop[r->nloops - 1].rows->shown);
}

static void put_token(struct render *r)
{
	buf_puts(r->out, "<input type=\"hidden\" name=\"csrf\" value=\"");
	html_text(r->out, r->v->csrf);
	buf_puts(r->out, "\"><input type=\"hidden\" name=\"acuan\" value=\"");
	html_text(r->out, r->v->key);
	buf_puts(r->out, "\">");
}

/* --- sections --------------------------------------------------------------------------------------------------- */

static int is_true(struct render *r, const struct template_op *op, const struct view_found *x, bool *yes)
{
	if (op->word.n) {
		*yes = padan_span_eq(shown(r, x, true), op->word);
		return ERR_OK;
	}
	if (x->rows) {
		if (x->rows->shown) {
			*yes = true;
			return ERR_OK;
		}
		return view_rows_peek(x->rows, yes, r->e);
	}
	*yes = field_given(x->field, x->record) &&
	       !(x->field->type == FIELD_number && *(const int64_t *)field_member(x->field, x->record) == 0);
	return ERR_OK;
}

static int step_row(struct render *r, struct view_rows *rows, uint32_t *at, uint32_t inside, uint32_t behind)
{
	bool have = false;
	int rc = view_rows_next(rows, &have, r->e);

	*at = have ? inside : behind;
	if (!rc && !have)
		r->nloops--;
	return rc;
}

static int step_section(struct render *r, uint32_t *at)
{
	const struct template_op *op = &r->t->op[*at];
	struct view_found *x;
	bool yes = false;
	int rc = find_own(r, *at, &x);

	if (rc)
		return rc;
	if (op->step == STEP_EACH && x->rows) {
		if (x->rows->shown)
			return fail(r, op, op->name, "sudah ditampilkan sekali di halaman ini");
		r->loop[r->nloops++] = (struct loop){ *at, x->rows };
		return step_row(r, x->rows, at, *at + 1, op->jump + 1);
	}
	rc = is_true(r, op, x, &yes);
	*at = yes != op->negated ? *at + 1 : op->jump + 1;
	return rc;
}

static int step_end(struct render *r, uint32_t *at)
{
	uint32_t from = r->t->op[*at].jump;

	if (r->nloops && r->loop[r->nloops - 1].op == from)
		return step_row(r, r->loop[r->nloops - 1].rows, at, from + 1, *at + 1);
	(*at)++;
	return ERR_OK;
}

static int put(struct render *r, uint32_t at)
{
	const struct template_op *op = &r->t->op[at];

	switch (op->step) {
	case STEP_RAW:
		buf_span(r->out, op->text);
		return ERR_OK;
	case STEP_VALUE:
		return put_value(r, at);
	case STEP_MARKUP:
		return put_markup(r, at);
	case STEP_LABEL:
		return put_label(r, at);
	case STEP_TEXT:
		return put_translated(r, op);
	case STEP_TOKEN:
		put_token(r);
		return ERR_OK;
	default:
		put_number(r);
		return ERR_OK;
	}
}

static int run(struct render *r)
{
	int rc = ERR_OK;

	for (uint32_t at = 0; !rc && at < r->t->n;) {
		const struct template_op *op = &r->t->op[at];

		switch (op->step) {
		case STEP_EACH:
		case STEP_WHEN:
			rc = step_section(r, &at);
			break;
		case STEP_MAY:
			at = r->v->may >> op->capability & 1 ? at + 1 : op->jump + 1;
			break;
		case STEP_END:
			rc = step_end(r, &at);
			break;
		default:
			rc = put(r, at++);
		}
		if (!rc && r->out->failed)
			rc = err_set(r->e, ERR_MACHINE, "templat %s: halaman terlalu besar atau memori tidak cukup",
				     r->t->name);
	}
	return rc;
}

int template_render(const struct template *t, struct view *v, struct buf *out, struct err *e)
{
	struct render r = { .t = t, .v = v, .out = out, .e = e };
	int rc;

	r.found = padan_arena_array(v->arena, t->n ? t->n : 1, sizeof(*r.found));
	if (!r.found)
		return err_memory(e, "halaman");
	buf_init(&r.scratch, out->from, LIM_CELL);
	rc = run(&r);
	buf_done(&r.scratch);
	return rc;
}
