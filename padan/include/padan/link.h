/* SPDX-License-Identifier: EUPL-1.2
 *
 * Linkage of a small indexed side (LEFT: proposals) with a registry of any length that streams past
 * once or, quicker, twice (RIGHT; opt.exact_first) and is never stored.
 *
 *	struct padan_index *ix;
 *	padan_index_new(&ix, &padan_person_schema, &opt, &padan_alloc_libc);
 *	for each proposal: padan_index_add(ix, fields, 0, file_number);
 *	padan_index_seal(ix);
 *	in each thread: padan_worker_new(&w[i], ix); for each registry row: padan_worker_feed(w[i], fields, payload);
 *	padan_link_finish(ix, w, threads, &result);
 *	for each proposal, each k: padan_result_candidate(result, row, k, &candidate);
 *
 * The result depends on the two sets of rows alone: not on the number of workers, not on how the
 * registry is dealt out to them, not on its order. Memory: a few KB per left row, nothing per right row.
 *
 * Method: Fellegi-Sunter with weights in thousandths of a bit ("mbit"). A right row's blocking keys are
 * looked up in a bitmap, then in the exact table of left keys; each candidate is compared once; per
 * left row the best few by a provisional weight are kept, ties broken by content. At the end m is
 * estimated by EM over the kept candidates, u of nearly unique keys in closed form, the others from
 * sampled pairs, words and values by their frequency on the right; a left row's candidates compete with
 * each other and with "not in the registry" for its probability, so that a twin or a namesake lowers it.
 *
 * Functions return 0, or one of enum padan_fail. Nothing prints, exits, or looks at the clock.
 */
#ifndef PADAN_LINK_H
#define PADAN_LINK_H

#include <padan/alloc.h>
#include <padan/hash.h>
#include <padan/model.h>
#include <padan/schema.h>
#include <padan/span.h>

enum padan_fail {
	PADAN_OK = 0,
	PADAN_NO_MEMORY = -1, /* the allocator refused */
	PADAN_MISUSE = -2,    /* a call out of order, or a schema that is none */
	PADAN_TOO_MANY = -3,  /* more left rows than 2^24, a payload longer than PADAN_PAYLOAD */
};
enum { PADAN_KEEP = 8, PADAN_PAYLOAD = 65535 };

#define PADAN_MUST_CHECK __attribute__((warn_unused_result))

/* Flags of a row. */
enum {
	PADAN_ROW_NUMERIC = 1 << 0, /* its NIK cell was a number: a 16th digit 0 may be false */
};

struct padan_link_opt {
	int ref_year;	  /* two-digit years are read into (ref_year - 100, ref_year]; 0 = 2026 */
	uint8_t sample;	  /* frequencies are counted on one right row in so many, chosen by content; 0 = 16, 1 = all */
	uint8_t keep;	  /* candidates kept per left row, 1 to PADAN_KEEP; 0 = 6 */
	uint8_t spare;	  /* bits below log2 of the left rows that a candidate may weigh by the model that is started
			     from; 0 = 6. The more, the more is left to the estimation to judge: where rows are few */
	bool exact_first; /* two passes, see padan_worker_feed_exact; without a NIK, a name and a date in the schema:
			     one */
	const struct padan_model
		*model;	      /* borrowed; NULL = start from the built-in model. A fixed model is not estimated */
	uint32_t part, parts; /* with a fixed model: only left rows of this part (0 to parts - 1, drawn by row number)
			       * get candidates, though all count for frequencies; parts 0 = all */
};

/* Does a row (of a pair: its smaller row) belong to the part? */
static inline bool padan_in_part(uint32_t row, uint32_t part, uint32_t parts)
{
	return parts < 2 || padan_mix64((uint64_t)row + 1) % parts == part;
}

struct padan_index;
struct padan_worker;
struct padan_result;

PADAN_MUST_CHECK int padan_index_new(struct padan_index **out, const struct padan_schema *schema,
				     const struct padan_link_opt *opt, const struct padan_alloc *from);
/* fields: schema->n_columns raw cells as they stand in the list (borrowed for the call). group: which
 * list the row came from, 0 to 63; a list most of whose NIKs end in 0 is taken as damaged. Rows are
 * numbered from 0 in the order of adding. */
PADAN_MUST_CHECK int padan_index_add(struct padan_index *ix, const struct padan_span *fields, unsigned flags,
				     unsigned group);
/* Many rows at once: n, in their order. The result is the same; with threads > 1 rows are read while others are
 * stored. row: of several threads at once, in any order; the fields live until padan_index_add_rows returns. */
struct padan_left {
	const struct padan_span *fields;
	unsigned flags, group;
};
typedef struct padan_left (*padan_left_row)(void *ctx, size_t row);
PADAN_MUST_CHECK int padan_index_add_rows(struct padan_index *ix, size_t n, padan_left_row row, void *ctx,
					  unsigned threads);
/* No more rows. Builds the blocking tables. */
PADAN_MUST_CHECK int padan_index_seal(struct padan_index *ix);
PADAN_MUST_CHECK int padan_index_seal_threads(struct padan_index *ix, unsigned threads);
uint32_t padan_index_rows(const struct padan_index *ix);
/* The list's NIKs were found damaged (15 digits of precision). */
bool padan_index_damaged(const struct padan_index *ix, unsigned group);
void padan_index_free(struct padan_index *ix); /* after its workers and results; NULL is allowed */

