/* SPDX-License-Identifier: EUPL-1.2
 *
 * A field as a page shows it: beside field_show the forms that only pages need. All append text that is not yet
 * escaped, but template_status.
 */
#ifndef WEB_TEMPLATE_SHOW_H
#define WEB_TEMPLATE_SHOW_H

#include "web/view.h"

/* For readers: as field_show; a choice's word without its underlines. */
void template_show(const struct field *f, const void *record, enum view_language language, struct buf *out);
/* As a form or an address takes it back: 1234567, 2025-04-28, 12,5, the choice's word. */
void template_plain(const struct field *f, const void *record, struct buf *out);
/* Its first and last four letters: 7372********0001. What is shorter keeps less. */
void template_mask(span s, struct buf *out);
/* At most three digits and a word: Rp1,23 miliar, 35,8 ribu, 744. */
void template_short(const struct field *f, const void *record, enum view_language language, struct buf *out);
/* Has this word a colour of its own? */
bool template_status_known(span word);
/* HTML: the word with its shape and colour. */
void template_status(span word, enum view_language language, struct buf *out);

#endif
