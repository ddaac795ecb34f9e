/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which column is what? Names first, checked against the contents; contents alone where names say nothing.
 */
#include "recipe_inside.h"
#include <padan/date.h>
#include <padan/fold.h>
#include <padan/hash.h>
#include <padan/nik.h>
#include <stdlib.h>

enum { LOOK = 2000, FEW = 20, REF_YEAR = 2026, BAGS = 4, MANY = 10, WORDS = 12 };

/* What the cells of a column look like; counts of the first LOOK filled ones. */
struct looks {
	size_t filled, different, bytes, words;
	size_t digits;	/* digits and nothing else */
	size_t letters; /* no digit at all */
	size_t mixed;	/* letters and digits */
	size_t dates, parts_of_dates, sexes, mails, phones, marked_phones, niks, days, months, years;
	size_t shortest, longest;
};

struct seen_column {
	struct pd_guess guess;
	struct looks looks;
	uint8_t why, out;
	bool left_out, joined;
};

struct study {
	const struct padan_table *t;
	struct seen_column *column;
	uint32_t n;
	size_t rows;
};

static int by_value(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool nothing_there(struct padan_span s)
{
	return s.n == 0 || (s.n == 2 && memcmp(s.p, "NA", 2) == 0);
}

static void look_at_date(struct padan_span s, bool digits, struct looks *l)
{
	static const struct padan_date_opt opt = { .ref_year = REF_YEAR };
	struct padan_date d;

	padan_date_parse(&d, s, &opt);
	if (d.kind == PADAN_DATE_DAY && !(d.flags & PADAN_DATE_SERIAL) && (s.n >= 8 || !digits))
		l->dates++;
	else if (d.kind == PADAN_DATE_MONTH || d.kind == PADAN_DATE_YEAR || d.kind == PADAN_DATE_AGE)
		l->parts_of_dates++;
}

static void look_at_number(struct padan_span s, struct looks *l)
{
	unsigned v = 0;

	for (size_t i = 0; i < s.n && i < 6; i++)
		v = v * 10 + (unsigned)(s.p[i] - '0');
	l->days += s.n <= 2 && v >= 1 && v <= 31;
	l->months += s.n <= 2 && v >= 1 && v <= 12;
	l->years += s.n == 4 && v >= 1800 && v <= REF_YEAR;
}

/* Sexes as the engine reads them: other codes are compared as values. */
static bool is_sex(struct padan_span s)
{
	static const char *const words[] = { "L",      "P",    "M",	   "F",	   "1",	     "2",	  "LK",
					     "PR",     "LAKI", "LAKILAKI", "PRIA", "WANITA", "PEREMPUAN", "MALE",
					     "FEMALE", "MAN",  "WOMAN",	   "W",	   "MALES",  "FEMALES" };
	char key[16];
	size_t n = padan_fold_key(key, sizeof(key) - 1, s);

	key[n] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && s.n < 16; i++)
		if (strcmp(key, words[i]) == 0)
			return true;
	return false;
}

/* The characters of a cell by class. */
struct marks {
	size_t digits, letters, phone, at, dots, gaps, n;
};

static void count_marks(struct padan_span s, struct marks *m)
{
	*m = (struct marks){ .n = s.n };
	for (size_t i = 0; i < s.n && i < 256; i++) {
		char c = s.p[i];

		m->digits += is_digit(c);
		m->letters += is_letter(c);
		m->phone += strchr("+-() ./", c) != NULL && c;
		m->at += c == '@';
		m->dots += c == '.';
		m->gaps += c == ' ' && i + 1 < s.n && s.p[i + 1] != ' ';
	}
}

static void look_at_nik(struct padan_span s, struct looks *l)
{
	static const struct padan_nik_opt opt = { .ref_year = REF_YEAR };
	struct padan_nik k;

	padan_nik_parse(&k, s, &opt);
	l->niks += padan_nik_sound(&k);
}

