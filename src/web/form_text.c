/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/form_text.h"

enum { PARTS = 3, PART = 12 };

/* "2 Mei 2025" in its parts; what divides them is a blank, '/', '-', '.' or ','. */
static int parts_of(span s, char part[PARTS][PART])
{
	int n = 0;
	size_t len = 0;

	for (size_t i = 0; i <= s.n; i++) {
		char c = i < s.n ? s.p[i] : ' ';

		if (c == ' ' || c == '/' || c == '-' || c == '.' || c == ',') {
			if (len)
				part[n++][len] = '\0';
			len = 0;
			continue;
		}
		if (n == PARTS || len + 1 >= PART)
			return -1;
		part[n][len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return n;
}

/* A whole number of 1 to 4 digits; -1. */
static int number_of(const char *s)
{
	int v = 0, n = 0;

	for (; s[n]; n++) {
		if (s[n] < '0' || s[n] > '9' || n == 4)
			return -1;
		v = v * 10 + (s[n] - '0');
	}
	return n ? v : -1;
}

/* By its number, or the beginning of its name in either language, three letters at least. */
static int month_of_text(const char *s)
{
	static const char *const names[12][2] = {
		{ "januari", "january" }, { "februari", "february" }, { "maret", "march" },
		{ "april", "april" },	  { "mei", "may" },	      { "juni", "june" },
		{ "juli", "july" },	  { "agustus", "august" },    { "september", "september" },
		{ "oktober", "october" }, { "november", "november" }, { "desember", "december" },
	};
	size_t n = strlen(s);

	if (number_of(s) >= 0)
		return strlen(s) <= 2 ? number_of(s) : -1;
	if (strcmp(s, "agt") == 0 || strcmp(s, "ags") == 0)
		return 8;
	if (strcmp(s, "nopember") == 0 || strcmp(s, "nop") == 0)
		return 11;
	for (int m = 0; m < 12 && n >= 3; m++)
		for (int k = 0; k < 2; k++)
			if (n <= strlen(names[m][k]) && memcmp(s, names[m][k], n) == 0)
				return m + 1;
	return -1;
}

bool form_day(span s, date *out)
{
	char part[PARTS][PART];
	int n = parts_of(span_trim(s), part), y, m, d;

	if (n != PARTS)
		return false;
	if (strlen(part[0]) == 4) {
		y = number_of(part[0]);
		d = strlen(part[2]) <= 2 ? number_of(part[2]) : -1;
	} else {
		y = strlen(part[2]) == 4 ? number_of(part[2]) : -1;
		d = strlen(part[0]) <= 2 ? number_of(part[0]) : -1;
	}
	m = month_of_text(part[1]);
	if (y < 1000 || !ymd_valid(y, m, d)) /* "0025": nobody knows which century */
		return false;
	*out = date_of(y, m, d);
	return true;
}

bool form_month(span s, month *out)
{
	char part[PARTS][PART];
	int n = parts_of(span_trim(s), part), y, m;
	date day;

	if (n == PARTS && form_day(s, &day)) {
		*out = date_month(day);
		return true;
	}
	if (n != 2)
		return false;
	y = number_of(part[strlen(part[0]) == 4 && number_of(part[0]) >= 0 ? 0 : 1]);
	m = month_of_text(part[strlen(part[0]) == 4 && number_of(part[0]) >= 0 ? 1 : 0]);
	if (y < 1000 || m < 1 || m > 12)
		return false;
	*out = month_of(y, m);
	return true;
}

/* 35.782 without its dots; false when they do not stand between thousands. */
static bool ungroup(span s, char scratch[FORM_CANON])
{
	size_t n = 0, since = 0;
	bool grouped = false;

	if (s.n >= FORM_CANON || !s.n || s.p[0] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.') {
			if (since > 3 || (grouped && since != 3))
				return false;
			grouped = true;
			since = 0;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		scratch[n++] = s.p[i];
		since++;
	}
	scratch[n] = '\0';
	return grouped && since == 3;
}

span form_canon(const struct field *f, span typed, char scratch[FORM_CANON])
{
	span s = span_trim(typed);
	date day;
	month m;

	if (f->type == FIELD_day && form_day(s, &day))
		return padan_span_of(date_iso(day, scratch));
	if (f->type == FIELD_month && form_month(s, &m))
		return padan_span_of(month_iso(m, scratch));
	if (f->type == FIELD_number && ungroup(s, scratch))
		return padan_span_of(scratch);
	return s;
}

/* The use case whose command stands at the beginning of `words`, the longest; *n: its letters. */
static const struct use_case *command_at(span words, size_t *n)
{
	const struct use_case *found = NULL;

	*n = 0;
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			const char *path = r->set->cases[i].path;
			size_t len = strlen(path);

			if (len > *n && len <= words.n && memcmp(path, words.p, len) == 0) {
				found = &r->set->cases[i];
				*n = len;
			}
		}
	return found;
}

/* What takes the place of "--name" or "lindung command" at the beginning; NULL: nothing. *n: the letters it stands for.
 */
static const char *instead(const struct field *fields, span words, size_t *n)
{
	static const char own[] = "lindung ";
	size_t len = sizeof(own) - 1, end = 2;

	if (words.n > len && memcmp(words.p, own, len) == 0) {
		const struct use_case *uc = command_at((span){ words.p + len, words.n - len }, n);

		*n += len;
		return uc ? uc->label : NULL;
	}
	if (!fields || words.n < 3 || memcmp(words.p, "--", 2) != 0)
		return NULL;
	while (end < words.n && ((words.p[end] >= 'a' && words.p[end] <= 'z') || words.p[end] == '-'))
		end++;
	*n = end;
	for (const struct field *f = fields; f->c; f++)
		if (padan_span_eq(padan_span_of(f->wire), (span){ words.p + 2, end - 2 }))
			return f->label;
	return NULL;
}

void form_words(const struct field *fields, span words, struct buf *out)
{
	while (words.n) {
		size_t n = 1;
		const char *label = instead(fields, words, &n);

		if (label)
			buf_printf(out, "\"%s\"", label);
		else if (*words.p == '\n')
			buf_putc(out, ' ');
		else
			buf_putc(out, *words.p);
		n = label ? n : 1;
		words = (span){ words.p + n, words.n - n };
	}
}
