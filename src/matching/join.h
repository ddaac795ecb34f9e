/* SPDX-License-Identifier: EUPL-1.2
 *
 * The lists about people who are found already: poverty, membership, payroll, earlier decrees. A list's row is a hit on
 * a person by, in this order:
 *   JOIN_NIK   the same NIK, 16 sound digits on both sides
 *   JOIN_NEAR  another NIK, but a damaged form of the person's (one typing error, a lost last digit), and the same
 *              words of name and the same birth date
 *   JOIN_NAME  the row has no usable NIK; the same words of name and the same birth date
 *   JOIN_CARD  the same family card (only where the family shares the fact: poverty lists)
 * A row with a sound NIK of somebody else is never taken by name and date. Lists are streamed; only hits are kept.
 */
#ifndef MATCHING_JOIN_H
#define MATCHING_JOIN_H

#include "matching/matching.h"

enum join_how { JOIN_NIK, JOIN_NEAR, JOIN_NAME, JOIN_CARD };

/* A person to be looked for. */
struct join_person {
	uint64_t nik;  /* 0 = none */
	uint64_t card; /* 0 = none */
	date born;     /* DATE_NONE = not known */
	span name;
};

struct join_hit {
	uint32_t person; /* index; JOIN_NOBODY for a row kept by `all` that hit nobody */
	uint8_t how;	 /* enum join_how */
	uint8_t list;	 /* index of the path */
	span packed;	 /* pack_cells of spec.columns; lives in the arena */
};
#define JOIN_NOBODY UINT32_MAX

struct join_spec {
	enum list_kind kind;
	const uint8_t *columns; /* enum list_col, what is kept of a hit */
	unsigned n_columns;	/* at most PACK_COLUMNS */
	bool by_card;
	bool all; /* keep the rows that hit nobody too */
};

struct join_hits {
	const struct join_hit *hit; /* by person, how, list, packed bytes: independent of the lists' row order */
	size_t n;
};

struct join;
MUST_CHECK int join_new(struct join **out, const struct join_person *people, uint32_t n, const struct match_env *env,
			struct err *e);
/* lists->infos: one per path, filled. env: as given to join_new, or with another arena and number of threads; with an
 * arena of its own each, several scans may go on at once. */
MUST_CHECK int join_scan(const struct join *j, const struct join_spec *spec, const struct match_lists *lists,
			 const struct match_env *env, struct join_hits *out, struct err *e);

#endif
