/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/review_marks.h"

/* Letters of a text: where each begins; from[n] is the end. */
struct letters {
	size_t n;
	uint16_t from[MARKS_LETTERS + 1];
};

static bool split(span s, struct letters *l)
{
	l->n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (((unsigned char)s.p[i] & 0xc0) == 0x80 && i)
			continue;
		if (l->n == MARKS_LETTERS)
			return false;
		l->from[l->n++] = (uint16_t)i;
	}
	l->from[l->n] = (uint16_t)s.n;
	return s.n <= UINT16_MAX;
}

static span letter(span s, const struct letters *l, size_t i)
{
	return (span){ s.p + l->from[i], (size_t)(l->from[i + 1] - l->from[i]) };
}

/* keep[i]: letter i of a stands in the longest common row of letters. Of equally long ones that whose first letters
 * agree earliest, so that a doubled letter is marked at its second. */
static void align(span a, const struct letters *la, span b, const struct letters *lb, bool *keep)
{
	uint8_t len[MARKS_LETTERS + 1][MARKS_LETTERS + 1] = { { 0 } };
	size_t i, j;

	for (i = la->n; i-- > 0;)
		for (j = lb->n; j-- > 0;) {
			uint8_t down = len[i + 1][j], right = len[i][j + 1];

			len[i][j] = down > right ? down : right;
			if (span_ieq(letter(a, la, i), letter(b, lb, j)))
				len[i][j] = (uint8_t)(len[i + 1][j + 1] + 1);
		}
	for (i = j = 0; i < la->n; i++) {
		keep[i] = false;
		while (j < lb->n && len[i][j] == len[i][j + 1] && !span_ieq(letter(a, la, i), letter(b, lb, j)))
			j++;
		if (j < lb->n && span_ieq(letter(a, la, i), letter(b, lb, j))) {
			keep[i] = true;
			j++;
		}
	}
}

size_t review_marks(span a, span b, struct mark *out, size_t most)
{
	bool keep[MARKS_LETTERS];
	struct letters la, lb;
	size_t n = 0;

	if (!a.n || !most)
		return 0;
	if (span_ieq(a, b) || !split(a, &la) || !split(b, &lb)) {
		out[0] = (struct mark){ a, !span_ieq(a, b) };
		return 1;
	}
	align(a, &la, b, &lb, keep);
	for (size_t i = 0; i < la.n; i++) {
		span s = letter(a, &la, i);

		if (n && (out[n - 1].differs == !keep[i] || n == most)) {
			out[n - 1].text.n += s.n;
			out[n - 1].differs |= !keep[i];
		} else {
			out[n++] = (struct mark){ s, !keep[i] };
		}
	}
	return n;
}

static void put_plain(struct buf *out, span s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, s.p[i] == '[' ? '(' : s.p[i] == ']' ? ')' : s.p[i]);
}

void review_marked(span a, span b, struct buf *out)
{
	struct mark m[MARKS_LETTERS];
	size_t n = review_marks(a, b, m, MARKS_LETTERS);

	for (size_t i = 0; i < n; i++) {
		if (m[i].differs)
			buf_putc(out, '[');
		put_plain(out, m[i].text);
		if (m[i].differs)
			buf_putc(out, ']');
	}
}
