/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/yaml_edit.h"

static size_t line_end(span text, size_t at)
{
	while (at < text.n && text.p[at] != '\n')
		at++;
	return at < text.n ? at + 1 : at;
}

static bool starts(span text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return text.n - at > n && memcmp(text.p + at, word, n) == 0 && text.p[at + n] == ':';
}

/* From the section's line to the next line with something else in the first column. */
static bool find_section(span text, const char *section, size_t *from, size_t *to)
{
	size_t at = 0;

	while (at < text.n && !starts(text, at, section))
		at = line_end(text, at);
	if (at >= text.n)
		return false;
	*from = at;
	do
		at = line_end(text, at);
	while (at < text.n && strchr(" \t\r\n#-}]", text.p[at]));
	*to = at;
	return true;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A scalar ends at a comma, a bracket, a comment or the line's end; blanks before that are not its own. */
static size_t value_end(span text, size_t begin, size_t to)
{
	size_t end = begin;

	while (end < to && !strchr(",}\n\r", text.p[end]) &&
	       !(text.p[end] == '#' && end > begin && blank(text.p[end - 1])))
		end++;
	while (end > begin && blank(text.p[end - 1]))
		end--;
	return end;
}

/* Where the value behind `key:` stands. */
static bool find_value(span text, size_t from, size_t to, const char *key, int nth, size_t *begin, size_t *end)
{
	for (size_t at = from + 1; at < to; at++) {
		if (text.p[at] == '#' && strchr(" \t\n", text.p[at - 1])) {
			at = line_end(text, at) - 1;
			continue;
		}
		if (!strchr(" \t\n{,", text.p[at - 1]) || !starts(text, at, key) || nth-- > 0)
			continue;
		*begin = at + strlen(key) + 1;
		while (*begin < to && blank(text.p[*begin]))
			++*begin;
		*end = value_end(text, *begin, to);
		return *end > *begin;
	}
	return false;
}

bool yaml_set(span text, const char *section, const char *key, int nth, const char *value, struct buf *out)
{
	size_t from, to, begin = 0, end = 0;

	if (!find_section(text, section, &from, &to) || !find_value(text, from, to, key, nth, &begin, &end))
		return false;
	buf_span(out, (span){ text.p, begin });
	buf_puts(out, value);
	buf_span(out, (span){ text.p + end, text.n - end });
	return true;
}

void yaml_section_set(span text, const char *section, span block, struct buf *out)
{
	size_t from = text.n, to = text.n;

	find_section(text, section, &from, &to);
	buf_span(out, (span){ text.p, from });
	if (from > 0 && text.p[from - 1] != '\n')
		buf_putc(out, '\n');
	buf_span(out, block);
	buf_span(out, (span){ text.p + to, text.n - to });
}
