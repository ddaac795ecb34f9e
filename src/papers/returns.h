/* SPDX-License-Identifier: EUPL-1.2
 * Inside the room: what the lists that go back share, per office and per ward. */
#ifndef PAPERS_RETURNS_H
#define PAPERS_RETURNS_H

#include "papers/view.h"
#include "tabular/xlsx_out.h"

/* Hasil, Keterangan, Yang harus dilengkapi, id_baris: our columns, behind the list's own. */
enum { RETURN_ADDED = 4 };
void return_columns(struct xlsx_column out[RETURN_ADDED]);
/* Their cells, and the end of the row. */
void return_outcome(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch);
/* Where they stand in a list that was sent back, which are written anew; ntitles: there are none. */
size_t return_ours(const struct view_file *f);

#endif
