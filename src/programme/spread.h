/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the allocation: people are counted by type (the same funds at the same prices), and a spread says
 * how many of each type each fund pays. One person is added by a chain of moves between funds.
 */
#ifndef PROGRAMME_SPREAD_H
#define PROGRAMME_SPREAD_H

#include "programme/allocation.h"

/* Types of people. A node is "somebody at this price wants into this fund". */
struct type_table {
	int types, funds, nodes;
	bool mixed;	     /* some fund has more than one price */
	uint32_t *mask;	     /* per type: the funds that may pay it */
	int64_t *price;	     /* per type and fund, rupiah; PRICE_NONE outside the mask */
	uint16_t *node;	     /* per type and fund */
	uint8_t *node_fund;  /* per node */
	int64_t *node_price; /* per node */
};

struct spread {
	const struct type_table *t;
	int64_t *x;    /* per type and fund: people who may still be moved */
	int64_t *left; /* per fund: rupiah not spent */
	uint16_t *queue, *via;
	int32_t *parent; /* -1 = first of the chain, -2 = not seen */
};

/* Sorts people into types: type[i] for people[i]. ERR_USAGE when a table does not fit. */
MUST_CHECK int types_of(struct type_table *t, uint16_t *type, const struct allocation *in, struct padan_arena *arena,
			struct err *e);
/* An empty spread over these budgets. */
MUST_CHECK int spread_init(struct spread *s, const struct type_table *t, const rupiah *budget,
			   struct padan_arena *arena, struct err *e);
/* Empties it again. */
void spread_reset(struct spread *s, const rupiah *budget);
/* Adds one person of the type to one of the funds `into`, the earliest with room if there is one, else by the
 * shortest chain of moves. False: no chain found, nothing changed. Where no fund is mixed, false is a
 * proof that the person cannot be added (augmenting paths in a flow with capacities). */
bool spread_push(struct spread *s, int type, uint32_t into);

/* The same where no chain was found and prices are mixed: by exchanging people between two funds. False proves
 * nothing. *work is reduced by the steps taken. */
bool spread_exchange(struct spread *s, int type, uint32_t into, int64_t *work);

static inline int64_t *spread_at(const struct spread *s, int type, int fund)
{
	return &s->x[type * s->t->funds + fund];
}
static inline int64_t type_price(const struct type_table *t, int type, int fund)
{
	return t->price[type * t->funds + fund];
}

/* exact.c: is there a spread of count[type] people over these budgets? */
enum found { FOUND, FOUND_NONE, FOUND_LIMIT };
struct exact_query {
	const struct type_table *t;
	const int64_t *count;  /* per type */
	const int64_t *budget; /* per fund, rupiah */
	int64_t *work;	       /* cells that may still be touched; reduced */
};
/* FOUND: `s` holds such a spread. FOUND_NONE: proven that there is none. FOUND_LIMIT: the work, the memory
 * (64 MB) or 64-bit numbers did not suffice. Unless FOUND, `s` is as it was. Budgets are not negative. */
enum found exact_find(struct spread *s, const struct exact_query *q, const struct padan_alloc *from);

#endif
