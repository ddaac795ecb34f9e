/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_plain.h"

#include <padan/fold.h>

enum { HEAD_MOST = 64 << 10, ATTRIBUTES = 8 };

struct plain {
	const char *p, *end; /* *end is 0, which no rule lets pass */
	const struct plain_events *ev;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct plain *x)
{
	while (blank(*x->p))
		x->p++;
}

/* Takes the word if it stands here. */
static bool take(struct plain *x, const char *word, size_t n)
{
	if ((size_t)(x->end - x->p) < n || memcmp(x->p, word, n) != 0)
		return false;
	x->p += n;
	return true;
}
#define TAKE(x, word) take(x, word, sizeof(word) - 1)

/* --- attributes --------------------------------------------------------------------------------------------------- */

struct attributes {
	span name[ATTRIBUTES], value[ATTRIBUTES];
	unsigned n;
	bool empty; /* the tag ended with "/>" */
};

static bool name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '_';
}

static bool name_start(char c)
{
	return name_byte(c) && !(c >= '0' && c <= '9');
}

/* name="value" of plain ASCII. */
static bool attribute(struct plain *x, struct attributes *a)
{
	const char *from = x->p;
	span name;

	if (a->n == ATTRIBUTES || !name_start(*x->p))
		return false;
	while (name_byte(*x->p))
		x->p++;
	name = (span){ from, (size_t)(x->p - from) };
	for (unsigned i = 0; i < a->n; i++)
		if (padan_span_eq(a->name[i], name))
			return false;
	if (!TAKE(x, "=\""))
		return false;
	from = x->p;
	while (*x->p >= ' ' && *x->p != '"' && *x->p != '<' && *x->p != '&' && *x->p != 0x7f)
		x->p++;
	if (*x->p != '"')
		return false;
	a->name[a->n] = name;
	a->value[a->n++] = (span){ from, (size_t)(x->p++ - from) };
	return true;
}

/* Behind the tag's name, to its end. */
static bool attributes(struct plain *x, struct attributes *a)
{
	a->n = 0;
	for (;;) {
		bool apart = blank(*x->p);

		skip_blanks(x);
		a->empty = *x->p == '/';
		if (a->empty ? TAKE(x, "/>") : TAKE(x, ">"))
			return true;
		if (!apart || !attribute(x, a))
			return false;
	}
}

static span named(const struct attributes *a, char name)
{
	for (unsigned i = 0; i < a->n; i++)
		if (a->name[i].n == 1 && a->name[i].p[0] == name)
			return a->value[i];
	return (span){ NULL, 0 };
}

/* "x:r" is an r, too, for whoever reads the row. */
static bool prefixed(const struct attributes *a)
{
	for (unsigned i = 0; i < a->n; i++)
		if (a->name[i].n > 2 && memcmp(a->name[i].p + a->name[i].n - 2, ":r", 2) == 0)
			return true;
	return false;
}

/* --- text --------------------------------------------------------------------------------------------------------- */

