/* SPDX-License-Identifier: EUPL-1.2
 *
 * The papers of a public test (uji publik), in a folder that is put in place whole:
 *
 *   daftar/<kode-nama>.pdf      per ward the list that is posted: name, RT/RW; no NIK
 *   jawaban/<kode-nama>.xlsx    per ward the sheet that comes back (columns: matching/heard.h)
 *   rekap.xlsx                  per ward how many are posted, how many NIKs and deaths are asked about
 */
#ifndef PAPERS_PUBLICTEST_H
#define PAPERS_PUBLICTEST_H

#include "papers/folder.h"
#include "papers/view.h"

struct publictest_view {
	const struct run_view *v;
	date from, until; /* both included */
};

/* What is asked about a row: a set. */
enum { ASK_OBJECTION = 1, ASK_NIK = 2, ASK_DEATH = 4 };
/* Chosen: posted, and objections may come; NIK to be confirmed; dead in the registry and not confirmed. 0 = nothing. */
unsigned publictest_asks(const struct view_row *r);

struct publictest_ward {
	span code, village, district;
	int64_t posted, nik, deaths, rows; /* rows: of the answer sheet */
};

struct publictest {
	char dir[3072];
	struct beside beside;
	const struct seams *seams;
	bool rendered;
	struct publictest_ward *wards; /* in the arena */
	size_t nwards;
};

/* ERR_USAGE when dir is there and holds anything else than such papers. */
MUST_CHECK int publictest_check_dir(const char *dir, struct err *e);
/* Counts per ward, for the preview; everything lives in the arena. */
MUST_CHECK int publictest_count(struct publictest *t, const struct publictest_view *p, const struct seams *s,
				struct padan_arena *arena, struct err *e);
MUST_CHECK int publictest_render(struct publictest *t, const struct publictest_view *p, const char *dir,
				 const struct seams *s, struct err *e);
MUST_CHECK int publictest_place(struct publictest *t, struct err *e);
void publictest_discard(struct publictest *t); /* safe to call twice */

#endif
