/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words of the screen in another language. Bahasa Indonesia is what stands in the source; po/en.po holds the English
 * (tools/po makes the table, tools/pesan prints what there is to translate).
 */
#ifndef WEB_TEXT_H
#define WEB_TEXT_H

#include "web/view.h"

struct translated {
	span id, text;
};
extern const struct translated translated[]; /* in the order of `id` */
extern const size_t translated_n;

/* Marks a text for the translators where it is not yet translated. */
#define N_(s) s

/* The text itself when there is no other. Line ends in it count as blanks. */
span text_in(enum view_language language, span text);

#endif
