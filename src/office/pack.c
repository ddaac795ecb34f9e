/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/pack.h"

#include "base/url.h"

enum { NAME_MAX_BYTES = 255 };

/* --- pieces --------------------------------------------------------------------------------------------------------
 */
void pack_u32(struct buf *out, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		buf_putc(out, (char)(v >> (8 * i)));
}

void pack_i64(struct buf *out, int64_t v)
{
	for (int i = 0; i < 8; i++)
		buf_putc(out, (char)((uint64_t)v >> (8 * i)));
}

void pack_text(struct buf *out, span s)
{
	pack_u32(out, (uint32_t)s.n);
	buf_put(out, s.p, s.n);
}

static uint64_t number(const char *p, int bytes)
{
	uint64_t v = 0;

	for (int i = bytes; i-- > 0;)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static span cut(span *in, size_t n)
{
	span s = { in->p, n };

	*in = (span){ in->p + n, in->n - n };
	return s;
}

bool take_u32(span *in, uint32_t *v)
{
	if (in->n < 4)
		return false;
	*v = (uint32_t)number(cut(in, 4).p, 4);
	return true;
}

bool take_i64(span *in, int64_t *v)
{
	if (in->n < 8)
		return false;
	*v = (int64_t)number(cut(in, 8).p, 8);
	return true;
}

bool take_text(span *in, span *s)
{
	if (in->n < 4 || number(in->p, 4) > in->n - 4)
		return false;
	*s = cut(in, (size_t)number(cut(in, 4).p, 4));
	return true;
}

/* --- writing -------------------------------------------------------------------------------------------------------
 */
static char kind_of(enum field_type type)
{
	switch (type) {
	case FIELD_number:
	case FIELD_permille:
	case FIELD_rupiah:
	case FIELD_day:
	case FIELD_month:
	case FIELD_flag:
		return 'N';
	case FIELD_choice:
		return 'W';
	case FIELD_choices:
	case FIELD_files_in:
		return 'L';
	case FIELD_rows:
		return 'R';
	case FIELD_lines:
		return 0;
	default:
		return 'T';
	}
}

static int64_t as_number(const struct field *f, const void *p)
{
	switch (f->type) {
	case FIELD_rupiah:
		return ((const rupiah *)p)->rp;
	case FIELD_day:
		return ((const date *)p)->day;
	case FIELD_month:
		return ((const month *)p)->m;
	case FIELD_flag:
		return *(const bool *)p;
	default:
		return *(const int64_t *)p;
	}
}

static void put_list(struct buf *out, const struct field *f, const void *p)
{
	const struct choice_list *words = p;
	const struct file_list *files = p;

	if (f->type == FIELD_choices)
		for (int i = 0; i < words->n; i++)
			pack_text(out, field_word(f->words, words->at[i]));
	else
		for (size_t i = 0; i < files->n; i++)
			pack_text(out, files->at[i]);
}

/* Room for the length first, the length itself when it is known. */
static size_t open_length(struct buf *out)
{
	pack_u32(out, 0);
	return out->n;
}

static void close_length(struct buf *out, size_t from)
{
	uint32_t n = (uint32_t)(out->n - from);

	if (!out->failed)
		for (int i = 0; i < 4; i++)
			out->p[from - 4 + (size_t)i] = (char)(n >> (8 * i));
}

static int put_rows(struct buf *out, const struct field *f, const struct row_cursor *rows, struct err *e)
{
	_Alignas(16) char row[4096];
	int got = 0, rc = ERR_OK;

	if (f->rows->size > sizeof(row))
		return err_set(e, ERR_MACHINE, "%s: baris hasil terlalu besar", f->wire);
	while (!rc && rows->next && (got = rows->next(rows->ctx, row, e)) > 0) {
		size_t at = open_length(out);

		rc = pack_record(out, f->rows->columns, row, PACK_PRIVATE, e);
		close_length(out, at);
	}
	return got < 0 ? (e && e->code ? e->code : ERR_MACHINE) : rc;
}

static int put_value(struct buf *out, const struct field *f, const void *record, struct err *e)
{
	const void *p = field_member(f, record);

	switch (kind_of(f->type)) {
	case 'N':
		pack_i64(out, as_number(f, p));
		return ERR_OK;
	case 'W':
		buf_span(out, field_word(f->words, *(const int *)p));
		return ERR_OK;
	case 'L':
		put_list(out, f, p);
		return ERR_OK;
	case 'R':
		return put_rows(out, f, p, e);
	default:
		if (f->type == FIELD_store) /* a password is kept nowhere; only a file travels through the socket */
			url_shown(*(const span *)p, out);
		else
			buf_span(out, *(const span *)p);
		return ERR_OK;
	}
}

static bool wanted(const struct field *f, const void *record, unsigned what)
{
	char kind = kind_of(f->type);

	if (!kind || (kind == 'R' && !(what & PACK_ROWS)) || ((f->flags & F_PRIVATE) && !(what & PACK_PRIVATE)))
		return false;
	return field_given(f, record);
}

int pack_record(struct buf *out, const struct field *fields, const void *record, unsigned what, struct err *e)
{
	int rc = ERR_OK;

	for (const struct field *f = fields; f->c && !rc; f++) {
		size_t n = strlen(f->wire), at;

		if (!wanted(f, record, what) || n > NAME_MAX_BYTES)
			continue;
		buf_putc(out, (char)n);
		buf_put(out, f->wire, n);
		buf_putc(out, kind_of(f->type));
		at = open_length(out);
		rc = put_value(out, f, record, e);
		close_length(out, at);
	}
	return !rc && out->failed ? err_memory(e, "hasil") : rc;
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
struct piece {
	span name, value;
	char kind;
};

static bool take_piece(span *in, struct piece *p)
{
	size_t n = in->n ? (unsigned char)in->p[0] : 0;

	if (in->n < n + 2)
		return false;
	cut(in, 1);
	p->name = cut(in, n);
	p->kind = *cut(in, 1).p;
	return take_text(in, &p->value);
}

static bool set_number(const struct field *f, span value, void *p)
{
	int64_t v;

	if (!take_i64(&value, &v) || value.n)
		return false;
	switch (f->type) {
	case FIELD_rupiah:
		((rupiah *)p)->rp = v;
		return true;
	case FIELD_day:
		((date *)p)->day = (int32_t)v;
		return v >= INT32_MIN && v <= INT32_MAX;
	case FIELD_month:
		((month *)p)->m = (int32_t)v;
		return v >= INT32_MIN && v <= INT32_MAX;
	case FIELD_flag:
		*(bool *)p = v == 1;
		return v == 0 || v == 1;
	default:
		*(int64_t *)p = v;
		return true;
	}
}

static bool set_word(const struct field *f, span value, int *out)
{
	for (int i = 0; field_word(f->words, i).n; i++)
		if (padan_span_eq(field_word(f->words, i), value)) {
			*out = i;
			return true;
		}
	return false;
}

static bool set_list(const struct field *f, span value, void *p)
{
	struct choice_list *words = p;
	struct file_list *files = p;
	span one;
	int at;

	while (value.n) {
		if (!take_text(&value, &one))
			return false;
		if (f->type == FIELD_choices) {
			if (words->n == LIM_CHOICES || !set_word(f, one, &at))
				return false;
			words->at[words->n++] = (uint8_t)at;
		} else {
			if (files->n == LIM_FILES)
				return false;
			files->at[files->n++] = one;
		}
	}
	return true;
}

struct packed_rows {
	const struct row_shape *shape;
	span rest;
};

static int next_packed(void *ctx, void *row, struct err *e)
{
	struct packed_rows *r = ctx;
	span one;
	int rc;

	if (!r->rest.n)
		return 0;
	if (!take_text(&r->rest, &one))
		rc = err_set(e, ERR_UNREADABLE, "hasil: baris terpotong");
	else
		rc = unpack_record(one, r->shape->columns, row, r->shape->size, NULL, e);
	return rc ? -1 : 1;
}

static bool set_rows(const struct field *f, span value, struct padan_arena *arena, struct row_cursor *out)
{
	struct packed_rows *r = arena ? padan_arena_get(arena, sizeof(*r)) : NULL;

	if (!r)
		return false; /* rows hold no rows */
	*r = (struct packed_rows){ f->rows, value };
	*out = (struct row_cursor){ next_packed, r };
	return true;
}

static bool set_piece(const struct field *f, const struct piece *piece, void *record, struct padan_arena *arena)
{
	void *p = (char *)record + f->at;

	if (piece->kind != kind_of(f->type))
		return false;
	switch (piece->kind) {
	case 'N':
		return set_number(f, piece->value, p);
	case 'W':
		return set_word(f, piece->value, p);
	case 'L':
		return set_list(f, piece->value, p);
	case 'R':
		return set_rows(f, piece->value, arena, p);
	default:
		*(span *)p = piece->value;
		return !memchr(piece->value.p ? piece->value.p : "", 0, piece->value.n);
	}
}

int unpack_record(span packed, const struct field *fields, void *record, size_t size, struct padan_arena *arena,
		  struct err *e)
{
	struct piece piece;

	fields_clear(fields, record, size);
	while (packed.n) {
		const struct field *f;

		if (!take_piece(&packed, &piece))
			return err_set(e, ERR_UNREADABLE, "catatan: terpotong");
		f = field_find(fields, piece.name);
		if (f && kind_of(f->type) && (field_given(f, record) || !set_piece(f, &piece, record, arena)))
			return err_set(e, ERR_UNREADABLE, "catatan: isi %s tidak dapat dipakai", f->wire);
	}
	return ERR_OK;
}
