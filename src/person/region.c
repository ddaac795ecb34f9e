/* SPDX-License-Identifier: EUPL-1.2 */
#include "person/region.h"

#include <padan/fold.h>
#include <padan/sim.h>

/* Words in front that say what kind of place it is. Longest first. */
static const char *const KINDS[] = { "KELURAHAN", "KECAMATAN", "KABUPATEN", "KOTAMADYA", "DESA", "KOTA",
				     "KAB",	  "KEC",       "KEL",	    "DS",	 NULL };

/* What Jakarta's cities have behind it. */
static const char *const ADMINISTRATIVE[] = { "ADMINISTRASI", "ADM", NULL };

/* The length of the word in front, when it is one of these. */
static size_t front_word(span s, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);

		if (s.n > n && memcmp(s.p, *words, n) == 0 && strchr(" .-", s.p[n]) && s.p[n])
			return n;
	}
	return 0;
}

static span without_front(span s, const char *const *words)
{
	size_t n = front_word(s, words);

	s.p += n, s.n -= n;
	while (n && s.n && strchr(" .-", s.p[0]))
		s.p++, s.n--;
	return s;
}

/* The key of a name: kind words off, letters and digits only. */
static size_t key_of(span s, char key[REGION_KEY])
{
	char folded[128];
	span name = { folded, padan_fold(folded, sizeof(folded), span_trim(s)) };

	return padan_fold_key(key, REGION_KEY - 1, without_front(without_front(name, KINDS), ADMINISTRATIVE));
}

/* Does the text name the other of the two, as "KAB. BANDUNG" does of Kota Bandung? */
static bool other_kind(const struct regions *r, span text)
{
	static const char *const city[] = { "KOTAMADYA", "KOTA", NULL };
	static const char *const regency[] = { "KABUPATEN", "KAB", NULL };
	char folded[128];
	span name = { folded, padan_fold(folded, sizeof(folded), span_trim(text)) };
	bool is_city = strlen(r->code) == 5 && r->code[3] >= '7';

	return r->namesake && front_word(name, is_city ? regency : city) > 0;
}

static bool starts(span line, const char *code)
{
	size_t n = strlen(code);

	return line.n > n && memcmp(line.p, code, n) == 0 && (line.p[n] == '.' || line.p[n] == ',');
}

/* What of the table begins at the first line that is not below the code: its lines are in the order of their codes, the
 * titles aside. */
static span from_code(span csv, const char *code)
{
	size_t n = strlen(code), lo = 0, hi = csv.n;

	while (lo < hi) { /* both at the beginning of a line, or hi at the end */
		size_t mid = lo + (hi - lo) / 2;
		const char *end;
		int c;

		while (mid > lo && csv.p[mid - 1] != '\n')
			mid--;
		end = memchr(csv.p + mid, '\n', hi - mid);
		c = memcmp(csv.p + mid, code, csv.n - mid < n ? csv.n - mid : n);
		if (c >= 0 && csv.p[mid] >= '0' && csv.p[mid] <= '9')
			hi = mid;
		else
			lo = end ? (size_t)(end - csv.p) + 1 : hi;
	}
	return (span){ csv.p + lo, csv.n - lo };
}

/* "code,parent,name": code and name; quotes around the name off. */
static bool code_and_name(span line, span *code, span *name)
{
	const char *a = line.n ? memchr(line.p, ',', line.n) : NULL;
	const char *b = a ? memchr(a + 1, ',', line.n - (size_t)(a + 1 - line.p)) : NULL;

	if (!b)
		return false;
	*code = (span){ line.p, (size_t)(a - line.p) };
	*name = (span){ b + 1, line.n - (size_t)(b + 1 - line.p) };
	if (name->n >= 2 && name->p[0] == '"' && name->p[name->n - 1] == '"')
		*name = (span){ name->p + 1, name->n - 2 };
	return code->n < REGION_CODE;
}

static int district_of(const struct place_name *d, int n, span village_code)
{
	for (int i = 0; i < n; i++) {
		size_t len = strlen(d[i].code);

		if (village_code.n > len && memcmp(village_code.p, d[i].code, len) == 0 && village_code.p[len] == '.')
			return i;
	}
	return -1;
}

/* All places of the table below the regency; counts first. */
static int read_places(span csv, const struct regions *r, const struct place_name **out, int *n,
		       struct padan_arena *arena)
{
	struct place_name *p;
	int count = 0;

	csv = from_code(csv, r->code);
	for (span rest = csv; rest.n && starts(span_next_line(&rest), r->code);)
		count++;
	p = padan_arena_array(arena, (size_t)count, sizeof(*p));
	*n = 0;
	*out = p;
	if (!p)
		return -1;
	for (span rest = csv; count > 0; count--) {
		span line = span_next_line(&rest), code, name;

		if (!code_and_name(line, &code, &name))
			continue;
		memcpy(p[*n].code, code.p, code.n);
		p[*n].name = name;
		p[*n].key_n = (uint8_t)key_of(name, p[*n].key);
		p[*n].district = (int16_t)(r->districts ? district_of(r->district, r->districts, code) : -1);
		++*n;
	}
	return 0;
}

