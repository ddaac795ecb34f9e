/* SPDX-License-Identifier: EUPL-1.2
 *
 * Forms from descriptors: a control for each in-field that a browser fills, with its label, hint, error and what was
 * typed before. And answers: any record as facts and tables.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/page.h"

/* Fills `in` from what came, as people write it, and notes in the error summary each field that is wrong or missing.
 * *wrong: how many. Only memory and the like is an error. */
MUST_CHECK int form_fill(struct page *p, const struct use_case *uc, void *in, int *wrong, struct err *e);

/* What stands between <form> and its buttons, as HTML in the arena: controls with what was typed (query or form), else
 * with what `in` holds (NULL: nothing). */
MUST_CHECK int form_controls(struct page *p, const struct use_case *uc, const void *in, span *html, struct err *e);
/* One of them, for pages with a form of their own. */
MUST_CHECK int form_control(struct page *p, const struct field *f, const void *in, span *html, struct err *e);
/* What was typed, as hidden fields: for the page on which answers are checked. */
MUST_CHECK int form_hidden(struct page *p, const struct use_case *uc, span *html, struct err *e);

/* Does a form of this use case come with files or secrets, which cannot wait in a page? */
bool form_cannot_wait(const struct use_case *uc);
bool form_has_files(const struct use_case *uc);

/* The fields of a record that are given, as <dl>; those that the server fills itself are left out. */
MUST_CHECK int form_facts(struct page *p, const struct field *fields, const void *record, span *html, struct err *e);
/* Each list of a record as a table, at most FORM_ROWS rows from `mulai` on of the list that `daftar` names, with links
 * to the next ones. Cells lead to the page of what they name where there is one. */
enum { FORM_ROWS = 50 };
MUST_CHECK int form_tables(struct page *p, const struct field *fields, const void *record, span *html, struct err *e);
/* "Usulkan penetapan: 744 orang, Rp149.990.400": the act with what the preview counted. */
MUST_CHECK int form_act(struct page *p, const struct use_case *uc, const void *out, span *text, struct err *e);

#endif
