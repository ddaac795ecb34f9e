/* SPDX-License-Identifier: EUPL-1.2
 *
 * The fixed parts of a workbook: styles, relations, properties. Used by xlsx_out.c only.
 */
#ifndef TABULAR_XLSX_FRAME_H
#define TABULAR_XLSX_FRAME_H

#include "tabular/xlsx_out.h"

void xlsx_put_front(struct xlsx_out *x); /* content types, relations, properties, styles */
void xlsx_put_book(struct xlsx_out *x);	 /* workbook.xml, once all sheets are known */
/* Escaped for XML; control characters and what is not UTF-8 become U+FFFD. */
void xlsx_put_escaped(struct buf *b, span s);
/* "A" for 0, "AA" for 26; returns out. */
char *xlsx_letters(size_t column, char out[8]);

#endif
