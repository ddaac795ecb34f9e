/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/field.h"
#include "base/url.h"

#include <stdio.h>
#include <stdlib.h>

enum { REASON_LETTERS = 5 };

struct over {
	const char *at;
	size_t left, size;
};

static int over_next(void *ctx, void *row, struct err *e)
{
	struct over *o = ctx;

	(void)e;
	if (!o->left)
		return 0;
	memcpy(row, o->at, o->size);
	o->at += o->size;
	o->left--;
	return 1;
}

int row_cursor_over(struct padan_arena *a, const void *rows, size_t n, size_t size, struct row_cursor *out,
		    struct err *e)
{
	struct over *o = padan_arena_zero(a, sizeof(*o));

	if (!o)
		return err_memory(e, "daftar hasil");
	*o = (struct over){ rows, n, size };
	*out = (struct row_cursor){ over_next, o };
	return ERR_OK;
}

void *row_room(struct padan_arena *a, void *rows, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap ? 2 * *cap : 16;
	void *more;

	if (n < *cap)
		return rows;
	more = padan_arena_array(a, want, size);
	if (!more)
		return NULL;
	if (n)
		memcpy(more, rows, n * size);
	*cap = want;
	return more;
}

static void clear_member(const struct field *f, void *p)
{
	switch (f->type) {
	case FIELD_number:
	case FIELD_permille:
		*(int64_t *)p = FIELD_ABSENT;
		break;
	case FIELD_rupiah:
		*(rupiah *)p = rp(FIELD_ABSENT);
		break;
	case FIELD_day:
		*(date *)p = DATE_NONE;
		break;
	case FIELD_month:
		*(month *)p = MONTH_NONE;
		break;
	case FIELD_choice:
		*(int *)p = -1;
		break;
	default:
		break;
	}
}

void fields_clear(const struct field *fields, void *record, size_t size)
{
	memset(record, 0, size);
	for (const struct field *f = fields; f->c; f++)
		clear_member(f, (char *)record + f->at);
}

const struct field *field_find(const struct field *fields, span wire)
{
	for (const struct field *f = fields; f->c; f++)
		if (padan_span_eq(padan_span_of(f->wire), wire))
			return f;
	return NULL;
}

bool field_given(const struct field *f, const void *record)
{
	const void *p = field_member(f, record);

	switch (f->type) {
	case FIELD_number:
	case FIELD_permille:
		return *(const int64_t *)p != FIELD_ABSENT;
	case FIELD_rupiah:
		return ((const rupiah *)p)->rp != FIELD_ABSENT;
	case FIELD_day:
		return date_known(*(const date *)p);
	case FIELD_month:
		return month_known(*(const month *)p);
	case FIELD_flag:
		return *(const bool *)p;
	case FIELD_choice:
		return *(const int *)p >= 0;
	case FIELD_choices:
		return ((const struct choice_list *)p)->n > 0;
	case FIELD_files_in:
		return ((const struct file_list *)p)->n > 0;
	case FIELD_lines:
		return ((const struct line_source *)p)->next != NULL;
	case FIELD_rows:
		return ((const struct row_cursor *)p)->next != NULL;
	default:
		return ((const span *)p)->n > 0;
	}
}

int fields_complete(const struct field *fields, const void *record, struct err *e)
{
	for (const struct field *f = fields; f->c; f++)
		if ((f->flags & F_REQUIRED) && !field_given(f, record))
			return err_set(e, ERR_USAGE, "%s%s (%s) belum diisi", f->flags & F_POSITION ? "" : "--",
				       f->wire, f->label);
	return ERR_OK;
}

span field_word(const char *words, int i)
{
	for (; words && i >= 0; i--) {
		size_t n = strcspn(words, "|");

		if (i == 0)
			return (span){ words, n };
		words = words[n] ? words + n + 1 : NULL;
	}
	return (span){ NULL, 0 };
}

static int word_place(const char *words, span s)
{
	for (int i = 0; field_word(words, i).n; i++)
		if (span_ieq(field_word(words, i), s))
			return i;
	return -1;
}

static int bad(const struct field *f, span text, const char *expected, struct err *e)
{
	return err_set(e, ERR_USAGE, "%s: \"%.*s\" tidak dapat dipakai; isi dengan %s", f->wire,
		       (int)(text.n < 60 ? text.n : 60), text.p, expected);
}

