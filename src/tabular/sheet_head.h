/* SPDX-License-Identifier: EUPL-1.2
 *
 * The first rows of a sheet, copied, so that they can be looked at together.
 */
#ifndef TABULAR_SHEET_HEAD_H
#define TABULAR_SHEET_HEAD_H

#include "base/limits.h"
#include "tabular/sheet.h"

struct sheet_head {
	struct padan_arena arena;
	struct sheet_row row[LIM_HEADER_ROWS];
	size_t n;
};

void sheet_head_init(struct sheet_head *h, const struct padan_alloc *from);
void sheet_head_done(struct sheet_head *h);
static inline bool sheet_head_full(const struct sheet_head *h)
{
	return h->n == LIM_HEADER_ROWS;
}
/* Copies a row; the head must not be full. ERR_MACHINE when memory is refused. */
MUST_CHECK int sheet_head_add(struct sheet_head *h, const struct sheet_row *row, struct err *e);

#endif
