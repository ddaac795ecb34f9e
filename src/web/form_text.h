/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people type into a form, in the words that field_parse takes: days as 2025-05-02, 02/05/2025, 2.5.2025,
 * 2 Mei 2025 or 2 May 2025; months as 2025-05, 05/2025, Mei 2025; numbers with dots between thousands.
 */
#ifndef WEB_FORM_TEXT_H
#define WEB_FORM_TEXT_H

#include "office/use_case.h"

/* A day as a person writes it. Two-digit years are refused: nobody knows which century. */
bool form_day(span s, date *out);
bool form_month(span s, month *out);

enum { FORM_CANON = 64 };
/* The text for field_parse: the typed one, or `scratch` filled. Blanks around it go. */
span form_canon(const struct field *f, span typed, char scratch[FORM_CANON]);

/* Words written for the command line in those of the screen: --lama becomes the label of that field, "lindung decree
 * list" that of the use case, each in quotes; line ends become blanks. */
void form_words(const struct field *fields, span words, struct buf *out);

#endif