static int bad_word(const struct field *f, span text, struct err *e)
{
	char all[200] = "";
	size_t n = 0;

	for (const char *w = f->words; *w && n + 3 < sizeof(all); w++) {
		all[n++] = *w == '|' ? ',' : *w;
		if (*w == '|')
			all[n++] = ' ';
	}
	all[n] = '\0';
	return bad(f, text, *all ? all : "kata yang dikenal", e);
}

static int parse_number(const struct field *f, span text, int64_t *out, struct err *e)
{
	char expected[80];

	if (span_i64(text, out) && *out >= 0 && (!f->limit || *out <= f->limit))
		return ERR_OK;
	*out = FIELD_ABSENT;
	if (!f->limit)
		return bad(f, text, "bilangan bulat, misalnya 12", e);
	snprintf(expected, sizeof(expected), "bilangan bulat 0 sampai %lld", (long long)f->limit);
	return bad(f, text, expected, e);
}

/* "12", "12,5", "12.345": at most three decimals, kept in thousandths. */
static bool read_permille(span s, int64_t *out)
{
	int64_t v = 0;
	int decimals = -1;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c == ',' || c == '.') && decimals < 0 && i) {
			decimals = 0;
			continue;
		}
		if (c < '0' || c > '9' || decimals == 3 || v > INT64_MAX / 100000)
			return false;
		v = v * 10 + (c - '0');
		decimals += decimals >= 0;
	}
	if (!s.n || decimals == 0)
		return false;
	for (int i = decimals < 0 ? 0 : decimals; i < 3; i++)
		v *= 10;
	*out = v;
	return true;
}

static int parse_permille(const struct field *f, span text, int64_t *out, struct err *e)
{
	if (read_permille(text, out) && (!f->limit || *out <= f->limit * 1000))
		return ERR_OK;
	*out = FIELD_ABSENT;
	return bad(f, text, "bilangan dengan paling banyak tiga desimal, misalnya 12,5", e);
}

static int parse_flag(const struct field *f, span text, bool *out, struct err *e)
{
	*out = span_ieq(text, SPAN("ya")) || span_ieq(text, SPAN("true")) || span_ieq(text, SPAN("1"));
	if (*out || span_ieq(text, SPAN("tidak")) || span_ieq(text, SPAN("false")) || span_ieq(text, SPAN("0")))
		return ERR_OK;
	return bad(f, text, "ya atau tidak", e);
}

static int parse_choice(const struct field *f, span text, int *out, struct err *e)
{
	*out = word_place(f->words, span_trim(text));
	return *out >= 0 ? ERR_OK : bad_word(f, text, e);
}

static int parse_choices(const struct field *f, span text, struct choice_list *out, struct err *e)
{
	*out = (struct choice_list){ .n = 0 };
	for (span rest = text; rest.n;) {
		const char *comma = memchr(rest.p, ',', rest.n);
		size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
		int at = word_place(f->words, span_trim((span){ rest.p, n }));

		if (at < 0)
			return bad_word(f, text, e);
		if (out->n == LIM_CHOICES)
			return bad(f, text, "paling banyak enam belas kata", e);
		out->at[out->n++] = (uint8_t)at;
		rest = comma ? (span){ comma + 1, rest.n - n - 1 } : (span){ NULL, 0 };
	}
	return out->n ? ERR_OK : bad_word(f, text, e);
}

static int parse_text(const struct field *f, span text, span *out, struct err *e)
{
	size_t most = f->limit > 0 ? (size_t)f->limit : LIM_CELL, letters = 0;

	if (text.n > most)
		return err_set(e, ERR_USAGE, "%s: lebih panjang dari batas %zu byte", f->wire, most);
	if (!span_storable(text))
		return err_set(e, ERR_USAGE, "%s: isinya bukan teks UTF-8; ketik ulang", f->wire);
	for (size_t i = 0; i < text.n; i++)
		letters += (unsigned char)text.p[i] > ' ';
	if (f->type == FIELD_reason && letters < REASON_LETTERS)
		return bad(f, text, "alasan yang dapat dibaca orang lain (paling sedikit lima huruf)", e);
	*out = text;
	return ERR_OK;
}

static int parse_file(const struct field *f, span text, span *out, struct err *e)
{
	if (!text.n || text.n >= 4096 || memchr(text.p, '\0', text.n))
		return bad(f, text, "nama berkas", e);
	if (!span_storable(text)) /* it is printed, and kept with the run */
		return err_set(e, ERR_USAGE, "%s: nama berkas bukan UTF-8; ganti dahulu nama berkasnya", f->wire);
	*out = text;
	return ERR_OK;
}

