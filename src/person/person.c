/* SPDX-License-Identifier: EUPL-1.2 */
#include "person/person.h"

enum {
	REF_YEAR = 2026,
	LONGEST_NOTHING = 16, /* bytes of the longest word or run of marks that says nothing */
};

static bool one_of(span s, const char *const *words)
{
	for (; s.n && *words; words++)
		if (((*words)[0] | 32) == (s.p[0] | 32) && span_ieq(s, padan_span_of(*words)))
			return true;
	return false;
}

static bool is_mark(char c)
{
	switch (c) {
	case '-':
	case '.':
	case '_':
	case '?':
	case '*':
	case '/':
	case '\\':
	case '\'':
	case '`':
		return true;
	default:
		return false;
	}
}

/* The first letters of the words below. */
static bool first_of_nothing(char c)
{
	switch (c) {
	case 'N':
	case 'n':
	case 'T':
	case 't':
	case 'B':
	case 'b':
	case 'K':
	case 'k':
	case '#':
	case '(':
	case '0':
		return true;
	default:
		return false;
	}
}

/* Cells are asked by the million; most say something, which their first letter or their length shows. */
bool cell_says_nothing(span s)
{
	static const char *const nothing[] = { "NN",	 "N.N",	  "NULL",      "N/A",	     "#N/A",
					       "NA",	 "NIHIL", "TIDAK ADA", "TDK ADA",    "BELUM ADA",
					       "KOSONG", "NONE",  "TAK ADA",   "0",	     "00",
					       "TTDK",	 "NAN",	  "(NULL)",    "TIDAK TAHU", NULL };
	size_t marks = 0;

	s = span_trim(s);
	while (marks < s.n && is_mark(s.p[marks]))
		marks++;
	if (marks == s.n)
		return true;
	return s.n <= LONGEST_NOTHING && first_of_nothing(s.p[0]) && one_of(s, nothing);
}

span cell_value(span s)
{
	s = span_trim(s);
	return cell_says_nothing(s) ? (span){ s.p, 0 } : s;
}

char sex_read(span s)
{
	static const char *const men[] = { "L", "LK",	"LAKI", "LAKI-LAKI", "LAKI LAKI", "LAKILAKI", "LAKI2", "PRIA",
					   "M", "MALE", "1",	"LELAKI",    "LK.",	  "L.",	      NULL };
	static const char *const women[] = { "P", "PR",	 "PEREMPUAN", "WANITA", "F",  "FEMALE", "2",
					     "W", "PRP", "PEREM",     "PR.",	"P.", NULL };

	s = span_trim(s);
	return one_of(s, men) ? 'L' : one_of(s, women) ? 'P' : 0;
}

void birth_read(struct padan_date *out, span s, bool numeric)
{
	struct padan_date_opt opt = { .ref_year = REF_YEAR, .numeric = numeric };

	padan_date_parse(out, s, &opt);
}

date day_read(span s)
{
	struct padan_date d;

	birth_read(&d, s, false);
	if (d.kind == PADAN_DATE_DAY)
		return (date){ d.day };
	return d.kind == PADAN_DATE_MONTH ? date_of(d.y, d.m, 1) : DATE_NONE;
}

date last_day_read(span s)
{
	struct padan_date d;

	birth_read(&d, s, false);
	return d.kind == PADAN_DATE_MONTH ? month_last(month_of(d.y, d.m)) : day_read(s);
}

uint64_t number_read(span s)
{
	static const struct padan_nik_opt opt = { .ref_year = REF_YEAR };
	struct padan_nik k;

	padan_nik_parse(&k, s, &opt);
	return k.n == 16 && !(k.flags & PADAN_NIK_EXPONENT) ? k.value : 0;
}

enum told told_read(span s)
{
	static const char *const yes[] = { "Y",
					   "YA",
					   "YES",
					   "1",
					   "TRUE",
					   "V",
					   "X",
					   "BENAR",
					   "KK",
					   "KEPALA KELUARGA",
					   "KEPALA",
					   "KRT",
					   "KEPALA RUMAH TANGGA",
					   NULL };
	static const char *const no[] = { "T",	    "TIDAK",   "TDK",	"N",	       "NO",	  "0",	 "FALSE",
					  "BUKAN",  "ISTRI",   "SUAMI", "ANAK",	       "ANGGOTA", "ART", "ORANG TUA",
					  "MERTUA", "MENANTU", "CUCU",	"FAMILI LAIN", NULL };

