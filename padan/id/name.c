/* SPDX-License-Identifier: EUPL-1.2
 *
 * A name in three steps: the folded text is cut into pieces (runs of letters, with what stood behind them), each
 * piece is looked up as a title and as an abbreviation, and what is left become the words.
 */
#include "name_table.inc"
#include "name_words.h"
#include <padan/fold.h>
#include <padan/hash.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SOURCE = 256, PIECES = 32, WIDE = 64 };

struct piece {
	uint16_t at, n;	 /* in the joined letters */
	bool dotted;	 /* a dot stood behind it */
	bool after;	 /* a comma stood somewhere before it */
	bool in_bracket; /* it stands in brackets */
};

struct pieces {
	char letters[SOURCE + 32]; /* all pieces, without what stood between them; read in steps of 16 and 32 */
	uint16_t total;
	uint8_t n;
	struct piece piece[PIECES];
};

/* What a character does that is no letter or digit: it ends a piece, but for NOTHING. */
enum { END, NOTHING, DOT, COMMA, OPEN, CLOSE };
static const uint8_t role[128] = {
	['\''] = NOTHING, ['?'] = NOTHING, ['"'] = NOTHING, ['*'] = NOTHING, ['.'] = DOT,
	[','] = COMMA,	  [';'] = COMMA,   ['('] = OPEN,    ['['] = OPEN,    ['{'] = OPEN,
	[')'] = CLOSE,	  [']'] = CLOSE,   ['}'] = CLOSE,
};

static void end_piece(struct pieces *p, bool *letters, bool dotted, bool after, bool in_bracket)
{
	uint16_t at = p->n ? (uint16_t)(p->piece[p->n - 1].at + p->piece[p->n - 1].n) : 0;

	if (p->total == at)
		return;
	if (!*letters || p->n == PIECES) { /* digits alone are no word */
		p->total = at;
		return;
	}
	p->piece[p->n++] = (struct piece){ at, (uint16_t)(p->total - at), dotted, after, in_bracket };
	*letters = false;
}

static void cut_slow(struct pieces *p, const char *s, size_t n)
{
	bool after = false, in_bracket = false, letters = false;

	for (size_t i = 0; i < n; i++) {
		bool letter = s[i] >= 'A' && s[i] <= 'Z';
		unsigned r;

		if (letter || (s[i] >= '0' && s[i] <= '9')) {
			p->letters[p->total++] = s[i];
			letters |= letter;
			continue;
		}
		r = role[s[i] & 127];
		if (r == NOTHING)
			continue;
		end_piece(p, &letters, r == DOT, after, in_bracket);
		after |= r == COMMA;
		in_bracket = r == OPEN || (in_bracket && r != CLOSE);
	}
	end_piece(p, &letters, false, after, in_bracket);
}

/* Which of 64 characters are letters, which something else that belongs to a word or vanishes from it. */
static void masks_of(const char *s, uint64_t *letter, uint64_t *other)
{
	uint64_t l = 0, o = 0;

#ifdef __SSE2__
	for (unsigned i = 0; i < WIDE; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(s + i));
		__m128i a = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8('A' - 1)),
					  _mm_cmpgt_epi8(_mm_set1_epi8('Z' + 1), x));
		__m128i d = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8('0' - 1)),
					  _mm_cmpgt_epi8(_mm_set1_epi8('9' + 1), x));
		__m128i q = _mm_or_si128(
			_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\'')), _mm_cmpeq_epi8(x, _mm_set1_epi8('"'))),
			_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('?')), _mm_cmpeq_epi8(x, _mm_set1_epi8('*'))));

		l |= (uint64_t)(unsigned)_mm_movemask_epi8(a) << i;
		o |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(d, q)) << i;
	}
#else
	for (unsigned i = 0; i < WIDE; i++) {
		l |= (uint64_t)(s[i] >= 'A' && s[i] <= 'Z') << i;
		o |= (uint64_t)((s[i] >= '0' && s[i] <= '9') || role[s[i] & 127] == NOTHING) << i;
	}
#endif
	*letter = l;
	*other = o;
}

