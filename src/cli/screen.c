/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/screen.h"

#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	COLUMNS = 64,
	MEASURED = 500, /* rows that set the widths of a table; later ones may stand out */
	GAP = 2,
	FLUSH_AT = 1 << 16,
	LABEL = 24,
	ROW = 4096,
};
#define LIM_SCREEN ((size_t)64 << 20)

int screen_put(const struct seams *seams, int fd, struct buf *b, struct err *e)
{
	span s = buf_as_span(b);

	if (b->failed)
		return err_memory(e, "keluaran");
	while (s.n) {
		ssize_t put = seams->io->write(seams->io->ctx, fd, s.p, s.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_errno(e, errno, "hasil tidak dapat ditulis ke keluaran");
		s.p += put;
		s.n -= (size_t)put;
	}
	buf_clear(b);
	return ERR_OK;
}

int screen_width(int fd)
{
	struct winsize w = { .ws_col = 0 };

	if (!isatty(fd))
		return 0;
	return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

size_t screen_letters(span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static bool is_number(const struct field *f)
{
	return f->type == FIELD_number || f->type == FIELD_rupiah || f->type == FIELD_permille;
}

static void blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_putc(out, ' ');
}

/* One list on its way to the screen. The rows that set the widths are kept as texts, cell by cell. */
struct table {
	const struct seams *seams;
	int fd, width;
	const struct field *columns;
	int n;
	size_t wide[COLUMNS];
	bool used[COLUMNS]; /* some measured row has something there */
	struct buf cells;   /* texts, each ended by \0 */
	size_t rows;
	struct buf out;
};

static void measure(struct table *t, const void *row)
{
	for (int c = 0; c < t->n; c++) {
		size_t at = t->cells.n, letters;

		field_show(&t->columns[c], row, &t->cells);
		letters = screen_letters((span){ t->cells.p ? t->cells.p + at : NULL, t->cells.n - at });
		t->wide[c] = letters > t->wide[c] ? letters : t->wide[c];
		t->used[c] |= letters > 0;
		buf_putc(&t->cells, '\0');
	}
	t->rows++;
}

static void put_cell(struct table *t, int c, span text, bool *first)
{
	size_t letters = screen_letters(text), pad = letters < t->wide[c] ? t->wide[c] - letters : 0;
	bool last = true;

	if (!t->used[c])
		return;
	for (int k = c + 1; k < t->n; k++)
		last &= !t->used[k];
	blanks(&t->out, *first ? 0 : GAP);
	*first = false;
	if (is_number(&t->columns[c]))
		blanks(&t->out, pad);
	buf_span(&t->out, text);
	if (!is_number(&t->columns[c]) && !last)
		blanks(&t->out, pad);
}

static void put_heading(struct table *t)
{
	bool first = true;

	if (t->n == 1)
		return;
	for (int c = 0; c < t->n; c++)
		put_cell(t, c, padan_span_of(t->columns[c].label), &first);
	buf_putc(&t->out, '\n');
	first = true;
	for (int c = 0; c < t->n; c++) {
		if (!t->used[c])
			continue;
		blanks(&t->out, first ? 0 : GAP);
		first = false;
		for (size_t i = 0; i < t->wide[c]; i++)
			buf_puts(&t->out, "─");
	}
	buf_putc(&t->out, '\n');
}

static void put_line(struct table *t, const char *cells)
{
	bool first = true;

	for (int c = 0; c < t->n; c++, cells += strlen(cells) + 1)
		put_cell(t, c, padan_span_of(cells), &first);
	while (t->out.n && t->out.p[t->out.n - 1] == ' ')
		t->out.n--;
	buf_putc(&t->out, '\n');
}

/* Label by label, for terminals that are too narrow. */
static void put_labelled(struct table *t, const char *cells)
{
	for (int c = 0; c < t->n; c++, cells += strlen(cells) + 1)
		if (*cells)
			buf_printf(&t->out, "  %s: %s\n", t->columns[c].label, cells);
	buf_putc(&t->out, '\n');
}

/* A list of one column needs no heading: it stands under its own label. */
static void put_item(struct table *t, const char *text)
{
	buf_printf(&t->out, "- %s\n", text);
}

static bool fits(const struct table *t)
{
	size_t sum = 0;

	for (int c = 0; c < t->n; c++)
		sum += t->used[c] ? t->wide[c] + GAP : 0;
	return t->width <= 0 || sum <= (size_t)t->width + GAP;
}

static int put_kept(struct table *t, bool whole, struct err *e)
{
	const char *cells = t->cells.p;
	int rc = ERR_OK;

	if (t->cells.failed)
		return err_memory(e, "tabel hasil");
	for (size_t i = 0; i < t->rows && !rc; i++) {
		if (t->n == 1)
			put_item(t, cells);
		else if (whole)
			put_line(t, cells);
		else
			put_labelled(t, cells);
		for (int c = 0; c < t->n; c++)
			cells += strlen(cells) + 1;
		if (t->out.n >= FLUSH_AT)
			rc = screen_put(t->seams, t->fd, &t->out, e);
	}
	buf_clear(&t->cells);
	t->rows = 0;
	return rc;
}

/* The measured rows go out: from here on the widths stand. */
static int put_first(struct table *t, bool *whole, struct err *e)
{
	*whole = fits(t);
	if (!t->rows)
		buf_puts(&t->out, "(tidak ada)\n");
	else if (*whole)
		put_heading(t);
	return put_kept(t, *whole, e);
}

static int put_rows(struct table *t, const struct row_cursor *rows, struct err *e)
{
	_Alignas(16) char row[ROW];
	bool begun = false, whole = true;
	int got = 0, rc = ERR_OK;

	while (!rc && rows->next && (got = rows->next(rows->ctx, row, e)) > 0) {
		measure(t, row);
		if (begun) {
			rc = put_kept(t, whole, e);
		} else if (t->rows == MEASURED) {
			begun = true;
			rc = put_first(t, &whole, e);
		}
	}
	if (got < 0)
		return e && e->code ? e->code : ERR_MACHINE;
	return begun || rc ? rc : put_first(t, &whole, e);
}

static int put_table(const struct seams *seams, int fd, int width, const struct field *f, const struct row_cursor *rows,
		     struct buf *head, struct err *e)
{
	struct table t = { .seams = seams, .fd = fd, .width = width, .columns = f->rows->columns };
	int rc;

	if (f->rows->size > ROW)
		return err_set(e, ERR_MACHINE, "%s: baris hasil terlalu besar", f->wire);
	while (t.n < COLUMNS && t.columns[t.n].c) {
		t.wide[t.n] = screen_letters(padan_span_of(t.columns[t.n].label));
		t.n++;
	}
	buf_init(&t.cells, seams->alloc, LIM_SCREEN);
	buf_init(&t.out, seams->alloc, LIM_SCREEN);
	buf_printf(head, "\n%s\n", f->label);
	rc = screen_put(seams, fd, head, e);
	if (!rc)
		rc = put_rows(&t, rows, e);
	if (!rc)
		rc = screen_put(seams, fd, &t.out, e);
	buf_done(&t.cells);
	buf_done(&t.out);
	return rc;
}

static void put_field(struct buf *b, const struct field *f, const void *record, size_t wide)
{
	size_t letters = screen_letters(padan_span_of(f->label));

	buf_puts(b, f->label);
	blanks(b, wide > letters ? wide - letters : 0);
	buf_puts(b, " : ");
	field_show(f, record, b);
	buf_putc(b, '\n');
}

int screen_record(const struct seams *seams, int fd, int width, const struct field *fields, const void *record,
		  struct err *e)
{
	struct buf b;
	size_t wide = 0;
	int rc = ERR_OK;

	buf_init(&b, seams->alloc, LIM_SCREEN);
	for (const struct field *f = fields; f->c; f++)
		if (f->type != FIELD_rows && field_given(f, record) && screen_letters(padan_span_of(f->label)) > wide)
			wide = screen_letters(padan_span_of(f->label));
	for (const struct field *f = fields; f->c; f++)
		if (f->type != FIELD_rows && field_given(f, record))
			put_field(&b, f, record, wide);
	for (const struct field *f = fields; f->c && !rc; f++)
		if (f->type == FIELD_rows && field_given(f, record))
			rc = put_table(seams, fd, width, f, field_member(f, record), &b, e);
	if (!rc)
		rc = screen_put(seams, fd, &b, e);
	buf_done(&b);
	return rc;
}
