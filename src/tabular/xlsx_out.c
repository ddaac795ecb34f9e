/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_out.h"

#include "tabular/csv_out.h"
#include "tabular/out_text.h"
#include "tabular/xlsx_frame.h"
#include <errno.h>
#include <stdio.h>

int xlsx_open(struct xlsx_out *x, const struct seams *s, const char *path, date day, int sheets, struct err *e)
{
	int rc;

	*x = (struct xlsx_out){ .day = day, .wanted = sheets };
	buf_init(&x->choices, s->alloc, (size_t)64 << 20);
	buf_init(&x->line, s->alloc, (size_t)64 << 20);
	rc = out_open(&x->f, s, path, e);
	if (rc)
		return rc;
	rc = zip_begin(&x->z, &x->f, day, e);
	if (rc) {
		out_abandon(&x->f);
		return rc;
	}
	for (size_t i = 0; i < XLSX_COLUMNS; i++) {
		char letters[8];

		memcpy(x->letters[i], xlsx_letters(i, letters), sizeof(x->letters[i]));
	}
	xlsx_put_front(x);
	return ERR_OK;
}

/* How many pages side by side keep the letters readable. */
static int pages_wide(const struct xlsx_sheet *s)
{
	enum { CHARACTERS = 300 };
	int width = 0;

	for (size_t i = 0; i < s->ncolumns; i++)
		width += s->columns[i].width;
	return (width + CHARACTERS - 1) / CHARACTERS;
}

static void put_page(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;
	struct buf *b = &x->line;

	buf_clear(b);
	buf_printf(b,
		   "<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.7\" "
		   "bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"14\" fitToWidth=\"%d\" "
		   "fitToHeight=\"0\" orientation=\"landscape\"/><headerFooter>",
		   pages_wide(&x->now));
	if (x->now.mark) {
		buf_puts(b, "<oddHeader>&amp;R");
		xlsx_put_escaped(b, padan_span_of(x->now.mark));
		buf_puts(b, "</oddHeader>");
	}
	buf_puts(b, "<oddFooter>");
	if (x->now.foot) {
		buf_puts(b, "&amp;L");
		xlsx_put_escaped(b, padan_span_of(x->now.foot));
	}
	buf_puts(b, "&amp;RHalaman &amp;P dari &amp;N</oddFooter></headerFooter>");
	zip_put(z, b->p, b->n);
}

static void end_sheet(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;
	char text[128], last[8];
	int i = x->sheets - 1;

	if (x->in_row)
		xlsx_end(x);
	if (!x->table_over)
		x->done[i].last = x->row;
	zip_puts(z, "</sheetData>");
	snprintf(text, sizeof(text), "<autoFilter ref=\"A%u:%s%u\"/>", x->done[i].header,
		 xlsx_letters(x->now.ncolumns - 1, last), x->done[i].last);
	zip_puts(z, text);
	if (x->nchoices) {
		snprintf(text, sizeof(text), "<dataValidations count=\"%d\">", x->nchoices);
		zip_puts(z, text);
		zip_put(z, x->choices.p, x->choices.n);
		zip_puts(z, "</dataValidations>");
	}
	put_page(x);
	zip_puts(z, "</worksheet>");
}

static void put_view(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;
	char text[200], first[8];
	unsigned header = (unsigned)x->now.nabove + 1;

	zip_puts(z, "<sheetViews><sheetView workbookViewId=\"0\"");
	if (x->sheets == 1)
		zip_puts(z, " tabSelected=\"1\"");
	zip_puts(z, "><pane ");
	if (x->now.frozen) {
		snprintf(text, sizeof(text), "xSplit=\"%d\" ", x->now.frozen);
		zip_puts(z, text);
	}
	snprintf(text, sizeof(text), "ySplit=\"%u\" topLeftCell=\"%s%u\" activePane=\"%s\" state=\"frozen\"/>", header,
		 xlsx_letters((size_t)x->now.frozen, first), header + 1, x->now.frozen ? "bottomRight" : "bottomLeft");
	zip_puts(z, text);
	zip_puts(z, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"13.5\"/>");
}

static void put_widths(struct xlsx_out *x)
{
	char text[128];

	zip_puts(&x->z, "<cols>");
	for (size_t i = 0; i < x->now.ncolumns; i++) {
		snprintf(text, sizeof(text), "<col min=\"%zu\" max=\"%zu\" width=\"%d.7\" customWidth=\"1\"/>", i + 1,
			 i + 1, x->now.columns[i].width);
		zip_puts(&x->z, text);
	}
	zip_puts(&x->z, "</cols><sheetData>");
}

