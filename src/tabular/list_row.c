/* SPDX-License-Identifier: EUPL-1.2
 * From cells to a row with columns: the part that runs for every row of a registry. */
#include "tabular/list_scan.h"

#include <padan/fold.h>

enum { SCRATCH_LEAST = 32 << 10 }; /* many rewritten texts before a sink has to settle */

int worker_init(struct worker *w, struct scan *scan, unsigned id, struct err *e)
{
	*w = (struct worker){ .scan = scan, .id = id };
	buf_init(&w->scratch, scan->s->alloc, (size_t)LIM_RECORD * 4 + 64);
	w->cells = padan_arena_array(scan->arena, LIM_COLUMNS, sizeof(span));
	w->cell_kind = padan_arena_array(scan->arena, LIM_COLUMNS, 1);
	w->row.col = w->col;
	w->row.kind = w->kind;
	w->row.lines = 1;
	w->row.scan = scan;
	return w->cells && w->cell_kind ? ERR_OK : err_memory(e, "baris daftar");
}

void worker_done(struct worker *w)
{
	buf_done(&w->scratch);
}

int worker_settle(struct worker *w, struct err *e)
{
	const struct list_sink *sink = w->scan->sink;

	if (!w->held)
		return ERR_OK;
	w->held = false;
	return sink->settle ? sink->settle(sink->ctx, w->id, e) : ERR_OK;
}

static bool has_high(span s)
{
	uint64_t all = 0, word;

	for (; s.n >= 8; s.p += 8, s.n -= 8) {
		memcpy(&word, s.p, 8);
		all |= word;
	}
	for (size_t i = 0; i < s.n; i++)
		all |= (unsigned char)s.p[i];
	return all & 0x8080808080808080u;
}

static bool ends_blank(span s)
{
	return s.n && ((unsigned char)s.p[0] <= ' ' || (unsigned char)s.p[s.n - 1] <= ' ');
}

/* Room in the scratch for a whole record, rewritten at its worst: beforehand, because texts point into it. */
static bool scratch_room(struct worker *w, size_t record)
{
	static const char zeros[4096];
	size_t need = record * 3 + 64;
	struct buf *b = &w->scratch;

	buf_clear(b);
	if (b->cap > need)
		return true;
	need = need > SCRATCH_LEAST ? need : SCRATCH_LEAST;
	while (b->n < need && !b->failed)
		buf_put(b, zeros, need - b->n < sizeof(zeros) ? need - b->n : sizeof(zeros));
	b->n = 0;
	return !b->failed;
}

/* The slow way of a field: doubled quotes, other encodings, blanks inside its quotes. */
static span rewritten(struct worker *w, span f, bool escaped)
{
	char *to = w->scratch.p + w->scratch.n;

	if (escaped) {
		f = (span){ to, padan_csv_unquote(to, f) };
		w->scratch.n += f.n;
		to += f.n;
	}
	if (has_high(f) && (w->scan->info->latin1 || !padan_utf8_valid(f))) {
		f = (span){ to, padan_latin1_utf8(to, w->scratch.cap - w->scratch.n, f) };
		w->scratch.n += f.n;
	}
	return span_trim(f);
}

static inline span field(struct worker *w, const struct padan_csv_record *r, uint32_t k)
{
	bool escaped = false;
	span f = padan_csv_field(r, k, &escaped);

	return escaped || has_high(f) || ends_blank(f) ? rewritten(w, f, escaped) : f;
}

static void count_nik(struct tally *t, span s, uint8_t kind)
{
	if (s.n == 16) {
		bool zero = s.p[15] == '0';

		t->nik_cells++;
		t->nik_zero += zero;
		if (kind == CELL_NUMBER) {
			t->nik_numeric++;
			t->nik_numeric_zero += zero;
		}
	} else if (s.n > 4 && s.n < 24 && s.p[0] >= '0' && s.p[0] <= '9' &&
		   (memchr(s.p, 'E', s.n) || memchr(s.p, 'e', s.n)) && memchr(s.p, '+', s.n)) {
		t->nik_exponent++;
	}
}

static void note_vintage(struct tally *t, span s)
{
	size_t n = s.n < sizeof(t->vintage) - 1 ? s.n : sizeof(t->vintage) - 1;

	if (!n || padan_span_cmp((span){ s.p, n }, padan_span_of(t->vintage)) <= 0)
		return;
	memcpy(t->vintage, s.p, n);
	t->vintage[n] = '\0';
}

