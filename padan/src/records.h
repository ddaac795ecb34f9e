/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside a table of records (padan/records.h).
 *
 *	column.c	values of a column, numbered
 *	records.c	rows of numbers, and their own order;  records_csv.c  from a text
 *	tokens.c, posting.c	blocking: what a row can be met by, and the rows that meet
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

/* A row: (where the schema has them) the NIK and the bit set of the name's sounds, eight bytes each, then a number per
 * column. What a first look needs stands together. */
struct pd_shape {
	unsigned stride, nik, name, values; /* in 32-bit words from the row's beginning */
};

struct padan_records {
	const struct padan_alloc *from;
	const struct padan_schema *schema;
	struct padan_link_opt opt;
	struct pd_roles roles;
	struct pd_shape shape;
	struct pd_column column[PADAN_COLUMNS];
	uint32_t *row;
	size_t cap;
	uint64_t *content; /* hash of each row as it was written; until sealed in the order of adding, then in ours */
	size_t cap_content;
	uint32_t *input;    /* sealed: our row -> the number by adding */
	uint32_t n, strong; /* strong: columns with so many values that equal ones say much */
	uint32_t *twin;	    /* sealed: the first of the rows that are equal in all columns; itself as a rule */
	bool sealed, damaged;
};

/* Its numbers. */
static inline const uint32_t *pd_row(const struct padan_records *r, uint32_t row)
{
	return r->row + (size_t)row * r->shape.stride + r->shape.values;
}
static inline uint32_t *pd_row_for(struct padan_records *r, uint32_t row)
{
	return r->row + (size_t)row * r->shape.stride + r->shape.values;
}
/* The schema has a NIK; it has a name. */
static inline uint64_t pd_row_nik(const struct padan_records *r, const uint32_t *row)
{
	uint64_t v;

	memcpy(&v, row - r->shape.values + r->shape.nik, sizeof(v));
	return v;
}
static inline uint64_t pd_row_name(const struct padan_records *r, const uint32_t *row)
{
	uint64_t v;

	memcpy(&v, row - r->shape.values + r->shape.name, sizeof(v));
	return v;
}
static inline void pd_row_prefetch(const struct padan_records *r, uint32_t row)
{
	const uint32_t *p = r->row + (size_t)row * r->shape.stride;

	__builtin_prefetch(p);
	__builtin_prefetch(p + r->shape.stride - 1);
}
/* Sets the NIK and the name's bits of a row whose numbers are set. */
void pd_row_extras(const struct padan_records *r, uint32_t *row, uint64_t nik);
/* Room for one row more. */
bool pd_records_reserve(struct padan_records *r, size_t rows);
/* The text of t into r, by several threads; t learns where its rows begin. */
int pd_records_text(struct padan_records *r, const struct padan_binding *b, struct padan_table *t, unsigned threads,
		    struct padan_error *e);
/* The bit set of a name's sounds. */
uint64_t pd_name_bits(const struct padan_records *r, uint32_t value);

/* --- posting.c: rows that share a key, in blocks ------------------------------------------------- */

struct pd_member {
	uint32_t row;  /* PD_LAST: the last of its block */
	uint32_t next; /* the same row's place in another block; 0 = none */
};
#define PD_LAST (1u << 31)
struct pd_postings {
	const struct padan_alloc *from;
	struct pd_member *member; /* [0] is nobody */
	size_t n, cap;
	uint32_t *head; /* per row: its first place */
	uint32_t rows;
};
int pd_postings_make(struct pd_postings *p, const struct padan_records *r, unsigned threads);
void pd_postings_done(struct pd_postings *p);

/* --- tokens.c: what a row gives to one rule ----------------------------------------------------------- */

enum { PD_TOKENS = 8, PD_ROW_KEYS = 48, PD_TOKEN_WORDS = 4 };
/* Of each row what most rules ask for, side by side: the words of the name, the birth date and the one that the NIK
 * gives. */
struct pd_row_tokens {
	uint32_t word[PD_TOKEN_WORDS]; /* sounds */
	uint8_t n, weak;	       /* words; bit set of the weak ones */
	struct pd_day {
		int16_t y;
		uint8_t m, d; /* 0 = only the year is known */
	} day[2];	      /* y = 0: none */
};
void pd_row_tokens(const struct padan_records *r, uint32_t row, struct pd_row_tokens *out);
/* The keys of a row under a rule; returns how many. */
unsigned pd_row_keys(const struct padan_records *r, const struct padan_rule *rule, uint32_t row,
		     const struct pd_row_tokens *own, uint64_t out[PD_ROW_KEYS]);
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
/* The columns whose rarity a pair's weight depends on. */
uint32_t pd_rare_needed(const struct padan_schema *s, const struct pd_found *f);

/* Levels and events of two rows. */
void pd_match(const struct padan_records *r, const uint32_t *a, const uint32_t *b, struct pd_found *out);
/* May the two rows never be one person? */
bool pd_forbidden(const struct padan_records *r, const uint32_t *a, const uint32_t *b);

#endif