static void look_at_cell(struct padan_span s, struct looks *l)
{
	struct marks m;
	bool digits, number;

	count_marks(s, &m);
	digits = m.digits == s.n;
	number = m.digits + m.phone == s.n;
	l->words += m.gaps + 1;
	l->bytes += s.n;
	l->shortest = l->filled == 0 || s.n < l->shortest ? s.n : l->shortest;
	l->longest = s.n > l->longest ? s.n : l->longest;
	l->digits += digits;
	l->letters += m.digits == 0 && m.letters > 0;
	l->mixed += m.digits > 0 && m.letters > 0;
	l->mails += m.at == 1 && m.dots > 0;
	l->phones += number && m.digits >= 7 && m.digits <= 15;
	l->marked_phones += number && (m.phone > 0 || s.p[0] == '0');
	l->sexes += is_sex(s);
	if (digits)
		look_at_number(s, l);
	if (digits && s.n == 16)
		look_at_nik(s, l);
	if (s.n < 64)
		look_at_date(s, digits, l);
}

static void look_at(const struct padan_table *t, uint32_t column, struct looks *l)
{
	uint64_t seen[LOOK];
	size_t rows = padan_table_rows(t), step = rows / (2 * LOOK) + 1;

	/* Here and there all over the table: lists are sorted by many things. */
	*l = (struct looks){ 0 };
	for (size_t i = 0; i < rows && l->filled < LOOK; i += step) {
		struct padan_span s = padan_trim(padan_table_cell(t, i, column));

		if (nothing_there(s))
			continue;
		look_at_cell(s, l);
		seen[l->filled++] = padan_hash_span(s, 0);
	}
	qsort(seen, l->filled, sizeof(*seen), by_value);
	for (size_t i = 0; i < l->filled; i++)
		l->different += i == 0 || seen[i] != seen[i - 1];
}

static bool most(size_t part, const struct looks *l, unsigned percent)
{
	return part * 100 >= l->filled * percent;
}

/* Numbers and codes. */
static enum padan_what code_content(const struct looks *l)
{
	bool different = most(l->different, l, 60);

	if (most(l->phones, l, 80) && different && most(l->marked_phones, l, 50))
		return PADAN_WHAT_PHONE;
	if (most(l->different, l, 90) && l->bytes >= l->filled * 6)
		return PADAN_WHAT_KEY;
	if (l->different <= FEW && l->filled > FEW * 4)
		return PADAN_WHAT_CATEGORY;
	if (l->bytes >= l->filled * 4 && l->bytes <= l->filled * 9 &&
	    (l->shortest == l->longest || most(l->mixed, l, 80)))
		return PADAN_WHAT_POSTCODE;
	return PADAN_WHAT_NUMBER;
}

static enum padan_what word_content(const struct looks *l)
{
	if (l->words * 2 >= l->filled * 3) {
		/* Two to four words, hardly a digit, nearly everybody another: a person's name. */
		bool name = most(l->letters, l, 97) && most(l->different, l, 40) && l->words <= l->filled * 4;

		return name ? PADAN_WHAT_PERSON : l->different <= FEW ? PADAN_WHAT_CATEGORY : PADAN_WHAT_TEXT;
	}
	return l->different <= FEW && l->filled > FEW * 4 ? PADAN_WHAT_CATEGORY : PADAN_WHAT_PLACE;
}

static enum padan_what what_content(const struct looks *l)
{
	if (most(l->mails, l, 80))
		return PADAN_WHAT_EMAIL;
	if (most(l->niks, l, 70))
		return PADAN_WHAT_NIK;
	if (most(l->dates, l, l->digits * 2 > l->filled ? 97 : 80))
		return PADAN_WHAT_BIRTH;
	if (l->different >= 2 && l->different <= 6 && most(l->sexes, l, 95) && !most(l->digits, l, 50))
		return PADAN_WHAT_SEX;
	if (!most(l->letters, l, 50) && l->words < l->filled * 2)
		return code_content(l);
	if (most(l->phones, l, 80))
		return PADAN_WHAT_PHONE;
	return word_content(l);
}

/* Does what the column is called fit what it holds? */
static bool content_bears(const struct pd_guess *g, const struct looks *l)
{
	switch ((enum padan_what)g->what) {
	case PADAN_WHAT_NIK:
		return most(l->digits, l, 30) || l->filled < FEW;
	case PADAN_WHAT_BIRTH:
		return most(l->dates + l->parts_of_dates, l, 40) ||
		       (g->part != PD_PART_NONE && most(l->days + l->months + l->years, l, 80));
	case PADAN_WHAT_SEX:
		return most(l->sexes, l, 80);
	case PADAN_WHAT_PHONE:
		return !most(l->letters, l, 50);
	default:
		return true;
	}
}

