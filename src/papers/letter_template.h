/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the letters: a letter's template, the office's own where it has one, else the shipped one. The shipped ones
 * are made by tools/templat out of data/templat and embedded as "templat/<name>.docx.parts"; what depends on the office
 * (paper size, crest) is put in here.
 */
#ifndef PAPERS_LETTER_TEMPLATE_H
#define PAPERS_LETTER_TEMPLATE_H

#include "papers/letter_office.h"
#include "tabular/docx_fill.h"

/* The shipped template's parts, ready to be compiled or saved. */
MUST_CHECK int letter_shipped(struct docx_package *out, enum letter l, const struct letter_office *o,
			      struct padan_arena *arena, struct err *e);
/* ERR_USAGE names the file and what is wrong with it. wanted: as docx_compile's. */
MUST_CHECK int letter_template(struct docx_template **out, enum letter l, const char *const *wanted,
			       const struct letter_office *o, const struct seams *s, struct padan_arena *arena,
			       struct err *e);

#endif
