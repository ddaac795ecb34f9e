/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/view.h"

#include "office/field.h"

enum { MARKUP = 1 << 16 }; /* beside the flags of office/field.h */

struct view_value {
	struct field field;
	union {
		span text;
		int64_t number;
		rupiah money;
		date day;
		month month;
		bool flag;
		int choice;
		struct row_cursor rows;
	} as;
};

void view_init(struct view *v, struct padan_arena *arena)
{
	*v = (struct view){ .arena = arena };
}

int view_record(struct view *v, const char *name, const struct field *fields, const void *record, struct err *e)
{
	size_t n = name ? strlen(name) : 0;
	char *prefix = padan_arena_get(v->arena, n + 1);
	struct view_record *more = row_room(v->arena, v->records, v->nrecords, &v->records_cap, sizeof(*more));

	if (!prefix || !more)
		return err_memory(e, "halaman");
	if (n) {
		memcpy(prefix, name, n);
		prefix[n++] = '.';
	}
	v->records = more;
	more[v->nrecords++] = (struct view_record){ { prefix, n }, fields, record };
	return ERR_OK;
}

static struct view_value *add_value(struct view *v, const char *name, enum field_type type, struct err *e)
{
	struct view_value *x = padan_arena_zero(v->arena, sizeof(*x));
	struct view_value **more =
		row_room(v->arena, v->values, v->nvalues, &v->values_cap, sizeof(struct view_value *));

	if (!x || !more) {
		err_memory(e, "halaman");
		return NULL;
	}
	x->field = (struct field){ .c = name, .wire = name, .label = name, .type = type };
	v->values = more;
	more[v->nvalues++] = x;
	return x;
}

int view_value(struct view *v, const char *name, enum field_type type, const void *value, struct err *e)
{
	static const size_t size[] = {
		[FIELD_number] = sizeof(int64_t), [FIELD_permille] = sizeof(int64_t),
		[FIELD_rupiah] = sizeof(rupiah),  [FIELD_day] = sizeof(date),
		[FIELD_month] = sizeof(month),	  [FIELD_flag] = sizeof(bool),
		[FIELD_choice] = sizeof(int),	  [FIELD_rows] = sizeof(struct row_cursor),
	};
	struct view_value *x = add_value(v, name, type, e);

	if (!x)
		return ERR_MACHINE;
	memcpy(&x->as, value, type < sizeof(size) / sizeof(size[0]) && size[type] ? size[type] : sizeof(span));
	return ERR_OK;
}

int view_text(struct view *v, const char *name, span text, struct err *e)
{
	return view_value(v, name, FIELD_text, &text, e);
}

int view_number(struct view *v, const char *name, int64_t n, struct err *e)
{
	return view_value(v, name, FIELD_number, &n, e);
}

int view_flag(struct view *v, const char *name, bool yes, struct err *e)
{
	return view_value(v, name, FIELD_flag, &yes, e);
}

int view_rows(struct view *v, const char *name, const struct row_shape *shape, struct row_cursor rows, struct err *e)
{
	int rc = view_value(v, name, FIELD_rows, &rows, e);

	if (!rc)
		v->values[v->nvalues - 1]->field.rows = shape;
	return rc;
}

int view_markup(struct view *v, const char *name, span html, struct err *e)
{
	int rc = view_text(v, name, html, e);

	if (!rc)
		v->values[v->nvalues - 1]->field.flags = MARKUP;
	return rc;
}

bool view_is_markup(const struct field *f)
{
	return f->flags & MARKUP;
}

/* The state of a list that was begun; begins it. */
static int rows_of(struct view *v, const struct field *f, const struct row_cursor *from, struct view_rows **out,
		   struct err *e)
{
	struct view_rows *r, **more;

	for (size_t i = 0; i < v->nrows; i++)
		if (v->rows[i]->from == from) {
			*out = v->rows[i];
			return ERR_OK;
		}
	r = padan_arena_zero(v->arena, sizeof(*r));
	more = row_room(v->arena, v->rows, v->nrows, &v->rows_cap, sizeof(struct view_rows *));
	if (!r || !more || !(r->row = padan_arena_zero(v->arena, f->rows->size)))
		return err_memory(e, "daftar di halaman");
	r->from = from;
	r->shape = f->rows;
	v->rows = more;
	v->rows[v->nrows++] = r;
	*out = r;
	return ERR_OK;
}

static const struct field *find_in(const struct view_record *r, span name)
{
	if (name.n <= r->prefix.n || (r->prefix.n && memcmp(name.p, r->prefix.p, r->prefix.n) != 0))
		return NULL;
	return field_find(r->fields, (span){ name.p + r->prefix.n, name.n - r->prefix.n });
}

int view_find(struct view *v, span name, struct view_found *out, struct err *e)
{
	*out = (struct view_found){ NULL, NULL, NULL };
	for (size_t i = v->nvalues; i-- > 0 && !out->field;)
		if (padan_span_eq(padan_span_of(v->values[i]->field.wire), name))
			*out = (struct view_found){ &v->values[i]->field, &v->values[i]->as, NULL };
	for (size_t i = v->nrecords; i-- > 0 && !out->field;) {
		const struct field *f = find_in(&v->records[i], name);

		if (f)
			*out = (struct view_found){ f, v->records[i].record, NULL };
	}
	if (out->field && out->field->type == FIELD_rows)
		return rows_of(v, out->field, field_member(out->field, out->record), &out->rows, e);
	return ERR_OK;
}

int view_rows_peek(struct view_rows *r, bool *have, struct err *e)
{
	int got;

	if (!r->ahead && !r->over) {
		got = r->from->next ? r->from->next(r->from->ctx, r->row, e) : 0;
		if (got < 0)
			return e && e->code ? e->code : ERR_MACHINE;
		r->ahead = got > 0;
		r->over = !got;
	}
	*have = r->ahead;
	return ERR_OK;
}

int view_rows_next(struct view_rows *r, bool *have, struct err *e)
{
	int rc = view_rows_peek(r, have, e);

	if (!rc && *have) {
		r->ahead = false;
		r->shown++;
	}
	return rc;
}
