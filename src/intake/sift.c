/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/sift.h"

#include <padan/fold.h>

#define KEY 64

struct key {
	char p[KEY];
	size_t n;
};

static struct key key_of(span s)
{
	struct key k;

	k.n = padan_fold_key(k.p, sizeof(k.p), s);
	return k;
}

static span own_cell(const struct sift *s, const span *cells, const uint8_t *kind, uint32_t n, enum list_col c)
{
	int at = s->at[c];

	/* a person's name or NIK merged over several rows stands in the first only */
	if (at < 0 || (uint32_t)at >= n || (kind[at] & CELL_MERGED))
		return (span){ NULL, 0 };
	return cell_value(cells[at]);
}

static bool has_digit(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* --- groups ---------------------------------------------------------------------------------------------------- */

/* "No. KK", "KELURAHAN": words that stand before a value in a group or title row. */
struct label {
	const char *word; /* as a key */
	size_t field;	  /* offset in struct intake_group */
};
#define F(name) offsetof(struct intake_group, name)
static const struct label labels[] = {
	{ "NOMORKARTUKELUARGA", F(card) },
	{ "NOKARTUKELUARGA", F(card) },
	{ "KARTUKELUARGA", F(card) },
	{ "NOMORKK", F(card) },
	{ "NOKK", F(card) },
	{ "NKK", F(card) },
	{ "KK", F(card) },
	{ "ALAMATKK", F(address) },
	{ "ALAMAT", F(address) },
	{ "KELURAHANDESA", F(village) },
	{ "DESAKELURAHAN", F(village) },
	{ "KELURAHAN", F(village) },
	{ "DESA", F(village) },
	{ "KEL", F(village) },
	{ "KECAMATAN", F(district) },
	{ "KEC", F(district) },
	{ "KABUPATENKOTA", F(city) },
	{ "KABUPATEN", F(city) },
	{ "KAB", F(city) },
	{ "KOTA", F(city) },
	{ "PROVINSI", F(city) },
	{ "RT", F(rt) },
	{ "RW", F(rw) },
};

/* What may stand between the letters of a label. */
static bool is_joint(char c)
{
	return c == ' ' || c == '.' || c == '-' || c == '/' || c == '_';
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static span skip_signs(span s)
{
	while (s.n && strchr(" \t:.=-/", s.p[0]))
		s.p++, s.n--;
	return s;
}

/* How many bytes of s make up the key `word`, punctuation and blanks between them included; 0 when it is not there
 * as a whole word. */
static size_t word_length(span s, const char *word)
{
	size_t i = 0;

	if (!s.n || (upper(s.p[0]) != *word && !is_joint(s.p[0])))
		return 0;
	while (*word) {
		char c;

		if (i == s.n)
			return 0;
		c = upper(s.p[i]);
		if (c == *word)
			word++;
		else if (!is_joint(c))
			return 0;
		i++;
	}
	/* "KEL" is no label of "KELOMPOK"; "RT 01", "RT.01" and "RT01" are labels */
	if (i < s.n && ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z'))
		return 0;
	return i;
}

static const struct label *label_at(span s, size_t *used)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		*used = word_length(s, labels[i].word);
		if (*used)
			return &labels[i];
	}
	return NULL;
}

/* A label in the middle of a text begins behind a separator: "No. KK: 73..., Alamat: JL X RT 1 RW 2". */
static size_t value_length(span s)
{
	for (size_t i = 1; i < s.n; i++) {
		size_t used;

		if (!strchr(" ,;/(|", s.p[i - 1]))
			continue;
		if (label_at((span){ s.p + i, s.n - i }, &used))
			return i;
	}
	return s.n;
}

static span trim_value(span s)
{
	s = span_trim(skip_signs(s));
	while (s.n && strchr(",;/(|:-", s.p[s.n - 1]))
		s.n--;
	return span_trim(s);
}

/* What may follow a label is checked, and cut to size: a card's digits, a number of RT. */
static bool good_value(const struct label *l, span *v)
{
	size_t digits = 0, n = 0;

	for (; n < v->n && strchr("0123456789 .-'", v->p[n]); n++)
		digits += v->p[n] >= '0' && v->p[n] <= '9';
	if (l->field == F(card)) {
		*v = trim_value((span){ v->p, n });
		return digits >= 10;
	}
	if (l->field == F(rt) || l->field == F(rw))
		return digits && rt_rw_read(*v);
	return v->n > 1;
}

static bool set_value(struct intake_group *g, const struct label *l, span v)
{
	/* "No. KK: -": a family whose card is not known, but no longer the family above */
	if (l->field == F(card) && cell_says_nothing(v))
		g->card = (span){ "", 0 };
	else if (!good_value(l, &v))
		return false;
	else
		memcpy((char *)g + l->field, &v, sizeof(v));
	return true;
}

/* Labels and values of one text; *next: the last label had no value, it stands in the next cell. */
static bool read_text(span s, struct intake_group *g, const struct label **next)
{
	bool any = false;

	*next = NULL;
	for (size_t used; s.n;) {
		const struct label *l = label_at(s, &used);
		span rest = { s.p + used, s.n - used }, value;
		size_t n;

		if (!l)
			return any;
		n = value_length(rest);
		value = trim_value((span){ rest.p, n });
		if (!value.n && n == rest.n) {
			*next = l;
			return any;
		}
		any |= set_value(g, l, value);
		s = (span){ rest.p + n, rest.n - n };
	}
	return any;
}

bool group_read(const span *cells, uint32_t n, struct intake_group *group)
{
	const struct label *waiting = NULL;
	bool any = false;

	for (uint32_t c = 0; c < n; c++) {
		span s = span_trim(cells[c]);

		if (!s.n)
			continue;
		if (waiting) {
			span value = trim_value(s);

			if (!value.n)
				continue; /* a lone ":" */
			any |= set_value(group, waiting, value);
			waiting = NULL;
			continue;
		}
		any |= read_text(s, group, &waiting);
	}
	if (waiting && waiting->field == F(card))
		any |= set_value(group, waiting, (span){ "", 0 });
	return any;
}

/* --- other rows ------------------------------------------------------------------------------------------------- */

/* Letters and digits, all of which a key keeps. */
static size_t key_least(span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] >= '0' && s.p[i] <= '9') || ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z');
	return n < KEY ? n : KEY;
}

