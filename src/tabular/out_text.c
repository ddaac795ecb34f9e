/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/out_text.h"

/* How long a character with this first byte is; 0 = no character begins so. */
static size_t length_by_first(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Neither overlong, nor a surrogate, nor beyond Unicode. */
static bool allowed(uint32_t c, size_t n)
{
	if (n == 3)
		return c >= 0x800 && (c < 0xd800 || c > 0xdfff);
	return n != 4 || (c >= 0x10000 && c <= 0x10ffff);
}

size_t utf8_char(span s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = length_by_first(p[0]);
	uint32_t c;

	if (n == 0 || n > s.n)
		return 0;
	c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (!allowed(c, n))
		return 0;
	*cp = c;
	return n;
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '&' && c != ',' && c != '\\';
}

size_t text_plain(span s)
{
	size_t i = 0;

	while (i < s.n && is_plain((unsigned char)s.p[i]))
		i++;
	return i;
}

/* The ASCII sign that a full-width or ASCII character at the start of s stands for, else 0. */
static char sign_at(span s)
{
	uint32_t cp = 0;

	if (s.n == 0 || utf8_char(s, &cp) == 0)
		return 0;
	if (cp > 0xff00 && cp < 0xff5f)
		cp -= 0xfee0;
	return cp == '=' || cp == '+' || cp == '-' || cp == '@' || cp == '\t' || cp == '\r' ? (char)cp : 0;
}

static bool only(span s, const char *set)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr(set, s.p[i]) || !s.p[i])
			return false;
	return true;
}

bool formula_in_csv(span s)
{
	return sign_at(s) && !only(s, "-");
}

bool formula_in_xlsx(span s)
{
	char sign = sign_at(s);

	return sign && !((sign == '+' || sign == '-') && only(s, "0123456789+-. ()/"));
}

bool formula_behind(span s, size_t i)
{
	if (!strchr("=+-@", s.p[i]))
		return false;
	while (i > 0 && strchr(" \"'", s.p[i - 1])) {
		if (s.p[i - 1] == '\'')
			return false;
		i--;
	}
	return i > 0 && strchr(";,|\t\r\n", s.p[i - 1]);
}
