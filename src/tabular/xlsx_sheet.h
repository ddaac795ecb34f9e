/* SPDX-License-Identifier: EUPL-1.2
 *
 * One sheet of an open workbook as a stream of rows. Inner header of xlsx_in.
 */
#ifndef TABULAR_XLSX_SHEET_H
#define TABULAR_XLSX_SHEET_H

#include "tabular/xlsx_book.h"

/* Streams the rows that have a value to sink. most: stop after the row with this number (0: all). merges: give the
 * value of a cell that is merged downwards to the cells below it (kind | CELL_MERGED). *last: number of the last row
 * seen. An error of the sink is handed on. */
MUST_CHECK int sheet_stream(struct book *b, const struct book_sheet *s, uint32_t most, bool merges,
			    const struct sheet_sink *sink, uint32_t *last, struct err *e);

#endif
