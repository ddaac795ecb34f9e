/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words of the screen in another language. Bahasa Indonesia is what stands in the source; po/en.po holds the English.
 */
#ifndef WEB_TEXT_H
#define WEB_TEXT_H

#include "web/view.h"

/* The text itself when there is no other. */
span text_in(enum view_language language, span text);

#endif
