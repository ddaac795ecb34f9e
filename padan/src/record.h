/* SPDX-License-Identifier: EUPL-1.2
 *
 * A record inside the engine: words and values numbered (dict.c), raw cells read into typed ones
 * (record.c), what was read before remembered (memo.c).
 */
#ifndef PADAN_RECORD_H
#define PADAN_RECORD_H

#include <padan/date.h>
#include <padan/link.h>
#include <padan/name.h>
#include <padan/nik.h>

enum {
	PD_WORDS = 8,	   /* words of a bag */
	PD_BAGS = 4,	   /* bag columns whose word events are kept */
	PD_TEXT = 31,	   /* bytes of a word or value that kernels look at */
	PD_KEYS = 256,	   /* keys of one record */
	PD_BLOCK_MAX = 40, /* a key of more left rows is too common to be used */
};
#define PD_NONE UINT32_MAX
/* Columns of the dictionary: words, the sounds of words, whole values. */
#define PD_SOUND_OF(c) ((c) + PADAN_COLUMNS)
#define PD_WHOLE_OF(c) ((c) + 2 * PADAN_COLUMNS)

/* A word, or a whole value. */
struct pd_entry {
	uint64_t hash, sound;
	uint32_t id;	  /* dictionary number of the class whose frequency counts: of a word its sound; PD_NONE when
			   * the left side does not have it */
	uint32_t letters; /* bit set of its letters and digits: a bound for the edit distance */
	uint16_t of;	  /* column of the dictionary */
	uint8_t n, flags; /* bytes of text; enum padan_word_flag */
	char text[PD_TEXT + 1];
};

/* A birth date in eight bytes. */
struct pd_date {
	int16_t y;
	uint8_t m, d, kind, age;
	uint16_t flags;
};

/* A normalised cell. What `h` means: NIK and CARD the number, DATE a struct pd_date's day + 2^31, NAME and TEXT an
 * order-free hash of the words, else a hash of the value. 0 = nothing there. */
struct pd_cell {
	uint64_t h;
	union {
		uint32_t first; /* bags: where the words begin */
		struct pd_date date;
	};
	uint32_t whole; /* dictionary number of the whole value, or PD_NONE */
	uint8_t n;	/* words */
};

/* Open addressing from a key to a number. */
struct pd_dict {
	const struct padan_alloc *from;
	struct pd_entry *entry;
	uint32_t *left; /* rows of the left side that have it */
	uint32_t n, cap, n_slots;
	struct pd_slot {
		uint64_t key;
		uint32_t id, used;
	} * slot;
};
void pd_dict_init(struct pd_dict *d, const struct padan_alloc *from);
void pd_dict_done(struct pd_dict *d);
/* The number of e within its column, made when it is new; counts a left row. PD_NONE when memory is refused. */
uint32_t pd_dict_add(struct pd_dict *d, unsigned column, const struct pd_entry *e);
void pd_dict_ask(const struct pd_dict *d, unsigned column, uint64_t hash); /* asks the memory for what a find needs */
uint32_t pd_dict_find(const struct pd_dict *d, unsigned column, uint64_t hash);

/* A record under comparison. `word` of a bag column are borrowed from the dictionary or the scratch. */
struct pd_view {
	const struct pd_cell *cell;
	const struct padan_nik *nik;
	const struct pd_entry *const *word;	     /* cell.first counts in it */
	const struct pd_entry *whole[PADAN_COLUMNS]; /* text of a single value (PLACE, VALUE, KEY, CARD, SEX) */
};

struct pd_scratch;

/* memo.c: what a worker has read before. */
enum { PD_MEMO_WORDS = 4096, PD_MEMO_WAYS = 2, PD_MEMO_PLACES = 256, PD_MEMO_TEXTS = 1024, PD_MEMO_LONGEST = 16 };
struct pd_memo {
	const struct pd_dict *dict;
	unsigned name; /* the column whose word classes are looked up */
	struct pd_memo_word {
		uint64_t head, tail; /* the raw word: its first and last eight bytes, which is all of it */
		uint8_t n;	     /* of the raw word; 0 = a free place */
		bool plain;
		struct pd_entry entry;
	} word[PD_MEMO_WORDS][PD_MEMO_WAYS]; /* the one used last stands first */
	struct pd_memo_place {
		struct pd_entry whole;
		struct pd_cell cell;
		uint64_t raw[4]; /* its bytes, as pd_memo_place cuts them */
		uint8_t n, column;
	} place[PD_MEMO_PLACES];
	struct pd_memo_text {
		uint64_t head, tail; /* a word of an address or a job, as folded */
		struct pd_entry entry;
		uint8_t n; /* 0 = a free place */
		bool filler;
	} text[PD_MEMO_TEXTS];
};
/* A word of 3 to 16 letters A to Z; NULL when it is not the same thing wherever it stands in a name. */
const struct pd_entry *pd_memo_word(struct pd_memo *m, const char *p, size_t n);
/* A name of plain words, all known: read into *s and *c. Else false, and nothing is done. */
bool pd_memo_name(struct pd_memo *m, struct padan_span raw, struct pd_scratch *s, struct pd_cell *c);
/* The place of a word of 1 to PD_MEMO_LONGEST bytes, behind which seven more may be read. *known: it stands there; else
 * the caller fills in entry and filler. */
struct pd_memo_text *pd_memo_text(struct pd_memo *m, const char *p, size_t n, bool *known);
/* A place through the memo; false when it is too long for it. */
bool pd_memo_place(struct pd_memo *m, unsigned column, struct padan_span raw, struct pd_cell *c,
		   struct pd_entry *whole);
void pd_read_place(struct padan_span raw, struct pd_cell *c, struct pd_entry *whole);
void pd_entry_of_word(struct pd_entry *e, const struct padan_word *w);
void pd_entry_of_text(struct pd_entry *e, struct padan_span s);
/* A family card or another key of digits alone, as pd_read reads it: the text that counts, and cell.h. false: it is
 * another thing, or nothing. */
bool pd_plain_number(enum padan_kind kind, struct padan_span raw, struct padan_span *text, uint64_t *h);

/* Where a record is taken apart. */
struct pd_scratch {
	struct pd_memo *memo; /* NULL: none */
	struct padan_nik nik;
	struct pd_cell cell[PADAN_COLUMNS];
	struct pd_entry whole[PADAN_COLUMNS];
	struct pd_entry word[PADAN_COLUMNS * PD_WORDS];
	const struct pd_entry *at[PADAN_COLUMNS * PD_WORDS];
	struct padan_name name;
	uint32_t n_words;
	uint32_t done; /* bit set of columns that were read */
};

struct pd_reader {
	const struct padan_schema *schema;
	struct padan_nik_opt nik_opt;
	struct padan_date_opt date_opt;
};
/* Reads the columns of `want` that were not read yet. */
void pd_read(const struct pd_reader *rd, const struct padan_span *fields, uint32_t want, struct pd_scratch *s);
/* A number that no part makes doubtful. */
bool pd_sure_nik(const struct pd_reader *rd, uint64_t value);
void pd_scratch_clear(struct pd_scratch *s);
bool pd_is_bag(enum padan_kind k);

#endif