	s = span_trim(s);
	return one_of(s, yes) ? TOLD_YES : one_of(s, no) ? TOLD_NO : TOLD_NOT;
}

/* The part behind the last range sign: "1.000.000 - 1.500.000", "1 s/d 2 juta". */
static span upper_end(span s)
{
	for (size_t i = s.n; i-- > 1;) {
		if (s.p[i] == '-' && i + 1 < s.n && s.p[i - 1] != ',')
			return span_trim((span){ s.p + i + 1, s.n - i - 1 });
		if (i + 2 < s.n &&
		    (span_ieq((span){ s.p + i, 3 }, SPAN("s/d")) || span_ieq((span){ s.p + i, 3 }, SPAN("s.d"))))
			return span_trim((span){ s.p + i + 3, s.n - i - 3 });
	}
	return s;
}

/* juta, jt, ribu, rb at the end: taken off; 1 when none. */
static int64_t take_scale(span *s)
{
	static const struct {
		const char *word;
		int64_t scale;
	} scales[] = { { "juta", 1000000 }, { "jt", 1000000 }, { "ribu", 1000 }, { "rb", 1000 } };

	for (size_t i = 0; i < 4; i++) {
		size_t n = strlen(scales[i].word);

		if (s->n > n && span_ieq((span){ s->p + s->n - n, n }, (span){ scales[i].word, n })) {
			*s = span_trim((span){ s->p, s->n - n });
			return scales[i].scale;
		}
	}
	return 1;
}

/* "1,5" or "1.5" times scale. */
static bool scaled(span s, int64_t scale, rupiah *out)
{
	int64_t v = 0, tenth = scale;
	bool point = false, any = false;

	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] == ',' || s.p[i] == '.') && !point) {
			point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || v > INT64_MAX / 100 / scale)
			return false;
		any = true;
		if (!point)
			v = v * 10 + (s.p[i] - '0') * scale;
		else
			v += (s.p[i] - '0') * (tenth /= 10);
	}
	out->rp = v;
	return any;
}

/* "1,500,000" and "1500000.00", as a spreadsheet writes them: commas out, cents off. */
static bool spreadsheet_number(span s, rupiah *out)
{
	int64_t v = 0;
	size_t dot = 0;

	while (dot < s.n && s.p[dot] != '.')
		dot++;
	if (dot > 3 && s.n - dot <= 3)
		s.n = dot;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',')
			continue;
		if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	out->rp = v;
	return s.n > 0;
}

/* Signs and the currency in front. */
static span strip_front(span s)
{
	while (s.n && strchr("<>=~+", s.p[0]))
		s = span_trim((span){ s.p + 1, s.n - 1 });
	s = upper_end(s);
	if (s.n > 2 && span_ieq((span){ s.p, 2 }, SPAN("rp")))
		s = span_trim((span){ s.p + 2, s.n - 2 });
	if (s.n && s.p[0] == '.')
		s = span_trim((span){ s.p + 1, s.n - 1 });
	return s;
}

bool income_read(span s, rupiah *out)
{
	int64_t scale;

	s = strip_front(cell_value(s));
	scale = take_scale(&s);
	if (scale > 1)
		return scaled(s, scale, out);
	if (rupiah_parse(s, out))
		return out->rp >= 0;
	return spreadsheet_number(s, out);
}

bool employer_named(span s)
{
	static const char *const none[] = { "SENDIRI",	   "DIRI SENDIRI",    "USAHA SENDIRI",
					    "MANDIRI",	   "WIRASWASTA",      "PRIBADI",
					    "TANPA",	   "TIDAK",	      "LEPAS",
					    "SERABUTAN",   "TIDAK BEKERJA",   "TIDAK MEMILIKI",
					    "TIDAK PUNYA", "BEKERJA SENDIRI", NULL };

	s = cell_value(s);
	return s.n && !one_of(s, none);
}

/* The next run of digits from *at on, at most three after leading zeros; 0 = none. */
static int next_number(span s, size_t *at)
{
	int v = 0;
	size_t i = *at;

	while (i < s.n && (s.p[i] < '0' || s.p[i] > '9'))
		i++;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		v = v > 999 ? v : v * 10 + (s.p[i] - '0');
	*at = i;
	return v > 999 ? 0 : v;
}

int rt_rw_read(span s)
{
	size_t at = 0;

	return next_number(s, &at);
}

bool rt_rw_split(span s, int *rt, int *rw)
{
	size_t at = 0;

	*rt = next_number(s, &at);
	*rw = next_number(s, &at);
	return *rt && *rw;
}
