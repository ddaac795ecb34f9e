/* SPDX-License-Identifier: EUPL-1.2 */
#include "look.h"
#include <padan/hash.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { NAME_MOST = 63, WORD_LEAST = 3, WORD_MOST = 16 };

/* --- words ------------------------------------------------------------------------------------------------------- */

/* A bit for each of 64 bytes: is it a blank, is it A to Z? */
static void blanks_and_letters(const char text[64], uint64_t *blanks, uint64_t *letters)
{
	*blanks = *letters = 0;
#ifdef __SSE2__
	for (unsigned i = 0; i < 64; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
		__m128i blank = _mm_cmpeq_epi8(x, _mm_set1_epi8(' '));
		__m128i letter = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8('A' - 1)),
					       _mm_cmpgt_epi8(_mm_set1_epi8('Z' + 1), x));

		*blanks |= (uint64_t)(unsigned)_mm_movemask_epi8(blank) << i;
		*letters |= (uint64_t)(unsigned)_mm_movemask_epi8(letter) << i;
	}
#else
	for (unsigned i = 0; i < 64; i++) {
		*blanks |= (uint64_t)(text[i] == ' ') << i;
		*letters |= (uint64_t)(text[i] >= 'A' && text[i] <= 'Z') << i;
	}
#endif
}

static uint64_t eight_at(const char *p)
{
	uint64_t x;

	memcpy(&x, p, 8);
	return x;
}

/* text: at least eight bytes from p on. */
static void piece_of(struct pd_piece *to, const char *p, unsigned from, unsigned n)
{
	to->from = (uint8_t)from;
	to->n = (uint8_t)n;
	to->head = eight_at(p + from);
	to->tail = 0;
	if (n < 8)
		to->head &= ((uint64_t)1 << (8 * n)) - 1; /* bytes are read little-endian, as everywhere (hash.h) */
	else
		to->tail = eight_at(p + from + n - 8);
	to->hash = padan_mul_fold(to->head ^ 0x9e3779b97f4a7c15u, to->tail ^ 0xe7037ed1a0b428dbu);
}

void pd_split_name(struct padan_span name, struct pd_split *out)
{
	char text[NAME_MOST + 1 + 8] = { 0 };
	uint64_t blanks, letters;
	unsigned from = 0;

	out->n = 0;
	if (name.n == 0 || name.n > NAME_MOST)
		return;
	memcpy(text, name.p, name.n);
	blanks_and_letters(text, &blanks, &letters);
	if (~(blanks | letters) << (64 - name.n))
		return;
	blanks |= (uint64_t)1 << name.n;
	while (from < name.n && out->n < PD_WORDS) {
		unsigned end = from + (unsigned)__builtin_ctzll(blanks >> from);

		if (end - from < WORD_LEAST || end - from > WORD_MOST)
			break;
		piece_of(&out->piece[out->n++], text, from, end - from);
		from = end + 1;
	}
	/* short and many words are for pd_read, and so is a blank at the end */
	if (from != name.n + 1)
		out->n = 0;
}

void pd_looker_init(struct pd_looker *k, const struct pd_reader *reader, struct pd_memo *memo, unsigned name)
{
	k->reader = reader;
	k->memo = k->scratch.memo = memo;
	k->name = name;
	for (unsigned c = 0; c < reader->schema->n_columns && c < PADAN_COLUMNS; c++)
		k->kind[c] = (uint8_t)reader->schema->column[c].kind;
}

void pd_look_split(const struct pd_looker *k, struct padan_span name, struct pd_split *out)
{
	pd_split_name(name, out);
	for (unsigned i = 0; i < out->n; i++)
		__builtin_prefetch(k->word[out->piece[i].hash % PD_LOOK_WORDS]);
}

static uint32_t class_of(const struct pd_looker *k, uint32_t id)
{
	return id == PD_NONE || !k->class_of ? PD_NONE : k->class_of[id];
}

static void learn(struct pd_looker *k, struct pd_seen_word *w, const struct pd_piece *p, const char *text)
{
	const struct pd_entry *e = pd_memo_word(k->memo, text, p->n);

	*w = (struct pd_seen_word){ .head = p->head, .tail = p->tail, .raw = p->n };
	if (!e)
		return;
	w->sound = e->sound;
	w->class = class_of(k, e->id);
	w->n = e->n;
	w->flags = e->flags | pd_probe_flags(k->probe, w->class);
}

static inline bool is_word(const struct pd_seen_word *w, const struct pd_piece *p)
{
	return w->head == p->head && w->tail == p->tail && w->raw == p->n;
}

static const struct pd_seen_word *seen_word(struct pd_looker *k, const struct pd_piece *p, const char *text)
{
	struct pd_seen_word *w = k->word[p->hash % PD_LOOK_WORDS], spare;

	if (__builtin_expect(is_word(&w[0], p), 1))
		return w;
	spare = w[1];
	w[1] = w[0];
	if (is_word(&spare, p))
		w[0] = spare;
	else
		learn(k, &w[0], p, text);
	return w;
}

/* n: words behind the last column's. */
static void name_is(struct pd_look *o, unsigned c, uint64_t h, unsigned n)
{
	o->give[PD_GIVES_VALUE][c] = h;
	o->give[PD_GIVES_SET][c] = n >= 2 ? h : 0;
	o->first[c] = (uint8_t)o->n_words;
	o->n[c] = (uint8_t)n;
	o->n_words += n;
}

