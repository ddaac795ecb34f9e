/* SPDX-License-Identifier: EUPL-1.2
 * Whatever a cell holds, what leaves the program is sound: CSV of one cell that does not compute, JSON, XML, pages. */
#include "tabular/csv_out.h"
#include "tabular/json_out.h"
#include "tabular/pdf_table.h"
#include "tabular/xlsx_frame.h"
#include "target.h"

#include <csv.h>
#include <errno.h>
#include <expat.h>
#include <json-c/json_tokener.h>

/* Files in memory: what is written to any of them is collected; fonts are read from the disk. */
struct memory {
	const struct io *real;
	struct buf out;
};

static int memory_open(void *ctx, const char *path, int flags, unsigned mode)
{
	struct memory *m = ctx;

	return mode ? 1000 : m->real->open(m->real->ctx, path, flags, mode);
}

static ssize_t memory_read(void *ctx, int fd, void *p, size_t n)
{
	struct memory *m = ctx;

	return m->real->read(m->real->ctx, fd, p, n);
}

static ssize_t memory_write(void *ctx, int fd, const void *p, size_t n)
{
	struct memory *m = ctx;

	PROMISE(fd == 1000);
	buf_put(&m->out, p, n);
	return (ssize_t)n;
}

static int memory_fsync(void *ctx, int fd)
{
	(void)ctx, (void)fd;
	return 0;
}

static int memory_close(void *ctx, int fd)
{
	struct memory *m = ctx;

	return fd == 1000 ? 0 : m->real->close(m->real->ctx, fd);
}

struct cells {
	int cells, rows;
	char first;
	size_t n;
};

static void on_cell(void *p, size_t n, void *ctx)
{
	struct cells *c = ctx;

	if (c->cells++ == 0) {
		c->first = n ? *(const char *)p : 0;
		c->n = n;
		for (size_t i = 1; i < n && c->first == '-'; i++)
			if (((const char *)p)[i] != '-')
				c->first = '=';
	}
}

static void on_row(int ch, void *ctx)
{
	struct cells *c = ctx;

	(void)ch;
	c->rows++;
}

static void try_csv(struct memory *m, const struct seams *s, span cell)
{
	struct cells seen = { 0 };
	struct csv_parser p;
	struct out_file f;
	struct csv_out c;
	struct err e;

	buf_clear(&m->out);
	PROMISE(out_open(&f, s, "x", &e) == 0);
	csv_begin(&c, &f);
	csv_outside(&c, cell);
	csv_own(&c, SPAN("akhir"));
	csv_end(&c);
	PROMISE(out_close(&f, &e) == 0);
	PROMISE(csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) == 0);
	PROMISE(csv_parse(&p, m->out.p, m->out.n, on_cell, on_row, &seen) == m->out.n);
	PROMISE(csv_fini(&p, on_cell, on_row, &seen) == 0);
	csv_free(&p);
	PROMISE(seen.cells == 2 && seen.rows == 1);
	PROMISE(!seen.first || !strchr("=+@\t\r", seen.first));
}

static void try_json(span text)
{
	struct json_tokener *t = json_tokener_new_ex(8);
	struct json_object *o;
	struct json_out j;
	struct buf b;

	buf_init(&b, NULL, (size_t)16 << 20);
	jout_to_buf(&j, &b);
	jout_object(&j);
	jout_key_span(&j, text);
	jout_text(&j, text);
	jout_end(&j);
	PROMISE(jout_finish(&j) && !b.failed);
	json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, b.p, (int)b.n);
	PROMISE(o != NULL || (text.n && memchr(text.p, 0, text.n)));
	json_object_put(o);
	json_tokener_free(t);
	buf_done(&b);
}

static void try_xml(span text)
{
	XML_Parser p = XML_ParserCreate("UTF-8");
	struct buf b;

	buf_init(&b, NULL, (size_t)16 << 20);
	buf_puts(&b, "<t a=\"");
	xlsx_put_escaped(&b, text);
	buf_puts(&b, "\">");
	xlsx_put_escaped(&b, text);
	buf_puts(&b, "</t>");
	PROMISE(XML_Parse(p, b.p, (int)b.n, 1) == XML_STATUS_OK);
	XML_ParserFree(p);
	buf_done(&b);
}

static void try_pdf(struct memory *m, const struct seams *s, span text)
{
	static const struct pdf_column columns[] = { { "Satu", PDF_MM(40), PDF_LEFT },
						     { "Dua", PDF_MM(15), PDF_CENTRE } };
	struct pdf_spec spec = {
		.width = PDF_F4_SHORT, .height = PDF_F4_LONG, .title = "Uji", .day = date_of(2025, 5, 1)
	};
	struct pdf_paragraph how = { .size = 900 };
	struct pdf_sheet t;
	struct pdf_out *p;
	struct err e;

	buf_clear(&m->out);
	PROMISE(pdf_open(&p, s, "x", &spec, &e) == 0);
	pdf_sheet_begin(&t, p, PDF_MM(15), 800);
	pdf_table_begin(&t, columns, 2);
	pdf_table_row(&t, (const span[]){ text, text });
	pdf_table_band(&t, text);
	pdf_table_end(&t);
	pdf_paragraph(&t, &how, text);
	PROMISE(pdf_close(p, &e) == 0);
	PROMISE(memcmp(m->out.p, "%PDF-1.7", 8) == 0 && memcmp(m->out.p + m->out.n - 6, "%%EOF\n", 6) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memory m = { .real = seams_real()->io };
	struct io io = { .open = memory_open,
			 .read = memory_read,
			 .write = memory_write,
			 .fsync = memory_fsync,
			 .close = memory_close,
			 .ctx = &m };
	struct seams s = *seams_real();
	span text = { (const char *)data, size };

	if (size > 20000)
		return 0;
	s.io = &io;
	buf_init(&m.out, NULL, (size_t)64 << 20);
	try_csv(&m, &s, text);
	try_json(text);
	try_xml(text);
	if (size < 600)
		try_pdf(&m, &s, text);
	buf_done(&m.out);
	return 0;
}
