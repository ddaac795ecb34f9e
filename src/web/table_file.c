/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/table_file.h"

#include "tabular/csv_out.h"
#include "tabular/pdf_table.h"
#include "tabular/xlsx_out.h"

enum { COLUMNS = 24, ROW_BYTES = 4096, CELL = 4096, PDF_MARGIN = PDF_MM(12), PDF_SIZE = 800, PLACES = 3 };

/* One row, wherever it is written to. */
struct sheet {
	struct table_file *t;
	const struct field *column[COLUMNS];
	size_t n;
	_Alignas(max_align_t) char row[ROW_BYTES];
};

static int begin(struct sheet *s, struct table_file *t, struct err *e)
{
	*s = (struct sheet){ .t = t };
	for (const struct field *f = t->shape->columns; f->c; f++) {
		if (s->n == COLUMNS || t->shape->size > ROW_BYTES)
			return err_set(e, ERR_MACHINE, "laporan: terlalu banyak kolom (kesalahan program)");
		s->column[s->n++] = f;
	}
	return ERR_OK;
}

/* 1 = a row, 0 = the end, -1 = e is filled. */
static int next(struct sheet *s, struct err *e)
{
	return s->t->rows.next ? s->t->rows.next(s->t->rows.ctx, s->row, e) : 0;
}

static int64_t number_of(const struct field *f, const void *row)
{
	int64_t v;

	memcpy(&v, field_member(f, row), sizeof(v)); /* rupiah is one whole number, too */
	return v;
}

static bool is_whole(const struct field *f)
{
	return f->type == FIELD_number || f->type == FIELD_rupiah;
}

static date day_of(const struct field *f, const void *row)
{
	date d;

	memcpy(&d, field_member(f, row), sizeof(d));
	return d;
}

/* --- XLSX -----------------------------------------------------------------------------------------------------------
 */
static struct xlsx_column xlsx_column_of(const struct field *f)
{
	switch (f->type) {
	case FIELD_number:
		return (struct xlsx_column){ f->label, 13, XLSX_WHOLE };
	case FIELD_rupiah:
		return (struct xlsx_column){ f->label, 18, XLSX_RUPIAH };
	case FIELD_permille:
		return (struct xlsx_column){ f->label, 13, XLSX_DECIMAL };
	case FIELD_day:
		return (struct xlsx_column){ f->label, 13, XLSX_DATE };
	default:
		return (struct xlsx_column){ f->label, 28, XLSX_WRAP };
	}
}

static void xlsx_cell(struct xlsx_out *x, const struct field *f, const void *row, struct buf *text)
{
	if (!field_given(f, row)) {
		xlsx_empty(x);
	} else if (is_whole(f)) {
		xlsx_i64(x, number_of(f, row));
	} else if (f->type == FIELD_permille) {
		xlsx_decimal(x, number_of(f, row), PLACES);
	} else if (f->type == FIELD_day) {
		xlsx_date(x, day_of(f, row));
	} else {
		buf_clear(text);
		field_show(f, row, text);
		xlsx_text(x, buf_as_span(text));
	}
}

static int write_xlsx(struct sheet *s, const char *path, const struct seams *seams, struct buf *text, struct err *e)
{
	struct xlsx_column columns[COLUMNS];
	struct xlsx_out x;
	struct xlsx_sheet spec = { .name = "Laporan",
				   .above = s->t->line,
				   .nabove = s->t->lines,
				   .columns = columns,
				   .ncolumns = s->n,
				   .frozen = 1 };
	int more, rc = xlsx_open(&x, seams, path, s->t->day, 1, e);

	if (rc)
		return rc;
	for (size_t i = 0; i < s->n; i++)
		columns[i] = xlsx_column_of(s->column[i]);
	xlsx_sheet(&x, &spec);
	while ((more = next(s, e)) == 1) {
		for (size_t i = 0; i < s->n; i++)
			xlsx_cell(&x, s->column[i], s->row, text);
		xlsx_end(&x);
	}
	if (more < 0) {
		xlsx_abandon(&x);
		return e->code;
	}
	return xlsx_close(&x, e);
}

/* --- CSV ------------------------------------------------------------------------------------------------------------
 */
