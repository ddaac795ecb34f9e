/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include <padan/fold.h>
#include <padan/hash.h>

/* A constant span, fit for a static table. */
#define FIXED(s)                                                                                                       \
	{                                                                                                              \
		"" s, sizeof(s) - 1                                                                                    \
	}

enum { LINE = 256 }; /* bytes of a value that are folded; the rest carries nothing more */

static uint32_t letters_of(const char *p, unsigned n)
{
	uint32_t set = 0;

	for (unsigned i = 0; i < n; i++)
		set |= 1u << ((unsigned char)p[i] & 31);
	return set;
}

static void entry_of(struct pd_entry *e, const char *p, size_t n)
{
	size_t kept = n < PD_TEXT ? n : PD_TEXT;

	e->hash = padan_hash(p, n, 0);
	e->sound = e->hash;
	e->id = PD_NONE;
	e->flags = 0;
	e->n = (uint8_t)kept;
	memcpy(e->text, p, kept);
	e->text[kept] = '\0';
	e->letters = letters_of(e->text, (unsigned)kept);
}

void pd_entry_of_text(struct pd_entry *e, struct padan_span s)
{
	entry_of(e, s.p, s.n);
}

static bool is_one_of(struct padan_span s, const struct padan_span *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (padan_span_eq(s, words[i]))
			return true;
	return false;
}

/* "NULL", "-", "TIDAK ADA": folded to letters and digits. A lone zero stands for nothing, too. */
static bool says_nothing(const char *p, size_t n)
{
	static const struct padan_span words[] = { FIXED("NULL"), FIXED("NA"),	     FIXED("NN"),
						   FIXED("NAN"),  FIXED("NONE"),     FIXED("TIDAKADA"),
						   FIXED("0"),	  FIXED("BELUMADA"), FIXED("KOSONG") };

	return n == 0 || (n <= 8 && is_one_of((struct padan_span){ p, n }, words, sizeof(words) / sizeof(*words)));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_only(char *p, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (is_digit(p[i]))
			p[k++] = p[i];
	return k;
}

bool pd_sure_nik(const struct pd_reader *rd, uint64_t value)
{
	static const uint64_t least = UINT64_C(1000000000000000), ones = UINT64_C(1111111111111111);

	return value >= least && value % ones != 0 && !rd->nik_opt.numeric && !rd->nik_opt.suspect;
}

static void read_nik(const struct pd_reader *rd, struct padan_span raw, struct pd_scratch *s, struct pd_cell *c)
{
	uint64_t value;

	if (padan_nik_clean(raw, &value))
		padan_nik_of(&s->nik, value, &rd->nik_opt);
	else
		padan_nik_parse(&s->nik, raw, &rd->nik_opt);
	c->h = s->nik.n == 16 && s->nik.trusted >= 12 ? s->nik.value : 0;
}

void pd_entry_of_word(struct pd_entry *e, const struct padan_word *w)
{
	e->hash = w->hash;
	e->sound = w->sound;
	e->id = PD_NONE;
	e->of = 0;
	e->flags = w->flags;
	e->n = w->n;
	memcpy(e->text, w->text, sizeof(e->text));
	e->letters = letters_of(e->text, e->n);
}

static void parse_name(unsigned column, struct padan_span raw, struct pd_scratch *s, struct pd_cell *c)
{
	padan_name_parse(&s->name, raw);
	c->first = s->n_words;
	c->n = s->name.n < PD_WORDS ? s->name.n : PD_WORDS;
	for (unsigned i = 0; i < c->n; i++) {
		struct pd_entry *e = &s->word[s->n_words];

		pd_entry_of_word(e, &s->name.word[i]);
		if (s->memo && s->memo->name == column)
			e->id = pd_dict_find(s->memo->dict, PD_SOUND_OF(column), e->sound);
		s->at[s->n_words++] = e;
	}
}

static void read_name(unsigned column, struct padan_span raw, struct pd_scratch *s, struct pd_cell *c)
{
	if (!s->memo || !pd_memo_name(s->memo, raw, s, c))
		parse_name(column, raw, s, c);
	for (unsigned i = 0; i < c->n; i++)
		c->h += padan_mix64(s->at[c->first + i]->sound);
	c->h |= c->n > 0;
}

static void read_date(const struct pd_reader *rd, struct padan_span raw, struct pd_cell *c)
{
	struct padan_date d;

	padan_date_parse(&d, raw, &rd->date_opt);
	c->date = (struct pd_date){ d.y, d.m, d.d, d.kind, d.age, d.flags };
	if (d.kind == PADAN_DATE_DAY)
		c->h = (uint64_t)((int64_t)d.day + INT64_C(0x80000000));
	else if (d.kind == PADAN_DATE_MONTH || d.kind == PADAN_DATE_YEAR)
		c->h = (uint64_t)1 << 40 | (uint64_t)(uint16_t)d.y;
	else if (d.kind == PADAN_DATE_AGE)
		c->h = (uint64_t)1 << 41 | d.age;
}

static void read_sex(struct padan_span raw, struct pd_cell *c, struct pd_entry *whole)
{
	char key[32];
	size_t n = padan_fold_key(key, sizeof(key), raw);

	if (n == 0 || says_nothing(key, n))
		return;
	if (key[0] == 'L' || key[0] == 'M' || key[0] == '1' ||
	    (n > 1 && key[0] == 'P' && key[1] == 'R' && key[2] == 'I'))
		c->h = 1;
	else if (key[0] == 'P' || key[0] == 'F' || key[0] == 'W' || key[0] == '2')
		c->h = 2;
	else
		return;
	entry_of(whole, c->h == 1 ? "L" : "P", 1);
}

/* Without what stands before a subscriber's number: 62 or zeros. */
static struct padan_span subscriber(struct padan_span s)
{
	if (s.n >= 11 && s.n < 16 && s.p[0] == '6' && s.p[1] == '2')
		s = (struct padan_span){ s.p + 2, s.n - 2 };
	while (s.n && *s.p == '0')
		s = (struct padan_span){ s.p + 1, s.n - 1 };
	return s;
}

static struct padan_span number_of(char *text, size_t n)
{
	return subscriber((struct padan_span){ text, digits_only(text, n) });
}

bool pd_plain_number(enum padan_kind kind, struct padan_span raw, struct padan_span *text, uint64_t *h)
{
	*text = raw;
	if (kind == PADAN_CARD)
		return padan_nik_clean(raw, h) && *h != 0;
	if (kind != PADAN_KEY || raw.n > PD_TEXT)
		return false;
	for (size_t i = 0; i < raw.n; i++)
		if (!is_digit(raw.p[i]))
			return false;
	*text = subscriber(raw);
	*h = padan_hash(text->p, text->n, 0);
	return text->n > 0 && *h != 0;
}

static uint64_t card_number(struct padan_span s)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n && i < 16; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return v;
}

