/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows that share a key of one rule, side by side in a block. Keys are made, dealt out by their upper bits into parts
 * that fit into the cache, and there the keys that come twice are found. Keys of one row, nearly all, leave no trace.
 */
#ifndef PADAN_BLOCKS_H
#define PADAN_BLOCKS_H

#include "records.h"

enum { PD_BLOCK_MOST = 40 /* rows of a block */ };
#define PD_LAST (1u << 31)

/* Blocks whose keys have the same upper bits. */
struct pd_part {
	size_t from, n;	  /* its keys */
	size_t rows;	  /* of them in blocks (pd_part_rows). PD_LAST: the last of its block */
	uint32_t *window; /* the same of blocks that were too large: rows that are alike */
	size_t windows, cap;
	uint32_t blocks[PD_BLOCK_MOST + 1]; /* by their size */
	bool failed;
};

struct pd_blocks {
	const struct padan_records *r;
	unsigned rule, threads;
	size_t n_ranges;
	struct pd_row_tokens *tokens; /* per row */
	bool own_tokens;
	struct pd_part *part;
	size_t n_parts;
	unsigned shift;
	uint32_t *count; /* per range and part: where its next key goes */
	/* A part of the key above, the row below. With the bits that are told by its part 44 bits of the key count: two
	 * that are not equal meet once in 10^7, as if it were chance. Of a part that is done its rows stand here. */
	uint64_t *entry;
	size_t n, cap_entry;
	struct pd_maker **maker;      /* per thread */
	struct pd_grouping *grouping; /* per thread */
	size_t most;		      /* rows of the largest blocks that the rule can afford */
};

/* Of a part that is done. */
static inline uint32_t *pd_part_rows(const struct pd_blocks *b, const struct pd_part *p)
{
	return (uint32_t *)(void *)(b->entry + p->from);
}

/* Pairs that a rule may bring in a table of so many rows. */
uint64_t pd_rule_pairs_most(uint32_t rows);
/* PADAN_OK or PADAN_NO_MEMORY; tokens: of all rows, borrowed, or NULL; pd_blocks_end in any case. */
int pd_blocks_begin(struct pd_blocks *b, const struct padan_records *r, struct pd_row_tokens *tokens, unsigned threads);
void pd_blocks_end(struct pd_blocks *b);
/* The blocks of a rule, in b->part. */
int pd_blocks_rule(struct pd_blocks *b, unsigned rule);

#endif
