/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/rupiah.h"

#include <stdio.h>

bool rupiah_add(rupiah a, rupiah b, rupiah *out)
{
	int64_t v;

	if (__builtin_add_overflow(a.rp, b.rp, &v))
		return false;
	out->rp = v;
	return true;
}

bool rupiah_sub(rupiah a, rupiah b, rupiah *out)
{
	int64_t v;

	if (__builtin_sub_overflow(a.rp, b.rp, &v))
		return false;
	out->rp = v;
	return true;
}

bool rupiah_mul(rupiah a, int64_t n, rupiah *out)
{
	int64_t v;

	if (__builtin_mul_overflow(a.rp, n, &v))
		return false;
	out->rp = v;
	return true;
}

bool rupiah_ratio(rupiah a, int64_t num, int64_t den, rupiah *out)
{
	__extension__ typedef __int128 wide;
	wide p = (wide)a.rp * num, half = den / 2, q;

	if (den <= 0)
		return false;
	q = p >= 0 ? (p + half) / den : -((-p + half) / den);
	if (q > INT64_MAX || q < INT64_MIN)
		return false;
	out->rp = (int64_t)q;
	return true;
}

char *rupiah_format(rupiah a, char out[40])
{
	char raw[24];
	uint64_t u = a.rp < 0 ? 0 - (uint64_t)a.rp : (uint64_t)a.rp;
	int n = snprintf(raw, sizeof(raw), "%llu", (unsigned long long)u), k = 0;

	if (a.rp < 0)
		out[k++] = '-';
	out[k++] = 'R';
	out[k++] = 'p';
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out[k++] = '.';
		out[k++] = raw[i];
	}
	out[k] = '\0';
	return out;
}

static const char *const ONES[] = { "",	    "satu",  "dua",	"tiga",	    "empat",   "lima",
				    "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas" };

static void word(struct buf *out, const char *w)
{
	if (out->n)
		buf_putc(out, ' ');
	buf_puts(out, w);
}

/* 1..999 */
static void words_hundreds(unsigned v, struct buf *out)
{
	if (v >= 200)
		word(out, ONES[v / 100]), word(out, "ratus");
	else if (v >= 100)
		word(out, "seratus");
	v %= 100;
	if (v >= 20) {
		word(out, ONES[v / 10]), word(out, "puluh");
		v %= 10;
	} else if (v >= 12) {
		word(out, ONES[v - 10]), word(out, "belas");
		v = 0;
	}
	if (v)
		word(out, ONES[v]);
}

void rupiah_words(rupiah a, struct buf *out)
{
	static const char *const scale[] = { "", "ribu", "juta", "miliar", "triliun", "kuadriliun", "kuintiliun" };
	struct buf w;
	uint64_t u = a.rp < 0 ? 0 - (uint64_t)a.rp : (uint64_t)a.rp;
	unsigned part[7] = { 0 };

	buf_init(&w, out->from, 400);
	if (a.rp < 0)
		word(&w, "minus");
	if (u == 0)
		word(&w, "nol");
	for (int i = 0; i < 7; i++, u /= 1000)
		part[i] = (unsigned)(u % 1000);
	for (int i = 6; i >= 0; i--) {
		if (!part[i])
			continue;
		if (i == 1 && part[i] == 1) {
			word(&w, "seribu");
			continue;
		}
		words_hundreds(part[i], &w);
		if (i)
			word(&w, scale[i]);
	}
	word(&w, "rupiah");
	buf_span(out, buf_as_span(&w));
	if (w.failed)
		out->failed = true;
	buf_done(&w);
}

/* "Rp", "Rp.", "rp " off the front; ",-" and ",00" off the end. */
static span strip_currency(span s)
{
	if (s.n >= 2 && (s.p[0] | 32) == 'r' && (s.p[1] | 32) == 'p') {
		s.p += 2, s.n -= 2;
		if (s.n && s.p[0] == '.')
			s.p++, s.n--;
	}
	if (s.n >= 2 && memcmp(s.p + s.n - 2, ",-", 2) == 0)
		s.n -= 2;
	else if (s.n >= 3 && memcmp(s.p + s.n - 3, ",00", 3) == 0)
		s.n -= 3;
	return span_trim(s);
}

/* Takes the dots out of d digits in groups of three; false when the groups are not so. */
static bool join_groups(span s, char out[24], size_t *n)
{
	size_t run = 0;
	bool dotted = false;

	*n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.') {
			if (run == 0 || run > 3 || (dotted && run != 3))
				return false;
			dotted = true;
			run = 0;
		} else if (s.p[i] < '0' || s.p[i] > '9' || *n == 20) {
			return false;
		} else {
			out[(*n)++] = s.p[i];
			run++;
		}
	}
	return run > 0 && (!dotted || run == 3);
}

bool rupiah_parse(span s, rupiah *out)
{
	char digits[24];
	size_t n;
	bool neg;
	int64_t v;

	s = span_trim(s);
	neg = s.n && s.p[0] == '-';
	if (neg)
		s.p++, s.n--;
	if (!join_groups(strip_currency(s), digits, &n) || !span_i64((span){ digits, n }, &v))
		return false;
	out->rp = neg ? -v : v;
	return true;
}
