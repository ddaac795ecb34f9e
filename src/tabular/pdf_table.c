/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/pdf_table.h"

enum { PAD_X = 250, PAD_Y = 180 };

static int leading(int size)
{
	return size * 118 / 100;
}

void pdf_sheet_begin(struct pdf_sheet *t, struct pdf_out *p, int margin, int size)
{
	const struct pdf_spec *s = pdf_spec_of(p);

	*t = (struct pdf_sheet){ .p = p, .left = margin, .right = s->width - margin, .top = margin, .size = size };
	t->bottom = s->height - PDF_MM(14);
	t->y = t->top;
	pdf_page(p);
}

static void end_grid(struct pdf_sheet *t)
{
	int x = t->x0;

	if (!t->table_top)
		return;
	pdf_line(t->p, x, t->table_top, x, t->y);
	for (size_t i = 0; i < t->ncolumns; i++) {
		x += t->columns[i].width;
		pdf_line(t->p, x, t->table_top, x, t->y);
	}
	t->table_top = 0;
}

void pdf_sheet_page(struct pdf_sheet *t)
{
	end_grid(t);
	pdf_page(t->p);
	t->y = t->top;
	if (t->head)
		t->head(t, t->ctx);
}

void pdf_sheet_need(struct pdf_sheet *t, int height)
{
	if (t->y + height > t->bottom)
		pdf_sheet_page(t);
}

/* Where the piece that begins at s.p[i] ends: at a blank or line break, or behind a '/' (PETANI/PEKEBUN). */
static size_t piece_end(span s, size_t i)
{
	while (i < s.n && s.p[i] != ' ' && s.p[i] != '\n')
		if (s.p[i++] == '/' && i < s.n)
			break;
	return i;
}

