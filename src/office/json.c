/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/json.h"

#include "base/url.h"

#include <stdio.h>
#include <stdlib.h>

enum { FLUSH_AT = 1 << 16 };

/* Length of the well-formed UTF-8 sequence at p, 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t n)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t c = p[0] & (0xffu >> (len == 1 ? 1 : len + 1));

	if (len == 1)
		return 1;
	if (p[0] < 0xc0 || p[0] >= 0xf8 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	return c >= least[len] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? len : 0;
}

static void put_ascii(struct buf *out, unsigned char c)
{
	if (c == '"' || c == '\\') {
		buf_putc(out, '\\');
		buf_putc(out, (char)c);
	} else if (c == '\n') {
		buf_puts(out, "\\n");
	} else if (c == '\t') {
		buf_puts(out, "\\t");
	} else if (c < 0x20 || c == 0x7f) {
		buf_printf(out, "\\u%04x", c);
	} else {
		buf_putc(out, (char)c);
	}
}

void json_string(struct buf *out, span s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n;) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		size_t len = sequence(p, s.n - i);

		if (len == 1)
			put_ascii(out, *p);
		else if (len)
			buf_put(out, s.p + i, len);
		else
			buf_puts(out, "\xef\xbf\xbd");
		i += len ? len : 1;
	}
	buf_putc(out, '"');
}

static void json_permille(struct buf *out, int64_t v)
{
	char part[8];
	int n = 4;

	if (v < 0)
		buf_putc(out, '-');
	buf_i64(out, v < 0 ? -(v / 1000) : v / 1000);
	if (v % 1000 == 0)
		return;
	snprintf(part, sizeof(part), ".%03d", abs((int)(v % 1000)));
	while (part[n - 1] == '0')
		n--;
	buf_put(out, part, (size_t)n);
}

static void json_choices(struct buf *out, const struct field *f, const struct choice_list *list)
{
	buf_putc(out, '[');
	for (int i = 0; i < list->n; i++) {
		buf_puts(out, i ? "," : "");
		json_string(out, field_word(f->words, list->at[i]));
	}
	buf_putc(out, ']');
}

static void json_files(struct buf *out, const struct file_list *list)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(out, i ? "," : "");
		json_string(out, list->at[i]);
	}
	buf_putc(out, ']');
}

/* A password in it goes nowhere. */
static void json_store(struct buf *out, span name)
{
	struct buf shown;

	buf_init(&shown, out->from, LIM_CELL);
	url_shown(name, &shown);
	json_string(out, buf_as_span(&shown));
	out->failed = out->failed || shown.failed;
	buf_done(&shown);
}

static void json_value(struct buf *out, const struct field *f, const void *record)
{
	const void *p = field_member(f, record);
	char scratch[16];

	switch (f->type) {
	case FIELD_number:
		buf_i64(out, *(const int64_t *)p);
		return;
	case FIELD_permille:
		json_permille(out, *(const int64_t *)p);
		return;
	case FIELD_rupiah:
		buf_i64(out, ((const rupiah *)p)->rp);
		return;
	case FIELD_day:
		buf_printf(out, "\"%s\"", date_iso(*(const date *)p, scratch));
		return;
	case FIELD_month:
		buf_printf(out, "\"%s\"", month_iso(*(const month *)p, scratch));
		return;
	case FIELD_flag:
		buf_puts(out, *(const bool *)p ? "true" : "false");
		return;
	case FIELD_choice:
		json_string(out, field_word(f->words, *(const int *)p));
		return;
	case FIELD_choices:
		json_choices(out, f, p);
		return;
	case FIELD_files_in:
		json_files(out, p);
		return;
	case FIELD_store:
		json_store(out, *(const span *)p);
		return;
	default:
		json_string(out, *(const span *)p);
	}
}

static int flush(struct buf *out, const struct json_sink *sink, size_t at, struct err *e)
{
	if (sink && out->n >= at && sink->flush(sink->ctx, out, e))
		return e ? e->code : ERR_MACHINE;
	return out->failed ? err_memory(e, "keluaran JSON") : ERR_OK;
}

/* Rows hold no rows, so this goes one level deep only. */
static void json_flat(struct buf *out, const struct field *fields, const void *record)
{
	const char *between = "";

	buf_putc(out, '{');
	for (const struct field *f = fields; f->c; f++) {
		if (!field_given(f, record) && f->type != FIELD_flag)
			continue;
		buf_puts(out, between);
		json_string(out, padan_span_of(f->wire));
		buf_putc(out, ':');
		json_value(out, f, record);
		between = ",";
	}
	buf_putc(out, '}');
}

static int json_rows(struct buf *out, const struct field *f, const struct row_cursor *rows,
		     const struct json_sink *sink, struct err *e)
{
	_Alignas(16) char row[4096];
	const char *between = "";
	int got = 0, rc = ERR_OK;

	if (f->rows->size > sizeof(row))
		return err_set(e, ERR_MACHINE, "%s: baris hasil terlalu besar", f->wire);
	buf_putc(out, '[');
	while (rows->next && !rc && (got = rows->next(rows->ctx, row, e)) > 0) {
		buf_puts(out, between);
		json_flat(out, f->rows->columns, row);
		between = ",";
		rc = flush(out, sink, FLUSH_AT, e);
	}
	buf_putc(out, ']');
	return got < 0 ? (e && e->code ? e->code : ERR_MACHINE) : rc;
}

static bool wanted(const struct field *f, const void *record, unsigned what)
{
	if (f->type == FIELD_lines || f->type == FIELD_secret || (f->type == FIELD_rows && !(what & JSON_ROWS)))
		return false;
	/* where the database lies is no part of what was done */
	if (((f->flags & F_PRIVATE) || f->type == FIELD_store) && !(what & JSON_PRIVATE))
		return false;
	return f->type == FIELD_flag || f->type == FIELD_rows || field_given(f, record);
}

int json_record(struct buf *out, const struct field *fields, const void *record, unsigned what,
		const struct json_sink *sink, struct err *e)
{
	const char *between = "";
	int rc = ERR_OK;

	buf_putc(out, '{');
	for (const struct field *f = fields; f->c && !rc; f++) {
		if (!wanted(f, record, what))
			continue;
		buf_puts(out, between);
		json_string(out, padan_span_of(f->wire));
		buf_putc(out, ':');
		if (f->type == FIELD_rows)
			rc = json_rows(out, f, field_member(f, record), sink, e);
		else
			json_value(out, f, record);
		between = ",";
	}
	buf_putc(out, '}');
	return rc ? rc : flush(out, sink, 0, e);
}
