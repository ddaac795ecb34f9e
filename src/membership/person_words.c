/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/person_words.h"

#include <string.h>

enum { SHORTEST_NUMBER = 8, LONGEST_NUMBER = 20, NIK_DIGITS = 16, PHONE_LEAST = 9, PHONE_MOST = 14 };

static bool can_begin(const struct padan_word *w)
{
	return w->n >= PERSON_PREFIX_LETTERS && !w->initial;
}

size_t person_word_tags(const struct padan_word *w, struct person_tag *out)
{
	size_t n = 0;

	if (w->initial)
		return 0;
	out[n].kind = PERSON_WORD;
	padan_sound_text(w->sound, out[n++].text);
	if (!can_begin(w))
		return n;
	out[n].kind = PERSON_PREFIX;
	memcpy(out[n].text, w->text, PERSON_PREFIX_LETTERS);
	out[n++].text[PERSON_PREFIX_LETTERS] = 0;
	return n;
}

bool person_whole_tag(const struct padan_name *name, struct person_tag *out)
{
	static const char hex[] = "0123456789abcdef";

	if (!name->whole)
		return false;
	out->kind = PERSON_WHOLE;
	for (int i = 0; i < 16; i++)
		out->text[i] = hex[name->whole >> (60 - 4 * i) & 15];
	out->text[16] = 0;
	return true;
}

size_t person_name_tags(span name, struct person_tag *out)
{
	struct padan_name parsed;
	size_t n = 0;

	padan_name_parse(&parsed, name);
	for (int i = 0; i < parsed.n; i++)
		n += person_word_tags(&parsed.word[i], out + n);
	return n + person_whole_tag(&parsed, out + n);
}

/* Digits without blanks and marks. False: something else stands there, or too many. */
static bool read_digits(span typed, char out[PERSON_DIGITS], bool *plus)
{
	size_t n = 0;

	*plus = typed.n && typed.p[0] == '+';
	for (size_t i = *plus; i < typed.n; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == '.' || c == '-')
			continue;
		if (c < '0' || c > '9' || n == LONGEST_NUMBER)
			return false;
		out[n++] = c;
	}
	out[n] = 0;
	return n != 0;
}

bool person_phone(span typed, char out[PERSON_DIGITS])
{
	char digits[PERSON_DIGITS];
	const char *from = digits;
	bool plus;
	size_t n;

	if (!read_digits(span_trim(typed), digits, &plus))
		return false;
	if (!strncmp(from, "62", 2))
		from += 2;
	else if (plus)
		return false;
	from += *from == '0';
	n = strlen(from) + 1;
	if (n < PHONE_LEAST || n > PHONE_MOST)
		return false;
	out[0] = '0';
	memcpy(out + 1, from, n);
	return true;
}

bool person_query_read(struct person_query *q, span typed)
{
	bool plus;
	size_t n;

	memset(q, 0, sizeof(*q));
	typed = span_trim(typed);
	if (!read_digits(typed, q->digits, &plus)) {
		q->digits[0] = 0;
		padan_name_parse(&q->name, typed);
		for (int i = 0; i < q->name.n; i++)
			if (!q->name.word[i].initial)
				return true;
		return false;
	}
	n = strlen(q->digits);
	if (n == NIK_DIGITS || !person_phone(typed, q->phone))
		q->phone[0] = 0;
	return n >= SHORTEST_NUMBER;
}

static bool word_in(const struct padan_word *asked, const struct padan_name *name)
{
	for (int i = 0; i < name->n; i++) {
		const struct padan_word *w = &name->word[i];

		if (asked->initial ? w->text[0] == asked->initial : w->sound == asked->sound)
			return true;
		if (can_begin(asked) && asked->n <= w->n && !memcmp(asked->text, w->text, asked->n))
			return true;
	}
	return false;
}

bool person_name_matches(const struct person_query *q, span name)
{
	struct padan_name parsed;

	padan_name_parse(&parsed, name);
	if (q->name.whole && parsed.whole == q->name.whole)
		return true;
	for (int i = 0; i < q->name.n; i++)
		if (!word_in(&q->name.word[i], &parsed))
			return false;
	return q->name.n != 0;
}
