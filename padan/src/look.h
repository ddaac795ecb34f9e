/* SPDX-License-Identifier: EUPL-1.2
 *
 * A first look at a right row: what its keys are made of, and no more. Most rows are not looked at again; what this
 * says is what pd_read says (padan/tests/test_look.c).
 */
#ifndef PADAN_LOOK_H
#define PADAN_LOOK_H

#include "record.h"

/* How a right row's keys are made. */
struct pd_probe {
	struct pd_source {
		uint8_t column, token;
		bool paired; /* words of which pairs are made */
		uint8_t bag; /* of words: their place in `bag` below */
	} source[3 * PADAN_RULES];
	uint8_t part[PADAN_RULES][3]; /* the sources of a rule's parts */
	unsigned n_sources;
	uint32_t pairs;		    /* bit per rule: two words of one name, which have no order */
	uint8_t bag[PADAN_COLUMNS]; /* the columns whose words are looked at */
	unsigned n_bags;
	/* A bit per class of words: some left row that can still be met has it in its name; as its only word. */
	uint64_t *live, *lone;
	size_t n_words; /* of each of the two */
	/* A bit per hash of two words' sounds: some such left row has both in its name. */
	uint64_t *pair;
	unsigned pair_shift; /* from a hash to its bit; 2^(64 - pair_shift) bits */
};

/* Of a word what a key needs. */
struct pd_word_key {
	uint64_t sound;
	uint32_t class; /* of a name's words: padan_index.class_of */
	uint8_t n, flags;
};

struct pd_look {
	uint64_t h[PADAN_COLUMNS];			/* as pd_cell.h */
	uint8_t first[PADAN_COLUMNS], n[PADAN_COLUMNS]; /* of bags: their words */
	int16_t year[PADAN_COLUMNS];			/* of dates */
	uint32_t days;					/* bit set of dates that are a whole day */
	bool has_nik15;					/* fifteen digits of the NIK are good */
	uint64_t nik15;					/* these */
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
	unsigned name;		  /* the column whose words are cut beforehand; PADAN_COLUMNS: none */
	const uint32_t *class_of; /* as padan_index.class_of; NULL: none */
	struct pd_memo *memo;	  /* the worker's, which is asked for what is not known here */
	struct pd_look look;	  /* the row that was looked at last */
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

/* The same, and the memory is asked for the words. */
void pd_look_split(const struct pd_looker *k, struct padan_span name, struct pd_split *out);
/* Looks at the columns of `want`; split: of the column k->name. */
void pd_look(struct pd_looker *k, const struct padan_span *fields, uint32_t want, const struct pd_split *split);

#endif
