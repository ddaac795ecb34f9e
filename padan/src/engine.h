/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the parts of the linkage engine share, and nobody outside sees.
 *
 *	dict.c     words and values of the left side, numbered, with their frequencies
 *	record.c   raw cells -> typed, normalised cells
 *	compare.c  two records -> a level per column, an event per word
 *	keys.c     a left record -> blocking keys;  look.c, probe.c  a right record -> the keys to look for
 *	block.c    keys -> left rows
 *	weigh.c    levels and events -> weights
 *	index.c, index_rows.c, stream.c, em.c, finish.c   the course of a linkage;  dedupe.c, cluster.c  of a
 *deduplication
 */
#ifndef PADAN_ENGINE_H
#define PADAN_ENGINE_H

#include "look.h"
#include <padan/hash.h>

/* The year that ages are counted back from, and how far off an age may be. */
enum { PD_REF_YEAR = 2026, PD_AGE_OFF = 2 };

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
	int8_t nik, date, card, name, key;
	int8_t bag[PADAN_COLUMNS]; /* which of the PD_BAGS a column is; -1 = none */
	uint32_t first;		   /* columns to be read for the keys */
	uint32_t early;		   /* columns compared first */
	uint32_t bags;		   /* columns of words */
	uint32_t places;	   /* columns that tell where somebody lives */
};
void pd_roles_of(struct pd_roles *r, const struct padan_schema *s);
/* Compares the columns of `want` and adds to *out. DATE before NIK: both belong together. */
void pd_compare(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *a,
		const struct pd_view *b, uint32_t want, struct pd_found *out);

/* The same, piece by piece. Neither side is missing. */
unsigned pd_compare_dates(const struct pd_cell *a, const struct pd_cell *b);	/* of cells that are missing: MISSING */
unsigned pd_compare_niks(const struct padan_nik *a, const struct padan_nik *b); /* without the date's part */
/* Bags whose equal words and sounds have found each other: bit sets of the words that have not; events as in pd_found.
 */
struct pd_words_met {
	uint32_t left, right, events;
};
/* The level when nothing is left on one side; and when the letters must be looked at. */
unsigned pd_words_level(const struct pd_words_met *met, unsigned an, uint32_t *found);
unsigned pd_compare_rest(const struct pd_entry *const *a, unsigned an, const struct pd_entry *const *b, unsigned bn,
			 const struct pd_words_met *met, uint32_t *found);
/* A normalised value and the set of its letters. */
struct pd_text {
	struct padan_span s;
	uint32_t letters;
};
bool pd_values_close(enum padan_kind k, const struct pd_text *a, const struct pd_text *b); /* that are not equal */

enum { PD_KEY_WORDS = 6 /* of a name, that make keys */ };
/* A key from the joined tokens of a rule, whose number (from 1) was joined first. */
static inline uint64_t pd_key(uint64_t joined)
{
	return joined | 1;
}
/* Two words of one name, which have no order, in the first two parts: */
bool pd_rule_pairs(const struct padan_rule *rule);
/* one token of both their sounds, in place of the first. */
static inline uint64_t pd_pair_of(uint64_t a, uint64_t b)
{
	return a < b ? padan_hash_join(a, b) : padan_hash_join(b, a);
}
/* The parts of a rule in the order in which their tokens are joined: those that are one token of a right row, then
 * those that are one for each word. Returns how many; of a pair's parts only the first. */