static void settle_part(struct pd_guess *g, const struct looks *l)
{
	if (g->what != PADAN_WHAT_BIRTH)
		return;
	if (g->part == PD_PART_DAY && !most(l->days, l, 80))
		g->part = PD_PART_NONE;
	else if (g->part == PD_PART_NONE && most(l->days, l, 95))
		g->part = PD_PART_DAY;
	else if (g->part != PD_PART_NONE && most(l->dates, l, 50) && !most(l->digits, l, 90))
		g->part = PD_PART_NONE;
}

/* Are all cells alike, those that were not looked at, too? */
static bool constant(const struct padan_table *t, uint32_t column)
{
	struct padan_span first = { NULL, 0 };

	for (size_t i = 0; i < padan_table_rows(t); i++) {
		struct padan_span s = padan_trim(padan_table_cell(t, i, column));

		if (nothing_there(s))
			continue;
		if (first.n && !padan_span_eq(first, s))
			return false;
		first = s;
	}
	return true;
}

/* A value that all rows share says nothing, unless there are too few rows to know. */
static bool says_something(const struct study *s, uint32_t column, const struct looks *l)
{
	return l->different > 1 || (l->filled > 0 && s->rows < FEW) || (l->filled > 0 && !constant(s->t, column));
}

/* Nothing was seen in the cells that were looked at: is there anything at all? */
static bool empty(const struct padan_table *t, uint32_t column)
{
	for (size_t i = 0; i < padan_table_rows(t); i++)
		if (!nothing_there(padan_trim(padan_table_cell(t, i, column))))
			return false;
	return true;
}

/* A second column that numbers the rows: every value another, and a name that says so. */
static bool names_rows(const struct padan_table *t, uint32_t column, const struct looks *l)
{
	static const char *const words[] = { "ID",     "UUID",	   "GUID",	"NO",	    "NR",
					     "NOURUT", "NOMOR",	   "NOMORURUT", "INDEX",    "ROW",
					     "RECID",  "RECORDID", "ROWID",	"UNIQUEID", "IDBARIS" };
	char key[PD_KEY];

	pd_head_key(padan_table_head(t, column), key);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(key, words[i]) == 0)
			return l->different == l->filled && l->filled > 1;
	return false;
}

static void drop(struct seen_column *c, enum padan_left_out why)
{
	c->left_out = true;
	c->out = (uint8_t)why;
}

static void guess_column(const struct study *s, uint32_t k)
{
	struct seen_column *c = &s->column[k];
	const struct looks *l = &c->looks;

	look_at(s->t, k, &c->looks);
	c->why = PADAN_BY_NAME;
	if (!pd_guess_name(padan_table_head(s->t, k), &c->guess) || (l->filled > 0 && !content_bears(&c->guess, l))) {
		c->why = PADAN_BY_CONTENT;
		c->guess = (struct pd_guess){ (uint8_t)what_content(l), PD_PART_NONE, true };
	}
	settle_part(&c->guess, l);
	if (l->filled == 0 && empty(s->t, k))
		drop(c, PADAN_OUT_EMPTY);
	else if (!c->guess.use || (l->filled > 0 && !says_something(s, k, l)))
		drop(c, PADAN_OUT_CONSTANT);
	else if (names_rows(s->t, k, l))
		drop(c, PADAN_OUT_ROW_NAME);
}

/* --- columns that belong together ----------------------------------------------------------------- */

struct words {
	char text[256];
	struct padan_span word[WORDS];
	unsigned n;
};

static void words_of(struct padan_span cell, struct words *w)
{
	size_t n = padan_fold(w->text, sizeof(w->text) - 1, padan_trim(cell)), from = 0;

	w->n = 0;
	if (nothing_there((struct padan_span){ w->text, n }))
		return;
	w->text[n] = ' ';
	for (size_t i = 0; i <= n && w->n < WORDS; i++) {
		if (is_letter(w->text[i]) || is_digit(w->text[i]))
			continue;
		if (i > from)
			w->word[w->n++] = (struct padan_span){ w->text + from, i - from };
		from = i + 1;
	}
}

static bool holds(const struct words *all, const struct words *some)
{
	for (unsigned i = 0; i < some->n; i++) {
		bool there = false;

		for (unsigned k = 0; k < all->n && !there; k++)
			there = padan_span_eq(all->word[k], some->word[i]);
		if (!there)
			return false;
	}
	return some->n > 0;
}

