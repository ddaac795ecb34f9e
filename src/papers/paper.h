/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the room: what the papers share. Everything here is read-only while papers are written, so that
 * several threads may write at once.
 */
#ifndef PAPERS_PAPER_H
#define PAPERS_PAPER_H

#include "base/seam.h"
#include "papers/view.h"

/* A ward, in the order of district and name, spelt as the registry does where somebody was found in it. */
struct ward {
	span district, village;
	bool known; /* the spelling is the registry's */
	int64_t rows, by_verdict[PUTUSAN_N];
};

struct ward_files;

struct paper_env {
	const struct run_view *v;
	const struct seams *seams;
	struct padan_arena *arena; /* of the orders below; not for writers */
	struct ward *wards;
	size_t nwards;
	uint32_t *ward_of;	/* per row: index into wards */
	const uint32_t *ranked; /* rows in rank order */
	const uint32_t *annex;	/* rows of the decree's annex: district, ward, name, NIK */
	size_t nranked, nannex;
	const struct ward_files *files; /* one per ward; NULL unless all papers are made */
	int64_t held;			/* chosen, but out of the annex until their NIK is confirmed */
	rupiah annex_total, held_total;
};

/* One paper to be written to `path`; `file` is its proposal list, for those that have one. */
struct paper {
	int (*write)(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
	const char *name; /* inside the folder */
	uint32_t file;
	int cost; /* larger ones are begun first */
};

MUST_CHECK int paper_decisions(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_skipped(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_summary(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_ranking(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_annex_xlsx(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_annex_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_answers(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
/* The public copy. */
MUST_CHECK int paper_public_xlsx(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_public_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_minutes(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_review(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_nik(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_refused(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_reserve(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_return(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
/* `file` is a ward's file here. */
MUST_CHECK int paper_return_ward(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_comparison_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e);
MUST_CHECK int paper_comparison(const struct paper_env *in, const char *path, uint32_t file, struct err *e);

/* Fills wards and orders. ERR_MACHINE when memory is refused. */
MUST_CHECK int paper_env_make(struct paper_env *in, const struct run_view *v, const struct seams *s,
			      struct padan_arena *arena, struct err *e);

/* Two spellings of one place: case, blanks and signs do not count. */
bool paper_same_place(span a, span b);

#endif