/* One of the five entities of XML. */
static bool entity(struct plain *x, char of)
{
	static const struct {
		const char *name;
		size_t n;
		const char *is;
	} known[] = {
		{ "&amp;", 5, "&" }, { "&lt;", 4, "<" }, { "&gt;", 4, ">" }, { "&quot;", 6, "\"" }, { "&apos;", 6, "'" }
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (take(x, known[i].name, known[i].n)) {
			if (of)
				x->ev->text(x->ev->ctx, of, (span){ known[i].is, 1 });
			return true;
		}
	return false;
}

/* UTF-8, and no U+FFFE or U+FFFF. */
static bool good_text(span s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if (memcmp(s.p + i, "\xef\xbf\xbe", 3) == 0 || memcmp(s.p + i, "\xef\xbf\xbf", 3) == 0)
			return false;
	return padan_utf8_valid(s);
}

/* Bytes up to what ends a piece: a tag, an entity, something odd. */
static span piece(struct plain *x)
{
	const char *from = x->p;
	unsigned char high = 0;

	for (; *x->p != '<' && *x->p != '&' && *x->p != ']' &&
	       ((unsigned char)*x->p >= ' ' || *x->p == '\t' || *x->p == '\n');
	     x->p++)
		high |= (unsigned char)*x->p;
	if (*x->p == ']' && x->p[1] != ']')
		x->p++;
	if (high >= 0x80 && !good_text((span){ from, (size_t)(x->p - from) }))
		return (span){ NULL, 0 };
	return (span){ from, (size_t)(x->p - from) };
}

/* Up to the next tag. of: whose text it is, 0 when it is nobody's. */
static bool text(struct plain *x, char of)
{
	while (*x->p != '<') {
		span s;

		if (*x->p == '&') {
			if (!entity(x, of))
				return false;
			continue;
		}
		s = piece(x);
		if (!s.n)
			return false;
		if (of)
			x->ev->text(x->ev->ctx, of, s);
	}
	return true;
}

/* --- cells and rows ----------------------------------------------------------------------------------------------- */

static bool inline_text(struct plain *x)
{
	struct attributes a;

	skip_blanks(x);
	if (TAKE(x, "</is>"))
		return true;
	if (!TAKE(x, "<t") || !attributes(x, &a))
		return false;
	if (!a.empty && (!text(x, 't') || !TAKE(x, "</t>")))
		return false;
	skip_blanks(x);
	return TAKE(x, "</is>");
}

static bool formula(struct plain *x)
{
	struct attributes a;

	return attributes(x, &a) && (a.empty || (text(x, 0) && TAKE(x, "</f>")));
}

static bool cell_content(struct plain *x)
{
	for (;;) {
		bool good;

		skip_blanks(x);
		if (TAKE(x, "</c>"))
			return true;
		if (TAKE(x, "<v>"))
			good = text(x, 'v') && TAKE(x, "</v>");
		else if (TAKE(x, "<is>"))
			good = inline_text(x);
		else if (TAKE(x, "<f"))
			good = formula(x);
		else
			good = TAKE(x, "<v/>");
		if (!good)
			return false;
	}
}

static bool cells(struct plain *x)
{
	for (;;) {
		struct attributes a;

		skip_blanks(x);
		if (TAKE(x, "</row>"))
			return true;
		if (!TAKE(x, "<c") || !attributes(x, &a))
			return false;
		x->ev->cell(x->ev->ctx, named(&a, 'r'), named(&a, 't'), named(&a, 's'));
		if (!a.empty && !cell_content(x))
			return false;
		x->ev->end_cell(x->ev->ctx);
		if (x->ev->stopped(x->ev->ctx))
			return true;
	}
}

static bool rows(struct plain *x)
{
	for (;;) {
		struct attributes a;

		skip_blanks(x);
		if (TAKE(x, "</sheetData>"))
			return true;
		if (!TAKE(x, "<row") || !attributes(x, &a) || prefixed(&a))
			return false;
		x->ev->row(x->ev->ctx, named(&a, 'r'));
		if (!a.empty && !x->ev->stopped(x->ev->ctx) && !cells(x))
			return false;
		if (x->ev->stopped(x->ev->ctx))
			return true;
		x->ev->end_row(x->ev->ctx);
		if (x->ev->stopped(x->ev->ctx))
			return true;
	}
}

/* --- what stands before them -------------------------------------------------------------------------------------- */

static bool find(span s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static bool in_utf8(span head)
{
	const char *end = memmem(head.p, head.n, "?>", 2);
	span first = { head.p, end ? (size_t)(end - head.p) : 0 };

	if (head.n < 5 || memcmp(head.p, "<?xml", 5) != 0)
		return !find(head, "<?");
	return end && !find((span){ end, (size_t)(head.p + head.n - end) }, "<?") &&
	       (!find(first, "encoding") || find(first, "\"UTF-8\"") || find(first, "\"utf-8\""));
}

bool plain_rows(span xml, const struct plain_events *ev)
{
	static const char open[] = "<sheetData>";
	struct plain x = { .p = xml.p, .end = xml.p + xml.n, .ev = ev };
	span head;

	if (xml.n > 3 && memcmp(x.p, "\xef\xbb\xbf", 3) == 0)
		x.p += 3;
	head = (span){ x.p, (size_t)(x.end - x.p) < HEAD_MOST ? (size_t)(x.end - x.p) : HEAD_MOST };
	x.p = memmem(head.p, head.n, open, sizeof(open) - 1);
	if (!x.p)
		return false;
	head.n = (size_t)(x.p - head.p);
	x.p += sizeof(open) - 1;
	return in_utf8(head) && !find(head, "<!") && rows(&x);
}
