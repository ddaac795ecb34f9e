/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/join_people.h"

#include "base/crew.h"

#include <padan/date.h>
#include <padan/name.h>

/* The books are pieces of their own, the names follow. */
enum { NAMES_OF_PIECE = 512 };

struct laying {
	struct join *j;
	const struct join_person *people;
};

uint32_t day_code_of(int32_t day)
{
	int y, m, d;

	padan_ymd_of(day, &y, &m, &d);
	return day_code((unsigned)y, (unsigned)m, (unsigned)d);
}

/* False: the person is not looked for by that. */
static bool mark_of(struct mark *m, enum book_kind kind, const struct join_person *p, uint32_t person)
{
	*m = (struct mark){ kind == BOOK_CARD ? p->card : p->nik, person, 0 };
	if (kind != BOOK_BORN)
		return m->value != 0;
	if (!date_known(p->born))
		return false;
	m->day = day_code_of(p->born.day);
	return true;
}

static uint64_t key_of(const struct mark *m, enum book_kind kind)
{
	return book_key(kind, kind == BOOK_BORN ? m->day : m->value);
}

static void sift_add(struct sift *s, uint64_t key)
{
	s->word[key >> s->shift] |= sift_bits(key);
}

static void sift_mark(struct book *b, enum book_kind kind, const struct mark *m, uint64_t key)
{
	if (kind != BOOK_BORN) {
		sift_add(&b->sift, key);
	} else if (m->value) {
		sift_add(&b->sift, region_guard(m->value, m->day));
		sift_add(&b->sift, serial_guard(m->value, m->day));
	}
}

/* Counted, then put in their places: start[b + 1] runs from the bucket's beginning to its end. */
static void fill_book(struct laying *l, enum book_kind kind)
{
	struct book *b = &l->j->book[kind];
	size_t buckets = (size_t)1 << (64 - b->shift);
	struct mark m;

	for (uint32_t i = 0; i < l->j->n; i++)
		if (mark_of(&m, kind, &l->people[i], i))
			b->start[(key_of(&m, kind) >> b->shift) + 2]++;
	for (size_t k = 2; k < buckets + 2; k++)
		b->start[k] += b->start[k - 1];
	for (uint32_t i = 0; i < l->j->n; i++) {
		uint64_t key;

		if (!mark_of(&m, kind, &l->people[i], i))
			continue;
		key = key_of(&m, kind);
		b->mark[b->start[(key >> b->shift) + 1]++] = m;
		sift_mark(b, kind, &m, key);
		if (kind == BOOK_BORN && !m.value) /* the other books are filled at the same time */
			l->j->hintless = true;
	}
}

static void know_names(struct laying *l, size_t piece)
{
	uint32_t from = (uint32_t)piece * NAMES_OF_PIECE, end = from + NAMES_OF_PIECE;
	struct padan_name name;

	for (uint32_t i = from; i < end && i < l->j->n; i++) {
		padan_name_parse(&name, l->people[i].name);
		l->j->known[i] = (struct known){ name.set, name.whole };
	}
}

static void lay_piece(void *ctx, size_t piece)
{
	if (piece < BOOKS)
		fill_book(ctx, (enum book_kind)piece);
	else
		know_names(ctx, piece - BOOKS);
}

/* most: bits of the number of buckets. keys: of each person in the sift. */
static bool book_room(struct book *b, uint32_t n, unsigned most, unsigned keys, struct padan_arena *arena)
{
	unsigned bits = 1, words = 4;

	while (bits < most && (1u << bits) < n)
		bits++;
	while (words < 20 && ((uint64_t)6 << words) < (uint64_t)n * keys)
		words++;
	b->shift = 64 - bits;
	b->sift.shift = 64 - words;
	b->mark = padan_arena_array(arena, n, sizeof(*b->mark));
	b->start = padan_arena_array(arena, ((size_t)1 << bits) + 2, sizeof(*b->start));
	b->sift.word = padan_arena_array(arena, (size_t)1 << words, sizeof(*b->sift.word));
	return b->mark && b->start && b->sift.word;
}

int join_people_lay_out(struct join *j, const struct join_person *people, struct err *e)
{
	struct padan_arena *arena = j->env->arena;
	struct laying l = { j, people };
	bool room = book_room(&j->book[BOOK_NIK], j->n, 24, 1, arena) &&
		    book_room(&j->book[BOOK_CARD], j->n, 24, 1, arena) &&
		    book_room(&j->book[BOOK_BORN], j->n, DAY_BITS, 2, arena);

	j->known = padan_arena_array(arena, j->n, sizeof(*j->known));
	if (!j->known || !room)
		return err_memory(e, "daftar orang");
	crew_run(j->env->threads, BOOKS + (j->n + NAMES_OF_PIECE - 1) / NAMES_OF_PIECE, lay_piece, &l);
	return ERR_OK;
}
