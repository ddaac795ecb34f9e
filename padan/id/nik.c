/* SPDX-License-Identifier: EUPL-1.2 */
#include "digits.h"
#include <padan/fold.h>
#include <padan/nik.h>

enum { REGION_SHIFT = 10, BAD = 255 };

static const uint64_t ten[17] = { 1u,
				  10u,
				  100u,
				  1000u,
				  10000u,
				  100000u,
				  1000000u,
				  10000000u,
				  100000000u,
				  1000000000u,
				  10000000000u,
				  100000000000u,
				  1000000000000u,
				  10000000000000u,
				  100000000000000u,
				  1000000000000000u,
				  10000000000000000u };

/* Eight digits to a number: by twos, fours, eights. */
static uint64_t number_of(uint64_t digits)
{
	digits = padan_by_twos(digits);
	digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFu;
	return (uint32_t)(digits * 10000 + (digits >> 32));
}

bool padan_nik_clean(struct padan_span raw, uint64_t *value)
{
	uint64_t high, low;

	if (raw.n != 16)
		return false;
	high = padan_digits_of(padan_eight_at(raw.p));
	low = padan_digits_of(padan_eight_at(raw.p + 8));
	if (!padan_all_digits(high) || !padan_all_digits(low))
		return false;
	*value = number_of(high) * 100000000u + number_of(low);
	return true;
}

