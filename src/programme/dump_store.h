/* SPDX-License-Identifier: EUPL-1.2
 *
 * A database as plain text, for comparison and archive: all tables in the order in which they were made, all rows in
 * the order of their primary key, sealed values opened. The same content gives the same bytes on every engine.
 *
 *   # run_row 200                          name, rows
 *   run  pos  file ...                     names of the columns, tab between
 *   371  0    1                            rows: numbers as they are, days as 2025-05-01, bytes as \x0a1b,
 *                                          nothing as \N, in text \t \n \r \\ and \x00..\x1f for what has no shape
 *
 * A sealed column of packed fields reads nik=...|nama=... (empty ones left out; \p for a bar).
 */
#ifndef PROGRAMME_DUMP_STORE_H
#define PROGRAMME_DUMP_STORE_H

#include "access/open_store.h"

/* What has grown is handed to flush, which empties it; 0 goes on. Inside one read snapshot. `first` = rows of a table
 * are told in the line of its name. */
struct dump_sink {
	int (*flush)(void *ctx, struct buf *out, struct err *e);
	void *ctx;
};
MUST_CHECK int dump_store(struct store *s, const struct dump_sink *sink, int64_t *rows, struct err *e);

#endif