/* A family card or another key: case and punctuation go. */
static void read_key(enum padan_kind kind, unsigned column, struct padan_span raw, struct pd_scratch *sc)
{
	struct pd_cell *c = &sc->cell[column];
	struct pd_entry *whole = &sc->whole[column];
	char text[LINE];
	struct padan_span s = { text, 0 };
	size_t digits = 0;

	if (kind == PADAN_CARD && padan_nik_clean(raw, &c->h)) {
		entry_of(whole, raw.p, raw.n);
		return;
	}
	c->h = 0;
	s.n = padan_fold_key(text, sizeof(text), raw);
	if (says_nothing(s.p, s.n))
		return;
	for (size_t i = 0; i < s.n; i++)
		digits += is_digit(text[i]);
	if (kind == PADAN_CARD || digits * 4 >= s.n * 3)
		s = number_of(text, s.n);
	if (s.n < (kind == PADAN_CARD ? 12u : 1u))
		return;
	entry_of(whole, s.p, s.n);
	c->h = kind == PADAN_CARD ? card_number(s) : whole->hash;
}

/* What stands in front of a place's name, and is not part of it. */
static size_t place_prefix(const char *p, size_t n)
{
	static const struct padan_span prefix[] = { FIXED("KELURAHAN "), FIXED("KEL. "), FIXED("KEL "),
						    FIXED("KEL."),	 FIXED("DESA "), FIXED("DS. "),
						    FIXED("KECAMATAN "), FIXED("KEC. "), FIXED("KEC "),
						    FIXED("KEC."),	 FIXED("KOTA "), FIXED("KABUPATEN "),
						    FIXED("KAB. "),	 FIXED("KAB "),	 FIXED("KAB.") };

	for (size_t i = 0; i < sizeof(prefix) / sizeof(*prefix); i++) {
		if (n > prefix[i].n && memcmp(p, prefix[i].p, prefix[i].n) == 0)
			return prefix[i].n;
	}
	return 0;
}