/* The share, in percent, of the rows with a value in `some` all of whose words stand in `all`. */
static unsigned contained(const struct padan_table *t, uint32_t some, uint32_t all)
{
	size_t rows = padan_table_rows(t), looked = 0, in = 0;
	struct words x, y;

	for (size_t i = 0; i < rows && looked < LOOK / 2; i++) {
		words_of(padan_table_cell(t, i, some), &x);
		if (x.n == 0)
			continue;
		words_of(padan_table_cell(t, i, all), &y);
		looked++;
		in += holds(&y, &x);
	}
	return looked ? (unsigned)(in * 100 / looked) : 0;
}

/* A first name that stands in the full name, too, is said once. */
static void drop_repeated(const struct study *s)
{
	for (uint32_t a = 0; a < s->n; a++)
		for (uint32_t b = 0; b < s->n; b++) {
			struct seen_column *x = &s->column[a], *y = &s->column[b];

			if (a == b || x->left_out || y->left_out || x->guess.what != PADAN_WHAT_PERSON ||
			    y->guess.what != PADAN_WHAT_PERSON || x->looks.bytes > y->looks.bytes)
				continue;
			if (contained(s->t, a, b) >= 85)
				drop(x, PADAN_OUT_REPEATED);
		}
}

static unsigned count(const struct study *s, enum padan_what w)
{
	unsigned n = 0;

	for (uint32_t k = 0; k < s->n; k++)
		n += !s->column[k].left_out && s->column[k].guess.what == w;
	return n;
}

/* A person's column by its name; another person's, where there is none. */
static unsigned named_persons(const struct study *s)
{
	unsigned named = 0;

	for (uint32_t k = 0; k < s->n; k++)
		named += !s->column[k].left_out && s->column[k].guess.what == PADAN_WHAT_PERSON &&
			 s->column[k].why == PADAN_BY_NAME;
	for (uint32_t k = 0; k < s->n && !named; k++)
		if (!s->column[k].left_out && s->column[k].guess.what == PADAN_WHAT_OTHER_NAME) {
			s->column[k].guess.what = PADAN_WHAT_PERSON;
			named++;
		}
	return named;
}

/* Somebody must have a name: where no heading says so, what looks like one. By content, one full name (the rest of such
 * columns is text), or else two columns of single words. */
static void find_person(const struct study *s)
{
	unsigned named = named_persons(s), taken = 0;

	for (uint32_t k = 0; k < s->n; k++) {
		struct seen_column *c = &s->column[k];

		if (c->left_out || c->guess.what != PADAN_WHAT_PERSON || c->why == PADAN_BY_NAME)
			continue;
		if (named || taken)
			c->guess.what = PADAN_WHAT_TEXT;
		taken++;
	}
	for (uint32_t k = 0; k < s->n && !named && taken < 2; k++) {
		struct seen_column *c = &s->column[k];

		if (c->left_out || c->why != PADAN_BY_CONTENT || c->guess.what != PADAN_WHAT_PLACE ||
		    !most(c->looks.different, &c->looks, 20))
			continue;
		c->guess.what = PADAN_WHAT_PERSON;
		taken++;
	}
}

/* Year, month and day make a date only together. */
static void settle_birth(const struct study *s)
{
	bool part[4] = { false };

	for (uint32_t k = 0; k < s->n; k++)
		if (!s->column[k].left_out && s->column[k].guess.what == PADAN_WHAT_BIRTH)
			part[s->column[k].guess.part] = true;
	for (uint32_t k = 0; k < s->n; k++) {
		struct pd_guess *g = &s->column[k].guess;

		if (s->column[k].left_out || g->what != PADAN_WHAT_BIRTH || g->part == PD_PART_NONE)
			continue;
		if (part[PD_PART_YEAR] && part[PD_PART_MONTH] && part[PD_PART_DAY] && !part[PD_PART_NONE])
			continue;
		/* A date beside them says it all; a year alone is a date in its own right. */
		if (part[PD_PART_NONE])
			drop(&s->column[k], PADAN_OUT_REPEATED);
		else if (g->part == PD_PART_YEAR)
			g->part = PD_PART_NONE;
		else
			*g = (struct pd_guess){ PADAN_WHAT_NUMBER, PD_PART_NONE, true };
	}
}

