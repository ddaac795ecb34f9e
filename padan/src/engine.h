/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the parts of the linkage engine share, and nobody outside sees.
 *
 *	dict.c     words and values of the left side, numbered, with their frequencies
 *	record.c   raw cells -> typed, normalised cells
 *	compare.c  two records -> a level per column, an event per word
 *	keys.c     a record -> blocking keys;  block.c  keys -> left rows
 *	weigh.c    levels and events -> weights
 *	index.c, stream.c, em.c, finish.c   the course of a linkage;  dedupe.c, cluster.c  of a deduplication
 */
#ifndef PADAN_ENGINE_H
#define PADAN_ENGINE_H

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
enum { PD_MEMO_WORDS = 4096, PD_MEMO_PLACES = 256 };
struct pd_memo {
	const struct pd_dict *dict;
	unsigned name; /* the column whose word classes are looked up */
	struct pd_memo_word {
		uint64_t head, tail; /* the raw word: its first and last eight bytes, which is all of it */
		struct pd_entry entry;
	} word[PD_MEMO_WORDS];
	struct pd_memo_place {
		struct pd_entry whole;
		struct pd_cell cell;
		uint8_t n, column;
		char raw[PD_TEXT + 1];
	} place[PD_MEMO_PLACES];
};
/* A name of plain words, all known: read into *s and *c. Else false, and nothing is done. */
bool pd_memo_name(struct pd_memo *m, struct padan_span raw, struct pd_scratch *s, struct pd_cell *c);
/* A place through the memo; false when it is too long for it. */
bool pd_memo_place(struct pd_memo *m, unsigned column, struct padan_span raw, struct pd_cell *c,
		   struct pd_entry *whole);
void pd_read_place(struct padan_span raw, struct pd_cell *c, struct pd_entry *whole);
void pd_entry_of_word(struct pd_entry *e, const struct padan_word *w);

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
void pd_scratch_clear(struct pd_scratch *s);
bool pd_is_bag(enum padan_kind k);

/* What a comparison found. */
struct pd_found {
	uint64_t gamma;	       /* 4 bits a column */
	uint32_t bag[PD_BAGS]; /* 3 bits for each left word, from bit 24 on the number of right words left alone */
};
static inline unsigned pd_level(uint64_t gamma, unsigned column)
{
	return (unsigned)(gamma >> (4 * column)) & 15;
}
/* Columns by their role, found once per schema. */
struct pd_roles {
	int8_t nik, date, card, name;
	int8_t bag[PADAN_COLUMNS]; /* which of the PD_BAGS a column is; -1 = none */
	uint32_t first;		   /* columns to be read for the keys */
	uint32_t early;		   /* columns compared first */
};
void pd_roles_of(struct pd_roles *r, const struct padan_schema *s);
/* Compares the columns of `want` and adds to *out. DATE before NIK: both belong together. */
void pd_compare(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *a,
		const struct pd_view *b, uint32_t want, struct pd_found *out);

/* Blocking keys of a record; indexed: with the variants that only the left side gives. Returns how many. */
unsigned pd_keys(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *v, bool indexed,
		 uint64_t out[PD_KEYS]);

/* Keys -> rows: a bitmap in front of a table sorted by bucket. */
struct pd_block {
	const struct padan_alloc *from;
	uint64_t *bits;
	uint32_t *start; /* per bucket; one more at the end */
	struct pd_posting {
		uint32_t tag, row;
	} * posting;
	uint32_t n_buckets;
	unsigned shift; /* from a key to its word of the bitmap */
	size_t n_words, n_postings;
};
struct pd_key_row {
	uint64_t key;
	uint32_t row;
};
int pd_block_build(struct pd_block *b, const struct padan_alloc *from, struct pd_key_row *kr, size_t n);
void pd_block_done(struct pd_block *b);
/* Two bits of one word for each key: one line of cache is touched. */
static inline uint64_t pd_block_mask(uint64_t key)
{
	return (uint64_t)1 << (key & 63) | (uint64_t)1 << (key >> 6 & 63);
}
static inline bool pd_block_maybe(const struct pd_block *b, uint64_t key)
{
	return (b->bits[key >> b->shift] & pd_block_mask(key)) == pd_block_mask(key);
}

/* Frequencies on the right side, counted by the workers and added up. */
struct pd_counts {
	uint64_t right, sampled, probes, compared;
	uint32_t *word;				 /* per dictionary number: right rows that have it, all rows */
	uint32_t *value;			 /* the same among the sampled rows */
	uint64_t u[PADAN_COLUMNS][PADAN_LEVELS]; /* levels of the sampled pairs */
	uint64_t same_day[PADAN_LEVELS];	 /* NIK levels of sampled pairs of one birth date and other names */
	uint64_t same_day_15, same_day_n;	 /* of them equal in 15 digits; all */
};

/* Weights in the making: log2 in mbit for each level and event, and of the frequencies. */
struct pd_weights {
	int32_t level[PADAN_COLUMNS][PADAN_LEVELS];
	int32_t event[PADAN_COLUMNS][PADAN_WORD_EVENTS];
	int32_t log_m[PADAN_COLUMNS][PADAN_LEVELS]; /* of levels whose u is a frequency */
};

struct padan_index {
	const struct padan_alloc *from;
	const struct padan_schema *schema;
	struct padan_link_opt opt;
	struct pd_roles roles;
	struct pd_reader reader;
	struct pd_dict dict;
	struct pd_cell *cell;  /* rows * n_columns */
	struct padan_nik *nik; /* rows, where the schema has a NIK */
	uint32_t *word;	       /* dictionary numbers of the words of the bags */
	uint8_t *group;
	uint32_t n, cap, n_words, cap_words;
	struct padan_nik_sniff sniff[64];
	uint64_t damaged; /* bit per group */
	struct pd_block block;
	uint32_t *by_day; /* rows ordered by birth date */
	struct padan_model model;
	int32_t *surprise; /* per dictionary number: -log2 of its frequency, mbit; provisional, then final */
	struct pd_weights weights;
	bool sealed;
	struct pd_scratch *scratch;
};
/* A left row as a view; the pointers for its words go into `at` and `whole` texts into `value`. */
struct pd_left {
	struct pd_view view;
	const struct pd_entry *at[PADAN_COLUMNS * PD_WORDS];
	struct pd_cell cell[PADAN_COLUMNS];
	unsigned n_words;
};
void pd_left_begin(const struct padan_index *ix, uint32_t row, struct pd_left *out);
void pd_left_load(const struct padan_index *ix, uint32_t row, uint32_t want, struct pd_left *out); /* columns */
void pd_scratch_view(struct pd_scratch *s, struct pd_view *out);

void pd_weights_of(struct pd_weights *w, const struct padan_model *m, const struct padan_schema *s);
/* Sum of the weights of a pair; part may be NULL. */
int32_t pd_weigh(const struct padan_index *ix, uint32_t row, const struct pd_found *f, int32_t part[PADAN_COLUMNS]);
int32_t pd_log2_mbit(double x);

/* A kept candidate. */
struct pd_kept {
	uint64_t content, nik;
	struct pd_found found;
	int32_t weight;
	uint32_t ppm;
	uint16_t n_payload, cap_payload;
	char *payload;
};
static inline bool pd_kept_before(const struct pd_kept *a, const struct pd_kept *b)
{
	return a->weight != b->weight ? a->weight > b->weight : a->content < b->content;
}

#endif
