/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people have said about pairs (labels), brought to the rows at hand. A label is never contradicted: "same" pairs
 * are linked and share a cluster, "different" ones are not and never do, through others neither.
 */
#ifndef PADAN_SAID_H
#define PADAN_SAID_H

#include "cli.h"

struct said {
	size_t b;
	uint32_t a, b_row; /* b_row: linkage, of a place (claims.h) */
	bool same;
};
struct said_list {
	struct said *p; /* by (a, b), each once */
	size_t n;
	size_t unknown; /* labels whose records are not in these tables */
};

/* Takes the labels of --labels into the recipe. CLI_OK, or a message: contradictions name the records. */
int labels_read(struct padan_recipe *r, const char *path, bool one_table);
/* The recipe's labels by row. right NULL: one table, and a < b. */
int said_find(struct said_list *out, const struct padan_recipe *r, const struct padan_table *left,
	      const struct padan_table *right);
/* The same for a linkage: a is the row of `few`, b the first byte of the row of the other file; wanted: per label. */
struct padan_wanted;
int said_find_places(struct said_list *out, const struct padan_recipe *r, const struct padan_table *few,
		     const struct padan_wanted *wanted, bool swapped);
void said_free(struct said_list *s);
/* -1 = nothing was said, else 0 or 1. */
int said_of(const struct said_list *s, uint32_t a, size_t b);
/* Clusters (per row its smallest member) as the labels want them: the clusters that labels touch are made anew from the
 * weights of their members' pairs. */
int said_clusters(const struct said_list *s, const struct padan_duplicates *d, uint32_t threshold_ppm,
		  uint32_t *cluster, size_t rows);
/* "ya", "beda", "1" ...: 1 or 0; -1 = empty or undecided, -2 = no such word. */
int said_word(struct padan_span word);

#endif
