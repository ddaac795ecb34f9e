/* SPDX-License-Identifier: EUPL-1.2
 *
 * The inside of a worker, and of what a worker leaves behind.
 */
#ifndef PADAN_STREAM_H
#define PADAN_STREAM_H

#include "engine.h"

/* The candidates that a left row has kept, best first. */
struct pd_best {
	struct pd_kept *kept; /* opt.keep of them, in the arena; NULL until there is one */
	uint8_t n;
};

struct padan_worker {
	const struct padan_index *ix;
	struct padan_arena arena; /* kept candidates and their payloads */
	struct pd_best *best;	  /* per left row */
	struct pd_counts counts;
	struct pd_scratch scratch;
	struct pd_memo memo;
	struct pd_left left;
	uint32_t *seen; /* per left row: the last right row that met it */
	uint32_t turn;
	int32_t floor, hope; /* weight to be kept; weight before the last columns */
};

/* Adds a worker's counts to *to. */
void pd_counts_add(struct pd_counts *to, const struct pd_counts *from, uint32_t dict_n);
int pd_counts_init(struct pd_counts *c, const struct padan_alloc *from, uint32_t dict_n);
void pd_counts_done(struct pd_counts *c, const struct padan_alloc *from, uint32_t dict_n);

#endif