/* The usual name: at most 63 characters (s is padded to 64), words of letters. false: it is another one. */
static bool cut_fast(struct pieces *p, const char *s)
{
	uint64_t letter, other;
	bool after = false, in_bracket = false;
	unsigned at = 0;

	masks_of(s, &letter, &other);
	if (other)
		return false;
	while (letter) {
		unsigned from = (unsigned)__builtin_ctzll(letter), run;

		for (; at < from; at++) {
			unsigned r = role[s[at] & 127];

			after |= r == COMMA;
			in_bracket = r == OPEN || (in_bracket && r != CLOSE);
		}
		run = (unsigned)__builtin_ctzll(~(letter >> from)); /* bit 63 is clear: there is an end */
		for (unsigned i = 0; i < run; i += 16)
			memcpy(p->letters + p->total + i, s + from + i, 16);
		p->piece[p->n++] = (struct piece){ p->total, (uint16_t)run, s[from + run] == '.', after, in_bracket };
		p->total = (uint16_t)(p->total + run);
		at = from + run;
		letter &= ~(uint64_t)0 << at;
	}
	return true;
}

/* s: n characters, padded with NULs to WIDE + 16 at least. */
static void cut(struct pieces *p, const char *s, size_t n)
{
	p->total = 0;
	p->n = 0;
	if (n >= WIDE || !cut_fast(p, s))
		cut_slow(p, s, n);
	memset(p->letters + p->total, 0, 32);
}