static int month_days(int y, int m)
{
	static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[m - 1] + (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

/* Birth part: day (women +40), month, year of two digits. */
static void read_birth(struct padan_nik *k, int ref_year)
{
	unsigned birth = (unsigned)(k->value / 10000 % 1000000);
	int dd = (int)(birth / 10000), mm = (int)(birth / 100 % 100), yy = (int)(birth % 100);
	int day = dd > 40 ? dd - 40 : dd;
	int year = ref_year - ref_year % 100 + yy;

	if (year > ref_year)
		year -= 100;
	k->day = (uint8_t)day;
	k->month = (uint8_t)mm;
	k->year = (int16_t)year;
	k->female = dd > 40;
	if (mm < 1 || mm > 12 || day < 1 || day > month_days(year, mm)) {
		k->flags |= PADAN_NIK_BAD_DATE;
		if (mm > 12)
			k->month = 0;
		if (day > 31)
			k->day = 0;
		return;
	}
	k->flags |= PADAN_NIK_BIRTH;
}

static bool all_same(uint64_t value)
{
	return value % (ten[16] / 9) == 0; /* 1111111111111111 and its multiples */
}

static void read_region(struct padan_nik *k)
{
	unsigned r = (unsigned)(k->value / ten[REGION_SHIFT]);
	unsigned province = r / 10000;

	k->region = r;
	if (province < 11 || province > 97 || r / 100 % 100 == 0 || r % 100 == 0)
		k->flags |= PADAN_NIK_BAD_REGION;
	if (r < 100000)
		k->flags |= PADAN_NIK_TEMPORARY;
}

/* The parts that the known leading digits of value give. */
static void read_parts(struct padan_nik *k, const struct padan_nik_opt *opt)
{
	if (k->trusted >= 6)
		read_region(k);
	if (k->trusted >= 12)
		read_birth(k, opt->ref_year);
	k->serial = (uint16_t)(k->value % 10000);
	if (k->n >= 16 && all_same(k->value))
		k->flags |= PADAN_NIK_SAME_DIGITS;
	else if (k->trusted >= 15 && k->serial == 0)
		k->flags |= PADAN_NIK_SERIAL0;
	if (k->flags & (PADAN_NIK_TEMPORARY | PADAN_NIK_SAME_DIGITS))
		k->trusted = 0;
}

/* Eight digits of v < 10^8 at once: halves, quarters, then single digits side by side in one word (Mula, Lemire). */
static void spell_eight(char *out, uint32_t v)
{
	uint64_t halves = v / 10000 | (uint64_t)(v % 10000) << 32;
	uint64_t hundreds = (halves * 10486 >> 20) & 0x0000007F0000007Fu;
	uint64_t quarters = ((halves - 100 * hundreds) << 16) + hundreds;
	uint64_t tens = (quarters * 103 >> 10) & 0x000F000F000F000Fu;
	uint64_t all = ((quarters - 10 * tens) << 8) + tens + 0x3030303030303030u;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	all = __builtin_bswap64(all);
#endif
	memcpy(out, &all, 8);
}

static void spell(struct padan_nik *k)
{
	spell_eight(k->digits, (uint32_t)(k->value / 100000000u));
	spell_eight(k->digits + 8, (uint32_t)(k->value % 100000000u));
	k->digits[16] = 0;
}

void padan_nik_of(struct padan_nik *out, uint64_t value, const struct padan_nik_opt *opt)
{
	*out = (struct padan_nik){ .value = value % ten[16], .n = 16, .trusted = 16 };
	spell(out);
	if ((opt->numeric || opt->suspect) && value % 10 == 0) {
		out->flags |= PADAN_NIK_CUT15;
		out->trusted = 15;
	}
	read_parts(out, opt);
}

/* What a typed character stands for: 0-9, 10 for what may be left out, BAD for anything else. */
static unsigned digit_of(char c, uint16_t *flags)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	switch (c) {
	case 'O':
	case 'Q':
	case 'D':
		*flags |= PADAN_NIK_LETTERS;
		return 0;
	case 'I':
	case 'L':
	case '|':
		*flags |= PADAN_NIK_LETTERS;
		return 1;
	case 'Z':
		*flags |= PADAN_NIK_LETTERS;
		return 2;
	case 'S':
		*flags |= PADAN_NIK_LETTERS;
		return 5;
	case 'B':
		*flags |= PADAN_NIK_LETTERS;
		return 8;
	case ' ':
	case '.':
	case ',':
	case '-':
	case '_':
	case '/':
	case '\'':
	case '"':
	case '=':
	case ':':
	case ';':
	case '*':
	case '`':
	case '(':
	case ')':
		*flags |= PADAN_NIK_PUNCT;
		return 10;
	default:
		return BAD;
	}
}

/* The digits before E: how many there are and how many of them stand before the point. Returns where E is, or 0. */
static size_t read_mantissa(struct padan_span s, uint64_t *v, unsigned *known, unsigned *whole)
{
	bool point = false;
	size_t i = 0;

	for (; i < s.n && s.p[i] != 'E'; i++) {
		bool mark = s.p[i] == '.' || s.p[i] == ',';

		if ((mark && point) || (!mark && (s.p[i] < '0' || s.p[i] > '9')) || *known == 16)
			return 0;
		point |= mark;
		if (mark)
			continue;
		*v = *v * 10 + (unsigned)(s.p[i] - '0');
		++*known;
		*whole += !point;
	}
	return i < s.n ? i : 0;
}

/* "7.37202E+15", "7,37202E15". */
static bool read_exponent(struct padan_nik *k, struct padan_span s)
{
	unsigned known = 0, whole = 0;
	uint64_t v = 0;
	size_t i = read_mantissa(s, &v, &known, &whole);

	if (i == 0 || whole != 1 || v == 0)
		return false;
	i += i + 1 < s.n && s.p[i + 1] == '+' ? 2 : 1;
	if (s.n - i != 2 || memcmp(s.p + i, "15", 2) != 0)
		return false;
	k->flags |= PADAN_NIK_EXPONENT;
	k->n = 16;
	/* The last digit shown was rounded. */
	k->trusted = (uint8_t)(known > 1 ? known - 1 : 1);
	k->value = v * ten[16 - known];
	return true;
}

static bool is_nothing(struct padan_span s)
{
	static const char *const words[] = { "NULL",   "NN",	     "NIHIL",	   "TIDAKADA", "BELUMADA",
					     "TDKADA", "NA",	     "KOSONG",	   "ADA",      "TIDAKPUNYA",
					     "NONE",   "BELUMPUNYA", "TIDAKDIISI", "TDKPUNYA" };
	char key[16];
	size_t n = padan_fold_key(key, sizeof(key), s);
	size_t same = 0;

	while (same < n && key[same] == key[0])
		same++;
	if (same == n && (n == 0 || key[0] == '0' || key[0] == 'X'))
		return n < 16; /* nothing but punctuation, or 0, 000, X-es */
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && memcmp(words[i], key, n) == 0)
			return true;
	return false;
}

