/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside a table of records (padan/records.h).
 *
 *	column.c	values of a column, numbered
 *	records.c	rows of numbers, and their own order;  records_csv.c  from a text
 *	tokens.c, blocks.c, met.c	blocking: what a row can be met by, and the rows that meet
 *	match.c		two rows -> levels and weight
 *	rare.c		how rare values are
 *	dedupe.c, cluster.c	the course of a deduplication
 */
#ifndef PADAN_RECORDS_INSIDE_H
#define PADAN_RECORDS_INSIDE_H

#include "column.h"
#include "estimate.h"
#include "parallel.h"
#include <padan/records.h>

/* What a first look at a row needs. */
struct pd_glance {
	uint64_t nik, name; /* packed, as pd_column_nik does; bit set of the name's sounds */
	uint32_t day;	    /* of birth; 0 = none, equal where the dates are */
	uint16_t strong[6]; /* of the columns that say much: a part of the value's number, 0 = none */
};

struct padan_records {
	const struct padan_alloc *from;
	const struct padan_schema *schema;
	struct padan_link_opt opt;
	struct pd_roles roles;
	struct pd_column column[PADAN_COLUMNS];
	uint32_t *row;	 /* a number per column; sealed: rows of 64 bytes do not cross a line of cache */
	unsigned stride; /* numbers of a row, with filling */
	size_t cap;
	void *row_block; /* sealed: where row stands in */
	uint64_t *nik;	 /* until sealed; then in glance */
	size_t cap_nik;
	struct pd_glance *glance; /* sealed */
	uint64_t *content; /* hash of each row as it was written; until sealed in the order of adding, then in ours */
	size_t cap_content;
	uint32_t *input; /* sealed: our row -> the number by adding */
	uint32_t n;
	uint8_t strong[6], n_strong; /* columns with so many values that equal ones say much */
	uint32_t *twin;		     /* sealed: the first of the rows that are equal in all columns; itself as a rule */
	bool sealed, damaged;
};

/* Its numbers. */
static inline const uint32_t *pd_row(const struct padan_records *r, uint32_t row)
{
	return r->row + (size_t)row * r->stride;
}
static inline uint32_t *pd_row_for(struct padan_records *r, uint32_t row)
{
	return r->row + (size_t)row * r->stride;
}
/* Of a sealed table; 0 = none. */
static inline uint64_t pd_row_nik(const struct padan_records *r, uint32_t row)
{
	return r->glance[row].nik;
}
static inline void pd_row_prefetch(const struct padan_records *r, uint32_t row)
{
	__builtin_prefetch(pd_row(r, row));
	__builtin_prefetch(&r->glance[row]);
}
/* Room for one row more. */
bool pd_records_reserve(struct padan_records *r, size_t rows);
/* The text of t into r, by several threads; t learns where its rows begin. */
int pd_records_text(struct padan_records *r, const struct padan_binding *b, struct padan_table *t, unsigned threads,
		    struct padan_error *e);
/* --- blocks.c, met.c: rows that share a key, in pairs --------------------------------------------- */

/* Pairs a << 32 | b of rows, a < b, ascending, each once. */
struct pd_met {
	const struct padan_alloc *from;
	uint64_t *pair;
	size_t n, cap;
};
struct pd_row_tokens;
enum pd_meeting {
	PD_ALL,	  /* every row meets every other */
	PD_BLOCK, /* those that a rule brings together */
	PD_SIFT	  /* of these the ones that have some likeness at a first look */
};
struct pd_how {
	enum pd_meeting meeting;
	uint32_t rules;		      /* by these, a bit each */
	struct pd_row_tokens *tokens; /* where they have been made already; else NULL */
};
int pd_met_make(struct pd_met *m, const struct padan_records *r, const struct pd_how *how, unsigned threads);
void pd_met_done(struct pd_met *m);

/* Has the pair some likeness at a first look? */
bool pd_hopeful(const struct padan_records *r, uint32_t a, uint32_t b);

/* --- tokens.c: what a row gives to one rule ----------------------------------------------------------- */

enum { PD_TOKEN_WORDS = 4, PD_ROW_KEYS = PD_TOKEN_WORDS * PD_TOKEN_WORDS * PD_TOKEN_WORDS + 1, PD_MAKER_ROWS = 64 };
/* Of each row what most rules ask for, side by side: the words of the name, and the birth date that the NIK gives. */
struct pd_row_tokens {
	uint32_t word[PD_TOKEN_WORDS]; /* sounds */
	uint8_t n, weak;	       /* words; bit set of the weak ones */
	struct pd_day {
		int16_t y;
		uint8_t m, d; /* 0 = only the year is known */
	} day;		      /* y = 0: none */
};
/* Rows from .. to - 1 are gone through: asks the memory for the name of row i, its words, what is known of these, so
 * that all of row i - PD_NAME_AHEAD is there. */
