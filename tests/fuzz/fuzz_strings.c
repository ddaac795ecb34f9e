/* SPDX-License-Identifier: EUPL-1.2
 * Shared strings without an XML parser, with expat as the oracle: a part that plain_strings calls plain, expat reads
 * without complaint to its end, and both find the same strings; where plain_strings stops, expat found the same so far.
 */
#include "target.h"

#include "base/text.h"
#include "tabular/xlsx_plain.h"

#include <expat.h>

struct found {
	struct buf text, one;
	size_t whole; /* bytes up to the end of the last string */
	bool in_text, in_phonetic;
};

static void end_string(struct found *f)
{
	buf_printf(&f->text, "%zu:", f->one.n);
	buf_span(&f->text, buf_as_span(&f->one));
	f->whole = f->text.n;
	buf_clear(&f->one);
}

static void on_whole(void *ctx, span s)
{
	struct found *f = ctx;

	for (size_t i = 0; i < s.n; i++)
		PROMISE(s.p[i] >= ' ' && s.p[i] != '&' && s.p[i] != '_');
	buf_span(&f->one, s);
	end_string(f);
}

static void on_piece(void *ctx, span s)
{
	struct found *f = ctx;

	buf_span(&f->one, s);
}

static void on_end(void *ctx)
{
	end_string(ctx);
}

/* --- expat, as xlsx_book.c hears it ---------------------------------------------------------------------------------
 */

static void xml_start(void *ctx, const char *name, const char **at)
{
	struct found *f = ctx;

	(void)at;
	if (strcmp(name, "si") == 0)
		buf_clear(&f->one);
	else if (strcmp(name, "rPh") == 0)
		f->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		f->in_text = !f->in_phonetic;
}

static void xml_end(void *ctx, const char *name)
{
	struct found *f = ctx;

	if (strcmp(name, "rPh") == 0)
		f->in_phonetic = false;
	else if (strcmp(name, "t") == 0)
		f->in_text = false;
	if (strcmp(name, "si") == 0)
		end_string(f);
}

static void xml_text(void *ctx, const char *p, int n)
{
	struct found *f = ctx;

	if (f->in_text)
		buf_put(&f->one, p, (size_t)n);
}

static bool by_expat(struct found *f, span xml)
{
	XML_Parser x = XML_ParserCreate(NULL);
	bool good;

	PROMISE(x != NULL);
	XML_SetUserData(x, f);
	XML_SetElementHandler(x, xml_start, xml_end);
	XML_SetCharacterDataHandler(x, xml_text);
	good = XML_Parse(x, xml.p, (int)xml.n, 1) == XML_STATUS_OK;
	XML_ParserFree(x);
	return good;
}

/* first byte even: the part as it is; odd: behind the usual beginning. */
static span part(struct buf *b, const uint8_t *data, size_t size)
{
	buf_init(b, NULL, 1 << 22);
	if (data[0] % 2)
		buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sst count=\"1\"><si><t>x</t></si>");
	buf_put(b, (const char *)data + 1, size - 1);
	for (int i = 0; i < PLAIN_SLACK; i++)
		buf_putc(b, '\0');
	return (span){ b->p, b->n - PLAIN_SLACK };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const bool never = false;
	struct found plain = { .whole = 0 }, expat = { .whole = 0 };
	const struct plain_strings ev = { on_whole, on_piece, on_end, &never, &plain };
	struct found *const both[] = { &plain, &expat };
	struct buf b;
	bool all, good;
	span xml;

	if (size < 1)
		return 0;
	xml = part(&b, data, size);
	for (int i = 0; i < 2; i++) {
		buf_init(&both[i]->text, NULL, 1 << 24);
		buf_init(&both[i]->one, NULL, 1 << 24);
	}
	all = plain_strings(xml, &ev);
	good = by_expat(&expat, xml);
	PROMISE(!all || (good && plain.whole == expat.whole));
	PROMISE(plain.whole <= expat.text.n && (!plain.whole || memcmp(plain.text.p, expat.text.p, plain.whole) == 0));
	for (int i = 0; i < 2; i++) {
		buf_done(&both[i]->text);
		buf_done(&both[i]->one);
	}
	buf_done(&b);
	return 0;
}
