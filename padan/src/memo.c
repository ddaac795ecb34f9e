/* SPDX-License-Identifier: EUPL-1.2
 *
 * A registry repeats itself: few words make most names, few villages most addresses. What was read once
 * is read by looking it up. The tables are small, of fixed size, and only ever replaced: memory does not
 * grow with the registry, and a memo never changes an answer (tests/unit/padan/test_record.c).
 */
#include "../id/name_words.h"
#include "engine.h"
#include <padan/hash.h>

enum { WORD_MOST = PD_MEMO_LONGEST };

static const struct padan_span neighbour = { "RAHMAN", 6 };

/* The word among neighbours, at place `at` of `words`: does it stay one word, and leave them as they are? */
static bool alone(struct padan_name *name, const char *text, size_t n, unsigned at, unsigned words)
{
	char line[3 * PD_TEXT];
	size_t k = 0;

	for (unsigned i = 0; i < words; i++) {
		struct padan_span part = i == at ? (struct padan_span){ text, n } : neighbour;

		if (i)
			line[k++] = ' ';
		memcpy(line + k, part.p, part.n);
		k += part.n;
	}
	padan_name_parse(name, (struct padan_span){ line, k });
	for (unsigned i = 0; i < words && name->n == words; i++)
		if (i != at && (name->word[i].flags != 0 || name->word[i].n != neighbour.n ||
				memcmp(name->word[i].text, neighbour.p, neighbour.n) != 0))
			return false;
	return name->n == words;
}

static bool same_word(const struct padan_word *a, const struct padan_word *b)
{
	return a->hash == b->hash && a->sound == b->sound && a->flags == b->flags;
}

/* On the left side the dictionary grows, perhaps in another thread, and is not asked. */
static void keep_word(const struct pd_memo *m, struct pd_memo_word *w, const struct padan_word *word)
{
	pd_entry_of_word(&w->entry, word);
	if (m->name < PADAN_COLUMNS)
		w->entry.id = pd_dict_find(m->dict, PD_SOUND_OF(m->name), w->entry.sound);
}

/* "TIDAK ADA", "BELUM DIISI": what begins so is read as a whole (data/ref/ejaan_nama.csv, bukan_nama). */
static bool begins_nothing(const char *text, size_t n)
{
	static const char *const words[] = { "TIDAK", "BELUM", "TANPA", "TDK" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == n && memcmp(text, words[i], n) == 0)
			return true;
	return false;
}

/* Is the word the same thing wherever it stands in a name: no title, no particle that changes its neighbours or that is
 * a name in another place? Tried out at the beginning, in the middle, and at the end. */
static void learn(struct pd_memo *m, struct pd_memo_word *w, const char *text, size_t n)
{
	struct padan_name first, middle, last;

	w->n = (uint8_t)n;
	w->plain = false;
	padan_name_parse(&first, (struct padan_span){ text, n });
	if (first.n == 0 || begins_nothing(text, n)) /* "NULL" says nothing alone, "TIDAK" with the word behind it */
		return;
	w->plain = padan_name_plain(&middle.word[0], text, n); /* most words are on no list */
	if (w->plain) {
		keep_word(m, w, &middle.word[0]);
		return;
	}
	w->plain = alone(&first, text, n, 0, 2) && alone(&middle, text, n, 1, 3) && alone(&last, text, n, 1, 2) &&
		   same_word(&first.word[0], &middle.word[1]) && same_word(&last.word[1], &middle.word[1]);
	if (!w->plain)
		return;
	keep_word(m, w, &middle.word[1]);
}

/* The first and the last eight bytes; together they are the whole word when it has at most sixteen. */
static void halves(const char *p, size_t n, uint64_t *head, uint64_t *tail)
{
	*head = *tail = 0;
	if (n >= 8) {
		memcpy(head, p, 8);
		memcpy(tail, p + n - 8, 8);
	} else {
		memcpy(head, p, n);
	}
}

static struct pd_memo_word *place_of(struct pd_memo *m, uint64_t head, uint64_t tail)
{
	return m->word[padan_mul_fold(head ^ 0x9e3779b97f4a7c15u, tail ^ 0xe7037ed1a0b428dbu) % PD_MEMO_WORDS];
}