/* A two-row header's title is "group: title". Most cells are longer than their title. */
static bool says_title(const struct sift *s, uint32_t c, span cell)
{
	struct key a, b;

	if (c >= s->ntitle || key_least(cell) > s->titles[c].text.n)
		return false;
	a = key_of(cell);
	b = key_of(s->titles[c].text);
	return a.n && b.n >= a.n && (memcmp(a.p, b.p + b.n - a.n, a.n) == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Three of four cells say what the title above says. Most rows have shown after a few cells that they do not. */
static bool is_repeated_header(const struct sift *s, const span *cells, uint32_t n)
{
	size_t same = 0, other = 0, filled = 0;

	for (uint32_t c = 0; c < n; c++)
		filled += cells[c].n > 0;
	for (uint32_t c = 0; c < n && other * 4 <= filled; c++) {
		if (!cells[c].n)
			continue;
		if (says_title(s, c, cells[c]))
			same++;
		else
			other++;
	}
	return same >= 2 && other * 4 <= filled;
}

static bool is_number_row(const span *cells, uint32_t n)
{
	int64_t before = 0, v;
	uint32_t seen = 0;

	for (uint32_t c = 0; c < n; c++) {
		span s = span_trim(cells[c]);

		if (!s.n)
			continue;
		if (s.n > 2 && s.p[0] == '(')
			s.p++, s.n -= 2;
		if (s.n > 3 || !span_i64(s, &v) || v != before + 1)
			return false;
		before = v;
		seen++;
	}
	return seen >= 3;
}

static bool starts_with_one_of(span s, const char *const *words)
{
	for (; *words; words++)
		if (word_length(s, *words))
			return true;
	return false;
}

static bool is_total(span s)
{
	static const char *const words[] = { "JUMLAH", "TOTAL", "SUBTOTAL",	"SUBJUMLAH", "GRANDTOTAL",
					     "REKAP",  "JML",	"REKAPITULASI", NULL };

	return starts_with_one_of(s, words);
}

/* Words that head a signature or a note; nobody is called so. */
static bool is_note(span s)
{
	static const char *const words[] = { "MENGETAHUI", "MENYETUJUI",     "DISETUJUI",   "DISAHKAN",
					     "CATATAN",	   "KETERANGAN",     "KET",	    "NB",
					     "NIP",	   "DIBUATOLEH",     "TTD",	    "TANDATANGAN",
					     "SUMBER",	   "SUMBERDATA",     "DEMIKIAN",    "LURAH",
					     "CAMAT",	   "KEPALADESA",     "KEPALADINAS", "KEPALAKELURAHAN",
					     "ANLURAH",	   "PARAF",	     "YANGMEMBUAT", "ATASNAMA",
					     "DICETAK",	   "PETUGASPENDATA", NULL };

	return starts_with_one_of(s, words);
}

/* A number that may be somebody's, however damaged; not "NIP. 1970..." and not "Parepare, 28 April 2025". */
static bool is_nik(span s)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		letters += (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';
	}
	return digits >= 4 && letters <= 4 && !is_note(s);
}

bool nik_is_words(span s)
{
	struct padan_nik k;

	if (s.n < 3 || has_digit(s))
		return false;
	padan_nik_parse(&k, s, &(struct padan_nik_opt){ .ref_year = 2026 });
	return k.flags & PADAN_NIK_NOT_DIGITS;
}

/* A name among the NIKs makes a person of a row that tells something else too; of a row of signatures it does not. */
static bool is_misplaced_name(const struct sift *s, const span *cells, uint32_t n, span nik)
{
	uint32_t filled = 0, numbers = 0;

	if (s->signing || !nik_is_words(nik) || is_note(nik))
		return false;
	for (uint32_t c = 0; c < n; c++) {
		filled += cells[c].n > 0;
		numbers += has_digit(cells[c]);
	}
	return filled >= 3 && numbers && !is_repeated_header(s, cells, n);
}

/* Of a row without a name. */
static bool is_person(const struct sift *s, const span *cells, uint32_t n, span nik)
{
	return is_nik(nik) || is_misplaced_name(s, cells, n, nik);
}

static uint32_t count_cells(const span *cells, const uint8_t *kind, uint32_t n, span *first)
{
	uint32_t filled = 0;

	*first = (span){ NULL, 0 };
	for (uint32_t c = 0; c < n; c++) {
		span s = kind[c] & CELL_MERGED ? (span){ NULL, 0 } : span_trim(cells[c]);

		if (s.n && !first->n)
			*first = s;
		filled += s.n > 0;
	}
	return filled;
}

/* Without a name or a NIK. */
static int sift_rest(struct sift *s, const span *cells, uint32_t n, span first, struct intake_group *group)
{
	if (is_total(first))
		return SKIP_SUM;
	if (is_number_row(cells, n))
		return SKIP_NUMBERS;
	if (is_repeated_header(s, cells, n))
		return SKIP_TITLE;
	if (group_read(cells, n, group))
		return SKIP_GROUP;
	s->signing |= is_note(first);
	return SKIP_NOTE;
}

/* A group's text may lie in the column of names or NIKs: it must not be taken for a person, nor a person for it. */
static bool is_group(const span *cells, uint32_t n, span name, span nik, struct intake_group *group)
{
	span first = { NULL, 0 };
	const struct label *l;
	uint32_t filled = 0;
	size_t used;

	for (uint32_t c = 0; c < n; c++) {
		span s = span_trim(cells[c]);

		if (s.n && !first.n)
			first = s;
		filled += s.n > 0;
	}
	l = label_at(first, &used);
	if (!l || filled > 3 || !group_read(cells, n, group))
		return false;
	if (l->field != F(card))
		return filled == 1 && !word_length(first, "DESA");
	return !name.n || name.p == first.p || word_length(name, "KEPALAKELUARGA") ||
	       (filled == 2 && name.n >= 10 && !nik.n && has_digit(name));
}

int sift_row(struct sift *s, const span *cells, const uint8_t *kind, uint32_t n, struct intake_group *group)
{
	span name = own_cell(s, cells, kind, n, COL_NAMA), nik = own_cell(s, cells, kind, n, COL_NIK), first;
	uint32_t filled = count_cells(cells, kind, n, &first);

	*group = (struct intake_group){ 0 };
	if (!filled)
		return SKIP_EMPTY;
	if (!name.n && !is_person(s, cells, n, nik))
		return sift_rest(s, cells, n, first, group);
	if (is_group(cells, n, name, nik, group))
		return SKIP_GROUP;
	*group = (struct intake_group){ 0 };
	if (is_number_row(cells, n))
		return SKIP_NUMBERS;
	if (name.n && is_repeated_header(s, cells, n))
		return SKIP_TITLE;
	if (!is_nik(nik) && filled <= 2 && is_total(first))
		return SKIP_SUM;
	if (!is_nik(nik) && filled == 1 && (is_note(name) || s->signing)) {
		s->signing = true;
		return SKIP_NOTE;
	}
	s->signing = false;
	return SIFT_PROPOSAL;
}