static void csv_cell(struct csv_out *c, const struct field *f, const void *row, struct buf *text)
{
	char iso[11];

	if (!field_given(f, row)) {
		csv_own(c, SPAN(""));
	} else if (is_whole(f)) {
		csv_i64(c, number_of(f, row));
	} else if (f->type == FIELD_permille) {
		csv_decimal(c, number_of(f, row), PLACES);
	} else if (f->type == FIELD_day) {
		csv_own(c, padan_span_of(date_iso(day_of(f, row), iso)));
	} else {
		buf_clear(text);
		field_show(f, row, text);
		csv_outside(c, buf_as_span(text));
	}
}

static int write_csv(struct sheet *s, const char *path, const struct seams *seams, struct buf *text, struct err *e)
{
	struct out_file f;
	struct csv_out c;
	int more, rc = out_open(&f, seams, path, e);

	if (rc)
		return rc;
	csv_begin(&c, &f);
	for (size_t i = 0; i < s->n; i++)
		csv_own(&c, padan_span_of(s->column[i]->wire));
	csv_end(&c);
	while ((more = next(s, e)) == 1) {
		for (size_t i = 0; i < s->n; i++)
			csv_cell(&c, s->column[i], s->row, text);
		csv_end(&c);
	}
	if (more < 0) {
		out_abandon(&f);
		return e->code;
	}
	return out_close(&f, e);
}

/* --- PDF ------------------------------------------------------------------------------------------------------------
 */
/* Texts are wider than numbers; together they fill the page. */
static void pdf_columns_of(const struct sheet *s, struct pdf_column *columns, int width)
{
	int parts = 0;

	for (size_t i = 0; i < s->n; i++)
		parts += is_whole(s->column[i]) || s->column[i]->type == FIELD_day ? 2 : 4;
	for (size_t i = 0; i < s->n; i++) {
		bool narrow = is_whole(s->column[i]) || s->column[i]->type == FIELD_day;

		columns[i] = (struct pdf_column){ s->column[i]->label, width / parts * (narrow ? 2 : 4),
						  is_whole(s->column[i]) ? PDF_RIGHT : PDF_LEFT };
	}
}

static void pdf_row(struct pdf_sheet *t, const struct sheet *s, struct buf *text)
{
	size_t from[COLUMNS + 1];
	span cells[COLUMNS];

	buf_clear(text);
	for (size_t i = 0; i < s->n; i++) {
		from[i] = text->n;
		field_show(s->column[i], s->row, text);
	}
	from[s->n] = text->n;
	for (size_t i = 0; i < s->n; i++)
		cells[i] = (span){ text->p ? text->p + from[i] : "", from[i + 1] - from[i] };
	pdf_table_row(t, cells);
}

static int write_pdf(struct sheet *s, const char *path, const struct seams *seams, struct buf *text, struct err *e)
{
	struct pdf_spec spec = { .width = PDF_F4_LONG,
				 .height = PDF_F4_SHORT,
				 .title = "Laporan Lindung",
				 .foot = "Lindung",
				 .day = s->t->day };
	const struct pdf_paragraph title = { .face = PDF_BOLD, .size = PDF_SIZE + 400 }, plain = { .size = PDF_SIZE };
	struct pdf_column columns[COLUMNS];
	struct pdf_sheet t;
	struct pdf_out *p;
	int more, rc = pdf_open(&p, seams, path, &spec, e);

	if (rc)
		return rc;
	pdf_sheet_begin(&t, p, PDF_MARGIN, PDF_SIZE);
	for (size_t i = 0; i < s->t->lines; i++)
		pdf_paragraph(&t, i ? &plain : &title, s->t->line[i]);
	pdf_space(&t, PDF_SIZE);
	pdf_columns_of(s, columns, t.right - t.left);
	pdf_table_begin(&t, columns, s->n);
	while ((more = next(s, e)) == 1)
		pdf_row(&t, s, text);
	pdf_table_end(&t);
	if (more < 0) {
		pdf_abandon(p);
		return e->code;
	}
	return pdf_close(p, e);
}

int table_file_write(struct table_file *t, enum table_form form, const char *path, const struct seams *seams,
		     struct err *e)
{
	static int (*const writers[TABLE_FORMS])(struct sheet *, const char *, const struct seams *, struct buf *,
						 struct err *) = { write_xlsx, write_csv, write_pdf };
	struct sheet s;
	struct buf text;
	int rc = begin(&s, t, e);

	if (rc)
		return rc;
	buf_init(&text, seams->alloc, (size_t)COLUMNS * CELL);
	rc = writers[form](&s, path, seams, &text, e);
	if (!rc && text.failed)
		rc = err_memory(e, "laporan");
	buf_done(&text);
	if (rc)
		seams->io->unlink(seams->io->ctx, path);
	return rc;
}