unsigned pd_rule_order(const struct padan_rule *rule, uint8_t order[3]);
/* Blocking keys of a left record. Returns how many. */
unsigned pd_keys(const struct padan_schema *s, const struct pd_roles *r, const struct pd_view *v,
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
static inline uint32_t pd_block_bucket(const struct pd_block *b, uint64_t key)
{
	return (uint32_t)(key >> 32) & (b->n_buckets - 1);
}
/* Three bits of one word for each key: one line of cache is touched. */
static inline uint64_t pd_block_mask(uint64_t key)
{
	return (uint64_t)1 << (key & 63) | (uint64_t)1 << (key >> 6 & 63) | (uint64_t)1 << (key >> 12 & 63);
}
static inline bool pd_block_maybe(const struct pd_block *b, uint64_t key)
{
	return (b->bits[key >> b->shift] & pd_block_mask(key)) == pd_block_mask(key);
}

/* Frequencies on the right side, counted by the workers and added up. */
struct pd_counts {
	uint64_t right, sampled, probes, compared;
	uint32_t *word;				 /* per class of words of the name: right rows that have it, all rows */
	uint32_t *value;			 /* per dictionary number: the same among the sampled rows */
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

/* What decides at one look whether a pair of persons is worth comparing. */
struct pd_brief {
	uint64_t nik, card, key; /* 0 = none */
	uint64_t words;		 /* a bit for each word's sound */
	uint32_t day, nik_day;	 /* 0 = none */
	uint8_t n;		 /* words of the name */
};
void pd_brief_of(struct pd_brief *b, const struct pd_roles *r, const struct pd_view *v);
/* Of a right row, of which only the numbers' first fifteen digits count, and no day of the NIK. */
void pd_brief_look(struct pd_brief *b, const struct pd_roles *r, const struct pd_look *v);

struct padan_index {
	const struct padan_alloc *from;
	const struct padan_schema *schema;
	struct padan_link_opt opt;
	uint8_t pair_every; /* of the sampled right rows so many are drawn for one that is compared with left rows */
	struct pd_roles roles;
	struct pd_reader reader;
	struct pd_dict dict;
	uint32_t *class_of; /* per dictionary number: of the sounds of names, which are few and counted in every row, */
	uint32_t n_classes; /* their own numbers; else PD_NONE */
	struct pd_cell *cell;  /* rows * n_columns */
	struct padan_nik *nik; /* rows, where the schema has a NIK */
	uint32_t *word;	       /* dictionary numbers of the words of the bags */
	uint8_t *group;
	uint32_t n, cap, n_words, cap_words;
	struct padan_nik_sniff sniff[64];
	uint64_t damaged; /* bit per group */
	struct pd_block block;
	struct pd_probe probe;
	struct pd_block exact;	/* with opt.exact_first: whole numbers -> rows */
	uint8_t *settled;	/* with opt.exact_first: rows that the first pass has settled; else NULL */
	bool opened;		/* `block` is built */
	uint32_t *by_day;	/* rows ordered by birth date */
	struct pd_brief *brief; /* per row; NULL where the schema has no NIK, name and date */
	struct padan_model model;
	int32_t *surprise; /* per dictionary number: -log2 of its frequency, mbit; provisional, then final */
	struct pd_weights weights;
	int32_t place_most; /* mbit: two people of one house */
	bool sealed;
	struct pd_scratch *scratch;
	struct pd_memo *memo; /* until it is sealed */
};
/* index.c: the cells of a left row; the memory for what storing them will want; the row stored. */
void pd_index_read(const struct padan_index *ix, const struct padan_left *left, struct pd_scratch *s);
void pd_index_ask(const struct padan_index *ix, const struct pd_scratch *s);
int pd_index_store(struct padan_index *ix, const struct pd_scratch *s, unsigned group);
/* The blocking table of the rows that are not settled. */
int pd_index_block(struct padan_index *ix);
/* probe.c: PADAN_NO_MEMORY, or 0. Then each left row that can still be met is shown to it. */
int pd_probe_begin(struct padan_index *ix);
void pd_probe_show(struct padan_index *ix, uint32_t row);
void pd_probe_done(struct padan_index *ix);
/* Keys of a right row, all that some left row may have. */
unsigned pd_probe_keys(const struct padan_index *ix, const struct pd_look *v, uint64_t out[PD_KEYS]);
/* exact.c */
int pd_exact_build(struct padan_index *ix);
/* A left row as a view; the pointers for its words go into `at` and `whole` texts into `value`. */
struct pd_left {
	struct pd_view view;
	const struct pd_entry *at[PADAN_COLUMNS * PD_WORDS];
	struct pd_cell cell[PADAN_COLUMNS];
	unsigned n_words;
};
void pd_left_begin(const struct padan_index *ix, uint32_t row, struct pd_left *out);
/* Asks the memory for what pd_left_load will want. */
void pd_left_prefetch(const struct padan_index *ix, uint32_t row);
/* When that is there, for the columns of `want`: the numbers of the words; when those are there: words and values. */
void pd_left_prefetch_words(const struct padan_index *ix, uint32_t row, uint32_t want);
void pd_left_prefetch_values(const struct padan_index *ix, uint32_t row, uint32_t want);
void pd_left_load(const struct padan_index *ix, uint32_t row, uint32_t want, struct pd_left *out); /* columns */
void pd_scratch_view(struct pd_scratch *s, struct pd_view *out);

void pd_weights_of(struct pd_weights *w, const struct padan_model *m, const struct padan_schema *s);
/* How much it says when a record's values are met, mbit: the whole value's (-1 = unknown), of a bag each word's. */
struct pd_rarity {
	int32_t whole;
	uint8_t n, common; /* words; bit set of those that are common */
	int32_t word[PD_WORDS];
};
struct pd_scale {
	const struct padan_schema *schema;
	const struct pd_roles *roles;
	const struct pd_weights *weights;
	int32_t place_most;
	double found; /* share of the rows that have somebody on the other side */
};
/* Sum of the weights of a pair whose left side's values are so rare; part may be NULL. */
int32_t pd_weigh_pair(const struct pd_scale *s, const struct pd_rarity rare[PADAN_COLUMNS], const struct pd_found *f,
		      int32_t part[PADAN_COLUMNS]);
/* The same of a left row. */
int32_t pd_weigh(const struct padan_index *ix, uint32_t row, const struct pd_found *f, int32_t part[PADAN_COLUMNS]);
int32_t pd_log2_mbit(double x);
/* log2 of the houses that so many people live in. */
int32_t pd_place_most(uint64_t people);

/* A kept candidate. */
struct pd_kept {
	uint64_t content, nik;
	struct pd_found found;
	int32_t weight;
	uint32_t ppm, alone_ppm;
	uint16_t n_payload, cap_payload;
	char *payload;
};
/* Rows that are alike count once: the one whose payload comes first, whichever was seen first. */
static inline bool pd_payload_before(struct padan_span a, const struct pd_kept *b)
{
	return padan_span_cmp(a, (struct padan_span){ b->payload, b->n_payload }) < 0;
}
static inline bool pd_kept_before(const struct pd_kept *a, const struct pd_kept *b)
{
	return a->weight != b->weight ? a->weight > b->weight : a->content < b->content;
}

#endif
