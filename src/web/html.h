/* SPDX-License-Identifier: EUPL-1.2
 *
 * Text of others into HTML: escaped for an element's text or a quoted attribute's value. What is not UTF-8, and control
 * characters other than tab and line ends, become U+FFFD.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/text.h"

void html_text(struct buf *out, span s);
/* Percent-encoded for a part of a path or a value of a query: letters, digits and -._~ stay. */
void html_url_part(struct buf *out, span s);
/* A path of this server, also with a query or a fragment: begins with one slash, '?' or '#', and holds no blank, quote,
 * backslash, control character or byte beyond ASCII. */
bool html_own_path(span s);

#endif