const struct pd_entry *pd_memo_word(struct pd_memo *m, const char *p, size_t n)
{
	struct pd_memo_word *w;
	uint64_t head, tail;

	halves(p, n, &head, &tail);
	w = place_of(m, head, tail);
	if (w->n != n || w->head != head || w->tail != tail) {
		struct pd_memo_word spare = w[0];

		w[0] = w[1];
		w[1] = spare;
	}
	if (w->n != n || w->head != head || w->tail != tail) {
		learn(m, w, p, n);
		w->head = head;
		w->tail = tail;
	}
	return w->plain ? &w->entry : NULL;
}

static bool put_word(struct pd_memo *m, struct pd_scratch *s, struct pd_cell *c, const char *p, size_t n)
{
	const struct pd_entry *e;

	/* Short words are what abbreviations are made of. */
	if (n < 3 || n > WORD_MOST || c->n == PD_WORDS)
		return false;
	e = pd_memo_word(m, p, n);
	if (!e)
		return false;
	s->word[s->n_words] = *e;
	s->at[s->n_words] = &s->word[s->n_words];
	s->n_words++;
	c->n++;
	return true;
}

bool pd_memo_name(struct pd_memo *m, struct padan_span raw, struct pd_scratch *s, struct pd_cell *c)
{
	uint32_t before = s->n_words;
	size_t from = 0;

	c->first = before;
	for (size_t i = 0; i <= raw.n; i++) {
		if (i < raw.n && raw.p[i] >= 'A' && raw.p[i] <= 'Z')
			continue;
		if ((i < raw.n && raw.p[i] != ' ') || !put_word(m, s, c, raw.p + from, i - from)) {
			s->n_words = before;
			c->n = 0;
			return false;
		}
		from = i + 1;
	}
	return true;
}

struct pd_memo_text *pd_memo_text(struct pd_memo *m, const char *p, size_t n, bool *known)
{
	uint64_t head, tail = 0;
	struct pd_memo_text *t;

	memcpy(&head, p, 8);
	if (n < 8)
		head &= ((uint64_t)1 << (8 * n)) - 1; /* bytes are read little-endian, as everywhere (hash.h) */
	else
		memcpy(&tail, p + n - 8, 8);
	t = &m->text[padan_mul_fold(head ^ 0x9e3779b97f4a7c15u, tail ^ 0xe7037ed1a0b428dbu) % PD_MEMO_TEXTS];
	*known = t->n == n && t->head == head && t->tail == tail;
	t->n = (uint8_t)n;
	t->head = head;
	t->tail = tail;
	return t;
}

/* Four words that together are the whole text when it has at most 32 bytes: they may overlap. */
static void quarters(struct padan_span raw, uint64_t out[4])
{
	halves(raw.p, raw.n, &out[0], &out[3]);
	out[1] = out[2] = 0;
	if (raw.n > 16) {
		memcpy(&out[1], raw.p + 8, 8);
		memcpy(&out[2], raw.p + raw.n - 16, 8);
	}
}

bool pd_memo_place(struct pd_memo *m, unsigned column, struct padan_span raw, struct pd_cell *c, struct pd_entry *whole)
{
	struct pd_memo_place *e;
	uint64_t raw4[4];

	if (raw.n == 0 || raw.n > PD_TEXT)
		return false;
	quarters(raw, raw4);
	e = &m->place[padan_mul_fold(raw4[0] + column + 1, raw4[3] ^ 0xe7037ed1a0b428dbu) % PD_MEMO_PLACES];
	if (e->n == raw.n && e->column == column &&
	    !((e->raw[0] ^ raw4[0]) | (e->raw[1] ^ raw4[1]) | (e->raw[2] ^ raw4[2]) | (e->raw[3] ^ raw4[3]))) {
		*c = e->cell;
		*whole = e->whole;
		return true;
	}
	pd_read_place(raw, c, whole);
	e->n = (uint8_t)raw.n;
	e->column = (uint8_t)column;
	memcpy(e->raw, raw4, sizeof(e->raw));
	e->cell = *c;
	e->whole = *whole;
	return true;
}
