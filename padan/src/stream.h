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

/* A right row on its way (stream.c): what was read of it, and the step that comes next. */
enum {
	PD_AHEAD = PADAN_AHEAD + 1,
	PD_GATHERED = 128, /* left rows looked at in one round */
};
_Static_assert(PD_AHEAD <= 32, "rows on their way are a bit set");
struct pd_ahead {
	const struct padan_span *fields;
	padan_rest rest; /* to be called before columns that are not roles.first are read; NULL: no more */
	padan_payload make;
	void *ctx;
	enum pd_step {
		STEP_NONE,
		STEP_POSTINGS,
		STEP_GATHER,
		STEP_WEED,
		STEP_WORDS,
		STEP_VALUES,
		STEP_EARLY,
		STEP_REST_VALUES,
		STEP_REST
	} step;
	bool sampled;
	bool open; /* scratch and view are this row's: of most rows only the keys are made */
	uint64_t lot;
	unsigned n_keys, n_rows;
	struct pd_split split; /* of the name */
	struct pd_brief brief; /* of rows that are active, where left rows have one */
	uint64_t key[PD_KEYS];
	struct pd_view view;
	struct pd_scratch scratch;
	uint32_t row[PD_GATHERED];
	struct pd_found found[PD_GATHERED];
};

struct padan_worker {
	const struct padan_index *ix;
	struct padan_arena arena; /* kept candidates and their payloads */
	struct pd_best *best;	  /* per left row */
	struct pd_counts counts;
	struct pd_memo memo;
	struct pd_looker looker;
	struct pd_ahead ahead[PD_AHEAD];
	struct pd_ahead *given,
		*looked; /* the last row, not looked at; the one before it, whose keys are made. Or NULL */
	uint32_t active; /* bit set of those that have keys which some left row may have */
	struct pd_left left;
	uint32_t *seen; /* per left row: the last right row that met it */
	uint32_t turn;
	int32_t floor, hope; /* weight to be kept; weight before the last columns */
};

/* Makes all fields be there. */
static inline void pd_ahead_rest(struct pd_ahead *right)
{
	if (right->rest)
		right->rest(right->ctx);
	right->rest = NULL;
}
/* Makes the row's scratch and view its own. */
static inline void pd_ahead_open(struct pd_ahead *right)
{
	if (right->open)
		return;
	right->open = true;
	pd_scratch_clear(&right->scratch);
	pd_scratch_view(&right->scratch, &right->view);
}
/* Compares a pair and keeps it, if it is worth it. */
int pd_judge(struct padan_worker *w, uint32_t row, struct pd_ahead *right);
bool pd_worker_settled(const struct padan_worker *w);
/* Does the row's lot draw it? Then all of its columns are read and the memory is asked for what pd_sample counts. */
bool pd_sample_ask(struct padan_worker *w, struct pd_ahead *right);
void pd_sample(struct padan_worker *w, const struct pd_ahead *right);

/* Adds a worker's counts to *to. */
void pd_counts_add(struct pd_counts *to, const struct pd_counts *from, const struct padan_index *ix);
int pd_counts_init(struct pd_counts *c, const struct padan_index *ix);
void pd_counts_done(struct pd_counts *c, const struct padan_index *ix);

#endif
