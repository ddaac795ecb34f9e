/* SPDX-License-Identifier: EUPL-1.2
 *
 * One column of a table in memory: every different value is read once and numbered, and rows hold numbers. 0 is
 * "nothing there". What a number means:
 *
 *	NAME, TEXT	value_bag: words, each numbered, with its sound numbered, and the class of the whole
 *	DATE		value_date
 *	others		value_one: the normalised text
 *
 * A NIK is not numbered: nearly every row has its own (nik_pack below).
 */
#ifndef PADAN_COLUMN_H
#define PADAN_COLUMN_H

#include "engine.h"
#include "intern.h"

struct pd_one {
	uint32_t text, letters;
	uint8_t n;
};
struct pd_bag {
	uint32_t first, whole; /* words begin; class of the words' sounds, order aside */
	uint8_t n;
};

/* What is asked of a word oftener than its letters. */
struct pd_word {
	uint32_t sound; /* its number */
	uint8_t bit;	/* of the sound in a set of 64 */
	bool common, initial;
};

struct pd_column {
	const struct padan_alloc *from;
	struct pd_reader reader;
	unsigned number; /* of the column in the schema */
	enum padan_kind kind;
	struct pd_map raw, value, word_map, sound_map; /* until pd_column_close */
	struct pd_map plain;			       /* likewise: of a plain word as written its number + 1, or 0 */
	struct pd_scratch *scratch;		       /* likewise */
	struct pd_memo *memo;
	uint64_t *mixed; /* likewise, by word: what its sound adds to the hash of a name */
	size_t cap_mixed;
	struct pd_dict no_dict;
	/* by value */
	union {
		struct pd_one *one;
		struct pd_bag *bag;
		struct pd_cell *date;
	};
	size_t n, cap;	     /* values; number 0 is counted */
	uint64_t *number_of; /* CARD: as a number */
	size_t cap_numbers;
	uint32_t *word;
	size_t n_words, cap_words;
	struct pd_entry *entry; /* words */
	size_t n_entries, cap_entries;
	struct pd_word *class; /* likewise */
	size_t cap_classes;
	uint32_t n_sounds, n_wholes;
	char *text;
	size_t n_text, cap_text;
	struct padan_nik *odd; /* NIKs that are not sixteen good digits */
	size_t n_odd, cap_odd;
	struct padan_nik_sniff sniff;
};

/* PADAN_OK or PADAN_NO_MEMORY; pd_column_done in any case. */
int pd_column_init(struct pd_column *c, const struct padan_schema *s, unsigned number, const struct pd_reader *reader,
		   const struct padan_alloc *from);
void pd_column_done(struct pd_column *c);
/* No more values: what only reading needs is freed. */
void pd_column_close(struct pd_column *c);

/* The hash under which a raw cell is remembered; of no use for a NIK. */
static inline uint64_t pd_raw_hash(struct padan_span raw);
/* The number of a raw cell into *out; hash as above. false: memory was refused. */
bool pd_column_number(struct pd_column *c, struct padan_span raw, uint64_t hash, uint32_t *out);
/* The same of several cells of a column of names, in their order. What is looked up is asked for ahead. */
enum { PD_NAMES = 32 };
bool pd_column_names(struct pd_column *c, const struct padan_span *raw, const uint64_t *hash, unsigned n,
		     uint32_t *out);
/* The same in two steps, for cards and keys of digits alone: what is looked up is asked for ahead. false: not such a
 * one. */
struct pd_plain {
	struct padan_span text;
	uint64_t h;
	bool is;
};
bool pd_column_plain(const struct pd_column *c, struct padan_span raw, struct pd_plain *out);
bool pd_column_number_plain(struct pd_column *c, const struct pd_plain *p, uint32_t *out);
/* A NIK in eight bytes: 0 = nothing; sixteen good digits as a number, with PD_NIK_SOUND and PD_NIK_BIRTH where they
 * hold; else PD_NIK_ODD and the place in c->odd. */
#define PD_NIK_ODD   ((uint64_t)1 << 63)
#define PD_NIK_SOUND ((uint64_t)1 << 62)
#define PD_NIK_BIRTH ((uint64_t)1 << 61)
#define PD_NIK_VALUE (((uint64_t)1 << 56) - 1)
bool pd_column_nik(struct pd_column *c, struct padan_span raw, uint64_t *out);
/* The whole NIK again. */
const struct padan_nik *pd_nik_unpack(const struct pd_column *c, uint64_t packed, struct padan_nik *room);
/* In a list that a spreadsheet has rounded, a last 0 is no digit. */
bool pd_column_nik_cut(struct pd_column *c, uint64_t *packed);

static inline struct padan_span pd_one_text(const struct pd_column *c, const struct pd_one *v)
{
	return (struct padan_span){ c->text + v->text, v->n };
}
static inline bool pd_numbered(enum padan_kind k)
{
	return k != PADAN_NIK;
}

/* --- column.c for column_names.c: */
bool pd_column_read(struct pd_column *c, struct padan_span raw, uint32_t *out); /* a cell anew */
/* A word's number; one value more of so many words, whose numbers stand behind the others, under its hash. */
bool pd_column_word(struct pd_column *c, const struct pd_entry *e, uint32_t *out);
bool pd_column_bag(struct pd_column *c, uint64_t h, unsigned words, uint32_t *out);
bool pd_column_no_name(struct padan_span raw); /* "TIDAK ADA" */

#include <padan/hash.h>
static inline uint64_t pd_raw_hash(struct padan_span raw)
{
	return padan_hash(raw.p, raw.n, 0x5bd1e995u);
}

#endif
