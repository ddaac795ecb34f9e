/* SPDX-License-Identifier: EUPL-1.2 */
#include "digits.h"
#include <padan/date.h>
#include <padan/fold.h>

int32_t padan_day_of(int y, int m, int d)
{
	static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	/* of a year from March, so that the leap day is the last; the days before each month */
	static const uint16_t before[12] = { 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275 };
	unsigned from_march;

	if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1)
		return PADAN_DAY_NONE;
	if (d > days[m - 1] && !(m == 2 && d == 29 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)))
		return PADAN_DAY_NONE;
	from_march = (unsigned)(y - (m <= 2));
	return (int32_t)(from_march * 365 + from_march / 4 - from_march / 100 + from_march / 400 + before[m - 1]) + d -
	       719469;
}

void padan_ymd_of(int32_t day, int *y, int *m, int *d)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = (int)(yoe + era * 400) + (*m <= 2);
}

enum plain { PLAIN_NO, PLAIN_YMD, PLAIN_DMY };

/* YYYY-MM-DD and DD-MM-YYYY (also with / and .), as nearly every registry writes them, in numbers of two digits. */
static enum plain plain_parts(struct padan_span raw, unsigned v[4])
{
	const char *p = raw.p;
	enum plain form;
	uint64_t x;

	if (raw.n != 10)
		return PLAIN_NO;
	if (p[4] == '-' && p[7] == '-') {
		form = PLAIN_YMD;
		x = padan_two_at(p) | padan_two_at(p + 2) << 16 | padan_two_at(p + 5) << 32;
	} else if (p[2] == p[5] && (p[2] == '-' || p[2] == '/' || p[2] == '.')) {
		form = PLAIN_DMY;
		x = padan_two_at(p) | padan_two_at(p + 3) << 16 | padan_two_at(p + 6) << 32;
	} else {
		return PLAIN_NO;
	}
	x = padan_digits_of(x | padan_two_at(p + 8) << 48);
	if (!padan_all_digits(x))
		return PLAIN_NO;
	x = padan_by_twos(x);
	for (unsigned i = 0; i < 4; i++)
		v[i] = x >> (16 * i) & 0xFF;
	return form;
}

bool padan_date_split(struct padan_span raw, int *y, int *m, int *d)
{
	unsigned v[4];
	enum plain form = plain_parts(raw, v);

	if (form == PLAIN_NO)
		return false;
	*y = (int)(form == PLAIN_YMD ? v[0] * 100 + v[1] : v[2] * 100 + v[3]);
	*m = (int)(form == PLAIN_YMD ? v[2] : v[1]);
	*d = (int)(form == PLAIN_YMD ? v[3] : v[0]);
	return true;
}

