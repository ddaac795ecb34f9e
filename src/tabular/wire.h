/* SPDX-License-Identifier: EUPL-1.2
 *
 * How the sandboxed child tells its parent what it read. Frames: 4 bytes length of the body (little-endian), 1 byte
 * type, body. The parent trusts nothing: every length is checked against what is there.
 *   'R' rows: each no (4), cells (2), then per cell kind (1), length (4), bytes; empty cells have no length
 *   'E' end:  rows (4), epoch1904 (1), then name and others, each length (2) and bytes
 *   'X' trouble: exit code (1), text
 */
#ifndef TABULAR_WIRE_H
#define TABULAR_WIRE_H

#include "tabular/sheet.h"

#define WIRE_FRAME (4u << 20) /* most bytes of a body */
#define WIRE_BATCH (60u << 10)

/* Body of an 'R' frame, row by row. */
void wire_put_row(struct buf *body, const struct sheet_row *row);
void wire_put_end(struct buf *body, const struct sheet_info *info);
/* Head of a frame. */
void wire_head(char head[5], char type, size_t n);
/* False when the length is beyond WIRE_FRAME. */
MUST_CHECK bool wire_parse_head(const char head[5], char *type, size_t *n);

/* The next row of an 'R' body; cells and kind have room for `room` cells. 1 a row, 0 the end, -1 broken. */
MUST_CHECK int wire_next_row(span *rest, struct sheet_row *row, span *cells, uint8_t *kind, uint32_t room);
MUST_CHECK bool wire_parse_end(span body, struct sheet_info *info);

#endif