void xlsx_sheet(struct xlsx_out *x, const struct xlsx_sheet *spec)
{
	char name[40];

	if (x->sheets)
		end_sheet(x);
	if (x->sheets == x->wanted || x->sheets == XLSX_SHEETS || !spec->ncolumns || spec->ncolumns > XLSX_COLUMNS) {
		x->f.bad = x->f.bad ? x->f.bad : EINVAL;
		return;
	}
	x->now = *spec;
	snprintf(x->done[x->sheets].name, sizeof(x->done[0].name), "%s", spec->name);
	x->done[x->sheets].header = (uint32_t)spec->nabove + 1;
	x->done[x->sheets].ncolumns = spec->ncolumns;
	x->done[x->sheets].frozen = spec->frozen;
	x->sheets++;
	x->row = 0;
	x->in_row = x->table_over = false;
	x->nchoices = 0;
	buf_clear(&x->choices);
	snprintf(name, sizeof(name), "xl/worksheets/sheet%d.xml", x->sheets);
	zip_entry(&x->z, name);
	zip_puts(&x->z, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://"
			"schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><pageSetUpPr "
			"fitToPage=\"1\"/></sheetPr>");
	put_view(x);
	put_widths(x);
	for (size_t i = 0; i < spec->nabove; i++)
		xlsx_line(x, 0, i ? XLSX_PLAIN : XLSX_TITLE, spec->above[i]);
	x->table_over = false;
	for (size_t i = 0; i < spec->ncolumns; i++)
		xlsx_text(x, padan_span_of(spec->columns[i].title));
	xlsx_end(x);
}

static void begin_row(struct xlsx_out *x)
{
	x->row++;
	if (x->row > XLSX_ROWS)
		x->f.bad = x->f.bad ? x->f.bad : EFBIG; /* no workbook holds more: better none than a cut one */
	x->ndigits = digits_put(x->digits, x->row);
	buf_clear(&x->line);
	x->in_row = true;
	x->column = 0;
	x->lines = 1;
}

enum { TAG = 96 }; /* bytes of the longest opening tag of a cell */

static inline char *append(char *to, const char *cstr)
{
	size_t n = strlen(cstr); /* of a literal: known when compiled */

	memcpy(to, cstr, n);
	return to + n;
}

/* The row's tag, which tells its height, goes out before the cells that were collected. */
static void put_row(struct xlsx_out *x)
{
	enum { TOP = 31 }; /* 409 points is a workbook's highest row */
	char tag[64], *p = append(tag, "<row r=\"");

	p += digits_put(p, x->row);
	if (x->lines > 1) {
		int height = (x->lines < TOP ? x->lines : TOP) * 1290 + 150;

		p = append(p, "\" ht=\"");
		p += decimal_put(p, height, 2, '.');
		p = append(p, "\" customHeight=\"1");
	}
	p = append(p, "\">");
	zip_put(&x->z, tag, (size_t)(p - tag));
	zip_put(&x->z, x->line.p, x->line.n);
	zip_put(&x->z, "</row>", 6);
	if (x->line.failed && !x->f.bad)
		x->f.bad = ENOMEM;
	x->in_row = false;
}

/* `<c r="B7" s="3"`, the rest of the tag being the caller's. Returns where it ends. */
static char *put_tag(struct xlsx_out *x, size_t column, enum xlsx_style style, char *p)
{
	const char *letters = x->letters[column];

	memcpy(p, "<c r=\"", 6);
	p += 6;
	while (*letters)
		*p++ = *letters++;
	memcpy(p, x->digits, x->ndigits);
	p += x->ndigits;
	memcpy(p, "\" s=\"", 5);
	p += 5;
	if (style >= 10)
		*p++ = '1';
	*p++ = (char)('0' + style % 10);
	*p++ = '"';
	return p;
}

/* Begins the row's next cell in tag and tells its style; NULL when the row has no more columns. */
static char *next_cell(struct xlsx_out *x, enum xlsx_style *style, char *tag)
{
	if (!x->in_row)
		begin_row(x);
	if (x->column >= x->now.ncolumns) {
		x->f.bad = x->f.bad ? x->f.bad : EINVAL;
		return NULL;
	}
	*style = x->row == x->now.nabove + 1 ? XLSX_HEADER : x->now.columns[x->column].style;
	return put_tag(x, x->column++, *style, tag);
}

/* How many lines a wrapped text takes in a column: capitals are a quarter wider than figures, and a line
 * loses half a word to the break. An estimate: a spreadsheet does not stretch rows by itself on opening. */
static int lines_of(span s, int width)
{
	int room = (width > 12 ? width - 2 : width) * 100, used = 0, lines = 1;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n') {
			lines++;
			used = 0;
		} else if ((c & 0xc0) != 0x80) {
			used += c >= 'A' && c <= 'Z' ? 125 : c == ' ' ? 60 : 96;
			if (used > room) {
				lines++;
				used = 300;
			}
		}
	}
	return lines;
}