/* Common end of both ways: counters, then the sink. */
static int give(struct worker *w, uint32_t no, uint8_t flags, struct err *e)
{
	w->row.no = no;
	w->row.flags = flags;
	if (w->col[COL_NIK].n)
		count_nik(&w->tally, w->col[COL_NIK], w->kind[COL_NIK]);
	if (w->col[COL_RILIS].n)
		note_vintage(&w->tally, w->col[COL_RILIS]);
	w->tally.rows_short += (flags & LIST_ROW_SHORT) != 0;
	w->tally.rows_joined += (flags & LIST_ROW_JOINED) != 0;
	w->tally.data++;
	w->held = true;
	return w->scan->sink->row(w->scan->sink->ctx, w->id, &w->row, e);
}

/* --- plain records ----------------------------------------------------------------------------------------------- */

static inline span trimmed(const char *p, size_t n)
{
	span s = { p, n };

	return ends_blank(s) ? span_trim(s) : s;
}

static span plain_field(const struct padan_csv_record *r, uint32_t k)
{
	uint32_t from = k ? r->cut[k - 1] + 1 : r->start;

	return trimmed(r->base + from, r->cut[k] - from);
}

static void put_column(struct worker *w, uint8_t col, span f)
{
	w->col[col] = f;
	w->kind[col] = f.n ? CELL_TEXT : CELL_EMPTY;
}

void list_rest(const struct scan *c, span raw, span *col)
{
	const char *p = raw.p, *end = raw.p + raw.n;

	memset(col, 0, COL_COUNT * sizeof(*col));
	for (uint32_t k = 0; k < c->width && p <= end; k++) {
		const char *cut = memchr(p, c->info->delimiter, (size_t)(end - p));

		cut = cut ? cut : end;
		if (c->col_at[k] != COL_NONE)
			col[c->col_at[k]] = trimmed(p, (size_t)(cut - p));
		p = cut + 1;
	}
}

static bool looks_plain(const struct padan_csv_record *r)
{
	return !(padan_csv_look((span){ r->base + r->start, padan_csv_record_size(r) }) &
		 (PADAN_CSV_QUOTES | PADAN_CSV_HIGH));
}

/* A row of which nothing has to be rewritten: columns beyond spec.first are cut when somebody asks for them. */
static int plain_record(struct worker *w, const struct padan_csv_record *r, uint64_t no, uint8_t flags, struct err *e)
{
	const struct scan *c = w->scan;
	size_t any = 0;

	for (unsigned i = 0; i < c->nfirst; i++) {
		uint16_t at = c->map[i].at;
		span f = at < r->n ? plain_field(r, at) : (span){ NULL, 0 };

		put_column(w, c->map[i].col, f);
		any |= f.n;
	}
	for (unsigned i = c->nfirst; i < c->nmap && !any; i++)
		any |= c->map[i].at < r->n && plain_field(r, c->map[i].at).n;
	w->row.raw = c->nfirst < c->nmap ? (span){ r->base + r->start, padan_csv_record_size(r) } : (span){ NULL, 0 };
	return any ? give(w, (uint32_t)no, flags, e) : ERR_OK;
}

/* --- the lines of a first look: only the NIK is cut out of most --------------------------------------------------- */

/* The cell in column `at` of a plain line. */
static span line_cell(span line, uint32_t at, char delim)
{
	const char *p = line.p, *end = line.p + line.n, *cut;

	for (; at; at--) {
		cut = memchr(p, delim, (size_t)(end - p));
		if (!cut)
			return (span){ NULL, 0 };
		p = cut + 1;
	}
	cut = memchr(p, delim, (size_t)(end - p));
	return trimmed(p, (size_t)((cut ? cut : end) - p));
}

static int screened_line(struct worker *w, struct padan_csv_marks *marks, span line, struct err *e)
{
	struct padan_csv csv;
	struct padan_csv_record r;

	padan_csv_init(&csv, marks, line, w->scan->info->delimiter, PADAN_CSV_AUTO);
	if (padan_csv_next(&csv, &r) != PADAN_CSV_OK || r.n < w->scan->fields)
		return ERR_OK; /* what is wrong with it, if anything, the second look tells */
	return plain_record(w, &r, 0, r.n > w->scan->fields ? LIST_ROW_LONG : 0, e);
}

