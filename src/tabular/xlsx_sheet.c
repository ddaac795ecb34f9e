/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_sheet.h"

#include "base/date.h"
#include "base/limits.h"
#include "tabular/cell_number.h"
#include "tabular/xlsx_plain.h"

#include <stdio.h>
#include <stdlib.h>

#define MERGES	       20000
#define MERGE_ROWS     2000 /* a range that is longer is decoration */
#define SHEET_LAST_ROW 1048576
#define KEEP_MOST      ((size_t)64 << 20) /* of the child's LIM_XLSX_MEMORY */

struct merge {
	uint32_t top, bottom, col;
	size_t at, n; /* the value, in `kept`; n == 0: not met yet */
	uint8_t kind;
};

struct reader {
	struct book *b;
	struct part_events ev;
	const struct sheet_sink *sink;
	struct err *e;
	uint32_t most, row, last, col, width;
	uint32_t given;		   /* rows up to here were given to the sink by an earlier reading */
	struct buf text;	   /* the row's own texts, one behind the other */
	size_t start[LIM_COLUMNS]; /* of a cell's text in `text` */
	span cell[LIM_COLUMNS];
	uint8_t kind[LIM_COLUMNS];
	bool own[LIM_COLUMNS]; /* text lies in `text` (else in the shared strings, the worksheet or `kept`) */
	enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_INLINE, TYPE_STRING, TYPE_BOOL, TYPE_ERROR, TYPE_DATE } type;
	unsigned style;
	size_t value; /* where the open cell's text begins */
	bool in_row, in_cell, in_value, in_phonetic, any;
	struct merge *merge; /* sorted by top */
	size_t nmerge, active_from, active_to;
	struct buf kept; /* values of merged cells */
};

static void fail(struct reader *r, int rc)
{
	if (!r->ev.stop)
		r->ev.rc = rc;
	r->ev.stop = true;
}

static uint32_t to_u32(span s)
{
	int64_t v;

	return span_i64(s, &v) && v >= 0 && v < INT32_MAX ? (uint32_t)v : 0;
}

/* "AB12" -> 27 (from 0), and where the row stands; -1 when there is no column. A byte that is no part of it ends it. */
static int32_t parse_column(const char **at)
{
	const char *s = *at;
	int32_t c = 0;

	for (; *s == '$' || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z'); s++)
		if (*s != '$' && c < 1000000)
			c = c * 26 + ((*s & 0x1f));
	*at = s;
	return c - 1;
}

/* The row is 0 when it is absent. */
static void parse_ref(const char *s, int32_t *col, uint32_t *row)
{
	uint32_t n = 0;

	*col = parse_column(&s);
	for (; *s == '$' || (*s >= '0' && *s <= '9'); s++)
		if (*s != '$' && n < 10000000)
			n = n * 10 + (uint32_t)(*s - '0');
	*row = n;
}

/* --- merged ranges: they stand behind the rows, so they are looked for first ----------------------------------- */

struct merge_scan {
	struct reader *r;
	char ref[64];
	size_t n;  /* bytes of ref, or of the word matched so far */
	int state; /* 0 looking for "mergeCell ", 1 looking for ref=", 2 in the reference */
	bool failed;
};

static void add_merge(struct merge_scan *m)
{
	struct reader *r = m->r;
	char *colon = strchr(m->ref, ':');
	int32_t c1, c2;
	uint32_t r1, r2;

	if (!colon || r->nmerge == MERGES)
		return;
	parse_ref(m->ref, &c1, &r1);
	parse_ref(colon + 1, &c2, &r2);
	if (r2 > r1 && r2 - r1 <= MERGE_ROWS && c1 >= 0 && c1 < LIM_COLUMNS)
		r->merge[r->nmerge++] = (struct merge){ .top = r1, .bottom = r2, .col = (uint32_t)c1 };
}

static bool match(struct merge_scan *m, const char *word, char c)
{
	m->n = c == word[m->n] ? m->n + 1 : c == word[0];
	if (word[m->n])
		return false;
	m->n = 0;
	return true;
}

static bool scan_merges(void *ctx, span s)
{
	struct merge_scan *m = ctx;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (m->state == 0) {
			/* far the most bytes are rows: skip to the next 'm' */
			if (m->n == 0) {
				const char *next = memchr(s.p + i, 'm', s.n - i);

				if (!next)
					return true;
				i = (size_t)(next - s.p);
				c = 'm';
			}
			m->state = match(m, "mergeCell ", c);
		} else if (m->state == 1) {
			if (c == '>')
				m->state = 0, m->n = 0;
			else if (match(m, "ref=\"", c))
				m->state = 2;
		} else if (c == '"' || m->n + 1 == sizeof(m->ref)) {
			m->ref[m->n] = '\0';
			add_merge(m);
			m->state = 0, m->n = 0;
		} else {
			m->ref[m->n++] = c;
		}
	}
	return true;
}