/* One per thread; the sealed index is shared and read only. */
PADAN_MUST_CHECK int padan_worker_new(struct padan_worker **out, const struct padan_index *ix);
/* One registry row. payload: bytes that come back with the candidate (copied when needed): the record
 * itself, or where it stands. Equal rows (same content in all columns) count once, with the payload that comes first in
 * the order of its bytes. */
PADAN_MUST_CHECK int padan_worker_feed(struct padan_worker *w, const struct padan_span *fields,
				       struct padan_span payload);
/* The same for many rows in a row, faster: the work on several rows overlaps. What is given (fields, their texts, ctx)
 * must stay until PADAN_AHEAD more rows were given, or until padan_worker_settle. The payload is asked for when the row
 * is to be kept, perhaps more than once; what make returns must live as long as ctx. */
enum { PADAN_AHEAD = 10 };
typedef struct padan_span (*padan_payload)(void *ctx);
PADAN_MUST_CHECK int padan_worker_feed_lazy(struct padan_worker *w, const struct padan_span *fields, padan_payload make,
					    void *ctx);
/* The same where it costs to cut a row up: of `fields` only the columns of padan_index_first need to be there at once.
 * The others are, as soon as rest(ctx) was called; which few rows see. NULL: they are there. */
typedef void (*padan_rest)(void *ctx);
uint32_t padan_index_first(const struct padan_index *ix); /* a bit for each column */
PADAN_MUST_CHECK int padan_worker_feed_part(struct padan_worker *w, const struct padan_span *fields, padan_rest rest,
					    padan_payload make, void *ctx);
/* Two passes over the right side (opt.exact_first) are faster than one where most left rows have their number right:
 *
 *	1. for each right row whose NIK padan_worker_knows: padan_worker_feed_exact
 *	   padan_index_open: the left rows that met one person of their own number, name and date alone are settled
 *	2. for each right row: padan_worker_feed or padan_worker_feed_lazy; settled left rows meet nobody any more
 *
 * What is given to padan_worker_feed_exact need not outlive the call. */
bool padan_worker_knows(const struct padan_worker *w, struct padan_span nik); /* quick; seldom true without reason */
PADAN_MUST_CHECK int padan_worker_feed_exact(struct padan_worker *w, const struct padan_span *fields,
					     padan_payload make, void *ctx);
PADAN_MUST_CHECK int padan_index_open(struct padan_index *ix, struct padan_worker *const *w, unsigned n);
/* So many right rows will come, about: of more than a few ten thousands of them no more are counted for frequencies
 * than tell. Before padan_index_open. */
void padan_index_expect(struct padan_index *ix, uint64_t right);
/* Is there a first pass to be made? */
bool padan_index_exact_first(const struct padan_index *ix);

/* Ends the work on the rows given so far. Before padan_link_finish, which is PADAN_MISUSE without it. */
PADAN_MUST_CHECK int padan_worker_settle(struct padan_worker *w);
void padan_worker_free(struct padan_worker *w);

/* Merges the workers (which are emptied, and must still be freed), estimates, scores. */
PADAN_MUST_CHECK int padan_link_finish(struct padan_index *ix, struct padan_worker *const *w, unsigned n,
				       struct padan_result **out);
void padan_result_free(struct padan_result *r); /* before the index */

/* A candidate of a left row. */
struct padan_candidate {
	int32_t weight;	    /* match weight, mbit, without the prior */
	uint32_t ppm;	    /* probability in millionths that this is the row's person, its rivals considered */
	uint32_t alone_ppm; /* the same as if it had no rivals: where the right side may hold a person several times */
	uint64_t content;   /* hash of the right row's content: the same person twice has two */
	uint64_t nik;	    /* the right row's NIK when it has 16 digits, else 0 */
	uint8_t level[PADAN_COLUMNS]; /* agreement level per column */
	int32_t part[PADAN_COLUMNS];  /* weight per column, mbit; they add up to `weight` */
	struct padan_span payload;    /* lives as long as the result */
};
/* How many candidates the row has (those that are not hopeless), best first. */
unsigned padan_result_count(const struct padan_result *r, uint32_t row);
/* k from 0. false when there is none. */
bool padan_result_candidate(const struct padan_result *r, uint32_t row, unsigned k, struct padan_candidate *out);
/* Weight by which the best candidate leads the next one, mbit; INT32_MAX when it is alone. */
int32_t padan_result_lead(const struct padan_result *r, uint32_t row);
/* The estimated model, and what was counted. */
const struct padan_model *padan_result_model(const struct padan_result *r);
struct padan_link_count {
	uint64_t left, right;	   /* rows */
	uint64_t probes, compared; /* left rows met by keys; pairs compared in full */
	uint64_t kept;		   /* candidates that remained */
};
struct padan_link_count padan_result_counts(const struct padan_result *r);

/* The advice: one column's worth of judgement on probabilities, the same for every user of the engine. */
enum padan_verdict { PADAN_NONE, PADAN_REVIEW, PADAN_LINK };
struct padan_bounds {
	uint32_t link_ppm, review_ppm; /* at least: link / review */
};
extern const struct padan_bounds padan_bounds_usual;
/* A best candidate that agrees neither in NIK (even damaged), nor in birth date, family card or another key is only
 * alike: it must reach 0.995 to be linked. */
enum padan_verdict padan_result_verdict(const struct padan_result *r, uint32_t row, const struct padan_bounds *b);

#endif