static bool has_namesake(const struct regions *r, span regencies)
{
	char own[REGION_KEY], key[REGION_KEY];
	size_t n = key_of(r->name, own);

	while (regencies.n) {
		span line = span_next_line(&regencies), code, name;

		if (code_and_name(line, &code, &name) && !padan_span_eq(code, padan_span_of(r->code)) &&
		    key_of(name, key) == n && memcmp(key, own, n) == 0)
			return true;
	}
	return false;
}

int regions_read(struct regions *r, span code, const struct region_tables *t, struct padan_arena *arena, struct err *e)
{
	memset(r, 0, sizeof(*r));
	if (code.n == 0 || code.n >= REGION_CODE)
		return err_set(e, ERR_USAGE, "wilayah '%.*s' bukan kode kabupaten/kota", (int)(code.n & 31), code.p);
	memcpy(r->code, code.p, code.n);
	for (span rest = from_code(t->regencies, r->code); rest.n && !r->name.n;) {
		span line = span_next_line(&rest), own;

		if (starts(line, r->code) && !code_and_name(line, &own, &r->name))
			r->name = (span){ 0 };
	}
	if (!r->name.n)
		return err_set(e, ERR_USAGE, "wilayah '%s' tidak ada dalam tabel wilayah; pakai kode seperti 73.72",
			       r->code);
	r->namesake = has_namesake(r, t->regencies);
	if (read_places(t->districts, r, &r->district, &r->districts, arena) ||
	    read_places(t->villages, r, &r->village, &r->villages, arena))
		return err_memory(e, "tabel wilayah");
	return ERR_OK;
}

/* How near: 0 = the same key; larger is farther; -1 = not near. */
static int distance(const char *key, size_t n, const struct place_name *p)
{
	span a = { key, n }, b = { p->key, p->key_n };
	size_t shorter = a.n < b.n ? a.n : b.n;
	int d;

	if (padan_span_eq(a, b))
		return 0;
	d = padan_osa(a, b);
	if (shorter >= 4 && d <= (shorter >= 10 ? 2 : 1))
		return d;
	return shorter >= 5 && padan_jaro_winkler(a, b) >= 9300 ? 3 : -1;
}

/* The nearest place among those of the district (-1: all); -1 when none or when two are equally near. */
static int nearest(const struct place_name *p, int n, span text, int district)
{
	char key[REGION_KEY];
	size_t key_n = key_of(text, key);
	int best = -1, best_d = 99;
	bool tie = false;

	if (!key_n)
		return -1;
	for (int i = 0; i < n; i++) { /* the usual case first: the name itself, and only one of it */
		if (p[i].key_n != key_n || (district >= 0 && p[i].district != district) ||
		    memcmp(p[i].key, key, key_n) != 0)
			continue;
		tie = best >= 0;
		best = i;
	}
	if (best >= 0)
		return tie ? -1 : best;
	for (int i = 0; i < n; i++) {
		int d;

		if (district >= 0 && p[i].district != district)
			continue;
		d = distance(key, key_n, &p[i]);
		if (d < 0 || d > best_d)
			continue;
		tie = d == best_d;
		best = i;
		best_d = d;
	}
	return tie ? -1 : best;
}

/* Digits of a code, dots aside: "73.72.01" and "737201". -1 when the text is no code of these. */
static int by_code(const struct place_name *p, int n, span text)
{
	char digits[REGION_CODE];
	size_t k = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '.')
			continue;
		if (text.p[i] < '0' || text.p[i] > '9' || k + 1 >= sizeof(digits))
			return -1;
		digits[k++] = text.p[i];
	}
	for (int i = 0; i < n && k; i++) {
		size_t m = 0;

		for (const char *c = p[i].code; *c; c++) {
			if (*c == '.')
				continue;
			if (m >= k || *c != digits[m])
				break;
			m++;
		}
		if (m == k && strlen(p[i].code) - (k > 6 ? 3 : 2) == k)
			return i;
	}
	return -1;
}

int region_district(const struct regions *r, span text)
{
	int i = by_code(r->district, r->districts, span_trim(text));

	return i >= 0 ? i : nearest(r->district, r->districts, text, -1);
}

int region_village(const struct regions *r, span text, int district)
{
	int i = by_code(r->village, r->villages, span_trim(text));

	return i >= 0 ? i : nearest(r->village, r->villages, text, district);
}

bool region_is(const struct regions *r, span text)
{
	struct place_name own = { .district = -1 };
	char key[REGION_KEY];
	size_t n = key_of(text, key), k = 0;

	text = span_trim(text);
	for (size_t i = 0; i < text.n; i++)
		k += text.p[i] != '.';
	if (k == 4 && text.n && text.p[0] >= '0' && text.p[0] <= '9')
		return padan_span_eq(text, padan_span_of(r->code)) ||
		       (text.n == 4 && text.p[0] == r->code[0] && text.p[1] == r->code[1] && text.p[2] == r->code[3] &&
			text.p[3] == r->code[4]);
	own.key_n = (uint8_t)key_of(r->name, own.key);
	return n && !other_kind(r, text) && distance(key, n, &own) >= 0 && distance(key, n, &own) < 3;
}
