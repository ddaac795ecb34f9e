/* SPDX-License-Identifier: EUPL-1.2
 *
 * Candidates of a linkage (left: the indexed file, right: the one that streams past it; sides.h), and which of them
 * become pairs. The same choice is made by `padan link` over all left rows and by `padan merge` over the candidates
 * that its parts have put down.
 */
#ifndef PADAN_CLAIMS_H
#define PADAN_CLAIMS_H

#include "cli.h"

struct claim {
	size_t right;	    /* the row of `many`: its first byte */
	uint32_t right_row; /* and its number in its block */
	size_t met;	    /* its row among those that were fetched; SIZE_MAX = it was not */
	uint64_t content;
	int32_t weight;
	uint32_t row;	  /* of the index: whatever the order of the file */
	uint32_t few_row; /* of the indexed file */
	uint32_t ppm, alone_ppm, chosen_ppm;
	int8_t said;  /* what people say: -1 nothing, 0 different, 1 the same */
	uint8_t rank; /* which of the left row's candidates; UINT8_MAX: none of the engine's */
	uint8_t level[PADAN_COLUMNS];
	struct padan_span left_id, right_id; /* merge: as put down; else empty */
};
struct claims {
	struct claim *p;
	size_t n, cap;
	/* May the side hold a person several times? */
	struct claims_side {
		bool many;
	} left, right;
};
bool claims_add(struct claims *c, const struct claim *one);
void claims_free(struct claims *c);
/* Sets `many` of both sides and every chosen_ppm (0 = no pair), and sorts by left row, the strongest first. CLI_OK or
 * CLI_MACHINE. */
int claims_choose(struct claims *c, enum cli_one one, uint32_t threshold_ppm);
/* In the order of the file that was named first. */
void claims_order(struct claims *c, bool swapped);

#endif
