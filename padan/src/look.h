/* SPDX-License-Identifier: EUPL-1.2
 *
 * A first look at a right row: what its keys are made of, and no more. Most rows are not looked at again; what this
 * says is what pd_read says (padan/tests/test_look.c).
 */
#ifndef PADAN_LOOK_H
#define PADAN_LOOK_H

#include "record.h"

/* What a column gives to a key: one token, or none (0); */
enum pd_gives {
	PD_GIVES_VALUE,
	PD_GIVES_DAY, /* a date's, when it is a whole one */
	PD_GIVES_YEAR,
	PD_GIVES_SET, /* all words of a name together */
	PD_GIVES_NIK15,
	PD_GIVES_ONE, /* (so many of this kind) or one for each */
	PD_GIVES_WORDS = PD_GIVES_ONE,
	PD_GIVES_PAIRS, /* two words of one name, which have no order */
	PD_GIVES_LONE
};

/* How a right row's keys are made. */
struct pd_probe {
	struct pd_list { /* tokens of one column, one for each word or pair */
		uint8_t column, gives;
		uint8_t bag; /* their column's place in `bag` below */
	} list[3 * PADAN_RULES];
	unsigned n_lists;
	struct pd_plan { /* of a rule, in the order of pd_rule_order */
		uint64_t seed;
		uint8_t n_ones, n_lists;
		struct pd_single {
			uint8_t column, gives;
		} one[3];
		uint8_t list[3];
	} plan[PADAN_RULES];
	uint8_t bag[PADAN_COLUMNS]; /* the columns whose words are looked at */
	unsigned n_bags;
	/* A bit per class of words: some left row that can still be met has it in its name; as its only word. */
	uint64_t *live, *lone;
	size_t n_words; /* of each of the two */
	/* A bit per hash of two words' sounds: some such left row has both in its name. */
	uint64_t *pair;
	unsigned pair_shift; /* from a hash to its bit; 2^(64 - pair_shift) bits */
};

/* Beside the flags of name.h: some left row that can still be met has the word in its name; as its only word. */
enum { PD_WORD_LIVE = 1 << 6, PD_WORD_SOLO = 1 << 7 };

/* Of a word what a key needs. */
struct pd_word_key {
	uint64_t sound;
	uint32_t class; /* of a name's words: padan_index.class_of */
	uint8_t n, flags;
};
/* The two flags of words of this class; p: NULL, or before left rows were shown to it: none. */
uint8_t pd_probe_flags(const struct pd_probe *p, uint32_t class);

struct pd_look {
	uint64_t give[PD_GIVES_ONE][PADAN_COLUMNS];	/* 0 = nothing; PD_GIVES_VALUE: as pd_cell.h */
	uint8_t first[PADAN_COLUMNS], n[PADAN_COLUMNS]; /* of bags: their words */
	struct pd_word_key word[PADAN_COLUMNS * PD_WORDS];
	unsigned n_words;
};

/* A name cut into words. */
struct pd_split {
	unsigned n; /* 0: it is not made of plain words */
	struct pd_piece {
		uint64_t head, tail; /* its first and its last eight bytes, which is all of it */
		uint64_t hash;	     /* of both */
		uint8_t from, n;
	} piece[PD_WORDS];
};
void pd_split_name(struct padan_span name, struct pd_split *out);

/* Words and places that were seen before. As in memo.c they are only ever replaced and never change an answer. */
enum { PD_LOOK_WORDS = 8192, PD_LOOK_PLACES = 1024 };
struct pd_looker {
	const struct pd_reader *reader;
	unsigned name;		      /* the column whose words are cut beforehand; PADAN_COLUMNS: none */
	const uint32_t *class_of;     /* as padan_index.class_of; NULL: none */
	const struct pd_probe *probe; /* whose left rows are shown by now; NULL: none */
	uint8_t kind[PADAN_COLUMNS];
	struct pd_memo *memo; /* the worker's, which is asked for what is not known here */
	struct pd_look look;  /* the row that was looked at last */
	struct pd_seen_word {
		uint64_t head, tail, sound;
		uint32_t class;
		uint8_t raw; /* its bytes as typed; 0 = a free place */
		uint8_t n;   /* as read; 0 = not a plain word */
		uint8_t flags;
	} word[PD_LOOK_WORDS][2]; /* the one used last stands first */
	struct pd_seen_place {
		uint64_t raw[4], h;
		uint8_t n, column;
	} place[PD_LOOK_PLACES];
	struct pd_scratch scratch; /* for what is not plain */
};

/* k: zeroed; class_of and probe are set by whoever has them. */
void pd_looker_init(struct pd_looker *k, const struct pd_reader *reader, struct pd_memo *memo, unsigned name);
/* As pd_split_name, and the memory is asked for the words. */
void pd_look_split(const struct pd_looker *k, struct padan_span name, struct pd_split *out);
/* Looks at the columns of `want`; split: of the column k->name. */
void pd_look(struct pd_looker *k, const struct padan_span *fields, uint32_t want, const struct pd_split *split);

#endif