static int parse_files(const struct field *f, span text, struct file_list *out, struct err *e)
{
	if (out->n == LIM_FILES)
		return err_set(e, ERR_USAGE, "%s: lebih dari %d berkas", f->wire, LIM_FILES);
	if (parse_file(f, text, &out->at[out->n], e))
		return ERR_USAGE;
	out->n++;
	return ERR_OK;
}

int field_parse(const struct field *f, span text, void *record, struct err *e)
{
	void *p = (char *)record + f->at;

	switch (f->type) {
	case FIELD_text:
	case FIELD_reason:
		return parse_text(f, text, p, e);
	case FIELD_number:
		return parse_number(f, text, p, e);
	case FIELD_permille:
		return parse_permille(f, text, p, e);
	case FIELD_rupiah:
		return rupiah_parse(text, p) && ((rupiah *)p)->rp >= 0
			       ? ERR_OK
			       : bad(f, text, "rupiah bulat, misalnya 1000000 atau 1.000.000", e);
	case FIELD_day:
		return date_parse_iso(text, p) ? ERR_OK : bad(f, text, "tanggal TTTT-BB-HH, misalnya 2025-05-01", e);
	case FIELD_month:
		return month_parse_iso(text, p) ? ERR_OK : bad(f, text, "bulan TTTT-BB, misalnya 2025-05", e);
	case FIELD_flag:
		return parse_flag(f, text, p, e);
	case FIELD_choice:
		return parse_choice(f, text, p, e);
	case FIELD_choices:
		return parse_choices(f, text, p, e);
	case FIELD_files_in:
		return parse_files(f, text, p, e);
	case FIELD_lines:
	case FIELD_rows:
		return err_set(e, ERR_USAGE, "%s tidak dapat diisi sebagai teks", f->wire);
	default:
		return parse_file(f, text, p, e);
	}
}

static void show_grouped(int64_t v, struct buf *out)
{
	char money[40];

	rupiah_format(rp(v), money);
	if (v < 0)
		buf_putc(out, '-');
	buf_puts(out, strchr(money, 'p') + 1);
}

static void show_permille(int64_t v, struct buf *out)
{
	char part[8];
	int n = 4;

	if (v < 0)
		buf_putc(out, '-');
	show_grouped(v < 0 ? -(v / 1000) : v / 1000, out);
	if (v % 1000 == 0)
		return;
	snprintf(part, sizeof(part), ",%03d", abs((int)(v % 1000)));
	while (part[n - 1] == '0')
		n--;
	buf_put(out, part, (size_t)n);
}

static void show_choices(const struct field *f, const struct choice_list *list, struct buf *out)
{
	for (int i = 0; i < list->n; i++) {
		buf_puts(out, i ? ", " : "");
		buf_span(out, field_word(f->words, list->at[i]));
	}
}

static void show_files(const struct file_list *list, struct buf *out)
{
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(out, i ? ", " : "");
		buf_span(out, list->at[i]);
	}
}

void field_show(const struct field *f, const void *record, struct buf *out)
{
	const void *p = field_member(f, record);
	char scratch[40];

	if (!field_given(f, record) && f->type != FIELD_flag)
		return;
	switch (f->type) {
	case FIELD_number:
		show_grouped(*(const int64_t *)p, out);
		return;
	case FIELD_permille:
		show_permille(*(const int64_t *)p, out);
		return;
	case FIELD_rupiah:
		buf_puts(out, rupiah_format(*(const rupiah *)p, scratch));
		return;
	case FIELD_day:
		buf_puts(out, date_long(*(const date *)p, scratch));
		return;
	case FIELD_month:
		buf_puts(out, month_long(*(const month *)p, scratch));
		return;
	case FIELD_flag:
		buf_puts(out, *(const bool *)p ? "ya" : "tidak");
		return;
	case FIELD_choice:
		buf_span(out, field_word(f->words, *(const int *)p));
		return;
	case FIELD_choices:
		show_choices(f, p, out);
		return;
	case FIELD_files_in:
		show_files(p, out);
		return;
	case FIELD_store:
		url_shown(*(const span *)p, out);
		return;
	case FIELD_lines:
	case FIELD_rows:
	case FIELD_secret:
		return;
	default:
		buf_span(out, *(const span *)p);
	}
}
