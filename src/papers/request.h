/* SPDX-License-Identifier: EUPL-1.2
 *
 * The request to the civil registry's office (`lindung ask-dukcapil`): permintaan_padan.xlsx, one row per
 * person with empty columns for the answers, as --hasil-padan reads them back, and its covering letter,
 * surat_pengantar.pdf.
 */
#ifndef PAPERS_REQUEST_H
#define PAPERS_REQUEST_H

#include "base/seam.h"
#include "programme/programme.h"

/* One person; all texts as proposed. */
struct request_row {
	span id_baris; /* never empty: the answer is found by it */
	span nik, name, birthplace;
	date born;	 /* DATE_NONE: `born_typed` is shown */
	span born_typed; /* what stood there when it is no date */
	char sex;	 /* 'L', 'P', 0 */
	span family_card, address, rt, rw, village, district;
};

struct request_view {
	const struct programme *programme;
	date day; /* on the letter */
	const struct request_row *rows;
	size_t nrows;
	int64_t proposals;	/* rows of the lists that they stand for (duplicates are asked once) */
	const span *list_names; /* the lists' base names */
	size_t nlists;
};

/* Renders both files and puts `dir` in place whole. An existing dir must be empty or hold these two files only
 * (ERR_USAGE); ERR_MACHINE leaves it untouched. */
MUST_CHECK int request_write(const struct request_view *v, const char *dir, const struct seams *s, struct err *e);

#endif
