/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/html.h"

/* Length of the well-formed UTF-8 sequence at p, 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t n)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t c = p[0] & (0xffu >> (len == 1 ? 1 : len + 1));

	if (len == 1)
		return 1;
	if (p[0] < 0xc0 || p[0] >= 0xf8 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	return c >= least[len] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? len : 0;
}

static const char *special(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return NULL;
	default:
		return c < 0x20 || c == 0x7f ? "\xef\xbf\xbd" : NULL;
	}
}

void html_text(struct buf *out, span s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n;) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		size_t len = sequence(p, s.n - i);
		const char *instead = len == 1 ? special(*p) : len ? NULL : "\xef\xbf\xbd";

		if (instead) {
			buf_put(out, s.p + from, i - from);
			buf_puts(out, instead);
			from = i + (len ? len : 1);
		}
		i += len ? len : 1;
	}
	if (from < s.n)
		buf_put(out, s.p + from, s.n - from);
}

static bool unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

void html_url_part(struct buf *out, span s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (unreserved(c)) {
			buf_putc(out, (char)c);
			continue;
		}
		buf_putc(out, '%');
		buf_putc(out, hex[c >> 4]);
		buf_putc(out, hex[c & 15]);
	}
}

bool html_own_path(span s)
{
	if (!s.n || !strchr("/?#", s.p[0]) || (s.n > 1 && s.p[0] == '/' && s.p[1] == '/'))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] == 0x7f || strchr("\"'\\<>`", s.p[i]))
			return false;
	return true;
}