/* The rest of a text cell whose tag stands in tag..p. */
static void put_text(struct xlsx_out *x, char *tag, char *p, span s)
{
	if (s.n == 0) {
		p = append(p, "/>");
		buf_put(&x->line, tag, (size_t)(p - tag));
		return;
	}
	if (s.n > XLSX_BYTES) {
		s.n = XLSX_BYTES;
		while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	p = append(p, " t=\"inlineStr\"><is><t");
	if ((unsigned char)s.p[0] <= ' ' || (unsigned char)s.p[s.n - 1] <= ' ')
		p = append(p, " xml:space=\"preserve\"");
	*p++ = '>';
	if (formula_in_xlsx(s))
		*p++ = '\'';
	buf_put(&x->line, tag, (size_t)(p - tag));
	xlsx_put_escaped(&x->line, s);
	buf_put(&x->line, "</t></is></c>", 13);
}

void xlsx_text(struct xlsx_out *x, span s)
{
	enum xlsx_style style;
	char tag[TAG], *p = next_cell(x, &style, tag);

	if (!p)
		return;
	if (style == XLSX_WRAP || style == XLSX_HEADER) {
		int lines = lines_of(s, x->now.columns[x->column - 1].width);

		x->lines = lines > x->lines ? lines : x->lines;
	}
	put_text(x, tag, p, s);
}

static void put_value(struct xlsx_out *x, const char *digits, size_t n)
{
	enum xlsx_style style;
	char tag[TAG + 64], *p = next_cell(x, &style, tag);

	if (!p)
		return;
	p = append(p, "><v>");
	memcpy(p, digits, n);
	p = append(p + n, "</v></c>");
	buf_put(&x->line, tag, (size_t)(p - tag));
}

void xlsx_i64(struct xlsx_out *x, int64_t v)
{
	char digits[20];

	put_value(x, digits, digits_put(digits, v));
}

void xlsx_decimal(struct xlsx_out *x, int64_t scaled, int places)
{
	char digits[24];

	put_value(x, digits, decimal_put(digits, scaled, places, '.'));
}

/* Day 0 of a workbook is 30 December 1899; before March 1900 a workbook counts differently, so such a
 * date goes out as text. */
void xlsx_date(struct xlsx_out *x, date d)
{
	enum { EPOCH = 25569, SAFE = 61 };
	char iso[11];

	if (!date_known(d))
		xlsx_empty(x);
	else if (d.day + EPOCH < SAFE)
		xlsx_text(x, padan_span_of(date_iso(d, iso)));
	else
		xlsx_i64(x, d.day + EPOCH);
}

void xlsx_empty(struct xlsx_out *x)
{
	enum xlsx_style style;
	char tag[TAG], *p = next_cell(x, &style, tag);

	if (p)
		put_text(x, tag, p, (span){ NULL, 0 });
}

void xlsx_choice(struct xlsx_out *x, const span *choices, size_t n)
{
	char list[256], letters[8];
	size_t at = 0;

	if (!x->in_row)
		begin_row(x);
	for (size_t i = 0; i < n; i++) {
		if (at + choices[i].n + 1 >= 255 || text_plain(choices[i]) != choices[i].n) {
			xlsx_empty(x);
			return;
		}
		if (i)
			list[at++] = ',';
		memcpy(list + at, choices[i].p, choices[i].n);
		at += choices[i].n;
	}
	if (n && x->nchoices < XLSX_CHOICES) {
		x->nchoices++;
		buf_printf(&x->choices,
			   "<dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\" "
			   "showErrorMessage=\"1\" sqref=\"%s%u\"><formula1>\"%.*s\"</formula1></dataValidation>",
			   xlsx_letters(x->column, letters), x->row, (int)at, list);
	}
	xlsx_empty(x);
}

void xlsx_end(struct xlsx_out *x)
{
	if (!x->in_row)
		begin_row(x);
	while (x->column < x->now.ncolumns)
		xlsx_empty(x);
	put_row(x);
}

void xlsx_line(struct xlsx_out *x, size_t column, enum xlsx_style style, span s)
{
	char tag[TAG];

	if (x->in_row)
		xlsx_end(x);
	if (!x->table_over)
		x->done[x->sheets - 1].last = x->row;
	x->table_over = true;
	begin_row(x);
	put_text(x, tag, put_tag(x, column, style, tag), s);
	put_row(x);
}

int xlsx_close(struct xlsx_out *x, struct err *e)
{
	if (x->sheets)
		end_sheet(x);
	if (x->sheets != x->wanted || x->choices.failed)
		x->f.bad = x->f.bad ? x->f.bad : (x->choices.failed ? ENOMEM : EINVAL);
	xlsx_put_book(x);
	zip_end(&x->z);
	buf_done(&x->choices);
	buf_done(&x->line);
	return out_close(&x->f, e);
}

void xlsx_abandon(struct xlsx_out *x)
{
	zip_abandon(&x->z);
	buf_done(&x->choices);
	buf_done(&x->line);
	out_abandon(&x->f);
}