int worker_screen(struct worker *w, struct padan_csv_marks *marks, span block, struct err *e)
{
	const struct scan *c = w->scan;
	const char *p = block.p, *end = block.p + block.n;
	uint32_t at = (uint32_t)c->info->at[COL_NIK];
	int rc = ERR_OK;

	while (p < end && rc == ERR_OK) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		span line = { p, (size_t)((lf ? lf : end) - p) };

		if (c->sink->screen(c->sink->ctx, w->id, line_cell(line, at, c->info->delimiter)))
			rc = screened_line(w, marks, line, e);
		else
			w->tally.data++;
		p = lf ? lf + 1 : end;
	}
	return rc;
}

/* --- any record --------------------------------------------------------------------------------------------------- */

int worker_record(struct worker *w, const struct padan_csv_record *r, uint64_t no, uint8_t flags, struct err *e)
{
	const struct scan *c = w->scan;
	size_t any = 0;

	if (!c->sink->screen && (w->plain || (c->spec->first && looks_plain(r))))
		return plain_record(w, r, no, flags, e);
	w->row.raw = (span){ NULL, 0 };
	if (w->scratch.cap - w->scratch.n < 3 * (size_t)padan_csv_record_size(r) + 64) {
		int rc = worker_settle(w, e);

		if (rc)
			return rc;
		if (!scratch_room(w, padan_csv_record_size(r)))
			return err_memory(e, "baris daftar");
	}
	if (c->sink->screen && c->info->have & COL_BIT(COL_NIK) &&
	    !c->sink->screen(c->sink->ctx, w->id, field(w, r, (uint32_t)c->info->at[COL_NIK]))) {
		w->tally.data++;
		return ERR_OK;
	}
	for (unsigned i = 0; i < c->nmap; i++) {
		put_column(w, c->map[i].col, field(w, r, c->map[i].at));
		any |= w->col[c->map[i].col].n;
	}
	return any ? give(w, (uint32_t)no, flags, e) : ERR_OK;
}

int worker_fields(struct worker *w, const struct padan_csv_record *r, uint64_t no, struct sheet_row *out, struct err *e)
{
	int rc = worker_settle(w, e);

	if (rc)
		return rc;
	if (!scratch_room(w, padan_csv_record_size(r)))
		return err_memory(e, "baris daftar");
	if (r->n > LIM_COLUMNS)
		return err_set(e, ERR_UNREADABLE, "baris %llu memakai lebih dari %d kolom; periksa pemisah kolomnya",
			       (unsigned long long)no, LIM_COLUMNS);
	for (uint32_t k = 0; k < r->n; k++) {
		w->cells[k] = field(w, r, k);
		w->cell_kind[k] = w->cells[k].n ? CELL_TEXT : CELL_EMPTY;
	}
	*out = (struct sheet_row){ (uint32_t)no, r->n, w->cells, w->cell_kind };
	while (out->n && w->cell_kind[out->n - 1] == CELL_EMPTY)
		out->n--;
	return ERR_OK;
}

int worker_cells(struct worker *w, const struct sheet_row *row, uint8_t flags, struct err *e)
{
	const struct scan *c = w->scan;
	int rc;

	w->row.raw = (span){ NULL, 0 };
	for (unsigned i = 0; i < c->nmap; i++) {
		uint16_t at = c->map[i].at;
		uint8_t col = c->map[i].col, kind = at < row->n ? row->kind[at] : (uint8_t)CELL_EMPTY;
		/* a name or a NIK merged over two rows is one person, the rest is shared by the rows */
		bool person = (col == COL_NIK || col == COL_NAMA) && (kind & CELL_MERGED);

		w->kind[col] = person ? (uint8_t)CELL_EMPTY : kind & CELL_KIND_MASK;
		w->col[col] = w->kind[col] == CELL_EMPTY ? (span){ NULL, 0 } : span_trim(row->cells[at]);
		if (!w->col[col].n)
			w->kind[col] = CELL_EMPTY;
	}
	if (c->spec->cells) {
		w->row.cells = row->cells;
		w->row.cell_kind = row->kind;
		w->row.ncell = row->n;
	}
	if (!row->n)
		return ERR_OK;
	rc = give(w, row->no, flags, e);
	return rc ? rc : worker_settle(w, e);
}

void tally_add(struct tally *sum, const struct tally *t)
{
	sum->data += t->data;
	sum->nik_cells += t->nik_cells;
	sum->nik_zero += t->nik_zero;
	sum->nik_numeric += t->nik_numeric;
	sum->nik_numeric_zero += t->nik_numeric_zero;
	sum->nik_exponent += t->nik_exponent;
	sum->rows_short += t->rows_short;
	sum->rows_joined += t->rows_joined;
	note_vintage(sum, padan_span_of(t->vintage));
}