static size_t whole_characters(span s, size_t n)
{
	while (n > 1 && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* As many characters of s as fit, at least one. Looked for by doubling and halving: a hostile cell is 32 KB of one
 * word. */
static size_t characters(struct pdf_sheet *t, enum pdf_face face, int size, span s, int width)
{
	size_t fits = 1, beyond = 2;

	while (beyond < s.n && pdf_width(t->p, face, size, (span){ s.p, whole_characters(s, beyond) }) <= width) {
		fits = beyond;
		beyond *= 2;
	}
	if (beyond > s.n)
		beyond = s.n;
	while (beyond - fits > 1) {
		size_t middle = fits + (beyond - fits) / 2;

		if (pdf_width(t->p, face, size, (span){ s.p, whole_characters(s, middle) }) <= width)
			fits = middle;
		else
			beyond = middle;
	}
	fits = whole_characters(s, fits);
	while (fits < s.n && ((unsigned char)s.p[fits] & 0xc0) == 0x80)
		fits++; /* the first character is taken whole, even where it does not fit */
	return fits;
}

/* The part of s that fits into `width`: whole words, or as many characters as fit when the first word is too
 * long. Sets *skip to what the part uses up, the blank behind it included. */
static span fitting(struct pdf_sheet *t, enum pdf_face face, int size, span s, int width, size_t *skip)
{
	size_t good = 0, i = 0;
	bool blank = true;

	while (i < s.n) {
		size_t end = piece_end(s, i);

		if (pdf_width(t->p, face, size, (span){ s.p, end }) > width) {
			if (!good) {
				*skip = characters(t, face, size, (span){ s.p, end }, width);
				return (span){ s.p, *skip };
			}
			break;
		}
		good = end;
		blank = end < s.n && (s.p[end] == ' ' || s.p[end] == '\n');
		if (end < s.n && s.p[end] == '\n')
			break;
		i = end + blank;
	}
	*skip = good < s.n ? good + blank : good;
	return (span){ s.p, good };
}

/* Breaks s into lines; returns how many (at least one). */
static size_t wrap(struct pdf_sheet *t, enum pdf_face face, int size, span s, int width, span *lines)
{
	size_t n = 0;

	if (pdf_width(t->p, face, size, s) <= width && (!s.n || !memchr(s.p, '\n', s.n))) {
		lines[0] = s;
		return 1;
	}
	while (s.n && n < PDF_CELL_LINES) {
		size_t skip = 0;

		lines[n++] = fitting(t, face, size, s, width, &skip);
		s.p += skip;
		s.n -= skip;
	}
	if (s.n)
		lines[n - 1] = SPAN("\xe2\x80\xa6"); /* an ellipsis says that there is more */
	return n;
}

static void put_aligned(struct pdf_sheet *t, enum pdf_face face, int size, int edges[2], enum pdf_align align, int y,
			span s)
{
	int x = edges[0];

	if (align != PDF_LEFT) {
		int room = edges[1] - edges[0] - pdf_width(t->p, face, size, s);

		x += align == PDF_CENTRE ? room / 2 : room;
	}
	pdf_text(t->p, face, size, x, y, s);
}

void pdf_paragraph(struct pdf_sheet *t, const struct pdf_paragraph *how, span s)
{
	int size = how->size ? how->size : t->size;
	int edges[2] = { how->from || how->to ? how->from : t->left, how->from || how->to ? how->to : t->right };
	bool first = true;

	edges[0] += how->indent;
	do {
		size_t skip = 0;
		span line = fitting(t, how->face, size, s, edges[1] - edges[0], &skip);

		pdf_sheet_need(t, leading(size));
		if (first && how->label)
			pdf_text(t->p, how->face, size, edges[0] - how->indent, t->y + size, padan_span_of(how->label));
		first = false;
		put_aligned(t, how->face, size, edges, how->align, t->y + size, line);
		t->y += leading(size);
		s.p += skip;
		s.n -= skip;
	} while (s.n);
}

/* One row; headings on grey. Returns without page break: the caller has made room. */
static void put_row(struct pdf_sheet *t, enum pdf_face face, const span (*lines)[PDF_CELL_LINES], const size_t *n,
		    int height)
{
	int x = t->x0;

	for (size_t c = 0; c < t->ncolumns; c++) {
		int edges[2] = { x + PAD_X, x + t->columns[c].width - PAD_X };

		for (size_t k = 0; k < n[c]; k++)
			put_aligned(t, face, t->size, edges, t->columns[c].align,
				    t->y + PAD_Y + t->size * 92 / 100 + (int)k * leading(t->size), lines[c][k]);
		x += t->columns[c].width;
	}
	t->y += height;
	pdf_line(t->p, t->x0, t->y, x, t->y);
}

static int table_width(const struct pdf_sheet *t)
{
	int w = 0;

	for (size_t i = 0; i < t->ncolumns; i++)
		w += t->columns[i].width;
	return w;
}

/* Wraps all cells; returns the row's height. */
static int lay(struct pdf_sheet *t, enum pdf_face face, const span *cells, span (*lines)[PDF_CELL_LINES], size_t *n)
{
	size_t most = 1;

	for (size_t c = 0; c < t->ncolumns; c++) {
		n[c] = wrap(t, face, t->size, cells[c], t->columns[c].width - 2 * PAD_X, lines[c]);
		if (n[c] > most)
			most = n[c];
	}
	return 2 * PAD_Y + (int)most * leading(t->size);
}

static void put_headings(struct pdf_sheet *t)
{
	span lines[PDF_TABLE_COLUMNS][PDF_CELL_LINES], titles[PDF_TABLE_COLUMNS];
	struct pdf_column kept[PDF_TABLE_COLUMNS], *columns = kept;
	const struct pdf_column *own = t->columns;
	size_t n[PDF_TABLE_COLUMNS];
	int height;

	for (size_t c = 0; c < t->ncolumns; c++) {
		titles[c] = padan_span_of(own[c].title);
		columns[c] = own[c];
		columns[c].align = PDF_CENTRE;
	}
	height = lay(t, PDF_BOLD, titles, lines, n);
	t->table_top = t->y;
	pdf_grey(t->p, t->x0, t->y, table_width(t), height);
	pdf_line(t->p, t->x0, t->y, t->x0 + table_width(t), t->y);
	t->columns = columns;
	put_row(t, PDF_BOLD, (const span(*)[PDF_CELL_LINES])lines, n, height);
	t->columns = own;
}

void pdf_table_begin(struct pdf_sheet *t, const struct pdf_column *columns, size_t n)
{
	t->columns = columns;
	t->ncolumns = n < PDF_TABLE_COLUMNS ? n : PDF_TABLE_COLUMNS;
	t->x0 = t->left + (t->right - t->left - table_width(t)) / 2;
	pdf_sheet_need(t, 6 * leading(t->size));
	put_headings(t);
}

static void add_row(struct pdf_sheet *t, enum pdf_face face, const span *cells)
{
	span lines[PDF_TABLE_COLUMNS][PDF_CELL_LINES];
	size_t n[PDF_TABLE_COLUMNS];
	int height = lay(t, face, cells, lines, n);

	if (t->y + height > t->bottom) {
		pdf_sheet_page(t);
		put_headings(t);
	}
	put_row(t, face, (const span(*)[PDF_CELL_LINES])lines, n, height);
}

void pdf_table_row(struct pdf_sheet *t, const span *cells)
{
	add_row(t, PDF_REGULAR, cells);
}

void pdf_table_total(struct pdf_sheet *t, const span *cells)
{
	add_row(t, PDF_BOLD, cells);
}

void pdf_table_band(struct pdf_sheet *t, span s)
{
	int height = 2 * PAD_Y + leading(t->size);

	if (t->y + 2 * height > t->bottom) {
		pdf_sheet_page(t);
		put_headings(t);
	}
	end_grid(t);
	pdf_grey(t->p, t->x0, t->y, table_width(t), height);
	pdf_line(t->p, t->x0, t->y, t->x0, t->y + height);
	pdf_line(t->p, t->x0 + table_width(t), t->y, t->x0 + table_width(t), t->y + height);
	pdf_text(t->p, PDF_BOLD, t->size, t->x0 + PAD_X, t->y + PAD_Y + t->size * 92 / 100, s);
	t->y += height;
	pdf_line(t->p, t->x0, t->y, t->x0 + table_width(t), t->y);
	t->table_top = t->y;
}

void pdf_table_end(struct pdf_sheet *t)
{
	end_grid(t);
	t->columns = NULL;
	t->ncolumns = 0;
}