bool padan_date_plain(struct padan_span raw, int32_t *day, int *year)
{
	int m, d;

	if (!padan_date_split(raw, year, &m, &d))
		return false;
	*day = padan_day_of(*year, m, d);
	return *day != PADAN_DAY_NONE;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

enum token_kind { TOKEN_NUMBER, TOKEN_MONTH, TOKEN_UNIT, TOKEN_WORD };
enum { MAX_TOKENS = 8 };

struct token {
	uint8_t kind;
	uint8_t digits; /* of a number */
	uint32_t value; /* number, or month */
	size_t from, to;
	char before; /* the separator before it: the first mark that is no blank, or a blank, or 0 */
};

struct tokens {
	struct token t[MAX_TOKENS];
	int n;
	bool more;
};

struct word {
	const char *text;
	uint8_t kind, value;
};

/* Months by their first letters, Indonesian and English; whole words are also compared by their first three. */
static const struct word words[] = {
	{ "JAN", TOKEN_MONTH, 1 },  { "FEB", TOKEN_MONTH, 2 },	{ "PEB", TOKEN_MONTH, 2 },  { "MAR", TOKEN_MONTH, 3 },
	{ "APR", TOKEN_MONTH, 4 },  { "MEI", TOKEN_MONTH, 5 },	{ "MAY", TOKEN_MONTH, 5 },  { "JUN", TOKEN_MONTH, 6 },
	{ "JUL", TOKEN_MONTH, 7 },  { "AGU", TOKEN_MONTH, 8 },	{ "AGS", TOKEN_MONTH, 8 },  { "AGT", TOKEN_MONTH, 8 },
	{ "AUG", TOKEN_MONTH, 8 },  { "SEP", TOKEN_MONTH, 9 },	{ "OKT", TOKEN_MONTH, 10 }, { "OCT", TOKEN_MONTH, 10 },
	{ "NOV", TOKEN_MONTH, 11 }, { "NOP", TOKEN_MONTH, 11 }, { "DES", TOKEN_MONTH, 12 }, { "DEC", TOKEN_MONTH, 12 },
	{ "TH", TOKEN_UNIT, 0 },    { "THN", TOKEN_UNIT, 0 },	{ "TAHUN", TOKEN_UNIT, 0 }, { "UMUR", TOKEN_UNIT, 0 },
	{ "USIA", TOKEN_UNIT, 0 },  { "UMR", TOKEN_UNIT, 0 },	{ "YEARS", TOKEN_UNIT, 0 }, { "TAHUN", TOKEN_UNIT, 0 },
};
static const char *const month_names[] = { "JANUARI", "JANUARY",  "FEBRUARI", "FEBRUARY",  "PEBRUARI", "MARET",
					   "MARCH",   "APRIL",	  "JUNI",     "JUNE",	   "JULI",     "JULY",
					   "AGUSTUS", "AGUST",	  "AUGUST",   "SEPTEMBER", "SEPT",     "OKTOBER",
					   "OCTOBER", "NOVEMBER", "NOPEMBER", "DESEMBER",  "DECEMBER", "AGST",
					   "AGTS",    "JANUAR",	  "PEBR",     "FEBR",	   "SEPTEMBRE" };

static bool text_is(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(p, word, n) == 0;
}

static void name_token(struct token *t, const char *p, size_t n)
{
	size_t short_n = n;

	t->kind = TOKEN_WORD;
	for (size_t i = 0; n > 3 && i < sizeof(month_names) / sizeof(month_names[0]); i++)
		if (text_is(p, n, month_names[i]))
			short_n = 3;
	if (n == 4 && memcmp(p, "AGST", 4) == 0)
		p = "AGS";
	if (n == 4 && memcmp(p, "AGTS", 4) == 0)
		p = "AGT";
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!text_is(p, short_n, words[i].text))
			continue;
		t->kind = words[i].kind;
		t->value = words[i].value;
		return;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Numbers, words and what stands between them. s is folded. */
static void split(struct tokens *out, struct padan_span s)
{
	size_t i = 0;

	out->n = 0;
	out->more = false;
	while (i < s.n) {
		struct token t = { .before = 0 };

		for (; i < s.n && !is_digit(s.p[i]) && !is_letter(s.p[i]); i++)
			if (t.before == 0 || t.before == ' ')
				t.before = s.p[i];
		if (i == s.n)
			break;
		if (out->n == MAX_TOKENS) {
			out->more = true;
			return;
		}
		t.from = i;
		if (is_digit(s.p[i])) {
			for (; i < s.n && is_digit(s.p[i]); i++) {
				if (t.digits < 200)
					t.digits++;
				t.value = t.digits <= 9 ? t.value * 10 + (uint32_t)(s.p[i] - '0') : UINT32_MAX;
			}
		} else {
			while (i < s.n && is_letter(s.p[i]))
				i++;
			name_token(&t, s.p + t.from, i - t.from);
		}
		t.to = i;
		out->t[out->n++] = t;
	}
}

/* ---- readings --------------------------------------------------------------------------------- */

static int full_year(const struct token *t, const struct padan_date_opt *opt, uint16_t *flags)
{
	int y = (int)t->value;

	if (t->digits > 2)
		return y;
	*flags |= PADAN_DATE_SHORT_YEAR;
	y += opt->ref_year - opt->ref_year % 100;
	return y > opt->ref_year ? y - 100 : y;
}

/* What y, m and d amount to, 0 being "not known". */
static enum padan_date_kind kind_of(int y, int m, int d)
{
	if (y == 0 && m == 0 && d == 0)
		return PADAN_DATE_MISSING;
	if (d == 0 && m == 0)
		return PADAN_DATE_YEAR;
	if (d == 0 && m <= 12 && y > 0)
		return PADAN_DATE_MONTH;
	return padan_day_of(y, m, d) == PADAN_DAY_NONE ? PADAN_DATE_BAD : PADAN_DATE_DAY;
}

static bool is_default(int m, int d)
{
	return (d == 31 && m == 12) || (d == 1 && (m == 1 || m == 7));
}

/* y, m, d are decided: a day, or an impossible one, or a part. None is negative. */
static void settle(struct padan_date *o, int y, int m, int d, const struct padan_date_opt *opt)
{
	o->y = (int16_t)(y <= 9999 ? y : 0);
	o->m = (uint8_t)(m <= 255 ? m : 0);
	o->d = (uint8_t)(d <= 255 ? d : 0);
	o->kind = (uint8_t)kind_of(y, m, d);
	if (o->kind == PADAN_DATE_BAD)
		o->flags |= PADAN_DATE_IMPOSSIBLE;
	if (o->kind == PADAN_DATE_DAY) {
		o->day = padan_day_of(y, m, d);
		o->flags |= is_default(m, d) ? PADAN_DATE_DEFAULT : 0;
	}
	if (y > opt->ref_year)
		o->flags |= PADAN_DATE_FUTURE;
}

/* Two numbers that are day and month in some order, and a year. */
static void settle_pair(struct padan_date *o, int a, int b, int y, const struct padan_date_opt *opt)
{
	bool day_first = a >= 1 && a <= 31 && b >= 1 && b <= 12;
	bool month_first = b >= 1 && b <= 31 && a >= 1 && a <= 12;
	bool swap = month_first && (!day_first || opt->order == PADAN_ORDER_MDY);

	if (swap) {
		int t = a;

		a = b;
		b = t;
		o->flags |= PADAN_DATE_SWAPPED;
	}
	settle(o, y, b, a, opt);
	if (o->kind == PADAN_DATE_DAY && day_first && month_first && a != b && opt->order == PADAN_ORDER_UNKNOWN) {
		o->flags |= PADAN_DATE_AMBIGUOUS;
		o->other = padan_day_of(y, a, b);
	}
}

/* Eight or six digits in one: YYYYMMDD when that is a plausible day, else DDMMYYYY or DDMMYY. */
static void settle_run(struct padan_date *o, const struct token *t, const struct padan_date_opt *opt)
{
	uint32_t v = t->value;
	int y = (int)(v / 10000), m = (int)(v / 100 % 100), d = (int)(v % 100);

	if (t->digits == 6) {
		struct token yy = { .kind = TOKEN_NUMBER, .digits = 2, .value = v % 100 };

		settle_pair(o, y, m, full_year(&yy, opt, &o->flags), opt);
		o->flags = (uint16_t)(o->flags & ~PADAN_DATE_AMBIGUOUS);
		o->other = PADAN_DAY_NONE;
		return;
	}
	if (y >= 1850 && y <= 2150 && padan_day_of(y, m, d) != PADAN_DAY_NONE) {
		settle(o, y, m, d, opt);
		return;
	}
	if (v % 10000 == 0 && y > 1231) { /* 19800000 */
		settle(o, y, m, d, opt);
		return;
	}
	settle_pair(o, (int)(v / 1000000), (int)(v / 10000 % 100), (int)(v % 10000), opt);
	o->flags = (uint16_t)(o->flags & ~PADAN_DATE_AMBIGUOUS);
	o->other = PADAN_DAY_NONE;
}

/* A spreadsheet's count: day 1 is 1900-01-01, and day 60 the 29 February 1900 that never was. */
static bool settle_serial(struct padan_date *o, uint32_t count, const struct padan_date_opt *opt)
{
	int32_t first = opt->epoch1904 ? -24107 : -25569; /* 1904-01-01; 1899-12-30 */
	int y, m, d;

	if (count < 1 || count > 109574) /* to 2199 */
		return false;
	if (!opt->epoch1904 && count < 60)
		first++;
	padan_ymd_of(first + (int32_t)count, &y, &m, &d);
	o->flags |= PADAN_DATE_SERIAL;
	settle(o, y, m, d, opt);
	return true;
}

static void read_one(struct padan_date *o, const struct token *t, const struct padan_date_opt *opt)
{
	uint32_t v = t->value;

	if (opt->numeric && t->digits <= 6 && v > 2200 && settle_serial(o, v, opt))
		return;
	if (t->digits == 8 || t->digits == 6) {
		settle_run(o, t, opt);
		return;
	}
	if (t->digits == 7 && v < 10000000) { /* 7081980: the day's leading 0 was lost with the number's */
		struct token eight = { .digits = 8, .value = v };

		settle_run(o, &eight, opt);
		return;
	}
	if (t->digits == 5 && settle_serial(o, v, opt)) /* 29450 in a text cell */
		return;
	if (t->digits == 4 && v >= 1850 && v <= 2150) {
		settle(o, (int)v, 0, 0, opt);
		return;
	}
	if (v == 0) {
		o->kind = PADAN_DATE_MISSING;
		return;
	}
	if (t->digits <= 2) {
		o->kind = PADAN_DATE_AGE;
		o->age = (uint8_t)v;
		return;
	}
	o->kind = PADAN_DATE_BAD;
}

static void read_two(struct padan_date *o, const struct token *t, const struct padan_date_opt *opt)
{
	const struct token *year = t[0].digits == 4 ? &t[0] : &t[1];
	const struct token *month = t[0].digits == 4 ? &t[1] : &t[0];

	/* 08-1980, Agustus 1980, 1980-08; a day and a month without a year say nothing */
	if (year->kind != TOKEN_NUMBER || (year->digits != 4 && month->kind != TOKEN_MONTH) ||
	    (month->kind == TOKEN_NUMBER && month->digits > 2)) {
		o->kind = PADAN_DATE_BAD;
		return;
	}
	settle(o, full_year(year, opt, &o->flags), (int)month->value, 0, opt);
}

static void read_three(struct padan_date *o, const struct token *t, const struct padan_date_opt *opt)
{
	for (int i = 0; i < 3; i++)
		if (t[i].kind == TOKEN_NUMBER && t[i].digits > 4) {
			o->kind = PADAN_DATE_BAD;
			return;
		}
	if (t[0].kind == TOKEN_MONTH) { /* Agustus 17, 1980 */
		settle(o, full_year(&t[2], opt, &o->flags), (int)t[0].value, (int)t[1].value, opt);
	} else if (t[1].kind == TOKEN_MONTH && t[0].digits > 2) { /* 1980 Agustus 17 */
		settle(o, (int)t[0].value, (int)t[1].value, (int)t[2].value, opt);
	} else if (t[1].kind == TOKEN_MONTH) {
		settle(o, full_year(&t[2], opt, &o->flags), (int)t[1].value, (int)t[0].value, opt);
	} else if (t[2].kind == TOKEN_MONTH) {
		o->kind = PADAN_DATE_BAD;
	} else if (t[0].digits > 2) { /* 1980-08-17; 1980-17-08 by its values */
		int m = (int)t[1].value, d = (int)t[2].value;

		if (m > 12 && d >= 1 && d <= 12) {
			o->flags |= PADAN_DATE_SWAPPED;
			settle(o, (int)t[0].value, d, m, opt);
		} else {
			settle(o, (int)t[0].value, m, d, opt);
		}
	} else {
		settle_pair(o, (int)t[0].value, (int)t[1].value, full_year(&t[2], opt, &o->flags), opt);
	}
}

/* Is t[i..n) a time of day (0:00, 00:00:00, T00:00:00.000Z)? */
static bool is_time(const struct tokens *s, int i)
{
	if (i >= s->n)
		return false;
	if (s->t[i].kind == TOKEN_WORD && s->t[i].to - s->t[i].from == 1) /* the T */
		i++;
	for (int k = i; k < s->n; k++) {
		bool mark = s->t[k].kind == TOKEN_WORD && s->t[k].to - s->t[k].from <= 4 && k > i; /* Z, AM, WIB */

		if (!mark && s->t[k].kind != TOKEN_NUMBER)
			return false;
	}
	return s->n - i >= 2 && s->t[i].digits <= 2 && s->t[i].kind == TOKEN_NUMBER &&
	       (s->t[i + 1].before == ':' || s->t[i + 1].before == '.') && s->t[i + 1].digits == 2;
}

/* O and l inside a number: "17-O8-198O". Changes s in place; only where the neighbours are digits or marks. */
static bool mend_letters(char *p, size_t n)
{
	bool mended = false;

	for (size_t i = 0; i < n; i++) {
		bool joined = (i > 0 && is_digit(p[i - 1])) || (i + 1 < n && is_digit(p[i + 1]));
		bool in_word = (i > 0 && is_letter(p[i - 1])) || (i + 1 < n && is_letter(p[i + 1]));

		if (!joined || in_word || (p[i] != 'O' && p[i] != 'I' && p[i] != 'L'))
			continue;
		p[i] = p[i] == 'O' ? '0' : '1';
		mended = true;
	}
	return mended;
}

static void read_tokens(struct padan_date *o, const struct tokens *s, int from, int n, const struct padan_date_opt *opt)
{
	const struct token *t = s->t + from;
	int numbers = 0, months = 0;

	for (int i = 0; i < n; i++) {
		numbers += t[i].kind == TOKEN_NUMBER;
		months += t[i].kind == TOKEN_MONTH;
	}
	o->kind = PADAN_DATE_BAD;
	if (months > 1 || numbers == 0 || numbers + months != n)
		return;
	if (n == 1)
		read_one(o, t, opt);
	else if (n == 2)
		read_two(o, t, opt);
	else if (n == 3)
		read_three(o, t, opt);
}

/* "45 th", "umur 45 tahun", "45 tahun 3 bulan". */
static bool read_age(struct padan_date *o, const struct tokens *s)
{
	const struct token *number = NULL;
	bool unit = false;

	for (int i = 0; i < s->n; i++) {
		unit |= s->t[i].kind == TOKEN_UNIT;
		if (s->t[i].kind == TOKEN_NUMBER && !number)
			number = &s->t[i];
	}
	if (!unit || !number || s->n > 5)
		return false;
	if (number->digits == 4 && s->n == 2 && number->value >= 1850 && number->value <= 2150) { /* tahun 1980 */
		o->kind = PADAN_DATE_YEAR;
		o->y = (int16_t)number->value;
		return true;
	}
	if (number->value > 150)
		return false;
	o->kind = PADAN_DATE_AGE;
	o->age = (uint8_t)number->value;
	return true;
}

static bool nothing_there(const struct tokens *s, struct padan_span folded)
{
	static const char *const none[] = {
		"NULL", "NN", "NA", "N", "NIHIL", "TIDAKADA", "BELUMADA", "KOSONG", "NONE"
	};
	char key[12];
	size_t n = padan_fold_key(key, sizeof(key), folded);
	size_t crosses = 0;

	while (crosses < n && key[crosses] == 'X')
		crosses++;
	if (s->n == 0 || crosses == n)
		return true;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (text_is(key, n, none[i]))
			return true;
	return false;
}

/* Where the words before a date end: the place of birth, or the day of the week. */
static int skip_place(struct padan_date *o, const struct tokens *s, struct padan_span raw, size_t folded_n)
{
	static const char *const weekdays[] = { "SENIN", "SELASA", "RABU", "KAMIS", "JUMAT", "SABTU", "MINGGU", "AHAD",
						"MON",	 "TUE",	   "WED",  "THU",   "FRI",   "SAT",   "SUN" };
	int i = 0;

	while (i < s->n && s->t[i].kind == TOKEN_WORD)
		i++;
	if (i == 0 || i == s->n)
		return 0;
	for (size_t k = 0; k < sizeof(weekdays) / sizeof(weekdays[0]); k++)
		if (i == 1 && folded_n >= s->t[0].to && s->t[0].to - s->t[0].from == strlen(weekdays[k]))
			if (memcmp(raw.p + s->t[0].from, weekdays[k], strlen(weekdays[k])) == 0)
				return i;
	o->flags |= PADAN_DATE_PLACE;
	return i;
}

/* The place in the source: all before the first digit or month word of the date. The folded text has other
 * offsets than the source when something was folded away, so the source is walked again. */
static struct padan_span place_of(struct padan_span raw, size_t folded_from)
{
	size_t at = 0, folded = 0;

	while (at < raw.n && folded < folded_from) {
		char one[4];
		size_t used;

		folded += padan_fold_one((struct padan_span){ raw.p + at, raw.n - at }, one, &used);
		at += used;
	}
	raw.n = at;
	raw = padan_trim(raw);
	while (raw.n > 0 && (raw.p[raw.n - 1] == ',' || raw.p[raw.n - 1] == '/' || raw.p[raw.n - 1] == '-' ||
			     raw.p[raw.n - 1] == ':' || raw.p[raw.n - 1] == '.')) {
		raw.n--;
		raw = padan_trim(raw);
	}
	return raw;
}

/* 29450.0 and 29450.5 of a number cell: what stands behind the point is a time of day. */
static int number_cell(const struct tokens *s, const struct padan_date_opt *opt)
{
	return opt->numeric && s->n == 2 && s->t[0].kind == TOKEN_NUMBER && s->t[1].kind == TOKEN_NUMBER &&
			       (s->t[1].before == '.' || s->t[1].before == ',') && s->t[0].digits > 3
		       ? 1
		       : s->n;
}

/* The same result without the tokens. */
static bool read_plain(struct padan_date *o, struct padan_span raw, const struct padan_date_opt *opt)
{
	unsigned v[4];
	enum plain form = plain_parts(raw, v);

	if (form == PLAIN_NO || raw.p[2] == '.' || (form == PLAIN_YMD && (v[2] > 12 || v[3] > 31)))
		return false;
	if (form == PLAIN_YMD)
		settle(o, (int)(v[0] * 100 + v[1]), (int)v[2], (int)v[3], opt);
	else
		settle_pair(o, (int)v[0], (int)v[1], (int)(v[2] * 100 + v[3]), opt);
	return true;
}

void padan_date_parse(struct padan_date *out, struct padan_span raw, const struct padan_date_opt *opt)
{
	char folded[96];
	struct padan_span s = { folded, 0 };
	struct tokens tokens;
	int from, n;

	*out = (struct padan_date){ .day = PADAN_DAY_NONE, .other = PADAN_DAY_NONE };
	if (read_plain(out, raw, opt))
		return;
	raw = padan_trim(raw);
	s.n = padan_fold(folded, sizeof(folded), raw);
	if (mend_letters(folded, s.n))
		out->flags |= PADAN_DATE_LETTERS;
	split(&tokens, s);
	if (nothing_there(&tokens, s)) {
		out->flags = 0;
		return;
	}
	from = skip_place(out, &tokens, s, s.n);
	if (out->flags & PADAN_DATE_PLACE)
		out->place = place_of(raw, tokens.t[from].from);
	if (read_age(out, &tokens))
		return;
	n = from ? tokens.n : number_cell(&tokens, opt);
	for (int i = from + 1; i <= from + 3 && i < tokens.n; i++)
		if ((i == from + 3 || tokens.t[i - 1].digits == 8) && is_time(&tokens, i)) {
			out->flags |= PADAN_DATE_TIME;
			n = i;
			break;
		}
	if (tokens.more && !(out->flags & PADAN_DATE_TIME)) {
		out->kind = PADAN_DATE_BAD;
		return;
	}
	read_tokens(out, &tokens, from, n - from, opt);
}

/* ---- the order of a column --------------------------------------------------------------------- */

void padan_date_sniff_add(struct padan_date_sniff *s, struct padan_span raw)
{
	char folded[96];
	struct tokens tokens;
	struct padan_span f = { folded, padan_fold(folded, sizeof(folded), padan_trim(raw)) };
	const struct token *t = tokens.t;
	int i = 0;

	split(&tokens, f);
	while (i < tokens.n && t[i].kind == TOKEN_WORD)
		i++;
	if (i + 3 > tokens.n || t[i].kind != TOKEN_NUMBER || t[i + 1].kind != TOKEN_NUMBER ||
	    t[i + 2].kind != TOKEN_NUMBER || t[i].digits > 2 || t[i + 1].digits > 2)
		return;
	if (t[i].value > 12 && t[i].value <= 31 && t[i + 1].value >= 1 && t[i + 1].value <= 12)
		s->day_first++;
	else if (t[i + 1].value > 12 && t[i + 1].value <= 31 && t[i].value >= 1 && t[i].value <= 12)
		s->month_first++;
	else
		s->either++;
}

enum padan_date_order padan_date_sniff_order(const struct padan_date_sniff *s)
{
	if (s->month_first > (uint64_t)s->day_first * 10)
		return PADAN_ORDER_MDY;
	if (s->day_first > (uint64_t)s->month_first * 10)
		return PADAN_ORDER_DMY;
	return PADAN_ORDER_UNKNOWN;
}