void pd_read_place(struct padan_span raw, struct pd_cell *c, struct pd_entry *whole)
{
	char text[LINE];
	size_t n = padan_fold(text, sizeof(text), padan_trim(raw)), k = 0;

	for (size_t i = place_prefix(text, n); i < n; i++)
		if (is_digit(text[i]) || (text[i] >= 'A' && text[i] <= 'Z'))
			text[k++] = text[i];
	if (says_nothing(text, k))
		return;
	entry_of(whole, text, k);
	c->h = whole->hash | 1;
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The end of the run of digits, or of letters, that begins at i. */
static size_t run_end(const char *p, size_t n, size_t i)
{
	bool digits = is_digit(p[i]);

	while (i < n && (digits ? is_digit(p[i]) : is_letter(p[i])))
		i++;
	return i;
}

/* Letters and digits; each run of digits without its leading zeros, so that "003/01" is "3/1". */
static void read_value(struct padan_span raw, struct pd_cell *c, struct pd_entry *whole)
{
	char text[LINE], out[2 * LINE];
	size_t n = padan_fold(text, sizeof(text), padan_trim(raw)), k = 0, end;

	for (size_t i = 0; i < n; i = end) {
		end = i + 1;
		if (!is_digit(text[i]) && !is_letter(text[i]))
			continue;
		end = run_end(text, n, i);
		while (end - i > 1 && text[i] == '0')
			i++;
		if (k && is_digit(out[k - 1]) && is_digit(text[i]))
			out[k++] = '/';
		memcpy(out + k, text + i, end - i);
		k += end - i;
	}
	if (says_nothing(out, k))
		return;
	entry_of(whole, out, k);
	c->h = whole->hash | 1;
}

/* Words of an address that say only what kind of thing follows. */
static bool filler(const char *p, size_t n)
{
	static const struct padan_span words[] = { FIXED("JL"),	      FIXED("JLN"),   FIXED("JALAN"), FIXED("NO"),
						   FIXED("RT"),	      FIXED("RW"),    FIXED("LR"),    FIXED("LRG"),
						   FIXED("LORONG"),   FIXED("GG"),    FIXED("GANG"),  FIXED("KEL"),
						   FIXED("DS"),	      FIXED("DUSUN"), FIXED("BLOK"),  FIXED("KOMP"),
						   FIXED("KOMPLEKS"), FIXED("PERUM"), FIXED("NOMOR") };

	return n <= 8 && is_one_of((struct padan_span){ p, n }, words, sizeof(words) / sizeof(*words));
}

/* The word as it counts; false: it says nothing. */
static bool make_word(struct pd_entry *e, const char *p, size_t n)
{
	if (filler(p, n))
		return false;
	entry_of(e, p, n);
	if (!is_digit(*p))
		e->sound = padan_sound((struct padan_span){ e->text, e->n });
	return true;
}

static bool read_word(struct pd_memo *memo, struct pd_entry *e, const char *p, size_t n)
{
	struct pd_memo_text *t;
	bool known;

	if (!memo || n > PD_MEMO_LONGEST)
		return make_word(e, p, n);
	t = pd_memo_text(memo, p, n, &known);
	if (!known)
		t->filler = !make_word(&t->entry, p, n);
	if (t->filler)
		return false;
	*e = t->entry;
	return true;
}

static void text_word(struct pd_scratch *s, struct pd_cell *c, const char *p, size_t n)
{
	struct pd_entry *e = &s->word[s->n_words];

	while (n > 1 && *p == '0' && is_digit(p[1]))
		p++, n--;
	if (n == 0 || c->n == PD_WORDS || !read_word(s->memo, e, p, n))
		return;
	s->at[s->n_words++] = e;
	c->h += padan_mix64(e->hash);
	c->n++;
}

static void read_text(struct padan_span raw, struct pd_scratch *s, struct pd_cell *c)
{
	char text[LINE + 1 + 7]; /* as pd_memo_text wants it */
	size_t n = padan_fold(text, LINE, padan_trim(raw)), from = 0;

	c->first = s->n_words;
	if (n <= 9) {
		char key[16];

		if (says_nothing(key, padan_fold_key(key, sizeof(key), (struct padan_span){ text, n })))
			return;
	}
	memset(text + n, ' ', 8);
	for (size_t i = 0; i <= n; i++) {
		if (is_digit(text[i]) || (text[i] >= 'A' && text[i] <= 'Z'))
			continue;
		if (text[i] != '\'') {
			text_word(s, c, text + from, i - from);
			from = i + 1;
		} else if (i == from) {
			from = i + 1;
		}
	}
	if (c->n && c->h == 0)
		c->h = 1;
}

static void read_cell(const struct pd_reader *rd, unsigned column, struct padan_span raw, struct pd_scratch *s)
{
	struct pd_cell *c = &s->cell[column];
	struct pd_entry *whole = &s->whole[column];

	switch (rd->schema->column[column].kind) {
	case PADAN_NIK:
		read_nik(rd, raw, s, c);
		return;
	case PADAN_NAME:
		read_name(column, raw, s, c);
		return;
	case PADAN_DATE:
		read_date(rd, raw, c);
		return;
	case PADAN_SEX:
		read_sex(raw, c, whole);
		return;
	case PADAN_CARD:
	case PADAN_KEY:
		read_key(rd->schema->column[column].kind, column, raw, s);
		return;
	case PADAN_PLACE:
		if (!s->memo || !pd_memo_place(s->memo, column, raw, c, whole))
			pd_read_place(raw, c, whole);
		return;
	case PADAN_TEXT:
		read_text(raw, s, c);
		return;
	case PADAN_VALUE:
		read_value(raw, c, whole);
		return;
	}
}

void pd_read(const struct pd_reader *rd, const struct padan_span *fields, uint32_t want, struct pd_scratch *s)
{
	want &= ~s->done;
	s->done |= want;
	for (; want; want &= want - 1) {
		unsigned column = (unsigned)__builtin_ctz(want);

		s->cell[column] = (struct pd_cell){ .whole = PD_NONE };
		s->whole[column].n = 0;
		if (fields[column].n > 0)
			read_cell(rd, column, fields[column], s);
		else if (rd->schema->column[column].kind == PADAN_NIK)
			padan_nik_parse(&s->nik, fields[column], &rd->nik_opt);
	}
}

void pd_scratch_clear(struct pd_scratch *s)
{
	s->done = 0;
	s->n_words = 0;
}