/* A key is nearly unique, or it is a code. A NIK is a person's own, and there is one. */
static void settle_keys(const struct study *s)
{
	bool nik = false;

	for (uint32_t k = 0; k < s->n; k++) {
		struct seen_column *c = &s->column[k];

		if (c->left_out)
			continue;
		if (c->guess.what == PADAN_WHAT_NIK && (nik || c->looks.niks * 2 < c->looks.digits))
			c->guess.what = PADAN_WHAT_NATIONAL_ID;
		nik = nik || c->guess.what == PADAN_WHAT_NIK;
		if (pd_kind_of_what(c->guess.what) == PADAN_KEY && c->looks.filled > FEW * 4 &&
		    !most(c->looks.different, &c->looks, MANY))
			c->guess.what = PADAN_WHAT_CATEGORY;
	}
}

/* --- the recipe --------------------------------------------------------------------------------------- */

/* What is kept when there are more columns than can be compared: the lower the better. */
static unsigned rank(enum padan_what w)
{
	switch (pd_kind_of_what(w)) {
	case PADAN_NIK:
	case PADAN_CARD:
	case PADAN_KEY:
		return 1;
	case PADAN_NAME:
		return w == PADAN_WHAT_PERSON ? 0 : 2;
	case PADAN_DATE:
	case PADAN_SEX:
		return w == PADAN_WHAT_BIRTH ? 0 : 2;
	case PADAN_TEXT:
		return w == PADAN_WHAT_STREET ? 2 : 4;
	case PADAN_PLACE:
		return 3;
	case PADAN_VALUE:
		return w == PADAN_WHAT_POSTCODE ? 2 : 4;
	}
	return 5;
}

/* Columns that become one comparison take one place. */
static void drop_the_least(const struct study *s)
{
	for (unsigned worst = 5;;) {
		unsigned places = 0;
		int last = -1;
		bool person = false, born = false;

		for (uint32_t k = 0; k < s->n; k++) {
			const struct seen_column *c = &s->column[k];
			bool again = (c->guess.what == PADAN_WHAT_PERSON && person) ||
				     (c->guess.what == PADAN_WHAT_BIRTH && c->guess.part && born);

			if (c->left_out)
				continue;
			places += !again;
			person = person || c->guess.what == PADAN_WHAT_PERSON;
			born = born || (c->guess.what == PADAN_WHAT_BIRTH && c->guess.part);
			last = rank(c->guess.what) == worst ? (int)k : last;
		}
		if (places <= PADAN_COLUMNS)
			return;
		if (last >= 0)
			drop(&s->column[last], PADAN_OUT_TOO_MANY);
		else if (worst-- == 0)
			return;
	}
}

static unsigned bags(const struct padan_recipe *r)
{
	unsigned n = 0;

	for (unsigned c = 0; c < r->schema.n_columns; c++)
		n += r->schema.column[c].kind == PADAN_NAME || r->schema.column[c].kind == PADAN_TEXT;
	return n;
}

/* The comparison that the column joins; -1 = it makes its own. */
static int joins(const struct padan_recipe *r, const struct pd_guess *g)
{
	for (unsigned c = 0; c < r->schema.n_columns; c++)
		if ((g->what == PADAN_WHAT_PERSON && r->from[c].what == PADAN_WHAT_PERSON) ||
		    (g->what == PADAN_WHAT_BIRTH && g->part && r->from[c].date_parts))
			return (int)c;
	return -1;
}

static void add(struct padan_recipe *r, const struct study *s, uint32_t k)
{
	const struct pd_guess *g = &s->column[k].guess;
	enum padan_kind kind = pd_kind_of_what(g->what);
	struct padan_span head = padan_table_head(s->t, k);
	int c = joins(r, g);

	if (c < 0) {
		if ((kind == PADAN_NAME || kind == PADAN_TEXT) && bags(r) == BAGS)
			kind = PADAN_PLACE;
		c = pd_recipe_column(r,
				     g->what == PADAN_WHAT_PERSON && count(s, g->what) > 1 ? PADAN_LIT("name")
				     : g->part						   ? PADAN_LIT("birth_date")
											   : head,
				     g->what, kind);
		if (c < 0)
			return;
		r->from[c].why = s->column[k].why;
		r->from[c].date_parts = g->part != PD_PART_NONE;
	}
	pd_recipe_source(r, (unsigned)c, g->part ? g->part - 1u : r->from[c].n, head);
}

