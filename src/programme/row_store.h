/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows of a run one by one and page by page, and who may see which: an officer of a district or a ward sees the rows of
 * it alone, and the rest answers as if it were not there.
 */
#ifndef PROGRAMME_ROW_STORE_H
#define PROGRAMME_ROW_STORE_H

#include "person/region.h"
#include "programme/run_store.h"

/* A run as its actor may see it. */
struct row_scope {
	int64_t run;
	struct run_info info; /* spans in the arena of env */
	char id[RUN_ID_TEXT];
	span district;		       /* only its rows; empty: all */
	span village;		       /* only its rows: a code, below the district's; empty: all */
	const struct regions *regions; /* districts and wards of the run's region; always there */
};
/* ERR_USAGE: `name` is no run's name, or there is none for this actor. */
MUST_CHECK int row_scope_open(const struct env *env, span name, struct row_scope *out, struct err *e);
/* The code or name of a district, as typed, into its code. ERR_USAGE when there is none. Outside of the scope: false in
 * *inside, and nothing is to be shown. */
MUST_CHECK int row_scope_district(const struct row_scope *s, span typed, span *code, bool *inside, struct err *e);
bool row_scope_sees(const struct row_scope *s, const struct run_row *r);
/* Name of a district by its code; the code itself when it is unknown. */
span row_district_name(const struct row_scope *s, span code);

/* One row, opened: its spans live in the arena of env. `no` counts from 1. ERR_USAGE, the same words for what is not
 * there and what is somebody else's. */
MUST_CHECK int row_store_get(const struct env *env, const struct row_scope *s, int64_t no, struct run_row *out,
			     struct err *e);
/* Its candidates, best first, in the arena: r->candidates. */
MUST_CHECK int row_store_candidates(const struct env *env, int64_t run, int64_t pos, struct run_row *r, struct err *e);

struct row_filter {
	const struct row_scope *scope;
	span putusan, district, kelompok, alasan; /* empty: any */
	bool by_place;				  /* in the order of the ranking: only ranked rows */
	int64_t after;				  /* go on behind this row (or place); -1 (0): from the beginning */
	int64_t most;				  /* rows that each() is called for */
};
/* In order; pos from 0. each: 0 goes on, else its value is returned. Rows outside of the scope are passed over. Spans
 * live during the call. */
MUST_CHECK int row_store_list(struct store *s, const struct row_filter *f,
			      int (*each)(void *ctx, int64_t pos, const struct run_row *), void *ctx, struct err *e);
/* The rows with this NIK, found or typed. */
MUST_CHECK int row_store_by_nik(struct store *s, const struct row_scope *scope, span nik,
				int (*each)(void *ctx, int64_t pos, const struct run_row *), void *ctx, struct err *e);
/* Rank of the first one in line (cadangan) of the whole run; 0: nobody is. */
MUST_CHECK int row_store_cut(struct store *s, int64_t run, int64_t *place, struct err *e);
/* Rows per verdict, inside the scope's district; per district. `word` lives during the call. */
MUST_CHECK int row_store_verdicts(struct store *s, const struct row_scope *scope,
				  int (*each)(void *ctx, span word, int64_t n), void *ctx, struct err *e);
MUST_CHECK int row_store_districts(struct store *s, const struct row_scope *scope,
				   int (*each)(void *ctx, span code, int64_t n), void *ctx, struct err *e);

/* The row with its spans copied. False: memory. */
MUST_CHECK bool row_copy(const struct env *env, const struct run_row *from, struct run_row *to);

#endif