/* A decimal part that a spreadsheet added: ".0", ",00". Not of a number that is written in groups. */
static struct padan_span without_decimals(struct padan_span s, uint16_t *flags)
{
	size_t zeros = 0, digits = 0;

	while (zeros < s.n && s.p[s.n - 1 - zeros] == '0')
		zeros++;
	if (zeros == 0 || zeros > 2 || zeros + 1 >= s.n || (s.p[s.n - 1 - zeros] != '.' && s.p[s.n - 1 - zeros] != ','))
		return s;
	for (size_t i = 0; i < s.n - 1 - zeros; i++)
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	if (digits < 15)
		return s;
	*flags |= PADAN_NIK_PUNCT;
	return (struct padan_span){ s.p, s.n - 1 - zeros };
}

/* "NIK. 7372...", "No. KTP: 7372...": the title typed once more. */
static struct padan_span without_title(struct padan_span s, uint16_t *flags)
{
	static const char *const words[] = { "NIK", "KTP", "NOMOR", "NO" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (s.n <= n || memcmp(s.p, words[i], n) != 0 || (s.p[n] >= 'A' && s.p[n] <= 'Z'))
			continue;
		while (n < s.n && strchr(" .:-/=", s.p[n]))
			n++;
		*flags |= PADAN_NIK_PUNCT;
		return without_title((struct padan_span){ s.p + n, s.n - n }, flags);
	}
	return s;
}

static void read_digits(struct padan_nik *k, struct padan_span s)
{
	unsigned count = 0, real = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned d = digit_of(s.p[i], &k->flags);

		if (d == 10)
			continue;
		if (d == BAD) {
			k->flags |= PADAN_NIK_NOT_DIGITS;
			break;
		}
		real += s.p[i] >= '0' && s.p[i] <= '9';
		if (count < 16) {
			k->digits[count] = (char)('0' + d);
			k->value = k->value * 10 + d;
		}
		count++;
	}
	/* Mostly letters is a word that happens to look like digits ("SOLID"), not a damaged number of full length. */
	if (count > 0 && real * 2 <= count && (count < 15 || real < 6))
		k->flags |= PADAN_NIK_NOT_DIGITS;
	if (k->flags & PADAN_NIK_NOT_DIGITS) {
		*k = (struct padan_nik){ .flags = PADAN_NIK_NOT_DIGITS };
		return;
	}
	k->n = (uint8_t)(count < 255 ? count : 255);
	k->digits[count < 16 ? count : 16] = 0;
}

void padan_nik_parse(struct padan_nik *out, struct padan_span raw, const struct padan_nik_opt *opt)
{
	struct padan_span s;
	char folded[64];
	uint64_t value;

	if (padan_nik_clean(raw, &value)) {
		padan_nik_of(out, value, opt);
		return;
	}
	*out = (struct padan_nik){ 0 };
	raw = padan_trim(raw);
	s = (struct padan_span){ folded, padan_fold(folded, sizeof(folded), raw) };
	s = padan_trim(s);
	if (is_nothing(s)) {
		out->flags = PADAN_NIK_EMPTY;
		return;
	}
	if (read_exponent(out, s)) {
		spell(out);
		read_parts(out, opt);
		return;
	}
	s = without_title(s, &out->flags);
	read_digits(out, without_decimals(s, &out->flags));
	if (out->flags & PADAN_NIK_NOT_DIGITS)
		return;
	if (out->n < 16) {
		/* The numbers of a short one are known, their places are not. */
		out->flags |= PADAN_NIK_SHORT | (out->digits[0] == '0' ? PADAN_NIK_TEMPORARY : 0);
		out->value = 0;
		return;
	}
	out->trusted = 16;
	if (out->n > 16) {
		out->flags |= PADAN_NIK_LONG;
		out->trusted = 0;
		read_region(out);
		out->serial = (uint16_t)(out->value % 10000);
		return;
	}
	if ((opt->numeric || opt->suspect) && out->value % 10 == 0) {
		out->flags |= PADAN_NIK_CUT15;
		out->trusted = 15;
	}
	read_parts(out, opt);
}

void padan_nik_sniff_add(struct padan_nik_sniff *s, const struct padan_nik *k)
{
	if (k->flags & PADAN_NIK_EXPONENT) {
		s->exponent++;
	} else if (k->n == 16 && !(k->flags & PADAN_NIK_SAME_DIGITS)) {
		s->full++;
		s->zero += k->value % 10 == 0;
	}
}

