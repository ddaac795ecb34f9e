/* SPDX-License-Identifier: EUPL-1.2
 *
 * Does a first look say what reading says? For the test and for the fuzzer.
 */
#ifndef PADAN_SAME_LOOK_H
#define PADAN_SAME_LOOK_H

#include "../src/look.h"

/* One looker and one scratch without a memo, for the whole of padan_person_schema. */
struct both {
	struct pd_reader reader;
	struct pd_dict dict;
	struct pd_memo memo;
	struct pd_looker looker;
	struct pd_scratch scratch;
};

static inline void both_init(struct both *b)
{
	memset(b, 0, sizeof(*b));
	b->reader = (struct pd_reader){ &padan_person_schema, { 2026, false, false }, { .ref_year = 2026 } };
	pd_dict_init(&b->dict, &padan_alloc_libc);
	b->memo.dict = &b->dict;
	b->memo.name = PADAN_P_NAME;
	pd_looker_init(&b->looker, &b->reader, &b->memo, PADAN_P_NAME);
}

static inline const char *words_differ(const struct both *b, unsigned c)
{
	const struct pd_look *o = &b->looker.look;
	const struct pd_cell *cell = &b->scratch.cell[c];

	if (o->n[c] != cell->n)
		return "words";
	for (unsigned i = 0; i < cell->n; i++) {
		const struct pd_word_key *x = &o->word[o->first[c] + i];
		const struct pd_entry *y = b->scratch.at[cell->first + i];

		if (x->sound != y->sound || x->n != y->n || x->flags != y->flags)
			return "word";
	}
	return NULL;
}

static inline const char *nik_differs(const struct both *b)
{
	const struct pd_look *o = &b->looker.look;
	const struct padan_nik *k = &b->scratch.nik;
	bool good = k->n >= 15 && k->trusted >= 15;
	uint64_t want = !good ? 0 : k->n == 15 ? k->value : k->value / 10;

	return o->give[PD_GIVES_NIK15][PADAN_P_NIK] != want ? "nik15" : NULL;
}

/* What the look gets wrong; NULL: nothing. */
static inline const char *look_differs(struct both *b, const struct padan_span *fields)
{
	const uint32_t all = (1u << PADAN_P_COLUMNS) - 1;
	const struct pd_look *o = &b->looker.look;
	const char *wrong = NULL;
	struct pd_split split;

	pd_look_split(&b->looker, fields[PADAN_P_NAME], &split);
	pd_look(&b->looker, fields, all, &split);
	pd_scratch_clear(&b->scratch);
	pd_read(&b->reader, fields, all, &b->scratch);
	for (unsigned c = 0; c < PADAN_P_COLUMNS && !wrong; c++) {
		enum padan_kind kind = padan_person_schema.column[c].kind;
		const struct pd_cell *cell = &b->scratch.cell[c];

		if (o->give[PD_GIVES_VALUE][c] != cell->h)
			wrong = "hash";
		else if (pd_is_bag(kind))
			wrong = o->give[PD_GIVES_SET][c] != (cell->n >= 2 ? cell->h : 0) ? "set" : words_differ(b, c);
		else if (kind == PADAN_DATE &&
			 o->give[PD_GIVES_DAY][c] != (cell->date.kind == PADAN_DATE_DAY ? cell->h : 0))
			wrong = "day";
		else if (kind == PADAN_DATE && cell->h && o->give[PD_GIVES_YEAR][c] != (uint64_t)cell->date.y)
			wrong = "year";
		else if (kind == PADAN_NIK)
			wrong = nik_differs(b);
	}
	return wrong;
}

#endif
