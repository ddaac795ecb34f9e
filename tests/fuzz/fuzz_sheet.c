/* SPDX-License-Identifier: EUPL-1.2
 * Rows without an XML parser, with expat as the oracle: what plain_rows calls plain, expat reads without complaint up
 * to the end of the rows, and both tell the same; where plain_rows stops, expat told the same so far. */
#include "target.h"

#include "base/text.h"
#include "tabular/xlsx_plain.h"

#include <expat.h>

struct told {
	struct buf text;
	size_t whole; /* bytes up to the end of the last row */
	bool data, in_row, in_cell, done, odd;
	char of; /* the element whose text is told */
};

static void tell(struct told *t, char what, span s)
{
	buf_putc(&t->text, what);
	buf_printf(&t->text, "%zu:", s.n);
	buf_span(&t->text, s);
}

static void tell_cell(struct told *t, span ref, span type, span style)
{
	tell(t, 'c', ref);
	tell(t, 't', type);
	tell(t, 's', style);
}

/* Texts come in pieces, of other sizes from either side: told byte by byte. */
static void tell_text(struct told *t, char of, span s)
{
	for (size_t i = 0; i < s.n; i++) {
		buf_putc(&t->text, of);
		buf_putc(&t->text, s.p[i]);
	}
}

static void on_row(void *ctx, span no)
{
	tell(ctx, 'R', no);
}

static void on_cell(void *ctx, span ref, span type, span style)
{
	tell_cell(ctx, ref, type, style);
}

static void on_text(void *ctx, char of, span piece)
{
	tell_text(ctx, of, piece);
}

static void on_end_cell(void *ctx)
{
	struct told *t = ctx;

	buf_putc(&t->text, '.');
}

static void on_end_row(void *ctx)
{
	struct told *t = ctx;

	buf_putc(&t->text, '\n');
	t->whole = t->text.n;
}

static void on_whole(void *ctx, const struct plain_cell *c)
{
	on_cell(ctx, c->ref, c->type, c->style);
	PROMISE(c->of || !c->text.n);
	for (size_t i = 0; i < c->text.n; i++)
		PROMISE(c->text.p[i] >= ' ' && c->text.p[i] != '&' && c->text.p[i] != '_');
	if (c->of)
		on_text(ctx, c->of, c->text);
	on_end_cell(ctx);
}

/* --- expat ----------------------------------------------------------------------------------------------------------
 */

static span value(const char **at, const char *key)
{
	for (; *at; at += 2)
		if (strcmp(*at, key) == 0)
			return padan_span_of(at[1]);
	return (span){ NULL, 0 };
}

static void xml_start(void *ctx, const char *name, const char **at)
{
	struct told *t = ctx;

	if (strcmp(name, "sheetData") == 0)
		t->data = true;
	if (!t->data || t->done)
		return;
	if (strcmp(name, "row") == 0) {
		on_row(t, value(at, "r"));
		t->in_row = true;
	} else if (strcmp(name, "c") == 0 && t->in_row) {
		tell_cell(t, value(at, "r"), value(at, "t"), value(at, "s"));
		t->in_cell = true;
	} else if (t->in_cell && (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)) {
		t->of = *name;
	}
}

static void xml_end(void *ctx, const char *name)
{
	struct told *t = ctx;

	if (!t->data || t->done)
		return;
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		t->of = 0;
	else if (strcmp(name, "c") == 0 && t->in_cell)
		on_end_cell(t), t->in_cell = false;
	else if (strcmp(name, "row") == 0 && t->in_row)
		on_end_row(t), t->in_row = false;
	else if (strcmp(name, "sheetData") == 0)
		t->done = true;
}

static void xml_text(void *ctx, const char *p, int n)
{
	struct told *t = ctx;

	if (t->of && !t->done)
		tell_text(t, t->of, (span){ p, (size_t)n });
}

static void by_expat(struct told *t, span xml)
{
	XML_Parser x = XML_ParserCreate(NULL);

	PROMISE(x != NULL);
	XML_SetUserData(x, t);
	XML_SetElementHandler(x, xml_start, xml_end);
	XML_SetCharacterDataHandler(x, xml_text);
	t->odd = XML_Parse(x, xml.p, (int)xml.n, 1) != XML_STATUS_OK;
	XML_ParserFree(x);
}

/* What stands before the rows is the business of whoever read it before: here it is always the same. */
static span sheet(struct buf *b, const uint8_t *data, size_t size)
{
	buf_init(b, NULL, 1 << 22);
	buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet><dimension ref=\"A1\"/><sheetData>");
	buf_put(b, (const char *)data, size);
	for (int i = 0; i < PLAIN_SLACK; i++)
		buf_putc(b, '\0');
	return (span){ b->p, b->n - PLAIN_SLACK };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told plain = { .whole = 0 }, expat = { .whole = 0 };
	static const bool never = false;
	const struct plain_events ev = { .row = on_row,
					 .whole = on_whole,
					 .cell = on_cell,
					 .text = on_text,
					 .end_cell = on_end_cell,
					 .end_row = on_end_row,
					 .stop = &never,
					 .ctx = &plain };
	struct buf b;
	span xml = sheet(&b, data, size);
	bool all;

	buf_init(&plain.text, NULL, 1 << 24);
	buf_init(&expat.text, NULL, 1 << 24);
	all = plain_rows(xml, &ev);
	by_expat(&expat, xml);
	if (all)
		PROMISE(expat.done && plain.text.n == expat.text.n);
	PROMISE(plain.whole <= expat.text.n && (!plain.whole || memcmp(plain.text.p, expat.text.p, plain.whole) == 0));
	buf_done(&plain.text);
	buf_done(&expat.text);
	buf_done(&b);
	return 0;
}