/* s must be readable for 16 bytes. */
static const struct name_entry *look_up(const char *s, size_t n)
{
	uint64_t low, high, h;

	if (n > 16 || n == 0)
		return NULL;
	memcpy(&low, s, 8);
	memcpy(&high, s + 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	low = __builtin_bswap64(low);
	high = __builtin_bswap64(high);
#endif
	low &= n < 8 ? ((uint64_t)1 << (8 * n)) - 1 : ~(uint64_t)0;
	high &= n <= 8 ? 0 : ~(uint64_t)0 >> (128 - 8 * n);
	h = (low * 0x9e3779b97f4a7c15u + high * 0xd6e8feb86659fd93u) >> NAME_SHIFT;
	for (; name_slot[h]; h = (h + 1) % NAME_SLOTS) {
		const struct name_entry *e = &name_entry[name_slot[h] - 1];

		if (e->low == low && e->high == high)
			return e;
	}
	return NULL;
}

/* A copy of at most 16 bytes, NULs behind. */
static const struct name_entry *look_up_copy(const char *s, size_t n)
{
	char key[16] = { 0 };

	if (n > 16)
		return NULL;
	memcpy(key, s, n);
	return look_up(key, n);
}

bool padan_name_plain(struct padan_word *out, const char *s, size_t n)
{
	char letters[2 * 16];

	if (n < 2 || n > 16 || look_up_copy(s, n))
		return false;
	*out = (struct padan_word){ .hash = padan_hash(s, n, 0), .n = (uint8_t)n };
	out->sound = padan_sound_pack(letters, padan_sound_letters(s, n, letters));
	memcpy(out->text, s, n);
	return true;
}

bool padan_name_none(const char *letters, size_t n)
{
	const struct name_entry *e = look_up_copy(letters, n);

	return e && e->kind == KIND_NO_NAME;
}

/* ---- titles ------------------------------------------------------------------------------------ */

static bool back_title(const struct name_entry *e, bool marked, bool in_bracket)
{
	if (e->place != PLACE_BACK && e->place != PLACE_ANY)
		return false;
	return e->cond == IF_ALWAYS || (e->cond == IF_DOT && marked) || in_bracket;
}

/* Is piece i, alone, a title where it stands? `words` are before it. */
static bool is_title(const struct name_entry *e, const struct pieces *p, unsigned i, unsigned words)
{
	const struct piece *k = &p->piece[i];
	bool marked = k->dotted || k->after || k->in_bracket;

	if (!e || e->place == 0)
		return false;
	if (e->place == PLACE_FRONT) {
		if (words == 0)
			return e->cond == IF_ALWAYS || marked;
		/* "Muh. H. Ali": in the middle only with its dot and when more follows, else it is an initial */
		return k->dotted && i + 1 < p->n && !p->piece[i + 1].after;
	}
	if (e->place == PLACE_ANY)
		return e->cond == IF_ALWAYS || marked;
	return words > 0 && back_title(e, marked, k->in_bracket);
}

/* "S.Pd.I", "S. E.", "A. Md. Keb": how many pieces from i on are one title; 0 when none. K.H. is the one in front. */
static unsigned joined_title(const struct pieces *p, unsigned i, unsigned words, uint8_t *marks)
{
	unsigned found = 0;
	size_t n = p->piece[i].n;

	for (unsigned k = i + 1; k < p->n && k < i + 4; k++) {
		const struct name_entry *e;

		if (!p->piece[k - 1].dotted && !p->piece[k].after)
			break;
		if (p->piece[k - 1].n > 4 || p->piece[k].in_bracket != p->piece[i].in_bracket)
			break;
		n += p->piece[k].n;
		e = look_up(p->letters + p->piece[i].at, n);
		if (!e || e->place == 0)
			continue;
		if (words > 0 ? back_title(e, true, p->piece[i].in_bracket)
			      : n == 2 && e->place == PLACE_FRONT && e->cond == IF_ALWAYS) {
			found = k - i + 1;
			*marks = e->title_marks;
		}
	}
	return found;
}

static void take_marks(struct padan_name *out, unsigned marks)
{
	out->flags |=
		(uint16_t)((marks & MARK_HAJI ? PADAN_NAME_HAJI : 0) |
			   (marks & MARK_DECEASED ? PADAN_NAME_DECEASED : 0) |
			   (marks & MARK_MALE ? PADAN_NAME_MALE : 0) | (marks & MARK_FEMALE ? PADAN_NAME_FEMALE : 0));
}

/* ---- words -------------------------------------------------------------------------------------- */

struct state {
	struct padan_name *out;
	bool kin, daeng; /* of the next word */
	/* The sounds of all words but kin: each letter of the source gives two at most, each listed word 15. */
	char sounds[2 * SOURCE + 16 * PIECES];
	size_t sounds_n;
};

/* B as P, D as T, for their ends are unknown when words are joined; H is left out. */
static const char joined_sound[] = "APCTEPG\0IJKLMNOPQRSTUVWXYZ";

static void add_sounds(struct state *st, const char *letters, size_t n)
{
	size_t k = st->sounds_n;
	char last = k ? st->sounds[k - 1] : 0;

	for (size_t i = 0; i < n; i++) { /* without jumps, as in sound.c */
		char x = joined_sound[letters[i] - 'A'];

		st->sounds[k] = x;
		k += x != 0 && x != last;
		last = x ? x : last;
	}
	st->sounds_n = k;
}

/* A word's text and what is heard of it: both as typed, or the list's. */
struct reading {
	const char *text, *heard;
	size_t text_n, heard_n;
	uint8_t flags;
};

static struct reading read_entry(const char *s, size_t n, const struct name_entry *e)
{
	struct reading r = { s, s, n, n, n == 1 ? PADAN_WORD_INITIAL : 0 };
	const struct name_text *std;

	if (!e)
		return r;
	r.flags |= e->marks & MARK_COMMON ? PADAN_WORD_COMMON : 0;
	if (e->kind == KIND_MARK)
		return r;
	std = &name_text[e->text];
	r.heard = std->text;
	r.heard_n = std->n;
	if (e->kind == KIND_SPELLING)
		return r;
	r.flags |= PADAN_WORD_EXPANDED;
	r.text = std->text;
	r.text_n = std->n;
	return r;
}

/* e: what the list says, when it applies here; else NULL. */
static void add_word(struct state *st, const char *s, size_t n, const struct name_entry *e)
{
	struct padan_name *out = st->out;
	struct padan_word spare, *w = out->n < PADAN_NAME_WORDS ? &out->word[out->n] : &spare;
	struct reading r = read_entry(s, n, e);
	char letters[2 * SOURCE];
	size_t letters_n = padan_sound_letters(r.heard, r.heard_n, letters);

	w->flags = (uint8_t)(r.flags | (st->kin ? PADAN_WORD_KIN : 0) | (st->daeng ? PADAN_WORD_DAENG : 0));
	w->initial = n == 1 ? s[0] : 0;
	w->sound = padan_sound_pack(letters, letters_n);
	w->hash = padan_hash(r.text, r.text_n, 0);
	w->flags |= r.text_n > PADAN_NAME_TEXT ? PADAN_WORD_CUT : 0;
	w->n = (uint8_t)(r.text_n > PADAN_NAME_TEXT ? PADAN_NAME_TEXT : r.text_n);
	if (r.text == s)
		memcpy(w->text, s, sizeof(w->text)); /* there are always 32 bytes */
	else
		memcpy(w->text, r.text, 16);
	memset(w->text + w->n, 0, sizeof(w->text) - w->n);
	if (!st->kin) {
		add_sounds(st, letters, letters_n);
		out->set += padan_mix64(w->sound);
		take_marks(out, e ? e->marks : 0);
	}
	st->daeng = e && e->marks & MARK_DAENG;
	if (out->n < PADAN_NAME_WORDS)
		out->n++;
	else
		out->flags |= PADAN_NAME_MORE;
}

/* bin, binti, alias between two words: what follows is another name. */
static bool is_link(struct state *st, const struct name_entry *e, bool inside)
{
	if (!e || !inside || (e->kind != KIND_BIN && e->kind != KIND_BINTI && e->kind != KIND_ALIAS))
		return false;
	if (e->kind == KIND_ALIAS)
		st->out->flags |= PADAN_NAME_ALIAS;
	else if (!st->kin)
		take_marks(st->out, e->marks);
	st->kin = true;
	return true;
}

static void read_word(struct state *st, const struct pieces *p, unsigned i, const struct name_entry *e)
{
	struct padan_name *out = st->out;
	const struct piece *k = &p->piece[i];
	bool more = i + 1 < p->n;

	if (is_link(st, e, out->n > 0 && more))
		return;
	if (k->in_bracket && !st->kin && out->n > 0) {
		out->flags |= PADAN_NAME_ALIAS;
		st->kin = true;
	}
	/* what holds in front ("M.", "Md") stands for a word only when another follows */
	if (e && (e->kind == KIND_NONE || e->kind > KIND_MARK || (e->first && (out->n > 0 || !more))))
		e = NULL;
	add_word(st, p->letters + k->at, k->n, e);
}

static void read_words(struct state *st, const struct pieces *p, bool titles)
{
	struct padan_name *out = st->out;

	for (unsigned i = 0; i < p->n; i++) {
		const struct piece *k = &p->piece[i];
		const struct name_entry *e = look_up(p->letters + k->at, k->n);
		uint8_t marks = 0;
		unsigned joined = titles && (k->dotted || k->after) ? joined_title(p, i, out->n, &marks) : 0;

		if (joined) {
			i += joined - 1;
		} else if (titles && is_title(e, p, i, out->n)) {
			marks = e->title_marks;
		} else {
			read_word(st, p, i, e);
			continue;
		}
		out->flags |= PADAN_NAME_TITLE;
		take_marks(out, marks);
	}
}

void padan_name_parse(struct padan_name *out, struct padan_span raw)
{
	char folded[SOURCE + WIDE + 16];
	size_t n;
	struct pieces p;
	struct state st; /* not cleared: `sounds` is large */
	const struct name_entry *all;

	out->whole = 0;
	out->set = 0;
	out->flags = 0;
	out->n = 0;
	n = padan_fold(folded, SOURCE, raw);
	memset(folded + n, 0, WIDE + 16);
	cut(&p, folded, n);
	all = p.total <= 16 && p.n ? look_up(p.letters, p.total) : NULL;
	if (p.n == 0 || (all && all->kind == KIND_NO_NAME)) {
		out->flags = PADAN_NAME_NOT_A_NAME;
		return;
	}
	st.out = out;
	st.kin = st.daeng = false;
	st.sounds_n = 0;
	read_words(&st, &p, true);
	if (out->n == 0) { /* nothing but titles: then they are the name */
		st.kin = st.daeng = false;
		read_words(&st, &p, false);
	}
	out->whole = padan_hash(st.sounds, st.sounds_n, 1) | 1;
}

uint64_t padan_sound(struct padan_span folded)
{
	char letters[2 * SOURCE], key[16] = { 0 };
	const struct name_entry *e;

	memcpy(key, folded.n ? folded.p : "", folded.n < 16 ? folded.n : 16);
	e = look_up(key, folded.n);
	if (folded.n > SOURCE)
		folded.n = SOURCE;
	if (e && e->kind && e->kind <= KIND_SPELLING && !e->first)
		folded = (struct padan_span){ name_text[e->text].text, name_text[e->text].n };
	return padan_sound_pack(letters, padan_sound_letters(folded.p, folded.n, letters));
}
