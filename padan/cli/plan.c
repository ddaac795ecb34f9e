/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which column is what? Names first, contents where names say nothing.
 */
#include "cli.h"
#include <padan/date.h>
#include <padan/fold.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { LOOK = 2000, DATE_PARTS = 3, FEW = 20 };

enum part { PART_NONE, PART_YEAR, PART_MONTH, PART_DAY };
enum group { GROUP_NONE, GROUP_PERSON, GROUP_BIRTH }; /* columns that are compared as one */

struct guess {
	enum padan_kind kind;
	enum group group;
	enum part part;
	bool use;
};

/* A header as it is compared: its letters and digits, what stands before '#' or '/' in a web name taken off. */
struct word_key {
	char p[64];
	size_t n;
};

static void key_of(struct padan_span s, struct word_key *k)
{
	for (size_t i = s.n; i-- > 0;)
		if (s.p[i] == '#' || s.p[i] == '/') {
			s = (struct padan_span){ s.p + i + 1, s.n - i - 1 };
			break;
		}
	k->n = padan_fold_key(k->p, sizeof(k->p) - 1, s);
	k->p[k->n] = '\0';
}

/* Names of columns: '=' the whole, '^' the beginning, '*' anywhere. First match decides. */
static const struct {
	const char *text;
	struct guess guess;
} names[] = {
	{ "=NIK", { PADAN_NIK, GROUP_NONE, PART_NONE, true } },
	{ "*INDUKKEPENDUDUKAN", { PADAN_NIK, GROUP_NONE, PART_NONE, true } },
	{ "=KK", { PADAN_CARD, GROUP_NONE, PART_NONE, true } },
	{ "*NOKK", { PADAN_CARD, GROUP_NONE, PART_NONE, true } },
	{ "*NOMORKK", { PADAN_CARD, GROUP_NONE, PART_NONE, true } },
	{ "*KARTUKELUARGA", { PADAN_CARD, GROUP_NONE, PART_NONE, true } },
	{ "*IBU", { PADAN_NAME, GROUP_NONE, PART_NONE, true } },
	{ "*MOTHER", { PADAN_NAME, GROUP_NONE, PART_NONE, true } },
	{ "*FATHER", { PADAN_NAME, GROUP_NONE, PART_NONE, true } },
	{ "*TEMPATLAHIR", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*BIRTHPLACE", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*LAHIR", { PADAN_DATE, GROUP_NONE, PART_NONE, true } },
	{ "=DOB", { PADAN_DATE, GROUP_NONE, PART_NONE, true } },
	{ "*BIRTHYEAR", { PADAN_DATE, GROUP_BIRTH, PART_YEAR, true } },
	{ "*BIRTHMONTH", { PADAN_DATE, GROUP_BIRTH, PART_MONTH, true } },
	{ "*BIRTHDAY", { PADAN_DATE, GROUP_BIRTH, PART_DAY, true } },
	{ "=BY", { PADAN_DATE, GROUP_BIRTH, PART_YEAR, true } },
	{ "=BM", { PADAN_DATE, GROUP_BIRTH, PART_MONTH, true } },
	{ "=BD", { PADAN_DATE, GROUP_BIRTH, PART_DAY, true } },
	{ "*BIRTH", { PADAN_DATE, GROUP_NONE, PART_NONE, true } },
	{ "*KELAMIN", { PADAN_SEX, GROUP_NONE, PART_NONE, true } },
	{ "=SEX", { PADAN_SEX, GROUP_NONE, PART_NONE, true } },
	{ "=GENDER", { PADAN_SEX, GROUP_NONE, PART_NONE, true } },
	{ "=JK", { PADAN_SEX, GROUP_NONE, PART_NONE, true } },
	{ "=LP", { PADAN_SEX, GROUP_NONE, PART_NONE, true } },
	{ "*PHONE", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*TELP", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*TELEPON", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "=HP", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "^NOHP", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*EMAIL", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*SOCSEC", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*SSN", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*NPWP", { PADAN_KEY, GROUP_NONE, PART_NONE, true } },
	{ "*POSTCODE", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "*KODEPOS", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "^ZIP", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "*NUMBER", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "=RT", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "=RW", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "=RTRW", { PADAN_VALUE, GROUP_NONE, PART_NONE, true } },
	{ "*CITY", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*SUBURB", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*KELURAHAN", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*DESA", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*KECAMATAN", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*KABUPATEN", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*STATE", { PADAN_PLACE, GROUP_NONE, PART_NONE, true } },
	{ "*ALAMAT", { PADAN_TEXT, GROUP_NONE, PART_NONE, true } },
	{ "*ADDRESS", { PADAN_TEXT, GROUP_NONE, PART_NONE, true } },
	{ "*STREET", { PADAN_TEXT, GROUP_NONE, PART_NONE, true } },
	{ "*JALAN", { PADAN_TEXT, GROUP_NONE, PART_NONE, true } },
	{ "*PEKERJAAN", { PADAN_TEXT, GROUP_NONE, PART_NONE, true } },
	{ "*OCCUPATION", { PADAN_TEXT, GROUP_NONE, PART_NONE, true } },
	{ "^FNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "^LNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*SURNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*FIRSTNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*GIVENNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*MIDDLENAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*LASTNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*FAMILYNAME", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "=NAMADEPAN", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "=NAMABELAKANG", { PADAN_NAME, GROUP_PERSON, PART_NONE, true } },
	{ "*NAMA", { PADAN_NAME, GROUP_NONE, PART_NONE, true } },
	{ "*NAME", { PADAN_NAME, GROUP_NONE, PART_NONE, true } },
	{ "=BERKAS", { PADAN_VALUE, GROUP_NONE, PART_NONE, false } },
};

static bool matches(const struct word_key *k, const char *pattern)
{
	if (*pattern == '=')
		return strcmp(k->p, pattern + 1) == 0;
	if (*pattern == '^')
		return strncmp(k->p, pattern + 1, strlen(pattern + 1)) == 0;
	return strstr(k->p, pattern + 1) != NULL;
}

struct looks {
	size_t filled, digits, dates, different, words, bytes;
};

static int by_value(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

/* All digits but for the punctuation of numbers. */
static bool numeric(struct padan_span s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		if ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z')
			return false;
	}
	return digits > 0;
}

static bool whole_date(struct padan_span s)
{
	static const struct padan_date_opt opt = { .ref_year = 2026 };
	struct padan_date d;

	padan_date_parse(&d, s, &opt);
	return s.n >= 8 && d.kind == PADAN_DATE_DAY && !(d.flags & PADAN_DATE_SERIAL);
}

static void look_at(const struct table *t, uint32_t column, struct looks *l)
{
	uint64_t seen[LOOK];

	*l = (struct looks){ 0 };
	for (size_t i = 0; i < t->rows && l->filled < LOOK; i++) {
		struct padan_span s = padan_trim(table_cell(t, i, column));

		if (s.n == 0 || (s.n == 2 && memcmp(s.p, "NA", 2) == 0))
			continue;
		seen[l->filled++] = padan_hash_span(s, 0);
		l->digits += numeric(s);
		l->dates += whole_date(s);
		l->bytes += s.n;
		l->words++;
		for (size_t k = 0; k < s.n; k++)
			l->words += s.p[k] == ' ';
	}
	qsort(seen, l->filled, sizeof(*seen), by_value);
	for (size_t i = 0; i < l->filled; i++)
		l->different += i == 0 || seen[i] != seen[i - 1];
}

static struct guess guess_content(const struct looks *l)
{
	struct guess g = { PADAN_VALUE, GROUP_NONE, PART_NONE, true };

	if (l->filled == 0)
		g.use = false;
	else if (l->dates * 10 >= l->filled * 8 && l->digits * 10 < l->filled * 10)
		g.kind = PADAN_DATE;
	else if (l->words * 2 >= l->filled * 3)
		g.kind = PADAN_TEXT;
	else if (l->different * 10 >= l->filled * 9 && l->bytes >= l->filled * 6)
		g.kind = PADAN_KEY;
	else if (l->digits * 2 < l->filled)
		g.kind = PADAN_PLACE;
	return g;
}

/* A value that all rows share says nothing, unless there are too few rows to know. */
static bool says_something(const struct table *t, const struct looks *l)
{
	return l->different > 1 || (l->filled > 0 && t->rows < FEW);
}

static struct guess guess_column(const struct table *t, uint32_t column)
{
	struct guess content;
	struct word_key key;
	struct looks l;

	key_of(t->head[column], &key);
	look_at(t, column, &l);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (matches(&key, names[i].text)) {
			struct guess g = names[i].guess;

			g.use = g.use && says_something(t, &l);
			return g;
		}
	content = guess_content(&l);
	content.use = content.use && says_something(t, &l);
	return content;
}

static bool listed(const char *list, struct padan_span name)
{
	while (list && *list) {
		const char *end = strchr(list, ',');
		size_t n = end ? (size_t)(end - list) : strlen(list);

		if (padan_span_eq(padan_trim((struct padan_span){ list, n }), padan_trim(name)))
			return true;
		list = end ? end + 1 : NULL;
	}
	return false;
}

static void set_label(struct plan *p, unsigned c, struct padan_span head)
{
	struct word_key k;
	size_t n;

	key_of(head, &k);
	n = k.n < sizeof(p->label[c]) - 4 ? k.n : sizeof(p->label[c]) - 4;
	for (size_t i = 0; i < n; i++)
		p->label[c][i] = (char)(k.p[i] >= 'A' && k.p[i] <= 'Z' ? k.p[i] + 32 : k.p[i]);
	p->label[c][n] = '\0';
	for (unsigned b = 0; b < c; b++)
		if (strcmp(p->label[b], p->label[c]) == 0)
			snprintf(p->label[c] + n, 4, "_%u", c % 100);
	if (n == 0)
		snprintf(p->label[c], sizeof(p->label[c]), "kolom_%u", c + 1);
}

static unsigned bags(const struct plan *p)
{
	unsigned n = 0;

	for (unsigned c = 0; c < p->schema.n_columns; c++)
		n += p->schema.column[c].kind == PADAN_NAME || p->schema.column[c].kind == PADAN_TEXT;
	return n;
}

/* The compared column that a group already has; -1 = none. */
static int group_column(const struct plan *p, enum group g)
{
	enum padan_kind k = g == GROUP_PERSON ? PADAN_NAME : PADAN_DATE;

	for (unsigned c = 0; g != GROUP_NONE && c < p->schema.n_columns; c++)
		if (p->schema.column[c].kind == k && (p->from[c].n > 1 || p->from[c].date || g == GROUP_PERSON))
			return (int)c;
	return -1;
}

static void add_column(struct plan *p, const struct table *t, uint32_t column, struct guess g)
{
	int at = group_column(p, g.group);
	unsigned c = at >= 0 ? (unsigned)at : p->schema.n_columns;

	if (c >= PADAN_COLUMNS)
		return;
	if (at < 0) {
		if ((g.kind == PADAN_NAME || g.kind == PADAN_TEXT) && bags(p) == 4)
			g.kind = PADAN_PLACE;
		p->schema.n_columns++;
		set_label(p, c,
			  g.group == GROUP_PERSON  ? PADAN_LIT("name")
			  : g.group == GROUP_BIRTH ? PADAN_LIT("birth_date")
						   : t->head[column]);
		p->schema.column[c] = (struct padan_column){ p->label[c], g.kind, 0 };
		p->from[c].date = g.group == GROUP_BIRTH;
	}
	if (g.group == GROUP_BIRTH) {
		p->from[c].column[g.part - PART_YEAR] = column;
		p->from[c].n = DATE_PARTS;
	} else if (p->from[c].n < CLI_SOURCES) {
		p->from[c].column[p->from[c].n++] = column;
	}
}

/* Which of the columns say what another has said already. */
static void nest(struct plan *p)
{
	uint16_t card = 0, nik = 0;

	for (unsigned c = 0; c < p->schema.n_columns; c++) {
		card |= (uint16_t)((p->schema.column[c].kind == PADAN_CARD) << c);
		nik |= (uint16_t)((p->schema.column[c].kind == PADAN_NIK) << c);
	}
	for (unsigned c = 0; c < p->schema.n_columns; c++) {
		enum padan_kind k = p->schema.column[c].kind;

		if (k == PADAN_PLACE || k == PADAN_TEXT || k == PADAN_VALUE)
			p->schema.column[c].under = card;
		else if (k == PADAN_SEX || k == PADAN_CARD)
			p->schema.column[c].under = nik;
	}
}

int plan_make(struct plan *p, const struct table *t, const char *exclude)
{
	bool nik = false;

	memset(p, 0, sizeof(*p));
	for (uint32_t k = 0; k < t->columns; k++) {
		struct guess g;

		if ((int)k == t->id || listed(exclude, t->head[k]))
			continue;
		g = guess_column(t, k);
		if (!g.use)
			continue;
		if (g.kind == PADAN_NIK && nik)
			g.kind = PADAN_KEY;
		nik = nik || g.kind == PADAN_NIK;
		add_column(p, t, k, g);
	}
	if (p->schema.n_columns == 0)
		return fail(CLI_USAGE, "%s: tidak ada kolom yang dapat dibandingkan", t->path);
	nest(p);
	plan_rules(p, t->rows);
	return CLI_OK;
}
