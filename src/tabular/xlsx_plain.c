/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_plain.h"

#include <padan/fold.h>

enum { HEAD_MOST = 64 << 10, ATTRIBUTES = 8 };

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct plain {
	const char *p; /* behind the end are bytes 0, which no rule lets pass: nobody asks where it is */
	const struct plain_events *ev;
	const struct plain_strings *strings;
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

/* Takes the word if it stands here; it is no longer than the slack. */
static inline bool take(struct plain *x, const char *word, size_t n)
{
	if (memcmp(x->p, word, n) != 0)
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

/* of: whose text it is, 'v' or 't', 's' a shared string's, 0 nobody's. */
static void give(struct plain *x, char of, span s)
{
	if (of == 's')
		x->strings->piece(x->strings->ctx, s);
	else if (of)
		x->ev->text(x->ev->ctx, of, s);
}

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
			give(x, of, (span){ known[i].is, 1 });
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

/* Up to the next tag. */
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
		give(x, of, s);
	}
	return true;
}

/* --- cells as nearly all are ----------------------------------------------------------------------------------------
 */

/* How many bytes from here on are ASCII and neither '<', '&', ']' nor '_' nor control characters. */
static inline size_t easy(const char *p)
{
	const char *from = p;
#if defined(__SSE2__)
	const __m128i blank_byte = _mm_set1_epi8(' ');

	for (;; p += 16) {
		__m128i b = _mm_loadu_si128((const __m128i *)(const void *)p), odd = _mm_cmplt_epi8(b, blank_byte);

		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(b, _mm_set1_epi8('<')));
		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(b, _mm_set1_epi8('&')));
		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(b, _mm_set1_epi8(']')));
		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(b, _mm_set1_epi8('_')));
		if (_mm_movemask_epi8(odd))
			return (size_t)(p - from) + (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(odd));
	}
#else
	while (*p >= ' ' && (unsigned char)*p < 0x80 && *p != '<' && *p != '&' && *p != ']' && *p != '_')
		p++;
	return (size_t)(p - from);
#endif
}

static inline bool letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* r="..", then s="..", then t="..", the last two where they are there. Nothing is taken when it is not so. */
static inline bool easy_attributes(struct plain *x, struct plain_cell *c)
{
	const char *p = x->p, *from;

	if (memcmp(p, "<c r=\"", 6) != 0)
		return false;
	for (from = p += 6; letter(*p);)
		p++;
	while (digit(*p))
		p++;
	c->ref = (span){ from, (size_t)(p - from) };
	if (*p++ != '"' || !c->ref.n)
		return false;
	if (memcmp(p, " s=\"", 4) == 0) {
		for (from = p += 4; digit(*p);)
			p++;
		c->style = (span){ from, (size_t)(p - from) };
		if (*p++ != '"' || !c->style.n)
			return false;
	}
	if (memcmp(p, " t=\"", 4) == 0) {
		for (from = p += 4; letter(*p);)
			p++;
		c->type = (span){ from, (size_t)(p - from) };
		if (*p++ != '"' || !c->type.n)
			return false;
	}
	x->p = p;
	return true;
}

#define KEPT_BLANKS "<t xml:space=\"preserve\">"

static inline bool easy_content(struct plain *x, struct plain_cell *c)
{
	if (TAKE(x, "/>"))
		return true;
	if (TAKE(x, "><v>"))
		c->of = 'v';
	else if (TAKE(x, "><is><t>") || TAKE(x, "><is>" KEPT_BLANKS))
		c->of = 't';
	else
		return false;
	c->text = (span){ x->p, easy(x->p) };
	x->p += c->text.n;
	return c->of == 'v' ? TAKE(x, "</v></c>") : TAKE(x, "</t></is></c>");
}

/* Nothing is taken of any other cell. */
static inline bool easy_cell(struct plain *x, struct plain_cell *c)
{
	const char *from = x->p;

	*c = (struct plain_cell){ 0 };
	if (easy_attributes(x, c) && easy_content(x, c))
		return true;
	x->p = from;
	return false;
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
	while (!*x->ev->stop) {
		struct plain_cell easy_one;
		struct attributes a;

		if (easy_cell(x, &easy_one)) {
			x->ev->whole(x->ev->ctx, &easy_one);
			continue;
		}
		skip_blanks(x);
		if (TAKE(x, "</row>"))
			return true;
		if (!TAKE(x, "<c") || !attributes(x, &a))
			return false;
		x->ev->cell(x->ev->ctx, named(&a, 'r'), named(&a, 't'), named(&a, 's'));
		if (!a.empty && !cell_content(x))
			return false;
		x->ev->end_cell(x->ev->ctx);
	}
	return true;
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
		if (!a.empty && !cells(x))
			return false;
		if (*x->ev->stop)
			return true;
		x->ev->end_row(x->ev->ctx);
		if (*x->ev->stop)
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
	struct plain x = { .p = xml.p, .ev = ev };
	const char *end = xml.p + xml.n;
	span head;

	if (xml.n > 3 && memcmp(x.p, "\xef\xbb\xbf", 3) == 0)
		x.p += 3;
	head = (span){ x.p, (size_t)(end - x.p) < HEAD_MOST ? (size_t)(end - x.p) : HEAD_MOST };
	x.p = memmem(head.p, head.n, open, sizeof(open) - 1);
	if (!x.p)
		return false;
	head.n = (size_t)(x.p - head.p);
	x.p += sizeof(open) - 1;
	return in_utf8(head) && !find(head, "<!") && rows(&x);
}

/* --- shared strings ------------------------------------------------------------------------------------------------
 */

/* The XML declaration that everybody writes, or none. */
static bool declaration(struct plain *x)
{
	if (!TAKE(x, "<?xml"))
		return true;
	if (!TAKE(x, " version=\"1.0\""))
		return false;
	(void)(TAKE(x, " encoding=\"UTF-8\"") || TAKE(x, " encoding=\"utf-8\""));
	(void)(TAKE(x, " standalone=\"yes\"") || TAKE(x, " standalone=\"no\""));
	return TAKE(x, "?>");
}

/* Behind <si>. */
static bool string(struct plain *x)
{
	const struct plain_strings *ev = x->strings;
	const char *from;
	struct attributes a;
	span s;

	if (TAKE(x, "<t>") || TAKE(x, KEPT_BLANKS)) {
		from = x->p;
		s = (span){ from, easy(from) };
		x->p += s.n;
		if (TAKE(x, "</t></si>")) {
			ev->whole(ev->ctx, s);
			return true;
		}
		x->p = from;
		if (!text(x, 's') || !TAKE(x, "</t>"))
			return false;
	} else if (!TAKE(x, "<t") || !attributes(x, &a) || !a.empty) {
		return false;
	}
	if (!TAKE(x, "</si>"))
		return false;
	ev->end(ev->ctx);
	return true;
}

bool plain_strings(span xml, const struct plain_strings *ev)
{
	struct plain x = { .p = xml.p, .strings = ev };
	struct attributes a;

	(void)TAKE(&x, "\xef\xbb\xbf");
	if (!declaration(&x))
		return false;
	skip_blanks(&x);
	if (!TAKE(&x, "<sst") || !attributes(&x, &a) || a.empty)
		return false;
	while (!*ev->stop) {
		skip_blanks(&x);
		if (TAKE(&x, "</sst>")) {
			skip_blanks(&x);
			return x.p == xml.p + xml.n;
		}
		if (!TAKE(&x, "<si>") || !string(&x))
			return false;
	}
	return true;
}
