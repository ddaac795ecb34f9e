/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/text.h"

enum { TEXT_MOST = 2000 };

/* The order of bytes, as tools/po sorts. */
static int order(span a, span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static const struct translated *find(span text)
{
	size_t from = 0, to = translated_n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int c = order(translated[middle].id, text);

		if (c == 0)
			return &translated[middle];
		if (c < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

span text_in(enum view_language language, span text)
{
	char line[TEXT_MOST];
	const struct translated *t;

	if (language == VIEW_INDONESIA || text.n >= TEXT_MOST)
		return text;
	for (size_t i = 0; i < text.n; i++)
		line[i] = text.p[i] == '\n' ? ' ' : text.p[i];
	t = find((span){ line, text.n });
	return t ? t->text : text;
}
