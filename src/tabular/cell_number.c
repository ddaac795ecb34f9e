/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/cell_number.h"

#include "base/date.h"

#define DIGITS	 40
#define RELIABLE 15
#define WHOLE	 17

struct decimal {
	char digit[DIGITS]; /* values, without leading zeros */
	int n, point;	    /* value = 0.d1d2d3... * 10^point */
	bool negative;
};

/* Up to the exponent; returns how many bytes it took, 0 when there is no digit or too many. */
static size_t parse_digits(span s, struct decimal *d)
{
	bool dot = false, any = false;
	size_t i;

	for (i = 0; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '.' && !dot)); i++) {
		if (s.p[i] == '.') {
			dot = true;
			continue;
		}
		any = true;
		if (!d->n && s.p[i] == '0') {
			d->point -= dot;
			continue;
		}
		if (d->n == DIGITS)
			return 0;
		d->digit[d->n++] = (char)(s.p[i] - '0');
		d->point += !dot;
	}
	return any ? i : 0;
}

/* [+-]digits[.digits][E[+-]digits], nothing else. */
static bool parse(span s, struct decimal *d)
{
	int64_t exponent = 0;
	size_t n;

	*d = (struct decimal){ .negative = s.n && s.p[0] == '-' };
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s.p++, s.n--;
	n = parse_digits(s, d);
	if (!n)
		return false;
	s.p += n, s.n -= n;
	if (!s.n)
		return true;
	if ((s.p[0] | 0x20) != 'e')
		return false;
	s.p++, s.n--;
	if (s.n && s.p[0] == '+')
		s.p++, s.n--;
	if (!span_i64(s, &exponent) || exponent < -400 || exponent > 400)
		return false;
	d->point += (int)exponent;
	return true;
}

static int digit(const struct decimal *d, int i)
{
	return i >= 0 && i < d->n ? d->digit[i] : 0;
}

/* The digits behind the point, as far as they can be relied on. */
enum fraction { FRACTION_NONE, FRACTION_SOME, FRACTION_NINES };

static enum fraction parts(const struct decimal *d, int64_t *whole)
{
	int zeros = 0, nines = 0, seen = 0;

	*whole = 0;
	for (int i = 0; i < d->point; i++)
		*whole = *whole * 10 + digit(d, i);
	for (int i = d->point < 0 ? 0 : d->point; i < d->n && i < RELIABLE; i++) {
		seen++;
		zeros += d->digit[i] == 0;
		nines += d->digit[i] == 9;
	}
	if (d->point < 0 && d->n)
		return FRACTION_SOME;
	/* 4 nines and more up to the last digit that counts: 29449.999999999996 */
	if (seen && nines == seen && seen >= 4 && d->n >= RELIABLE)
		return FRACTION_NINES;
	return zeros == seen ? FRACTION_NONE : FRACTION_SOME;
}

span number_plain(span s, char out[CELL_NUMBER_MAX])
{
	struct decimal d;
	int64_t whole;
	enum fraction f;
	char digits[24];
	size_t n = 0, w = 0;

	if (!s.n || (!memchr(s.p, '.', s.n) && !memchr(s.p, 'E', s.n) && !memchr(s.p, 'e', s.n)))
		return s;
	if (!parse(s, &d) || d.point > WHOLE)
		return s;
	f = parts(&d, &whole);
	if (f == FRACTION_SOME)
		return s;
	whole += f == FRACTION_NINES;
	do
		digits[n++] = (char)('0' + whole % 10);
	while (whole /= 10);
	if (d.negative && (n > 1 || digits[0] != '0'))
		out[w++] = '-';
	while (n)
		out[w++] = digits[--n];
	return (span){ out, w };
}

bool number_day(span s, bool epoch1904, char out[CELL_NUMBER_MAX])
{
	struct decimal d;
	int64_t whole;

	if (!parse(s, &d) || d.negative || d.point > 7)
		return false;
	if (parts(&d, &whole) == FRACTION_NINES)
		whole++;
	if (whole < 1 || whole > 2958465)
		return false;
	whole = epoch1904 ? whole - 24107 : whole - 25569 + (whole < 60);
	date_iso((date){ (int32_t)whole }, out);
	return true;
}