static int compare_merge(const void *a, const void *b)
{
	const struct merge *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return (x->col > y->col) - (x->col < y->col);
}

static bool has(span s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* What stands behind the rows; all of it where that is not sure. */
static span behind_rows(span xml)
{
	static const char end[] = "</sheetData>";
	span rest = xml, behind;
	const char *p;

	while ((p = memrchr(rest.p, '<', rest.n)) != NULL) {
		rest.n = (size_t)(p - rest.p);
		if (memcmp(p, end, sizeof(end) - 1) == 0)
			break;
	}
	behind = (span){ p, p ? xml.n - rest.n : 0 };
	/* is it a tag, and not in a comment, an instruction or CDATA? */
	return !p || has(behind, "-->") || has(behind, "?>") || has(behind, "]]>") ? xml : behind;
}

/* A part in memory: the rows, far the most of it, need not be looked through. */
static void scan_kept(struct merge_scan *m, span xml)
{
	static const char begin[] = "<sheetData";
	span behind = behind_rows(xml);
	const char *rows = memmem(xml.p, xml.n, begin, sizeof(begin) - 1);

	if (behind.p != xml.p && rows) {
		scan_merges(m, (span){ xml.p, (size_t)(rows - xml.p) });
		m->state = 0, m->n = 0;
	}
	scan_merges(m, behind);
}

static int find_merges(struct reader *r, const char *part)
{
	struct merge_scan m = { .r = r };
	int rc = ERR_OK;

	r->merge = padan_arena_array(&r->b->arena, MERGES, sizeof(*r->merge));
	if (!r->merge)
		return err_memory(r->e, "sel gabungan");
	parts_keep(&r->b->parts, part, KEEP_MOST, &r->b->arena);
	if (parts_kept(&r->b->parts, part).p)
		scan_kept(&m, parts_kept(&r->b->parts, part));
	else
		rc = parts_bytes(&r->b->parts, part, scan_merges, &m, r->e);
	qsort(r->merge, r->nmerge, sizeof(*r->merge), compare_merge);
	return rc;
}

static void keep_merged(struct reader *r, struct merge *m)
{
	if (m->top != r->row || m->col >= r->width || r->kind[m->col] == CELL_EMPTY)
		return;
	m->at = r->kept.n;
	m->n = r->cell[m->col].n;
	m->kind = r->kind[m->col];
	buf_span(&r->kept, r->cell[m->col]);
}

static void fill_merged(struct reader *r, const struct merge *m)
{
	if (!m->n || m->top >= r->row || m->bottom < r->row || r->kept.failed)
		return;
	for (; r->width <= m->col; r->width++)
		r->kind[r->width] = CELL_EMPTY;
	if (r->kind[m->col] != CELL_EMPTY)
		return;
	r->cell[m->col] = (span){ r->kept.p + m->at, m->n };
	r->kind[m->col] = (uint8_t)(m->kind | CELL_MERGED);
}

/* Fills cells below the first of a range, and keeps the first's value. In this order: keeping may move `kept`. */
static void apply_merges(struct reader *r)
{
	while (r->active_to < r->nmerge && r->merge[r->active_to].top <= r->row)
		r->active_to++;
	while (r->active_from < r->active_to && r->merge[r->active_from].bottom < r->row)
		r->active_from++;
	for (size_t i = r->active_from; i < r->active_to; i++)
		keep_merged(r, &r->merge[i]);
	for (size_t i = r->active_from; i < r->active_to; i++)
		fill_merged(r, &r->merge[i]);
}

/* --- cells ------------------------------------------------------------------------------------------------- */

/* Puts a changed text in the place of the open cell's. */
static void rewrite(struct reader *r, span s)
{
	char copy[CELL_NUMBER_MAX];
	size_t n = s.n < sizeof(copy) ? s.n : sizeof(copy);

	memcpy(copy, s.p, n);
	r->text.n = r->value;
	buf_put(&r->text, copy, n);
}

static uint8_t finish_number(struct reader *r)
{
	span s = span_trim((span){ r->text.p + r->value, r->text.n - r->value });
	char out[CELL_NUMBER_MAX];

	if (r->style < r->b->nformat && r->b->is_date[r->style] && number_day(s, r->b->epoch1904, out)) {
		rewrite(r, (span){ out, 10 });
		return CELL_DATE;
	}
	s = number_plain(s, out);
	if (s.p == out)
		rewrite(r, s);
	return CELL_NUMBER;
}

static uint8_t finish_text(struct reader *r)
{
	r->text.n = r->value + book_unescape(r->text.p + r->value, r->text.n - r->value);
	return CELL_TEXT;
}

static uint8_t finish_date(struct reader *r)
{
	date d;

	if (r->text.n - r->value > 10)
		r->text.n = r->value + 10; /* the time of day */
	return date_parse_iso((span){ r->text.p + r->value, r->text.n - r->value }, &d) ? CELL_DATE : CELL_TEXT;
}

static void finish_shared(struct reader *r)
{
	int64_t i;
	span s = span_trim((span){ r->text.p + r->value, r->text.n - r->value });

	if (!span_i64(s, &i) || i < 0 || (size_t)i >= r->b->nshared) {
		fail(r, err_set(r->e, ERR_UNREADABLE,
				"baris %u menunjuk teks yang tidak ada; simpan ulang sebagai .xlsx", r->row));
		return;
	}
	r->text.n = r->value;
	r->own[r->col] = false;
	r->cell[r->col] = r->b->shared[i];
	r->kind[r->col] = r->cell[r->col].n ? CELL_TEXT : CELL_EMPTY;
	r->any |= r->cell[r->col].n > 0;
}

static void finish_cell(struct reader *r)
{
	uint8_t kind = CELL_EMPTY;

	if (r->text.n - r->value > LIM_CELL || r->text.failed) {
		fail(r, err_set(r->e, ERR_UNREADABLE,
				"baris %u: sebuah sel memuat lebih dari %d byte; pendekkan isinya", r->row, LIM_CELL));
		return;
	}
	if (r->text.n == r->value)
		return;
	switch (r->type) {
	case TYPE_SHARED:
		finish_shared(r);
		return;
	case TYPE_NUMBER:
		kind = finish_number(r);
		break;
	case TYPE_INLINE:
	case TYPE_STRING:
		kind = finish_text(r);
		break;
	case TYPE_BOOL:
		kind = CELL_BOOL;
		break;
	case TYPE_ERROR:
		kind = CELL_ERROR;
		break;
	case TYPE_DATE:
		kind = finish_date(r);
		break;
	}
	r->own[r->col] = true;
	r->start[r->col] = r->value;
	r->cell[r->col].n = r->text.n - r->value;
	r->kind[r->col] = r->cell[r->col].n ? kind : CELL_EMPTY;
	r->any |= r->cell[r->col].n > 0;
}

static enum cell_type type_of(span s)
{
	if (s.n == 9)
		return memcmp(s.p, "inlineStr", 9) == 0 ? TYPE_INLINE : TYPE_NUMBER;
	if (s.n == 3)
		return memcmp(s.p, "str", 3) == 0 ? TYPE_STRING : TYPE_NUMBER;
	switch (s.n == 1 ? *s.p : 0) {
	case 's':
		return TYPE_SHARED;
	case 'b':
		return TYPE_BOOL;
	case 'e':
		return TYPE_ERROR;
	case 'd':
		return TYPE_DATE;
	default:
		return TYPE_NUMBER;
	}
}

static void open_cell(struct reader *r, span ref, span type, span style)
{
	int32_t col = ref.p ? parse_column(&ref.p) : -1;

	r->style = style.p ? to_u32(style) : 0;
	r->col = col >= 0 ? (uint32_t)col : r->width;
	r->type = type_of(type);
	r->value = r->text.n;
	r->in_cell = true;
	if (r->col >= LIM_COLUMNS)
		return;
	for (; r->width <= r->col; r->width++)
		r->kind[r->width] = CELL_EMPTY;
}

static void start_cell(struct reader *r, const char **at)
{
	span ref = { NULL, 0 }, type = { NULL, 0 }, style = { NULL, 0 };

	for (; *at; at += 2) {
		if (strcmp(*at, "r") == 0)
			ref = padan_span_of(at[1]);
		else if (strcmp(*at, "t") == 0)
			type = padan_span_of(at[1]);
		else if (strcmp(*at, "s") == 0)
			style = padan_span_of(at[1]);
	}
	open_cell(r, ref, type, style);
}

static void end_cell(struct reader *r)
{
	r->in_cell = false;
	if (r->col < LIM_COLUMNS)
		finish_cell(r);
	else if (r->text.n > r->value)
		fail(r,
		     err_set(r->e, ERR_UNREADABLE, "baris %u memakai lebih dari %d kolom; hapus kolom yang tidak perlu",
			     r->row, LIM_COLUMNS));
}

/* --- rows --------------------------------------------------------------------------------------------------- */

static void start_row(struct reader *r, span no)
{
	uint32_t row = no.p ? to_u32(no) : r->row + 1;

	if (row <= r->row || row > SHEET_LAST_ROW)
		row = r->row + 1; /* numbers that do not grow are no numbers */
	r->row = row;
	r->width = 0;
	r->any = false;
	buf_clear(&r->text);
	r->text.max = LIM_RECORD;
	r->in_row = true;
	if (r->most && row > r->most)
		fail(r, ERR_OK);
}

static void start_row_of(struct reader *r, const char **at)
{
	const char *no = part_attribute(at, "r");

	start_row(r, no ? padan_span_of(no) : (span){ NULL, 0 });
}

static void end_row(struct reader *r)
{
	struct sheet_row row;
	int rc;

	r->in_row = false;
	if (r->width)
		r->last = r->row;
	if (r->text.failed) {
		fail(r, err_set(r->e, ERR_UNREADABLE, "baris %u memuat lebih dari %d byte; pendekkan isinya", r->row,
				LIM_RECORD));
		return;
	}
	for (uint32_t c = 0; c < r->width; c++)
		if (r->kind[c] != CELL_EMPTY && r->own[c])
			r->cell[c].p = r->text.p + r->start[c];
	if (r->nmerge)
		apply_merges(r);
	if (!r->any)
		return;
	while (r->width && r->kind[r->width - 1] == CELL_EMPTY)
		r->width--;
	for (uint32_t c = 0; c < r->width; c++)
		if (r->kind[c] == CELL_EMPTY)
			r->cell[c] = (span){ NULL, 0 };
	if (r->row <= r->given)
		return;
	row = (struct sheet_row){ r->row, r->width, r->cell, r->kind };
	r->given = r->row;
	rc = r->sink->row(r->sink->ctx, &row, r->e);
	if (rc)
		fail(r, rc);
}

static void on_start(void *ctx, const char *name, const char **at)
{
	struct reader *r = ctx;

	if (strcmp(name, "c") == 0 && r->in_row)
		start_cell(r, at);
	else if (strcmp(name, "v") == 0)
		r->in_value = r->in_cell && r->type != TYPE_INLINE;
	else if (strcmp(name, "t") == 0)
		r->in_value = r->in_cell && r->type == TYPE_INLINE && !r->in_phonetic;
	else if (strcmp(name, "row") == 0)
		start_row_of(r, at);
	else if (strcmp(name, "rPh") == 0)
		r->in_phonetic = true;
}

static void on_end(void *ctx, const char *name)
{
	struct reader *r = ctx;

	if (name[1] == '\0' && (*name == 'v' || *name == 't'))
		r->in_value = false;
	else if (strcmp(name, "c") == 0 && r->in_cell)
		end_cell(r);
	else if (strcmp(name, "row") == 0 && r->in_row)
		end_row(r);
	else if (strcmp(name, "rPh") == 0)
		r->in_phonetic = false;
	else if (strcmp(name, "sheetData") == 0)
		fail(r, ERR_OK);
}

static void on_text(void *ctx, const char *p, int n)
{
	struct reader *r = ctx;

	if (r->in_value)
		buf_put(&r->text, p, (size_t)n);
}

/* --- the same from the plain reader ----------------------------------------------------------------------------- */

static void plain_row(void *ctx, span no)
{
	start_row(ctx, no);
}

static void on_plain_cell(void *ctx, span ref, span type, span style)
{
	open_cell(ctx, ref, type, style);
}

static void plain_text(void *ctx, char of, span piece)
{
	struct reader *r = ctx;

	if ((of == 't') == (r->type == TYPE_INLINE))
		buf_span(&r->text, piece);
}

static void plain_end_cell(void *ctx)
{
	end_cell(ctx);
}

static void plain_end_row(void *ctx)
{
	end_row(ctx);
}

static bool all_digits(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static const span *shared(const struct reader *r, span digits)
{
	size_t i = 0;

	if (digits.n > 9 || !all_digits(digits))
		return NULL;
	for (size_t k = 0; k < digits.n; k++)
		i = i * 10 + (size_t)(digits.p[k] - '0');
	return i < r->b->nshared ? &r->b->shared[i] : NULL;
}

/* What the open cell's text means where it can stay where it is, as finish_cell would find; kind CELL_EMPTY where that
 * has to look. */
static span settled(const struct reader *r, const struct plain_cell *c, uint8_t *kind)
{
	bool text = r->type == TYPE_INLINE ? c->of == 't' : r->type == TYPE_STRING && c->of == 'v';
	bool day = r->style < r->b->nformat && r->b->is_date[r->style];
	const span *s = r->type == TYPE_SHARED && c->of == 'v' ? shared(r, c->text) : NULL;

	*kind = CELL_EMPTY;
	if (s) {
		*kind = s->n ? CELL_TEXT : CELL_EMPTY;
		return *s;
	}
	if (text)
		*kind = CELL_TEXT;
	else if (r->type == TYPE_NUMBER && c->of == 'v' && !day && all_digits(c->text))
		*kind = CELL_NUMBER;
	return c->text;
}

static void plain_whole(void *ctx, const struct plain_cell *c)
{
	struct reader *r = ctx;
	uint8_t kind = CELL_EMPTY;
	span s = { NULL, 0 };

	open_cell(r, c->ref, c->type, c->style);
	if (c->text.n && c->text.n <= LIM_CELL && r->col < LIM_COLUMNS)
		s = settled(r, c, &kind);
	/* a row's own texts may not be longer together than `text` may */
	if (kind == CELL_EMPTY || (r->type != TYPE_SHARED && s.n > r->text.max - r->text.n)) {
		if (c->of)
			plain_text(r, c->of, c->text);
		end_cell(r);
		return;
	}
	r->text.max -= r->type != TYPE_SHARED ? s.n : 0;
	r->in_cell = r->own[r->col] = false;
	r->cell[r->col] = s;
	r->kind[r->col] = kind;
	r->any = true;
}

/* true: all is read (r->ev.rc tells how). Else expat reads it from the beginning, and rows that were given already are
 * not given again. */
static bool read_plain(struct reader *r, const char *part)
{
	const struct plain_events ev = { .row = plain_row,
					 .whole = plain_whole,
					 .cell = on_plain_cell,
					 .text = plain_text,
					 .end_cell = plain_end_cell,
					 .end_row = plain_end_row,
					 .stop = &r->ev.stop,
					 .ctx = r };
	span xml = parts_kept(&r->b->parts, part);

	return xml.p && plain_rows(xml, &ev);
}

static void begin_again(struct reader *r)
{
	r->row = r->last = r->col = r->width = 0;
	r->in_row = r->in_cell = r->in_value = r->any = false;
	r->active_from = r->active_to = 0;
	for (size_t i = 0; i < r->nmerge; i++)
		r->merge[i].at = r->merge[i].n = r->merge[i].kind = 0;
	buf_clear(&r->text);
	buf_clear(&r->kept);
}

static int read_rows(struct reader *r, const char *part)
{
	if (read_plain(r, part))
		return r->ev.rc;
	begin_again(r);
	return parts_parse(&r->b->parts, part, &r->ev, r->e);
}

int sheet_stream(struct book *b, const struct book_sheet *s, uint32_t most, bool merges, const struct sheet_sink *sink,
		 uint32_t *last, struct err *e)
{
	struct reader *r = padan_arena_zero(&b->arena, sizeof(*r));
	int rc = ERR_OK;

	*last = 0;
	if (!r)
		return err_memory(e, "lembar kerja");
	r->b = b;
	r->sink = sink;
	r->e = e;
	r->most = most;
	r->ev = (struct part_events){ .start = on_start, .end = on_end, .text = on_text, .ctx = r };
	buf_init(&r->text, b->arena.from, LIM_RECORD);
	buf_init(&r->kept, b->arena.from, 4 * LIM_RECORD);
	if (merges)
		rc = find_merges(r, s->part);
	if (rc == ERR_OK)
		rc = read_rows(r, s->part);
	*last = r->last;
	buf_done(&r->text);
	buf_done(&r->kept);
	return rc;
}
