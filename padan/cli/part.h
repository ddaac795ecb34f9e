/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a part (--part i/N) puts down beside its pairs, in PART.csv.padan, so that `padan merge` makes of all parts what
 *the run without parts makes: which part of which run it is, and what the choice among candidates needs. padan_part 1
 *	command link | dedupe
 *	part i N
 *	run HEX			the same for all parts of one run
 *	threshold PPM
 *	one_to_one auto | yes | no
 *	swapped 0 | 1		linkage: the file named first is the one that streams
 *	columns LABEL ...
 *	file PATH, id COLUMN, exclude LIST, model PATH, labels PATH	deduplication: what clusters are made from
 *	rows N			then N lines of CSV: candidates, or row numbers of pairs
 */
#ifndef PADAN_PART_H
#define PADAN_PART_H

#include "claims.h"
#include "said.h"

enum { PART_LABELS = 1024 };

struct part_file {
	char *bytes; /* fields are borrowed from it */
	size_t size;
	bool link, swapped;
	unsigned part, parts;
	uint64_t run;
	uint32_t threshold_ppm;
	enum cli_one one;
	struct padan_span columns, file, id, exclude, model, labels, body;
	size_t rows;
};

/* The number of a run: what decides its answer. right may be NULL. */
uint64_t part_run(const struct args *a, const struct padan_recipe *r, const struct padan_table *left,
		  const struct padan_table *right);
struct sides;
int part_write_claims(const struct args *a, const struct sides *s, const struct claims *c);
struct scored;
int part_write_pairs(const struct args *a, uint64_t run, const struct padan_recipe *r, const struct scored *p,
		     size_t n);

/* 1: read; 0: the file has none (it is no part); -1: a message was given. */
int part_read(struct part_file *out, const char *pairs_path);
void part_free(struct part_file *p);
int part_claims(const struct part_file *p, struct claims *to);
/* Appends the pairs' rows to *to (n, cap). */
int part_pairs(const struct part_file *p, struct padan_pair **to, size_t *n, size_t *cap);

#endif
