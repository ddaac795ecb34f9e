/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/csv_out.h"

#include "tabular/out_text.h"

static void next_cell(struct csv_out *c)
{
	if (c->inside)
		out_put(c->f, ",", 1);
	c->inside = true;
}

/* One character of a quoted cell. Returns the bytes of s used. */
static size_t quoted_char(struct out_file *f, span s, size_t i, bool outside)
{
	uint32_t cp = 0;
	size_t n = utf8_char((span){ s.p + i, s.n - i }, &cp);

	if (n == 0) {
		out_puts(f, "\xef\xbf\xbd");
		return 1;
	}
	if (cp == 0) {
		out_puts(f, "?");
		return 1;
	}
	if (outside && i > 0 && formula_behind(s, i))
		out_put(f, "'", 1);
	if (cp == '"')
		out_put(f, "\"", 1);
	out_put(f, s.p + i, n);
	return n;
}

static bool needs_quotes(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

static void cell(struct csv_out *c, span s, bool outside)
{
	bool quotes;

	next_cell(c);
	if (text_plain(s) == s.n &&
	    (!outside ||
	     (!memchr(s.p ? s.p : "", ';', s.n) && !memchr(s.p ? s.p : "", '|', s.n) && !formula_in_csv(s))) &&
	    !needs_quotes(s)) {
		out_span(c->f, s);
		return;
	}
	quotes = needs_quotes(s);
	if (quotes)
		out_put(c->f, "\"", 1);
	if (outside && formula_in_csv(s))
		out_put(c->f, "'", 1);
	for (size_t i = 0; i < s.n;)
		i += quoted_char(c->f, s, i, outside);
	if (quotes)
		out_put(c->f, "\"", 1);
}

void csv_own(struct csv_out *c, span s)
{
	cell(c, s, false);
}

void csv_outside(struct csv_out *c, span s)
{
	cell(c, s, true);
}

void csv_i64(struct csv_out *c, int64_t v)
{
	next_cell(c);
	out_i64(c->f, v);
}

size_t decimal_put(char *p, int64_t scaled, int places, char point)
{
	char digits[24];
	bool neg = scaled < 0;
	uint64_t u = neg ? 0 - (uint64_t)scaled : (uint64_t)scaled;
	size_t i = sizeof(digits), n;

	for (int at = 0; u || at <= places; at++) {
		if (at == places && places > 0)
			digits[--i] = point;
		digits[--i] = (char)('0' + u % 10);
		u /= 10;
	}
	if (neg)
		digits[--i] = '-';
	n = sizeof(digits) - i;
	memcpy(p, digits + i, n);
	return n;
}

void csv_decimal(struct csv_out *c, int64_t scaled, int places)
{
	next_cell(c);
	out_took(c->f, decimal_put(out_room(c->f, 24), scaled, places, '.'));
}

void csv_end(struct csv_out *c)
{
	out_put(c->f, "\r\n", 2);
	c->inside = false;
}

void csv_row(struct csv_out *c, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_own(c, padan_span_of(words[i]));
	csv_end(c);
}
