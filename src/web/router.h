/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which page an address is. The rows of all rooms (web/pages.def) in one table; literal parts go before {parts}.
 */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include "web/page.h"
#include "web/query.h"

struct router;

/* ERR_MACHINE also when two rows have the same method and address: the programme is wrong. */
MUST_CHECK int router_new(struct router **out, struct padan_arena *a, struct err *e);

struct route {
	const struct page_row *row; /* NULL: no page of this method */
	struct pairs parts;	    /* decoded */
	bool get, post;		    /* there is a page at this address by that method */
};
/* ERR_USAGE: the address cannot be decoded. Parts lie in the arena. */
MUST_CHECK int route_find(const struct router *r, span path, bool post, struct padan_arena *a, struct route *out,
			  struct err *e);

/* All rows, for tests and lists. */
size_t router_rows(const struct router *r, const struct page_row *const **rows);
/* What a row asks for: an enum capability, SIGNED_IN or ANYONE. */
int row_who(const struct page_row *row);

#endif
