/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <limits.h>
#include <padan/fold.h>
#include <stdio.h>

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* May a blank end with this byte, or begin? */
static bool may_be_blank(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 0xa0;
}

span span_trim(span s)
{
	if (s.n && !may_be_blank(s.p[0]) && !may_be_blank(s.p[s.n - 1]))
		return s;
	for (;;) {
		if (s.n && is_blank((unsigned char)s.p[0])) {
			s.p++, s.n--;
		} else if (s.n >= 2 && memcmp(s.p, "\xc2\xa0", 2) == 0) {
			s.p += 2, s.n -= 2;
		} else {
			break;
		}
	}
	for (;;) {
		if (s.n && is_blank((unsigned char)s.p[s.n - 1]))
			s.n--;
		else if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xc2\xa0", 2) == 0)
			s.n -= 2;
		else
			return s;
	}
}

bool span_storable(span s)
{
	return !s.n || (!memchr(s.p, 0, s.n) && padan_utf8_valid(s));
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool span_ieq(span a, span b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool span_i64(span s, int64_t *out)
{
	bool neg = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (s.n == (size_t)neg)
		return false;
	for (size_t i = neg; i < s.n; i++) {
		int d = s.p[i] - '0';

		if (d < 0 || d > 9 || __builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, (int64_t)d, &v))
			return false;
	}
	if (!neg && v == INT64_MIN)
		return false;
	*out = neg ? v : -v;
	return true;
}

span span_next_line(span *rest)
{
	const char *nl = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
	size_t n = nl ? (size_t)(nl - rest->p) : rest->n;
	span line = { rest->p, n };

	rest->p += n + (nl != NULL);
	rest->n -= n + (nl != NULL);
	return line.n && line.p[line.n - 1] == '\r' ? (span){ line.p, line.n - 1 } : line;
}

void buf_init(struct buf *b, const struct padan_alloc *from, size_t max)
{
	*b = (struct buf){ .from = from ? from : &padan_alloc_libc, .max = max };
}

void buf_done(struct buf *b)
{
	if (b->p)
		b->from->resize(b->from->ctx, b->p, b->cap, 0);
	*b = (struct buf){ .from = b->from, .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->failed = false;
	if (b->p)
		b->p[0] = '\0';
}

/* Room for n more bytes and the NUL. */
static bool buf_room(struct buf *b, size_t n)
{
	size_t want = b->cap ? b->cap : 64;
	char *p;

	if (b->failed)
		return false;
	if (n > b->max || b->n > b->max - n)
		return !(b->failed = true);
	if (b->p && b->n + n < b->cap)
		return true;
	while (want <= b->n + n)
		want *= 2;
	p = b->from->resize(b->from->ctx, b->p, b->cap, want);
	if (!p)
		return !(b->failed = true);
	b->p = p;
	b->cap = want;
	return true;
}

void buf_put(struct buf *b, const char *p, size_t n)
{
	if (!buf_room(b, n))
		return;
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_puts(struct buf *b, const char *cstr)
{
	buf_put(b, cstr, strlen(cstr));
}

void buf_span(struct buf *b, span s)
{
	buf_put(b, s.p, s.n);
}

void buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !buf_room(b, (size_t)n)) {
		b->failed = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void buf_i64(struct buf *b, int64_t v)
{
	char digits[24];
	size_t i = sizeof(digits);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		digits[--i] = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		digits[--i] = '-';
	buf_put(b, digits + i, sizeof(digits) - i);
}

static int min3(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* Levenshtein distance of short words; a long one is far from everything. */
static int distance(span a, const char *w)
{
	enum { MAX = 40 };
	int n = (int)strlen(w), row[MAX + 1];

	if (a.n > MAX || n > MAX)
		return INT_MAX;
	for (int j = 0; j <= n; j++)
		row[j] = j;
	for (int i = 1; i <= (int)a.n; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int change = diagonal + (a.p[i - 1] != w[j - 1]);

			diagonal = row[j];
			row[j] = min3(row[j] + 1, row[j - 1] + 1, change);
		}
	}
	return row[n];
}

const char *nearest_word(span typed, const char *const *words, int n)
{
	const char *best = NULL;
	int least = (int)(typed.n < 40 ? typed.n : 40) / 3 + 1;

	for (int i = 0; i < n; i++) {
		int d = distance(typed, words[i]);

		if (d <= least) {
			least = d - 1;
			best = words[i];
		}
	}
	return best;
}

void buf_number(struct buf *b, uint32_t v)
{
	buf_put(b, (const char *)&v, sizeof(v));
}

void buf_text(struct buf *b, span s)
{
	buf_number(b, (uint32_t)s.n);
	buf_span(b, s);
}

uint32_t span_take_number(span *from)
{
	uint32_t v = 0;

	if (from->n < sizeof(v))
		return 0;
	memcpy(&v, from->p, sizeof(v));
	*from = (span){ from->p + sizeof(v), from->n - sizeof(v) };
	return v;
}

span span_take_text(span *from)
{
	size_t n = span_take_number(from);
	span s = { from->p, n < from->n ? n : from->n };

	*from = (span){ from->p + s.n, from->n - s.n };
	return s;
}