bool padan_nik_sniff_damaged(const struct padan_nik_sniff *s)
{
	return s->exponent > 0 || (s->full >= 20 && s->zero * 10 >= s->full * 3);
}

enum padan_nik_class padan_nik_compare_values(uint64_t a, uint64_t b)
{
	uint64_t x = a, y = b, diff;
	int place[3] = { 0 }, count = 0;

	if (a == b)
		return PADAN_NIK_EQUAL;
	diff = a > b ? a - b : b - a;
	if (diff == 40 * ten[8])
		return PADAN_NIK_SEX;
	for (int i = 0; i < 16 && count < 3; i++, x /= 10, y /= 10)
		if (x % 10 != y % 10)
			place[count++] = i;
	if (count == 1)
		return place[0] < 4 ? PADAN_NIK_NEIGHBOUR : PADAN_NIK_TYPO;
	if (count == 2 && place[1] == place[0] + 1) {
		uint64_t pa = a / ten[place[0]] % 100, pb = b / ten[place[0]] % 100;

		if (pa / 10 == pb % 10 && pa % 10 == pb / 10)
			return PADAN_NIK_SWAPPED;
	}
	return a / 10000 == b / 10000 || a / 10000 % 1000000 == b / 10000 % 1000000 ? PADAN_NIK_SAME_BIRTH
										    : PADAN_NIK_DIFFERENT;
}

/* Would taking one digit out of `l` (its length one more) give `s`? */
static bool one_left_out(const char *l, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && l[i] == s[i])
		i++;
	return memcmp(l + i + 1, s + i, n - i) == 0;
}

static bool short_of(const struct padan_nik *whole, const struct padan_nik *part)
{
	return whole->n == 16 && part->n == 15 && one_left_out(whole->digits, part->digits, 15);
}

/* 17 digits: digits[] holds 16 of them, which must be `whole` with one added somewhere before its end, or the
 * added digit is the seventeenth. */
static bool long_of(const struct padan_nik *whole, const struct padan_nik *more)
{
	if (whole->n != 16 || more->n != 17)
		return false;
	return memcmp(whole->digits, more->digits, 16) == 0 || one_left_out(more->digits, whole->digits, 15);
}

static enum padan_nik_class compare_prefix(const struct padan_nik *a, const struct padan_nik *b, unsigned n)
{
	uint64_t pa = a->value / ten[16 - n], pb = b->value / ten[16 - n];

	if (pa == pb)
		return n >= 12 ? PADAN_NIK_EQUAL_TRUSTED : PADAN_NIK_EQUAL_PREFIX;
	if (n < 12)
		return PADAN_NIK_DIFFERENT;
	/* The digits behind are unknown: both read as 0 there, so that only known ones differ. */
	return padan_nik_compare_values(pa * ten[16 - n], pb * ten[16 - n]);
}

enum padan_nik_class padan_nik_compare(const struct padan_nik *a, const struct padan_nik *b)
{
	unsigned n = a->trusted < b->trusted ? a->trusted : b->trusted;

	if (n == 16)
		return padan_nik_compare_values(a->value, b->value);
	if (short_of(a, b) || short_of(b, a) || long_of(a, b) || long_of(b, a))
		return PADAN_NIK_TYPO;
	if (a->n == b->n && a->n >= 15 && a->trusted == b->trusted && memcmp(a->digits, b->digits, 16) == 0 &&
	    a->flags & (PADAN_NIK_SHORT | PADAN_NIK_LONG))
		return PADAN_NIK_EQUAL_TRUSTED; /* damaged alike: copied from one list to another */
	if (n < 6)
		return PADAN_NIK_UNKNOWN;
	return compare_prefix(a, b, n);
}

char *padan_nik_mask(struct padan_span digits, char out[20])
{
	size_t n = digits.n < 19 ? digits.n : 19;
	size_t head = n == 16 ? 4 : n < 2 ? 0 : 2;
	size_t tail = n == 16 ? 4 : 0;

	for (size_t i = 0; i < n; i++)
		out[i] = i < head || i >= n - tail ? digits.p[i] : '*';
	out[n] = 0;
	return out;
}