static bool look_name(struct pd_looker *k, unsigned c, struct padan_span raw, const struct pd_split *split)
{
	struct pd_look *o = &k->look;
	uint64_t all = 0;

	for (unsigned i = 0; i < split->n; i++) {
		const struct pd_seen_word *w = seen_word(k, &split->piece[i], raw.p + split->piece[i].from);

		if (w->n == 0)
			return false;
		o->word[o->n_words + i] = (struct pd_word_key){ w->sound, w->class, w->n, w->flags };
		all += padan_mix64(w->sound);
	}
	name_is(o, c, all | 1, split->n);
	return true;
}

/* --- other cells -------------------------------------------------------------------------------------------------- */

static void quarters(struct padan_span raw, uint64_t out[4])
{
	out[0] = out[1] = out[2] = out[3] = 0;
	if (raw.n < 8) {
		memcpy(out, raw.p, raw.n);
		return;
	}
	out[0] = eight_at(raw.p);
	out[3] = eight_at(raw.p + raw.n - 8);
	if (raw.n > 16) {
		out[1] = eight_at(raw.p + 8);
		out[2] = eight_at(raw.p + raw.n - 16);
	}
}

static bool look_place(struct pd_looker *k, unsigned c, struct padan_span raw)
{
	struct pd_cell cell = { .h = 0 };
	struct pd_entry whole;
	struct pd_seen_place *p;
	uint64_t q[4];

	if (raw.n > PD_TEXT)
		return false;
	quarters(raw, q);
	p = &k->place[padan_mul_fold(q[0] + c + 1, q[3] ^ 0xe7037ed1a0b428dbu) % PD_LOOK_PLACES];
	if (p->n != raw.n || p->column != c ||
	    ((p->raw[0] ^ q[0]) | (p->raw[1] ^ q[1]) | (p->raw[2] ^ q[2]) | (p->raw[3] ^ q[3]))) {
		pd_read_place(raw, &cell, &whole);
		*p = (struct pd_seen_place){ { q[0], q[1], q[2], q[3] }, cell.h, (uint8_t)raw.n, (uint8_t)c };
	}
	k->look.give[PD_GIVES_VALUE][c] = p->h;
	return true;
}

/* whole: it names a day. */
static void date_is(struct pd_look *o, unsigned c, uint64_t h, bool whole, int year)
{
	o->give[PD_GIVES_VALUE][c] = h;
	o->give[PD_GIVES_DAY][c] = whole ? h : 0;
	o->give[PD_GIVES_YEAR][c] = h && year > 0 ? (uint64_t)year : 0;
}

static bool look_date(struct pd_looker *k, unsigned c, struct padan_span raw)
{
	int32_t day;

	int year;

	if (!padan_date_plain(raw, &day, &year))
		return false;
	date_is(&k->look, c, (uint64_t)((int64_t)day + INT64_C(0x80000000)), true, year);
	return true;
}

static bool look_number(struct pd_looker *k, unsigned c, struct padan_span raw, bool nik)
{
	uint64_t value;

	if (!padan_nik_clean(raw, &value) || (nik && !pd_sure_nik(k->reader, value)))
		return false;
	k->look.give[PD_GIVES_VALUE][c] = value;
	if (nik)
		k->look.give[PD_GIVES_NIK15][c] = value / 10;
	return true;
}

/* Whatever it is: as pd_read reads it. */
static void look_long(struct pd_looker *k, const struct padan_span *fields, unsigned c)
{
	enum padan_kind kind = k->kind[c];
	struct pd_scratch *s = &k->scratch;
	const struct pd_cell *cell = &s->cell[c];
	struct pd_look *o = &k->look;

	pd_scratch_clear(s);
	pd_read(k->reader, fields, 1u << c, s);
	o->give[PD_GIVES_VALUE][c] = cell->h;
	if (kind == PADAN_DATE)
		date_is(o, c, cell->h, cell->date.kind == PADAN_DATE_DAY, cell->date.y);
	else if (kind == PADAN_NIK)
		o->give[PD_GIVES_NIK15][c] = s->nik.trusted < 15 || s->nik.n < 15 ? 0
					     : s->nik.n == 15			  ? s->nik.value
										  : s->nik.value / 10;
	if (!pd_is_bag(kind))
		return;
	for (unsigned i = 0; i < cell->n; i++) {
		const struct pd_entry *e = s->at[cell->first + i];
		uint32_t class = c == k->name ? class_of(k, e->id) : PD_NONE;
		uint8_t flags = e->flags | pd_probe_flags(k->probe, class);

		o->word[o->n_words + i] = (struct pd_word_key){ e->sound, class, e->n, flags };
	}
	name_is(o, c, cell->h, cell->n);
}

static bool look_cell(struct pd_looker *k, unsigned c, struct padan_span raw, const struct pd_split *split)
{
	switch ((enum padan_kind)k->kind[c]) {
	case PADAN_NAME:
		return c == k->name && split->n && look_name(k, c, raw, split);
	case PADAN_NIK:
		return look_number(k, c, raw, true);
	case PADAN_CARD:
		return look_number(k, c, raw, false);
	case PADAN_DATE:
		return look_date(k, c, raw);
	case PADAN_PLACE:
		return look_place(k, c, raw);
	default:
		return false;
	}
}

/* Nothing stands there. */
static void nothing(struct pd_look *o, unsigned c)
{
	for (unsigned g = 0; g < PD_GIVES_ONE; g++)
		o->give[g][c] = 0;
	o->n[c] = 0;
}

void pd_look(struct pd_looker *k, const struct padan_span *fields, uint32_t want, const struct pd_split *split)
{
	k->look.n_words = 0;
	for (; want; want &= want - 1) {
		unsigned c = (unsigned)__builtin_ctz(want);

		if (!fields[c].n)
			nothing(&k->look, c);
		else if (!look_cell(k, c, fields[c], split))
			look_long(k, fields, c);
	}
}