static void omit(struct padan_recipe *r, struct padan_span head, unsigned why)
{
	if (r->n_out == PD_OUT)
		return;
	pd_shorten(r->out[r->n_out].head, PD_HEAD, head);
	r->out[r->n_out++].why = (uint8_t)why;
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

int pd_check_exclude(const struct padan_table *t, const struct padan_table *other, const char *list,
		     struct padan_error *e)
{
	while (list && *list) {
		const char *end = strchr(list, ',');
		struct padan_span name = { list, end ? (size_t)(end - list) : strlen(list) };

		if (padan_trim(name).n > 0 && padan_table_column(t, name) < 0 &&
		    (!other || padan_table_column(other, name) < 0))
			return padan_error_set(e, PADAN_BAD_WISH, "%s: tidak ada kolom \"%.*s\" untuk --exclude",
					       padan_table_name(t), (int)(name.n < 100 ? name.n : 100), name.p);
		list = end ? end + 1 : NULL;
	}
	return PADAN_OK;
}

static void study_columns(struct study *s, const char *exclude)
{
	for (uint32_t k = 0; k < s->n; k++) {
		struct pd_guess g;

		/* What names the rows is not compared, unless it is more than that: a NIK, a name. */
		if ((int)k == padan_table_id_column(s->t) && !pd_guess_name(padan_table_head(s->t, k), &g))
			s->column[k].left_out = true, s->column[k].out = UINT8_MAX;
		else if (listed(exclude, padan_table_head(s->t, k)))
			drop(&s->column[k], PADAN_OUT_EXCLUDED);
		else
			guess_column(s, k);
	}
	find_person(s);
	settle_birth(s);
	settle_keys(s);
	drop_repeated(s);
	drop_the_least(s);
}

static int nothing_to_compare(struct padan_recipe *r, const struct padan_table *t, struct padan_error *e)
{
	unsigned empty = 0, constant = 0;

	for (unsigned i = 0; i < r->n_out; i++) {
		empty += r->out[i].why == PADAN_OUT_EMPTY;
		constant += r->out[i].why == PADAN_OUT_CONSTANT;
	}
	padan_recipe_free(r);
	return padan_error_set(e, PADAN_BAD_WISH, "%s: tidak ada kolom yang dapat dibandingkan (%s)",
			       padan_table_name(t),
			       padan_table_rows(t) == 0 ? "tidak ada baris data"
			       : constant		? "tiap kolom berisi satu nilai saja, semua baris sama"
			       : empty			? "semua kolom kosong"
							: "semuanya dikecualikan atau pengenal baris");
}

int padan_recipe_guess(struct padan_recipe **out, const struct padan_table *t, const char *exclude,
		       struct padan_error *e)
{
	int rc = pd_check_exclude(t, NULL, exclude, e);

	*out = NULL;
	return rc == PADAN_OK ? pd_recipe_guess(out, t, exclude, e) : rc;
}

int pd_recipe_guess(struct padan_recipe **out, const struct padan_table *t, const char *exclude, struct padan_error *e)
{
	int rc = pd_recipe_kinds(out, t, exclude, e);

	if (rc != PADAN_OK)
		return rc;
	pd_recipe_nest(*out, t);
	pd_recipe_rules(*out, padan_table_rows(t));
	return PADAN_OK;
}

int pd_recipe_kinds(struct padan_recipe **out, const struct padan_table *t, const char *exclude, struct padan_error *e)
{
	struct study s = { t, NULL, padan_table_columns(t), padan_table_rows(t) };
	struct padan_recipe *r;

	*out = NULL;
	s.column = calloc(s.n + 1, sizeof(*s.column));
	r = s.column ? pd_recipe_new(e) : NULL;
	if (!r) {
		free(s.column);
		return padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	}
	study_columns(&s, exclude);
	r->exclude = exclude ? strdup(exclude) : NULL;
	for (uint32_t k = 0; k < s.n; k++)
		if (!s.column[k].left_out)
			add(r, &s, k);
		else if (s.column[k].out != UINT8_MAX)
			omit(r, padan_table_head(t, k), s.column[k].out);
	free(s.column);
	if (r->schema.n_columns == 0)
		return nothing_to_compare(r, t, e);
	*out = r;
	return PADAN_OK;
}
