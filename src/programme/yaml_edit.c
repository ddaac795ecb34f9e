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

/* Where the value behind `key:` stands, blanks and quotes outside. */
static bool find_value(span text, size_t from, size_t to, const char *key, int nth, size_t *begin, size_t *end)
{
	size_t n = strlen(key);

	for (size_t at = from; at < to; at++) {
		bool comment = text.p[at] == '#' && at > from && strchr(" \t\n", text.p[at - 1]);

		if (comment)
			at = line_end(text, at) - 1;
		if (comment || at == from || !strchr(" \t\n{,", text.p[at - 1]) || !starts(text, at, key) || nth-- > 0)
			continue;
		*begin = at + n + 1;
		while (*begin < to && (text.p[*begin] == ' ' || text.p[*begin] == '\t'))
			++*begin;
		for (*end = *begin; *end < to && !strchr(",}\n\r", text.p[*end]); ++*end)
			if (text.p[*end] == '#' && *end > *begin && text.p[*end - 1] == ' ')
				break;
		while (*end > *begin && (text.p[*end - 1] == ' ' || text.p[*end - 1] == '\t'))
			--*end;
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
