/* SPDX-License-Identifier: EUPL-1.2
 * What Beranda and the pages of wards are made of: the runs of the year and their summaries added up, inside the
 * actor's region. Shared by coverage_cases.c and cover_warn_cases.c. */
#ifndef COVERAGE_COVER_VIEW_CASES_H
#define COVERAGE_COVER_VIEW_CASES_H

#include "coverage/boundary_store.h"
#include "coverage/cover_store.h"
#include "coverage/coverage_cases.h"

enum { COVER_MONTHS = 12, REGENCY_CODE = 5, DISTRICT_CODE = 8, COVER_REASONS = 64 };

struct view_sum {
	int64_t n[WARD_COUNTS]; /* of all runs */
	int64_t decreed, draft; /* people: in decrees; chosen in drafts */
	rupiah total;		/* of both */
};
struct view_month {
	int64_t decreed, draft;
	rupiah decreed_total, draft_total;
};
struct cover_view {
	const struct env *env;
	span city, city_name, below; /* below: what is shown, the actor's region or narrower */
	struct ward_name *names;
	struct view_sum *wards; /* of each name */
	size_t nwards;
	struct view_sum all; /* those whose ward is not known included */
	int64_t unknown;     /* rows of them */
	struct cover_run *runs;
	size_t nruns;
	bool *used; /* of each run: of this city and year */
	int year, unsummed;
	date newest;
	struct view_month months[COVER_MONTHS]; /* January to December, the whole city */
	struct {
		span word;
		int64_t people;
	} reasons[COVER_REASONS];
	size_t nreasons;
};

/* `narrower`: a code to look at alone, empty: all. ERR_USAGE when it is outside of the actor's region. */
MUST_CHECK int cover_view_open(struct cover_view *v, span narrower, const struct env *env, struct err *e);
static inline bool cover_decreed(const struct cover_run *r)
{
	return r->nomor.n != 0;
}
/* "SK 7/2025 dan rancangan 2V8P-CMSC-2RS1" */
MUST_CHECK int cover_view_source(const struct cover_view *v, span *out, struct err *e);
span cover_keep(const struct env *env, span s);
span cover_run_name(const struct env *env, int64_t run);
/* people * 100 / of, rounded down; 0 of 0 is 0. */
static inline int64_t cover_percent(int64_t people, int64_t of)
{
	return of > 0 ? people * 100 / of : 0;
}
/* What somebody should see to, each with the page where it is mended. */
MUST_CHECK int cover_warnings(const struct cover_view *v, int64_t *count, struct row_cursor *out, struct err *e);

#endif
