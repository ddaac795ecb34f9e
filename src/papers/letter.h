/* SPDX-License-Identifier: EUPL-1.2
 *
 * The papers that an office edits and signs, as Word documents: templates (tabular/docx_fill.h) filled from the same
 * view as every other paper. Which there are: letters.def; what they may name: letter_fields.def. An office puts its
 * own templates, letterhead, number patterns and addressees beside them (letter_office.h).
 */
#ifndef PAPERS_LETTER_H
#define PAPERS_LETTER_H

#include "papers/letter_office.h"
#include "papers/view.h"

enum { LETTER_PER_PERSON = 1, LETTER_LIMITED = 2 };

/* What is made when nothing is named: all but those with a page for each person. */
uint32_t letters_usual(void);
#define LETTERS_ALL ((1u << LETTERS_N) - 1)

/* Which are wanted, and whose they are. */
struct letter_order {
	const struct letter_office *office;
	uint32_t which;
};

const char *letter_title(enum letter l);
unsigned letter_kinds(enum letter l);
/* The set of these names, joined by commas or blanks; "semua" is all, "" the usual ones. ERR_USAGE names an unknown
 * one. */
MUST_CHECK int letters_of(span words, uint32_t *out, struct err *e);

/* Writes <name>.docx of each into the folder `dir`, which is there. `day` on the papers is the view's papers_date; a
 * view whose head has a decree's number is no draft. ERR_USAGE: an office's template is not right (file, mark,
 * reason); ERR_MACHINE. */
MUST_CHECK int letters_write(const struct run_view *v, const struct letter_office *office, uint32_t which,
			     const char *dir, int threads, const struct seams *s, struct err *e);

/* Writes the shipped templates as .docx into `dir`, for the office to change, with its letterhead's pictures and paper
 * size in them. The folder is there; files of these names in it are replaced. */
MUST_CHECK int letters_save_templates(const struct letter_office *office, const char *dir, const struct seams *s,
				      struct err *e);

struct docx_schema;
const struct docx_schema *letter_schema(void);

#endif
