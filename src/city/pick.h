/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who is proposed, and whether rightly. Pure.
 *
 * Of the rows of all lists, in thousandths: people who exist 935, invented ones 25, a second row for a
 * person who is there already 40. Of the people who exist, as pick.c's table says.
 */
#ifndef CITY_PICK_H
#define CITY_PICK_H

#include "city/people.h"

enum kind { /* what a proposed person is; the first that applies */
	    KIND_DEAD,
	    KIND_MOVED,
	    KIND_DOUBLE,
	    KIND_INACTIVE,
	    KIND_AWAY, /* lives next door */
	    KIND_PAYROLL,
	    KIND_EMPLOYED,
	    KIND_MEMBER,
	    KIND_AGE,
	    KIND_INCOME,
	    KIND_UNLISTED,
	    KIND_RICH,
	    KIND_FIT,
	    KIND_COUNT,
	    KIND_NOBODY = KIND_COUNT, /* would not be proposed */
};
#define PICK_INVENTED UINT32_MAX

struct pick {
	uint32_t person; /* PICK_INVENTED: `extra` is the number of the invented one */
	uint32_t extra;	 /* 0 the first row of the person, 1 the second */
	uint8_t office;
};
struct chosen {
	uint64_t key;
	uint32_t person;
	uint8_t office;
};
/* The k smallest keys of each kind: a random sample without knowing how many there are. */
struct sampler {
	struct chosen *heap[KIND_COUNT];
	uint32_t n[KIND_COUNT], cap[KIND_COUNT];
	const struct padan_alloc *from;
};

enum kind person_kind(const struct city *c, const struct household *h, int slot, const struct living *l);
/* Reasons of CONTRACT section 2 joined by ';', "" when the person meets every criterion of the sample's
 * programme. */
void person_reasons(const struct city *c, const struct household *h, int slot, const struct living *l, struct buf *out);

MUST_CHECK int sampler_init(struct sampler *s, const struct padan_alloc *from, uint32_t proposals, struct err *e);
void sampler_done(struct sampler *s);
void sampler_offer(struct sampler *s, const struct city *c, const struct household *h, int slot,
		   const struct living *l);
/* Makes the rows of all lists, list by list, in their order. *out has *n rows (owner frees, n * sizeof). */
MUST_CHECK int sampler_rows(struct sampler *s, const struct city *c, uint32_t proposals, struct pick **out, uint32_t *n,
			    struct err *e);

#endif
