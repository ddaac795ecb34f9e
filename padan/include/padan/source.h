/* SPDX-License-Identifier: EUPL-1.2
 *
 * A CSV file of any length as one side of a linkage: read from beginning to end as often as need be, and never held.
 *
 *	padan_source_open(&s, "registry.csv", 16 << 20, &err);
 *	padan_table_choose_id(padan_source_table(s), NULL, &err);	what it looks like: all rows, or a sample
 *	padan_recipe_guess_two(&r, few, padan_source_table(s), ...);	recipe.h
 *	padan_bind(&b, r, padan_source_table(s), &err);
 *	padan_source_link(&result, s, ix, &how, &err);			ix: the other side, padan_index_table
 *	padan_source_fetch(&rows, s, places, n, &err);			the few rows that were met
 *
 * A candidate's payload is a struct padan_place. Memory: some blocks of the file for each thread, 16 bytes for each
 *half megabyte of it, nothing per row. Of rows that are written alike in all compared columns one counts, whatever the
 * order: that whose record has the smallest hash.
 */
#ifndef PADAN_SOURCE_H
#define PADAN_SOURCE_H

#include <padan/recipe.h>

struct padan_source;

/* Where a row stands. */
struct padan_place {
	uint64_t content; /* hash of the record */
	uint64_t at;	  /* its first byte in the text, the byte-order mark not counted */
	uint32_t row;	  /* in its block */
};

/* Files of up to `held` bytes are held for padan_source_table; of longer ones rows from PADAN_SOURCE_PLACES places of
 * the file, evenly apart, stand for all. What is no file (a pipe) is read into memory. */
enum { PADAN_SOURCE_PLACES = 64 };
PADAN_MUST_CHECK int padan_source_open(struct padan_source **out, const char *path, size_t held, struct padan_error *e);
void padan_source_free(struct padan_source *s);
struct padan_table *padan_source_table(struct padan_source *s); /* borrowed */
/* The same and more: all rows, whatever the length (up to 2 GB). The caller's; the source has none any more. */
PADAN_MUST_CHECK int padan_source_whole(struct padan_table **out, struct padan_source *s, struct padan_error *e);
bool padan_source_held(const struct padan_source *s);
uint64_t padan_source_bytes(const struct padan_source *s);

/* A row that is looked for by its id, as people's labels do. */
struct padan_wanted {
	struct padan_span id;
	struct padan_place place; /* of the first row of that id */
	bool found;
};
struct padan_source_how {
	const struct padan_binding *binding; /* to padan_source_table */
	unsigned threads;
	bool stamp; /* padan_source_stamp is wanted */
	struct padan_wanted *wanted;
	size_t n_wanted;
};
/* Feeds all rows to the index (twice where it was made with exact_first), and finishes. */
PADAN_MUST_CHECK int padan_source_link(struct padan_result **out, struct padan_source *s, struct padan_index *ix,
				       const struct padan_source_how *how, struct padan_error *e);
/* After padan_source_link: rows; a hash of all of them and of their places; a row's number in the file, from 1. */
uint64_t padan_source_rows(const struct padan_source *s);
uint64_t padan_source_stamp(const struct padan_source *s);
uint64_t padan_source_number(const struct padan_source *s, const struct padan_place *p);

/* The rows of these places as a table of the same columns, in the order given; numbered rows keep their number in the
 * file. Its id column is the source's; where that was chosen from a sample and these rows show that it does not tell
 * them apart, both take the next one that does. */
PADAN_MUST_CHECK int padan_source_fetch(struct padan_table **out, struct padan_source *s, const struct padan_place *p,
					size_t n, struct padan_error *e);

#endif