enum { PD_NAME_AHEAD = 36 };
void pd_name_ask(const struct padan_records *r, uint32_t from, uint32_t to, uint32_t i);
void pd_row_tokens(const struct padan_records *r, uint32_t row, struct pd_row_tokens *out);
/* Of all rows; NULL: memory was refused. */
struct pd_row_tokens *pd_tokens_make(const struct padan_records *r, unsigned threads);
void pd_tokens_free(const struct padan_records *r, struct pd_row_tokens *tokens);

/* What a row has of one part of a rule. */
struct pd_tokens {
	uint64_t v[PD_TOKEN_WORDS];
	uint8_t n, weak; /* weak: bit set */
};
/* Makes keys of some rows at a time: each part that several rules share is read once. */
struct pd_maker {
	const struct padan_records *r;
	const struct pd_row_tokens *tokens;
	struct {
		uint8_t column, token;
	} source[3 * PADAN_RULES];
	unsigned n_sources;
	uint8_t part[PADAN_RULES][3]; /* the sources of a rule's parts */
	bool pairs[PADAN_RULES];      /* two words of one name, which have no order */
	uint32_t row[PD_MAKER_ROWS];  /* set by the caller, n of them; then pd_maker_read */
	unsigned n;
	uint64_t has[3 * PADAN_RULES]; /* per source: a bit for each of these rows that it gives something */
	struct pd_tokens token[3 * PADAN_RULES][PD_MAKER_ROWS];
};
_Static_assert(PD_MAKER_ROWS == 64, "a bit for each row");
/* For the rules of the bit set; NULL: memory was refused. */
struct pd_maker *pd_maker_new(const struct padan_records *r, const struct pd_row_tokens *tokens, uint32_t rules);
void pd_maker_free(struct pd_maker *m);
void pd_maker_read(struct pd_maker *m);
/* A bit set of what a source has given, with some of what it has not. */
enum { PD_AMONG_BITS = 17, PD_AMONG_WORDS = (1 << PD_AMONG_BITS) / 64 };
static inline uint32_t pd_among_bit(uint64_t v)
{
	return (uint32_t)(v * 0x9e3779b97f4a7c15u >> (64 - PD_AMONG_BITS));
}
/* Drops what is not among the values of its source; among: per source, NULL = everything stays. */
void pd_maker_keep(struct pd_maker *m, const uint64_t *const *among);
/* A bit for each row that has all parts of a rule. */
uint64_t pd_maker_rows(const struct pd_maker *m, unsigned rule);
/* The keys of row i of those that have been read; returns how many. */
unsigned pd_maker_keys(const struct pd_maker *m, unsigned rule, unsigned i, uint64_t out[PD_ROW_KEYS]);
/* By what rows of a block that is too large are put side by side: the sounds of the name. */
uint64_t pd_row_hint(const struct padan_records *r, uint32_t row);

/* --- match.c, rare.c -------------------------------------------------------------------------------------- */

/* Surprise of each value, sound and whole name of each column, mbit. */
struct pd_rare {
	int32_t *value[PADAN_COLUMNS], *sound[PADAN_COLUMNS], *whole[PADAN_COLUMNS];
};
int pd_rare_make(struct pd_rare *x, const struct padan_records *r);
void pd_rare_done(struct pd_rare *x, const struct padan_records *r);
/* From counts of people: twins[row] is how many likely doubles the row has, in millionths. */
int pd_rare_count(struct pd_rare *x, const struct padan_records *r, const uint32_t *twins, unsigned threads);
/* The chance that two people have one birth date. */
double pd_rare_same_date(const struct pd_rare *x, const struct padan_records *r);
/* What a row's values weigh when they are met, for pd_weigh_pair: of the columns of `want`. */
void pd_rare_of(const struct pd_rare *x, const struct padan_records *r, const uint32_t *row, uint32_t want,
		struct pd_rarity out[PADAN_COLUMNS]);
/* Asks the memory for what pd_rare_of will read: some time before, and somewhat later. */
void pd_rare_ask(const struct pd_rare *x, const struct padan_records *r, uint32_t row);
void pd_rare_ask_words(const struct pd_rare *x, const struct padan_records *r, uint32_t row);
/* The columns whose rarity a pair's weight depends on. */
uint32_t pd_rare_needed(const struct padan_schema *s, const struct pd_found *f);

/* Levels and events of two rows. */
void pd_match(const struct padan_records *r, uint32_t a, uint32_t b, struct pd_found *out);
/* Asks the memory for what pd_match and the weighing will read: first the values, some time later what they lead to. */
void pd_match_ask(const struct padan_records *r, uint32_t a, uint32_t b);
void pd_match_ask_words(const struct padan_records *r, uint32_t a, uint32_t b);
/* May the two rows never be one person? */
bool pd_forbidden(const struct padan_records *r, uint32_t a, uint32_t b);

#endif
